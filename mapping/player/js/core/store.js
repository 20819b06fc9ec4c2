// @ts-check
// The one state of the player. Whoever changes it says only what is new; each part that needs what is
// new is drawn once, however much has changed.

/** A part that changes what parts before it need has them drawn anew, but not without end. */
const MOST_ROUNDS = 3;

/** @template {object} S */
export class Store {
  /**
   * @param {S} state
   * @param {() => void} soon sees to it that what has changed is drawn soon; asked at each change
   */
  constructor(state, soon) {
    /** @type {Readonly<S>} */
    this.state = Object.freeze({ ...state });
    this.soon = soon;
    this.count = 1;
    /** When each value changed last. @type {Map<keyof S, number>} */
    this.changed = new Map(this.names(state).map((name) => [name, 1]));
    /** @type {{needs: (keyof S)[], draw: (state: Readonly<S>) => void, drawn: number}[]} in their order */
    this.parts = [];
    this.isDrawing = false;
  }

  /** @param {Partial<S>} part */
  names(part) {
    return /** @type {(keyof S)[]} */ (Object.keys(part));
  }

  /** A part of the player, drawn after those that are there. @param {(keyof S)[]} needs @param {(state: Readonly<S>) => void} draw */
  part(needs, draw) {
    this.parts.push({ needs, draw, drawn: 0 });
  }

  /** @param {Partial<S>} part what may be new */
  set(part) {
    const names = this.names(part).filter((name) => part[name] !== this.state[name]);
    if (!names.length) return;
    this.count += 1;
    for (const name of names) this.changed.set(name, this.count);
    this.state = Object.freeze({ ...this.state, ...part });
    if (!this.isDrawing) this.soon();
  }

  /** Draw what has changed since it was drawn. */
  flush() {
    if (this.isDrawing) return;
    this.isDrawing = true;
    try {
      for (let round = 0; round < MOST_ROUNDS && this.drawParts(); round += 1);
    } finally {
      this.isDrawing = false;
    }
  }

  /** @returns {boolean} whether there was anything to draw */
  drawParts() {
    let isAny = false;
    for (const part of this.parts) {
      if (!part.needs.some((name) => (this.changed.get(name) ?? 0) > part.drawn)) continue;
      isAny = true;
      part.drawn = this.count;
      part.draw(this.state);
    }
    return isAny;
  }
}
