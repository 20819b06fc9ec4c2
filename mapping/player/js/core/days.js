// @ts-check
// What is told of each day, for each account and as the reader's filter leaves it; found once.

/** @import { Filter } from "./filter.js" */
/** @import { Payload } from "./payload.js" */

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
  }

  /** Everything told of a day and not filtered away, dated first. @param {string} account @param {number} cell @returns {string[]} */
  told(account, cell) {
    return this.once(`told ${cell} ${account}`, () => {
      const { dated, undated } = this.data.tellings[account].days[cell];
      const { rows } = this.data;
      return [...dated, ...undated].filter((name) => this.filter.shows(rows[name]));
    });
  }

  /** The events of a day by their places, each once. @param {string[]} accounts @param {number} cell @returns {Map<string, string[]>} */
  eventsByPlace(accounts, cell) {
    return this.once(`places ${cell} ${accounts.join(" ")}`, () => {
      /** @type {Map<string, string[]>} */
      const events = new Map();
      for (const name of new Set(accounts.flatMap((account) => this.told(account, cell)))) {
        const row = this.data.rows[name];
        if (row.table !== "events") continue;
        for (const place of new Set(row.places)) {
          const there = events.get(place);
          if (there) there.push(name);
          else events.set(place, [name]);
        }
      }
      return events;
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
