// @ts-check
// The campaign on the map: what stood where at a moment, and what is told of the day.

import { holds, isSureOn } from "../core/sure.js";
import { BoxGrid } from "../core/grid.js";
import { SMALL_MAP, boxesAlong, layOutLabels } from "../core/labels.js";
import { isToldBy } from "../core/payload.js";
import { spreadApart } from "../core/spread.js";
import { onlyPlace } from "../core/tracks.js";
import { say, sayCount, sayNumber, spoken } from "../core/words.js";
import { SVG, element } from "../ui/elements.js";
import { dressPictogram, pictogram } from "../ui/signs.js";
import { AxisNames } from "./axes.js";
import { CountryNames } from "./countries.js";
import { Mark } from "./marks.js";
import { PlaceMarks } from "./places.js";
import { PlumbLines } from "./plumb.js";
import { Preview } from "./preview.js";
import { drawRoads } from "./road.js";
import { TellingView } from "./telling.js";

/** @import { Filter } from "../core/filter.js" */
/** @import { Box, LabelItem } from "../core/labels.js" */
/** @import { DayIndex, Told } from "../core/days.js" */
/** @import { Payload, Town } from "../core/payload.js" */
/** @import { Holder } from "../core/tracks.js" */
/** @import { Signs } from "./places.js" */

/** @typedef {{names: string[], words: string, isUndated: boolean}} Counted claims that are not drawn, in how many words */

const COVERS = ".cm-cover, .cm-sketch-bar, .cm-title, .cm-tools, .cm-legend, .leaflet-control";
/** A name on a head or an arc costs so many times what it costs on a place's sign. */
const STROKE_COST = 3;
/** So many square pixels of a name may be covered by what moved since names were laid out. */
const MOST_CROSSED = 60;
/** @type {Signs} */
const NO_SIGNS = { shown: [], left: [], undated: [] };
const MAX_SURE = 4;
const MAX_HOLLOW = 2;
/** What lies over the map may take so much less room without labels being laid out anew. */
const MOST_FREE_PX = 96;
const PANES = { "cm-fronts": 355, "cm-areas": 360, "cm-dots": 365, "cm-bands": 402, "cm-bands-back": 404, "cm-plans": 405, "cm-lines": 410, "cm-places": 560, "cm-heads": 590, "cm-forces": 600 };
/** The panes of the road, and of what moved and was planned. */
const LINE_PANES = ["ground-roads", "cm-bands", "cm-bands-back", "cm-plans", "cm-lines", "cm-heads"];

export class MapScene {
  /**
   * @param {any} map the Leaflet map
   * @param {Payload} data
   * @param {DayIndex} index
   * @param {(id: string) => void} select
   */
  constructor(map, data, index, select) {
    this.map = map;
    this.data = data;
    this.index = index;
    this.filter = index.filter;
    this.select = select;
    for (const [name, order] of Object.entries(PANES)) map.createPane(name).style.zIndex = order;
    /** @type {TellingView[]} */
    this.views = [];
    this.cell = -1;
    /** @type {{views: TellingView[], cell: number, first: number, told: Told[]}} what is told, and of what */
    this.of = { views: this.views, cell: -1, first: -1, told: [] };
    /** @type {{told: Told[], isSmall: boolean, found: Map<string[], Signs>}} the signs of a name's events, for what is told */
    this.signed = { told: [], isSmall: false, found: new Map() };
    /** The moment and the rest that the places were drawn for, and whether the map was small. */
    this.shown = "";
    this.time = 0;
    this.wasSmall = false;
    this.symbols = "";
    /** @type {Map<Town, Mark>} made when they first come into sight */
    this.towns = new Map();
    /** The part of the map in which towns were looked for. */
    this.townsIn = "";
    map.getContainer().append(haloGradient());
    this.countries = new CountryNames(map, data.ground.countries);
    this.axes = new AxisNames(map, data);
    drawRoads(map, data.roads);
    this.places = new PlaceMarks(map, data, {
      isSure: (name) => this.isSure(name), pictograms: (names) => this.pictograms(names), retell: (label, names) => this.retell(label, names),
      signs: (names) => this.signs(names), counted: (signs) => this.counted(signs), isAsked: (names) => Boolean(this.askedOf(names)), isWhole: () => Boolean(this.preview?.ways.length), name: (words, title, names) => this.name(words, title, names),
      isOfDay: (names) => this.isOfDay(names), isWindow: () => this.isWindow, hasNames: () => this.hasNames, manner: (names) => this.manner(names), isForceAt: (point) => this.views.some(({ figures }) => figures.under(point)), letterOf: (name) => this.letterOf(name), select,
    });
    this.plumb = new PlumbLines(map, data);
    this.chosen = "";
    /** @type {string[] | null} the rows of the step that is told */
    this.dwelt = null;
    /** Whether anything is marked as chosen or as resting. */
    this.isLit = false;
    /** @type {Element[]} what lies over the map, but for arrows */
    this.covers = [];
    /** @type {Box[]} where there are arrows to what lies outside, as the view put them there */
    this.arrows = [];
    /** @type {Preview | null} of the whole campaign, instead of a day */
    this.preview = null;
    this.isWhole = false;
    /** @type {Map<Element, Box>} */
    this.boxes = new Map();
    /** @type {Box[]} where arrows lie at the edge */
    this.arrows = [];
    /** @type {Mark[]} those with a name, as it was laid out, the most important first */
    this.laid = [];
    /** @type {(() => void) | undefined} what lies over the map has another size */
    this.onCovers = undefined;
    this.sizes = new ResizeObserver((entries) => this.resized(entries));
    this.isCrowd = false;
  }

  /** Nothing is drawn any more. */
  end() {
    this.preview?.hide();
    this.sizes.disconnect();
  }

  /** Show one account, or two that are told apart by letter and pattern. @param {string[]} accounts */
  tell(accounts) {
    this.preview?.hide();
    for (const view of this.views) view.remove();
    this.views = accounts.map(
      (account, number) =>
        new TellingView(
          this.map, this.data, this.index, account, accounts.length > 1 ? "AB"[number] : "",
          this.select, (view, id, mark) => this.drawForceLabel(view, id, mark, this.cell),
          (point) => this.views.slice(number + 1).some(({ figures }) => Boolean(figures.nearest(point))),
        ),
    );
    this.shareAreas();
    this.dress(this.symbols);
    this.isCrowd = this.views.some((view) => view.isCrowd);
    this.sizes.observe(this.map.getContainer());
    this.map.getContainer().classList.toggle("is-crowd", this.isCrowd);
    this.map.getContainer().classList.toggle("has-bands", this.views.some((view) => view.numbers().length > 0));
    this.cell = -1;
    this.shown = "";
    this.showWhole(this.isWhole);
  }

  /** An area that both of two compared accounts tell is drawn once, and as nobody's alone. */
  shareAreas() {
    const [one, other] = this.views;
    for (const id of other?.areas.keys() ?? []) {
      const both = one.areas.get(id);
      if (!both) continue;
      both.letter = "";
      other.areas.delete(id);
    }
  }

  /** @param {string} symbols "app6", or empty for the shapes of the sides */
  dress(symbols) {
    this.symbols = symbols;
    for (const view of this.views) view.figures.dress(symbols);
  }

  /** @param {Town} town */
  townMark(town) {
    const mark = new Mark(this.map, [town.lat, town.lon], {
      classes: "cm-town", pane: "cm-places", gap: 5, symbol: element("span", "cm-town-dot"),
    });
    mark.priority = -town.rank;
    return mark;
  }

  /** A town's name for who reads this language. @param {Town} town @param {Mark} mark */
  nameTown(town, mark) {
    const name = town.names[spoken.code] ?? town.name;
    mark.fill(name, () => [element("span", "cm-name", name)]);
  }

  /** In a flight Leaflet enlarges its drawings as pictures: lines keep their width instead, but for very many. */
  redrawLines() {
    if (this.isCrowd) return;
    for (const pane of LINE_PANES) this.map._paneRenderers[pane]?._reset();
  }

  /** Show the whole campaign instead of a day, or the day again. @param {boolean} isWhole */
  showWhole(isWhole) {
    this.isWhole = isWhole;
    this.preview?.hide();
    this.preview = isWhole && this.views.length ? new Preview(this.views[0]) : null;
    this.preview?.show();
    this.map.getContainer().classList.toggle("is-whole", Boolean(this.preview?.ways.length));
    // Without their signs labels are smaller.
    for (const mark of [...this.places.marks.values(), ...this.forceMarks()]) mark.size = undefined;
  }

  /** Draw a moment. Labels are laid out on their own, by `layOut`. @param {number} time @param {number} cell @param {string} chosen the claim that is chosen @param {boolean} isMoving */
  show(time, cell, chosen, isMoving = false) {
    const holdsAny = this.views.some(({ holding }) => holding.edges.length);
    const key = [holdsAny ? heldKey(time, cell) : "", this.index.firstOf(cell), cell, this.filter.version, chosen].join(" ");
    this.cell = cell;
    this.chosen = chosen;
    this.switchLayers();
    const { forces, by } = this.data.rows[chosen] ?? {};
    for (const view of this.views) {
      view.chosen = [...(forces ?? []), ...(by ?? [])];
      view.draw(time, cell);
    }
    this.plumb.draw(time);
    if (this.shown === key) return;
    this.shown = key;
    this.time = time;
    this.drawPlaces(time, cell, isMoving);
  }

  /** Whether the map has little room: fewer signs, shorter counts. */
  get isSmall() {
    return this.map.getSize().x < SMALL_MAP;
  }

  /** Names and borders are hidden by the style sheet; without its name a mark is smaller. */
  switchLayers() {
    const { classList } = this.map.getContainer();
    classList.toggle("has-no-borders", !this.filter.showsLayer("borders"));
    if (classList.contains("has-no-names") !== this.hasNames) return;
    classList.toggle("has-no-names", !this.hasNames);
    this.townsIn = "";
    for (const mark of this.allMarks()) mark.size = undefined;
  }

  get hasNames() {
    return this.filter.showsLayer("names");
  }

  /** @returns {Mark[]} */
  allMarks() {
    const own = this.views.flatMap((view) => [...view.names.values(), ...[...view.areas.values()].map(({ name }) => name)]);
    return [...own, ...this.places.marks.values(), ...this.forceMarks(), ...this.towns.values()];
  }

  /** @param {number} time @param {number} cell @param {boolean} isMoving */
  drawPlaces(time, cell, isMoving) {
    this.wasSmall = this.isSmall;
    for (const view of this.views) view.holding.moveTo(time);
    const { views, filter } = this;
    this.places.draw({
      events: this.index.eventsByPlace(views.map(({ account }) => account), cell),
      holders: (id) => views.map(({ holding }) => shownOnly(holding.of(id), filter)),
      held: () => new Set(views.flatMap(({ holding }) => [...holding.held.keys()])),
      chosen: this.data.rows[this.chosen]?.places ?? [],
    }, isMoving);
    for (const view of this.views) {
      for (const [id, mark] of view.forces) this.drawForceLabel(view, id, mark, cell);
    }
  }

  /** Find what a day will ask for. @param {number} cell */
  prepare(cell) {
    this.places.prepare(this.index.eventsByPlace(this.views.map(({ account }) => account), cell));
  }

  /** Events without a place are drawn at the force they are against or by. @param {TellingView} view @param {string} id @param {Mark} mark @param {number} cell */
  drawForceLabel(view, id, mark, cell) {
    const own = view.eventsAt(cell, id);
    const force = this.data.forces[id];
    const strength = view.strengthOf(id);
    mark.fill(`${this.manner(own)} ${force.label} ${strength}`, () => [
      view.letter ? element("span", "cm-letter", view.letter) : null,
      this.name(force.label, force.name, own),
      strength === null ? null : element("span", "cm-strong", sayCount(strength)),
      this.pictograms(own),
    ]);
  }

  /** All that a label depends on but for its name: language, room, accounts, and what it tells how surely. @param {string[]} names */
  manner(names) {
    const told = names.map((name) => (this.isSure(name) ? name : `~${name}`));
    return [spoken.code, this.isSmall, ...this.views.map(({ letter, account }) => letter + account), ...told].join(" ");
  }

  /** A or B where only one of two compared accounts tells a claim. @param {string} name @returns {string} */
  letterOf(name) {
    const tellers = this.views.filter((view) => isToldBy(this.data.rows[name], view.account));
    return tellers.length === 1 ? tellers[0].letter : "";
  }

  /** @param {string} name */
  isSure(name) {
    const told = this.told();
    if (told.some(({ sure }) => holds(sure, name))) return true;
    const isTold = told.some(({ dated, undated }) => holds(dated, name) || holds(undated, name));
    return !isTold && isSureOn(this.data, this.views.map((view) => view.telling), this.cell, name);
  }

  /** What each account tells of the day, or of its window. */
  told() {
    const { views, cell } = this;
    const first = this.index.firstOf(cell);
    const { of } = this;
    if (of.views !== views || of.cell !== cell || of.first !== first) {
      this.of = { views, cell, first, told: views.map(({ account }) => this.index.within(account, cell)) };
    }
    return this.of.told;
  }

  get isWindow() {
    return this.index.firstOf(this.cell) < this.cell;
  }

  /** Whether any claim is surely of the day itself, not only of its window. @param {string[]} names */
  isOfDay(names) {
    if (!this.isWindow) return true;
    return names.some((name) => this.views.some(({ telling }) => holds(telling.days[this.cell].sure, name)));
  }

  /** Whether no account that is shown gives a claim a day that this one may be. @param {string} name */
  isUndated(name) {
    const days = this.told();
    return !days.some(({ dated }) => holds(dated, name)) && days.some(({ undated }) => holds(undated, name));
  }

  /** Those events of a place that are drawn beside its name, those dated ones for which there is no room, and the undated, which are counted. @param {string[]} names @returns {Signs} */
  signs(names) {
    if (!names.length) return NO_SIGNS;
    const told = this.told();
    const { isSmall } = this;
    if (this.signed.told !== told || this.signed.isSmall !== isSmall) this.signed = { told, isSmall, found: new Map() };
    const { found } = this.signed;
    let signs = found.get(names);
    if (!signs) found.set(names, (signs = this.findSigns(names, isSmall)));
    return signs;
  }

  /** @param {string[]} names @param {boolean} isSmall whether the map is @returns {Signs} */
  findSigns(names, isSmall) {
    const undated = names.filter((name) => this.isUndated(name));
    const dated = undated.length ? names.filter((name) => !undated.includes(name)) : names;
    const sure = dated.filter((name) => this.isSure(name));
    const hollow = dated.filter((name) => !this.isSure(name));
    const room = isSmall ? 1 : MAX_HOLLOW;
    const shown = [...sure.slice(0, MAX_SURE), ...hollow.slice(0, room)];
    return { shown, left: dated.filter((name) => !shown.includes(name)), undated };
  }

  /** A name with its mark, which stays beside its last word. @param {string} words @param {string} title @param {string[]} names of what is told there */
  name(words, title, names) {
    return element("span", "cm-name", [document.createTextNode(words), this.contested(names)], { title, dir: "auto" });
  }

  /** One mark for a name of which accounts tell something that others tell otherwise. @param {string[]} names @returns {HTMLElement | null} */
  contested(names) {
    const about = this.askedOf(names);
    if (!about) return null;
    const mark = element("span", "cm-asked", "", { title: say("story.contested"), "data-about": about });
    mark.addEventListener("click", (event) => {
      event.stopPropagation();
      this.select(mark.dataset.about ?? "");
    });
    return mark;
  }

  /** The first claim that others tell otherwise, if there is one. @param {string[]} names */
  askedOf(names) {
    return names.find((name) => this.data.rows[name].questions.length);
  }

  /** @param {string[]} names @returns {HTMLElement | null} */
  pictograms(names) {
    if (!names.length) return null;
    const signs = this.signs(names);
    const nodes = signs.shown.map((name) => {
      const node = pictogram(this.data, name, this.isSure(name), this.letterOf(name));
      node.addEventListener("click", (event) => {
        event.stopPropagation();
        this.select(node.dataset.row ?? "");
      });
      return node;
    });
    return element("span", "cm-pictograms", [...nodes, ...this.counted(signs).map((counted) => this.more(counted))]);
  }

  /** What is counted only beside a name. @param {Signs} signs @returns {Counted[]} */
  counted({ left, undated }) {
    if (!left.length && !undated.length) return [];
    const words = undated.length && !this.isSmall
      ? say("map.undated", { count: undated.length }) : `+${sayNumber(undated.length)}`;
    const all = [
      { names: left, words: `+${sayNumber(left.length)}`, isUndated: false },
      { names: undated, words, isUndated: true },
    ];
    return all.filter(({ names }) => names.length);
  }

  /** A press on a count opens the first of it in its list. @param {Counted} counted */
  more(counted) {
    const node = element("span", counted.isUndated ? "cm-more is-undated" : "cm-more");
    this.count(node, counted);
    node.addEventListener("click", (event) => {
      event.stopPropagation();
      this.select(node.dataset.first ?? "");
    });
    return node;
  }

  /** @param {HTMLElement} node @param {Counted} counted */
  count(node, { names, words, isUndated }) {
    if (node.textContent !== words) node.textContent = words;
    // A small map has room for a number alone.
    const said = isUndated ? [say("map.undated", { count: names.length })] : [];
    node.title = [...said, ...names.map((name) => this.data.rows[name].title)].join("\n");
    node.dataset.first = names[0];
    node.dataset.rows = names.join(" ");
  }

  /** Have the signs of a label stand for other events, as many as there are. @param {HTMLElement} label @param {string[]} names */
  retell(label, names) {
    const signs = this.signs(names);
    const counted = this.counted(signs);
    const nodes = (/** @type {string} */ classes) => /** @type {NodeListOf<HTMLElement>} */ (label.querySelectorAll(classes));
    nodes(".cm-pictogram").forEach((node, at) => dressPictogram(node, this.data, signs.shown[at], this.isSure(signs.shown[at])));
    nodes(".cm-more").forEach((node, at) => this.count(node, counted[at]));
    for (const node of nodes(".cm-asked")) node.dataset.about = this.askedOf(names);
  }

  layOut() {
    if (this.cell < 0) return;
    if (this.wasSmall !== this.isSmall) this.drawPlaces(this.time, this.cell, false);
    for (const { figures } of this.views) figures.look();
    this.showTowns();
    this.spread();
    const size = this.map.getSize();
    for (const view of this.views) view.placeNames();
    const names = this.views.flatMap((view) => [...view.names.values(), ...[...view.areas.values()].map(({ name }) => name), ...view.numbers()]);
    const { places } = this;
    if (!places.isMany) places.nameOutlines();
    const placed = places.isMany ? [] : places.marks.values();
    const told = this.preview?.ways.length ? this.preview.marks : [...this.forceMarks(), ...names, ...places.rimMarks()];
    const marks = [...told, ...placed, ...this.plumb.marks(), ...this.towns.values()];
    for (const mark of marks) mark.measure(size.x);
    const many = places.items();
    const items = [...marks.map((mark) => mark.item(size)).filter((item) => item !== null), ...many];
    const resting = this.views.flatMap(({ figures }) => figures.restingBoxes());
    const taken = layOutLabels(items, [...this.symbolBoxes(many), ...resting], size, this.covered(), this.wayBoxes());
    places.finish();
    this.laid = marks.sort((a, b) => b.priority - a.priority);
    if (this.map.getContainer().classList.contains("is-moving") || !this.hasNames) return;
    this.axes.layOut(taken, size);
    this.countries.layOut(taken, size);
  }

  /**
   * What moves and what a flight brings together would lie over each other: of such names only what
   * moves or else the most important stays, and the others are not seen before all are laid out again.
   */
  thinNames() {
    if (this.isCrowd) return;
    const [names, all] = [new BoxGrid(), new BoxGrid()];
    for (const box of this.covered()) names.add(box);
    for (const box of [...this.covered(), ...this.symbolBoxes()]) all.add(box);
    const [moved, others] = [true, false].map((hasMoved) => this.laid.filter((mark) => mark.hasMoved === hasMoved));
    for (const mark of [...moved, ...others]) {
      const box = mark.labelBox();
      if (!box) continue;
      const among = mark.must ? names : all;
      if (!mark.hasMoved && among.covered(box, MOST_CROSSED) >= MOST_CROSSED) mark.cross(true);
      else for (const grid of [names, all]) grid.add(box);
    }
  }

  /** While time rests, forces that stand at one place are drawn next to each other. */
  spread() {
    if (this.isCrowd) return;
    const marks = this.forceMarks().filter((mark) => mark.shown && !mark.isRiding);
    const rests = !this.map.getContainer().classList.contains("is-moving");
    const symbols = marks.map((mark) => ({ ...this.map.latLngToContainerPoint(mark.at), ...mark.extent() }));
    const offsets = rests ? spreadApart(symbols) : [];
    marks.forEach((mark, number) => mark.setAside(offsets[number] ?? [0, 0]));
  }

  /** Towns that are large enough for the zoom and in sight; the others leave the map. */
  showTowns() {
    const rank = townRank(this.map.getZoom());
    const bounds = this.map.getBounds();
    const view = `${spoken.code} ${rank} ${bounds.toBBoxString()}`;
    if (view === this.townsIn) return;
    this.townsIn = view;
    for (const town of this.data.towns) {
      const isShown = this.hasNames && town.rank <= rank && bounds.contains([town.lat, town.lon]);
      if (isShown && !this.towns.has(town)) this.towns.set(town, this.townMark(town));
      const mark = this.towns.get(town);
      if (mark && isShown) this.nameTown(town, mark);
      mark?.show(isShown);
    }
  }

  /** How many forces are in the window, and how many of them are named, where there are very many. */
  forceCount() {
    const counts = this.views.map(({ figures }) => figures.count());
    return { told: counts.reduce((sum, { told }) => sum + told, 0), named: counts.reduce((sum, { named }) => sum + named, 0) };
  }

  /** @returns {Mark[]} */
  forceMarks() {
    return this.views.flatMap((view) => [...view.forces.values()]);
  }

  /** Where forces and places stand, ways end and arcs face, which labels may not cover. @param {LabelItem[]} [many] the labels of many places @returns {Box[]} */
  symbolBoxes(many = []) {
    const isWhole = Boolean(this.preview?.ways.length);
    const solid = [...(isWhole ? [] : this.forceMarks().map((mark) => mark.box())), ...this.places.symbolBoxes(many)];
    const arcs = isWhole ? (this.preview?.arcs ?? []) : this.views.flatMap((view) => [...view.facings.arcs.values()]);
    const heads = this.drawnWays().map((way) => way.headBox());
    const strokes = [...arcs.map((arc) => arc.box()), ...heads];
    // Letters are lost in a stroke as thick as they are: it counts more than once.
    const under = Array.from({ length: STROKE_COST }, () => strokes).flat();
    return [...solid, ...under].filter((box) => box !== null);
  }

  /** The ways of the day, or of the whole campaign. */
  drawnWays() {
    return this.preview?.ways ?? this.views.flatMap((view) => [...view.legs.values()]);
  }

  /** What was covered, which names should not lie on. @returns {Box[]} */
  wayBoxes() {
    if (this.isCrowd) return [];
    const size = this.map.getSize();
    return this.drawnWays().flatMap((view) =>
      view.lines().flatMap((way) => boxesAlong(
        way.map((at) => this.map.latLngToContainerPoint(at)), size,
      )));
  }

  /** What lies over the map: title, tools, arrows. @returns {Box[]} */
  covered() {
    return [...this.coveredAlways(), ...this.arrows];
  }

  /** Where the note of a moment lies over the map, while there is one. @returns {Box[]} */
  noted() {
    const note = this.map.getContainer().parentElement.querySelector(".cm-moment:not([hidden])");
    return note ? [boxOn(this.map, note)] : [];
  }

  /** What lies over the map whatever it shows; looked for once in a language. @returns {Box[]} */
  coveredAlways() {
    const isKnown = this.covers.length && this.covers.every((node) => node.isConnected);
    if (!isKnown) this.covers = coversOf(this.map);
    return this.covers.map((node) => this.boxOf(node));
  }

  /**
   * Where an element lies over the map, as it was found until the element or the map has another
   * size: to ask at each step would make the browser lay out the page.
   * @param {Element} node @returns {Box}
   */
  boxOf(node) {
    let box = this.boxes.get(node);
    if (!box) {
      this.boxes.set(node, (box = boxOn(this.map, node)));
      this.sizes.observe(node);
    }
    return box;
  }

  /** The title says something of another kind: what lies over the map is looked at anew with the next layout. */
  forgetCovers() {
    this.boxes.clear();
  }

  /**
   * What lies over the map has another size. Labels are laid out anew, unless it only takes a little
   * less room than before, as a title does on a day of fewer words.
   * @param {ResizeObserverEntry[]} entries
   */
  resized(entries) {
    const isSame = entries.every(({ target }) => {
      const box = this.boxes.get(target);
      return box !== undefined && isMostOf(boxOn(this.map, target), box);
    });
    if (isSame) return;
    this.forgetCovers();
    this.onCovers?.();
  }

  /** Undated blocks have arcs while a step tells them or they are chosen. @param {string} id what is chosen @param {string[] | null} told the rows of a step */
  dwellOn(id, told) {
    this.dwelt = told;
    for (const { facings } of this.views) facings.tell([...(told ?? []), id], this.cell);
  }

  /** Mark what is chosen; of a step of the story, what is not of it rests. @param {string} id @param {string[] | null} [told] */
  highlight(id, told = null) {
    const isLit = Boolean(id || told);
    if (!isLit && !this.isLit) return;
    this.isLit = isLit;
    const isResting = (/** @type {string} */ row) => Boolean(told) && !told?.includes(row);
    for (const view of this.views.flatMap((one) => [...one.legs.values()])) {
      for (const part of [...view.parts, view.head]) {
        part.getElement()?.classList.toggle("is-chosen", view.leg.row === id);
        part.getElement()?.classList.toggle("is-resting", isResting(view.leg.row));
      }
    }
    for (const node of this.map.getContainer().querySelectorAll("[data-row]")) {
      node.classList.toggle("is-chosen", node.dataset.row === id);
      node.classList.toggle("is-resting", isResting(node.dataset.row));
    }
    for (const node of this.map.getContainer().querySelectorAll("[data-rows]")) {
      node.classList.toggle("is-resting", node.dataset.rows.split(" ").every(isResting));
    }
  }

  /** The points that a claim is about. @param {string} id @returns {[number, number][]} */
  pointsOf(id) {
    for (const view of this.views) {
      const leg = view.legs.get(id)?.leg;
      if (leg) return leg.fixes.map(onlyPlace);
      const area = view.areas.get(id);
      if (area) return area.corners();
    }
    const places = this.data.rows[id].places.map((place) => this.data.places[place]?.at);
    const points = places.filter((at) => at !== null && at !== undefined);
    if (points.length) return points;
    const forces = this.views.map((view) => view.positions.get(view.telling.anchors[id] ?? ""));
    return forces.flatMap((force) => (force ? [force.at] : []));
  }
}

/** The least of the towns that have a name at a zoom. @param {number} zoom */
export function townRank(zoom) {
  return zoom < 8 ? 1 : zoom < 9.6 ? 3 : zoom < 11 ? 4 : 5;
}

/** How a circle of doubt fades outwards; the style sheet fills such circles with it. */
function haloGradient() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "cm-gradients");
  svg.setAttribute("aria-hidden", "true");
  const gradient = document.createElementNS(SVG, "radialGradient");
  gradient.id = "cm-halo";
  for (const [offset, opacity] of [[0, 0.17], [0.55, 0.11], [1, 0]]) {
    const stop = document.createElementNS(SVG, "stop");
    stop.setAttribute("offset", String(offset));
    stop.setAttribute("stop-opacity", String(opacity));
    gradient.append(stop);
  }
  svg.append(gradient);
  return svg;
}

/** What lies over a map whatever it shows: title, tools, legend. @param {any} map @returns {Element[]} */
export function coversOf(map) {
  return [...map.getContainer().parentElement.querySelectorAll(COVERS)];
}

/** The box of an element over the map, in the map's pixels. @param {any} map @param {Element} node @returns {Box} */
export function boxOn(map, node) {
  const base = map.getContainer().getBoundingClientRect();
  const box = node.getBoundingClientRect();
  return {
    left: box.left - base.left - 3, right: box.right - base.left + 3,
    top: box.top - base.top - 3, bottom: box.bottom - base.top + 3,
  };
}

/** Whether a box lies in another one and leaves at most so much of it free. @param {Box} box @param {Box} outer */
function isMostOf(box, outer) {
  const free = [box.left - outer.left, outer.right - box.right, box.top - outer.top, outer.bottom - box.bottom];
  return free.every((pixels) => pixels >= 0 && pixels <= MOST_FREE_PX);
}

/** Those of the holders whose sides the reader sees. @param {Holder[]} holders @param {Filter} filter */
function shownOnly(holders, filter) {
  return holders.length ? holders.filter(({ side }) => filter.showsSide(side)) : holders;
}

/** Who holds what is drawn anew four times a day, and for the picture of the whole day. @param {number} time @param {number} cell */
function heldKey(time, cell) {
  return time === cell + 1 ? "whole" : String(Math.ceil(time * 4));
}
