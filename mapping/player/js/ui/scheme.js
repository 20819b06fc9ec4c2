// @ts-check
// How the whole document looks: language and direction, light or dark, the sides' colours.

import { GROUNDS, inkOf, nightOf } from "../core/contrast.js";
import { isMirrored, spoken } from "../core/words.js";
import { element, svgNode } from "./elements.js";

/** @import { Payload } from "../core/payload.js" */

/** A line and a dot as one tile of each pattern, and the same in gradients: light on what is filled. */
const PATTERN_TILES = { hatch: "M0 2.5H5", dots: "M2.5 2.5h.01" };
const PATTERN_LINE = "var(--pattern-line, color-mix(in srgb, var(--panel) 62%, transparent))";
const PATTERN_GRADIENTS = {
  hatch: `repeating-linear-gradient(135deg, transparent 0 3px, ${PATTERN_LINE} 3px 5px)`,
  dots: `radial-gradient(circle at 2px 2px, ${PATTERN_LINE} 1.1px, transparent 1.5px) 0 0 / 4px 4px`,
};
/** How a line too thin for a pattern is broken, in the pattern's stead. */
const RHYTHMS = { hatch: "9 3 2 3", dots: "2 3" };
/** How what was planned or is alleged is dotted, by the side's number: dots, pairs of them, dots and strokes, threes. */
const PLAN_RHYTHMS = ["1.5 6.5", "1.5 4 1.5 10", "1.5 6 7 6", "1.5 4 1.5 4 1.5 10"];

/** The document says which language is spoken, and runs as it does. */
export function markLanguage() {
  Object.assign(document.documentElement, { lang: spoken.code, dir: isMirrored() ? "rtl" : "ltr" });
}

/** @param {string} scheme */
export function setScheme(scheme) {
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
}

const colours = element("style");
const patterns = svgNode("svg", { class: "cm-patterns", "aria-hidden": "true" });

/** Two sides are told apart by lightness; from the third on they have a pattern, too. @param {Payload} data @param {string} side @returns {"" | "hatch" | "dots"} */
export function patternOf(data, side) {
  const number = Object.keys(data.sides).indexOf(side);
  return number < 2 ? "" : number % 2 ? "dots" : "hatch";
}

/** One colour for each side, in the style sheet, and its pattern; names and colours were checked in Python. @param {Payload} data */
export function paintSides(data) {
  const rules = Object.entries(data.sides).map(
    ([id, { colour }], number) =>
      `${patternRule(data, id)}
      .cm-of-${id} { --plan: ${PLAN_RHYTHMS[number % PLAN_RHYTHMS.length]}; --side: ${colour}; --side-ink: ${inkOf(colour, GROUNDS.light)}; }
      [data-scheme="dark"] .cm-of-${id} { --side: ${nightOf(colour)}; --side-ink: ${inkOf(colour, GROUNDS.dark)}; }`,
  );
  colours.textContent = rules.join("\n");
  document.head.append(colours);
  const patterned = Object.keys(data.sides).filter((id) => patternOf(data, id));
  const nodes = patterned.flatMap((id) => ["today", "trail", "area"].map((use) => patternNode(data, id, use)));
  patterns.replaceChildren(...nodes);
  document.body.append(patterns);
}

/** What a side's ribbons, their trails and its areas are filled with, where it has a pattern. @param {Payload} data @param {string} id */
function patternRule(data, id) {
  const pattern = patternOf(data, id);
  const fill = (/** @type {string} */ use) => `--${use}-fill: url("#cm-pattern-${use}-${id}");`;
  return pattern && `.cm-of-${id} { --pattern: ${PATTERN_GRADIENTS[pattern]}; --rhythm: ${RHYTHMS[pattern]}; --area-strength: 3; ${fill("today")} ${fill("trail")} ${fill("area")} }`;
}

/** @param {Payload} data @param {string} id of the side @param {string} use */
function patternNode(data, id, use) {
  const pattern = patternOf(data, id) || "hatch";
  return svgNode("pattern", {
    id: `cm-pattern-${use}-${id}`, class: `cm-of-${id} is-${use}`,
    patternUnits: "userSpaceOnUse", width: "5", height: "5", patternTransform: "rotate(-45)",
  }, [
    svgNode("path", { class: "cm-pattern-ground", d: "M0 0H5V5H0Z" }),
    svgNode("path", { class: `cm-pattern-line is-${pattern}`, d: PATTERN_TILES[pattern] }),
  ]);
}

/** Tools lie over the map; a picture shows none. */
export function hasTools() {
  return !document.documentElement.hasAttribute("data-still");
}

/** How far down the title of a picture reaches, in pixels; 0 where it is none. */
export function stillTitle() {
  return document.querySelector("[data-still] .cm-title")?.getBoundingClientRect().bottom ?? 0;
}
