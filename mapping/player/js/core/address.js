// @ts-check
// The player's place in an address: what the reader has before them, as text in a link. In a file
// it stands after the #; in the app the page around the player keeps it.

/** Browsers slow down a page that writes its address all the time; it is written at rest. */
const WRITE_MS = 250;
const LONGEST_VALUE = 2000;
/** They mean nothing special after ? or #, so a link can be read. */
const PLAIN_SIGNS = /%(?:2C|2F|3A)/g;

/** @typedef {Record<string, string>} State what the reader set, by the names in mapping/drawing/address.py */
/**
 * @typedef {{readonly href: string, readonly hash: string, write: (hash: string) => void,
 *   onChange: (act: (href: string) => void) => void}} AddressBar the browser's
 */

export class Address {
  /**
   * @param {{fields: Record<string, string>, usual: State}} form the form of each value, and what is left out
   * @param {AddressBar} bar
   */
  constructor({ fields, usual }, bar) {
    this.bar = bar;
    this.fields = Object.entries(fields).map(
      ([name, pattern]) => /** @type {[string, RegExp]} */ ([name, new RegExp(`^(?:${pattern})$`)]),
    );
    this.usual = usual;
    /** A document inside another one, as in the app or a notebook, has no address of its own. */
    this.isOwn = /^(https?|file):/.test(bar.href);
    /** The page that shows the player, in the app. */
    this.page = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Whether there is an address to link to. */
  get isThere() {
    return this.isOwn || Boolean(this.page);
  }

  /** Whether it leads only to a file on the reader's own computer. */
  get isFile() {
    return this.bar.href.startsWith("file:");
  }

  /** Whether it leads only to a server on the reader's own computer. */
  get isLocal() {
    const { hostname } = new URL(this.isOwn ? this.bar.href : this.page || "http://nowhere");
    return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  }

  /** What an address asks for; values of another form are left out. @param {string} [href] @returns {State} */
  read(href = this.bar.href) {
    if (!this.isOwn) return {};
    return this.check(Object.fromEntries(new URLSearchParams(href.split("#")[1] ?? "")));
  }

  /** The values that have the form they should have. @param {State} given @returns {State} */
  check(given) {
    const state = Object.create(null);
    for (const [name, form] of this.fields) {
      const value = given[name] ?? "";
      if (value.length <= LONGEST_VALUE && form.test(value)) state[name] = value;
    }
    return state;
  }

  /** A word of the address that is no setting, such as `still`. @param {string} name */
  word(name) {
    return this.isOwn ? new URLSearchParams(this.bar.hash.slice(1)).get(name) : null;
  }

  /** Another address was asked for, as by the Back button. @param {(wanted: State) => void} act */
  onChange(act) {
    if (!this.isOwn) return;
    this.bar.onChange((href) => {
      clearTimeout(this.timer);
      act(this.read(href));
    });
  }

  /** Say in the address what the reader settled on, without another step back. @param {State} state */
  show(state) {
    if (!this.isOwn) return;
    clearTimeout(this.timer);
    const before = this.bar.hash;
    this.timer = setTimeout(() => {
      const hash = `#${this.toText(state)}`;
      // Another address was asked for meanwhile: it is told of in a moment.
      if (hash !== before && this.bar.hash === before) this.bar.write(hash);
    }, WRITE_MS);
  }

  /** The settings as `name=value&name=value`, without what is usual. @param {State} state */
  toText(state) {
    const params = new URLSearchParams();
    for (const [name, form] of this.fields) {
      const value = state[name] ?? "";
      if (value !== (this.usual[name] ?? "") && form.test(value)) params.set(name, value);
    }
    return readable(params);
  }

  /** The whole address of a state. @param {State} state @param {boolean} [embedded] for a frame in another page */
  link(state, embedded = false) {
    if (this.isOwn) {
      const [base] = this.bar.href.split("#");
      const file = embedded && this.isFile ? base.slice(base.lastIndexOf("/") + 1) : base;
      return `${file}#${this.toText(state)}`;
    }
    const [base, query = ""] = this.page.split("#")[0].split("?");
    const params = new URLSearchParams(query);
    params.delete("embed");
    for (const [name, value] of new URLSearchParams(this.toText(state))) params.set(name, value);
    if (embedded) params.set("embed", "true");
    return `${base}?${readable(params)}`;
  }
}

/** @param {URLSearchParams} params */
function readable(params) {
  return params.toString().replace(PLAIN_SIGNS, decodeURIComponent);
}
