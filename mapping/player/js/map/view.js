// @ts-check
// What the map looks at: the day's own view until the reader moves it, and what lies outside.

import { areaPoints } from "../core/areas.js";
import { clamp } from "../core/numbers.js";
import { onlyPlace } from "../core/tracks.js";
import { say, sayWord, spoken } from "../core/words.js";
import { button, drawing, element } from "../ui/elements.js";
import { prefersStill } from "../ui/motion.js";
import { hasTools, stillTitle } from "../ui/scheme.js";

/** @import { Box } from "../core/labels.js" */
/** @import { Leg, Payload } from "../core/payload.js" */
/** @import { MapScene } from "./scene.js" */

const MAX_ARROWS = 6;
/** Of so many events, the last of a window, there are arrows. */
const MOST_TARGETS = 400;
/** The tools leave no room beside them on a map as low as this, in pixels. */
const LOW_MAP = 440;
/** From where the words over the map end, it is clear so far off, in pixels. */
const SHADE = 46;
/** While time is played, a day that could be seen so many zooms nearer is. */
const PLAY_ZOOM = 1.2;
/** Arrows give way in steps of so many pixels. */
const ARROW_STEP = 4;
/** So far from where they point arrows may give way to others, in pixels. */
const ARROW_REACH = 90;
/** Names keep so far off an arrow, in pixels. */
const ARROW_AIR = 3;
/** Less room than this below a title is none, in pixels. */
const LEAST_VIEW = 90;
/** How wide one place alone is seen. */
const ALONE_METRES = 80_000;

/** @typedef {{name: string, at: [number, number], side: string, sign: string, about: string}} Target a place or force of the day: its name, its drawing, and what is told of it */

export class View {
  /**
   * @param {any} map the Leaflet map
   * @param {Payload} data
   * @param {MapScene} scene
   */
  constructor(map, data, scene) {
    this.map = map;
    this.data = data;
    this.scene = scene;
    this.follows = true;
    /** The map moves because the player says so. */
    this.framing = false;
    /** The view that an address asked for, until the reader moves the map. */
    this.asked = "";
    /** Views are taken at once, without a flight. */
    this.still = false;
    this.isFlying = false;
    /** @type {(() => void) | null} frame the same in a map of another size, until the reader moves it */
    this.refit = null;
    /** @type {(() => void) | undefined} it follows the days again, or does not any more */
    this.onChange = undefined;
    /** @type {(() => void) | undefined} the reader moved the map */
    this.onMove = undefined;
    /** @type {(() => void) | undefined} the map looks elsewhere than before */
    this.onSight = undefined;
    /** @type {any} what the whole campaign is about, once it was asked for */
    this.whole = null;
    /** @type {any} the bounds of all places, once they were asked for */
    this.places = null;
    /** What the map was framed to, while it follows the days. */
    this.framed = "";
    this.placed = false;
    /** The day that the playback came to. */
    this.played = -1;
    this.arrows = element("div", "cm-arrows");
    /** @type {Map<string, {width: number, height: number}>} how large arrows are, by what decides it: to ask would make the browser lay out the page */
    this.sizes = new Map();
    map.getContainer().append(this.arrows);
    map.on("movestart zoomstart", () => this.framing || this.leave());
    map.on("zoom", () => {
      if (!this.isFlying) return;
      scene.redrawLines();
      scene.thinNames();
    });
    map.on("moveend", () => {
      this.isFlying = false;
      if (!this.follows) this.onMove?.();
    });
    map.on("moveend zoomend resize viewreset", () => this.onSight?.());
    map.on("resize", () => this.resized());
  }

  /** What was framed is framed in the new size, at once, unless the reader moved the map since. */
  resized() {
    this.sizes.clear();
    if (!this.refit) return;
    const { still } = this;
    this.still = true;
    this.refit();
    this.still = still;
  }

  /** The reader took the map: the days do not move it any more. */
  leave() {
    this.follows = false;
    this.asked = "";
    this.framed = "";
    this.refit = null;
    this.onChange?.();
  }

  /** Go to other days and claims without a flight; days move the map again. @param {() => void} act */
  jump(act) {
    this.follows = true;
    this.asked = "";
    this.still = true;
    act();
    this.still = false;
    this.onChange?.();
  }

  /** Where the reader took the map, "lat,lon,zoom" to a part of a pixel; empty while it follows the days. */
  get at() {
    if (this.follows || this.asked) return this.asked;
    const { lat, lng } = this.map.getCenter();
    const zoom = this.map.getZoom();
    const digits = clamp(Math.ceil(Math.log10((256 * 2 ** zoom) / 360)) + 1, 0, 6);
    const turns = clamp(lng, -540, 540);
    return [lat.toFixed(digits), turns.toFixed(digits), Number(zoom.toFixed(2))].join();
  }

  /** Go where a reader had taken the map. @param {string} at what `at` gave */
  goBack(at) {
    const [lat, lon, zoom] = at.split(",").map(Number);
    this.leave();
    this.move(() => this.map.setView([clamp(lat, -85, 85), clamp(lon, -540, 540)], zoom, { animate: false }));
    // It stays as it was asked for, whatever the window rounds, until the reader moves the map.
    if (zoom === this.map.getZoom()) this.asked = at;
  }

  /** Move the map for the player, not for the reader. @param {() => void} act */
  move(act) {
    this.framing = true;
    act();
    this.framing = false;
  }

  /** End a flight where it is, so that what changes now is drawn on the ground. */
  land() {
    if (!this.isFlying) return;
    // It ends the flight, too; Leaflet's `stop` would begin a flight of its own, to a whole step of the zoom.
    this.move(() => this.map.setView(this.map.getCenter(), this.map.getZoom(), { animate: false }));
    this.framed = "";
  }

  /** Frame the whole campaign, as while scrubbing. */
  frameAll() {
    if (this.follows) this.fit(this.campaignBounds());
  }

  /** Frame the whole campaign in the room beside or below what covers the map. @param {() => {side: number, top: number}} measure what it covers from its start and from above, in pixels */
  frameBeside(measure) {
    const { x, y } = this.map.getSize();
    if (!x || !y) this.frameAll();
    this.refit = () => this.frameBeside(measure);
    if (!x || !y) return;
    const covered = measure();
    const isMirrored = document.documentElement.dir === "rtl";
    const tools = this.besideTools();
    const [left, right] = isMirrored ? [tools, covered.side + SHADE] : [covered.side + SHADE, tools];
    const top = covered.top < y - LEAST_VIEW ? covered.top + 24 : 18;
    this.frame(this.campaignBounds(), [left, top], [right, 30], 12.5, true);
  }

  /** Frame what matters on a day, or what a step looks at. @param {number} cell @param {[number, number, number, number] | null} [own] */
  frameDay(cell, own = null) {
    if (!this.follows) return;
    this.fit(this.boundsOf(cell, own) ?? this.campaignBounds());
  }

  /** What a day, or a step, is to be looked at; null where nobody says. @param {number} cell @param {[number, number, number, number] | null} [own] @returns {any} */
  boundsOf(cell, own = null) {
    const first = this.scene.index.firstOf(cell);
    const views = own ?? this.scene.views.flatMap(({ telling }) =>
      telling.days.slice(first, cell + 1).flatMap(({ view }) => view ?? []));
    const corners = views.flatMap((_, at) => (at % 4 ? [] : [views.slice(at, at + 4)]));
    const boxes = corners.map(([south, west, north, east]) => [[south, west], [north, east]]);
    return boxes.length ? L.latLngBounds(boxes.flat()) : null;
  }

  /**
   * While time is played, look at what a day is about before it moves: from wherever the reader had
   * taken the map, and only where the day would be out of sight or small.
   * @param {number} cell
   */
  followPlay(cell) {
    if (this.played === cell && this.follows) return;
    this.played = cell;
    const isBack = !this.follows;
    this.follows = true;
    this.asked = "";
    if (isBack) this.onChange?.();
    const bounds = this.boundsOf(cell);
    const { x, y } = this.map.getSize();
    if (!isBack && (!bounds || !x || !y)) return;
    const wanted = (bounds ?? this.campaignBounds()).pad(0);
    for (const point of this.movingOn(cell)) wanted.extend(point);
    const isSeen = this.map.getBounds().contains(wanted);
    if (isSeen && this.map.getBoundsZoom(wanted) - this.map.getZoom() < PLAY_ZOOM) return;
    this.fit(wanted);
  }

  /** Where the forces stand that move on a day, as they were drawn last. @param {number} cell @returns {[number, number][]} */
  movingOn(cell) {
    return this.scene.views.flatMap(({ telling, positions }) => telling.legs.flatMap((leg) => {
      const isMoving = leg.mode === "actual" && leg.animated && leg.span[0] < cell + 1 && leg.span[3] > cell;
      const position = positions.get(leg.force);
      return isMoving && position ? [position.at] : [];
    }));
  }

  /** @param {number} cell */
  reset(cell) {
    this.follows = true;
    this.asked = "";
    this.frameDay(cell);
    this.onChange?.();
  }

  /** Everything that is told of a day, far and near. @param {number} cell */
  showAll(cell) {
    const points = this.targets(cell).map((target) => target.at);
    if (!points.length) return;
    this.leave();
    this.fit(L.latLngBounds(points).pad(0.15));
  }

  /** @param {string} id fly to a claim when it is not in sight */
  goTo(id) {
    const points = this.scene.pointsOf(id);
    if (!points.length) return;
    const bounds = L.latLngBounds(points);
    const inner = this.map.getBounds().pad(-0.08);
    if (points.every((point) => inner.contains(point))) return;
    this.leave();
    this.fit(bounds.pad(0.3), Math.max(this.map.getZoom(), 9));
  }

  /** Look at points from as near by as shows them all, and name what is there. @param {[number, number][]} points */
  goToPoints(points) {
    this.leave();
    this.fit(L.latLngBounds(points).pad(0.3), Math.max(this.map.getZoom(), 10));
  }

  /** All places, found once: where they are in sight, no event lies outside. */
  reach() {
    this.places ??= L.latLngBounds(Object.values(this.data.places).flatMap(({ at }) => (at ? [at] : [])));
    return this.places;
  }

  /** What the whole campaign is about, found once. */
  campaignBounds() {
    this.whole ??= this.findBounds();
    return this.whole;
  }

  /** The bounds that the campaign states; else all movement that took place, else all places. @returns {any} */
  findBounds() {
    const { bounds } = this.data.campaign;
    if (bounds) {
      const [[south, west], [north, east]] = bounds;
      return L.latLngBounds([south, west], [north, east < west ? east + 360 : east]);
    }
    const { account } = this.data.campaign;
    const moved = this.data.tellings[account].legs.flatMap(({ mode, fixes }) => (mode === "actual" ? fixes.map(onlyPlace) : []));
    const places = () => Object.values(this.data.places).flatMap((place) => (place.at ? [place.at] : []));
    const told = moved.length > 1 ? moved : places();
    const points = told.length ? told : areaPoints(this.data);
    if (!points.length) return L.latLngBounds([[-50, -120], [60, 120]]);
    const all = L.latLngBounds(points);
    // One place alone is seen with what is around it.
    return all.getNorthEast().equals(all.getSouthWest()) ? all.getCenter().toBounds(ALONE_METRES) : all.pad(0.2);
  }

  /** What is kept free at the end of a line, in pixels: the tools take nearly all of a low map's side. */
  besideTools() {
    return this.map.getSize().y < LOW_MAP && hasTools() ? 64 : 18;
  }

  /** @param {any} bounds */
  fit(bounds, maxZoom = 12.5) {
    const { x, y } = this.map.getSize();
    this.refit = () => this.fit(bounds, maxZoom);
    // A map that is not shown yet has no room to fit anything into.
    if (!x || !y) {
      this.framed = "";
      this.move(() => this.map.setView(bounds.getCenter(), this.map.getZoom() ?? 6, { animate: false }));
      return;
    }
    // The title covers the top of a small map, but only a corner of a large one.
    const top = this.map.getSize().x < 600 ? Math.max(70, stillTitle()) : 18;
    const [start, end] = [18, this.besideTools()];
    const [left, right] = document.documentElement.dir === "rtl" ? [end, start] : [start, end];
    this.frame(bounds, [left, top], [right, 30], maxZoom, prefersStill() || this.still);
  }

  /**
   * Go to where some bounds are seen, so far from the edges in pixels; nowhere if the map is there.
   *
   * @param {any} bounds @param {[number, number]} start @param {[number, number]} end
   * @param {number} maxZoom @param {boolean} atOnce not in a flight, as never at first
   */
  frame(bounds, start, end, maxZoom, atOnce) {
    const { x, y } = this.map.getSize();
    const key = [bounds.toBBoxString(), x, y, ...start, ...end, maxZoom].join();
    if (this.framed === key) return;
    const options = { paddingTopLeft: start, paddingBottomRight: end, maxZoom };
    if (atOnce || !this.placed) {
      this.move(() => this.map.fitBounds(bounds, { ...options, animate: false }));
    } else {
      this.move(() => this.map.flyToBounds(bounds, { ...options, duration: 0.7 }));
      this.isFlying = true;
    }
    this.placed = true;
    this.framed = this.follows ? key : "";
  }

  /**
   * What a day or its window is about and where: dated events, forces.
   * @param {number} cell
   * @param {number} [most] so many events, the last ones; 0 for none
   * @param {string[] | null} [told] the rows of a step: only what they are about; null for everything
   * @param {(at: [number, number]) => boolean} [isMeant] of which points
   * @returns {Target[]}
   */
  targets(cell, most = Infinity, told = null, isMeant = () => true) {
    const isOf = (/** @type {string} */ row) => !told || told.includes(row);
    /** @type {Map<string, Target>} */
    const targets = new Map();
    for (const view of this.scene.views) {
      for (const name of (most ? this.scene.index.within(view.account, cell).dated.slice(-most) : [])) {
        if (isOf(name) && this.scene.filter.shows(this.data.rows[name])) this.addPlaces(targets, name, isMeant);
      }
      for (const leg of view.telling.legs) if (isOf(leg.row)) this.addGoal(targets, leg, cell, isMeant);
      for (const [id, { at }] of view.positions) {
        if (!isMeant(at)) continue;
        if (told && !view.telling.legs.some(({ force, row }) => force === id && isOf(row))) continue;
        const { label, name: about, side } = this.data.forces[id];
        const sign = this.data.symbols.shapes[this.data.sides[side].shape];
        targets.set(`${view.letter} ${id}`, { name: `${view.letter} ${label}`.trim(), at, side, sign, about });
      }
    }
    return [...targets.values()];
  }

  /** @param {Map<string, Target>} targets @param {string} name @param {(at: [number, number]) => boolean} isMeant */
  addPlaces(targets, name, isMeant) {
    const row = this.data.rows[name];
    if (row.table !== "events") return;
    for (const id of row.places) {
      const place = this.data.places[id];
      if (!place.at || !isMeant(place.at)) continue;
      const sign = this.data.symbols.claims[row.kind] ?? this.data.symbols.plain;
      targets.set(id, { name: place.called.name, at: place.at, side: row.side, sign, about: row.title });
    }
  }

  /** Where a plan or an alleged march was to end. @param {Map<string, Target>} targets @param {Leg} leg @param {number} cell @param {(at: [number, number]) => boolean} isMeant */
  addGoal(targets, leg, cell, isMeant) {
    if (!this.scene.filter.shows(this.data.rows[leg.row])) return;
    if (leg.mode === "actual" || leg.span[0] >= cell + 1 || leg.span[3] <= cell) return;
    const id = this.data.rows[leg.row].places.at(-1) ?? "";
    const place = this.data.places[id];
    if (!place?.at || targets.has(id) || !isMeant(place.at)) return;
    const { side, title: about } = this.data.rows[leg.row];
    const name = say("map.goal", { name: place.called.name, mode: sayWord("mode", leg.mode) });
    targets.set(id, { name, at: place.at, side, sign: "", about });
  }

  /** Arrows at the edge to what lies outside; while a step is told, to what is of it. */
  point() {
    const { scene } = this;
    if (scene.cell < 0) return;
    const size = this.map.getSize();
    const sight = this.map.getBounds();
    const [south, north, west, east] = [sight.getSouth(), sight.getNorth(), sight.getWest(), sight.getEast()];
    const isOutside = (/** @type {[number, number]} */ [lat, lon]) => lat < south || lat > north || lon < west || lon > east;
    const reach = this.reach();
    const most = !reach.isValid() || sight.contains(reach) ? 0 : MOST_TARGETS;
    const outside = this.targets(scene.cell, most, scene.dwelt, isOutside).slice(0, MAX_ARROWS);
    this.arrows.replaceChildren(...outside.map((one) => this.arrow(one, size)));
    scene.arrows = this.spread();
    scene.layOut();
  }

  /** @param {Target} target @param {any} size */
  arrow(target, size) {
    const middle = { x: size.x / 2, y: size.y / 2 };
    const point = this.map.latLngToContainerPoint(target.at);
    const dx = point.x - middle.x;
    const dy = point.y - middle.y;
    const scale = Math.min((size.x / 2 - 8) / Math.abs(dx || 1), (size.y / 2 - 8) / Math.abs(dy || 1));
    const tip = drawing("!M12 3l8 16-8-4-8 4z");
    tip.style.transform = `rotate(${(Math.atan2(dx, -dy) * 180) / Math.PI}deg)`;
    const sign = target.sign ? element("span", "cm-arrow-sign", [drawing(target.sign)]) : null;
    const node = button(
      `cm-arrow cm-of-${target.side || "nobody"}`,
      [tip, sign, element("span", "", target.name, { dir: "auto" })],
      "",
      () => {
        this.leave();
        this.fit(L.latLngBounds([target.at, target.at]).pad(0.5), 9);
      },
    );
    node.tabIndex = -1;
    node.title = target.about;
    node.dataset.x = String(middle.x + dx * scale);
    node.dataset.y = String(middle.y + dy * scale);
    return node;
  }

  /** Put the arrows where what lies over the map lets them, when that is another. */
  giveWay() {
    this.scene.arrows = this.spread();
  }

  /** Put the arrows inside the edge and under one another where they would meet. @returns {Box[]} where they stand, with a little room */
  spread() {
    const size = this.map.getSize();
    const own = /** @type {HTMLElement[]} */ ([...this.arrows.childNodes]);
    /** @type {Box[]} */
    const arrows = [];
    if (!own.length) return arrows;
    const taken = [...this.scene.coveredAlways(), ...this.scene.noted(), ...this.scene.symbolBoxes()];
    for (const node of own) {
      const { width, height } = this.sizeOf(node);
      const left = clamp(Number(node.dataset.x) - width / 2, 8, size.x - width - 8);
      const start = clamp(Number(node.dataset.y) - height / 2, 8, size.y - height - 8);
      const isFree = (/** @type {number} */ top) => top >= 4 && top + height <= size.y - 4 && !taken.some((box) =>
        left < box.right && left + width > box.left && top < box.bottom && top + height > box.top);
      const top = nearestFree(start, start > size.y / 2 ? -ARROW_STEP : ARROW_STEP, size.y, isFree);
      // Where there is no room along or near the edge, the story says it.
      const isAside = left <= 8 || left >= size.x - width - 8;
      const isThere = top !== null && (isAside || Math.abs(top - start) <= ARROW_REACH);
      node.hidden = !isThere;
      if (!isThere) continue;
      node.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
      taken.push({ left, top, right: left + width, bottom: top + height + 4 });
      if (width) arrows.push({ left: left - ARROW_AIR, top: top - ARROW_AIR, right: left + width + ARROW_AIR, bottom: top + height + ARROW_AIR });
    }
    return arrows;
  }

  /** How large an arrow is. @param {HTMLElement} node */
  sizeOf(node) {
    const key = [spoken.code, document.documentElement.dataset.scheme, node.childElementCount, node.textContent].join(" ");
    let size = this.sizes.get(key);
    if (!size) {
      size = { width: node.offsetWidth, height: node.offsetHeight };
      // Under the cover there are none.
      if (size.width) this.sizes.set(key, size);
    }
    return size;
  }
}

/**
 * The place nearest to a start that is free, tried a step towards the middle and as far away from it in turn.
 * @param {number} start @param {number} step in pixels, towards the middle @param {number} reach @param {(at: number) => boolean} isFree
 * @returns {number | null}
 */
function nearestFree(start, step, reach, isFree) {
  for (let far = 0; Math.abs(far) <= reach; far += step) {
    const at = [start + far, start - far].find(isFree);
    if (at !== undefined) return at;
  }
  return null;
}
