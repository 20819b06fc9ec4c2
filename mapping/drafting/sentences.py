"""A text cut into sentences and words, each with its offsets.

Offsets count characters of the text as it was given, from 0; an end lies behind its last
character, so that `text[start:end]` is the passage. Nothing is normalised before: a phrase that
is quoted later stands in the text exactly so.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mapping.drafting.lexicon import short_months, words_of
from mapping.format.csv_file import CONTROLS

MAX_LETTERS = 1_000_000
"""About 160,000 words: more than a book."""
MAX_WORD = 60
"""A longer run of letters is no word of any text."""
MAX_RUN = 200
"""Nor are there words in so many characters without a blank, in a script that sets blanks."""
MAX_SENTENCE = 1_000
"""A longer sentence is cut at a blank: a table or a list that has no full stops."""


class DraftError(ValueError):
    """A text, or what is to be read with it, that cannot be drafted; the text says what to do."""


class Word(NamedTuple):
    """A word, or one character of a script that sets no blanks between words."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def is_capital(self) -> bool:
        """Whether it begins as a name does in scripts that have capitals."""
        return self.text[0].isupper()

    @property
    def has_case(self) -> bool:
        """Whether its script has capitals at all."""
        first = self.text[0]
        return first.lower() != first.upper()


class Sentence(NamedTuple):
    """A sentence: its place in the text and its words."""

    number: int
    start: int
    end: int
    words: tuple[Word, ...]


# Chinese and Japanese characters are words of their own; elsewhere a word may hold apostrophes.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(
    rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:['’ʼʿʾ\u200c][^\W_{_UNSPACED}]+)*", re.UNICODE
)
_ENDLESS = re.compile(rf"[^\s{_UNSPACED}\u0e00-\u109f\u1780-\u17ff]{{{MAX_RUN},}}")
_SHORT = frozenset(words_of("short"))
_WIND_BEHIND = re.compile(r"[\d°'’′\"”″]\s?[NSEW]$")
"""The end of a coordinate: "176°34' W", which is no initial of a name."""
_END = re.compile(r"[.!?؟。！？…]+[\"'”’»)\]]*(?=\s|$|[\u3040-\u30ff\u3400-\u9fff])|\n")


def read_sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a text into sentences; a line that ends is the end of one, too, if it looks so.

    Raises `DraftError` for what is no text, or too much of it.
    """
    check_text(text)
    endless = [(one.start(), one.end()) for one in _ENDLESS.finditer(text)]
    return tuple(
        Sentence(number, start, end, tuple(_words(text, start, end, endless)))
        for number, (start, end) in enumerate(_spans(text))
    )


def check_text(text: str) -> None:
    """Raise `DraftError` for a text that cannot be read: empty, too long, or no text at all."""
    if not text.strip():
        raise DraftError("the text is empty: give one that tells of a campaign")
    if len(text) > MAX_LETTERS:
        raise DraftError(
            f"the text has {len(text):,} characters, at most {MAX_LETTERS:,} are read at once: "
            "divide it by chapters into several files, and name their folder"
        )
    if control := CONTROLS.search(text):
        raise DraftError(
            f"this is no plain text: it holds the control character {ord(control[0]):#04x} at "
            f"{control.start():,}; save it as plain text (UTF-8)"
        )
    if not any(unicodedata.category(letter)[0] == "L" for letter in text):
        raise DraftError("there is not a single letter in the text")


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """The beginnings and ends of sentences, without the blanks around them."""
    start = 0
    wrapped = _is_wrapped(text)
    for match in _END.finditer(text):
        if _is_end(text, match, wrapped):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def _is_wrapped(text: str) -> bool:
    """Whether the lines of a text are broken by hand, so that a line's end says nothing."""
    lines = [len(line) for line in text.splitlines() if line.strip()]
    full = sum(50 <= length <= 100 for length in lines)
    return len(lines) > 2 and max(lines) <= 110 and full >= len(lines) / 2


def _is_end(text: str, match: re.Match[str], wrapped: bool) -> bool:
    after = text[match.end() : match.end() + 40].lstrip(" \t")
    if match[0] == "\n":
        if after[:1] in ("", "\n"):
            return True
        before = text[max(0, match.start() - 2) : match.start()].strip()
        goes_on = after[0].islower() or before[-1:] == ","
        return not (goes_on or (wrapped and not re.search(r"[.!?:\n\"”]$", before)))
    if match[0][0] not in ".…":
        return True
    before_word = re.search(r"([^\W\d_]+)$", text[max(0, match.start() - 12) : match.start()])
    word = before_word[1] if before_word else ""
    if _WIND_BEHIND.search(text, max(0, match.start() - 12), match.start()):
        return not after[:1].isdigit()
    if word.lower() in _SHORT or (len(word) == 1 and word.isupper()):
        return False
    if word.lower() in short_months() and after[:1].isdigit():
        return False
    return not after.lstrip("\n\"'“‘«(")[:1].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        cut = end
        if end - start > MAX_SENTENCE:
            blank = text.rfind(" ", start, start + MAX_SENTENCE)
            cut = blank if blank > start else start + MAX_SENTENCE
        piece = text[start:cut]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = cut


def _words(text: str, start: int, end: int, endless: Sequence[tuple[int, int]]) -> Iterator[Word]:
    for match in _WORD.finditer(text, start, end):
        if len(match[0]) <= MAX_WORD and not _is_inside(match.start(), endless):
            yield from _without_genitive(match)


def _is_inside(at: int, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the stretches, which stand in order, holds an offset."""
    number = bisect_right(stretches, at, key=lambda one: one[0])
    return number > 0 and at < stretches[number - 1][1]


def _without_genitive(match: re.Match[str]) -> Iterator[Word]:
    """A name is not longer for its 's, which is a word of its own here."""
    word = match[0]
    stem = word[:-2] if word[-2:] in ("'s", "’s") else word
    yield Word(match.start(), match.start() + len(stem), stem)
    if stem != word:
        yield Word(match.start() + len(stem), match.end(), word[len(stem) :])
