// @ts-check
// Who blocks, surrounds or resists: an arc before the place that faces the enemy.

import { holds } from "../core/sure.js";
import { element } from "../ui/elements.js";
import { facingDrawing } from "../ui/signs.js";
import { headingOf } from "./ways.js";

/** @import { Box } from "../core/labels.js" */
/** @import { TellingView } from "./telling.js" */

/** What an arc takes, in pixels: the half of a square so far before its place. */
const AHEAD = 17;
const HALF = 12;

export class Facings {
  /** @param {TellingView} view */
  constructor(view) {
    this.view = view;
    /** @type {Map<string, any>} the arcs that are on the map, by event and place */
    this.arcs = new Map();
    /** @type {string[]} the rows of the step that is told, and what is chosen */
    this.told = [];
  }

  /** What is undated has an arc while it is told or chosen. @param {string[]} told @param {number} cell */
  tell(told, cell) {
    if (told.join() === this.told.join()) return;
    this.told = told;
    this.draw(cell);
  }

  /** @param {number} cell */
  draw(cell) {
    const wanted = new Set();
    const { index, account } = this.view;
    const { dated } = index.within(account, cell);
    for (const name of index.facing(account, cell)) {
      const row = this.view.data.rows[name];
      if (!holds(dated, name) && !this.told.includes(name)) continue;
      for (const place of row.places) {
        const at = this.view.data.places[place]?.at;
        const angle = at ? this.towardsEnemy(at, row.against ?? []) : null;
        if (!at || angle === null) continue;
        const key = `${name} ${place}`;
        wanted.add(key);
        this.put(key, name, at, angle, cell);
      }
    }
    for (const [key, arc] of this.arcs) {
      if (wanted.has(key)) continue;
      arc.remove();
      this.arcs.delete(key);
    }
  }

  /** The direction to the first enemy whose position is drawn, in degrees; null where none is. @param {[number, number]} at @param {string[]} enemies */
  towardsEnemy(at, enemies) {
    for (const id of enemies) {
      const there = this.view.positions.get(id);
      const angle = there ? headingOf([at, there.at]) : null;
      if (angle !== null) return angle;
    }
    return null;
  }

  /** @param {string} key @param {string} name @param {[number, number]} at @param {number} angle @param {number} cell */
  put(key, name, at, angle, cell) {
    const arc = this.arcs.get(key) ?? facingMark(this.view.map, name, this.view.data.rows[name].side, at);
    this.arcs.set(key, arc);
    arc.turn(angle, !holds(this.view.index.within(this.view.account, cell).sure, name));
  }

  /** What the arcs take of the map, for its labels. @returns {Box[]} */
  boxes() {
    return [...this.arcs.values()].map((arc) => arcBox(this.view.map.latLngToContainerPoint(arc.getLatLng()), arc.angle));
  }

  remove() {
    for (const arc of this.arcs.values()) arc.remove();
    this.arcs.clear();
  }
}

/** What an arc takes of a map. @param {{x: number, y: number}} place in pixels @param {number} angle in radians @returns {Box} */
export function arcBox({ x, y }, angle) {
  const [dx, dy] = [Math.sin(angle) * AHEAD, -Math.cos(angle) * AHEAD];
  return { left: x + dx - HALF, right: x + dx + HALF, top: y + dy - HALF, bottom: y + dy + HALF };
}

/**
 * An arc on the map, with `turn`: the direction that it faces, in degrees, and whether it is unsure.
 * @param {any} map the Leaflet map
 * @param {string} name of the row
 * @param {string} side
 * @param {[number, number]} at
 * @returns {any} a Leaflet marker
 */
export function facingMark(map, name, side, at) {
  const svg = facingDrawing();
  const node = element("div", `cm-facing cm-of-${side || "nobody"}`, [svg]);
  node.dataset.row = name;
  const icon = L.divIcon({ className: "", iconSize: [0, 0], html: node });
  const mark = L.marker(at, { pane: "cm-heads", interactive: false, keyboard: false, icon }).addTo(map);
  mark.turn = (/** @type {number} */ angle, /** @type {boolean} */ isUnsure) => {
    mark.angle = (angle * Math.PI) / 180;
    svg.style.transform = `rotate(${Math.round(angle)}deg)`;
    node.classList.toggle("is-unsure", isUnsure);
  };
  return mark;
}
