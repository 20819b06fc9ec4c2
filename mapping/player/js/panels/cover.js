// @ts-check
// What a reader sees first: what this map is about, and the two ways into it.

import { say, spoken } from "../core/words.js";
import { button, drawing, element, quoted } from "../ui/elements.js";

/** @import { Payload } from "../core/payload.js" */

const SENTENCES = 2;
const SENTENCE = /.+?(?:[.…]["'”’»)\]]*(?=\s+\P{Ll})|[!?؟۔]["'”’»)\]]*(?=\s)|[。！？]["”’」』）]*|$)/gsu;

export class Cover {
  /**
   * @param {Payload} data
   * @param {{read: () => void, explore: () => void}} acts
   * @param {AbortSignal} signal ends what listens when another cover takes its place
   */
  constructor(data, acts, signal) {
    const { campaign } = data;
    const quote = (/** @type {string} */ tag, /** @type {string} */ classes, /** @type {string} */ text) =>
      quoted(tag, classes, text, campaign.language);
    const { steps } = data;
    this.root = element("section", "cm-cover", [
      quote("h2", "cm-cover-title", campaign.title),
      element("p", "cm-cover-days", spoken.span),
      quote("p", "cm-cover-text", firstSentences(campaign.summary || campaign.subtitle)),
      element("ul", "cm-cover-sides", sidesOf(data).map((side) => element("li", `cm-of-${side}`, [
        drawing(data.symbols.shapes[data.sides[side].shape]), quote("span", "", data.sides[side].name),
      ]))),
      element("div", "cm-cover-ways", [
        steps.length > 1 ? button("cm-main-button", say("steps.read", { count: steps.length }), "", acts.read) : null,
        button("cm-second-button", say("steps.explore"), "", acts.explore),
      ]),
    ], { "aria-label": campaign.title });
    // Whoever takes hold of the map or the time has found a way in; the list of the steps belongs to the cover.
    const leave = (/** @type {Event} */ event) => {
      const target = /** @type {Element} */ (event.target);
      if (!this.root.contains(target) && !target.closest?.(".cm-page-steps")) acts.explore();
    };
    document.addEventListener("pointerdown", leave, { signal });
    document.addEventListener("wheel", leave, { signal, passive: true });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Tab" && event.key !== "Shift") leave(event);
    }, { signal });
  }
}

/** The sides that act, in the order in which the campaign names them. @param {Payload} data */
function sidesOf(data) {
  const acting = new Set(Object.values(data.rows).filter(({ table }) => table === "movements").map(({ side }) => side));
  const told = new Set(Object.values(data.rows).map(({ side }) => side));
  const sides = Object.keys(data.sides);
  const moving = sides.filter((side) => acting.has(side));
  return moving.length > 1 ? moving : sides.filter((side) => told.has(side));
}

/**
 * A text's beginning. A sentence ends with its mark, and with a full stop unless a small letter follows (UAX #29, SB8);
 * to make the browser's own segmenter takes longer than all else of the cover.
 * @param {string} text
 */
function firstSentences(text) {
  return (text.match(SENTENCE) ?? []).slice(0, SENTENCES).join("").trim();
}
