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
    /** The first and the last day that are played. */
    this.first = 0;
    this.last = days - 1;
    /** Whether the playback begins again at its end, and whether it runs from the last day to the first. */
    this.loops = false;
    this.isBack = false;
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
    this.playing = true;
    this.begin(this.settled ? this.cell + 1 : this.time);
    this.tell.played();
    this.rest = 0;
    this.run((elapsed) => this.tell.isHeld() || this.playOn(elapsed * this.speed));
  }

  /** Play from a moment on; from the other end where there is nothing left to play. @param {number} time */
  begin(time) {
    const { first, last } = this;
    if (this.isBack) {
      const from = time > first + 1 && time <= last + 1 ? time : last + 1;
      this.show(from, Math.ceil(from) - 1);
    } else {
      const isFirst = this.settled && this.cell === first;
      this.show(time < first || time >= last + 1 || isFirst ? first : time);
    }
  }

  /** Play so many milliseconds on, at most to a day's end. @param {number} ms @returns {boolean} whether there is more */
  playOn(ms) {
    if (this.rest > 0) {
      this.rest -= ms;
      return this.rest > 0 || this.playNext();
    }
    const { move, rest } = this.tell.pace(this.cell);
    if (this.isBack) return this.playBack(ms / move);
    const end = this.cell + 1;
    const time = this.time + ms / move;
    if (time < end) {
      this.show(time);
      return true;
    }
    if (rest <= 0 || (this.cell === this.last && !this.loops)) return this.playNext();
    this.restAt(this.cell, rest);
    return true;
  }

  /** Run back through a day, at most to its beginning: there the day before is whole. @param {number} by in days @returns {boolean} whether there is more */
  playBack(by) {
    const { cell, first } = this;
    // The first day is whole when it is come to; in a round its hours pass as those of the others.
    if (cell <= first && !this.loops) return this.playNext();
    if (this.time - by > cell) {
      this.show(this.time - by, cell);
      return true;
    }
    if (cell <= first) return this.playNext();
    const { rest } = this.tell.pace(cell - 1);
    if (rest > 0 && (cell - 1 > first || this.loops)) this.restAt(cell - 1, rest);
    else this.show(cell, cell - 1);
    return true;
  }

  /** At rest the whole day is shown, as if the reader had settled on it. @param {number} cell @param {number} rest */
  restAt(cell, rest) {
    Object.assign(this, { rest, time: cell + 1, cell, settled: true });
    this.tell.settled();
  }

  /** @returns {boolean} whether there is a next day to play */
  playNext() {
    const { cell, first, last, isBack, loops } = this;
    const isMore = isBack ? cell > first : cell < last;
    if (!isMore && !loops) {
      this.settle(isBack ? first : last);
      return false;
    }
    if (isBack) this.show(isMore ? cell + 1 : last + 1, isMore ? cell : last);
    else this.show(isMore ? cell + 1 : first);
    return true;
  }

  /** Stop the playback and settle on the day it had come to. */
  pause() {
    if (this.playing) this.settle(this.cell);
  }

  /** @param {number} time @param {number} [cell] the day, where a moment may be its end or the next one's beginning */
  show(time, cell = Math.floor(time)) {
    this.time = clamp(time, 0, this.days);
    this.cell = clamp(cell, 0, this.days - 1);
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
