// @ts-check
// What the map is drawn on: the ground that is built in, or online tiles that the reader asks for.

import { say, sayWord } from "../core/words.js";
import { button, element } from "../ui/elements.js";

/** @import { Tiles } from "../core/payload.js" */

const BUILT_IN = "";
/** So many tiles in a row that cannot be had, and the online map is given up. */
const MOST_FAILURES = 4;
const TILES_PATIENCE_MS = 15_000;

/**
 * The reader's choice is never part of an address: a link must not make the browser of whoever
 * follows it ask a server for anything. So each visit begins with the built-in ground.
 */
export class Ground {
  /**
   * @param {any} map the Leaflet map
   * @param {Tiles[]} tiles
   * @param {(words: string) => void} tell says a note to the reader
   */
  constructor(map, tiles, tell) {
    this.map = map;
    this.tiles = tiles;
    this.tell = tell;
    this.picked = BUILT_IN;
    /** @type {any} */
    this.layer = null;
    this.failures = 0;
    this.patience = 0;
    this.list = element("ul", "cm-grounds");
  }

  /** The choice, in the language that is spoken. */
  choice() {
    this.list = element("ul", "cm-grounds", [
      this.option(BUILT_IN, say("ground.built-in")),
      element("li", "cm-ground-note", say("ground.asks")),
      ...this.tiles.map(({ name }) => this.option(name, sayWord("tiles", name))),
    ]);
    this.draw();
    return this.list;
  }

  /** A button, no radio button: with those, arrow keys would ask every server on their way. @param {string} name @param {string} words */
  option(name, words) {
    const node = button("cm-ground", words, "", () => this.pick(name));
    node.dataset.ground = name;
    return element("li", "", [node]);
  }

  draw() {
    for (const node of /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("button"))) {
      node.setAttribute("aria-pressed", String(node.dataset.ground === this.picked));
    }
  }

  /** @param {string} name of a layer, or BUILT_IN */
  pick(name) {
    if (name === this.picked) return;
    window.clearTimeout(this.patience);
    this.layer?.remove();
    this.layer = null;
    this.picked = name;
    const tiles = this.tiles.find((one) => one.name === name);
    if (tiles) this.ask(tiles);
    this.map.getContainer().classList.toggle("has-drawn-tiles", Boolean(tiles?.drawn));
    this.draw();
  }

  /** @param {Tiles} tiles */
  ask({ url, credit, drawn, maxZoom }) {
    this.failures = 0;
    // In Leaflet's own pane for tiles: above the built-in ground, which stays, and below the rest.
    const layer = L.tileLayer(url, {
      attribution: creditMarkup(credit), className: `cm-tiles ${drawn ? "is-drawn" : ""}`,
      maxNativeZoom: maxZoom, maxZoom: this.map.getMaxZoom(), keepBuffer: 1,
    });
    let arrived = 0;
    const isLost = () => this.failures >= MOST_FAILURES || (this.failures > 0 && !arrived);
    layer.on("tileload", () => {
      arrived += 1;
      this.failures = 0;
    });
    layer.on("tileerror", () => {
      this.failures += 1;
      if (this.failures >= MOST_FAILURES) this.giveUp(layer);
    });
    layer.on("load", () => isLost() && this.giveUp(layer));
    this.patience = window.setTimeout(() => arrived || this.giveUp(layer), TILES_PATIENCE_MS);
    this.layer = layer.addTo(this.map);
  }

  /** Back to the ground that is there, with one note. @param {any} layer */
  giveUp(layer) {
    if (layer !== this.layer) return;
    this.pick(BUILT_IN);
    this.tell(say("ground.unreachable"));
  }
}

/** A provider's credit as markup for Leaflet, made of nodes, so that its text is only text. @param {Tiles["credit"]} credit */
function creditMarkup(credit) {
  const pieces = credit.map(({ text, url }) =>
    url ? element("a", "", text, { href: url, target: "_blank", rel: "noopener" }) : document.createTextNode(text));
  return element("span", "", pieces).innerHTML;
}
