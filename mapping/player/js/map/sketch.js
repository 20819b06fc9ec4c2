// @ts-check
// A claim that is still being written, on the map: its points are pressed, dragged and chosen here,
// and the page, which wrote the document, is told.

import { clamp } from "../core/numbers.js";
import { turnedTo } from "../core/turned.js";
import { layOutLabels } from "../core/labels.js";
import { say } from "../core/words.js";
import { button, element } from "../ui/elements.js";
import { boxAround } from "./marks.js";
import { boxOn, coversOf } from "./scene.js";

/**
 * @typedef {"point" | "choice" | "quiet" | "mention" | "vertex" | "between"} Role what is done to a spot
 * @typedef {{key: string, label: string, at: [number, number], said: [number, number], km: number | null, role: Role}} Spot at: where it is drawn, said: as the page says it
 * @typedef {{chains: [number, number][][], closed: boolean}} Outline
 * @typedef {{spots: Spot[], way: [number, number][], asks: {key: string, label: string} | null, outline: Outline, look: {points: [number, number][], turn: number} | null}} Wanted
 * @typedef {{key: string, at: string, km?: string, near?: string}} Made what a person did, as mapping/drawing/map_sketch.py reads it
 */

const PANE = "cm-sketch";
const METRES_A_DEGREE = 111_195;
/** So far from its point a name stands, in pixels. */
const NAME_GAP = 14;
/** A press that moves farther takes the map along, in pixels. */
const STILL_PX = 5;
/** So far from its place a place's sign is pressed, in pixels. */
const SIGN_PX = 14;
/** The rim of a small circle is as far from its middle as a finger needs. */
const LEAST_RIM_PX = 26;
/** How far an arrow key moves a spot, in pixels, and how much larger + makes its doubt. */
const KEY_STEP_PX = 8;
const LARGER = 1.25;
/** Keys are told when they rest. */
const REST_MS = 350;
/** "Somewhere here" is a circle of this share of the map's lesser side. */
const HERE = 0.25;
const LEAST_KM = 0.1;
const MOST_KM = 20_000;
const NORTHMOST = 85;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** @type {Wanted} */
const NOTHING = { spots: [], way: [], asks: null, outline: { chains: [], closed: false }, look: null };
/** @type {Role[]} */
const DRAGGED = ["point", "mention", "vertex", "between"];
/** @type {Role[]} */
const PRESSED = ["choice", "quiet", "mention", "between"];
/** @type {Role[]} */
const NAMED = ["point", "choice", "mention"];
/** Behind the key of a vertex: it is taken away. */
const GONE = "-gone";
/** A point that is in sight from nearer than this is not gone to. */
const SEEN_ZOOM = 7;

export class Sketch {
  /** @param {any} map the Leaflet map @param {(made: Made) => void} tell @param {(points: [number, number][]) => void} goTo */
  constructor(map, tell, goTo) {
    this.map = map;
    this.tell = tell;
    this.goTo = goTo;
    this.looked = 0;
    /** @type {Spot | null} the vertex that was pressed last, to be taken away */
    this.held = null;
    this.wanted = NOTHING;
    /** @type {any[]} Leaflet's layers */
    this.layers = [];
    this.bar = element("div", "cm-sketch-bar");
    this.pressed = { x: 0, y: 0 };
    this.later = 0;
    const container = map.getContainer();
    container.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      this.pressed = { x: event.clientX, y: event.clientY };
    }, { capture: true });
    container.addEventListener("click", (/** @type {MouseEvent} */ event) => this.press(event), { capture: true });
    map.on("moveend zoomend resize", () => this.layOut());
  }

  /** @param {string} text a sketch as JSON */
  show(text) {
    try {
      this.wanted = turnedTo({ ...NOTHING, ...JSON.parse(text) }, this.map.getCenter().lng);
    } catch {
      return;
    }
    // Where the map is worked on, it has more of the room.
    document.documentElement.dataset.desk = "";
    this.draw();
    this.look();
  }

  /** Go to what is to be seen, once. */
  look() {
    const { map, wanted: { look } } = this;
    if (!look || look.turn === this.looked) return;
    this.looked = look.turn;
    const inner = map.getBounds().pad(-0.1);
    const isSeen = map.getZoom() >= SEEN_ZOOM && look.points.every((point) => inner.contains(point));
    if (!isSeen) this.goTo(look.points);
  }

  /** Draw it; again, where the map was cleared. */
  draw() {
    const { map, wanted } = this;
    const had = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.spot;
    for (const layer of this.layers) layer.remove();
    map.getPane(PANE) ?? (map.createPane(PANE).style.zIndex = "690");
    const line = wanted.way.length > 1
      ? [L.polyline(wanted.way, { pane: PANE, className: "cm-sketch-way", interactive: false })] : [];
    const { chains, closed } = wanted.outline;
    const shape = closed ? L.polygon : L.polyline;
    this.outline = shape(chains, { pane: PANE, className: `cm-sketch-outline ${closed ? "is-closed" : ""}`, interactive: false });
    this.held = wanted.spots.find(({ key }) => key === this.held?.key) ?? null;
    this.layers = [...line, this.outline, ...wanted.spots.flatMap((spot) => this.spot(spot))];
    for (const layer of this.layers) layer.addTo(map);
    for (const layer of this.layers) layer.name?.();
    if (had) map.getContainer().querySelector(`[data-spot="${had}"]`)?.focus();
    map.getContainer().classList.toggle("is-asked", Boolean(wanted.asks));
    this.ask();
    this.layOut();
  }

  /**
   * Names lie neither over each other nor over a point or a grip, nor under what lies over the map. One for which there is no room is seen where
   * somebody comes to its point.
   */
  layOut() {
    const { map } = this;
    const markers = this.layers.filter((layer) => layer.spot);
    const at = new Map(markers.map((marker) => [marker, map.latLngToContainerPoint(marker.getLatLng())]));
    const items = markers.filter(({ words }) => words).map((marker) => {
      const { words, spot } = marker;
      const { x, y } = /** @type {{x: number, y: number}} */ (at.get(marker));
      return {
        x, y, width: words.offsetWidth, height: words.offsetHeight, gap: NAME_GAP, priority: spot.role === "choice" ? 0 : 1, must: spot.role !== "choice",
        place: (/** @type {number} */ dx, /** @type {number} */ dy) => {
          words.classList.remove("is-hidden");
          words.style.transform = `translate(${Math.round(dx)}px, ${Math.round(dy)}px)`;
        },
        hide: () => {
          words.classList.add("is-hidden");
          words.style.transform = "";
        },
      };
    });
    const grips = this.layers.filter((layer) => layer.isGrip).map((layer) => map.latLngToContainerPoint(layer.getLatLng()));
    const signs = [...at.values(), ...grips].map(({ x, y }) => boxAround(x, y, NAME_GAP));
    const covers = items.length ? coversOf(map).map((node) => boxOn(map, node)) : [];
    layOutLabels(items, signs, map.getSize(), covers);
  }

  /** Say what a press is for, and offer what can be done to the point in hand. */
  ask() {
    const { map, bar, held, wanted: { asks } } = this;
    const container = map.getContainer();
    bar.hidden = !asks && !held;
    container.classList.toggle("has-sketch-bar", !bar.hidden);
    bar.replaceChildren(
      ...(asks ? [
        element("span", "", say("sketch.press", { what: asks.label }), { dir: "auto" }),
        button("cm-sketch-here", say("sketch.here"), "", () => this.tellHere(asks.key)),
      ] : []),
      ...(held ? [button("cm-sketch-here", say("sketch.gone", { what: held.label }), "", () => this.takeAway(held))] : []),
    );
    if (bar.parentElement !== container) {
      container.append(bar);
      L.DomEvent.disableClickPropagation(bar);
    }
  }

  /** @param {Spot} vertex */
  takeAway({ key, said }) {
    this.tell({ key: `${key}${GONE}`, at: said.join() });
  }

  /** A press on the map itself is a point. @param {MouseEvent} event */
  press(event) {
    const { asks } = this.wanted;
    const target = /** @type {Element} */ (event.target);
    const { x, y } = this.pressed;
    const isPress = event.detail > 0 && Math.hypot(event.clientX - x, event.clientY - y) < STILL_PX;
    if (!asks || !isPress || target.closest(".cm-sketch-bar, .cm-sketch-spot, .cm-arrow, .leaflet-control")) return;
    event.stopPropagation();
    const at = this.map.mouseEventToLatLng(event);
    const rim = this.map.layerPointToLatLng(this.map.latLngToLayerPoint(at).add([SIGN_PX, 0]));
    this.tell({ key: asks.key, at: this.text(at), near: kmText(this.map.distance(at, rim) / 1000) });
  }

  /** Somewhere in the middle of what is seen. @param {string} key */
  tellHere(key) {
    const { map } = this;
    const { x, y } = map.getSize();
    const middle = map.getCenter();
    const rim = map.containerPointToLatLng([x / 2 + HERE * Math.min(x, y), y / 2]);
    this.tell({ key, at: this.text(middle), km: kmText(map.distance(middle, rim) / 1000) });
  }

  /** A point as precise as the zoom shows it. @param {any} latlng @returns {string} */
  text(latlng) {
    const { lat, lng } = latlng.wrap();
    const digits = clamp(Math.ceil(Math.log10((256 * 2 ** this.map.getZoom()) / 360)), 0, 5);
    return `${clamp(lat, -NORTHMOST, NORTHMOST).toFixed(digits)},${lng.toFixed(digits)}`;
  }

  /** Where a spot is now; one that was not moved is where it was, to the last digit. @param {Spot} spot @param {any} marker */
  textOf({ at, said }, marker) {
    const { lat, lng } = marker.getLatLng();
    return lat === at[0] && lng === at[1] ? said.join() : this.text(marker.getLatLng());
  }

  /** @param {Spot} spot @returns {any[]} */
  spot(spot) {
    const { role } = spot;
    const isDragged = DRAGGED.includes(role);
    const pin = element("span", `cm-sketch-pin is-${role}`);
    const words = NAMED.includes(role) ? element("span", "cm-sketch-name", spot.label, { dir: "auto" }) : null;
    const marker = L.marker(spot.at, {
      pane: PANE, draggable: isDragged, autoPan: isDragged, keyboard: role !== "between", bubblingMouseEvents: false,
      icon: L.divIcon({ className: "cm-sketch-spot", iconSize: [0, 0], html: element("span", "", [pin, words]) }),
    });
    const tell = () => this.tell({ key: spot.key, at: this.textOf(spot, marker) });
    Object.assign(marker, { spot, words });
    marker.name = () => this.name(spot, marker);
    marker.on("dragend", tell);
    if (PRESSED.includes(role)) marker.on("click keypress", tell);
    if (role === "vertex") this.bend(spot, marker);
    const doubt = spot.km ? this.doubt(spot, spot.km, marker) : null;
    marker.on("keydown", (/** @type {any} */ { originalEvent }) => this.key(originalEvent, spot, marker, doubt?.circle));
    return doubt ? [doubt.circle, marker, doubt.rim] : [marker];
  }

  /** Say what a spot is, and what is done to it. @param {Spot} spot @param {any} marker */
  name({ key, label, role }, marker) {
    const node = marker.getElement();
    node.dataset.spot = key;
    if (!NAMED.includes(role)) node.title = label;
    const words = role === "vertex" ? "sketch.vertex" : "sketch.spot";
    node.setAttribute("aria-label", DRAGGED.includes(role) ? say(words, { what: label }) : label);
  }

  /** The outline follows a vertex that is dragged; one that is pressed can be taken away. @param {Spot} spot @param {any} marker */
  bend(spot, marker) {
    const number = this.wanted.spots.filter(({ role }) => role === "vertex").indexOf(spot);
    const { chains } = this.wanted.outline;
    let left = number;
    const chain = chains.find((one) => left < one.length || ((left -= one.length), false));
    marker.on("drag", () => {
      if (!chain) return;
      const { lat, lng } = marker.getLatLng();
      chain[left] = [lat, lng];
      this.outline.setLatLngs(chains);
    });
    const hold = () => {
      if (this.held === spot) return;
      this.held = spot;
      this.ask();
    };
    marker.on("click", hold);
    marker.on("add", () => marker.getElement().addEventListener("focus", hold));
  }

  /** How far off it may be: a circle, and its rim to drag. @param {Spot} spot @param {number} km @param {any} marker */
  doubt(spot, km, marker) {
    const { map } = this;
    const circle = L.circle(spot.at, { radius: km * 1000, pane: PANE, className: "cm-sketch-doubt", interactive: false });
    const east = () => {
      const { lat, lng } = marker.getLatLng();
      const wide = circle.getRadius() / (METRES_A_DEGREE * Math.max(Math.cos((lat * Math.PI) / 180), 0.05));
      const [middle, edge] = [lng, lng + wide].map((one) => map.latLngToContainerPoint([lat, one]));
      return map.containerPointToLatLng([Math.max(edge.x, middle.x + LEAST_RIM_PX), middle.y]);
    };
    const rim = L.marker(east(), {
      pane: PANE, draggable: true, keyboard: false, bubblingMouseEvents: false,
      icon: L.divIcon({ className: "cm-sketch-spot cm-sketch-rim", iconSize: [0, 0], html: element("span", "cm-sketch-grip") }),
    });
    rim.isGrip = true;
    rim.name = () => rim.getElement().setAttribute("title", say("sketch.rim", { what: spot.label }));
    marker.on("drag", () => {
      circle.setLatLng(marker.getLatLng());
      rim.setLatLng(east());
    });
    const kmOf = () => clamp(map.distance(marker.getLatLng(), rim.getLatLng()) / 1000, LEAST_KM, MOST_KM);
    rim.on("drag", () => circle.setRadius(kmOf() * 1000));
    rim.on("dragend", () => this.tell({ key: spot.key, at: spot.said.join(), km: kmText(kmOf()) }));
    return { circle, rim };
  }

  /** Arrows move a spot, + and - its doubt. @param {KeyboardEvent} event @param {Spot} spot @param {any} marker @param {any} circle */
  key(event, spot, marker, circle) {
    const { map } = this;
    const step = ARROWS[event.key];
    const isGone = spot.role === "vertex" && ["Delete", "Backspace"].includes(event.key);
    const grows = circle && ({ "+": LARGER, "-": 1 / LARGER })[event.key];
    if (!DRAGGED.includes(spot.role) || (!step && !grows && !isGone)) return;
    event.preventDefault();
    event.stopPropagation();
    if (isGone) {
      this.takeAway(spot);
      return;
    }
    if (step) {
      const { x, y } = map.latLngToContainerPoint(marker.getLatLng());
      marker.setLatLng(map.containerPointToLatLng([x + step[0] * KEY_STEP_PX, y + step[1] * KEY_STEP_PX]));
      marker.fire("drag");
    } else circle.setRadius(clamp(circle.getRadius() * grows, LEAST_KM * 1000, MOST_KM * 1000));
    window.clearTimeout(this.later);
    this.later = window.setTimeout(() => this.tell({
      key: spot.key, at: this.textOf(spot, marker), ...(circle ? { km: kmText(circle.getRadius() / 1000) } : {}),
    }), REST_MS);
  }
}

/** Kilometres in two digits. @param {number} km */
function kmText(km) {
  return String(Number(Number(clamp(km, LEAST_KM, MOST_KM).toPrecision(2)).toFixed(3)));
}
