// @ts-check
/**
 * What the page says to a player that stands already. It is a component of its own: the player's
 * document is then not sent again with each word.
 */

import { lineTo } from "../player/embed.js";

/**
 * @typedef {object} News
 * @property {string} key of the player
 * @property {string} mark of the document that is meant
 * @property {string} [parts] those of the campaign that are otherwise than in the document, as JSON
 * @property {string} [sketch] a claim that is being written, as JSON
 */

/** @param {{data: News}} component */
export default function mount({ data }) {
  const line = lineTo(data.key);
  // What was said of another document is not said of this one.
  line.news = line.news?.mark === data.mark ? { ...line.news, ...data } : data;
  line.hear?.(line.news);
}
