// @ts-check
/**
 * The browser keeps a text for a tab: other tabs and other sites do not see it, and it goes when
 * the tab is closed.
 */

/** One for each page of a server: several of them may have one address but for its path. */
const NAME = `campaign-desk ${window.location.pathname}`;

/** Whether the last text could not be kept. */
let hasFailed = false;

/**
 * @typedef {object} Component
 * @property {{ keeps: string | null, always?: boolean }} data
 * @property {(name: string, value: boolean) => void} setStateValue
 * @property {(name: string, value: string) => void} setTriggerValue
 */

/** @param {Component} component */
export default function mount({ data, setStateValue, setTriggerValue }) {
  if (data.keeps === null) {
    const kept = read();
    // Said once: a state would be sent with each step to come.
    if (kept || data.always) setTriggerValue("kept", kept);
  } else if (write(data.keeps) === hasFailed) {
    hasFailed = !hasFailed;
    setStateValue("failed", hasFailed);
  }
}

/** What is kept; nothing where the browser lets no page keep anything. */
function read() {
  try {
    return window.sessionStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

/** Keep a text, or nothing more where it is empty; whether that could be done. @param {string} text */
function write(text) {
  try {
    window.sessionStorage.removeItem(NAME);
    if (text) window.sessionStorage.setItem(NAME, text);
    return true;
  } catch {
    return !text;
  }
}
