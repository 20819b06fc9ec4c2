// @ts-check
// The parts of a drawing for paper.

import { SVG } from "../ui/elements.js";

/** @param {string} tag @param {string} classes @param {Record<string, string | number>} attributes @param {(Node | null)[]} [children] */
export function svgElement(tag, classes, attributes, children = []) {
  const node = document.createElementNS(SVG, tag);
  if (classes) node.setAttribute("class", classes);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children.filter((child) => child !== null));
  return node;
}
