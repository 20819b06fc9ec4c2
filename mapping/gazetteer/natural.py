"""Named natural features: rivers, seas, lakes and islands, each with the ground that it covers.

A river is no point. A feature is the spots along its course or inside its shores, and what is
placed is the part of it that lies near what is told: a spot of that part, and how far the part
reaches from there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import NamedTuple

from mapping.format.kinds import PLACE_KINDS
from mapping.gazetteer.extract import DEFAULT_EXTRACT, Point, read_rows
from mapping.gazetteer.names import name_key

COLUMNS = ("natural_id", "name", "kind", "radius_km", "points", "other_names")
NATURAL_FILE = DEFAULT_EXTRACT.with_name("natural.csv.gz")
RIVER = "river"
SEA = "sea"
LAKE = "lake"
ISLAND = "island"
WHOLE_KM = 150.0
"""An area that reaches no farther from its middle is meant as a whole."""
_SAID_SHORT = re.compile(r"^(?:(?P<before>Lake) (?:of )?)?(?P<bare>.+?)(?: (?P<behind>Sea|Lake))?$")
_SEAS_SAID_SHORT = ("ic", "an")
"""So end the names of seas that do without the word: the Baltic, but not the Black Sea."""


class Part(NamedTuple):
    """Where a feature is, or the part of it that is meant: all within a radius of a spot of it."""

    point: Point
    radius_km: float
    km: float
    """How far its nearest spot is from what it was sought near; 0 where that is nothing."""


class Feature(NamedTuple):
    """A natural feature: no spot of it lies farther than `radius_km` from one of its points."""

    natural_id: str
    name: str
    kind: str
    radius_km: float
    points: tuple[Point, ...]
    other_names: tuple[str, ...]

    @property
    def source(self) -> str:
        """Who drew it, as `found_by` of a places table names it, such as "naturalearth"."""
        return self.natural_id.partition(":")[0]

    def name_of(self, key: str) -> str:
        """Which of its names has this key (see `name_key`), else the first."""
        names = (one for one in self.other_names if name_key(one) == key)
        return self.name if name_key(self.name) == key else next(names, self.name)

    def whole(self) -> Part:
        """All of it."""
        return self._part(self.points, 0.0)

    def part_near(self, places: Sequence[Point], around_km: float) -> Part:
        """The part that is nearest to some (lat, lon) places, and what is no farther by so much.

        A small area is given whole.
        """
        import numpy as np

        from mapping.geo.geodesy import sphere_km

        if not places:
            return self.whole()
        km = sphere_km(np.radians(self.points), np.radians(places)).min(axis=1)
        nearest = float(km.min())
        if self.kind != RIVER and (whole := self.whole()).radius_km <= WHOLE_KM:
            return whole._replace(km=nearest)
        within = [point for point, off in zip(self.points, km, strict=True)
                  if off <= nearest + around_km]  # fmt: skip
        return self._part(within, nearest)

    def _part(self, points: Sequence[Point], km: float) -> Part:
        import numpy as np

        from mapping.geo.geodesy import sphere_km

        turned = np.radians(points)
        reach = sphere_km(turned, turned).max(axis=1)
        middle = int(reach.argmin())
        return Part(points[middle], float(ceil(reach[middle] + self.radius_km)), km)


class NaturalFeatures:
    """The features of one file, found by name."""

    def __init__(self, rows: Iterable[Sequence[str]] = ()) -> None:
        self._rows = list(map(tuple, rows))
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        self._short: defaultdict[str, list[int]] = defaultdict(list)
        self._names: list[tuple[str, str, int]] = []
        for number, row in enumerate(self._rows):
            for name in _names_of(row):
                key = name_key(name)
                self._numbers[key].append(number)
                self._names.append((key, name, number))
                if short := _short_name(name, row[2]):
                    self._short[name_key(short)].append(number)

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, key: str) -> list[Feature]:
        """The features of which a name has this key (see `name_key`)."""
        return [self._feature(number) for number in dict.fromkeys(self._numbers.get(key, ()))]

    def find_short(self, key: str) -> list[Feature]:
        """The seas and lakes of which a name has this key without its word: "Baltic"."""
        return [self._feature(number) for number in dict.fromkeys(self._short.get(key, ()))]

    def find_beginning(self, key: str) -> list[tuple[Feature, str]]:
        """The features with a name whose key begins so, each with the first such name."""
        found: dict[int, str] = {}
        for other, name, number in self._names:
            if other.startswith(key):
                found.setdefault(number, name)
        return [(self._feature(number), name) for number, name in found.items()]

    def _feature(self, number: int) -> Feature:
        natural_id, name, kind, radius_km, points, others = self._rows[number]
        spots = (point.split() for point in points.split(";"))
        return Feature(
            natural_id, name, kind, float(radius_km),
            tuple((float(lat), float(lon)) for lat, lon in spots),
            tuple(others.split(";")) if others else (),
        )  # fmt: skip


def place_kind_of(nature: str) -> str:
    """The kind that a natural feature is in a places table; empty for what is none."""
    return nature if nature in PLACE_KINDS or not nature else "other"


def _names_of(row: Sequence[str]) -> list[str]:
    return [row[1], *(row[-1].split(";") if row[-1] else ())]


def _short_name(name: str, kind: str) -> str:
    """The name as it is said without its word, where it is: "Baltic", "Ladoga"."""
    said = _SAID_SHORT.match(name)
    if not said or not (said["before"] or said["behind"]):
        return ""
    bare = said["bare"]
    return bare if kind == LAKE or bare.endswith(_SEAS_SAID_SHORT) else ""


@lru_cache(maxsize=2)
def load_natural(path: Path = NATURAL_FILE) -> NaturalFeatures:
    """Read the features once and keep them.

    Raises FileNotFoundError or ValueError with a message that says how to make the file.
    """
    return NaturalFeatures(read_rows(path, COLUMNS, "mapping.gazetteer.build_natural"))
