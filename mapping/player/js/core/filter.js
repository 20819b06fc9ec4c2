// @ts-check
// What the reader has taken off the map: sides, kinds and degrees of certainty.

/** @import { Payload, Row } from "./payload.js" */

export class Filter {
  /** @param {() => void} changed @param {Payload} data whose sides and kinds there are to hide */
  constructor(changed, data) {
    this.changed = changed;
    this.known = new Set([...Object.keys(data.sides), "nobody"].map((side) => `side:${side}`));
    for (const { kind, certainty } of Object.values(data.rows)) {
      this.known.add(`kind:${kind}`).add(`certainty:${certainty}`);
    }
    /** @type {Set<string>} tokens such as `side:iraq`, `kind:speech`, `certainty:uncertain` */
    this.hidden = new Set();
    /** Another one for each change. */
    this.version = 0;
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
    this.version += 1;
    this.changed();
  }

  /** Everything that is hidden, for the address. */
  toString() {
    return [...this.hidden].sort().map(toPlain).join(",");
  }

  /** @param {string} text what `toString` gave; unknown tokens hide nothing */
  restore(text) {
    const tokens = new Map([...this.known].map((token) => [toPlain(token), token]));
    const wanted = text.split(",").flatMap((plain) => tokens.get(plain) ?? []);
    if (wanted.length === this.hidden.size && wanted.every((token) => this.hidden.has(token))) return;
    this.hidden = new Set(wanted);
    this.version += 1;
    this.changed();
  }
}

/** A token in letters that an address takes; a kind may be any word. @param {string} token */
function toPlain(token) {
  return encodeURIComponent(token)
    .replace(/%(?:20|3A)/g, decodeURIComponent)
    .replace(/[!*'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
