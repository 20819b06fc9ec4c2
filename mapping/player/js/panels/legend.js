// @ts-check
// What the signs mean, and by the same list what is shown.

import { LAYERS, forceTree, isUndated } from "../core/filter.js";
import { MOST_BLOCKS, namesIn } from "../core/unfold.js";
import { say, sayCount, sayWord } from "../core/words.js";
import { CROSS } from "../ui/arrows.js";
import { button, drawing, element, quoted } from "../ui/elements.js";
import { patternOf } from "../ui/scheme.js";
import { lineSign, facingSign, frontSign } from "../ui/signs.js";

/** @import { Filter } from "../core/filter.js" */
/** @import { Payload, Row, Telling } from "../core/payload.js" */
/** @import { Ground } from "../map/ground.js" */
/** @import { OldMaps } from "./oldmaps.js" */

const CERTAINTIES = ["certain", "less-certain", "uncertain"];
/** How forces may be drawn, and what that is called: by the shapes of their sides, or by APP-6. */
export const SYMBOLS = new Map([["", "symbols.shapes"], ["app6", "symbols.app6"]]);
/** How the road beneath is known. */
const ROADS = new Map([["terrain", "sign.road-terrain"], ["mapped", "sign.road-mapped"]]);

export class Legend {
  /**
   * @param {Payload} data
   * @param {Filter} filter
   * @param {Ground} ground
   * @param {OldMaps} oldMaps
   * @param {{dress: (symbols: string) => void, opened: () => void}} acts what to do when other
   *   symbols are wanted, and when it was opened or closed
   * @param {AbortSignal} signal ends what listens when another legend takes its place
   */
  constructor(data, filter, ground, oldMaps, acts, signal) {
    this.data = data;
    this.filter = filter;
    this.ground = ground;
    this.oldMaps = oldMaps;
    this.acts = acts;
    /** @type {Row[]} whose kinds are listed */
    this.rows = [];
    this.count = element("span", "cm-hidden-count");
    this.resetButton = button("cm-reset", say("legend.reset"), "", () => filter.restore(""));
    this.body = element("div", "cm-legend-body");
    this.root = element("details", "cm-legend", [
      element("summary", "", [document.createTextNode(say("legend.title")), this.count]),
      button("cm-legend-close", [drawing(CROSS)], say("legend.close"), () => this.close()),
      this.body,
    ]);
    this.root.addEventListener("toggle", () => acts.opened());
    // A press on what is left of the map closes it.
    document.addEventListener("pointerdown", ({ target }) => {
      const isMap = /** @type {Element | null} */ (target)?.closest?.(".folium-map");
      if (this.isOpen && isMap) this.isOpen = false;
    }, { signal });
    L.DomEvent.disableClickPropagation(this.root);
    L.DomEvent.disableScrollPropagation(this.root);
  }

  get isOpen() {
    return this.root.hasAttribute("open");
  }

  set isOpen(isOpen) {
    this.root.toggleAttribute("open", isOpen);
  }

  /** Close it, and put the keyboard where it was opened. */
  close() {
    this.isOpen = false;
    /** @type {HTMLElement} */ (this.root.firstElementChild).focus();
  }

  /** @param {Telling[]} tellings whose kinds of claims are listed */
  tell(tellings) {
    const names = new Set(tellings.flatMap((telling) => [...namesIn(telling), ...telling.areas]));
    this.rows = [...names].map((name) => this.data.rows[name]);
    const kinds = [...new Set(this.rows.map((row) => row.kind))].sort();
    this.body.replaceChildren(
      element("div", "cm-legend-choices", [
        this.group(say("legend.sides"), [...Object.keys(this.data.sides).map((id) => this.side(id))]),
        this.group(say("legend.certainty"), CERTAINTIES.map((word) => this.certainty(word))),
        element("details", "cm-legend-kinds", [
          element("summary", "", say("legend.kinds")), element("ul", "", kinds.map((kind) => this.kind(kind))),
        ]),
        this.group(say("legend.layers"), this.layers().map((layer) => this.layer(layer))),
        this.forceChoice(),
        this.resetButton,
        this.group(say("legend.symbols"), [...SYMBOLS].map(([symbols, key]) => this.symbolChoice(symbols, say(key)))),
        this.oldMaps.choice(),
        element("section", "cm-legend-ground", [element("h3", "", say("ground.title")), this.ground.choice()]),
      ]),
      element("div", "cm-legend-signs", [
        this.group(say("legend.signs"), [...this.signs(), ...this.groundSigns()]),
        this.barSigns(tellings),
      ]),
    );
    this.draw();
  }

  /** Borders are today's, and say so; roads say how they are known. */
  groundSigns() {
    const bases = [...new Set(this.data.roads.map(({ basis }) => basis))];
    return [
      ...bases.map((basis) => element("li", "", [
        lineSign(`cm-road-sign ground-road-line ground-road-${basis}`), element("span", "", say(ROADS.get(basis) ?? "")),
      ])),
      ...(this.data.ground.borders
        ? [element("li", "", [lineSign("cm-border-sign"), element("span", "", say("sign.border"))])] : []),
    ];
  }

  /** @param {string} title @param {HTMLElement[]} items */
  group(title, items) {
    return element("section", "", [element("h3", "", title), element("ul", "", items)]);
  }

  /** @param {string} token @param {Element | null} sign @param {string} words */
  choice(token, sign, words) {
    const box = /** @type {HTMLInputElement} */ (element("input", "", "", { type: "checkbox" }));
    box.checked = !this.filter.hidden.has(token);
    box.dataset.token = token;
    box.addEventListener("change", () => this.filter.set(token, box.checked));
    return element("li", "", [element("label", "", [box, sign, quoted("span", "", words, this.data.campaign.language)])]);
  }

  /** @param {string} id */
  side(id) {
    const { name, shape } = this.data.sides[id];
    const sign = element("span", `cm-shape cm-of-${id}`, [drawing(this.data.symbols.shapes[shape])]);
    const item = this.choice(`side:${id}`, sign, name);
    if (patternOf(this.data, id)) item.firstElementChild?.append(element("span", `cm-key is-side cm-of-${id}`));
    return item;
  }

  /** @param {string} word */
  certainty(word) {
    const sign = element("span", `cm-key is-${word} cm-of-nobody`);
    return this.choice(`certainty:${word}`, sign, sayWord("certainty", word));
  }

  /** @param {string} kind */
  kind(kind) {
    const path = this.data.symbols.claims[kind] ?? this.data.symbols.plain;
    const sign = element("span", "cm-shape cm-of-nobody", [drawing(path)]);
    return this.choice(`kind:${kind}`, sign, sayWord("kind", kind));
  }

  /** What of the map there is to switch off. */
  layers() {
    const areThere = /** @type {Record<string, boolean>} */ ({
      areas: this.rows.some(({ table }) => table === "areas"), borders: this.data.ground.borders,
      trails: this.rows.some(({ table }) => table === "movements"),
      undated: this.rows.some((row) => isUndated(row)),
    });
    return LAYERS.filter((layer) => areThere[layer] ?? true);
  }

  /** @param {string} layer */
  layer(layer) {
    return this.choice(`layer:${layer}`, null, say(`layer.${layer}`));
  }

  /** One force with its parts instead of all; parts stand below what they are part of. */
  forceChoice() {
    const { forces, campaign } = this.data;
    const ids = Object.keys(forces);
    if (ids.length < 2) return null;
    const list = /** @type {HTMLSelectElement} */ (element("select", "cm-force-choice", [
      element("option", "", say("legend.all-forces"), { value: "" }),
      ...forceTree(forces).map(({ id, depth }) => {
        const option = quoted("option", "", `${"\u2003".repeat(depth)}${forces[id].name}`, campaign.language);
        option.setAttribute("value", id);
        return option;
      }),
    ], { "aria-label": say("legend.force") }));
    list.addEventListener("change", () => this.filter.showOnly(list.value));
    return element("section", "", [element("h3", "", say("legend.force")), list]);
  }

  /** @param {string} symbols @param {string} words */
  symbolChoice(symbols, words) {
    const box = element("input", "", "", { type: "radio", name: "cm-symbols", value: symbols });
    box.addEventListener("change", () => this.acts.dress(symbols));
    return element("li", "", [element("label", "", [box, element("span", "", words)])]);
  }

  signs() {
    const first = Object.keys(this.data.sides)[0] ?? "nobody";
    const sign = (/** @type {string} */ classes, /** @type {string} */ words) =>
      element("li", "", [element("span", `cm-key ${classes} cm-of-${first}`), element("span", "", words)]);
    return [
      sign("is-way", say("sign.way")),
      sign("is-cut", say("sign.cut")),
      sign("is-trail", say("sign.trail")),
      sign("is-unsure", say("sign.unsure")),
      sign("is-planned", say("sign.planned")),
      element("li", "", [facingSign(first), element("span", "", say("sign.facing"))]),
      sign("is-solid", say("sign.solid")),
      sign("is-hollow", say("sign.hollow")),
      element("li", "", [element("span", "cm-key is-count", say("sign.count-example")), element("span", "", say("sign.count"))]),
      sign("is-area", say("sign.area")),
      ...this.fronts(),
      sign("is-ring", say("sign.ring")),
      sign("is-ring is-half", say("sign.half")),
      element("li", "", [element("span", "cm-key is-ring cm-of-nobody"), element("span", "", say("sign.nobody"))]),
      sign("is-ghost", say("sign.ghost")),
      sign("is-perhaps is-between", say("sign.between")),
      sign("is-perhaps", say("sign.perhaps")),
      sign("is-last-known", say("sign.last-known")),
      sign("is-last-known is-left", say("sign.left")),
      sign("is-contested", say("sign.contested")),
      ...this.bands(),
    ];
  }

  /** What the bar of days shows. @param {Telling[]} tellings */
  barSigns(tellings) {
    const first = Object.keys(this.data.sides)[0] ?? "nobody";
    const sign = (/** @type {string} */ classes, /** @type {string} */ words) =>
      element("li", "", [element("span", `cm-bar-key ${classes} cm-of-${first}`), element("span", "", say(words))]);
    const isMany = new Set(tellings.flatMap((telling) => namesIn(telling))).size > MOST_BLOCKS;
    const signs = isMany ? [sign("is-columns", "sign.columns")] : [
      sign("cm-block is-certain", "sign.block"),
      sign("cm-block is-certain is-contested", "sign.block-contested"),
      sign("cm-block is-undated", "sign.block-undated"),
    ];
    const section = this.group(say("legend.bar"), [...signs, sign("is-silent", "sign.silent")]);
    section.className = "cm-legend-bar";
    return section;
  }

  /** What the lines of areas mean, where there are any. */
  fronts() {
    const rows = this.rows.filter(({ table }) => table === "areas");
    const side = rows.find((row) => row.side)?.side ?? "nobody";
    const sign = (/** @type {string} */ kind, /** @type {string} */ words) =>
      element("li", "", [frontSign(side, kind), element("span", "", words)]);
    return [
      ...(rows.some(({ teeth }) => teeth) ? [sign("toothed", say("sign.front"))] : []),
      ...(rows.some(({ radius }) => radius) ? [sign("soft", say("sign.soft"))] : []),
    ];
  }

  /** What the width of bands means, by a bar of a round number. */
  bands() {
    const most = this.data.campaign.mostStrength;
    if (!most) return [];
    const power = 10 ** Math.floor(Math.log10(most / 4));
    const round = power * ([5, 2, 1].find((factor) => factor * power <= most / 4) ?? 1);
    const first = Object.keys(this.data.sides)[0] ?? "nobody";
    const bar = (/** @type {string} */ classes, /** @type {string} */ words) => {
      const key = element("span", `cm-key is-band ${classes} cm-of-${first}`);
      key.style.setProperty("--share", String(round / most));
      return element("li", "", [key, element("span", "", words)]);
    };
    const backs = this.rows.some((row) => row.back && row.strength);
    return [
      bar("", say("sign.band", { count: sayCount(round) })),
      ...(backs ? [bar("is-back", say("sign.band-back"))] : []),
    ];
  }

  /** @param {string} symbols */
  showSymbols(symbols) {
    const box = this.body.querySelector(`input[type=radio][value="${symbols}"]`);
    /** @type {HTMLInputElement} */ (box).checked = true;
  }

  /** Boxes and count as the filter stands. */
  draw() {
    const isAll = !this.filter.hidden.size;
    const hidden = isAll ? 0 : this.rows.filter((row) => !this.filter.shows(row)).length;
    const off = this.filter.layersOff;
    this.count.textContent = [
      hidden ? ` · ${say("legend.hidden", { count: hidden })}` : "", off ? ` · ${say("legend.off", { count: off })}` : "",
    ].join("");
    const list = /** @type {HTMLSelectElement | null} */ (this.body.querySelector(".cm-force-choice"));
    if (list) list.value = this.filter.onlyForce;
    this.resetButton.hidden = !this.filter.hidden.size;
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (this.body.querySelectorAll("input[data-token]"))) {
      box.checked = !this.filter.hidden.has(box.dataset.token ?? "");
    }
  }
}
