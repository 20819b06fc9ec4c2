// @ts-check
// The reading column on a phone: a sheet below the map, which can be pulled up over it.

import { clamp } from "../core/numbers.js";
import { say } from "../core/words.js";
import { button, drawing } from "../ui/elements.js";

/** @import { Pages } from "./pages.js" */

const PHONE = "(max-width: 760px) and (min-height: 481px)";
const DRAG_FROM = 6;
const UP = "M5 15l7-7 7 7";

export class Sheet {
  /**
   * @param {Pages} pages whose column is the sheet
   * @param {() => HTMLElement} getStage what it is pulled over
   * @param {AbortSignal} signal ends what listens when another sheet takes its place
   */
  constructor(pages, getStage, signal) {
    this.column = pages.root;
    this.getStage = getStage;
    this.isUp = false;
    this.isDragged = false;
    /** @type {{id: number, y: number, from: number} | null} the pointer that holds the sheet, and where it took it */
    this.held = null;
    this.handle = button("cm-handle", [drawing(UP)], say("sheet.pull"), () => this.set(!this.isUp));
    pages.bar.append(this.handle);
    this.grip = pages.bar;
    this.phone = window.matchMedia(PHONE);
    this.phone.addEventListener("change", () => this.set(false), { signal });
    window.addEventListener("resize", () => this.isUp && this.set(true), { signal });
    // A press on what is left of the map lets the sheet down again.
    document.addEventListener("pointerdown", ({ target }) => {
      const stage = this.getStage();
      if (this.isUp && (target === stage || target === stage.parentElement)) this.set(false);
    }, { signal });
    this.listen(signal);
    this.handle.setAttribute("aria-expanded", "false");
  }

  /** How far the sheet goes up, in pixels. */
  get reach() {
    return Math.max(this.getStage().offsetHeight - 44, 0);
  }

  /** @param {boolean} isUp */
  set(isUp) {
    this.isUp = isUp && this.phone.matches;
    this.handle.setAttribute("aria-expanded", String(this.isUp));
    this.column.classList.toggle("is-up", this.isUp);
    this.getStage().inert = this.isUp;
    this.pull(this.isUp ? this.reach : 0);
  }

  /** @param {number} pixels */
  pull(pixels) {
    this.column.style.setProperty("--pull", `${Math.round(pixels)}px`);
  }

  /** The whole bar above the pages can be dragged; a press without a drag stays a press. @param {AbortSignal} signal */
  listen(signal) {
    this.grip.addEventListener("pointerdown", (event) => {
      if (!this.phone.matches || event.button !== 0) return;
      this.held = { id: event.pointerId, y: event.clientY, from: this.isUp ? this.reach : 0 };
    });
    this.grip.addEventListener("click", (event) => {
      if (this.isDragged) event.stopPropagation();
    }, { capture: true });
    // A quick hand leaves the bar before the first move is told.
    document.addEventListener("pointermove", (event) => this.drag(event), { signal });
    document.addEventListener("pointerup", (event) => this.release(event), { signal });
    document.addEventListener("pointercancel", (event) => this.release(event), { signal });
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (!this.held || event.pointerId !== this.held.id) return;
    const moved = this.held.y - event.clientY;
    if (!this.isDragged && Math.abs(moved) < DRAG_FROM) return;
    this.isDragged = true;
    this.column.classList.add("is-dragged");
    this.pull(clamp(this.held.from + moved, 0, this.reach));
  }

  /** Let go: a fifth of the way is enough to go the whole of it. @param {PointerEvent} event */
  release(event) {
    if (!this.held || event.pointerId !== this.held.id) return;
    const moved = this.held.y - event.clientY;
    this.held = null;
    if (!this.isDragged) return;
    this.column.classList.remove("is-dragged");
    this.set(Math.abs(moved) > this.reach / 5 ? moved > 0 : this.isUp);
    // The click that follows a drag is none.
    window.setTimeout(() => { this.isDragged = false; });
  }
}
