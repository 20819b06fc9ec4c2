// @ts-check
// How large the label of a place is, reckoned from what stands in it, as the style sheet lays it out:
// to ask the page would make the browser lay it out in the middle of a step.

import { widthOf } from "../ui/widths.js";

/**
 * What stands in a label: its name, unless names are hidden, with its mark, then pictograms and counts.
 * @typedef {{name: string, isToday: boolean, isItalic: boolean, isAsked: boolean, signs: number,
 *   counts: {words: string, isUndated: boolean}[]}} LabelParts
 * @typedef {{width: number, height: number}} Size in pixels
 */

/** The style sheet's faces and sizes, in pixels. */
const NAME_PLAIN = { face: "400 12px", high: 14.4 };
const NAME_TODAY = { face: "650 13px", high: 15.6 };
const ASKED_SIGN = { sign: "?", face: "700 12px", air: 2, rise: 4 };
const PICTOGRAM = 24;
const SIGNS_AIR = 3;
const COUNT_LEFT = { face: "650 12px", air: 8, high: 24 };
const COUNT_UNDATED = { face: "500 11.5px", air: 12, high: 18 };
const LABEL_AIR = { across: 6, down: 2 };

/** @param {LabelParts} parts @param {number} widest that a label may be @returns {Size} */
export function labelSize(parts, widest) {
  const rows = [nameSize(parts, widest), signsSize(parts)].filter(({ width }) => width);
  const whole = sum(rows.map(({ width }) => width)) + LABEL_AIR.across * (rows.length - 1);
  const heights = rows.map(({ height }) => height);
  return whole <= widest
    ? { width: whole, height: Math.max(...heights, 0) }
    : { width: widest, height: sum(heights) + LABEL_AIR.down * (rows.length - 1) };
}

/** @param {LabelParts} parts @param {number} widest @returns {Size} */
function nameSize({ name, isToday, isItalic, isAsked }, widest) {
  if (!name) return { width: 0, height: 0 };
  const { face, high } = isToday ? NAME_TODAY : NAME_PLAIN;
  const measure = (/** @type {string} */ words) => widthOf(words, isItalic ? `italic ${face}` : face);
  const mark = isAsked ? widthOf(ASKED_SIGN.sign, ASKED_SIGN.face) + ASKED_SIGN.air : 0;
  const width = measure(name) + mark;
  const lines = width <= widest ? 1 : linesOf(name.split(" "), measure, widest, mark);
  return { width, height: lines * high + (isAsked ? ASKED_SIGN.rise : 0) };
}

/** @param {string[]} words @param {(words: string) => number} measure @param {number} widest @param {number} end behind the last word */
function linesOf(words, measure, widest, end) {
  let lines = 1;
  let line = "";
  for (const [number, word] of words.entries()) {
    const longer = line ? `${line} ${word}` : word;
    const isOver = measure(longer) + (number === words.length - 1 ? end : 0) > widest;
    if (isOver && line) lines += 1;
    line = isOver ? word : longer;
    // A word longer than a line is broken within.
    if (isOver) lines += Math.max(Math.ceil(measure(word) / widest) - 1, 0);
  }
  return lines;
}

/** Measure a name of a day, so that its width is known when it is asked for. @param {string} name */
export function measureName(name) {
  widthOf(name, NAME_TODAY.face);
}

/** @param {LabelParts} parts @returns {Size} */
function signsSize({ signs, counts }) {
  const pills = counts.map(({ words, isUndated }) => {
    const { face, air, high } = isUndated ? COUNT_UNDATED : COUNT_LEFT;
    return { width: widthOf(words, face) + air, height: high };
  });
  const all = [...Array.from({ length: signs }, () => ({ width: PICTOGRAM, height: PICTOGRAM })), ...pills];
  if (!all.length) return { width: 0, height: 0 };
  return {
    width: sum(all.map(({ width }) => width)) + SIGNS_AIR * (all.length - 1),
    height: Math.max(...all.map(({ height }) => height)),
  };
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0);
}
