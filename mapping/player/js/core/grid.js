// @ts-check
// Boxes in a grid of cells, so that what lies under a box is found without looking at all of them.

/** @import { Box } from "./labels.js" */

/** About as wide as a label, so that a label touches few cells. */
const CELL = 64;
const ROWS = 4096;

export class BoxGrid {
  constructor() {
    /** @type {Map<number, Box[]>} */
    this.cells = new Map();
  }

  /** @param {Box} box */
  add(box) {
    for (const cell of cellsOf(box)) {
      const there = this.cells.get(cell);
      if (there) there.push(box);
      else this.cells.set(cell, [box]);
    }
  }

  /**
   * How much of what is in the grid a box would cover, in square pixels; from `enough` on it is not
   * counted further. What two boxes share is counted in the cell of its upper left corner alone.
   * @param {Box} box @param {number} [enough]
   */
  covered(box, enough = Infinity) {
    let area = 0;
    const [first, last] = [cellAt(box.left), cellAt(box.right)];
    const [upper, lower] = [cellAt(box.top), cellAt(box.bottom)];
    for (let column = first; column <= last; column += 1) {
      for (let row = upper; row <= lower; row += 1) {
        for (const other of this.cells.get(column * ROWS + row) ?? []) {
          const [left, top] = [Math.max(box.left, other.left), Math.max(box.top, other.top)];
          const width = Math.min(box.right, other.right) - left;
          const height = Math.min(box.bottom, other.bottom) - top;
          if (width <= 0 || height <= 0 || cellAt(left) !== column || cellAt(top) !== row) continue;
          area += width * height;
          if (area >= enough) return area;
        }
      }
    }
    return area;
  }
}

/** The numbers of the cells that a box touches; one much larger than a map is cut. @param {Box} box @returns {number[]} */
function cellsOf({ left, right, top, bottom }) {
  const [first, last] = [left, right].map(cellAt);
  const [upper, lower] = [top, bottom].map(cellAt);
  const cells = [];
  for (let column = first; column <= last; column += 1) {
    for (let row = upper; row <= lower; row += 1) cells.push(column * ROWS + row);
  }
  return cells;
}

/** @param {number} pixels */
function cellAt(pixels) {
  return Math.max(-16, Math.min(512, Math.floor(pixels / CELL)));
}
