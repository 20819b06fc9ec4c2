// @ts-check
// Names of ranges, rivers and valleys, written on the ground along their axes: where an axis is in
// sight, runs straight enough, and nothing else stands.

import { spoken } from "../core/words.js";
import { element } from "../ui/elements.js";

/** @import { BoxGrid } from "../core/grid.js" */
/** @import { Box } from "../core/labels.js" */
/** @import { Axis, Payload, Place } from "../core/payload.js" */

const STEP_PX = 14;
/** A name keeps so far from the map's edge. */
const EDGE_PX = 10;
/** A name on a line that bends more than this beneath it stands askew. */
const MOST_BEND_PX = 12;
/** The name of a water stands beside its line, the others on theirs. */
const BESIDE_PX = 10;
/** A name is as tall as this where it may not cover others. */
const TALL_PX = 16;

/**
 * @typedef {{x: number, y: number}} Pixel
 * @typedef {{axis: Axis, place: Place, node: HTMLElement, marker: any, said: string, width: number}} AxisName
 * @typedef {{middle: Pixel, angle: number, cost: number, boxes: Box[]}} Stand
 */

export class AxisNames {
  /** @param {any} map the Leaflet map @param {Payload} data */
  constructor(map, { axes, places }) {
    this.map = map;
    this.names = axes.map((axis) => this.nameOf(axis, places[axis.place]));
  }

  /** @param {Axis} axis @param {Place} place @returns {AxisName} */
  nameOf(axis, place) {
    const node = element("span", `cm-axis is-${axis.lettering}`);
    const icon = L.divIcon({ className: "", iconSize: [0, 0], html: node });
    const marker = L.marker([0, 0], { pane: "ground-names", interactive: false, keyboard: false, icon });
    return { axis, place, node, marker, said: "", width: 0 };
  }

  /** Write the names anew around what is taken. @param {BoxGrid} taken @param {Pixel} size of the map */
  layOut(taken, size) {
    for (const name of this.names) {
      const runs = this.runsOf(name.axis, size);
      if (!runs.length) {
        name.marker.remove();
        continue;
      }
      this.measure(name);
      const best = runs.flatMap((run) => standsOn(run, name.width, name.axis.lettering === "water"))
        .filter(({ boxes }) => boxes.every((box) => isInside(box, size) && taken.covered(box, 1) === 0))
        .sort((a, b) => a.cost - b.cost)[0];
      if (!best) {
        name.marker.remove();
        continue;
      }
      const { x, y } = best.middle;
      name.marker.setLatLng(this.map.containerPointToLatLng([x, y])).addTo(this.map);
      name.node.style.transform = `translate(-50%, -50%) rotate(${best.angle.toFixed(1)}deg)`;
      for (const box of best.boxes) taken.add(box);
    }
  }

  /** A name in the language that is spoken, and its width on the map. @param {AxisName} name */
  measure(name) {
    const said = `${spoken.code} ${name.place.called.name}`;
    if (said === name.said) return;
    Object.assign(name.node, { textContent: name.place.called.name, dir: "auto" });
    name.marker.addTo(this.map);
    Object.assign(name, { said, width: name.node.offsetWidth });
  }

  /** The parts of an axis that are in sight, as points a step apart. @param {Axis} axis @param {Pixel} size @returns {Pixel[][]} */
  runsOf({ at: line }, size) {
    const window = L.bounds([0, 0], [size.x, size.y]);
    const points = line.map((at) => this.map.latLngToContainerPoint(at));
    /** @type {Pixel[][]} */
    const runs = [];
    let isOpen = false;
    for (let at = 1; at < points.length; at += 1) {
      const part = L.LineUtil.clipSegment(points[at - 1], points[at], window, false, false);
      if (!part) {
        isOpen = false;
        continue;
      }
      if (!isOpen) runs.push([part[0]]);
      addSteps(/** @type {Pixel[]} */ (runs.at(-1)), part[0], part[1]);
      isOpen = part[1].equals(points[at]);
    }
    return runs;
  }
}

/** @param {Pixel[]} run to which points are added up to the end @param {Pixel} start @param {Pixel} end */
function addSteps(run, start, end) {
  const count = Math.max(1, Math.round(Math.hypot(end.x - start.x, end.y - start.y) / STEP_PX));
  for (let step = 1; step <= count; step += 1) {
    const share = step / count;
    run.push({ x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y) });
  }
}

/** Where a name of a width may stand on a line that runs straight enough beneath it. @param {Pixel[]} run @param {number} width @param {boolean} isBeside @returns {Stand[]} */
function standsOn(run, width, isBeside) {
  const middleOfRun = run[run.length >> 1];
  /** @type {Stand[]} */
  const stands = [];
  let last = 0;
  for (let first = 0; first < run.length; first += 1) {
    while (last < run.length && gap(run[first], run[last]) < width) last += 1;
    if (last === run.length) break;
    const [a, b] = [run[first], run[last]];
    const bend = Math.max(...run.slice(first, last).map((point) => Math.abs(offset(a, b, point))));
    if (bend > MOST_BEND_PX) continue;
    const angle = Math.atan((b.y - a.y) / (b.x - a.x || 1e-9));
    const aside = isBeside ? BESIDE_PX + bend / 2 : 0;
    const middle = { x: (a.x + b.x) / 2 + aside * Math.sin(angle), y: (a.y + b.y) / 2 - aside * Math.cos(angle) };
    const cost = 6 * bend + gap(middle, middleOfRun);
    stands.push({ middle, angle: (angle * 180) / Math.PI, cost, boxes: boxesUnder(middle, angle, width) });
  }
  return stands;
}

/** @param {Pixel} a @param {Pixel} b */
function gap(a, b) {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** How far a point lies off the line through two others. @param {Pixel} a @param {Pixel} b @param {Pixel} point */
function offset(a, b, point) {
  return ((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)) / (gap(a, b) || 1);
}

/** A slanting name as a row of upright boxes. @param {Pixel} middle @param {number} angle @param {number} width @returns {Box[]} */
function boxesUnder(middle, angle, width) {
  const count = Math.max(1, Math.ceil(width / TALL_PX));
  const half = width / count / 2;
  const [across, down] = [
    half * Math.abs(Math.cos(angle)) + (TALL_PX / 2) * Math.abs(Math.sin(angle)),
    half * Math.abs(Math.sin(angle)) + (TALL_PX / 2) * Math.abs(Math.cos(angle)),
  ];
  return Array.from({ length: count }, (_, number) => {
    const along = (2 * number + 1 - count) * half;
    const x = middle.x + along * Math.cos(angle);
    const y = middle.y + along * Math.sin(angle);
    return { left: x - across, right: x + across, top: y - down, bottom: y + down };
  });
}

/** @param {Box} box @param {Pixel} size */
function isInside({ left, right, top, bottom }, { x, y }) {
  return left >= EDGE_PX && top >= EDGE_PX && right <= x - EDGE_PX && bottom <= y - EDGE_PX;
}
