// @ts-check
// What the accounts answer differently: in the day's story, and on a page of its own.

import { say } from "../core/words.js";
import { button, drawing, element, quoted } from "../ui/elements.js";
import { Page } from "./pages.js";
import { sourceLine } from "./sources.js";

/** @import { Answer, Payload } from "../core/payload.js" */

const GO = "M9 5l7 7-7 7";

/**
 * How a question is listed: under which heading, with the answers of which accounts only (null:
 * everyone's), which accounts are compared and go by a letter, and what a press on a drawn answer
 * does (null: it cannot be pressed).
 * @typedef {{heading: string, only: string[] | null, compared: string[],
 *   choose: ((row: string) => void) | null}} Asking
 */

/** A question with its answers. @param {Payload} data @param {string} id @param {Asking} asking */
export function questionItem(data, id, asking) {
  const { title, text, answers } = data.questions[id];
  const { language } = data.campaign;
  const heard = answers.filter(({ account }) => !asking.only || asking.only.includes(account));
  return element("div", "cm-question", [
    quoted(asking.heading, "", title, language),
    text && !asking.only ? quoted("p", "cm-hint", text, language) : null,
    element("ul", "cm-answers", heard.map((answer) => answerItem(data, answer, asking))),
  ], { "data-question": id });
}

/** One answer, with its source; a press opens the claim that draws it. @param {Payload} data @param {Answer} answer @param {Asking} asking */
function answerItem(data, answer, asking) {
  const { language } = data.campaign;
  const number = asking.compared.indexOf(answer.account);
  const letter = asking.compared.length > 1 && number >= 0 ? "AB"[number] : "";
  const source = answer.source ? data.sources[answer.source] : null;
  const words = [
    letter ? element("span", "cm-letter", letter) : null,
    element("span", "cm-answer-words", [
      quoted("b", "", answerer(data, answer), language), document.createTextNode(" "),
      quoted("bdi", "", answer.answer, language),
      source ? element("span", "cm-source", sourceLine(data, source)) : null,
      answer.note ? quoted("span", "cm-source", answer.note, language) : null,
    ]),
  ];
  const { choose } = asking;
  if (!choose || !data.rows[answer.row]) return element("li", "cm-answer", words);
  const open = button("cm-answer-open", [...words, drawing(GO, "cm-go")], "", () => choose(answer.row));
  open.title = say("questions.show");
  return element("li", "cm-answer", [open]);
}

/** Who gives an answer: the account, or else the source. @param {Payload} data @param {Answer} answer */
function answerer(data, { account, source }) {
  const { publisher = "", title = "" } = data.sources[source] ?? {};
  return data.tellings[account]?.title || publisher || title;
}

/** Every question with every answer. */
export class QuestionsPage extends Page {
  /** @param {Payload} data @param {(row: string) => void} choose goes to the claim that draws an answer */
  constructor(data, choose) {
    super(data, "questions");
    this.choose = choose;
  }

  get hasContent() {
    return Object.keys(this.data.questions).length > 0;
  }

  build() {
    const asking = { heading: "h3", only: null, compared: this.accounts, choose: this.choose };
    this.root.replaceChildren(
      element("h2", "cm-page-title", say("questions.title")),
      element("p", "cm-lead", say("questions.lead")),
      ...Object.keys(this.data.questions).map((id) => questionItem(this.data, id, asking)),
    );
  }
}
