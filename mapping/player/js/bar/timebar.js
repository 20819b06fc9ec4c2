// @ts-check
// The time bar: one stop a day, what is told of when in words and blocks, and the one slider.

import { clamp } from "../core/numbers.js";
import { isMirrored, say, sayNumber } from "../core/words.js";
import { NEXT } from "../ui/arrows.js";
import { button, drawing, element, hide, quoted } from "../ui/elements.js";
import { widthOf } from "../ui/widths.js";
import { Headlines } from "./headlines.js";
import { Range } from "./range.js";
import { SeriesChart } from "./series.js";
import { Strip } from "./strip.js";

/** @import { Clock } from "../core/clock.js" */
/** @import { Filter } from "../core/filter.js" */
/** @import { Day, Payload, Telling } from "../core/payload.js" */
/** @import { RangeState } from "./range.js" */
/** @import { Block } from "./strip.js" */

const SPEEDS = [0.5, 1, 2, 4];
const PLAY = "!M7 4l14 8-14 8z";
const PAUSE = "!M6 4h4v16H6zM14 4h4v16h-4z";
const BACK = "M15 5l-7 7 7 7";
/** A press that moves farther than this drags the time. */
const PULL_FROM = 4;
/** A day narrower than this, in pixels, is named by an initial; so is one too narrow for its words. */
const LEAST_STOP = 58;
/** The words of a day so near to the end of a long bar, in pixels, end with it. */
const LAST_WORDS = 26;
const STOP_FACES = { words: "400 12px", number: "650 13.5px" };
const STOP_GAP = 5;
/** So many claims of a block are named when it is pointed at. */
const MOST_NAMED = 4;

export class TimeBar {
  /**
   * @param {Payload} data
   * @param {Filter} filter
   * @param {Clock} clock
   * @param {{describe: (cell: number) => string, choose: (id: string) => void,
   *   range: (part: Partial<RangeState>) => void}} acts what is told of a day, in one sentence, and
   *   what a press on a claim and a change of the marked days do
   * @param {AbortSignal} signal ends what listens when another bar takes its place
   */
  constructor(data, filter, clock, acts, signal) {
    this.data = data;
    this.clock = clock;
    this.acts = acts;
    this.dragging = false;
    /** The pointer that holds the bar: another finger on it moves nothing. @type {number | null} */
    this.holder = null;
    /** @type {{block: Block, x: number} | null} the block that was pressed, and where */
    this.pressed = null;
    /** The rail's, in pixels. */
    this.width = 0;
    this.hour = element("span", "cm-thumb-hour", "", { "aria-hidden": "true" });
    this.thumb = element("div", "cm-thumb", [element("span", "cm-thumb-grip")], {
      role: "slider",
      tabindex: "0",
      "aria-label": say("bar.slider"),
      "aria-orientation": "horizontal",
      "aria-valuemin": "1",
      "aria-valuemax": String(data.days.length),
    });
    /** What a day's words take at most, in pixels. */
    this.widest = widestOf(data.days);
    this.headlines = new Headlines(data);
    this.strip = new Strip(data, filter, { choose: acts.choose, point: (block) => this.point(block) }, signal);
    this.silent = element("div", "cm-silent-days", "", { "aria-hidden": "true" });
    this.tip = element("div", "cm-tip", "", { role: "tooltip" });
    this.tip.hidden = true;
    this.stops = data.days.map((day) => this.stop(day));
    this.line = element("div", "cm-now");
    this.range = new Range(data, { set: acts.range, cell: () => clock.cell, timeAt: (event) => this.timeAt(event) }, signal);
    this.rail = this.layRail();
    this.playButton = button("cm-play", [drawing(PLAY)], say("bar.play"), () => this.toggle());
    this.speedButton = button("cm-speed", "", "", () => this.nextSpeed());
    this.chart = data.series.length ? new SeriesChart(data, clock, signal) : null;
    const parts = this.chart ? [this.chart.name, this.chart.plot] : [];
    this.root = element("section", "cm-bar", [this.rail, this.controls(), ...parts], { "aria-label": say("bar.time") });
    this.sayPace();
    this.listen();
    const room = new ResizeObserver(() => this.thin());
    room.observe(this.rail);
    signal.addEventListener("abort", () => room.disconnect());
  }

  /** The slider comes before the blocks for whoever goes from one to the next. */
  layRail() {
    const { range } = this;
    return element("div", "cm-rail", [
      range.band, this.silent, this.headlines.root,
      element("div", "cm-stops", this.stops, { "aria-hidden": "true" }), this.line, this.thumb, range.handles,
      this.strip.root, this.hour, this.tip,
    ]);
  }

  controls() {
    const step = (/** @type {number} */ by) => () => this.clock.settle(this.clock.cell + by);
    return element("div", "cm-controls", [
      button("cm-step", [drawing(BACK)], say("bar.previous"), step(-1)),
      this.playButton,
      button("cm-step", [drawing(NEXT)], say("bar.next"), step(1)),
      this.speedButton,
      this.range.menu,
      this.range.windowButton,
      this.range.clearButton,
    ]);
  }

  /** @param {Day} day */
  stop(day) {
    return element("div", "cm-stop", [
      element("span", "cm-weekday", day.weekday),
      element("span", "cm-number", day.number),
      element("span", "cm-month", day.month),
      element("span", "cm-second", day.secondShort),
    ]);
  }

  /** Leave out labels where there is no room for every day. */
  thin() {
    this.width = this.rail.clientWidth;
    this.strip.fit(this.width);
    this.headlines.fit(this.width);
    const width = this.width / this.data.days.length;
    this.thumb.style.setProperty("--cell", `${width}px`);
    this.draw();
    const step = [1, 2, 7, 14, 28, 56, 112].find((days) => days * width >= 30) ?? 224;
    const isNarrow = width * step < (step > 1 ? LEAST_STOP : this.widest);
    let shownMonth = "";
    this.stops.forEach((stop, number) => {
      const { weekday, initial, month } = this.data.days[number];
      const isBare = number % step !== 0;
      stop.classList.toggle("is-bare", isBare);
      stop.classList.toggle("is-late", this.width - number * width < LAST_WORDS);
      stop.classList.toggle("has-month", !isBare && month !== shownMonth);
      if (!isBare) shownMonth = month;
      /** @type {Element} */ (stop.firstElementChild).textContent = isNarrow ? initial : weekday;
    });
    this.rail.classList.toggle("is-narrow", isNarrow);
    this.rail.classList.toggle("is-long", step > 1);
  }

  /** Marks for what the accounts tell. @param {Telling[]} tellings */
  mark(tellings) {
    if (this.shown !== undefined) this.name(this.shown);
    this.point(null);
    this.strip.mark(tellings);
    this.headlines.mark(tellings[0]);
    this.rail.style.setProperty("--lanes", String(this.strip.lanes));
    this.silent.replaceChildren(...silentRuns(tellings).map(([from, to]) => {
      const run = element("i");
      run.style.insetInlineStart = `${(from / this.data.days.length) * 100}%`;
      run.style.width = `${((to - from) / this.data.days.length) * 100}%`;
      return run;
    }));
  }

  /** Say what a block is, over it. @param {Block | null} block */
  point(block) {
    this.tip.hidden = !block || this.dragging;
    if (!block || this.dragging) return;
    const { language } = this.data.campaign;
    const rows = block.names.map((name) => this.data.rows[name]);
    const left = rows.length - MOST_NAMED;
    this.tip.replaceChildren(
      ...rows.slice(0, MOST_NAMED).map((row) => element("p", "", [
        quoted("b", "", row.title, language), element("span", "", row.when),
      ])),
      left > 0 ? element("p", "", say("bar.more", { count: left })) : "",
    );
    const rail = this.rail.getBoundingClientRect();
    const box = block.node.getBoundingClientRect();
    const half = this.tip.offsetWidth / 2;
    const middle = clamp((box.left + box.right) / 2, half + 8, Math.max(window.innerWidth - half - 8, half + 8));
    this.tip.style.left = `${Math.round(middle - half - rail.left)}px`;
  }

  /** The claim that is open is marked among the blocks. @param {string} id */
  choose(id) {
    this.strip.choose(id);
  }

  listen() {
    this.rail.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.holder !== null) return;
      event.preventDefault();
      this.holder = event.pointerId;
      this.rail.setPointerCapture(event.pointerId);
      const block = this.strip.blockAt(event.target);
      this.pressed = block && { block, x: event.clientX };
      if (!block) this.take(event);
    });
    this.rail.addEventListener("pointermove", (event) => {
      if (event.pointerId !== this.holder) return;
      if (this.pressed && Math.abs(event.clientX - this.pressed.x) > PULL_FROM) {
        this.pressed = null;
        this.take(event);
      } else if (this.dragging) this.follow(event);
    });
    this.rail.addEventListener("pointerup", (event) => {
      if (event.pointerId !== this.holder) return;
      if (this.pressed) {
        // On the day that was pressed, of those that a block fills.
        this.clock.settle(this.timeAt(event), false);
        this.strip.open(this.pressed.block);
      }
      this.release();
    });
    // A pointer that is lost, however that came to be, lets go.
    for (const kind of /** @type {const} */ (["pointercancel", "lostpointercapture"])) {
      this.rail.addEventListener(kind, (event) => event.pointerId === this.holder && this.release());
    }
    this.thumb.addEventListener("keydown", (event) => this.key(event));
  }

  /** The pointer takes hold of the time. @param {PointerEvent} event */
  take(event) {
    this.dragging = true;
    this.point(null);
    this.rail.classList.add("is-dragging");
    this.thumb.focus({ preventScroll: true });
    this.follow(event);
  }

  /** @param {PointerEvent} event */
  follow(event) {
    this.clock.moveTo(this.timeAt(event));
  }

  /** The time that lies under the pointer. @param {PointerEvent} event */
  timeAt(event) {
    const box = this.rail.getBoundingClientRect();
    const passed = isMirrored() ? box.right - event.clientX : event.clientX - box.left;
    return (passed / box.width) * this.clock.days;
  }

  release() {
    this.holder = null;
    this.pressed = null;
    if (!this.dragging) return;
    this.dragging = false;
    this.rail.classList.remove("is-dragging");
    this.clock.settle(this.clock.cell);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { clock } = this;
    const step = (/** @type {number} */ by) => () =>
      event.shiftKey ? clock.moveTo(clock.time + by / 24) : clock.settle(clock.cell + by);
    // The arrows follow the bar, on which time may run from right to left.
    const right = isMirrored() ? -1 : 1;
    const keys = /** @type {Record<string, () => void>} */ ({
      ArrowRight: step(right),
      ArrowUp: step(1),
      ArrowLeft: step(-right),
      ArrowDown: step(-1),
      PageUp: () => clock.settle(clock.cell + 7),
      PageDown: () => clock.settle(clock.cell - 7),
      Home: () => clock.settle(0),
      End: () => clock.settle(clock.days - 1),
    });
    if (event.altKey || event.ctrlKey || event.metaKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  toggle() {
    if (this.clock.playing) this.clock.pause();
    else this.clock.play();
  }

  nextSpeed() {
    this.clock.speed = SPEEDS[(SPEEDS.indexOf(this.clock.speed) + 1) % SPEEDS.length];
    this.sayPace();
  }

  sayPace() {
    const times = this.clock.speed;
    this.speedButton.textContent = say("bar.times", { times });
    this.speedButton.setAttribute("aria-label", say("bar.speed-times", { times }));
    this.speedButton.title = say("bar.speed");
  }

  /** Put slider, line and labels where the clock is. */
  draw() {
    const { clock } = this;
    const share = 1 / clock.days;
    const settled = clock.settled;
    this.rail.classList.toggle("is-settled", settled);
    this.sayHour();
    // Moved on layers of their own, so that the strip behind them is not painted anew.
    this.thumb.style.transform = this.shift((settled ? clock.cell + 0.5 : clock.time) * share);
    this.line.style.transform = this.shift(clock.time * share);
    if (this.shown !== clock.cell) this.name(clock.cell);
    this.chart?.draw();
  }

  /** The handle carries the day and the hour while time moves. */
  sayHour() {
    const { settled, time, cell, days } = this.clock;
    hide(this.hour, settled);
    if (settled) return;
    const hour = String(Math.floor((time % 1) * 24)).padStart(2, "0");
    const words = say("bar.hour", { date: this.data.days[cell].date, time: sayNumber(`${hour}:00`) });
    if (this.hour.textContent !== words) this.hour.textContent = words;
    const half = words.length * 3.4 + 12;
    const x = clamp((time / days) * this.width, half, Math.max(this.width - half, half));
    this.hour.style.transform = `translateX(${isMirrored() ? -x : x}px) translateX(${isMirrored() ? 50 : -50}%)`;
  }

  /** @param {number} share of the rail's width, from its start @returns {string} */
  shift(share) {
    return `translateX(${(isMirrored() ? -share : share) * this.width}px)`;
  }

  /** @param {number} cell */
  name(cell) {
    this.stops[this.shown ?? 0].classList.remove("is-now");
    this.stops[cell].classList.add("is-now");
    this.shown = cell;
    this.headlines.show(cell);
    this.range.span();
    this.thumb.setAttribute("aria-valuenow", String(cell + 1));
    this.thumb.setAttribute("aria-valuetext", `${this.data.days[cell].whole}. ${this.acts.describe(cell)}`);
  }

  played() {
    const label = say(this.clock.playing ? "bar.pause" : "bar.play");
    this.playButton.replaceChildren(drawing(this.clock.playing ? PAUSE : PLAY));
    this.playButton.setAttribute("aria-label", label);
    this.playButton.title = label;
  }
}

/** What the words of a day take at most, of those that all stand beside each other, in pixels. @param {Day[]} days */
function widestOf(days) {
  const widths = days.map(({ weekday, number, month }, at) => {
    const isNew = month !== days[at - 1]?.month;
    const words = [weekday, ...(isNew ? [month] : [])].map((word) => widthOf(word, STOP_FACES.words) + STOP_GAP);
    return words.reduce((sum, one) => sum + one, widthOf(number, STOP_FACES.number));
  });
  return widths.reduce((most, one) => Math.max(most, one), LEAST_STOP);
}

/** The days of which no account dates anything, one run after the other: the first, and the one after the last. @param {Telling[]} tellings @returns {[number, number][]} */
function silentRuns(tellings) {
  /** @type {[number, number][]} */
  const runs = [];
  tellings[0].days.forEach((_, cell) => {
    if (tellings.some(({ days }) => days[cell].dated.length)) return;
    const last = runs.at(-1);
    if (last && last[1] === cell) last[1] = cell + 1;
    else runs.push([cell, cell + 1]);
  });
  return runs;
}
