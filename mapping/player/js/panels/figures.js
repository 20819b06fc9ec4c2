// @ts-check
// The numbers that the sources give, next to one another: one axis for what is alike, never more.

import { say, sayCount, sayNumber, shown } from "../core/words.js";
import { drawing, element, quoted } from "../ui/elements.js";
import { Page } from "./pages.js";
import { sourceLink } from "./sources.js";

/** @import { Figure, Payload } from "../core/payload.js" */

const MOST_TICKS = 3;
const OPEN_ARROW = "M2 12h18M13 5l7 7-7 7";
const ROUND_STEPS = [1, 2, 2.5, 5, 10];

/** @typedef {{topic: string, counted: string, unit: string, figures: Figure[]}} Chart */
/** @typedef {{from: number, to: number, ticks: number[]}} Axis */

/**
 * Figures that may stand on one axis: of one topic, one thing counted, one unit.
 * @param {Figure[]} figures
 * @returns {Chart[]}
 */
export function chartsOf(figures) {
  /** @type {Map<string, Chart>} */
  const charts = new Map();
  for (const figure of figures) {
    const { topic, counted, unit } = figure;
    const key = JSON.stringify([topic, counted, unit]);
    if (!charts.has(key)) charts.set(key, { topic, counted, unit, figures: [] });
    charts.get(key)?.figures.push(figure);
  }
  for (const chart of charts.values()) {
    chart.figures.sort((a, b) => a.low - b.low || a.high - b.high);
  }
  return [...charts.values()];
}

/**
 * An axis from zero that holds all figures, with round ticks.
 * @param {Figure[]} figures
 * @returns {Axis}
 */
function axisOf(figures) {
  const low = Math.min(0, ...figures.map((one) => one.low));
  const high = Math.max(0, ...figures.map((one) => one.high));
  const rough = (high - low || 1) / MOST_TICKS;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * (ROUND_STEPS.find((times) => times * unit >= rough) ?? 10);
  const [first, last] = [Math.floor(low / step), Math.floor(high / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, number) => (first + number) * step);
  // An open arrow needs room beyond the greatest number, and so does a dot that stands on it.
  const room = (high - ticks[0] || 1) * 0.12;
  return { from: ticks[0] - (first < 0 ? room : 0), to: high + room, ticks };
}

/** How far along an axis a number stands, in percent. @param {Axis} axis @param {number} value */
function alongAxis({ from, to }, value) {
  return ((value - from) / (to - from)) * 100;
}

/** What a figure says, in words. @param {Figure} figure */
function sayFigure({ low, high, bound, unit }) {
  const amount = low === high ? sayCount(low) : say("figure.range", { low: sayCount(low), high: sayCount(high) });
  const bounds = { over: say("figure.over", { amount }), under: say("figure.under", { amount }), about: say("figure.about", { amount }) };
  return `${/** @type {Record<string, string>} */ (bounds)[bound] ?? amount} ${shown(unit)}`;
}

/** What is counted, where topic and unit do not say it already. @param {Chart} chart */
function sayCounted({ topic, counted, unit }) {
  const said = `${topic} ${unit}`.toLowerCase();
  return said.includes(counted.toLowerCase()) ? "" : counted;
}

/**
 * The mark of one figure on its axis: a dot, a bar for a range, an open arrow for an open bound,
 * dashes about what is only about right.
 * @param {Figure} figure
 * @param {Axis} axis
 */
function figureMark({ low, high, bound }, axis) {
  const start = alongAxis(axis, Math.min(low, high));
  const end = alongAxis(axis, Math.max(low, high));
  const mark = element("span", `cm-figure-mark is-${bound} ${low === high ? "is-dot" : "is-range"}`);
  if (bound === "over" || bound === "under") mark.append(drawing(OPEN_ARROW));
  mark.style.insetInlineStart = `${start}%`;
  mark.style.inlineSize = `${end - start}%`;
  return mark;
}

/** The figures by topic and thing counted. */
export class FiguresPage extends Page {
  /** @param {Payload} data */
  constructor(data) {
    super(data, "figures");
  }

  get hasContent() {
    return this.data.figures.length > 0;
  }

  build() {
    const own = this.ownSources();
    const titles = this.accounts.map((account) => this.data.tellings[account].title).filter(Boolean);
    const whose = titles.length ? say("figures.own", { title: titles.map(shown).join(say("figures.and")) }) : "";
    this.root.replaceChildren(
      element("h2", "cm-page-title", say("figures.title")),
      element("p", "cm-lead", say("figures.lead")),
      this.key(whose),
      ...chartsOf(this.data.figures).map((chart) => figureChart(this.data, chart, own)),
    );
  }

  /** The sources that the claims of the told accounts rest on. @returns {Set<string>} */
  ownSources() {
    const rows = Object.values(this.data.rows).filter((row) => this.accounts.some((one) => row.accounts.includes(one)));
    return new Set(rows.flatMap((row) => row.evidence.map(({ source }) => source)));
  }

  /** What the marks mean. @param {string} whose */
  key(whose) {
    const entry = (/** @type {string} */ classes, /** @type {string} */ words) =>
      element("li", "", [
        element("span", "cm-figure-sample", [
          element("span", `cm-figure-mark ${classes}`, [/over|under/.test(classes) ? drawing(OPEN_ARROW) : null]),
        ]),
        element("span", "", words),
      ]);
    return element("ul", "cm-figure-key", [
      entry("is-dot is-exact", say("figures.dot")),
      entry("is-range is-exact", say("figures.range")),
      entry("is-dot is-over", say("figures.over")),
      entry("is-dot is-under", say("figures.under")),
      entry("is-dot is-about", say("figures.about")),
      whose ? entry("is-dot is-exact is-own", whose) : null,
    ]);
  }
}

/**
 * A chart as a table: who says what, and where that lies on the axis.
 * @param {Payload} data
 * @param {Chart} chart
 * @param {Set<string>} own sources of the account that is told, which stand out
 */
export function figureChart(data, chart, own) {
  const { language } = data.campaign;
  const axis = axisOf(chart.figures);
  const notes = chart.figures.map(({ note }) => note).filter(Boolean);
  const ticks = axis.ticks.map((tick) => {
    const node = element("span", "cm-tick", [element("span", "", sayCount(tick))]);
    node.style.insetInlineStart = `${alongAxis(axis, tick)}%`;
    return node;
  });
  /** @type {Node[]} */
  const caption = [quoted("span", "cm-figure-topic", chart.topic, language)];
  const counted = sayCounted(chart);
  if (counted) caption.push(document.createTextNode(" "), quoted("span", "cm-figure-counted", counted, language));
  const scale = element("div", "cm-scale", ticks, { "aria-hidden": "true" });
  const head = element("tr", "", [
    element("th", "", [element("span", "cm-unseen", say("figures.who"))], { scope: "col" }),
    element("th", "", [quoted("span", "cm-unit", chart.unit, language), scale], { scope: "col" }),
  ]);
  const rows = chart.figures.map((figure) => figureRow(data, figure, axis, own, notes));
  const table = element("table", "cm-figure-table", [
    element("caption", "", caption), element("thead", "", [head]), element("tbody", "", rows),
  ]);
  const footnotes = notes.map((note, number) =>
    element("li", "", [element("sup", "", sayNumber(number + 1)), document.createTextNode(" "), quoted("bdi", "", note, language)]));
  return element("figure", "cm-figure", [table, notes.length ? element("ul", "cm-footnotes", footnotes) : null]);
}

/** @param {Payload} data @param {Figure} figure @param {Axis} axis @param {Set<string>} own @param {string[]} notes */
function figureRow(data, figure, axis, own, notes) {
  const { language } = data.campaign;
  const source = data.sources[figure.source];
  const number = notes.indexOf(figure.note);
  const who = element("th", "cm-figure-who", [
    element("span", "cm-figure-says", [
      quoted("bdi", "", figure.label, language), number < 0 ? null : element("sup", "", sayNumber(number + 1)),
    ]),
    element("span", "cm-figure-source", [sourceLink(data, source)]),
    source.standpoint ? quoted("span", "cm-figure-source", source.standpoint, language) : null,
  ], { scope: "row" });
  const grid = axis.ticks.map((tick) => {
    const line = element("span", "cm-grid-line");
    line.style.insetInlineStart = `${alongAxis(axis, tick)}%`;
    return line;
  });
  return element("tr", own.has(figure.source) ? "is-own" : "", [who, element("td", "", [
    element("span", "cm-unseen", sayFigure(figure)),
    element("span", "cm-strip-of", [...grid, figureMark(figure, axis)], { "aria-hidden": "true" }),
  ])]);
}
