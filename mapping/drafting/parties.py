"""Who acts: the bodies of people, leaders and powers that a sentence names.

Nothing is invented for an actor: it is a phrase of the text. Which side it belongs to a person
says (`Sides`); without that, sides are left open.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mapping.drafting.lexicon import words_of
from mapping.drafting.sentences import DraftError, Sentence, Word
from mapping.drafting.text_file import read_text_file
from mapping.drafting.toponyms import OtherName
from mapping.drafting.world import country_keys
from mapping.format.schema import MAX_NAME
from mapping.gazetteer.names import name_key

MOST_SIDES = 50
SIDE_COLUMNS = ("side", "names")
_SLACK = frozenset(words_of("of-unit"))
SHIPS = "|".join(words_of("ship"))
_OF_KIND = re.compile(rf"\s(?:(?!the\b|and\b)[\w-]+\s)?(?:{SHIPS})\s", re.IGNORECASE)
"""What stands between whose a ship is and her name: "the British heavy cruiser Exeter"."""
_HALVES = frozenset(
    ("north", "south", "east", "west", "northern", "southern", "eastern", "western")
)
"""What belongs to a people's name where it is written large: "South Korean troops"."""
_NUMBERED = re.compile(r"\d{1,3}(?:st|nd|rd|th)")


class Party(NamedTuple):
    """A phrase that names who acts, and the kind of force that its last word says.

    A ship is called by her name alone; `whole` is then all of the phrase: "British destroyer
    Electra".
    """

    start: int
    end: int
    text: str
    kind: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides as a person names them, each with the words that stand for it in the text."""

    words: Mapping[str, tuple[str, ...]]

    def find(self, phrase: str) -> str:
        """The side whose words stand in a phrase, by the longest of them; else empty."""
        found = [
            (len(word), side)
            for side, each in self.words.items()
            for word in map(_bare, (side, *each))
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", phrase, re.IGNORECASE)
        ]
        return max(found, default=(0, ""))[1]

    def names(self, phrase: str) -> bool:
        """Whether a phrase is one of these words itself."""
        return any(phrase == _bare(word) for each in self.words.values() for word in each)


def _bare(word: str) -> str:
    """A name without its article, which the phrases of a text do not take in."""
    return re.sub(r"^(?:the|a)\s+", "", word, flags=re.IGNORECASE)


def is_one_person(one: str, other: str) -> bool:
    """Whether one is the other by the last name alone: "Caesar" and "Julius Caesar"."""
    short, long = sorted((one.split(), other.split()), key=len)
    is_name = all(word[:1].isupper() and word.lower() not in words_of("unit") for word in short)
    return bool(short) and is_name and long[-len(short) :] == short


def split_names(names: str) -> tuple[str, ...]:
    """What the text calls a side: divided by semicolons, or by commas where there are none."""
    parts = names.split(";" if ";" in names else ",")
    return tuple(name for part in parts if (name := part.strip()))


def read_sides(path: Path) -> Sides:
    """Read sides from a CSV file: `side,names`, the names in the text as `split_names` has them.

    Raises `DraftError` for a file that cannot be read, or is of another kind.
    """
    content, _ = read_text_file(path)
    rows = [*csv.reader(io.StringIO(content))]
    if not rows or tuple(cell.strip() for cell in rows[0]) != SIDE_COLUMNS:
        raise DraftError(f"{path.name}: the first row must be {','.join(SIDE_COLUMNS)}")
    words = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        side, names = (cell.strip() for cell in (*row, "")[:2])
        if not side or len(side) > MAX_NAME or len(row) > 2:
            raise DraftError(
                f"{path.name}, row {number}: expected a side and its names, as {rows[0]}"
            )
        words[side] = split_names(names)
    if not 1 <= len(words) <= MOST_SIDES:
        raise DraftError(f"{path.name}: name 1 to {MOST_SIDES} sides, there are {len(words)}")
    return Sides(words)


def find_parties(
    text: str, sentence: Sentence, others: Sequence[OtherName], places: Sequence[tuple[int, int]],
    sides: Sides | None,
) -> list[Party]:  # fmt: skip
    """The parties of a sentence, in order; `places` are stretches that name places there."""
    named = {at for one in others for at in range(one.start, one.end)}
    placed = {at for start, end in places for at in range(start, end)}
    ships = {one.end: one.text for one in others if one.kind == "ship"}
    found = _with_ships(text, [*_phrases(text, sentence.words, named, placed)], ships)
    if sides:
        said = [*_side_words(text, sentence, sides)]
        # A name that a person has said is whole: "von Mechel", where a phrase begins in capitals.
        found = [
            one
            for one in found
            if not any(each.start < one.start and one.end == each.end for each in said)
        ]
        # So is it where it is whose a unit is: "General Tal's division".
        found = [
            next((one._replace(start=each.start, text=text[each.start : one.end]) for each in said
                  if each.start < one.start < each.end < one.end), one)
            for one in found
        ]  # fmt: skip
        taken = {at for one in found for at in range(one.start, one.end)}
        found += [one for one in said if not taken & {one.start, one.end - 1}]
    return sorted(found)


def _with_ships(text: str, parties: Sequence[Party], ships: Mapping[int, str]) -> list[Party]:
    """Ships by their names alone, each with what leads to it: "the British destroyer Electra"."""
    made: list[Party] = []
    for one in parties:
        if name := ships.get(one.end, ""):
            is_whose = (
                made and made[-1].text.lower() in words_of("people")
                and _OF_KIND.fullmatch(text, made[-1].end, one.start)
            )  # fmt: skip
            start = made.pop().start if is_whose else one.start
            one = Party(start, one.end, name, "navy", text[start : one.end])
        made.append(one)
    return made


def _side_words(text: str, sentence: Sentence, sides: Sides) -> Iterator[Party]:
    words = {_bare(word) for each in sides.words.values() for word in each}
    every = sorted(words, key=len, reverse=True)
    if not every:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, every))})(?!\w)")
    for match in pattern.finditer(text, sentence.start, sentence.end):
        yield Party(match.start(), match.end(), match[0], "")


def _phrases(
    text: str, words: Sequence[Word], named: set[int], placed: set[int]
) -> Iterator[Party]:
    """Runs of words for peoples, names and bodies of people: "Iraqi air force", "Yule's column"."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and (
            _is_part(words, end, named, placed) or (end > at and _is_whose(words, end))
        ):
            if end > at and text[words[end - 1].end : words[end].start] not in (" ", "-", ". ", ""):
                break
            end += max(_of_whom(words, end), 1)
        if end > at and not all(word.lower in _SLACK for word in words[at:end]):
            first, last = words[at], words[end - 1]
            units = words_of("unit")
            pair = "-".join(word.lower for word in words[max(at, end - 2) : end])
            kind = units.get(pair) or units.get(last.lower, "")
            yield Party(first.start, last.end, text[first.start : last.end], kind)
        at = max(end, at + 1)


def _is_whose(words: Sequence[Word], at: int) -> bool:
    """Whether a word stands between whose it is and a unit."""
    return _of_whom(words, at) > 0


def _of_whom(words: Sequence[Word], at: int) -> int:
    """How many words "'s" and what stands between it and a unit are: "Enterprise's dive bombers".

    0 where no unit follows.
    """
    if words[at].text not in ("'s", "’s"):
        return 0
    end = at + 1
    while end < len(words) and end - at <= 2 and _counts(words[end]):
        end += 1
    return end - at if end < len(words) and words[end].lower in words_of("unit") else 0


def _counts(word: Word) -> bool:
    return word.lower in _SLACK or word.lower in words_of("number")


def _is_part(words: Sequence[Word], at: int, named: set[int], placed: set[int]) -> bool:
    word = words[at]
    if word.start in placed:
        return name_key(word.text) in country_keys() and word.is_capital
    if word.lower in words_of("people"):
        return word.is_capital
    if word.start in named or word.lower in words_of("unit"):
        return True
    if at + 1 >= len(words):
        return False
    after = words[at + 1]
    if word.is_capital and word.lower in _HALVES and after.lower in words_of("people"):
        return after.is_capital
    if _NUMBERED.fullmatch(word.text) and after.start in named:
        return True
    joined = word.lower in _SLACK or _NUMBERED.fullmatch(word.text)
    return bool(joined) and after.lower in {**words_of("unit"), "force": ""}
