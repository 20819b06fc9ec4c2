// @ts-check
// What the reader has taken off the map: sides, kinds, degrees of certainty, layers, and all but one
// force with its parts.

/** @import { Payload, Row } from "./payload.js" */

/** What can be switched off as a whole; areas and undated things are claims, and counted as such. */
export const LAYERS = ["areas", "names", "trails", "borders", "undated"];
/** How a claim is dated that its source gives no day. */
const UNDATED = new Set(["implied", "undated"]);
const ONLY = "only:";

export class Filter {
  /** @param {() => void} changed @param {Payload} data whose sides and kinds there are to hide */
  constructor(changed, data) {
    this.changed = changed;
    this.known = new Set([...Object.keys(data.sides), "nobody"].map((side) => `side:${side}`));
    for (const { kind, certainty } of Object.values(data.rows)) {
      this.known.add(`kind:${kind}`).add(`certainty:${certainty}`);
    }
    for (const layer of LAYERS) this.known.add(`layer:${layer}`);
    this.forces = data.forces;
    for (const force of Object.keys(data.forces)) this.known.add(`${ONLY}${force}`);
    /** @type {Set<string> | null} the one force that is shown, with its parts; null: all */
    this.only = null;
    /** @type {Set<string>} tokens such as `side:iraq`, `kind:speech`, `certainty:uncertain` */
    this.hidden = new Set();
    /** Another one for each change. */
    this.version = 0;
  }

  /** @param {Row} row */
  shows(row) {
    if (!this.hidden.size) return true;
    const tokens = [`side:${row.side || "nobody"}`, `kind:${row.kind}`, `certainty:${row.certainty}`];
    if (tokens.some((token) => this.hidden.has(token))) return false;
    if (row.table === "areas" && !this.showsLayer("areas")) return false;
    if (isUndated(row) && !this.showsLayer("undated")) return false;
    return !this.only || this.isOfOnly(row);
  }

  /** Whether a claim is about the one force that is shown; who holds what belongs to sides. @param {Row} row */
  isOfOnly({ table, forces = [], by = [], against = [] }) {
    return table === "areas" || table === "control" ||
      [...forces, ...by, ...against].some((force) => this.only?.has(force));
  }

  /** @param {string} side */
  showsSide(side) {
    return !this.hidden.has(`side:${side || "nobody"}`);
  }

  /** @param {string} force */
  showsForce(force) {
    return this.showsSide(this.forces[force].side) && (!this.only || this.only.has(force));
  }

  /** @param {string} layer one of `LAYERS` */
  showsLayer(layer) {
    return !this.hidden.has(`layer:${layer}`);
  }

  /** How many of the layers are off that are no claims. */
  get layersOff() {
    return ["names", "trails", "borders"].filter((layer) => !this.showsLayer(layer)).length;
  }

  /** The force that alone is shown, with its parts; empty where all are. */
  get onlyForce() {
    return [...this.hidden].find((token) => token.startsWith(ONLY))?.slice(ONLY.length) ?? "";
  }

  /** Show one force alone, with its parts. @param {string} force empty for all */
  showOnly(force) {
    const { onlyForce } = this;
    if (onlyForce) this.hidden.delete(ONLY + onlyForce);
    if (force) this.hidden.add(ONLY + force);
    this.take();
  }

  /** @param {string} token @param {boolean} isShown */
  set(token, isShown) {
    if (isShown) this.hidden.delete(token);
    else this.hidden.add(token);
    this.take();
  }

  /** Something else is hidden now. */
  take() {
    this.only = this.onlyForce ? withParts(this.forces, this.onlyForce) : null;
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
    const asked = text.split(",").flatMap((plain) => tokens.get(plain) ?? []);
    const only = asked.find((token) => token.startsWith(ONLY));
    const wanted = asked.filter((token) => !token.startsWith(ONLY) || token === only);
    if (wanted.length === this.hidden.size && wanted.every((token) => this.hidden.has(token))) return;
    this.hidden = new Set(wanted);
    this.take();
  }
}

/** Whether a claim's source gives it no day. @param {Row} row */
export function isUndated({ dating }) {
  return UNDATED.has(dating);
}

/** All forces, each below what it is part of and so deep. @param {Payload["forces"]} forces @returns {{id: string, depth: number}[]} */
export function forceTree(forces) {
  const ids = Object.keys(forces);
  /** @type {Map<string, number>} */
  const seen = new Map();
  const list = (/** @type {string[]} */ some, /** @type {number} */ depth) => {
    for (const id of some) {
      if (seen.has(id)) continue;
      seen.set(id, depth);
      list(ids.filter((one) => forces[one].part === id), depth + 1);
    }
  };
  list(ids.filter((id) => !forces[id].part), 0);
  // What is part of itself has nothing above it.
  list(ids, 0);
  return [...seen].map(([id, depth]) => ({ id, depth }));
}

/** A force with all that are part of it, of whatever rank. @param {Payload["forces"]} forces @param {string} force */
function withParts(forces, force) {
  const own = new Set([force]);
  // A set goes on to what is added to it meanwhile.
  for (const parent of own) {
    for (const [id, { part }] of Object.entries(forces)) if (part === parent) own.add(id);
  }
  return own;
}

/** A token in letters that an address takes; a kind may be any word. @param {string} token */
function toPlain(token) {
  return encodeURIComponent(token)
    .replace(/%(?:20|3A)/g, decodeURIComponent)
    .replace(/[!*'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
