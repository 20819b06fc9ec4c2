// @ts-check
// All words of the interface, in the reader's language, and which of the campaign's texts are in it.

/** @import { Payload } from "./payload.js" */

export const USUAL_LANGUAGE = "en";
export const ISOLATE = "\u2068";
export const END = "\u2069";

/** The language that is spoken now, and its strings. */
export const spoken = {
  code: "",
  /** @type {Record<string, string>} */
  strings: {},
  /** From when to when the campaign lasts. */
  span: "",
  /** The texts of the campaign that it has in this language. @type {Set<string>} */
  texts: new Set(),
};

/** What stood where a text in another language stands now, by its holder. @type {Map<any, Record<string, string>>} */
const replaced = new Map();

/**
 * The text of a key of mapping/words/strings.csv; numbers in the language's digits. A text that
 * has plural forms (`key.one`, `key.other`) is said in the form for its `count`.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  return (spoken.strings[key] ?? pluralForm(key, Number(values.count))).replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

/** The rules of languages, each made once: that takes longer than all other words of a day. @type {Map<string, Intl.PluralRules>} */
const plurals = new Map();

/** The form that the language has for so many; its rule is that of CLDR. @param {string} key @param {number} count */
function pluralForm(key, count) {
  const { code } = spoken;
  const rules = plurals.get(code) ?? new Intl.PluralRules(code);
  plurals.set(code, rules);
  return spoken.strings[`${key}.${rules.select(count)}`];
}

/** A word of an open list, such as a kind; an unknown one as it is. @param {string} group @param {string} word */
export function sayWord(group, word) {
  return spoken.strings[`${group}.${word}`] ?? word;
}

/** A number or a clock time in the language's digits. @param {number | string} value */
export function sayNumber(value) {
  const digits = spoken.strings["language.digits"];
  return String(value).replace(/[0-9.]/g, (sign) => digits["0123456789.".indexOf(sign)]);
}

/** How many, grouped by thousands, with a true minus sign. @param {number} value */
export function sayCount(value) {
  const [whole, part] = String(Number(Math.abs(value).toPrecision(12))).split(".");
  const digits = spoken.strings["language.digits"];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const words = (part ? `${grouped}.${part}` : grouped).replace(/[0-9.,]/g, (sign) =>
    sign === "," ? spoken.strings["language.thousands"] : digits["0123456789.".indexOf(sign)],
  );
  return value < 0 ? `\u2212${words}` : words;
}

/** Whether the interface runs from right to left, and time with it. */
export function isMirrored() {
  return spoken.strings["language.direction"] === "rtl";
}

/** @param {string | number} value */
export function shown(value) {
  if (typeof value === "number") return sayNumber(value);
  const runsOtherwise = /\p{Script=Latin}/u.test(value) && !/[\p{Script=Arabic}\u2068]/u.test(value);
  return isMirrored() && runsOtherwise ? `${ISOLATE}${value}${END}` : value;
}

/**
 * Speak a language from now on: the payload's days, rows, places and tellings get its words, and what the
 * campaign says its texts in that language. The components are built or drawn anew afterwards.
 * @param {Payload} data
 * @param {string} code
 */
export function speak(data, code) {
  const { strings, span, days, tellings, texts = {} } = data.languages[code];
  Object.assign(spoken, { code, strings, span, texts: new Set(textsIn(texts)) });
  for (const [holder, texts] of replaced) Object.assign(holder, texts);
  replaced.clear();
  // What lies in tables is looked up there.
  const { rows, places, ...others } = texts;
  replace(data, others);
  days.forEach((words, number) => Object.assign(data.days[number], words));
  for (const table of data.tables) table.speak(data.languages[code]);
  for (const [account, words] of Object.entries(tellings)) {
    Object.assign(data.tellings[account], { teller: words.teller, words });
  }
}

/** Whether a text of the campaign is in the language that is spoken. @param {string} text @param {string} language the campaign's */
export function isReadable(text, language) {
  return !language || language.split("-")[0] === spoken.code || spoken.texts.has(text);
}

/** Put texts in the places of others. @param {any} holder @param {Record<string, any>} texts of its shape */
function replace(holder, texts) {
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text === "object") replace(holder[name], text);
    else {
      replaced.set(holder, { ...replaced.get(holder), [name]: holder[name] });
      holder[name] = text;
    }
  }
}

/** What its author says of something whose texts stand in another language now. @param {any} holder @returns {string[]} */
export function authorsTexts(holder) {
  return Object.values(replaced.get(holder) ?? {});
}

/** @param {any} texts of any depth @returns {string[]} */
export function textsIn(texts) {
  return typeof texts === "object" ? Object.values(texts).flatMap(textsIn) : [texts];
}
