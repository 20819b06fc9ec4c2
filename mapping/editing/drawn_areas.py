"""A front or an area, and how it ran at a moment, as one change each.

The row stands in areas.csv, each statement of how it ran in areas.geojson (RFC 7946).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mapping.editing.changes import Change, SetFile, Together
from mapping.editing.claim import ClaimWriter, NamedSource
from mapping.editing.folder_files import EditError, Files
from mapping.editing.outline_file import FILE, features_of, is_of, to_text
from mapping.format.kinds import claim_kind
from mapping.geo.geodesy import Point, wrap
from mapping.geo.plane import Shape

Chains = Sequence[Sequence[Point]]
"""Lines, or rings whose last point joins the first, of (lat, lon)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnArea:
    """What a front or an area is; a `side_id` that is empty is nobody's."""

    kind: str
    title: str
    starts: str
    side_id: str = ""
    ends: str = ""
    certainty: str = "less-certain"
    radius_km: float | None = None
    accounts: tuple[str, ...] = ()
    """Whose tellings say it, by their ids; none: all of the campaign's."""
    source: NamedSource = field(default_factory=NamedSource)


def is_ring(kind: str) -> bool:
    """Whether an area of this kind is ground within a ring, and not a line alone."""
    return not claim_kind(kind).has_teeth or bool(claim_kind(kind).inside)


def lacks_of(area: DrawnArea, chains: Chains) -> list[str]:
    """What an area lacks, each as what to do."""
    lacks = [] if area.title.strip() else ["say in one line what it is"]
    lacks += [] if area.kind else ["choose of what kind it is"]
    lacks += [] if area.starts else ["say from when it was"]
    lacks += area.source.lacks
    lacks += lacks_of_line(chains, is_ring(area.kind)) if area.kind else []
    return lacks


def lacks_of_line(chains: Chains, closed: bool) -> list[str]:
    """What a line or a ring lacks, as what to do."""
    least = 3 if closed else 2
    if chains and all(len(set(one)) >= least for one in chains):
        return []
    return [f"give at least {least} points {'around it' if closed else 'along it'}"]


def write_area(files: Files, area: DrawnArea, chains: Chains) -> Together:
    """The change that adds an area with its line, which holds from its beginning.

    Raises `EditError` for what it lacks.
    """
    if lacks := lacks_of(area, chains):
        raise EditError("; ".join(lacks))
    writer = ClaimWriter(files)
    source_id = writer.source(area.source)
    area_id = writer.new_id("areas", area.title)
    radius = "" if area.radius_km is None else f"{area.radius_km:g}"
    writer.add("areas", {
        "area_id": area_id, "kind": area.kind, "side_id": area.side_id, "starts": area.starts,
        "ends": area.ends, "certainty": area.certainty, "radius_km": radius,
        "title": area.title.strip(), "account_ids": ";".join(area.accounts),
    })  # fmt: skip
    writer.cite("areas", area_id, source_id, area.source)
    line = _with_line(files, area_id, "", chains, is_ring(area.kind))
    return Together(area.title.strip(), (*writer.changes, line))


def write_line(
    files: Files, area_id: str, at: str, chains: Chains, closed: bool, source: NamedSource
) -> Together:
    """The change that says how an area ran from `at` on; empty: from its beginning.

    A statement for that moment gives way to this one, with its evidence. Raises `EditError`.
    """
    if lacks := lacks_of_line(chains, closed):
        raise EditError("; ".join(lacks))
    changes: list[Change] = [_with_line(files, area_id, at, chains, closed)]
    is_new = not any(is_of(one, area_id, at) for one in features_of(files)["features"])
    if is_new and not source.lacks:
        writer = ClaimWriter(files)
        writer.cite("areas", area_id, writer.source(source), source, field=at)
        changes = [*writer.changes, *changes]
    return Together(f"how {area_id} ran{f' from {at}' if at else ''}", tuple(changes))


def remove_line(files: Files, area_id: str, at: str) -> SetFile:
    """The change that takes a statement of how an area ran away; raises `EditError`."""
    collection = features_of(files)
    left = [one for one in collection["features"] if not is_of(one, area_id, at)]
    if len(left) == len(collection["features"]):
        raise EditError(f"{FILE} has no line of {area_id} for {at or 'its beginning'}")
    return SetFile(FILE, to_text({**collection, "features": left}))


def _with_line(files: Files, area_id: str, at: str, chains: Chains, closed: bool) -> SetFile:
    collection = features_of(files)
    features: list[Any] = list(collection["features"])
    geometry = _geometry(chains, closed)
    place = next((n for n, one in enumerate(features) if is_of(one, area_id, at)), None)
    if place is None:
        properties = {"area_id": area_id, "at": at} if at else {"area_id": area_id}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    else:
        features[place] = {**features[place], "geometry": geometry}
    return SetFile(FILE, to_text({**collection, "features": features}))


def _geometry(chains: Chains, closed: bool) -> dict[str, Any]:
    lines = [[_position(point) for point in chain] for chain in chains]
    if not closed:
        return (
            {"type": "LineString", "coordinates": lines[0]} if len(lines) == 1
            else {"type": "MultiLineString", "coordinates": lines}
        )  # fmt: skip
    polygons = [[[*line, line[0]] for line in polygon] for polygon in _nested(chains, lines)]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _nested(rings: Chains, lines: list[list[list[float]]]) -> list[list[list[list[float]]]]:
    """Each ring that lies within no other, or within a hole, with the holes in it."""
    shapes = [Shape([ring], closed=True) for ring in rings]
    around = [
        {number for number, other in enumerate(shapes) if number != own and other.holds(ring[0])}
        for own, ring in enumerate(rings)
    ]
    return [
        [lines[own], *(
            lines[number] for number, within in enumerate(around)
            if own in within and len(within) == len(around[own]) + 1
        )]
        for own in range(len(rings)) if len(around[own]) % 2 == 0
    ]  # fmt: skip


def _position(point: Point) -> list[float]:
    lat, lon = point
    return [round(wrap(lon), 7), round(lat, 7)]
