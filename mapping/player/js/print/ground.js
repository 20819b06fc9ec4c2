// @ts-check
// The ground as a picture for the printed maps: from the map's own layers, in its own colours.

import { bytesOf } from "../core/packed.js";
import { nearLon } from "../core/turned.js";

/** So many pixels of the picture for each pixel of the small map. */
const SHARPNESS = 2.4;
const PALENESS = 0.6;
const DRAWN = /^ground-(land|lake|river|river-large|border|border-far|road-line ground-road-\w+)$/;
const DASHES = new Map([["border", [14, 5, 3, 5]], ["far border", [6, 4]], ["road", [7, 4]]]);
const WIDTHS = new Map([["border", 1.5], ["far border", 0.9], ["road", 1.3], ["river", 0.9]]);
/** From this zoom on a border is drawn as one seen from near, as on the screen. */
const NEAR_ZOOM = 8;
/** A border seen from afar bends no finer than this, in pixels of the small map: its dashes would be knots. */
const FAR_BEND = 1;

/** @type {WeakMap<HTMLImageElement, ImageBitmap>} reliefs as large as a small map shows them */
const smaller = new WeakMap();

/** @typedef {{points: any[], box: any}} PrintRing points of the Mercator map at zoom 0 */
/** @typedef {{className: string, closed: boolean, rings: PrintRing[]}} PrintShape */

/** A window of the Mercator map. */
export class PrintFrame {
  /** @param {[[number, number], [number, number]]} bounds south-west and north-east @param {number} width @param {number} height in pixels */
  constructor([[south, west], [north, east]], width, height) {
    this.size = { x: width, y: height };
    this.middleLon = (west + east) / 2;
    const [left, top] = mercator(north, west);
    const [right, bottom] = mercator(south, east);
    const scale = Math.min(width / (right - left || 1e-9), height / (bottom - top || 1e-9));
    this.zoom = Math.min(Math.log2(scale), 12.5);
    this.scale = 2 ** this.zoom;
    this.left = (left + right) / 2 - width / 2 / this.scale;
    this.top = (top + bottom) / 2 - height / 2 / this.scale;
    this.lat = (south + north) / 2;
  }

  /** A point in the window's pixels. @param {[number, number]} at lat, lon @returns {{x: number, y: number}} */
  place([lat, lon]) {
    const [x, y] = mercator(lat, nearLon(lon, this.middleLon));
    return { x: (x - this.left) * this.scale, y: (y - this.top) * this.scale };
  }

  /** The window with some room about it, on the Mercator map at zoom 0. */
  around() {
    const room = 40 / this.scale;
    const corner = [this.left + this.size.x / this.scale, this.top + this.size.y / this.scale];
    return L.bounds([this.left - room, this.top - room], [corner[0] + room, corner[1] + room]);
  }

  /** @param {number} km */
  pixels(km) {
    return (km * 1000 * 256 * this.scale) / (40075016.686 * Math.cos((this.lat * Math.PI) / 180));
  }
}

/** Web Mercator at zoom 0. @param {number} lat @param {number} lon @returns {[number, number]} */
function mercator(lat, lon) {
  const { x, y } = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), 0);
  return [x, y];
}

export class PrintGround {
  /** @param {any} map the Leaflet map @param {boolean} [hasBorders] */
  constructor(map, hasBorders = true) {
    this.hasBorders = hasBorders;
    /** @type {Map<string, string>} pictures by what they show: days and steps that look at the same share one */
    this.painted = new Map();
    /** @type {PrintShape[]} */
    this.shapes = [];
    /** @type {{picture: HTMLImageElement, corners: number[]}[]} */
    this.pictures = [];
    /** @type {{picture: HTMLImageElement, corners: number[], opacity: number}[]} old maps that the reader has laid */
    this.oldMaps = [];
    /** Whom they are owed to. @type {string[]} */
    this.credits = [];
    map.eachLayer((/** @type {any} */ layer) => this.take(layer));
    const style = getComputedStyle(document.documentElement);
    this.colour = (/** @type {string} */ name) => style.getPropertyValue(`--ground-${name}`).trim() || "#888";
  }

  /** @param {any} layer */
  take(layer) {
    const className = String(layer.options?.className ?? "");
    if (className.startsWith("ground-relief")) {
      this.pictures.push({ picture: layer.getElement(), corners: cornersOf(layer) });
    } else if (className === "cm-old-map") {
      const { opacity, credit } = layer.options;
      this.oldMaps.push({ picture: layer.getElement(), corners: cornersOf(layer), opacity });
      this.credits.push(credit);
    } else if (DRAWN.test(className) && (this.hasBorders || !className.startsWith("ground-border"))) {
      const closed = layer instanceof L.Polygon;
      this.shapes.push({ className, closed, rings: layer.chains ?? ringsOf(layer.getLatLngs()) });
    }
  }

  /** The ground of a window, as the address of a picture. @param {PrintFrame} frame */
  paint(frame) {
    const { left, top, scale, size } = frame;
    const key = [left, top, scale, size.x, size.y].join(" ");
    const known = this.painted.get(key);
    if (known) return known;
    const picture = this.paintPale(frame);
    this.painted.set(key, picture);
    return picture;
  }

  /** @param {PrintFrame} frame */
  paintPale(frame) {
    const { canvas, context, scale, draw } = this.begin(frame);
    this.fill(frame, draw, context, scale);
    // Paler than on the screen: on paper the claims stand before it, in grey as in colour.
    context.fillStyle = `rgb(255 255 255 / ${1 - PALENESS})`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.85);
  }

  /**
   * Have the reliefs as large as a small map shows them, beside all else that is done: to paint one
   * that was never painted halts the page for as long as it takes to read it.
   * @param {PrintFrame} frame
   */
  async prepare(frame) {
    await Promise.all(this.pictures.map(async ({ picture, corners: [west, north, east, south] }) => {
      const [width, height] = [east - west, south - north].map((side) => Math.ceil(side * frame.scale * SHARPNESS));
      const text = /^data:[^,]*;base64,(.*)$/.exec(picture.src)?.[1];
      if (!text || width >= picture.naturalWidth || smaller.get(picture)?.width === width) return;
      const size = /** @type {const} */ ({ resizeWidth: width, resizeHeight: height, resizeQuality: "medium" });
      // What a browser cannot read so is painted from the relief itself.
      const small = await createImageBitmap(new Blob([bytesOf(text)]), size).catch(() => null);
      if (small) smaller.set(picture, small);
    }));
  }

  /** The same as on the screen, in its scheme: a small map beside the large one. @param {PrintFrame} frame */
  inset(frame) {
    const { canvas, context, scale, draw } = this.begin(frame);
    this.fill(frame, draw, context, scale, this.colour("relief-filter"));
    return canvas.toDataURL("image/jpeg", 0.85);
  }

  /**
   * Everything that the ground shows, lowest first.
   * @param {PrintFrame} frame @param {(which: RegExp) => void} draw @param {CanvasRenderingContext2D} context
   * @param {number} scale @param {string} [filter] what the scheme does to the relief
   */
  fill(frame, draw, context, scale, filter = "none") {
    draw(/land/);
    context.filter = filter;
    for (const { picture, corners } of this.pictures) layOn(context, picture, corners, frame, scale);
    context.filter = "none";
    draw(/lake|river/);
    draw(/road/);
    draw(/border/);
    for (const { picture, corners, opacity } of this.oldMaps) {
      context.globalAlpha = opacity;
      layOn(context, picture, corners, frame, scale);
    }
    context.globalAlpha = 1;
  }

  /** A sheet of water, and what draws on it. @param {PrintFrame} frame */
  begin(frame) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(frame.size.x * SHARPNESS);
    canvas.height = Math.round(frame.size.y * SHARPNESS);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const scale = frame.scale * SHARPNESS;
    context.lineJoin = "round";
    context.fillStyle = this.colour("water");
    context.fillRect(0, 0, canvas.width, canvas.height);
    const draw = (/** @type {RegExp} */ which) => {
      for (const shape of this.shapes) if (which.test(shape.className)) this.trace(context, frame, scale, shape);
    };
    return { canvas, context, scale, draw };
  }

  /** @param {CanvasRenderingContext2D} context @param {PrintFrame} frame @param {number} scale @param {PrintShape} shape */
  trace(context, frame, scale, { className, closed, rings }) {
    const name = /** @type {string} */ (className.split("-")[1]);
    const isFar = name === "border" && frame.zoom < NEAR_ZOOM;
    const manner = isFar ? "far border" : name;
    const room = frame.around();
    context.beginPath();
    for (const ring of rings) {
      // Only what lies in the window: far beyond it the dashes of a world's borders would be millions.
      if (!room.intersects(ring.box)) continue;
      const points = isFar ? L.LineUtil.simplify(ring.points, FAR_BEND / frame.scale) : ring.points;
      traceRing(context, points, room, frame, scale, closed);
    }
    context.setLineDash(className.endsWith("mapped") ? [] : DASHES.get(manner) ?? []);
    context.lineWidth = (WIDTHS.get(manner) ?? 0.7) * SHARPNESS;
    context.strokeStyle = this.colour(closed ? "coast" : name);
    if (closed) {
      context.fillStyle = this.colour(name === "land" ? "land" : "water");
      context.fill("evenodd");
    }
    context.stroke();
  }
}

/** North-west and south-east of a picture on the Mercator map. @param {any} layer @returns {number[]} */
function cornersOf(layer) {
  const bounds = layer.getBounds();
  return [...mercator(bounds.getNorth(), bounds.getWest()), ...mercator(bounds.getSouth(), bounds.getEast())];
}

/** @param {CanvasRenderingContext2D} context @param {HTMLImageElement} picture @param {number[]} corners @param {PrintFrame} frame @param {number} scale */
function layOn(context, picture, [west, north, east, south], frame, scale) {
  if (!picture?.complete || !picture.naturalWidth) return;
  const [x, y] = [(west - frame.left) * scale, (north - frame.top) * scale];
  const [width, height] = [(east - west) * scale, (south - north) * scale];
  const small = smaller.get(picture);
  context.drawImage(small && small.width >= width ? small : picture, x, y, width, height);
}

/** Every chain of points in a layer, however deep it lies. @param {any[]} latLngs @returns {PrintRing[]} */
function ringsOf(latLngs) {
  if (!latLngs.length) return [];
  if (Array.isArray(latLngs[0])) return latLngs.flatMap(ringsOf);
  const points = latLngs.map((latLng) => L.CRS.EPSG3857.latLngToPoint(latLng, 0));
  return [{ points, box: L.bounds(points) }];
}

/**
 * @param {CanvasRenderingContext2D} context @param {any[]} points @param {any} room the window's bounds
 * @param {PrintFrame} frame @param {number} scale @param {boolean} closed
 */
function traceRing(context, points, room, frame, scale, closed) {
  const put = (/** @type {"moveTo" | "lineTo"} */ how, /** @type {any} */ point) =>
    context[how]((point.x - frame.left) * scale, (point.y - frame.top) * scale);
  if (closed) {
    L.PolyUtil.clipPolygon(points, room).forEach((/** @type {any} */ point, /** @type {number} */ at) => put(at ? "lineTo" : "moveTo", point));
    context.closePath();
    return;
  }
  let isOpen = false;
  for (let at = 1; at < points.length; at += 1) {
    const part = L.LineUtil.clipSegment(points[at - 1], points[at], room, false, false);
    if (part && !isOpen) put("moveTo", part[0]);
    if (part) put("lineTo", part[1]);
    // A line that leaves the window begins anew where it comes back.
    isOpen = Boolean(part) && part[1].equals(points[at]);
  }
}
