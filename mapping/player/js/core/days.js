// @ts-check
// What is told of each day, for each account and as the reader's filter leaves it; found once. Where
// a window of days is open, a day stands for all days from the window's first to itself.

/** @import { Filter } from "./filter.js" */
/** @import { Payload, ToldDay } from "./payload.js" */

/** @typedef {{movements: number, events: number, undated: number, hidden: number, sides: {side: string, count: number}[]}} Sums */
/** The lists of a day, or of several together. @typedef {Pick<ToldDay, "dated" | "undated" | "sure">} Told */

/** So many days are remembered; who plays a long campaign comes back to few of them. */
const MOST_REMEMBERED = 96;

export class DayIndex {
  /** @param {Payload} data @param {Filter} filter */
  constructor(data, filter) {
    this.data = data;
    this.filter = filter;
    /** @type {Map<string, any>} */
    this.found = new Map();
    this.version = filter.version;
    /** The first day of the window; null where each day stands alone. @type {number | null} */
    this.begin = null;
  }

  /** The first of the days that are shown together with this one. @param {number} cell */
  firstOf(cell) {
    return Math.min(this.begin ?? cell, cell);
  }

  /** What an account tells of a day, or of its window: each claim once, dated where any day has it so. @param {string} account @param {number} cell @param {number} [first] of the days, where not the window's @returns {Told} */
  within(account, cell, first = this.firstOf(cell)) {
    const { days } = this.data.tellings[account];
    if (first === cell) return days[cell];
    return this.once(`within ${first} ${cell} ${account}`, () => toldTogether(days.slice(first, cell + 1)));
  }

  /** Everything told of a day and not filtered away, dated first. @param {string} account @param {number} cell @returns {string[]} */
  told(account, cell) {
    return this.once(`told ${this.firstOf(cell)} ${cell} ${account}`, () => {
      const { dated, undated } = this.within(account, cell);
      const { rows } = this.data;
      return [...dated, ...undated].filter((name) => this.filter.shows(rows[name]));
    });
  }

  /** The events of a day by their places, each once. @param {string[]} accounts @param {number} cell @returns {Map<string, string[]>} */
  eventsByPlace(accounts, cell) {
    return this.once(`places ${this.firstOf(cell)} ${cell} ${accounts.join(" ")}`, () => {
      /** @type {Map<string, string[]>} */
      const events = new Map();
      for (const name of new Set(accounts.flatMap((account) => this.told(account, cell)))) {
        const row = this.data.rows[name];
        if (row.table !== "events") continue;
        for (const place of new Set(row.places)) put(events, place, name);
      }
      return events;
    });
  }

  /** The claims of a day that are drawn at forces, by force. @param {string} account @param {number} cell @returns {Map<string, string[]>} */
  eventsByForce(account, cell) {
    return this.once(`forces ${this.firstOf(cell)} ${cell} ${account}`, () => {
      const { anchors } = this.data.tellings[account];
      return grouped(this.told(account, cell).filter((name) => anchors[name]), (name) => anchors[name]);
    });
  }

  /** The claims of a day by which somebody faces an enemy. @param {string} account @param {number} cell @returns {string[]} */
  facing(account, cell) {
    return this.once(`facing ${this.firstOf(cell)} ${cell} ${account}`, () =>
      this.told(account, cell).filter((name) => this.data.rows[name].faces && this.data.rows[name].table === "events"));
  }

  /**
   * How much is told of a day or its window, by all accounts that are shown: dated claims by table
   * and by side, and how many are undated or hidden.
   * @param {string[]} accounts @param {number} cell @param {number} [first] of the days, where not the window's
   * @returns {Sums}
   */
  sums(accounts, cell, first = this.firstOf(cell)) {
    return this.once(`sums ${first} ${cell} ${accounts.join(" ")}`, () => {
      const all = accounts.map((account) => this.within(account, cell, first));
      const dated = new Set(all.flatMap((told) => told.dated));
      const undated = new Set(all.flatMap((told) => told.undated).filter((name) => !dated.has(name)));
      const { rows } = this.data;
      const isShown = (/** @type {string} */ name) => this.filter.shows(rows[name]);
      const shown = [...dated].filter(isShown);
      const left = [...undated].filter(isShown).length;
      const count = (/** @type {string} */ table) => shown.filter((name) => rows[name].table === table).length;
      return {
        movements: count("movements"), events: count("events"), undated: left,
        hidden: dated.size + undated.size - shown.length - left,
        sides: [...grouped(shown, (name) => rows[name].side)].map(([side, { length }]) => ({ side, count: length })),
      };
    });
  }

  /** @template T @param {string} key @param {() => T} find @returns {T} */
  once(key, find) {
    if (this.version !== this.filter.version || this.found.size > MOST_REMEMBERED) {
      this.version = this.filter.version;
      this.found = new Map();
    }
    let found = this.found.get(key);
    if (found === undefined) this.found.set(key, (found = find()));
    return found;
  }
}

/** The lists of several days, each claim once. @param {ToldDay[]} days @returns {Told} */
function toldTogether(days) {
  const dated = new Set(days.flatMap((day) => day.dated));
  const undated = new Set(days.flatMap((day) => day.undated));
  return {
    dated: [...dated], undated: [...undated].filter((name) => !dated.has(name)),
    sure: [...new Set(days.flatMap((day) => day.sure))],
  };
}

/** @param {string[]} names @param {(name: string) => string} keyOf @returns {Map<string, string[]>} */
function grouped(names, keyOf) {
  const groups = new Map();
  for (const name of names) put(groups, keyOf(name), name);
  return groups;
}

/** @param {Map<string, string[]>} groups @param {string} key @param {string} name */
function put(groups, key, name) {
  const group = groups.get(key);
  if (group) group.push(name);
  else groups.set(key, [name]);
}
