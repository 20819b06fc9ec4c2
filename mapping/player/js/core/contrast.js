// @ts-check
// Colours of names on the ground: as their side's, but with enough contrast to be read.

/** The ground's mean relative luminance in each scheme, and where its names may go: to black or white. */
export const GROUNDS = { light: { luminance: 0.72, ink: 0 }, dark: { luminance: 0.03, ink: 255 } };
/** WCAG 2.2 asks for 4.5; the ground is lighter here and darker there. */
const LEAST = 5.2;
const STEP = 0.04;

/** @typedef {[number, number, number]} Rgb each from 0 to 255 */

/**
 * A colour, darkened or lightened until it can be read on the ground.
 * @param {string} colour as #rrggbb
 * @param {{luminance: number, ink: number}} ground
 * @returns {string} as #rrggbb
 */
export function inkOf(colour, ground) {
  const own = /** @type {Rgb} */ ([1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  for (let share = 0; share < 1; share += STEP) {
    const mixed = /** @type {Rgb} */ (own.map((part) => Math.round(part + (ground.ink - part) * share)));
    if (contrast(luminanceOf(mixed), ground.luminance) >= LEAST) return hexOf(mixed);
  }
  return hexOf([ground.ink, ground.ink, ground.ink]);
}

/** The contrast of two relative luminances (WCAG 2.2). @param {number} a @param {number} b */
function contrast(a, b) {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Relative luminance of an sRGB colour, from 0 to 1 (WCAG 2.2). @param {Rgb} colour */
function luminanceOf(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {Rgb} colour */
function hexOf(colour) {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
