"""Which country lies where, as a coarse grid, so that a map can name the part that it shows.

A country's usual label point is of no use to a map of a border: it lies far outside. The grid
lets the player find room for the name inside whatever part of the country is in sight. Only the
build uses this module; `mapping.basemap.countries` reads what it wrote.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from mapping.basemap.boxes import Box

SEA = "."
"""Stands for what is no country's: the sea, Antarctica, and land that is disputed."""

DISPUTED_ZONES = (
    "Africa/El_Aaiun", "Asia/Famagusta", "Atlantic/South_Georgia", "Atlantic/Stanley",
    "Europe/Simferopol",
)  # fmt: skip
DISPUTED_BOXES = (
    Box(32.3, 72.5, 37.1, 80.4),  # Kashmir, Aksai Chin
    Box(26.6, 91.5, 29.5, 97.5),  # Arunachal
    Box(32.7, 35.6, 33.4, 35.95),  # Golan
    Box(41.85, 20.0, 43.27, 21.8),  # Kosovo
    Box(42.4, 40.0, 43.6, 42.1),  # Abkhazia
    Box(41.9, 43.4, 42.7, 44.5),  # South Ossetia
    Box(21.95, 33.1, 23.1, 37.1),  # the Hala'ib triangle
)
"""Land that more than one country claims, roughly: no name is written there."""

WORLD_STEP = 0.5
_NODES = 400
_NEAR_STEP = 0.025

WhoseLand = Callable[[float, float], str]
"""Country code of a point (lat, lon in degrees), or SEA."""


def land_of(finder: Any, countries: dict[str, str]) -> WhoseLand:
    """Say whose land a point is, by the time zone it lies in.

    `finder` is a `timezonefinder.TimezoneFinder`, `countries` the country of each zone.
    """

    def whose(lat: float, lon: float) -> str:
        zone = finder.timezone_at(lng=lon, lat=lat)
        if zone in DISPUTED_ZONES or any(box.contains(lat, lon) for box in DISPUTED_BOXES):
            return SEA
        return countries.get(zone, SEA)

    return whose


def world_grid(whose: WhoseLand, towns: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The grid of the whole earth without Antarctica; no country with a town falls through it."""
    south, west = -56.0, -180.0
    rows = _sample(whose, south, west, WORLD_STEP, round(139.5 / WORLD_STEP), _around_the_earth())
    seen = {code for row in rows for code in row}
    for town in sorted(towns, key=lambda one: (-int(one["population"]), one["geonameid"])):
        lat, lon = float(town["latitude"]), float(town["longitude"])
        row, column = round((lat - south) / WORLD_STEP), round((lon - west) / WORLD_STEP)
        if not 0 <= row < len(rows) or town["countrycode"] in seen or whose(lat, lon) == SEA:
            continue
        seen.add(town["countrycode"])
        column %= len(rows[0])
        if rows[row][column] == SEA:
            rows[row][column] = town["countrycode"]
    return _grid(rows, south, west, WORLD_STEP)


def _around_the_earth() -> int:
    return round(360 / WORLD_STEP)


def near_grid(whose: WhoseLand, box: Box) -> dict[str, Any]:
    """The finer grid of a campaign's box, at most 400 nodes a side."""
    span = max(box.north - box.south, box.east - box.west)
    step = _NEAR_STEP * math.ceil(round(span / _NODES / _NEAR_STEP, 6))
    height = math.floor((box.north - box.south) / step) + 1
    width = math.floor((box.east - box.west) / step) + 1
    rows = _sample(whose, box.south, box.west, step, height, width)
    return _grid(rows, box.south, box.west, step)


def _sample(
    whose: WhoseLand, south: float, west: float, step: float, height: int, width: int
) -> list[list[str]]:
    return [
        [
            whose(min(south + row * step, 90.0), min(west + column * step, 180.0))
            for column in range(width)
        ]
        for row in range(height)
    ]


def _grid(rows: list[list[str]], south: float, west: float, step: float) -> dict[str, Any]:
    """A grid as JSON: its south-western node, and rows of nodes northwards as runs of codes.

    `3FR2.BE` is three nodes of France, two of nobody and one of Belgium; an empty row is as the one
    before.
    """
    runs = [_runs(row) for row in rows]
    kept = ["" if number and row == runs[number - 1] else row for number, row in enumerate(runs)]
    return {"south": south, "west": west, "step": step, "columns": len(rows[0]), "rows": kept}


def _runs(row: list[str]) -> str:
    counted = ((code, sum(1 for _ in same)) for code, same in groupby(row))
    return "".join(f"{count if count > 1 else ''}{code}" for code, count in counted)
