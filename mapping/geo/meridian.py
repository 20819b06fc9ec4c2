"""Longitudes of a campaign that lies across the antimeridian, so that it is drawn in one piece.

A flat map ends at 180 degrees: 179 E and 179 W lie at its two edges. The points of a campaign
are therefore counted about its middle, and on beyond 180 where it lies across that line (RFC
7946, section 3.1.9, has the rule for single lines). All others stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


def middle_of(longitudes: Iterable[float]) -> float:
    """The middle of the shortest arc that holds all longitudes, from -180 to 180; 0 for none."""
    ring = sorted({lon % 360.0 for lon in longitudes})
    if not ring:
        return 0.0
    gaps = [((lon - ring[at - 1]) % 360.0 or 360.0, lon) for at, lon in enumerate(ring)]
    gap, west = max(gaps)
    return (west + (360.0 - gap) / 2 + 180.0) % 360.0 - 180.0


def gather(payload: Json, units: int) -> Json:
    """The same payload with every point within 180 degrees of the middle of all of them.

    The outlines of areas are counted in so many units to the degree.
    """
    tellings = payload["tellings"].values()
    places = payload["places"]["columns"].get("lon", [])
    points = [track["stands"] for told in tellings for track in told["tracks"].values()
               if track["stands"]]  # fmt: skip
    legs = [leg["fixes"] for told in tellings for leg in told["legs"]]
    ways = [point[1] for point in points + [fixes[0] for fixes in legs]]
    areas = payload["rows"]["areas"]["columns"]
    begins = [chain[1] / units for outlines in areas.get("outlines", ())
              for _, _, chains in outlines for chain in chains]  # fmt: skip
    middle = middle_of(ways + begins + [lon for lon in places if lon is not None])
    if any(_turn(lon, middle) for lon in begins):
        areas["outlines"] = [_turned_outlines(one, middle, units) for one in areas["outlines"]]
    places[:] = [lon if lon is None else lon + _turn(lon, middle) for lon in places]
    for point in points:
        point[1] += _turn(point[1], middle)
    for fixes in legs:
        turn = _turn(fixes[0][1], middle)
        for fix in fixes if turn else ():
            fix[1] = round(fix[1] + turn, 5)
    for line in [*payload["axes"], *payload["roads"]]:
        for point in line["at"]:
            point[1] += _turn(point[1], middle)
    if bounds := payload["campaign"]["bounds"]:
        (south, west), (north, east) = bounds
        south, west, north, east = _turned_view([south, west, north, east], middle)
        payload["campaign"]["bounds"] = [[south, west], [north, east]]
    for old in payload["maps"]:
        if old["bounds"]:
            turn = _turn(sum(corner[1] for corner in old["bounds"]) / 2, middle)
            old["bounds"] = [[lat, lon + turn] for lat, lon in old["bounds"]]
    for step in payload["steps"]:
        if step["view"]:
            step["view"] = _turned_view(step["view"], middle)
    for told in tellings:
        for day in told["days"]:
            if day["view"]:
                day["view"] = _turned_view(day["view"], middle)
            for force in day["forces"]:
                force["at"][1] = round(force["at"][1] + _turn(force["at"][1], middle), 5)
    return payload


def _turned_outlines(outlines: tuple[Any, ...], middle: float, units: int) -> tuple[Any, ...]:
    """The outlines of an area, each of their chains near the middle."""
    return tuple(
        (span, closed, tuple(
            (lat, lon + round(_turn(lon / units, middle)) * units, *steps)
            for lat, lon, *steps in chains
        ))
        for span, closed, chains in outlines
    )  # fmt: skip


def _turned_view(view: list[float], middle: float) -> list[float]:
    south, west, north, east = view
    east += 360.0 if east < west else 0.0
    turn = _turn((west + east) / 2, middle)
    return [south, west + turn, north, east + turn]


def _turn(lon: float, middle: float) -> float:
    """By how much to turn a longitude to bring it near the middle: 0, 360 or -360."""
    return 360.0 * round((middle - lon) / 360.0)
