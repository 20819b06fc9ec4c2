"""GeoJSON (RFC 7946) and Linked Places, which is GeoJSON with names, types and times of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mapping.geo.geodesy import Point
from mapping.intake.column_guess import guess_layout
from mapping.intake.found import (
    MOST_TAKEN,
    Found,
    FoundLine,
    FoundPlace,
    ImportFileError,
    a_point,
    plain,
)
from mapping.intake.from_rows import Sheet, find_place_kind, read_rows
from mapping.intake.moments import Order

LAT, LON = "lat of the point", "lon of the point"
MOST_ALTERNATIVES = 20


def read_geojson(
    content: Mapping[str, Any], columns: Mapping[str, str] = {}, order: Order = ""
) -> Found:
    """The points of a GeoJSON as places, or as events where a property is a day; its lines.

    Raises `ImportFileError`.
    """
    features = content.get("features") if content.get("type") != "Feature" else [content]
    if not isinstance(features, list):
        raise ImportFileError("no features: expected a FeatureCollection (RFC 7946)")
    if len(features) > MOST_TAKEN:
        raise ImportFileError(
            f"{len(features):,} features; at most {MOST_TAKEN:,} are taken: split the file"
        )
    if "linked" in str(content.get("@context", "")).lower():
        return _read_linked(features)
    found = Found("GeoJSON")
    rows = []
    for number, feature in enumerate(features, 1):
        where = f"feature {number}"
        kind, points = _shape_of(feature)
        properties = feature.get("properties") if isinstance(feature, dict) else None
        properties = properties if isinstance(properties, dict) else {}
        cells = {plain(k, 200): _cell(v) for k, v in properties.items()}
        if kind == "Point" and points:
            rows.append((where, {**cells, LAT: repr(points[0][0]), LON: repr(points[0][1])}))
        elif kind == "LineString" and len(points) > 1:
            name = cells.get("name") or cells.get("title") or where
            found.lines.append(FoundLine(name=plain(name, 200), points=tuple(points)))
        elif kind == "nothing" and cells:
            rows.append((where, cells))
        else:
            reason = f"{kind}: only points and lines of at least two points are taken"
            found.leave(where, cells.get("name", "a feature"), reason)
    if rows:
        _add_rows(rows, columns, order, found)
    return found


def _add_rows(
    rows: list[tuple[str, dict[str, str]]], columns: Mapping[str, str], order: Order, found: Found
) -> None:
    headings = list(dict.fromkeys(name for _, row in rows for name in row))
    guessed = guess_layout([one for one in headings if one not in (LAT, LON)], columns).roles
    if "day" not in guessed and not {"title", "place"} & set(guessed):
        for where, row in rows:
            row["name"] = f"{where} ({row.get(LAT, '')[:7]} {row.get(LON, '')[:7]})"
        headings.append("name")
    given = {"lat": LAT, "lon": LON, **columns}
    given = {role: name for role, name in given.items() if name in headings}
    read = read_rows(Sheet(headings, rows), "GeoJSON", given, order)
    found.places += read.places
    found.events += read.events
    found.left += read.left
    found.notes += read.notes


def _shape_of(feature: Any) -> tuple[str, list[Point]]:
    """The type of a feature's geometry, and its points; a collection's first shape."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        return "nothing", []
    inner = geometry.get("geometries")
    if isinstance(inner, list) and inner and isinstance(inner[0], dict):
        geometry = inner[0]
    kind, coordinates = str(geometry.get("type", "nothing"))[:40], geometry.get("coordinates")
    if kind == "MultiPoint" or (kind == "MultiLineString" and isinstance(coordinates, list)):
        one = coordinates[:1] if isinstance(coordinates, list) else []
        if len(coordinates or []) != 1 or not one:
            return f"{kind} of several parts", []
        kind, coordinates = kind.removeprefix("Multi"), one[0]
    if not isinstance(coordinates, list):
        return kind, []
    pairs = [coordinates] if kind == "Point" else coordinates
    points = [_point(pair) for pair in pairs]
    return (kind, [one for one in points if one]) if all(points) else (f"{kind} off the globe", [])


def _point(pair: Any) -> Point | None:
    if not isinstance(pair, list) or len(pair) < 2:
        return None
    return a_point(pair[1], pair[0])


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_cell, value[:MOST_ALTERNATIVES]))
    return "" if value is None or isinstance(value, dict) else str(value)


def _read_linked(features: list[Any]) -> Found:
    """Linked Places: each feature is a place with names, types and links; its times are left."""
    found = Found("Linked Places")
    for number, feature in enumerate(features, 1):
        feature = feature if isinstance(feature, dict) else {}
        properties = feature.get("properties")
        names = [one for one in _texts(feature.get("names"), "toponym") if one]
        title = _cell(properties.get("title")) if isinstance(properties, dict) else ""
        name = plain(title or (names or [""])[0], 200)
        where = f"feature {number}"
        if not name:
            found.leave(where, "a place", "it has no title")
            continue
        kind, points = _shape_of(feature)
        if kind != "Point" and kind != "nothing":
            found.leave(where, name, f"{kind}: only its name is taken")
        types = _texts(feature.get("types"), "label") + _texts(feature.get("types"), "sourceLabel")
        if feature.get("when"):
            found.leave(where, f"when {name} was so called", "places have no time here")
        found.places.append(
            FoundPlace(
                name=name, point=points[0] if kind == "Point" and points else None,
                kind=find_place_kind(";".join(types)), found_id=plain(feature.get("@id", ""), 200),
                other_names=tuple(plain(one, 200).replace(";", ",") for one in names
                                  if plain(one, 200) != name),
                note="\n".join(_texts(feature.get("descriptions"), "value")),
            )
        )  # fmt: skip
    return found


def _texts(value: Any, key: str) -> list[str]:
    entries = value[:MOST_ALTERNATIVES] if isinstance(value, list) else []
    return [str(one[key]) for one in entries if isinstance(one, dict) and one.get(key)]
