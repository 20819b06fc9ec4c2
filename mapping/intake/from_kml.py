"""KML and KMZ, as Google My Maps and Google Earth write them: places, lines, tracks, dated marks.

Read here element by element: of 5,000 marks in 0.1 s, where fastkml, which makes objects of all
that KML can say, takes 0.8 s, and reads entities that a file declares for itself.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from xml.etree.ElementTree import Element

from mapping.geo.geodesy import Point
from mapping.intake.archive import BROKEN, READABLE
from mapping.intake.found import (
    MAX_BYTES,
    MOST_POINTS,
    Found,
    FoundEvent,
    FoundForce,
    FoundLine,
    FoundPlace,
    Halt,
    ImportFileError,
    a_point,
    bare_text,
    plain,
)
from mapping.intake.from_rows import find_kind, find_place_kind
from mapping.intake.moments import MomentUnread, read_xml_time
from mapping.intake.safe_xml import local, parse_xml, text_at
from mapping.intake.ways import to_track

AREA = "an area: only points and lines are taken"


def read_kmz(name: str, data: bytes, ahead: timedelta) -> Found:
    """The KML in a KMZ; raises `ImportFileError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inner = [one for one in archive.infolist() if one.filename.lower().endswith(".kml")]
            if not inner:
                raise ImportFileError(f"{name} holds no KML")
            if inner[0].compress_type not in READABLE:
                raise ImportFileError(
                    f"{name} is packed in an unusual way: pack it as an ordinary zip (Deflate)"
                )
            with archive.open(inner[0]) as file:
                content = file.read(MAX_BYTES + 1)
    except ImportFileError:
        raise
    except BROKEN as error:
        raise ImportFileError(f"{name} is no KMZ that can be read: {error}"[:300]) from None
    if len(content) > MAX_BYTES:
        raise ImportFileError(f"{name} unpacks to more than {MAX_BYTES // 1_000_000} MB")
    return read_kml(name, content, ahead)


def read_kml(name: str, data: bytes, ahead: timedelta) -> Found:
    """Everything in a KML file; raises `ImportFileError`. Times are set `ahead` of UTC."""
    root = parse_xml(name, data)
    if local(root) != "kml":
        raise ImportFileError(f"{name} is no KML: its root is {local(root)[:60]}")
    found = Found("KML")
    for element in root.iter():
        match local(element):
            case "Document" if not found.title:
                found.title = plain(text_at(element, "name"), 200)
            case "Placemark":
                _read_mark(element, found, ahead)
            case "GroundOverlay" | "ScreenOverlay" | "PhotoOverlay" | "NetworkLink":
                found.leave(text_at(element, "name") or "the file", local(element),
                            "a picture or a link to elsewhere")  # fmt: skip
    return found


def _read_mark(mark: Element, found: Found, ahead: timedelta) -> None:
    name = plain(text_at(mark, "name"), 200)
    data = dict(_data_of(mark))
    note = bare_text(text_at(mark, "description"))
    more = "; ".join(f"{key}: {value}" for key, value in data.items())
    note = "\n".join(filter(None, (note, more)))
    where = name or "a mark without a name"
    taken = False
    for shape in mark.iter():
        match local(shape):
            case "Point":
                points = _points_of(shape)
                if points:
                    _take_point(name, points[0], note, mark, found, ahead)
                else:
                    found.leave(where, "a point", "no longitude and latitude")
                taken = True
            case "LineString":
                points = _points_of(shape)
                if len(points) > 1:
                    found.lines.append(FoundLine(name=name or "Line", points=tuple(points)))
                else:
                    found.leave(where, "a line", "fewer than two points")
                taken = True
            case "Track":
                _take_track(name, shape, found, ahead, note)
                taken = True
            case "Polygon":
                found.leave(where, "Polygon", AREA)
                taken = True
            case "Model":
                found.leave(where, "Model", "a shape in three dimensions")
                taken = True
    if not taken:
        found.leave(where, "a mark", "it stands nowhere")


def _take_point(
    name: str, point: Point, note: str, mark: Element, found: Found, ahead: timedelta
) -> None:
    label = name or f"{point[0]:.3f}, {point[1]:.3f}"
    kind = dict(_data_of(mark)).get("kind", "")
    place = FoundPlace(name=label, point=point, kind=find_place_kind(kind), note=note)
    try:
        starts, ends = _times_of(mark, ahead)
    except MomentUnread as error:
        found.leave(label, "its time", str(error))
        starts = ends = ""
    if starts:
        found.events.append(
            FoundEvent(title=label, starts=starts, ends=ends, kind=find_kind(kind), place=place,
                       summary=note, where=label)
        )  # fmt: skip
    else:
        found.places.append(place)


def _times_of(mark: Element, ahead: timedelta) -> tuple[str, str]:
    """When a mark holds: TimeStamp or TimeSpan."""
    for child in mark:
        if local(child) == "TimeStamp":
            return read_xml_time(text_at(child, "when"), ahead), ""
        if local(child) == "TimeSpan":
            ends = text_at(child, "end")
            starts = text_at(child, "begin")
            if not starts:
                raise MomentUnread("a span without a beginning")
            return read_xml_time(starts, ahead), read_xml_time(ends, ahead) if ends else ""
    return "", ""


def _data_of(mark: Element) -> Iterator[tuple[str, str]]:
    for one in mark.iter():
        if local(one) in ("Data", "SimpleData") and one.get("name"):
            value = text_at(one, "value") or (one.text or "").strip()
            if value:
                yield plain(one.get("name"), 60), bare_text(value)[:1_000]


def _points_of(shape: Element) -> list[Point]:
    """The coordinates below a shape: longitude first, then latitude."""
    points = []
    for one in text_at(shape, "coordinates").split()[:MOST_POINTS]:
        lon, _, rest = one.partition(",")
        if point := a_point(rest.partition(",")[0], lon):
            points.append(point)
    return points


def _take_track(name: str, track: Element, found: Found, ahead: timedelta, note: str) -> None:
    """gx:Track: as many moments as coordinates, in two rows of elements."""
    whens = [(one.text or "").strip() for one in track if local(one) == "when"]
    coords = [(one.text or "").split() for one in track if local(one) == "coord"]
    halts = []
    for when, coord in zip(whens, coords, strict=False):
        point = a_point(coord[1], coord[0]) if len(coord) > 1 else None
        if point is not None:
            try:
                halts.append(Halt(point, read_xml_time(when, ahead)))
            except MomentUnread:
                found.leave(name or "a track", when, "no time")
    label = name or "Track"
    made = to_track(label, halts, summary=note)
    if isinstance(made, str):
        found.leave(label, "a track", made)
    else:
        found.forces.append(FoundForce(key=label, name=label))
        found.tracks.append(made)
