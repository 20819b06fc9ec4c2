// @ts-check
// Very much on one printed map: of what looks alike, one drawing in each place and one line for all ways.

import { svgElement } from "./drawn.js";

/** Of very many things that look alike one is drawn in a room of so many pixels. */
const ROOM_PX = 4;

/**
 * Things without those that lie under one of the same look.
 * @template {{point: {x: number, y: number}}} T
 * @param {T[]} things @param {(thing: T) => string} lookOf @returns {T[]}
 */
export function uncovered(things, lookOf) {
  /** @type {Set<string>} */
  const taken = new Set();
  return things.filter((thing) => {
    const { x, y } = thing.point;
    const room = `${lookOf(thing)} ${Math.floor(x / ROOM_PX)} ${Math.floor(y / ROOM_PX)}`;
    return taken.size < taken.add(room).size;
  });
}

/** Paths of the same classes as one. @param {Element[]} paths @returns {Element[]} */
export function joined(paths) {
  /** @type {Map<string, string[]>} */
  const alike = new Map();
  for (const path of paths) {
    const classes = path.getAttribute("class") ?? "";
    const lines = alike.get(classes);
    if (lines) lines.push(path.getAttribute("d") ?? "");
    else alike.set(classes, [path.getAttribute("d") ?? ""]);
  }
  return [...alike].map(([classes, lines]) => svgElement("path", classes, { d: lines.join("") }));
}

/** Quiet places as dots, in one drawing. @param {{point: {x: number, y: number}}[]} places @returns {Element[]} */
export function dotsOf(places) {
  const dots = uncovered(places, () => "").map(({ point: { x, y } }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0.01`);
  return dots.length ? [svgElement("path", "cm-print-dots", { d: dots.join("") })] : [];
}
