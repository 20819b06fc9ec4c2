"""Coasts, lakes, rivers, borders and towns read out of installed data packages.

Geometry here is Shapely's, whose coordinates are (lon, lat), as in the GeoJSON it becomes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
import shapely.affinity
from shapely.geometry.base import BaseGeometry

from mapping.basemap.boxes import Box
from mapping.basemap.near_towns import town_rank
from mapping.basemap.town_names import names_for_readers

LAND, LAKE, ISLAND_IN_LAKE, POND, ANTARCTICA = 1, 2, 3, 4, 5
"""Levels of a GSHHG shore line (Wessel and Smith 1996, J. Geophys. Res. 101, 8741-8743)."""

Edges = npt.NDArray[np.int64]
"""Edges of shape (edges, 2): the two ends, each a longitude and latitude packed in one number."""

# timezonefinder keeps whole numbers of 1e-7 degree.
_DEGREES_PER_UNIT = 1e-7
_HALF_TURN = 1_800_000_000
_LATITUDES = 1_800_000_001
# South of it land reaches round the pole and is not joined across the antimeridian.
ANTARCTIC_COAST = -60.0
_INLAND_SEA_SQUARE_DEGREES = 15.0


@dataclass(frozen=True)
class Line:
    """One line of a GSHHG or WDBII file: level, area in km2 and coordinates (points, 2)."""

    level: int
    area_km2: float
    coordinates: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Town:
    """A populated place of GeoNames; rank 1 is the largest class, 5 the smallest."""

    name: str
    lat: float
    lon: float
    population: int
    rank: int
    names: tuple[tuple[str, str], ...] = ()
    """By language, where its readers write it otherwise."""


def read_lines(folder: Path, kind: str, resolution: str, box: Box | None = None) -> Iterator[Line]:
    """Lines of `kind` ("gshhs", "rivers") that touch a box, at resolution "c" to "f".

    The table beside the binary file says for each line its level, area in km2, number of points,
    southern and northern limit, and where its little-endian 32-bit (lon, lat) pairs lie.
    """
    raw = (folder / f"{kind}_{resolution}.dat").read_bytes()
    table = (folder / f"{kind}meta_{resolution}.dat").read_text(encoding="ascii")
    for row in table.splitlines():
        level, area, _, south, north, start, size = row.split()[:7]
        if box and (float(north) < box.south or float(south) > box.north):
            continue
        points = np.frombuffer(raw, "<f4", count=int(size) // 4, offset=int(start)).reshape(-1, 2)
        if box and (points[:, 0].max() < box.west or points[:, 0].min() > box.east):
            continue
        yield Line(int(level), abs(float(area)), points.astype(np.float64))


def _polygons(lines: Iterable[Line], levels: set[int], least_area_km2: float) -> BaseGeometry:
    rings = [
        shapely.Polygon(line.coordinates)
        for line in lines
        if line.level in levels and line.area_km2 >= least_area_km2 and len(line.coordinates) > 3
    ]
    return shapely.union_all(shapely.make_valid(np.array(rings, dtype=object)))


def read_land(
    folder: Path, resolution: str, box: Box | None = None, least_area_km2: float = 0.0
) -> BaseGeometry:
    """Land within the ocean's coasts, lakes included, as polygons (clipped to the box)."""
    land = _polygons(
        read_lines(folder, "gshhs", resolution, box), {LAND, ANTARCTICA}, least_area_km2
    )
    return clip(land, box)


def read_lakes(
    folder: Path, resolution: str, box: Box | None = None, least_area_km2: float = 0.0
) -> BaseGeometry:
    """Lakes without the islands in them, as polygons (clipped to the box)."""
    lines = list(read_lines(folder, "gshhs", resolution, box))
    lakes = _polygons(lines, {LAKE}, least_area_km2)
    islands = _polygons(lines, {ISLAND_IN_LAKE}, least_area_km2)
    return clip(shapely.difference(lakes, islands), box)


def read_rivers(folder: Path, resolution: str, box: Box) -> list[tuple[BaseGeometry, float]]:
    """Rivers clipped to a box, each with the length in degrees of its whole source line."""
    rivers = []
    for line in read_lines(folder, "rivers", resolution, box):
        whole = shapely.LineString(line.coordinates)
        part = clip(whole, box)
        if not part.is_empty:
            rivers.append((part, whole.length))
    return rivers


def clip(geometry: BaseGeometry, box: Box | None) -> BaseGeometry:
    """The part of a geometry inside a box; without a box, all of it."""
    if box is None:
        return geometry
    return shapely.intersection(geometry, shapely.box(box.west, box.south, box.east, box.north))


def countries_of_zones(cities: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Country code of each time zone: the one most of its GeoNames places carry."""
    seen: dict[str, Counter[str]] = {}
    for city in cities:
        seen.setdefault(city["timezone"], Counter())[city["countrycode"]] += 1
    return {zone: counts.most_common(1)[0][0] for zone, counts in seen.items()}


def read_borders(finder: Any, countries: dict[str, str], box: Box | None = None) -> BaseGeometry:
    """Borders between countries as lines, at the source's full precision (about 1 cm).

    Neighbouring zones share their vertices exactly, so a border is every edge that two zones of
    different countries both have. Zones of the high sea and of Antarctica have no country and
    bear no border. `finder` is a `timezonefinder.TimezoneFinder`.
    """
    codes = {code: number for number, code in enumerate(sorted(set(countries.values())))}
    parts, owners = [], []
    for polygon in range(finder.nr_of_polygons):
        country = countries.get(finder.zone_name_from_boundary_id(polygon))
        if country is None:
            continue
        edges = _edges_near(_zone_edges(finder, polygon), box)
        parts.append(edges)
        owners.append(np.full(len(edges), codes[country]))
    shared = _shared_edges(np.concatenate(parts), np.concatenate(owners))
    if not len(shared):
        return shapely.MultiLineString()
    merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(_unpacked(shared))))
    return clip(merged, box)


def _zone_edges(finder: Any, polygon: int) -> Edges:
    rings = [finder.coords_of(polygon), *finder._holes_of_poly(polygon)]
    edges = []
    for ring in rings:
        lon, lat = np.asarray(ring, dtype=np.int64)
        ends = (lon + _HALF_TURN) * _LATITUDES + lat + _HALF_TURN // 2
        edges.append(np.stack([ends, np.roll(ends, -1)], axis=1))
    pairs = np.sort(np.concatenate(edges), axis=1)
    kept: Edges = pairs[pairs[:, 0] != pairs[:, 1]]
    return kept


def _edges_near(edges: Edges, box: Box | None) -> Edges:
    if box is None:
        return edges
    points = _unpacked(edges)
    lon, lat = points[..., 0], points[..., 1]
    near = (
        (lon.max(axis=1) >= box.west)
        & (lon.min(axis=1) <= box.east)
        & (lat.max(axis=1) >= box.south)
        & (lat.min(axis=1) <= box.north)
    )
    kept: Edges = edges[near]
    return kept


def _shared_edges(pairs: Edges, owners: npt.NDArray[np.int64]) -> Edges:
    """Edges that occur with more than one owner, once each."""
    # One mixed key sorts several times faster than two columns; equality is checked afterwards.
    mixed = pairs[:, 0].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    order = np.argsort(mixed ^ pairs[:, 1].astype(np.uint64), kind="stable")
    pairs, owners = pairs[order], owners[order]
    same = (pairs[1:] == pairs[:-1]).all(axis=1) & (owners[1:] != owners[:-1])
    return np.unique(pairs[1:][same], axis=0)


def _unpacked(pairs: Edges) -> npt.NDArray[np.float64]:
    lon, lat = np.divmod(pairs, _LATITUDES)
    return np.stack([lon - _HALF_TURN, lat - _HALF_TURN // 2], axis=-1) * _DEGREES_PER_UNIT


def read_towns(
    cities: Iterable[dict[str, Any]], boxes: list[Box], least_population: int
) -> list[Town]:
    """Populated places of at least a size inside any of the boxes, largest first."""
    towns = [
        Town(
            name=city["name"],
            lat=round(float(city["latitude"]), 4),
            lon=round(float(city["longitude"]), 4),
            population=int(city["population"]),
            rank=town_rank(int(city["population"])),
            names=tuple(
                names_for_readers(city["name"], city["countrycode"], city["alternatenames"]).items()
            ),
        )
        for city in cities
        if int(city["population"]) >= least_population
        and any(box.contains(float(city["latitude"]), float(city["longitude"])) for box in boxes)
    ]
    return sorted(towns, key=lambda town: (-town.population, town.name, town.lat, town.lon))


Reader = Callable[[str, Box | None, float], BaseGeometry]
"""Reads polygons at a GSHHG resolution, in a box, from a least area in km2."""


def graded(
    read: Reader, boxes: list[Box], grades: tuple[tuple[str, float, float], ...]
) -> BaseGeometry:
    """Polygons of the whole earth that grow coarser away from some boxes.

    Each grade is (resolution, least area in km2, tolerance in degrees): the first for the boxes,
    the second for 8 degrees around them, the third for the rest.
    """
    (fine, fine_area, fine_degrees), (middle, middle_area, middle_degrees) = grades[:2]
    coarse, coarse_area, coarse_degrees = grades[2]
    around = [box.grown(8) for box in boxes]
    near = [shapely.simplify(read(fine, box, fine_area), fine_degrees) for box in boxes]
    mid = [shapely.simplify(read(middle, box, middle_area), middle_degrees) for box in around]
    far = shapely.simplify(read(coarse, None, coarse_area), coarse_degrees)
    beyond = shapely.difference(shapely.make_valid(far), area_of(around))
    between = shapely.difference(shapely.union_all(mid), area_of(boxes))
    # Snapped to a grid, so that pieces meet without a seam.
    return shapely.union_all([*near, between, beyond], grid_size=1e-6)


def area_of(boxes: list[Box]) -> BaseGeometry:
    """The rectangles as one geometry."""
    return shapely.union_all([shapely.box(b.west, b.south, b.east, b.north) for b in boxes])


def merged(lines: Iterable[BaseGeometry]) -> BaseGeometry:
    """Lines as one geometry, those that meet end to end joined."""
    parts = [part for line in lines for part in flat_parts(line) if part.geom_type == "LineString"]
    return shapely.line_merge(shapely.MultiLineString(parts))


def join_antimeridian(polygons: BaseGeometry, degrees: float) -> BaseGeometry:
    """Polygons simplified, those that the antimeridian cuts made whole beyond 180 degrees east."""
    parts = flat_parts(polygons)
    cut = [p for p in parts if p.bounds[0] <= -179.999 and p.bounds[3] > ANTARCTIC_COAST]
    whole = [p for p in parts if p not in cut]
    eastern = [shapely.affinity.translate(p, xoff=360) for p in cut]
    touching = [p for p in whole if p.bounds[2] >= 179.999 and p.bounds[3] > ANTARCTIC_COAST]
    joined = shapely.union_all([*eastern, *touching], grid_size=1e-4)
    rest = [p for p in whole if p not in touching]
    return shapely.simplify(shapely.union_all([*rest, joined]), degrees)


def on_land(lines: BaseGeometry, land: BaseGeometry, lakes: BaseGeometry) -> BaseGeometry:
    """The parts of lines on land or within about 3 km of it, and not on an inland sea.

    Zones end some way out at sea, and the Caspian's are divided; neither is a border on a map.
    """
    seas = [lake for lake in flat_parts(lakes) if lake.area > _INLAND_SEA_SQUARE_DEGREES]
    ground = shapely.difference(shapely.buffer(land, 0.03), shapely.union_all(seas))
    return merged([shapely.intersection(lines, ground)])


def outer_rings(geometry: BaseGeometry) -> list[list[tuple[float, float]]]:
    """Outer rings of all polygons in a geometry, as lists of (lat, lon)."""
    polygons = [part for part in flat_parts(geometry) if part.geom_type == "Polygon"]
    return [[(lat, lon) for lon, lat in part.exterior.coords] for part in polygons]


def flat_parts(geometry: BaseGeometry) -> list[Any]:
    """The simple parts of any geometry, nested collections taken apart."""
    return list(shapely.get_parts(shapely.get_parts(geometry)))


def encode_polygons(geometry: BaseGeometry, decimals: int) -> dict[str, Any]:
    """Polygons as whole-number steps; see `mapping.basemap.shapes` for the form."""
    parts = []
    for part in flat_parts(geometry):
        if part.geom_type == "Polygon":
            outlines = (part.exterior, *part.interiors)
            rings = [_steps(line.coords, decimals, closed=True) for line in outlines]
            if len(rings[0]) >= 6:
                parts.append([ring for ring in rings if len(ring) >= 6])
    return {"kind": "polygons", "decimals": decimals, "parts": _largest_first(parts)}


def encode_lines(geometry: BaseGeometry, decimals: int) -> dict[str, Any]:
    """Lines as whole-number steps; see `mapping.basemap.shapes` for the form."""
    lines = [part for part in flat_parts(geometry) if part.geom_type == "LineString"]
    steps = [_steps(line.coords, decimals, closed=False) for line in lines]
    parts = [[line] for line in steps if len(line) >= 4]
    return {"kind": "lines", "decimals": decimals, "parts": _largest_first(parts)}


def encode_dots(towns: Iterable[Town], decimals: int) -> dict[str, Any]:
    """Towns as one chain of whole-number steps; see `mapping.basemap.shapes` for the form."""
    points = [(town.lon, town.lat) for town in towns]
    return {
        "kind": "dots",
        "decimals": decimals,
        "parts": [[_steps(points, decimals, closed=False)]] if points else [],
    }


def _largest_first(parts: list[list[list[int]]]) -> list[list[list[int]]]:
    """A fixed order, so that two builds write the same bytes."""
    return sorted(parts, key=lambda rings: (-sum(map(len, rings)), rings))


def _steps(coordinates: Iterable[tuple[float, ...]], decimals: int, closed: bool) -> list[int]:
    scaled = np.rint(np.asarray(list(coordinates))[:, :2] * 10**decimals).astype(np.int64)
    if closed and len(scaled) > 1 and (scaled[0] == scaled[-1]).all():
        scaled = scaled[:-1]
    steps = np.diff(scaled, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    moved = steps.any(axis=1)
    moved[0] = True
    return [int(value) for value in steps[moved].ravel()]
