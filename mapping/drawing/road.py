"""The roads of a campaign, drawn beneath its movements from the first day.

A road is a line of routes.geojson: mapped, or computed over the heights. A computed one is no
longer drawn where a mapped one leads from its one end to its other.
"""

from __future__ import annotations

from dataclasses import dataclass

from mapping.format.campaign import Campaign, Route
from mapping.geo.geodesy import Point, rough_km

MAPPED, COMPUTED = "mapped", "terrain"
SAME_KM = 2.0
"""So near a mapped line an end of a computed one lies on it: towns are points, roads pass by."""


@dataclass(frozen=True, slots=True)
class Road:
    """One line, and how it is known: `mapped` or `terrain`, which is computed."""

    basis: str
    points: tuple[Point, ...]


def roads_of(campaign: Campaign) -> list[Road]:
    """Every line that is drawn, computed ones first, so that mapped ones lie above them."""
    mapped = [route for route in campaign.routes.values() if route.basis == MAPPED]
    computed = [
        route
        for route in campaign.routes.values()
        if route.basis == COMPUTED and not any(_replaces(one, route) for one in mapped)
    ]
    return [Road(route.basis, route.points) for route in (*computed, *mapped)]


def _replaces(mapped: Route, computed: Route) -> bool:
    ends = (computed.points[0], computed.points[-1])
    return all(any(rough_km(end, point) <= SAME_KM for point in mapped.points) for end in ends)
