// @ts-check
// About the campaign: whose tellings, which places and how sure, licence, and what this is.

import { USUAL_LANGUAGE, say, sayWord } from "../core/words.js";
import { button, drawing, element, quoted } from "../ui/elements.js";
import { Page } from "./pages.js";

/** @import { Payload, Place } from "../core/payload.js" */

export class AboutPage extends Page {
  /** @param {Payload} data @param {() => (() => void) | null} getPrint what prints the sheet, where that can be done */
  constructor(data, getPrint) {
    super(data, "about");
    this.getPrint = getPrint;
  }

  build() {
    const { title, subtitle, summary } = this.data.campaign;
    const print = this.getPrint();
    this.root.replaceChildren(...[
      this.quote("h2", "cm-page-title", title),
      subtitle ? this.quote("p", "cm-subtitle", subtitle) : null,
      summary ? this.quote("p", "cm-lead", summary) : null,
      print ? this.printing(print) : null,
      tellersPart(this.data),
      this.places(),
      ...aboutParts(this.data),
    ].filter((node) => node !== null));
  }

  /** @param {() => void} print */
  printing(print) {
    return element("p", "cm-actions", [
      button("cm-print-button", [drawing("M7 9V3h10v6M7 18H4v-8h16v8h-3M7 14h10v7H7z"), element("span", "", say("about.print"))], "", print),
      element("span", "cm-hint", say("about.print-hint")),
    ]);
  }

  places() {
    const places = Object.values(this.data.places);
    if (!places.length) return null;
    const summary = element("summary", "", say("about.all-places", { count: places.length }));
    const list = element("ul", "cm-entries", places.map((place) => this.place(place)));
    return part(say("about.places"), [
      element("p", "cm-hint", say("about.places-lead")),
      element("details", "cm-more-places", [summary, list]),
    ]);
  }

  /** @param {Place} place */
  place({ called, at, kind, radius, certainty, found, foundId, note }) {
    const source = this.data.sources[found];
    const by = [source ? source.title : found, foundId].filter(Boolean).join(", ");
    return element("li", "cm-entry", [
      element("h4", "cm-entry-title", [
        element("bdi", "", called.name), document.createTextNode(" "),
        called.native ? element("bdi", "cm-native", called.native) : null,
      ]),
      element("p", "cm-entry-line", [
        element("span", "", sayWord("place", kind)),
        element("span", "", at ? say("about.off-by", { km: radius ?? 0 }) : say("about.not-drawn")),
        element("span", "", sayWord("certainty", certainty)),
      ]),
      element("p", "cm-entry-line", [element("span", "", [
        document.createTextNode(`${say("about.found-by")} `), this.quote("bdi", "", by),
      ])]),
      note ? this.quote("p", "cm-entry-note", note) : null,
    ]);
  }
}

/** @param {string} title @param {(Node | null)[]} nodes */
function part(title, nodes) {
  return element("section", "cm-part", [element("h3", "", title), ...nodes]);
}

/** Whose tellings there are, and where each stands. @param {Payload} data */
export function tellersPart(data) {
  const { language } = data.campaign;
  const tellings = Object.values(data.tellings).filter(({ title }) => title);
  if (!tellings.length) return null;
  const entries = tellings.map(({ title, standpoint, summary }) =>
    element("li", "cm-entry", [
      quoted("h4", "cm-entry-title", title, language),
      standpoint ? quoted("p", "cm-entry-whose", standpoint, language) : null,
      summary ? quoted("p", "cm-entry-text", summary, language) : null,
    ]));
  return part(say("about.accounts"), [element("ul", "cm-entries", entries)]);
}

/**
 * Licence, citation, credits and what the tool is: at the end of the page, and of the printed sheet.
 * @param {Payload} data
 * @returns {HTMLElement[]}
 */
export function aboutParts(data) {
  const { licence, cite, timeZone, language } = data.campaign;
  const said = (/** @type {string} */ text) => quoted("p", "cm-entry-text", text, language);
  const parts = [
    timeZone ? part(say("about.time"), [said(timeZone)]) : null,
    licence ? part(say("about.licence"), [said(licence)]) : null,
    cite ? part(say("about.cite"), [said(cite)]) : null,
    data.pictures ? part(say("about.pictures"), [
      element("p", "cm-entry-text", data.pictures === "beside" ? say("about.pictures-beside") : say("about.pictures-smaller")),
    ]) : null,
    part(say("about.credits"), [
      element("p", "cm-entry-text", data.credit, { dir: "auto", lang: USUAL_LANGUAGE }),
      element("p", "cm-entry-text", say("about.code")),
    ]),
    part(say("about.tool"), [element("p", "cm-entry-text", say("about.tool-text"))]),
  ];
  return parts.filter((node) => node !== null);
}
