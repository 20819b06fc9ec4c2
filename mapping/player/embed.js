// @ts-check
// How a page shows the player: in a sandboxed frame, and with messages of which none is believed
// before it is checked. The player's side is js/outside.js.

/** @typedef {Record<string, string>} State day, select, account ... */

/** It may print itself, which asks in a window of its own; it has no origin to do harm from. */
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals";
const LONGEST = 2000;

/**
 * A frame with the player, not yet in the page.
 * @param {string} title what a screen reader calls it
 * @param {string} content the player, a whole HTML document
 */
export function newFrame(title, content) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", SANDBOX);
  frame.allow = "fullscreen *";
  frame.title = title;
  frame.srcdoc = content;
  return frame;
}

/**
 * What the player in a frame says; undefined where somebody else spoke.
 * @param {HTMLIFrameElement} frame
 * @param {MessageEvent} event
 * @returns {{event?: unknown, state?: unknown, mark?: unknown, byPointer?: unknown} | undefined}
 */
export function heard(frame, event) {
  const message = event.data;
  // A sandboxed frame has no origin; one that has is no longer the player's document.
  const isFrames = event.source === frame.contentWindow && event.origin === "null";
  const isPlayers = typeof message === "object" && message?.source === "campaign-player";
  return isFrames && isPlayers ? message : undefined;
}

/**
 * The values that have the form they should have; nothing when it is no state at all.
 * @param {unknown} value
 * @param {Record<string, string>} fields
 * @returns {State | undefined}
 */
export function check(value, fields) {
  if (typeof value !== "object" || value === null) return undefined;
  const given = new Map(Object.entries(value));
  /** @type {State} */
  const state = {};
  for (const [name, pattern] of Object.entries(fields)) {
    const text = given.get(name);
    const fits = typeof text === "string" && text.length <= LONGEST;
    if (fits && new RegExp(`^(?:${pattern})$`).test(text)) state[name] = text;
  }
  return state;
}

/**
 * What a part of the page has to say to a player, kept until that listens: the player and whoever
 * speaks to it are set up in any order, and each for itself. `here` asks for the middle of the map.
 * @param {string} key of the player
 * @returns {{news: any, hear: ((news: any) => void) | null, here: ((spot: string) => void) | null}}
 */
export function lineTo(key) {
  const shared = /** @type {any} */ (window);
  const lines = (shared[Symbol.for("campaign-players")] ??= new Map());
  if (!lines.has(key)) lines.set(key, { news: null, hear: null, here: null });
  return lines.get(key);
}

/**
 * Tell the player in a frame something. The frame has no origin of its own, so the message is for
 * whatever is in it.
 * @param {HTMLIFrameElement} frame
 * @param {object} message
 */
export function send(frame, message) {
  frame.contentWindow?.postMessage({ target: "campaign-player", ...message }, "*");
}
