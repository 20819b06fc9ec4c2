// @ts-check
// The roads beneath everything that moves: part of the ground, so they say nothing and answer to
// nothing; the legend says how they are known.

/** @import { Road } from "../core/payload.js" */

/** @param {any} map the Leaflet map @param {Road[]} roads the computed ones first */
export function drawRoads(map, roads) {
  if (!roads.length) return;
  // Above the relief and the borders of the ground, below its names and all that is claimed.
  map.createPane("ground-roads").style.zIndex = "135";
  for (const part of ["casing", "line"]) {
    for (const { basis, at } of roads) {
      const className = `ground-road-${part} ground-road-${basis}`;
      L.polyline(basis === "terrain" ? withoutCorners(at) : at, { className, pane: "ground-roads", interactive: false, smoothFactor: 1 }).addTo(map);
    }
  }
}

/**
 * A computed way goes from cell to cell, and its corners are those of cells: cut, twice, at a quarter
 * and three quarters of each edge, after Chaikin (1974).
 * @param {[number, number][]} points @returns {[number, number][]}
 */
function withoutCorners(points) {
  const cut = (/** @type {[number, number][]} */ line) => {
    const between = (/** @type {number} */ at, /** @type {number} */ share) =>
      /** @type {[number, number]} */ ([0, 1].map((part) => line[at][part] + share * (line[at + 1][part] - line[at][part])));
    const inner = line.slice(1).flatMap((_, at) => [between(at, 0.25), between(at, 0.75)]);
    return [line[0], ...inner, line[line.length - 1]];
  };
  return cut(cut(points));
}
