// @ts-check
// A canvas that lies over the map's window, goes along with the map, and is drawn anew where the map
// has come to.

import { element } from "../ui/elements.js";

/** @import { Sight } from "../core/points.js" */

/** What the map's window shows, in pixels of the world at its zoom. @param {any} map @returns {Sight} */
export function sightOf(map) {
  const { x, y } = map.getSize();
  const pane = L.DomUtil.getPosition(map.getPane("mapPane"));
  const { x: left, y: top } = map.getPixelOrigin().subtract(pane);
  return { zoom: map.getZoom(), left, top, width: x, height: y };
}

/** Pixels of the screen for each of the map: other ones where the reader enlarges the page. */
export function sharpness() {
  return window.devicePixelRatio || 1;
}

export class MapCanvas {
  /** @param {any} map the Leaflet map @param {string} pane @param {string} classes */
  constructor(map, pane, classes) {
    this.map = map;
    this.node = /** @type {HTMLCanvasElement} */ (element("canvas", `cm-dots leaflet-zoom-animated ${classes}`));
    map.getPane(pane).append(this.node);
    /** @type {Map<string, string>} the style sheet's colours, which a canvas does not know, by the class that has them */
    this.colours = new Map();
    this.zoom = 0;
    /** @type {any} the corner of the map's window, as a point of the earth */
    this.corner = null;
    this.follow = (/** @type {any} */ { center, zoom }) => this.scale(center, zoom);
    this.followZoom = () => this.scale(map.getCenter(), map.getZoom());
    map.on("zoomanim", this.follow).on("zoom", this.followZoom);
  }

  remove() {
    this.map.off("zoomanim", this.follow).off("zoom", this.followZoom);
    this.node.remove();
  }

  /** Colours are asked for anew, as the scheme is another one. */
  forget() {
    this.colours.clear();
  }

  /** The colour of a class. @param {string} name */
  colour(name) {
    let colour = this.colours.get(name);
    if (colour === undefined) {
      const probe = element("span", `cm-dot-colour ${name}`);
      this.map.getContainer().append(probe);
      colour = getComputedStyle(probe).color;
      probe.remove();
      this.colours.set(name, colour);
    }
    return colour;
  }

  /** Lay it over the map's window. */
  lay() {
    const { map, node } = this;
    const size = map.getSize();
    const sharp = sharpness();
    this.zoom = map.getZoom();
    this.corner = map.containerPointToLatLng([0, 0]);
    node.width = Math.round(size.x * sharp);
    node.height = Math.round(size.y * sharp);
    Object.assign(node.style, { width: `${size.x}px`, height: `${size.y}px` });
    L.DomUtil.setTransform(node, map.containerPointToLayerPoint([0, 0]), 1);
  }

  /** As it is, where the map goes in a flight. @param {any} centre @param {number} zoom */
  scale(centre, zoom) {
    if (!this.corner) return;
    const { map } = this;
    const middle = map.project(centre, zoom).subtract(map.getSize().divideBy(2));
    const pane = L.DomUtil.getPosition(map.getPane("mapPane"));
    const at = map.project(this.corner, zoom).subtract(middle.add(pane).round());
    L.DomUtil.setTransform(this.node, at, map.getZoomScale(zoom, this.zoom));
  }

  /** Wiped, with pixels of the map as units. @returns {CanvasRenderingContext2D} */
  pen() {
    const { node } = this;
    const pen = /** @type {CanvasRenderingContext2D} */ (node.getContext("2d"));
    const sharp = sharpness();
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.clearRect(0, 0, node.width, node.height);
    return pen;
  }
}
