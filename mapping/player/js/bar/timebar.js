// @ts-check
// The time bar: one stop a day, what is told of when, and the one slider.

import { isMirrored, say } from "../core/words.js";
import { NEXT } from "../ui/arrows.js";
import { button, drawing, element } from "../ui/elements.js";
import { SeriesChart } from "./series.js";
import { Strip } from "./strip.js";

/** @import { Clock } from "../core/clock.js" */
/** @import { Filter } from "../core/filter.js" */
/** @import { Day, Payload, Telling } from "../core/payload.js" */

const SPEEDS = [0.5, 1, 2, 4];
const PLAY = "!M7 4l14 8-14 8z";
const PAUSE = "!M6 4h4v16H6zM14 4h4v16h-4z";
const BACK = "M15 5l-7 7 7 7";

export class TimeBar {
  /**
   * @param {Payload} data
   * @param {Filter} filter
   * @param {Clock} clock
   * @param {(cell: number) => string} describe what is told of a day, in one sentence
   * @param {AbortSignal} signal ends what listens when another bar takes its place
   */
  constructor(data, filter, clock, describe, signal) {
    this.data = data;
    this.clock = clock;
    this.describe = describe;
    this.dragging = false;
    /** The rail's, in pixels. */
    this.width = 0;
    this.thumb = element("div", "cm-thumb", [element("span", "cm-thumb-grip")], {
      role: "slider",
      tabindex: "0",
      "aria-label": say("bar.slider"),
      "aria-orientation": "horizontal",
      "aria-valuemin": "1",
      "aria-valuemax": String(data.days.length),
    });
    this.strip = new Strip(data, filter, signal);
    this.stops = data.days.map((day) => this.stop(day));
    const scale = element("div", "cm-stops", this.stops, { "aria-hidden": "true" });
    this.line = element("div", "cm-now");
    this.rail = element("div", "cm-rail", [this.strip.root, scale, this.line, this.thumb]);
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

  controls() {
    const step = (/** @type {number} */ by) => () => this.clock.settle(this.clock.cell + by);
    return element("div", "cm-controls", [
      button("cm-step", [drawing(BACK)], say("bar.previous"), step(-1)),
      this.playButton,
      button("cm-step", [drawing(NEXT)], say("bar.next"), step(1)),
      this.speedButton,
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
    const width = this.width / this.data.days.length;
    this.thumb.style.setProperty("--cell", `${width}px`);
    this.draw();
    const step = [1, 2, 7, 14, 28, 56, 112].find((days) => days * width >= 30) ?? 224;
    const isNarrow = width * step < 58;
    let shownMonth = "";
    this.stops.forEach((stop, number) => {
      const { weekday, initial, month } = this.data.days[number];
      const isBare = number % step !== 0;
      stop.classList.toggle("is-bare", isBare);
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
    this.strip.mark(tellings);
  }

  listen() {
    this.rail.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.rail.setPointerCapture(event.pointerId);
      this.dragging = true;
      this.rail.classList.add("is-dragging");
      this.thumb.focus({ preventScroll: true });
      this.follow(event);
    });
    this.rail.addEventListener("pointermove", (event) => {
      if (this.dragging) this.follow(event);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.rail.addEventListener(end, () => this.release());
    }
    this.thumb.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {PointerEvent} event */
  follow(event) {
    const box = this.rail.getBoundingClientRect();
    const passed = isMirrored() ? box.right - event.clientX : event.clientX - box.left;
    this.clock.moveTo((passed / box.width) * this.clock.days);
  }

  release() {
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
    // Moved on layers of their own, so that the strip behind them is not painted anew.
    this.thumb.style.transform = this.shift((settled ? clock.cell + 0.5 : clock.time) * share);
    this.line.style.transform = this.shift(clock.time * share);
    if (this.shown !== clock.cell) this.name(clock.cell);
    this.chart?.draw();
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
    this.thumb.setAttribute("aria-valuenow", String(cell + 1));
    this.thumb.setAttribute("aria-valuetext", `${this.data.days[cell].whole}. ${this.describe(cell)}`);
  }

  played() {
    const label = say(this.clock.playing ? "bar.pause" : "bar.play");
    this.playButton.replaceChildren(drawing(this.clock.playing ? PAUSE : PLAY));
    this.playButton.setAttribute("aria-label", label);
    this.playButton.title = label;
  }
}
