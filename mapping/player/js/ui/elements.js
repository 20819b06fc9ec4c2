// @ts-check
// Small DOM builders. Text is always set as text, never as markup.

import { say, spoken } from "../core/words.js";

/** @import { Picture } from "../core/payload.js" */

export const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with classes, text or children, and attributes.
 * @param {string} tag
 * @param {string} [classes]
 * @param {string | (Node | null)[]} [content]
 * @param {Record<string, string>} [attributes]
 * @returns {HTMLElement}
 */
export function element(tag, classes = "", content = "", attributes = {}) {
  const node = document.createElement(tag);
  if (classes) node.className = classes;
  if (typeof content === "string") node.textContent = content;
  else node.append(...content.filter((child) => child !== null));
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/** Hide an element or show it; what is so already is let be, as the browser would style it anew. @param {HTMLElement} node @param {boolean} isHidden */
export function hide(node, isHidden) {
  if (node.hidden !== isHidden) node.hidden = isHidden;
}

/** Put nodes into an element; those that are there already are not taken out of it, as the browser would style them anew. @param {HTMLElement} root @param {Node[]} nodes */
export function putIn(root, nodes) {
  for (const node of [...root.childNodes]) if (!nodes.includes(node)) root.removeChild(node);
  nodes.forEach((node, at) => {
    const there = root.childNodes[at] ?? null;
    if (there !== node) root.insertBefore(node, there);
  });
}

/**
 * Items for the first ones of a list on paper, and one that says how many others there are.
 * @template T @param {T[]} all @param {number} most so many @param {(one: T, at: number) => HTMLElement} item @param {string} [tag] of the last one
 * @returns {HTMLElement[]}
 */
export function firstItems(all, most, item, tag = "li") {
  const left = all.length - most;
  const rest = left > 0 ? [element(tag, "cm-print-left", say("print.left", { count: left }))] : [];
  return [...all.slice(0, most).map(item), ...rest];
}

/** The same in one text. @param {string[]} all @param {number} most @param {string} between */
export function firstWords(all, most, between) {
  const left = all.length - most;
  return [...all.slice(0, most), ...(left > 0 ? [say("print.left", { count: left })] : [])].join(between);
}

/** An element of a picture. @param {string} tag @param {Record<string, string>} attributes @param {Node[]} [children] @returns {any} */
export function svgNode(tag, attributes, children = []) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * A drawing from one path of `mapping/format/kinds.py` or `mapping/words/side_shapes.py`; a path that begins with ! is filled.
 * @param {string} path
 * @param {string} [classes]
 * @returns {SVGSVGElement}
 */
export function drawing(path, classes = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "path"));
  redraw(svg, path, classes);
  return svg;
}

/** Have a drawing show another path. @param {Element} svg @param {string} path @param {string} [classes] */
export function redraw(svg, path, classes = "") {
  const line = /** @type {Element} */ (svg.firstElementChild);
  const way = path.replace(/^!/, "");
  svg.setAttribute("class", `cm-drawing ${path.startsWith("!") ? "is-filled" : ""} ${classes}`);
  if (line.getAttribute("d") !== way) line.setAttribute("d", way);
}

/**
 * A picture that stands with a point of its own at the middle of its parent; as an image it cannot
 * run or load anything.
 * @param {Picture} picture
 */
export function picture([source, width, height, x, y]) {
  const image = element("img", "cm-app6", "", { src: source, alt: "", draggable: "false" });
  Object.assign(image.style, {
    width: `${width}px`, height: `${height}px`, marginLeft: `${-x}px`, marginTop: `${-y}px`,
  });
  return image;
}

/** What has the keyboard within an element, which would lose it with its content. @param {HTMLElement} root @returns {HTMLElement | null} */
export function heldIn(root) {
  const had = /** @type {HTMLElement} */ (document.activeElement);
  return had !== root && root.contains(had) ? had : null;
}

/**
 * A button that says what it does; `label` is its name where the content is a drawing.
 * @param {string} classes
 * @param {string | (Node | null)[]} content
 * @param {string} label
 * @param {() => void} act
 * @returns {HTMLButtonElement}
 */
export function button(classes, content, label, act) {
  const node = /** @type {HTMLButtonElement} */ (
    element("button", classes, content, { type: "button" })
  );
  if (label) {
    node.setAttribute("aria-label", label);
    node.title = label;
  }
  node.addEventListener("click", act);
  return node;
}

/**
 * An element with what a campaign says: it runs in its own direction and names its language, with a
 * small sign where the campaign has other texts in the language that is spoken, but not this one.
 * @param {string} tag
 * @param {string} classes
 * @param {string} text
 * @param {string} language of the campaign
 */
export function quoted(tag, classes, text, language) {
  const node = element(tag, classes, text, { dir: "auto" });
  if (!language || language.split("-")[0] === spoken.code || isSpoken(text, language)) return node;
  node.lang = language;
  // A name of one word is the same everywhere, and a quotation is as its source has it.
  if (spoken.texts.size && tag !== "q" && /\p{L}\S*\s[^\p{L}]*\p{L}/u.test(text)) {
    node.dataset.own = language.split("-")[0].toUpperCase();
    node.title = say("language.authors", { language: new Intl.DisplayNames([spoken.code], { type: "language" }).of(language) ?? language });
  }
  return node;
}

/** Whether a text is in the language that is spoken and not in its author's. @param {string} text @param {string} language */
function isSpoken(text, language) {
  if (spoken.texts.has(text)) return true;
  const [own, other] = [lettersOf(language), lettersOf(spoken.code)];
  return !own.test(text) || (spoken.texts.size > 0 && own.source !== other.source && other.test(text));
}

/** The letters in which a language is written. @param {string} language */
function lettersOf(language) {
  try {
    return new RegExp(`\\p{Script=${new Intl.Locale(language).maximize().script}}`, "u");
  } catch {
    return /\p{L}/u;
  }
}
