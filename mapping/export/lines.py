"""Lines and boxes with longitudes from -180 to 180, as RFC 7946 asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from math import floor
from typing import NamedTuple

from mapping.geo.geodesy import Point, circle_around, corners_around, unwrap
from mapping.geo.plane import Shape
from mapping.telling.timeline import Fix

DECIMALS = 6
"""About a tenth of a metre (RFC 7946, section 11.2)."""
Position = list[float]
"""[lon, lat], the order of GeoJSON."""


class Vertex(NamedTuple):
    """A point of a line that may go on beyond the antimeridian; `time` may be NaN."""

    lat: float
    lon: float
    time: float


def cut_line(fixes: Iterable[Fix]) -> list[list[Vertex]]:
    """A way in parts that do not cross the antimeridian (RFC 7946, section 3.1.9).

    `fixes` go the short way round and may go on beyond 180 degrees (`mapping.geo.geodesy.unwrap`).
    """
    way = [Vertex(fix.lat, fix.lon, fix.time) for fix in fixes]
    parts = [[_folded(way[0], _world(way[0]))]]
    for start, end in pairwise(way):
        before, after = _world(start), _world(end)
        if before != after:
            edge = 360.0 * max(before, after) - 180.0
            crossing = _between(start, end, (edge - start.lon) / (end.lon - start.lon))
            parts[-1].append(_folded(crossing._replace(lon=edge), before))
            parts.append([_folded(crossing._replace(lon=edge), after)])
        parts[-1].append(_folded(end, after))
    return [part for part in parts if len(way) == 1 or _is_line(part) or len(parts) == 1]


def _is_line(part: Sequence[Vertex]) -> bool:
    return any((vertex.lat, vertex.lon) != (part[0].lat, part[0].lon) for vertex in part)


def _world(vertex: Vertex) -> int:
    """How many times round the earth a longitude is."""
    return floor((vertex.lon + 180.0) / 360.0)


def _folded(vertex: Vertex, world: int) -> Vertex:
    return vertex._replace(lon=vertex.lon - 360.0 * world)


def _between(start: Vertex, end: Vertex, share: float) -> Vertex:
    steps = zip(start, end, strict=True)
    return Vertex(*(before + share * (after - before) for before, after in steps))


def fold_lon(lon: float) -> float:
    """A longitude that went on beyond the antimeridian, from -180 to 180."""
    return lon if abs(lon) <= 180.0 else lon - 360.0 * floor((lon + 180.0) / 360.0)


def to_position(lat: float, lon: float) -> Position:
    """[lon, lat], rounded, with a longitude from -180 to 180."""
    return [round(fold_lon(lon), DECIMALS), round(lat, DECIMALS)]


def box_around(positions: Sequence[Position]) -> list[float] | None:
    """[west, south, east, north]; west > east where the box crosses the antimeridian (5.2).

    It is the smallest box: the widest gap between longitudes stays outside.
    """
    if not positions:
        return None
    lats = [lat for _, lat in positions]
    lons = sorted({lon for lon, _ in positions})
    gaps = [(after - before, after, before) for before, after in pairwise(lons)]
    around = (lons[0] + 360.0 - lons[-1], lons[0], lons[-1])
    _, west, east = max([around, *gaps])
    return [west, min(lats), east, max(lats)]


def cut_ring(ring: Sequence[Point]) -> list[list[Position]]:
    """A closed ring of (lat, lon) in parts that do not cross the antimeridian, each closed.

    Empty for a ring round a pole, which no flat map can show.
    """
    way = unwrap(ring)
    if abs(way[-1][1] - way[0][1]) > 1.0:
        return []
    parts = []
    lowest, highest = (floor((edge(lon for _, lon in way) + 180.0) / 360.0) for edge in (min, max))
    for world in range(lowest, highest + 1):
        west = 360.0 * world - 180.0
        part = _clip(_clip(way[:-1], west, 1.0), west + 360.0, -1.0)
        if len(part) > 2:
            ends = [
                [round(lon - 360.0 * world, DECIMALS), round(lat, DECIMALS)] for lat, lon in part
            ]
            parts.append([*ends, ends[0]])
    return parts


def cut_rings(rings: Sequence[Sequence[Point]]) -> list[list[list[Position]]]:
    """Polygons of [lon, lat], each its outer ring and then its holes, closed and cut at 180.

    Given are rings of any shape, not closed; a ring that lies within an odd number of others is a
    hole (RFC 7946, section 3.1.6: outer rings run counterclockwise, holes clockwise). A ring that
    the antimeridian cuts may keep a seam of no width along it.
    """
    shapes = [Shape([ring], closed=True) for ring in rings]
    around = [
        [number for number, other in enumerate(shapes) if number != own and other.holds(ring[0])]
        for own, ring in enumerate(rings)
    ]
    polygons: list[list[list[Position]]] = []
    for own, ring in enumerate(rings):
        if len(around[own]) % 2:
            continue
        holes = [
            part
            for number, hole in enumerate(rings)
            if own in around[number] and len(around[number]) == len(around[own]) + 1
            for part in _cut(hole, clockwise=True)
        ]
        parts = _cut(ring, clockwise=False)
        if len(parts) == 1:
            polygons.append([parts[0], *holes])
        else:
            polygons += [[part, *_holes_in(part, holes)] for part in parts]
    return polygons


def _cut(ring: Sequence[Point], clockwise: bool) -> list[list[Position]]:
    """The parts of a ring, each running as asked for."""
    turns = sum(
        (lon - before) * (lat + below)
        for (below, before), (lat, lon) in zip(ring, [*ring[1:], ring[0]], strict=True)
    )
    return cut_ring([*ring, ring[0]] if (turns > 0) == clockwise else [*ring[::-1], ring[-1]])


def _holes_in(part: list[Position], holes: list[list[Position]]) -> list[list[Position]]:
    """Which holes lie on the same side of the antimeridian as a part."""
    west, east = min(lon for lon, _ in part), max(lon for lon, _ in part)
    return [hole for hole in holes if all(west <= lon <= east for lon, _ in hole)]


def cut_circles(centres: Sequence[Point], radii_km: Sequence[float]) -> list[list[list[float]]]:
    """Circles on the ellipsoid, each in parts as `cut_ring` makes them, but as numbers in a row.

    A part is lon, lat, lon, lat and so on: a list for each of many corners would take longer to
    make, and to look through for garbage, than the circles.
    """
    corners = corners_around(centres, radii_km)
    lons = corners[:, :, 1]
    is_whole = (lons.max(axis=1) - lons.min(axis=1) < 180.0).tolist()
    rings = corners[:, :, ::-1].round(DECIMALS).reshape(len(corners), -1).tolist()
    return [
        [ring + ring[:2]]
        if whole
        else [[*chain.from_iterable(part)] for part in cut_ring(circle_around(centre, radius_km))]
        for ring, whole, centre, radius_km in zip(rings, is_whole, centres, radii_km, strict=True)
    ]


def _clip(ring: Sequence[Point], edge: float, side: float) -> list[Point]:
    """What of a ring lies east (side 1) or west (-1) of a meridian."""
    kept: list[Point] = []
    for start, end in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if side * (start[1] - edge) >= 0:
            kept.append(start)
        if (start[1] - edge) * (end[1] - edge) < 0:
            share = (edge - start[1]) / (end[1] - start[1])
            kept.append((start[0] + share * (end[0] - start[0]), edge))
    return kept
