// @ts-check
// Fronts and areas: which of an area's outlines holds at a moment, and where it runs.

/** @import { Outline, Payload, Place, Row } from "./payload.js" */

/** As scene.py counts the steps of a chain. */
const UNITS = 100_000;
export const KM_PER_DEGREE = 111.195;
/** A circle that may be off by more of its radius than this is no outline. */
const MOST_OFF = 0.1;
/** Where on a circle a name is looked for first, clockwise from the north. */
const RIM_DEGREES = [0, 45, -45, 90, -90, 135, -135, 180];

/** @typedef {{points: [number, number][], isHole: boolean}} Chain a line or a ring, as points of the earth */

/** @type {WeakMap<Outline, Chain[]>} what was asked for once */
const CHAINS = new WeakMap();

/** The lines or rings of an outline. @param {Outline} outline */
export function chainsOf(outline) {
  let chains = CHAINS.get(outline);
  if (!chains) {
    const lines = outline.chains.map(pointsOf);
    chains = lines.map((points, number) => ({
      points,
      isHole: outline.closed && lines.filter((other, at) => at !== number && isWithin(points[0], other)).length % 2 === 1,
    }));
    CHAINS.set(outline, chains);
  }
  return chains;
}

/** @param {number[]} steps @returns {[number, number][]} */
function pointsOf(steps) {
  let [lat, lon] = [0, 0];
  /** @type {[number, number][]} */
  const points = [];
  for (let at = 0; at < steps.length; at += 2) {
    lat += steps[at];
    lon += steps[at + 1];
    points.push([lat / UNITS, lon / UNITS]);
  }
  return points;
}

/** Whether a point lies within a ring. @param {[number, number]} point @param {[number, number][]} ring */
function isWithin([lat, lon], ring) {
  return crossingsOf(ring, lat).filter((at) => at > lon).length % 2 === 1;
}

/** Where a ring crosses a parallel. @param {[number, number][]} ring @param {number} lat @returns {number[]} longitudes */
function crossingsOf(ring, lat) {
  /** @type {number[]} */
  const found = [];
  ring.forEach(([north, east], at) => {
    const [south, west] = ring[at ? at - 1 : ring.length - 1];
    if (north > lat !== south > lat) found.push(west + ((lat - south) / (north - south)) * (east - west));
  });
  return found;
}

/** Whether an outline holds at a moment. @param {Outline} outline @param {number} time */
export function holdsAt({ span }, time) {
  return span[0] < time && time <= span[3];
}

/** The number of the outline that holds at a moment; -1 where none does. @param {Outline[]} outlines @param {number} time */
export function outlineAt(outlines, time) {
  return outlines.findIndex((outline) => holdsAt(outline, time));
}

/** Whether an area's account says for sure that an outline holds at a moment. @param {Row} row @param {Outline} outline @param {number} time */
export function isSureAt(row, { span }, time) {
  return row.stated && span[1] <= time && time <= span[2];
}

/**
 * Where the name of an area may stand, the best first: inside, where it is widest, or along its line.
 * @param {Outline} outline @returns {[number, number][]}
 */
export function nameSpots(outline) {
  const chains = chainsOf(outline).map(({ points }) => points);
  const longest = chains.reduce((one, other) => (other.length > one.length ? other : one));
  const along = [0.5, 0.25, 0.75, 0.1, 0.9].map((share) => longest[Math.floor(share * (longest.length - 1))]);
  if (!outline.closed) return along;
  const lats = longest.map(([lat]) => lat);
  const [south, north] = [lats.reduce((a, b) => Math.min(a, b)), lats.reduce((a, b) => Math.max(a, b))];
  const inside = [0.5, 0.35, 0.65].flatMap((share) => {
    const lat = south + share * (north - south);
    const at = chains.flatMap((ring) => crossingsOf(ring, lat)).sort((a, b) => a - b);
    let widest = -1;
    for (let one = 0; one + 1 < at.length; one += 2) {
      if (widest < 0 || at[one + 1] - at[one] > at[widest + 1] - at[widest]) widest = one;
    }
    return widest < 0 ? [] : [/** @type {[number, number]} */ ([lat, (at[widest] + at[widest + 1]) / 2])];
  });
  return [...inside, ...along];
}

/** Whether a place is its outline, and no point: one that is known to be where it is drawn. Else it is a haze. @param {Place} place */
export function hasOutline({ wide, extent, radius, certainty }) {
  return wide && certainty === "certain" && (radius ?? 0) < MOST_OFF * (extent ?? 0);
}

/**
 * Where the name of a place may stand that is as large as a circle: on its outline, the best first.
 * @param {[number, number]} middle @param {number} km its radius @returns {[number, number][]}
 */
export function rimSpots([lat, lon], km) {
  const north = km / KM_PER_DEGREE;
  const east = north / Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
  return RIM_DEGREES.map((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    return [lat + north * Math.cos(angle), lon + east * Math.sin(angle)];
  });
}

/** The points of the first outline of every area, for a map that has nothing else to look at. @param {Payload} data @returns {[number, number][]} */
export function areaPoints(data) {
  const firsts = Object.values(data.rows).flatMap(({ outlines }) => outlines?.slice(0, 1) ?? []);
  return firsts.flatMap((outline) => chainsOf(outline).flatMap(({ points }) => points));
}
