// @ts-check
// One movement on the map: a ribbon of what was covered, whose head is the force, paler where earlier
// days covered it; a line of what was planned, is alleged or is known of no day.

import { straightWays } from "../core/basis.js";
import { clamp } from "../core/numbers.js";
import { HEAD } from "../core/ribbon.js";
import { hasHead, onlyPlace, pointAt, wayBetween } from "../core/tracks.js";
import { ribbonLayer } from "./ribbon.js";
import { WayView } from "./ways.js";

/** @import { Box } from "../core/labels.js" */
/** @import { Leg, Row } from "../core/payload.js" */

/** Names keep so far off a ribbon's head, in pixels. */
const HEAD_AIR = 3;
/** As the style sheet has the ways of the second of two compared accounts. */
const SECOND_DASH = "15 5 2.5 5";
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
    const plain = { renderer: crowd, color: colour, dashArray: isSecond ? SECOND_DASH : leg.animated ? null : "6 6" };
    const line = (/** @type {string} */ part) =>
      isPlain
        ? L.polyline([], { ...plain, ...(part === "cm-trail" ? PLAIN_TRAIL : PLAIN_TODAY) })
        : L.polyline([], {
            className: classes(part), interactive: part === "cm-casing",
            pane: leg.mode === "actual" ? "cm-lines" : "cm-plans",
          });
    // The casing sets a way off from the ground; the core makes an unsure one hollow.
    const cased = (/** @type {string} */ part) => (isPlain ? [line(part)] : [line("cm-casing"), line(part)]);
    const ribbon = (/** @type {string} */ part, pane = "cm-lines") =>
      ribbonLayer({ className: `cm-ribbon cm-of-${row.side} ${part} ${doubt}`, pane });
    this.isRibbon = kind === "covered" && !isPlain;
    this.trail = this.isRibbon ? [ribbon("cm-trail")] : cased("cm-trail");
    this.today = this.isRibbon ? [ribbon("cm-today")] : [...cased("cm-today"), ...(kind === "unsure" ? [line("cm-core")] : [])];
    // A broken thread inside says that a stretch is only straight.
    this.thread = this.isRibbon ? line("cm-thread") : null;
    // The head lies over the places, as its force does.
    this.tip = this.isRibbon ? ribbon("cm-today", "cm-heads") : null;
    const within = [this.thread, this.tip].filter((part) => part !== null);
    this.consistOf([...this.trail, ...this.today, ...within], select);
    this.hasHead = !isPlain && !this.isRibbon;
    /** Whether its force is drawn as the head of its ribbon. */
    this.hasTip = false;
    /** How faint the trail is drawn; -1 where that is not known. */
    this.faint = -1;
    /** @type {string | undefined} the trail that is drawn */
    this.trailKey = undefined;
  }

  showed() {
    this.faint = -1;
    this.hasTip = this.hasTip && this.shown;
  }

  /** @param {number} start @param {number} today @param {number} upTo @param {number} ahead */
  layCovered(start, today, upTo, ahead) {
    const { fixes } = this.leg;
    const trail = today > start ? wayBetween(fixes, start, today) : [];
    const way = today < upTo ? wayBetween(fixes, today, upTo) : [];
    this.hasTip = this.isRibbon && hasHead(this.leg, { today, upTo, ahead });
    if (this.isRibbon) this.putRibbon(trail, way, today, upTo);
    else this.put(trail, way);
    this.thread?.setLatLngs(straightWays(this.leg, upTo));
    this.aim(way.length ? way : trail, Boolean(way.length));
  }

  layWhole() {
    const way = this.leg.fixes.map(onlyPlace);
    this.put(this.isPast ? way : [], this.isPast ? [] : way);
    this.aim(way, true);
  }

  /** One body of what earlier days covered and what this day added. @param {[number, number][]} trail @param {[number, number][]} way @param {number} today @param {number} upTo */
  putRibbon(trail, way, today, upTo) {
    const { fixes } = this.leg;
    const whole = pointAt(fixes, upTo)[2] - fixes[0][2] || 1;
    const joint = trail.length ? (pointAt(fixes, today)[2] - fixes[0][2]) / whole : 0;
    this.today[0].setWay(way, { from: joint, to: 1, head: this.hasTip ? "apart" : "none" });
    this.tip.setWay(this.hasTip ? way : [], { from: joint, to: 1, head: "alone" });
    const key = `${trail.length} ${trail.at(-1)} ${joint}`;
    if (key === this.trailKey) return;
    this.trailKey = key;
    this.trail[0].setWay(trail, { from: 0, to: way.length ? joint : 1, head: "none" });
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

  headBox() {
    if (!this.isRibbon) return super.headBox();
    return this.hasTip ? this.tipBox() : null;
  }

  /** What the head takes from its tip to its barbs. @returns {Box} */
  tipBox() {
    const { x, y } = this.map.latLngToContainerPoint(this.end);
    const turn = (this.angle * Math.PI) / 180;
    const [dx, dy] = [Math.sin(turn), -Math.cos(turn)];
    const half = HEAD.wide / 2;
    const [one, other] = [half, -half].map((by) => [x - dx * HEAD.long - dy * by, y - dy * HEAD.long + dx * by]);
    const [xs, ys] = [[x, one[0], other[0]], [y, one[1], other[1]]];
    return {
      left: Math.min(...xs) - HEAD_AIR, right: Math.max(...xs) + HEAD_AIR,
      top: Math.min(...ys) - HEAD_AIR, bottom: Math.max(...ys) + HEAD_AIR,
    };
  }

  body() {
    return [this.trail[0], this.today[0], ...(this.tip ? [this.tip] : [])];
  }

  /** Earlier days grow faint, but stay. @param {number} days */
  age(days) {
    const faint = this.leg.trail === "all" ? 0 : clamp(days, 0, 4);
    if (faint === this.faint) return;
    this.faint = faint;
    this.trail.at(-1).getElement()?.style.setProperty("--age", String(faint));
  }
}
