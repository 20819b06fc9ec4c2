// @ts-check
// Where the names over a profile stand: in rows, with leaders down to the ground that cross nothing.

import { clamp } from "./numbers.js";

const FLAG_GAP = 7;
const MAX_FLAG_TRIES = 40_000;

/**
 * @typedef {{x: number, width: number, weight: number}} Flag a name, and where its leader goes down
 * @typedef {{row: number, left: number, right: number, x: number}} Spot row 0 is the lowest
 */

/**
 * A spot for each name, or null for one that has to go: as much weight as fits into the rows.
 * @param {Flag[]} flags
 * @param {number} rows
 * @param {[number, number]} edges between which names may stand
 * @returns {(Spot | null)[]}
 */
export function placeFlags(flags, rows, edges) {
  // From both edges inwards and from the top down: then names seldom stand in each other's way.
  const middle = (edges[0] + edges[1]) / 2;
  const order = flags.map((_, number) => number)
    .sort((a, b) => Math.abs(flags[b].x - middle) - Math.abs(flags[a].x - middle));
  /** @type {(Spot | null)[]} */
  const spots = flags.map(() => null);
  let best = { weight: -1, spots: [...spots] };
  let tries = 0;
  const visit = (/** @type {number} */ depth, /** @type {number} */ weight) => {
    const left = order.slice(depth).reduce((sum, number) => sum + flags[number].weight, 0);
    if (weight + left <= best.weight || tries > MAX_FLAG_TRIES) return;
    if (depth === order.length) {
      best = { weight, spots: [...spots] };
      return;
    }
    const number = order[depth];
    for (const spot of spotsFor(flags[number], rows, edges)) {
      tries += 1;
      if (!spots.every((other) => other === null || areApart(spot, other))) continue;
      spots[number] = spot;
      visit(depth + 1, weight + flags[number].weight);
      spots[number] = null;
    }
    visit(depth + 1, weight);
  };
  visit(0, 0);
  return best.spots;
}

/** @param {Flag} flag @param {number} rows @param {[number, number]} edges @returns {Spot[]} */
function spotsFor({ x, width }, rows, [first, last]) {
  if (width > last - first) return [];
  const outwards = x < (first + last) / 2 ? [x, x - width] : [x - width, x];
  const lefts = [x - width / 2, ...outwards].map((left) => clamp(left, first, last - width));
  return Array.from({ length: rows }, (_, number) =>
    [...new Set(lefts)].map((left) => ({ row: rows - 1 - number, left, right: left + width, x })),
  ).flat();
}

/** Whether two names lie apart, and no leader goes through the other name. @param {Spot} one @param {Spot} other */
function areApart(one, other) {
  if (one.row === other.row) {
    return one.right + FLAG_GAP <= other.left || other.right + FLAG_GAP <= one.left;
  }
  const [upper, lower] = one.row > other.row ? [one, other] : [other, one];
  return upper.x < lower.left - 3 || upper.x > lower.right + 3;
}
