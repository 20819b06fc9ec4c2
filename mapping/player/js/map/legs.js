// @ts-check
// One movement on the map: covered way with casing, trail of earlier days, arrow head.

import { straightWays } from "../core/basis.js";
import { clamp } from "../core/numbers.js";
import { onlyPlace, wayBetween } from "../core/tracks.js";
import { WayView } from "./ways.js";

/** @import { Leg, Row } from "../core/payload.js" */

const PLAIN_TODAY = { weight: 3, opacity: 0.9 };
const PLAIN_TRAIL = { weight: 2, opacity: 0.5 };

export class LegView extends WayView {
  /**
   * @param {any} map the Leaflet map
   * @param {Leg} leg
   * @param {Row} row
   * @param {boolean} isSecond whether it belongs to the second of two compared accounts
   * @param {any} crowd the canvas on which it is drawn as one of very many, plainly; else null
   * @param {string} colour its side's, for the canvas, which style sheets do not reach
   * @param {(row: string) => void} select
   */
  constructor(map, leg, row, isSecond, crowd, colour, select) {
    const kind = leg.mode !== "actual" ? leg.mode : leg.animated ? "covered" : "unsure";
    super(map, leg, row, kind);
    const doubt = `${row.certainty === "uncertain" ? "is-uncertain" : ""} ${isSecond ? "is-second" : ""}`;
    const classes = (/** @type {string} */ part) =>
      `cm-way cm-of-${row.side} is-${kind} ${part} ${doubt}`;
    const isPlain = crowd !== null;
    const plain = { renderer: crowd, color: colour, dashArray: leg.animated ? null : "6 6" };
    const line = (/** @type {string} */ part) =>
      isPlain
        ? L.polyline([], { ...plain, ...(part === "cm-trail" ? PLAIN_TRAIL : PLAIN_TODAY) })
        : L.polyline([], {
            className: classes(part), interactive: part === "cm-casing",
            pane: leg.mode === "actual" ? "cm-lines" : "cm-plans",
          });
    // The casing sets a way off from the ground; the core makes an unsure one hollow.
    const cased = (/** @type {string} */ part) => (isPlain ? [line(part)] : [line("cm-casing"), line(part)]);
    this.trail = cased("cm-trail");
    this.today = kind === "unsure" ? [...cased("cm-today"), line("cm-core")] : cased("cm-today");
    // Fine cuts say that a stretch is only straight; two compared accounts have patterns already.
    this.cuts = kind === "covered" && !isPlain && !isSecond ? line("cm-cut") : null;
    this.consistOf([...this.trail, ...this.today, ...(this.cuts ? [this.cuts] : [])], select);
    this.hasHead = !isPlain;
    /** How faint the trail is drawn; -1 where that is not known. */
    this.faint = -1;
    /** @type {string | undefined} the trail that is drawn */
    this.trailKey = undefined;
  }

  showed() {
    this.faint = -1;
  }

  /** @param {number} start @param {number} today @param {number} upTo */
  layCovered(start, today, upTo) {
    const { fixes } = this.leg;
    const trail = today > start ? wayBetween(fixes, start, today) : [];
    const way = today < upTo ? wayBetween(fixes, today, upTo) : [];
    this.put(trail, way);
    this.cuts?.setLatLngs(straightWays(this.leg, upTo));
    this.aim(way.length ? way : trail, Boolean(way.length));
  }

  layWhole() {
    const way = this.leg.fixes.map(onlyPlace);
    this.put(this.isPast ? way : [], this.isPast ? [] : way);
    this.aim(way, true);
  }

  /** @param {[number, number][]} trail @param {[number, number][]} way */
  put(trail, way) {
    for (const part of this.today) part.setLatLngs(way);
    // The trail only changes with the day.
    const key = `${trail.length} ${trail.at(-1)}`;
    if (key === this.trailKey) return;
    this.trailKey = key;
    for (const part of this.trail) part.setLatLngs(trail);
  }

  /** Earlier days grow faint, but stay. @param {number} days */
  age(days) {
    const faint = this.leg.trail === "all" ? 0 : clamp(days, 0, 4);
    if (faint === this.faint) return;
    this.faint = faint;
    this.trail.at(-1).getElement()?.style.setProperty("--age", String(faint));
  }
}
