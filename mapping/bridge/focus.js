// @ts-check
/** Puts the keyboard into a field of the page, when it is asked to and the field is there. */

/** How long a field is waited for, in frames: the page is still being laid out. */
const PATIENCE = 60;
let done = 0;

/** @param {{ data: { key: string, turn: number } }} component */
export default function mount({ data }) {
  let frame = 0;
  if (data.turn !== done) seek(PATIENCE);
  return () => window.cancelAnimationFrame(frame);

  /** @param {number} left */
  function seek(left) {
    /** @type {HTMLElement | null} */
    const field = document.querySelector(`.st-key-${CSS.escape(data.key)} :is(input, button, [tabindex])`);
    if (field) {
      done = data.turn;
      field.focus({ preventScroll: true });
      field.scrollIntoView({ block: "center" });
    } else if (left) frame = window.requestAnimationFrame(() => seek(left - 1));
  }
}
