"""routes.geojson: lines on the ground that waypoints may follow."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from mapping.format.campaign.value import Route
from mapping.format.csv_file import read_text
from mapping.format.problems import Problem, find_errors
from mapping.format.schema import MAX_NAME
from mapping.geo.geodesy import Point

MAX_ROUTE_POINTS = 100_000
AGAIN = "export the lines as GeoJSON again"


def read_routes(folder: Path) -> tuple[dict[str, Route], list[Problem]]:
    """The lines of a folder by their id, with what is wrong; none where there is no such file."""
    path = folder / "routes.geojson"
    if not os.path.lexists(path):
        return {}, []
    content, problems = read_text(path)
    if find_errors(problems):
        return {}, problems
    try:
        features = json.loads(content)["features"]
        if not isinstance(features, list):
            raise TypeError("no list of features")
    except (ValueError, TypeError, LookupError, RecursionError):
        message = "not a collection of lines as GeoJSON writes it"
        return {}, [*problems, _wrong(message, "", AGAIN)]
    routes: dict[str, Route] = {}
    count = 0
    for number, feature in enumerate(features, 1):
        try:
            route = _route(feature)
            if route.route_id in routes:
                raise _RouteError("a second line of this route_id", "give it a route_id of its own")
        except _RouteError as error:
            problems.append(_wrong(str(error), _name_of(feature, number), error.mend))
            continue
        routes[route.route_id] = route
        count += len(route.points)
    if count > MAX_ROUTE_POINTS:
        message = f"the lines have more than {MAX_ROUTE_POINTS:,} points"
        return {}, [*problems, _wrong(message, f"{count:,} points", "simplify the lines")]
    return routes, problems


class _RouteError(ValueError):
    """A feature that is no line; `mend` says what to do."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


def _wrong(message: str, found: str, mend: str) -> Problem:
    expected = "LineStrings with the properties route_id, basis and source (RFC 7946)"
    return Problem(
        rule="routes",
        severity="error",
        file="routes.geojson",
        message=message,
        found=found,
        expected=expected,
        mend=mend,
    )


def _name_of(feature: Any, number: int) -> str:
    """A feature as its author finds it again: its number, and its route_id where it has one."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    name = properties.get("route_id") if isinstance(properties, dict) else None
    return f"feature {number}" + (f", {str(name)[:MAX_NAME]}" if isinstance(name, str) else "")


def _route(feature: Any) -> Route:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or not isinstance(properties, dict):
        raise _RouteError("no feature with a geometry and properties", AGAIN)
    name = properties.get("route_id")
    if not isinstance(name, str) or not name:
        raise _RouteError("a feature without a route_id", "give it a property route_id: a text")
    points = tuple(_point(place) for place in _line(geometry))
    if not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points):
        turned = all(abs(lat) <= 180 and abs(lon) <= 90 for lat, lon in points)
        slip = "latitude stands before longitude" if turned else "coordinates that are no degrees"
        raise _RouteError(slip, f"longitude, then latitude, in degrees (EPSG:4326): {AGAIN}")
    basis = str(properties.get("basis", "mapped"))
    return Route(name, points, basis, str(properties.get("source", "")))


def _line(geometry: dict[str, Any]) -> list[Any]:
    """The places of one line; programs often write one line as a MultiLineString of one part."""
    kind, places = geometry.get("type"), geometry.get("coordinates")
    if kind == "MultiLineString" and isinstance(places, list):
        parts = [part for part in places if isinstance(part, list) and part]
        if len(parts) > 1:
            raise _RouteError(
                f"a MultiLineString of {len(parts)} parts, and a route is one line",
                "merge the parts to one line, or make each a feature with a route_id of its own",
            )
        kind, places = "LineString", parts[0] if parts else []
    if kind != "LineString" or not isinstance(places, list) or len(places) < 2:
        raise _RouteError("no line of two points or more", f"draw it as a line; {AGAIN}")
    return places


def _point(place: Any) -> Point:
    try:
        lon, lat = float(place[0]), float(place[1])
    except (TypeError, ValueError, LookupError, ArithmeticError):
        raise _RouteError("a point that is not two numbers", AGAIN) from None
    return lat, lon
