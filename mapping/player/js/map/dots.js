// @ts-check
// Very many places as dots: one canvas for those of which nothing is told, drawn as the map moves,
// and one for those of the day.

import { element } from "../ui/elements.js";

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
    this.map = map;
    this.points = points;
    this.quiet = element("canvas", "cm-dots leaflet-zoom-animated");
    this.day = element("canvas", "cm-dots cm-dots-day leaflet-zoom-animated");
    map.getPane(pane).append(this.quiet, this.day);
    this.zoom = 0;
    /** @type {any} the corner of the map's window, as a point of the earth */
    this.corner = null;
    /** @type {Map<string, string>} by side */
    this.colours = new Map();
    /** @type {Map<string, {picture: HTMLCanvasElement, half: number}>} by look and side */
    this.stamps = new Map();
    map.on("zoomanim", (/** @type {any} */ { center, zoom }) => this.scale(center, zoom));
    map.on("zoom", () => this.scale(map.getCenter(), map.getZoom()));
  }

  /** Lay both canvases over the map's window. */
  lay() {
    const size = this.map.getSize();
    const sharp = window.devicePixelRatio || 1;
    this.zoom = this.map.getZoom();
    this.corner = this.map.containerPointToLatLng([0, 0]);
    const at = this.map.containerPointToLayerPoint([0, 0]);
    for (const canvas of /** @type {HTMLCanvasElement[]} */ ([this.quiet, this.day])) {
      canvas.width = Math.round(size.x * sharp);
      canvas.height = Math.round(size.y * sharp);
      Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
      L.DomUtil.setTransform(canvas, at, 1);
    }
  }

  /** The canvases as they are, where the map goes in a flight. @param {any} centre @param {number} zoom */
  scale(centre, zoom) {
    if (!this.corner) return;
    const { map } = this;
    const middle = map.project(centre, zoom).subtract(map.getSize().divideBy(2));
    const pane = L.DomUtil.getPosition(map.getPane("mapPane"));
    const at = map.project(this.corner, zoom).subtract(middle.add(pane).round());
    for (const canvas of [this.quiet, this.day]) {
      L.DomUtil.setTransform(canvas, at, map.getZoomScale(zoom, this.zoom));
    }
  }

  /** Colours are asked for anew, as the scheme is another one. */
  forget() {
    this.colours = new Map();
    this.stamps = new Map();
  }

  /** The style sheet's colour, which a canvas does not know. @param {string} side of a side, "" for nobody's, or "paper" or "quiet" */
  colour(side) {
    let colour = this.colours.get(side);
    if (colour === undefined) {
      const isOwn = side === "paper" || side === "quiet";
      const probe = element("span", `cm-dot-colour ${isOwn ? `is-${side}` : `cm-of-${side || "nobody"}`}`);
      this.map.getContainer().append(probe);
      colour = getComputedStyle(probe).color;
      probe.remove();
      this.colours.set(side, colour);
    }
    return colour;
  }

  /** @param {HTMLElement} canvas */
  pen(canvas) {
    const surface = /** @type {HTMLCanvasElement} */ (canvas);
    const pen = /** @type {CanvasRenderingContext2D} */ (surface.getContext("2d"));
    const sharp = window.devicePixelRatio || 1;
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.clearRect(0, 0, surface.width, surface.height);
    return pen;
  }

  /** Draw the places of the window. @param {(number: number) => boolean} isDrawn */
  drawQuiet(isDrawn) {
    this.lay();
    const { x, y, inside, sight: { width } } = this.points;
    const pen = this.pen(this.quiet);
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
    pen.fillStyle = this.colour("quiet");
    pen.fill();
  }

  /**
   * Draw what is told of the day, and who holds what; the loud ones last.
   * @param {DayDots} day @param {string[]} sides whose each place is @param {(number: number) => boolean} isDrawn
   */
  drawDay(day, sides, isDrawn) {
    const { x, y } = this.points;
    const pen = this.pen(this.day);
    const sharp = window.devicePixelRatio || 1;
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
    const key = `${look} ${side}`;
    let stamp = this.stamps.get(key);
    if (!stamp) this.stamps.set(key, (stamp = this.drawStamp(look, side)));
    return stamp;
  }

  /** @param {Look} look @param {string} side */
  drawStamp(look, side) {
    const isSure = look === "sure";
    const edge = isSure ? 1.5 : 2;
    const half = Math.ceil(RADIUS[look] + edge / 2);
    const sharp = window.devicePixelRatio || 1;
    const picture = /** @type {HTMLCanvasElement} */ (element("canvas", ""));
    picture.width = picture.height = Math.ceil(2 * half * sharp);
    const pen = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d"));
    pen.scale(picture.width / (2 * half), picture.height / (2 * half));
    pen.arc(half, half, RADIUS[look], 0, TURN);
    pen.fillStyle = this.colour(isSure ? side : "paper");
    pen.strokeStyle = this.colour(isSure ? "paper" : side);
    pen.lineWidth = edge;
    pen.fill();
    pen.stroke();
    return { picture, half };
  }
}
