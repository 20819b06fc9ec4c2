"""Rules about who says so: evidence, answers, and the phrases quoted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mapping.checks.report import report, suggest
from mapping.format.campaign import Campaign
from mapping.format.problems import Problem
from mapping.format.schema import columns_of
from mapping.format.tables import CLAIM_TABLES, SAID_BY_DEFAULT, TABLES, Answer, Evidence

MAX_PHRASE_WORDS = 10
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})


def check_evidence_given(campaign: Campaign) -> Iterator[Problem]:
    """Nothing is drawn without somebody who says so."""
    rows = (row for table in SAID_BY_DEFAULT for row in getattr(campaign, table).values())
    for row in rows:
        passages = campaign.evidence_for(row)
        if all(passage.stance == "disputes" for passage in passages):
            yield report(
                "no-evidence", "warning", row, row.key,
                "only disputed: no passage supports it" if passages else "nobody says so",
                row.row_id, f"a row in evidence.csv with table {row.table} and this row_id",
                "name the source that says so, and where in it",
            )  # fmt: skip


def check_evidence_target(campaign: Campaign) -> Iterator[Problem]:
    """Evidence is about a row that there is."""
    ids = _ids_of_claims(campaign)
    for passage in _passages(campaign):
        yield from _check_target(passage, ids)


def check_evidence_field(campaign: Campaign) -> Iterator[Problem]:
    """Evidence for one field names a column of its table, or one of an area's moments."""
    for passage in _passages(campaign):
        known = list(columns_of(TABLES[passage.claim_table]))
        if passage.claim_table == "areas":
            stated = campaign.outlines.get(passage.claim_id, ())
            known += [outline.label for outline in stated if outline.label]
        if passage.field and passage.field not in known:
            yield report(
                "evidence-field", "error", passage, "field",
                f"{passage.claim_table}.csv has no such column", passage.field,
                "one of " + ", ".join(known),
                suggest(passage.field, known, "name a column, or leave it empty for the whole row"),
            )  # fmt: skip


def check_inference_explained(campaign: Campaign) -> Iterator[Problem]:
    """What no source says but follows from one has a note that says how it follows."""
    for passage in _passages(campaign):
        if passage.stance == "inferred" and not passage.note:
            yield report(
                "inferred", "warning", passage, "note", "inferred, and not said from what",
                "", "how it follows from the passage", "fill in the note",
            )  # fmt: skip


def check_answers_attributed(campaign: Campaign) -> Iterator[Problem]:
    """An answer is given by an account or by a source."""
    for answer in campaign.answers.values():
        if not answer.account_id and not answer.source_id:
            yield report(
                "answer-by-nobody", "error", answer, "account_id",
                "an answer without account and source", "", "who answers",
                "fill in account_id or source_id",
            )  # fmt: skip


def check_answer_target(campaign: Campaign) -> Iterator[Problem]:
    """An answer that points to a row names its table and an id that there is."""
    ids = _ids_of_claims(campaign)
    for answer in campaign.answers.values():
        if answer.claim_table and answer.claim_id:
            yield from _check_target(answer, ids)
        elif answer.claim_table or answer.claim_id:
            column = "row_id" if answer.claim_table else "table"
            yield report(
                "half-target", "error", answer, column, "only one of table and row_id is given",
                "", "both or neither", f"fill in {column}",
            )  # fmt: skip


def check_questions_answered(campaign: Campaign) -> Iterator[Problem]:
    """A question has an answer."""
    answered = {answer.question_id for answer in campaign.answers.values()}
    for question in campaign.questions.values():
        if question.question_id not in answered:
            yield report(
                "no-answer", "warning", question, "question_id", "a question without an answer",
                question.question_id, "a row in answers.csv with this question_id",
                "add what the accounts say, or remove the question",
            )  # fmt: skip


def check_phrase_length(campaign: Campaign) -> Iterator[Problem]:
    """A phrase serves to find the place in the source: ten words at most."""
    for passage in _passages(campaign):
        count = len(passage.words.split())
        if count > MAX_PHRASE_WORDS:
            yield report(
                "long-phrase", "error", passage, "words", f"a phrase of {count} words",
                passage.words, f"at most {MAX_PHRASE_WORDS} words", "shorten the phrase",
            )  # fmt: skip


def check_phrases(campaign: Campaign, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Every phrase stands letter by letter in its source, as far as its text is given.

    `texts` holds the whole text of sources by `source_id`. Line breaks count as spaces.
    """
    for source_id in texts:
        if source_id not in campaign.sources:
            yield Problem(
                rule="text-source",
                severity="error",
                file="sources.csv",
                column="source_id",
                message="a text was given for a source that there is not",
                found=source_id,
                expected="an id of sources.csv",
                mend=suggest(source_id, campaign.sources, "add the source, or give no text for it"),
            )
    on_one_line = {source_id: " ".join(text.split()) for source_id, text in texts.items()}
    for passage in _passages(campaign):
        text = on_one_line.get(passage.source_id)
        phrase = " ".join(passage.words.split())
        if text is not None and phrase not in text:
            yield report(
                "phrase", "error", passage, "words",
                f"the phrase does not stand in the text of {passage.source_id}", passage.words,
                "a phrase exactly as in the source", _find_alike(phrase, text),
            )  # fmt: skip


def _find_alike(phrase: str, text: str) -> str:
    """The place where the source differs only in letter case, quotation marks or dashes."""
    start = _plain(text).find(_plain(phrase))
    if start < 0:
        return "copy it from the source letter by letter, or correct source_id"
    return f"write {text[start : start + len(phrase)]}"


def _plain(text: str) -> str:
    """The same number of letters, all small, with plain quotation marks and dashes."""
    letters = (letter.lower() for letter in text.translate(_ALIKE))
    return "".join(
        small if len(small) == 1 else letter
        for small, letter in zip(letters, text, strict=True)
    )  # fmt: skip


def _passages(campaign: Campaign) -> Iterator[Evidence]:
    for passages in campaign.evidence.values():
        yield from passages


def _ids_of_claims(campaign: Campaign) -> dict[str, set[str]]:
    """What evidence and answers may call a row, by table."""
    return {table: {row.row_id for row in campaign.rows_of(table)} for table in CLAIM_TABLES}


def _check_target(row: Evidence | Answer, ids: dict[str, set[str]]) -> Iterator[Problem]:
    known = ids[row.claim_table]
    if row.claim_id in known:
        return
    elsewhere = [table for table, those in ids.items() if row.claim_id in those]
    mend = f"did you mean the table {elsewhere[0]}?" if elsewhere else suggest(
        row.claim_id, known, f"correct it, or add the row to {row.claim_table}.csv"
    )  # fmt: skip
    kind = {"waypoints": "movement_id/order", "series": "series_id/order", "days": "YYYY-MM-DD"}
    yield report(
        f"{row.table}-target", "error", row, "row_id", f"{row.claim_table}.csv has no such row",
        row.claim_id, kind.get(row.claim_table, f"an id of {row.claim_table}.csv"), mend,
    )  # fmt: skip
