// @ts-check
// The story in steps: a card for each, with what it rests on, and the list of all of them, which
// stands alone before the first.

import { isMirrored, say } from "../core/words.js";
import { NEXT, PREVIOUS } from "../ui/arrows.js";
import { button, drawing, element, heldIn } from "../ui/elements.js";
import { mediaList, mediaOf } from "./media.js";
import { Page } from "./pages.js";

/** @import { Payload, Step } from "../core/payload.js" */

const SWIPE_PX = 48;
const WIDE_SCREEN = "M4 5h16v11H4zM9 20h6M12 16v4";

/** What the page asks of the player: to go to a step, 0 for none, which one it is at, to show a claim, to fill the screen, and how to print, where that can be done. @typedef {{go: (step: number) => void, now: () => number, choose: (id: string) => void, present: () => void, print: () => (() => void) | null}} StepActs */

export class StepsPage extends Page {
  /** @param {Payload} data @param {StepActs} acts */
  constructor(data, acts) {
    super(data, "steps");
    this.acts = acts;
    /** The step that is open, from 1 on; 0: none. */
    this.step = 0;
    this.listen();
  }

  get hasContent() {
    return this.data.steps.length > 1;
  }

  /** A finger turns the cards as it would pages. */
  listen() {
    let from = 0;
    this.root.addEventListener("touchstart", (event) => { from = event.touches[0].clientX; }, { passive: true });
    this.root.addEventListener("touchend", (event) => {
      const moved = event.changedTouches[0].clientX - from;
      const ahead = isMirrored() ? moved : -moved;
      if (this.step && Math.abs(moved) > SWIPE_PX) this.turn(Math.sign(ahead));
    }, { passive: true });
  }

  /** Go some steps on or back from where the player is, as far as there are any: the card may wait. @param {number} by */
  turn(by) {
    const goal = this.acts.now() + by;
    if (goal >= 1 && goal <= this.data.steps.length) this.acts.go(goal);
  }

  /** @param {number} step 0: none */
  show(step) {
    if (step === this.step && this.isBuilt) return;
    this.step = step;
    if (this.isBuilt) this.build();
  }

  build() {
    const { steps } = this.data;
    const had = heldIn(this.root);
    this.root.replaceChildren(
      ...(this.step ? this.card(steps[this.step - 1]) : [element("h2", "cm-headline", say("steps.contents", { count: steps.length }))]),
      element("ol", "cm-steps", steps.map((step, number) => this.entry(step, number + 1))),
      this.step ? this.waysOut() : "",
    );
    this.toTop();
    const turn = had?.dataset.turn ? this.root.querySelector(`[data-turn="${had.dataset.turn}"]:enabled`) : null;
    if (had) /** @type {HTMLElement} */ (turn ?? this.root).focus({ preventScroll: true });
  }

  /** What else can be done with the story. */
  waysOut() {
    const print = this.acts.print();
    return element("p", "cm-steps-ways", [
      button("cm-quiet", say("steps.explore"), "", () => this.acts.go(0)),
      print ? button("cm-quiet", say("steps.print"), "", print) : null,
    ]);
  }

  /** @param {Step} step */
  card(step) {
    const count = this.data.steps.length;
    return [
      element("p", "cm-step-count", [
        element("span", "", say("steps.count", { number: this.step, count })),
        element("span", "cm-step-days", sayDays(this.data, step, "label")),
      ]),
      element("article", "cm-card", [
        this.headline(step),
        step.text ? this.quote("p", "cm-text", step.text) : null,
        mediaList(this.data, mediaOf(this.data, step.rows, this.step - 1)),
      ]),
      element("div", "cm-turns", [
        this.turnButton(say("steps.previous"), PREVIOUS, -1, this.step > 1),
        this.step < count ? this.turnButton(say("steps.next"), NEXT, 1, true) : this.endButton(),
        button("cm-tool cm-present", [drawing(WIDE_SCREEN)], say("steps.present"), () => this.acts.present()),
      ]),
      this.sources(step),
    ];
  }

  /** @param {Step} step */
  headline(step) {
    if (step.headline) return this.quote("h2", "cm-headline", step.headline);
    return element("h2", "cm-headline", say("steps.silent"));
  }

  /** After the last step the days go on. */
  endButton() {
    const node = button("cm-turn is-next", say("steps.explore"), "", () => this.acts.go(0));
    node.dataset.turn = "next";
    return node;
  }

  /** @param {string} name @param {string} path @param {number} by @param {boolean} isThere */
  turnButton(name, path, by, isThere) {
    const arrow = drawing(isMirrored() ? (by > 0 ? PREVIOUS : NEXT) : path);
    const words = element("span", "", name);
    const node = button(`cm-turn ${by > 0 ? "is-next" : ""}`, by > 0 ? [words, arrow] : [arrow, words], "", () => this.turn(by));
    node.disabled = !isThere;
    node.dataset.turn = by > 0 ? "next" : "previous";
    return node;
  }

  /** What a step rests on: each of its claims, and who says so. @param {Step} step */
  sources(step) {
    const rows = step.rows.filter((name) => this.data.rows[name]);
    if (!rows.length) return "";
    return element("section", "cm-group cm-step-sources", [
      element("h3", "", say("story.who")),
      element("ul", "", rows.map((name) => this.claim(name))),
    ]);
  }

  /** @param {string} name */
  claim(name) {
    const row = this.data.rows[name];
    const titles = [...new Set(row.evidence.map(({ source }) => {
      const { publisher, author, title } = this.data.sources[source];
      return publisher || author || title;
    }))];
    const who = titles.length ? titles[0] : say("story.no-passage");
    const more = titles.length > 1 ? ` ${say("steps.more", { count: titles.length - 1 })}` : "";
    return element("li", "", [
      button("cm-step-claim", [
        this.quote("span", "cm-step-title", row.title || sayPlace(this.data, row.places[0])),
        element("span", "cm-hint", [this.quote("bdi", "", who), document.createTextNode(more)]),
      ], "", () => this.acts.choose(name)),
    ]);
  }

  /** @param {Step} step @param {number} number */
  entry(step, number) {
    const isNow = number === this.step;
    const node = button("cm-step-entry", [
      element("span", "cm-step-number", say("steps.number", { number })),
      step.headline ? this.quote("span", "", step.headline) : element("span", "", say("steps.silent")),
      this.step ? null : element("span", "cm-step-days", sayDays(this.data, step, "date")),
    ], "", () => this.acts.go(number));
    if (isNow) node.setAttribute("aria-current", "step");
    return element("li", "", [node]);
  }
}

/** @param {Payload} data @param {Step} step @param {"label" | "date"} form */
function sayDays(data, { cells: [first, last] }, form) {
  if (first === last) return data.days[last][form];
  return say("steps.days", { first: data.days[first][form], last: data.days[last][form] });
}

/** @param {Payload} data @param {string} id */
function sayPlace(data, id) {
  return data.places[id]?.called.name ?? id;
}
