// @ts-check
// One field to find anything by: what is found stands below it in groups, and leads there.

import { entriesOf, find } from "../core/find.js";
import { say } from "../core/words.js";
import { element } from "../ui/elements.js";

/** @import { Entry, Findings } from "../core/find.js" */
/** @import { Payload } from "../core/payload.js" */

const LIST = "cm-found";

export class Find {
  /** @param {Payload} data @param {(entry: Entry) => void} go */
  constructor(data, go) {
    this.data = data;
    this.go = go;
    /** @type {Entry[] | null} made when something is first looked for */
    this.entries = null;
    /** @type {{entry: Entry, node: HTMLElement}[]} */
    this.options = [];
    this.active = -1;
    /** @type {Element | null} what had the keyboard before */
    this.before = null;
    this.field = /** @type {HTMLInputElement} */ (element("input", "cm-find-field", "", {
      type: "search", role: "combobox", "aria-controls": LIST, "aria-expanded": "false",
      "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", maxlength: "200",
      "aria-label": say("find.label"), placeholder: say("find.hint"),
    }));
    this.list = element("div", "cm-found", "", { id: LIST, role: "listbox", "aria-label": say("find.label") });
    this.count = element("p", "cm-find-count", "", { role: "status" });
    this.root = element("div", "cm-find", [this.field, this.count, this.list], { role: "search" });
    this.root.hidden = true;
    this.field.addEventListener("input", () => this.look());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focusout", (event) => {
      const next = /** @type {Node | null} */ (event.relatedTarget);
      if (!this.root.contains(next)) this.close(false);
    });
    L.DomEvent.disableClickPropagation(this.root);
    L.DomEvent.disableScrollPropagation(this.root);
  }

  get isOpen() {
    return !this.root.hidden;
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  open() {
    this.before = document.activeElement;
    this.root.hidden = false;
    this.field.focus();
    this.field.select();
    this.look();
  }

  /** @param {boolean} [givesBack] the keyboard to where it was */
  close(givesBack = true) {
    if (!this.isOpen) return;
    this.root.hidden = true;
    if (givesBack) /** @type {HTMLElement | null} */ (this.before)?.focus();
  }

  /** Find what the field says. */
  look() {
    this.entries ??= entriesOf(this.data);
    const findings = find(this.entries, this.field.value);
    this.options = [];
    this.list.replaceChildren(...findings.map((one) => this.group(one)));
    this.field.setAttribute("aria-expanded", String(findings.length > 0));
    const isAsked = this.field.value.trim() !== "";
    const total = findings.reduce((sum, { count }) => sum + count, 0);
    this.count.textContent = isAsked ? say("find.count", { count: total }) : "";
    this.activate(this.options.length ? 0 : -1);
  }

  /** @param {Findings} findings */
  group({ group, found, count }) {
    const title = say(`find.${group}`);
    const options = found.map((one) => this.option(one));
    const left = count - found.length;
    return element("div", "cm-found-group", [
      element("h3", "", title, { "aria-hidden": "true" }), ...options,
      left ? element("p", "cm-found-left", say("find.more", { count: left })) : null,
    ], { role: "group", "aria-label": title });
  }

  /** @param {Entry} entry */
  option(entry) {
    const node = element("div", "cm-found-one", [
      element("span", "cm-found-name", entry.label, { dir: "auto" }),
      entry.detail ? element("span", "cm-hint", entry.detail, { dir: "auto" }) : null,
    ], { role: "option", id: `${LIST}-${this.options.length}`, "aria-selected": "false" });
    // The press may not take the keyboard away first: that would close the list.
    node.addEventListener("pointerdown", (event) => event.preventDefault());
    node.addEventListener("click", () => this.choose(entry));
    this.options.push({ entry, node });
    return node;
  }

  /** @param {Entry} entry */
  choose(entry) {
    this.close();
    this.go(entry);
  }

  /** @param {number} number of the option that Enter would take */
  activate(number) {
    this.options[this.active]?.node.setAttribute("aria-selected", "false");
    this.active = number;
    const node = this.options[number]?.node;
    if (!node) {
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    node.setAttribute("aria-selected", "true");
    node.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", node.id);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { length } = this.options;
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });
    if (Object.hasOwn(steps, event.key) && length) this.activate((this.active + steps[event.key] + length) % length);
    else if (event.key === "Enter" && this.options[this.active]) this.choose(this.options[this.active].entry);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
