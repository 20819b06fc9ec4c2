// @ts-check
// The campaign's time: scrubbed, played, settled on a day. Knows nothing of maps.

import { clamp } from "./numbers.js";

const GLIDE_MS = 420;

export class Clock {
  /**
   * @param {number} days how many days the campaign has
   * @param {{moved: () => void, settled: () => void, played: () => void}} tell
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
    /** @type {number} */
    this.frame = 0;
  }

  /** How long a playback from end to end takes at 1x, in milliseconds. */
  get playbackMs() {
    return clamp(2000 * this.days, 18000, 60000);
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
    this.show(from >= this.days ? 0 : from);
    this.playing = true;
    this.tell.played();
    this.run((elapsed) => {
      this.show(this.time + (elapsed * this.speed * this.days) / this.playbackMs);
      if (this.time < this.days) return true;
      this.settle(this.days - 1);
      return false;
    });
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
