"""The whole picture of one day of one account."""

from __future__ import annotations

from datetime import date

from mapping.campaign import Campaign
from mapping.geodesy import Point
from mapping.tables import Event
from mapping.timeline.control import control_states
from mapping.timeline.legs import legs_of
from mapping.timeline.position import km_at, km_on, position_at, presence_on, strength_on
from mapping.timeline.spans import dating_of, span_of
from mapping.timeline.tracks import anchor_force, fixes_of, tracks_of
from mapping.timeline.values import DayState, EventState, ForceState, MovementState


def day_state(campaign: Campaign, day: date | str, account_id: str | None = None) -> DayState:
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
    )


def _force_states(campaign: Campaign, account_id: str, number: int) -> list[ForceState]:
    states = []
    for track in tracks_of(campaign, account_id).values():
        presence = presence_on(track, number)
        position = position_at(track, number + 1.0)
        if presence and position:
            came, strength = km_on(track, number), strength_on(track, position)
            states.append(ForceState(track.force, presence, position, came, position.km, strength))
    return states


def _movement_states(campaign: Campaign, account_id: str, number: int) -> list[MovementState]:
    states = []
    for leg in legs_of(campaign, account_id):
        span = leg.span
        if span.touches(number):
            sure = leg.animated or (span.sure_from < number + 1 and span.sure_to > number)
            dating = dating_of(campaign, leg.movement)
            covered = km_at(leg, number + 1.0)
            states.append(MovementState(leg.movement, leg, dating, sure, covered))
    return states


def _event_states(campaign: Campaign, account_id: str, number: int) -> list[EventState]:
    states = []
    for event in campaign.told_by(account_id, campaign.events):
        span = span_of(campaign, event.starts, event.ends)
        if not span.touches(number):
            continue
        dating = dating_of(campaign, event)
        sure = dating == "dated" or (
            dating == "between" and span.sure_from < number + 1 and span.sure_to > number
        )
        points = _event_points(campaign, account_id, event, number)
        states.append(EventState(event, span, dating, sure, points))
    return states


def _event_points(
    campaign: Campaign, account_id: str, event: Event, number: int
) -> tuple[Point, ...]:
    """Where an event is drawn: at its places, else at a force it is against or by."""
    if event.place_ids:
        return tuple(fix.point for fix in fixes_of(campaign, event))
    force_id = anchor_force(campaign, account_id, event)
    track = tracks_of(campaign, account_id).get(force_id)
    position = position_at(track, number + 1.0) if track and presence_on(track, number) else None
    return (position.point,) if position else ()
