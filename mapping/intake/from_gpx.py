"""GPX: tracks with times as ways, tracks and routes without as lines, waypoints as places."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mapping.intake.found import (
    MOST_POINTS,
    Found,
    FoundForce,
    FoundLine,
    FoundPlace,
    Halt,
    ImportFileError,
    a_point,
    bare_text,
    plain,
)
from mapping.intake.from_rows import find_place_kind
from mapping.intake.moments import at_moment
from mapping.intake.safe_xml import local, parse_xml
from mapping.intake.ways import thin, to_track
from mapping.words.shell import install

POINTS = ("trkpt", "rtept", "wpt")


def read_gpx(name: str, data: bytes, ahead: timedelta) -> Found:
    """Everything in a GPX file; raises `ImportFileError`. Times are set `ahead` of UTC."""
    # Looked through beforehand: the reader itself takes any XML.
    root = parse_xml(name, data)
    points = sum(local(element) in POINTS for element in root.iter())
    if points > MOST_POINTS:
        raise ImportFileError(
            f"{name} has {points:,} points; at most {MOST_POINTS:,} are taken: split the file"
        )
    del root
    try:
        import gpxpy
        from gpxpy.gpx import GPXException
    except ModuleNotFoundError as error:
        raise ImportFileError(f"{error.name} is missing: {install('import')}") from None
    try:
        gpx = gpxpy.parse(data.decode("utf-8-sig"))
    except (GPXException, UnicodeDecodeError, ValueError) as error:
        raise ImportFileError(f"{name} is no GPX that can be read: {error}"[:300]) from None
    found = Found("GPX", title=plain(gpx.name or "", 200))
    forces: set[str] = set()
    for number, track in enumerate(gpx.tracks, 1):
        label = plain(track.name or f"Track {number}", 190)
        for part, segment in enumerate(track.segments, 1):
            several = len(track.segments) > 1
            _take_way(f"{label}, part {part}" if several else label, label, segment.points, found,
                      forces, ahead)  # fmt: skip
    for number, route in enumerate(gpx.routes, 1):
        label = plain(route.name or f"Route {number}", 200)
        _take_way(label, label, route.points, found, forces, ahead)
    for number, one in enumerate(gpx.waypoints, 1):
        label = plain(one.name or f"Waypoint {number}", 200)
        note = bare_text("\n".join(filter(None, (one.comment, one.description))))
        if point := a_point(one.latitude, one.longitude):
            kind = find_place_kind(one.type or "")
            found.places.append(FoundPlace(name=label, point=point, kind=kind, note=note))
        else:
            found.leave(label, "a waypoint", "no point on the globe")
    return found


def _take_way(
    label: str, force: str, points: Any, found: Found, forces: set[str], ahead: timedelta
) -> None:
    """A way with times as one of a force, of which `forces` are there; else a line."""
    halts = [
        Halt(point, at_moment(one.time, ahead) if one.time else "")
        for one in points
        if (point := a_point(one.latitude, one.longitude))
    ]
    made = to_track(label, halts, force=force)
    if not isinstance(made, str):
        if force not in forces:
            forces.add(force)
            found.forces.append(FoundForce(key=force, name=force))
        found.tracks.append(made)
    elif len(halts) > 1:
        if any(halt.at for halt in halts):
            found.leave(label, "its times", f"{made}: only its line is taken")
        found.lines.append(FoundLine(name=label, points=tuple(one.point for one in thin(halts))))
    else:
        found.leave(label, "a way", "fewer than two points")
