"""Towns around a campaign that has no ground of its own, out of the gazetteer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from mapping.basemap.extent import campaign_extent
from mapping.basemap.shapes import Drawn, drawn
from mapping.basemap.town_names import names_for_readers
from mapping.gazetteer.extract import COLUMNS, DEFAULT_EXTRACT, read_rows
from mapping.geo.geodesy import Point

MOST_TOWNS = 250
"""The largest of those that lie there."""
MARGIN = 1.5
"""Degrees beyond the region: places that are put there at a desk have towns around them, too."""
DECIMALS = 3
"""Of a degree, for a dot."""
LEAST_ZOOMS = {5: 10, 4: 9, 3: 7, 2: 5, 1: 0}
"""From which zoom on towns of a rank have a dot; what is drawn last lies above."""
RANKS = (1_000_000, 250_000, 50_000, 10_000)


def towns_near(points: Sequence[Point], view: tuple[Point, Point] | None) -> list[dict[str, Any]]:
    """Populated places around some points and a view, as `mapping.basemap.towns` gives them.

    `points` are (lat, lon) in degrees, `view` ((south, west), (north, east)).
    """
    if not points and view is None:
        return []
    ((south, west), (north, east)), _ = campaign_extent(points, view)
    return [*_towns_in(south - MARGIN, west - MARGIN, north + MARGIN, (east - west) % 360)]


@lru_cache(maxsize=16)
def _towns_in(south: float, west: float, north: float, width: float) -> list[dict[str, Any]]:
    """The largest in a box of whole degrees and their margin, which many campaigns share."""
    inside = [
        (name, country, round(lat, 4), round(lon, 4), int(population), others)
        for _, name, country, lat_text, lon_text, population, others in _rows()
        if south <= (lat := float(lat_text)) <= north
        and ((lon := float(lon_text)) - west) % 360 <= width + 2 * MARGIN
    ]
    inside.sort(key=lambda one: (-one[4], one[0], one[2], one[3]))
    return [
        {
            "name": name, "lat": lat, "lon": lon, "population": population,
            "rank": town_rank(population),
            "names": names_for_readers(name, country, others.split(";")),
        }
        for name, country, lat, lon, population, others in inside[:MOST_TOWNS]
    ]  # fmt: skip


def town_shapes(towns: Sequence[Mapping[str, Any]]) -> list[Drawn]:
    """The dots of such towns as layers of a ground, each with its shape as a text."""
    shapes: list[Drawn] = []
    for rank, least_zoom in LEAST_ZOOMS.items():
        chain, before = [], (0, 0)
        for town in (one for one in towns if one["rank"] == rank):
            point = (round(town["lon"] * 10**DECIMALS), round(town["lat"] * 10**DECIMALS))
            chain += [point[0] - before[0], point[1] - before[1]]
            before = point
        if chain:
            name = f"town-{rank}"
            shapes.append(drawn(name, "dots", DECIMALS, [[chain]], least_zoom=least_zoom))
    return shapes


def town_rank(population: int) -> int:
    """1 from a million people, 2 from 250,000, 3 from 50,000, 4 from 10,000, else 5."""
    return 1 + sum(population < least for least in RANKS)


@cache
def _rows() -> list[list[str]]:
    return read_rows(DEFAULT_EXTRACT, COLUMNS, "mapping.gazetteer.build_extract")
