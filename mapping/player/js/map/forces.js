// @ts-check
// The forces of one account on the map. Few are all marks, with symbol and name. Of many, those are marks
// that move, of which something is told or which are chosen; where the others are too many for names,
// one canvas shows their symbols.

import { worldPoint } from "../core/points.js";
import { drawing, element, picture } from "../ui/elements.js";
import { MapCanvas, sharpness, sightOf } from "./canvas.js";
import { Mark } from "./marks.js";

/** @import { Box } from "../core/labels.js" */
/** @import { Payload } from "../core/payload.js" */
/** @import { Standing } from "./telling.js" */

/** So many forces are all marks; of more in the window only those that act. */
export const MOST_FORCES = 150;
/** So many pixels beyond the window's edge a symbol still reaches into it. */
const REACH_PX = 24;
/** So near a press or a pointer is meant for a symbol, in pixels. */
const TOUCH_PX = 10;
/** The style sheet's symbols: how large, in pixels, alone and in a crowd, of a drawing of so many. */
const FORCE_SYMBOL = { alone: 21, crowd: 14, drawn: 24 };
/** How the style sheet draws them where they are not sure to be there; sizes of the drawing. */
const FORCE_RESTS = { class: "is-faded", wide: 2, dash: [] };
/** @type {Record<string, {class: string, wide: number, dash: number[]}>} */
const FORCE_LOOKS = { "last known": FORCE_RESTS, left: { ...FORCE_RESTS, dash: [1.5, 3] } };
/** The dot in the symbols of the second of two compared accounts. */
const SECOND_DOT = 3.4;
const FORCE_DOUBTED = { class: "", wide: 3, dash: [4.4, 3] };

/** @typedef {{id: string, x: number, y: number, presence: string}} Resting in the window's pixels */
/**
 * @typedef {{select: (id: string) => void, label: (id: string, mark: Mark) => void, words: (id: string) => Node,
 *   place: (mark: Mark, here: Standing) => void, isChosen: (id: string) => boolean, isCovered: (point: {x: number, y: number}) => boolean}} ForceActs
 *   label: say what is told of it; words: its name; place: put it where it is; isCovered: by a force of another account
 */

export class ForceMarks {
  /**
   * @param {any} map the Leaflet map @param {Payload} data @param {string[]} ids @param {string} letter of the account
   * @param {boolean} isCrowd @param {ForceActs} acts
   */
  constructor(map, data, ids, letter, isCrowd, acts) {
    this.map = map;
    this.data = data;
    this.letter = letter;
    this.isCrowd = isCrowd;
    this.acts = acts;
    this.symbols = "";
    this.isMany = ids.length > MOST_FORCES;
    /** @type {Map<string, Mark>} by force */
    this.marks = new Map();
    /** @type {Map<string, Mark[]>} those that wait to be another force's, by side */
    this.free = new Map();
    /** @type {Map<string, Standing>} where each force is */
    this.positions = new Map();
    /** @type {string} the sight that the marks were chosen for */
    this.seen = "";
    /** @type {Resting[]} those on the canvas */
    this.resting = [];
    if (this.isMany) this.begin();
    else for (const id of ids) this.take(id);
  }

  begin() {
    const { map } = this;
    this.canvas = new MapCanvas(map, "cm-forces", "cm-dots-forces");
    /** @type {Map<string, HTMLCanvasElement>} by side and presence */
    this.stamps = new Map();
    /** @type {string} the sight that the canvas was laid for */
    this.laid = "";
    this.hover = new Mark(map, [0, 0], { classes: "cm-force is-hovered", pane: "cm-forces", gap: 12, symbol: null });
    /** @type {string} the force under the pointer, or "" */
    this.hovered = "";
    this.listeners = {
      mousemove: (/** @type {any} */ event) => this.point(this.under(event.containerPoint)),
      mouseout: () => this.point(""),
      movestart: () => this.point(""),
      click: (/** @type {any} */ event) => this.press(this.under(event.containerPoint)),
    };
    map.on(this.listeners);
    this.scheme = new MutationObserver(() => {
      this.canvas?.forget();
      this.stamps?.clear();
      this.paint();
    });
    this.scheme.observe(document.documentElement, { attributeFilter: ["data-scheme"] });
  }

  remove() {
    for (const mark of this.marks.values()) mark.show(false);
    if (!this.canvas) return;
    this.map.off(this.listeners);
    this.scheme?.disconnect();
    this.point("");
    this.canvas.remove();
  }

  /** The mark of a force. @param {string} id @returns {Mark} */
  take(id) {
    const known = this.marks.get(id);
    if (known) return known;
    const mark = this.free.get(this.data.forces[id].side)?.pop() ?? this.make(id);
    mark.root.dataset.force = id;
    this.marks.set(id, mark);
    this.dressOne(id, mark);
    if (this.isMany) this.acts.label(id, mark);
    return mark;
  }

  /** @param {string} id */
  make(id) {
    const mark = new Mark(this.map, [0, 0], {
      classes: `cm-force cm-of-${this.data.forces[id].side} ${this.letter === "B" ? "is-second" : ""}`,
      pane: "cm-forces", gap: 16, symbol: null, select: () => this.acts.select(mark.root.dataset.force ?? ""),
    });
    mark.priority = 100;
    mark.must = !this.isCrowd;
    return mark;
  }

  /** Give every force the symbol that the reader wants. @param {string} symbols "app6", or empty for the shapes of the sides */
  dress(symbols) {
    this.symbols = symbols;
    for (const [id, mark] of this.marks) this.dressOne(id, mark);
  }

  /** @param {string} id @param {Mark} mark */
  dressOne(id, mark) {
    const { app6 } = this.data.forces[id];
    const isApp6 = this.symbols === "app6" && app6 !== null;
    mark.root.classList.toggle("is-app6", isApp6);
    const shape = this.shapeOf(id);
    mark.draw(isApp6 ? app6[0] : shape, () => (isApp6 ? picture(app6) : drawing(shape)));
    mark.gap = isApp6 ? Math.max(16, app6[1] / 2 + 4) : 16;
  }

  /** @param {string} id */
  shapeOf(id) {
    return this.data.symbols.shapes[this.data.sides[this.data.forces[id].side].shape];
  }

  /** @param {Map<string, Standing>} positions */
  draw(positions) {
    this.positions = positions;
    this.choose();
  }

  /** Where the window shows something else, other forces are marks. */
  look() {
    if (this.isMany && this.sight() !== this.seen) this.choose();
  }

  /** What the window shows, and how sharp, as a text. */
  sight() {
    return [...Object.values(sightOf(this.map)), sharpness()].join(" ");
  }

  /** Which forces are marks; of many it depends on what is in the window. */
  choose() {
    const { positions, marks } = this;
    const wanted = this.isMany ? this.wanted() : new Set(positions.keys());
    for (const [id, mark] of marks) if (!wanted.has(id)) this.release(id, mark);
    for (const id of wanted) {
      const mark = this.take(id);
      // In the order of the forces and not of their coming: among equals the first is named first.
      marks.delete(id);
      marks.set(id, mark);
      mark.show(true);
      this.acts.place(mark, /** @type {Standing} */ (positions.get(id)));
    }
    this.paint();
  }

  /** @param {string} id @param {Mark} mark */
  release(id, mark) {
    mark.show(false);
    if (!this.isMany) return;
    this.marks.delete(id);
    const { side } = this.data.forces[id];
    const alike = this.free.get(side);
    if (alike) alike.push(mark);
    else this.free.set(side, [mark]);
  }

  /** Those of the window that act, and the others, too, where there is room; else these are left for the canvas. @returns {Set<string>} */
  wanted() {
    const { zoom, left, top, width, height } = sightOf(this.map);
    this.seen = this.sight();
    const scale = 2 ** zoom;
    const acting = new Set();
    this.resting = [];
    for (const [id, { at, presence }] of this.positions) {
      const world = worldPoint(at);
      const [x, y] = [world.x * scale - left, world.y * scale - top];
      if (x < -REACH_PX || y < -REACH_PX || x > width + REACH_PX || y > height + REACH_PX) continue;
      if (presence === "present" || presence === "between" || this.acts.isChosen(id)) acting.add(id);
      else this.resting.push({ id, x, y, presence });
    }
    if (acting.size + this.resting.length > MOST_FORCES) return acting;
    for (const { id } of this.resting) acting.add(id);
    this.resting = [];
    return acting;
  }

  /** Draw those that rest. */
  paint() {
    const { canvas } = this;
    if (!canvas) return;
    if (this.seen !== this.laid) canvas.lay();
    this.laid = this.seen;
    const pen = canvas.pen();
    const sharp = sharpness();
    // On whole pixels: the browser takes much longer for a picture between them.
    pen.resetTransform();
    for (const { id, x, y, presence } of this.resting) {
      const stamp = this.stamp(canvas, id, presence);
      pen.drawImage(stamp, Math.round(x * sharp - stamp.width / 2), Math.round(y * sharp - stamp.height / 2));
    }
  }

  /** A symbol as a picture that is drawn once. @param {MapCanvas} canvas @param {string} id @param {string} presence @returns {HTMLCanvasElement} */
  stamp(canvas, id, presence) {
    const { side } = this.data.forces[id];
    const sharp = sharpness();
    const key = `${side} ${presence} ${sharp}`;
    const known = this.stamps?.get(key);
    if (known) return known;
    const look = FORCE_LOOKS[presence] ?? FORCE_DOUBTED;
    const scale = ((this.isCrowd ? FORCE_SYMBOL.crowd : FORCE_SYMBOL.alone) / FORCE_SYMBOL.drawn) * sharp;
    const stamp = /** @type {HTMLCanvasElement} */ (element("canvas", ""));
    stamp.width = stamp.height = Math.ceil((FORCE_SYMBOL.drawn + 2 * look.wide) * scale);
    const pen = /** @type {CanvasRenderingContext2D} */ (stamp.getContext("2d"));
    pen.translate(stamp.width / 2, stamp.height / 2);
    pen.scale(scale, scale);
    pen.translate(-FORCE_SYMBOL.drawn / 2, -FORCE_SYMBOL.drawn / 2);
    pen.fillStyle = canvas.colour("is-paper");
    pen.strokeStyle = canvas.colour(`cm-of-${side} ${look.class}`);
    pen.lineWidth = look.wide;
    pen.lineJoin = "round";
    pen.setLineDash(look.dash);
    const shape = new Path2D(this.shapeOf(id).replace(/^!/, ""));
    pen.fill(shape);
    pen.stroke(shape);
    if (this.letter === "B") {
      pen.fillStyle = pen.strokeStyle;
      pen.beginPath();
      pen.arc(FORCE_SYMBOL.drawn / 2, FORCE_SYMBOL.drawn / 2, SECOND_DOT, 0, 2 * Math.PI);
      pen.fill();
    }
    this.stamps?.set(key, stamp);
    return stamp;
  }

  /** The force on the canvas under a pointer; "" where there is none, or another account's lies over it. @param {{x: number, y: number}} point */
  under(point) {
    return this.acts.isCovered(point) ? "" : this.nearest(point);
  }

  /** The force on the canvas that is nearest to a point. @param {{x: number, y: number}} point */
  nearest({ x, y }) {
    let best = { id: "", away: TOUCH_PX };
    for (const one of this.resting) {
      const away = Math.hypot(one.x - x, one.y - y);
      if (away <= best.away) best = { id: one.id, away };
    }
    return best.id;
  }

  /** Where they stand, one box for all in one room, so that names keep off them. @returns {Box[]} */
  restingBoxes() {
    const half = FORCE_SYMBOL.crowd / 2;
    /** @type {Map<string, Box>} */
    const rooms = new Map();
    for (const { x, y } of this.resting) {
      const room = `${Math.round(x / half)} ${Math.round(y / half)}`;
      if (!rooms.has(room)) rooms.set(room, { left: x - half, top: y - half, right: x + half, bottom: y + half });
    }
    return [...rooms.values()];
  }

  /** How many forces are in the window, and how many of them are named, where there are very many. */
  count() {
    if (!this.isMany) return { told: 0, named: 0 };
    const acting = [...this.marks.values()].filter((mark) => mark.shown);
    return { told: acting.length + this.resting.length, named: acting.filter((mark) => mark.isNamed).length };
  }

  /** Name the force on the canvas that a pointer is over. @param {string} id */
  point(id) {
    const here = this.positions.get(id);
    if (id === this.hovered || !this.hover) return;
    this.hovered = id;
    this.hover.show(Boolean(here));
    this.map.getContainer().classList.toggle(`is-on-force${this.letter}`, Boolean(here));
    if (!here) return;
    this.hover.moveTo(here.at);
    this.hover.paint(this.data.forces[id].side);
    this.hover.fill(id, () => [this.acts.words(id)]);
    this.hover.nameBeside();
  }

  /** A press on a force opens what put it there; else it is named, as for a finger. @param {string} id */
  press(id) {
    if (id) this.acts.select(id);
    this.point(id);
  }
}
