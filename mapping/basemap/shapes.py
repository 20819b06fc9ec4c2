"""The form in which coasts, lakes, rivers, borders and town dots lie on disk and in the page.

A file is one JSON object: `kind` ("polygons", "lines" or "dots"), `decimals`, and `parts`. A part
is a list of chains (a polygon's outer ring and its holes; a line or the dots are one chain). A
chain is a flat list of whole numbers, longitude then latitude in units of 10**-decimals degree:
first a point, then the step to each next one. That takes a third of what GeoJSON takes. Rings
are not closed by repeating their first point. Land may reach past 180 degrees, so that no coast is
cut at the antimeridian.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Drawn = tuple[dict[str, Any], str]
"""A layer as a ground's manifest has it, and its shape as a text."""

_GEOJSON_TYPES = {"polygons": "MultiPolygon", "lines": "MultiLineString", "dots": "MultiPoint"}


def drawn(
    name: str, kind: str, decimals: int, parts: list[list[list[int]]], *, smooth: float = 1.0,
    least_zoom: float = 0, rounded: bool = False,
) -> Drawn:  # fmt: skip
    """A layer that comes with no file: made for a campaign that has no ground of its own."""
    layer = {
        "id": name, "kind": kind, "class": f"ground-{name}", "smooth": smooth,
        "least_zoom": least_zoom, "casing": False, "world": False, "rounded": rounded,
    }  # fmt: skip
    shape = {"kind": kind, "decimals": decimals, "parts": parts}
    return layer, json.dumps(shape, separators=(",", ":"))


def read_shapes(path: Path) -> list[list[list[Point]]]:
    """Parts of a shape file as chains of (lat, lon) in degrees.

    Raises ValueError when the file is not of the form this module describes.
    """
    try:
        shape = json.loads(path.read_text(encoding="utf-8"))
        decimals = int(shape["decimals"])
        return [[_points(chain, decimals) for chain in part] for part in shape["parts"]]
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: expected a ground shape file, got {error!r}") from error


def to_geojson(path: Path) -> dict[str, Any]:
    """A shape file as one GeoJSON geometry, whose coordinates are (lon, lat)."""
    kind = json.loads(path.read_text(encoding="utf-8"))["kind"]
    parts = [[[[lon, lat] for lat, lon in chain] for chain in part] for part in read_shapes(path)]
    if kind == "polygons":
        coordinates: list[Any] = [[[*ring, ring[0]] for ring in part] for part in parts]
    elif kind == "lines":
        coordinates = [part[0] for part in parts]
    else:
        coordinates = [point for part in parts for point in part[0]]
    return {"type": _GEOJSON_TYPES[kind], "coordinates": coordinates}


def _points(chain: list[int], decimals: int) -> list[Point]:
    points: list[Point] = []
    lon = lat = 0
    for lon_step, lat_step in zip(chain[::2], chain[1::2], strict=True):
        lon += lon_step
        lat += lat_step
        points.append((lat / 10**decimals, lon / 10**decimals))
    return points
