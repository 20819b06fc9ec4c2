// @ts-check
// Whether a claim surely falls on a day. Python decides it; nothing is decided here.

/** @import { Payload, Telling } from "./payload.js" */

/**
 * Whether one of the accounts shown tells a claim of a day without doubt. What is told of no day,
 * as it lies before or after all of them, is sure where its account states its moment.
 * @param {Payload} data
 * @param {Telling[]} tellings
 * @param {number} cell
 * @param {string} name
 */
export function isSureOn(data, tellings, cell, name) {
  const days = tellings.map(({ days }) => days[cell]);
  if (days.some(({ sure }) => sure.includes(name))) return true;
  const isTold = days.some(({ dated, undated }) => dated.includes(name) || undated.includes(name));
  return !isTold && data.rows[name].stated;
}
