"""The placemarks of the KML file: what stood and happened, with time, style and description."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from mapping.drawing.drawn import way_between
from mapping.export.claim_text import (
    drawn_points,
    passages_of,
    say_doubt,
    span_in_export,
    spoken_values,
)
from mapping.export.iso_times import say_span, to_xml_time
from mapping.export.kml_text import Lines, block, coordinates, corners, flag, leaf
from mapping.export.lines import cut_circles, cut_line, cut_rings, to_position
from mapping.format.campaign import Campaign, Outline, Told
from mapping.format.schema import row_name
from mapping.format.tables import Area, Control, Event, Force, Movement, Place
from mapping.geo.geodesy import Point
from mapping.telling.citation import say_source
from mapping.telling.narrate import say_account, say_holding, say_when
from mapping.telling.outcomes import claim_outcomes, claims_of
from mapping.telling.timeline import (
    Fix,
    ForceState,
    Leg,
    Span,
    control_spans,
    day_states,
    legs_of,
    outline_spans,
    reach_on,
)
from mapping.telling.whereabouts import say_force

WIDTHS = {"certain": 5.0, "less-certain": 3.5, "uncertain": 2.0, "not-actual": 1.0}
"""The width of a line by how sure it is; `not-actual` is what was planned or is alleged."""
AREA = "area"
MOST_KM = 2_000.0
"""A larger circle of doubt says nothing on a map."""
MOST_AT_ONCE = 500
"""The circles of so many places are computed together."""


class Mark(NamedTuple):
    """What becomes a placemark, with the day (-1 before the first, one past the last) and side
    it belongs to: a row or a force, when it was, and its points, single ones or those of a line.

    `sureness` is that of the drawing, where it is another than that of the row. An area has the
    outline that holds then.
    """

    day: int
    side_id: str
    what: Told | ForceState
    span: Span
    points: tuple[Point, ...]
    is_line: bool = False
    sureness: str = ""
    outline: Outline | None = None


def style_name(side_id: str, sureness: str) -> str:
    """The id of a style."""
    return f"side-{side_id}-{sureness}" if side_id else f"no-side-{sureness}"


def marks_of(campaign: Campaign, account_id: str) -> Iterator[Mark]:
    """All marks of an account."""
    for leg in legs_of(campaign, account_id):
        yield from _movement_marks(campaign, leg)
    for event in campaign.told_by(account_id, campaign.events):
        yield from _event_marks(campaign, account_id, event)
    for row, span in control_spans(campaign, account_id):
        if point := campaign.places[row.place_id].point:
            yield Mark(_day_of(campaign, span), row.side_id, row, span, (point,))
    for area in campaign.told_by(account_id, campaign.areas):
        for outline, span in outline_spans(campaign)[area.area_id]:
            first, points = _day_of(campaign, span), outline.chains[0]
            yield Mark(first, area.side_id, area, span, points, outline=outline)
    for day in day_states(campaign, account_id):
        span = Span(day.number, day.number, day.number + 1, day.number + 1)
        for force in day.forces:
            if force.presence != "left":
                point = force.position.point
                yield Mark(day.number, force.force.side_id, force, span, (point,))


def placemark(campaign: Campaign, account_id: str, mark: Mark, is_shown: bool) -> Lines:
    """A mark as an element."""
    if isinstance(mark.what, ForceState):
        return _force_placemark(campaign, account_id, mark, mark.what, is_shown)
    return _claim_placemark(campaign, account_id, mark, mark.what, is_shown)


# --- movements, events, control -----------------------------------------------------------


def _movement_marks(campaign: Campaign, leg: Leg) -> Iterator[Mark]:
    row = leg.movement
    force = campaign.forces[row.force_id]
    side = force.side_id
    if leg.animated and len(leg.fixes) > 1:
        for part in _day_parts(campaign, force, leg):
            sureness = "uncertain" if part.is_stretch else ""
            day = _day_of(campaign, part.span)
            yield Mark(day, side, row, part.span, part.points, True, sureness)
    elif len({fix.point for fix in leg.fixes}) > 1:
        points = tuple(fix.point for fix in leg.fixes)
        yield Mark(_day_of(campaign, leg.span), side, row, leg.span, points, True)


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
    day = _day_of(campaign, span)
    number = min(max(day, 0), len(campaign.calendar) - 1)
    points = drawn_points(campaign, account_id)[number].get(row.event_id, ())
    points = points or tuple(
        point for name in row.place_ids if (point := campaign.places[name].point)
    )
    if points:
        yield Mark(day, side, row, span, points)


def _claim_placemark(
    campaign: Campaign, account_id: str, mark: Mark, row: Told, is_shown: bool
) -> Lines:
    title = say_holding(campaign, row) if isinstance(row, Control) else row.title
    doubt, when = say_doubt(campaign, row), say_when(campaign, row)
    not_actual = isinstance(row, Movement) and row.mode != "actual"
    sureness = "not-actual" if not_actual else mark.sureness or row.certainty
    values = {
        "id": row_name(row), "account": account_id, "side": mark.side_id,
        "kind": "control" if isinstance(row, Control) else row.kind,
        "certainty": row.certainty, "doubt": doubt, "when": when,
        "drawn": claim_outcomes(campaign, account_id)[row_name(row)][0],
        "stated_at": mark.outline.at.text if mark.outline and mark.outline.at else "",
        "radius_km": f"{row.radius_km:g}" if isinstance(row, Area) and row.radius_km else "",
        **spoken_values(campaign, row, mark.side_id),
    }  # fmt: skip
    return block(
        "Placemark",
        leaf("name", f"{title} ({doubt})" if doubt else title),
        flag("visibility", is_shown),
        leaf("description", _describe(campaign, account_id, row, doubt, when)),
        _time_span(campaign, mark.span),
        leaf("styleUrl", f"#{style_name(mark.side_id, sureness)}"),
        _data(values),
        _geometry(mark),
    )


def _geometry(mark: Mark) -> Lines:
    if mark.outline is None:
        return _line(mark.points) if mark.is_line else _points(mark.points)
    if not mark.outline.closed:
        lines = [_line(chain) for chain in mark.outline.chains]
        return lines[0] if len(lines) == 1 else block("MultiGeometry", *lines)
    polygons = [
        block("Polygon", *(
            block("innerBoundaryIs" if number else "outerBoundaryIs",
                  block("LinearRing", coordinates(ring)))
            for number, ring in enumerate(rings)
        ))
        for rings in cut_rings(mark.outline.chains)
    ]  # fmt: skip
    return polygons[0] if len(polygons) == 1 else block("MultiGeometry", *polygons)


def unplaced_marks(campaign: Campaign, account_id: str, drawn: set[str]) -> Iterator[Mark]:
    """The claims of an account that no mark draws, so that its file lists them all the same.

    `drawn` are the rows (`table/id`) that have a mark.
    """
    for row in claims_of(campaign, account_id):
        if row_name(row) not in drawn:
            side = row.side_id if isinstance(row, Area) else ""
            side = campaign.forces[row.force_id].side_id if isinstance(row, Movement) else side
            yield Mark(0, side, row, span_in_export(campaign, row), ())


def _day_of(campaign: Campaign, span: Span) -> int:
    """The first day on which something may have been."""
    if span.last <= 0:
        return -1
    length = len(campaign.calendar)
    first = math.floor(min(max(span.first, 0), length))
    return next((number for number in range(first, length) if span.touches(number)), length)


def _describe(campaign: Campaign, account_id: str, row: Told, doubt: str, when: str) -> str:
    """What a balloon shows: HTML in which every text of the campaign is escaped."""
    summary = "" if isinstance(row, Control) else row.summary
    whose = say_account(campaign.accounts[account_id])
    outcome, where = claim_outcomes(campaign, account_id)[row_name(row)]
    left_out = f"{where[:1].upper()}{where[1:]}." if outcome != "drawn" else ""
    words = (when, summary, doubt, left_out, whose)
    said = "".join(f"<p>{escape(text)}</p>" for text in words if text)
    return said + _list_passages(campaign, row) + _list_media(campaign, row)


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


def _list_media(campaign: Campaign, row: Told) -> str:
    """What pictures and documents there are, in words, with a link where one is given.

    A KML file holds no pictures; those of the folder are in the data package.
    """
    items = []
    for one in campaign.media.values():
        if row_name(row) in one.row_ids:
            label = escape(one.title)
            link = f'<a href="{escape(one.url)}">{label}</a>' if one.url else label
            rest = "; ".join((one.kind, one.alt, one.credit, one.licence))
            items.append(f"<li>{link}: {escape(rest)}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


# --- forces and places ---------------------------------------------------------------------


def _force_placemark(
    campaign: Campaign, account_id: str, mark: Mark, one: ForceState, is_shown: bool
) -> Lines:
    force = one.force
    sureness = "certain" if one.presence == "present" else "uncertain"
    words = say_force(campaign, account_id, one)
    return block(
        "Placemark",
        leaf("name", force.label),
        flag("visibility", is_shown),
        leaf("description", "".join(f"<p>{escape(text)}</p>" for text in (force.name, words))),
        _time_span(campaign, mark.span),
        leaf("styleUrl", f"#{style_name(force.side_id, sureness)}"),
        _data({
            "id": f"forces/{force.force_id}", "account": account_id, "side": force.side_id,
            "presence": one.presence, "interpolated": "yes" if one.position.interpolated else "no",
            **spoken_values(campaign, None, force.side_id, force.force_id),
        }),
        _points(mark.points),
    )  # fmt: skip


def place_marks(campaign: Campaign) -> Iterator[Lines]:
    """Every place that has a point: the point, the area of doubt, and its extent."""
    places = [place for place in campaign.places.values() if place.point]
    when = _time_span(campaign, Span(0, 0, days := len(campaign.calendar), days))
    for first in range(0, len(places), MOST_AT_ONCE):
        some = places[first : first + MOST_AT_ONCE]
        for place, rings in zip(some, _rings_around(some), strict=True):
            yield _place_mark(campaign, place, rings, when)


def _place_mark(campaign: Campaign, place: Place, rings: Lines, when: Lines) -> Lines:
    assert place.point
    words = [place.native_name, *_say_circles(place), place.certainty, place.note]
    return block(
        "Placemark",
        leaf("name", place.name),
        leaf("description", "".join(f"<p>{escape(text)}</p>" for text in words if text)),
        when,
        leaf("styleUrl", f"#{AREA}"),
        _data({
            "id": f"places/{place.place_id}", "kind": place.kind,
            "certainty": place.certainty, "found_by": place.found_by,
            **spoken_values(campaign, place),
        }),
        block("MultiGeometry", _points([place.point]), rings),
    )  # fmt: skip


def _say_circles(place: Place) -> list[str]:
    words = [f"The point may be off by {place.radius_km:g} km."] if place.radius_km else []
    return words + ([f"Its radius is about {place.extent_km:g} km."] if place.extent_km else [])


def _rings_around(places: Sequence[Place]) -> list[Lines]:
    """For each of some places the rings of its doubt and of its extent."""
    wanted = [
        (number, place.point, radius_km)
        for number, place in enumerate(places)
        for radius_km in (place.radius_km, place.extent_km)
        if radius_km and radius_km <= MOST_KM and place.point
    ]
    circles = cut_circles([point for _, point, _ in wanted], [km for _, _, km in wanted])
    rings: list[Lines] = [[] for _ in places]
    for (number, _, _), parts in zip(wanted, circles, strict=True):
        for ring in parts:
            edge = block("outerBoundaryIs", block("LinearRing", corners(ring)))
            rings[number] += block("Polygon", edge)
    return rings


WHOLE_DAY = ("T00:00:00", "T23:59:59")
"""How a whole day begins and ends."""


# --- parts of a placemark ------------------------------------------------------------------


def _time_span(campaign: Campaign, span: Span) -> Lines:
    """When something was; where no hour is known in whole days, which no zone can shift."""
    begin, end = (
        to_xml_time(edge).removesuffix(hour) if edge else ""
        for edge, hour in zip(say_span(campaign.origin, span), WHOLE_DAY, strict=True)
    )
    return block("TimeSpan", leaf("begin", begin), leaf("end", end))


def _data(values: dict[str, str]) -> Lines:
    return block("ExtendedData", *(
        block("Data", leaf("value", value), key="name", name=name)
        for name, value in values.items()
        if value
    ))  # fmt: skip


def _points(points: Sequence[Point]) -> Lines:
    made = [block("Point", coordinates([to_position(*point)])) for point in points]
    if not made:
        return []
    return made[0] if len(made) == 1 else block("MultiGeometry", *made)


def _line(points: Sequence[Point]) -> Lines:
    parts = [
        [to_position(one.lat, one.lon) for one in part]
        for part in cut_line(Fix(0.0, *point, 0.0) for point in points)
    ]
    if len(parts[0]) == 1:
        return block("Point", coordinates(parts[0]))
    lines = [block("LineString", flag("tessellate", True), coordinates(part)) for part in parts]
    return lines[0] if len(lines) == 1 else block("MultiGeometry", *lines)
