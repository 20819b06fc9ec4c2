// @ts-check
/** The browser asks before the page is left while something on it is not saved. */

/** @param {BeforeUnloadEvent} event */
function ask(event) {
  event.preventDefault();
}

/** @param {{ data: { unsaved: boolean } }} component */
export default function mount(component) {
  window.removeEventListener("beforeunload", ask);
  if (component.data.unsaved) {
    window.addEventListener("beforeunload", ask);
  }
  return () => window.removeEventListener("beforeunload", ask);
}
