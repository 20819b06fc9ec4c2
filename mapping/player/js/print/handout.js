// @ts-check
// The story as a handout: one step a page, with a large map, its words and what it rests on; last the
// sources in full.

import { say, sayWord, spoken } from "../core/words.js";
import { drawing, element, quoted } from "../ui/elements.js";
import { mediaOf, printedMedia } from "../panels/media.js";
import { sourceList, sourceName } from "../panels/sources.js";
import { PrintMap } from "./map.js";

/** @import { DayIndex } from "../core/days.js" */
/** @import { Payload, Step } from "../core/payload.js" */
/** @import { PrintGround } from "./ground.js" */

/** Width and height of a page's one map, and of each of two, in pixels. */
const ONE = { width: 640, height: 420 };
const EACH = { width: 380, height: 400 };

/** @param {Payload} data @param {PrintGround} ground @param {DayIndex} index */
export function printHandout(data, ground, index) {
  return element("div", "cm-print cm-handout", [
    ...data.steps.map((step, number) => stepPage(data, ground, index, step, number + 1)),
    lastPage(data),
  ]);
}

/** @param {Payload} data @param {PrintGround} ground @param {DayIndex} index @param {Step} step @param {number} number */
function stepPage(data, ground, index, step, number) {
  const { language, title } = data.campaign;
  const [first, last] = step.cells.map((cell) => data.days[cell].label);
  const accounts = [step.account, step.compare].filter((account) => data.tellings[account]);
  return element("article", "cm-handout-page", [
    element("p", "cm-handout-head", [
      quoted("span", "", title, language),
      element("span", "", say("steps.count", { number, count: data.steps.length })),
    ]),
    step.headline ? quoted("h1", "", step.headline, language) : element("h1", "", say("steps.silent")),
    element("p", "cm-handout-days", first === last ? last : say("steps.days", { first, last })),
    step.text ? quoted("p", "cm-handout-text", step.text, language) : null,
    element("div", `cm-handout-maps ${accounts.length > 1 ? "is-two" : ""}`, accounts.map((account) =>
      stepMap(data, ground, index, step, account, accounts.length > 1))),
    sides(data),
    printedMedia(data, mediaOf(data, step.rows, number - 1)),
    claims(data, step),
  ], { "data-step": String(number) });
}

/** @param {Payload} data @param {PrintGround} ground @param {DayIndex} index @param {Step} step @param {string} account @param {boolean} isNamed */
function stepMap(data, ground, index, { cells, view, rows }, account, isNamed) {
  const numbers = new Map(rows.map((name, number) => [name, number + 1]));
  const map = new PrintMap(data, account, cells[1], ground, numbers, index, { size: isNamed ? EACH : ONE, view });
  return element("figure", "", [
    map.draw(), isNamed ? element("figcaption", "", data.tellings[account].teller) : null,
  ]);
}

/** @param {Payload} data */
function sides(data) {
  const { language } = data.campaign;
  return element("ul", "cm-print-key", Object.entries(data.sides).map(([id, { name, shape }]) =>
    element("li", `cm-of-${id}`, [drawing(data.symbols.shapes[shape]), quoted("bdi", "", name, language)])));
}

/** What the step rests on: each of its claims by its number on the map, when, how sure, and who says so. @param {Payload} data @param {Step} step */
function claims(data, step) {
  const rows = step.rows.filter((name) => data.rows[name]);
  if (!rows.length) return null;
  const { language } = data.campaign;
  const numbers = new Intl.NumberFormat(spoken.code);
  return element("ol", "cm-print-claims", rows.map((name, number) => {
    const row = data.rows[name];
    const who = [...new Set(row.evidence.map(({ source }) => sourceName(data.sources[source])))];
    return element("li", "", [
      element("span", `cm-print-number cm-of-${row.side || "nobody"} ${row.stated ? "" : "is-hollow"}`, numbers.format(number + 1)),
      element("span", "", [
        quoted("b", "", row.title, language), document.createTextNode(" "),
        element("span", "cm-print-about", [row.when, sayWord("certainty", row.certainty)].join(" · ")), document.createTextNode(" "),
        who.length ? quoted("span", "cm-print-source", who.join("; "), language) : null,
      ]),
    ]);
  }));
}

/** @param {Payload} data */
function lastPage(data) {
  const { licence, cite, language } = data.campaign;
  return element("section", "cm-handout-page cm-print-columns", [
    element("h2", "", say("sources.title")), sourceList(data),
    licence ? quoted("p", "cm-print-note", licence, language) : null,
    cite ? quoted("p", "cm-print-note", cite, language) : null,
    element("p", "cm-print-note", data.credit, { dir: "auto" }),
  ]);
}
