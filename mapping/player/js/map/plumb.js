// @ts-check
// What was measured at a place hangs below it on a plumb line, from the day on which it was.

import { sayValue } from "../core/quantities.js";
import { sayCount, spoken } from "../core/words.js";
import { SVG, element } from "../ui/elements.js";
import { Mark } from "./marks.js";

/** @import { Payload, Series, SeriesValue } from "../core/payload.js" */

/** How long a line is, in pixels, and where its number stands. */
const LONG = 40;
const BELOW = [[-0.5, 0, 0, 1]];

export class PlumbLines {
  /** @param {any} map the Leaflet map @param {Payload} data */
  constructor(map, data) {
    this.map = map;
    this.data = data;
    /** @type {{mark: Mark, series: Series, one: SeriesValue}[]} */
    this.lines = data.series.flatMap((series) => series.values.flatMap((one) => {
      const at = data.places[one.place]?.at;
      return at ? [{ mark: this.mark(at), series, one }] : [];
    }));
  }

  /** @param {[number, number]} at */
  mark(at) {
    const line = document.createElementNS(SVG, "svg");
    line.setAttribute("class", "cm-plumb-line");
    line.setAttribute("viewBox", `0 0 2 ${LONG}`);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", `M1 0V${LONG}`);
    line.append(path);
    const mark = new Mark(this.map, at, { classes: "cm-plumb", pane: "cm-bands-back", gap: LONG, symbol: line });
    mark.sides = BELOW;
    mark.priority = 30;
    return mark;
  }

  /** @param {number} time */
  draw(time) {
    for (const { mark, series, one } of this.lines) {
      mark.show((one.time ?? one.between?.[0] ?? Infinity) < time);
      if (!mark.shown) continue;
      mark.fill(`${spoken.code} ${one.value}`, () => [
        element("span", "", `${sayCount(one.value)} ${series.unit}`, { dir: "ltr", title: sayValue(this.data, series, one, true) }),
      ]);
    }
  }

  /** @returns {Mark[]} */
  marks() {
    return this.lines.map(({ mark }) => mark);
  }
}
