// @ts-check
// Old and scanned maps over the ground: which of them the reader has laid there, and how opaque.

import { clamp } from "../core/numbers.js";
import { say, sayNumber } from "../core/words.js";
import { element, quoted } from "../ui/elements.js";
import { sourceLink } from "./sources.js";

/** @import { OldMap, Payload } from "../core/payload.js" */

/** Above online tiles, below all that is told. */
const OLD_MAPS_PANE = "old-maps";
const OLD_MAPS_LEVEL = "240";
const USUAL_OPACITY = 75;
const LEAST_OPACITY = 10;
const OPACITY_STEP = 5;

export class OldMaps {
  /**
   * @param {any} map the Leaflet map
   * @param {Payload} data
   * @param {{changed: () => void, look: (bounds: any) => void}} acts what to do when the reader has
   *   chosen, and to look at a map that lies out of sight
   */
  constructor(map, data, { changed, look }) {
    this.map = map;
    this.data = data;
    this.maps = data.maps.filter(({ picture }) => picture);
    this.changed = changed;
    this.look = look;
    /** @type {Map<string, any>} the layers of those that are laid, by id */
    this.laid = new Map();
    this.opacity = USUAL_OPACITY;
    this.body = element("div", "cm-old-maps");
    const pane = map.getPane(OLD_MAPS_PANE) ?? map.createPane(OLD_MAPS_PANE);
    pane.style.zIndex = OLD_MAPS_LEVEL;
    pane.style.pointerEvents = "none";
  }

  /** What is laid and how opaque, for an address: `first,second~60`; empty for nothing. */
  get said() {
    const ids = [...this.laid.keys()].join(",");
    return ids && this.opacity !== USUAL_OPACITY ? `${ids}~${this.opacity}` : ids;
  }

  /** Lay what an address says; what is not in this campaign is left out. @param {string} said */
  restore(said) {
    const [ids, opacity = ""] = said.split("~");
    this.opacity = opacity ? clamp(Math.round(Number(opacity) / OPACITY_STEP) * OPACITY_STEP, LEAST_OPACITY, 100) : USUAL_OPACITY;
    const wanted = ids.split(",");
    for (const { id } of this.maps) this.set(id, wanted.includes(id));
    for (const layer of this.laid.values()) layer.setOpacity(this.opacity / 100);
    this.draw();
  }

  /** @param {string} id @param {boolean} isLaid */
  set(id, isLaid) {
    const one = this.maps.find((old) => old.id === id);
    if (!one?.picture || isLaid === this.laid.has(id)) return;
    if (!isLaid) {
      this.laid.get(id).remove();
      this.laid.delete(id);
      return;
    }
    const [address] = one.picture;
    const credit = [one.title, one.published, one.credit, one.licence].filter(Boolean).join(", ");
    const layer = L.imageOverlay(address, one.bounds, {
      pane: OLD_MAPS_PANE, className: "cm-old-map", opacity: this.opacity / 100, alt: one.alt, interactive: false,
      // Leaflet takes it for markup: made of a node, so that its text is only text.
      attribution: element("span", "", [element("bdi", "", credit)]).innerHTML, credit,
    });
    this.laid.set(id, layer.addTo(this.map));
  }

  /** The choice, in the language that is spoken; null where there are none. */
  choice() {
    if (!this.maps.length) return null;
    this.draw();
    return element("section", "cm-legend-old-maps", [element("h3", "", say("oldmaps.title")), this.body]);
  }

  draw() {
    const had = /** @type {HTMLElement | null} */ (document.activeElement);
    const token = this.body.contains(had) ? had?.dataset.old : undefined;
    this.body.replaceChildren(
      element("ul", "", this.maps.map((one) => this.item(one))),
      ...(this.laid.size ? [this.slider()] : []),
    );
    if (token) /** @type {HTMLElement | null} */ (this.body.querySelector(`[data-old="${token}"]`))?.focus();
  }

  /** @param {OldMap} one */
  item(one) {
    const { language } = this.data.campaign;
    const box = /** @type {HTMLInputElement} */ (element("input", "", "", { type: "checkbox" }));
    box.checked = this.laid.has(one.id);
    box.dataset.old = one.id;
    box.addEventListener("change", () => {
      this.set(one.id, box.checked);
      this.draw();
      this.body.scrollIntoView({ block: "nearest" });
      if (box.checked && !this.map.getBounds().intersects(one.bounds)) this.look(L.latLngBounds(one.bounds));
      this.changed();
    });
    return element("li", "cm-old-map-choice", [
      element("label", "", [box, quoted("span", "", one.title, language)]), box.checked ? this.about(one) : null,
    ]);
  }

  /** When, whose, under what terms, and how exactly it lies. @param {OldMap} one */
  about({ published, credit, licence, source, off }) {
    const { language } = this.data.campaign;
    const told = [
      ...[published, credit, licence].filter(Boolean).map((text) => quoted("bdi", "", text, language)),
      this.data.sources[source] ? sourceLink(this.data, this.data.sources[source]) : null,
      off === null ? null : element("span", "", say("oldmaps.off", { km: sayNumber(off) })),
    ].filter((node) => node !== null);
    return element("p", "cm-old-map-about", told.flatMap((node, at) => (at ? [document.createTextNode(" · "), node] : [node])));
  }

  slider() {
    const range = /** @type {HTMLInputElement} */ (element("input", "", "", {
      type: "range", min: String(LEAST_OPACITY), max: "100", step: String(OPACITY_STEP),
    }));
    range.value = String(this.opacity);
    range.dataset.old = " ";
    range.addEventListener("input", () => {
      this.opacity = Number(range.value);
      for (const layer of this.laid.values()) layer.setOpacity(this.opacity / 100);
    });
    range.addEventListener("change", () => this.changed());
    return element("label", "cm-old-map-opacity", [element("span", "", say("oldmaps.opacity")), range]);
  }

  /** Take all away. */
  end() {
    for (const layer of this.laid.values()) layer.remove();
    this.laid.clear();
  }
}
