// @ts-check
// How the screen moves: frame by frame, or not at all for who asked for that.

/** Whether the reader asked for less motion. */
export function prefersStill() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** The screen, for a clock that knows of none. */
export const SCREEN = {
  isStill: prefersStill,
  now: () => performance.now(),
  /** @param {() => void} act */
  request: (act) => requestAnimationFrame(act),
  /** @param {number} frame */
  cancel: (frame) => cancelAnimationFrame(frame),
};
