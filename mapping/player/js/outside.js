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

/** The texts of a state that came from outside, in an object that inherits nothing. @param {unknown} state @returns {Record<string, string>} */
function textsOf(state) {
  const texts = Object.create(null);
  for (const [name, value] of Object.entries(Object(state))) {
    if (typeof value === "string") texts[name] = value;
  }
  return texts;
}

/** Messages between the player and the page that shows it. */
export class Outside {
  /** @param {{restore: (state: State) => void, scheme: (scheme: string) => void, page: (address: string) => void}} act */
  constructor(act) {
    this.isFramed = isFramed();
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const follow = () => this.told || act.scheme(dark.matches ? "dark" : "light");
    dark.addEventListener("change", follow);
    follow();
    window.addEventListener("message", (event) => {
      const message = event.data;
      if (event.source !== window.parent || message?.target !== "campaign-player") return;
      if (message.command === "restore") act.restore(textsOf(message.state));
      if (message.command === "page" && /^https?:/.test(message.address)) act.page(message.address);
      if (message.command === "scheme") {
        this.told = true;
        // A page around it that tells the scheme says the title, too.
        document.documentElement.dataset.shell = "page";
        act.scheme(message.scheme);
      }
    });
  }

  ready() {
    if (this.isFramed) window.parent.postMessage({ source: "campaign-player", event: "ready" }, "*");
    this.isReady = true;
  }

  /** @param {Record<string, string>} state */
  report(state) {
    if (!this.isFramed || !this.isReady) return;
    window.parent.postMessage({ source: "campaign-player", event: "state", state }, "*");
  }
}
