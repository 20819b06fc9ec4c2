"""routes.geojson: lines on the ground that waypoints may follow."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from mapping.format.campaign.value import Route
from mapping.format.csv_file import read_text
from mapping.format.problems import Problem

MAX_ROUTE_POINTS = 100_000


def read_routes(folder: Path) -> tuple[dict[str, Route], list[Problem]]:
    """The lines of a folder by their id, with what is wrong; none where there is no such file."""
    path = folder / "routes.geojson"
    if not os.path.lexists(path):
        return {}, []
    content, problems = read_text(path)
    if problems:
        return {}, problems
    try:
        features = json.loads(content)["features"]
        routes = [_route(feature) for feature in features]
        if sum(len(route.points) for route in routes) > MAX_ROUTE_POINTS:
            raise ValueError(f"more than {MAX_ROUTE_POINTS} points")
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
        message = f"not a collection of lines: {type(error).__name__} {error}"[:300]
        expected = "LineStrings with the properties route_id, basis and source (RFC 7946)"
        mend = "export the lines as GeoJSON again"
        return {}, [
            Problem(
                rule="routes",
                severity="error",
                file=path.name,
                message=message,
                expected=expected,
                mend=mend,
            )
        ]
    return {route.route_id: route for route in routes}, []


def _route(feature: dict[str, Any]) -> Route:
    geometry, properties = feature["geometry"], feature["properties"]
    if geometry["type"] != "LineString" or len(geometry["coordinates"]) < 2:
        raise ValueError("each feature is a LineString of two points or more")
    points = tuple((float(place[1]), float(place[0])) for place in geometry["coordinates"])
    if not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points):
        raise ValueError("longitude comes before latitude, in degrees")
    name, basis = str(properties["route_id"]), str(properties.get("basis", "mapped"))
    return Route(name, points, basis, str(properties.get("source", "")))
