// @ts-check
// Whose words they are: a source in a line, a passage of it, and the page of all sources.

import { END, ISOLATE, say, sayWord } from "../core/words.js";
import { element, firstItems, firstWords, quoted } from "../ui/elements.js";
import { Page } from "./pages.js";

/** @import { Passage, Payload, Row, Source } from "../core/payload.js" */

/** So many sources are listed on paper, about ten pages. */
const MOST_SOURCES = 200;
/** So many are named beside a claim, with so many places in each. */
const MOST_NAMES = 12;

/** Publisher and date, or the title. @param {Source} source */
function sourceName(source) {
  return madeBy(source.publisher || source.title, source.published);
}

/** Names and a date one after the other; in a text from right to left the date keeps its order. @param {string[]} parts */
function madeBy(...parts) {
  const said = parts.filter(Boolean);
  const isMirrored = /[\u0590-\u08ff]/.test(said[0] ?? "");
  return isMirrored ? said.map((part) => (/^\d/.test(part) ? `${ISOLATE}${part}${END}` : part)).join("، ") : said.join(", ");
}

/** @param {Source} source */
function seenWords(source) {
  return source.seen && source.seen !== "whole" ? ` ${sayWord("seen", source.seen)}` : "";
}

/**
 * A source's name, with a link where there is an address. A text fragment takes the browser to
 * the phrase itself.
 * @param {Payload} data
 * @param {Source} source
 * @param {string} [name]
 * @param {string} [words]
 */
export function sourceLink(data, source, name = sourceName(source), words = "") {
  const said = quoted("bdi", "", name, data.campaign.language);
  if (!source.url) return said;
  const fragment = words ? `#:~:text=${encodeURIComponent(words)}` : "";
  return element("a", "", [said], {
    href: source.url + fragment, target: "_blank", rel: "noopener noreferrer",
  });
}

/** Name, how much was seen, and whose it is. @param {Payload} data @param {Source} source @param {string} [more] what else to say, such as a locator */
export function sourceLine(data, source, more = "") {
  const whose = [source.standpoint, more].filter(Boolean).join(" · ");
  return [
    quoted("bdi", "", sourceName(source), data.campaign.language),
    document.createTextNode(seenWords(source)),
    whose ? element("span", "cm-whose", [quoted("bdi", "", whose, data.campaign.language)]) : null,
  ];
}

/** One passage: its words, where they stand, and what they say of the claim. @param {Payload} data @param {Passage} passage */
export function passageItem(data, passage) {
  const source = data.sources[passage.source];
  const language = data.campaign.language;
  const [, ...rest] = sourceLine(data, source, passage.locator);
  return element("li", `cm-passage is-${passage.stance}`, [
    passage.words ? quoted("q", "", passage.words, language) : null,
    element("p", "cm-source", [sourceLink(data, source, sourceName(source), passage.words), ...rest]),
    element("p", "cm-stance", [
      element("b", "", sayWord("stance", passage.stance)),
      ...(passage.note ? [document.createTextNode(": "), quoted("bdi", "", passage.note, language)] : []),
    ]),
  ]);
}

/** @typedef {{claims: Map<string, number>, others: Record<string, number>, all: number}} Resting claims by account, and what else rests on a source */

/** @returns {Resting} */
function restingNothing() {
  return { claims: new Map(), others: { answers: 0, figures: 0, places: 0 }, all: 0 };
}

/**
 * What rests on each source: how many claims of each account, and how many other rows.
 * @param {Payload} data
 * @returns {Map<string, Resting>}
 */
function countResting(data) {
  /** @type {Map<string, Resting>} */
  const counts = new Map(Object.keys(data.sources).map((id) => [id, restingNothing()]));
  for (const row of Object.values(data.rows)) {
    const tellers = row.accounts.length ? row.accounts : Object.keys(data.tellings);
    for (const id of new Set(row.evidence.map(({ source }) => source))) {
      const resting = counts.get(id) ?? restingNothing();
      for (const account of tellers) resting.claims.set(account, (resting.claims.get(account) ?? 0) + 1);
      resting.all += 1;
    }
  }
  const add = (/** @type {string} */ kind, /** @type {string[]} */ ids) => {
    for (const id of ids) {
      const resting = counts.get(id);
      if (resting) resting.others[kind] += 1;
    }
  };
  add("answers", Object.values(data.questions).flatMap(({ answers }) => answers.map(({ source }) => source)));
  add("figures", data.figures.map(({ source }) => source));
  add("places", Object.values(data.places).map(({ found }) => found));
  return counts;
}

/** @type {Record<string, string>} */
const OTHERS = { answers: "sources.answers", figures: "sources.figures", places: "sources.places" };

/** Every source, those first on which most claims rest. */
export class SourcesPage extends Page {
  /** @param {Payload} data */
  constructor(data) {
    super(data, "sources");
  }

  build() {
    this.root.replaceChildren(
      element("h2", "cm-page-title", say("sources.title")),
      element("p", "cm-lead", say("sources.lead")),
      sourceList(this.data),
    );
  }
}

/**
 * All sources with what rests on each, those first on which most claims rest.
 * @param {Payload} data @param {Set<string>} [cited] those that come before all others
 * @param {number} [most] so many; the others are counted
 */
function sourceList(data, cited = new Set(), most = Infinity) {
  const counts = countResting(data);
  const of = (/** @type {string} */ id) => counts.get(id) ?? restingNothing();
  const isCited = (/** @type {string} */ id) => Number(cited.has(id));
  const ids = Object.keys(data.sources).sort((a, b) => isCited(b) - isCited(a) || of(b).all - of(a).all);
  return element("ul", "cm-entries cm-sources", firstItems(ids, most, (id) =>
    sourceEntry(data, id, data.sources[id], sayResting(data, of(id)))));
}

/** The sources on paper, those first that the printed claims name. @param {Payload} data @param {string[]} claims */
export function printedSources(data, claims) {
  const cited = claims.flatMap((name) => data.rows[name]?.evidence ?? []);
  return sourceList(data, new Set(cited.map(({ source }) => source)), MOST_SOURCES);
}

/** Who says what a row says, on paper: each source once, with all places in it if asked for. @param {Payload} data @param {Row} row @param {boolean} hasLocators */
export function printedNames(data, row, hasLocators) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const { source, locator } of row.evidence) {
    if (!found.has(source)) found.set(source, new Set());
    if (locator && hasLocators) found.get(source)?.add(locator);
  }
  const names = [...found].map(([id, places]) => firstWords([sourceName(data.sources[id]), ...places], MOST_NAMES, ", "));
  return firstWords([...new Set(names)], MOST_NAMES, "; ");
}

/** @param {Payload} data @param {string} id @param {Source} source @param {string[]} resting */
function sourceEntry(data, id, source, resting) {
  const { language } = data.campaign;
  const made = madeBy(source.author, source.publisher, source.published);
  const seen = source.seen ? [sayWord("seen-full", source.seen)] : [];
  return element("li", "cm-entry", [
    element("h3", "cm-entry-title", [sourceLink(data, source, source.title)]),
    element("p", "cm-entry-line", [
      element("span", "", sayWord("source", source.kind)), made ? quoted("bdi", "", made, language) : null,
    ]),
    source.standpoint ? quoted("p", "cm-entry-whose", source.standpoint, language) : null,
    element("p", "cm-entry-line", [...seen, ...resting].map((words) => element("span", "", words))),
    source.note ? quoted("p", "cm-entry-note", source.note, language) : null,
  ], { "data-source": id });
}

/** What rests on a source, in words. @param {Payload} data @param {Resting} resting @returns {string[]} */
function sayResting(data, { claims, others }) {
  const told = [...claims].map(([account, count]) => {
    const { title } = data.tellings[account];
    return title ? say("sources.claims-of", { account: title, count }) : say("sources.claims", { count });
  });
  const more = Object.entries(others).filter(([, count]) => count);
  return [...told, ...more.map(([kind, count]) => say(OTHERS[kind], { count }))];
}
