// @ts-check
// Where labels go: the important ones first, none over another, none cut by the map's edge.

/**
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 * @typedef {{x: number, y: number, width: number, height: number, gap: number,
 *   priority: number, must: boolean, sides?: number[][],
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

/** So many square pixels of another label a label that must be shown may cover. */
const MOST_COVERED = 320;

/** Where no near side is free, the same sides a line farther off. */
const FAR_OFF = NEAR.slice(2).map(([fx, fy, gx, gy]) => [fx, fy, gx * 2.6, gy * 2.6]);
export const CANDIDATES = [...NEAR, ...FAR_OFF];

/**
 * Put every label on its best free side. Those that `must` be shown take the side with the
 * least overlap where none is free; the others are hidden.
 * @param {LabelItem[]} items
 * @param {Box[]} obstacles
 * @param {{x: number, y: number}} size of the map in pixels
 * @returns {Box[]} the obstacles and where labels stand now
 */
export function layOutLabels(items, obstacles, size) {
  const taken = [...obstacles];
  /** @type {Box[]} */
  const placed = [];
  for (const item of [...items].sort((a, b) => b.priority - a.priority)) {
    const boxes = (item.sides ?? CANDIDATES).map((side) => inside(candidateBox(item, side), size));
    const costs = boxes.map(
      (box, order) => cost(box, taken) + 2 * cost(box, placed) + order * 0.5 + 9 * Math.max(0, distance(box, item) - item.gap - 4),
    );
    const best = costs.indexOf(Math.min(...costs));
    // A label that must be shown may stand farther off, but never over another one.
    const covers = cost(boxes[best], placed);
    if (costs[best] >= 100 && !(item.must && covers < MOST_COVERED)) {
      item.hide();
      continue;
    }
    taken.push(boxes[best]);
    placed.push(boxes[best]);
    const isFar = distance(boxes[best], item) > item.gap + 9;
    item.place(boxes[best].left - item.x, boxes[best].top - item.y, isFar);
  }
  return taken;
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

/** The box moved into the map where it would be cut. @param {Box} box @param {{x: number, y: number}} size @returns {Box} */
function inside({ left, top, right, bottom }, size) {
  const dx = Math.max(4 - left, 0) - Math.max(right - size.x + 4, 0);
  const dy = Math.max(4 - top, 0) - Math.max(bottom - size.y + 4, 0);
  return { left: left + dx, top: top + dy, right: right + dx, bottom: bottom + dy };
}

/** How much of what is taken a box would cover, in square pixels. @param {Box} box @param {Box[]} taken */
export function cost(box, taken) {
  let area = 0;
  for (const other of taken) {
    const width = Math.min(box.right, other.right) - Math.max(box.left, other.left);
    const height = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
    if (width > 0 && height > 0) area += width * height;
  }
  return area;
}
