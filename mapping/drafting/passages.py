"""Passages that gave no claim, as claims that a person fills in.

Their words, their day and their places are the text's, as far as they were read; what was done, and
by whom, a person says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from mapping.checks.evidence import MAX_PHRASE_WORDS
from mapping.drafting.draft import Draft
from mapping.drafting.lock import ROLES, Claim, ClaimPlace, Refusal
from mapping.drafting.reading import TextReading
from mapping.drafting.reviewing import PLAIN
from mapping.drafting.sentences import Sentence

FIRST_KIND = {"movements": "advance", "events": PLAIN}
# A run without a blank, as Chinese is written, has no end of its own.
_PHRASE = re.compile(rf"\S{{1,60}}(?:\s+\S{{1,60}}){{0,{MAX_PHRASE_WORDS - 1}}}")


class Passage(NamedTuple):
    """A sentence that gave no claim, by where its words begin, and why it gave none."""

    start: int
    text: str
    why: str


def passages_of(draft: Draft) -> list[Passage]:
    """The passages that gave no claim, each once, in the order of the text."""
    found: dict[int, Passage] = {}
    for one in draft.left:
        if phrase := _phrase_of(draft, one):
            text = draft.text[phrase.start() : one.end]
            found.setdefault(phrase.start(), Passage(phrase.start(), text, one.why))
    return [*found.values()]


def with_passages(draft: Draft, chosen: Mapping[int, str]) -> Draft:
    """The draft with those passages as claims: by where they begin, each with its table."""
    made: list[Claim] = []
    left: list[Refusal] = []
    starts: set[int] = set()
    for one in draft.left:
        phrase = _phrase_of(draft, one)
        table = chosen.get(phrase.start(), "") if phrase else ""
        if phrase is None or table not in ROLES:
            left.append(one)
        elif phrase.start() not in starts:
            starts.add(phrase.start())
            made.append(_claim_of(draft.reading, phrase, table))
    # Those that begin alike stay in their order, so that none has another number for its table.
    claims = sorted([*draft.claims, *made], key=lambda one: (one.start, one.end))
    return replace(draft, claims=tuple(claims), left=tuple(left))


def of_table(claim: Claim, table: str) -> Claim:
    """A claim as a movement or as an event; a movement goes by its places in their order."""
    places = tuple(dict.fromkeys(one.place_id for one in claim.places))
    return claim._replace(table=table, kind=FIRST_KIND[table], places=in_roles(table, places))


def in_roles(table: str, places: tuple[str, ...]) -> tuple[ClaimPlace, ...]:
    """Places, by their ids, with what each is in a claim of that table."""
    if table == "events":
        return tuple(ClaimPlace(one, "at") for one in places)
    last = len(places) - 1
    roles = ["to" if at == last else "via" if at else "from" for at in range(len(places))]
    return tuple(ClaimPlace(one, role) for one, role in zip(places, roles, strict=True))


def _phrase_of(draft: Draft, passage: Refusal) -> re.Match[str] | None:
    return _PHRASE.search(draft.text, passage.start, passage.end)


def _claim_of(reading: TextReading, phrase: re.Match[str], table: str) -> Claim:
    sentence = _sentence_around(reading, phrase.start())
    borne = reading.bears(sentence)[0]
    places = tuple(dict.fromkeys(
        one.place_id for one in reading.sites_in(sentence)
        if reading.places[one.place_id].kind != "country"
    ))  # fmt: skip
    parties = reading.parties[sentence.number]
    return Claim(
        phrase.start(), phrase.end(), phrase[0], sentence.number, table, FIRST_KIND[table],
        "actual", parties[0].text if parties else "", "", in_roles(table, places),
        borne.moment, borne.ends, borne.basis,
    )  # fmt: skip


def _sentence_around(reading: TextReading, at: int) -> Sentence:
    number = bisect_right(reading.sentences, at, key=lambda one: one.start)
    return reading.sentences[number - 1]
