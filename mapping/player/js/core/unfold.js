// @ts-check
// The lists of told days, as mapping/player/fold.py sends them: numbers of what stands once. A day
// is unfolded when it is first asked for, so a long campaign opens as soon as a short one.

/** @import { Payload, Telling, TellingWords } from "./payload.js" */

/** @typedef {"dated" | "undated" | "sure" | "forces" | "control"} Listed */

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

/** The payload with its days as the rest of the player knows them. @param {any} data @returns {Payload} */
export function unfold(data) {
  for (const telling of Object.values(data.tellings)) {
    telling.days = telling.days.map((/** @type {any} */ day, /** @type {number} */ number) =>
      new UnfoldedDay(day, telling.things, telling, number));
  }
  return data;
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
