// @ts-check
// One front or area on the map: its line as last stated, without a morph to the next; a soft edge as
// wide as it may be off; teeth towards the enemy; and a name that says of which day the line is.

import { KM_PER_DEGREE, chainsOf, holdsAt, isSureAt, nameSpots, outlineAt } from "../core/areas.js";
import { CANDIDATES } from "../core/labels.js";
import { frontTeeth, toPath } from "../core/teeth.js";
import { spoken } from "../core/words.js";
import { SVG, element } from "../ui/elements.js";
import { Mark } from "./marks.js";

/** @import { Outline, Payload, Row } from "../core/payload.js" */

/** The edge grows fainter in so many steps. */
const SOFT = [1, 0.86, 0.72, 0.58, 0.44, 0.3, 0.16];
/** An edge narrower than this is no more than its line; a wider one than that covers any map. */
const LEAST_SOFT = 4;
const MOST_SOFT = 4000;
/** On the ground inside an area its name stands on its spot, along a line beside it. */
const ON_SPOT = [[-0.5, -0.5, 0, 0]];
/** Leaflet leaves out points nearer to their line than this, in pixels. */
const SMOOTH = 0.6;

/** @type {any} made with the first area, as Leaflet is there then */
let AreaLayer = null;

export class AreaView {
  /**
   * @param {any} map the Leaflet map
   * @param {Payload} data
   * @param {string} id of the row
   * @param {string} letter A or B where two accounts are compared, else empty
   * @param {(row: string) => void} select
   */
  constructor(map, data, id, letter, select) {
    this.map = map;
    this.row = data.rows[id];
    this.letter = letter;
    this.layer = areaLayer(id, this.row, letter === "B");
    this.layer.on("click", () => select(id));
    this.name = this.makeName(id, select);
    this.shown = false;
    /** The outline that is drawn; -1 for none. */
    this.at = -1;
  }

  /** @returns {Outline[]} */
  get outlines() {
    return this.row.outlines ?? [];
  }

  /** @param {string} id @param {(row: string) => void} select */
  makeName(id, select) {
    const { side } = this.row;
    const name = new Mark(this.map, [0, 0], {
      classes: `cm-front-name cm-of-${side || "nobody"}`, pane: "cm-places", gap: 6, symbol: null,
    });
    name.priority = 45;
    name.label.addEventListener("click", () => select(id));
    return name;
  }

  /** @param {boolean} shown */
  show(shown) {
    if (shown === this.shown) return;
    this.shown = shown;
    if (shown) this.layer.addTo(this.map);
    else this.layer.remove();
    if (!shown) this.name.show(false);
  }

  /** @param {number} time */
  draw(time) {
    const { outlines } = this;
    const isSame = this.at >= 0 && holdsAt(outlines[this.at], time);
    const at = isSame ? this.at : outlineAt(outlines, time);
    if (at >= 0 && at !== this.at) {
      this.at = at;
      this.layer.setOutline(outlines[at]);
    }
    if (at >= 0) this.layer.setSure(isSureAt(this.row, outlines[at], time));
    this.show(at >= 0);
  }

  /** Put the name where the area is in sight. @param {any} frame in pixels of the map */
  placeName(frame) {
    const spots = this.shown ? nameSpots(this.outlines[this.at]) : [];
    const spot = spots.find((one) => frame.contains(this.map.latLngToContainerPoint(one)));
    this.name.show(Boolean(spot));
    if (!spot) return;
    this.name.sides = this.outlines[this.at].closed ? [...ON_SPOT, ...CANDIDATES] : CANDIDATES;
    this.name.moveTo(spot);
    const stated = this.row.statedOn?.[this.at] ?? "";
    this.name.fill(`${spoken.code} ${stated}`, () => [
      this.letter ? element("span", "cm-letter", this.letter) : null,
      element("span", "cm-name", this.row.title, { dir: "auto" }),
      stated ? element("span", "cm-front-stated", ` ${stated}`, { dir: "auto" }) : null,
    ]);
  }

  /** Two corners of what it covers, of its first outline where none is drawn. @returns {[number, number][]} */
  corners() {
    const outline = this.outlines[Math.max(this.at, 0)];
    if (!outline) return [];
    const bounds = L.latLngBounds(chainsOf(outline).flatMap(({ points }) => points));
    return [[bounds.getSouth(), bounds.getWest()], [bounds.getNorth(), bounds.getEast()]];
  }
}

/** How a Leaflet line becomes an area: a group of paths in its stead, of points projected once. */
function makeAreaLayer() {
  return class extends L.Polyline {
    onAdd() {
      this._renderer._initPath(this);
      this._path = this.group;
      this._reset();
      this._renderer._addPath(this);
    }

    /** @param {Outline} outline */
    setOutline(outline) {
      this.outline = outline;
      this.setLatLngs(latLngsOf(outline));
    }

    /** @param {boolean} isSure */
    setSure(isSure) {
      this.group.classList.toggle("is-unsure", !isSure);
    }

    _updatePath() {
      drawPaths(this);
    }
  };
}

/**
 * An area as one layer of the map.
 * @param {string} id @param {Row} row @param {boolean} isSecond whether of the second of two accounts
 * @returns {any} a Leaflet path
 */
function areaLayer(id, row, isSecond) {
  AreaLayer ??= makeAreaLayer();
  const layer = new AreaLayer([], { noClip: true, stroke: false, fill: false, smoothFactor: SMOOTH, pane: "cm-fronts" });
  layer.row = row;
  const part = (/** @type {string} */ name) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", `cm-front-${name}`);
    return path;
  };
  layer.parts = {
    fill: part("fill"), soft: SOFT.map(() => part("soft")), casing: part("casing"), line: part("line"),
    teeth: part("teeth"), press: part("press"),
  };
  layer.group = document.createElementNS(SVG, "g");
  layer.group.setAttribute("class", `cm-front cm-of-${row.side || "nobody"} ${isSecond ? "is-second" : ""} leaflet-interactive`);
  Object.assign(layer.group.dataset, { row: id, kind: row.kind });
  layer.group.append(...Object.values(layer.parts).flat());
  return layer;
}

/** Draw the outline of a layer as Leaflet has projected it. @param {any} layer */
function drawPaths({ _parts, _map, _bounds, _renderer, outline, parts, row, group }) {
  /** @type {[number, number][][]} */
  const lines = _parts.map((/** @type {any[]} */ part) => part.map(({ x, y }) => [x, y]));
  const d = lines.map((line) => toPath(line, outline.closed)).join("");
  const soft = softWidth(_map, row.radius ?? 0, _bounds.getCenter().lat);
  group.classList.toggle("is-soft", soft > 0);
  for (const [number, share] of SOFT.entries()) {
    parts.soft[number].setAttribute("d", soft ? d : "");
    parts.soft[number].style.strokeWidth = `${(soft * share).toFixed(1)}px`;
  }
  parts.fill.setAttribute("d", outline.closed ? d : "");
  for (const one of [parts.casing, parts.line, parts.press]) one.setAttribute("d", d);
  const { min, max } = _renderer._bounds;
  const box = { left: min.x, top: min.y, right: max.x, bottom: max.y };
  parts.teeth.setAttribute("d", frontTeeth(row, outline, lines, box));
}

/** @type {WeakMap<Outline, any[][]>} outlines as Leaflet takes them, made once */
const LAT_LNGS = new WeakMap();

/** @param {Outline} outline */
function latLngsOf(outline) {
  let lines = LAT_LNGS.get(outline);
  if (!lines) {
    lines = chainsOf(outline).map(({ points }) => points.map((at) => L.latLng(at)));
    LAT_LNGS.set(outline, lines);
  }
  return lines;
}

/** How wide the edge of doubt is, in pixels; 0 where it is no wider than a line. @param {any} map @param {number} km to either side @param {number} lat */
function softWidth(map, km, lat) {
  if (!km) return 0;
  const degrees = km / KM_PER_DEGREE;
  const wide = 2 * Math.abs(map.project([lat + degrees / 2, 0]).y - map.project([lat - degrees / 2, 0]).y);
  return wide < LEAST_SOFT ? 0 : Math.min(wide, MOST_SOFT);
}
