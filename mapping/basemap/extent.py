"""How much ground a campaign needs: everything it touches, and where the eye comes close."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mapping.format.campaign import Campaign
from mapping.geo.geodesy import Point, wrap

Bounds = tuple[Point, Point]

REGION_MARGIN, DETAIL_MARGIN = 0.5, 0.3
"""Degrees of ground beyond the outermost places, and beyond the opening view."""


def campaign_points(campaign: Campaign) -> list[Point]:
    """Where anything of a campaign is: its places and the points of its ways."""
    points = [place.point for place in campaign.places.values() if place.point]
    for way in campaign.waypoints.values():
        points += [(one.lat, one.lon) for one in way if one.lat is not None and one.lon is not None]
    return points


def campaign_extent(points: Sequence[Point], view: Bounds | None) -> tuple[Bounds, Bounds]:
    """The bounds of the region and of the detail, from a campaign's points and opening view.

    Bounds are ((south, west), (north, east)) in degrees, outwards to whole degrees and to tenths
    of a degree; west > east where they lie across the antimeridian.
    """
    corners = [*points, *(view or ())]
    region = _outward(_around(corners), REGION_MARGIN, 1)
    return region, _outward(view or _around(corners), DETAIL_MARGIN, 10)


def _around(points: Sequence[Point]) -> Bounds:
    lats = [lat for lat, _ in points]
    west, east = _shortest([lon for _, lon in points])
    return (min(lats), west), (max(lats), east)


def _shortest(lons: Sequence[float]) -> tuple[float, float]:
    """West and east of the shortest arc that holds all longitudes."""
    ring = sorted(set(lons))
    gaps = [
        ((ring[number] - ring[number - 1]) % 360 or 360.0, number) for number in range(len(ring))
    ]
    _, start = max(gaps)
    return ring[start], ring[start - 1]


def _outward(bounds: Bounds, margin: float, parts: int) -> Bounds:
    (south, west), (north, east) = bounds
    return (
        (max(_floor(south - margin, parts), -85.0), wrap(_floor(west - margin, parts))),
        (min(_ceil(north + margin, parts), 85.0), wrap(_ceil(east + margin, parts))),
    )


def _floor(value: float, parts: int) -> float:
    return math.floor(round(value * parts, 6)) / parts


def _ceil(value: float, parts: int) -> float:
    return math.ceil(round(value * parts, 6)) / parts
