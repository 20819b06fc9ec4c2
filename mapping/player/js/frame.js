// @ts-check
// The layout around the map: title, controls, live region, keys.

const HINT_MS = 9000;

class Frame {
  /**
   * @param {any} map the Leaflet map
   * @param {Payload} data
   * @param {{bar: HTMLElement, story: HTMLElement, legend: HTMLElement, reset: () => void,
   *   all: () => void,
   *   choose: (account: string, compare: string) => void}} parts
   */
  constructor(map, data, parts) {
    const container = map.getContainer();
    this.live = element("p", "cm-live", "", { "aria-live": "polite", role: "status" });
    this.data = data;
    this.tellerLine = Object.keys(data.tellings).length > 1
      ? this.chooser(parts.choose)
      : element("p", "cm-teller", data.tellings[data.campaign.account].teller);
    this.today = element("p", "cm-today-words");
    this.title = element("header", "cm-title", [
      element("h1", "", data.campaign.title), this.today, this.tellerLine,
    ]);
    this.resetButton = button("cm-tool", [drawing("M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5")],
      "Back to the day's view", parts.reset);
    const all = button("cm-tool", [drawing("M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3")],
      "Show all of this day", parts.all);
    const tools = element("div", "cm-tools leaflet-bar leaflet-control", [this.resetButton, all]);
    this.stage = element("div", "cm-stage");
    container.replaceWith(this.stage);
    this.stage.append(this.title, container, tools, parts.legend);
    this.root = element("main", "cm-player", [parts.bar, parts.story, this.stage, this.live]);
    document.body.prepend(this.root);
    this.hint();
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", "Map. What it shows is told in words in the story.");
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
    map.invalidateSize({ animate: false });
  }

  /** Whose telling is shown, and next to whose. @param {(account: string, compare: string) => void} choose */
  chooser(choose) {
    const told = Object.entries(this.data.tellings);
    const option = (/** @type {string} */ value, /** @type {string} */ words) =>
      element("option", "", words, { value });
    const list = (/** @type {string} */ label, /** @type {HTMLElement[]} */ options) =>
      /** @type {HTMLSelectElement} */ (element("select", "", options, { "aria-label": label }));
    this.account = list("As told by", told.map(([id, { whose }]) => option(id, whose)));
    this.compare = list("Compare with", [
      option("", "no other account"), ...told.map(([id, { whose }]) => option(id, whose)),
    ]);
    for (const one of [this.account, this.compare]) {
      one.addEventListener("change", () => choose(this.account.value, this.compare.value));
    }
    const line = (/** @type {string} */ letter, /** @type {string} */ words, /** @type {HTMLElement} */ one) =>
      element("label", "cm-choice", [element("span", "cm-letter", letter), element("span", "", words), one]);
    return element("div", "cm-teller cm-choices", [
      line("A", "As told by", this.account), line("B", "next to", this.compare),
    ]);
  }

  /** @param {string} account @param {string} compare */
  teller(account, compare) {
    if (!this.account || !this.compare) return;
    this.account.value = account;
    this.compare.value = compare;
    for (const one of this.compare.options) one.disabled = one.value === account;
    this.tellerLine.classList.toggle("is-compared", Boolean(compare));
  }

  /** What to do first; it goes with the first touch of anything. */
  hint() {
    const words = "Drag along the days. Press anything to see who says so.";
    const hint = element("p", "cm-hint-bubble", words);
    this.stage.append(hint);
    const go = () => hint.remove();
    for (const touch of ["pointerdown", "keydown", "wheel"]) {
      document.addEventListener(touch, go, { once: true, passive: true });
    }
    window.setTimeout(go, HINT_MS);
  }

  /** @param {Day} day */
  day(day) {
    if (this.today.textContent !== day.label) this.today.textContent = day.label;
  }

  /** @param {boolean} isTaken whether the reader moved the map */
  taken(isTaken) {
    this.resetButton.classList.toggle("is-wanted", isTaken);
  }

  /** @param {string} words */
  announce(words) {
    this.live.textContent = words;
  }

  /** Keys that work everywhere in the player, but not where they have a use of their own. @param {(event: KeyboardEvent) => boolean} handle */
  keys(handle) {
    document.addEventListener("keydown", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      const isOwn = event.key !== "Escape" && target.closest("button, a, summary, input, select");
      if (isOwn || event.ctrlKey || event.metaKey || event.altKey) return;
      if (handle(event)) event.preventDefault();
    });
  }
}
