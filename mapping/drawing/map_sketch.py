"""What the map shows of a claim that is still being written, and what a person does to it there.

The player gets a `Sketch` and gives back `Mark`s: a press for what is asked, or one of its spots
that was dragged or chosen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from mapping.geo.geodesy import Point

MARK_FIELDS = {
    "key": r"[a-z0-9-]{1,40}",
    "at": r"-?\d{1,2}(\.\d{1,6})?,-?\d{1,3}(\.\d{1,6})?",
    "km": r"\d{1,5}(\.\d{1,3})?",
    "near": r"\d{1,5}(\.\d{1,3})?",
}
"""The form of each value of a mark. The same patterns check it in the browser."""
MOST_KM = 20_000.0


Role = Literal["point", "choice", "quiet", "mention", "vertex", "between"]
"""What is done to a spot. A point is dragged, a choice or a quiet one pressed, a mention both. A
vertex is a point of the outline, what is between two is dragged or pressed to become one."""
GONE = "-gone"
"""Behind the key of a vertex: it is taken away."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the map, with how far off it may be, and what can be done to it."""

    key: str
    label: str
    at: Point
    km: float | None = None
    role: Role = "point"


@dataclass(frozen=True, slots=True)
class Outline:
    """A front or an area that is being drawn: its lines, or its rings if it is closed."""

    chains: tuple[tuple[Point, ...], ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What the map is to show; another `turn` sends it there again."""

    points: tuple[Point, ...]
    turn: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """Spots on the map, what leads through some of them, and what a press on the map is for.

    `asks` is a key and its label; without it the map is pressed as ever.
    """

    spots: tuple[Spot, ...] = ()
    way: tuple[Point, ...] = ()
    asks: tuple[str, str] | None = None
    outline: Outline = Outline()
    look: Look | None = None

    def to_json(self) -> str:
        """As the player reads it."""
        spots = [
            {"key": one.key, "label": one.label, "at": _rounded(one.at), "km": one.km,
             "role": one.role}
            for one in self.spots
        ]  # fmt: skip
        asks = {"key": self.asks[0], "label": self.asks[1]} if self.asks else None
        look = asdict(self.look) if self.look else None
        return json.dumps({"spots": spots, "way": self.way, "asks": asks,
                           "outline": asdict(self.outline), "look": look})  # fmt: skip


def _rounded(point: Point) -> Point:
    """As a mark may say it again."""
    return round(point[0], 6), round(point[1], 6)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point that a person gave on the map; `km` where they also said how far off it may be.

    What lies within `near` km of it was pressed with it: so far the sign of a place reaches.
    """

    key: str
    at: Point
    km: float | None = None
    near: float = 0.0


def parse_mark(value: object) -> Mark | None:
    """Check what came out of the player's frame; None for what is no mark."""
    if not isinstance(value, Mapping):
        return None
    texts = {
        name: text
        for name, pattern in MARK_FIELDS.items()
        if isinstance(text := value.get(name), str) and re.fullmatch(pattern, text, re.ASCII)
    }
    if not {"key", "at"} <= set(texts):
        return None
    lat, lon = map(float, texts["at"].split(","))
    km = float(texts["km"]) if "km" in texts else None
    if abs(lat) > 90 or abs(lon) > 180 or (km is not None and not 0 < km <= MOST_KM):
        return None
    return Mark(texts["key"], (lat, lon), km, float(texts.get("near", 0)))
