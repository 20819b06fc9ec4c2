// @ts-check
// The ground on a Leaflet map: each layer of it is one quiet path. It never changes, and most of it
// is out of sight: a chain of points is made when it first comes into sight, and placed once a zoom.

/**
 * A file of shapes, as mapping/basemap/shapes.py describes it.
 * @typedef {{kind: "polygons" | "lines" | "dots", decimals: number, parts: number[][][]}} ShapeFile
 * @typedef {{text: string, classNames: string[], pane: string, isRepeated: boolean,
 *   isRounded: boolean, smoothFactor: number, leastZoom: number}} Shape
 * @typedef {{box: any, points: any[], placed: any[], at: string}} Chain with its points on the
 *   Mercator map at zoom 0, and where they were placed last
 */

/** Leaflet repeats tiles but never paths: shapes of the whole world go on this far, in degrees. */
const FARTHEST = 270;
/** So far beyond the edge, in pixels, a stroke is still seen. */
const EDGE_PX = 8;
/** What is made beside other work stops where so little time is left. */
const LEAST_LEFT_MS = 4;
const FIRST_ZOOM = 5;
const LAST_ZOOM = 12;

/**
 * Make a map one with ground: it has the class `ground`, and `ground-from-6`, `ground-from-7` ... as
 * it zooms in, by which the style sheet sets the width of rivers and borders.
 * @param {any} map
 */
export function beginGround(map) {
  const mark = () => {
    const { classList } = map.getContainer();
    classList.add("ground");
    for (let zoom = FIRST_ZOOM; zoom <= LAST_ZOOM; zoom += 1) classList.toggle(`ground-from-${zoom}`, map.getZoom() >= zoom);
  };
  map.on("zoomend", mark);
  map.whenReady(mark);
}

/** A layer of the ground, as a group that is on the map from a zoom on. @param {any} map @param {Shape} shape */
export function groundLayer(map, shape) {
  const group = L.layerGroup();
  /** @type {any[] | null} */
  let paths = null;
  const made = () => (paths ??= groundPaths(map, shape));
  const choose = () => {
    const isNear = map.getZoom() >= shape.leastZoom;
    for (const path of isNear ? made() : paths ?? []) {
      if (isNear) group.addLayer(path);
      else group.removeLayer(path);
    }
  };
  group.on("add", () => {
    map.on("zoomend", choose);
    map.whenReady(choose);
    window.requestIdleCallback?.((deadline) => makeAhead(made()[0].chains, deadline));
  });
  group.on("remove", () => map.off("zoomend", choose));
  return group;
}

/**
 * Make the points of chains while nothing else is to be done: a reader who comes near would find the
 * map halted for as long as it takes.
 * @param {Chain[]} chains @param {IdleDeadline} deadline
 */
function makeAhead(chains, deadline) {
  let made = 0;
  while (made < chains.length && deadline.timeRemaining() > LEAST_LEFT_MS) chains[made++].points;
  if (made < chains.length) window.requestIdleCallback((later) => makeAhead(chains.slice(made), later));
}

/** One path for each class: a casing lies under its line. @param {any} map @param {Shape} shape */
function groundPaths(map, { text, classNames, pane: name, isRepeated, isRounded, smoothFactor }) {
  const pane = map.getPane(name);
  pane.groundRenderer ??= L.svg({ pane: name, padding: 0.4 });
  const file = /** @type {ShapeFile} */ (JSON.parse(text));
  const chains = chainsOf(file, isRepeated, isRounded);
  return classNames.map((className) => groundPath(chains, {
    className, smoothFactor, pane: name, renderer: pane.groundRenderer, interactive: false, bubblingMouseEvents: false,
    fill: file.kind === "polygons",
  }));
}

/** A path of chains of which it draws those in sight. @param {Chain[]} chains @param {any} options of Leaflet */
function groundPath(chains, options) {
  const kind = options.fill ? L.Polygon : L.Polyline;
  const path = new kind([], options);
  // The places of what it was drawn for: Leaflet asks twice where a view is set.
  let drawnFor = "";
  path.chains = chains;
  path._project = () => {};
  path.onAdd = (/** @type {any} */ map) => {
    drawnFor = "";
    kind.prototype.onAdd.call(path, map);
  };
  path._update = () => {
    const { _map: map, _renderer: renderer } = path;
    if (!map) return;
    const [zoom, origin, bounds] = [map.getZoom(), map.getPixelOrigin(), renderer._bounds];
    const at = [zoom, origin.x, origin.y].join();
    const wanted = [at, bounds.min, bounds.max].join();
    if (wanted === drawnFor) return;
    drawnFor = wanted;
    const scale = map.getZoomScale(zoom, 0);
    const [low, high] = [bounds.min.subtract([EDGE_PX, EDGE_PX]), bounds.max.add([EDGE_PX, EDGE_PX])];
    const sight = L.bounds(low.add(origin).divideBy(scale), high.add(origin).divideBy(scale));
    path._pxBounds = bounds;
    path._rings = chains.filter(({ box }) => sight.intersects(box)).map((chain) => placed(chain, at, scale, origin));
    path._clipPoints();
    path._simplifyPoints();
    path._updatePath();
  };
  return path;
}

/** The points of a chain on the map, in whole pixels. @param {Chain} chain @param {string} at what the place depends on @param {number} scale @param {any} origin */
function placed(chain, at, scale, origin) {
  if (chain.at !== at) {
    chain.at = at;
    chain.placed = chain.points.map(({ x, y }) => new L.Point(Math.round(x * scale) - origin.x, Math.round(y * scale) - origin.y));
  }
  return chain.placed;
}

/** @param {ShapeFile} file @param {boolean} isRepeated @param {boolean} isRounded @returns {Chain[]} */
function chainsOf({ kind, decimals, parts }, isRepeated, isRounded) {
  const unit = 10 ** -decimals;
  if (kind === "dots") return dotsOf(degreesOf(parts[0][0], unit));
  /** @type {Chain[]} */
  const chains = [];
  for (const turn of isRepeated ? [0, -360, 360] : [0]) {
    for (const part of parts) {
      const boxes = part.map((steps) => boxOf(steps, unit, turn));
      if (turn && !isWithin(boxes[0])) continue;
      part.forEach((steps, number) => chains.push(laterChain(boxes[number], () => {
        const degrees = degreesOf(steps, unit, turn);
        return (isRounded ? rounded(degrees) : degrees).map(worldPoint);
      })));
    }
  }
  return chains;
}

/** Whether any of a box is near enough to be drawn once more. @param {any} box */
function isWithin({ min, max }) {
  const [west, east] = [-FARTHEST, FARTHEST].map((lon) => worldPoint([0, lon]).x);
  return max.x > west && min.x < east;
}

/** A line of no length with round ends is a dot. @param {[number, number][]} degrees @returns {Chain[]} */
function dotsOf(degrees) {
  return degrees.map(worldPoint).map((point) => ({ box: L.bounds([point]), points: [point, point], placed: [], at: "" }));
}

/** A chain whose points are made when they are asked for. @param {any} box @param {() => any[]} make @returns {Chain} */
function laterChain(box, make) {
  /** @type {any[] | null} */
  let points = null;
  return { box, get points() { return (points ??= make()); }, placed: [], at: "" };
}

/** The box of a chain on the Mercator map at zoom 0; with its corners cut it takes no more. @param {number[]} steps @param {number} unit in degrees @param {number} turn */
function boxOf(steps, unit, turn) {
  let [lon, lat] = [0, 0];
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < steps.length; at += 2) {
    lon += steps[at];
    lat += steps[at + 1];
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  const corners = /** @type {[number, number][]} */ ([[south, west], [north, east]]);
  return L.bounds(corners.map(([y, x]) => worldPoint([y * unit, x * unit + turn])));
}

/** A chain of steps as latitudes and longitudes. @param {number[]} steps @param {number} unit in degrees @param {number} [turn] @returns {[number, number][]} */
function degreesOf(steps, unit, turn = 0) {
  /** @type {[number, number][]} */
  const points = [];
  let [lat, lon] = [0, 0];
  for (let at = 0; at < steps.length; at += 2) {
    lon += steps[at];
    lat += steps[at + 1];
    points.push([lat * unit, lon * unit + turn]);
  }
  return points;
}

/** Without its corners; one that is closed stays closed. @param {[number, number][]} points */
function rounded(points) {
  const isClosed = points[0].join() === points[points.length - 1].join();
  const smooth = cutCorners(cutCorners(points));
  return isClosed ? [...smooth.slice(1, -1), smooth[1]] : smooth;
}

/** Corner cutting after Chaikin (1974): a quarter and three quarters along each edge. @param {[number, number][]} points @returns {[number, number][]} */
function cutCorners(points) {
  const smooth = [points[0]];
  for (let at = 0; at + 1 < points.length; at += 1) {
    const [[a, b], [c, d]] = [points[at], points[at + 1]];
    smooth.push([0.75 * a + 0.25 * c, 0.75 * b + 0.25 * d], [0.25 * a + 0.75 * c, 0.25 * b + 0.75 * d]);
  }
  smooth.push(points[points.length - 1]);
  return smooth;
}

/** A point of the Web Mercator map at zoom 0, in pixels; beyond any map it goes on in longitude. @param {[number, number]} at lat, lon */
function worldPoint([lat, lon]) {
  return L.CRS.EPSG3857.latLngToPoint({ lat, lng: lon }, 0);
}
