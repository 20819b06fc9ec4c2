// @ts-check
// Who holds which place as time moves: of all places, those are looked at where something changes.

import { holdersAt } from "./tracks.js";

/** @import { ControlSpan } from "./payload.js" */
/** @import { Holder } from "./tracks.js" */

/** @type {Holder[]} */
const NOBODY = [];

export class Holding {
  /** @param {ControlSpan[]} control */
  constructor(control) {
    /** @type {Map<string, ControlSpan[]>} */
    this.byPlace = new Map();
    for (const one of control) {
      const there = this.byPlace.get(one.place);
      if (there) there.push(one);
      else this.byPlace.set(one.place, [one]);
    }
    /** @type {[number, string][]} each moment at which something may change, and where */
    this.edges = control.flatMap(({ span, place }) =>
      [...new Set(span)].map((time) => /** @type {[number, string]} */ ([time, place])));
    this.edges.sort(([a], [b]) => a - b);
    /** @type {Map<string, Holder[]>} the places that are held now */
    this.held = new Map();
    this.time = -Infinity;
  }

  /** Go to a moment. @param {number} time @returns {Set<string>} the places at which something may have changed */
  moveTo(time) {
    const [from, to] = time < this.time ? [time, this.time] : [this.time, time];
    const changed = new Set();
    if (from === to) return changed;
    this.time = time;
    for (let at = this.firstFrom(from); at < this.edges.length && this.edges[at][0] <= to; at += 1) {
      changed.add(this.edges[at][1]);
    }
    for (const place of changed) {
      const holders = holdersAt(this.byPlace.get(place) ?? [], time).get(place);
      if (holders) this.held.set(place, holders);
      else this.held.delete(place);
    }
    return changed;
  }

  /** @param {string} place */
  of(place) {
    return this.held.get(place) ?? NOBODY;
  }

  /** The number of the first edge that is not before a moment. @param {number} time */
  firstFrom(time) {
    let [low, high] = [0, this.edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.edges[middle][0] < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
