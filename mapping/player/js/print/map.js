// @ts-check
// One day as a small map for print: an SVG of what the map shows at the day's end.

import { areaPoints, chainsOf, hasOutline, rimSpots } from "../core/areas.js";
import { layOutLabels } from "../core/labels.js";
import { spreadApart } from "../core/spread.js";
import { frontTeeth, toPath } from "../core/teeth.js";
import { hasHead, holdersAt, onlyPlace, partsOn, wayBetween } from "../core/tracks.js";
import { sayNamed } from "../core/quantities.js";
import { say, sayNumber } from "../core/words.js";
import { drawing } from "../ui/elements.js";
import { placeSymbol } from "../ui/signs.js";
import { widthOf } from "../ui/widths.js";
import { MOST_FORCES } from "../map/forces.js";
import { CROWD } from "../map/telling.js";
import { dotsOf, joined, uncovered } from "./crowd.js";
import { arcsOf, bandNumbers, bandOf, floorOf, isBand, townNames } from "./details.js";
import { svgElement } from "./drawn.js";
import { PrintFrame } from "./ground.js";

/** @import { DayIndex } from "../core/days.js" */
/** @import { Box, LabelItem } from "../core/labels.js" */
/** @import { Leg, Outline, Payload, Place, ToldArea } from "../core/payload.js" */
/** @import { Holder } from "../core/tracks.js" */
/** @import { SmallLabel } from "./details.js" */
/** @import { PrintGround } from "./ground.js" */

const OF_A_DAY = { width: 380, height: 290 };
const FORCE_FACE = "600 11px";
const PLACE_FACE = "500 11px";
const TAG_FACE = "700 9px";

/** @typedef {{text: string, side: string, isSure: boolean, sign?: string, isAsked?: boolean}} Tag the number of a claim in the list beside the map, or where there is none its sign; isAsked: that accounts differ */

/** So many signs beside a name where no list tells the rest. */
const MOST_SIGNS = 3;
/** So many places have a symbol of their own at most; of more only those of which something is told. */
const MOST_SYMBOLS = 1500;

export class PrintMap {
  /**
   * @param {Payload} data
   * @param {string} account
   * @param {number} cell the day
   * @param {PrintGround} ground
   * @param {Map<string, number> | null} numbers of the claims; null: each has its sign
   * @param {DayIndex} index with the filter of what is shown
   * @param {{size?: {width: number, height: number}, view?: [number, number, number, number] | null,
   *   first?: number, symbols?: string, paint?: (frame: PrintFrame) => string}} [wanted]
   *   how large, in pixels, what to look at instead of what the day is to be looked at, the first of
   *   the days that are shown together, by what symbols forces are drawn, and how the ground is painted
   */
  constructor(data, account, cell, ground, numbers, index, { size = OF_A_DAY, view = null, first = cell, symbols = "", paint = (frame) => ground.paint(frame) } = {}) {
    this.data = data;
    this.account = account;
    this.index = index;
    this.symbols = symbols;
    this.telling = data.tellings[account];
    this.cell = cell;
    this.first = first;
    this.filter = index.filter;
    this.numbers = numbers;
    this.size = size;
    const views = this.telling.days.slice(first, cell + 1).flatMap((day) => (day.view ? [day.view] : []));
    this.frame = new PrintFrame(this.bounds(view ?? aroundAll(views)), size.width, size.height);
    this.picture = paint(this.frame);
    const { dated, undated, sure } = index.within(account, cell, first);
    this.sure = new Set(sure);
    this.told = [...dated, ...undated].filter((name) => this.filter.shows(data.rows[name]));
    this.legs = new Map(this.telling.legs.map((leg) => [leg.movement, leg]));
    /** Whether so much moves that ways have no casings and no heads, as on the screen. */
    this.isCrowd = this.telling.legs.length > CROWD;
    /** Pixels of a force's symbol. */
    this.symbolSize = this.isCrowd ? 10 : 15;
    /** How many places and forces of the day are on the map, and how many of them are named, where there are very many. */
    this.count = { places: { told: 0, named: 0 }, forces: { told: 0, named: 0 } };
    /** @type {Map<string, string[]> | undefined} */
    this.acts = undefined;
  }

  /** What is to be looked at, else the campaign, else all of its places. @param {[number, number, number, number] | null} view @returns {[[number, number], [number, number]]} */
  bounds(view) {
    if (view) return [[view[0], view[1]], [view[2], view[3]]];
    const { bounds } = this.data.campaign;
    if (bounds) return [bounds[0], [bounds[1][0], bounds[1][1] + (bounds[1][1] < bounds[0][1] ? 360 : 0)]];
    const places = Object.values(this.data.places).flatMap(({ at }) => (at ? [at] : []));
    const points = places.length ? places : areaPoints(this.data);
    const around = points.length ? L.latLngBounds(points).pad(0.2) : L.latLngBounds([[-50, -120], [60, 120]]);
    return [[around.getSouth(), around.getWest()], [around.getNorth(), around.getEast()]];
  }

  /** @returns {Element} */
  draw() {
    const { width, height } = this.size;
    const places = this.places();
    const forces = this.forces();
    const arcs = arcsOf(this);
    const small = [...bandNumbers(this), ...(this.numbers ? [] : townNames(this))];
    const labels = this.labels(places, forces, small, arcs.map(({ box }) => box));
    const ways = this.legsInOrder().flatMap((leg) => this.ways(leg));
    return svgElement("svg", `cm-print-map ${this.isCrowd ? "is-crowd" : ""}`.trim(), { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": this.data.days[this.cell].label }, [
      svgElement("image", "", { href: this.picture, width, height, preserveAspectRatio: "none" }),
      ...this.telling.days[this.cell].areas.filter(({ row }) => this.filter.shows(this.data.rows[row])).map((told) => this.front(told)),
      ...this.dots(),
      ...places.map((place) => place.area),
      ...(this.isCrowd ? joined(ways) : ways),
      ...arcs.map(({ node }) => node),
      ...places.map((place) => place.symbol),
      ...forces.map((force) => force.symbol),
      ...labels,
      svgElement("rect", "cm-print-edge", { x: 0.5, y: 0.5, width: width - 1, height: height - 1 }),
    ]);
  }

  /** @param {{x: number, y: number}} point */
  isIn({ x, y }) {
    return x > 0 && y > 0 && x < this.size.width && y < this.size.height;
  }

  /** The numbers of the claims that stand at a place or force. @param {string[]} names @returns {Tag[]} */
  tags(names) {
    const { numbers } = this;
    if (!numbers) return this.signs(names);
    return names.filter((name) => numbers.has(name)).map((name) => ({
      text: sayNumber(numbers.get(name) ?? 0), side: this.data.rows[name].side || "nobody", isSure: this.sure.has(name),
    }));
  }

  /** The signs of events; of more than there is room for, how many. @param {string[]} names @returns {Tag[]} */
  signs(names) {
    const { claims, plain } = this.data.symbols;
    const events = names.filter((name) => this.data.rows[name].table === "events");
    const shown = events.slice(0, MOST_SIGNS).map((name) => {
      const { kind, side } = this.data.rows[name];
      return { text: "", side: side || "nobody", isSure: this.sure.has(name), sign: claims[kind] ?? plain };
    });
    const left = events.length - shown.length;
    const asked = events.some((name) => this.data.rows[name].questions.length);
    return [
      ...(asked ? [{ text: say("picture.asked"), side: "nobody", isSure: true, isAsked: true }] : []), ...shown,
      ...(left ? [{ text: `+${sayNumber(left)}`, side: "nobody", isSure: false }] : []),
    ];
  }

  get hasManyPlaces() {
    return Object.keys(this.data.places).length > MOST_SYMBOLS;
  }

  /** Very many places of which nothing is told: dots, in a picture of what the reader looks at. */
  dots() {
    if (this.numbers || !this.hasManyPlaces) return [];
    const inSight = Object.values(this.data.places).flatMap(({ at, wide }) => {
      const point = at && !wide ? this.frame.place(at) : null;
      return point && this.isIn(point) ? [{ point }] : [];
    });
    return dotsOf(inSight);
  }

  places() {
    const isMany = this.hasManyPlaces;
    const held = holdersAt(this.telling.control, this.cell + 1);
    const events = this.eventsByPlace();
    const found = Object.entries(this.data.places).flatMap(([id, place]) => {
      if (!place.at) return [];
      const point = this.frame.place(place.at);
      const here = events.get(id) ?? [];
      if (isMany && !here.length && !held.has(id)) return [];
      const isWide = place.wide;
      if (!this.isIn(point) || (isWide && !here.some((name) => this.sure.has(name)))) return [];
      const km = Math.max(isWide ? (place.extent ?? 0) : 0, place.radius ?? 0);
      const hasArea = here.length > 0 && (isWide || place.certainty !== "certain");
      const area = hasArea ? svgElement("circle", `cm-print-area ${hasOutline(place) ? "is-extent" : ""}`, { cx: point.x, cy: point.y, r: this.frame.pixels(km) }) : null;
      const named = hasOutline(place) ? rimSpots(place.at, km).map((at) => this.frame.place(at)).find((at) => this.isIn(at)) : point;
      return [{ point: named ?? point, area, symbol: isWide ? null : this.placeSymbol(place, point, (held.get(id) ?? []).filter(({ side }) => this.filter.showsSide(side))),
        name: this.nameOf(place.called.name), tags: this.tags(here), isWide, isHeld: held.has(id), isTold: here.length > 0 }];
    });
    if (isMany) this.count.places.told = found.filter(({ isTold }) => isTold).length;
    return found.length > MOST_SYMBOLS ? uncovered(found, ({ tags }) => tags[0]?.side ?? "") : found;
  }

  /** The events of the day by their places. @returns {Map<string, string[]>} */
  eventsByPlace() {
    const events = new Map();
    for (const name of this.told) {
      const row = this.data.rows[name];
      if (row.table !== "events") continue;
      for (const id of new Set(row.places)) events.set(id, [...(events.get(id) ?? []), name]);
    }
    return events;
  }

  /** @param {Place} place @param {{x: number, y: number}} point @param {Holder[]} holders */
  placeSymbol(place, { x, y }, holders) {
    const symbol = placeSymbol(this.data.symbols.places[place.kind] ?? "", holders.length ? [holders] : []);
    for (const [name, value] of Object.entries({ x: x - 9, y: y - 9, width: 18, height: 18 })) symbol.setAttribute(name, String(value));
    return symbol;
  }

  forces() {
    const all = this.telling.days[this.cell].forces.flatMap(({ force, presence, at }) => {
      const point = this.frame.place(at);
      return presence !== "left" && this.filter.showsForce(force) && this.isIn(point) ? [{ id: force, presence, point }] : [];
    });
    // Those that lie under others are not drawn, and names only where there is room.
    const isMany = all.length > MOST_FORCES;
    if (isMany) this.count.forces.told = all.length;
    const standing = isMany ? uncovered(all, ({ id, presence }) => `${this.data.forces[id].side} ${presence}`) : all;
    const sizes = standing.map(({ id }) => {
      const [, width, height] = this.app6Of(id) ?? ["", this.symbolSize, this.symbolSize];
      return { width, height };
    });
    const moves = isMany ? [] : spreadApart(standing.map(({ point }, at) => ({ ...point, ...sizes[at] })));
    return standing.map(({ id, presence, point }, number) => {
      const [dx, dy] = moves[number] ?? [0, 0];
      const at = { x: point.x + dx, y: point.y + dy };
      const { label, side } = this.data.forces[id];
      const half = sizes[number].width / 2;
      return { point: at, name: this.nameOf(label), side, symbol: this.forceSymbol(id, at, presence), tags: this.tags(this.actsOf(id)), must: !isMany, half, gap: Math.max(9, half + 3) };
    });
  }

  /** A force's symbol of APP-6, where the reader wants these and it has one. @param {string} id */
  app6Of(id) {
    return this.symbols === "app6" ? this.data.forces[id].app6 : null;
  }

  /** A name, unless names are switched off. @param {string} name */
  nameOf(name) {
    return this.filter.showsLayer("names") ? name : "";
  }

  /** The claims of the day that are drawn at a force: its movements, and events without a place. @param {string} id */
  actsOf(id) {
    this.acts ??= this.findActs();
    return this.acts.get(id) ?? [];
  }

  /** @returns {Map<string, string[]>} by force */
  findActs() {
    /** @type {Map<string, string[]>} */
    const acts = new Map();
    for (const name of this.told) {
      const anchor = this.telling.anchors[name];
      for (const id of new Set([...(this.data.rows[name].forces ?? []), ...(anchor ? [anchor] : [])])) {
        const own = acts.get(id);
        if (own) own.push(name);
        else acts.set(id, [name]);
      }
    }
    return acts;
  }

  /** @param {string} id @param {{x: number, y: number}} point @param {string} presence */
  forceSymbol(id, { x, y }, presence) {
    const { side } = this.data.forces[id];
    const classes = `cm-print-force cm-of-${side} is-${presence.replace(" ", "-")}`;
    const app6 = this.app6Of(id);
    if (app6) {
      const [href, width, height, left, top] = app6;
      const outline = { x: x - left - 2, y: y - top - 2, width: width + 4, height: height + 4 };
      return svgElement("g", `${classes} is-app6`, { "data-force": id }, [
        svgElement("image", "", { href, x: x - left, y: y - top, width, height }),
        presence === "present" ? null : svgElement("rect", "cm-print-doubt", outline),
      ]);
    }
    const shape = drawing(this.data.symbols.shapes[this.data.sides[side].shape]);
    for (const [name, value] of Object.entries({ x: x - this.symbolSize / 2, y: y - this.symbolSize / 2, width: this.symbolSize, height: this.symbolSize })) shape.setAttribute(name, String(value));
    return svgElement("g", classes, { "data-force": id }, [shape]);
  }

  /** A front or an area with its edge, as soft as it may be off. @param {ToldArea} told */
  front({ row: name, outline: number, sure }) {
    const row = this.data.rows[name];
    const outline = /** @type {Outline} */ (row.outlines?.[number]);
    const lines = chainsOf(outline).map(({ points }) => points.map((at) => {
      const { x, y } = this.frame.place(at);
      return /** @type {[number, number]} */ ([x, y]);
    }));
    const d = lines.map((line) => toPath(line, outline.closed)).join("");
    const box = { left: 0, top: 0, right: this.size.width, bottom: this.size.height };
    const teeth = frontTeeth(row, outline, lines, box);
    const soft = 2 * this.frame.pixels(row.radius ?? 0);
    return svgElement("g", `cm-front cm-of-${row.side || "nobody"} ${sure ? "" : "is-unsure"}`, { "data-row": name, "data-kind": row.kind }, [
      outline.closed ? svgElement("path", "cm-front-fill", { d }) : null,
      soft > 2 ? svgElement("path", "cm-front-soft", { d, style: `stroke-width: ${soft.toFixed(1)}px` }) : null,
      svgElement("path", "cm-front-line", { d }),
      teeth ? svgElement("path", "cm-front-teeth", { d: teeth }) : null,
    ]);
  }

  /** As the map's panes have them: what was only planned or alleged lies under what was done. */
  legsInOrder() {
    const floor = (/** @type {Leg} */ leg) => floorOf(leg, this.data.rows[leg.row]);
    return this.telling.legs.filter(({ row }) => this.filter.shows(this.data.rows[row])).sort((a, b) => floor(a) - floor(b));
  }

  /** The ways of a movement that the day shows. @param {Leg} leg @returns {Element[]} */
  ways(leg) {
    if (leg.fixes.length < 2 || !this.filter.shows(this.data.rows[leg.row])) return [];
    const hasTrails = this.filter.showsLayer("trails");
    const time = this.cell + 1;
    const side = `cm-of-${this.data.rows[leg.row].side || "nobody"}`;
    const isBroad = isBand(leg) && !this.isCrowd;
    if (!leg.animated && isBroad) return bandOf(this, leg);
    if (!leg.animated) {
      const isPast = leg.mode === "actual" && leg.span[3] <= this.first;
      const isNow = leg.span[0] < time && leg.span[3] > this.first;
      if (!(isPast && hasTrails) && !isNow) return [];
      const kind = leg.mode === "actual" ? "unsure" : "planned";
      return this.line(leg.fixes.map(onlyPlace), `${side} is-${kind} ${isPast ? "is-trail" : ""}`, isNow);
    }
    const { start, today, upTo, ahead } = partsOn(leg, time, this.cell, this.first);
    if (time <= start) return [];
    const perhaps = ahead > upTo ? this.line(wayBetween(leg.fixes, upTo, ahead), `${side} is-unsure`, false) : [];
    if (isBroad) return [...perhaps, ...bandOf(this, leg)];
    return [
      ...perhaps,
      ...(today > start && hasTrails ? this.line(wayBetween(leg.fixes, start, today), `${side} is-trail`, false) : []),
      ...(today < upTo ? this.line(wayBetween(leg.fixes, today, upTo), `${side} is-today`, hasHead(leg, { today, upTo, ahead })) : []),
    ];
  }

  /** A line with its casing, and with a head where it moved on this day. @param {[number, number][]} way @param {string} classes @param {boolean} isPointed @returns {Element[]} */
  line(way, classes, isPointed) {
    const points = way.map((at) => this.frame.place(at));
    const d = `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
    const last = points[points.length - 1];
    const from = points.findLast(({ x, y }) => Math.hypot(x - last.x, y - last.y) > 1);
    const body = svgElement("path", `cm-print-way ${classes}`, { d });
    if (this.isCrowd) return [body];
    const parts = [svgElement("path", `cm-print-casing ${classes}`, { d }), body];
    if (isPointed && from) {
      const angle = (Math.atan2(last.x - from.x, from.y - last.y) * 180) / Math.PI;
      const transform = `translate(${last.x.toFixed(1)} ${last.y.toFixed(1)}) rotate(${angle.toFixed(0)})`;
      parts.push(svgElement("path", `cm-print-head ${classes}`, { d: "M0 -17L7 -5L0 -8L-7 -5Z", transform }));
    }
    return parts;
  }

  /** How many of very many places and forces have a name, in words; none where all have. @returns {string[]} */
  counts() {
    const { places, forces } = this.count;
    return sayNamed(places, this.first < this.cell, forces);
  }

  /** @param {any[]} places @param {any[]} forces @param {SmallLabel[]} small @param {Box[]} arcs @returns {Element[]} */
  labels(places, forces, small, arcs) {
    /** @type {Element[]} */
    const labels = [];
    const items = [
      ...forces.map((one) => labelItem(one, 100, one.must, `cm-print-name cm-of-${one.side}`, labels, () => { this.count.forces.named += 1; })),
      ...places.map((one) => {
        const isToday = one.tags.some((/** @type {Tag} */ tag) => tag.isSure);
        const priority = isToday ? 60 : one.tags.length ? 40 : one.isHeld ? 30 : 10;
        return labelItem(one, priority, isToday, `cm-print-name is-place ${one.isWide ? "is-wide" : ""}`, labels,
          () => { this.count.places.named += one.isTold ? 1 : 0; });
      }),
    ];
    items.push(...small.map(({ priority, classes, ...one }) => labelItem({ ...one, tags: [] }, priority, false, classes, labels)));
    const solid = [...places, ...forces].map(({ point: { x, y }, half = 6 }) => ({ left: x - half, right: x + half, top: y - half, bottom: y + half }));
    layOutLabels(items, [...solid, ...arcs], this.frame.size);
    return labels;
  }
}

/** The least box around boxes. @param {[number, number, number, number][]} views @returns {[number, number, number, number] | null} */
function aroundAll(views) {
  if (!views.length) return null;
  const edge = (/** @type {0 | 1 | 2 | 3} */ at, /** @type {(...all: number[]) => number} */ pick) => views.map((view) => view[at]).reduce((a, b) => pick(a, b));
  return [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
}

/**
 * A name with the numbers of its claims, for the layout, which puts it into `labels`.
 * @param {{point: {x: number, y: number}, name: string, tags: Tag[], gap?: number, sides?: number[][]}} named
 * @param {number} priority @param {boolean} must @param {string} classes @param {Element[]} labels @param {() => void} [placed] it found room
 * @returns {LabelItem}
 */
function labelItem({ point, name, tags, gap = 9, sides }, priority, must, classes, labels, placed = () => {}) {
  const nameWidth = widthOf(name, classes.includes("is-place") ? PLACE_FACE : FORCE_FACE);
  const widths = tags.map(({ text, sign }) => (sign ? 14 : widthOf(text, TAG_FACE) + 6));
  const width = nameWidth + widths.reduce((sum, one) => sum + one + 2, tags.length ? 2 : 0);
  return {
    ...point, width, height: 14, gap, priority, must, sides,
    hide: () => {},
    place: (dx, dy) => {
      const [x, y] = [point.x + dx, point.y + dy];
      placed();
      const text = svgElement("text", classes, { x, y: y + 11, direction: "ltr" });
      text.textContent = name;
      labels.push(text);
      let left = x + nameWidth + 4;
      tags.forEach((tag, number) => {
        labels.push(tagSign(tag, left, y + 1, widths[number]));
        left += widths[number] + 2;
      });
    },
  };
}

/** A claim's number: filled where it is dated to the day, hollow where it only may be of it. @param {Tag} tag @param {number} x @param {number} y @param {number} width */
function tagSign({ text, side, isSure, sign, isAsked }, x, y, width) {
  const shape = sign ? drawing(sign) : null;
  for (const [name, value] of Object.entries({ x: x + 1.5, y: y + 0.5, width: 11, height: 11 })) shape?.setAttribute(name, String(value));
  const words = svgElement("text", "", { x: x + width / 2, y: y + 9.2, "text-anchor": "middle" });
  words.textContent = text;
  if (isAsked) {
    words.setAttribute("class", "cm-print-asked");
    return words;
  }
  return svgElement("g", `cm-print-tag cm-of-${side} ${isSure ? "" : "is-hollow"}`, {}, [
    svgElement("rect", "", { x, y, width, height: 12, rx: 3 }), shape ?? words,
  ]);
}
