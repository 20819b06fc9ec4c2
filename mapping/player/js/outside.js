// @ts-check
// What lies outside the player: the browser's address, and the page that shows the player.

/** @import { State } from "./core/address.js" */

/** The browser's address; what stands after the # is the player's. */
export const addressBar = {
  get href() { return window.location.href; },
  get hash() { return window.location.hash; },
  /** @param {string} hash */
  write(hash) {
    try {
      window.history.replaceState(window.history.state, "", hash);
    } catch {
      // A frame without an origin, or a browser that has enough of it: the link still works.
    }
  },
  /** @param {(href: string) => void} act */
  onChange(act) {
    window.addEventListener("hashchange", (event) => act(event.newURL));
  },
};

/** Whether the address asks for a picture of the player. */
export function isPicture() {
  return /[#&]still\b/.test(addressBar.hash);
}

/** Whether another page shows the player within itself. */
export function isFramed() {
  return window.parent !== window;
}

/** No value of a state is longer, and no address of a page. */
const LONGEST = 2000;
const MOST_VALUES = 50;

/** @param {unknown} value @returns {value is string} */
function isText(value) {
  return typeof value === "string" && value.length <= LONGEST;
}

/** The texts of a state that came from outside, in an object that inherits nothing. @param {unknown} state @returns {Record<string, string>} */
function textsOf(state) {
  const texts = Object.create(null);
  const given = typeof state === "object" && state !== null ? Object.entries(state) : [];
  for (const [name, value] of given.slice(0, MOST_VALUES)) {
    if (isText(value)) texts[name] = value;
  }
  return texts;
}

/** Whether the page that shows the player also wrote the document, and so may change what it tells. */
const IS_WRITTEN_BY_PAGE = window.location.href === "about:srcdoc";

/** Messages between the player and the page that shows it. */
export class Outside {
  /**
   * @param {{restore: (state: State) => void, scheme: (scheme: string) => void,
   *   page: (address: string) => void, change: (parts: string) => void,
   *   sketch: (text: string) => void, here: (key: string) => void}} act
   */
  constructor(act) {
    this.isFramed = isFramed();
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const follow = () => this.told || act.scheme(dark.matches ? "dark" : "light");
    dark.addEventListener("change", follow);
    follow();
    for (const kind of /** @type {const} */ (["pointerdown", "keydown"])) {
      window.addEventListener(kind, () => { this.byPointer = kind === "pointerdown"; }, { capture: true });
    }
    window.addEventListener("message", (event) => {
      const message = event.data;
      // A page of its own has no other page around it: what it says to itself is nobody's message.
      if (!this.isFramed || event.source !== window.parent) return;
      if (typeof message !== "object" || message?.target !== "campaign-player") return;
      const { command, address, scheme, parts, sketch, key } = message;
      if (command === "restore") act.restore(textsOf(message.state));
      if (command === "page" && isText(address) && /^https?:/.test(address)) act.page(address);
      if (command === "change" && IS_WRITTEN_BY_PAGE && typeof parts === "string") act.change(parts);
      if (command === "sketch" && IS_WRITTEN_BY_PAGE && typeof sketch === "string") act.sketch(sketch);
      if (command === "here" && IS_WRITTEN_BY_PAGE && isText(key)) act.here(key);
      if (command === "scheme" && (scheme === "light" || scheme === "dark")) {
        this.told = true;
        // A page around it that tells the scheme says the title, too.
        document.documentElement.dataset.shell = "page";
        act.scheme(scheme);
      }
    });
  }

  ready() {
    if (this.isFramed) window.parent.postMessage({ source: "campaign-player", event: "ready" }, "*");
    this.isReady = true;
  }

  /** A person gave a point of the sketch; who did so by keys goes on with them. @param {Record<string, string>} mark */
  mark(mark) {
    const { byPointer = false } = this;
    window.parent.postMessage({ source: "campaign-player", event: "mark", mark, byPointer }, "*");
  }

  /** @param {Record<string, string>} state */
  report(state) {
    if (!this.isFramed || !this.isReady) return;
    window.parent.postMessage({ source: "campaign-player", event: "state", state }, "*");
  }
}
