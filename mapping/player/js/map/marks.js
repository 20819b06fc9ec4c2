// @ts-check
// Marks on the map: a symbol at a point, with a label that the layout moves around it.

import { clamp } from "../core/numbers.js";
import { spoken } from "../core/words.js";
import { element, hide } from "../ui/elements.js";

/** @import { Box, LabelItem } from "../core/labels.js" */

const MOST_SIZES = 3000;
/** As far as the style sheet has a label beside its point, in pixels. */
const HOVER_PX = 14;
/** @type {Map<string, {width: number, height: number}>} of labels, by all that decides it: to ask would make the browser lay out the page */
const labelSizes = new Map();

export class Mark {
  /** Whether it stays in the page when it is not shown, as it will soon be shown again. */
  stays = false;
  /** Where its label stands, as `put` was told. */
  spot = "";
  /** @type {[number, number]} the same, from its point */
  corner = [0, 0];
  /** Whether another name came to lie over its own. */
  isCrossed = false;
  /** @type {[number, number] | null} where its point was when its label was put there */
  laidAt = null;

  /**
   * @param {any} map the Leaflet map
   * @param {[number, number]} at
   * @param {{classes: string, pane: string, gap: number, symbol: Element | null,
   *   select?: () => void}} options
   */
  constructor(map, at, { classes, pane, gap, symbol, select }) {
    this.map = map;
    this.at = at;
    this.gap = gap;
    this.priority = 0;
    this.must = false;
    /** @type {[number, number]} how far the symbol stands from its point, in pixels */
    this.offset = [0, 0];
    this.stem = element("span", "cm-stem");
    this.stem.hidden = true;
    /** @type {number[][] | undefined} where its label may stand, if not anywhere */
    this.sides = undefined;
    /** Whether its label belongs on a way. */
    this.isOnWay = false;
    this.label = element("div", "cm-label");
    this.symbol = element("div", "cm-symbol", [symbol]);
    this.leader = element("span", "cm-leader");
    this.leader.hidden = true;
    this.root = element("div", `cm-mark ${classes}`, [this.leader, this.stem, this.symbol, this.label]);
    if (select) this.symbol.addEventListener("click", select);
    this.marker = L.marker(at, {
      pane,
      keyboard: false,
      bubblingMouseEvents: false,
      icon: L.divIcon({ className: "", iconSize: [0, 0], html: this.root }),
    });
    // Leaflet would stack marks anew by their latitude with every step of every one of them.
    this.marker._updateZIndex = () => {};
    /** Whether a way's head is drawn in its stead. */
    this.isRiding = false;
    this.shown = false;
    /** Whether its label is shown. */
    this.isNamed = true;
    this.content = "";
    /** @type {string | undefined} how its label looks, where marks are shared */
    this.look = undefined;
    /** @type {{width: number, height: number} | null} what the symbol takes, once it was asked for */
    this.taken = null;
    /** What the symbol was drawn from. */
    this.drawn = "";
    /** Whose colour it has, where marks have one. */
    this.side = "";
    /** @type {{width: number, height: number} | undefined} the label's, once it was asked for */
    this.size = undefined;
    /** @type {(() => {width: number, height: number}) | undefined} what knows the label's size without the page */
    this.reckon = undefined;
    /** How wide the map was then: the style sheet has fewer words for a narrow one. */
    this.sizedIn = 0;
  }

  /** Its name waits until it is laid out among the others. @param {boolean} shown */
  show(shown) {
    if (shown === this.shown) return;
    this.shown = shown;
    if (shown) this.hideLabel();
    if (this.stays) this.root.hidden = !shown;
    if (shown) this.marker.addTo(this.map);
    else if (!this.stays) this.marker.remove();
  }

  /** Leave the page for good. */
  leave() {
    this.stays = false;
    this.shown = false;
    this.marker.remove();
  }

  /** @param {[number, number]} at */
  moveTo(at) {
    if (at[0] === this.at[0] && at[1] === this.at[1]) return;
    this.at = at;
    this.marker.setLatLng(at);
  }

  /** Whether a way's head is drawn in the symbol's stead. @param {boolean} isRiding */
  ride(isRiding) {
    if (isRiding === this.isRiding) return;
    this.isRiding = isRiding;
    this.root.classList.toggle("is-riding", isRiding);
    if (isRiding) this.setAside([0, 0]);
  }

  /** Set the symbol aside, with a stem to its point. @param {[number, number]} offset in pixels */
  setAside(offset) {
    if (offset[0] === this.offset[0] && offset[1] === this.offset[1]) return;
    this.offset = offset;
    const [dx, dy] = offset;
    this.symbol.style.transform = dx || dy ? `translate(${dx}px, ${dy}px)` : "";
    hide(this.stem, !dx && !dy);
    this.stem.style.width = `${Math.hypot(dx, dy)}px`;
    this.stem.style.transform = `rotate(${Math.atan2(dy, dx)}rad)`;
  }

  /**
   * Put nodes into the label when they differ from those there; `key` tells whether they do.
   * @param {string} key
   * @param {() => (Node | null)[]} build
   */
  fill(key, build) {
    if (key === this.content) return;
    this.content = key;
    this.label.replaceChildren(...build().filter((node) => node !== null));
    this.size = undefined;
    this.spot = "";
  }

  /**
   * Put another symbol there when it differs; `key` tells whether it does.
   * @param {string} key @param {() => Element | null} build
   */
  draw(key, build) {
    if (key === this.drawn) return;
    this.drawn = key;
    const symbol = build();
    this.symbol.replaceChildren(...(symbol ? [symbol] : []));
    this.taken = null;
  }

  /** Colour it as of a side; "" is none. @param {string} side */
  paint(side) {
    if (side === this.side) return;
    this.root.classList.toggle("is-told", Boolean(side));
    if (this.side) this.root.classList.remove(`cm-of-${this.side}`);
    if (side) this.root.classList.add(`cm-of-${side}`);
    this.side = side;
  }

  /** Give it a class by which its label has another size, or take it away. @param {string} name @param {boolean} isSo */
  dressAs(name, isSo) {
    if (this.root.classList.contains(name) === isSo) return;
    this.root.classList.toggle(name, isSo);
    this.size = undefined;
  }

  /** How surely it stands there; the style sheet has another name for who was only last known there. @param {string} presence */
  stand(presence) {
    if (this.root.dataset.presence === presence) return;
    this.root.dataset.presence = presence;
    this.size = undefined;
  }

  /** Ask for the label's size; of many marks all are asked before any of them is changed. @param {number} wide the map's, in pixels */
  measure(wide) {
    if (this.shown && this.label.firstChild) {
      if (wide !== this.sizedIn) this.size = undefined;
      this.sizedIn = wide;
      this.size ??= this.reckon?.() ?? this.labelSize();
    }
  }

  /** How large the label is: what was asked before of one alike is known. */
  labelSize() {
    const key = [spoken.code, this.sizedIn, this.map.getContainer().className, this.root.className, this.root.dataset.presence, this.label.innerHTML].join(" ");
    let size = labelSizes.get(key);
    if (!size) {
      if (labelSizes.size > MOST_SIZES) labelSizes.clear();
      size = { width: this.label.offsetWidth, height: this.label.offsetHeight };
      labelSizes.set(key, size);
    }
    return size;
  }

  /** The label for the layout, or null when it has none or lies outside. @param {{x: number, y: number}} size of the map @returns {LabelItem | null} */
  item(size) {
    if (!this.shown || !this.label.firstChild) return null;
    const { x, y } = this.symbolAt();
    if (x < -20 || y < -20 || x > size.x + 20 || y > size.y + 20) {
      this.hideLabel();
      return null;
    }
    this.measure(size.x);
    return {
      x, y, .../** @type {{width: number, height: number}} */ (this.size), gap: this.gap, priority: this.priority, must: this.must, sides: this.sides, isOnWay: this.isOnWay,
      place: (dx, dy, isFar) => this.put(dx, dy, isFar),
      hide: () => this.hideLabel(),
    };
  }

  /** Show the label where the layout put it, from the symbol. @param {number} dx @param {number} dy @param {boolean} isFar */
  put(dx, dy, isFar) {
    const [left, top] = [dx + this.offset[0], dy + this.offset[1]];
    const spot = `${left} ${top} ${isFar}`;
    this.laidAt = this.at;
    this.cross(false);
    if (spot === this.spot) return;
    this.spot = spot;
    this.corner = [left, top];
    this.lead(left, top, isFar);
    this.label.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    this.name(true);
  }

  /** Show the label beside its point without a layout, on that side of it where the map has room. */
  nameBeside() {
    this.label.classList.remove("is-hidden");
    const { x } = this.map.latLngToContainerPoint(this.at);
    const isOver = x + HOVER_PX + this.label.offsetWidth > this.map.getSize().x;
    this.label.style.transform = isOver ? `translate(calc(-100% - ${HOVER_PX}px), -50%)` : "";
  }

  hideLabel() {
    this.spot = "";
    this.cross(false);
    this.name(false);
    hide(this.leader, true);
  }

  /** Show the label or hide it, where that is new. @param {boolean} isNamed */
  name(isNamed) {
    if (isNamed === this.isNamed) return;
    this.isNamed = isNamed;
    this.label.classList.toggle("is-hidden", !isNamed);
    this.root.classList.toggle("is-nameless", !isNamed);
  }

  /** Take the name away while another one lies over it. @param {boolean} isCrossed */
  cross(isCrossed) {
    if (isCrossed === this.isCrossed) return;
    this.isCrossed = isCrossed;
    this.root.classList.toggle("is-crossed", isCrossed);
  }

  get hasMoved() {
    return this.at !== this.laidAt;
  }

  /** What the label takes of the map where its point is now; null where none is seen. @returns {Box | null} */
  labelBox() {
    if (!this.shown || !this.spot || !this.size || this.isCrossed) return null;
    const { x, y } = this.map.latLngToContainerPoint(this.at);
    const [left, top] = [x + this.corner[0], y + this.corner[1]];
    return { left, top, right: left + this.size.width, bottom: top + this.size.height };
  }

  /** A thin line from the point to a label that stands far off. @param {number} dx @param {number} dy @param {boolean} isFar */
  lead(dx, dy, isFar) {
    const { width, height } = this.size ?? { width: 0, height: 0 };
    const x = clamp(0, dx, dx + width);
    const y = clamp(0, dy, dy + height);
    hide(this.leader, !isFar);
    if (!isFar) return;
    this.leader.style.width = `${Math.hypot(x, y)}px`;
    this.leader.style.transform = `rotate(${Math.atan2(y, x)}rad)`;
  }

  /** What the symbol takes, in pixels; remembered once it was seen. @returns {{width: number, height: number}} */
  extent() {
    if (this.taken) return this.taken;
    const drawn = /** @type {HTMLElement | SVGElement} */ (this.symbol.firstElementChild);
    const { width, height } = drawn.getBoundingClientRect();
    if (width) this.taken = { width, height };
    return { width, height };
  }

  /** Where the middle of the symbol is on the map, in pixels. @returns {{x: number, y: number}} */
  symbolAt() {
    const { x, y } = this.map.latLngToContainerPoint(this.at);
    return { x: x + this.offset[0], y: y + this.offset[1] };
  }

  /** The box that the symbol takes, for the layout. @returns {Box | null} */
  box() {
    if (!this.shown) return null;
    const { x, y } = this.symbolAt();
    return boxAround(x, y, this.gap);
  }
}

/** The box of a symbol whose label stands so far off, in pixels. @param {number} x @param {number} y @param {number} gap @returns {Box} */
export function boxAround(x, y, gap) {
  const half = gap - 3;
  return { left: x - half, top: y - half, right: x + half, bottom: y + half };
}
