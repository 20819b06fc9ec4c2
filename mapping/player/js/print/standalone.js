// @ts-check
// A drawing of the page as a file of its own: with its colours, faces and patterns in it, so that it
// looks the same wherever it is opened; texts stay texts.

import { SVG } from "../ui/elements.js";

/** What the style sheets say of a drawing, as attributes that any program for SVG knows. */
const LOOKS = [
  "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
  "stroke-linecap", "stroke-linejoin", "opacity", "paint-order", "overflow",
];
const TEXT_LOOKS = ["font-family", "font-size", "font-weight", "font-style"];
const KEPT = new Set(["id", "role", "direction", "transform", "href", "d", "x", "y", "width", "height", "cx", "cy", "r", "rx", "viewBox",
  "text-anchor", "preserveAspectRatio", "patternUnits", "patternTransform"]);
/** What XML 1.0 does not hold, such as control characters and halves of a character. */
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
/** So many pixels a side of a PNG has at most, and for each pixel of the drawing. */
const MOST_PIXELS = 4000;
const SHARP = 2;

/** An SVG that stands in the page, as the text of a file. @param {SVGElement} drawn @param {string} title */
export function standaloneSvg(drawn, title) {
  const copy = /** @type {SVGElement} */ (drawn.cloneNode(true));
  const colours = new Colours();
  dress(drawn, copy, colours);
  const head = svgPart("title", title);
  const defs = document.createElementNS(SVG, "defs");
  defs.append(svgPart("style", facesFor(drawn.textContent ?? "")), ...patternsOf(copy, colours));
  copy.prepend(head, defs);
  const text = new XMLSerializer().serializeToString(copy).replace(NO_XML, "");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}

/** @param {string} tag @param {string} text */
function svgPart(tag, text) {
  const node = document.createElementNS(SVG, tag);
  node.textContent = text;
  return node;
}

/** Looks as they are in the page become attributes of the copy. @param {Element} drawn @param {Element} copy @param {Colours} colours */
function dress(drawn, copy, colours) {
  const style = getComputedStyle(drawn);
  if (style.display === "none") {
    copy.remove();
    return;
  }
  const [parts, copies] = [[...drawn.children], [...copy.children]];
  for (const { name } of [...copy.attributes]) if (!KEPT.has(name)) copy.removeAttribute(name);
  const isText = drawn.tagName === "text";
  for (const look of isText ? [...LOOKS, ...TEXT_LOOKS] : LOOKS) {
    copy.setAttribute(look, style.getPropertyValue(look));
  }
  colours.set(copy, "fill");
  colours.set(copy, "stroke");
  parts.forEach((part, number) => dress(part, copies[number], colours));
}

/** Colours of any notation as those that every program knows. */
class Colours {
  constructor() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    /** @type {Map<string, [string, number]>} */
    this.known = new Map();
  }

  /** How much of a colour there is stands beside it. @param {Element} node @param {"fill" | "stroke"} look */
  set(node, look) {
    const value = node.getAttribute(look) ?? "none";
    if (value === "none" || value.startsWith("url(")) return;
    const [colour, opacity] = this.plain(value);
    node.setAttribute(look, colour);
    const share = `${look}-opacity`;
    if (opacity < 1) node.setAttribute(share, (opacity * Number(node.getAttribute(share))).toFixed(3));
  }

  /** @param {string} value @returns {[string, number]} the colour and how much of it */
  plain(value) {
    let found = this.known.get(value);
    if (!found) {
      this.pen.clearRect(0, 0, 1, 1);
      this.pen.fillStyle = value;
      this.pen.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = this.pen.getImageData(0, 0, 1, 1).data;
      this.known.set(value, (found = [`rgb(${red}, ${green}, ${blue})`, alpha / 255]));
    }
    return found;
  }
}

/** The patterns that a drawing is filled with. @param {Element} copy @param {Colours} colours */
function patternsOf(copy, colours) {
  const used = new XMLSerializer().serializeToString(copy);
  return [...document.querySelectorAll(".cm-patterns pattern")].filter(({ id }) => used.includes(`#${id}`)).map((pattern) => {
    const twin = /** @type {Element} */ (pattern.cloneNode(true));
    dress(pattern, twin, colours);
    return twin;
  });
}

/** Those faces of the document that a text needs, with all their bytes. @param {string} text */
function facesFor(text) {
  const letters = new Set([...text].map((letter) => Number(letter.codePointAt(0))));
  letters.delete(32);
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules.filter((rule) => rule instanceof CSSFontFaceRule).filter((rule) => {
    const style = /** @type {CSSFontFaceRule} */ (rule).style;
    const spans = style.getPropertyValue("unicode-range").split(",").map((span) => span.trim().replace(/^U\+/i, "").split("-"));
    const isUsed = spans.some(([from, to = from]) => [...letters].some((letter) => letter >= parseInt(from, 16) && letter <= parseInt(to, 16)));
    return isUsed && style.getPropertyValue("font-style") !== "italic";
  }).map(({ cssText }) => cssText).join("\n");
}

/** The same as pixels. @param {string} text @param {number} width @param {number} height @returns {Promise<Blob>} */
export async function pngOf(text, width, height) {
  const scale = Math.min(SHARP, MOST_PIXELS / Math.max(width, height));
  const image = new Image();
  // A data address is the frame's own even where the frame has no origin: the canvas may be read.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no PNG"))), "image/png"));
}
