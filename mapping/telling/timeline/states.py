"""The whole picture of one day of one account."""

from __future__ import annotations

import math

from mapping.format.campaign import Campaign
from mapping.format.gregorian import DayLike
from mapping.format.tables import Event
from mapping.geo.geodesy import Point
from mapping.telling.once import once
from mapping.telling.timeline.fronts import area_states
from mapping.telling.timeline.index import events_by_day, holders_by_day, legs_by_day
from mapping.telling.timeline.position import (
    km_at,
    km_on,
    leaving_on,
    position_on,
    presence_on,
    strength_on,
)
from mapping.telling.timeline.spans import is_stated
from mapping.telling.timeline.tracks import anchor_force, tracks_of
from mapping.telling.timeline.values import (
    ControlState,
    DayState,
    EventState,
    ForceState,
    MovementState,
    Track,
)


def day_state(campaign: Campaign, day: DayLike, account_id: str | None = None) -> DayState:
    """What an account tells of one day.

    Raises `ValueError` for a day outside the campaign or an account it does not have.
    """
    number = campaign.day_number(day)
    account = campaign.account(account_id).account_id
    return DayState(
        day=campaign.calendar[number],
        number=number,
        account_id=account,
        forces=tuple(_force_states(campaign, account, number)),
        movements=tuple(_movement_states(campaign, account, number)),
        events=tuple(_event_states(campaign, account, number)),
        control=tuple(control_states(campaign, account, number)),
        areas=tuple(area_states(campaign, account, number)),
    )


@once
def day_states(campaign: Campaign, account_id: str) -> tuple[DayState, ...]:
    """What an account tells of every day, made once for all who walk through the days."""
    return tuple(day_state(campaign, day, account_id) for day in campaign.calendar)


def _force_states(campaign: Campaign, account_id: str, number: int) -> list[ForceState]:
    states = []
    for track in tracks_of(campaign, account_id).values():
        presence = presence_on(track, number)
        position = position_on(track, number)
        if presence and position:
            came, strength = km_on(track, number), strength_on(track, position)
            ended_by = track.ended_by if presence in ("ended", "perhaps") else None
            leg = leaving_on(track, number) if presence == "left" else None
            states.append(
                ForceState(
                    track.force, presence, position, came, position.km, strength,
                    _placed_on(track, number), ended_by, leg.movement if leg else None,
                )
            )  # fmt: skip
    return states


def _placed_on(track: Track, number: int) -> int | None:
    """The last day up to this one on which a row surely placed a force."""
    ends = (
        max(one.last, math.floor(max(one.first, -1.0)) + 1.0)
        for one in track.placings
        if one.stated and one.last >= 0 and one.first < number + 1
    )
    day = math.ceil(min(max(ends, default=0.0), number + 1.0)) - 1
    return day if day >= 0 else None


def _movement_states(campaign: Campaign, account_id: str, number: int) -> list[MovementState]:
    states = []
    for leg, dating in legs_by_day(campaign, account_id)[number]:
        span = leg.span
        sure = is_stated(campaign, leg.movement) and (
            leg.animated or (span.sure_from < number + 1 and span.sure_to > number)
        )
        covered = km_at(leg, number + 1.0)
        states.append(MovementState(leg.movement, leg, dating, sure, covered))
    return states


def _event_states(campaign: Campaign, account_id: str, number: int) -> list[EventState]:
    states = []
    for event, span, dating, points in events_by_day(campaign, account_id)[number]:
        sure = is_stated(campaign, event) and (
            dating == "dated" or (span.sure_from < number + 1 and span.sure_to > number)
        )
        if not event.place_ids:
            points = _at_force(campaign, account_id, event, number)
        states.append(EventState(event, span, dating, sure, points))
    return states


def _at_force(campaign: Campaign, account_id: str, event: Event, number: int) -> tuple[Point, ...]:
    """Where an event without a place is drawn: at a force it is against or by.

    Only where that force is known to be on this day; the event is listed otherwise.
    """
    force_id = anchor_force(campaign, account_id, event)
    track = tracks_of(campaign, account_id).get(force_id)
    if track is None or presence_on(track, number) != "present":
        return ()
    position = position_on(track, number)
    return (position.point,) if position else ()


def control_states(campaign: Campaign, account_id: str, number: int) -> list[ControlState]:
    """Who holds each place at the end of a day, as far as the account says."""
    held = holders_by_day(campaign, account_id)
    now, before = held[number], held[number - 1] if number else {}
    return [
        ControlState(
            place_id,
            tuple((row.side_id, sure) for row, sure in rows),
            tuple(row for row, _ in rows),
            number > 0 and rows != before.get(place_id),
        )
        for place_id, rows in now.items()
    ]
