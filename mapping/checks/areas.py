"""Rules about fronts and areas: their lines, each other, and who held what and stood where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from mapping.checks.report import report, suggest
from mapping.format.campaign import Campaign, Outline
from mapping.format.gregorian import Day
from mapping.format.kinds import claim_kind
from mapping.format.problems import Problem, Severity
from mapping.format.tables import Area, Control, Force, Place
from mapping.geo.geodesy import Point, wrap
from mapping.geo.plane import Shape, crossing_of, overlap_of
from mapping.telling.once import once
from mapping.telling.timeline import (
    AreaState,
    DayState,
    ForceState,
    area_span,
    day_states,
    outline_spans,
)

FILE = "areas.geojson"
NEAR_KM = 0.05
"""What two areas share by less than this is how their edges were drawn."""
STANDS_KM = 0.5
"""A force that came less far than this on a day stood there."""
MOST_COMPARED = 300
"""So many pairs of outlines of two sides are laid over each other, no more."""


def check_outlines_known(campaign: Campaign) -> Iterator[Problem]:
    """Every line of areas.geojson belongs to an area."""
    for area_id, outlines in campaign.outlines.items():
        if area_id not in campaign.areas:
            yield _problem(
                "outline-area", "error", outlines[0], "areas.csv has no such area", area_id,
                "an id of areas.csv",
                suggest(area_id, campaign.areas, "add the area to areas.csv, or remove the line"),
            )  # fmt: skip


def check_outlines_given(campaign: Campaign) -> Iterator[Problem]:
    """Every area has a line, from its beginning on."""
    for row in campaign.areas.values():
        spans = [span for _, span in outline_spans(campaign)[row.area_id]]
        if not spans:
            yield report(
                "no-outline", "warning", row, "area_id", "no line of it: it is never drawn",
                row.area_id, f"a feature of {FILE} with this area_id, for a moment of its time",
                f"add its line to {FILE}",
            )  # fmt: skip
        elif spans[0].first > max(area_span(campaign, row).first, 0.0):
            first = campaign.outlines[row.area_id][0].at
            yield report(
                "late-outline", "warning", row, "starts",
                "it begins before its first line: until then it is not drawn", row.starts.text,
                f"a beginning at {first.text if first else ''}, or a line without at",
                "correct starts, or add how it ran then",
            )  # fmt: skip


def check_outlines_hold(campaign: Campaign) -> Iterator[Problem]:
    """Every line holds at some moment of its area's time and of the campaign's."""
    length = len(campaign.calendar)
    for area_id, row in campaign.areas.items():
        holds = {
            outline.number
            for outline, span in outline_spans(campaign)[area_id]
            if span.last > 0 and span.first < length
        }
        for outline in campaign.outlines.get(area_id, ()):
            if outline.number not in holds and outline.at:
                yield _problem(
                    "outline-outside", "warning", outline,
                    f"the line of {area_id} is never drawn: outside its time, or the campaign's",
                    outline.at.text, f"a moment from {row.starts.text} to "
                    f"{row.ends.text if row.ends else campaign.last_day}",
                    "correct at, or the area's starts and ends",
                )  # fmt: skip


def check_rings(campaign: Campaign) -> Iterator[Problem]:
    """A ring ends where it begins, no line crosses itself, and what holds places is an area."""
    for outline in _outlines(campaign):
        when = _say_at(outline)
        if outline.unclosed:
            yield _problem(
                "open-ring", "warning", outline,
                f"a ring of {outline.area_id}{when} does not end where it begins: drawn closed",
                "", "the first point once more at the end", "close the ring",
            )  # fmt: skip
        row = campaign.areas.get(outline.area_id)
        if row and claim_kind(row.kind).inside and not outline.closed:
            yield _problem(
                "no-ring", "warning", outline,
                f"{outline.area_id}{when} is {row.kind} and only a line: nothing lies within",
                row.kind, "a Polygon or MultiPolygon",
                "draw it as an area, or call it a front line",
            )  # fmt: skip
        if crossing := crossing_of(_shape(campaign, outline.number)):
            yield _problem(
                "crossing-edges", "warning", outline,
                f"the line of {outline.area_id}{when} crosses itself at {_say(crossing)}", "",
                "edges that only meet at their ends", "correct the order of its points",
            )  # fmt: skip


def check_sides_apart(campaign: Campaign) -> Iterator[Problem]:
    """No ground is held by two sides at once, farther in than their lines may be off."""
    compared: dict[tuple[int, int], tuple[float, Point] | None] = {}
    told: set[tuple[str, str]] = set()
    for evening in _evenings(campaign):
        held = [one for one in evening.areas if _holder(one.area) and one.outline.closed]
        for number, one in enumerate(held):
            for other in held[:number]:
                pair = (other.area.area_id, one.area.area_id)
                if pair in told or other.area.side_id == one.area.side_id:
                    continue
                key = (other.outline.number, one.outline.number)
                if key not in compared and len(compared) < MOST_COMPARED:
                    beyond = _off(other.area) + _off(one.area) + NEAR_KM
                    shapes = [_shape(campaign, outline) for outline in key]
                    compared[key] = overlap_of(shapes[0], shapes[1], beyond)
                if found := compared.get(key):
                    told.add(pair)
                    yield report(
                        "areas-overlap", "warning", one.area, "area_id",
                        f"on {evening.day} it lies {found[0]:.1f} km within {other.area.area_id} "
                        f"of {other.area.side_id} (row {other.area.row}), at {_say(found[1])}",
                        one.area.area_id, "areas of two sides that only touch",
                        "correct one of the lines, widen radius_km, or give one of the two to "
                        "another account",
                    )  # fmt: skip


def check_control_agrees(campaign: Campaign) -> Iterator[Problem]:
    """No place surely held by one side lies within the area of another on that day."""
    for day, one, area, depth in _wrongly_placed(campaign, _held):
        assert isinstance(one.row, Control)
        yield report(
            "area-control", "warning", one.row, "side_id",
            f"on {day} {one.row.place_id} lies {depth:.1f} km {_say_within(campaign, area)}",
            one.side_id, "a place on its own side's ground",
            "correct this row or the line of that day, or give one of the two to another account",
        )  # fmt: skip


def check_forces_agree(campaign: Campaign) -> Iterator[Problem]:
    """No force stands a whole day within the area of another side."""
    for day, one, area, depth in _wrongly_placed(campaign, _standing):
        yield report(
            "area-force", "warning", area, "area_id",
            f"on {day} {one.row.row_id} of {one.side_id} stands {depth:.1f} km "
            f"{_say_within(campaign, area)}",
            area.area_id, "forces that stand on their own side's ground",
            "correct the line of that day or where the force is; if it was there, let the line "
            "say so",
        )  # fmt: skip


class _Placed(NamedTuple):
    """What is of a side at a point on a day, by its row, and how far off the point may be."""

    row: Control | Force
    side_id: str
    point: Point
    off_km: float


def _held(campaign: Campaign, day: DayState) -> Iterator[_Placed]:
    """The places that somebody surely holds."""
    for state in day.control:
        place = campaign.places[state.place_id]
        for row, (_, sure) in zip(state.rows, state.holders, strict=True):
            if sure and row.certainty != "uncertain" and row.side_id and place.point:
                yield _Placed(row, row.side_id, place.point, _off(place))


def _standing(campaign: Campaign, day: DayState) -> Iterator[_Placed]:
    """The forces that stood where they are for the whole day."""
    for one in filter(_stands, day.forces):
        place = campaign.places.get(one.position.place_id)
        yield _Placed(one.force, one.force.side_id, one.position.point, _off(place))


def _wrongly_placed(
    campaign: Campaign, placed: Callable[[Campaign, DayState], Iterator[_Placed]]
) -> Iterator[tuple[Day, _Placed, Area, float]]:
    """What lies within an area in which it has no place, and how many km: each pair once."""
    told: set[tuple[str, str]] = set()
    days = (day for account_id in campaign.accounts for day in day_states(campaign, account_id))
    for day in (day for day in days if day.areas):
        for one, state in product(placed(campaign, day), day.areas):
            pair = (one.row.row_id, state.area.area_id)
            depth = None if pair in told else _wrongly_in(campaign, state, one.side_id, one.point)
            if depth is not None and depth > _off(state.area) + one.off_km:
                told.add(pair)
                yield day.day, one, state.area, depth


# --- what these rules have in common -------------------------------------------------------


def _problem(
    rule: str, severity: Severity, outline: Outline, message: str, found: str, expected: str,
    mend: str,
) -> Problem:  # fmt: skip
    """A problem in a feature of areas.geojson, by its place in the file."""
    return Problem(
        rule=rule, severity=severity, file=FILE, message=f"feature {outline.number}: {message}",
        found=found, expected=expected, mend=mend,
    )  # fmt: skip


def _say_at(outline: Outline) -> str:
    return f" for {outline.at.text}" if outline.at else ""


def _say(point: Point) -> str:
    lat, lon = point
    return f"{lat:.4f}, {wrap(lon):.4f}"


def _outlines(campaign: Campaign) -> Iterator[Outline]:
    for outlines in campaign.outlines.values():
        yield from outlines


@once
def _shapes(campaign: Campaign) -> dict[int, Shape]:
    """The shape of every outline, by its number in the file."""
    return {one.number: Shape(one.chains, one.closed) for one in _outlines(campaign)}


def _shape(campaign: Campaign, number: int) -> Shape:
    return _shapes(campaign)[number]


class _Evening(NamedTuple):
    """The areas of an account at a day's end."""

    areas: tuple[AreaState, ...]
    day: str


def _evenings(campaign: Campaign) -> Iterator[_Evening]:
    for account_id in campaign.accounts:
        for state in day_states(campaign, account_id):
            yield _Evening(tuple(one for one in state.areas if one.sure), state.day.isoformat())


def _holder(row: Area) -> str:
    """The side whose own ground an area is; empty for all others."""
    return row.side_id if claim_kind(row.kind).inside == "own" else ""


def _off(row: Area | Place | None) -> float:
    """How far off a line or a point may be."""
    return (row.radius_km or 0.0) if row else 0.0


def _stands(one: ForceState) -> bool:
    """Whether a row puts a force where it is on this day, and it did not come from elsewhere."""
    return one.is_known and (one.km_today is None or one.km_today < STANDS_KM)


def _wrongly_in(campaign: Campaign, area: AreaState, side_id: str, point: Point) -> float | None:
    """How deep within an area a point of a side lies that has no place there; None otherwise."""
    inside, owner = claim_kind(area.area.kind).inside, area.area.side_id
    belongs = (side_id == owner) == (inside == "own")
    if not inside or not owner or belongs or not area.sure or not area.outline.closed:
        return None
    shape = _shape(campaign, area.outline.number)
    return shape.edge_km(point) if shape.holds(point) else None


def _say_within(campaign: Campaign, row: Area) -> str:
    side = campaign.sides[row.side_id].name
    if claim_kind(row.kind).inside == "own":
        return f"within {row.area_id}, which {side} holds"
    return f"within {row.area_id}, which {side} surrounds"
