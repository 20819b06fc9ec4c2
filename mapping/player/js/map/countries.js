// @ts-check
// Names of countries, written on the ground: each inside the part of its country that is in sight,
// where nothing else stands.

import { USUAL_LANGUAGE, spoken } from "../core/words.js";
import { element } from "../ui/elements.js";

/** @import { BoxGrid } from "../core/grid.js" */
/** @import { Box } from "../core/labels.js" */
/** @import { Countries, LandGrid } from "../core/payload.js" */
/** @import { Pixels } from "../core/points.js" */

const SAMPLE_PX = 12;
const LEAST_SAMPLES = 14;
/** A country with so large a share of the map has a larger name. */
const LARGE_SHARE = 0.12;
/** From this zoom on, a map within one country needs no name for it. */
const CLOSE_ZOOM = 11;
/** A name keeps so many samples from its country's border, and so many pixels from what stands on
 * the map, if it can; the most first. */
const MARGINS = [[7, 44], [6, 36], [5, 30], [4, 24], [3, 18], [2, 12], [1, 8], [0, 4]];
/** A name wholly on the sea stands as well as one so many pixels farther from the map's middle. */
const SEA_COST = 320;
/** Square pixels that are any at all. */
const ANY = Number.MIN_VALUE;
const SEA = -1;
const SEVERAL = -2;

/**
 * @typedef {{x: number, y: number, isLand: boolean, whose: number}} Sample
 * @typedef {{node: HTMLElement, marker: any, said: string, zoom: number,
 *   size: {width: number, height: number} | null}} CountryName size: in pixels, once it was asked for
 * @typedef {{land: Sample[], lands: Lands, best?: {said: string, spots: Sample[], clear: Sample[][]}}} Seen
 *   best: the spots of its land in the order in which its name, as it is said, would rather stand;
 *   clear: by each margin, once it was asked for, those that lie so far within it
 */

export class CountryNames {
  /**
   * @param {any} map the Leaflet map
   * @param {Countries} countries
   */
  constructor(map, { names, grids }) {
    this.map = map;
    this.names = names;
    this.codes = Object.keys(names);
    this.grids = grids.map((grid) => ({ ...grid, nodes: this.nodesOf(grid) }));
    /** @type {Map<number, CountryName>} */
    this.written = new Map();
    /** What of the world the countries were looked for in. */
    this.view = "";
    /** @type {Map<number, Seen>} */
    this.seen = new Map();
    // Above the lines of the ground, below online tiles, which bring names of their own.
    map.createPane("ground-names").style.zIndex = "140";
  }

  /** A grid's runs as one number for each node: a country's place in `codes`, or SEA. @param {LandGrid} grid */
  nodesOf({ columns, rows }) {
    const nodes = new Int16Array(columns * rows.length).fill(SEA);
    rows.forEach((row, number) => {
      let at = number * columns;
      if (!row) nodes.copyWithin(at, at - columns, at);
      for (const [, count, code] of row.matchAll(/(\d*)([A-Z]{2}|\.)/g)) {
        nodes.fill(this.codes.indexOf(code), at, at + Number(count || 1));
        at += Number(count || 1);
      }
    });
    return nodes;
  }

  /**
   * Say of a sample whose land it is; near a border, where the nodes around it disagree, SEVERAL.
   * @param {Sample} sample @param {number} lat @param {number} lon
   */
  ask(sample, lat, lon) {
    for (const { south, west, step, columns, rows, nodes } of this.grids) {
      const row = (lat - south) / step;
      const column = ((((lon - west) % 360) + 360) % 360) / step;
      const isRound = columns * step >= 360;
      if (row < 0 || row > rows.length - 1 || (!isRound && column > columns - 1)) continue;
      const [low, left] = [Math.floor(row), Math.floor(column)];
      const [below, above] = [low * columns, Math.min(low + 1, rows.length - 1) * columns];
      const right = (left + 1) % columns;
      const [a, b, c, d] = [nodes[below + left], nodes[below + right], nodes[above + left], nodes[above + right]];
      const country = Math.max(a, b, c, d);
      const isOther = (/** @type {number} */ one) => one !== SEA && one !== country;
      sample.whose = isOther(a) || isOther(b) || isOther(c) || isOther(d) ? SEVERAL : country;
      const [isUp, isEast] = [row - low >= 0.5, column - left >= 0.5];
      sample.isLand = nodes[(isUp ? above : below) + (isEast ? right : left)] !== SEA;
      return;
    }
  }

  /** Write the names anew around what is taken. @param {BoxGrid} taken @param {{x: number, y: number}} size of the map */
  layOut(taken, size) {
    const seen = this.look(size);
    for (const [country, { marker }] of this.written) if (!seen.has(country)) marker.remove();
    // All are said before one is measured: the browser lays the page out once.
    for (const [country, one] of seen) this.say(country, one);
    for (const [country, one] of seen) {
      const box = this.write(this.named(country), one, taken, size);
      if (box) taken.add(box);
    }
  }

  /** The countries that are in sight, found once for each view of the map. @param {{x: number, y: number}} size */
  look(size) {
    const { lat, lng } = this.map.getCenter();
    const view = [lat, lng, this.map.getZoom(), size.x, size.y].join(" ");
    if (view !== this.view) {
      this.view = view;
      this.seen = this.seenIn(size);
    }
    return this.seen;
  }

  /** @param {{x: number, y: number}} size @returns {Map<number, Seen>} */
  seenIn(size) {
    const [columns, rows] = [Math.floor(size.x / SAMPLE_PX), Math.floor(size.y / SAMPLE_PX)];
    const samples = this.sampled(columns, rows);
    /** @type {Map<number, Sample[]>} */
    const found = new Map();
    for (const sample of samples) {
      if (!sample.isLand || sample.whose < 0) continue;
      if (!found.has(sample.whose)) found.set(sample.whose, []);
      found.get(sample.whose)?.push(sample);
    }
    const large = [...found].filter(([, land]) => land.length >= LEAST_SAMPLES);
    if (large.length === 1 && this.map.getZoom() >= CLOSE_ZOOM) return new Map();
    return new Map(large.map(([country, land]) =>
      [country, { land, lands: new Lands(samples, columns, rows, country) }]));
  }

  /** @param {number} columns @param {number} rows @returns {Sample[]} row by row */
  sampled(columns, rows) {
    const middle = (/** @type {number} */ number) => (number + 0.5) * SAMPLE_PX;
    // North is up: a row has one latitude, a column one longitude.
    const lats = Array.from({ length: rows }, (_, row) => this.map.containerPointToLatLng([0, middle(row)]).lat);
    const lons = Array.from({ length: columns }, (_, column) => this.map.containerPointToLatLng([middle(column), 0]).lng);
    /** @type {Sample[]} */
    const samples = [];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const sample = { x: middle(column), y: middle(row), isLand: false, whose: SEA };
        this.ask(sample, lats[row], lons[column]);
        samples.push(sample);
      }
    }
    return samples;
  }

  /**
   * @param {CountryName} name
   * @param {Seen} seen
   * @param {BoxGrid} taken
   * @param {{x: number, y: number}} size
   * @returns {Box | null} where its name stands now
   */
  write(name, seen, taken, size) {
    const { land, lands } = seen;
    name.size ??= { width: name.node.offsetWidth, height: name.node.offsetHeight };
    const { marker, size: { width, height } } = name;
    const boxAt = (/** @type {Pixels} */ { x, y }, room = 0) => ({
      left: x - width / 2 - room, right: x + width / 2 + room,
      top: y - height / 2 - room, bottom: y + height / 2 + room,
    });
    const isClear = (/** @type {Pixels} */ point, /** @type {number} */ margin) => lands.isClear(boxAt(point), margin);
    const isTaken = (/** @type {Pixels} */ point, /** @type {number} */ room) => taken.covered(boxAt(point, room), ANY) > 0;
    const before = this.map.latLngToContainerPoint(marker.getLatLng());
    if (name.zoom === this.map.getZoom() && isClear(before, 1) && !isTaken(before, 6)) {
      marker.addTo(this.map);
      return boxAt(before);
    }
    if (seen.best?.said !== name.said) {
      const costs = land.map((point) => ({ point, cost: Math.hypot(point.x - size.x / 2, point.y - size.y / 2) + SEA_COST * lands.seaIn(boxAt(point)) }));
      seen.best = { said: name.said, spots: costs.sort((a, b) => a.cost - b.cost).map(({ point }) => point), clear: [] };
    }
    const { spots, clear } = seen.best;
    for (const [number, [margin, room]] of MARGINS.entries()) {
      clear[number] ??= spots.filter((one) => isClear(one, margin));
      const point = clear[number].find((one) => !isTaken(one, room));
      if (!point) continue;
      marker.setLatLng(this.map.containerPointToLatLng([point.x, point.y])).addTo(this.map);
      name.zoom = this.map.getZoom();
      return boxAt(point);
    }
    marker.remove();
    return null;
  }

  /** Put a name into the language that is spoken, large or small. @param {number} country @param {Seen} seen */
  say(country, { land, lands }) {
    const names = this.names[this.codes[country]];
    const code = names[spoken.code] ? spoken.code : USUAL_LANGUAGE;
    const isLarge = land.length > LARGE_SHARE * lands.columns * lands.rows;
    const said = `${code} ${isLarge}`;
    const name = this.named(country);
    if (said === name.said) return;
    const { node, marker } = name;
    Object.assign(node, { textContent: names[code], lang: code, dir: "auto" });
    node.classList.toggle("is-large", isLarge);
    marker.addTo(this.map);
    Object.assign(name, { said, size: null, zoom: NaN });
  }

  /** @param {number} country @returns {CountryName} made when it is first in sight */
  named(country) {
    let name = this.written.get(country);
    if (!name) {
      const node = element("span", "cm-country");
      const icon = L.divIcon({ className: "", iconSize: [0, 0], html: node });
      const marker = L.marker([0, 0], { pane: "ground-names", interactive: false, keyboard: false, icon });
      name = { node, marker, said: "", zoom: NaN, size: null };
      this.written.set(country, name);
    }
    return name;
  }
}

/** How much of a box of the map is foreign land and how much is the country's own. */
class Lands {
  /** @param {Sample[]} samples @param {number} columns @param {number} rows @param {number} country */
  constructor(samples, columns, rows, country) {
    this.columns = columns;
    this.rows = rows;
    this.foreign = this.sums(samples, ({ whose }) => whose !== country && whose !== SEA);
    this.own = this.sums(samples, ({ whose, isLand }) => isLand && whose === country);
  }

  /** For each corner of samples, how many north-west of it are meant. @param {Sample[]} samples @param {(sample: Sample) => boolean} isMeant */
  sums(samples, isMeant) {
    const wide = this.columns + 1;
    const sums = new Int32Array(wide * (this.rows + 1));
    for (let row = 0; row < this.rows; row += 1) {
      let sum = 0;
      for (let column = 0; column < this.columns; column += 1) {
        sum += Number(isMeant(samples[row * this.columns + column]));
        sums[(row + 1) * wide + column + 1] = sums[row * wide + column + 1] + sum;
      }
    }
    return sums;
  }

  /** The samples that a box touches, and so many around it. @param {Box} box @param {number} margin */
  range({ left, top, right, bottom }, margin) {
    const west = Math.floor(left / SAMPLE_PX) - margin;
    const north = Math.floor(top / SAMPLE_PX) - margin;
    const east = Math.ceil(right / SAMPLE_PX) + margin;
    const south = Math.ceil(bottom / SAMPLE_PX) + margin;
    const isInside = west >= 0 && north >= 0 && east <= this.columns && south <= this.rows;
    return { west, north, east, south, isInside };
  }

  /** @param {Int32Array} sums @param {{west: number, north: number, east: number, south: number}} range */
  count(sums, { west, north, east, south }) {
    const at = (/** @type {number} */ row, /** @type {number} */ column) => sums[row * (this.columns + 1) + column];
    return at(south, east) - at(north, east) - at(south, west) + at(north, west);
  }

  /** Whether a box and what lies around it are on the map and touch no other country. @param {Box} box @param {number} margin */
  isClear(box, margin) {
    const range = this.range(box, margin);
    return range.isInside && this.count(this.foreign, range) === 0;
  }

  /** The share of a box that is not the country's land, from 0 to 1. @param {Box} box */
  seaIn(box) {
    const range = this.range(box, 0);
    if (!range.isInside) return 1;
    return 1 - this.count(this.own, range) / ((range.east - range.west) * (range.south - range.north));
  }
}
