// @ts-check
// The player: puts clock, time bar, map, story and view together, and talks to the outside.

import { Address } from "./core/address.js";
import { Clock } from "./core/clock.js";
import { Filter } from "./core/filter.js";
import { clamp } from "./core/numbers.js";
import { isToldBy, parsePayload } from "./core/payload.js";
import { unfold } from "./core/unfold.js";
import { USUAL_LANGUAGE, say, shown, speak } from "./core/words.js";
import { SCREEN } from "./ui/motion.js";
import { markLanguage, paintSides, setScheme } from "./ui/scheme.js";
import { TimeBar } from "./bar/timebar.js";
import { Ground } from "./map/ground.js";
import { MapScene } from "./map/scene.js";
import { View } from "./map/view.js";
import { AboutPage } from "./panels/about.js";
import { FiguresPage } from "./panels/figures.js";
import { Frame } from "./panels/frame.js";
import { ProfilePanel } from "./panels/heights.js";
import { Legend, SYMBOLS } from "./panels/legend.js";
import { Pages } from "./panels/pages.js";
import { QuestionsPage } from "./panels/questions.js";
import { Share } from "./panels/share.js";
import { Sheet } from "./panels/sheet.js";
import { SourcesPage } from "./panels/sources.js";
import { Story } from "./panels/story.js";
import { Printing } from "./print/sheet.js";
import { isStill, makeStill } from "./print/still.js";
import { Outside, addressBar, isFramed } from "./outside.js";

/** @import { State } from "./core/address.js" */

const FOLLOW_MS = 110;

/**
 * @param {any} map the Leaflet map that Folium made
 * @param {string} text the payload
 */
export function startPlayer(map, text) {
  const data = unfold(parsePayload(text));
  paintSides(data);
  speak(data, USUAL_LANGUAGE);
  markLanguage();
  /** @type {Record<string, ((value: string) => void)[]>} */
  const listeners = { day: [], select: [], lang: [], symbols: [] };
  const state = {
    account: data.campaign.opens.account, compare: "", hide: "", lang: USUAL_LANGUAGE, select: "",
    symbols: "",
  };

  const address = new Address(data.address, addressBar);
  const opening = cellOf(data.campaign.opens.day);
  const filter = new Filter(filtered, data);
  const clock = new Clock(data.days.length, { moved, settled, played: () => bar.played() }, SCREEN);
  const scene = new MapScene(map, data, filter, choose);
  const view = new View(map, data, scene);
  const ground = new Ground(map, data.ground.tiles, (words) => frame.note(words));
  const still = isStill(address);
  let built = new AbortController();
  let { legend, story, pages, sheet, bar, frame, profile, share } = build();
  if (!still) frame.hint();
  view.onChange = () => frame.taken(!view.follows);
  view.onMove = () => report();

  /** Everything around the map, in the language that is spoken. */
  function build() {
    built.abort();
    built = new AbortController();
    const { signal } = built;
    const legend = new Legend(data, filter, ground, setSymbols);
    const profile = new ProfilePanel(data, filter, signal);
    const story = new Story(data, filter, choose, profile.root);
    const pages = new Pages([
      story, new QuestionsPage(data, choose), new FiguresPage(data), new SourcesPage(data),
      new AboutPage(data, isFramed() ? null : () => window.print()),
    ]);
    const sheet = new Sheet(pages, () => frame.stage, signal);
    const bar = new TimeBar(data, filter, clock, describe, signal);
    const share = new Share(data, address, whole, signal);
    const frame = new Frame(map, data, {
      share, bar: bar.root, story: pages.root, legend: legend.root,
      reset: () => view.reset(clock.cell), all: () => view.showAll(clock.cell),
      choose: setAccounts, speak: setLanguage,
    }, signal);
    frame.keys(handleKey);
    return { legend, story, pages, sheet, bar, frame, profile, share };
  }

  /** Speak another language; what the reader has before them stays. @param {string} language */
  function setLanguage(language) {
    if (!Object.hasOwn(data.languages, language) || language === state.lang) return;
    const before = { legend, pages, sheet, bar, frame };
    const had = document.activeElement;
    const scrolled = story.root.scrollTop;
    state.lang = language;
    speak(data, language);
    markLanguage();
    ({ legend, story, pages, sheet, bar, frame, profile, share } = build());
    legend.isOpen = before.legend.isOpen;
    tellAccounts();
    story.selected = state.select;
    scene.draw(clock.time, clock.cell);
    profile.move(clock.time, scene.views);
    bar.draw();
    bar.played();
    sayMoment();
    frame.taken(!view.follows);
    follow();
    story.root.scrollTop = scrolled;
    pages.open(before.pages.current);
    sheet.set(before.sheet.isUp);
    if (had === before.frame.languageButton) frame.languageButton.focus();
    if (had === before.bar.thumb) bar.thumb.focus();
    tell("lang", language);
  }

  /** Draw forces by other symbols. @param {string} symbols */
  function setSymbols(symbols) {
    if (!SYMBOLS.has(symbols) || symbols === state.symbols) return;
    state.symbols = symbols;
    scene.dress(symbols);
    legend.showSymbols(symbols);
    follow();
    tell("symbols", symbols);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key had a meaning */
  function handleKey(event) {
    if (event.key === " ") bar.toggle();
    else if (event.key === "Escape") {
      sheet.set(false);
      select("");
      bar.thumb.focus();
    } else if (event.key === "Enter" && event.target === bar.thumb) {
      pages.open(story.name);
      story.enter();
    } else return false;
    return true;
  }

  function describe(/** @type {number} */ cell) {
    const words = accounts().map((account) => {
      const { days, title } = data.tellings[account];
      const headline = days[cell].headline || say("day.none");
      return state.compare ? `${shown(title)}: ${shown(headline)}` : shown(headline);
    });
    return words.join(". ");
  }

  // A step of time moves what moves; words, labels and arrows follow a moment later, together.
  let isRestoring = true;
  let later = 0;
  let scrubbing = false;
  function moved() {
    scene.draw(clock.time, clock.cell);
    profile.move(clock.time, scene.views);
    bar.draw();
    map.getContainer().classList.toggle("is-moving", !clock.settled);
    sayMoment();
    later ||= window.setTimeout(follow, FOLLOW_MS);
    if (!clock.settled && !scrubbing) {
      scrubbing = true;
      view.frameAll();
    }
  }

  function sayMoment() {
    frame.day(data.days[clock.cell], clock.settled ? null : clock.time);
  }

  function follow() {
    later = 0;
    story.draw(clock.cell);
    profile.speak();
    scene.highlight(state.select);
    // Very many labels are laid out when the time rests.
    if (clock.settled || !scene.isCrowd) view.point();
  }

  function settled() {
    scrubbing = false;
    if (state.select && !isTold(state.select)) setSelection("");
    scene.draw(clock.time, clock.cell);
    profile.move(clock.time, scene.views);
    bar.draw();
    follow();
    view.frameDay(clock.cell);
    sayMoment();
    frame.announce(`${data.days[clock.cell].whole}. ${describe(clock.cell)}`);
    tell("day", data.days[clock.cell].day);
  }

  /** @param {string} id */
  function isTold(id) {
    return accounts().some((account) => {
      const { days, before, after } = data.tellings[account];
      const { dated, undated } = days[clock.cell];
      return [dated, undated, before, after].some((names) => names.includes(id));
    });
  }

  /** The reader took something off the map, or put it back. */
  function filtered() {
    state.hide = filter.toString();
    if (state.select && !filter.shows(data.rows[state.select])) setSelection("");
    legend.draw();
    story.cell = -1;
    scene.cell = -1;
    bar.mark(accounts().map((account) => data.tellings[account]));
    scene.draw(clock.time, clock.cell);
    profile.move(clock.time, scene.views);
    follow();
    tell("select", state.select);
  }

  function accounts() {
    return state.compare ? [state.account, state.compare] : [state.account];
  }

  /** Change whose telling is shown; day, view and selection stay where they can. @param {string} account @param {string} compare */
  function setAccounts(account, compare) {
    if (!data.tellings[account]) return;
    const beside = data.tellings[compare] && compare !== account ? compare : "";
    if (account === state.account && beside === state.compare) return;
    Object.assign(state, { account, compare: beside });
    if (state.select && !isTold(state.select)) setSelection("");
    tellAccounts();
    clock.settle(clock.cell, false);
  }

  function tellAccounts() {
    const tellings = accounts().map((account) => data.tellings[account]);
    pages.tell(accounts());
    scene.tell(accounts());
    profile.tell(accounts());
    bar.mark(tellings);
    legend.tell(tellings);
    legend.showSymbols(state.symbols);
    frame.teller(state.account, state.compare);
  }

  /** @param {string} id */
  function setSelection(id) {
    state.select = id;
    story.select(id);
    scene.highlight(id);
  }

  /** The reader presses a claim, on the map or in the text: both show it. @param {string} id */
  function choose(id) {
    if (id && pages.current !== story.name) {
      pages.open(story.name);
      sheet.set(false);
    }
    select(id);
  }

  /** Choose a claim, on the day it is told of; an empty id chooses nothing. @param {string} id */
  function select(id) {
    const wanted = data.rows[id] ? id : "";
    if (wanted === state.select) return;
    if (wanted) pages.open(story.name);
    if (wanted && !accounts().some((account) => isToldBy(data.rows[wanted], account))) {
      setAccounts(state.account, data.rows[wanted].accounts[0]);
    }
    if (wanted && !isTold(wanted)) {
      const tellings = accounts().map((account) => data.tellings[account]);
      const cell = data.days.findIndex((_, number) =>
        tellings.some(({ days }) => [...days[number].dated, ...days[number].undated].includes(wanted)),
      );
      if (cell < 0) {
        // Who holds a place is not in the day's list: the map goes to its day and place.
        clock.settle(clamp(data.rows[wanted].span[0], 0, clock.days - 1));
        view.goTo(wanted);
        return;
      }
      clock.settle(cell);
    }
    setSelection(wanted);
    if (wanted) view.goTo(wanted);
    tell("select", wanted);
  }

  /** The number of a day, -1 for one that there is not. @param {string} wanted */
  function cellOf(wanted) {
    return data.days.findIndex(({ day }) => day === wanted);
  }

  /** @param {string | number} wanted a day, YYYY-MM-DD, or a time in days */
  function seek(wanted) {
    if (typeof wanted === "number") {
      if (Number.isFinite(wanted)) clock.moveTo(wanted);
      return;
    }
    const cell = cellOf(wanted);
    if (cell >= 0) clock.settle(cell);
  }

  /** @param {string} name @param {string} value */
  function tell(name, value) {
    for (const listener of listeners[name]) listener(value);
    report();
  }

  /** All that the reader has set, by the names in mapping/drawing/address.py. @returns {State} */
  function whole() {
    return { day: data.days[clock.cell].day, ...state, at: view.at };
  }

  function report() {
    if (isRestoring) return;
    outside.report(whole());
    address.show(whole());
  }

  /** What an address asks for; what is not in this campaign is as if it were not asked for. @param {State} wanted */
  function restore(wanted) {
    isRestoring = true;
    view.jump(() => {
      // First, so that the days do not move the map; and again, if what is selected did.
      if (wanted.at) view.goBack(wanted.at);
      restoreParts(wanted);
      if (wanted.at && wanted.at !== view.at) view.goBack(wanted.at);
    });
    isRestoring = false;
    report();
  }

  /** @param {State} wanted */
  function restoreParts(wanted) {
    const cell = cellOf(wanted.day ?? "");
    setLanguage(Object.hasOwn(data.languages, wanted.lang ?? "") ? wanted.lang : USUAL_LANGUAGE);
    filter.restore(wanted.hide ?? "");
    setSymbols(wanted.symbols ?? "");
    const isTeller = Object.hasOwn(data.tellings, wanted.account ?? "");
    setAccounts(isTeller ? wanted.account : data.campaign.opens.account, wanted.compare ?? "");
    clock.settle(cell < 0 ? opening : cell, false);
    select(wanted.select ?? "");
  }

  // Within another page it is that page which is printed.
  if (!isFramed()) new Printing(map, data, accounts);
  const outside = new Outside({
    restore: (wanted) => restore(address.check(wanted)), scheme: setScheme, page: setPage,
  });

  /** The page around the player has an address, which links lead to. @param {string} page */
  function setPage(page) {
    address.page = page;
    share.offer();
  }

  Object.assign(window, {
    campaignPlayer: {
      get day() { return data.days[clock.cell].day; },
      get time() { return clock.time; },
      get settled() { return clock.settled && clock.time === clock.cell + 1; },
      get state() { return whole(); },
      /** The address of what is shown; empty where there is none, as in a notebook. */
      get link() { return address.isThere ? address.link(whole()) : ""; },
      /** Where each force is drawn: {force: [lat, lon, km]}. */
      get positions() {
        return Object.fromEntries(
          [...scene.views[0].positions].map(([id, { at, km }]) => [id, [at[0], at[1], km]]),
        );
      },
      seek, select, speak: setLanguage, symbols: setSymbols,
      play: () => clock.play(),
      pause: () => clock.pause(),
      /** @param {"day" | "select" | "lang" | "symbols"} name @param {(value: string) => void} listener */
      on(name, listener) { listeners[name].push(listener); },
    },
  });

  tellAccounts();
  // The map has no view until now, so that its ground is drawn once.
  view.frameDay(opening);
  clock.settle(opening, false);
  isRestoring = false;
  const asked = address.read();
  if (Object.keys(asked).length) restore(asked);
  address.onChange(restore);
  if (still) makeStill(data, address, frame, whole(), () => {
    if (view.follows) view.jump(() => view.frameDay(clock.cell));
    view.point();
  });
  outside.ready();
}
