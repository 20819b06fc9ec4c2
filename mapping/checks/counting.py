"""A rule about losses: killed, wounded, missing and prisoners are not counted as one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapping.checks.report import report
from mapping.format.campaign import Campaign
from mapping.format.problems import Problem
from mapping.format.tables import Figure

LOSSES = {
    "killed": r"kill(?:ed|ing|s)?|dead|deaths?|died|fatalit(?:y|ies)|slain|perished"
              r"|کشته|کشتگان|شهید|شهدا",
    "wounded": r"wounded|injur(?:ed|y|ies)|hurt|زخمی|مجروح|مجروحان|مجروحین|مصدوم|مصدومان",
    "missing": r"missing|مفقود|مفقودان|ناپدید",
    "prisoners": r"prisoners?|captured|captives?|pows?|اسیر|اسیران|اسرا",
    "casualties": r"casualt(?:y|ies)|تلفات",
}  # fmt: skip
"""The words for each kind of loss, in English and in Persian. Casualties are several kinds."""
KINDS = {kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I) for kind, words in LOSSES.items()}
NUMBER = re.compile(r"\d(?:[\d,٬،']*\d)?")


def check_counted(campaign: Campaign) -> Iterator[Problem]:
    """A figure of losses counts what the words of its source count."""
    for figure in campaign.figures.values():
        counted = _kinds(figure.counted)
        for text, where in _texts_of(campaign, figure):
            said = _said_of(figure, text)
            if counted and said and not _agree(counted, said):
                yield report(
                    "counted", "note", figure, "counted",
                    f"{where} speaks of {' and '.join(sorted(said))}: {text}", figure.counted,
                    "what the source counts",
                    "correct counted, so that the figure stands beside others of its kind, or "
                    "quote the words that say so",
                )  # fmt: skip
                break


def _texts_of(campaign: Campaign, figure: Figure) -> Iterator[tuple[str, str]]:
    """What the source says of a figure, and where that stands in the folder."""
    yield figure.label, "the label"
    for passage in campaign.evidence_for(figure):
        if passage.stance == "supports" and passage.field != "topic":
            yield passage.words, f"the passage in row {passage.row} of evidence.csv"


def _said_of(figure: Figure, text: str) -> set[str]:
    """The kinds of loss that a text says of the figure's own number.

    With several numbers these are the words up to the next one, or else those since the last;
    behind a colon the other way round.
    """
    numbers = list(NUMBER.finditer(text))
    if len(numbers) < 2:
        return _kinds(text)
    for place, number in enumerate(numbers):
        if int(re.sub(r"\D", "", number[0])) in (figure.low, figure.high):
            before = numbers[place - 1].end() if place else 0
            after = numbers[place + 1].start() if place + 1 < len(numbers) else len(text)
            readings = [text[number.end() : after], text[before : number.start()]]
            if readings[1].rstrip().endswith(":"):
                readings.reverse()
            if said := _kinds(readings[0]) or _kinds(readings[1]):
                return said
    return set()


def _kinds(text: str) -> set[str]:
    return {kind for kind, pattern in KINDS.items() if pattern.search(text)}


def _agree(one: set[str], other: set[str]) -> bool:
    """Whether two texts count the same; casualties agree with all that is more than one kind."""
    if "casualties" in one | other:
        return all("casualties" in kinds or len(kinds) > 1 for kinds in (one, other))
    return one == other
