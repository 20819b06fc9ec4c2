// @ts-check
// What mapping/player/fold.py sends, unfolded: places and rows out of their columns, and the lists of
// told days, which hold numbers of what stands once. A day is unfolded when it is first asked for, so a
// long campaign opens as soon as a short one.

import { Table, readerOf } from "./columns.js";

/** @import { Columns, Reader, SentTable } from "./columns.js" */
/** @import { Outline, Payload, Telling, TellingWords } from "./payload.js" */

/** @typedef {"dated" | "undated" | "sure" | "forces" | "control" | "areas"} Listed */

/** One told day; its lists are made when they are asked for, its words as the language changes. */
class UnfoldedDay {
  /** @param {any} folded @param {any[]} things @param {any} telling @param {number} number */
  constructor(folded, things, telling, number) {
    this.folded = folded;
    this.things = things;
    this.telling = telling;
    this.number = number;
    this.headline = folded.headline;
    this.caption = folded.caption;
    this.text = folded.text;
    this.view = folded.view;
    /** @type {Partial<Record<Listed, any[]>>} */
    this.made = {};
    /** @type {TellingWords | undefined} in whose words forces and control are told */
    this.said = undefined;
  }

  get dated() {
    return this.list("dated");
  }

  get undated() {
    return this.list("undated");
  }

  get sure() {
    return this.list("sure");
  }

  get forces() {
    return this.told("forces");
  }

  get control() {
    return this.told("control");
  }

  get areas() {
    return this.list("areas");
  }

  /** @param {Listed} name */
  list(name) {
    this.made[name] ??= this.folded[name]?.map((/** @type {number} */ number) => ownCopy(this.things[number]));
    return this.made[name];
  }

  /** @param {"forces" | "control"} name */
  told(name) {
    const { words } = this.telling;
    if (words && words !== this.said) {
      this.said = words;
      for (const one of /** @type {const} */ (["forces", "control"])) {
        const texts = words.days[this.number][one];
        this.list(one)?.forEach((thing, at) => Object.assign(thing, { text: words.things[texts[at]] }));
      }
    }
    return this.list(name);
  }
}

/** The payload with its rows, places and days as the rest of the player knows them. @param {any} data @returns {Payload} */
export function unfold(data) {
  const tables = Object.entries(/** @type {Record<string, SentTable>} */ (data.rows));
  const names = tables.flatMap(([table, { ids }]) => ids.map((id) => `${table}/${id}`));
  const rows = tables.map(([table, sent]) => rowsOf(table, sent));
  const places = placesOf(data.places);
  data.tables = [...rows, places];
  data.rows = Object.create(null);
  rows.forEach((table, number) => table.fill(data.rows, `${tables[number][0]}/`));
  data.places = Object.create(null);
  places.fill(data.places, "");
  const named = (/** @type {number[]} */ numbers) => numbers.map((number) => names[number]);
  for (const step of data.steps) step.rows = named(step.rows);
  for (const telling of Object.values(data.tellings)) {
    telling.before = named(telling.before);
    telling.after = named(telling.after);
    telling.things = telling.things.map((/** @type {any} */ thing) => (typeof thing === "number" ? names[thing] : thing));
    telling.days = telling.days.map((/** @type {any} */ day, /** @type {number} */ number) =>
      new UnfoldedDay(day, telling.things, telling, number));
  }
  return data;
}

/** The rows of a table of claims. @param {string} name @param {SentTable} sent */
function rowsOf(name, sent) {
  /** @type {Record<string, Reader>} */
  const own = {
    table: () => name,
    when: (at) => table.said.when(at),
    placed: (at) => table.said.placed(at) ?? table.said.when(at),
  };
  if (!("title" in sent.columns)) own.title = (at) => table.said.title(at);
  else {
    for (const text of ["title", "summary"]) own[text] = textOf(sent, text, () => table.said);
    const [title, summary] = [readerOf(sent.columns.title), readerOf(sent.columns.summary)];
    own.authors = (at) => `${title(at)} ${summary(at)}`;
  }
  if (name === "movements") own.strength = (at) => table.said.strength(at);
  if (name === "areas") {
    own.outlines = outlinesOf(readerOf(sent.columns.outlines));
    own.statedOn = (at) => table.said.statedOn(at);
  }
  /** @type {Table} */
  const table = new Table(sent, own, ({ rows, texts }) => {
    const words = /** @type {Columns} */ (rows[name]);
    return { when: readerOf(words.when), placed: readerOf(words.placed), title: readerOf(words.title), strength: readerOf(words.strength), statedOn: readerOf(words.statedOn), texts: () => texts?.rows?.[name] };
  });
  return table;
}

/**
 * A text of records, in the language that is spoken where it has it.
 * @param {SentTable} sent @param {string} text @param {() => Record<string, Reader>} said @returns {Reader}
 */
function textOf({ ids, columns }, text, said) {
  const own = readerOf(columns[text]);
  return (at) => said().texts?.(at)?.[ids[at]]?.[text] ?? own(at);
}

/** The outlines of areas, each made once: what is drawn of it is found by it. @param {Reader} sent @returns {Reader} */
function outlinesOf(sent) {
  /** @type {Map<number, Outline[]>} */
  const made = new Map();
  return (at) => {
    let outlines = made.get(at);
    if (!outlines) {
      outlines = sent(at).map((/** @type {any[]} */ [span, closed, chains]) => ({ span, closed, chains }));
      made.set(at, /** @type {Outline[]} */ (outlines));
    }
    return outlines;
  };
}

/** @param {SentTable} sent */
function placesOf({ ids, columns: { lat, lon, ...columns } }) {
  const [north, east] = [readerOf(lat), readerOf(lon)];
  /** @type {Table} */
  const table = new Table({ ids, columns }, {
    at: (at) => (north(at) === null ? null : [north(at), east(at)]),
    called: (at) => table.said.called(at),
    note: textOf({ ids, columns }, "note", () => table.said),
  }, ({ places, texts }, { readers }) => ({
    called: (at) => places[ids[at]] ?? { name: readers.name(at), native: readers.native(at) },
    texts: () => texts?.places,
  }));
  return table;
}

/** Each day's own, as words are put into it. @param {any} thing */
function ownCopy(thing) {
  return typeof thing === "object" ? Object.assign(Object.create(null), thing) : thing;
}

/**
 * The names of all claims that are told of some day, in the order of the days; of one list where
 * it is named. No day is unfolded for it.
 * @param {Telling} telling @param {Listed} [list] @returns {string[]}
 */
export function namesIn({ days, things }, list) {
  const lists = list ? [list] : /** @type {const} */ (["dated", "undated"]);
  const seen = new Set();
  for (const { folded } of /** @type {any[]} */ (days)) {
    for (const one of lists) for (const number of folded[one]) seen.add(number);
  }
  return [...seen].map((number) => things[number]);
}

/** So many claims are told in the bar one by one, more by their numbers. */
export const MOST_BLOCKS = 600;

/** How many claims an account dates to each day, by their sides. @param {Telling} telling @param {(name: string) => string | null} sideOf null where it does not count @returns {Map<string, number>[]} */
export function countsByDay({ days, things }, sideOf) {
  const sides = things.map((thing) => (typeof thing === "string" ? sideOf(thing) : null));
  return /** @type {any[]} */ (days).map(({ folded }) => {
    const counts = new Map();
    for (const number of folded.dated) {
      const side = sides[number];
      if (side !== null) counts.set(side, (counts.get(side) ?? 0) + 1);
    }
    return counts;
  });
}
