// @ts-check
// One movement whose strength is known, as a band: as wide as the number that was there.

import { CANDIDATES, SMALL_MAP } from "../core/labels.js";
import { hasHead, onlyPlace, wayBetween } from "../core/tracks.js";
import { sayCount, spoken } from "../core/words.js";
import { element } from "../ui/elements.js";
import { Mark } from "./marks.js";
import { WayView } from "./ways.js";

/** @import { Fix, Leg, Row } from "../core/payload.js" */

/** @typedef {{from: number, to: number, strength: number}} Run fixes between which a number holds */
/** @typedef {{run: Run, casing: any, past: any, today: any, core: any, joint: any}} Piece */

/** @typedef {{run: Run, mark: Mark, isEnd: boolean, time: number}} BandNumber */

/** Pixels for the campaign's largest number; the style sheet says the same as `--band`. */
export const BAND_WIDE = 34;
export const BAND_SMALL = 20;
export const BAND_LEAST = 1.5;
/** A band so wide holds its number; beside others it stands above or, on the way back, below. */
export const BAND_FOR_TEXT = 15;
export const OVER_BAND = [[-0.5, -1, 0, -1], [-0.5, 0, 0, 1], [-1, -1, -0.6, -0.6], [0, 0, 0.6, 0.6]];
export const UNDER_BAND = [[-0.5, 0, 0, 1], [-0.5, -1, 0, -1], [0, 0, 0.6, 0.6], [-1, -1, -0.6, -0.6]];
export const ON_BAND = [[-0.5, -0.5, 0, 0]];

/**
 * The stretches of a way on which one number holds, from the point that states it to the next.
 * @param {Leg} leg
 * @returns {Run[]}
 */
export function runsOf(leg) {
  const end = leg.fixes.length - 1;
  /** @type {Run[]} */
  const runs = [];
  for (const [from, strength] of leg.strengths) {
    const last = runs.at(-1);
    if (last?.strength === strength || from >= end) continue;
    if (last) last.to = from;
    runs.push({ from, to: end, strength });
  }
  // What comes before the first number is drawn as narrow as can be.
  if (runs[0]?.from) runs.unshift({ from: 0, to: runs[0].from, strength: 0 });
  return runs;
}

/** The number last stated on a way, or null. @param {Leg} leg @param {number} km */
export function strengthAt(leg, km) {
  const stated = leg.strengths.filter(([number]) => leg.fixes[number][2] <= km + 1e-6);
  return stated.at(-1)?.[1] ?? null;
}

/** The point halfway along a stretch, and when it was reached. @param {Fix[]} fixes @param {Run} run @returns {Fix} */
export function middleOf(fixes, run) {
  const half = (fixes[run.from][2] + fixes[run.to][2]) / 2;
  const after = Math.max(fixes.findIndex((fix, at) => at > run.from && fix[2] >= half), run.from + 1);
  const [a, b] = [fixes[after - 1], fixes[after]];
  const share = b[2] > a[2] ? (half - a[2]) / (b[2] - a[2]) : 0;
  const at = (/** @type {0 | 1 | 4} */ part) => Number(a[part]) + share * (Number(b[part]) - Number(a[part]));
  return [at(0), at(1), half, 0, at(4)];
}

export class BandView extends WayView {
  /**
   * @param {any} map the Leaflet map
   * @param {Leg} leg
   * @param {Row} row
   * @param {boolean} isSecond whether it belongs to the second of two compared accounts
   * @param {number} most the campaign's largest number
   * @param {(row: string) => void} select
   */
  constructor(map, leg, row, isSecond, most, select) {
    super(map, leg, row, leg.animated ? "covered" : "unsure");
    this.most = most;
    /** @type {Map<any, string>} what each part was drawn from; it keeps its way while it is not on the map */
    this.laid = new Map();
    this.isBack = Boolean(row.back);
    const doubt = `${leg.animated ? "" : "is-unsure"} ${isSecond ? "is-second" : ""}`;
    const line = (/** @type {string} */ part) =>
      L.polyline([], {
        className: `cm-band cm-of-${row.side} ${part} ${this.isBack ? "is-back" : ""} ${doubt}`,
        // Those who come back are drawn over those who went.
        pane: this.isBack ? "cm-bands-back" : "cm-bands", interactive: part === "cm-casing",
      });
    /** @type {Piece[]} */
    this.pieces = runsOf(leg).map((run) => ({
      run, casing: line("cm-casing"), past: line("cm-trail"), today: line("cm-today"),
      core: leg.animated ? null : line("cm-core"), joint: line("cm-joint"),
    }));
    const all = (/** @type {keyof Piece} */ name) => this.pieces.map((piece) => piece[name]).filter(Boolean);
    const parts = [...all("casing"), ...all("past"), ...all("today"), ...all("joint"), ...all("core")];
    this.consistOf(parts, select);
    this.numbers = this.pieces.filter(({ run }) => run.strength).map(({ run }, at, { length }) => this.number(run, at === 0 || at === length - 1));
  }

  /** A number halfway along the stretch on which it holds. @param {Run} run @param {boolean} isEnd of the whole way @returns {BandNumber} */
  number(run, isEnd) {
    const middle = middleOf(this.leg.fixes, run);
    const mark = new Mark(this.map, [middle[0], middle[1]], {
      classes: "cm-strength", pane: "cm-places", gap: 0, symbol: null,
    });
    mark.isOnWay = true;
    mark.priority = isEnd ? 46 : 15 + 10 * this.share(run);
    return { run, mark, isEnd, time: Number(middle[4]) };
  }

  /** @param {Run} run */
  share(run) {
    return run.strength / this.most;
  }

  showed() {
    if (this.shown) this.widen();
    else for (const { mark } of this.numbers) mark.show(false);
  }

  /** The style sheet makes widths of shares; a joint is as wide as the narrower of its two runs. */
  widen() {
    this.pieces.forEach((piece, at) => {
      const share = this.share(piece.run);
      const before = this.pieces[at - 1];
      for (const part of [piece.casing, piece.past, piece.today, piece.core]) {
        part?.getElement()?.style.setProperty("--share", String(share));
        part?.getElement()?.setAttribute("data-strength", String(piece.run.strength));
      }
      const narrow = before ? Math.min(share, this.share(before.run)) : share;
      piece.joint.getElement()?.style.setProperty("--share", String(narrow));
    });
  }

  /** @param {number} start @param {number} today @param {number} upTo @param {number} ahead */
  layCovered(start, today, upTo, ahead) {
    const { fixes } = this.leg;
    this.pieces.forEach(({ run, casing, past, today: now, joint }, at) => {
      const [from, to] = [Number(fixes[run.from][4]), Number(fixes[run.to][4])];
      this.lay(casing, Math.max(from, start), Math.min(to, upTo));
      this.lay(past, Math.max(from, start), Math.min(to, today));
      this.lay(now, Math.max(from, today), Math.min(to, upTo));
      const isJoined = at > 0 && upTo > from && from >= start;
      this.put(joint, isJoined ? "joint" : "", () => (isJoined ? this.point(run.from) : []));
      if (isJoined) joint.getElement()?.classList.toggle("is-today", from >= today);
    });
    for (const number of this.numbers) this.showNumber(number, start <= number.time && number.time <= upTo);
    this.aim(hasHead(this.leg, { today, upTo, ahead }) ? wayBetween(fixes, today, upTo) : [], true);
  }

  layWhole() {
    const { isPast } = this;
    this.pieces.forEach(({ run, casing, past, today, core, joint }, at) => {
      const way = this.leg.fixes.slice(run.from, run.to + 1).map(onlyPlace);
      casing.setLatLngs(way);
      past.setLatLngs(isPast ? way : []);
      today.setLatLngs(isPast ? [] : way);
      core.setLatLngs(isPast ? [] : way);
      joint.setLatLngs(isPast && at > 0 ? this.point(run.from) : []);
    });
    for (const number of this.numbers) this.showNumber(number, true);
    this.aim(isPast ? [] : this.leg.fixes.map(onlyPlace), false);
  }

  body() {
    return this.pieces.map(({ casing }) => casing);
  }

  /** One point twice: with round ends it is a dot, which closes the gap between two runs. @param {number} number of the fix @returns {[number, number][]} */
  point(number) {
    const at = onlyPlace(this.leg.fixes[number]);
    return [at, at];
  }

  /** Part of the way between two moments, if there is any. @param {any} part @param {number} from @param {number} to */
  lay(part, from, to) {
    const isAny = from < to;
    this.put(part, isAny ? `${from} ${to}` : "", () => (isAny ? wayBetween(this.leg.fixes, from, to) : []));
  }

  /** Only what changed is drawn anew. @param {any} part @param {string} key @param {() => [number, number][]} way */
  put(part, key, way) {
    if ((this.laid.get(part) ?? "") === key) return;
    this.laid.set(part, key);
    part.setLatLngs(way());
  }

  /** The first and the last number may stand off, with a line to the band. @param {BandNumber} number @param {boolean} shown */
  showNumber({ mark, run, isEnd }, shown) {
    mark.show(shown);
    if (!shown) return;
    const widest = this.map.getSize().x < SMALL_MAP ? BAND_SMALL : BAND_WIDE;
    const width = Math.max(BAND_LEAST, this.share(run) * widest);
    mark.gap = width / 2 + 2;
    const beside = this.isBack ? UNDER_BAND : OVER_BAND;
    mark.sides = [...(width > BAND_FOR_TEXT ? ON_BAND : []), ...beside, ...(isEnd ? CANDIDATES : [])];
    const words = sayCount(run.strength);
    mark.fill(`${spoken.code} ${words}`, () => [element("span", "", words)]);
  }
}
