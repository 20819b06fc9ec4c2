// @ts-check
// The map as it was before the player stood on it, so that another one can take its place without
// the document being loaded anew.

export class BareMap {
  /** @param {any} map the Leaflet map with nothing but its ground on it */
  constructor(map) {
    this.map = map;
    /** @type {Set<any>} */
    this.layers = new Set();
    // The ground is drawn once the map has a view, before all that is put on the map after this.
    map.whenReady(() => { this.layers = new Set(layersOf(map)); });
    this.panes = new Set(Object.keys(map.getPanes()));
    this.nodes = new Set(nodesOf(map));
    this.listeners = new Set(listenersOf(map).map(({ listener }) => listener));
  }

  /** Take away all that came since. */
  restore() {
    const { map } = this;
    // A flight ends; `map.stop` would begin another, to a whole step of the zoom.
    map.setView(map.getCenter(), map.getZoom(), { animate: false });
    for (const layer of layersOf(map)) if (!this.layers.has(layer)) layer.remove();
    for (const { type, listener } of listenersOf(map)) {
      if (!this.listeners.has(listener) && !this.layers.has(listener.ctx)) map.off(type, listener.fn, listener.ctx);
    }
    for (const [name, pane] of Object.entries(map.getPanes())) {
      if (this.panes.has(name)) continue;
      pane.remove();
      delete map.getPanes()[name];
      delete map._paneRenderers[name];
    }
    const kept = [...this.nodes];
    for (const node of nodesOf(map)) {
      // The line of credits stands in a box that the player made for it.
      if (!kept.some((one) => node.contains(one))) node.remove();
    }
  }
}

/** @param {any} map @returns {any[]} */
function layersOf(map) {
  /** @type {any[]} */
  const layers = [];
  map.eachLayer((/** @type {any} */ layer) => layers.push(layer));
  return layers;
}

/** What lies on the map and in the corners of its controls. @param {any} map @returns {Element[]} */
function nodesOf(map) {
  const container = map.getContainer();
  const corners = container.querySelectorAll(".leaflet-control-container > *");
  return [...container.children, ...[...corners].flatMap((corner) => [...corner.children])];
}

/** Leaflet keeps who listens to a map by the name of what happens. @param {any} map */
function listenersOf(map) {
  const kept = /** @type {[string, {fn: () => void, ctx?: unknown}[]][]} */ (Object.entries(map._events));
  return kept.flatMap(([type, listeners]) => listeners.map((listener) => ({ type, listener })));
}
