"""What was found in a file of another kind, before it is a plan for a campaign.

Every reader gives one `Found`. What it cannot take stands in `left` with the reason; nothing is
passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from mapping.format.csv_file import CONTROLS, MAX_FILE_BYTES
from mapping.format.mending import plain_degrees
from mapping.geo.geodesy import Point

MAX_BYTES = MAX_FILE_BYTES
MOST_TAKEN = 5_000
"""As many events, places or ways as one file may bring into a campaign."""
MOST_POINTS = 200_000
"""As many points as the ways of one file may have."""


TAG = re.compile(
    r"""(<!--.{0,500}?-->|<[a-zA-Z/!?](?:(?:[^<>"']|"[^"<]*"|'[^'<]*')*+>|[^<>]*>))""", re.DOTALL
)
"""A tag of HTML, or a comment. Python's own parser takes as long as the square of tags that never
end."""
LINE_TAGS = ("br", "p", "div", "li", "tr")


class ImportFileError(ValueError):
    """A file that cannot be taken in at all; the text says why and what to do."""


class Left(NamedTuple):
    """Something of the file that is not taken: where it stands, what it is, and why not."""

    where: str
    what: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place; without a point it is only listed. `radius_km` is how far off the point may be."""

    name: str
    point: Point | None = None
    kind: str = ""
    radius_km: float = 5.0
    other_names: tuple[str, ...] = ()
    found_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvent:
    """Something that happened. `starts` and `ends` are moments as the format writes them."""

    title: str
    starts: str
    where: str
    ends: str = ""
    kind: str = "other"
    place: FoundPlace | None = None
    by: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    summary: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundForce:
    """Somebody who acts. `key` is what the file calls it, `part_of` the key of its parent."""

    key: str
    name: str
    side: str = ""
    short_name: str = ""
    kind: str = "other"
    part_of: str = ""
    echelon: str = ""
    sidc: str = ""
    is_on_map: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSide:
    """A party."""

    name: str
    affiliation: str = "unknown"


class Halt(NamedTuple):
    """A point on a way, with the moment there where the file gives it."""

    point: Point
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTrack:
    """A way with times; `force` is the key of the force that goes it. First and last have one."""

    title: str
    force: str
    halts: tuple[Halt, ...]
    where: str
    kind: str = "march"
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """A line on the ground without times."""

    name: str
    points: tuple[Point, ...]


@dataclass(slots=True)
class Found:
    """All that one file holds. `says` is what the file is, in a few words."""

    says: str
    title: str = ""
    places: list[FoundPlace] = field(default_factory=list)
    events: list[FoundEvent] = field(default_factory=list)
    forces: list[FoundForce] = field(default_factory=list)
    sides: list[FoundSide] = field(default_factory=list)
    tracks: list[FoundTrack] = field(default_factory=list)
    lines: list[FoundLine] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def leave(self, where: str, what: str, reason: str) -> None:
        """Say of something that it is not taken."""
        self.left.append(Left(plain(where, 80), plain(what, 120), reason))


def plain(text: object, longest: int) -> str:
    """A stranger's text on one line, cut to a length, without signs that are no text."""
    words = " ".join(CONTROLS.sub(" ", str(text)).split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def bare_text(html: str) -> str:
    """The words of a description that may be HTML, as map editors write it."""
    if not re.search(r"<\w|&#?\w+;", html):
        return html.strip()
    parts, hidden = [], 0
    for number, part in enumerate(TAG.split(html)):
        name = plain_tag(part) if number % 2 else ""
        if name in ("script", "style"):
            hidden += 1
        elif name in ("/script", "/style"):
            hidden = max(hidden - 1, 0)
        elif name in LINE_TAGS:
            parts.append("\n")
        elif not number % 2 and not hidden:
            parts.append(unescape(part))
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(parts)).strip()


def plain_tag(tag: str) -> str:
    """What a tag is called: `br` of `<BR/>`, `/script` of `</script >`; empty for a comment."""
    match = re.match(r"</?[a-zA-Z][a-zA-Z0-9]*", tag)
    return match[0].lower().removeprefix("<") if match else ""


def a_point(lat: object, lon: object) -> Point | None:
    """(lat, lon), or None where it is no point on the globe."""
    try:
        one, other = float(str(lat).strip()), float(str(lon).strip())
    except ValueError:
        return None
    return (one, other) if abs(one) <= 90 and abs(other) <= 180 else None


def read_point(cell: str) -> Point | None:
    """(lat, lon) as people write it: `50.82, 0.34`, `28.2 N, 177.37 W`, `50°49'N 0°20'E`."""
    lat, lon = split_point(cell)
    one, other = plain_degrees(lat, 90), plain_degrees(lon, 180)
    return None if one is None or other is None else (one, other)


def split_point(both: str) -> tuple[str, str]:
    """Latitude and longitude of one cell; all of it and nothing where they cannot be told."""
    letters = re.fullmatch(r"(.*[NS])[\s,;/]+(.*[EWO])", both.strip(), re.IGNORECASE)
    match = letters or re.fullmatch(
        r"\(?([+-]?\d+(?:\.\d+)?)\s*°?[\s,;/]+([+-]?\d+(?:\.\d+)?)\s*°?\)?"
        r"|([+-]?\d+,\d+)\s*[;/\s]\s*([+-]?\d+,\d+)", both.strip()
    )  # fmt: skip
    lat, lon = [one for one in match.groups() if one] if match else (both, "")
    return lat, lon


Reader = Callable[[bytes], Found]
