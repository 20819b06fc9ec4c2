// @ts-check
// How high the ground is along what a force marches, and where on it the force stands.

import { placeFlags } from "../core/flags.js";
import { clamp } from "../core/numbers.js";
import { pointAt } from "../core/tracks.js";
import { END, ISOLATE, say, sayNumber } from "../core/words.js";
import { element, hide, svgNode } from "../ui/elements.js";

/** @import { Filter } from "../core/filter.js" */
/** @import { Spot } from "../core/flags.js" */
/** @import { HeightProfile, Payload, Place } from "../core/payload.js" */
/** @import { TellingView } from "../map/telling.js" */

const PROFILE = { left: 44, right: 10, row: 14, sky: 20, ground: 62, compared: 44, floor: 17 };
const ELEVATIONS = "NOAA GLOBE";
const MOST_FLAG_ROWS = 4;
const LONGEST_FLAG = 26;
const AT_PLACE_KM = 0.75;
const HEIGHT_STEPS = [20, 50, 100, 200, 500, 1000, 2000, 5000];
const KM_STEPS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];

/** @typedef {{perKm: number, low: number, perMetre: number, width: number, ground: number}} ProfileScale */

/** The profiles of the accounts that are told, one or two under one another. */
export class ProfilePanel {
  /**
   * @param {Payload} data
   * @param {Filter} filter
   * @param {AbortSignal} signal ends what listens when another panel takes its place
   */
  constructor(data, filter, signal) {
    this.data = data;
    this.filter = filter;
    /** @type {ProfileView[]} */
    this.views = [];
    this.width = 0;
    this.time = 0;
    /** @type {TellingView[]} */
    this.scene = [];
    this.stack = element("div", "cm-profiles");
    this.tall = element("summary");
    this.notes = element("p");
    this.root = element("section", "cm-group cm-profile", [
      element("h3", "", say("profile.title")), this.stack,
      element("details", "cm-hint cm-profile-notes", [this.tall, this.notes]),
    ], { "aria-label": say("profile.title") });
    const room = new ResizeObserver(() => this.build());
    room.observe(this.stack);
    signal.addEventListener("abort", () => room.disconnect());
  }

  /** @param {string[]} accounts */
  tell(accounts) {
    const told = accounts.filter((account) => this.data.tellings[account].profile);
    this.views = told.map((account) => {
      const letter = accounts.length > 1 ? "AB"[accounts.indexOf(account)] : "";
      return new ProfileView(this.data, this.filter, account, letter);
    });
    this.root.hidden = !told.length;
    this.stack.replaceChildren(...this.views.map((view) => view.root));
    this.width = 0;
    this.build();
  }

  /** Draw the ground for the width there is; two accounts to one scale. */
  build() {
    const width = Math.floor(this.stack.clientWidth);
    if (width === this.width || width < 120 || !this.views.length) return;
    this.width = width;
    const scale = this.scale(width);
    for (const view of this.views) view.build(scale);
    this.sayNotes(scale);
    this.move(this.time, this.scene);
    this.speak();
  }

  /** @param {number} width @returns {ProfileScale} */
  scale(width) {
    const profiles = this.views.map((view) => view.profile);
    const known = profiles.flatMap(({ metres }) => metres.filter((one) => one !== null));
    const [least, most] = [Math.min(...known), Math.max(...known)];
    // Nearly flat ground is drawn nearly flat.
    const range = Math.max(most - least, 100);
    const ground = this.views.length > 1 ? PROFILE.compared : PROFILE.ground;
    const longest = Math.max(...profiles.map(lengthOf));
    return {
      perKm: (width - PROFILE.left - PROFILE.right) / longest, low: least - range * 0.1,
      perMetre: ground / (range * 1.1), width, ground,
    };
  }

  /** How it is drawn and from what. @param {ProfileScale} scale */
  sayNotes({ perKm, perMetre }) {
    const ways = this.views.map((view) => sayFollowed(view.profile));
    const same = new Set(ways).size === 1;
    this.tall.textContent = say("profile.tall", { times: Math.round((perMetre * 1000) / perKm) });
    this.notes.textContent = [
      ...(same ? ways.slice(0, 1) : ways.map((words, number) => `${this.views[number].letter?.textContent}: ${words}`)),
      say("profile.source", { source: ELEVATIONS }),
    ].join(" ");
  }

  /** Put the forces where the map has them; only attributes change. @param {number} time @param {TellingView[]} scene */
  move(time, scene) {
    Object.assign(this, { time, scene });
    for (const view of this.views) {
      const telling = scene.find(({ account }) => account === view.account);
      if (telling) view.move(time, telling);
      hide(view.root, !this.filter.showsForce(view.profile.force));
    }
    hide(this.root, this.views.every((view) => view.root.hidden));
  }

  /** Say in words where they are. */
  speak() {
    for (const view of this.views) view.speak();
  }
}

/** One account's profile. */
class ProfileView {
  /** @param {Payload} data @param {Filter} filter @param {string} account @param {string} letter */
  constructor(data, filter, account, letter) {
    this.data = data;
    this.filter = filter;
    this.account = account;
    this.telling = data.tellings[account];
    this.profile = /** @type {HeightProfile} */ (this.telling.profile);
    this.force = data.forces[this.profile.force];
    this.legs = this.telling.legs.filter(({ movement }) => movement in this.profile.starts);
    this.now = element("p", "cm-profile-now");
    this.letter = letter ? element("span", "cm-letter", letter) : null;
    this.picture = svgNode("svg", { role: "img", class: `cm-heights cm-of-${this.force.side}` });
    this.root = element("figure", "", [this.now, this.picture, this.list()]);
    Object.assign(this.root.dataset, { account, marches: this.profile.force });
    this.picture.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.probe(event.clientX));
    this.picture.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.probe(event.clientX));
    this.picture.addEventListener("pointerleave", () => this.probe(null));
    this.km = 0;
    this.standing = false;
    /** @type {ProfileScale} */
    this.scale = { perKm: 1, low: 0, perMetre: 1, width: 0, ground: 0 };
    /** How far down the ground reaches, in pixels. */
    this.base = 0;
    /** What the mark was drawn from. */
    this.drawn = "";
  }

  /** The named places in words, for those who do not see the picture. */
  list() {
    const items = this.profile.places.map(([id, km, metres]) => {
      const { name } = this.data.places[id].called;
      return element("li", "", say("profile.named", { name, km: Math.round(km), m: rounded(metres ?? NaN) }));
    });
    return element("ul", "cm-live", items);
  }

  /** @param {ProfileScale} scale */
  build(scale) {
    this.scale = scale;
    const { width, ground } = scale;
    const flags = this.flags();
    const rows = 1 + Math.max(-1, ...flags.map(({ spot }) => spot.row));
    this.base = rows * PROFILE.row + PROFILE.sky + ground;
    const height = this.base + PROFILE.floor;
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, width, height })) {
      this.picture.setAttribute(name, String(value));
    }
    const clip = `cm-covered-${this.letter?.textContent ?? ""}`;
    this.cover = svgNode("rect", { y: "0", width: "0", height: String(height) });
    this.ahead = svgNode("rect", { class: "cm-heights-ahead", y: "0", width: "0", height: String(height) });
    const way = this.ways();
    const covered = svgNode("g", { "clip-path": `url(#${clip})`, class: "cm-heights-covered" }, this.shapes(way));
    this.mark = this.symbol();
    this.probeLine = svgNode("line", { class: "cm-heights-probe", y1: "0", y2: String(this.base), visibility: "hidden" });
    this.picture.replaceChildren(
      svgNode("clipPath", { id: clip }, [this.cover]),
      ...this.heightTicks(), this.ahead, ...this.shapes(way), covered, ...this.kmTicks(),
      ...flags.flatMap((flag) => this.flag(flag, rows)), this.probeLine, this.mark,
    );
    this.drawn = "";
  }

  /**
   * West is left in both languages: a profile is a cut through the ground, and the map above it
   * keeps east on the right too. So km run to the left where the way leads west, never because
   * the language does.
   * @param {number} km
   */
  x(km) {
    const { perKm, width } = this.scale;
    return this.profile.westward ? width - PROFILE.right - km * perKm : PROFILE.left + km * perKm;
  }

  /** @param {number} metres */
  y(metres) {
    return this.base - (metres - this.scale.low) * this.scale.perMetre;
  }

  /** The height at a km in metres; NaN where nothing is known. @param {number} km */
  heightAt(km) {
    const { step, metres } = this.profile;
    const at = clamp(km / step, 0, metres.length - 1);
    const before = metres[Math.floor(at)];
    const after = metres[Math.ceil(at)];
    return before === null || after === null ? NaN : before + (after - before) * (at % 1);
  }

  /** The known stretches as points; heights may be missing in between. @returns {[number, number][][]} */
  ways() {
    const { step, metres } = this.profile;
    /** @type {[number, number][][]} */
    const ways = [[]];
    metres.forEach((height, number) => {
      if (height === null) ways.push([]);
      else ways[ways.length - 1].push([this.x(number * step), this.y(height)]);
    });
    return ways.filter((way) => way.length > 1);
  }

  /** Ground and its line. @param {[number, number][][]} ways */
  shapes(ways) {
    const line = ways.map((way) => `M${way.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`);
    const area = ways.map((way, number) => `${line[number]}V${this.base}H${way[0][0].toFixed(1)}Z`);
    return [
      svgNode("path", { class: "cm-heights-ground", d: area.join("") }),
      svgNode("path", { class: "cm-heights-line", d: line.join("") }),
    ];
  }

  heightTicks() {
    const { low, perMetre, ground, width } = this.scale;
    const high = low + ground / perMetre;
    const step = HEIGHT_STEPS.find((one) => (high - low) / one < 3.6) ?? 10_000;
    const first = Math.ceil(low / step) * step;
    const heights = Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, number) => first + number * step);
    return heights.flatMap((metres) => {
      const y = this.y(metres);
      return [
        svgNode("line", { class: "cm-heights-level", x1: String(PROFILE.left), x2: String(width - PROFILE.right), y1: String(y), y2: String(y) }),
        svgText(say("map.m", { m: metres }), PROFILE.left - 5, y + 3.5, "end"),
      ];
    });
  }

  kmTicks() {
    const length = lengthOf(this.profile);
    const step = KM_STEPS.find((one) => length / one <= 6) ?? 10_000;
    const all = Array.from({ length: Math.floor(length / step) + 1 }, (_, number) => number * step);
    return all.flatMap((km) => {
      const x = this.x(km);
      const words = km ? sayNumber(km) : say("map.km", { km });
      return [
        svgNode("line", { class: "cm-heights-tick", x1: String(x), x2: String(x), y1: String(this.base), y2: String(this.base + 3) }),
        svgText(words, x, this.base + PROFILE.floor - 3, "middle"),
      ];
    });
  }

  /** The names that find room, with their spots. */
  flags() {
    const { width } = this.scale;
    const all = this.profile.places.flatMap(([id, km, metres]) => {
      const place = this.data.places[id];
      const { name } = place.called;
      const words = name.length > LONGEST_FLAG ? `${name.slice(0, LONGEST_FLAG - 1)}…` : name;
      const flag = { x: this.x(km), width: widthInPicture(this.picture, words), weight: place.weight };
      return metres === null ? [] : [{ place, id, words, metres, flag }];
    });
    const flags = all.map(({ flag }) => flag);
    /** @type {(Spot | null)[]} */
    let spots = [];
    for (let rows = 2; rows <= MOST_FLAG_ROWS && !(spots.length && spots.every(Boolean)); rows += 1) {
      spots = placeFlags(flags, rows, [0, width]);
    }
    return all.flatMap((one, number) => {
      const spot = spots[number];
      return spot ? [{ ...one, spot }] : [];
    });
  }

  /** A name with its leader; broken where the place's point is an estimate. @param {{place: Place, id: string, words: string, metres: number, spot: Spot}} flag @param {number} rows */
  flag({ place, id, words, metres, spot }, rows) {
    const foot = (rows - spot.row) * PROFILE.row;
    const sure = place.certainty === "certain" ? "" : "is-estimate";
    const x = String(spot.x);
    const text = svgText(words, spot.left, foot - 3.5, "start");
    text.dataset.place = id;
    return [
      svgNode("line", { class: `cm-heights-leader ${sure}`, x1: x, x2: x, y1: String(foot), y2: String(this.y(metres)) }),
      text,
    ];
  }

  symbol() {
    const path = this.data.symbols.shapes[this.data.sides[this.force.side].shape];
    return svgNode("g", { class: "cm-heights-force", visibility: "hidden" }, [
      svgNode("circle", { r: "3" }),
      svgNode("path", { d: path.replace(/^!/, ""), transform: "translate(0 -13) scale(.7) translate(-12 -12)" }),
    ]);
  }

  /** @param {number} time @param {TellingView} telling this account on the map */
  move(time, telling) {
    if (!this.mark || !this.cover || !this.ahead) return;
    const here = telling.positions.get(this.profile.force);
    const start = this.profile.starts[here?.leg?.movement ?? ""];
    this.standing = start !== undefined;
    this.km = here && this.standing ? start + here.km : this.coveredAt(time);
    const key = `${this.km} ${here?.presence} ${this.standing}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.stretch = this.standing && here?.stretch ? here.stretch.map((km) => start + km) : null;
    const x = this.x(this.km);
    span(this.cover, this.x(0), this.x(this.stretch?.[0] ?? this.km));
    span(this.ahead, this.x(this.stretch?.[0] ?? 0), this.x(this.stretch?.[1] ?? 0));
    const height = this.heightAt(this.km);
    this.mark.setAttribute("visibility", this.standing && !Number.isNaN(height) ? "visible" : "hidden");
    this.mark.setAttribute("data-presence", here?.presence ?? "");
    if (!Number.isNaN(height)) this.mark.setAttribute("transform", `translate(${x} ${this.y(height)})`);
    this.root.dataset.km = this.standing ? this.km.toFixed(3) : "";
    this.root.dataset.metres = this.standing ? height.toFixed(1) : "";
  }

  /** How much of the way was covered, where the force is not on it now. @param {number} time */
  coveredAt(time) {
    const begun = this.legs.filter(({ fixes }) => time > Number(fixes[0][4]));
    return Math.max(0, ...begun.map((leg) => this.profile.starts[leg.movement] + pointAt(leg.fixes, time)[2]));
  }

  speak() {
    const force = this.force.label;
    const m = rounded(this.heightAt(this.km));
    const values = { force, km: Math.round(this.km), m };
    const [low, high] = (this.stretch ?? []).map(Math.round);
    const stretch = this.stretch ? say("profile.stretch", { force, low, high }) : "";
    const sentence = this.standing ? say("profile.sentence", { ...values, where: this.where() }) : say("profile.absent", { force });
    this.picture.setAttribute("aria-label", stretch || sentence);
    this.words = stretch || (this.standing ? say("profile.now", values) : force);
    if (!this.probed) this.show(this.words);
  }

  where() {
    const places = this.profile.places.map(([id, km, , off]) => ({ km, off, name: this.data.places[id].called.name }));
    const here = places.find(({ km }) => Math.abs(km - this.km) <= AT_PLACE_KM);
    if (here) return say(here.off > AT_PLACE_KM ? "profile.near" : "profile.at", { place: here.name });
    const behind = places.findLast(({ km }) => km < this.km);
    const ahead = places.find(({ km }) => km > this.km);
    if (!behind || !ahead) return say("profile.beyond", { place: (behind ?? ahead)?.name ?? "" });
    return say("profile.between", { behind: behind.name, ahead: ahead.name });
  }

  /** @param {string} words */
  show(words) {
    this.now.replaceChildren(...[this.letter, element("span", "", words)].filter((node) => node !== null));
  }

  /** Km and height under the pointer. @param {number | null} clientX */
  probe(clientX) {
    if (!this.probeLine) return;
    const x = clientX === null ? NaN : clientX - this.picture.getBoundingClientRect().left;
    const km = Math.abs(x - this.x(0)) / this.scale.perKm;
    const isOn = x >= Math.min(this.x(0), this.x(lengthOf(this.profile))) && km <= lengthOf(this.profile);
    const m = rounded(this.heightAt(km));
    this.probed = isOn && !Number.isNaN(m);
    this.probeLine.setAttribute("visibility", this.probed ? "visible" : "hidden");
    if (this.probed) for (const name of ["x1", "x2"]) this.probeLine.setAttribute(name, String(x));
    this.show(this.probed ? say("profile.probe", { km: Math.round(km), m }) : this.words ?? "");
  }
}

/** @param {HeightProfile} profile */
function lengthOf({ step, metres }) {
  return step * (metres.length - 1);
}

/** How much of a way is more than straight lines. @param {HeightProfile} profile */
function sayFollowed(profile) {
  const km = Math.round(profile.followed);
  return km ? say("profile.partly", { km, total: Math.round(lengthOf(profile)) }) : say("profile.straight");
}

/** Heights are said to ten metres: cells hold no more. @param {number} metres */
function rounded(metres) {
  return Math.round(metres / 10) * 10;
}

/** A text that runs in its own direction, while the picture keeps its sides. @param {string} words @param {number} x @param {number} y @param {string} anchor */
function svgText(words, x, y, anchor) {
  const node = svgNode("text", { x: String(x), y: String(y), "text-anchor": anchor });
  node.textContent = `${ISOLATE}${words}${END}`;
  return node;
}

/** @param {SVGSVGElement} picture @param {string} words */
function widthInPicture(picture, words) {
  const probe = svgText(words, 0, 0, "start");
  picture.append(probe);
  const width = probe.getComputedTextLength();
  probe.remove();
  return width;
}

/** Let a rectangle reach from one x to another, whichever is the left one. @param {Element} rect @param {number} one @param {number} other */
function span(rect, one, other) {
  rect.setAttribute("x", String(Math.min(one, other)));
  rect.setAttribute("width", String(Math.abs(other - one)));
}
