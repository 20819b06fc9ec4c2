// @ts-check
// The day in words: headline, claims with their evidence, where each force stood.

const FIRST_UNDATED = 3;

class Story {
  /**
   * @param {Payload} data
   * @param {(id: string) => void} choose called when the reader opens or closes a claim
   */
  constructor(data, choose) {
    this.data = data;
    this.choose = choose;
    this.selected = "";
    this.showsAll = false;
    this.date = element("p", "cm-date");
    this.second = element("p", "cm-calendar");
    this.headline = element("h2", "cm-headline");
    this.text = element("p", "cm-text");
    this.list = element("div", "cm-lists");
    this.head = element("header", "cm-story-head", [this.date, this.second, this.headline, this.text]);
    this.root = element("section", "cm-story", [this.head, this.list], {
      "aria-label": "The day in words", tabindex: "-1",
    });
  }

  /** @param {Telling} telling */
  tell(telling) {
    this.telling = telling;
    this.cell = -1;
  }

  /** The heading follows while the time moves; the rest comes when it settles. @param {number} cell */
  name(cell) {
    const day = this.data.days[cell];
    const told = this.telling.days[cell];
    this.date.textContent = day.label;
    this.second.textContent = day.second;
    this.headline.textContent = told.headline || (told.dated.length ? "" : "No dated claim");
    this.text.textContent = told.text;
  }

  /** @param {number} cell */
  draw(cell) {
    if (cell === this.cell) return;
    this.cell = cell;
    this.showsAll = false;
    this.name(cell);
    this.build();
    this.root.scrollTop = 0;
  }

  build() {
    const told = this.telling.days[this.cell];
    this.list.replaceChildren(
      ...[
        this.dated(told.dated),
        this.undated(told.undated),
        this.forces(told),
        this.control(told),
        this.folded(`Before ${this.edge(0)}`, this.telling.before),
        this.folded(`After ${this.edge(this.data.days.length - 1)}`, this.telling.after),
      ].filter((node) => node !== null),
    );
  }

  /** @param {number} number */
  edge(number) {
    const day = this.data.days[number];
    return `${day.number} ${day.month}`;
  }

  /** @param {string[]} names */
  dated(names) {
    if (!names.length) {
      if (this.telling.days[this.cell].headline) return null;
      return element("p", "cm-none", "No dated claim for this day in this account.");
    }
    return this.section("This day", "", names);
  }

  /** @param {string[]} names */
  undated(names) {
    if (!names.length) return null;
    const chosen = names.indexOf(this.selected);
    const all = this.showsAll || names.length <= FIRST_UNDATED + 1 || chosen >= FIRST_UNDATED;
    const shown = all ? names : names.slice(0, FIRST_UNDATED);
    const section = this.section(
      "Undated in this account", "May belong to this day, by inference.", shown, true,
    );
    if (!all) {
      const rest = names.length - shown.length;
      section.append(
        button("cm-rest", `${rest} more that may belong here`, "", () => {
          this.showsAll = true;
          this.build();
          /** @type {HTMLElement} */ (this.list.querySelector(`[data-row="${names[FIRST_UNDATED]}"] button`))?.focus();
        }),
      );
    }
    return section;
  }

  /** @param {string} title @param {string} hint @param {string[]} names @param {boolean} [short] */
  section(title, hint, names, short = false) {
    return element("section", "cm-group", [
      element("h3", "", title),
      hint ? element("p", "cm-hint", hint) : null,
      element("ul", "cm-claims", names.map((name) => this.claim(name, short))),
    ]);
  }

  /** @param {string} title @param {string[]} names */
  folded(title, names) {
    if (!names.length) return null;
    const details = element("details", "cm-group cm-folded", [
      element("summary", "", `${title} (${names.length})`),
      element("ul", "cm-claims", names.map((name) => this.claim(name))),
    ]);
    if (names.includes(this.selected)) details.setAttribute("open", "");
    return details;
  }

  /** @param {string} name @param {boolean} [short] whether the list already says "undated" */
  claim(name, short = false) {
    const row = this.data.rows[name];
    const isOpen = name === this.selected;
    const body = isOpen ? this.evidence(row) : null;
    const id = `cm-${name.replace("/", "-")}`;
    const attributes = { "aria-expanded": String(isOpen), ...(isOpen ? { "aria-controls": id } : {}) };
    if (body) body.id = id;
    const head = button("cm-claim-head", [
      this.sign(name),
      element("span", "cm-claim-words", [
        element("span", "cm-claim-title", row.title),
        element("span", "cm-claim-when", `${short ? row.placed : row.when} · ${this.data.words.certainty[row.certainty]}`),
      ]),
    ], "", () => this.choose(isOpen ? "" : name));
    for (const [key, value] of Object.entries(attributes)) head.setAttribute(key, value);
    const item = element("li", `cm-claim ${isOpen ? "is-open" : ""}`, [head, body]);
    item.dataset.row = name;
    return item;
  }

  /** @param {string} name */
  sign(name) {
    const row = this.data.rows[name];
    if (row.table === "events") {
      const sign = pictogram(this.data, name);
      delete sign.dataset.row;
      sign.removeAttribute("title");
      return sign;
    }
    const side = this.data.sides[row.side];
    const shape = drawing(side ? this.data.symbols.shapes[side.shape] : this.data.symbols.plain);
    const planned = row.mode && row.mode !== "actual";
    return element("span", `cm-shape cm-of-${row.side} ${planned ? "is-hollow" : ""}`, [shape]);
  }

  /** @param {Row} row */
  evidence(row) {
    return element("div", "cm-claim-body", [
      row.summary ? element("p", "", row.summary) : null,
      row.places.length ? element("p", "cm-where", this.places(row)) : null,
      element("h4", "", "Who says so"),
      element("ul", "cm-passages", row.evidence.map((passage) => this.passage(passage))),
      row.evidence.length ? null : element("p", "cm-none", "No passage is given for this."),
    ]);
  }

  /** @param {Row} row */
  places(row) {
    const names = [...new Set(row.places)].map((id) => {
      const place = this.data.places[id];
      const doubt = place.at ? (place.radius ? ` (± ${place.radius} km)` : "") : " (not located)";
      return element("span", "cm-place-name", [
        document.createTextNode(place.name),
        place.native ? element("bdi", "cm-native", place.native, { dir: "auto" }) : null,
        element("span", "cm-doubt", doubt),
      ]);
    });
    return names.flatMap((name, number) => (number ? [document.createTextNode(" · "), name] : [name]));
  }

  /** @param {Passage} passage */
  passage(passage) {
    const source = this.data.sources[passage.source];
    const seen = source.seen && source.seen !== "whole" ? ` (seen: ${source.seen})` : "";
    const name = [source.publisher || source.title, source.published].filter(Boolean).join(", ");
    // A text fragment takes the browser to the phrase itself.
    const fragment = passage.words ? `#:~:text=${encodeURIComponent(passage.words)}` : "";
    const title = source.url
      ? element("a", "", name, { href: source.url + fragment, target: "_blank", rel: "noopener noreferrer" })
      : element("span", "", name);
    const whose = [source.standpoint, passage.locator].filter(Boolean).join(" · ");
    return element("li", `cm-passage is-${passage.stance}`, [
      passage.words ? element("q", "", passage.words, { dir: "auto" }) : null,
      element("p", "cm-source", [title, document.createTextNode(`${seen} · ${whose}`)]),
      element("p", "cm-stance", [
        element("b", "", this.data.words.stance[passage.stance]),
        document.createTextNode(passage.note ? `: ${passage.note}` : ""),
      ]),
    ]);
  }

  /** @param {ToldDay} told */
  forces(told) {
    if (!told.forces.length) return null;
    const rows = told.forces.map(({ force, text }) => {
      const { label, side } = this.data.forces[force];
      const shape = drawing(this.data.symbols.shapes[this.data.sides[side].shape]);
      return element("li", "", [
        element("span", `cm-shape cm-of-${side}`, [shape]),
        element("span", "", [element("b", "", label), document.createTextNode(` ${text}`)]),
      ]);
    });
    return element("section", "cm-group cm-facts", [
      element("h3", "", "At the day's end"), element("ul", "", rows),
    ]);
  }

  /** @param {ToldDay} told */
  control(told) {
    if (!told.control.length) return null;
    const rows = told.control.map(({ text, changed }) =>
      element("li", changed ? "is-new" : "", [
        element("span", "", text), changed ? element("span", "cm-new", "new") : null,
      ]),
    );
    return element("section", "cm-group cm-facts", [
      element("h3", "", "Who holds what"), element("ul", "", rows),
    ]);
  }

  /** Open a claim; one that is not told of this day stays closed. @param {string} id */
  select(id) {
    if (id === this.selected) return;
    const hadFocus = this.root.contains(document.activeElement);
    const before = this.selected;
    this.selected = id;
    this.build();
    const item = this.list.querySelector(`[data-row="${CSS.escape(id || before)}"]`);
    if (hadFocus) /** @type {HTMLElement | null} */ (item?.querySelector("button"))?.focus({ preventScroll: true });
    if (id) item?.scrollIntoView({ block: "nearest", behavior: prefersStill() ? "auto" : "smooth" });
  }

  /** Put the keyboard on the day's first claim. */
  enter() {
    /** @type {HTMLElement} */ (this.list.querySelector(".cm-claim-head") ?? this.root).focus();
  }
}
