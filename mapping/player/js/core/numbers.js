// @ts-check
// Arithmetic that many need.

/**
 * The number itself, or the nearest within the bounds.
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
