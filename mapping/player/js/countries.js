// @ts-check
// Names of countries, written on the ground: each inside the part of its country that is in sight,
// where nothing else stands.

const SAMPLE_PX = 12;
const LEAST_SAMPLES = 14;
/** A country with so large a share of the map has a larger name. */
const LARGE_SHARE = 0.12;
/** From this zoom on, a map within one country needs no name for it. */
const CLOSE_ZOOM = 11;
/** A name keeps so many samples from its country's border, and so many pixels from what stands on
 * the map, if it can; the most first. */
const MARGINS = [[7, 44], [6, 36], [5, 30], [4, 24], [3, 18], [2, 12], [1, 8], [0, 4]];
const SEA = -1;
const SEVERAL = -2;

/**
 * @typedef {{south: number, west: number, step: number, columns: number, rows: string[]}} LandGrid
 * @typedef {{names: Record<string, Record<string, string>>, grids: LandGrid[]}} Countries
 * @typedef {{x: number, y: number, isLand: boolean, whose: number}} Sample
 * @typedef {{node: HTMLElement, marker: any, said: string, zoom: number}} CountryName
 */

class CountryNames {
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
   * Whose land a point is; near a border, where the nodes around it disagree, SEVERAL.
   * @param {number} lat
   * @param {number} lon
   */
  whose(lat, lon) {
    for (const { south, west, step, columns, rows, nodes } of this.grids) {
      const row = (lat - south) / step;
      const column = ((((lon - west) % 360) + 360) % 360) / step;
      const isRound = columns * step >= 360;
      if (row < 0 || row > rows.length - 1 || (!isRound && column > columns - 1)) continue;
      const [low, left] = [Math.floor(row), Math.floor(column)];
      const at = (/** @type {number} */ up, /** @type {number} */ east) =>
        nodes[Math.min(low + up, rows.length - 1) * columns + ((left + east) % columns)];
      const around = new Set([at(0, 0), at(0, 1), at(1, 0), at(1, 1)]);
      const isLand = at(Math.round(row - low), Math.round(column - left)) !== SEA;
      around.delete(SEA);
      return { isLand, whose: around.size > 1 ? SEVERAL : ([...around][0] ?? SEA) };
    }
    return { isLand: false, whose: SEA };
  }

  /** Write the names anew around what is taken. @param {Box[]} taken @param {{x: number, y: number}} size of the map */
  layOut(taken, size) {
    const [columns, rows] = [Math.floor(size.x / SAMPLE_PX), Math.floor(size.y / SAMPLE_PX)];
    const samples = this.sampled(columns, rows);
    /** @type {Map<number, Sample[]>} */
    const lands = new Map();
    for (const sample of samples) {
      if (!sample.isLand || sample.whose < 0) continue;
      if (!lands.has(sample.whose)) lands.set(sample.whose, []);
      lands.get(sample.whose)?.push(sample);
    }
    if (lands.size === 1 && this.map.getZoom() >= CLOSE_ZOOM) lands.clear();
    for (const [country, { marker }] of this.written) if (!lands.has(country)) marker.remove();
    const all = [...taken];
    for (const [country, land] of lands) {
      const box = this.write(country, land, new Foreign(samples, columns, rows, country), all, size);
      if (box) all.push(box);
    }
  }

  /** @param {number} columns @param {number} rows @returns {Sample[]} row by row */
  sampled(columns, rows) {
    return Array.from({ length: columns * rows }, (_, number) => {
      const x = ((number % columns) + 0.5) * SAMPLE_PX;
      const y = (Math.floor(number / columns) + 0.5) * SAMPLE_PX;
      const { lat, lng } = this.map.containerPointToLatLng([x, y]);
      return { x, y, ...this.whose(lat, lng) };
    });
  }

  /**
   * @param {number} country
   * @param {Sample[]} land
   * @param {Foreign} foreign
   * @param {Box[]} taken
   * @param {{x: number, y: number}} size
   * @returns {Box | null} where its name stands now
   */
  write(country, land, foreign, taken, size) {
    const name = this.nameOf(country, land.length > LARGE_SHARE * foreign.samples.length);
    const { node, marker } = name;
    const [width, height] = [node.offsetWidth, node.offsetHeight];
    const boxAt = (/** @type {{x: number, y: number}} */ { x, y }, room = 0) => ({
      left: x - width / 2 - room, right: x + width / 2 + room,
      top: y - height / 2 - room, bottom: y + height / 2 + room,
    });
    const isFree = (/** @type {{x: number, y: number}} */ point, /** @type {number[]} */ [margin, room]) =>
      foreign.isClear(boxAt(point), margin) && cost(boxAt(point, room), taken) === 0;
    const before = this.map.latLngToContainerPoint(marker.getLatLng());
    if (name.zoom === this.map.getZoom() && isFree(before, [1, 6])) return boxAt(before);
    const middle = (/** @type {Sample} */ { x, y }) => Math.hypot(x - size.x / 2, y - size.y / 2);
    const nearest = land.length < LEAST_SAMPLES ? [] : [...land].sort((a, b) => middle(a) - middle(b));
    for (const margin of MARGINS) {
      const point = nearest.find((sample) => isFree(sample, margin));
      if (!point) continue;
      marker.setLatLng(this.map.containerPointToLatLng([point.x, point.y]));
      name.zoom = this.map.getZoom();
      return boxAt(point);
    }
    marker.remove();
    return null;
  }

  /** The name on the map, in the language that is spoken. @param {number} country @param {boolean} isLarge */
  nameOf(country, isLarge) {
    const names = this.names[this.codes[country]];
    const code = names[spoken.code] ? spoken.code : USUAL_LANGUAGE;
    let written = this.written.get(country);
    if (!written) {
      const node = element("span", "cm-country");
      const icon = L.divIcon({ className: "", iconSize: [0, 0], html: node });
      const marker = L.marker([0, 0], { pane: "ground-names", interactive: false, keyboard: false, icon });
      written = { node, marker, said: "", zoom: NaN };
      this.written.set(country, written);
    }
    const said = names[code];
    if (said !== written.said) Object.assign(written, { said, zoom: NaN });
    Object.assign(written.node, { textContent: said, lang: code, dir: "auto" });
    written.node.classList.toggle("is-large", isLarge);
    written.marker.addTo(this.map);
    return written;
  }
}

/** How much foreign land lies in any box of the map, by sums over rows and columns. */
class Foreign {
  /** @param {Sample[]} samples @param {number} columns @param {number} rows @param {number} country */
  constructor(samples, columns, rows, country) {
    this.samples = samples;
    this.columns = columns;
    this.rows = rows;
    this.sums = new Int32Array((columns + 1) * (rows + 1));
    for (let row = 0; row < rows; row += 1) {
      let sum = 0;
      for (let column = 0; column < columns; column += 1) {
        const { whose } = samples[row * columns + column];
        sum += Number(whose !== country && whose !== SEA);
        this.sums[(row + 1) * (columns + 1) + column + 1] = this.sums[row * (columns + 1) + column + 1] + sum;
      }
    }
  }

  /** Whether a box and so many samples around it lie on the map and touch no other country. @param {Box} box @param {number} margin */
  isClear({ left, top, right, bottom }, margin) {
    const [west, north] = [left, top].map((edge) => Math.floor(edge / SAMPLE_PX) - margin);
    const [east, south] = [right, bottom].map((edge) => Math.ceil(edge / SAMPLE_PX) + margin);
    if (west < 0 || north < 0 || east > this.columns || south > this.rows) return false;
    const at = (/** @type {number} */ row, /** @type {number} */ column) => this.sums[row * (this.columns + 1) + column];
    return at(south, east) - at(north, east) - at(south, west) + at(north, west) === 0;
  }
}
