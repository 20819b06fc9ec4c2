"""Where each claim of an account is drawn, or why it is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from mapping.format.campaign import Campaign, Told
from mapping.format.schema import row_name
from mapping.format.tables import Area, Control, Event, Movement, Waypoint
from mapping.telling.narrate import say_holding, say_place, say_when
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
from mapping.words.strings import USUAL, say, say_word

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


def claim_coverage(campaign: Campaign, account_id: str, language: str = USUAL) -> list[Covered]:
    """Every movement, event, control row and area of an account, in the order of its days."""
    rows = sorted(claims_of(campaign, account_id), key=lambda row: _starts(row))
    return [_covered(campaign, account_id, row, language) for row in rows]


@once
def claim_outcomes(
    campaign: Campaign, account_id: str, language: str = USUAL
) -> dict[str, tuple[Outcome, str]]:
    """What becomes of each claim of an account, and where or why, by its row (`table/id`)."""
    return {
        row_name(row): _whereabouts(campaign, account_id, row, language)
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


def _covered(campaign: Campaign, account_id: str, row: Told, language: str) -> Covered:
    outcome, where = claim_outcomes(campaign, account_id, language)[row_name(row)]
    passages = tuple(dict.fromkeys(one.locator for one in campaign.evidence_for(row)))
    title = say_holding(campaign, row, language) if isinstance(row, Control) else row.title
    when = say_when(campaign, row, language)
    return Covered(row_name(row), title, when, passages, outcome, where)


def _whereabouts(
    campaign: Campaign, account_id: str, row: Told, language: str
) -> tuple[Outcome, str]:
    if isinstance(row, Movement):
        return _movement_whereabouts(campaign, account_id, row, language)
    if isinstance(row, Control):
        return _control_whereabouts(campaign, account_id, row, language)
    if isinstance(row, Area):
        return _area_whereabouts(campaign, account_id, row, language)
    span = span_of(campaign, row.starts, row.ends)
    if _outside(campaign, span, language):
        return "not drawn", say("where.before" if span.last <= 0 else "where.after", language)
    return _event_whereabouts(campaign, account_id, row, language)


def _outside(campaign: Campaign, span: Span, language: str) -> str:
    """On which side of the campaign's days a span lies, "" where it meets them."""
    if span.last <= 0:
        return say("where.earlier", language)
    if span.first >= len(campaign.calendar):
        return say("where.later", language)
    return ""


def _in_part(where: str, why: str, language: str) -> tuple[Outcome, str]:
    return "in part", say("where.in-part", language, where=where, why=why)


def _movement_whereabouts(
    campaign: Campaign, account_id: str, row: Movement, language: str
) -> tuple[Outcome, str]:
    leg = _legs_by_id(campaign, account_id)[row.movement_id]
    if not leg.fixes:
        return "not drawn", say("where.way-unknown", language)
    if outside := _outside(campaign, leg.span, language):
        return "not drawn", outside
    is_done, mode = row.mode == "actual", say_word("mode", row.mode, language)
    where = say("where.map", language) if is_done else say("where.map-as", language, mode=mode)
    left_out = say("list.semicolon", language).join(_left_out_of_way(campaign, row, language))
    if len({fix.point for fix in leg.fixes}) == 1 and not is_done:
        why = left_out or say("where.one-point", language)
        return "not drawn", say("where.listed-as", language, mode=mode, why=why)
    return _in_part(where, left_out, language) if left_out else ("drawn", where)


def _left_out_of_way(campaign: Campaign, row: Movement, language: str) -> Iterator[str]:
    """What a movement has without coordinates: where it comes from, its way, its goal."""
    *before, goal = (
        _unlocated(campaign, waypoint, language) for waypoint in campaign.waypoints[row.movement_id]
    )
    if before and before[0]:
        yield say("where.from", language, place=before[0])
    if passed := [name for name in before[1:] if name]:
        yield say("where.without", language, places=_list(passed, language))
    if goal:
        key = "where.goal-left" if row.mode == "actual" else "where.goal"
        yield say(key, language, place=goal)


def _unlocated(campaign: Campaign, waypoint: Waypoint, language: str) -> str:
    """The name of its place, if that has no coordinates."""
    place = campaign.places.get(waypoint.place_id)
    return say_place(place, language) if place and place.point is None else ""


def _list(names: Sequence[str], language: str) -> str:
    return say("list.comma", language).join(dict.fromkeys(names))


def _control_whereabouts(
    campaign: Campaign, account_id: str, row: Control, language: str
) -> tuple[Outcome, str]:
    span = spans_of_control(campaign, account_id)[row.control_id]
    if outside := _outside(campaign, span, language):
        return "not drawn", outside
    if campaign.places[row.place_id].point is None:
        return "not drawn", say("where.place-unknown", language)
    if row.control_id not in _held_at_a_days_end(campaign, account_id):
        return "in part", say("where.ring-between", language)
    return "drawn", say("where.ring", language)


def _area_whereabouts(
    campaign: Campaign, account_id: str, row: Area, language: str
) -> tuple[Outcome, str]:
    if outside := _outside(campaign, area_span(campaign, row), language):
        return "not drawn", outside
    spans = [span for _, span in outline_spans(campaign)[row.area_id]]
    within = [span for span in spans if not _outside(campaign, span, language)]
    if not within:
        return "not drawn", say("where.no-line", language)
    where = say("where.area", language)
    if row.area_id not in _seen_at_a_days_end(campaign, account_id):
        return _in_part(where, say("where.area-short", language), language)
    if max(within[0].first, 0.0) > max(area_span(campaign, row).first, 0.0):
        return _in_part(where, say("where.area-late", language), language)
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


def _event_whereabouts(
    campaign: Campaign, account_id: str, row: Event, language: str
) -> tuple[Outcome, str]:
    places = [campaign.places[place_id] for place_id in row.place_ids]
    located = _list([say_place(place, language) for place in places if place.point], language)
    missing = _list([say_place(place, language) for place in places if not place.point], language)
    if located and missing:
        return "in part", say("where.at-in-part", language, places=located, missing=missing)
    if located:
        return "drawn", say("where.at", language, places=located)
    if places:
        return "not drawn", say("where.unlocated", language, places=missing)
    return _whereabouts_at_force(campaign, account_id, row, language)


def _whereabouts_at_force(
    campaign: Campaign, account_id: str, row: Event, language: str
) -> tuple[Outcome, str]:
    """Of an event without a place: it is drawn on the days on which its force is known to stand."""
    force_id = anchor_force(campaign, account_id, row)
    if not force_id:
        return "not drawn", say("where.no-place", language)
    force = campaign.forces[force_id].label
    shown = _days_drawn(campaign, account_id)[row.event_id]
    if not any(shown):
        return "not drawn", say("where.nor-force", language, force=force)
    if all(shown):
        return "drawn", say("where.at-force", language, force=force)
    count, all_days = sum(shown), len(shown)
    return "in part", say("where.at-force-days", language, force=force, count=count, all=all_days)


@once
def _days_drawn(campaign: Campaign, account_id: str) -> dict[str, list[bool]]:
    """For each event, for each day on which it may have been, whether it is drawn on it."""
    shown: dict[str, list[bool]] = defaultdict(list)
    for day in day_states(campaign, account_id):
        for state in day.events:
            shown[state.event.event_id].append(bool(state.points))
    return shown
