// @ts-check
// How the whole document looks: language and direction, light or dark, the sides' colours.

import { GROUNDS, inkOf } from "../core/contrast.js";
import { isMirrored, spoken } from "../core/words.js";
import { element } from "./elements.js";

/** @import { Payload } from "../core/payload.js" */

/** The document says which language is spoken, and runs as it does. */
export function markLanguage() {
  Object.assign(document.documentElement, { lang: spoken.code, dir: isMirrored() ? "rtl" : "ltr" });
}

/** @param {string} scheme */
export function setScheme(scheme) {
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
}

const colours = element("style");

/** One colour for each side, in the style sheet; names and colours were checked in Python. @param {Payload} data */
export function paintSides(data) {
  const rules = Object.entries(data.sides).map(
    ([id, { colour }]) =>
      `.cm-of-${id} { --side: ${colour}; --side-ink: ${inkOf(colour, GROUNDS.light)}; }
      [data-scheme="dark"] .cm-of-${id} { --side: color-mix(in oklab, ${colour}, white 42%); --side-ink: ${inkOf(colour, GROUNDS.dark)}; }`,
  );
  colours.textContent = rules.join("\n");
  document.head.append(colours);
}

/** How far down the title of a picture reaches, in pixels; 0 where it is none. */
export function stillTitle() {
  return document.querySelector("[data-still] .cm-title")?.getBoundingClientRect().bottom ?? 0;
}
