// @ts-check
// Where in the whole campaign the map looks, as a small picture in its corner, and whether it
// looks closer than the ground is exact.

import { say } from "../core/words.js";
import { element } from "../ui/elements.js";

/** @import { Bears } from "../core/payload.js" */

const WIDTH = 132;
const HEIGHT = 88;
/** The view is narrow when it is less than this share of the whole. */
const NARROW = 1 / 3;
/** A smaller map has no room for a second one. */
const LEAST_MAP = { x: 700, y: 420 };
/** So much of the whole's width is shown around it. */
const ROOM = 0.4;
/** So small a frame would not be seen. */
const LEAST_FRAME_PX = 7;

/**
 * @typedef {{place(at: [number, number]): {x: number, y: number}, prepare(): Promise<void>, paint(): string}} Outline a picture of WIDTH by HEIGHT, and where on it a point lies
 */

export class Locator {
  /**
   * @param {any} map the Leaflet map
   * @param {Bears} bears
   * @param {() => any} whole what the whole campaign is about, as bounds of Leaflet
   * @param {(bounds: [[number, number], [number, number]], width: number, height: number) => Outline} outline
   * @param {boolean} isStill whether a picture is taken, which does not wait
   */
  constructor(map, bears, whole, outline, isStill) {
    this.map = map;
    this.bears = bears;
    this.whole = whole;
    this.outline = outline;
    /** @type {Outline | null} made when it is first needed */
    this.made = null;
    /** Whether it can be painted without a halt. */
    this.isReady = isStill;
    /** In which colours it is painted. */
    this.painted = "";
    this.picture = element("img", "", "", { alt: "", width: String(WIDTH), height: String(HEIGHT) });
    this.frame = element("div", "cm-locator-frame");
    this.inset = element("div", "cm-locator", [this.picture, this.frame], { "aria-hidden": "true" });
    this.note = element("div", "cm-coarse");
    const control = new L.Control({ position: "bottomright" });
    control.onAdd = () => element("div", "cm-locator-corner", [this.note, this.inset]);
    control.addTo(map);
    map.whenReady(() => this.update());
    map.on("moveend zoomend resize", () => this.update());
  }

  /** Say and show what holds for the view and the language now. */
  update() {
    const size = this.map.getSize();
    const words = this.isTooClose() ? say("ground.coarse") : "";
    if (this.note.textContent !== words) this.note.textContent = words;
    const seen = this.map.getBounds();
    const whole = this.whole();
    const isNarrow = size.x >= LEAST_MAP.x && size.y >= LEAST_MAP.y
      && seen.getEast() - seen.getWest() < NARROW * (whole.getEast() - whole.getWest());
    this.inset.hidden = !isNarrow || !this.isReady;
    if (isNarrow && this.isReady) this.draw(seen);
    else if (isNarrow) this.prepare();
  }

  /** What it takes is read beside all else that is done, when it is first asked for: many never ask. */
  async prepare() {
    if (this.inset.ariaBusy === "true") return;
    this.inset.ariaBusy = "true";
    await this.outlined().prepare();
    this.isReady = true;
    this.inset.ariaBusy = "false";
    this.update();
  }

  outlined() {
    this.made ??= this.outline(corners(this.whole().pad(ROOM)), WIDTH, HEIGHT);
    return this.made;
  }

  /** In the colours of day or night, where it is not yet. @param {Outline} made */
  paint(made) {
    const colours = getComputedStyle(document.documentElement).getPropertyValue("--ground-land");
    if (colours === this.painted) return;
    this.painted = colours;
    this.picture.setAttribute("src", made.paint());
    this.paintAgain();
  }

  /** @param {any} seen bounds of Leaflet */
  draw(seen) {
    const made = this.outlined();
    this.paint(made);
    const [[south, west], [north, east]] = corners(seen);
    const [low, high] = [made.place([south, west]), made.place([north, east])];
    const [width, height] = [high.x - low.x, low.y - high.y].map((side) => Math.max(side, LEAST_FRAME_PX));
    const [x, y] = [(low.x + high.x - width) / 2, (low.y + high.y - height) / 2];
    Object.assign(this.frame.style, { transform: `translate(${x}px, ${y}px)`, width: `${width}px`, height: `${height}px` });
  }

  /** Paint it once more with each relief that is not there yet. */
  paintAgain() {
    for (const relief of this.map.getContainer().querySelectorAll("img.ground-relief")) {
      if (relief.complete) continue;
      relief.addEventListener("load", () => {
        this.painted = "";
        this.update();
      }, { once: true });
    }
  }

  /** Whether the ground is seen from nearer than it bears; online tiles have their own bounds. */
  isTooClose() {
    if (this.map.getContainer().querySelector(".cm-tiles")) return false;
    const { lat, lng } = this.map.getCenter();
    const isIn = (/** @type {number[]} */ [south, west, north, east]) => {
      const turned = lng - 360 * Math.floor((lng - west) / 360);
      return lat >= south && lat <= north && turned <= east;
    };
    return this.map.getZoom() > (this.bears.boxes.some(isIn) ? this.bears.near : this.bears.far);
  }
}

/** South-west and north-east. @param {any} bounds of Leaflet @returns {[[number, number], [number, number]]} */
function corners(bounds) {
  return [[bounds.getSouth(), bounds.getWest()], [bounds.getNorth(), bounds.getEast()]];
}
