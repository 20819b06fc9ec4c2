// @ts-check
// One account on the map: its areas, ways and forces, and where they stood the evening before.

import { Holding } from "../core/holding.js";
import { isOpen, onlyPlace, positionAt, presenceAt } from "../core/tracks.js";
import { say, sayWord } from "../core/words.js";
import { drawing, element } from "../ui/elements.js";
import { AreaView } from "./areas.js";
import { BandView, strengthAt } from "./bands.js";
import { Facings } from "./facing.js";
import { ForceMarks } from "./forces.js";
import { LegView } from "./legs.js";
import { Mark } from "./marks.js";

/** @import { DayIndex } from "../core/days.js" */
/** @import { Pixels } from "../core/points.js" */
/** @import { Fix, Leg, Payload, ToldForce } from "../core/payload.js" */

/** So many ways are drawn without casing, heads and shadows. */
export const CROWD = 60;

/** @typedef {{at: [number, number], km: number, leg: Leg | null, presence: string,
 * stretch?: [number, number]}} Standing stretch: from how many km of its leg to how many it may be */

export class TellingView {
  /**
   * @param {any} map the Leaflet map
   * @param {Payload} data
   * @param {DayIndex} index
   * @param {string} account
   * @param {string} letter A or B where two accounts are compared, else empty
   * @param {(id: string) => void} select
   * @param {(view: TellingView, id: string, mark: Mark) => void} label say in a force's label what is told
   * @param {(point: Pixels) => boolean} isCovered whether a force of another account lies over a point
   */
  constructor(map, data, index, account, letter, select, label, isCovered) {
    this.map = map;
    this.data = data;
    this.index = index;
    this.filter = index.filter;
    this.account = account;
    this.letter = letter;
    this.select = select;
    this.telling = data.tellings[account];
    this.holding = new Holding(this.telling.control);
    this.isCrowd = this.telling.legs.length > CROWD;
    const crowd = this.isCrowd ? L.canvas({ pane: "cm-lines", padding: 0.2 }) : null;
    this.byName = new Map(this.telling.legs.map((leg) => [leg.movement, leg]));
    this.legs = new Map(
      this.telling.legs.map((leg) => [leg.row, this.legView(leg, crowd)]),
    );
    this.areas = new Map(this.telling.areas.map((name) => [name, new AreaView(map, data, name, letter, select)]));
    this.tracked = Object.keys(this.telling.tracks);
    /** @type {string[]} the forces of what is chosen */
    this.chosen = [];
    this.figures = new ForceMarks(map, data, this.tracked, letter, this.isCrowd, {
      select: (id) => this.selectForce(id), label: (id, mark) => label(this, id, mark),
      words: (id) => element("span", "cm-name", data.forces[id].label, { dir: "auto" }),
      place: (mark, here) => this.placeForce(mark, here), isChosen: (id) => this.chosen.includes(id), isCovered,
    });
    /** @type {Map<string, Mark>} made where they are shown; a crowd has none */
    this.ghosts = new Map();
    /** @type {Map<LegView | BandView, Mark>} the names of ways along which nothing moves */
    this.names = new Map();
    if (!this.isCrowd) this.nameWays();
    /** @type {Map<string, Standing>} */
    this.positions = new Map();
    this.facings = new Facings(this);
    this.cell = -1;
    /** The days and the filter that the ghosts were drawn for. */
    this.ghostsOf = "";
    this.standingOf = -1;
    /** @type {Map<string, ToldForce>} */
    this.byForce = new Map();
  }

  remove() {
    for (const view of [...this.legs.values(), ...this.areas.values(), ...this.ghosts.values(), ...this.names.values()]) {
      view.show(false);
    }
    this.figures.remove();
    this.facings.remove();
  }

  /** The marks of forces. */
  get forces() {
    return this.figures.marks;
  }

  /** A band where numbers are stated, else a line. @param {Leg} leg @param {any} crowd @returns {LegView | BandView} */
  legView(leg, crowd) {
    const row = this.data.rows[leg.row];
    const isSecond = this.letter === "B";
    const isBand = leg.strengths.length && leg.mode === "actual" && !crowd;
    return isBand
      ? new BandView(this.map, leg, row, isSecond, this.data.campaign.mostStrength, this.select)
      : new LegView(this.map, leg, row, isSecond, crowd, this.colourOf(leg), this.select);
  }

  /** The numbers beside the bands. @returns {Mark[]} */
  numbers() {
    const bands = [...this.legs.values()].flatMap((view) => (view instanceof BandView ? view.numbers : []));
    return bands.map(({ mark }) => mark);
  }

  /** How many a force was when last told on its present way, or null. @param {string} id */
  strengthOf(id) {
    const here = this.positions.get(id);
    return here?.leg ? strengthAt(here.leg, here.stretch?.[0] ?? here.km) : null;
  }

  /** @param {Leg} leg */
  colourOf(leg) {
    return this.data.sides[this.data.forces[leg.force].side].colour;
  }

  /** A way along which no symbol moves says whose it is. */
  nameWays() {
    for (const view of this.legs.values()) {
      if (view.leg.animated || view.leg.fixes.length < 2) continue;
      const { label, side } = this.data.forces[view.leg.force];
      const { mode } = view.leg;
      const words = mode === "actual" ? label : say("map.goal", { name: label, mode: sayWord("mode", mode) });
      const mark = new Mark(this.map, onlyPlace(view.leg.fixes[0]), {
        classes: `cm-way-name cm-of-${side}`, pane: "cm-places", gap: 7, symbol: null,
      });
      mark.fill(words, () => [
        this.letter ? element("span", "cm-letter", this.letter) : null,
        element("span", "cm-name", words, { dir: "auto" }),
      ]);
      mark.label.addEventListener("click", () => this.select(view.leg.row));
      mark.priority = 50;
      this.names.set(view, mark);
    }
  }

  /** Put the names of ways where their ways are in sight. */
  placeNames() {
    const size = this.map.getSize();
    const frame = L.bounds([24, 24], [size.x - 24, size.y - 24]);
    for (const area of this.areas.values()) area.placeName(frame);
    for (const [view, mark] of this.names) {
      // What moved lies over a plan: the plan is named at its end, where that is in sight.
      const fixes = view.leg.mode === "actual" ? view.leg.fixes : view.leg.fixes.slice(-2);
      const isNamed = view.shown && !view.isPast &&
        (view.leg.mode === "actual" || frame.contains(this.map.latLngToContainerPoint(onlyPlace(fixes[1]))));
      const at = isNamed ? middleInSight(this.map, fixes, frame) : null;
      mark.show(at !== null);
      if (at) mark.moveTo(at);
    }
  }

  /** @param {string} id */
  ghostMark(id) {
    let mark = this.ghosts.get(id);
    if (!mark) {
      mark = new Mark(this.map, [0, 0], {
        classes: `cm-ghost cm-of-${this.data.forces[id].side}`, pane: "cm-places", gap: 8,
        symbol: drawing(this.figures.shapeOf(id)),
      });
      this.ghosts.set(id, mark);
    }
    return mark;
  }

  /** The claim that put a force where it is. @param {string} id */
  selectForce(id) {
    const acts = this.index.told(this.account, this.cell).find((name) => {
      const row = this.data.rows[name];
      return row.by?.includes(id) || row.forces?.includes(id);
    });
    const chosen = this.positions.get(id)?.leg?.row ?? acts;
    if (chosen) this.select(chosen);
  }

  /** @param {number} time @param {number} cell */
  draw(time, cell) {
    const first = this.index.firstOf(cell);
    const hasTrails = this.filter.showsLayer("trails");
    for (const area of this.areas.values()) {
      if (this.filter.shows(area.row)) area.draw(time);
      else area.show(false);
    }
    for (const view of this.legs.values()) {
      if (this.filter.shows(view.row)) view.draw(time, cell, first, hasTrails);
      else view.show(false);
    }
    this.drawForces(time, cell);
    if (!this.isCrowd) this.facings.draw(cell);
    const key = `${first} ${cell} ${this.filter.version}`;
    if (key !== this.ghostsOf) this.drawGhosts(cell, hasTrails ? first - 1 : -1);
    this.ghostsOf = key;
    this.cell = cell;
  }

  /** How each force is at a day's end, by force. @param {number} cell */
  standing(cell) {
    if (this.standingOf !== cell) {
      this.standingOf = cell;
      const forces = this.telling.days[cell]?.forces ?? [];
      this.byForce = new Map(forces.map((one) => [one.force, one]));
    }
    return this.byForce;
  }

  /** @param {number} time @param {number} cell */
  drawForces(time, cell) {
    this.positions = new Map();
    const told = this.standing(cell);
    for (const id of this.tracked) {
      const here = this.filter.showsForce(id) ? this.whereIs(id, time, cell, told.get(id)) : null;
      if (here) this.positions.set(id, here);
    }
    this.figures.draw(this.positions);
  }

  /** @param {Mark} mark of a force @param {Standing} here */
  placeForce(mark, here) {
    mark.moveTo(here.at);
    mark.stand(here.presence);
    const view = here.leg ? this.legs.get(here.leg.row) : null;
    const isRiding = here.presence === "present" && view instanceof LegView && view.shown && view.hasTip;
    mark.ride(isRiding && !mark.root.classList.contains("is-app6"));
  }

  /**
   * At a day's end what is sent; while time moves the place shared out, as far as it is open hollow.
   * @param {string} id @param {number} time @param {number} cell @param {ToldForce | undefined} told
   * @returns {Standing | null}
   */
  whereIs(id, time, cell, told) {
    const isSettled = time === cell + 1;
    if (isSettled && !told) return null;
    const track = this.telling.tracks[id];
    const presence = isSettled ? told?.presence : presenceAt(track, time, cell);
    const here = presence ? positionAt(track, this.byName, time) : null;
    if (!here || !presence) return null;
    if (isSettled && told) {
      const leg = told.leg ? (this.byName.get(told.leg) ?? null) : here.leg;
      const km = told.km ? (told.km[0] + told.km[1]) / 2 : here.km;
      const isOpenEnd = told.km && told.km[0] < told.km[1];
      return { at: told.at, km, leg, presence, stretch: isOpenEnd ? told.km : undefined };
    }
    if (here.leg && isOpen(here.leg, time)) return { ...here, presence: "between" };
    const isAsTold = told && ["last known", "perhaps", "left"].includes(told.presence);
    return { ...here, presence: presence === "present" && isAsTold ? told.presence : presence };
  }

  /** Where a force stood the evening before, where that was a known place and it has moved. @param {number} cell @param {number} evening -1 for none */
  drawGhosts(cell, evening) {
    if (this.isCrowd) return;
    const before = new Map((this.telling.days[evening]?.forces ?? []).map((one) => [one.force, one]));
    const now = this.standing(cell);
    for (const id of this.tracked) {
      const [was, is] = [before.get(id), now.get(id)];
      const isKnown = was && is && this.filter.showsForce(id) && was.presence !== "between";
      const moved = isKnown && (was.at[0] !== is.at[0] || was.at[1] !== is.at[1]);
      if (!moved) this.ghosts.get(id)?.show(false);
      else this.showGhost(id, was.at);
    }
  }

  /** @param {string} id @param {[number, number]} at */
  showGhost(id, at) {
    const mark = this.ghostMark(id);
    mark.moveTo(at);
    mark.show(true);
  }

  /** Events without a place, by the force they are drawn at. @param {number} cell @param {string} force */
  eventsAt(cell, force) {
    if (this.standing(cell).get(force)?.presence !== "present") return [];
    return this.index.eventsByForce(this.account, cell).get(force) ?? [];
  }
}

/**
 * The middle of the longest stretch of a way inside a frame, or null where none is.
 * @param {any} map
 * @param {Fix[]} fixes
 * @param {any} frame in pixels of the map
 * @returns {[number, number] | null}
 */
function middleInSight(map, fixes, frame) {
  const points = fixes.map((fix) => map.latLngToContainerPoint(onlyPlace(fix)));
  let longest = 0;
  let middle = null;
  for (let at = 1; at < points.length; at += 1) {
    const part = L.LineUtil.clipSegment(points[at - 1], points[at], frame);
    const length = part ? part[0].distanceTo(part[1]) : 0;
    if (length <= longest) continue;
    longest = length;
    middle = part[0].add(part[1]).divideBy(2);
  }
  if (!middle) return null;
  const { lat, lng } = map.containerPointToLatLng(middle);
  return [lat, lng];
}
