// @ts-check
// One account on the map: its ways, its forces, and where they stood the evening before.

/** So many ways are drawn without casing, heads and shadows. */
const CROWD = 60;

/** @typedef {{at: [number, number], km: number, leg: Leg | null, presence: string}} Standing */

class TellingView {
  /**
   * @param {any} map the Leaflet map
   * @param {Payload} data
   * @param {Filter} filter
   * @param {string} account
   * @param {string} letter A or B where two accounts are compared, else empty
   * @param {(id: string) => void} select
   */
  constructor(map, data, filter, account, letter, select) {
    this.map = map;
    this.data = data;
    this.filter = filter;
    this.account = account;
    this.letter = letter;
    this.select = select;
    this.telling = data.tellings[account];
    this.isCrowd = this.telling.legs.length > CROWD;
    const crowd = this.isCrowd ? L.canvas({ pane: "cm-lines", padding: 0.2 }) : null;
    this.byName = new Map(this.telling.legs.map((leg) => [leg.movement, leg]));
    this.legs = new Map(
      this.telling.legs.map((leg) => [
        leg.row, new LegView(
          map, leg, data.rows[leg.row], letter === "B", crowd, this.colourOf(leg), select,
        ),
      ]),
    );
    const forces = Object.keys(this.telling.tracks);
    this.forces = new Map(forces.map((id) => [id, this.forceMark(id)]));
    this.ghosts = new Map(forces.map((id) => [id, this.ghostMark(id)]));
    /** @type {Map<string, Standing>} */
    this.positions = new Map();
    this.cell = -1;
  }

  remove() {
    for (const view of [...this.legs.values(), ...this.forces.values(), ...this.ghosts.values()]) {
      view.show(false);
    }
  }

  /** @param {Leg} leg */
  colourOf(leg) {
    return this.data.sides[this.data.forces[leg.force].side].colour;
  }

  /** @param {string} id */
  shapeOf(id) {
    return drawing(this.data.symbols.shapes[this.data.sides[this.data.forces[id].side].shape]);
  }

  /** @param {string} id */
  forceMark(id) {
    const mark = new Mark(this.map, [0, 0], {
      classes: `cm-force cm-of-${this.data.forces[id].side} ${this.letter === "B" ? "is-second" : ""}`,
      pane: "cm-forces", gap: 16, symbol: this.shapeOf(id), select: () => this.selectForce(id),
    });
    mark.priority = 100;
    mark.must = !this.isCrowd;
    mark.root.dataset.force = id;
    return mark;
  }

  /** @param {string} id */
  ghostMark(id) {
    return new Mark(this.map, [0, 0], {
      classes: `cm-ghost cm-of-${this.data.forces[id].side}`, pane: "cm-places", gap: 8,
      symbol: this.shapeOf(id),
    });
  }

  /** The claim that put a force where it is. @param {string} id */
  selectForce(id) {
    const told = this.telling.days[this.cell];
    const acts = [...told.dated, ...told.undated].find((name) => {
      const row = this.data.rows[name];
      return row.by?.includes(id) || row.forces?.includes(id);
    });
    const chosen = this.positions.get(id)?.leg?.row ?? acts;
    if (chosen) this.select(chosen);
  }

  /** @param {number} time @param {number} cell */
  draw(time, cell) {
    for (const view of this.legs.values()) {
      if (this.filter.shows(view.row)) view.draw(time, cell);
      else view.show(false);
    }
    this.drawForces(time, cell);
    if (cell !== this.cell) this.drawGhosts(cell);
    this.cell = cell;
  }

  /** @param {number} time @param {number} cell */
  drawForces(time, cell) {
    this.positions = new Map();
    for (const [id, mark] of this.forces) {
      const track = this.telling.tracks[id];
      const presence = presenceAt(track, time, cell);
      const isShown = presence && this.filter.showsSide(this.data.forces[id].side);
      const here = isShown ? positionAt(track, this.byName, time) : null;
      mark.show(Boolean(here));
      if (!here) continue;
      this.positions.set(id, { ...here, presence });
      mark.moveTo(here.at);
      mark.root.dataset.presence = presence;
    }
  }

  /** @param {number} cell */
  drawGhosts(cell) {
    for (const [id, mark] of this.ghosts) {
      const track = this.telling.tracks[id];
      const before = presenceAt(track, cell, cell - 1) ? positionAt(track, this.byName, cell) : null;
      const now = positionAt(track, this.byName, cell + 1);
      const isShown = this.filter.showsSide(this.data.forces[id].side);
      const moved = isShown && before && now && (before.at[0] !== now.at[0] || before.at[1] !== now.at[1]);
      mark.show(Boolean(moved));
      if (before) mark.moveTo(before.at);
    }
  }

  /** Everything told of a day and not filtered away, dated first. @param {number} cell @returns {string[]} */
  told(cell) {
    const day = this.telling.days[cell];
    return [...day.dated, ...day.undated].filter((name) => this.filter.shows(this.data.rows[name]));
  }

  /** Events without a place, by the force they are drawn at. @param {number} cell @param {string} force */
  eventsAt(cell, force) {
    return this.told(cell).filter((name) => this.telling.anchors[name] === force);
  }
}
