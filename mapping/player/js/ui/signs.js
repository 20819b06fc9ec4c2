// @ts-check
// Signs that map, story, legend and paper share.

import { sayWord } from "../core/words.js";
import { SVG, drawing, element, redraw } from "./elements.js";

/** @import { Payload } from "../core/payload.js" */
/** @import { Holder } from "../core/tracks.js" */

/**
 * A place's dot with a ring of who holds it for each account, the second one outside: whole for
 * one holder, halved for two, dashed where it is not sure.
 * @param {string} path drawing for this kind of place, or empty
 * @param {Holder[][]} holders of each account
 */
export function placeSymbol(path, holders) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-12 -12 24 24");
  svg.setAttribute("class", "cm-place-symbol");
  holders.forEach((ofAccount, number) => svg.append(...rings(ofAccount, 9 + 4.5 * number)));
  const dot = document.createElementNS(SVG, "path");
  dot.setAttribute("d", path || "M0 -3.4A3.4 3.4 0 1 0 0 3.4A3.4 3.4 0 1 0 0 -3.4Z");
  dot.setAttribute("class", path ? "cm-place-drawing" : "cm-dot");
  if (path) dot.setAttribute("transform", "scale(.62) translate(-12 -12)");
  svg.append(dot);
  return svg;
}

/** @param {Holder[]} holders @param {number} radius @returns {SVGPathElement[]} */
function rings(holders, radius) {
  const left = `M0 -${radius}A${radius} ${radius} 0 0 0 0 ${radius}`;
  const right = `M0 ${radius}A${radius} ${radius} 0 0 0 0 -${radius}`;
  return holders.slice(0, 2).map(({ side, sure }, number) => {
    const ring = document.createElementNS(SVG, "path");
    ring.setAttribute("d", holders.length === 1 ? left + right : number === 0 ? left : right);
    ring.setAttribute("class", `cm-ring cm-of-${side || "nobody"} ${sure ? "" : "is-perhaps"}`);
    return ring;
  });
}

/** The drawing of an event: filled when dated, hollow when it only may fall on this day. @param {Payload} data @param {string} name @param {boolean} sure @param {string} [letter] */
export function pictogram(data, name, sure, letter = "") {
  const badge = letter ? element("span", "cm-letter", letter) : null;
  const node = element("span", "", [drawing(""), badge]);
  dressPictogram(node, data, name, sure);
  return node;
}

/** Have such a drawing stand for another event. @param {HTMLElement} node @param {Payload} data @param {string} name @param {boolean} sure */
export function dressPictogram(node, data, name, sure) {
  const row = data.rows[name];
  const looks = [
    "cm-pictogram", `cm-of-${row.side || "nobody"}`, sure ? "" : "is-hollow",
    row.certainty === "uncertain" ? "is-uncertain" : "", row.questions.length ? "is-contested" : "",
    node.childElementCount > 1 ? "has-letter" : "",
  ];
  node.className = looks.filter(Boolean).join(" ");
  node.title = row.title;
  node.dataset.row = name;
  redraw(/** @type {Element} */ (node.firstElementChild), data.symbols.claims[row.kind] ?? data.symbols.plain);
}

/** What a force is: the drawing of its kind, and the word for who asks. @param {Payload} data @param {string} kind */
export function forceKindSign(data, kind) {
  const words = sayWord("force-kind", kind);
  const path = data.symbols.forces[kind] ?? data.symbols.plain;
  return element("span", "cm-force-kind", [drawing(path)], { role: "img", "aria-label": words, title: words });
}

/** How sure a claim is, as the sign that the legend explains, and in words for who hears it. @param {string} certainty */
export function certaintySign(certainty) {
  const words = sayWord("certainty", certainty);
  return element("span", `cm-sure-sign is-${certainty}`, "", { role: "img", "aria-label": words, title: words });
}

/** In a box of 60 by 60 pixels around a place: an arc that faces upwards. */
const ARC = "M-14 -12.5A19 19 0 0 1 14 -12.5M0 -18.6V-24.5M-9.2 -16.4L-12.2 -21.6M9.2 -16.4L12.2 -21.6";

/** The arc of who blocks, surrounds or resists. @param {string} [box] what of it is seen */
export function facingDrawing(box = "-30 -30 60 60") {
  return layered("", box, { "cm-facing-casing": ARC, "cm-facing-line": ARC, "cm-facing-open": ARC });
}

/** The same for the legend. @param {string} side */
export function facingSign(side) {
  return element("span", `cm-key is-facing cm-facing-sign cm-of-${side}`, [facingDrawing("-20 -28 40 22")]);
}

/** A piece of a front for the legend. @param {string} side @param {string} kind "toothed" or "soft" */
export function frontSign(side, kind) {
  return layered(`cm-key cm-front cm-front-sign cm-of-${side} is-${kind}`, "0 0 26 14", {
    "cm-front-soft": "M0 10H26", "cm-front-line": "M0 10H26", "cm-front-teeth": "M3 10L7 3L11 10ZM15 10L19 3L23 10Z",
  });
}

/** The sign of a line of the ground, as the ground draws it. @param {string} classes */
export function lineSign(classes) {
  return layered(classes, "0 0 26 6", { "cm-line-sign": "M0 3H26" });
}

/** Paths over one another, each with a class of its own. @param {string} classes @param {string} box @param {Record<string, string>} paths by their classes */
function layered(classes, box, paths) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", box);
  svg.setAttribute("class", classes);
  svg.setAttribute("aria-hidden", "true");
  for (const [name, d] of Object.entries(paths)) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    path.setAttribute("class", name);
    svg.append(path);
  }
  return svg;
}
