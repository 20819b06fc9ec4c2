// @ts-check
// Where labels go: the important ones first, none over another, none cut by the map's edge.

import { BoxGrid } from "./grid.js";
import { clamp } from "./numbers.js";

/**
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 * @typedef {{x: number, y: number, width: number, height: number, gap: number,
 *   priority: number, must: boolean, sides?: number[][], isOnWay?: boolean,
 *   place: (dx: number, dy: number, isFar: boolean) => void,
 *   hide: () => void}} LabelItem
 */

/** Sides of the point to try, best first: as factors of width and height, and of the gap. */
const NEAR = [
  [0, -0.5, 1, 0],
  [-1, -0.5, -1, 0],
  [-0.5, -1, 0, -1],
  [-0.5, 0, 0, 1],
  [0, -1, 0.8, -0.6],
  [-1, -1, -0.8, -0.6],
  [0, 0, 0.8, 0.6],
  [-1, 0, -0.8, 0.6],
];

/** A map narrower than this, in pixels, has room for less. */
export const SMALL_MAP = 600;

/** A label that need not be shown is hidden where each of its sides costs so much. */
const TOO_MUCH = 100;

/** So many square pixels of another label, or of what lies over the map, a label that must be shown may share. */
const MOST_COVERED = 140;

/** A pixel that two labels share costs so much more than one of a sign or a way: neither is read. */
const UNREAD = 12;

/** Two names on a line stand so far from each other at least, in pixels: nearer ones read as one. */
const NAMES_APART = 4;

/** So many labels are given room at most, as far as they need not be shown: a map holds no more. */
const MOST_LABELS = 300;

/** Where no near side is free, the same sides a line farther off, and above and beneath with more to one end. */
const FAR_OFF = NEAR.slice(2).map(([fx, fy, gx, gy]) => [fx, fy, gx * 2.6, gy * 2.6]);
const TO_ONE_END = [[-0.25, -1, 0, -2.6], [-0.25, 0, 0, 2.6], [-0.75, -1, 0, -2.6], [-0.75, 0, 0, 2.6]];
export const CANDIDATES = [...NEAR, ...FAR_OFF, ...TO_ONE_END];

/** Boxes so far apart along a line, in pixels, and the half of their sides: who crosses it covers little. */
const ALONG = 8;
const ALONG_HALF = 2.5;

/**
 * Boxes along a line, as far as it lies on the map, so that names keep off it.
 * @param {{x: number, y: number}[]} line
 * @param {{x: number, y: number}} size of the map in pixels
 * @returns {Box[]}
 */
export function boxesAlong(line, size) {
  /** @type {Box[]} */
  const boxes = [];
  for (let at = 1; at < line.length; at += 1) {
    const [a, b] = [line[at - 1], line[at]];
    const isOff = Math.max(a.x, b.x) < 0 || Math.min(a.x, b.x) > size.x || Math.max(a.y, b.y) < 0 || Math.min(a.y, b.y) > size.y;
    if (isOff) continue;
    const steps = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / ALONG);
    for (let step = 0; step < steps; step += 1) {
      const [x, y] = [a.x + ((b.x - a.x) * step) / steps, a.y + ((b.y - a.y) * step) / steps];
      if (x < 0 || y < 0 || x > size.x || y > size.y) continue;
      boxes.push({ left: x - ALONG_HALF, right: x + ALONG_HALF, top: y - ALONG_HALF, bottom: y + ALONG_HALF });
    }
  }
  return boxes;
}

/**
 * Put every label on its best free side, where no line to one crosses a name. Those that `must` be shown take the side with the
 * least overlap where none is free; the others are hidden. What belongs on a way may lie on ways.
 * @param {LabelItem[]} items
 * @param {Box[]} obstacles
 * @param {{x: number, y: number}} size of the map in pixels
 * @param {Box[]} [covers] what lies over the map: a label beneath it is as lost as one under another label
 * @param {Box[]} [ways] what lies along lines
 * @returns {BoxGrid} what is in the way and where labels stand now
 */
export function layOutLabels(items, obstacles, size, covers = [], ways = []) {
  const taken = new BoxGrid();
  const solid = new BoxGrid();
  const placed = new BoxGrid();
  for (const box of [...obstacles, ...covers]) {
    taken.add(box);
    solid.add(box);
  }
  for (const box of ways) taken.add(box);
  for (const box of covers) placed.add(box);
  const ordered = [...items].sort((a, b) => b.priority - a.priority);
  for (const [number, item] of ordered.entries()) {
    if (number >= MOST_LABELS && !item.must) {
      item.hide();
      continue;
    }
    const { box, cost } = bestSide(item, item.isOnWay ? solid : taken, placed, size);
    // A label that must be shown may stand farther off, but never over another one or under a control.
    if (cost >= TOO_MUCH && !(item.must && placed.covered(box) < MOST_COVERED)) {
      item.hide();
      continue;
    }
    const isFar = isFarOff(box, item);
    const room = { ...box, left: box.left - NAMES_APART, right: box.right + NAMES_APART };
    for (const part of isFar ? [room, ...leaderOf(box, item, size)] : [room]) {
      for (const grid of [taken, solid, placed]) grid.add(part);
    }
    item.place(box.left - item.x, box.top - item.y, isFar);
  }
  return taken;
}

/**
 * The side of a point where its label covers least. A side farther down the list costs half a pixel
 * more for each place, so none is looked at that could not be better; nor is what costs too much
 * counted further.
 * @param {LabelItem} item @param {BoxGrid} taken @param {BoxGrid} placed @param {{x: number, y: number}} size
 */
function bestSide(item, taken, placed, size) {
  const sides = item.sides ?? CANDIDATES;
  let best = { box: inside(candidateBox(item, sides[0]), size), cost: Infinity };
  for (let order = 0; order < sides.length && best.cost > order * 0.5; order += 1) {
    const box = inside(candidateBox(item, sides[order]), size);
    const enough = Math.min(best.cost, item.must ? Infinity : TOO_MUCH);
    let cost = order * 0.5 + 9 * Math.max(0, distance(box, item) - item.gap - 4);
    if (cost < enough) cost += UNREAD * placed.covered(box, enough / UNREAD);
    if (cost < enough) cost += taken.covered(box, enough);
    if (cost < enough && isFarOff(box, item)) {
      for (const part of leaderOf(box, item, size)) cost += UNREAD * placed.covered(part);
    }
    if (cost < enough) best = { box, cost };
  }
  return best;
}

/** @param {LabelItem} item @param {number[]} side @returns {Box} */
function candidateBox(item, [fx, fy, gx, gy]) {
  const left = item.x + fx * item.width + gx * item.gap;
  const top = item.y + fy * item.height + gy * item.gap;
  return { left, top, right: left + item.width, bottom: top + item.height };
}

/** How far a box is from its point, in pixels. @param {Box} box @param {LabelItem} item */
function distance(box, item) {
  const dx = Math.max(box.left - item.x, item.x - box.right, 0);
  const dy = Math.max(box.top - item.y, item.y - box.bottom, 0);
  return Math.hypot(dx, dy);
}

/** Whether a line leads from the point to its label. @param {Box} box @param {LabelItem} item */
function isFarOff(box, item) {
  return distance(box, item) > item.gap + 9;
}

/** What that line takes. @param {Box} box @param {LabelItem} item @param {{x: number, y: number}} size @returns {Box[]} */
function leaderOf(box, item, size) {
  const end = { x: clamp(item.x, box.left, box.right), y: clamp(item.y, box.top, box.bottom) };
  return boxesAlong([item, end], size);
}

/** The box moved into the map where it would be cut. @param {Box} box @param {{x: number, y: number}} size @returns {Box} */
function inside({ left, top, right, bottom }, size) {
  const dx = Math.max(4 - left, 0) - Math.max(right - size.x + 4, 0);
  const dy = Math.max(4 - top, 0) - Math.max(bottom - size.y + 4, 0);
  return { left: left + dx, top: top + dy, right: right + dx, bottom: bottom + dy };
}
