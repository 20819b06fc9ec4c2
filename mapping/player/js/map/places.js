// @ts-check
// The places on the map. Few of them are all marks, with symbol and name. Of many, those are marks of
// which something is told, which are held or chosen, as far as there is room; each other is a dot.

import { hasOutline, rimSpots } from "../core/areas.js";
import { Points } from "../core/points.js";
import { say, spoken } from "../core/words.js";
import { element } from "../ui/elements.js";
import { placeSymbol } from "../ui/signs.js";
import { sightOf } from "./canvas.js";
import { Dots } from "./dots.js";
import { labelSize, measureName } from "./labelsize.js";
import { Mark, boxAround } from "./marks.js";

/** @import { Box, LabelItem } from "../core/labels.js" */
/** @import { Payload, Place } from "../core/payload.js" */
/** @import { Pixels } from "../core/points.js" */
/** @import { Holder } from "../core/tracks.js" */
/** @import { DayDots } from "./dots.js" */
/** @import { Size } from "./labelsize.js" */
/** @import { Counted } from "./scene.js" */

/** So many places are all marks; of more, at most so many. */
const MOST_MARKS = 150;
/** So many names of a day to come are measured. */
const MOST_PREPARED = 1500;
/** So many marks of one look wait for another day. */
const MOST_FREE = 40;
/** An outline is named no nearer to the map's edge, in pixels. */
const OUTLINE_EDGE = 16;
const PLACE_PANE = "cm-places";
/** A circle of doubt so large is shown without being asked for, in metres; its rim has words from so many pixels on. */
const FAR_M = 5000;
const RIM_LEAST = 48;
const AT_POINT = [[-0.5, -0.5, 0, 0]];

/** @typedef {{shown: string[], left: string[], undated: string[]}} Signs of a name's events: drawn, dated without room, counted */

/**
 * What the scene knows of the day: its events by place, who holds a place by each account, the
 * places that are held at all, and the places of what is chosen.
 * @typedef {{events: Map<string, string[]>, holders: (id: string) => Holder[][],
 *   held: () => Set<string>, chosen: string[]}} Now
 * @typedef {{isSure: (name: string) => boolean, isOfDay: (names: string[]) => boolean, isWindow: () => boolean, hasNames: () => boolean, pictograms: (names: string[]) => HTMLElement | null, retell: (label: HTMLElement, names: string[]) => void,
 *   signs: (names: string[]) => Signs, counted: (signs: Signs) => Counted[], isAsked: (names: string[]) => boolean, isWhole: () => boolean, name: (words: string, title: string, names: string[]) => HTMLElement, manner: (names: string[]) => string,
 *   isForceAt: (point: Pixels) => boolean, letterOf: (name: string) => string, select: (name: string) => void}} Telling
 */

export class PlaceMarks {
  /** @param {any} map the Leaflet map @param {Payload} data @param {Telling} telling how events are drawn */
  constructor(map, data, telling) {
    this.map = map;
    this.data = data;
    this.telling = telling;
    const placed = Object.entries(data.places).filter(([, place]) => place.at);
    this.ids = placed.map(([id]) => id);
    this.isMany = placed.length > MOST_MARKS;
    /** @type {Map<string, Mark>} those that are marks now */
    this.marks = new Map();
    /** @type {Map<string, Mark[]>} those that wait to be another place's, by the look of their labels */
    this.free = new Map();
    /** @type {Map<Mark, string>} the look of each label, where many places share marks */
    this.looks = new Map();
    /** @type {Map<Mark, string>} those of which nothing is told and that nobody holds or has chosen, by the language they are named in */
    this.quietly = new Map();
    /** @type {Map<string, any>} where it is not sure or wide, how far a place may reach */
    this.areas = new Map();
    /** @type {Map<string, Mark>} the words at the rims of such circles */
    this.rims = new Map();
    /** @type {Set<string>} whose words are wanted now */
    this.rimsShown = new Set();
    /** @type {Now} */
    this.now = { events: new Map(), holders: () => [], held: () => new Set(), chosen: [] };
    /** The days whose names were measured before they came. @type {WeakSet<Map<string, string[]>>} */
    this.prepared = new WeakSet();
    /** How wide a label may be, in pixels, on a map of that size. */
    this.widestLabel = 0;
    this.widestFor = "";
    /** How many places of the day are in the window, and how many of them are marks. */
    this.count = { told: 0, named: 0 };
    if (this.isMany) this.begin(placed);
    else for (const id of this.ids) this.take(id);
  }

  /** Very many places: points of which the map shows some. @param {[string, Place][]} placed */
  begin(placed) {
    const { map } = this;
    const points = placed.map(([, place]) => /** @type {[number, number]} */ (place.at));
    this.points = new Points(points);
    this.numbers = new Map(this.ids.map((id, number) => [id, number]));
    this.wide = new Set(placed.flatMap(([, place], number) => (place.wide ? [number] : [])));
    this.outlined = new Set(placed.flatMap(([, place], number) => (hasOutline(place) ? [number] : [])));
    this.dots = new Dots(map, this.points, "cm-dots");
    /** @type {number[]} places of the window that there is room to name where nothing is told */
    this.quiet = [];
    /** @type {DayDots} what of the day lies in the window */
    this.day = { sure: [], hollow: [], held: [] };
    /** @type {DayDots | null} what of it was drawn last */
    this.dotted = null;
    /** @type {string[]} whose each place of the day is */
    this.sides = this.ids.map(() => "");
    /** @type {number[]} places of the day with an outline, whose middles may be off */
    this.outlines = [];
    /** @type {number[]} */
    this.picked = [];
    /** @type {Map<string, {dx: number, dy: number, isFar: boolean, size: Size}>} where the layout put the names of places */
    this.spots = new Map();
    this.hover = new Mark(map, [0, 0], { classes: "cm-place is-hovered", pane: PLACE_PANE, gap: 12, symbol: null });
    /** @type {number} the dot under the pointer, or -1 */
    this.hovered = -1;
    map.on("mousemove", (/** @type {any} */ event) => this.point(this.under(event)));
    map.on("mouseout movestart", () => this.point(-1));
    map.on("click", (/** @type {any} */ event) => this.press(this.under(event)));
    const scheme = new MutationObserver(() => {
      this.dots?.forget();
      this.look(true);
      this.drawDay();
    });
    scheme.observe(document.documentElement, { attributeFilter: ["data-scheme"] });
  }

  /** The mark of a place; one that is free becomes it, if it can be one that looks alike. @param {string} id @param {string} [look] @returns {Mark} */
  take(id, look = "") {
    const known = this.marks.get(id);
    if (known) return known;
    const place = this.data.places[id];
    const at = /** @type {[number, number]} */ (place.at);
    const mark = this.free.get(look)?.pop() ??
      new Mark(this.map, at, { classes: "cm-place", pane: PLACE_PANE, gap: 12, symbol: null });
    mark.stays = this.isMany;
    mark.reckon = () => this.sizeOf(id);
    mark.moveTo(at);
    mark.gap = hasOutline(place) ? 0 : 12;
    mark.root.classList.toggle("is-wide", place.wide);
    if (place.wide) mark.draw("", () => null);
    this.marks.set(id, mark);
    return mark;
  }

  /** Draw the places of a moment; of many, the dots of what moves now, all else with the next layout. @param {Now} now @param {boolean} isMoving */
  draw(now, isMoving) {
    this.now = now;
    if (this.isMany) {
      this.gather();
      if (isMoving) this.drawDay();
      return;
    }
    for (const id of this.ids) this.drawAnew(id, this.take(id), now.events.get(id) ?? []);
  }

  /** What is no mark any more. @param {Map<string, unknown>} wanted */
  release(wanted) {
    for (const [id, mark] of this.marks) {
      if (wanted.has(id)) continue;
      this.marks.delete(id);
      this.quietly.delete(mark);
      const look = this.looks.get(mark) ?? "";
      const alike = this.free.get(look);
      if (alike) alike.push(mark);
      else this.free.set(look, [mark]);
      this.areas.get(id)?.remove();
    }
  }

  /** The quiet dots of the window, drawn where it is another one. @param {boolean} [anew] whether they look otherwise */
  look(anew = false) {
    const { points, dots, wide } = this;
    if (!points || !dots || !wide) return;
    const isMoved = points.look(sightOf(this.map));
    if (isMoved || anew) dots.drawQuiet((number) => !wide.has(number));
    if (!isMoved) return;
    this.quiet = points.withRoom([points.inside.filter((number) => !wide.has(number))], MOST_MARKS);
    this.gather();
  }

  /** What of the day lies in the window, and whose it is. */
  gather() {
    const { points, numbers, ids, sides, now } = this;
    if (!points || !numbers || !sides) return;
    const number = (/** @type {string} */ id) => numbers.get(id) ?? -1;
    this.picked = now.chosen.map(number).filter((one) => one >= 0);
    const { sure, hollow } = this.toldPlaces(number);
    const holding = now.held();
    const told = new Set(holding.size ? [...sure, ...hollow] : []);
    const held = [...holding].map(number).filter((one) => points.isInside(one) && !told.has(one));
    for (const one of held) sides[one] = this.holder(ids[one]);
    this.day = { sure, hollow, held };
  }

  /** The places of the day in the window, by whether they are sure. @param {(id: string) => number} number */
  toldPlaces(number) {
    const { points, sides, wide, outlined, telling } = this;
    /** @type {number[]} */
    const sure = [];
    /** @type {number[]} */
    const hollow = [];
    this.outlines = [];
    if (!points || !sides || !wide || !outlined) return { sure, hollow };
    const isSureOne = (/** @type {string} */ name) => telling.isSure(name);
    this.now.events.forEach((names, id) => {
      const one = number(id);
      const isInside = one >= 0 && points.isInside(one);
      if (!isInside && !outlined.has(one)) return;
      const isSure = names.some(isSureOne);
      if (isSure && outlined.has(one)) this.outlines?.push(one);
      if (!isInside || (!isSure && wide.has(one))) return;
      sides[one] = this.data.rows[names[0]].side;
      (isSure ? sure : hollow).push(one);
    });
    return { sure, hollow };
  }

  /** The dots of the day, but for those that are marks. */
  drawDay() {
    const { day, sides, marks, ids } = this;
    if (!day || !sides) return;
    this.dotted = day;
    this.dots?.drawDay(day, sides, (number) => !marks.has(ids[number]));
  }

  /** Labels for the layout, of places that may become marks: the chosen and the told first. @returns {LabelItem[]} */
  items() {
    this.look();
    this.spots = new Map();
    const { points, day, picked, quiet } = this;
    if (!points || !day || !picked || !quiet) return [];
    const chosen = new Set(picked);
    const outlines = this.outlinesInSight();
    const groups = [picked, day.sure, day.hollow, day.held, quiet];
    const others = outlines.size ? groups.map((some) => some.filter((one) => !outlines.has(one))) : groups;
    return [...outlines.keys(), ...points.withRoom(others, MOST_MARKS)].map((number) => {
      const id = this.ids[number];
      const { x, y } = outlines.get(number) ?? { x: points.x[number], y: points.y[number] };
      const names = this.now.events.get(id) ?? [];
      const isSure = names.some((name) => this.telling.isSure(name));
      const priority = (chosen.has(number) ? 40 : 0) + (isSure ? 60 : names.length ? 40 : 20);
      const size = this.sizeOf(id);
      return {
        x, y, ...size, gap: outlines.has(number) ? 0 : 12,
        priority: priority + (this.now.holders(id).some((one) => one.length) ? 5 : 0), must: chosen.has(number),
        place: (dx, dy, isFar) => { this.spots.set(id, { dx, dy, isFar, size }); },
        hide: () => {},
      };
    });
  }

  /** Where the outlines of the day are named, of many places; their middles may be off. @returns {Map<number, {x: number, y: number}>} */
  outlinesInSight() {
    /** @type {Map<number, {x: number, y: number}>} */
    const found = new Map();
    for (const number of this.outlines?.slice(0, MOST_MARKS) ?? []) {
      const spot = this.outlineSpot(this.data.places[this.ids[number]]);
      if (spot) found.set(number, this.map.latLngToContainerPoint(spot));
    }
    return found;
  }

  /**
   * What the symbols take that labels may not cover. Of many places those of the day that may be
   * named, so that names do not depend on the day before.
   * @param {LabelItem[]} items the labels of many places @returns {(Box | null)[]}
   */
  symbolBoxes(items) {
    if (!this.isMany) return [...this.marks.values()].map((mark) => mark.box());
    return items.filter(({ gap }) => gap).map(({ x, y, gap }) => boxAround(x, y, gap));
  }

  /** How large the label of a place is. @param {string} id @returns {Size} */
  sizeOf(id) {
    const { called, wide } = this.data.places[id];
    const { telling } = this;
    const names = this.now.events.get(id) ?? [];
    const isSaid = names.length > 0 && !telling.isWhole();
    const signs = telling.signs(isSaid ? names : []);
    return labelSize({
      name: telling.hasNames() ? called.name : "",
      isToday: names.some((name) => telling.isSure(name)),
      isItalic: wide,
      isAsked: isSaid && telling.isAsked(names),
      signs: signs.shown.length,
      counts: telling.counted(signs),
    }, this.widest());
  }

  /** Measure the names of a day to come, once. @param {Map<string, string[]>} events */
  prepare(events) {
    if (this.prepared.has(events)) return;
    this.prepared.add(events);
    for (const id of [...events.keys()].slice(0, MOST_PREPARED)) measureName(this.data.places[id]?.called.name ?? "");
  }

  /** How wide a label may be, as the style sheet says for a map of this size, in pixels. */
  widest() {
    const { x, y } = this.map.getSize();
    const size = `${x} ${y}`;
    if (size !== this.widestFor) {
      this.widestFor = size;
      this.widestLabel = parseFloat(getComputedStyle(this.map.getContainer()).getPropertyValue("--widest-label"));
    }
    return this.widestLabel;
  }

  /** Those whose names found room are marks now, and say so of the day. */
  finish() {
    if (!this.isMany) this.countMarks();
    const { day, dotted, marks, spots } = this;
    if (!day || !spots) return;
    const isSame = day === dotted && spots.size === marks.size && [...spots.keys()].every((id) => marks.has(id));
    this.release(spots);
    for (const [id, { dx, dy, isFar, size }] of spots) {
      const names = this.now.events.get(id) ?? [];
      const look = this.lookOf(names);
      const mark = this.take(id, look);
      this.looks.set(mark, look);
      this.drawAnew(id, mark, names);
      mark.size = size;
      mark.put(dx, dy, isFar);
    }
    this.nameOutlines();
    this.thin();
    if (!isSame) this.drawDay();
    const told = day.sure.length + day.hollow.length;
    this.count = { told, named: this.namedOf(day.sure) + this.namedOf(day.hollow) };
  }

  /** How many of some places are marks. @param {number[]} numbers */
  namedOf(numbers) {
    return numbers.reduce((count, one) => count + (this.marks.has(this.ids[one]) ? 1 : 0), 0);
  }

  /** In a window of days even few places may be told more than there is room for. */
  countMarks() {
    const { x, y } = this.map.getSize();
    const sight = L.bounds([0, 0], [x, y]);
    const told = [...this.now.events.keys()].flatMap((id) => this.marks.get(id) ?? [])
      .filter((mark) => mark.shown && sight.contains(this.map.latLngToContainerPoint(mark.at)));
    const named = told.filter((mark) => mark.isNamed).length;
    this.count = this.telling.isWindow() ? { told: told.length, named } : { told: 0, named: 0 };
  }

  /** Draw a place, unless nothing is told of it and it stands so already. @param {string} id @param {Mark} mark @param {string[]} names of its events */
  drawAnew(id, mark, names) {
    const { chosen, holders } = this.now;
    const isQuiet = !names.length && !chosen.includes(id) && !holders(id).some((one) => one.length);
    if (isQuiet && this.quietly.get(mark) === spoken.code) return;
    this.drawPlace(id, mark);
    if (isQuiet) this.quietly.set(mark, spoken.code);
    else this.quietly.delete(mark);
  }

  /** Free marks leave the map, and of very many some are given up. */
  thin() {
    for (const [look, marks] of this.free) {
      for (const mark of marks) mark.show(false);
      for (const mark of marks.splice(MOST_FREE)) {
        this.looks.delete(mark);
        mark.leave();
      }
      if (!marks.length) this.free.delete(look);
    }
  }

  /** Labels of one look have the same parts. @param {string[]} names of events */
  lookOf(names) {
    if (!names.length) return "";
    const { shown, left, undated } = this.telling.signs(names);
    const letters = shown.map((name) => this.telling.letterOf(name));
    const isAsked = this.telling.isAsked(names);
    return [shown.length, letters, left.length > 0, undated.length > 0, isAsked].join("|");
  }

  /** The words of a label whose look stays. @param {Mark} mark @param {Place} place @param {string[]} names */
  retell(mark, place, names) {
    const name = /** @type {HTMLElement} */ (mark.label.firstElementChild);
    // A text that is changed is shaped at once; another one with all the others.
    name.firstChild?.replaceWith(place.called.name);
    name.title = place.called.native;
    this.telling.retell(mark.label, names);
  }

  /** @param {string} id */
  holder(id) {
    return this.now.holders(id).flat()[0]?.side ?? "";
  }

  /** The place under a pointer, -1 where there is none or something else lies above it. @param {any} event */
  under({ originalEvent, containerPoint }) {
    const { target } = originalEvent;
    if (!this.points || target.closest?.(".leaflet-interactive, .cm-mark, .cm-arrow") || this.telling.isForceAt(containerPoint)) return -1;
    const { events } = this.now;
    return this.points.nearest(containerPoint, (one) => (events.has(this.ids[one]) ? 3 : 0));
  }

  /** Name the dot that a pointer is over. @param {number} number */
  point(number) {
    if (number === this.hovered || !this.hover) return;
    this.hovered = number;
    const id = this.ids[number];
    const isNamed = !id || this.marks.has(id);
    this.hover.show(!isNamed);
    this.map.getContainer().classList.toggle("is-on-dot", Boolean(id));
    if (isNamed) return;
    const place = this.data.places[id];
    this.hover.moveTo(/** @type {[number, number]} */ (place.at));
    const now = this.now.events.get(id) ?? [];
    this.hover.fill(`${spoken.code} ${id} ${now.join(" ")}`, () => this.label(place, now));
    this.hover.nameBeside();
  }

  /** A press on a dot opens what is told there; else it is named, as for a finger. @param {number} number */
  press(number) {
    const [first] = this.now.events.get(this.ids[number]) ?? [];
    if (first) this.telling.select(first);
    else this.point(number);
  }

  /** @param {Place} place @param {string[]} now */
  label(place, now) {
    return [
      this.telling.name(place.called.name, place.called.native, now),
      this.telling.pictograms(now),
    ];
  }

  /** @param {string} id @param {Mark} mark */
  drawPlace(id, mark) {
    const place = this.data.places[id];
    const now = this.now.events.get(id) ?? [];
    const holders = this.now.holders(id);
    const wide = place.wide;
    const isSure = now.some((name) => this.telling.isSure(name));
    const isShown = !wide || isSure;
    mark.show(isShown);
    this.showArea(id, isShown, now);
    const key = JSON.stringify(holders);
    if (!wide) this.drawSymbol(mark, this.data.symbols.places[place.kind] ?? "", key, holders);
    const isHeld = holders.some((one) => one.length);
    mark.priority = (isSure ? 60 : now.length ? 40 : 20) + (isHeld ? 5 : 0);
    mark.must = isSure && !this.isMany && this.telling.isOfDay(now);
    if (!wide) mark.gap = 12 + 4 * holders.filter((one) => one.length).length;
    mark.dressAs("is-today", isSure);
    if (this.isMany) mark.paint(now.length ? this.data.rows[now[0]].side || "nobody" : "");
    this.fill(mark, place, now);
  }

  /** Say in a label what is told. @param {Mark} mark @param {Place} place @param {string[]} now */
  fill(mark, place, now) {
    const key = `${this.telling.manner(now)} ${place.called.name}`;
    const look = this.looks.get(mark);
    if (look === undefined || look !== mark.look) {
      mark.fill(key, () => this.label(place, now));
    } else if (key !== mark.content) {
      mark.content = key;
      this.retell(mark, place, now);
    }
    mark.look = look;
  }

  /** Dot and rings, when they differ from those that are there. @param {Mark} mark @param {string} path @param {string} held as text @param {Holder[][]} holders */
  drawSymbol(mark, path, held, holders) {
    mark.root.dataset.held = held;
    mark.draw(`${path} ${held}`, () => placeSymbol(path, holders));
  }

  /** How far off a place may be is shown where it is far, or where the place is chosen. @param {string} id @param {boolean} shown @param {string[]} events */
  showArea(id, shown, events) {
    const area = this.areaOf(id);
    if (!area) return;
    const place = this.data.places[id];
    const isFar = place.wide || area.getRadius() >= FAR_M || this.now.chosen.includes(id);
    const isShown = shown && isFar;
    if (isShown) area.addTo(this.map);
    else area.remove();
    this.nameRim(id, isShown && events.length > 0 && !hasOutline(place));
    const side = events.length ? this.data.rows[events[0]].side : "";
    const node = area.getElement();
    if (!node) return;
    node.classList.toggle("is-today", events.length > 0);
    for (const name of Object.keys(this.data.sides)) node.classList.toggle(`cm-of-${name}`, name === side);
  }

  /** Say at the lower rim of a large circle what it means. @param {string} id @param {boolean} isShown */
  nameRim(id, isShown) {
    const place = this.data.places[id];
    const known = this.rims.get(id);
    if (!place.at || (!isShown && !known)) return;
    const south = /** @type {[number, number]} */ (rimSpots(place.at, this.areaOf(id).getRadius() / 1000).at(-1));
    const mark = known ?? new Mark(this.map, south, {
      classes: "cm-rim", pane: PLACE_PANE, gap: 0, symbol: null,
    });
    this.rims.set(id, mark);
    mark.sides = AT_POINT;
    const { name } = place.called;
    mark.fill(`${spoken.code} ${name}`, () => [element("span", "", say("map.somewhere", { name }))]);
    this.rimsShown[isShown ? "add" : "delete"](id);
  }

  /** The words of those circles that are large enough on the map. @returns {Mark[]} */
  rimMarks() {
    for (const [id, mark] of this.rims) {
      const at = /** @type {[number, number]} */ (this.data.places[id].at);
      const [middle, rim] = [at, mark.at].map((point) => this.map.latLngToContainerPoint(point));
      mark.show(this.rimsShown.has(id) && rim.y - middle.y > RIM_LEAST);
    }
    return [...this.rims.values()];
  }

  /** What has an outline has no point of its own: its name stands where the outline is in sight. */
  nameOutlines() {
    for (const [id, mark] of this.marks) {
      const place = this.data.places[id];
      if (place.at && hasOutline(place) && mark.shown) mark.moveTo(this.outlineSpot(place) ?? place.at);
    }
  }

  /** Where on its outline a place may be named that is in sight, or null. @param {Place} place @returns {[number, number] | null} */
  outlineSpot(place) {
    const { x, y } = this.map.getSize();
    const sight = L.bounds([OUTLINE_EDGE, OUTLINE_EDGE], [x - OUTLINE_EDGE, y - OUTLINE_EDGE]);
    const spots = place.at ? rimSpots(place.at, place.extent ?? 0) : [];
    return spots.find((spot) => sight.contains(this.map.latLngToContainerPoint(spot))) ?? null;
  }

  /** How far a place may reach, or null where it is a point. @param {string} id */
  areaOf(id) {
    const known = this.areas.get(id);
    if (known !== undefined) return known;
    const place = this.data.places[id];
    const wide = place.wide;
    const km = Math.max(wide ? (place.extent ?? 0) : 0, place.radius ?? 0);
    const className = `cm-area ${hasOutline(place) ? "is-extent" : ""}`;
    const radius = Math.max(km * 1000, 1);
    const isPoint = place.certainty === "certain" && !wide;
    const area = isPoint ? null : L.circle(place.at, { radius, className, pane: "cm-areas", interactive: false });
    this.areas.set(id, area);
    return area;
  }
}
