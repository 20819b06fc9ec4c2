// @ts-check
/**
 * A button that cannot be pressed while its file is made has the keyboard again afterwards: the
 * browser takes it from what is disabled, and gives it to nothing.
 */

/** @type {HTMLButtonElement | null} */
let left = null;
const enabling = new MutationObserver(giveBack);

export default function mount() {
  document.addEventListener("focusout", leave, true);
  return () => {
    document.removeEventListener("focusout", leave, true);
    enabling.disconnect();
  };
}

/** @param {FocusEvent} event */
function leave({ target }) {
  if (!(target instanceof HTMLButtonElement) || !target.disabled) return;
  left = target;
  enabling.disconnect();
  enabling.observe(target, { attributeFilter: ["disabled"] });
}

function giveBack() {
  if (!left || left.disabled) return;
  enabling.disconnect();
  // Who has gone elsewhere meanwhile stays there.
  if (document.activeElement === document.body) left.focus({ preventScroll: true });
  left = null;
}
