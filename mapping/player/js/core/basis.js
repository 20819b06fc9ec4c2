// @ts-check
// How a way's line is known: after a map, computed over the ground, or straight between points.

import { onlyPlace, pointAt } from "./tracks.js";
import { say } from "./words.js";

/** @import { Fix, Leg } from "./payload.js" */

const STRAIGHT = "schematic";
const BASES = [["mapped", "basis.mapped"], ["terrain", "basis.terrain"], [STRAIGHT, "basis.schematic"]];

/**
 * The straight stretches of an animated way, as far as it is covered at a moment.
 * @param {Leg} leg
 * @param {number} time
 * @returns {[number, number][][]}
 */
export function straightWays({ fixes, stretches }, time) {
  const covered = pointAt(fixes, time)[2];
  return stretches.flatMap(([basis, from, to]) =>
    basis === STRAIGHT && from < covered ? [wayOfKm(fixes, from, Math.min(to, covered))] : [],
  );
}

/** The part of a way between two km. @param {Fix[]} fixes @param {number} from @param {number} to @returns {[number, number][]} */
function wayOfKm(fixes, from, to) {
  const inner = fixes.filter(([, , km]) => km > from && km < to);
  return [placeAtKm(fixes, from), ...inner.map(onlyPlace), placeAtKm(fixes, to)];
}

/** @param {Fix[]} fixes @param {number} km @returns {[number, number]} */
function placeAtKm(fixes, km) {
  const next = fixes.findIndex((fix) => fix[2] >= km);
  if (next <= 0) return onlyPlace(fixes[next < 0 ? fixes.length - 1 : 0]);
  const [before, after] = [fixes[next - 1], fixes[next]];
  const share = (km - before[2]) / (after[2] - before[2]);
  return [before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1])];
}

/** How many km of a way's line are known in which manner; empty for a single point. @param {Leg} leg */
export function sayBasis({ stretches }) {
  const kinds = BASES.flatMap(([basis, key]) => {
    const km = stretches.reduce((sum, one) => sum + (one[0] === basis ? one[2] - one[1] : 0), 0);
    return km > 0.5 ? [say(key, { km: Math.round(km) })] : [];
  });
  return kinds.length ? say("basis.line", { parts: kinds.join(" · ") }) : "";
}
