// @ts-check
// What a reader can look for: days, places, forces, claims, questions, sources and the towns of the
// ground, by any part of their names, in any spelling that is known.

import { authorsTexts, say, spoken, textsIn } from "./words.js";

/** @import { Payload } from "./payload.js" */

/**
 * One thing that can be found: of which group it is, its id there, its name, what is said beside it,
 * and all by which it is found, folded; up to `end` that is its name.
 * @typedef {{group: Group, id: string, label: string, detail: string, text: string, end: number}} Entry
 * @typedef {"days" | "places" | "forces" | "claims" | "questions" | "sources" | "towns"} Group
 * @typedef {{group: Group, found: Entry[], count: number}} Findings the best of a group, and how many there are
 */

/** In the order in which they are shown. @type {Group[]} */
const GROUPS = ["days", "places", "forces", "claims", "questions", "sources", "towns"];
const MOST_OF_A_GROUP = 6;
/** Letters that are written in two ways, in Persian and Arabic and beyond. */
const ALIKE = /** @type {Record<string, string>} */ ({
  "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ی",
  "\u200c": " ", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i",
  "’": "'", "‘": "'", "ʿ": "", "ʾ": "",
});
const MARKS = /\p{M}/gu;
const TWO_WAYS = new RegExp(`[${Object.keys(ALIKE).join("")}]`, "g");
/** How else a year before 1 is written. */
const BEFORE_1 = " bce b.c. b.c.e. ق.م";
/** Arabic, then Persian digits. */
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** A text as it is compared: small letters without accents, one form of each letter, Latin digits. @param {string} text */
export function folded(text) {
  return text.toLowerCase().replace(TWO_WAYS, (letter) => ALIKE[letter]).normalize("NFKD").replace(MARKS, "")
    .replace(DIGITS, (digit) => String(digit.charCodeAt(0) & 15));
}

/** Everything of a campaign that can be found, by its words in the language that is spoken and in all others. @param {Payload} data @returns {Entry[]} */
export function entriesOf(data) {
  const { days, places, forces, rows, questions, sources, towns } = data;
  /** @type {Record<string, any>[]} */
  const texts = Object.values(data.languages ?? {}).map((language) => ({ ...language.texts, called: language.texts && language.places }));
  const hasTexts = texts.some(({ called }) => called);
  /** What is said of something in other languages. @param {"called" | "forces" | "questions" | "sources"} group @param {string} id */
  const others = (group, id) => !hasTexts ? "" : ` ${[
    ...texts.flatMap((one) => textsIn(one[group]?.[id] ?? [])), ...(group === "called" ? [] : authorsTexts(data[group][id])),
  ].join(" ")}`;
  /** @param {string} id @param {string} [authors] */
  const ofRow = (id, authors) => {
    const [table, name] = id.split("/");
    return hasTexts ? ` ${authors ?? ""} ${texts.flatMap((one) => textsIn(one.rows?.[table]?.[name] ?? [])).join(" ")}` : "";
  };
  return [
    ...days.map((day) => {
      const [, digits, month, date] = (/^(-?\d+)-(\d+)-(\d+)$/.exec(day.day) ?? []).map(Number);
      const year = digits > 0 ? digits : 1 - digits;
      const numbers = `${day.day} ${date}.${month}.${year} ${date}/${month}/${year} ${date}/${month}`;
      return entry("days", day.day, day.whole, "", `${day.label} ${numbers}${digits > 0 ? "" : BEFORE_1}`);
    }),
    ...Object.entries(places).map(([id, { name, native, called, others: spellings, at }]) =>
      entry("places", id, called.name, at ? "" : say("about.not-drawn"), `${name} ${native} ${(spellings ?? []).join(" ")}${others("called", id)}`)),
    ...Object.entries(forces).map(([id, { label, name }]) => entry("forces", id, label, name === label ? "" : name, others("forces", id))),
    ...Object.entries(rows).flatMap(([id, { title, when, places: at, summary, authors }]) => {
      const where = at.map((place) => places[place]?.called.name ?? "").join(" ");
      return title ? [entry("claims", id, title, when, `${where} ${summary}${ofRow(id, authors)}`)] : [];
    }),
    ...Object.entries(questions).map(([id, { title, text }]) => entry("questions", id, title, "", text + others("questions", id))),
    ...Object.entries(sources).map(([id, { title, author, publisher, published }]) =>
      entry("sources", id, title, [author || publisher, published].filter(Boolean).join(", "), others("sources", id))),
    ...towns.map(({ name, names }, number) =>
      entry("towns", String(number), names[spoken.code] ?? name, "", [name, ...Object.values(names)].join(" "))),
  ];
}

/** @param {Group} group @param {string} id @param {string} label @param {string} detail @param {string} more @returns {Entry} */
function entry(group, id, label, detail, more) {
  const name = folded(label);
  return { group, id, label, detail, text: `${name} ${folded(`${detail} ${more}`)}`, end: name.length };
}

/**
 * What holds all words of a query: for each group its best, those first whose name begins with it,
 * then those whose name holds it.
 * @param {Entry[]} entries
 * @param {string} query
 * @returns {Findings[]} groups in which nothing was found are left out
 */
export function find(entries, query) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const whole = words.join(" ");
  // Within a name anything counts, within a number its beginning: 5 is not in 25.
  const starts = words.filter((word) => /^\d/.test(word)).map((word) => new RegExp(`(?<!\\d)${word.replace(/\W/g, "\\$&")}`));
  /** @type {Map<Group, Entry[][]>} by how well they fit */
  const ranked = new Map(GROUPS.map((group) => [group, [[], [], []]]));
  /** @type {Map<Group, number>} */
  const counts = new Map();
  for (const one of entries) {
    const { text, group } = one;
    if (!words.every((word) => text.includes(word)) || !starts.every((start) => start.test(text))) continue;
    counts.set(group, (counts.get(group) ?? 0) + 1);
    const rank = text.startsWith(whole) ? 0 : words.every((word) => text.lastIndexOf(word, one.end - word.length) >= 0) ? 1 : 2;
    const same = /** @type {Entry[][]} */ (ranked.get(group))[rank];
    if (same.length < MOST_OF_A_GROUP) same.push(one);
  }
  return GROUPS.filter((group) => counts.get(group)).map((group) => ({
    group, count: counts.get(group) ?? 0,
    found: /** @type {Entry[][]} */ (ranked.get(group)).flat().slice(0, MOST_OF_A_GROUP),
  }));
}
