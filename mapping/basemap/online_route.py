"""The mapped road between a campaign's places, asked of a public router on the internet, and only
when somebody says `--online`: `python -m mapping route FOLDER --online`.

The router speaks OSRM's protocol, through routingpy (the extra `route`). What it answered is kept
in a file, so that no stretch is asked for twice. It is today's road, and its lines say so.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mapping.basemap.terrain import Stretch, write_features
from mapping.format.answer_file import AnswerFileError, read_answers, write_answers
from mapping.geo.geodesy import Point, rough_km

SERVER = "https://routing.openstreetmap.de/routed-car"
"""OSRM on OpenStreetMap's data, run by FOSSGIS for light use: at most one request a second."""
USER_AGENT = "campaign-map"
TIMEOUT_SECONDS = 20
SHORTEST_DELAY_SECONDS = 1.0
MAX_POINTS = 20_000
"""Of one line; a longer one is no answer."""
FARTHEST_KM = 10.0
"""How far from a place its road may end."""
BASIS = "mapped"

Ask = Callable[[Point, Point], Sequence[Sequence[float]]]
"""Gives the road between two (lat, lon) points as pairs of longitude and latitude."""


class OnlineRouteError(Exception):
    """The router could not be asked, gave what is no road, or its cache cannot be used."""


@dataclass(frozen=True)
class MappedLine:
    """A road between two places as (lat, lon) points, and the day on which it was asked for."""

    route_id: str
    points: tuple[Point, ...]
    asked: str


def online_routes(
    stretches: Sequence[Stretch], cache: Path, server: str = SERVER
) -> list[MappedLine]:
    """The road of each stretch, from the cache or from the server, each answer kept at once.

    Raises OnlineRouteError; ModuleNotFoundError where routingpy is not installed.
    """
    try:
        return _routes(stretches, cache, server)
    except AnswerFileError as error:
        raise OnlineRouteError(str(error)) from None


def _routes(stretches: Sequence[Stretch], cache: Path, server: str) -> list[MappedLine]:
    answers = read_answers(cache, _is_answer)
    ask = _router(server)
    lines, asked_before = [], 0.0
    for start, end, _ in stretches:
        assert start.point and end.point
        key = f"{server} {_say(start.point)} {_say(end.point)}"
        if key not in answers:
            time.sleep(max(0.0, SHORTEST_DELAY_SECONDS - (time.monotonic() - asked_before)))
            found = ask(start.point, end.point)
            asked_before = time.monotonic()
            name = f"{start.name} - {end.name}"
            line = _checked(found, start.point, end.point, f"{name}, by {server}")
            answers[key] = {"asked": date.today().isoformat(), "line": line}
            write_answers(cache, answers)
        answer = answers[key]
        points = _checked(answer["line"], start.point, end.point, f"{cache}")
        # It leads from place to place, as every line of a campaign does.
        way = (start.point, *((lat, lon) for lon, lat in points), end.point)
        asked = str(answer["asked"])
        lines.append(MappedLine(f"{start.place_id}-to-{end.place_id}-road", way, asked))
    return lines


def write_mapped(path: Path, lines: Sequence[MappedLine], server: str = SERVER) -> None:
    """Put the roads into routes.geojson in place of those that were asked for earlier."""
    host = urlsplit(server).hostname or server
    features = [
        {
            "type": "Feature",
            "properties": {
                "route_id": line.route_id,
                "basis": BASIS,
                "source": f"© OpenStreetMap contributors (ODbL); the road of today for cars, asked "
                f"of {host} by routingpy on {line.asked}.",
            },
            "geometry": {
                "type": "LineString",
                "coordinates": [[round(lon, 5), round(lat, 5)] for lat, lon in line.points],
            },
        }
        for line in lines
    ]
    write_features(path, features, {line.route_id for line in lines})


def _router(server: str) -> Ask:
    from routingpy import OSRM
    from routingpy.exceptions import JSONParseError, RetriableRequest, RouterError, Timeout

    lost = (RouterError, JSONParseError, Timeout, RetriableRequest, OSError)

    if urlsplit(server).scheme not in ("http", "https"):
        raise OnlineRouteError(f"{server}: expected the http or https address of an OSRM server")
    router = OSRM(
        server, user_agent=USER_AGENT, timeout=TIMEOUT_SECONDS, retry_over_query_limit=False,
        skip_api_error=False,
    )  # fmt: skip

    def ask(start: Point, end: Point) -> Sequence[Sequence[float]]:
        places = [[start[1], start[0]], [end[1], end[0]]]
        try:
            found = router.directions(places, geometries="geojson", overview="simplified")
            line: Sequence[Sequence[float]] = found.geometry
        # What a stranger's answer makes of the package: no JSON, no route, other shapes.
        except (*lost, ValueError, TypeError, LookupError, AttributeError) as error:
            reason = str(error).strip().partition("\n")[0][:200] or type(error).__name__
            raise OnlineRouteError(
                f"{server} gave no road: {reason}. Check the connection and ask again; answers so "
                "far are kept."
            ) from None
        return line

    return ask


def _checked(found: Any, start: Point, end: Point, where: str) -> list[list[float]]:
    """An answer as numbers of degrees that lead from a place to a place."""
    try:
        line = [[float(lon), float(lat)] for lon, lat in found]
        fits = 2 <= len(line) <= MAX_POINTS and all(
            math.isfinite(lon) and abs(lon) <= 180 and math.isfinite(lat) and abs(lat) <= 90
            for lon, lat in line
        )
    except (TypeError, ValueError):
        line, fits = [], False
    if not fits:
        raise OnlineRouteError(f"{where}: expected a line of 2 to {MAX_POINTS} points in degrees")
    for (lon, lat), place in ((line[0], start), (line[-1], end)):
        off_km = rough_km((lat, lon), place)
        if off_km > FARTHEST_KM:
            raise OnlineRouteError(f"{where}: the road ends {off_km:.0f} km from the place")
    return line


def _say(point: Point) -> str:
    return f"{point[0]:.5f},{point[1]:.5f}"


def _is_answer(value: object) -> bool:
    return isinstance(value, dict) and {"asked", "line"} <= value.keys()
