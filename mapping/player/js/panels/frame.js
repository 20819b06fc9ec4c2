// @ts-check
// The layout around the map: title, controls, live region, keys.

import { sayNamed, saySums } from "../core/quantities.js";
import { USUAL_LANGUAGE, say, sayCount, sayNumber, spoken } from "../core/words.js";
import { foldCredits } from "../ui/credits.js";
import { button, drawing, element, hide, quoted } from "../ui/elements.js";

/** @import { Sums } from "../core/days.js" */
/** @import { Day, Payload, Telling } from "../core/payload.js" */
/** @import { Cover } from "./cover.js" */
/** @import { Find } from "./find.js" */
/** @import { Share } from "./share.js" */

const CORNERS = "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5";
const GLASS = "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM15.5 15.5L21 21";
const CORNERS_IN = "M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5";

export class Frame {
  /**
   * @param {any} map the Leaflet map
   * @param {Payload} data
   * @param {{bar: HTMLElement, story: HTMLElement, legend: HTMLElement, reset: () => void,
   *   all: () => void,
   *   choose: (account: string, compare: string) => void, speak: (language: string) => void,
   *   share: Share, find: Find}} parts
   * @param {AbortSignal} signal ends what listens when another frame takes its place
   */
  constructor(map, data, parts, signal) {
    const container = map.getContainer();
    this.live = element("p", "cm-live", "", { "aria-live": "polite", role: "status" });
    this.data = data;
    this.signal = signal;
    this.tellerLine = Object.keys(data.tellings).length > 1
      ? this.chooser(parts.choose)
      : this.onlyTeller(data.tellings[data.campaign.account]);
    this.today = element("p", "cm-today-words");
    this.moment = element("p", "cm-moment");
    this.window = element("div", "cm-window");
    this.count = element("p", "cm-count");
    for (const node of [this.moment, this.window, this.count]) node.hidden = true;
    this.title = element("header", `cm-title ${this.choice ? "has-choices" : ""}`, [
      element("h1", "", [quoted("bdi", "", data.campaign.title, data.campaign.language)]), this.today, this.window, this.tellerLine, this.moment, this.count,
    ]);
    this.resetButton = button("cm-tool cm-reset-view", [drawing("M5 4v6h6M5.6 9.6A7.6 7.6 0 1 1 4.6 14.5")],
      say("frame.reset"), parts.reset);
    const all = button("cm-tool", [drawing("M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3")],
      say("frame.all"), parts.all);
    const isMenu = Object.keys(data.languages).length > 2;
    this.languageButton = isMenu ? this.languageMenu(parts.speak) : this.otherLanguage(parts.speak);
    const language = isMenu ? languageTool(this.languageButton) : this.languageButton;
    const findButton = button("cm-tool", [drawing(GLASS)], say("find.label"), () => parts.find.toggle());
    // A press on it may not take the keyboard out of the field first: that would close it.
    findButton.addEventListener("pointerdown", (event) => event.preventDefault());
    const tools = element("div", "cm-tools leaflet-bar leaflet-control", [
      findButton, this.resetButton, all, this.fullButton(), language, parts.share.button,
    ]);
    // Leaflet's buttons stand below, however many tools there are.
    const zoom = (container.closest(".cm-player") ?? container).querySelector(".leaflet-control-zoom");
    const corner = element("div", "cm-corner", [tools, zoom]);
    this.stage = element("div", "cm-stage");
    const before = container.closest(".cm-player");
    this.stage.append(this.title, container, corner, parts.share.panel, parts.find.root, parts.legend);
    this.root = element("main", "cm-player", [parts.bar, parts.story, this.stage, this.live]);
    if (before) before.replaceWith(this.root);
    else document.body.prepend(this.root);
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) this.root.classList.remove("is-presenting");
    }, { signal });
    this.hold(map, container, parts.legend);
    // Before there was a player the map had another size. Later it has that of the finished page, which
    // the observer sees; the bar and the story are still empty here, and the map would move for them.
    if (!before) map.invalidateSize({ animate: false });
  }

  /** Name the map, and let it fill the room there is. @param {any} map @param {HTMLElement} container @param {HTMLElement} legend */
  hold(map, container, legend) {
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", say("frame.map"));
    // North stays up and east to the right in every language.
    container.dir = "ltr";
    let ends = 0;
    const room = new ResizeObserver((entries) => {
      // While the sheet is printed the map has no size; it keeps its own.
      const isMap = entries.some(({ target }) => target === container);
      const { x, y } = map.getSize();
      const isOther = container.clientWidth !== x || container.clientHeight !== y;
      if (isMap && container.offsetWidth && isOther) map.invalidateSize({ animate: false });
      // The legend, opened below the title, ends where the title does.
      const now = this.title.offsetTop + this.title.offsetHeight;
      if (now === ends) return;
      ends = now;
      // Said of the stage, all that is on the map would be styled anew.
      legend.style.setProperty("--title-end", `${ends}px`);
    });
    room.observe(container);
    room.observe(this.title);
    this.signal.addEventListener("abort", () => room.disconnect());
    labelControls(map);
    foldCredits(map, this.signal);
  }

  /** Another language, by its own name. @param {(language: string) => void} choose */
  otherLanguage(choose) {
    const codes = Object.keys(this.data.languages);
    const code = codes[(codes.indexOf(spoken.code) + 1) % codes.length];
    const { strings } = this.data.languages[code];
    const node = button("cm-tool cm-language", strings["language.short"], strings["language.name"],
      () => choose(code));
    node.lang = code;
    return node;
  }

  /** All languages, each by its own name. @param {(language: string) => void} choose */
  languageMenu(choose) {
    const options = Object.entries(this.data.languages).map(([code, { strings }]) =>
      element("option", "", strings["language.name"], { value: code, lang: code }));
    const label = say("frame.language");
    const menu = /** @type {HTMLSelectElement} */ (element("select", "", options, { "aria-label": label, title: label }));
    menu.value = spoken.code;
    menu.addEventListener("change", () => choose(menu.value));
    return menu;
  }

  /** The one account there is: its own title, which may be a sentence. @param {Telling} telling */
  onlyTeller({ title, standpoint }) {
    return quoted("p", "cm-teller", [title, standpoint].filter(Boolean).join(", "), this.data.campaign.language);
  }

  /** Whose telling is shown, and next to whose. @param {(account: string, compare: string) => void} choose */
  chooser(choose) {
    const told = Object.entries(this.data.tellings);
    const option = (/** @type {string} */ value, /** @type {string} */ words) =>
      element("option", "", words, { value, dir: "auto" });
    const list = (/** @type {string} */ label, /** @type {HTMLElement[]} */ options) =>
      /** @type {HTMLSelectElement} */ (element("select", "", options, { "aria-label": label }));
    const account = list(say("frame.account"), told.map(([id, { title }]) => option(id, title)));
    const compare = list(say("frame.compare"), [
      option("", say("frame.no-other")), ...told.map(([id, { title }]) => option(id, title)),
    ]);
    const standpoints = [account, compare].map((one, number) => {
      const node = element("span", "cm-standpoint", "", { id: `cm-standpoint-${number}` });
      one.setAttribute("aria-describedby", node.id);
      return node;
    });
    for (const one of [account, compare]) {
      one.addEventListener("change", () => choose(account.value, compare.value));
    }
    this.choice = { account, compare, standpoints };
    const line = (/** @type {string} */ letter, /** @type {string} */ words, /** @type {HTMLElement} */ one, /** @type {HTMLElement} */ standpoint) =>
      element("div", "cm-choice", [
        element("span", "cm-letter", letter),
        element("label", "", [words ? element("span", "", words) : null, one]), standpoint,
      ]);
    return element("div", "cm-teller cm-choices", [
      line("A", say("frame.account"), account, standpoints[0]),
      line("B", "", compare, standpoints[1]),
    ]);
  }

  /** @param {string} account @param {string} compare */
  teller(account, compare) {
    if (!this.choice) return;
    const { standpoints } = this.choice;
    const lists = [this.choice.account, this.choice.compare];
    [account, compare].forEach((id, number) => {
      const { standpoint = "", title = "" } = this.data.tellings[id] ?? {};
      const words = quoted("bdi", "", standpoint, this.data.campaign.language);
      lists[number].value = id;
      standpoints[number].replaceChildren(...(standpoint ? [words] : []));
      lists[number].title = [title, standpoint].filter(Boolean).join(", ");
    });
    for (const one of this.choice.compare.options) one.disabled = one.value === account;
    // Closed, the list says what it is for; opened beside a second telling, how to be rid of it.
    this.choice.compare.options[0].text = say(compare ? "frame.no-other" : "frame.beside");
    this.tellerLine.classList.toggle("is-compared", Boolean(compare));
  }

  /** What the map is about, over the map until the reader finds a way in. @param {Cover | null} cover */
  cover(cover) {
    this.stage.querySelector(".cm-cover")?.remove();
    if (cover) this.stage.append(cover.root);
    this.root.classList.toggle("has-cover", Boolean(cover));
  }

  /** What the cover's words take of the map, from its start and from above, in pixels; one of both. */
  get covered() {
    const cover = /** @type {HTMLElement | null} */ (this.stage.querySelector(".cm-cover"));
    if (!cover) return { side: 0, top: 0 };
    const base = this.stage.getBoundingClientRect();
    const boxes = [...cover.children].map((node) => node.getBoundingClientRect());
    const isMirrored = document.documentElement.dir === "rtl";
    const side = Math.max(...boxes.map((box) => (isMirrored ? base.right - box.left : box.right - base.left)));
    const top = Math.max(...boxes.map((box) => box.bottom - base.top));
    const isAbove = cover.offsetWidth >= base.width || base.width - side <= base.width / 3;
    return isAbove ? { side: 0, top } : { side, top: 0 };
  }

  get isPresenting() {
    return this.root.classList.contains("is-presenting");
  }

  /** The story alone, in large type, on the whole screen where the browser lets it. @param {boolean} [wanted] */
  present(wanted = !this.isPresenting) {
    this.root.classList.toggle("is-presenting", wanted);
    // A frame in another page may not fill the screen: then the story fills the frame.
    if (wanted) document.documentElement.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  }

  /** The way to the whole screen and back, where the browser and the page around let it. */
  fullButton() {
    if (!document.fullscreenEnabled) return null;
    const node = button("cm-tool cm-full", [drawing(CORNERS)], say("frame.full"), () => this.fill());
    document.addEventListener("fullscreenchange", () => {
      const isFull = Boolean(document.fullscreenElement);
      const label = say(isFull ? "frame.not-full" : "frame.full");
      for (const name of ["aria-label", "title"]) node.setAttribute(name, label);
      node.replaceChildren(drawing(isFull ? CORNERS_IN : CORNERS));
    }, { signal: this.signal });
    return node;
  }

  /** All of it on the whole screen, and back. */
  fill() {
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    else document.documentElement.requestFullscreen().catch(() => {});
  }

  /** A short note over the map; it goes with the next touch of anything. @param {string} words */
  note(words) {
    this.announce(words);
    const note = element("p", "cm-hint-bubble cm-note", words);
    this.stage.append(note);
    for (const touch of ["pointerdown", "keydown"]) {
      document.addEventListener(touch, () => note.remove(), { once: true, signal: this.signal });
    }
  }

  /** @param {Day} day @param {number | null} time the moment that is shown; null: the whole day */
  day(day, time) {
    if (this.today.textContent !== day.label) this.today.textContent = day.label;
    hide(this.moment, time === null);
    if (time === null) return;
    const hour = Math.floor((time % 1) * 24);
    const clock = `${String(hour).padStart(2, "0")}:00`;
    const words = say("frame.moment", { time: sayNumber(clock) });
    if (this.moment.textContent !== words) this.moment.textContent = words;
  }

  /** Say what a window of days holds, and offer to leave it. @param {Sums | null} sums null for no window @param {string} days the first and the last @param {() => void} leave */
  sums(sums, days, leave) {
    hide(this.window, !sums);
    if (!sums) return;
    const { language } = this.data.campaign;
    const sides = sums.sides.map(({ side, count }) => {
      const known = this.data.sides[side];
      const sign = drawing(known ? this.data.symbols.shapes[known.shape] : this.data.symbols.plain);
      return element("li", `cm-of-${side || "nobody"}`, [
        element("span", "cm-shape", [sign]), known ? quoted("bdi", "", known.name, language) : element("span", "", say("control.nobody")),
        element("b", "", sayCount(count)),
      ]);
    });
    const had = this.window.contains(document.activeElement);
    this.window.replaceChildren(
      element("p", "cm-window-days", [element("b", "", days), button("cm-quiet", say("window.leave"), "", leave)]),
      element("p", "cm-window-sums", saySums(sums)),
      element("ul", "cm-window-sides", sides, { "aria-label": say("window.sides") }),
    );
    if (had) this.window.querySelector("button")?.focus();
  }

  /**
   * Say how many of the places of the day are only dots, and how many forces have no name, where there are such.
   * @param {{told: number, named: number}} places in the map's window @param {boolean} isWindow whether of several days
   * @param {{told: number, named: number}} forces
   */
  counted(places, isWindow, forces) {
    const words = sayNamed(places, isWindow, forces).join("\n");
    if (this.count.textContent === words) return;
    this.count.textContent = words;
    this.count.hidden = !words;
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
      // The arrows have a use of their own in fields and on the map, all others on whatever is pressed.
      const own = event.key.startsWith("Arrow") ? "input, select, textarea, .leaflet-container" : "button, a, summary, input, select";
      const isOwn = event.key !== "Escape" && target.closest(own);
      if (isOwn || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (handle(event)) event.preventDefault();
    }, { signal: this.signal });
  }
}

/** The menu of languages as small as a button: it lies unseen over the short name of what is spoken. @param {HTMLElement} menu */
function languageTool(menu) {
  const short = element("span", "", say("language.short"), { "aria-hidden": "true" });
  return element("div", "cm-tool cm-language", [short, menu]);
}

/** Names of Leaflet's own controls, and the scale in the language's digits. @param {any} map */
function labelControls(map) {
  const stage = map.getContainer().parentElement;
  for (const [way, key] of [["in", "map.zoom-in"], ["out", "map.zoom-out"]]) {
    const node = stage.querySelector(`.leaflet-control-zoom-${way}`);
    for (const name of ["title", "aria-label"]) node?.setAttribute(name, say(key));
  }
  stage.querySelector(".leaflet-control-attribution")?.setAttribute("lang", USUAL_LANGUAGE);
  L.Control.Scale.include({
    /** @param {number} most metres that would fit @this {any} */
    _updateMetric(most) {
      const metres = this._getRoundNum(most);
      const words = metres < 1000 ? say("map.m", { m: metres }) : say("map.km", { km: metres / 1000 });
      this._mScale.dir = "auto";
      this._updateScale(this._mScale, words, metres / most);
    },
  });
  if (map._loaded) map.fire("move");
}
