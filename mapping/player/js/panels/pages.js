// @ts-check
// What can be read beside the map, behind three doors: the story of its days and steps, what it rests
// on, and what this is.

import { isMirrored, say } from "../core/words.js";
import { button, element, quoted } from "../ui/elements.js";

/** @import { Payload } from "../core/payload.js" */

/** One page of the reading column. It is built when it is first opened. */
export class Page {
  /**
   * @param {Payload} data
   * @param {string} name of the page, which is also the end of its keys in the table of strings
   */
  constructor(data, name) {
    this.data = data;
    this.name = name;
    this.isBuilt = false;
    /** Whether it is the one that was opened last behind its door. */
    this.isLast = false;
    /** @type {string[]} the account that is told, or the two that are compared */
    this.accounts = [];
    this.root = element("div", `cm-page cm-page-${name}`, "", {
      id: `cm-page-${name}`,
    });
    /** Whether the reader moved in the page; to ask the browser would make it lay out the page. */
    this.isScrolled = false;
    this.root.addEventListener("scroll", () => { this.isScrolled = this.root.scrollTop > 0; }, { passive: true });
  }

  /** What is new is read from its beginning. */
  toTop() {
    if (this.isScrolled) this.root.scrollTop = 0;
  }

  /** Whether the campaign has anything for this page. */
  get hasContent() {
    return true;
  }

  /** @param {string[]} accounts */
  tell(accounts) {
    this.accounts = accounts;
    if (this.isBuilt) this.build();
  }

  open() {
    if (!this.isBuilt) this.build();
    this.isBuilt = true;
  }

  build() {}

  /** What the campaign says, in its own direction. @param {string} tag @param {string} classes @param {string} text */
  quote(tag, classes, text) {
    return quoted(tag, classes, text, this.data.campaign.language);
  }
}

/**
 * A door: its name, the end of its keys in the table of strings; its pages; and whether one of them
 * is seen at a time, or all stand below each other.
 * @typedef {{name: string, pages: Page[], isOne: boolean}} Door
 */

/** The doors above the pages, of which one is open. */
export class Pages {
  /** @param {Door[]} doors the first one is open at the beginning */
  constructor(doors) {
    this.doors = doors
      .map((door) => ({ ...door, pages: door.pages.filter((page) => page.hasContent) }))
      .filter(({ pages }) => pages.length);
    this.tabs = this.doors.map((door) => this.tab(door));
    this.rooms = this.doors.map((door) => this.room(door));
    this.list = element("div", "cm-tabs", this.tabs, {
      role: "tablist", "aria-label": say("pages.label"),
    });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.bar = element("div", "cm-pages-bar", [this.list]);
    this.root = element("section", "cm-story", [this.bar, ...this.rooms], { "aria-label": say("pages.label") });
    /** The name of the page that was opened last. */
    this.current = "";
    /** The number of the open door. */
    this.door = -1;
    this.open(this.doors[0].pages[0].name);
  }

  /** @param {Door} door */
  tab({ name }) {
    const tab = button("cm-tab", say(`pages.${name}`), "", () => this.enter(name));
    tab.id = `cm-tab-${name}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", `cm-room-${name}`);
    return tab;
  }

  /** Where a door leads: its pages, and where they stand below each other the way to each. @param {Door} door */
  room({ name, pages, isOne }) {
    const ways = isOne || pages.length < 2 ? null : element("nav", "cm-ways-in", pages.map((page) =>
      button("cm-way-in", say(`pages.${page.name}`), "", () => this.open(page.name))), { "aria-label": say(`pages.${name}`) });
    const room = element("div", `cm-room cm-room-${name} ${isOne ? "is-one" : ""}`, [ways, ...pages.map((page) => page.root)], {
      id: `cm-room-${name}`, role: "tabpanel", "aria-labelledby": `cm-tab-${name}`,
    });
    // Whatever scrolls can be scrolled by the keyboard.
    for (const scrolls of isOne ? pages.map((page) => page.root) : [room]) scrolls.tabIndex = 0;
    return room;
  }

  /** Go through a door, to where one was when one left it. @param {string} name of the door */
  enter(name) {
    const wanted = this.doors.findIndex((door) => door.name === name);
    const { pages } = this.doors[wanted];
    if (wanted !== this.door) this.open((pages.find((page) => page.isLast) ?? pages[0]).name);
  }

  /** @param {string} name of a page; one that is not there changes nothing */
  open(name) {
    const wanted = this.doors.findIndex(({ pages }) => pages.some((page) => page.name === name));
    if (wanted < 0 || (name === this.current && this.doors[wanted].isOne)) return;
    const { pages, isOne } = this.doors[wanted];
    this.door = wanted;
    this.current = name;
    this.rooms.forEach((room, number) => {
      room.hidden = number !== wanted;
      this.tabs[number].setAttribute("aria-selected", String(number === wanted));
      this.tabs[number].tabIndex = number === wanted ? 0 : -1;
    });
    for (const page of pages) {
      page.isLast = page.name === name;
      page.root.hidden = isOne && !page.isLast;
      if (!page.root.hidden) page.open();
    }
    if (!isOne) this.show(wanted, pages.findIndex((page) => page.isLast));
  }

  /** Bring a page of an open room into sight. @param {number} door @param {number} number of the page */
  show(door, number) {
    const room = this.rooms[door];
    const { root } = this.doors[door].pages[number];
    const ways = /** @type {HTMLElement | null} */ (room.querySelector(".cm-ways-in"));
    room.scrollTop = number ? root.offsetTop - (ways?.offsetHeight ?? 0) : 0;
  }

  /** @param {string[]} accounts */
  tell(accounts) {
    for (const page of this.doors.flatMap(({ pages }) => pages)) page.tell(accounts);
  }

  /** The arrows go from door to door, as they are seen. @param {KeyboardEvent} event */
  key(event) {
    const last = this.tabs.length - 1;
    const ahead = isMirrored() ? -1 : 1;
    const goals = /** @type {Record<string, number>} */ ({
      ArrowRight: this.door + ahead, ArrowLeft: this.door - ahead, Home: 0, End: last,
    });
    if (!Object.hasOwn(goals, event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const goal = (goals[event.key] + last + 1) % (last + 1);
    this.enter(this.doors[goal].name);
    this.tabs[goal].focus();
  }
}
