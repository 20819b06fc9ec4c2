// @ts-check
// How wide words are, without asking the page for it.

/** So many texts of one face. */
const MOST_KNOWN = 20_000;

/** @type {{pen: CanvasRenderingContext2D | null, family: string}} */
const measured = { pen: null, family: "" };
/** @type {Map<string, Map<string, number>>} widths of texts, by their faces */
const known = new Map();

/** The width of a text in the interface's face, in pixels. @param {string} text @param {string} face weight and size */
export function widthOf(text, face) {
  let widths = known.get(face);
  if (!widths) known.set(face, (widths = new Map()));
  let width = widths.get(text);
  if (width === undefined) {
    if (widths.size > MOST_KNOWN) widths.clear();
    widths.set(text, (width = measure(text, face)));
  }
  return width;
}

/** @param {string} text @param {string} face */
function measure(text, face) {
  if (!measured.pen) {
    measured.pen = document.createElement("canvas").getContext("2d");
    measured.family = getComputedStyle(document.body).getPropertyValue("--sans") || "sans-serif";
  }
  const pen = /** @type {CanvasRenderingContext2D} */ (measured.pen);
  pen.font = `${face} ${measured.family}`;
  return pen.measureText(text).width;
}
