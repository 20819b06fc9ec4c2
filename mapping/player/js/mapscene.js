// @ts-check
// The campaign on the map: what stood where at a moment, and what is told of the day.

const COVERS = ".cm-title, .cm-tools, .cm-legend, .cm-arrow, .leaflet-control";
const MAX_SURE = 4;
const MAX_HOLLOW = 2;
const SMALL_MAP = 600;
const TOWN_RANK = (/** @type {number} */ zoom) => (zoom < 8 ? 1 : zoom < 9.6 ? 3 : zoom < 11 ? 4 : 5);
const PANES = { "cm-areas": 360, "cm-plans": 405, "cm-lines": 410, "cm-places": 560, "cm-heads": 590, "cm-forces": 600 };

class MapScene {
  /**
   * @param {any} map the Leaflet map
   * @param {Payload} data
   * @param {(id: string) => void} select
   */
  constructor(map, data, select) {
    this.map = map;
    this.data = data;
    this.select = select;
    for (const [name, order] of Object.entries(PANES)) map.createPane(name).style.zIndex = order;
    /** @type {Map<string, Mark>} */
    this.places = new Map();
    /** @type {Map<string, any>} */
    this.areas = new Map();
    /** @type {Mark[]} */
    this.towns = data.towns.map((town) => this.townMark(town));
    for (const [id, place] of Object.entries(data.places)) if (place.at) this.addPlace(id, place);
      }

  /** @param {Telling} telling */
  tell(telling) {
    for (const view of this.legs?.values() ?? []) view.show(false);
    for (const mark of this.forces?.values() ?? []) mark.show(false);
    for (const mark of this.ghosts?.values() ?? []) mark.show(false);
    this.telling = telling;
    this.byName = new Map(telling.legs.map((leg) => [leg.movement, leg]));
    this.legs = new Map(
      telling.legs.map((leg) => [
        leg.row, new LegView(this.map, leg, this.data.rows[leg.row], this.select),
      ]),
    );
    this.forces = new Map(Object.keys(telling.tracks).map((id) => [id, this.forceMark(id)]));
    this.ghosts = new Map(Object.keys(telling.tracks).map((id) => [id, this.ghostMark(id)]));
    this.cell = -1;
  }

  /** @param {string} id @param {Place} place */
  addPlace(id, place) {
    const at = /** @type {[number, number]} */ (place.at);
    const wide = place.kind === "region" || place.kind === "river" || place.kind === "other";
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

  /** @param {string} id */
  forceMark(id) {
    const force = this.data.forces[id];
    const symbol = drawing(this.data.symbols.shapes[this.data.sides[force.side].shape]);
    const mark = new Mark(this.map, [0, 0], {
      classes: `cm-force cm-of-${force.side}`, pane: "cm-forces", gap: 16, symbol,
      select: () => this.selectForce(id),
    });
    mark.priority = 100;
    mark.must = true;
    mark.root.dataset.force = id;
    return mark;
  }

  /** @param {string} id where the force stood the evening before */
  ghostMark(id) {
    const force = this.data.forces[id];
    const symbol = drawing(this.data.symbols.shapes[this.data.sides[force.side].shape]);
    return new Mark(this.map, [0, 0], {
      classes: `cm-ghost cm-of-${force.side}`, pane: "cm-places", gap: 8, symbol,
    });
  }

  /** The claim that put a force where it is. @param {string} id */
  selectForce(id) {
    const leg = this.positions.get(id)?.leg;
    const told = this.telling.days[this.cell];
    const acts = [...told.dated, ...told.undated].find((name) => {
      const row = this.data.rows[name];
      return row.by?.includes(id) || row.forces?.includes(id);
    });
    const chosen = leg?.row ?? acts;
    if (chosen) this.select(chosen);
  }

  /** Draw a moment; `settled` shows the whole of its day. @param {number} time @param {number} cell @param {boolean} settled */
  draw(time, cell, settled) {
    const changed = cell !== this.cell || settled !== this.settled;
    this.cell = cell;
    this.settled = settled;
    for (const view of this.legs.values()) view.draw(time, cell);
    this.drawForces(time, cell);
    if (changed || this.heldAt !== Math.floor(time * 4)) this.drawControl(time, cell);
    if (!changed) return;
    this.drawGhosts(cell);
    this.layOut();
  }

  /** @param {number} time @param {number} cell */
  drawForces(time, cell) {
    /** @type {Map<string, {at: [number, number], km: number, leg: Leg | null, presence: string}>} */
    this.positions = new Map();
    let changed = false;
    for (const [id, mark] of this.forces) {
      const track = this.telling.tracks[id];
      const presence = presenceAt(track, time, cell);
      const here = presence ? positionAt(track, this.byName, time) : null;
      changed = changed || mark.shown !== Boolean(here);
      mark.show(Boolean(here));
      if (!here) continue;
      this.positions.set(id, { ...here, presence });
      mark.moveTo(here.at);
      mark.root.dataset.presence = presence;
    }
    if (changed) this.layOut();
  }

  /** @param {number} cell */
  drawGhosts(cell) {
    for (const [id, mark] of this.ghosts) {
      const track = this.telling.tracks[id];
      const before = presenceAt(track, cell, cell - 1) ? positionAt(track, this.byName, cell) : null;
      const now = positionAt(track, this.byName, cell + 1);
      const moved = before && now && (before.at[0] !== now.at[0] || before.at[1] !== now.at[1]);
      mark.show(Boolean(moved));
      if (before) mark.moveTo(before.at);
    }
  }

  /** @param {number} time @param {number} cell */
  drawControl(time, cell) {
    this.heldAt = Math.floor(time * 4);
    const held = holdersAt(this.telling.control, time);
    const events = this.eventsByPlace(cell);
    for (const [id, mark] of this.places) {
      const place = this.data.places[id];
      const wide = mark.root.classList.contains("is-wide");
      const now = events.get(id) ?? [];
      const holders = held.get(id) ?? [];
      const shown = !wide || now.some((name) => this.isSure(name));
      mark.show(shown);
      this.showArea(id, shown, now);
      const key = JSON.stringify(holders);
      if (!wide && key !== mark.root.dataset.held) {
        mark.root.dataset.held = key;
        const path = this.data.symbols.places[place.kind] ?? "";
        mark.symbol.replaceChildren(placeSymbol(place.kind, path, holders));
      }
      mark.priority = (now.some((name) => this.isSure(name)) ? 60 : now.length ? 40 : 20) + (holders.length ? 5 : 0);
      mark.must = now.some((name) => this.isSure(name));
      mark.root.classList.toggle("is-today", now.length > 0);
      mark.fill(`${place.name} ${now.join(" ")}`, () => [
        element("span", "cm-name", place.name, { title: place.native }),
        this.pictograms(now),
      ]);
    }
    for (const [id, mark] of this.forces) this.drawForceEvents(id, mark, cell);
  }

  /** Events without a place are drawn at the force they are against or by. @param {string} id @param {Mark} mark @param {number} cell */
  drawForceEvents(id, mark, cell) {
    const told = this.telling.days[cell];
    const own = [...told.dated, ...told.undated].filter((name) => this.telling.anchors[name] === id);
    const force = this.data.forces[id];
    mark.fill(`${force.label} ${own.join(" ")}`, () => [
      element("span", "cm-name", force.label, { title: force.name }),
      this.pictograms(own),
    ]);
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
    const told = this.telling.days[cell];
    /** @type {Map<string, string[]>} */
    const events = new Map();
    for (const name of [...told.dated, ...told.undated]) {
      if (this.data.rows[name].table !== "events") continue;
      for (const place of this.data.rows[name].places) {
        if (!events.has(place)) events.set(place, []);
        events.get(place)?.push(name);
      }
    }
    return events;
  }

  /** @param {string} name */
  isSure(name) {
    return ["dated", "between"].includes(this.data.rows[name].dating);
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
      const node = pictogram(this.data, name);
      node.addEventListener("click", (event) => {
        event.stopPropagation();
        this.select(name);
      });
      return node;
    });
    const more = left.length ? element("span", "cm-more", `+${left.length}`) : null;
    more?.addEventListener("click", () => this.select(left[0]));
    return element("span", "cm-pictograms", [...nodes, more]);
  }

  layOut() {
    if (!this.telling || this.cell < 0) return;
    const marks = [...this.forces.values(), ...this.places.values(), ...this.towns];
    const rank = TOWN_RANK(this.map.getZoom());
    for (const town of this.towns) town.show(-town.priority <= rank);
    const items = marks.map((mark) => mark.item()).filter((item) => item !== null);
    layOutLabels(items, [...this.symbolBoxes(), ...this.covered()], this.map.getSize());
  }

  /** Where forces and places stand, which neither labels nor arrows may cover. @returns {Box[]} */
  symbolBoxes() {
    const solid = [...this.forces.values(), ...this.places.values()];
    return solid.map((mark) => mark.box()).filter((box) => box !== null);
  }

  /** What lies over the map: title, tools, arrows. @param {string} [which] @returns {Box[]} */
  covered(which = "*") {
    const stage = this.map.getContainer().parentElement;
    return [...stage.querySelectorAll(`:is(${COVERS}):is(${which})`)].map((node) => boxOn(this.map, node));
  }

  /** Mark what is chosen. @param {string} id */
  highlight(id) {
    for (const view of this.legs.values()) {
      for (const part of view.parts) part.getElement()?.classList.toggle("is-chosen", view.leg.row === id);
    }
    for (const node of this.map.getContainer().querySelectorAll("[data-row]")) {
      node.classList.toggle("is-chosen", node.dataset.row === id);
    }
  }

  /** The points that a claim is about. @param {string} id @returns {[number, number][]} */
  pointsOf(id) {
    const row = this.data.rows[id];
    const leg = this.legs.get(id)?.leg;
    if (leg) return leg.fixes.map(onlyPlace);
    const points = row.places.map((place) => this.data.places[place]?.at).filter((at) => at !== null);
    const force = this.positions.get(this.telling.anchors[id] ?? "");
    return points.length ? points : force ? [force.at] : [];
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

/** The drawing of an event: filled when dated, hollow when it only may fall on this day. @param {Payload} data @param {string} name */
function pictogram(data, name) {
  const row = data.rows[name];
  const sure = row.dating === "dated" || row.dating === "between";
  const path = data.symbols.events[row.kind] ?? data.symbols.plain;
  const classes = `cm-pictogram cm-of-${row.side || "nobody"} ${sure ? "" : "is-hollow"} ${
    row.certainty === "uncertain" ? "is-uncertain" : ""
  }`;
  const node = element("span", classes, [drawing(path)], { title: row.title });
  node.dataset.row = name;
  return node;
}
