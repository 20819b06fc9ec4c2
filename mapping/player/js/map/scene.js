// @ts-check
// The campaign on the map: what stood where at a moment, and what is told of the day.

import { isSureOn } from "../core/sure.js";
import { SMALL_MAP, layOutLabels } from "../core/labels.js";
import { isToldBy } from "../core/payload.js";
import { spreadApart } from "../core/spread.js";
import { holdersAt, onlyPlace } from "../core/tracks.js";
import { sayCount, sayNumber, spoken } from "../core/words.js";
import { element } from "../ui/elements.js";
import { pictogram, placeSymbol } from "../ui/signs.js";
import { CountryNames } from "./countries.js";
import { Mark } from "./marks.js";
import { TellingView } from "./telling.js";

/** @import { Filter } from "../core/filter.js" */
/** @import { Box } from "../core/labels.js" */
/** @import { Payload, Place, Town } from "../core/payload.js" */
/** @import { Holder } from "../core/tracks.js" */

const COVERS = ".cm-title, .cm-tools, .cm-legend, .cm-arrow, .leaflet-control";
const MAX_SURE = 4;
const MAX_HOLLOW = 2;
const TOWN_RANK = (/** @type {number} */ zoom) => (zoom < 8 ? 1 : zoom < 9.6 ? 3 : zoom < 11 ? 4 : 5);
const PANES = { "cm-areas": 360, "cm-bands": 402, "cm-bands-back": 404, "cm-plans": 405, "cm-lines": 410, "cm-places": 560, "cm-heads": 590, "cm-forces": 600 };

export class MapScene {
  /**
   * @param {any} map the Leaflet map
   * @param {Payload} data
   * @param {Filter} filter
   * @param {(id: string) => void} select
   */
  constructor(map, data, filter, select) {
    this.map = map;
    this.data = data;
    this.filter = filter;
    this.select = select;
    for (const [name, order] of Object.entries(PANES)) map.createPane(name).style.zIndex = order;
    /** @type {Map<string, Mark>} */
    this.places = new Map();
    /** @type {Map<string, any>} */
    this.areas = new Map();
    /** @type {TellingView[]} */
    this.views = [];
    this.cell = -1;
    this.symbols = "";
    /** @type {Map<Town, Mark>} made when they first come into sight */
    this.towns = new Map();
    this.countries = new CountryNames(map, data.ground.countries);
    for (const [id, place] of Object.entries(data.places)) if (place.at) this.addPlace(id, place);
  }

  /** Show one account, or two that are told apart by letter and pattern. @param {string[]} accounts */
  tell(accounts) {
    for (const view of this.views) view.remove();
    this.views = accounts.map(
      (account, number) =>
        new TellingView(
          this.map, this.data, this.filter, account, accounts.length > 1 ? "AB"[number] : "",
          this.select,
        ),
    );
    this.dress(this.symbols);
    this.isCrowd = this.views.some((view) => view.isCrowd);
    this.map.getContainer().classList.toggle("is-crowd", this.isCrowd);
    this.map.getContainer().classList.toggle("has-bands", this.views.some((view) => view.numbers().length > 0));
    this.cell = -1;
  }

  /** @param {string} symbols "app6", or empty for the shapes of the sides */
  dress(symbols) {
    this.symbols = symbols;
    for (const view of this.views) view.dress(symbols);
  }

  /** @param {string} id @param {Place} place */
  addPlace(id, place) {
    const at = /** @type {[number, number]} */ (place.at);
    const { wide } = place;
    const mark = new Mark(this.map, at, {
      classes: `cm-place ${wide ? "is-wide" : ""}`, pane: "cm-places", gap: wide ? 0 : 12,
      symbol: null,
    });
    this.places.set(id, mark);
    const km = Math.max(wide ? (place.extent ?? 0) : 0, place.radius ?? 0);
    if (place.certainty === "certain" && !wide) return;
    const className = `cm-area ${wide ? "is-extent" : ""}`;
    const radius = Math.max(km * 1000, 1);
    this.areas.set(id, L.circle(at, { radius, className, pane: "cm-areas", interactive: false }));
  }

  /** @param {Town} town */
  townMark(town) {
    const mark = new Mark(this.map, [town.lat, town.lon], {
      classes: "cm-town", pane: "cm-places", gap: 5, symbol: element("span", "cm-town-dot"),
    });
    mark.fill(town.name, () => [element("span", "cm-name", town.name)]);
    mark.priority = -town.rank;
    return mark;
  }

  /** Draw a moment. Labels are laid out on their own, by `layOut`. @param {number} time @param {number} cell */
  draw(time, cell) {
    const changed = cell !== this.cell;
    this.cell = cell;
    for (const view of this.views) view.draw(time, cell);
    if (changed || this.heldAt !== heldKey(time, cell)) this.drawPlaces(time, cell);
  }

  /** @param {number} time @param {number} cell */
  drawPlaces(time, cell) {
    this.heldAt = heldKey(time, cell);
    const held = this.views.map((view) => holdersAt(view.telling.control, time));
    const events = this.eventsByPlace(cell);
    for (const [id, mark] of this.places) {
      const holders = held.map((map) => (map.get(id) ?? []).filter(({ side }) => this.filter.showsSide(side)));
      this.drawPlace(id, mark, events.get(id) ?? [], holders);
    }
    for (const view of this.views) {
      for (const [id, mark] of view.forces) this.drawForceLabel(view, id, mark, cell);
    }
  }

  /** @param {string} id @param {Mark} mark @param {string[]} now @param {Holder[][]} holders of each account */
  drawPlace(id, mark, now, holders) {
    const place = this.data.places[id];
    const isWide = mark.root.classList.contains("is-wide");
    const isSure = now.some((name) => this.isSure(name));
    const isShown = !isWide || isSure;
    mark.show(isShown);
    this.showArea(id, isShown, now);
    const key = JSON.stringify(holders);
    if (!isWide && key !== mark.root.dataset.held) {
      mark.root.dataset.held = key;
      const path = this.data.symbols.places[place.kind] ?? "";
      mark.symbol.replaceChildren(placeSymbol(path, holders));
    }
    mark.priority = (isSure ? 60 : now.length ? 40 : 20) + (holders.some((one) => one.length) ? 5 : 0);
    mark.must = isSure;
    if (!isWide) mark.gap = 12 + 4 * holders.filter((one) => one.length).length;
    mark.root.classList.toggle("is-today", isSure);
    mark.fill(`${spoken.code} ${place.called.name} ${this.letters()} ${now.join(" ")}`, () => [
      element("span", "cm-name", place.called.name, { title: place.called.native, dir: "auto" }),
      this.pictograms(now),
    ]);
  }

  /** Events without a place are drawn at the force they are against or by. @param {TellingView} view @param {string} id @param {Mark} mark @param {number} cell */
  drawForceLabel(view, id, mark, cell) {
    const own = view.eventsAt(cell, id);
    const force = this.data.forces[id];
    const strength = view.strengthOf(id);
    mark.fill(`${spoken.code} ${force.label} ${strength} ${own.join(" ")}`, () => [
      view.letter ? element("span", "cm-letter", view.letter) : null,
      element("span", "cm-name", force.label, { title: force.name, dir: "auto" }),
      strength === null ? null : element("span", "cm-strong", sayCount(strength)),
      this.pictograms(own),
    ]);
  }

  letters() {
    return this.views.map((view) => view.letter).join("");
  }

  /** A or B where only one of two compared accounts tells a claim. @param {string} name @returns {string} */
  letterOf(name) {
    const tellers = this.views.filter((view) => isToldBy(this.data.rows[name], view.account));
    return tellers.length === 1 ? tellers[0].letter : "";
  }

  /** @param {string} id @param {boolean} shown @param {string[]} events */
  showArea(id, shown, events) {
    const area = this.areas.get(id);
    if (!area) return;
    if (shown) area.addTo(this.map);
    else area.remove();
    const side = events.length ? this.data.rows[events[0]].side : "";
    const node = area.getElement();
    if (!node) return;
    node.classList.toggle("is-today", events.length > 0);
    for (const name of Object.keys(this.data.sides)) node.classList.toggle(`cm-of-${name}`, name === side);
  }

  /** @param {number} cell @returns {Map<string, string[]>} */
  eventsByPlace(cell) {
    /** @type {Map<string, Set<string>>} */
    const events = new Map();
    for (const name of this.views.flatMap((view) => view.told(cell))) {
      if (this.data.rows[name].table !== "events") continue;
      for (const place of this.data.rows[name].places) {
        if (!events.has(place)) events.set(place, new Set());
        events.get(place)?.add(name);
      }
    }
    return new Map([...events].map(([place, names]) => [place, [...names]]));
  }

  /** @param {string} name */
  isSure(name) {
    return isSureOn(this.data, this.views.map((view) => view.telling), this.cell, name);
  }

  /** @param {string[]} names @returns {HTMLElement | null} */
  pictograms(names) {
    if (!names.length) return null;
    const sure = names.filter((name) => this.isSure(name));
    const hollow = names.filter((name) => !this.isSure(name));
    const room = this.map.getSize().x < SMALL_MAP ? 1 : MAX_HOLLOW;
    const shown = [...sure.slice(0, MAX_SURE), ...hollow.slice(0, room)];
    const left = names.filter((name) => !shown.includes(name));
    const nodes = shown.map((name) => {
      const node = pictogram(this.data, name, this.isSure(name), this.letterOf(name));
      node.addEventListener("click", (event) => {
        event.stopPropagation();
        this.select(name);
      });
      return node;
    });
    const more = left.length ? element("span", "cm-more", `+${sayNumber(left.length)}`) : null;
    more?.addEventListener("click", () => this.select(left[0]));
    return element("span", "cm-pictograms", [...nodes, more]);
  }

  layOut() {
    if (this.cell < 0) return;
    this.showTowns();
    this.spread();
    const size = this.map.getSize();
    for (const view of this.views) view.placeNames();
    const names = this.views.flatMap((view) => [...view.names.values(), ...view.numbers()]);
    const marks = [...this.forceMarks(), ...names, ...this.places.values(), ...this.towns.values()];
    const items = marks.map((mark) => mark.item(size)).filter((item) => item !== null);
    const taken = layOutLabels(items, [...this.symbolBoxes(), ...this.covered()], size);
    if (!this.map.getContainer().classList.contains("is-moving")) this.countries.layOut(taken, size);
  }

  /** While time rests, forces that stand at one place are drawn next to each other. */
  spread() {
    if (this.isCrowd) return;
    const marks = this.forceMarks().filter((mark) => mark.shown);
    const rests = !this.map.getContainer().classList.contains("is-moving");
    const symbols = marks.map((mark) => ({ ...this.map.latLngToContainerPoint(mark.at), ...mark.extent() }));
    const offsets = rests ? spreadApart(symbols) : [];
    marks.forEach((mark, number) => mark.setAside(offsets[number] ?? [0, 0]));
  }

  /** Towns that are large enough for the zoom and in sight; the others leave the map. */
  showTowns() {
    const rank = TOWN_RANK(this.map.getZoom());
    const bounds = this.map.getBounds();
    for (const town of this.data.towns) {
      const isShown = town.rank <= rank && bounds.contains([town.lat, town.lon]);
      if (isShown && !this.towns.has(town)) this.towns.set(town, this.townMark(town));
      this.towns.get(town)?.show(isShown);
    }
  }

  /** @returns {Mark[]} */
  forceMarks() {
    return this.views.flatMap((view) => [...view.forces.values()]);
  }

  /** Where forces and places stand, which neither labels nor arrows may cover. @returns {Box[]} */
  symbolBoxes() {
    const solid = [...this.forceMarks(), ...this.places.values()];
    return solid.map((mark) => mark.box()).filter((box) => box !== null);
  }

  /** What lies over the map: title, tools, arrows. @param {string} [which] @returns {Box[]} */
  covered(which = "*") {
    const stage = this.map.getContainer().parentElement;
    return [...stage.querySelectorAll(`:is(${COVERS}):is(${which})`)].map((node) => boxOn(this.map, node));
  }

  /** Mark what is chosen. @param {string} id */
  highlight(id) {
    for (const view of this.views.flatMap((one) => [...one.legs.values()])) {
      for (const part of view.parts) part.getElement()?.classList.toggle("is-chosen", view.leg.row === id);
    }
    for (const node of this.map.getContainer().querySelectorAll("[data-row]")) {
      node.classList.toggle("is-chosen", node.dataset.row === id);
    }
  }

  /** The points that a claim is about. @param {string} id @returns {[number, number][]} */
  pointsOf(id) {
    for (const view of this.views) {
      const leg = view.legs.get(id)?.leg;
      if (leg) return leg.fixes.map(onlyPlace);
    }
    const places = this.data.rows[id].places.map((place) => this.data.places[place]?.at);
    const points = places.filter((at) => at !== null && at !== undefined);
    if (points.length) return points;
    const forces = this.views.map((view) => view.positions.get(view.telling.anchors[id] ?? ""));
    return forces.flatMap((force) => (force ? [force.at] : []));
  }
}

/** The box of an element over the map, in the map's pixels. @param {any} map @param {Element} node @returns {Box} */
function boxOn(map, node) {
  const base = map.getContainer().getBoundingClientRect();
  const box = node.getBoundingClientRect();
  return {
    left: box.left - base.left - 3, right: box.right - base.left + 3,
    top: box.top - base.top - 3, bottom: box.bottom - base.top + 3,
  };
}

/** Who holds what is drawn anew four times a day, and for the picture of the whole day. @param {number} time @param {number} cell */
function heldKey(time, cell) {
  return time === cell + 1 ? "whole" : String(Math.ceil(time * 4));
}
