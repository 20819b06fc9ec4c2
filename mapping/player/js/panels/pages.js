// @ts-check
// What can be read beside the map: the day, and the pages that tell of the whole campaign.

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
    /** @type {string[]} the account that is told, or the two that are compared */
    this.accounts = [];
    this.root = element("div", `cm-page cm-page-${name}`, "", {
      id: `cm-page-${name}`, role: "tabpanel", tabindex: "0", "aria-labelledby": `cm-tab-${name}`,
    });
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

/** The tabs above the pages, of which one is open. */
export class Pages {
  /** @param {Page[]} pages the first one is open at the beginning */
  constructor(pages) {
    this.pages = pages.filter((page) => page.hasContent);
    this.tabs = this.pages.map((page) => this.tab(page));
    this.list = element("div", "cm-tabs", this.tabs, {
      role: "tablist", "aria-label": say("pages.label"),
    });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.bar = element("div", "cm-pages-bar", [this.list]);
    this.root = element("section", "cm-story", [
      this.bar, ...this.pages.map((page) => page.root),
    ], { "aria-label": say("pages.label") });
    this.current = "";
    this.open(this.pages[0].name);
  }

  /** @param {Page} page */
  tab(page) {
    const tab = button("cm-tab", say(`pages.${page.name}`), "", () => this.open(page.name));
    tab.id = `cm-tab-${page.name}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", page.root.id);
    return tab;
  }

  /** @param {string} name of a page; one that is not there changes nothing */
  open(name) {
    const wanted = this.pages.findIndex((page) => page.name === name);
    if (wanted < 0 || name === this.current) return;
    this.current = name;
    this.pages.forEach((page, number) => {
      const isOpen = number === wanted;
      page.root.hidden = !isOpen;
      this.tabs[number].setAttribute("aria-selected", String(isOpen));
      this.tabs[number].tabIndex = isOpen ? 0 : -1;
    });
    this.pages[wanted].open();
    const tab = this.tabs[wanted];
    this.list.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - this.list.clientWidth / 2;
  }

  /** @param {string[]} accounts */
  tell(accounts) {
    for (const page of this.pages) page.tell(accounts);
  }

  /** The arrows go from tab to tab, as they are seen. @param {KeyboardEvent} event */
  key(event) {
    const last = this.tabs.length - 1;
    const now = this.pages.findIndex((page) => page.name === this.current);
    const ahead = isMirrored() ? -1 : 1;
    const goals = /** @type {Record<string, number>} */ ({
      ArrowRight: now + ahead, ArrowLeft: now - ahead, Home: 0, End: last,
    });
    if (!Object.hasOwn(goals, event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const goal = (goals[event.key] + last + 1) % (last + 1);
    this.open(this.pages[goal].name);
    this.tabs[goal].focus();
  }
}
