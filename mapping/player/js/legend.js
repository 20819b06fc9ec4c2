// @ts-check
// What the signs mean.

/** @param {Payload} data @returns {HTMLElement} */
function legend(data) {
  const sides = Object.entries(data.sides).map(([id, side]) =>
    element("li", "", [
      element("span", `cm-shape cm-of-${id}`, [drawing(data.symbols.shapes[side.shape])]),
      element("span", "", side.name),
    ]),
  );
  const first = Object.keys(data.sides)[0];
  const key = (/** @type {string} */ classes, /** @type {string} */ words) =>
    element("li", "", [element("span", `cm-key ${classes} cm-of-${first}`), element("span", "", words)]);
  const details = element("details", "cm-legend", [
    element("summary", "", "Legend"),
    element("ul", "", [
      ...sides,
      key("is-way", "way covered this day"),
      key("is-trail", "way of earlier days"),
      key("is-unsure", "moved some time in these days"),
      key("is-planned", "planned or alleged"),
      key("is-solid", "dated to this day"),
      key("is-hollow", "undated: may be this day"),
      key("is-area", "the place lies somewhere in here"),
      key("is-ring", "who holds it; dashed: perhaps"),
    ]),
  ]);
  L.DomEvent.disableClickPropagation(details);
  L.DomEvent.disableScrollPropagation(details);
  return details;
}
