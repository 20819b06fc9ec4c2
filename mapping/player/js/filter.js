// @ts-check
// What the reader has taken off the map: sides, kinds and degrees of certainty.

class Filter {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {Set<string>} tokens such as `side:iraq`, `kind:speech`, `certainty:uncertain` */
    this.hidden = new Set();
  }

  /** @param {Row} row */
  shows(row) {
    if (!this.hidden.size) return true;
    const tokens = [`side:${row.side || "nobody"}`, `kind:${row.kind}`, `certainty:${row.certainty}`];
    return !tokens.some((token) => this.hidden.has(token));
  }

  /** @param {string} side */
  showsSide(side) {
    return !this.hidden.has(`side:${side || "nobody"}`);
  }

  /** @param {string} token @param {boolean} isShown */
  set(token, isShown) {
    if (isShown) this.hidden.delete(token);
    else this.hidden.add(token);
    this.changed();
  }

  /** Everything that is hidden, for the address. */
  toString() {
    return [...this.hidden].sort().join(",");
  }

  /** @param {string} text what `toString` gave; unknown tokens hide nothing */
  restore(text) {
    const wanted = text ? text.split(",").slice(0, 100) : [];
    if (wanted.join(",") === this.toString()) return;
    this.hidden = new Set(wanted);
    this.changed();
  }
}
