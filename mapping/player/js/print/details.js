// @ts-check
// On a printed map: bands as wide as the number that was there, arcs that face the enemy, and towns.

import { holds } from "../core/sure.js";
import { partsOn, onlyPlace, wayBetween } from "../core/tracks.js";
import { sayCount, spoken } from "../core/words.js";
import { facingDrawing } from "../ui/signs.js";
import { BAND_FOR_TEXT, BAND_LEAST, BAND_SMALL, BAND_WIDE, ON_BAND, OVER_BAND, UNDER_BAND, middleOf, runsOf } from "../map/bands.js";
import { townRank } from "../map/scene.js";
import { arcBox } from "../map/facing.js";
import { headingOf } from "../map/ways.js";
import { svgElement } from "./drawn.js";

/** @import { Box } from "../core/labels.js" */
/** @import { Leg, Row } from "../core/payload.js" */
/** @import { Run } from "../map/bands.js" */
/** @import { PrintMap } from "./map.js" */
/** @typedef {{point: {x: number, y: number}, name: string, priority: number, classes: string, gap: number, sides?: number[][]}} SmallLabel */

/** A printed map narrower than this, in pixels, has narrow bands. */
const SMALL_PAPER = 600;

/** Whether a movement is drawn as a band. @param {Leg} leg */
export function isBand(leg) {
  return leg.strengths.length > 0 && leg.mode === "actual";
}

/** Where a movement lies among others: bands below, those who come back over those who went. @param {Leg} leg @param {Row} row */
export function floorOf(leg, row) {
  if (leg.mode !== "actual") return 2;
  return isBand(leg) ? Number(Boolean(row.back)) : 3;
}

/** The stretches of a band that a day shows. @param {PrintMap} map @param {Leg} leg @returns {{run: Run, trail: [number, number][], today: [number, number][]}[]} */
function stretchesOf(map, leg) {
  const { fixes } = leg;
  const hasTrails = map.filter.showsLayer("trails");
  const time = map.cell + 1;
  if (!leg.animated) {
    const isPast = leg.span[3] <= map.first;
    const isNow = leg.span[0] < time && !isPast;
    return runsOf(leg).map((run) => {
      const way = fixes.slice(run.from, run.to + 1).map(onlyPlace);
      return { run, trail: isPast && hasTrails ? way : [], today: isNow ? way : [] };
    });
  }
  const { start, today, upTo } = partsOn(leg, time, map.cell, map.first);
  const between = (/** @type {number} */ from, /** @type {number} */ to) => (from < to ? wayBetween(fixes, from, to) : []);
  return runsOf(leg).map((run) => {
    const [from, to] = [Number(fixes[run.from][4]), Number(fixes[run.to][4])];
    return {
      run, trail: hasTrails ? between(Math.max(from, start), Math.min(to, today)) : [],
      today: between(Math.max(from, today), Math.min(to, upTo)),
    };
  });
}

/** The pixels of a run's width. @param {PrintMap} map @param {Run} run */
function widthOfRun(map, run) {
  const widest = map.size.width < SMALL_PAPER ? BAND_SMALL : BAND_WIDE;
  return Math.max(BAND_LEAST, (run.strength / map.data.campaign.mostStrength) * widest);
}

/** A movement as a band, without where its force may have come to. @param {PrintMap} map @param {Leg} leg @returns {Element[]} */
export function bandOf(map, leg) {
  const row = map.data.rows[leg.row];
  const about = `cm-of-${row.side || "nobody"} ${row.back ? "is-back" : ""} ${leg.animated ? "" : "is-unsure"}`;
  /** @type {Element[]} */
  const casings = [];
  /** @type {Element[]} */
  const bodies = [];
  let before = 0;
  for (const { run, trail, today } of stretchesOf(map, leg)) {
    const wide = widthOfRun(map, run);
    if (before && (trail.length || today.length)) {
      // A dot closes the gap between two runs, as wide as the narrower.
      const { x, y } = map.frame.place(onlyPlace(leg.fixes[run.from]));
      const style = `stroke-width: ${Math.min(before, wide).toFixed(1)}px`;
      bodies.push(svgElement("path", `cm-print-band is-joint ${trail.length ? "is-trail" : "is-today"} ${about}`, { d: `M${x.toFixed(1)} ${y.toFixed(1)}h0.01`, style }));
    }
    before = wide;
    for (const [way, part] of /** @type {[[number, number][], string][]} */ ([[trail, "is-trail"], [today, "is-today"]])) {
      if (way.length < 2) continue;
      const d = pathOf(map, way);
      casings.push(svgElement("path", "cm-print-band is-casing", { d, style: `stroke-width: ${(wide + 2.4).toFixed(1)}px` }));
      bodies.push(svgElement("path", `cm-print-band ${part} ${about}`, { d, style: `stroke-width: ${wide.toFixed(1)}px` }));
    }
  }
  return [...casings, ...bodies];
}

/** @param {PrintMap} map @param {[number, number][]} way */
function pathOf(map, way) {
  return `M${way.map((at) => map.frame.place(at)).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
}

/** The numbers on and beside the bands. @param {PrintMap} map @returns {SmallLabel[]} */
export function bandNumbers(map) {
  return map.legsInOrder().filter(isBand).flatMap((leg) => {
    const isBack = Boolean(map.data.rows[leg.row].back);
    const told = stretchesOf(map, leg).filter(({ run, trail, today }) => run.strength && (trail.length || today.length));
    return told.flatMap(({ run }, number) => {
      const [lat, lon] = middleOf(leg.fixes, run);
      const point = map.frame.place([lat, lon]);
      if (!map.isIn(point)) return [];
      const wide = widthOfRun(map, run);
      const isEnd = number === 0 || number === told.length - 1;
      const beside = isBack ? UNDER_BAND : OVER_BAND;
      return [{
        point, name: sayCount(run.strength), classes: "cm-print-name is-number", gap: wide / 2 + 2,
        priority: isEnd ? 46 : 15 + (10 * run.strength) / map.data.campaign.mostStrength,
        sides: [...(wide > BAND_FOR_TEXT ? ON_BAND : []), ...beside],
      }];
    });
  });
}

/** An arc at each place where somebody faces an enemy who stands somewhere, and what it takes of the map. @param {PrintMap} map @returns {{node: Element, box: Box}[]} */
export function arcsOf(map) {
  const { data, index, account, cell, first } = map;
  const { dated, sure } = index.within(account, cell, first);
  const standing = new Map(map.telling.days[cell].forces.flatMap(({ force, presence, at }) => (presence === "left" ? [] : [[force, at]])));
  return map.told.filter((name) => data.rows[name].faces && data.rows[name].table === "events" && holds(dated, name)).flatMap((name) => {
    const { side, places, against } = data.rows[name];
    return places.flatMap((id) => {
      const at = data.places[id]?.at;
      const there = (against ?? []).map((enemy) => standing.get(enemy)).find((one) => one !== undefined && at && headingOf([at, one]) !== null);
      if (!at || !there) return [];
      const { x, y } = map.frame.place(at);
      if (!map.isIn({ x, y })) return [];
      const arc = facingDrawing();
      for (const [key, value] of Object.entries({ x: -30, y: -30, width: 60, height: 60 })) arc.setAttribute(key, String(value));
      const angle = headingOf([at, there]) ?? 0;
      const transform = `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${Math.round(angle)})`;
      const node = svgElement("g", `cm-print-facing cm-of-${side || "nobody"} ${holds(sure, name) ? "" : "is-unsure"}`, { transform }, [arc]);
      return [{ node, box: arcBox({ x, y }, (angle * Math.PI) / 180) }];
    });
  });
}

/** The ground's towns that are large enough for the scale. @param {PrintMap} map @returns {SmallLabel[]} */
export function townNames(map) {
  if (!map.filter.showsLayer("names")) return [];
  const rank = townRank(map.frame.zoom);
  return map.data.towns.filter((town) => town.rank <= rank).flatMap((town) => {
    const point = map.frame.place([town.lat, town.lon]);
    if (!map.isIn(point)) return [];
    return [{ point, name: town.names[spoken.code] ?? town.name, classes: "cm-print-name is-town", gap: 3, priority: -town.rank }];
  });
}
