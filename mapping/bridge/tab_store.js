// @ts-check
/**
 * The browser keeps a text for a tab: other tabs and other sites do not see it, and it goes when
 * the tab is closed.
 */

/** One for each page of a server: several of them may have one address but for its path. */
const NAME = `campaign-desk ${window.location.pathname}`;

/** @param {{ data: { keeps: string | null, always?: boolean }, setStateValue: (name: string, value: string | boolean) => void }} component */
export default function mount({ data, setStateValue }) {
  if (data.keeps === null) {
    const kept = read();
    if (kept || data.always) setStateValue("kept", kept);
  } else if (!write(data.keeps)) {
    setStateValue("failed", true);
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
