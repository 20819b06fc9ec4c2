// @ts-check
// Which days are played and shown together: two marks on the bar, a menu at the play button, and the
// one press that opens and closes a window of days.

import { clamp } from "../core/numbers.js";
import { isMirrored, say } from "../core/words.js";
import { CROSS } from "../ui/arrows.js";
import { button, drawing, element, hide } from "../ui/elements.js";

/** @import { Payload } from "../core/payload.js" */

const DIALS = "M4 8h9M19 8h1M4 16h1M11 16h9M16 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM8 13.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z";
const TOGETHER = "M4 5v14M20 5v14M8 12h8M8 12l2.5-2.5M8 12l2.5 2.5M16 12l-2.5-2.5M16 12l-2.5 2.5";

/** What a mark is called, and what sets it. */
const CALLED = { begin: ["range.begin", "range.begin-here"], end: ["range.end", "range.end-here"] };

/**
 * What the reader has set: the first and the last marked day, -1 for none; whether the days from the
 * mark on are shown together; how they are played.
 * @typedef {{begin: number, end: number, isWindow: boolean, loops: boolean, isBack: boolean}} RangeState
 */

export class Range {
  /**
   * @param {Payload} data
   * @param {{set: (part: Partial<RangeState>) => void, cell: () => number, timeAt: (event: PointerEvent) => number}} acts
   *   what a change does, the day that is shown, and the time under a pointer
   * @param {AbortSignal} signal ends what listens when another bar takes its place
   */
  constructor(data, acts, signal) {
    this.data = data;
    this.acts = acts;
    /** @type {RangeState} */
    this.state = { begin: -1, end: -1, isWindow: false, loops: false, isBack: false };
    this.band = element("div", "cm-range-band", "", { "aria-hidden": "true" });
    this.begin = this.handle("begin");
    this.end = this.handle("end");
    /** The marks that are set. */
    this.handles = element("div", "cm-range-handles");
    this.windowButton = button("cm-window-button", [drawing(TOGETHER)], say("window.begin"),
      () => acts.set({ isWindow: !this.state.isWindow }));
    this.clearButton = button("cm-range-clear", [drawing(CROSS)], say("range.clear"), () => {
      acts.set({ begin: -1, end: -1 });
      this.summary.focus();
    });
    this.loops = this.choice("loops", say("range.loop"));
    this.isBack = this.choice("isBack", say("range.back"));
    this.fromHere = this.marker("begin");
    this.toHere = this.marker("end");
    this.summary = element("summary", "", [drawing(DIALS)], { "aria-label": say("range.title"), title: say("range.title") });
    const items = [this.fromHere, this.toHere, this.loops, this.isBack].map((node) =>
      element("li", "", [/** @type {HTMLElement} */ (node.closest("label") ?? node)]));
    this.menu = element("details", "cm-range-menu", [this.summary, element("ul", "", items)]);
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.menu.contains(/** @type {Node} */ (target))) this.isOpen = false;
    }, { signal });
  }

  get isOpen() {
    return this.menu.hasAttribute("open");
  }

  set isOpen(isOpen) {
    this.menu.toggleAttribute("open", isOpen);
  }

  /** Close the menu, and put the keyboard where it was opened. */
  close() {
    this.isOpen = false;
    this.summary.focus();
  }

  /** @param {"begin" | "end"} which a button that puts this mark on the day that is shown */
  marker(which) {
    return button("cm-quiet", "", "", () => this.put(which, this.acts.cell()));
  }

  /** @param {"loops" | "isBack"} name @param {string} words @returns {HTMLInputElement} */
  choice(name, words) {
    const box = /** @type {HTMLInputElement} */ (element("input", "", "", { type: "checkbox" }));
    element("label", "", [box, element("span", "", words)]);
    box.addEventListener("change", () => this.acts.set({ [name]: box.checked }));
    return box;
  }

  /** Mark a day; the other mark gives way where they would cross. @param {"begin" | "end"} which @param {number} cell */
  put(which, cell) {
    const at = clamp(cell, 0, this.data.days.length - 1);
    const { begin, end } = this.state;
    if (which === "begin") this.acts.set({ begin: at, end: end >= 0 ? Math.max(end, at) : end });
    else this.acts.set({ end: at, begin: begin >= 0 ? Math.min(begin, at) : begin });
  }

  /** A mark on the bar, which pointer and keyboard move. @param {"begin" | "end"} which */
  handle(which) {
    const node = element("div", `cm-range-handle is-${which}`, [element("span", "cm-range-grip")], {
      role: "slider", tabindex: "0", "aria-label": say(CALLED[which][0]), "aria-orientation": "horizontal",
      "aria-valuemin": "1", "aria-valuemax": String(this.data.days.length),
    });
    node.addEventListener("keydown", (event) => this.key(which, event));
    node.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      node.setPointerCapture(event.pointerId);
      node.focus({ preventScroll: true });
    });
    node.addEventListener("pointermove", (event) => {
      if (!node.hasPointerCapture(event.pointerId)) return;
      event.stopPropagation();
      const edge = Math.round(this.acts.timeAt(event));
      this.put(which, which === "begin" ? edge : edge - 1);
    });
    node.addEventListener("pointerup", (event) => event.stopPropagation());
    return node;
  }

  /** @param {"begin" | "end"} which @param {KeyboardEvent} event */
  key(which, event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const right = isMirrored() ? -1 : 1;
    const at = this.at(which);
    const goals = /** @type {Record<string, number>} */ ({
      ArrowRight: at + right, ArrowLeft: at - right, ArrowUp: at + 1, ArrowDown: at - 1,
      PageUp: at + 7, PageDown: at - 7, Home: 0, End: this.data.days.length - 1,
    });
    if (Object.hasOwn(goals, event.key)) this.put(which, goals[event.key]);
    else if (event.key === "Delete" || event.key === "Backspace") this.acts.set({ [which]: -1 });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The day a mark stands at; the window of a campaign without one begins with it. @param {"begin" | "end"} which */
  at(which) {
    const { begin, end } = this.state;
    return which === "begin" ? Math.max(begin, 0) : end;
  }

  /** @param {RangeState} state */
  draw(state) {
    this.state = state;
    const { begin, end, isWindow } = state;
    const { days } = this.data;
    const hadFocus = document.activeElement;
    const isSet = { begin: begin >= 0 || isWindow, end: end >= 0 };
    this.clearButton.hidden = begin < 0 && end < 0;
    for (const [node, which] of /** @type {const} */ ([[this.begin, "begin"], [this.end, "end"]])) {
      if (!isSet[which]) {
        node.remove();
        if (hadFocus === node) this.summary.focus();
        continue;
      }
      if (!node.isConnected) this.handles[which === "begin" ? "prepend" : "append"](node);
      const cell = this.at(which);
      const edge = which === "begin" ? cell : cell + 1;
      node.style.insetInlineStart = `${(edge / days.length) * 100}%`;
      node.setAttribute("aria-valuenow", String(cell + 1));
      node.setAttribute("aria-valuetext", days[cell].whole);
    }
    for (const [node, which, cell] of /** @type {const} */ ([[this.fromHere, "begin", begin], [this.toHere, "end", end]])) {
      node.replaceChildren(
        element("b", "", say(CALLED[which][1])),
        element("span", "", cell < 0 ? "" : say("range.now", { day: days[cell].date })),
      );
    }
    this.loops.checked = state.loops;
    this.isBack.checked = state.isBack;
    this.menu.classList.toggle("is-set", state.loops || state.isBack || begin >= 0 || end >= 0);
    this.windowButton.setAttribute("aria-pressed", String(isWindow));
    this.span();
  }

  /** The band between the marks, or over the window up to the day that is shown. */
  span() {
    const { begin, end, isWindow } = this.state;
    const { length } = this.data.days;
    const cell = this.acts.cell();
    const from = this.at("begin");
    const to = isWindow ? cell : end < 0 ? length - 1 : end;
    hide(this.band, !isWindow && begin < 0 && end < 0);
    this.band.classList.toggle("is-window", isWindow);
    this.band.style.insetInlineStart = `${(Math.min(from, to) / length) * 100}%`;
    this.band.style.width = `${((to - Math.min(from, to) + 1) / length) * 100}%`;
  }
}
