"""The placemarks of the KML file: what stood and happened, with time, style and description."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

import pygeoif
from fastkml.data import Data, ExtendedData
from fastkml.features import Placemark
from fastkml.geometry import LineString, MultiGeometry, Point, Polygon
from fastkml.styles import StyleUrl
from fastkml.times import KmlDateTime, TimeSpan

from mapping.drawing.drawn import way_between
from mapping.export.claim_text import passages_of, say_doubt, span_in_export
from mapping.export.iso_times import say_span
from mapping.export.lines import cut_line, cut_ring, to_position
from mapping.format.campaign import Campaign, Told
from mapping.format.tables import Control, Event, Force, Movement, Place
from mapping.geo.geodesy import circle_around
from mapping.telling.citation import say_source
from mapping.telling.narrate import say_account, say_holding, say_when
from mapping.telling.timeline import (
    Fix,
    ForceState,
    Leg,
    Span,
    control_spans,
    day_states,
    legs_of,
    reach_on,
)
from mapping.telling.whereabouts import say_force

WIDTHS = {"certain": 5.0, "less-certain": 3.5, "uncertain": 2.0, "not-actual": 1.0}
"""The width of a line by how sure it is; `not-actual` is what was planned or is alleged."""
AREA = "area"
MOST_KM = 2_000.0
"""A larger circle of doubt says nothing on a map."""
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Mark(NamedTuple):
    """A placemark with the day (-1 before the first, one past the last) and side it belongs to."""

    day: int
    side_id: str
    placemark: Placemark


def clean(text: str) -> str:
    """A text without the few characters that XML 1.0 cannot hold."""
    return NOT_XML.sub("", text)


def style_name(side_id: str, sureness: str) -> str:
    """The id of a style."""
    return f"side-{side_id}-{sureness}" if side_id else f"no-side-{sureness}"


def marks_of(campaign: Campaign, account_id: str) -> Iterator[Mark]:
    """All marks of an account."""
    for leg in legs_of(campaign, account_id):
        yield from _movement_marks(campaign, account_id, leg)
    for event in campaign.told_by(account_id, campaign.events):
        yield from _event_marks(campaign, account_id, event)
    for row, span in control_spans(campaign, account_id):
        if point := campaign.places[row.place_id].point:
            geometry = _points([point])
            yield _claim_mark(campaign, account_id, row, row.side_id, span, geometry)
    for day in day_states(campaign, account_id):
        for force in day.forces:
            if force.presence != "left":
                yield _force_mark(campaign, account_id, day.number, force)


# --- movements, events, control -----------------------------------------------------------


def _movement_marks(campaign: Campaign, account_id: str, leg: Leg) -> Iterator[Mark]:
    force = campaign.forces[leg.movement.force_id]
    side = force.side_id
    if leg.animated and len(leg.fixes) > 1:
        for part in _day_parts(campaign, force, leg):
            sureness = "uncertain" if part.is_stretch else ""
            geometry = _line([Fix(0.0, *point, 0.0) for point in part.points])
            yield _claim_mark(
                campaign, account_id, leg.movement, side, part.span, geometry, sureness
            )
    elif leg.fixes:
        geometry = _line(leg.fixes)
        yield _claim_mark(campaign, account_id, leg.movement, side, leg.span, geometry)


class _DayPart(NamedTuple):
    """A part of a way and when: what a day added for sure, or where the force may be on it."""

    points: tuple[tuple[float, float], ...]
    span: Span
    is_stretch: bool


def _day_parts(campaign: Campaign, force: Force, leg: Leg) -> Iterator[_DayPart]:
    """What was surely covered on each day, and the stretch ahead on which the force may be.

    What lies before the first day or after the last is one part.
    """
    first, last = leg.fixes[0].time, leg.fixes[-1].time
    nights = (float(number) for number in range(len(campaign.calendar) + 1))
    times = [first, *(night for night in nights if first < night < last), last]
    behind = 0.0
    for start, end in pairwise(times):
        least, most = reach_on(force, leg, math.ceil(end) - 1) if end < last else (leg.km, leg.km)
        if points := way_between(leg, behind, least):
            yield _DayPart(points, Span(start, start, end, end), False)
        if points := way_between(leg, least, most):
            yield _DayPart(points, Span(start, start, end, end), True)
        behind = max(behind, least)


def _event_marks(campaign: Campaign, account_id: str, row: Event) -> Iterator[Mark]:
    actors = row.by_force_ids or row.against_force_ids
    side = campaign.forces[actors[0]].side_id if actors else ""
    span = span_in_export(campaign, row)
    number = min(max(_day_of(campaign, span), 0), len(campaign.calendar) - 1)
    states = day_states(campaign, account_id)[number].events
    points = [point for one in states if one.event is row for point in one.points]
    points = points or [point for name in row.place_ids if (point := campaign.places[name].point)]
    if points:
        yield _claim_mark(campaign, account_id, row, side, span, _points(points))


def _claim_mark(
    campaign: Campaign, account_id: str, row: Told, side_id: str, span: Span, geometry: Any,
    sureness: str = "",
) -> Mark:  # fmt: skip
    """`sureness` of the drawing, where it is another than that of the row."""
    title = say_holding(campaign, row) if isinstance(row, Control) else row.title
    doubt = say_doubt(campaign, row)
    not_actual = isinstance(row, Movement) and row.mode != "actual"
    values = {
        "id": f"{row.table}/{row.row_id}", "account": account_id, "side": side_id,
        "kind": "control" if isinstance(row, Control) else row.kind,
        "certainty": row.certainty, "doubt": doubt, "when": say_when(campaign, row),
    }  # fmt: skip
    placemark = Placemark(
        name=clean(f"{title} ({doubt})" if doubt else title),
        description=clean(_describe(campaign, account_id, row, doubt)),
        times=_time_span(campaign, span),
        style_url=StyleUrl(
            url=f"#{style_name(side_id, 'not-actual' if not_actual else sureness or row.certainty)}"
        ),
        extended_data=_data(values),
        kml_geometry=geometry,
    )
    return Mark(_day_of(campaign, span), side_id, placemark)


def _day_of(campaign: Campaign, span: Span) -> int:
    """The first day on which something may have been."""
    if span.last <= 0:
        return -1
    days = range(len(campaign.calendar))
    return next((number for number in days if span.touches(number)), len(days))


def _describe(campaign: Campaign, account_id: str, row: Told, doubt: str) -> str:
    """What a balloon shows: HTML in which every text of the campaign is escaped."""
    summary = "" if isinstance(row, Control) else row.summary
    whose = say_account(campaign.accounts[account_id])
    words = (say_when(campaign, row), summary, doubt, whose)
    said = "".join(f"<p>{escape(text)}</p>" for text in words if text)
    return said + _list_passages(campaign, row)


def _list_passages(campaign: Campaign, row: Told) -> str:
    items = []
    for one in passages_of(campaign, row):
        source = campaign.sources[one.source_id]
        label = escape(say_source(source))
        link = f'<a href="{escape(source.url)}">{label}</a>' if source.url else label
        quoted = f"“{one.words}”" if one.words else ""
        rest = "; ".join(filter(None, (one.locator, quoted, one.stance, one.note)))
        items.append(f"<li>{link}: {escape(rest)}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


# --- forces and places ---------------------------------------------------------------------


def _force_mark(campaign: Campaign, account_id: str, number: int, one: ForceState) -> Mark:
    force = one.force
    sureness = "certain" if one.presence == "present" else "uncertain"
    words = say_force(campaign, account_id, one)
    placemark = Placemark(
        name=clean(force.label),
        description=clean("".join(f"<p>{escape(text)}</p>" for text in (force.name, words))),
        times=_time_span(campaign, Span(number, number, number + 1, number + 1)),
        style_url=StyleUrl(url=f"#{style_name(force.side_id, sureness)}"),
        extended_data=_data({
            "id": f"forces/{force.force_id}", "account": account_id, "side": force.side_id,
            "presence": one.presence, "interpolated": "yes" if one.position.interpolated else "no",
        }),
        kml_geometry=_points([one.position.point]),
    )  # fmt: skip
    return Mark(number, force.side_id, placemark)


def place_marks(campaign: Campaign) -> Iterator[Placemark]:
    """Every place that has a point: the point, the area of doubt, and its extent."""
    days = len(campaign.calendar)
    for place in campaign.places.values():
        if place.point:
            words = [place.native_name, *_say_circles(place), place.certainty, place.note]
            yield Placemark(
                name=clean(place.name),
                description=clean("".join(f"<p>{escape(text)}</p>" for text in words if text)),
                times=_time_span(campaign, Span(0, 0, days, days)),
                style_url=StyleUrl(url=f"#{AREA}"),
                extended_data=_data({
                    "id": f"places/{place.place_id}", "kind": place.kind,
                    "certainty": place.certainty, "found_by": place.found_by,
                }),
                kml_geometry=MultiGeometry(
                    kml_geometries=[_points([place.point]), *_circles(place)]
                ),
            )  # fmt: skip


def _say_circles(place: Place) -> list[str]:
    words = [f"The point may be off by {place.radius_km:g} km."] if place.radius_km else []
    return words + ([f"Its radius is about {place.extent_km:g} km."] if place.extent_km else [])


def _circles(place: Place) -> Iterator[Polygon]:
    for radius_km in (place.radius_km, place.extent_km):
        if radius_km and radius_km <= MOST_KM and place.point:
            for ring in cut_ring(circle_around(place.point, radius_km)):
                yield Polygon(geometry=pygeoif.Polygon([(lon, lat) for lon, lat in ring]))


# --- parts of a placemark ------------------------------------------------------------------


def _time_span(campaign: Campaign, span: Span) -> TimeSpan:
    begin, end = say_span(campaign.origin, span)
    return TimeSpan(begin=_to_time(begin), end=_to_time(end))


def _to_time(text: str | None) -> KmlDateTime | None:
    return KmlDateTime(datetime.fromisoformat(text)) if text else None


def _data(values: dict[str, str]) -> ExtendedData:
    return ExtendedData(
        elements=[Data(name=name, value=clean(value)) for name, value in values.items() if value]
    )


def _points(points: list[tuple[float, float]]) -> Point | MultiGeometry:
    made = [Point(geometry=pygeoif.Point(*_lon_lat(*point))) for point in points]
    return made[0] if len(made) == 1 else MultiGeometry(kml_geometries=made)


def _lon_lat(lat: float, lon: float) -> tuple[float, float]:
    east, north = to_position(lat, lon)
    return east, north


def _line(fixes: Sequence[Fix]) -> Any:
    parts = [[_lon_lat(one.lat, one.lon) for one in part] for part in cut_line(fixes)]
    if len(parts[0]) == 1:
        return Point(geometry=pygeoif.Point(*parts[0][0]))
    lines = [LineString(geometry=pygeoif.LineString(part), tessellate=True) for part in parts]
    return lines[0] if len(lines) == 1 else MultiGeometry(kml_geometries=lines)
