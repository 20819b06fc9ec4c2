// @ts-check
// A link to what the reader sees, the same as a frame for another page, and what lies beside it.

import { say } from "../core/words.js";
import { button, drawing, element } from "../ui/elements.js";

/** @import { Address, State } from "../core/address.js" */
/** @import { Payload } from "../core/payload.js" */

const FRAME_HEIGHT = 640;

export class Share {
  /**
   * @param {Payload} data
   * @param {Address} address
   * @param {() => State} state what the reader has before them
   * @param {(kind: "png" | "svg") => Promise<void>} save makes a picture of it
   * @param {AbortSignal} signal ends what listens when another one takes its place
   */
  constructor(data, address, state, save, signal) {
    this.data = data;
    this.address = address;
    this.state = state;
    this.save = save;
    this.button = button("cm-tool", [drawing("M12 15V3M8 7l4-4 4 4M6 11H5v10h14V11h-1")],
      say("share.open"), () => this.toggle());
    this.button.setAttribute("aria-expanded", "false");
    this.status = element("p", "cm-copied", "", { role: "status" });
    this.where = element("p", "cm-hint");
    this.link = this.field("share.link", "share.copy-link");
    this.frame = this.field("share.embed", "share.copy-embed");
    this.links = element("div", "cm-share-links", [
      element("h3", "", say("share.link")), this.link.line,
      element("h3", "", say("share.embed")), this.frame.line,
      this.where,
    ]);
    this.pictures = element("p", "cm-save-line", [this.saving("png"), this.saving("svg")]);
    this.panel = element("section", "cm-share", [
      this.links, element("h3", "", say("share.picture")), this.pictures,
      element("p", "cm-hint", say("share.picture-hint")), this.status, this.downloads(),
    ], { role: "dialog", "aria-label": say("share.open") });
    this.panel.hidden = true;
    L.DomEvent.disableClickPropagation(this.panel);
    L.DomEvent.disableScrollPropagation(this.panel);
    this.listen(signal);
    this.offer();
  }

  /** There is a link once there is an address; a picture always. */
  offer() {
    this.links.hidden = !this.address.isThere;
  }

  /** @param {"png" | "svg"} kind */
  saving(kind) {
    return button("cm-copy", say(`share.save-${kind}`), "", () => void this.savePicture(kind));
  }

  /** @param {"png" | "svg"} kind */
  async savePicture(kind) {
    this.status.textContent = say("share.saving");
    try {
      await this.save(kind);
      this.status.textContent = say("share.saved");
    } catch (error) {
      console.warn("the picture could not be made", error);
      this.status.textContent = say("share.save-failed");
    }
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
      this.button.focus();
    });
    document.addEventListener("pointerdown", (event) => {
      const target = /** @type {Node} */ (event.target);
      if (!this.panel.contains(target) && !this.button.contains(target)) this.close();
    }, { signal });
  }

  /** A text that can be seen and copied. @param {string} label @param {string} act */
  field(label, act) {
    const text = /** @type {HTMLInputElement} */ (
      element("input", "", "", { "aria-label": say(label), readonly: "", dir: "ltr" })
    );
    text.addEventListener("focus", () => text.select());
    const copy = button("cm-copy", say(act), "", () => this.copy(text));
    return { text, copy, line: element("p", "cm-copy-line", [text, copy]) };
  }

  /** What the site has beside the map. */
  downloads() {
    const { links } = this.data;
    if (!links?.length) return null;
    return element("ul", "cm-downloads", links.map(({ key, name, href }) =>
      element("li", "", [
        element("a", "", key ? say(key) : name, href.startsWith("../") ? { href } : { href, download: "" }),
      ])));
  }

  toggle() {
    if (!this.panel.hidden) {
      this.close();
      return;
    }
    const state = this.state();
    this.status.textContent = "";
    this.show(true);
    this.button.setAttribute("aria-expanded", "true");
    if (!this.address.isThere) {
      /** @type {HTMLElement} */ (this.pictures.firstElementChild).focus();
      return;
    }
    this.link.text.value = this.address.link(state);
    this.frame.text.value = frameOf(this.address.link(state, true), this.data.campaign.title);
    this.where.textContent = say(
      this.address.isFile ? "share.file"
        : this.address.isLocal ? "share.local"
          : this.address.isOwn ? "share.page" : "share.app",
    );
    this.where.classList.toggle("is-warning", this.address.isFile || this.address.isLocal);
    this.link.copy.focus();
  }

  close() {
    this.show(false);
    this.button.setAttribute("aria-expanded", "false");
  }

  /** @param {boolean} isShown */
  show(isShown) {
    this.panel.hidden = !isShown;
    this.panel.parentElement?.classList.toggle("has-share", isShown);
  }

  /**
   * Copy a field's text. A frame without an origin may not use the clipboard's own interface, and
   * a page without https has none; the older command asks only for the reader's press.
   * @param {HTMLInputElement} text
   */
  copy(text) {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    text.focus();
    text.select();
    const isCopied = document.execCommand("copy");
    if (isCopied) before?.focus();
    this.status.textContent = "";
    // Said again, even if it is the same word.
    requestAnimationFrame(() => {
      this.status.textContent = say(isCopied ? "share.copied" : "share.select");
    });
  }
}

/** HTML that shows an address in a frame. @param {string} address @param {string} title */
function frameOf(address, title) {
  return `<iframe src="${quotedMarkup(address)}" title="${quotedMarkup(title)}" loading="lazy" `
    + `allowfullscreen style="width: 100%; height: ${FRAME_HEIGHT}px; border: 0"></iframe>`;
}

/** A text as the value of an attribute. @param {string} text */
function quotedMarkup(text) {
  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => signs[/** @type {keyof typeof signs} */ (sign)]);
}
