"""Words, ids and headings that differ from what is expected only in their looks."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from anyascii import anyascii

from mapping.format.mending.signs import FAILED, HIDDEN


def plain_word(cell: str, words: Sequence[str]) -> str:
    """The word of a list that a cell means: capitals, hyphens, TRUE and FALSE; empty if none."""
    if cell in words:
        return cell
    plain = _plain_word(cell)
    if {"yes", "no"} <= set(words):
        plain = {"true": "yes", "false": "no", "y": "yes", "n": "no"}.get(plain, plain)
    return next((word for word in words if _plain_word(word) == plain), "")


def _plain_word(word: str) -> str:
    return re.sub(r"[\s_-]+", " ", HIDDEN.sub("", word)).strip().casefold()


OTHER_HEADINGS = {
    "latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon", "x": "lon", "y": "lat",
    "date": "starts", "start": "starts", "begin": "starts", "from": "starts", "end": "ends",
    "to": "ends", "link": "url", "notes": "note", "description": "summary", "side": "side_id",
    "source": "source_id", "place": "place_id", "type": "kind",
}  # fmt: skip
"""What people call a column."""


def plain_headings(cells: Sequence[str], known: Sequence[str]) -> list[str]:
    """The headings of a file; one that differs only in capitals or spaces is the known one."""
    found = [HIDDEN.sub("", cell).strip() for cell in cells]
    for number, cell in enumerate(found):
        plain = re.sub(r"[\s_-]+", "_", cell).casefold()
        if plain in known and plain not in found:
            found[number] = plain
    return found


def suggest_heading(name: str, known: Sequence[str]) -> str:
    """The column that a heading may be meant for; empty if none."""
    plain = re.sub(r"[\s_-]+", "_", name).casefold()
    if plain == "id" and (own := [one for one in known if one.endswith("_id")]):
        return own[0]
    if OTHER_HEADINGS.get(plain) in known:
        return OTHER_HEADINGS[plain]
    return next(iter(difflib.get_close_matches(plain, known, 1)), "")


def slug_of(text: str, longest: int = 60) -> str:
    """An id made of any text, in Latin letters; `an-id` where nothing is left of it."""
    letters = re.sub(r"['’‘]", "", anyascii(text[: 4 * longest]).lower())
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:longest].strip("-") or "an-id"


def name_failure(cell: str) -> str:
    """The mend for a cell in which a spreadsheet says that it has nothing; else empty."""
    if not cell.startswith("#") or not FAILED.fullmatch(cell):
        return ""
    if cell.startswith("##"):
        return "the spreadsheet's column was too narrow: widen it and save the file again"
    return "a formula failed in the spreadsheet: write the value itself"
