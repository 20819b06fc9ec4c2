// @ts-check
// The player: puts clock, time bar, map, story and view together, and talks to the outside.

import { Address } from "./core/address.js";
import { Clock } from "./core/clock.js";
import { DayIndex } from "./core/days.js";
import { Filter } from "./core/filter.js";
import { clamp } from "./core/numbers.js";
import { bytesOf, unpacked, unpackedHere } from "./core/packed.js";
import { isToldBy, parsePayload } from "./core/payload.js";
import { saySums, sayWindow } from "./core/quantities.js";
import { Store } from "./core/store.js";
import { holds, isToldOn } from "./core/sure.js";
import { unfold } from "./core/unfold.js";
import { USUAL_LANGUAGE, isMirrored, shown, speak, spoken } from "./core/words.js";
import { SCREEN, appear } from "./ui/motion.js";
import { markLanguage, paintSides, setScheme } from "./ui/scheme.js";
import { TimeBar } from "./bar/timebar.js";
import { BareMap } from "./map/bare.js";
import { Ground } from "./map/ground.js";
import { Locator } from "./map/locator.js";
import { yieldMagnified } from "./map/magnified.js";
import { Sketch } from "./map/sketch.js";
import { MapScene } from "./map/scene.js";
import { View } from "./map/view.js";
import { AboutPage } from "./panels/about.js";
import { Cover } from "./panels/cover.js";
import { FiguresPage } from "./panels/figures.js";
import { Find } from "./panels/find.js";
import { Frame } from "./panels/frame.js";
import { ProfilePanel } from "./panels/heights.js";
import { Legend, SYMBOLS } from "./panels/legend.js";
import { OldMaps } from "./panels/oldmaps.js";
import { Pages } from "./panels/pages.js";
import { QuestionsPage } from "./panels/questions.js";
import { Share } from "./panels/share.js";
import { Sheet } from "./panels/sheet.js";
import { SourcesPage } from "./panels/sources.js";
import { StepsPage } from "./panels/steps.js";
import { Story } from "./panels/story.js";
import { PrintFrame, PrintGround } from "./print/ground.js";
import { savePicture } from "./print/picture.js";
import { Printing } from "./print/sheet.js";
import { isStill, makeStill } from "./print/still.js";
import { Outside, addressBar, isFramed, isPicture } from "./outside.js";

/** @import { RangeState } from "./bar/range.js" */
/** @import { State } from "./core/address.js" */
/** @import { Entry } from "./core/find.js" */
/** @import { Pace } from "./core/clock.js" */
/** @import { Payload, Telling } from "./core/payload.js" */

const PACKED = "application/zlib";

/** While time moves, words and labels follow so much later, together. */
const FOLLOW_MS = 110;

/**
 * Everything that the reader sees follows from this: whose telling, what is hidden and chosen, the
 * moment, and three counts: of the times that words and labels follow, that a day was settled on,
 * and that the map came to look elsewhere. `goal` is a claim to go to, `step` the step of the story
 * that is told, 0 for none. `told` is the day whose words stand: while a ribbon grows, the day before.
 * `begin` and `end` are the days that are marked, -1 for none; `isWindow`
 * says that all days from the mark on are shown together with the day; `loops` and `isBack` how it is played.
 * @typedef {{account: string, compare: string, hide: string, lang: string, select: string,
 *   symbols: string, cell: number, told: number, time: number, isSettled: boolean, isPlaying: boolean,
 *   beats: number, settles: number, sights: number, follows: boolean, goal: string, step: number,
 *   begin: number, end: number, isWindow: boolean, loops: boolean, isBack: boolean}} PlayerState
 */

/** @type {(keyof PlayerState)[]} */
const TOLD = ["account", "compare", "lang"];
/** @type {(keyof PlayerState)[]} */
const SHOWN = [...TOLD, "hide", "begin", "isWindow"];
/** @type {(keyof PlayerState)[]} */
const RANGE = ["begin", "end", "isWindow", "loops", "isBack"];

/**
 * @param {any} map the Leaflet map that Folium made
 * @param {HTMLElement} holder of the payload, plain or packed
 */
export async function startPlayer(map, holder) {
  const text = await payloadIn(holder);
  const bare = new BareMap(map);
  const outside = new Outside({
    restore: (wanted) => player.restore(player.address.check(wanted)), scheme: setScheme,
    page: (page) => player.setPage(page),
    change: (parts) => {
      const data = readAgain(text, parts);
      if (!data) return;
      const before = player.end();
      bare.restore();
      player = begin(map, data, outside);
      player.takeOver(before);
      sketch.draw();
    },
    sketch: (text) => sketch.show(text),
    here: (key) => sketch.tellHere(key),
  });
  const sketch = new Sketch(map, (made) => outside.mark(made), (points) => player.lookAt(points));
  let player = begin(map, unfold(parsePayload(text)), outside);
  player.open();
}

/** The payload with some parts changed; null for what is none. @param {string} text @param {string} parts @returns {Payload | null} */
function readAgain(text, parts) {
  try {
    return unfold(parsePayload(text, parts));
  } catch (error) {
    console.warn("what was changed cannot be read", error);
    return null;
  }
}

/** @param {any} map @param {Payload} data @param {Outside} outside */
function begin(map, data, outside) {
  data.towns = townsBeside(data);
  paintSides(data);
  speak(data, USUAL_LANGUAGE);
  markLanguage();
  return new Player(map, data, outside);
}

/** The text of the payload. @param {HTMLElement} holder @returns {string | Promise<string>} */
function payloadIn(holder) {
  const text = holder.textContent ?? "";
  if (holder.getAttribute("type") !== PACKED) return text;
  // A picture is taken once the document has loaded: it does not wait.
  return isPicture() ? unpackedHere(bytesOf(text)) : unpacked(text);
}

/** A town so near a place of the campaign, in degrees, is that place. */
const BESIDE_DEGREES = 0.05;
/** A playback moves through a day in so many milliseconds, and through all silent ones in at most so many. */
const MOVE_MS = 1000;
const SILENT_MS = 40_000;
/** A day that tells something takes from four to six seconds, by how much there is to read. */
const LEAST_READ_MS = 4000;
const MOST_READ_MS = 6000;
const WORD_MS = 60;

/** How long each day is played: one that tells nothing new is silent. @param {Telling[]} tellings @returns {Pace[]} */
function pacesOf(tellings) {
  const said = tellings[0].days.map((_, cell) => tellings.map(({ days }) => {
    const { headline, text, dated } = days[cell];
    return text || dated.length ? `${headline} ${text}` : "";
  }).join(" ").trim());
  const isSilent = said.map((words, cell) => !words || words === said[cell - 1]);
  const silent = isSilent.filter(Boolean).length;
  return said.map((words, cell) => {
    if (isSilent[cell]) return { move: Math.min(MOVE_MS, SILENT_MS / silent), rest: 0 };
    const read = clamp(3000 + WORD_MS * words.split(/\s+/).length, LEAST_READ_MS, MOST_READ_MS);
    return { move: MOVE_MS, rest: read - MOVE_MS };
  });
}

/** The ground's towns that are no places of the campaign, which have names of its own. @param {Payload} data */
function townsBeside({ towns, places }) {
  const taken = Object.values(places).flatMap(({ at }) => (at ? [at] : []));
  return towns.filter(({ lat, lon }) => taken.every((at) => Math.abs(at[0] - lat) + Math.abs(at[1] - lon) > BESIDE_DEGREES));
}

class Player {
  isScrubbing = false;
  isCovered = false;
  /** The settling for which the map was framed. */
  framedFor = 0;
  /** The timer of the next beat. */
  later = 0;

  /** @param {any} map @param {Payload} data @param {Outside} outside */
  constructor(map, data, outside) {
    this.map = map;
    this.data = data;
    this.outside = outside;
    /** Ends all that listens, when another player takes its place. */
    this.ended = new AbortController();
    /** @type {Record<string, ((value: string) => void)[]>} */
    this.listeners = { day: [], select: [], lang: [], symbols: [] };
    /** @type {PlayerState} */
    const state = {
      account: data.campaign.opens.account, compare: "", hide: "", lang: USUAL_LANGUAGE, select: "",
      symbols: "", cell: 0, told: 0, time: 1, isSettled: true, isPlaying: false, beats: 0, settles: 0,
      sights: 0, follows: true, goal: "", step: 0, begin: -1, end: -1, isWindow: false, loops: false, isBack: false,
    };
    this.picture = 0;
    /** How long the playback takes for each day. */
    this.paces = pacesOf([data.tellings[data.campaign.opens.account]]);
    this.store = new Store(state, () => this.drawSoon());
    this.opening = this.cellOf(data.campaign.opens.day);
    this.address = new Address(data.address, addressBar);
    this.isStill = isStill(this.address);
    /** @type {((cell: number) => void) | null} says the title of another day of a film */
    this.retell = null;
    this.filter = new Filter(() => this.filtered(), data);
    this.clock = this.makeClock();
    this.index = new DayIndex(data, this.filter);
    this.scene = new MapScene(map, data, this.index, (id) => this.choose(id));
    this.view = new View(map, data, this.scene);
    this.locator = this.makeLocator();
    this.ground = new Ground(map, data.ground.tiles, (words) => this.around.frame.note(words));
    this.oldMaps = this.makeOldMaps();
    this.printing = new Printing(map, data, this.index, () => this.state, isFramed(), this.ended.signal);
    this.built = new AbortController();
    this.around = this.build();
    this.haltAtTouch();
    yieldMagnified(map, this.ended.signal);
    this.view.onChange = () => this.store.set({ follows: this.view.follows });
    this.view.onMove = () => this.report();
    this.view.onSight = () => this.store.set({ sights: this.state.sights + 1 });
    /** What the reader had before them, once the components speak another language. */
    this.putBack = () => {};
    // In a flight names stay as they are; they are laid out where it ends.
    this.scene.onCovers = () => this.view.isFlying || this.view.onSight?.();
    this.isRestoring = true;
    this.arrange();
  }

  get state() {
    return this.store.state;
  }

  /** The small map, painted as the printed ones are. */
  makeLocator() {
    const { map, data, view } = this;
    const locator = new Locator(map, data.ground.bears, () => view.campaignBounds(), (bounds, width, height) => {
      const frame = new PrintFrame(bounds, width, height);
      return {
        place: (at) => frame.place(at),
        prepare: () => new PrintGround(map).prepare(frame), paint: () => new PrintGround(map).inset(frame),
      };
    }, this.isStill);
    // What is drawn in the colours of day and night is drawn anew where they change.
    const scheme = new MutationObserver(() => locator.update());
    scheme.observe(document.documentElement, { attributeFilter: ["data-scheme"] });
    this.ended.signal.addEventListener("abort", () => scheme.disconnect());
    return locator;
  }

  /** What the legend offers to lay on the ground; one out of sight is looked at. */
  makeOldMaps() {
    const look = (/** @type {any} */ bounds) => {
      this.view.leave();
      this.view.fit(bounds);
    };
    return new OldMaps(this.map, this.data, { changed: () => this.report(), look });
  }

  /** What moves is drawn once a picture; what rests, as soon as all of it is said. */
  drawSoon() {
    // What is under way when another player takes over would draw on that one's map.
    if (this.ended.signal.aborted) return;
    if (this.state.isSettled) queueMicrotask(() => this.ended.signal.aborted || this.store.flush());
    else this.picture ||= requestAnimationFrame(() => {
      this.picture = 0;
      this.store.flush();
    });
  }

  get accounts() {
    const { account, compare } = this.state;
    return compare ? [account, compare] : [account];
  }

  get tellings() {
    return this.accounts.map((account) => this.data.tellings[account]);
  }

  /** The clock is drawn in its own pictures, and says when it moves, settles and plays. */
  makeClock() {
    const screen = {
      ...SCREEN,
      request: (/** @type {() => void} */ act) => SCREEN.request(() => {
        act();
        this.store.flush();
      }),
    };
    const tell = {
      moved: () => this.moved(),
      settled: () => this.settled(),
      played: () => this.store.set({ isPlaying: this.clock.playing }),
      pace: (/** @type {number} */ cell) => this.paces[cell],
      isHeld: () => this.view.isFlying,
    };
    return new Clock(this.data.days.length, tell, screen);
  }

  /** Everything around the map, in the language that is spoken. */
  build() {
    this.built.abort();
    this.built = new AbortController();
    const { signal } = this.built;
    const { map, data, filter, clock, view } = this;
    const choose = (/** @type {string} */ id) => this.choose(id);
    const legend = new Legend(data, filter, this.ground, this.oldMaps, {
      dress: (symbols) => this.setSymbols(symbols), opened: () => this.store.set({ sights: this.state.sights + 1 }),
    }, signal);
    const profile = new ProfilePanel(data, filter, signal);
    const story = new Story(data, this.index, choose, () => this.goToStep(1), profile.root);
    const steps = new StepsPage(data, {
      go: (step) => this.turnTo(step),
      now: () => this.state.step, choose, present: () => frame.present(), print: () => this.printing.offer,
    });
    const pages = new Pages([
      { name: "story", pages: [story, steps], isOne: true },
      { name: "evidence", pages: [new QuestionsPage(data, choose), new FiguresPage(data), new SourcesPage(data)], isOne: false },
      { name: "about", pages: [new AboutPage(data, () => this.printing.offer)], isOne: true },
    ]);
    const sheet = new Sheet(pages, () => this.around.frame.stage, signal);
    const bar = new TimeBar(data, filter, clock, {
      describe: (cell) => this.describe(cell), choose, range: (part) => this.setRange(part),
    }, signal);
    const share = new Share(data, this.address, () => this.whole(), (kind) => this.savePicture(kind), signal);
    const find = new Find(data, (entry) => this.goToFound(entry));
    const frame = new Frame(map, data, {
      share, find, bar: bar.root, story: pages.root, legend: legend.root,
      reset: () => view.reset(clock.cell), all: () => view.showAll(clock.cell),
      choose: (account, compare) => this.setAccounts(account, compare),
      speak: (language) => this.setLanguage(language),
    }, signal);
    frame.keys((event) => this.handleKey(event));
    return { legend, story, steps, pages, sheet, bar, frame, profile, share, find };
  }

  /** What is drawn when, in order: first whose telling and where the map looks, last what is told of it. */
  arrange() {
    const { store, scene, view, map, data } = this;
    store.part(["lang"], () => this.speakAnew());
    store.part([...TOLD], () => this.tellAccounts());
    store.part([...RANGE, "lang"], (state) => this.takeRange(state));
    store.part(["beats", ...SHOWN], ({ cell, isWindow }) => this.saySums(cell, isWindow));
    store.part(SHOWN, () => this.markShown());
    store.part(["symbols", ...TOLD], ({ symbols }) => this.around.legend.showSymbols(symbols));
    store.part(["symbols"], ({ symbols }) => scene.dress(symbols));
    store.part(["time", "cell", "isSettled", "select", ...SHOWN], (state) => {
      map.getContainer().classList.toggle("is-moving", !state.isSettled);
      scene.show(state.time, state.cell, state.select, !state.isSettled);
      this.around.profile.move(state.time, scene.views);
      this.around.bar.draw();
      this.around.frame.day(this.data.days[state.cell], state.isSettled ? null : state.time);
    });
    // A moment has a note of its own beside the title.
    store.part(["isSettled"], () => view.giveWay());
    // The day's change is drawn before the map moves: what is drawn in flight comes loose from the ground.
    store.part(["settles", "isSettled", "time"], (state) => this.frame(state));
    store.part(["step", "told", "cell", "lang"], (state) => this.showStep(state));
    store.part(["isPlaying", "lang"], () => this.around.bar.played());
    store.part(["select", ...SHOWN], ({ select }) => this.around.bar.choose(select));
    store.part(["beats", ...SHOWN], () => this.around.profile.speak());
    store.part(["goal"], ({ goal }) => {
      if (goal) view.goTo(goal);
      store.set({ goal: "" });
    });
    store.part(["select", "step", ...SHOWN], ({ select, step }) =>
      scene.dwellOn(select, data.steps[step - 1]?.rows ?? null));
    // Very many labels are laid out when the time rests.
    store.part(["beats", "sights", "symbols", "select", "step", ...SHOWN], ({ isSettled }) => {
      if (isSettled || !scene.isCrowd) view.point();
      this.around.frame.counted(scene.places.count, scene.isWindow, scene.forceCount());
    });
    // What moves on comes to lie over the names of what stands.
    store.part(["time"], ({ time, cell, isSettled }) => (isSettled && time === cell + 1) || scene.thinNames());
    store.part(["beats", "sights", "select", "step", ...SHOWN], ({ select, step }) =>
      scene.highlight(select, data.steps[step - 1]?.rows ?? null));
    // After the labels, which ask for their sizes: the browser need not lay out the story for that.
    store.part(["told", "cell", "select", ...SHOWN], (state) => this.tellDay(state));
    store.part(["lang"], () => this.putBack());
    store.part(["follows", "lang"], ({ follows }) => this.around.frame.taken(!follows));
    this.arrangeTelling();
  }

  /** Legend, bar and words of the day follow what is shown. */
  markShown() {
    const { legend, bar, story } = this.around;
    legend.draw();
    bar.mark(this.tellings);
    story.cell = -1;
    this.scene.forgetCovers();
  }

  /** Whoever listens hears of what is drawn. */
  arrangeTelling() {
    const { store } = this;
    store.part(["settles"], ({ cell }) => {
      const { whole, day } = this.data.days[cell];
      this.around.frame.announce(`${whole}. ${this.describe(cell)}`);
      this.tell("day", day);
    });
    store.part(["settles", ...SHOWN], ({ cell }) => this.prepare(cell));
    for (const name of /** @type {const} */ (["select", "lang", "symbols"])) {
      store.part([name], (state) => this.tell(name, state[name]));
    }
    store.part(["hide", "account", "compare", "follows", ...RANGE], () => this.report());
  }

  /** While the reader looks at a day, what the days beside it will ask for is found. @param {number} cell */
  prepare(cell) {
    const beside = [cell + 1, cell - 1].filter((one) => this.data.days[one]);
    window.requestIdleCallback?.(() => {
      if (this.ended.signal.aborted) return;
      for (const one of beside) this.scene.prepare(one);
      this.around.story.prepare(beside);
    });
  }

  /** The components in the language that is asked for; what the reader has before them stays. */
  speakAnew() {
    const { lang } = this.state;
    if (lang === spoken.code) return;
    const before = this.around;
    const had = document.activeElement;
    const scrolled = before.story.root.scrollTop;
    speak(this.data, lang);
    markLanguage();
    document.title = this.data.campaign.title;
    this.around = this.build();
    this.locator.update();
    if (this.isCovered) this.cover();
    this.putBack = this.keep(before, had, scrolled);
  }

  /**
   * What was open and chosen in other components, here too; gives what is done once these are drawn.
   * @param {ReturnType<Player["build"]>} before
   * @param {Element | null} had the focus
   * @param {number} scrolled how far their story was
   * @returns {() => void}
   */
  keep(before, had, scrolled) {
    const { around, state } = this;
    around.legend.isOpen = before.legend.isOpen;
    around.bar.range.isOpen = before.bar.range.isOpen;
    around.story.selected = state.select;
    return () => {
      around.story.root.scrollTop = scrolled;
      around.pages.open(before.pages.current);
      around.sheet.set(before.sheet.isUp);
      if (had === before.frame.languageButton) around.frame.languageButton.focus();
      if (had === before.bar.thumb) around.bar.thumb.focus();
    };
  }

  tellAccounts() {
    const { pages, profile, legend, frame } = this.around;
    const { account, compare } = this.state;
    this.paces = pacesOf(this.tellings);
    pages.tell(this.accounts);
    this.scene.tell(this.accounts);
    profile.tell(this.accounts);
    legend.tell(this.tellings);
    frame.teller(account, compare);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key had a meaning */
  handleKey(event) {
    const { bar, sheet, pages, story, frame, legend } = this.around;
    if (this.state.step && this.handleStepKey(event)) return true;
    const ahead = isMirrored() ? -1 : 1;
    const steps = /** @type {Record<string, number>} */ ({ ArrowRight: ahead, ArrowLeft: -ahead });
    if (Object.hasOwn(steps, event.key)) this.clock.settle(this.clock.cell + steps[event.key]);
    else if (event.key === " ") bar.toggle();
    else if (event.key === "/") this.around.find.open();
    else if (event.key === "p" && this.data.steps.length > 1) {
      this.goToStep(this.state.step || 1);
      frame.present();
    } else if (event.key === "Escape" && bar.range.isOpen) bar.range.close();
    else if (event.key === "Escape" && legend.isOpen) legend.close();
    else if (event.key === "Escape") {
      sheet.set(false);
      this.select("");
      bar.thumb.focus();
    } else if (event.key === "Enter" && event.target === bar.thumb) {
      pages.open(story.name);
      story.enter();
    } else return false;
    return true;
  }

  /** While a step is told the keys turn the cards. @param {KeyboardEvent} event @returns {boolean} */
  handleStepKey(event) {
    const { steps, frame, bar } = this.around;
    if (event.target === bar.thumb) return false;
    const ahead = isMirrored() ? -1 : 1;
    const turns = /** @type {Record<string, number>} */ ({
      " ": 1, PageDown: 1, PageUp: -1, ArrowRight: ahead, ArrowLeft: -ahead,
    });
    if (Object.hasOwn(turns, event.key)) steps.turn(turns[event.key]);
    else if (event.key === "p") frame.present();
    else if (event.key === "Escape" && !frame.isPresenting) this.goToStep(0);
    else if (event.key === "Escape") frame.present(false);
    else return false;
    return true;
  }

  /** Tell a step of the story; 0, or one that there is not, tells none. @param {number} number */
  goToStep(number) {
    const step = this.data.steps[number - 1];
    if (!step) {
      this.store.set({ step: 0 });
      this.report();
      return;
    }
    this.uncover();
    this.around.pages.open(this.around.steps.name);
    this.store.set({ step: number, account: step.account, compare: step.compare, select: "", isWindow: false });
    this.view.jump(() => {});
    this.clock.settle(step.cells[1]);
  }

  /** Go to a step from its card; without one the story is left, and the full screen with it. @param {number} step */
  turnTo(step) {
    const { frame } = this.around;
    if (!step && frame.isPresenting) frame.present(false);
    this.goToStep(step);
  }

  /** The day in words; who chose a claim of a day whose words do not stand yet sees it with them. @param {PlayerState} state */
  tellDay({ told, cell, select, isSettled }) {
    const { story } = this.around;
    const isOther = story.cell >= 0 && story.cell !== told;
    story.show(told, told === cell ? select : story.selected);
    if (isOther && isSettled && !this.isStill) appear(story.root);
  }

  /** The card of a step, once its day's ribbon has grown; without one the day is told in its place, once the cover is gone. @param {PlayerState} state */
  showStep({ step, told, cell }) {
    const { steps, pages, story } = this.around;
    if (step && steps.step && told !== cell) return;
    const isOther = step && steps.step && steps.step !== step;
    steps.show(step);
    if (isOther && !this.isStill) appear(steps.root);
    if (!step && !this.isCovered && pages.current === steps.name) pages.open(story.name);
  }

  /** Go to what was looked for: to a day, place or town itself, else to a claim that is about it. @param {Entry} entry */
  goToFound({ group, id }) {
    const { data, view, clock, around } = this;
    const names = Object.keys(data.rows);
    const about = /** @type {Record<string, (name: string) => boolean | undefined>} */ ({
      places: (name) => data.rows[name].places.includes(id),
      forces: (name) => [data.rows[name].forces, data.rows[name].by, data.rows[name].against].some((some) => some?.includes(id)),
      questions: (name) => data.rows[name].questions.includes(id),
      sources: (name) => data.rows[name].evidence.some(({ source }) => source === id),
    });
    this.uncover();
    const town = group === "towns" ? data.towns[Number(id)] : null;
    const at = town ? /** @type {[number, number]} */ ([town.lat, town.lon]) : group === "places" ? data.places[id].at : null;
    const claim = group === "claims" ? id : names.find(about[group] ?? (() => false));
    if (group === "days") clock.settle(this.cellOf(id));
    else if (at) view.goToPoints([at]);
    else if (claim) this.choose(claim);
    else around.pages.open(group === "sources" ? "sources" : "questions");
  }

  /** Have points seen from as near by as shows them all. @param {[number, number][]} points */
  lookAt(points) {
    this.uncover();
    this.view.goToPoints(points);
  }

  /** The reader found a way in: the days frame the map. */
  uncover() {
    if (!this.isCovered) return;
    this.isCovered = false;
    this.around.frame.cover(null);
    this.scene.showWhole(false);
    this.showStep(this.state);
    // Without it a small map may have another size.
    this.map.invalidateSize({ animate: false });
    this.framedFor = 0;
    this.store.set({ settles: this.state.settles + 1 });
  }

  /** Look at what the day or the step is about, once it stands. @param {PlayerState} state */
  frame({ isSettled, isPlaying, time, cell, settles, step }) {
    // While it is played, the map came to the day at its beginning.
    if (!isSettled || isPlaying || time !== cell + 1 || this.framedFor === settles) return;
    this.framedFor = settles;
    if (this.isCovered) this.frameCover();
    else this.view.frameDay(cell, this.data.steps[step - 1]?.view ?? null);
  }

  /** Look at the whole campaign in the room that the cover leaves. */
  frameCover() {
    this.view.frameBeside(() => this.around.frame.covered);
  }

  /** @param {number} cell */
  describe(cell) {
    const words = this.tellings.map(({ days, title }, number) => {
      const headline = days[cell].headline || saySums(this.index.sums([this.accounts[number]], cell, cell));
      return this.state.compare ? `${shown(title)}: ${shown(headline)}` : shown(headline);
    });
    return words.join(". ");
  }

  /** Any touch ends the playback, but on its own buttons; so does a key, but those that only lead on. */
  haltAtTouch() {
    const halt = (/** @type {Event} */ event) => {
      const isOwn = /** @type {Element | null} */ (event.target)?.closest?.(".cm-controls");
      if (this.clock.playing && !isOwn) this.clock.pause();
    };
    const { signal } = this.ended;
    document.addEventListener("pointerdown", halt, { capture: true, signal });
    document.addEventListener("wheel", halt, { capture: true, passive: true, signal });
    document.addEventListener("keydown", (event) => {
      if (![" ", "Tab", "Shift"].includes(event.key)) halt(event);
    }, { capture: true, signal });
  }

  moved() {
    const { time, cell, settled } = this.clock;
    const { state } = this;
    if (time === state.time && cell === state.cell && settled === state.isSettled) return;
    this.view.land();
    if (this.isStill) {
      this.film(settled);
      return;
    }
    this.store.set({ time, cell, isSettled: settled });
    // On the way to a day's end words and labels wait for it: in a flight after it names would jump.
    if (!settled) this.later ||= window.setTimeout(() => this.beat(), FOLLOW_MS);
    else if (time === cell + 1) this.beat();
    if (this.clock.playing) this.view.followPlay(cell);
    if (settled || this.isScrubbing || this.clock.playing) return;
    this.isScrubbing = true;
    this.view.frameAll();
  }

  /** In a film each frame is whole at once, and a day is framed before its hours pass. @param {boolean} isSettled */
  film(isSettled) {
    const { time, cell } = this.clock;
    const isNew = cell !== this.state.cell;
    this.store.set({ time, cell, isSettled });
    if (isNew) {
      this.retell?.(cell);
      this.view.jump(() => this.view.frameDay(cell));
    }
    this.beat();
  }

  /** Words and labels follow what moved, but words wait until the ribbon of a settled day has grown. */
  beat() {
    window.clearTimeout(this.later);
    this.later = 0;
    const { time, cell, settled } = this.clock;
    const isGrowing = settled && time !== cell + 1;
    this.store.set({ beats: this.state.beats + 1, told: isGrowing ? this.state.told : cell });
  }

  settled() {
    const { time, cell } = this.clock;
    this.isScrubbing = false;
    this.view.land();
    const { select, settles, step } = this.state;
    const isGone = select && !this.isTold(select, cell);
    const isLeft = this.data.steps[step - 1]?.cells[1] !== cell;
    this.store.set({
      time, cell, isSettled: true, settles: settles + 1, select: isGone ? "" : select, step: isLeft ? 0 : step,
    });
    this.beat();
  }

  /** Mark days, open or close a window of days, play otherwise. @param {Partial<RangeState>} part */
  setRange(part) {
    this.uncover();
    // A step shows a day of its own.
    if (part.isWindow) this.store.set({ step: 0 });
    this.store.set(part);
    if (part.isWindow !== undefined && this.clock.settled && !this.clock.playing) this.clock.settle(this.clock.cell, false);
  }

  /** @param {PlayerState} state */
  takeRange(state) {
    const { begin, end, isWindow, loops, isBack } = state;
    this.index.begin = isWindow ? Math.max(begin, 0) : null;
    Object.assign(this.clock, { first: Math.max(begin, 0), last: end < 0 ? this.clock.days - 1 : end, loops, isBack });
    this.around.bar.range.draw(state);
  }

  /** What the window holds, in the title. @param {number} cell @param {boolean} isWindow */
  saySums(cell, isWindow) {
    const words = sayWindow(this.data, this.index.firstOf(cell), cell);
    this.around.frame.sums(isWindow ? this.index.sums(this.accounts, cell) : null, words, () => {
      this.setRange({ isWindow: false });
      this.around.bar.range.windowButton.focus();
    });
  }

  /** @param {string} id @param {number} cell */
  isTold(id, cell) {
    const within = this.accounts.map((account) => this.index.within(account, cell));
    return within.some(({ dated, undated }) => holds(dated, id) || holds(undated, id)) ||
      this.tellings.some(({ days, before, after }) =>
        isToldOn(days[cell], id) || before.includes(id) || after.includes(id));
  }

  /** The reader took something off the map, or put it back. */
  filtered() {
    const { select } = this.state;
    const isGone = select && !this.filter.shows(this.data.rows[select]);
    this.store.set({ hide: this.filter.toString(), select: isGone ? "" : select });
  }

  /** @param {string} language */
  setLanguage(language) {
    if (Object.hasOwn(this.data.languages, language)) this.store.set({ lang: language });
  }

  /** Draw forces by other symbols. @param {string} symbols */
  setSymbols(symbols) {
    if (SYMBOLS.has(symbols)) this.store.set({ symbols });
  }

  /** Change whose telling is shown; day, view and selection stay where they can. @param {string} account @param {string} compare */
  setAccounts(account, compare) {
    const { data, state, clock } = this;
    if (!data.tellings[account]) return;
    const beside = data.tellings[compare] && compare !== account ? compare : "";
    if (account === state.account && beside === state.compare) return;
    this.uncover();
    this.store.set({ account, compare: beside, step: 0 });
    clock.settle(clock.cell, false);
  }

  /** The reader presses a claim, on the map or in the text: both show it. @param {string} id */
  choose(id) {
    const { pages, story, sheet } = this.around;
    if (id && pages.current !== story.name) {
      pages.open(story.name);
      sheet.set(false);
    }
    this.select(id);
  }

  /** Choose a claim, on the day it is told of; an empty id chooses nothing. @param {string} id */
  select(id) {
    const { data, clock, around } = this;
    const wanted = data.rows[id] ? id : "";
    if (wanted === this.state.select) return;
    if (!wanted) {
      this.store.set({ select: "" });
      return;
    }
    around.pages.open(around.story.name);
    const row = data.rows[wanted];
    if (!this.accounts.some((account) => isToldBy(row, account))) this.setAccounts(this.state.account, row.accounts[0]);
    if (!this.isTold(wanted, clock.cell)) {
      const { told } = this.state;
      // What was pressed while the words of the day before still stood is of that day.
      const cell = this.isTold(wanted, told) ? told : data.days.findIndex((_, number) => this.tellings.some(({ days }) => isToldOn(days[number], wanted)));
      // Who holds a place is not in the day's list: the map goes to its day and place.
      clock.settle(cell < 0 ? clamp(row.span[0], 0, clock.days - 1) : cell);
      if (cell < 0) {
        this.store.set({ goal: wanted });
        return;
      }
    }
    this.store.set({ select: wanted, goal: wanted });
  }

  /** The number of a day, -1 for one that there is not. @param {string} wanted */
  cellOf(wanted) {
    return this.data.days.findIndex(({ day }) => day === wanted);
  }

  /** @param {string | number} wanted a day, YYYY-MM-DD, or a time in days */
  seek(wanted) {
    if (typeof wanted === "number") {
      if (Number.isFinite(wanted)) this.clock.moveTo(wanted);
      return;
    }
    const cell = this.cellOf(wanted);
    if (cell >= 0) this.clock.settle(cell);
  }

  /** @param {string} name @param {string} value */
  tell(name, value) {
    for (const listener of this.listeners[name]) listener(value);
    this.report();
  }

  /** All that the reader has set, by the names in mapping/drawing/address.py. @returns {State} */
  whole() {
    const { account, compare, hide, lang, select, symbols, step } = this.state;
    const { day } = this.data.days[this.clock.cell];
    const { begin, end, isWindow, loops, isBack } = this.state;
    return {
      day, account, compare, hide, lang, select, symbols, at: this.view.at, step: step ? String(step) : "",
      begin: this.data.days[begin]?.day ?? "", end: this.data.days[end]?.day ?? "", window: isWindow ? "days" : "",
      play: [loops ? "loop" : "", isBack ? "back" : ""].filter(Boolean).join(), maps: this.oldMaps.said,
    };
  }

  report() {
    if (this.isRestoring) return;
    this.outside.report(this.whole());
    this.address.show(this.whole());
  }

  /** What an address asks for; what is not in this campaign is as if it were not asked for. @param {State} wanted */
  restore(wanted) {
    const { view } = this;
    if (Object.keys(wanted).some((part) => part !== "lang")) this.uncover();
    this.isRestoring = true;
    view.jump(() => {
      // First, so that the days do not move the map; and again, if what is selected did.
      if (wanted.at) view.goBack(wanted.at);
      this.restoreParts(wanted);
      this.store.flush();
      if (wanted.at && wanted.at !== view.at) view.goBack(wanted.at);
      this.store.flush();
    });
    this.isRestoring = false;
    this.report();
  }

  /** @param {State} wanted */
  restoreParts(wanted) {
    const { data } = this;
    const cell = this.cellOf(wanted.day ?? "");
    this.setLanguage(Object.hasOwn(data.languages, wanted.lang ?? "") ? wanted.lang : USUAL_LANGUAGE);
    this.filter.restore(wanted.hide ?? "");
    this.setSymbols(wanted.symbols ?? "");
    this.oldMaps.restore(wanted.maps ?? "");
    this.restoreRange(wanted);
    const isTeller = Object.hasOwn(data.tellings, wanted.account ?? "");
    this.setAccounts(isTeller ? wanted.account : data.campaign.opens.account, wanted.compare ?? "");
    this.clock.settle(cell < 0 ? this.usualDay() : cell, false);
    this.select(wanted.select ?? "");
    if (wanted.step && data.steps[Number(wanted.step) - 1]) this.goToStep(Number(wanted.step));
    else this.store.set({ step: 0 });
  }

  /**
   * The day of an address that says none: the usual one, or if the marks leave that out the first
   * that they hold. Days that are shown together up to a mark are all shown.
   */
  usualDay() {
    const { isWindow, end } = this.state;
    const { first, last } = this.clock;
    const isHeld = this.opening >= first && this.opening <= last;
    if (isWindow && (end >= 0 || !isHeld)) return last;
    return isHeld ? this.opening : first;
  }

  /** Two marks hold the days between them, whichever is said first. @param {State} wanted */
  restoreRange(wanted) {
    const marks = [wanted.begin, wanted.end].map((day) => this.cellOf(day ?? ""));
    const [begin, end] = marks.includes(-1) ? marks : marks.sort((a, b) => a - b);
    const plays = (wanted.play ?? "").split(",");
    this.store.set({
      begin, end, isWindow: wanted.window === "days" && !wanted.step,
      loops: plays.includes("loop"), isBack: plays.includes("back"),
    });
    this.takeRange(this.state);
  }

  /** The view as a picture, in a file. @param {"png" | "svg"} kind */
  savePicture(kind) {
    const { map, data, index, accounts } = this;
    return savePicture({ map, data, index, accounts, cell: this.clock.cell, symbols: this.state.symbols }, kind);
  }

  /** The page around the player has an address, which links lead to. @param {string} page */
  setPage(page) {
    this.address.page = page;
    this.around.share.offer();
  }

  /** Show the player, as its address asks. */
  open() {
    const { address, clock, data, store, view } = this;
    this.offer();
    const asked = address.read();
    // An address of a language alone is asked for by who reads that language, from the beginning.
    this.isCovered = !this.isStill && Object.keys(asked).every((part) => part === "lang");
    if (this.isCovered) this.cover();
    // Nothing can be drawn on a map without a view.
    if (this.isCovered) this.frameCover();
    else view.frameAll();
    view.jump(() => {
      clock.settle(this.opening, false);
      store.flush();
    });
    this.isRestoring = false;
    if (Object.keys(asked).length) this.restore(asked);
    address.onChange((wanted) => this.restore(wanted));
    if (this.isStill) this.retell = makeStill(data, this.index, address, this.around.frame, this.whole(), () => {
      this.map.invalidateSize({ pan: false });
      if (view.follows) view.jump(() => view.frameDay(clock.cell));
      view.point();
    });
    this.outside.ready();
  }

  /** Make room for another player, and say what the reader has before them. */
  end() {
    const { around, listeners, isCovered, clock, ground, state } = this;
    const before = {
      wanted: this.whole(), page: this.address.page, tiles: ground.picked, scrolled: around.story.root.scrollTop,
      had: document.activeElement, around, listeners, isCovered, time: state.isSettled ? null : clock.time,
    };
    clock.pause();
    ground.pick("");
    this.oldMaps.end();
    this.scene.end();
    this.ended.abort();
    this.built.abort();
    window.clearTimeout(this.later);
    cancelAnimationFrame(this.picture);
    return before;
  }

  /** Stand where another player stood, with what the reader had there. @param {ReturnType<Player["end"]>} before */
  takeOver(before) {
    this.listeners = before.listeners;
    this.address.page = before.page;
    this.offer();
    if (before.isCovered) {
      this.view.frameAll();
      this.clock.settle(this.opening, false);
      this.store.flush();
      this.isCovered = true;
      this.cover();
      this.isRestoring = false;
    } else this.restore(before.wanted);
    this.keep(before.around, before.had, before.scrolled)();
    this.ground.pick(before.tiles);
    if (before.time !== null) this.clock.moveTo(before.time);
    this.store.flush();
  }

  /** What the map is about, before anything of it was asked for. */
  cover() {
    const { pages, steps } = this.around;
    if (steps.hasContent) pages.open(steps.name);
    const acts = { read: () => this.goToStep(1), explore: () => this.uncover() };
    this.around.frame.cover(new Cover(this.data, acts, this.built.signal));
    this.scene.showWhole(true);
  }

  /** What a page that shows the player may ask and do: `campaignPlayer`. What it asks for is drawn at once. */
  offer() {
    const { clock, data, scene, address, store, listeners } = this;
    // The time rests, the map has come to where it goes, and words and labels have followed.
    const isDrawn = () => clock.settled && !clock.playing && clock.time === clock.cell + 1 && !this.view.isFlying && !this.later;
    const drawn = (/** @type {() => void} */ act) => {
      this.uncover();
      act();
      store.flush();
    };
    const api = {
      get day() { return data.days[clock.cell].day; },
      get time() { return clock.time; },
      get settled() { return isDrawn(); },
      /** Where each force is drawn: {force: [lat, lon, km]}. */
      get positions() {
        return Object.fromEntries(
          [...scene.views[0].positions].map(([id, { at, km }]) => [id, [at[0], at[1], km]]),
        );
      },
      seek: (/** @type {string | number} */ wanted) => drawn(() => this.seek(wanted)),
      select: (/** @type {string} */ id) => drawn(() => this.select(id)),
      speak: (/** @type {string} */ language) => drawn(() => this.setLanguage(language)),
      symbols: (/** @type {string} */ symbols) => drawn(() => this.setSymbols(symbols)),
      step: (/** @type {number} */ number) => drawn(() => this.goToStep(number)),
      play: () => {
        this.uncover();
        clock.play();
      },
      pause: () => clock.pause(),
      /** @param {"day" | "select" | "lang" | "symbols"} name @param {(value: string) => void} listener */
      on(name, listener) { listeners[name].push(listener); },
    };
    Object.defineProperties(api, {
      state: { get: () => this.whole() },
      // The address of what is shown; empty where there is none, as in a notebook.
      link: { get: () => (address.isThere ? address.link(this.whole()) : "") },
    });
    Object.assign(window, { campaignPlayer: api });
  }
}
