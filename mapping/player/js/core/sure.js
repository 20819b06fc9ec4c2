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
  if (days.some((day) => holds(day.sure, name) || areaOn(day, name)?.sure)) return true;
  return !days.some((day) => isToldOn(day, name)) && data.rows[name].stated;
}

/** Whether a day tells a claim, dated or not, or has an area of that name. @param {ToldDay} day @param {string} name */
export function isToldOn(day, name) {
  return holds(day.dated, name) || holds(day.undated, name) || areaOn(day, name) !== undefined;
}

/** An area as it is on a day. @param {ToldDay} day @param {string} name */
function areaOn(day, name) {
  // Most names are no areas: their lists are not looked through for them.
  return name.startsWith("areas/") ? day.areas.find(({ row }) => row === name) : undefined;
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
