"""The faces in which everything is set, as style sheets that hold them.

They are in the file itself, so a map looks the same on every machine, and its labels stand where
they were seen to stand. `build_faces` makes them.
"""

from __future__ import annotations

import csv
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import NamedTuple

SANS, SERIF, PERSIAN = "Campaign Sans", "Campaign Serif", "Campaign Persian"
FOLDER = Path(__file__).parent
FACES = "faces.csv"
"""The list of the files, with the characters that each has."""
WHEN_LOADED = "Promise.allSettled([...document.fonts].map((face) => face.load()))"
"""JavaScript: a promise that every face can be measured with; one that fails holds up nothing."""


class Face(NamedTuple):
    """A file, what it is called in a style sheet, and which characters it has."""

    file: str
    family: str
    style: str
    size: str
    spans: tuple[tuple[int, int], ...]

    def has(self, character: str) -> bool:
        """Whether it draws a character."""
        return any(first <= ord(character) <= last for first, last in self.spans)

    def rule(self) -> str:
        """The face as a rule of a style sheet, with all its bytes."""
        data = b64encode((FOLDER / self.file).read_bytes()).decode()
        spans = ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in self.spans)
        size = "" if self.size == "100%" else f"size-adjust:{self.size};"
        return (
            f'@font-face{{font-family:"{self.family}";font-style:{self.style};'
            f"font-weight:400 700;font-display:block;{size}unicode-range:{spans};"
            f'src:url(data:font/woff2;base64,{data})format("woff2")}}\n'
        )


@cache
def list_faces() -> tuple[Face, ...]:
    """Every face that is shipped."""
    with (FOLDER / FACES).open(encoding="utf-8", newline="") as file:
        return tuple(
            Face(row["file"], row["family"], row["style"], row["size"], _read(row["characters"]))
            for row in csv.DictReader(file)
        )


@cache
def type_css() -> str:
    """All faces, and the lists of families `--serif` and `--sans` for every language."""
    return "".join(face.rule() for face in list_faces()) + _lists()


def names_css(text: str) -> str:
    """What of `type_css` a picture needs that says no more than this text, upright in `--sans`."""
    letters = set(text) - {" "}
    rules = (
        face.rule()
        for face in list_faces()
        if face.style == "normal" and face.family != SERIF and any(map(face.has, letters))
    )
    return "".join(rules) + _lists()


@cache
def _lists() -> str:
    return (FOLDER / "type.css").read_text(encoding="utf-8")


def _read(text: str) -> tuple[tuple[int, int], ...]:
    ends = (part.partition("-") for part in text.split())
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in ends)
