// @ts-check
// The view as a picture in a file: the map of the day's end as the reader looks at it, under its
// title, over its signs and credits.

import { sayWindow, saySums } from "../core/quantities.js";
import { isMirrored, say, sayNumber } from "../core/words.js";
import { drawing, element } from "../ui/elements.js";
import { PrintGround } from "./ground.js";
import { svgElement } from "./drawn.js";
import { PrintMap } from "./map.js";
import { pngOf, standaloneSvg } from "./standalone.js";

/** @import { DayIndex } from "../core/days.js" */
/** @import { Payload } from "../core/payload.js" */
/** @import { PrintFrame } from "./ground.js" */
/** @typedef {{map: any, data: Payload, index: DayIndex, accounts: string[], cell: number, symbols: string}} Seen what the reader has before them */

/** Pixels of the drawing. */
const LEAST_WIDE = 640;
const LEAST_WIDE_TWO = 960;
const MOST_WIDE = 1600;
const EDGE = 20;
const MOST_LETTERS = 900;
const SCALE_WIDE = 130;
const STRONGLY_RIGHT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** Draw a picture and have the browser save it. @param {Seen} seen @param {"png" | "svg"} kind */
export async function savePicture(seen, kind) {
  const { data: { campaign, days }, cell } = seen;
  const sheet = new PictureSheet(seen);
  document.body.append(sheet.root);
  let text = "";
  try {
    sheet.lay();
    text = standaloneSvg(sheet.root, `${campaign.title}. ${days[cell].label}`);
  } finally {
    sheet.root.remove();
  }
  const file = kind === "svg" ? new Blob([text], { type: "image/svg+xml" }) : await pngOf(text, sheet.width, sheet.height);
  const address = URL.createObjectURL(file);
  const link = element("a", "", "", { href: address, download: `${campaign.id}-${days[cell].day}.${kind}` });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

class PictureSheet {
  /** @param {Seen} seen */
  constructor({ map, data, index, accounts, cell, symbols }) {
    this.data = data;
    this.index = index;
    this.accounts = accounts;
    this.cell = cell;
    this.symbols = symbols;
    /** The first of the days that are shown together, else the day itself. */
    this.first = index.firstOf(cell);
    this.map = map;
    const size = map.getSize();
    const least = accounts.length > 1 ? LEAST_WIDE_TWO : LEAST_WIDE;
    this.width = Math.min(Math.max(size.x, least), MOST_WIDE);
    this.shape = Math.min(Math.max(size.y / (size.x || 1), 0.4), 1.4);
    this.height = 0;
    this.ground = new PrintGround(map);
    this.root = /** @type {SVGSVGElement} */ (svgElement("svg", "cm-picture", {}));
  }

  /** Everything, from above down; it must stand in the page, so that texts can be measured. */
  lay() {
    const { data, cell, root } = this;
    const { title, licence } = data.campaign;
    const { label, second } = data.days[cell];
    const paper = svgElement("rect", "cm-picture-paper", { x: 0, y: 0, width: this.width });
    root.append(paper);
    let y = this.say(title, "is-title", 30, 19, 2);
    const { first } = this;
    y = this.say(first < cell ? sayWindow(data, first, cell) : label, "is-day", y + 17, 24, 1);
    // The days of a window are without their year.
    const below = first < cell ? label : second;
    if (below) y = this.say(below, "is-soft", y, 18, 1);
    y = this.maps(y + 2);
    y = this.signs(y + 26);
    const terms = licence ? `${title}: ${licence}` : title;
    y = this.say([data.credit, ...this.ground.credits, terms].join(" · "), "is-credit", y + 8, 14, 12);
    this.height = Math.round(y);
    paper.setAttribute("height", String(this.height));
    for (const [name, value] of Object.entries({ width: this.width, height: this.height, viewBox: `0 0 ${this.width} ${this.height}` })) {
      root.setAttribute(name, String(value));
    }
  }

  /** A text in lines; gives where the next one stands. @param {string} text @param {string} classes @param {number} y @param {number} leading @param {number} most lines @param {[number, number]} [between] its left and right end */
  say(text, classes, y, leading, most, [left, right] = [EDGE, this.width - EDGE]) {
    const whole = [...text.trim().replace(/\s+/g, " ")].slice(0, MOST_LETTERS).join("");
    const isRight = STRONGLY_RIGHT.test(whole);
    const x = isMirrored() ? right : left;
    const lines = this.broken(whole, classes, right - left, most);
    for (const line of lines) {
      const node = svgElement("text", classes, { x, y, direction: isRight ? "rtl" : "ltr", "text-anchor": isRight === isMirrored() ? "start" : "end" });
      node.textContent = line;
      this.root.append(node);
      y += leading;
    }
    return y;
  }

  /** @param {string} text @param {string} classes @param {number} width @param {number} most @returns {string[]} */
  broken(text, classes, width, most) {
    const probe = /** @type {SVGTextElement} */ (svgElement("text", classes, {}));
    this.root.append(probe);
    const fits = (/** @type {string} */ words) => {
      probe.textContent = words;
      return probe.getComputedTextLength() <= width;
    };
    const lines = [""];
    // A word longer than a line is broken within.
    for (const word of text.split(" ").flatMap((one) => (fits(one) ? [one] : one.match(/.{1,24}/gu) ?? []))) {
      const longer = [lines[lines.length - 1], word].filter(Boolean).join(" ");
      if (fits(longer) || !lines[lines.length - 1]) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    probe.remove();
    return lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]} …`] : lines;
  }

  /** One map, or of two tellings each its own. @param {number} y */
  maps(y) {
    const { accounts, data, cell } = this;
    const gap = 16;
    const count = accounts.length;
    const width = (this.width - 2 * EDGE - gap * (count - 1)) / count;
    const height = Math.round(width * (count > 1 ? Math.max(this.shape, 0.9) : this.shape));
    const { ground } = this;
    const lefts = accounts.map((_, at) => EDGE + at * (width + gap));
    const tops = accounts.map((account, at) => {
      const { headline } = data.tellings[account].days[cell];
      // A day without a headline is not one of which nothing is told.
      const told = (this.first === cell && headline) || saySums(this.index.sums([account], cell));
      const between = /** @type {[number, number]} */ ([lefts[at], lefts[at] + width]);
      const next = this.say(told, "is-headline", y + 12, 23, 3, between);
      return this.say(data.tellings[account].teller, "is-soft", next - 2, 16, 2, between);
    });
    const top = Math.max(...tops) - 4;
    const below = accounts.map((account, at) => {
      const { node, counts } = this.oneMap(account, ground, lefts[at], top, { width: Math.round(width), height });
      this.root.append(node);
      return counts.length ? this.say(counts.join(" · "), "is-soft", top + height + 18, 16, 2, [lefts[at], lefts[at] + width]) - 14 : top + height;
    });
    return Math.max(...below);
  }

  /** @param {string} account @param {PrintGround} ground @param {number} x @param {number} y @param {{width: number, height: number}} size */
  oneMap(account, ground, x, y, size) {
    const bounds = this.map.getBounds();
    const map = new PrintMap(this.data, account, this.cell, ground, null, this.index, {
      size, view: [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()],
      first: this.first, symbols: this.symbols, paint: (frame) => ground.inset(frame),
    });
    const node = map.draw();
    for (const [name, value] of Object.entries({ x, y, ...size })) node.setAttribute(name, String(value));
    node.append(...scaleBar(map.frame, size));
    return { node, counts: map.counts() };
  }

  /** What sides and signs mean, in as many lines as it takes. @param {number} y */
  signs(y) {
    const { sides, symbols } = this.data;
    const items = [
      ...Object.entries(sides).filter(([id]) => this.index.filter.showsSide(id)).map(([id, { name, shape }]) => ({ id, name, path: symbols.shapes[shape], isHollow: false })),
      { id: "nobody", name: say("still.solid"), path: "", isHollow: false },
      { id: "nobody", name: say("still.hollow"), path: "", isHollow: true },
      ...(this.root.querySelector(".cm-print-asked") ? [{ id: "asked", name: say("still.contested"), path: "", isHollow: false }] : []),
    ];
    let x = EDGE;
    for (const { id, name, path, isHollow } of items) {
      const words = /** @type {SVGTextElement} */ (svgElement("text", "is-sign", { y }));
      words.textContent = [...name].slice(0, 60).join("");
      this.root.append(words);
      const wide = words.getComputedTextLength();
      if (x > EDGE && x + 20 + wide > this.width - EDGE) [x, y] = [EDGE, y + 20];
      const isTurned = isMirrored();
      const at = isTurned ? this.width - x - 15 : x;
      for (const [key, value] of Object.entries({ x: isTurned ? at - 6 - wide : x + 21, y })) words.setAttribute(key, String(value));
      this.root.append(path ? sideSign(id, path, at, y) : id === "asked" ? askedSign(at, y) : claimSign(isHollow, at, y));
      x += 21 + wide + 20;
    }
    return y + 14;
  }
}

/** @param {string} side @param {string} path @param {number} x @param {number} y of the words */
function sideSign(side, path, x, y) {
  const shape = drawing(path);
  for (const [name, value] of Object.entries({ x, y: y - 12, width: 15, height: 15 })) shape.setAttribute(name, String(value));
  return svgElement("g", `cm-print-force is-present cm-of-${side}`, {}, [shape]);
}

/** @param {number} x @param {number} y of the words */
function askedSign(x, y) {
  const sign = svgElement("text", "cm-print-asked", { x: x + 7.5, y, "text-anchor": "middle" });
  sign.textContent = say("picture.asked");
  return sign;
}

/** @param {boolean} isHollow @param {number} x @param {number} y of the words */
function claimSign(isHollow, x, y) {
  return svgElement("g", `cm-print-tag cm-of-nobody ${isHollow ? "is-hollow" : ""}`, {}, [
    svgElement("rect", "", { x: x + 1, y: y - 10.5, width: 13, height: 12, rx: 3 }),
  ]);
}

/** A bar of a round number of kilometres. @param {PrintFrame} frame @param {{width: number, height: number}} size */
function scaleBar(frame, { width, height }) {
  const most = SCALE_WIDE / frame.pixels(1);
  const power = 10 ** Math.floor(Math.log10(most));
  const km = Number(((([5, 2, 1].find((factor) => factor * power <= most)) ?? 1) * power).toPrecision(1));
  const [right, y] = [width - 14, height - 14];
  const left = right - frame.pixels(km);
  const words = svgElement("text", "cm-picture-scale-words", { x: (left + right) / 2, y: y - 7, "text-anchor": "middle", direction: isMirrored() ? "rtl" : "ltr" });
  words.textContent = say("picture.km", { km: sayNumber(km) });
  return [svgElement("path", "cm-picture-scale", { d: `M${left} ${y - 5}V${y}H${right}V${y - 5}` }), words];
}
