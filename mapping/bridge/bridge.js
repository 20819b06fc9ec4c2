// @ts-check
/**
 * The page's side of the player: puts the document into a sandboxed frame once, then carries
 * messages. Nothing that comes out of the frame is believed before it is checked.
 */

import { check, heard, lineTo, newFrame, send } from "../player/embed.js";

/** @import { State } from "../player/embed.js" */

/**
 * @typedef {object} Data
 * @property {string} key by which others speak to the player
 * @property {string} mark of the document: what is said of another one is not for it
 * @property {string} title what a screen reader calls the frame
 * @property {string} waiting what is said until the player stands
 * @property {State} state where the player is sent to
 * @property {number} turn another number for each time it is sent somewhere
 * @property {Record<string, string>} fields the pattern of each value of a state
 * @property {Record<string, string>} marks the pattern of each value of a mark
 * @property {State} usual values that the address leaves out
 * @property {Record<string, string>} directions of the languages that the page speaks
 * @property {State} fixed parameters of the page that every link to it carries
 * @property {boolean} inAddress whether the browser's address follows the reader
 * @typedef {object} Player
 * @property {HTMLIFrameElement} frame
 * @property {HTMLElement} probe
 * @property {HTMLElement} waiting
 * @property {Data} data
 * @property {boolean} ready
 * @property {string} parts what of the campaign was last said to be otherwise than in the document
 * @property {string} sketch that was last sent
 * @property {string} told the last state that was taken from the frame, as JSON
 * @property {number} timer
 * @property {Element | null} before what of the page had the keyboard last
 * @property {(state: State) => void} tell
 * @property {(mark: State) => void} mark
 * @property {() => void} remove
 * @typedef {object} Component
 * @property {Uint8Array} data a line of JSON, then the player, a whole HTML document
 * @property {Element | ShadowRoot} parentElement
 * @property {(name: string, value: State) => void} setStateValue
 * @property {(name: string, value: State) => void} setTriggerValue
 */

/** Arrow keys settle many times a second; the page is told when they rest for so long. */
const REST_MS = 120;

/** Streamlit calls the component anew with each change of data; the frame stays. */
/** @type {WeakMap<Element | ShadowRoot, Player>} */
const players = new WeakMap();

/** Streamlit's app, which says of itself whether it has its server. */
const app = document.querySelector("[data-test-connection-state]");
const hasServer = () => app?.getAttribute("data-test-connection-state") === "CONNECTED";

/**
 * Where the server does not answer the map goes on, and the page's header says so in a line.
 * Streamlit says it in a dialog, under which nothing can be used until somebody closes it.
 */
const dialogs = new MutationObserver((records) => {
  for (const added of hasServer() ? [] : records.flatMap((record) => [...record.addedNodes])) {
    if (!(added instanceof HTMLElement) || added.dataset.testid !== "stDialog") continue;
    /** @type {HTMLElement | null} */ (added.querySelector("button[aria-label]"))?.click();
  }
});
dialogs.observe(document.body, { childList: true });

/** @param {Component} component */
export default function mount(component) {
  const { parentElement } = component;
  const end = component.data.indexOf("\n".charCodeAt(0));
  const read = new TextDecoder();
  /** @type {Data} */
  const data = JSON.parse(read.decode(component.data.subarray(0, end)));
  const html = () => read.decode(component.data.subarray(end + 1));
  const player = players.get(parentElement) ?? create(parentElement, data, html());
  const moved = data.turn !== player.data.turn;
  const reload = data.mark !== player.data.mark;
  player.data = data;
  player.tell = (state) => component.setStateValue("state", state);
  player.mark = (mark) => component.setTriggerValue("mark", mark);
  player.frame.title = data.title;
  if (reload) {
    player.ready = false;
    player.parts = "{}";
    player.sketch = "";
    showWaiting(player);
    player.told = "";
    player.frame.srcdoc = html();
  } else if (moved && player.ready) {
    restore(player);
  }
  return () => {
    player.remove();
    players.delete(parentElement);
  };
}

/**
 * @param {Element | ShadowRoot} parent
 * @param {Data} data
 * @param {string} html
 * @returns {Player}
 */
function create(parent, data, html) {
  const frame = newFrame(data.title, html);
  const probe = document.createElement("div");
  const waiting = document.createElement("p");
  /** @type {Player} */
  const player = {
    frame, probe, waiting, data, ready: false, parts: "{}", sketch: "", told: "", timer: 0,
    before: null, tell: () => {}, mark: () => {}, remove: () => {},
  };
  /** @param {MessageEvent} event */
  const listen = (event) => receive(player, event);
  window.addEventListener("message", listen);
  // What was settled on meanwhile never came to the server; one that was started anew knows nothing.
  const back = new MutationObserver(() => {
    if (hasServer() && player.told) tellSoon(player);
  });
  if (app) back.observe(app, { attributeFilter: ["data-test-connection-state"] });
  const keep = () => {
    const at = focused();
    if (at !== frame) player.before = at;
  };
  for (const kind of ["focusin", "pointerup"]) document.addEventListener(kind, keep);
  const line = lineTo(data.key);
  line.hear = () => hearNews(player);
  line.here = (key) => send(frame, { command: "here", key });
  player.remove = () => {
    line.hear = line.here = null;
    back.disconnect();
    for (const kind of ["focusin", "pointerup"]) document.removeEventListener(kind, keep);
    window.removeEventListener("message", listen);
    window.clearTimeout(player.timer);
    frame.remove();
    probe.remove();
    waiting.remove();
  };
  waiting.className = "waiting";
  waiting.setAttribute("role", "status");
  probe.className = "scheme";
  probe.addEventListener("transitionend", () => sendScheme(player));
  parent.append(frame, probe, waiting);
  showWaiting(player);
  players.set(parent, player);
  return player;
}

/**
 * @param {Player} player
 * @param {MessageEvent} event
 */
function receive(player, event) {
  const message = heard(player.frame, event);
  if (message?.event === "ready") {
    player.ready = true;
    player.waiting.hidden = true;
    sendScheme(player);
    send(player.frame, { command: "page", address: pageAddress(player.data).href });
    hearNews(player);
    restore(player);
  } else if (message?.event === "state" && player.ready) {
    const state = check(message.state, player.data.fields);
    if (state) take(player, state);
  } else if (message?.event === "mark" && player.ready) {
    const mark = check(message.mark, player.data.marks);
    if (mark?.key && mark.at) {
      player.mark(mark);
      if (message.byPointer === true) giveBack(player);
    }
  }
}

/**
 * Put the keyboard back to where the reader was working before they pressed the map: in the frame
 * the page's keys are dead. Whoever moves a point by keys stays there.
 * @param {Player} player
 */
function giveBack({ frame, before }) {
  if (focused() !== frame) return;
  frame.blur();
  window.focus();
  if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
}

/** What has the keyboard; Streamlit's components have a root of their own. */
function focused() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

/** Pass on what was changed since the document was made. @param {Player} player */
function hearNews(player) {
  /** @type {import("./news.js").News | null} */
  const news = lineTo(player.data.key).news;
  if (!player.ready || news?.mark !== player.data.mark) return;
  const { parts = player.parts, sketch = player.sketch } = news;
  if (parts !== player.parts) send(player.frame, { command: "change", parts });
  if (sketch !== player.sketch) send(player.frame, { command: "sketch", sketch });
  player.parts = parts;
  player.sketch = sketch;
}

/** Say that something is under way. @param {Player} player */
function showWaiting(player) {
  player.waiting.textContent = player.data.waiting;
  player.waiting.hidden = !player.data.waiting;
}

/**
 * @param {Player} player
 * @param {State} state
 */
function take(player, state) {
  const text = JSON.stringify(state);
  if (text === player.told) return;
  player.told = text;
  // The page speaks the language that the player does.
  const lang = state.lang || player.data.usual.lang || "en";
  const dir = player.data.directions[lang];
  if (dir) Object.assign(document.documentElement, { lang, dir });
  if (player.data.inAddress) showInAddress(state, player.data);
  tellSoon(player);
}

/** Tell the page what was settled on last. @param {Player} player */
function tellSoon(player) {
  const state = JSON.parse(player.told);
  window.clearTimeout(player.timer);
  player.timer = window.setTimeout(() => player.tell(state), REST_MS);
}

/**
 * Write the address here, before Streamlit does: it adds a step to the browser's history each
 * time, and Back would then have to be pressed once for every day that was looked at.
 * @param {State} state
 * @param {Data} data
 */
function showInAddress(state, data) {
  const address = pageAddress(data);
  for (const name of Object.keys(data.fields)) {
    const value = state[name] ?? "";
    if (value && value !== data.usual[name]) address.searchParams.set(name, value);
  }
  if (address.href !== window.location.href) {
    window.history.replaceState(window.history.state, "", address);
  }
}

/**
 * The page itself, without anything that the player says.
 * @param {Data} data
 */
function pageAddress(data) {
  const address = new URL(window.location.href);
  for (const name of Object.keys(data.fields)) address.searchParams.delete(name);
  for (const [name, value] of Object.entries(data.fixed)) address.searchParams.set(name, value);
  return address;
}

/** @param {Player} player */
function restore(player) {
  const state = player.data.state;
  if (Object.keys(state).length > 0) send(player.frame, { command: "restore", state });
}

/** @param {Player} player */
function sendScheme(player) {
  if (!player.ready) return;
  const colour = getComputedStyle(player.probe).backgroundColor;
  send(player.frame, { command: "scheme", scheme: isDark(colour) ? "dark" : "light" });
}

/**
 * Whether a colour, as the browser gives it (`rgb(20, 25, 31)`), is nearer to black.
 * @param {string} colour
 */
function isDark(colour) {
  const [red = 255, green = 255, blue = 255] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
