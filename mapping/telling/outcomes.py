"""Where each claim of an account is drawn, or why it is not."""

from __future__ import annotations

from typing import NamedTuple

from mapping.format.campaign import Campaign
from mapping.format.tables import Control, Event, Movement
from mapping.telling.narrate import say_holding, say_when
from mapping.telling.timeline import anchor_force, legs_of, span_of


class Covered(NamedTuple):
    """One claim: its row (`table/id`), what and when, its passages, and what became of it."""

    row: str
    title: str
    when: str
    passages: tuple[str, ...]
    is_drawn: bool
    where: str


def claim_coverage(campaign: Campaign, account_id: str) -> list[Covered]:
    """Every movement, event and control row of an account, in the order of its days."""
    rows: list[Movement | Event | Control] = [
        *campaign.told_by(account_id, campaign.movements),
        *campaign.told_by(account_id, campaign.events),
        *campaign.told_by(account_id, campaign.control),
    ]
    rows.sort(key=lambda row: _starts(row))
    return [_covered(campaign, account_id, row) for row in rows]


def _starts(row: Movement | Event | Control) -> float:
    return (row.departs if isinstance(row, Movement) else row.starts).earliest


def _covered(campaign: Campaign, account_id: str, row: Movement | Event | Control) -> Covered:
    is_drawn, where = _whereabouts(campaign, account_id, row)
    passages = tuple(dict.fromkeys(one.locator for one in campaign.evidence_for(row)))
    title = say_holding(campaign, row) if isinstance(row, Control) else row.title
    when = say_when(campaign, row)
    return Covered(f"{row.table}/{row.row_id}", title, when, passages, is_drawn, where)


def _whereabouts(
    campaign: Campaign, account_id: str, row: Movement | Event | Control
) -> tuple[bool, str]:
    if isinstance(row, Movement):
        leg = next(leg for leg in legs_of(campaign, account_id) if leg.movement is row)
        if not leg.fixes:
            return False, "listed only: none of its places is located"
        return True, {"actual": "on the map"}.get(row.mode, f"on the map, as {row.mode}")
    if outside := _outside(campaign, row):
        return False, outside
    if isinstance(row, Control):
        located = campaign.places[row.place_id].point is not None
        return located, "a ring on the map" if located else "listed only: the place is not located"
    return _event_whereabouts(campaign, account_id, row)


def _outside(campaign: Campaign, row: Event | Control) -> str:
    span = span_of(campaign, row.starts, row.ends)
    if span.last <= 0:
        return "listed under Before: earlier than the first day"
    if span.first >= len(campaign.calendar):
        return "listed under After: later than the last day"
    return ""


def _event_whereabouts(campaign: Campaign, account_id: str, row: Event) -> tuple[bool, str]:
    places = [campaign.places[place_id] for place_id in row.place_ids]
    located = [place.name for place in places if place.point]
    if located:
        return True, "on the map at " + ", ".join(located)
    if places:
        return False, "listed only: not located: " + ", ".join(place.name for place in places)
    if force_id := anchor_force(campaign, account_id, row):
        return True, f"on the map at {campaign.forces[force_id].label}, wherever that stands"
    return False, "listed only: the account gives no place"
