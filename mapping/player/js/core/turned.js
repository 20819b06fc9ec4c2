// @ts-check
// Longitudes counted on beyond 180 degrees, so that what lies on both sides of the antimeridian is
// drawn in one piece, where the map looks.

/** @typedef {[lat: number, lon: number]} At */
/** @typedef {{chains: At[][], closed: boolean}} Outline */

/** The same longitude, as near to another one as it can be. @param {number} lon @param {number} to */
export function nearLon(lon, to) {
  return lon + 360 * Math.round((to - lon) / 360);
}

/**
 * A sketch with all its points about the longitude at which the map looks. What each spot says of
 * itself stays, as `said`.
 * @template {{at: At}} Spot
 * @template {{spots: Spot[], way: At[], outline: Outline, look: {points: At[], turn: number} | null}} Wanted
 * @param {Wanted} wanted @param {number} lon where the map looks
 */
export function turnedTo(wanted, lon) {
  const { spots, way, outline, look } = wanted;
  const first = [...(look?.points ?? []), ...spots.map(({ at }) => at), ...way, ...outline.chains.flat()][0];
  const middle = first ? nearLon(first[1], lon) : lon;
  const near = (/** @type {At} */ [lat, east]) => /** @type {At} */ ([lat, nearLon(east, middle)]);
  return {
    ...wanted,
    spots: spots.map((spot) => ({ ...spot, said: spot.at, at: near(spot.at) })),
    way: inOnePiece(way, middle),
    outline: { ...outline, chains: outline.chains.map((chain) => inOnePiece(chain, middle)) },
    look: look && { ...look, points: look.points.map(near) },
  };
}

/** A line that begins near a longitude and never jumps, as in RFC 7946, section 3.1.9. @param {At[]} line @param {number} lon @returns {At[]} */
function inOnePiece(line, lon) {
  let before = lon;
  return line.map(([lat, east]) => [lat, (before = nearLon(east, before))]);
}
