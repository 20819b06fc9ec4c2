// @ts-check
// What is told of when, over the days of the time bar: a bar for each claim; where claims outnumber
// the pixels, how many there are of each day, as a picture of columns with its greatest number.

import { clamp } from "../core/numbers.js";
import { countsByDay, namesIn } from "../core/unfold.js";
import { say, sayCount } from "../core/words.js";
import { SVG, element } from "../ui/elements.js";

/** @import { Filter } from "../core/filter.js" */
/** @import { Payload, Row, Telling } from "../core/payload.js" */

const STRIP_HEIGHT = 36;
/** So many claims are drawn as a bar each. */
const MOST_BARS = 600;
/** Pixels over the highest column, for its number. */
const NUMBER_ROOM = 11;

export class Strip {
  /** @param {Payload} data @param {Filter} filter @param {AbortSignal} signal ends what listens when another strip takes its place */
  constructor(data, filter, signal) {
    this.data = data;
    this.filter = filter;
    this.bars = document.createElementNS(SVG, "svg");
    this.bars.setAttribute("class", "cm-strip");
    this.columns = /** @type {HTMLCanvasElement} */ (element("canvas", "cm-strip cm-columns"));
    this.most = element("span", "cm-columns-most");
    this.root = element("div", "cm-strips", [this.bars], { "aria-hidden": "true" });
    this.width = 0;
    /** @type {Telling[]} whose claims are counted; none where each is a bar */
    this.counted = [];
    const scheme = new MutationObserver(() => this.drawColumns());
    scheme.observe(document.documentElement, { attributeFilter: ["data-scheme"] });
    signal.addEventListener("abort", () => scheme.disconnect());
  }

  /** The strip has so much room. @param {number} width */
  fit(width) {
    if (width === this.width) return;
    this.width = width;
    this.drawColumns();
  }

  /** @param {Telling[]} tellings */
  mark(tellings) {
    const names = new Set(tellings.flatMap((telling) => namesIn(telling)));
    const isMany = names.size > MOST_BARS;
    this.counted = isMany ? tellings : [];
    this.root.replaceChildren(...(isMany ? [this.columns, this.most] : [this.bars]));
    this.bars.replaceChildren();
    if (isMany) this.drawColumns();
    else this.drawBars(tellings, [...names]);
  }

  /** A bar for each claim, faint where the moment is not known. @param {Telling[]} tellings @param {string[]} names */
  drawBars(tellings, names) {
    const rows = names.map((name) => this.data.rows[name]).filter((row) => this.filter.shows(row));
    const sure = new Set(tellings.flatMap((telling) => namesIn(telling, "sure")).map((name) => this.data.rows[name]));
    const isDated = (/** @type {Row} */ row) => sure.has(row);
    rows.sort((a, b) => Number(isDated(b)) - Number(isDated(a)) || a.span[0] - b.span[0]);
    this.bars.setAttribute("viewBox", `0 0 ${this.data.days.length} ${STRIP_HEIGHT}`);
    this.bars.setAttribute("preserveAspectRatio", "none");
    const dated = this.lanes(rows.filter(isDated));
    const undated = this.lanes(rows.filter((row) => !isDated(row)));
    // A dated lane is twice as high as an undated one; all of them fit into the strip.
    const unit = Math.min(2.4, STRIP_HEIGHT / Math.max(2 * dated.length + undated.length, 1));
    dated.forEach((lane, number) => this.drawLane(lane, (2 * number + 1) * unit, unit * 1.4, true));
    const start = 2 * dated.length * unit;
    undated.forEach((lane, number) => this.drawLane(lane, start + (number + 0.5) * unit, unit * 0.55, false));
  }

  /** Rows put into as few lanes as it takes for none to overlap. @param {Row[]} rows */
  lanes(rows) {
    /** @type {{end: number, bars: {row: Row, from: number, to: number}[]}[]} */
    const lanes = [];
    for (const row of rows) {
      const from = clamp(row.span[0], 0, this.data.days.length - 0.12);
      const to = Math.min(Math.max(row.span[3], from + 0.12), this.data.days.length);
      let lane = lanes.find(({ end }) => end <= from);
      if (!lane) lanes.push((lane = { end: 0, bars: [] }));
      lane.end = to;
      lane.bars.push({ row, from, to });
    }
    return lanes;
  }

  /** @param {{bars: {row: Row, from: number, to: number}[]}} lane @param {number} y @param {number} thick @param {boolean} dated */
  drawLane(lane, y, thick, dated) {
    for (const { row, from, to } of lane.bars) {
      const bar = this.bar(from, to, y, `cm-of-${row.side || "nobody"} ${dated ? "is-dated" : "is-undated"}`);
      this.bars.append(bar);
      bar.style.setProperty("--thick", `${Math.max(thick, 1)}px`);
      if (!row.questions.length || !dated) continue;
      // A short mark at its beginning says that a claim is contested.
      const mark = this.bar(from, from, y, "is-contested");
      mark.style.setProperty("--thick", `${Math.max(thick + 1.5, 3)}px`);
      this.bars.append(mark);
    }
  }

  /** @param {number} from @param {number} to @param {number} y @param {string} classes */
  bar(from, to, y, classes) {
    const line = document.createElementNS(SVG, "line");
    const inset = 0.06;
    line.setAttribute("x1", String(from + inset));
    line.setAttribute("x2", String(Math.max(to - inset, from + inset + 0.05)));
    line.setAttribute("y1", String(y));
    line.setAttribute("y2", String(y));
    line.setAttribute("class", classes);
    return line;
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
      let foot = STRIP_HEIGHT;
      for (const [side, count] of counts) {
        const high = (count / most) * (STRIP_HEIGHT - NUMBER_ROOM);
        pen.fillStyle = colours.get(side) ?? "";
        pen.fillRect(day * width + width * 0.06, foot - high, Math.max(width * 0.88, 0.5), high);
        foot -= high;
      }
    });
  }

  pen() {
    const sharp = window.devicePixelRatio || 1;
    this.columns.width = Math.round(this.width * sharp);
    this.columns.height = Math.round(STRIP_HEIGHT * sharp);
    const pen = /** @type {CanvasRenderingContext2D} */ (this.columns.getContext("2d"));
    pen.scale(sharp, sharp);
    return pen;
  }

  /** The style sheet's colour of a side. @param {string} side */
  colour(side) {
    const probe = element("i", `cm-dot-colour cm-of-${side || "nobody"}`);
    this.root.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }
}
