// @ts-check
// What the whole campaign was, in one picture, as long as its title covers the map: each way as it
// was when it ended, on which day that was, and what the account calls that day.

import { onlyPlace } from "../core/tracks.js";
import { isReadable, spoken } from "../core/words.js";
import { element, quoted } from "../ui/elements.js";
import { facingMark } from "./facing.js";
import { Mark } from "./marks.js";
import { headingOf } from "./ways.js";

/** @import { Leg } from "../core/payload.js" */
/** @import { BandView } from "./bands.js" */
/** @import { LegView } from "./legs.js" */
/** @import { TellingView } from "./telling.js" */

export class Preview {
  /** @param {TellingView} telling */
  constructor(telling) {
    this.telling = telling;
    /** @type {(LegView | BandView)[]} */
    this.ways = [];
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {any[]} */
    this.arcs = [];
  }

  show() {
    const { telling } = this;
    if (this.ways.length || telling.isCrowd) return;
    for (const leg of telling.telling.legs) {
      if (leg.fixes.length < 2) continue;
      const way = telling.legView(leg, null);
      const end = endOf(leg);
      way.draw(end, Math.ceil(end) - 1);
      this.ways.push(way);
      if (leg.animated && !leg.leaves) this.sayWhen(leg, end);
    }
    const dated = new Set(telling.telling.days.flatMap(({ sure }) => sure));
    for (const name of dated) this.block(name);
  }

  /** An arc for a block that is dated: it faces the end of the way that it blocks. @param {string} name */
  block(name) {
    const { data, map, telling } = this.telling;
    const { faces, against, places } = data.rows[name];
    const at = faces ? data.places[places[0]]?.at : null;
    const stopped = telling.legs.findLast(({ animated, force }) => animated && against?.includes(force));
    const angle = at && stopped ? headingOf([at, onlyPlace(stopped.fixes[stopped.fixes.length - 1])]) : null;
    if (!at || angle === null) return;
    const arc = facingMark(map, name, data.rows[name].side, at);
    arc.turn(angle, false);
    this.arcs.push(arc);
  }

  /** The force and the day at the end of its last way; the day alone where others begin. @param {Leg} leg @param {number} end */
  sayWhen(leg, end) {
    const { data, map, telling } = this.telling;
    const own = telling.legs.filter((one) => one.force === leg.force && one.animated);
    const cell = Math.min(Math.max(Math.ceil(end) - 1, 0), data.days.length - 1);
    const day = data.days[cell];
    const isLast = own.at(-1) === leg;
    const { caption } = telling.days[cell];
    const { language } = data.campaign;
    const said = isLast && caption && isReadable(caption, language) ? caption : "";
    const { side } = data.forces[leg.force];
    const mark = new Mark(map, onlyPlace(leg.fixes[leg.fixes.length - 1]), {
      classes: `cm-force cm-preview cm-of-${side}`, pane: "cm-forces", gap: isLast ? 20 : 12, symbol: null,
    });
    mark.priority = isLast ? 95 : 50;
    mark.must = isLast;
    mark.fill(`${spoken.code} ${day.date} ${said}`, () => [
      isLast ? element("span", "cm-name", data.forces[leg.force].label, { dir: "auto" }) : null,
      element("span", "cm-preview-day", day.date),
      said ? quoted("span", "cm-preview-end", said, language) : null,
    ]);
    mark.show(true);
    this.marks.push(mark);
  }

  hide() {
    for (const one of [...this.ways, ...this.marks]) one.show(false);
    for (const arc of this.arcs) arc.remove();
    this.ways = [];
    this.marks = [];
    this.arcs = [];
  }
}

/** The moment at which a way is seen whole. @param {Leg} leg */
function endOf({ animated, fixes, span }) {
  return animated ? Number(fixes[fixes.length - 1][4]) : span[0] + 0.5;
}
