// @ts-check
// The player as a picture: the map of a day with its title, account and signs, and nothing to press.

import { saySums } from "../core/quantities.js";
import { say } from "../core/words.js";
import { drawing, element, quoted } from "../ui/elements.js";
import { setScheme } from "../ui/scheme.js";

/** @import { Address, State } from "../core/address.js" */
/** @import { DayIndex } from "../core/days.js" */
/** @import { Payload } from "../core/payload.js" */
/** @import { Frame } from "../panels/frame.js" */

/**
 * Asked for by `still`, `still=light` or `still=dark` in the address, before the map has a size.
 * @param {Address} address
 */
export function isStill(address) {
  const isAsked = address.word("still") !== null;
  document.documentElement.toggleAttribute("data-still", isAsked);
  return isAsked;
}

/**
 * Write into the title what the controls would say, and tell that everything stands. All of it
 * happens before the document has loaded, so whoever waits for that has the whole picture.
 * @param {Payload} data
 * @param {DayIndex} index what is told of the days, for one without a headline
 * @param {Address} address
 * @param {Frame} frame
 * @param {State} state
 * @param {() => void} layOut frames the day and places labels anew, now that the title is larger
 * @returns {(cell: number) => void} tells another day, as in a film
 */
export function makeStill(data, index, address, frame, state, layOut) {
  setScheme(address.word("still") || "light");
  /** @type {((cell: number) => void)[]} */
  const headlines = [];
  const accounts = state.compare ? [state.account, state.compare] : [state.account];
  const { language, licence } = data.campaign;
  for (const [number, account] of accounts.entries()) {
    const { teller, days } = data.tellings[account];
    const letter = accounts.length > 1 ? element("span", "cm-letter", "AB"[number]) : null;
    const headline = element("div");
    headlines.push((cell) => headline.replaceChildren(
      quoted("p", "cm-still-headline", days[cell].headline || saySums(index.sums([account], cell)), language),
    ));
    frame.title.append(
      headline,
      element("p", "cm-still-teller", [letter, quoted("span", "", teller, language)]),
    );
  }
  // In a film the signs stay: they are those of all days.
  const isContested = Object.values(data.rows).some(({ questions }) => questions.length);
  const signs = [
    ...Object.entries(data.sides).map(([id, { name, shape }]) =>
      [element("span", `cm-shape cm-of-${id}`, [drawing(data.symbols.shapes[shape])]), quoted("span", "", name, language)]),
    ...["solid", "hollow", ...(isContested ? ["contested"] : [])].map((sign) =>
      [element("span", `cm-key is-${sign} cm-of-nobody`), element("span", "", say(`still.${sign}`))]),
  ];
  frame.title.append(element("ul", "cm-still-signs", signs.map((sign) => element("li", "", sign))));
  if (licence) document.querySelector(".leaflet-control-attribution")?.append(` · ${data.campaign.title}: ${licence}`);
  const tell = (/** @type {number} */ cell) => {
    for (const one of headlines) one(cell);
  };
  tell(data.days.findIndex(({ day }) => day === state.day));
  layOut();
  // A browser may take the picture in a larger window than the one it laid the page out in.
  window.addEventListener("resize", layOut);
  console.info(`still ${state.day}`);
  return tell;
}
