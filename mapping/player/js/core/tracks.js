// @ts-check
// Where a force is while time moves: shared out between what Python sends. How it is at a day's end
// stands in the payload.

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

/**
 * When an animated way has come so far, by the times shared out along it.
 * @param {Fix[]} fixes
 * @param {number} km
 */
function timeAtKm(fixes, km) {
  const after = fixes.findIndex((fix) => fix[2] >= km);
  if (after <= 0) return Number(fixes[after < 0 ? fixes.length - 1 : 0][4]);
  const [a, b] = [fixes[after - 1], fixes[after]];
  const share = (km - a[2]) / (b[2] - a[2]);
  return Number(a[4]) + share * (Number(b[4]) - Number(a[4]));
}

/**
 * How far a way reaches at a day's end: the least km and the most; null where it is not under way.
 * @param {Leg} leg
 * @param {number} cell
 * @returns {[number, number] | null}
 */
function reachOn(leg, cell) {
  const first = leg.reach[0]?.[0] ?? 0;
  const day = leg.reach[cell - first];
  return day ? [day[1], day[2]] : null;
}

/** Whether nobody says where on a way its force was at a moment. @param {Leg} leg @param {number} time */
export function isOpen(leg, time) {
  return leg.open.some(([from, to]) => from < time && time < to);
}

/**
 * The parts of an animated way at a moment, as times shared out along it: from `start` to `today` of
 * earlier days, to `upTo` of this one; from there to `ahead` its force may be anywhere.
 * @param {Leg} leg
 * @param {number} time
 * @param {number} cell
 * @param {number} [first] of the days that are shown together with this one
 */
export function partsOn(leg, time, cell, first = cell) {
  const { fixes } = leg;
  const start = Number(fixes[0][4]);
  const end = Number(fixes[fixes.length - 1][4]);
  const reach = time === cell + 1 ? reachOn(leg, cell) : null;
  const before = reachOn(leg, first - 1);
  const upTo = reach ? timeAtKm(fixes, reach[0]) : Math.min(time, end);
  const ahead = reach ? timeAtKm(fixes, reach[1]) : upTo;
  const today = before ? timeAtKm(fixes, before[0]) : first;
  return { start, today: Math.max(start, Math.min(today, upTo)), upTo, ahead };
}

/**
 * Whether a way that was covered up to a moment ends in a head: where its force is, not where it may
 * be, nor where it left for nobody knows where.
 * @param {Leg} leg
 * @param {{today: number, upTo: number, ahead: number}} parts
 */
export function hasHead({ fixes, leaves }, { today, upTo, ahead }) {
  const isGone = leaves && upTo >= Number(fixes[fixes.length - 1][4]);
  return today < upTo && ahead <= upTo && !isGone;
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
    const leg = legs.get(name);
    if (!leg) continue; // it leads from nowhere to nowhere that could be drawn
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

/** @typedef {{side: string, sure: boolean, row: string, isOver: boolean}} Holder */

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
      held.get(one.place).push({ side: one.side, sure, row: one.row, isOver: time === last && !sure });
    }
  }
  // Whoever must have lost a place by now holds it no longer, if somebody surely does.
  for (const [place, holders] of held) {
    if (holders.some((/** @type {Holder} */ one) => one.sure)) {
      held.set(place, holders.filter((/** @type {Holder} */ one) => !one.isOver));
    }
  }
  return held;
}
