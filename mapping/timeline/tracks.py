"""All that places a force: its legs, where it first stands, and what ends it."""

from __future__ import annotations

import math
from functools import lru_cache

from mapping.campaign import Campaign
from mapping.tables import Event, Force
from mapping.timeline.legs import legs_of
from mapping.timeline.spans import span_of
from mapping.timeline.values import Fix, Span, Track

ENDS_BY = ("dispersal", "surrender", "departure")
"""Events that end the force that does them; `destruction` ends those it is directed against."""


@lru_cache(maxsize=64)
def tracks_of(campaign: Campaign, account_id: str) -> dict[str, Track]:
    """The track of every force that an account puts on the map, by force id."""
    tracks = {}
    for force in campaign.forces.values():
        if force.on_map != "no" and (track := _track(campaign, account_id, force)):
            tracks[force.force_id] = track
    return tracks


def _track(campaign: Campaign, account_id: str, force: Force) -> Track | None:
    legs = tuple(
        leg
        for leg in legs_of(campaign, account_id)
        if leg.movement.force_id == force.force_id and leg.movement.mode == "actual" and leg.fixes
    )
    events = [
        event
        for event in campaign.told_by(account_id, campaign.events)
        if force.force_id in event.by_force_ids
    ]
    first = _first_place(campaign, events)
    starts = [leg.span for leg in legs] + ([first[0]] if first else [])
    if not starts:
        return None
    appears = min(starts, key=lambda span: span.first)
    return Track(force, legs, appears, _ending(campaign, account_id, force),
                 first and first[1], first and first[2])  # fmt: skip


def _first_place(campaign: Campaign, events: list[Event]) -> tuple[Span, Fix, Event] | None:
    """Where a force stands until it moves: the place of its first event that has one."""
    placed = [
        (span_of(campaign, event.starts, event.ends), fix, event)
        for event in events
        if event.kind != "atrocity allegation" and event.starts.known
        for fix in fixes_of(campaign, event)[:1]
    ]
    return min(placed, key=lambda one: one[0].first) if placed else None


def fixes_of(campaign: Campaign, event: Event) -> list[Fix]:
    """The places of an event that have a point."""
    located = [(place_id, campaign.places[place_id].point) for place_id in event.place_ids]
    return [Fix(math.nan, *point, 0.0, True, place_id) for place_id, point in located if point]


def _ending(campaign: Campaign, account_id: str, force: Force) -> Span | None:
    spans = [
        span_of(campaign, event.starts, event.ends)
        for event in campaign.told_by(account_id, campaign.events)
        if _ends(event, force.force_id)
    ]
    return min(spans, key=lambda span: span.last) if spans else None


def _ends(event: Event, force_id: str) -> bool:
    if event.kind == "destruction":
        return force_id in event.against_force_ids
    if event.kind in ENDS_BY:
        return force_id in (event.by_force_ids or event.against_force_ids)
    return False


def anchor_force(campaign: Campaign, account_id: str, event: Event) -> str:
    """The force at which an event without a place is drawn; empty: it is only listed."""
    tracks = tracks_of(campaign, account_id)
    candidates = (*event.against_force_ids, *event.by_force_ids)
    return next((force_id for force_id in candidates if force_id in tracks), "")
