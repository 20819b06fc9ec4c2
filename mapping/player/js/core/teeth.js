// @ts-check
// The teeth of a front, in pixels: small triangles along its line that point at the enemy.

import { chainsOf } from "./areas.js";

/** @import { Box } from "./labels.js" */
/** @import { Outline, Row } from "./payload.js" */

/** A tooth for so many pixels of the line; so wide at its foot, so long. */
const EVERY = 26;
const FOOT = 9;
const LENGTH = 7;

/**
 * Teeth along a line, as an SVG path. A line has its enemy on the left, as its side looks at him
 * from its left flank to its right; a ring has him outside, or inside where it is `inward`.
 * @param {[number, number][]} line in pixels, y downwards
 * @param {{closed: boolean, inward: boolean, box: Box}} how only what lies in the box gets teeth
 */
function teethAlong(line, { closed, inward, box }) {
  const turns = closed && (areaOf(line) < 0) !== inward ? -1 : 1;
  const side = closed ? turns : 1;
  const parts = [];
  let along = EVERY / 2;
  for (let at = closed ? 0 : 1; at < line.length; at += 1) {
    const [x, y] = line[at ? at - 1 : line.length - 1];
    const [dx, dy] = [line[at][0] - x, line[at][1] - y];
    const length = Math.hypot(dx, dy);
    if (!length) continue;
    const [east, south] = [dx / length, dy / length];
    if (meets(box, x, y, line[at])) {
      const [first, last] = within(box, x, y, east, south, length);
      const from = along + Math.max(0, Math.ceil((first - along) / EVERY)) * EVERY;
      for (let stop = from; stop < Math.min(last, length); stop += EVERY) {
        parts.push(tooth(x + east * stop, y + south * stop, east, south, side));
      }
    }
    along += Math.max(0, Math.ceil((length - along) / EVERY)) * EVERY - length;
  }
  return parts.join("");
}

/**
 * The teeth of an area whose lines are given in pixels; none where it is nobody's.
 * @param {Row} row @param {Outline} outline @param {[number, number][][]} lines @param {Box} box
 */
export function frontTeeth(row, outline, lines, box) {
  if (!row.teeth || !row.side) return "";
  const chains = chainsOf(outline);
  return lines.map((line, at) => teethAlong(line, {
    closed: outline.closed, inward: (row.teeth === "in") !== chains[at].isHole, box,
  })).join("");
}

/** @param {number} x @param {number} y @param {number} east @param {number} south the line's direction @param {number} side 1: to its left */
function tooth(x, y, east, south, side) {
  const half = FOOT / 2;
  const corners = [
    [x - east * half, y - south * half],
    [x + south * LENGTH * side, y - east * LENGTH * side],
    [x + east * half, y + south * half],
  ];
  return `M${corners.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join(" ")}Z`;
}

/** Twice the area of a ring; positive where it runs clockwise on the screen. @param {[number, number][]} ring */
function areaOf(ring) {
  return ring.reduce((sum, [x, y], at) => {
    const [px, py] = ring[at ? at - 1 : ring.length - 1];
    return sum + px * y - x * py;
  }, 0);
}

/** Whether the box around a stretch meets another. @param {Box} box @param {number} x @param {number} y @param {[number, number]} end */
function meets({ left, top, right, bottom }, x, y, [ex, ey]) {
  return Math.max(x, ex) >= left && Math.min(x, ex) <= right && Math.max(y, ey) >= top && Math.min(y, ey) <= bottom;
}

/** From where to where a stretch may lie in a box. @param {Box} box @param {number} x @param {number} y @param {number} east @param {number} south @param {number} length */
function within(box, x, y, east, south, length) {
  let [first, last] = [0, length];
  for (const [at, step, low, high] of [[x, east, box.left, box.right], [y, south, box.top, box.bottom]]) {
    if (!step) continue;
    const [a, b] = [(low - at) / step, (high - at) / step];
    first = Math.max(first, Math.min(a, b));
    last = Math.min(last, Math.max(a, b));
  }
  return [first, last];
}

/** A line as an SVG path. @param {[number, number][]} line @param {boolean} closed */
export function toPath(line, closed) {
  if (!line.length) return "";
  return `M${line.map(([x, y]) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`).join(" ")}${closed ? "Z" : ""}`;
}
