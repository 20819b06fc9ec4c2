// @ts-check
// Where a force is at a moment: the same rules as mapping/telling/timeline.py, on the same fixes.

/** @import { ControlSpan, Fix, Leg, Track } from "./payload.js" */

/**
 * The point of an animated way at a moment: [lat, lon, km].
 * @param {Fix[]} fixes
 * @param {number} time
 * @returns {[number, number, number]}
 */
export function pointAt(fixes, time) {
  let low = 0;
  let high = fixes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (/** @type {number} */ (fixes[middle][4]) <= time) low = middle;
    else high = middle - 1;
  }
  const before = fixes[low];
  const after = fixes[low + 1];
  if (!after || time <= /** @type {number} */ (before[4])) return [before[0], before[1], before[2]];
  const start = /** @type {number} */ (before[4]);
  const share = (time - start) / (/** @type {number} */ (after[4]) - start);
  return [
    before[0] + share * (after[0] - before[0]),
    before[1] + share * (after[1] - before[1]),
    before[2] + share * (after[2] - before[2]),
  ];
}

/**
 * The part of an animated way between two moments, as [lat, lon] points.
 * @param {Fix[]} fixes
 * @param {number} from
 * @param {number} to
 * @returns {[number, number][]}
 */
export function wayBetween(fixes, from, to) {
  const start = pointAt(fixes, from);
  const end = pointAt(fixes, to);
  const inner = fixes.filter((fix) => Number(fix[4]) > from && Number(fix[4]) < to);
  return [[start[0], start[1]], ...inner.map(onlyPlace), [end[0], end[1]]];
}

/** @param {Fix} fix @returns {[number, number]} */
export function onlyPlace(fix) {
  return [fix[0], fix[1]];
}

/**
 * Where a force is at a moment, or null when no place of it is known by then.
 * @param {Track} track
 * @param {Map<string, Leg>} legs
 * @param {number} time
 * @returns {{at: [number, number], km: number, leg: Leg | null} | null}
 */
export function positionAt(track, legs, time) {
  /** @type {{at: [number, number], km: number, leg: Leg | null} | null} */
  let here = track.stands ? { at: track.stands, km: 0, leg: null } : null;
  for (const name of track.legs) {
    const leg = /** @type {Leg} */ (legs.get(name));
    const last = leg.fixes[leg.fixes.length - 1];
    if (leg.animated && time >= Number(leg.fixes[0][4])) {
      const [lat, lon, km] = pointAt(leg.fixes, time);
      here = { at: [lat, lon], km, leg };
    } else if (!leg.animated && time >= leg.span[leg.fixes.length === 1 ? 0 : 3]) {
      here = { at: onlyPlace(last), km: last[2], leg };
    }
  }
  return here;
}

/**
 * Whether a force is on the map: "present", "perhaps", "ended" or "".
 * @param {Track} track
 * @param {number} time
 * @param {number} cell the day shown; a force that ended on it is still shown as ended
 */
export function presenceAt(track, time, cell) {
  const [first, sureFrom, , last] = track.appears;
  if (time <= first) return "";
  if (track.ends) {
    if (time === cell + 1 && cell < track.ends[3] && track.ends[3] <= cell + 1) return "ended";
    if (time > track.ends[3]) return "";
    if (time > track.ends[0]) return "perhaps";
  }
  return time >= Math.min(sureFrom, last) ? "present" : "perhaps";
}

/** @typedef {{side: string, sure: boolean, row: string}} Holder */

/**
 * Who holds a place at a moment: sides ("" is nobody), each for sure or perhaps.
 * @param {ControlSpan[]} control
 * @param {number} time
 * @returns {Map<string, Holder[]>}
 */
export function holdersAt(control, time) {
  const held = new Map();
  for (const one of control) {
    const [first, sureFrom, sureTo, last] = one.span;
    if (first < time && time <= last) {
      const sure = sureFrom <= time && time <= sureTo;
      if (!held.has(one.place)) held.set(one.place, []);
      held.get(one.place).push({ side: one.side, sure, row: one.row });
    }
  }
  return held;
}
