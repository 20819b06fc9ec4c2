"""Distances and lines on the earth's ellipsoid (WGS 84, Karney's geodesics through geopy)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from geographiclib.geodesic import Geodesic
from geopy.distance import geodesic

Point = tuple[float, float]
"""(lat, lon) in degrees, WGS 84."""

MEAN_RADIUS_KM = 6371.0088
MAX_STEP_KM = 50.0
"""Longer lines get points in between, so that a flat map shows the way of the geodesic."""


@lru_cache(maxsize=65536)
def distance_km(start: Point, end: Point) -> float:
    """The length in km of the geodesic between two (lat, lon) points."""
    return float(geodesic(start, end).km)


def rough_km(start: Point, end: Point) -> float:
    """About `distance_km`, on a sphere (haversine; off by up to 0.6 %): for counting and comparing.

    The mean radius of the earth, 6371.0088 km, is that of the IUGG.
    """
    (lat, lon), (to_lat, to_lon) = start, end
    north, east = math.radians(to_lat - lat) / 2, math.radians(to_lon - lon) / 2
    turned = math.cos(math.radians(lat)) * math.cos(math.radians(to_lat)) * math.sin(east) ** 2
    return 2 * MEAN_RADIUS_KM * math.asin(min(math.sqrt(math.sin(north) ** 2 + turned), 1.0))


def bearing_degrees(start: Point, end: Point) -> float:
    """The direction of the geodesic at its start, in degrees clockwise from north."""
    line = Geodesic.WGS84.Inverse(start[0], start[1], end[0], end[1])
    return float(line["azi1"]) % 360.0


def lengths_km(points: Sequence[Point]) -> list[float]:
    """For each point of a path its distance in km along the path from the first one."""
    lengths = [0.0]
    for start, end in pairwise(points):
        lengths.append(lengths[-1] + distance_km(start, end))
    return lengths[: len(points)]


def points_between(start: Point, end: Point, max_step_km: float = MAX_STEP_KM) -> list[Point]:
    """The points that divide a geodesic into equal steps of at most `max_step_km`; no ends."""
    steps = int(distance_km(start, end) // max_step_km) + 1
    if steps == 1:
        return []
    line = Geodesic.WGS84.InverseLine(start[0], start[1], end[0], end[1])
    places = (line.Position(line.s13 * step / steps) for step in range(1, steps))
    return [(float(place["lat2"]), float(place["lon2"])) for place in places]


def circle_around(centre: Point, radius_km: float, corners: int = 48) -> list[Point]:
    """The corners of a circle on the ellipsoid, counterclockwise; the last is the first again."""
    directions = [-360.0 * number / corners for number in range(corners)]
    rim = (
        Geodesic.WGS84.Direct(centre[0], centre[1], direction, radius_km * 1000)
        for direction in directions
    )
    points = [(float(place["lat2"]), float(place["lon2"])) for place in rim]
    return [*points, points[0]]


def unwrap(points: Sequence[Point]) -> list[Point]:
    """The same points with longitudes that never jump by more than 180 degrees.

    Lines take the short way round, as in RFC 7946 section 3.1.9: a path that crosses the
    antimeridian goes on beyond 180 or below -180.
    """
    result: list[Point] = []
    for lat, lon in points:
        if result:
            lon += 360.0 * round((result[-1][1] - lon) / 360.0)
        result.append((lat, lon))
    return result
