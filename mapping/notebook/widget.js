// @ts-check
// The player as a notebook's widget: what the reader does there changes values in Python, and what
// is set in Python is shown.

import { check, heard, newFrame, send } from "../player/embed.js";

/** @import { State } from "../player/embed.js" */

/**
 * @typedef {{get: (name: string) => any, set: (name: string, value: string) => void,
 *   save_changes: () => void, on: (event: string, act: () => void) => void,
 *   off: (event: string, act: () => void) => void}} Model of anywidget
 */

/** The values of a state, and what they are called in Python. */
const NAMES = { day: "day", select: "selected", account: "account", compare: "compare", lang: "lang" };

/** @param {{model: Model, el: HTMLElement}} view */
function render({ model, el }) {
  const frame = newFrame(model.get("_title"), model.get("_document"));
  Object.assign(frame.style, { width: "100%", height: `${model.get("height")}px`, border: "0", display: "block" });
  let isReady = false;
  /** What the player said last, as JSON. */
  let told = "";
  /** @returns {State} what Python wants */
  const wanted = () => Object.fromEntries(
    Object.entries(NAMES).map(([name, trait]) => [name, model.get(trait)]).filter(([, value]) => value),
  );
  const show = () => {
    const state = wanted();
    if (isReady && JSON.stringify(state) !== told) send(frame, { command: "restore", state });
  };
  const listen = (/** @type {MessageEvent} */ event) => {
    const message = heard(frame, event);
    if (message?.event === "ready") {
      isReady = true;
      show();
    } else if (message?.event === "state" && isReady) {
      const state = check(message.state, model.get("_fields"));
      if (!state) return;
      for (const [name, trait] of Object.entries(NAMES)) model.set(trait, state[name] ?? "");
      told = JSON.stringify(wanted());
      model.save_changes();
    }
  };
  const resize = () => { frame.style.height = `${model.get("height")}px`; };
  const events = Object.values(NAMES).map((trait) => `change:${trait}`);
  window.addEventListener("message", listen);
  for (const event of events) model.on(event, show);
  model.on("change:height", resize);
  el.append(frame);
  return () => {
    window.removeEventListener("message", listen);
    for (const event of events) model.off(event, show);
    model.off("change:height", resize);
  };
}

export default { render };
