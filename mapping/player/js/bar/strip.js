// @ts-check
// What is told of when: under the headlines a row for each side, with a block for what it did and
// one for what it may have done. A block says what it is, and a press opens it. Where claims
// outnumber the pixels, how many there are of each day, as a picture of columns.

import { clamp } from "../core/numbers.js";
import { MOST_BLOCKS, countsByDay, namesIn } from "../core/unfold.js";
import { isMirrored, say, sayCount, sayWord } from "../core/words.js";
import { drawing, element } from "../ui/elements.js";

/** @import { Filter } from "../core/filter.js" */
/** @import { Payload, Row, Telling } from "../core/payload.js" */

/** So many sides have a row of their own; the others share the last one. */
const MOST_LANES = 6;
const COLUMNS_LANES = 3;
const COLUMNS_HEIGHT = 36;
/** Pixels over the highest column, for its number. */
const NUMBER_ROOM = 11;
/** A moment is drawn this wide, in days. */
const SHORTEST = 0.12;
const SUREST_FIRST = ["certain", "less-certain", "uncertain"];
const NO_SIDE = "nobody";

/**
 * What a side did, or may have done, in one span of time: the claims that fill just it.
 * @typedef {{side: string, from: number, to: number, isDated: boolean, names: string[], node: HTMLElement}} Block
 */

export class Strip {
  /**
   * @param {Payload} data
   * @param {Filter} filter
   * @param {{choose: (id: string) => void, point: (block: Block | null) => void}} acts what a press
   *   on a claim does, and the block that the pointer or the keyboard is on
   * @param {AbortSignal} signal ends what listens when another strip takes its place
   */
  constructor(data, filter, acts, signal) {
    this.data = data;
    this.filter = filter;
    this.acts = acts;
    /** @type {Block[]} row by row, from the first to the last */
    this.blocks = [];
    /** @type {Block | null} where the keyboard is */
    this.active = null;
    this.chosen = "";
    this.columns = /** @type {HTMLCanvasElement} */ (element("canvas", "cm-columns", "", { "aria-hidden": "true" }));
    this.most = element("span", "cm-columns-most", "", { "aria-hidden": "true" });
    this.root = element("div", "cm-strip");
    this.width = 0;
    /** @type {Telling[]} whose claims are counted; none where each is in a block */
    this.counted = [];
    this.listen();
    const scheme = new MutationObserver(() => this.drawColumns());
    scheme.observe(document.documentElement, { attributeFilter: ["data-scheme"] });
    signal.addEventListener("abort", () => scheme.disconnect());
  }

  /** As high as so many rows. */
  get lanes() {
    return this.counted.length ? COLUMNS_LANES : this.root.childElementCount;
  }

  listen() {
    this.root.addEventListener("pointerover", (event) => this.acts.point(this.blockAt(event.target)));
    this.root.addEventListener("pointerleave", () => this.acts.point(null));
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focus", () => this.goTo(this.active ?? this.blocks[0]));
    this.root.addEventListener("blur", () => this.acts.point(null));
  }

  /** The strip has so much room. @param {number} width */
  fit(width) {
    if (width === this.width) return;
    this.width = width;
    this.drawColumns();
  }

  /** @param {Telling[]} tellings */
  mark(tellings) {
    const names = [...new Set(tellings.flatMap((telling) => namesIn(telling)))];
    const isMany = names.length > MOST_BLOCKS;
    this.counted = isMany ? tellings : [];
    this.active = null;
    this.blocks = isMany ? [] : this.findBlocks(tellings, names);
    this.root.replaceChildren(...(isMany ? [this.columns, this.most] : this.makeLanes()));
    const isList = this.blocks.length > 0;
    for (const [name, value] of Object.entries({ role: "listbox", tabindex: "0", "aria-label": say("bar.claims"), "aria-orientation": "horizontal" })) {
      if (isList) this.root.setAttribute(name, value);
      else this.root.removeAttribute(name);
    }
    if (isMany) this.drawColumns();
    this.choose(this.chosen);
  }

  /** Claims of one side that fill the same span are one block. @param {Telling[]} tellings @param {string[]} names @returns {Block[]} */
  findBlocks(tellings, names) {
    const { rows, days } = this.data;
    const sure = new Set(tellings.flatMap((telling) => namesIn(telling, "sure")));
    /** @type {Map<string, Block>} */
    const blocks = new Map();
    for (const name of names.filter((one) => this.filter.shows(rows[one]))) {
      const { side, span } = rows[name];
      const isDated = sure.has(name);
      const from = clamp(span[0], 0, days.length - SHORTEST);
      const to = Math.min(Math.max(span[3], from + SHORTEST), days.length);
      const key = [side, from.toFixed(2), to.toFixed(2), isDated].join(" ");
      const block = blocks.get(key);
      if (block) block.names.push(name);
      else blocks.set(key, { side: side || NO_SIDE, from, to, isDated, names: [name], node: element("i") });
    }
    // Those that last long lie under those that do not.
    const all = [...blocks.values()].sort((a, b) => b.to - b.from - (a.to - a.from));
    all.forEach((block, number) => { block.node = this.draw(block, number); });
    return all;
  }

  /** @param {Block} block @param {number} number */
  draw({ side, from, to, isDated, names }, number) {
    const rows = names.map((name) => this.data.rows[name]);
    const sureness = SUREST_FIRST.find((word) => rows.some(({ certainty }) => certainty === word)) ?? "uncertain";
    const isContested = isDated && rows.some(({ questions }) => questions.length);
    const node = element("div", `cm-block cm-of-${side} is-${sureness} ${isDated ? "is-dated" : "is-undated"} ${isContested ? "is-contested" : ""}`, "", {
      id: `cm-block-${number}`, role: "option", "aria-selected": "false", "aria-label": this.sayBlock(rows),
    });
    const days = this.data.days.length;
    node.style.insetInlineStart = `${(from / days) * 100}%`;
    node.style.width = `${((to - from) / days) * 100}%`;
    return node;
  }

  /** @param {Row[]} rows */
  sayBlock(rows) {
    return rows.map(({ title, when, certainty }) => [title, when, sayWord("certainty", certainty)].join(", ")).join("; ");
  }

  /** The sides that have blocks, as the campaign names them. */
  sides() {
    const counts = new Map([...Object.keys(this.data.sides), NO_SIDE].map((side) => [side, 0]));
    for (const { side } of this.blocks) counts.set(side, (counts.get(side) ?? 0) + 1);
    return [...counts].filter(([, count]) => count).map(([side]) => side);
  }

  /** A row for each side, with its sign at the beginning. */
  makeLanes() {
    const sides = this.sides();
    const own = sides.length > MOST_LANES ? sides.slice(0, MOST_LANES - 1) : sides;
    const rest = sides.slice(own.length);
    const ordered = [...own.map((side) => [side]), ...(rest.length ? [rest] : [])];
    const lanes = ordered.map((names) => {
      const blocks = this.blocks.filter(({ side }) => names.includes(side));
      const [side] = names;
      const { shape = "" } = this.data.sides[side] ?? {};
      const sign = element("span", `cm-lane-side cm-of-${side}`, [drawing(this.data.symbols.shapes[shape] ?? this.data.symbols.plain)], { "aria-hidden": "true" });
      const words = names.map((one) => this.data.sides[one]?.name ?? say("control.nobody")).join(say("print.comma"));
      return element("div", "cm-lane", [names.length > 1 ? null : sign, ...blocks.map(({ node }) => node)], {
        role: "group", "aria-label": `${words} (${sayCount(blocks.length)})`,
      });
    });
    const order = new Map(ordered.flatMap((names, lane) => names.map((name) => [name, lane])));
    const laneOf = (/** @type {Block} */ { side }) => order.get(side) ?? 0;
    this.blocks.sort((a, b) => laneOf(a) - laneOf(b) || a.from - b.from || a.to - b.to);
    return lanes;
  }

  /** @param {EventTarget | null} target @returns {Block | null} */
  blockAt(target) {
    const node = /** @type {Element | null} */ (target)?.closest?.(".cm-block");
    return this.blocks.find((block) => block.node === node) ?? null;
  }

  /** Open a block's claim; where it stands for several, the one after the chosen. @param {Block} block */
  open({ names }) {
    this.acts.choose(names[(names.indexOf(this.chosen) + 1) % names.length]);
  }

  /** @param {string} id the claim that is open */
  choose(id) {
    this.chosen = id;
    for (const { node, names } of this.blocks) node.setAttribute("aria-selected", String(names.includes(id)));
  }

  /** @param {Block | undefined} block */
  goTo(block) {
    if (!block) return;
    this.active?.node.classList.remove("is-active");
    this.active = block;
    block.node.classList.add("is-active");
    this.root.setAttribute("aria-activedescendant", block.node.id);
    this.acts.point(block);
  }

  /** The arrows go along a row and from row to row, as they are seen. @param {KeyboardEvent} event */
  key(event) {
    const { blocks, active } = this;
    if (!active || event.altKey || event.ctrlKey || event.metaKey) return;
    const ahead = isMirrored() ? -1 : 1;
    const at = blocks.indexOf(active);
    const goals = /** @type {Record<string, () => Block | undefined>} */ ({
      ArrowRight: () => blocks[at + ahead], ArrowLeft: () => blocks[at - ahead],
      ArrowDown: () => this.across(1), ArrowUp: () => this.across(-1),
      Home: () => blocks[0], End: () => blocks.at(-1),
    });
    if (event.key === "Enter" || event.key === " ") this.open(active);
    else if (Object.hasOwn(goals, event.key)) this.goTo(goals[event.key]());
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The block of the next row that is nearest in time. @param {1 | -1} by */
  across(by) {
    const { active } = this;
    const lanes = [...this.root.children];
    if (!active) return undefined;
    const lane = lanes[lanes.indexOf(/** @type {Element} */ (active.node.parentElement)) + by];
    const there = this.blocks.filter(({ node }) => node.parentElement === lane);
    return there.sort((a, b) => Math.abs(a.from - active.from) - Math.abs(b.from - active.from))[0];
  }

  /** How many claims are dated to each day, by side. */
  drawColumns() {
    if (!this.counted.length || !this.width) return;
    const { rows } = this.data;
    const sideOf = (/** @type {string} */ name) => (this.filter.shows(rows[name]) ? rows[name].side : null);
    const days = this.data.days.map(() => /** @type {Map<string, number>} */ (new Map()));
    for (const telling of this.counted) {
      countsByDay(telling, sideOf).forEach((counts, day) => {
        for (const [side, count] of counts) days[day].set(side, (days[day].get(side) ?? 0) + count);
      });
    }
    const totals = days.map((counts) => [...counts.values()].reduce((sum, one) => sum + one, 0));
    const most = Math.max(1, ...totals);
    const dated = new Set(this.counted.flatMap((telling) => namesIn(telling, "dated")));
    const undated = new Set(this.counted.flatMap((telling) => namesIn(telling, "undated")).filter((name) => !dated.has(name)));
    this.most.textContent = [
      say("bar.most", { count: sayCount(most) }), undated.size ? say("bar.undated", { count: sayCount(undated.size) }) : "",
    ].filter(Boolean).join(" · ");
    const width = this.width / days.length;
    const pen = this.pen();
    const colours = new Map(["", ...Object.keys(this.data.sides)].map((side) => [side, this.colour(side)]));
    days.forEach((counts, day) => {
      let foot = COLUMNS_HEIGHT;
      for (const [side, count] of counts) {
        const high = (count / most) * (COLUMNS_HEIGHT - NUMBER_ROOM);
        pen.fillStyle = colours.get(side) ?? "";
        pen.fillRect(day * width + width * 0.06, foot - high, Math.max(width * 0.88, 0.5), high);
        foot -= high;
      }
    });
  }

  pen() {
    const sharp = window.devicePixelRatio || 1;
    this.columns.width = Math.round(this.width * sharp);
    this.columns.height = Math.round(COLUMNS_HEIGHT * sharp);
    const pen = /** @type {CanvasRenderingContext2D} */ (this.columns.getContext("2d"));
    pen.scale(sharp, sharp);
    return pen;
  }

  /** The style sheet's colour of a side. @param {string} side */
  colour(side) {
    const probe = element("i", `cm-dot-colour cm-of-${side || NO_SIDE}`);
    this.root.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }
}
