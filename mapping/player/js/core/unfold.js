// @ts-check
// The lists of told days, as mapping/player/fold.py sends them: numbers of what stands once.

/** @import { Payload } from "./payload.js" */

const FOLDED = /** @type {const} */ (["dated", "undated", "sure", "forces", "control"]);

/** The payload with its days as the rest of the player knows them. @param {any} data @returns {Payload} */
export function unfold(data) {
  const told = [data, ...Object.values(data.languages)].map(({ tellings }) => Object.values(tellings));
  for (const { days, things } of told.flat()) {
    for (const day of days) {
      for (const list of FOLDED) {
        if (list in day) day[list] = day[list].map((/** @type {number} */ number) => ownCopy(things[number]));
      }
    }
  }
  return data;
}

/** Each day's own, as words are put into it. @param {any} thing */
function ownCopy(thing) {
  return typeof thing === "object" ? Object.assign(Object.create(null), thing) : thing;
}
