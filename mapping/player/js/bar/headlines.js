// @ts-check
// The campaign in a line over the days: a few words where something is told, the day's own first.

import { isMirrored, isReadable, sayWord, spoken } from "../core/words.js";
import { element, hide, quoted } from "../ui/elements.js";
import { widthOf } from "../ui/widths.js";

/** @import { Payload, Telling } from "../core/payload.js" */

const FACE = "600 12px";
/** Pixels between two headlines. */
const APART = 12;

/**
 * A day's few words; `isSaid`: by the account itself. In pixels, how wide they are and where they may begin.
 * @typedef {{cell: number, words: string, isSaid: boolean, node: HTMLElement, wide: number, starts: number[]}} Caption
 */

export class Headlines {
  /** @param {Payload} data */
  constructor(data) {
    this.data = data;
    this.width = 0;
    /** @type {Caption[]} those that matter first come first */
    this.captions = [];
    /** The day that the clock shows. */
    this.cell = -1;
    this.root = element("div", "cm-captions", "", { "aria-hidden": "true" });
  }

  /** @param {Telling} telling whose days are named */
  mark(telling) {
    this.captions = this.data.days.flatMap((_, cell) => this.caption(telling, cell) ?? []);
    this.captions.sort((a, b) => Number(b.isSaid) - Number(a.isSaid));
    this.root.replaceChildren(...this.captions.map(({ node }) => node));
    this.measure();
    this.layOut();
  }

  /** @param {Telling} telling @param {number} cell @returns {Caption | null} */
  caption(telling, cell) {
    const { language } = this.data.campaign;
    const said = telling.days[cell].caption;
    const isSaid = Boolean(said) && isReadable(said, language);
    const words = isSaid ? said : this.kindOf(telling, cell);
    if (!words) return null;
    const node = element("span", "cm-caption", [isSaid ? quoted("span", "", words, language) : document.createTextNode(words)]);
    return { cell, words, isSaid, node, wide: 0, starts: [] };
  }

  /** What happens first on a day, in a word of the interface. @param {Telling} telling @param {number} cell */
  kindOf(telling, cell) {
    const { sure } = telling.days[cell];
    const { claims, plain } = this.data.symbols;
    const first = sure.find((name) => {
      const { table, kind, span } = this.data.rows[name];
      return table === "events" && (claims[kind] ?? plain) !== plain && Math.floor(span[0]) === cell;
    });
    const words = first ? sayWord("kind", this.data.rows[first].kind) : "";
    return words.charAt(0).toLocaleUpperCase(spoken.code) + words.slice(1);
  }

  /** @param {number} width the bar's, in pixels */
  fit(width) {
    if (width === this.width) return;
    this.width = width;
    this.measure();
    this.layOut();
  }

  /** The clock shows a day: its own words are there, whichever give way. @param {number} cell */
  show(cell) {
    if (cell === this.cell) return;
    this.cell = cell;
    this.layOut();
  }

  /** How wide captions are and where they may begin on a bar of this width. */
  measure() {
    for (const caption of this.captions) {
      caption.wide = Math.min(widthOf(caption.words, FACE), this.width);
      caption.starts = this.startsOf(caption);
    }
  }

  layOut() {
    if (!this.width) return;
    const now = this.captions.filter(({ cell }) => cell === this.cell);
    const ordered = [...now, ...this.captions.filter(({ cell }) => cell !== this.cell)];
    // The day's own words stand where most others keep their room.
    const tried = (now.length ? now[0].starts : [0]).map((start) => this.roomFor(ordered, now.length ? start : null));
    const best = tried.reduce((a, b) => (b.size > a.size ? b : a));
    for (const caption of ordered) {
      const left = best.get(caption);
      hide(caption.node, left === undefined);
      caption.node.classList.toggle("is-now", caption.cell === this.cell);
      if (left !== undefined) caption.node.style.transform = `translateX(${isMirrored() ? -left : left}px)`;
    }
  }

  /** Where a caption may begin, in pixels from the bar's start: over the middle of its day, from its beginning on, up to its end. @param {Caption} caption */
  startsOf({ wide, cell }) {
    const day = this.width / this.data.days.length;
    return [(cell + 0.5) * day - wide / 2, cell * day, (cell + 1) * day - wide]
      .map((start) => Math.round(Math.max(0, Math.min(start, this.width - wide))));
  }

  /** Where those captions begin that have room, in their order. @param {Caption[]} ordered @param {number | null} first where the first one is to begin */
  roomFor(ordered, first) {
    /** @type {Map<Caption, number>} */
    const lefts = new Map();
    /** @type {[number, number][]} */
    const taken = [];
    ordered.forEach((caption, number) => {
      const { wide } = caption;
      const starts = number === 0 && first !== null ? [first] : caption.starts;
      const left = starts.find((start) =>
        taken.every(([from, to]) => start >= to + APART || start + wide + APART <= from));
      if (left === undefined) return;
      taken.push([left, left + wide]);
      lefts.set(caption, left);
    });
    return lefts;
  }
}
