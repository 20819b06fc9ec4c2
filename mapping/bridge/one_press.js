// @ts-check
/**
 * Buttons that with each press come to stand for something else. What follows a press at once, a
 * double click or a key that is held down, was not meant for what nobody can have read; nor was
 * what is pressed while the page still shows the thing before.
 */

/** Nobody reads what is new in so short a time; a double click takes no longer. */
const APART_MS = 600;
const FIELD = "input, textarea, select, [contenteditable]";

/**
 * @typedef {object} Data
 * @property {Record<string, string>} buttons their keys, each with its shortcut
 * @property {number} of what they stand for now
 */

/** @type {Data} */
let shown = { buttons: {}, of: -1 };
let last = -APART_MS;
/** Whether they were pressed since they stand for this. */
let isPressed = false;

/** @param {{ data: Data }} component */
export default function mount({ data }) {
  if (data.of !== shown.of) isPressed = false;
  shown = data;
  window.addEventListener("click", press, true);
  window.addEventListener("keydown", type, true);
  return () => {
    window.removeEventListener("click", press, true);
    window.removeEventListener("keydown", type, true);
  };
}

/** @param {MouseEvent} event */
function press(event) {
  if (isOfButton(event)) take(event);
}

/** @param {Event} event */
function isOfButton(event) {
  const at = /** @type {Element} */ (event.target);
  return Object.keys(shown.buttons).some((key) => at.closest(`.st-key-${CSS.escape(key)}`));
}

/** @param {KeyboardEvent} event */
function type(event) {
  const at = /** @type {Element} */ (event.composedPath()[0]);
  const isShortcut = Object.values(shown.buttons).includes(event.key.toUpperCase());
  const isAlone = !event.ctrlKey && !event.altKey && !event.metaKey;
  const isShort = isShortcut && isAlone && !at.matches?.(FIELD);
  // Enter that is held down clicks again and again, and the clicks do not say that it is held.
  if (isShort || (event.repeat && event.key === "Enter" && isOfButton(event))) take(event);
}

/** @param {MouseEvent | KeyboardEvent} event */
function take(event) {
  const isSame = event.detail > 1 || ("repeat" in event && event.repeat);
  const isAgain = isSame || event.timeStamp - last < APART_MS || (isPressed && isAnswering());
  last = event.timeStamp;
  isPressed = true;
  if (!isAgain) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Whether Streamlit still runs, so that what was pressed is not yet answered. */
function isAnswering() {
  const app = document.querySelector("[data-test-script-state]");
  return app !== null && app.getAttribute("data-test-script-state") !== "notRunning";
}
