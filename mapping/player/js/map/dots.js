// @ts-check
// Very many places as dots: one canvas for those of which nothing is told, drawn as the map moves,
// and one for those of the day.

import { element } from "../ui/elements.js";
import { MapCanvas, sharpness } from "./canvas.js";

/** @import { Points } from "../core/points.js" */

/** @typedef {"sure" | "hollow" | "held"} Look */
/** @typedef {Record<Look, number[]>} DayDots the places of a day in the window, by how they look */

/** A quiet dot's room, in pixels: of several in one room, one is drawn. */
const GRAIN = 3;
/** From so many dots of days on, those are left out that would be covered. */
const MANY = 2000;
const QUIET = 2;
const RADIUS = { sure: 4.6, hollow: 4.2, held: 4.2 };
const TURN = 2 * Math.PI;

export class Dots {
  /** @param {any} map the Leaflet map @param {Points} points @param {string} pane */
  constructor(map, points, pane) {
    this.points = points;
    this.quiet = new MapCanvas(map, pane, "");
    this.day = new MapCanvas(map, pane, "cm-dots-day");
    /** @type {Map<string, {picture: HTMLCanvasElement, half: number}>} by look and side */
    this.stamps = new Map();
  }

  /** Everything is coloured anew, as the scheme is another one. */
  forget() {
    this.quiet.forget();
    this.day.forget();
    this.stamps = new Map();
  }

  /** Draw the places of the window. @param {(number: number) => boolean} isDrawn */
  drawQuiet(isDrawn) {
    for (const canvas of [this.quiet, this.day]) canvas.lay();
    const { x, y, inside, sight: { width } } = this.points;
    const pen = this.quiet.pen();
    const columns = Math.ceil(width / GRAIN) + 1;
    const taken = new Set();
    pen.beginPath();
    for (const number of inside) {
      const grain = Math.floor(y[number] / GRAIN) * columns + Math.floor(x[number] / GRAIN);
      if (taken.has(grain) || !isDrawn(number)) continue;
      taken.add(grain);
      pen.moveTo(x[number] + QUIET, y[number]);
      pen.arc(x[number], y[number], QUIET, 0, TURN);
    }
    pen.fillStyle = this.quiet.colour("is-quiet");
    pen.fill();
  }

  /**
   * Draw what is told of the day, and who holds what; the loud ones last.
   * @param {DayDots} day @param {string[]} sides whose each place is @param {(number: number) => boolean} isDrawn
   */
  drawDay(day, sides, isDrawn) {
    const { x, y } = this.points;
    const pen = this.day.pen();
    const sharp = sharpness();
    // On whole pixels, as marks stand: the browser takes much longer for a picture between them.
    pen.resetTransform();
    const isMany = day.sure.length + day.hollow.length + day.held.length >= MANY;
    for (const look of /** @type {const} */ (["held", "hollow", "sure"])) {
      for (const number of isMany ? this.apart(day[look], sides) : day[look]) {
        if (!isDrawn(number)) continue;
        const { picture, half } = this.stamp(look, sides[number]);
        pen.drawImage(picture, Math.round((x[number] - half) * sharp), Math.round((y[number] - half) * sharp));
      }
    }
  }

  /** Of very many dots of one look, as of many days, those that do not lie under one of the same side. @param {number[]} dots @param {string[]} sides */
  apart(dots, sides) {
    const { x, y, sight: { width } } = this.points;
    const columns = Math.ceil(width / GRAIN) + 1;
    /** @type {Map<string, Set<number>>} */
    const taken = new Map();
    return dots.filter((number) => {
      let own = taken.get(sides[number]);
      if (!own) taken.set(sides[number], (own = new Set()));
      const grain = Math.floor(y[number] / GRAIN) * columns + Math.floor(x[number] / GRAIN);
      return own.size < own.add(grain).size;
    });
  }

  /**
   * A dot as a picture that is drawn once, as one path of many thousands takes the browser much longer;
   * and half of its width in pixels.
   * @param {Look} look @param {string} side
   * @returns {{picture: HTMLCanvasElement, half: number}}
   */
  stamp(look, side) {
    const key = `${look} ${side} ${sharpness()}`;
    let stamp = this.stamps.get(key);
    if (!stamp) this.stamps.set(key, (stamp = this.drawStamp(look, side)));
    return stamp;
  }

  /** @param {Look} look @param {string} side */
  drawStamp(look, side) {
    const isSure = look === "sure";
    const edge = isSure ? 1.5 : 2;
    const half = Math.ceil(RADIUS[look] + edge / 2);
    const sharp = sharpness();
    const picture = /** @type {HTMLCanvasElement} */ (element("canvas", ""));
    picture.width = picture.height = Math.ceil(2 * half * sharp);
    const pen = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d"));
    pen.scale(picture.width / (2 * half), picture.height / (2 * half));
    pen.arc(half, half, RADIUS[look], 0, TURN);
    const [paper, own] = ["is-paper", `cm-of-${side || "nobody"}`].map((name) => this.day.colour(name));
    pen.fillStyle = isSure ? own : paper;
    pen.strokeStyle = isSure ? paper : own;
    pen.lineWidth = edge;
    pen.fill();
    pen.stroke();
    return { picture, half };
  }
}
