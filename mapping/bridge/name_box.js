// @ts-check
/**
 * A field for a name, with a list of what is known by it (ARIA's combobox). The page is told what
 * is typed when the keys rest; what it offers then is gone through with the arrows, and taken with
 * Enter or a press. What is typed and taken from no list is a name of its own.
 */

import { lineTo } from "../player/embed.js";

/**
 * @typedef {[key: string, words: string, note: string]} Offer
 * @typedef {{label: string, text: string, turn: number, offers: Offer[], hint: string, most: number, isNew: boolean, player: string, spot: string}} Data
 * @typedef {object} Box
 * @property {HTMLElement} root
 * @property {HTMLElement} host what the page knows of it
 * @property {HTMLInputElement} field
 * @property {HTMLElement} list
 * @property {Data} data
 * @property {Offer[]} offers those that stand in the list
 * @property {number} turn of the text that was written last
 * @property {boolean} isAsked whether the list is to be seen as soon as it has something
 * @property {number} at the offer that the arrows are on, -1 for none
 * @property {number} timer
 * @property {string} told what the page was last told
 * @property {(name: string, value: string) => void} tell
 */

const REST_MS = 180;
/** @type {WeakMap<Element | ShadowRoot, Box>} */
const boxes = new WeakMap();
/** @type {Record<string, -1 | 1>} */
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

/** @param {{data: Data, parentElement: Element | ShadowRoot, setTriggerValue: (name: string, value: string) => void}} component */
export default function mount({ data, parentElement, setTriggerValue }) {
  const box = boxes.get(parentElement) ?? create(parentElement, data);
  box.data = data;
  box.tell = setTriggerValue;
  box.field.setAttribute("aria-label", data.label);
  box.field.placeholder = data.hint;
  box.field.maxLength = data.most;
  /** @type {HTMLElement} */ (box.root.firstElementChild).textContent = data.label;
  if (data.turn !== box.turn) {
    box.turn = data.turn;
    box.field.value = box.told = data.text;
  }
  fill(box);
  return () => {
    window.clearTimeout(box.timer);
    box.root.remove();
    boxes.delete(parentElement);
  };
}

/** @param {Element | ShadowRoot} parent @param {Data} data @returns {Box} */
function create(parent, data) {
  const root = document.createElement("div");
  const label = document.createElement("span");
  const field = document.createElement("input");
  const list = document.createElement("ul");
  const host = /** @type {HTMLElement} */ (parent instanceof ShadowRoot ? parent.host : parent);
  /** @type {Box} */
  const box = {
    root, host, field, list, data, offers: [], turn: NaN, isAsked: false, at: -1, timer: 0, told: "", tell: () => {},
  };
  root.className = "name-box";
  label.ariaHidden = "true";
  list.id = "offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  Object.assign(field, { type: "text", autocomplete: "off", spellcheck: false, dir: "auto" });
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": "offers", "aria-expanded": "false",
  })) field.setAttribute(name, value);
  field.addEventListener("input", () => type(box));
  field.addEventListener("keydown", (event) => press(box, event));
  field.addEventListener("focus", () => field.select());
  field.addEventListener("click", () => open(box, true));
  field.addEventListener("blur", () => {
    flush(box);
    open(box, false);
  });
  // The field keeps the focus while an offer is pressed.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  root.append(label, field, list);
  parent.append(root);
  boxes.set(parent, box);
  return box;
}

/** Whether what stands in the field is new; of other texts than the page's own it is guessed. @param {Box} box */
function isNew({ data, field }) {
  const typed = plain(field.value);
  if (typed === plain(data.text)) return data.isNew;
  return typed !== "" && !data.offers.some(([key, words]) => key.startsWith("known-") && plain(words) === typed);
}

/** @param {string} text */
function plain(text) {
  return text.trim().toLowerCase();
}

/** Draw the offers, if they are others. @param {Box} box */
function fill(box) {
  box.host.toggleAttribute("data-is-new", isNew(box));
  const offers = offersOf(box);
  if (JSON.stringify(offers) === JSON.stringify(box.offers)) return;
  box.offers = offers;
  box.list.setAttribute("aria-label", box.data.label);
  box.list.replaceChildren(...offers.map(([key, words, note], number) => {
    const one = document.createElement("li");
    one.id = `offer-${number}`;
    one.setAttribute("role", "option");
    one.append(words);
    if (note) {
      const more = document.createElement("small");
      more.textContent = note;
      one.append(" ", more);
    }
    one.addEventListener("click", () => take(box, key));
    return one;
  }));
  point(box, -1);
  open(box, box.isAsked);
}

/** What fits; of offers for what stood there before only those in which all of it stands. @param {Box} box */
function offersOf({ data, field }) {
  const typed = plain(field.value);
  if (typed === plain(data.text)) return data.offers;
  return data.offers.filter(([key, words]) => key !== "here" && words.toLowerCase().includes(typed));
}

/** @param {Box} box @param {boolean} isOpen */
function open(box, isOpen) {
  box.isAsked = isOpen;
  box.list.hidden = !isOpen || !box.offers.length;
  box.field.ariaExpanded = String(!box.list.hidden);
  if (box.list.hidden) point(box, -1);
  // Near the window's edge the page makes room for it.
  else box.list.scrollIntoView({ block: "nearest" });
}

/** Put the arrows on an offer. @param {Box} box @param {number} at */
function point(box, at) {
  box.at = at;
  for (const [number, one] of [...box.list.children].entries()) one.ariaSelected = String(number === at);
  const one = box.list.children[at];
  if (one) box.field.setAttribute("aria-activedescendant", one.id);
  else box.field.removeAttribute("aria-activedescendant");
  one?.scrollIntoView({ block: "nearest" });
}

/** @param {Box} box */
function type(box) {
  fill(box);
  open(box, true);
  point(box, -1);
  window.clearTimeout(box.timer);
  box.timer = window.setTimeout(() => flush(box), REST_MS);
}

/** Tell what is typed, if that is another name than was told. @param {Box} box */
function flush(box) {
  window.clearTimeout(box.timer);
  if (box.field.value === box.told) return;
  box.told = box.field.value;
  box.tell("typed", box.told);
}

/** @param {Box} box @param {KeyboardEvent} event */
function press(box, event) {
  const step = STEPS[event.key];
  const count = box.list.children.length;
  if (step && count) {
    event.preventDefault();
    const first = step > 0 ? 0 : count - 1;
    const next = box.at < 0 ? first : (box.at + step + count) % count;
    open(box, true);
    point(box, next);
  } else if (event.key === "Enter") {
    event.preventDefault();
    const offer = box.offers[box.at];
    if (offer && !box.list.hidden) take(box, offer[0]);
    else flush(box);
    open(box, false);
  } else if (event.key === "Escape" && !box.list.hidden) {
    event.stopPropagation();
    open(box, false);
  }
}

/** @param {Box} box @param {string} key of an offer */
function take(box, key) {
  if (key === "here") {
    flush(box);
    lineTo(box.data.player).here?.(box.data.spot);
  } else {
    // What is chosen says all that was typed for it.
    window.clearTimeout(box.timer);
    box.told = box.field.value;
    box.tell("chosen", key);
  }
  open(box, false);
}
