// @ts-check
// What a movement's line and its band have in common: when it is on the map, how far, and its head.

import { isOpen, partsOn, wayBetween } from "../core/tracks.js";
import { SVG } from "../ui/elements.js";

/** @import { Box } from "../core/labels.js" */
/** @import { Leg, Row } from "../core/payload.js" */

/** The middle of a head lies so far ahead of its force, or behind the end of its line, and reaches so far, in pixels. */
const HEAD_AHEAD = 16;
const HEAD_BEHIND = 8;
const HEAD_HALF = 9;
/** So many days after its end a way looks as it will. */
const OLD_DAYS = 4;

/** A movement on the map; what it lays along its way is said by `layCovered` and `layWhole`. */
export class WayView {
  /**
   * @param {any} map the Leaflet map
   * @param {Leg} leg
   * @param {Row} row
   * @param {string} kind of its head: "covered", "unsure", "planned" or "alleged"
   */
  constructor(map, leg, row, kind) {
    this.map = map;
    this.leg = leg;
    this.row = row;
    /** @type {any[]} the lines that it consists of */
    this.parts = [];
    this.head = L.marker([0, 0], {
      pane: "cm-heads", interactive: false, keyboard: false,
      icon: L.divIcon({ className: "", iconSize: [0, 0], html: headElement(row.side, kind) }),
    });
    /** @type {any[]} the stretch on which the force may be: casing, dashes, hollow core */
    this.ahead = [];
    this.hasHead = true;
    this.shown = false;
    this.isPast = false;
    /** Whether it was drawn so many days after its end that it looks the same from then on. */
    this.isOld = false;
    this.drawn = "";
    /** Where and in which direction, in degrees, it ends as it is drawn. @type {[number, number]} */
    this.end = [0, 0];
    this.angle = 0;
  }

  /** @param {any[]} parts @param {(row: string) => void} select */
  consistOf(parts, select) {
    this.ahead = this.leg.reach.some(([, least, most]) => most > least) ? this.stretch() : [];
    this.parts = [...this.ahead, ...parts];
    for (const part of this.parts) part.on("click", () => select(this.leg.row));
  }

  /** The lines of the stretch on which the force may be. */
  stretch() {
    return ["cm-casing", "cm-today", "cm-core"].map((part) =>
      L.polyline([], {
        className: `cm-way cm-of-${this.row.side} is-unsure is-stretch ${part}`,
        interactive: part === "cm-casing", pane: "cm-lines",
      }),
    );
  }

  /** @param {boolean} shown */
  show(shown) {
    if (shown === this.shown) return;
    this.shown = shown;
    this.isOld = false;
    this.drawn = "";
    for (const part of this.hasHead ? [...this.parts, this.head] : this.parts) {
      if (shown) part.addTo(this.map);
      else part.remove();
    }
    this.showed();
  }

  /** It came onto the map or went. */
  showed() {}

  /** What the head at its end takes of the map, for its labels; null where none is seen. @returns {Box | null} */
  headBox() {
    const classes = this.head.getElement()?.firstElementChild?.classList;
    if (!this.shown || !classes || classes.contains("is-gone")) return null;
    const isAhead = classes.contains("is-covered");
    if (isAhead && classes.contains("is-still")) return null;
    return this.boxAhead(isAhead ? HEAD_AHEAD : -HEAD_BEHIND);
  }

  /** The box of a head whose middle lies so far ahead of where the way ends. @param {number} ahead in pixels @returns {Box} */
  boxAhead(ahead) {
    const { x, y } = this.map.latLngToContainerPoint(this.end);
    const turn = (this.angle * Math.PI) / 180;
    const [dx, dy] = [Math.sin(turn) * ahead, -Math.cos(turn) * ahead];
    return { left: x + dx - HEAD_HALF, right: x + dx + HEAD_HALF, top: y + dy - HEAD_HALF, bottom: y + dy + HEAD_HALF };
  }

  /** The lines that it consists of now, as points of the earth. @returns {any[][]} */
  lines() {
    if (!this.shown) return [];
    return [...new Set([...this.ahead.slice(0, 1), ...this.body()])].map((part) => part.getLatLngs());
  }

  /** The lines that run along its way. @returns {any[]} */
  body() {
    return [];
  }

  /** @param {number} time @param {number} cell @param {number} [first] of the days that are shown together with this one @param {boolean} [hasTrails] whether what was covered before them is shown */
  draw(time, cell, first = cell, hasTrails = true) {
    if (this.leg.fixes.length < 2) return;
    if (this.leg.animated) this.drawCovered(time, cell, first, hasTrails);
    else this.drawWhole(cell, first, hasTrails);
  }

  /** @param {number} time @param {number} cell @param {number} first @param {boolean} hasTrails */
  drawCovered(time, cell, first, hasTrails) {
    const { fixes } = this.leg;
    const days = first - Math.ceil(Number(fixes[fixes.length - 1][4])) + 1;
    if (days > 0 && !hasTrails) {
      this.show(false);
      return;
    }
    // Of very many ways most lie long behind, and stay as they are.
    if (this.shown && this.isOld && days > OLD_DAYS) return;
    this.show(time > Number(fixes[0][4]));
    if (!this.shown) return;
    this.isOld = days > OLD_DAYS;
    this.age(days);
    const parts = partsOn(this.leg, time, cell, first);
    const { today, upTo, ahead } = parts;
    const start = hasTrails ? parts.start : today;
    // Between two bare days nobody says how far it had come.
    const isGuess = time !== cell + 1 && isOpen(this.leg, time);
    const key = `${start} ${today} ${upTo} ${ahead} ${isGuess}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.guess(isGuess);
    this.layCovered(start, today, upTo, ahead);
    const way = ahead > upTo ? wayBetween(fixes, upTo, ahead) : [];
    for (const part of this.ahead) part.setLatLngs(way);
  }

  /** Whether how far it has come is shared out only. @param {boolean} isGuess */
  guess(isGuess) {
    for (const part of this.body()) part.getElement()?.classList.toggle("is-guess", isGuess);
  }

  /** How many days ago it ended. @param {number} _days */
  age(_days) {}

  /** The way from its start up to a moment; what lies behind `today` is of earlier days, and from `upTo` to `ahead` the force may be. @param {number} _start @param {number} _today @param {number} _upTo @param {number} _ahead */
  layCovered(_start, _today, _upTo, _ahead) {}

  /** @param {number} cell @param {number} first @param {boolean} hasTrails */
  drawWhole(cell, first, hasTrails) {
    const [begins, , , ends] = this.leg.span;
    this.isPast = this.leg.mode === "actual" && ends <= first;
    this.show((begins < cell + 1 && ends > first) || (this.isPast && hasTrails));
    if (!this.shown) return;
    const key = String(this.isPast);
    if (key === this.drawn) return;
    this.drawn = key;
    this.layWhole();
  }

  /** The whole way, as it may have been covered on these days. */
  layWhole() {}

  /** Turn the head along the end of a way; without one it is hidden. @param {[number, number][]} way @param {boolean} moved whether on the day that is shown */
  aim(way, moved) {
    const angle = headingOf(way);
    if (angle !== null) [this.end, this.angle] = [way[way.length - 1], angle];
    const node = this.head.getElement()?.firstElementChild;
    if (!node) return;
    node.classList.toggle("is-gone", angle === null);
    if (angle === null) return;
    this.head.setLatLng(this.end);
    node.style.transform = `rotate(${angle}deg)`;
    node.classList.toggle("is-still", !moved);
  }
}

/** The direction in which a way ends, in degrees; null where it goes nowhere. @param {[number, number][]} way @returns {number | null} */
export function headingOf(way) {
  const last = way[way.length - 1];
  // A halt stands twice at one place: the direction is that of the way to it.
  const from = last && way.findLast((point) => point[0] !== last[0] || point[1] !== last[1]);
  if (!from) return null;
  const [before, end] = [from, last].map((point) => L.CRS.EPSG3857.project(L.latLng(point)));
  return (Math.atan2(end.x - before.x, end.y - before.y) * 180) / Math.PI;
}

/** An arrow head whose tip lies in front of the force's symbol. @param {string} side @param {string} kind */
function headElement(side, kind) {
  const at = kind === "covered" ? "M0 -24L9 -8L0 -12L-9 -8Z" : "M0 0L8 15L0 11L-8 15Z";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-30 -30 60 60");
  svg.setAttribute("class", `cm-head cm-of-${side} is-${kind}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", at);
  svg.append(path);
  return svg;
}
