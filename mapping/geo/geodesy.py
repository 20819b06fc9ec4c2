"""Distances and lines on the earth's ellipsoid (WGS 84, Karney's geodesics through geopy)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geographiclib.geodesic import Geodesic
from geopy.distance import geodesic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Point = tuple[float, float]
"""(lat, lon) in degrees, WGS 84."""

MEAN_RADIUS_KM = 6371.0088
KM_PER_DEGREE = math.pi * MEAN_RADIUS_KM / 180.0
"""The length of a degree of latitude on the mean sphere: 111.195 km."""
MAX_STEP_KM = 50.0
"""Longer lines get points in between, so that a flat map shows the way of the geodesic."""
CIRCLE_CORNERS = 48

VINCENTY_ROUNDS = 6
"""Each makes the arc about 500 times sharper."""


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


def sphere_km(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """As `rough_km`, between all of some points and all of others: (lat, lon) in radians."""
    import numpy as np

    lat_a, lon_a = one[:, 0][:, None], one[:, 1][:, None]
    lat_b, lon_b = other[:, 0][None, :], other[:, 1][None, :]
    half = np.sin((lat_b - lat_a) / 2) ** 2
    half = half + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    km: NDArray[np.float64] = 2 * MEAN_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return km


def on_sphere(points: Sequence[Point]) -> NDArray[np.float64]:
    """Points as unit vectors: the product of two is the cosine of the arc between them."""
    import numpy as np

    lat, lon = np.radians(points).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


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


def point_towards(start: Point, bearing: float, km: float) -> Point:
    """The point to which a geodesic leads from another, `bearing` in degrees from north."""
    end = Geodesic.WGS84.Direct(start[0], start[1], bearing, km * 1000)
    return float(end["lat2"]), float(end["lon2"])


def circle_around(centre: Point, radius_km: float) -> list[Point]:
    """The corners of a circle on the ellipsoid, counterclockwise; the last is the first again."""
    corners = corners_around([centre], [radius_km])[0].tolist()
    return [(lat, lon) for lat, lon in [*corners, corners[0]]]


def corners_around(centres: Sequence[Point], radii_km: Sequence[float]) -> NDArray[np.float64]:
    """The corners of circles on the ellipsoid, counterclockwise: for each circle (lat, lon).

    All at once by the direct formulae of T. Vincenty, "Direct and inverse solutions of geodesics
    on the ellipsoid", Survey Review XXIII, 1975: within a millimetre of Karney's for radii up to
    2,000 km, and a hundred times as fast.
    """
    import numpy as np

    flat, polar = Geodesic.WGS84.f, Geodesic.WGS84.a * (1 - Geodesic.WGS84.f)
    lats, lons = np.array(centres, dtype=float).reshape(-1, 2).T[:, :, np.newaxis]
    turn = np.radians(-360.0 * np.arange(CIRCLE_CORNERS) / CIRCLE_CORNERS)
    tan_u = (1 - flat) * np.tan(np.radians(lats))
    cos_u = 1 / np.sqrt(1 + tan_u**2)
    sin_u = tan_u * cos_u
    sin_a = cos_u * np.sin(turn)
    cos2_a = 1 - sin_a**2
    u2 = cos2_a * (1 / (1 - flat) ** 2 - 1)
    big_a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    big_b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    start = 2 * np.arctan2(tan_u, np.cos(turn))
    plain = np.array(radii_km, dtype=float)[:, np.newaxis] * 1000 / (polar * big_a)
    arc = plain
    for _ in range(VINCENTY_ROUNDS):
        sin_s, cos_s, mid = np.sin(arc), np.cos(arc), np.cos(start + arc)
        less = big_b / 6 * mid * (-3 + 4 * sin_s**2) * (-3 + 4 * mid**2)
        arc = plain + big_b * sin_s * (mid + big_b / 4 * (cos_s * (-1 + 2 * mid**2) - less))
    sin_s, cos_s, mid = np.sin(arc), np.cos(arc), np.cos(start + arc)
    off = sin_u * sin_s - cos_u * cos_s * np.cos(turn)
    north = np.arctan2(
        sin_u * cos_s + cos_u * sin_s * np.cos(turn), (1 - flat) * np.hypot(sin_a, off)
    )
    east = np.arctan2(sin_s * np.sin(turn), cos_u * cos_s - sin_u * sin_s * np.cos(turn))
    c = flat / 16 * cos2_a * (4 + flat * (4 - 3 * cos2_a))
    bent = arc + c * sin_s * (mid + c * cos_s * (-1 + 2 * mid**2))
    lon = lons + np.degrees(east - (1 - c) * flat * sin_a * bent)
    return np.stack([np.degrees(north), (lon + 180.0) % 360.0 - 180.0], axis=-1)


def wrap(lon: float) -> float:
    """A longitude in degrees from -180 to 180, the same where it is within."""
    return lon if -180.0 <= lon <= 180.0 else (lon + 180.0) % 360.0 - 180.0


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
