// @ts-check
// Pictures and documents of a claim or a step: small beside its words, full size on press. Nothing is
// asked from elsewhere: a link is followed by who presses it.

import { say, sayWord } from "../core/words.js";
import { CROSS } from "../ui/arrows.js";
import { button, drawing, element, quoted } from "../ui/elements.js";
import { sourceLink } from "./sources.js";

/** @import { Media, Payload } from "../core/payload.js" */


/** What belongs to rows or to a step, each once, in the file's order. @param {Payload} data @param {string[]} rows @param {number} [step] its number from 0 on */
export function mediaOf(data, rows, step = -1) {
  return data.media.filter((one) => one.steps.includes(step) || one.rows.some((name) => rows.includes(name)));
}

/** Small pictures with their captions; null where there are none. @param {Payload} data @param {Media[]} media */
export function mediaList(data, media) {
  if (!media.length) return null;
  return element("ul", "cm-media", media.map((one) => element("li", "", [
    element("figure", "", [one.picture ? mediaButton(data, one) : null, mediaCaption(data, one)]),
  ])));
}

/** The same on paper, where nothing can be pressed: what is blurred on the screen is only named. @param {Payload} data @param {Media[]} media */
export function printedMedia(data, media) {
  if (!media.length) return null;
  return element("ul", "cm-print-media", media.map((one) => element("li", "", [
    element("figure", "", [one.picture && !one.sensitive ? pictureImage(one) : null, mediaCaption(data, one)]),
  ])));
}

/** @param {Media} one */
function pictureImage({ picture, alt }) {
  const [source, width, height] = /** @type {[string, number, number]} */ (picture);
  return element("img", "", "", { src: source, alt, width: String(width), height: String(height), draggable: "false" });
}

/** The small picture, which opens the large one. @param {Payload} data @param {Media} one */
function mediaButton(data, one) {
  const hint = one.sensitive ? element("span", "cm-media-warning", say("media.sensitive")) : null;
  const node = button(`cm-media-open ${one.sensitive ? "is-sensitive" : ""}`, [pictureImage(one), hint], "", () => openLarge(data, one));
  node.setAttribute("aria-label", [say("media.open", { title: one.title }), one.alt, one.sensitive ? say("media.sensitive") : ""].filter(Boolean).join(". "));
  return node;
}

/** What it is, whose, and under what terms. @param {Payload} data @param {Media} one */
function mediaCaption(data, { kind, title, credit, licence, day, url, source }) {
  const { language } = data.campaign;
  const name = quoted("bdi", "cm-media-title", title, language);
  const when = data.days.find((one) => one.day === day)?.date ?? day;
  const about = [element("span", "", sayWord("media", kind)), when ? element("span", "", when) : null,
    quoted("bdi", "", credit, language), quoted("bdi", "", licence, language),
    data.sources[source] ? sourceLink(data, data.sources[source]) : null].filter((node) => node !== null);
  return element("figcaption", "", [
    url ? element("a", "", [name], { href: url, target: "_blank", rel: "noopener noreferrer" }) : name,
    element("span", "cm-media-about", about.flatMap((node, at) => (at ? [document.createTextNode(" · "), node] : [node]))),
  ]);
}

/** The large picture before everything else; Escape, its button or a press beside it close it. @param {Payload} data @param {Media} one */
function openLarge(data, one) {
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", "cm-media-dialog", [
    element("figure", "", [pictureImage(one), mediaCaption(data, one)]),
  ], { "aria-label": one.title }));
  dialog.prepend(button("cm-media-close", [drawing(CROSS)], say("media.close"), () => dialog.close()));
  // Its keys are its own: no day is turned behind it.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  (document.querySelector(".cm-player") ?? document.body).append(dialog);
  dialog.showModal();
}
