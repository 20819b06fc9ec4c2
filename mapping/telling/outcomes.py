"""Where each claim of an account is drawn, or why it is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from mapping.format.campaign import Campaign, Told
from mapping.format.schema import row_name
from mapping.format.tables import Area, Control, Event, Movement, Waypoint
from mapping.telling.narrate import say_holding, say_when
from mapping.telling.once import once
from mapping.telling.timeline import (
    Leg,
    Span,
    anchor_force,
    area_span,
    control_spans,
    day_states,
    legs_of,
    outline_spans,
    span_of,
)

Outcome = Literal["drawn", "in part", "not drawn"]
"""`in part`: something that the claim says is left out on the map, and `where` says what."""
OUTCOMES: tuple[Outcome, ...] = ("drawn", "in part", "not drawn")
"""By how much is left out."""


class Covered(NamedTuple):
    """One claim: its row (`table/id`), what and when, its passages, and what became of it."""

    row: str
    title: str
    when: str
    passages: tuple[str, ...]
    outcome: Outcome
    where: str


def claim_coverage(campaign: Campaign, account_id: str) -> list[Covered]:
    """Every movement, event, control row and area of an account, in the order of its days."""
    rows = sorted(claims_of(campaign, account_id), key=lambda row: _starts(row))
    return [_covered(campaign, account_id, row) for row in rows]


@once
def claim_outcomes(campaign: Campaign, account_id: str) -> dict[str, tuple[Outcome, str]]:
    """What becomes of each claim of an account, and where or why, by its row (`table/id`)."""
    return {
        row_name(row): _whereabouts(campaign, account_id, row)
        for row in claims_of(campaign, account_id)
    }


def claims_of(campaign: Campaign, account_id: str) -> list[Told]:
    """The movements, events, control rows and areas that an account tells, table by table."""
    return [
        *campaign.told_by(account_id, campaign.movements),
        *campaign.told_by(account_id, campaign.events),
        *campaign.told_by(account_id, campaign.control),
        *campaign.told_by(account_id, campaign.areas),
    ]


def percent_drawn(claims: Sequence[Covered]) -> int:
    """How many of a hundred claims are drawn whole: 100 only if each of them is."""
    drawn = sum(claim.outcome == "drawn" for claim in claims)
    return 100 * drawn // len(claims) if claims else 100


def _starts(row: Told) -> float:
    return (row.departs if isinstance(row, Movement) else row.starts).earliest


def _covered(campaign: Campaign, account_id: str, row: Told) -> Covered:
    outcome, where = claim_outcomes(campaign, account_id)[row_name(row)]
    passages = tuple(dict.fromkeys(one.locator for one in campaign.evidence_for(row)))
    title = say_holding(campaign, row) if isinstance(row, Control) else row.title
    when = say_when(campaign, row)
    return Covered(row_name(row), title, when, passages, outcome, where)


def _whereabouts(campaign: Campaign, account_id: str, row: Told) -> tuple[Outcome, str]:
    if isinstance(row, Movement):
        return _movement_whereabouts(campaign, account_id, row)
    if isinstance(row, Control):
        return _control_whereabouts(campaign, account_id, row)
    if isinstance(row, Area):
        return _area_whereabouts(campaign, account_id, row)
    span = span_of(campaign, row.starts, row.ends)
    if outside := _outside(campaign, span):
        under = "Before" if span.last <= 0 else "After"
        return "not drawn", f"listed under {under}: {outside}"
    return _event_whereabouts(campaign, account_id, row)


def _outside(campaign: Campaign, span: Span) -> str:
    if span.last <= 0:
        return "earlier than the first day"
    if span.first >= len(campaign.calendar):
        return "later than the last day"
    return ""


def _movement_whereabouts(
    campaign: Campaign, account_id: str, row: Movement
) -> tuple[Outcome, str]:
    leg = _legs_by_id(campaign, account_id)[row.movement_id]
    if not leg.fixes:
        return "not drawn", "listed only: none of its places is located"
    if outside := _outside(campaign, leg.span):
        return "not drawn", f"on no day: {outside}"
    where = "on the map" if row.mode == "actual" else f"on the map, as {row.mode}"
    left_out = "; ".join(_left_out_of_way(campaign, row))
    if len({fix.point for fix in leg.fixes}) == 1 and row.mode != "actual":
        why = left_out or "one point of its way is known"
        return "not drawn", f"listed only: {row.mode}, and {why}"
    if left_out:
        return "in part", f"{where}, in part: {left_out}"
    return "drawn", where


def _left_out_of_way(campaign: Campaign, row: Movement) -> Iterator[str]:
    """What a movement has without coordinates: where it comes from, its way, its goal."""
    *before, goal = campaign.waypoints[row.movement_id]
    if before and (name := _unlocated(campaign, before[0])):
        yield f"where it comes from, {name}, has no coordinates"
    passed = [name for waypoint in before[1:] if (name := _unlocated(campaign, waypoint))]
    if passed:
        yield f"drawn without {_list(passed)} on the way: no coordinates"
    if name := _unlocated(campaign, goal):
        left = ": the force has left, and where to is not drawn" if row.mode == "actual" else ""
        yield f"where it goes, {name}, has no coordinates{left}"


def _unlocated(campaign: Campaign, waypoint: Waypoint) -> str:
    """The name of its place, if that has no coordinates."""
    place = campaign.places.get(waypoint.place_id)
    return place.name if place and place.point is None else ""


def _list(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _control_whereabouts(campaign: Campaign, account_id: str, row: Control) -> tuple[Outcome, str]:
    span = spans_of_control(campaign, account_id)[row.control_id]
    if outside := _outside(campaign, span):
        return "not drawn", f"on no day: {outside}"
    if campaign.places[row.place_id].point is None:
        return "not drawn", "listed only: the place is not located"
    if row.control_id not in _held_at_a_days_end(campaign, account_id):
        hours = "a ring on the map between two days' ends"
        return "in part", f"in part: {hours}; in GeoJSON and KML no day ends with it"
    return "drawn", "a ring on the map"


def _area_whereabouts(campaign: Campaign, account_id: str, row: Area) -> tuple[Outcome, str]:
    if outside := _outside(campaign, area_span(campaign, row)):
        return "not drawn", f"on no day: {outside}"
    spans = [span for _, span in outline_spans(campaign)[row.area_id]]
    within = [span for span in spans if not _outside(campaign, span)]
    if not within:
        return "not drawn", "listed only: areas.geojson has no line of it for these days"
    where = "a line or an area on the map"
    if row.area_id not in _seen_at_a_days_end(campaign, account_id):
        hours = "it ends before the day does; in GeoJSON and KML no day ends with it"
        return "in part", f"{where}, in part: {hours}"
    if max(within[0].first, 0.0) > max(area_span(campaign, row).first, 0.0):
        return "in part", f"{where}, in part: its first line is of a later day than its beginning"
    return "drawn", where


@once
def _seen_at_a_days_end(campaign: Campaign, account_id: str) -> frozenset[str]:
    """The areas that are on the map at the end of some day."""
    days = day_states(campaign, account_id)
    return frozenset(state.area.area_id for day in days for state in day.areas)


@once
def spans_of_control(campaign: Campaign, account_id: str) -> dict[str, Span]:
    """From when to when each control row may hold, by its id."""
    return {row.control_id: span for row, span in control_spans(campaign, account_id)}


@once
def _held_at_a_days_end(campaign: Campaign, account_id: str) -> frozenset[str]:
    """The control rows that hold at the end of some day."""
    return frozenset(
        row.control_id
        for day in day_states(campaign, account_id)
        for place in day.control
        for row in place.rows
    )


@once
def _legs_by_id(campaign: Campaign, account_id: str) -> dict[str, Leg]:
    return {leg.movement.movement_id: leg for leg in legs_of(campaign, account_id)}


def _event_whereabouts(campaign: Campaign, account_id: str, row: Event) -> tuple[Outcome, str]:
    places = [campaign.places[place_id] for place_id in row.place_ids]
    located = [place.name for place in places if place.point]
    missing = [place.name for place in places if not place.point]
    if located and missing:
        where = f"on the map, in part: at {_list(located)}"
        return "in part", f"{where}; not at {_list(missing)}: no coordinates"
    if located:
        return "drawn", f"on the map at {_list(located)}"
    if places:
        return "not drawn", f"listed only: not located: {_list(missing)}"
    return _whereabouts_at_force(campaign, account_id, row)


def _whereabouts_at_force(campaign: Campaign, account_id: str, row: Event) -> tuple[Outcome, str]:
    """Of an event without a place: it is drawn on the days on which its force is known to stand."""
    force_id = anchor_force(campaign, account_id, row)
    if not force_id:
        return "not drawn", "listed only: the account gives no place"
    force = campaign.forces[force_id].label
    shown = _days_drawn(campaign, account_id)[row.event_id]
    if not any(shown):
        return "not drawn", f"listed only: no place is given, nor where {force} stands then"
    where = f"at {force}, wherever that stands"
    if all(shown):
        return "drawn", f"on the map {where}"
    days = f"on {sum(shown)} of the {len(shown)} days on which it may have been"
    return "in part", f"on the map, in part: {where}, {days}; on the others that is not known"


@once
def _days_drawn(campaign: Campaign, account_id: str) -> dict[str, list[bool]]:
    """For each event, for each day on which it may have been, whether it is drawn on it."""
    shown: dict[str, list[bool]] = defaultdict(list)
    for day in day_states(campaign, account_id):
        for state in day.events:
            shown[state.event.event_id].append(bool(state.points))
    return shown
