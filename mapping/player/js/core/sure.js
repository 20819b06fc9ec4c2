// @ts-check
// Whether a claim surely falls on a day. Python decides it; nothing is decided here.

/** @import { Payload, Telling, ToldDay } from "./payload.js" */

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
  if (days.some(({ sure }) => holds(sure, name))) return true;
  return !days.some((day) => isToldOn(day, name)) && data.rows[name].stated;
}

/** Whether a day tells a claim, dated or not. @param {ToldDay} day @param {string} name */
export function isToldOn({ dated, undated }, name) {
  return holds(dated, name) || holds(undated, name);
}

/** @type {WeakMap<string[], Set<string>>} long lists as sets */
const SETS = new WeakMap();

/** Whether a list, which never changes, holds a name. @param {string[]} list @param {string} name */
export function holds(list, name) {
  if (list.length < 12) return list.includes(name);
  let set = SETS.get(list);
  if (!set) SETS.set(list, (set = new Set(list)));
  return set.has(name);
}
