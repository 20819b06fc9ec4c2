// @ts-check
// One movement on the map: covered way with casing, trail of earlier days, arrow head.

const PLAIN_TODAY = { weight: 3, opacity: 0.9 };
const PLAIN_TRAIL = { weight: 2, opacity: 0.5 };

class LegView {
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
    this.map = map;
    this.leg = leg;
    this.row = row;
    const kind = leg.mode !== "actual" ? leg.mode : leg.animated ? "covered" : "unsure";
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
    this.parts = [...this.trail, ...this.today, ...(this.cuts ? [this.cuts] : [])];
    for (const part of this.parts) part.on("click", () => select(leg.row));
    this.head = L.marker([0, 0], {
      pane: "cm-heads",
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: "", iconSize: [0, 0], html: headElement(row.side, kind) }),
    });
    this.isPlain = isPlain;
    this.shown = false;
    this.isPast = false;
  }

  /** @param {boolean} shown */
  show(shown) {
    if (shown === this.shown) return;
    this.shown = shown;
    this.drawn = "";
    this.faint = -1;
    for (const part of this.isPlain ? this.parts : [...this.parts, this.head]) {
      if (shown) part.addTo(this.map);
      else part.remove();
    }
  }

  /** @param {number} time @param {number} cell */
  draw(time, cell) {
    if (this.leg.fixes.length < 2) return;
    if (this.leg.animated) this.drawCovered(time, cell);
    else this.drawWhole(time, cell);
  }

  /** @param {number} time @param {number} cell */
  drawCovered(time, cell) {
    const { fixes } = this.leg;
    const start = Number(fixes[0][4]);
    const end = Number(fixes[fixes.length - 1][4]);
    this.show(time > start);
    if (!this.shown) return;
    const upTo = Math.min(time, end);
    const today = clamp(cell, start, upTo);
    const key = `${today} ${upTo}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const trail = today > start ? wayBetween(fixes, start, today) : [];
    const way = today < upTo ? wayBetween(fixes, today, upTo) : [];
    this.put(trail, way);
    this.cuts?.setLatLngs(straightWays(this.leg, upTo));
    this.age(cell - Math.ceil(end) + 1);
    this.aim(way.length ? way : trail, Boolean(way.length));
  }

  /** @param {number} time @param {number} cell */
  drawWhole(time, cell) {
    const [first, , , last] = this.leg.span;
    const past = this.leg.mode === "actual" && last <= cell;
    this.isPast = past;
    this.show((first < cell + 1 && last > cell) || past);
    if (!this.shown) return;
    const key = `${past}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const way = this.leg.fixes.map(onlyPlace);
    this.put(past ? way : [], past ? [] : way);
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

  /** Turn the head along the end of a way. @param {[number, number][]} way @param {boolean} moving whether it moved on the day that is shown */
  aim(way, moving) {
    const node = this.head.getElement()?.firstElementChild;
    if (this.isPlain) return;
    const angle = headingOf(way);
    if (angle === null || !node) return;
    this.head.setLatLng(way[way.length - 1]);
    node.style.transform = `rotate(${angle}deg)`;
    node.classList.toggle("is-still", !moving);
  }
}

/** The direction in which a way ends, in degrees; null where it goes nowhere. @param {[number, number][]} way @returns {number | null} */
function headingOf(way) {
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
