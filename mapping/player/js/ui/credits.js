// @ts-check
// Whom the ground is owed to: one line at the map's edge, and a button that unfolds it where it is
// cut.

import { say } from "../core/words.js";
import { button, element } from "./elements.js";

/**
 * Put Leaflet's line of credits and the button into one control; called again with each language.
 * @param {any} map
 * @param {AbortSignal} signal ends what watches the line's width
 */
export function foldCredits(map, signal) {
  const line = map.attributionControl.getContainer();
  const old = line.closest(".cm-credits");
  const opener = button("cm-credits-button", "©", say("map.credits"), () => {
    const isOpen = root.classList.toggle("is-open");
    opener.setAttribute("aria-expanded", String(isOpen));
  });
  opener.setAttribute("aria-expanded", "false");
  const root = element("div", "cm-credits leaflet-control", [opener]);
  (old ?? line).replaceWith(root);
  root.append(line);
  L.DomEvent.disableClickPropagation(root);
  const measure = () => {
    if (root.classList.contains("is-open")) return;
    // The button takes room of the line: whether it is wanted is asked without it.
    root.classList.remove("is-cut");
    root.classList.toggle("is-cut", line.scrollWidth > line.clientWidth + 1);
  };
  // Online tiles change the words, a turned phone the room.
  const words = new MutationObserver(measure);
  const room = new ResizeObserver(measure);
  words.observe(line, { childList: true, characterData: true, subtree: true });
  room.observe(line);
  room.observe(map.getContainer());
  signal.addEventListener("abort", () => {
    words.disconnect();
    room.disconnect();
  });
}
