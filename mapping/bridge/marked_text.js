// @ts-check
/**
 * A text with its places and days marked. A place is pressed; the one in hand comes into sight,
 * with each turn its next mention. The text is one stop of Tab, the arrows go from place to place.
 */

/**
 * @typedef {[text: string, kind: string, isPhrase: boolean, place: number]} Piece
 * @typedef {{label: string, pieces: Piece[], chosen: number, turn: number}} Data
 * @typedef {object} Shown
 * @property {HTMLElement} box
 * @property {string} text the pieces that stand, as JSON
 * @property {number} turn
 * @property {HTMLElement | null} at the mention that is in hand
 * @property {(place: number) => void} tell
 */

/** @type {WeakMap<Element | ShadowRoot, Shown>} */
const texts = new WeakMap();
/** @type {Record<string, -1 | 1>} */
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** @param {{data: Data, parentElement: Element | ShadowRoot, setTriggerValue: (name: string, value: number) => void}} component */
export default function mount({ data, parentElement, setTriggerValue }) {
  const shown = texts.get(parentElement) ?? create(parentElement);
  shown.tell = (place) => setTriggerValue("place", place);
  shown.box.setAttribute("aria-label", data.label);
  const text = JSON.stringify(data.pieces);
  const isOther = text !== shown.text;
  if (isOther) {
    shown.text = text;
    fill(shown, data.pieces);
  }
  choose(shown, data);
  const phrase = /** @type {HTMLElement | null} */ (shown.box.querySelector("strong"));
  if (isOther && phrase) scrollTo(shown.box, phrase);
  return () => {
    shown.box.remove();
    texts.delete(parentElement);
  };
}

/** @param {Element | ShadowRoot} parent @returns {Shown} */
function create(parent) {
  const box = document.createElement("div");
  /** @type {Shown} */
  const shown = { box, text: "", turn: 0, at: null, tell: () => {} };
  box.className = "drafted";
  box.dir = "auto";
  box.setAttribute("role", "group");
  box.addEventListener("keydown", (event) => step(shown, event));
  parent.append(box);
  texts.set(parent, shown);
  return shown;
}

/** @param {Shown} shown @param {Piece[]} pieces */
function fill(shown, pieces) {
  const had = placesIn(shown.box).indexOf(/** @type {HTMLElement} */ (shown.at));
  const isHeld = shown.at?.matches(":focus");
  shown.box.replaceChildren(...pieces.map((piece) => nodeOf(shown, piece)));
  const places = placesIn(shown.box);
  shown.at = places[had] ?? null;
  const first = shown.at ?? places[0];
  if (first) first.tabIndex = 0;
  if (isHeld) shown.at?.focus({ preventScroll: true });
}

/** @param {Shown} shown @param {Piece} piece @returns {Node} */
function nodeOf(shown, [text, kind, isPhrase, place]) {
  /** @type {Node} */
  let node = document.createTextNode(text);
  if (kind) {
    const mark = document.createElement(place < 0 ? "mark" : "button");
    mark.dataset.kind = kind;
    mark.append(node);
    if (place >= 0) {
      Object.assign(mark, { type: "button", tabIndex: -1 });
      mark.dataset.place = String(place);
      mark.addEventListener("click", () => press(shown, mark, place));
    }
    node = mark;
  }
  if (!isPhrase) return node;
  const phrase = document.createElement("strong");
  phrase.append(node);
  return phrase;
}

/** @param {HTMLElement} box @returns {HTMLElement[]} */
function placesIn(box) {
  return [...box.querySelectorAll("button")];
}

/** @param {Shown} shown @param {HTMLElement} mark @param {number} place */
function press(shown, mark, place) {
  hold(shown, mark);
  // This mention is in sight: what comes back is no reason to go to the next one.
  shown.turn += 1;
  shown.tell(place);
}

/** Make a mention the one that Tab comes to. @param {Shown} shown @param {HTMLElement} mark */
function hold(shown, mark) {
  for (const one of placesIn(shown.box)) one.tabIndex = one === mark ? 0 : -1;
  shown.at = mark;
}

/** @param {Shown} shown @param {KeyboardEvent} event */
function step(shown, event) {
  const by = STEPS[event.key];
  const places = placesIn(shown.box);
  const at = places.findIndex((one) => one.matches(":focus"));
  if (!by || at < 0) return;
  event.preventDefault();
  const next = places[Math.min(Math.max(at + by, 0), places.length - 1)];
  hold(shown, next);
  next.focus({ preventScroll: true });
  scrollTo(shown.box, next);
}

/** Mark all mentions of the place in hand; go to the next one where somebody asked elsewhere. @param {Shown} shown @param {Data} data */
function choose(shown, { chosen, turn }) {
  const places = placesIn(shown.box);
  for (const one of places) one.ariaPressed = String(one.dataset.place === String(chosen));
  const mentions = places.filter((one) => one.ariaPressed === "true");
  const isAsked = turn > shown.turn;
  shown.turn = turn;
  if (!isAsked || !mentions.length) return;
  const next = mentions[(mentions.indexOf(/** @type {HTMLElement} */ (shown.at)) + 1) % mentions.length];
  hold(shown, next);
  scrollTo(shown.box, next);
}

/** Bring a part of the text into sight without moving the page. @param {HTMLElement} box @param {HTMLElement} part */
function scrollTo(box, part) {
  const [outer, inner] = [box, part].map((one) => one.getBoundingClientRect());
  if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
  box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 3;
}
