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

  /** @param {Box} box one much larger than a map is cut */
  add(box) {
    const last = cellAt(box.right);
    const lower = cellAt(box.bottom);
    for (let column = cellAt(box.left); column <= last; column += 1) {
      for (let row = cellAt(box.top); row <= lower; row += 1) {
        const there = this.cells.get(column * ROWS + row);
        if (there) there.push(box);
        else this.cells.set(column * ROWS + row, [box]);
      }
    }
  }

  /**
   * How much of what is in the grid a box would cover, in square pixels; from `enough` on it is not
   * counted further. What two boxes share is counted in the cell of its upper left corner alone.
   * It is asked so often in a step that a list for two numbers would be felt.
   * @param {Box} box @param {number} [enough]
   */
  covered(box, enough = Infinity) {
    let area = 0;
    const last = cellAt(box.right);
    const lower = cellAt(box.bottom);
    for (let column = cellAt(box.left); column <= last; column += 1) {
      for (let row = cellAt(box.top); row <= lower; row += 1) {
        const there = this.cells.get(column * ROWS + row);
        if (!there) continue;
        for (const other of there) {
          const left = Math.max(box.left, other.left);
          const top = Math.max(box.top, other.top);
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

/** @param {number} pixels */
function cellAt(pixels) {
  return Math.max(-16, Math.min(512, Math.floor(pixels / CELL)));
}
