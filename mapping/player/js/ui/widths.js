// @ts-check
// How wide words are, without asking the page for it.

const MOST_KNOWN = 20_000;

/** @type {{pen: CanvasRenderingContext2D | null, family: string, known: Map<string, number>}} */
const measured = { pen: null, family: "", known: new Map() };

/** The width of a text in the interface's face, in pixels. @param {string} text @param {string} face weight and size */
export function widthOf(text, face) {
  const key = `${face} ${text}`;
  let width = measured.known.get(key);
  if (width === undefined) {
    if (measured.known.size > MOST_KNOWN) measured.known.clear();
    measured.known.set(key, (width = measure(text, face)));
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
