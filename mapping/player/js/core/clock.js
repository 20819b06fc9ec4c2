// @ts-check
// The campaign's time: scrubbed, played, settled on a day. Knows nothing of maps.

import { clamp } from "./numbers.js";

const GLIDE_MS = 420;

/** How long a playback moves through a day and rests at its end, in milliseconds. @typedef {{move: number, rest: number}} Pace */

export class Clock {
  /**
   * @param {number} days how many days the campaign has
   * @param {{moved: () => void, settled: () => void, played: () => void, pace: (cell: number) => Pace,
   *   isHeld: () => boolean}} tell it moves, settles, plays; asked how long a day takes, and whether
   *   the playback waits
   * @param {{isStill: () => boolean, now: () => number, request: (act: () => void) => number, cancel: (frame: number) => void}} screen
   */
  constructor(days, tell, screen) {
    this.days = days;
    this.tell = tell;
    this.screen = screen;
    this.time = 1;
    this.cell = 0;
    this.settled = true;
    this.playing = false;
    this.speed = 1;
    /** What is left of the rest at a day's end, in milliseconds of a playback. */
    this.rest = 0;
    /** @type {number} */
    this.frame = 0;
  }

  /** Show one moment, as while dragging. @param {number} time */
  moveTo(time) {
    this.stop();
    this.show(time);
  }

  /** Settle on the whole of a day: the picture at its end. @param {number} cell */
  settle(cell, glide = true) {
    this.stop();
    this.cell = clamp(Math.floor(cell), 0, this.days - 1);
    this.settled = true;
    const target = this.cell + 1;
    const still = !glide || this.screen.isStill() || Math.abs(target - this.time) > 2.5;
    if (still) this.time = target;
    this.tell.settled();
    if (still) this.tell.moved();
    else this.glide(this.time, target);
  }

  play() {
    if (this.playing) return;
    this.stop();
    const from = this.settled ? (this.cell === 0 ? 0 : this.cell + 1) : this.time;
    this.playing = true;
    this.show(from >= this.days ? 0 : from);
    this.tell.played();
    this.rest = 0;
    this.run((elapsed) => this.tell.isHeld() || this.playOn(elapsed * this.speed));
  }

  /** Play so many milliseconds on, at most to a day's end. @param {number} ms @returns {boolean} whether there is more */
  playOn(ms) {
    if (this.rest > 0) {
      this.rest -= ms;
      return this.rest > 0 || this.playNext();
    }
    const { move, rest } = this.tell.pace(this.cell);
    const end = this.cell + 1;
    const time = this.time + ms / move;
    if (time < end) {
      this.show(time);
      return true;
    }
    if (rest <= 0 || end === this.days) return this.playNext();
    // At rest the whole day is shown, as if the reader had settled on it.
    Object.assign(this, { rest, time: end, settled: true });
    this.tell.settled();
    return true;
  }

  /** @returns {boolean} whether there is a next day to play */
  playNext() {
    if (this.cell + 1 < this.days) {
      this.show(this.cell + 1);
      return true;
    }
    this.settle(this.days - 1);
    return false;
  }

  /** Stop the playback and settle on the day it had come to. */
  pause() {
    if (this.playing) this.settle(this.cell);
  }

  /** @param {number} time */
  show(time) {
    this.time = clamp(time, 0, this.days);
    this.cell = clamp(Math.floor(this.time), 0, this.days - 1);
    this.settled = false;
    this.tell.moved();
  }

  /** @param {number} from @param {number} target */
  glide(from, target) {
    let passed = 0;
    this.run((elapsed) => {
      passed = Math.min(passed + elapsed / GLIDE_MS, 1);
      this.time = passed < 1 ? from + (target - from) * passed * (2 - passed) : target;
      this.tell.moved();
      return passed < 1;
    });
  }

  /** Calls `step` with the milliseconds passed at each frame. @param {(ms: number) => boolean} step */
  run(step) {
    let last = this.screen.now();
    const next = () => {
      const now = this.screen.now();
      const goOn = step(now - last);
      last = now;
      if (goOn) this.frame = this.screen.request(next);
    };
    this.frame = this.screen.request(next);
  }

  stop() {
    this.screen.cancel(this.frame);
    const wasPlaying = this.playing;
    this.playing = false;
    if (wasPlaying) this.tell.played();
  }
}
