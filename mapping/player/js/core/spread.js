// @ts-check
// Symbols that would cover one another are moved apart, each with a stem to where it stands.

const ROUNDS = 40;
const AIR = 3;

/** @typedef {{x: number, y: number, width: number, height: number}} Standing2D middle and size, in pixels */

/**
 * How far to move each symbol so that none covers another one: as little as it takes, pairs along
 * the shorter way.
 * @param {Standing2D[]} symbols
 * @returns {[number, number][]}
 */
export function spreadApart(symbols) {
  /** @type {[number, number][]} */
  const moves = symbols.map(() => [0, 0]);
  for (let round = 0, met = true; met && round < ROUNDS; round += 1) {
    met = false;
    for (let a = 0; a < symbols.length; a += 1) {
      for (let b = a + 1; b < symbols.length; b += 1) met = pushApart(symbols, moves, a, b) || met;
    }
  }
  return moves.map(([dx, dy]) => [Math.round(dx), Math.round(dy)]);
}

/** @param {Standing2D[]} symbols @param {[number, number][]} moves @param {number} a @param {number} b @returns {boolean} whether the two met */
function pushApart(symbols, moves, a, b) {
  const dx = symbols[b].x + moves[b][0] - symbols[a].x - moves[a][0];
  const dy = symbols[b].y + moves[b][1] - symbols[a].y - moves[a][1];
  const overX = (symbols[a].width + symbols[b].width) / 2 + AIR - Math.abs(dx);
  const overY = (symbols[a].height + symbols[b].height) / 2 + AIR - Math.abs(dy);
  if (overX <= 0.5 || overY <= 0.5) return false;
  const axis = overX <= overY ? 0 : 1;
  const push = (Math.min(overX, overY) / 2) * ((axis === 0 ? dx : dy) < 0 ? -1 : 1);
  moves[a][axis] -= push;
  moves[b][axis] += push;
  return true;
}
