// @ts-check
// Very many points on a map: where they lie in what it shows, which of them is near, and which of them
// there is room to name. The map's projection is the one that all web maps have.

const WORLD_PX = 256;
const WEB_LAT = 85.0511287798;
/** So wide and so high is the room of one name, in pixels. */
const NAME_ROOM = { width: 84, height: 30 };
const NEAR_PX = 9;

/** @typedef {{x: number, y: number}} Pixels */
/** @typedef {{zoom: number, left: number, top: number, width: number, height: number}} Sight what of the world at a zoom a map shows, in pixels */

/** Where a point lies in the world at zoom 0, in pixels. @param {[number, number]} at @returns {Pixels} */
export function worldPoint([lat, lon]) {
  const sin = Math.sin((Math.max(-WEB_LAT, Math.min(WEB_LAT, lat)) * Math.PI) / 180);
  return {
    x: (lon / 360 + 0.5) * WORLD_PX,
    y: (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * WORLD_PX,
  };
}

/** Points that never move, in a sight of the map that does. */
export class Points {
  /** @param {[number, number][]} points */
  constructor(points) {
    this.count = points.length;
    this.worldX = new Float64Array(this.count);
    this.worldY = new Float64Array(this.count);
    points.forEach((at, number) => {
      const { x, y } = worldPoint(at);
      this.worldX[number] = x;
      this.worldY[number] = y;
    });
    this.x = new Float32Array(this.count);
    this.y = new Float32Array(this.count);
    /** @type {Int32Array} those in sight, in order */
    this.inside = new Int32Array(0);
    /** @type {Sight} */
    this.sight = { zoom: NaN, left: 0, top: 0, width: 0, height: 0 };
    /** @type {Map<number, number[]>} those in sight by cell, for what is near a pixel */
    this.near = new Map();
  }

  /** Look at another sight, unless it is the same. @param {Sight} sight @returns {boolean} whether it is another one */
  look(sight) {
    if (this.looksAt(sight)) return false;
    this.sight = sight;
    this.near = new Map();
    const { left, top, width, height } = sight;
    const scale = 2 ** sight.zoom;
    const inside = [];
    for (let number = 0; number < this.count; number += 1) {
      const x = this.worldX[number] * scale - left;
      const y = this.worldY[number] * scale - top;
      this.x[number] = x;
      this.y[number] = y;
      if (x >= 0 && y >= 0 && x <= width && y <= height) inside.push(number);
    }
    this.inside = Int32Array.from(inside);
    return true;
  }

  /** Whether the points lie as in this sight already. @param {Sight} sight */
  looksAt(sight) {
    const parts = /** @type {const} */ (["zoom", "left", "top", "width", "height"]);
    return parts.every((name) => sight[name] === this.sight[name]);
  }

  /** @param {number} number */
  isInside(number) {
    const [x, y] = [this.x[number], this.y[number]];
    return x >= 0 && y >= 0 && x <= this.sight.width && y <= this.sight.height;
  }

  /**
   * Those in sight that there is room to name, those that come first first: one in each
   * room, at most so many.
   * @param {Iterable<number>[]} groups numbers of points, the more important group first
   * @param {number} most
   * @returns {number[]}
   */
  withRoom(groups, most) {
    const taken = new Set();
    /** @type {number[]} */
    const chosen = [];
    for (const group of groups) {
      for (const number of group) {
        if (chosen.length >= most) return chosen;
        if (!this.isInside(number)) continue;
        const room = cellOf(this.x[number], this.y[number], NAME_ROOM.width, NAME_ROOM.height);
        if (taken.has(room)) continue;
        taken.add(room);
        chosen.push(number);
      }
    }
    return chosen;
  }

  /**
   * The point in sight that is nearest to a pixel; -1 where none is near. Of points equally near the
   * one that `weighs` more.
   * @param {Pixels} pixel @param {(number: number) => number} weighs
   */
  nearest({ x, y }, weighs) {
    if (!this.near.size) this.sort();
    let best = { number: -1, cost: NEAR_PX };
    for (const dx of [-NEAR_PX, 0, NEAR_PX]) {
      for (const dy of [-NEAR_PX, 0, NEAR_PX]) {
        for (const number of this.near.get(cellOf(x + dx, y + dy, NEAR_PX, NEAR_PX)) ?? []) {
          const away = Math.hypot(this.x[number] - x, this.y[number] - y);
          const cost = away - weighs(number);
          if (away <= NEAR_PX && cost < best.cost) best = { number, cost };
        }
      }
    }
    return best.number;
  }

  /** Put the points in sight into cells. */
  sort() {
    for (const number of this.inside) {
      const cell = cellOf(this.x[number], this.y[number], NEAR_PX, NEAR_PX);
      const there = this.near.get(cell);
      if (there) there.push(number);
      else this.near.set(cell, [number]);
    }
  }
}

/** @param {number} x @param {number} y @param {number} width @param {number} height */
function cellOf(x, y, width, height) {
  return Math.floor(x / width) * 65536 + Math.floor(y / height);
}
