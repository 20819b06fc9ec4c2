"""Elements of KML as lines of text, in which a campaign's words are only ever words.

An element is a list of lines without the indentation of what it stands in: so a file is written
piece by piece, and no tree of all its elements is held in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, groupby

Lines = list[str]
FIT = "\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"
"""The characters that XML 1.0 can hold."""
NOT_XML = re.compile(f"[^{FIT}]")
SPECIAL = re.compile(f"[&<>]|[^{FIT}]")


def clean(text: str) -> str:
    """A text without the few characters that XML 1.0 cannot hold, its markup escaped."""
    if not SPECIAL.search(text):
        return text
    plain = NOT_XML.sub("", text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def leaf(tag: str, text: str) -> Lines:
    """An element that holds a text; none where the text is empty."""
    plain = clean(text)
    return [f"<{tag}>{plain}</{tag}>"] if plain else []


def flag(tag: str, on: bool) -> Lines:
    """An element that is 1 or 0."""
    return [f"<{tag}>{on:d}</{tag}>"]


def block(tag: str, *parts: Lines, name: str = "", key: str = "") -> Lines:
    """An element that holds others, with a `name` or `key` as its attribute; none if empty."""
    lines = [f" {line}" for part in parts for line in part]
    about = f' {key}="{clean(name)}"' if key else ""
    return [f"<{tag}{about}>", *lines, f"</{tag}>"] if lines else []


def coordinates(positions: Iterable[list[float]]) -> Lines:
    """The positions of a line or a point, longitude first; each once where several follow."""
    return corners([*chain.from_iterable(position for position, _ in groupby(positions))])


def corners(numbers: Sequence[float]) -> Lines:
    """Positions that are given as lon, lat, lon, lat and so on."""
    said = map(repr, numbers)
    return [f"<coordinates>{' '.join(map(','.join, zip(said, said, strict=True)))}</coordinates>"]


def indented(lines: Lines, depth: int) -> str:
    """Lines as they stand so deep in a file."""
    pad = " " * depth
    return f"{pad}{f'{chr(10)}{pad}'.join(lines)}\n"
