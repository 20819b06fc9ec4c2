// @ts-check
// Colours of names on the ground: as their side's, but with enough contrast to be read; and a side's
// colour by night.

/** The ground's mean relative luminance in each scheme, and where its names may go: to black or white. */
export const GROUNDS = { light: { luminance: 0.72, ink: 0 }, dark: { luminance: 0.03, ink: 255 } };
/** WCAG 2.2 asks for 4.5; the ground is lighter here and darker there. */
const LEAST = 5.2;
const STEP = 0.04;
/** By night a side is lighter by so much of CIELAB's lightness, and at least so light: sides keep their distance. */
const NIGHT = { lighter: 25, least: 51, step: 0.01 };

/** @typedef {[number, number, number]} Rgb each from 0 to 255 */

/**
 * A colour, darkened or lightened until it can be read on the ground.
 * @param {string} colour as #rrggbb
 * @param {{luminance: number, ink: number}} ground
 * @returns {string} as #rrggbb
 */
export function inkOf(colour, ground) {
  return mixedUntil(colour, ground.ink, STEP, (mixed) => contrast(luminanceOf(mixed), ground.luminance) >= LEAST);
}

/** A side's colour on the dark ground. @param {string} colour as #rrggbb @returns {string} as #rrggbb */
export function nightOf(colour) {
  const wanted = Math.max(NIGHT.least, lightnessOf(rgbOf(colour)) + NIGHT.lighter);
  return mixedUntil(colour, 255, NIGHT.step, (mixed) => lightnessOf(mixed) >= wanted);
}

/** A colour mixed with black or white until it does. @param {string} colour @param {number} ink 0 or 255 @param {number} step @param {(mixed: Rgb) => boolean} does */
function mixedUntil(colour, ink, step, does) {
  const own = rgbOf(colour);
  for (let share = 0; share < 1; share += step) {
    const mixed = /** @type {Rgb} */ (own.map((part) => Math.round(part + (ink - part) * share)));
    if (does(mixed)) return hexOf(mixed);
  }
  return hexOf([ink, ink, ink]);
}

/** @param {string} colour as #rrggbb @returns {Rgb} */
function rgbOf(colour) {
  return /** @type {Rgb} */ ([1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
}

/** Lightness from 0 to 100 (CIELAB, CIE 1976), for all but the nearly black. @param {Rgb} colour */
function lightnessOf(colour) {
  return 116 * Math.cbrt(luminanceOf(colour)) - 16;
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
