// @ts-check
// Marks on the map: a symbol at a point, with a label that the layout moves around it.

class Mark {
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
    this.label = element("div", "cm-label");
    this.symbol = element("div", "cm-symbol", [symbol]);
    this.leader = element("span", "cm-leader");
    this.leader.hidden = true;
    this.root = element("div", `cm-mark ${classes}`, [this.leader, this.symbol, this.label]);
    if (select) this.symbol.addEventListener("click", select);
    this.marker = L.marker(at, {
      pane,
      keyboard: false,
      bubblingMouseEvents: false,
      icon: L.divIcon({ className: "", iconSize: [0, 0], html: this.root }),
    });
    // Leaflet would stack marks anew by their latitude with every step of every one of them.
    this.marker._updateZIndex = () => {};
    this.shown = false;
    this.content = "";
  }

  /** @param {boolean} shown */
  show(shown) {
    if (shown === this.shown) return;
    this.shown = shown;
    if (shown) this.marker.addTo(this.map);
    else this.marker.remove();
  }

  /** @param {[number, number]} at */
  moveTo(at) {
    if (at[0] === this.at[0] && at[1] === this.at[1]) return;
    this.at = at;
    this.marker.setLatLng(at);
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
  }

  /** The label for the layout, or null when it has none or lies outside. @param {{x: number, y: number}} size of the map @returns {LabelItem | null} */
  item(size) {
    if (!this.shown || !this.label.firstChild) return null;
    const { x, y } = this.map.latLngToContainerPoint(this.at);
    if (x < -20 || y < -20 || x > size.x + 20 || y > size.y + 20) {
      this.hideLabel();
      return null;
    }
    this.size ??= { width: this.label.offsetWidth, height: this.label.offsetHeight };
    return {
      x, y, ...this.size, gap: this.gap, priority: this.priority, must: this.must,
      place: (dx, dy, isFar) => {
        this.lead(dx, dy, isFar);
        this.label.style.transform = `translate(${Math.round(dx)}px, ${Math.round(dy)}px)`;
        this.label.classList.remove("is-hidden");
      },
      hide: () => this.hideLabel(),
    };
  }

  hideLabel() {
    this.label.classList.add("is-hidden");
    this.leader.hidden = true;
  }

  /** A thin line from the point to a label that stands far off. @param {number} dx @param {number} dy @param {boolean} isFar */
  lead(dx, dy, isFar) {
    const { width, height } = this.size;
    const x = clamp(0, dx, dx + width);
    const y = clamp(0, dy, dy + height);
    this.leader.hidden = !isFar;
    this.leader.style.width = `${Math.hypot(x, y)}px`;
    this.leader.style.transform = `rotate(${Math.atan2(y, x)}rad)`;
  }

  /** The box that the symbol takes, for the layout. @returns {Box | null} */
  box() {
    if (!this.shown) return null;
    const { x, y } = this.map.latLngToContainerPoint(this.at);
    const half = this.gap - 3;
    return { left: x - half, top: y - half, right: x + half, bottom: y + half };
  }
}

/** @typedef {{side: string, sure: boolean}} Holder */

/**
 * A place's dot with a ring of who holds it for each account, the second one outside: whole for
 * one holder, halved for two, dashed where it is not sure.
 * @param {string} path drawing for this kind of place, or empty
 * @param {Holder[][]} holders of each account
 */
function placeSymbol(path, holders) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-12 -12 24 24");
  svg.setAttribute("class", "cm-place-symbol");
  holders.forEach((ofAccount, number) => svg.append(...rings(ofAccount, 9 + 4.5 * number)));
  const dot = document.createElementNS(SVG, "path");
  dot.setAttribute("d", path || "M0 -3.4A3.4 3.4 0 1 0 0 3.4A3.4 3.4 0 1 0 0 -3.4Z");
  dot.setAttribute("class", path ? "cm-place-drawing" : "cm-dot");
  if (path) dot.setAttribute("transform", "scale(.62) translate(-12 -12)");
  svg.append(dot);
  return svg;
}

/** @param {Holder[]} holders @param {number} radius @returns {SVGPathElement[]} */
function rings(holders, radius) {
  const left = `M0 -${radius}A${radius} ${radius} 0 0 0 0 ${radius}`;
  const right = `M0 ${radius}A${radius} ${radius} 0 0 0 0 -${radius}`;
  return holders.slice(0, 2).map(({ side, sure }, number) => {
    const ring = document.createElementNS(SVG, "path");
    ring.setAttribute("d", holders.length === 1 ? left + right : number === 0 ? left : right);
    ring.setAttribute("class", `cm-ring cm-of-${side || "nobody"} ${sure ? "" : "is-perhaps"}`);
    return ring;
  });
}
