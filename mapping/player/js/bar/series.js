// @ts-check
// Quantities along the days: a small chart under the time bar, aligned with its days.

import { sayValue } from "../core/quantities.js";
import { isMirrored, say, sayCount } from "../core/words.js";
import { SVG, element, quoted } from "../ui/elements.js";

/** @import { Clock } from "../core/clock.js" */
/** @import { Payload, SeriesValue } from "../core/payload.js" */

const CHART_HEIGHT = 40;
/** Pixels of the chart from the top: the highest value, the lowest, and where numbers stand. */
const CHART_TOP = 5;
const CHART_FOOT = 24;

export class SeriesChart {
  /**
   * @param {Payload} data
   * @param {Clock} clock
   * @param {AbortSignal} signal ends what listens when another chart takes its place
   */
  constructor(data, clock, signal) {
    this.data = data;
    this.clock = clock;
    this.number = 0;
    this.cell = -1;
    this.width = 0;
    /** @type {{one: SeriesValue, node: HTMLElement}[]} */
    this.points = [];
    this.line = element("div", "cm-series-now");
    this.plot = element("div", "cm-series", "", { role: "img" });
    this.name = element("div", "cm-series-name", [this.chooser()]);
    this.plot.addEventListener("click", (event) => this.go(event));
    this.build();
    const room = new ResizeObserver(() => {
      // Read here alone: to ask for it at every step would make the browser lay out the page.
      this.width = this.plot.clientWidth;
      this.thin();
    });
    room.observe(this.plot);
    signal.addEventListener("abort", () => room.disconnect());
  }

  get series() {
    return this.data.series[this.number];
  }

  /** The quantity's name, or a choice of them where there are several. */
  chooser() {
    const { language } = this.data.campaign;
    const titles = this.data.series.map(({ label, unit }) => say("series.title", { label, unit }));
    if (titles.length === 1) return quoted("span", "", titles[0], language);
    const options = titles.map((title, at) => element("option", "", title, { value: String(at), dir: "auto" }));
    const list = /** @type {HTMLSelectElement} */ (element("select", "", options, { "aria-label": say("series.choose") }));
    list.addEventListener("change", () => {
      this.number = Number(list.value);
      this.build();
    });
    return list;
  }

  build() {
    const { values } = this.series;
    const placed = values.filter(({ time }) => time !== null);
    const numbers = placed.map(({ value }) => value);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const height = (/** @type {number} */ value) =>
      CHART_TOP + ((high - value) / (high - low || 1)) * (CHART_FOOT - CHART_TOP);
    this.points = placed.map((one) => this.point(one, height(one.value)));
    this.line = element("div", "cm-series-now");
    this.plot.replaceChildren(this.curve(placed, height), this.line, ...this.points.map(({ node }) => node));
    this.plot.setAttribute("aria-label", `${this.series.label}: ${values.map((one) => sayValue(this.data, this.series, one, true)).join("; ")}`);
    this.cell = -1;
    this.draw();
  }

  /** @param {SeriesValue[]} placed @param {(value: number) => number} height */
  curve(placed, height) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${this.data.days.length} ${CHART_HEIGHT}`);
    svg.setAttribute("preserveAspectRatio", "none");
    const line = document.createElementNS(SVG, "polyline");
    line.setAttribute("points", placed.map(({ time, value }) => `${time},${height(value)}`).join(" "));
    svg.append(line);
    return svg;
  }

  /** @param {SeriesValue} one @param {number} y */
  point(one, y) {
    const words = element("span", "cm-series-value", sayCount(one.value), { dir: "ltr" });
    const node = element("div", `cm-series-point ${one.between ? "is-undated" : ""}`, [
      element("i", "cm-series-dot"), element("i", "cm-series-drop"), words,
    ]);
    node.style.insetInlineStart = `${(Number(one.time) / this.data.days.length) * 100}%`;
    node.style.setProperty("--y", `${y}px`);
    node.title = sayValue(this.data, this.series, one, true);
    return { one, node };
  }

  /** Leave out numbers that would run into others: the chosen day's, the extremes, then in order. */
  thin() {
    const { width } = this;
    const numbers = this.points.map(({ one }) => one.value);
    const edges = [Math.min(...numbers), Math.max(...numbers)];
    const rank = (/** @type {SeriesValue} */ one) =>
      Math.floor(Number(one.time)) === this.cell ? 0 : edges.includes(one.value) ? 1 : 2;
    /** @type {[number, number][]} */
    const taken = [];
    for (const { one, node } of [...this.points].sort((a, b) => rank(a.one) - rank(b.one))) {
      const x = (Number(one.time) / this.data.days.length) * width;
      const half = (sayCount(one.value).length * 6.5) / 2 + 2;
      const isFree = taken.every(([from, to]) => x + half <= from || x - half >= to);
      if (isFree) taken.push([x - half, x + half]);
      node.classList.toggle("is-bare", !isFree);
    }
  }

  /** Mark the day that the clock shows. */
  draw() {
    const { cell, days } = this.clock;
    if (cell === this.cell) return;
    this.cell = cell;
    this.line.style.insetInlineStart = `${((cell + 0.5) / days) * 100}%`;
    for (const { one, node } of this.points) node.classList.toggle("is-now", Math.floor(Number(one.time)) === cell);
    this.thin();
  }

  /** To the day that was pressed. @param {MouseEvent} event */
  go(event) {
    const box = this.plot.getBoundingClientRect();
    const passed = isMirrored() ? box.right - event.clientX : event.clientX - box.left;
    this.clock.settle((passed / box.width) * this.clock.days);
  }
}
