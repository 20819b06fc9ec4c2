"""The GeoNames extract: read once, when first asked, then looked up by name, id or point."""

from __future__ import annotations

import csv
import gc
import gzip
import heapq
import io
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from math import cos, floor, hypot, radians
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mapping.gazetteer.names import name_key
from mapping.geo.geodesy import MEAN_RADIUS_KM, distance_km, on_sphere

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS = ("geoname_id", "name", "country", "lat", "lon", "population", "other_names")
DEFAULT_EXTRACT = Path(str(files("mapping.gazetteer"))) / "data" / "geonames.csv.gz"
SMALL_EXTRACT = DEFAULT_EXTRACT.with_name("small-places.csv.gz")
"""The rest of the world from 500 people on; only for reading texts."""

# Measured on the names of two campaigns. At a ratio of 87.5 "Tarantino" would be
# Taranto and "Muhammara" Muhamma in India; with two slips "Hasanabad" would be Asmanabad; below
# seven letters one slip makes another town ("Ravand" Razvand, "Shahmar" Shamar); and beyond
# 500 km from where one is looking every close spelling was a stranger.
FUZZY_SCORE = 88.0
FUZZY_LETTERS = 7
TWO_SLIPS_LETTERS = 12
FUZZY_REACH_KM = 500.0
LEAST_DEGREE_KM = 110.5
"""Of latitude, at the equator; elsewhere a degree is longer."""

Point = tuple[float, float]


class GeoNamesPlace(NamedTuple):
    """One populated place; `lat`, `lon` in degrees (WGS 84), a population of 0 is unknown."""

    geoname_id: int
    name: str
    country: str
    lat: float
    lon: float
    population: int
    other_names: tuple[str, ...]

    @property
    def found_id(self) -> str:
        """The id as a places table writes it, such as "geonames:119586"."""
        return f"geonames:{self.geoname_id}"

    @property
    def point(self) -> Point:
        """(lat, lon)."""
        return self.lat, self.lon


class Hit(NamedTuple):
    """A place, the name of it that matched, and how well (0 to 100, 100 the same key)."""

    place: GeoNamesPlace
    name: str
    score: float


class Extract:
    """Places and names of one extract file, indexed by name."""

    def __init__(self, path: Path) -> None:
        # As tuples: those of texts alone are nothing for the garbage collector to look through.
        self._rows = list(map(tuple, read_rows(path, COLUMNS, "mapping.gazetteer.build_extract")))
        self._names: list[str] = []
        self._owners: list[int] = []
        self._starts = [0]
        for number, row in enumerate(self._rows):
            others = row[-1]
            names = [row[1], *others.split(";")] if others else [row[1]]
            self._names += names
            self._owners += [number] * len(names)
            self._starts.append(len(self._names))
        self._keys = [name_key(name) for name in self._names]
        # Lists only for keys that occur twice: 200,000 small ones would take longer than the rest.
        self._first: dict[str, int] = {}
        self._later: defaultdict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self._keys):
            if self._first.setdefault(key, number) != number:
                self._later[key].append(number)

    def __len__(self) -> int:
        return len(self._rows)

    def find_exact(self, key: str) -> list[Hit]:
        """Find the places that have a name with this key (see `name_key`)."""
        if not key or key not in self._first:
            return []
        numbers = [self._first[key], *self._later.get(key, ())]
        return self._hits((number, 100.0) for number in numbers)

    def find_beginning(self, key: str) -> list[Hit]:
        """Find the places with a name whose key begins with this one; the score is its share."""
        if not key:
            return []
        return self._hits(
            (number, 100.0 * len(key) / len(other))
            for number, other in enumerate(self._keys)
            if other.startswith(key)
        )

    def find_fuzzy(
        self, key: str, near: Point | None = None, reach_km: float = FUZZY_REACH_KM
    ) -> list[Hit]:
        """Find places whose name is nearly this key (`is_misspelt`), the best score first.

        Both keys have at least `FUZZY_LETTERS` letters; with `near` (lat, lon in degrees) the
        place lies within `reach_km` of it.
        """
        if len(key) < FUZZY_LETTERS:
            return []
        around = None if near is None else self._rows_around(near, reach_km)
        hits = self._hits(
            (number, ratio)
            for other, ratio, number in self._similar(key, FUZZY_SCORE, None, around)
            if len(other) >= FUZZY_LETTERS and is_misspelt(key, other)
        )
        return [hit for hit in hits if near is None or _distance_to(near, hit.place) <= reach_km]

    def find_similar(self, key: str, score: float, limit: int) -> list[Hit]:
        """Find places with a name that scores at least `score` (0-100), the best first.

        `limit` counts names, so a place with many spellings takes up several.
        """
        return self._hits((number, ratio) for _, ratio, number in self._similar(key, score, limit))

    def _similar(
        self, key: str, score: float, limit: int | None, rows: Iterable[int] | None = None
    ) -> list[tuple[str, float, int]]:
        """Names, scores and numbers; with `rows` of these alone."""
        from rapidfuzz import fuzz, process

        keys: Mapping[int, str] | list[str] = self._keys
        if rows is not None:
            keys = {
                number: self._keys[number]
                for row in rows
                for number in range(self._starts[row], self._starts[row + 1])
            }
        return process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=score, limit=limit)

    def _rows_around(self, near: Point, reach_km: float) -> list[int]:
        """The rows of all cells that a circle touches, in their order."""
        lat, lon = near
        high = reach_km / LEAST_DEGREE_KM
        north = max(abs(lat - high), abs(lat + high))
        wide = high / cos(radians(north)) if north < 89 else 180.0
        columns = {column % 360 for column in range(floor(lon - wide), floor(lon + wide) + 1)}
        rows = range(floor(lat - high), floor(lat + high) + 1)
        cells = (self._cells.get((row, column), ()) for row in rows for column in columns)
        return sorted(number for cell in cells for number in cell)

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[int]]:
        """The rows in each cell of a degree, by the whole degrees of its south-west corner."""
        cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, (lat, lon) in enumerate(self._points):
            cells[floor(lat), floor(lon) % 360].append(number)
        return dict(cells)

    def by_id(self, found_id: str) -> GeoNamesPlace | None:
        """Give the place with an id such as "geonames:119586", None if the extract has none."""
        number = self._number_by_id.get(found_id.removeprefix("geonames:"))
        return None if number is None else self._place(number)

    def nearest(self, point: Point, count: int = 1) -> list[GeoNamesPlace]:
        """Give the `count` places nearest to a (lat, lon) point, the nearest first."""
        lat, lon = point
        shrink = cos(radians(lat))

        def rough_degrees(number: int) -> float:
            other_lat, other_lon = self._points[number]
            west_east = abs(other_lon - lon)
            return hypot(other_lat - lat, min(west_east, 360 - west_east) * shrink)

        # A flat measure picks the few that are then measured on the ellipsoid.
        rough = heapq.nsmallest(count + 20, range(len(self._rows)), key=rough_degrees)
        places = [self._place(number) for number in rough]
        return sorted(places, key=lambda place: _distance_to(point, place))[:count]

    def count_around(self, point: Point, reach_km: float, people: int) -> int:
        """How many places of at least so many people lie within km of a (lat, lon) point."""
        import numpy as np

        spots, smallness = self._by_size
        larger = spots[: int(np.searchsorted(smallness, -people, side="right"))]
        return int((larger @ on_sphere([point])[0] >= cos(reach_km / MEAN_RADIUS_KM)).sum())

    @cached_property
    def _by_size(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """All rows on the sphere, and their people below zero, the largest first."""
        import numpy as np

        smallness = np.array([-int(row[5]) for row in self._rows])
        order = np.argsort(smallness, kind="stable")
        points = [(float(row[3]), float(row[4])) for row in self._rows]
        return on_sphere(points)[order], smallness[order]

    @cached_property
    def _number_by_id(self) -> dict[str, int]:
        return {row[0]: number for number, row in enumerate(self._rows)}

    @cached_property
    def _points(self) -> list[Point]:
        return [(float(row[3]), float(row[4])) for row in self._rows]

    def _hits(self, scored: Iterable[tuple[int, float]]) -> list[Hit]:
        best: dict[int, Hit] = {}
        for number, score in scored:
            owner = self._owners[number]
            if owner not in best or score > best[owner].score:
                best[owner] = Hit(self._place(owner), self._names[number], score)
        return sorted(best.values(), key=lambda hit: -hit.score)

    def _place(self, number: int) -> GeoNamesPlace:
        row = self._rows[number]
        others = tuple(self._names[self._starts[number] + 1 : self._starts[number + 1]])
        return GeoNamesPlace(
            int(row[0]), row[1], row[2], float(row[3]), float(row[4]), int(row[5]), others
        )


@lru_cache(maxsize=2)
def load_extract(path: Path) -> Extract:
    """Read an extract once and keep it (about 0.4 s the first time, 90 MB).

    Raises FileNotFoundError or ValueError with a message that says how to make it.
    """
    # Everything made here stays, so that collecting garbage meanwhile only costs a third more time.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return Extract(path)
    finally:
        if was_enabled:
            gc.enable()


def is_misspelt(key: str, other: str) -> bool:
    """Tell whether one key is the other with a slip of one letter, or two in a long name.

    rapidfuzz `fuzz.ratio` of at least `FUZZY_SCORE`, and the same digits: "road47" is never
    "road48".
    """
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    slips = 1 if min(len(key), len(other)) < TWO_SLIPS_LETTERS else 2
    return (
        fuzz.ratio(key, other) >= FUZZY_SCORE
        and Levenshtein.distance(key, other) <= slips
        and _digits(key) == _digits(other)
    )


def _digits(key: str) -> list[str]:
    return [sign for sign in key if sign.isdigit()]


def _distance_to(point: Point, place: GeoNamesPlace) -> float:
    return distance_km(point, (place.lat, place.lon))


def read_rows(path: Path, columns: Sequence[str], builder: str) -> list[list[str]]:
    """The rows of a gzipped table of the gazetteer, without the heading.

    Raises FileNotFoundError or ValueError with a message that says which module makes it.
    """
    remedy = f"Build it with: python -m {builder}"
    try:
        text = gzip.decompress(path.read_bytes()).decode()
    except FileNotFoundError:
        raise FileNotFoundError(f"The gazetteer extract {path} is missing. {remedy}") from None
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"The gazetteer extract {path} is damaged ({error}). {remedy}") from None
    rows = csv.reader(io.StringIO(text))
    header = tuple(next(rows, ()))
    if header != tuple(columns):
        raise ValueError(
            f"The gazetteer extract {path} has the columns {','.join(header)}; "
            f"expected {','.join(columns)}. {remedy}"
        )
    return list(rows)
