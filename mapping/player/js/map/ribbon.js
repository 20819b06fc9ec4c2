// @ts-check
// A ribbon as a layer of the map: a line of the earth that is drawn as an outline.

import { ribbonPath } from "../core/ribbon.js";

/** @import { Pixel, RibbonPart } from "../core/ribbon.js" */

/** @type {any} made with the first ribbon, as Leaflet is there then */
let Ribbon = null;

/** A ribbon on the map. @param {any} options of the Leaflet path @returns {any} */
export function ribbonLayer(options) {
  Ribbon ??= L.Polyline.extend({
    options: { noClip: true, stroke: false, fill: true },
    /** @type {RibbonPart} */
    part: { from: 0, to: 1, head: "none" },
    /** @param {[number, number][]} way @param {RibbonPart} part */
    setWay(way, part) {
      this.part = part;
      this.setLatLngs(way);
    },
    _updatePath() {
      const line = (this._parts[0] ?? []).map((/** @type {any} */ { x, y }) => /** @type {Pixel} */ ([x, y]));
      this._renderer._setPath(this, ribbonPath(line, this.part));
    },
  });
  return new Ribbon([], options);
}
