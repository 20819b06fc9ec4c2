// @ts-check
// Small DOM builders. Text is always set as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with classes, text or children, and attributes.
 * @param {string} tag
 * @param {string} [classes]
 * @param {string | (Node | null)[]} [content]
 * @param {Record<string, string>} [attributes]
 * @returns {HTMLElement}
 */
function element(tag, classes = "", content = "", attributes = {}) {
  const node = document.createElement(tag);
  if (classes) node.className = classes;
  if (typeof content === "string") node.textContent = content;
  else node.append(...content.filter((child) => child !== null));
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/**
 * A drawing from one path of `mapping/words/symbols.py`; a path that begins with ! is filled.
 * @param {string} path
 * @param {string} [classes]
 * @returns {SVGSVGElement}
 */
function drawing(path, classes = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `cm-drawing ${path.startsWith("!") ? "is-filled" : ""} ${classes}`);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path.replace(/^!/, ""));
  svg.append(line);
  return svg;
}

/**
 * A picture that stands with a point of its own at the middle of its parent; as an image it cannot
 * run or load anything.
 * @param {Picture} picture
 */
function picture([source, width, height, x, y]) {
  const image = element("img", "cm-picture", "", { src: source, alt: "", draggable: "false" });
  Object.assign(image.style, {
    width: `${width}px`, height: `${height}px`, marginLeft: `${-x}px`, marginTop: `${-y}px`,
  });
  return image;
}

/**
 * A button that says what it does; `label` is its name where the content is a drawing.
 * @param {string} classes
 * @param {string | (Node | null)[]} content
 * @param {string} label
 * @param {() => void} act
 * @returns {HTMLButtonElement}
 */
function button(classes, content, label, act) {
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
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/**
 * A payload whose objects inherit nothing, so that an id or a kind such as `constructor` finds
 * only what the campaign says.
 * @param {string} text
 * @returns {any}
 */
function parsePayload(text) {
  const isObject = (/** @type {unknown} */ value) =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  return JSON.parse(text, (_, value) => (isObject(value) ? Object.setPrototypeOf(value, null) : value));
}

/** Whether the reader asked for less motion. */
function prefersStill() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
