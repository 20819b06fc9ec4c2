// @ts-check
// What is printed: while a step of the story is open, the story as a handout, one step a page; else a
// sheet with a small map and the claims of each day, then all answers, figures and sources. It is
// made when the browser is about to print, and taken away afterwards.

import { sayWindow, saySums } from "../core/quantities.js";
import { say, sayCount, sayNumber, sayWord, shown } from "../core/words.js";
import { drawing, element, firstItems, quoted } from "../ui/elements.js";
import { aboutParts, tellersPart } from "../panels/about.js";
import { chartsOf, figureChart } from "../panels/figures.js";
import { mediaOf, printedMedia } from "../panels/media.js";
import { questionItem } from "../panels/questions.js";
import { printedNames, printedSources } from "../panels/sources.js";
import { PrintGround } from "./ground.js";
import { printHandout } from "./handout.js";
import { PrintMap } from "./map.js";

/** @import { DayIndex } from "../core/days.js" */
/** @import { Payload } from "../core/payload.js" */

const MOST_PRINTED = 24;
/** So many claims and forces of one telling are printed in full, about fifty pages; of more the first ones of each list. */
const MOST_FACTS = 2000;
const FIRST_OF_A_LIST = 50;
/** So many questions, and so many charts. */
const MOST_ASKED = 100;
const OF_A_WINDOW = { width: 640, height: 420 };

export class Printing {
  /**
   * @param {any} map the Leaflet map, of which the ground is taken
   * @param {Payload} data
   * @param {DayIndex} index what is told of the days, as the reader's filter leaves it
   * @param {() => {account: string, compare: string, step: number, cell: number, isWindow: boolean}} getState
   *   whose tellings are shown, the step of the story that is open, and the last day of a window
   * @param {boolean} isFramed whether another page shows the player; what is printed then is that
   *   page, unless the reader asks for the sheet within the player
   * @param {AbortSignal} signal ends it
   */
  constructor(map, data, index, getState, isFramed, signal) {
    this.map = map;
    this.index = index;
    this.data = data;
    this.getState = getState;
    this.isFramed = isFramed;
    /** @type {HTMLElement | null} */
    this.sheet = null;
    this.scheme = document.documentElement.dataset.scheme;
    if (isFramed) return;
    window.addEventListener("beforeprint", () => this.lay(), { signal });
    window.addEventListener("afterprint", () => this.clear(), { signal });
    window.matchMedia("print").addEventListener("change", ({ matches }) => (matches ? this.lay() : this.clear()), { signal });
  }

  /** What prints; nothing within a page that may not let it. @returns {(() => void) | null} */
  get offer() {
    const isLet = !this.isFramed || document.documentElement.dataset.shell === "page";
    return isLet ? () => this.print() : null;
  }

  print() {
    if (!this.isFramed) {
      window.print();
      return;
    }
    this.lay();
    window.addEventListener("afterprint", () => this.clear(), { once: true });
    window.print();
  }

  /** Make the sheet, in light colours whatever the screen has. */
  lay() {
    if (this.sheet) return;
    this.scheme = document.documentElement.dataset.scheme;
    document.documentElement.dataset.scheme = "light";
    const { account, compare, step, cell, isWindow } = this.getState();
    const { index } = this;
    const ground = new PrintGround(this.map, index.filter.showsLayer("borders"));
    const accounts = compare ? [account, compare] : [account];
    /** @type {[number, number] | null} */
    const window = isWindow ? [index.firstOf(cell), cell] : null;
    this.sheet = step ? printHandout(this.data, ground, index, step) : printSheet(this.data, accounts, ground, index, window);
    document.body.append(this.sheet);
  }

  clear() {
    if (!this.sheet) return;
    this.sheet.remove();
    this.sheet = null;
    if (this.scheme) document.documentElement.dataset.scheme = this.scheme;
    else delete document.documentElement.dataset.scheme;
  }
}

/** @param {Payload} data @param {string[]} accounts @param {PrintGround} ground @param {DayIndex} index @param {[number, number] | null} window the first and the last day of one, where it is open */
function printSheet(data, accounts, ground, index, window) {
  const days = printedDays(data, accounts, window);
  const [first, last] = window ?? [0, data.days.length - 1];
  const { hidden } = index.sums(accounts, last, first);
  const asking = { heading: "h3", only: null, compared: [], choose: null };
  const questions = firstItems(Object.keys(data.questions), MOST_ASKED, (id) => questionItem(data, id, asking), "p");
  const charts = firstItems(chartsOf(data.figures), MOST_ASKED, (chart) => figureChart(data, chart, new Set()), "p");
  const tellings = accounts.map((account) => new PrintTelling(data, account, days, ground, index));
  const section = (/** @type {string} */ title, /** @type {string} */ classes, /** @type {Node[]} */ nodes) =>
    nodes.length ? element("section", `cm-print-part ${classes}`, [element("h2", "", title), ...nodes]) : null;
  return element("div", "cm-print", [
    printHead(data, accounts, days.length, last - first + 1, hidden),
    ...(window ? accounts.map((account) => printWindow(data, account, ground, index, window)) : []),
    ...tellings.flatMap((telling) => telling.sections(accounts.length > 1)),
    section(say("questions.title"), "cm-print-columns", questions),
    section(say("figures.title"), "cm-print-columns", charts),
    section(say("sources.title"), "cm-print-columns", [printedSources(data, tellings.flatMap(({ numbers }) => [...numbers.keys()]))]),
    element("section", "cm-print-part cm-print-columns", [tellersPart(data), ...aboutParts(data)]),
  ]);
}

/** The days of a window as one map, with the sums of what is told of them. @param {Payload} data @param {string} account @param {PrintGround} ground @param {DayIndex} index @param {[number, number]} window */
function printWindow(data, account, ground, index, [first, cell]) {
  const sums = index.sums([account], cell, first);
  const map = new PrintMap(data, account, cell, ground, new Map(), index, { first, size: OF_A_WINDOW });
  const drawn = map.draw();
  const sides = sums.sides.map(({ side, count }) => `${shown(data.sides[side]?.name ?? say("control.nobody"))} ${sayCount(count)}`);
  return element("article", "cm-print-day cm-print-window", [
    element("p", "cm-print-date", [element("b", "", sayWindow(data, first, cell)), element("span", "", data.tellings[account].teller)]),
    element("div", "cm-print-frame", [drawn]),
    ...map.counts().map((words) => element("p", "cm-print-note", words)),
    element("p", "cm-print-text", `${saySums(sums)}${say("print.semicolon")}${sides.join(say("print.comma"))}`),
  ]);
}

/** All days, or of many those of which something is told, at most so many; of a window only its own. @param {Payload} data @param {string[]} accounts @param {[number, number] | null} window @returns {number[]} */
function printedDays(data, accounts, window) {
  const all = data.days.map((_, cell) => cell).filter((cell) => !window || (cell >= window[0] && cell <= window[1]));
  if (all.length <= MOST_PRINTED) return all;
  const told = (/** @type {number} */ cell) => accounts.reduce((sum, account) => {
    const { dated, headline, areas } = data.tellings[account].days[cell];
    const stated = areas.filter(({ changed }) => changed);
    return sum + 2 * dated.length + stated.length + (headline ? 1 : 0);
  }, 0);
  const most = all.filter(told).sort((a, b) => told(b) - told(a)).slice(0, MOST_PRINTED);
  return most.sort((a, b) => a - b);
}

/** @param {Payload} data @param {string[]} accounts @param {number} count of printed days @param {number} all days that there were to print @param {number} hidden how many claims the filter leaves out */
function printHead(data, accounts, count, all, hidden) {
  const { title, subtitle, summary, language } = data.campaign;
  const sides = Object.entries(data.sides).map(([id, { name, shape }]) =>
    element("li", `cm-of-${id}`, [drawing(data.symbols.shapes[shape]), quoted("bdi", "", name, language)]));
  const sign = (/** @type {string} */ classes, /** @type {string} */ words) =>
    element("li", "", [element("span", `cm-print-number ${classes}`, sayNumber(1)), element("span", "", words)]);
  return element("header", "cm-print-head-of", [
    quoted("h1", "", title, language),
    subtitle ? quoted("p", "cm-print-subtitle", subtitle, language) : null,
    ...accounts.map((account) => element("p", "cm-print-teller", data.tellings[account].teller)),
    summary ? quoted("p", "cm-print-summary", summary, language) : null,
    count < all ? element("p", "cm-print-note", say("print.some-days", { count, all })) : null,
    hidden ? element("p", "cm-print-note", say("print.hidden", { count: hidden })) : null,
    element("ul", "cm-print-key", [...sides, sign("", say("print.dated")), sign("is-hollow", say("print.undated"))]),
  ]);
}

/** One account's telling on paper, its claims numbered from the first to the last. */
class PrintTelling {
  /** @param {Payload} data @param {string} account @param {number[]} cells the days @param {PrintGround} ground @param {DayIndex} index */
  constructor(data, account, cells, ground, index) {
    this.data = data;
    this.index = index;
    this.account = account;
    this.cells = cells;
    this.ground = ground;
    this.telling = data.tellings[account];
    const days = cells.map((cell) => this.telling.days[cell]);
    const asDated = new Set(this.shown(days.flatMap(({ dated }) => dated)));
    const undated = this.shown(days.flatMap((day) => day.undated)).filter((name) => !asDated.has(name));
    this.undated = [...new Set(undated)];
    this.before = this.shown(this.telling.before);
    this.after = this.shown(this.telling.after);
    const { before, after } = this;
    const told = days.reduce((sum, { dated, forces, control }) => sum + dated.length + forces.length + control.length, 0);
    /** So many of a list are printed. */
    this.most = told + before.length + after.length + this.undated.length > MOST_FACTS ? FIRST_OF_A_LIST : Infinity;
    const first = (/** @type {string[]} */ names) => names.slice(0, this.most);
    const printed = [...first(before), ...days.flatMap(({ dated }) => first(this.shown(dated))), ...first(this.undated), ...first(after)];
    this.numbers = new Map([...new Set(printed)].map((name, number) => [name, number + 1]));
  }

  /** Those claims that the filter leaves. @param {string[]} names */
  shown(names) {
    return names.filter((name) => this.index.filter.shows(this.data.rows[name]));
  }

  /** @param {boolean} isNamed whether it says whose telling it is @returns {Node[]} */
  sections(isNamed) {
    const { days, tellings } = this.data;
    const { before, after } = this;
    const edge = (/** @type {string} */ key, /** @type {number} */ day, /** @type {string[]} */ names) =>
      this.list(say(key, { day: days[day].date, count: names.length }), names);
    return [
      isNamed ? element("h2", "cm-print-account", tellings[this.account].teller) : null,
      edge("story.before", 0, before),
      ...this.cells.map((cell) => this.day(cell)),
      this.list(say("story.undated"), this.undated),
      edge("story.after", days.length - 1, after),
    ].filter((node) => node !== null);
  }

  /** @param {string} title @param {string[]} names */
  list(title, names) {
    if (!names.length) return null;
    return element("section", "cm-print-part", [element("h2", "", title), this.claims(names)]);
  }

  /** @param {number} cell */
  day(cell) {
    const { label, second } = this.data.days[cell];
    const { headline, text, forces, control, dated: allDated, undated: allUndated, areas: allAreas } = this.telling.days[cell];
    const [dated, undated] = [this.shown(allDated), this.shown(allUndated)];
    const areas = allAreas.filter(({ row }) => this.shown([row]).length);
    const { language } = this.data.campaign;
    const map = new PrintMap(this.data, this.account, cell, this.ground, this.numbers, this.index);
    const standing = forces.filter(({ force }) => this.index.filter.showsForce(force)).map((one) => `${shown(this.data.forces[one.force].label)} ${one.text}`);
    const held = control.map((one) => one.text);
    const fronts = areas.map((one) => {
      const { title, statedOn, when } = this.data.rows[one.row];
      return `${shown(title)} (${statedOn?.[one.outline] || when})`;
    });
    const perhaps = undated.map((name) => this.numbers.get(name)).map((number) => (number ? sayNumber(number) : ""));
    const drawn = map.draw();
    return element("article", "cm-print-day", [
      element("p", "cm-print-date", [element("b", "", label), element("span", "", second)]),
      element("div", "cm-print-frame", [drawn]),
      ...map.counts().map((words) => element("p", "cm-print-note", words)),
      headline || !dated.length ? quoted("h2", "", headline || say("day.none"), language) : null,
      text ? quoted("p", "cm-print-text", text, language) : null,
      dated.length ? this.claims(dated, cell) : null,
      printedMedia(this.data, mediaOf(this.data, dated.slice(0, this.most))),
      this.line(say("print.perhaps"), perhaps, say("print.comma")),
      this.line(say("story.end"), standing),
      this.line(say("story.areas"), fronts),
      this.line(say("story.control"), held),
    ], { "data-day": this.data.days[cell].day });
  }

  /** @param {string} title @param {string[]} all of a list; those without words are only counted @param {string} [between] */
  line(title, all, between = say("print.semicolon")) {
    if (!all.length) return null;
    const first = all.filter(Boolean).slice(0, this.most);
    const left = all.length - first.length;
    const words = [...first, ...(left ? [say("print.left", { count: left })] : [])].join(between);
    return element("p", "cm-print-line", [element("b", "", title), document.createTextNode(` ${words}`)]);
  }

  /** @param {string[]} names @param {number | null} [cell] */
  claims(names, cell = null) {
    return element("ul", "cm-print-claims", firstItems(names, this.most, (name) => this.claim(name, cell)));
  }

  /** One claim in a line: number, what, when, how sure, who says so. @param {string} name @param {number | null} cell of which day, if of one */
  claim(name, cell) {
    const row = this.data.rows[name];
    const { language } = this.data.campaign;
    const isSure = cell === null ? row.stated : this.telling.days[cell].sure.includes(name);
    const about = [row.placed, sayWord("certainty", row.certainty)];
    if (row.questions.length) about.push(say("story.contested"));
    return element("li", "", [
      element("span", `cm-print-number cm-of-${row.side || "nobody"} ${isSure ? "" : "is-hollow"}`, sayNumber(this.numbers.get(name) ?? 0)),
      element("span", "", [
        quoted("b", "", row.title, language), document.createTextNode(" "),
        element("span", "cm-print-about", about.join(" · ")), document.createTextNode(" "),
        quoted("span", "cm-print-source", printedNames(this.data, row, true), language),
      ]),
    ]);
  }
}
