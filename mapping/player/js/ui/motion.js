// @ts-check
// How the screen moves: frame by frame, or not at all for who asked for that.

const APPEAR_MS = 180;

const lessMotion = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Whether the reader asked for less motion. */
export function prefersStill() {
  return lessMotion.matches;
}

/** What is new comes softly, unless the reader asked for less motion. @param {HTMLElement} node */
export function appear(node) {
  if (!prefersStill()) node.animate({ opacity: [0.3, 1] }, APPEAR_MS);
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
