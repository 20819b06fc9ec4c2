"""areas.geojson: how fronts and areas ran, each statement of one for a moment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from mapping.format.campaign.value import Outline
from mapping.format.csv_file import read_text
from mapping.format.dates import Moment, MomentError, from_julian, parse_moment
from mapping.format.problems import Problem, find_errors
from mapping.format.schema import MAX_NAME
from mapping.geo.geodesy import Point, unwrap

MAX_OUTLINES = 10_000
MAX_POINTS = 300_000
"""As many points as all outlines may have together."""
MAX_OUTLINE_POINTS = 10_000
MAX_OUTLINE_CHAINS = 500
"""As many points, and as many lines or rings, as one outline may have."""
LINES = {"LineString": 1, "MultiLineString": 2}
RINGS = {"Polygon": 2, "MultiPolygon": 3}
"""How deep the chains of each geometry lie in its coordinates."""
EXPECTED = (
    "features with a LineString, MultiLineString, Polygon or MultiPolygon and the properties "
    "area_id and, where the area changes, at: one moment (RFC 7946)"
)


def read_outlines(
    folder: Path, *, julian: bool = False
) -> tuple[dict[str, tuple[Outline, ...]], list[Problem]]:
    """The outlines of a folder by area, in the order of their moments, with what is wrong.

    None where there is no such file, or where something in it does not fit. Where the days of the
    file are `julian`, the outlines have the same days of the Gregorian calendar.
    """
    path = folder / "areas.geojson"
    if not os.path.lexists(path):
        return {}, []
    content, problems = read_text(path)
    if find_errors(problems):
        return {}, problems
    number = 0
    outlines: dict[str, list[Outline]] = {}
    points = 0
    begins: set[tuple[str, float | None]] = set()
    try:
        for number, feature in enumerate(_features(content), 1):
            outline = _outline(feature, number, julian)
            points += sum(map(len, outline.chains))
            if points > MAX_POINTS:
                raise ValueError(f"more than {MAX_POINTS:,} points in all")
            begin = (outline.area_id, outline.at.earliest if outline.at else None)
            if begin in begins:
                when = outline.at.text if outline.at else "its beginning"
                raise ValueError(f"a second outline of {outline.area_id} for {when}")
            begins.add(begin)
            outlines.setdefault(outline.area_id, []).append(outline)
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
        return {}, [*problems, _misfit(path.name, number, error)]
    return {
        area_id: tuple(sorted(stated, key=lambda one: one.at.earliest if one.at else 0.0))
        for area_id, stated in outlines.items()
    }, problems


def _misfit(file: str, number: int, error: Exception) -> Problem:
    """What of a feature does not fit, by its place in the file."""
    where = f"feature {number}: " if number else ""
    mend = "export the areas as GeoJSON again"
    if isinstance(error, MomentError):
        message, mend = f"{where}at is no moment", f"write under at: {error.mend}"
    elif type(error) is ValueError:
        message = f"{where}{error}"
    else:
        message = f"{where}not an outline: {type(error).__name__} {error}"
    return Problem(
        rule="areas", severity="error", file=file, message=message[:300], expected=EXPECTED,
        mend=mend,
    )  # fmt: skip


def _features(content: str) -> list[Any]:
    features = json.loads(content)["features"]
    if not isinstance(features, list):
        raise ValueError("features is no list")
    if len(features) > MAX_OUTLINES:
        raise ValueError(f"more than {MAX_OUTLINES:,} features")
    return features


def _outline(feature: dict[str, Any], number: int, julian: bool) -> Outline:
    geometry, properties = feature["geometry"], feature["properties"]
    kind, area_id, at = geometry["type"], properties["area_id"], properties.get("at")
    if not isinstance(area_id, str) or not 0 < len(area_id) <= MAX_NAME:
        raise ValueError("area_id is no id of areas.csv")
    if at is not None and not isinstance(at, str):
        raise ValueError("at is not a text such as 1900-01-31")
    if kind not in LINES and kind not in RINGS:
        raise ValueError(f"a {str(kind)[:40]} is neither line nor area")
    is_ring = kind in RINGS
    found = [*_chains(geometry["coordinates"], (LINES | RINGS)[kind])]
    if not found:
        raise ValueError("no coordinates")
    if len(found) > MAX_OUTLINE_CHAINS:
        raise ValueError(f"more than {MAX_OUTLINE_CHAINS} lines or rings")
    if sum(map(len, found)) > MAX_OUTLINE_POINTS:
        raise ValueError(f"more than {MAX_OUTLINE_POINTS:,} points in one outline")
    unclosed = is_ring and any(one[0] != one[-1] for one in found)
    chains = tuple(tuple(unwrap(_open(one) if is_ring else one)) for one in found)
    if any(len(set(one)) < (3 if is_ring else 2) for one in chains):
        raise ValueError("a ring has at least three points, a line two")
    return Outline(area_id, _moment(at, julian), chains, is_ring, number, unclosed, at or "")


def _chains(coordinates: Any, depth: int) -> Iterator[list[Point]]:
    """The lines or rings of a geometry, as (lat, lon)."""
    if depth > 1:
        yield from chain.from_iterable(_chains(one, depth - 1) for one in coordinates)
        return
    points = [(float(place[1]), float(place[0])) for place in coordinates]
    if not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points):
        raise ValueError("longitude comes before latitude, in degrees")
    if points:
        yield points


def _open(ring: list[Point]) -> list[Point]:
    """A ring without the repetition of its first point."""
    return ring[:-1] if ring[0] == ring[-1] else ring


def _moment(at: str | None, julian: bool) -> Moment | None:
    if not at:
        return None
    moment = parse_moment(from_julian(at) if julian else at)
    if moment.earliest == float("-inf"):
        raise ValueError("at has no beginning: an outline holds from a moment on")
    return moment
