// @ts-check
// The day in words: headline, claims with their evidence, where each force stood.

import { holds, isSureOn } from "../core/sure.js";
import { sayBasis } from "../core/basis.js";
import { isToldBy } from "../core/payload.js";
import { saySums, seriesWords } from "../core/quantities.js";
import { say, sayWord, spoken } from "../core/words.js";
import { button, drawing, element, heldIn, putIn } from "../ui/elements.js";
import { prefersStill } from "../ui/motion.js";
import { certaintySign, forceKindSign, pictogram } from "../ui/signs.js";
import { mediaList, mediaOf } from "./media.js";
import { Page } from "./pages.js";
import { questionItem } from "./questions.js";
import { passageItem } from "./sources.js";

/** @import { DayIndex, Told } from "../core/days.js" */
/** @import { Payload, Question, Row, Telling, ToldDay } from "../core/payload.js" */

/** Whether the list of a claim already says "undated"; when it is told, if otherwise than the row. @typedef {{short?: boolean, when?: string, isNew?: boolean}} ToldSo */

const FIRST_UNDATED = 3;
/** The sums of so many days stand before the claims, those of more after them. */
const SHORT_WINDOW = 9;
/** So many claims of a long list stand there at once. */
const CLAIMS_AT_ONCE = 50;
/** So many claims may stand before one that is chosen. */
const MOST_BEFORE = 500;
/** Of a long list those that are seen at first are there at once, the others a moment later. */
const CLAIMS_SEEN = 16;
const UNSEEN_MS = 140;

export class Story extends Page {
  /**
   * @param {Payload} data
   * @param {DayIndex} index what is told of a day, or of a window that ends with it
   * @param {(id: string) => void} choose called when the reader opens or closes a claim
   * @param {() => void} read begins the story in steps
   * @param {HTMLElement} aside what stands between the day's text and its claims
   */
  constructor(data, index, choose, read, aside) {
    super(data, "day");
    this.index = index;
    this.aside = aside;
    this.filter = index.filter;
    this.choose = choose;
    this.read = read;
    this.selected = "";
    this.showsAll = false;
    /** @type {Map<string, number>} how many claims of each long list are shown, where more than a page */
    this.pages = new Map();
    /** @type {Map<string, HTMLElement>} the lists of what is told of no day, closed */
    this.folds = new Map();
    /** @type {(() => void)[]} what puts those claims there that are not seen at first */
    this.unseen = [];
    this.later = 0;
    /** @type {Map<string, HTMLElement>} closed claims of the days beside this one, by day and name */
    this.ready = new Map();
    this.cell = -1;
    this.head = element("header", "cm-story-head");
    this.list = element("div", "cm-lists");
    this.root.append(this.head, this.list);
  }

  /** Tell one account, or two next to each other. @param {string[]} accounts */
  tell(accounts) {
    this.accounts = accounts;
    this.cell = -1;
    this.folds.clear();
    this.ready.clear();
  }

  /** Make the claims of days to come that are seen at first. @param {number[]} cells */
  prepare(cells) {
    this.ready = new Map(cells.flatMap((cell) => {
      const names = this.within(cell).flatMap(({ dated }) => this.shown(dated).slice(0, CLAIMS_SEEN));
      return [...new Set(names)].map((name) => {
        const key = this.keyOf(name, cell);
        return [key, this.ready.get(key) ?? this.makeClaim(name, cell, false)];
      });
    }));
  }

  /** A claim as it is told on a day, or in the window that ends with it. @param {string} name @param {number} cell */
  keyOf(name, cell) {
    return `${this.index.firstOf(cell)} ${cell} ${name}`;
  }

  /** @returns {Telling[]} */
  get tellings() {
    return this.accounts.map((account) => this.data.tellings[account]);
  }

  /** Show a day, with a claim open; one that is not told of this day stays closed. @param {number} cell @param {string} id */
  show(cell, id) {
    const isOther = id !== this.selected;
    if (cell === this.cell && !isOther) return;
    const had = heldIn(this.root);
    const before = this.selected;
    this.selected = id;
    if (cell !== this.cell) this.drawDay(cell);
    else this.drawList();
    const row = isOther ? id || before : had?.closest("[data-row]")?.getAttribute("data-row");
    const item = row ? this.list.querySelector(`[data-row="${CSS.escape(row)}"]`) : null;
    if (had && had !== document.activeElement) this.holdAgain(had, item);
    if (id && isOther) item?.scrollIntoView({ block: "nearest", behavior: prefersStill() ? "auto" : "smooth" });
  }

  /** Give the keyboard to what had it, else to the same claim, else to the page. @param {HTMLElement} had @param {Element | null} item */
  holdAgain(had, item) {
    const next = had.isConnected ? had : item?.querySelector("button") ?? this.root;
    next.focus({ preventScroll: true });
  }

  /** @param {number} cell */
  drawDay(cell) {
    this.cell = cell;
    this.showsAll = false;
    this.pages.clear();
    this.drawHead();
    this.drawList();
    this.toTop();
  }

  drawHead() {
    const day = this.data.days[this.cell];
    const heads = this.tellings.map((telling, number) => {
      const told = telling.days[this.cell];
      const teller = this.accounts.length > 1 ? this.teller(number) : null;
      const headline = told.headline || (isSilent(told) ? say("day.none") : telling.title);
      return element("div", "cm-told", [
        teller, headline ? this.quote("h2", "cm-headline", headline) : null,
        told.text ? this.quote("p", "cm-text", told.text) : null,
      ]);
    });
    this.head.replaceChildren(
      element("p", "cm-date", day.label),
      element("p", "cm-calendar", day.second),
      element("div", "cm-tellings", heads),
      this.steps(),
      this.untranslated(),
    );
    this.root.classList.toggle("is-compared", heads.length > 1);
  }

  /** The way to the same in steps. */
  steps() {
    const count = this.data.steps.length;
    return count > 1 ? button("cm-quiet cm-read", say("steps.read", { count }), "", this.read) : "";
  }

  /** That the author's texts are in another language, where all of them are; one alone has a sign. */
  untranslated() {
    const { language } = this.data.campaign;
    if (!language || spoken.texts.size || language.split("-")[0] === spoken.code) return "";
    const name = new Intl.DisplayNames([spoken.code], { type: "language" }).of(language) ?? language;
    return element("p", "cm-untranslated", say("language.untranslated", { language: name }));
  }

  /** @param {number} number which of the compared accounts */
  teller(number) {
    const { title } = this.tellings[number];
    return element("p", "cm-teller-name", [
      element("span", "cm-letter", "AB"[number]), document.createTextNode(" "), this.quote("bdi", "", title),
    ]);
  }

  /** The rest of long lists. */
  complete() {
    window.clearTimeout(this.later);
    for (const append of this.unseen.splice(0)) append();
  }

  drawList() {
    this.unseen = [];
    window.clearTimeout(this.later);
    this.fillList();
    if (this.unseen.length) this.later = window.setTimeout(() => this.complete(), UNSEEN_MS);
  }

  fillList() {
    const first = this.edge(0);
    const last = this.edge(this.data.days.length - 1);
    const told = this.tellings.map((telling) => telling.days[this.cell]);
    const within = this.within();
    const union = (/** @type {(telling: Telling) => string[]} */ pick) =>
      [...new Set(this.tellings.flatMap(pick))];
    putIn(
      this.list,
      [
        this.values(),
        this.disagreements(),
        ...(this.daysTogether <= SHORT_WINDOW ? [this.daily()] : []),
        ...within.map((day, number) => this.dated(this.shown(day.dated), number)),
        this.aside,
        this.undated(this.shown([...new Set(within.flatMap((day) => day.undated))])),
        this.hiddenOnes(within),
        ...(this.daysTogether > SHORT_WINDOW ? [this.daily()] : []),
        ...told.map((day, number) => this.areas(day, number)),
        ...told.map((day, number) => this.forces(day, number)),
        ...told.map((day, number) => this.control(day, number)),
        this.folded("story.before", first, union((telling) => telling.before)),
        this.folded("story.after", last, union((telling) => telling.after)),
      ].filter((node) => node !== null),
    );
  }

  /** What each account tells of a day, or of the window that ends with it. */
  within(cell = this.cell) {
    return this.accounts.map((account) => this.index.within(account, cell));
  }

  get daysTogether() {
    return this.cell - this.index.firstOf(this.cell) + 1;
  }

  get isWindow() {
    return this.daysTogether > 1;
  }

  /** How much is told of each day of the window. */
  daily() {
    if (!this.isWindow) return null;
    const first = this.index.firstOf(this.cell);
    const cells = this.data.days.slice(first, this.cell + 1).map((_, number) => first + number);
    return this.facts(say("window.by-day"), cells, (cell) => element("li", "cm-window-day", [
      element("b", "", this.data.days[cell].date), element("span", "", saySums(this.index.sums(this.accounts, cell, cell))),
    ]));
  }

  /** What the series say of this day. */
  values() {
    const values = seriesWords(this.data, this.cell);
    if (!values.length) return null;
    return element("ul", "cm-values", values.map(({ label, words }) =>
      element("li", "", [this.quote("b", "", label), document.createTextNode(`: ${words}`)]),
    ));
  }

  /** Those claims that the legend's filter leaves. @param {string[]} names */
  shown(names) {
    return names.filter((name) => this.filter.shows(this.data.rows[name]));
  }

  /** @param {Told[]} told */
  hiddenOnes(told) {
    const names = [...new Set(told.flatMap((day) => [...day.dated, ...day.undated]))];
    const hidden = names.length - this.shown(names).length;
    return hidden ? element("p", "cm-none", say("story.hidden", { count: hidden })) : null;
  }

  /** @param {number} number */
  edge(number) {
    return this.data.days[number].date;
  }

  /** What two compared accounts answer differently, where it touches this day. */
  disagreements() {
    if (this.accounts.length < 2) return null;
    const told = new Set(this.within().flatMap((day) => [...day.dated, ...day.undated]));
    const asked = Object.entries(this.data.questions).filter(([, { answers }]) => {
      const theirs = answers.filter(({ account }) => this.accounts.includes(account));
      const tellers = new Set(theirs.map(({ account }) => account));
      return tellers.size > 1 && theirs.some(({ row }) => told.has(row));
    });
    if (!asked.length) return null;
    // What is dated to this day by one of them comes before what only may fall on it.
    const dated = new Set(this.within().flatMap((day) => day.dated));
    const near = (/** @type {Question} */ { answers }) => answers.some(({ row }) => dated.has(row));
    asked.sort(([, a], [, b]) => Number(near(b)) - Number(near(a)));
    return element("section", "cm-group cm-contested", [
      element("h3", "", say("story.disagree")),
      ...asked.map(([id]) => this.question(id, this.accounts)),
    ]);
  }

  /** A question with its answers; only those of `only` where these are given. @param {string} id @param {string[] | null} only */
  question(id, only) {
    const asking = { heading: "h4", only, compared: this.accounts, choose: this.choose };
    return questionItem(this.data, id, asking);
  }

  /** @param {string[]} names @param {number} number which account */
  dated(names, number) {
    const title = this.accounts.length > 1 ? `${"AB"[number]} · ${this.tellings[number].title}` : say(this.isWindow ? "window.told" : "story.today");
    if (names.length) return this.section(title, "", names);
    const told = this.tellings[number].days[this.cell];
    if (this.accounts.length > 1 || told.headline || !isSilent(told)) return null;
    return element("p", "cm-none", say("day.none-account"));
  }

  /** @param {string[]} names */
  undated(names) {
    if (!names.length) return null;
    const chosen = names.indexOf(this.selected);
    const all = this.showsAll || names.length <= FIRST_UNDATED + 1 || chosen >= FIRST_UNDATED;
    const shown = all ? names : names.slice(0, FIRST_UNDATED);
    const section = this.section(
      say(this.accounts.length > 1 ? "story.undated-compared" : "story.undated"),
      say("story.inferred"), shown, true,
    );
    if (!all) {
      const rest = names.length - shown.length;
      section.append(
        button("cm-rest", say("story.more", { count: rest }), "", () => {
          this.showsAll = true;
          this.drawList();
          /** @type {HTMLElement} */ (this.list.querySelector(`[data-row="${names[FIRST_UNDATED]}"] button`))?.focus();
        }),
      );
    }
    return section;
  }

  /** @param {string} title @param {string} hint @param {string[]} names @param {boolean} [short] */
  section(title, hint, names, short = false) {
    return element("section", "cm-group", [
      element("h3", "", title),
      hint ? element("p", "cm-hint", hint) : null,
      ...this.paged(title, names, short),
    ]);
  }

  /** A list of claims, the first ones of very many with a button for the next. @param {string} key of the list @param {string[]} names @param {boolean} [short] */
  paged(key, names, short = false) {
    const chosen = names.indexOf(this.selected) + 1;
    const known = this.pages.get(key) ?? CLAIMS_AT_ONCE;
    const shown = Math.max(known, Math.ceil(chosen / CLAIMS_AT_ONCE) * CLAIMS_AT_ONCE);
    // What is chosen far down in a very long list stands there without all that comes before it.
    const from = shown > Math.max(known, MOST_BEFORE) ? shown - CLAIMS_AT_ONCE : 0;
    const isLong = names.length > shown;
    const seen = isLong && !chosen ? CLAIMS_SEEN : shown;
    const items = (/** @type {number} */ first, /** @type {number} */ end) =>
      names.slice(first, end).map((name) => this.claim(name, { short }));
    const list = element("ul", "cm-claims", items(from, seen));
    const rest = (/** @type {number} */ count, /** @type {number} */ left, /** @type {number} */ upTo, /** @type {number} */ goal) =>
      button("cm-rest", say("story.next", { count, left }), "", () => {
        this.pages.set(key, upTo);
        this.drawList();
        this.complete();
        /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-row="${CSS.escape(names[goal])}"] button`))?.focus();
      });
    const before = from ? [rest(from, from, shown, 0)] : [];
    if (!isLong) return [...before, list];
    if (seen < shown) this.unseen.push(() => list.append(...items(seen, shown)));
    const left = names.length - shown;
    return [...before, list, rest(Math.min(CLAIMS_AT_ONCE, left), left, shown + CLAIMS_AT_ONCE, shown)];
  }

  /**
   * A list of facts, the first ones of very many with a button for the next.
   * @template T @param {string} title @param {T[]} facts @param {(fact: T) => HTMLElement} item
   */
  facts(title, facts, item) {
    const shown = this.pages.get(title) ?? CLAIMS_AT_ONCE;
    const left = facts.length - shown;
    const next = left <= 0 ? null : button("cm-rest", say("story.next", { count: Math.min(CLAIMS_AT_ONCE, left), left }), "", () => {
      this.pages.set(title, shown + CLAIMS_AT_ONCE);
      this.drawList();
      const lists = [...this.list.querySelectorAll(".cm-facts")];
      const next = lists.find((one) => one.querySelector("h3")?.textContent === title)?.querySelectorAll("li")[shown];
      // The keyboard goes on where the next ones begin.
      next?.setAttribute("tabindex", "-1");
      /** @type {HTMLElement | undefined} */ (next)?.focus();
    });
    return element("section", "cm-group cm-facts", [
      element("h3", "", title), element("ul", "", facts.slice(0, shown).map(item)), next,
    ]);
  }

  /** @param {string} key @param {string} day @param {string[]} names */
  folded(key, day, names) {
    if (!names.length) return null;
    const isOpen = names.includes(this.selected) || this.pages.has(key);
    const make = () => element("details", "cm-group cm-folded", [
      element("summary", "", say(key, { day, count: names.length })), ...this.paged(key, names),
    ]);
    // What one account tells of no day is the same on all days.
    const isSame = this.accounts.length === 1 && names.length <= CLAIMS_AT_ONCE && !isOpen;
    const details = (isSame && this.folds.get(key)) || make();
    if (isSame) this.folds.set(key, details);
    details.toggleAttribute("open", isOpen);
    return details;
  }

  /** @param {string} name @param {ToldSo} [told] */
  claim(name, told = {}) {
    const isOpen = name === this.selected;
    const key = this.keyOf(name, this.cell);
    const ready = this.ready.get(key);
    if (!ready || isOpen || told.short || told.when !== undefined || told.isNew) return this.makeClaim(name, this.cell, isOpen, told);
    this.ready.delete(key);
    return ready;
  }

  /** @param {string} name @param {number} cell the day that it is told of @param {boolean} isOpen @param {ToldSo} [told] */
  makeClaim(name, cell, isOpen, { short = false, when = undefined, isNew = false } = {}) {
    const row = this.data.rows[name];
    const body = isOpen ? this.evidence(row, name) : null;
    const id = `cm-${name.replace("/", "-")}`;
    const attributes = { "aria-expanded": String(isOpen), ...(isOpen ? { "aria-controls": id } : {}) };
    if (body) body.id = id;
    const head = button("cm-claim-head", [
      this.sign(name, cell),
      element("span", "cm-claim-words", [
        element("span", "cm-claim-title", [
          short ? this.letter(row) : null, this.quote("bdi", "", row.title),
        ]),
        element("span", "cm-claim-when", [
          certaintySign(row.certainty),
          element("span", "", when ?? (short ? row.placed : row.when)),
          isNew ? element("span", "cm-new", say("story.new")) : null,
          row.questions.length ? element("span", "cm-chip", say("story.contested")) : null,
        ]),
      ]),
    ], "", () => this.choose(isOpen ? "" : name));
    for (const [key, value] of Object.entries(attributes)) head.setAttribute(key, value);
    // What only may be of this day shows its pictures once it is asked for.
    const media = short && !isOpen ? null : mediaList(this.data, mediaOf(this.data, [name]));
    const item = element("li", `cm-claim ${isOpen ? "is-open" : ""}`, [head, media, body]);
    item.dataset.row = name;
    return item;
  }

  /** Which of two compared accounts tells a claim that is listed for both. @param {Row} row */
  letter(row) {
    if (this.accounts.length < 2) return null;
    const letters = this.accounts.map((account, number) => (isToldBy(row, account) ? "AB"[number] : ""));
    return element("span", "cm-letter", letters.join(""));
  }

  /** @param {string} name @param {number} cell */
  sign(name, cell) {
    const row = this.data.rows[name];
    if (row.table === "events" || row.table === "areas") {
      const sign = pictogram(this.data, name, this.isSure(name, cell));
      delete sign.dataset.row;
      sign.removeAttribute("title");
      return sign;
    }
    const side = this.data.sides[row.side];
    const shape = drawing(side ? this.data.symbols.shapes[side.shape] : this.data.symbols.plain);
    const planned = row.mode && row.mode !== "actual";
    return element("span", `cm-shape cm-of-${row.side} ${planned ? "is-hollow" : ""}`, [shape]);
  }

  /** @param {string} name @param {number} cell */
  isSure(name, cell) {
    return this.within(cell).some(({ sure }) => holds(sure, name)) || isSureOn(this.data, this.tellings, cell, name);
  }

  /** @param {Row} row @param {string} name */
  evidence(row, name) {
    const leg = this.tellings.flatMap(({ legs }) => legs).find((one) => one.row === name);
    const basis = leg ? sayBasis(leg) : "";
    return element("div", "cm-claim-body", [
      row.summary ? this.quote("p", "", row.summary) : null,
      basis ? element("p", "cm-hint", basis) : null,
      row.radius ? element("p", "cm-hint", say("story.off", { km: row.radius })) : null,
      row.places.length ? element("p", "cm-where", this.places(row)) : null,
      row.strength ? element("p", "cm-where", [
        element("b", "", say("story.strength")), document.createTextNode(`: ${row.strength}`),
      ]) : null,
      element("h4", "", [
        document.createTextNode(say("story.who")),
        element("span", "cm-sure", sayWord("certainty", row.certainty)),
      ]),
      element("ul", "cm-passages", row.evidence.map((passage) => passageItem(this.data, passage))),
      row.evidence.length ? null : element("p", "cm-none", say("story.no-passage")),
      row.questions.length ? element("h4", "", say("story.contested-heading")) : null,
      ...row.questions.map((id) => this.question(id, null)),
    ]);
  }

  /** @param {Row} row */
  places(row) {
    const names = [...new Set(row.places)].map((id) => {
      const place = this.data.places[id];
      const { name } = place.called;
      // To who reads the native name the other one says nothing new.
      const native = name === place.name ? place.native : "";
      const radius = place.radius ? ` ${say("story.radius", { km: place.radius })}` : "";
      const doubt = place.at ? radius : ` ${say("story.not-located")}`;
      return element("span", "cm-place-name", [
        element("bdi", "", name),
        document.createTextNode(" "),
        native ? element("bdi", "", native) : null,
        element("span", "cm-doubt", doubt),
      ]);
    });
    return names.flatMap((name, number) => (number ? [document.createTextNode(" · "), name] : [name]));
  }

  /** @param {string} title @param {number} number which account */
  titled(title, number) {
    return this.accounts.length > 1 ? `${"AB"[number]} · ${title}` : title;
  }

  /** The fronts and areas at the day's end, each with the day that its line is of. @param {ToldDay} told @param {number} number which account */
  areas(told, number) {
    const shown = told.areas.filter(({ row }) => this.filter.shows(this.data.rows[row]));
    if (!shown.length) return null;
    return element("section", "cm-group cm-fronts", [
      element("h3", "", this.titled(say("story.areas"), number)),
      element("ul", "cm-claims", shown.map(({ row, outline, changed }) => {
        const { statedOn, when } = this.data.rows[row];
        return this.claim(row, { when: statedOn?.[outline] || when, isNew: changed });
      })),
    ]);
  }

  /** @param {ToldDay} told @param {number} number which account */
  forces(told, number) {
    const shown = told.forces.filter(({ force }) => this.filter.showsForce(force));
    if (!shown.length) return null;
    return this.facts(this.titled(say("story.end"), number), shown, ({ force, text }) => {
      const { label, side, kind } = this.data.forces[force];
      const shape = drawing(this.data.symbols.shapes[this.data.sides[side].shape]);
      return element("li", "has-shape", [
        element("span", `cm-shape cm-of-${side}`, [shape]),
        element("span", "", [
          this.quote("b", "", label), forceKindSign(this.data, kind), element("bdi", "", text),
        ]),
      ]);
    });
  }

  /** @param {ToldDay} told @param {number} number which account */
  control(told, number) {
    if (!told.control.length) return null;
    return this.facts(this.titled(say("story.control"), number), told.control, ({ text, changed }) =>
      element("li", changed ? "is-new" : "", [
        element("bdi", "", text), changed ? element("span", "cm-new", say("story.new")) : null,
      ]),
    );
  }

  /** Put the keyboard on the day's first claim. */
  enter() {
    /** @type {HTMLElement} */ (this.list.querySelector(".cm-claim-head") ?? this.root).focus();
  }
}

/** Whether nothing is dated to a day: no claim, no line of an area. @param {ToldDay} told */
function isSilent({ dated, areas }) {
  return !dated.length && !areas.some(({ changed }) => changed);
}
