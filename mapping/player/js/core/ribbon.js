// @ts-check
// The outline of a movement as one body: narrow where it began, wide where it is, with its head.

/** @typedef {[number, number]} Pixel */
/**
 * What part of a whole way a ribbon is: it begins `from` and ends `to` of it, both from 0 to 1. With a
 * head, whose tip is the way's last point, it ends where that begins; or it is the head alone.
 * @typedef {{from: number, to: number, head: "none" | "apart" | "alone"}} RibbonPart
 */

/** In pixels: the body where a way begins and where it ends, and the head. */
const TAIL = 3.2;
const BODY = 9.5;
export const HEAD = { long: 22, wide: 25, neck: 17 };
/** So far from a corner, in pixels, its curve begins. */
const CURVE = 9;
const CURVE_STEPS = 5;
/** Points nearer to each other than this are one. */
const SAME_POINT = 0.75;

/**
 * The outline of a ribbon along a line, as an SVG path; "" where there is nothing to draw.
 * @param {Pixel[]} line
 * @param {RibbonPart} part
 */
export function ribbonPath(line, { from, to, head }) {
  const points = withCurves(withoutRepeats(line));
  if (points.length < 2) return "";
  const lengths = lengthsOf(points);
  const whole = lengths[lengths.length - 1];
  if (head === "alone") return closed(headOf(points, lengths));
  const neck = head === "apart" ? Math.max(0, whole - HEAD.neck) : whole;
  const body = cutAt(points, lengths, neck);
  const width = (/** @type {number} */ at) =>
    TAIL + (BODY - TAIL) * (from + (to - from) * (whole ? at / whole : 1));
  /** @type {Pixel[]} */
  const left = [];
  /** @type {Pixel[]} */
  const right = [];
  let along = 0;
  body.forEach((point, at) => {
    if (at) along += pixelsBetween(body[at - 1], point);
    const [nx, ny] = normalAt(body, at);
    const half = width(along) / 2;
    left.push([point[0] + nx * half, point[1] + ny * half]);
    right.push([point[0] - nx * half, point[1] - ny * half]);
  });
  return closed([...left, ...right.reverse()]);
}

/** @param {Pixel[]} outline */
function closed(outline) {
  return `M${outline.map(written).join(" ")}Z`;
}

/** The head: barb, tip, barb, and the notch between them. @param {Pixel[]} points @param {number[]} lengths @returns {Pixel[]} */
function headOf(points, lengths) {
  const tip = points[points.length - 1];
  const before = pointAtLength(points, lengths, lengths[lengths.length - 1] - HEAD.long);
  const long = pixelsBetween(before, tip) || 1;
  const [dx, dy] = [(tip[0] - before[0]) / long, (tip[1] - before[1]) / long];
  const [x, y] = [tip[0] - dx * HEAD.long, tip[1] - dy * HEAD.long];
  const half = HEAD.wide / 2;
  const notch = /** @type {Pixel} */ ([tip[0] - dx * HEAD.neck, tip[1] - dy * HEAD.neck]);
  return [[x - dy * half, y + dx * half], tip, [x + dy * half, y - dx * half], notch];
}

/** A line whose corners are curves (quadratic Bézier). @param {Pixel[]} points @returns {Pixel[]} */
function withCurves(points) {
  if (points.length < 3) return points;
  /** @type {Pixel[]} */
  const curve = [points[0]];
  for (let at = 1; at < points.length - 1; at += 1) {
    const corner = points[at];
    const start = towards(corner, points[at - 1]);
    const end = towards(corner, points[at + 1]);
    for (let step = 0; step <= CURVE_STEPS; step += 1) {
      const t = step / CURVE_STEPS;
      const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
      curve.push([a * start[0] + b * corner[0] + c * end[0], a * start[1] + b * corner[1] + c * end[1]]);
    }
  }
  curve.push(points[points.length - 1]);
  return curve;
}

/** A point on the way from a corner to another one, at most halfway. @param {Pixel} corner @param {Pixel} other @returns {Pixel} */
function towards(corner, other) {
  const share = Math.min(CURVE / pixelsBetween(corner, other), 0.5);
  return [corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share];
}

/** The unit normal of a line at one of its points, to its left as it goes on a screen. @param {Pixel[]} points @param {number} at @returns {Pixel} */
function normalAt(points, at) {
  const before = points[Math.max(at - 1, 0)];
  const after = points[Math.min(at + 1, points.length - 1)];
  const long = pixelsBetween(before, after) || 1;
  return [-(after[1] - before[1]) / long, (after[0] - before[0]) / long];
}

/** How long a line is up to each of its points. @param {Pixel[]} points */
function lengthsOf(points) {
  const lengths = [0];
  for (let at = 1; at < points.length; at += 1) {
    lengths.push(lengths[at - 1] + pixelsBetween(points[at - 1], points[at]));
  }
  return lengths;
}

/** The line up to a length. @param {Pixel[]} points @param {number[]} lengths @param {number} long @returns {Pixel[]} */
function cutAt(points, lengths, long) {
  const inner = points.filter((_, at) => lengths[at] < long);
  return [...inner, pointAtLength(points, lengths, long)];
}

/** The point so far along a line; before its start the line goes straight on. @param {Pixel[]} points @param {number[]} lengths @param {number} long @returns {Pixel} */
function pointAtLength(points, lengths, long) {
  const found = lengths.findIndex((one) => one >= long);
  const after = Math.max(found < 0 ? points.length - 1 : found, 1);
  const [a, b] = [points[after - 1], points[after]];
  const share = (long - lengths[after - 1]) / (lengths[after] - lengths[after - 1]);
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

/** @param {Pixel[]} line @returns {Pixel[]} */
function withoutRepeats(line) {
  /** @type {Pixel[]} */
  const kept = [];
  for (const point of line) {
    const last = kept[kept.length - 1];
    if (!last || pixelsBetween(last, point) >= SAME_POINT) kept.push(point);
  }
  return kept;
}

/** @param {Pixel} a @param {Pixel} b */
function pixelsBetween(a, b) {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

/** @param {Pixel} point */
function written([x, y]) {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
