// @ts-check
// What the series say, and how much is told, in words.

import { clamp } from "./numbers.js";
import { say, sayCount } from "./words.js";

/** @import { Sums } from "./days.js" */
/** @import { Payload, Series, SeriesValue } from "./payload.js" */

/**
 * One value in words: number and unit, where, and whether its day is known.
 * @param {Payload} data
 * @param {Series} series
 * @param {SeriesValue} one
 * @param {boolean} dated whether to name its day too
 */
export function sayValue(data, series, one, dated) {
  const also = one.also ? ` (${one.also.replace(/(^|\s)-(?=\d)/g, "$1\u2212")})` : "";
  // Numbers with a sign and a unit run from left to right in every language.
  let words = `\u2066${sayCount(one.value)} ${series.unit}${also}\u2069`;
  const place = data.places[one.place]?.called.name;
  if (place) words = say("series.at", { value: words, place });
  const date = (/** @type {number} */ time) => data.days[clamp(Math.floor(time), 0, data.days.length - 1)].date;
  if (one.between) {
    return say("series.between", { value: words, first: date(one.between[0]), last: date(one.between[1]) });
  }
  if (one.time === null) return say("series.undated", { value: words });
  return dated ? say("series.on", { value: words, date: date(one.time) }) : words;
}

/** What the series say of a day, and what they leave without a place. @param {Payload} data @param {number} cell */
export function seriesWords(data, cell) {
  return data.series.flatMap((series) =>
    series.values
      .filter(({ time }) => time === null || Math.floor(time) === cell)
      .map((one) => ({ label: series.label, words: sayValue(data, series, one, false) })),
  );
}

/** From which day to which, or the one day. @param {Payload} data @param {number} first @param {number} last */
export function sayWindow({ days }, first, last) {
  return first < last ? say("steps.days", { first: days[first].date, last: days[last].date }) : days[last].date;
}

/** How much is told of days, and what of it is not drawn. @param {Sums} sums */
export function saySums({ movements, events, undated, hidden }) {
  const counts = /** @type {[string, number][]} */ ([
    ["sums.movements", movements], ["sums.events", events], ["sums.undated", undated], ["sums.hidden", hidden],
  ]);
  const parts = counts.filter(([, count]) => count).map(([key, count]) => say(key, { count, number: sayCount(count) }));
  return parts.join(say("print.comma")) || say("day.none");
}

/**
 * How many places of the days on a map are only dots, and how many forces have no name; empty where all have one.
 * @param {{told: number, named: number}} places @param {boolean} isWindow whether of several days
 * @param {{told: number, named: number}} forces
 * @returns {string[]}
 */
export function sayNamed(places, isWindow, forces) {
  const counts = /** @type {const} */ ([[isWindow ? "map.named-days" : "map.named", places], ["map.named-forces", forces]]);
  return counts.filter(([, { told, named }]) => told > named)
    .map(([key, { told, named }]) => say(key, { told: sayCount(told), named: sayCount(named) }));
}
