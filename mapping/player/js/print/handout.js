// @ts-check
// The story as a handout: one step a page, with a large map, its words and what it rests on; last the
// sources in full.

import { say, sayCount, sayNumber, sayWord } from "../core/words.js";
import { drawing, element, firstItems, quoted } from "../ui/elements.js";
import { mediaOf, printedMedia } from "../panels/media.js";
import { printedNames, printedSources } from "../panels/sources.js";
import { PrintMap } from "./map.js";

/** @import { DayIndex } from "../core/days.js" */
/** @import { Payload, Step } from "../core/payload.js" */
/** @import { PrintGround } from "./ground.js" */

/** So many steps are printed at once, and so many claims of one; a story may have thousands. */
const MOST_STEPS = 60;
const MOST_OF_A_STEP = 50;
/** Width and height of a page's one map, and of each of two, in pixels. */
const ONE = { width: 640, height: 420 };
const EACH = { width: 380, height: 400 };

/**
 * All steps; of very many those from the open one on.
 * @param {Payload} data @param {PrintGround} ground @param {DayIndex} index @param {number} open which step is, from 1
 */
export function printHandout(data, ground, index, open) {
  const all = data.steps.length;
  const from = all > MOST_STEPS ? Math.min(open - 1, all - MOST_STEPS) : 0;
  const printed = data.steps.slice(from, from + MOST_STEPS);
  const some = { first: sayCount(from + 1), last: sayCount(from + printed.length), count: sayCount(all) };
  return element("div", "cm-print cm-handout", [
    printed.length < all ? element("p", "cm-print-note", say("print.some-steps", some)) : null,
    ...printed.map((step, number) => stepPage(data, ground, index, step, from + number + 1)),
    lastPage(data, printed.flatMap(({ rows }) => rows.slice(0, MOST_OF_A_STEP))),
  ]);
}

/** @param {Payload} data @param {PrintGround} ground @param {DayIndex} index @param {Step} step @param {number} number */
function stepPage(data, ground, index, step, number) {
  const { language, title } = data.campaign;
  const [first, last] = step.cells.map((cell) => data.days[cell].label);
  const accounts = step.compare ? [step.account, step.compare] : [step.account];
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
  const numbers = new Map(rows.slice(0, MOST_OF_A_STEP).map((name, number) => [name, number + 1]));
  const map = new PrintMap(data, account, cells[1], ground, numbers, index, { size: isNamed ? EACH : ONE, view });
  const drawn = map.draw();
  return element("figure", "", [
    drawn, ...map.counts().map((words) => element("figcaption", "", words)), isNamed ? element("figcaption", "", data.tellings[account].teller) : null,
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
  return element("ol", "cm-print-claims", firstItems(rows, MOST_OF_A_STEP, (name, at) => {
    const row = data.rows[name];
    const who = printedNames(data, row, false);
    return element("li", "", [
      element("span", `cm-print-number cm-of-${row.side || "nobody"} ${row.stated ? "" : "is-hollow"}`, sayNumber(at + 1)),
      element("span", "", [
        quoted("b", "", row.title, language), document.createTextNode(" "),
        element("span", "cm-print-about", [row.when, sayWord("certainty", row.certainty)].join(" · ")), document.createTextNode(" "),
        who ? quoted("span", "cm-print-source", who, language) : null,
      ]),
    ]);
  }));
}

/** @param {Payload} data @param {string[]} rows that were printed */
function lastPage(data, rows) {
  const { licence, cite, language } = data.campaign;
  return element("section", "cm-handout-page cm-print-columns", [
    element("h2", "", say("sources.title")), printedSources(data, rows),
    licence ? quoted("p", "cm-print-note", licence, language) : null,
    cite ? quoted("p", "cm-print-note", cite, language) : null,
    element("p", "cm-print-note", data.credit, { dir: "auto" }),
  ]);
}
