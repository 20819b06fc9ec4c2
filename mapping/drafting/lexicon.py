"""The English words by which a text is read: months, titles, hints of places, verbs of war.

They stand in `lexicon.csv` beside this module, in groups: `stop` (no name, though it may begin a
sentence with a capital), `title` and `given` (a person follows), `ship` (a ship's name follows),
`hint` (a word for a kind of place), `unit` (a body of people, with the kind of force), `people`,
`verb` (with the table and the kind of claim that it makes), `noun` (verbs that are nouns, too),
`month`, `weekday`, `number`, `vague` (before a number), `ordinal`, `short` (abbreviations),
`ship-lost` (what only ships suffer), `lost-itself` (who does so is lost); the others are what
stands around a name or a verb, named after where that is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_VOWELS = "aeiou"


class Action(NamedTuple):
    """What a verb claims: the table of the row, and its kind."""

    table: str
    kind: str


@cache
def words_of(group: str) -> dict[str, str]:
    """The words of a group in small letters, each with its value."""
    return {word: value for name, word, value in _rows() if name == group}


@cache
def numbers_of(group: str) -> dict[str, int]:
    """The words of a group whose values are numbers."""
    return {word: int(value) for word, value in words_of(group).items()}


@cache
def short_months() -> frozenset[str]:
    """The names of months that a full stop may follow: "Oct. 29"."""
    whole = ("may", "june", "july")
    return frozenset(one for one in numbers_of("month") if len(one) <= 4 and one not in whole)


@cache
def actions() -> dict[tuple[str, ...], Action]:
    """What each form of a verb, as one word or several, claims."""
    made: dict[tuple[str, ...], Action] = {}
    for word, value in words_of("verb").items():
        table, _, kind = value.partition(":")
        # A form that is listed itself counts for more than one that is only made.
        made[tuple(word.split())] = Action(table, kind)
    for words, action in [*made.items()]:
        if len(words) == 1:
            for form in _forms(words[0]):
                made.setdefault((form,), action)
    return made


def _forms(base: str) -> Iterator[str]:
    """The regular forms of an English verb; of an irregular one harmless non-words."""
    if base.endswith("e"):
        yield from (f"{base}s", f"{base}d", f"{base[:-1]}ing")
    elif base.endswith("y") and base[-2] not in _VOWELS:
        yield from (f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing")
    else:
        yield from (f"{base}s", f"{base}es", f"{base}ed", f"{base}ing")
        if len(base) > 2 and base[-2] in _VOWELS:
            yield from (f"{base}{base[-1]}ed", f"{base}{base[-1]}ing")


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    text = files("mapping.drafting").joinpath("lexicon.csv").read_text(encoding="utf-8")
    return tuple((group, word, value) for group, word, value in csv.reader(text.splitlines()[1:]))
