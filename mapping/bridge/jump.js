// @ts-check
/** A button that goes to another part of a long page, and one that goes back to where one was. */

/** How far down the page was left, in pixels; -1 if it was not. */
let left = -1;

/** @param {{data: {label: string, to: string, isBack: boolean}, parentElement: Element | ShadowRoot}} component */
export default function mount({ data, parentElement }) {
  const button = parentElement.querySelector("button") ?? document.createElement("button");
  button.type = "button";
  button.textContent = data.label;
  button.onclick = () => jump(data.to, data.isBack);
  parentElement.append(button);
  return () => button.remove();
}

/** @param {string} key @param {boolean} isBack */
function jump(key, isBack) {
  const page = document.querySelector(".stMain");
  const part = document.querySelector(`.st-key-${CSS.escape(key)}`);
  if (!page || !part) return;
  const before = page.scrollTop;
  if (isBack && left >= 0) page.scrollTop = left;
  else part.scrollIntoView();
  left = isBack ? -1 : before;
  focusIn(part);
}

/** Put the keyboard on a part's first button, where the components' own are, too. @param {Element} part */
function focusIn(part) {
  for (const one of part.querySelectorAll("*")) {
    const button = one.shadowRoot?.querySelector("button") ?? (one instanceof HTMLButtonElement ? one : null);
    if (button) return button.focus({ preventScroll: true });
  }
}
