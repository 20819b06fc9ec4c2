"""All that places a force: its legs, where it first stands, and what ends it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from mapping.format.campaign import Campaign
from mapping.format.kinds import claim_kind
from mapping.format.tables import Event, Force
from mapping.telling.once import once
from mapping.telling.timeline.legs import legs_of
from mapping.telling.timeline.spans import is_stated, span_of
from mapping.telling.timeline.values import Fix, Leg, Placing, Span, Track


class Acts(NamedTuple):
    """What a force does in an account, and what may end it."""

    legs: list[Leg]
    events: list[Event]
    met: list[Event]
    endings: list[Event]


@once
def acts_by_force(campaign: Campaign, account_id: str) -> dict[str, Acts]:
    """What places and what ends each force that an account names."""
    acts: dict[str, Acts] = {}
    for leg in legs_of(campaign, account_id):
        if leg.movement.mode == "actual" and (leg.fixes or leg.leaves):
            acts.setdefault(leg.movement.force_id, Acts([], [], [], [])).legs.append(leg)
    for event in campaign.told_by(account_id, campaign.events):
        for force_id in event.by_force_ids:
            acts.setdefault(force_id, Acts([], [], [], [])).events.append(event)
        for force_id in event.against_force_ids:
            acts.setdefault(force_id, Acts([], [], [], [])).met.append(event)
        for force_id in _ended_by(event):
            acts.setdefault(force_id, Acts([], [], [], [])).endings.append(event)
    return acts


def _ended_by(event: Event) -> tuple[str, ...]:
    """The forces that an event ends."""
    match claim_kind(event.kind).ends:
        case "by":
            return event.by_force_ids or event.against_force_ids
        case "against":
            return event.against_force_ids
    return ()


@once
def tracks_of(campaign: Campaign, account_id: str) -> dict[str, Track]:
    """The track of every force that an account puts on the map, by force id."""
    tracks = {}
    acts = acts_by_force(campaign, account_id)
    for force in campaign.forces.values():
        if force.on_map == "no" or force.force_id not in acts:
            continue
        if track := _track(campaign, force, acts[force.force_id]):
            tracks[force.force_id] = track
    return tracks


def _track(campaign: Campaign, force: Force, acts: Acts) -> Track | None:
    first = _first_place(campaign, acts.events)
    starts = [leg.span for leg in acts.legs if leg.fixes] + ([first[0]] if first else [])
    if not starts:
        return None
    appears = min(starts, key=lambda span: span.first)
    ends, ended_by = _ending(campaign, acts.endings)
    stands_at, stands_by = first[1:] if first else (None, None)
    placings = tuple(_placings(campaign, acts))
    return Track(force, tuple(acts.legs), appears, ends, stands_at, stands_by, placings, ended_by)


def _placings(campaign: Campaign, acts: Acts) -> Iterator[Placing]:
    """Every row that puts the force somewhere, each with when and how surely it does."""
    for leg in acts.legs:
        yield from _placed_by_leg(campaign, leg)
    for event in (*acts.events, *acts.met):
        if claim_kind(event.kind).places_forces:
            yield from _placed_by_event(campaign, event)


def _placed_by_leg(campaign: Campaign, leg: Leg) -> Iterator[Placing]:
    """A way with moments places its force all along; any other one on some day of its span."""
    row = leg.movement
    stated = is_stated(campaign, row)
    name = row.movement_id
    yield Placing(leg.span.first, leg.span.last, stated and leg.animated, stated, name)
    if row.stays_until:
        stays = span_of(campaign, row.stays_until)
        until = stays.last if row.stays_until.known else stays.first
        yield Placing(leg.span.last, until, stated, stated, name)
        if until < stays.last:
            yield Placing(until, stays.last, False, stated, name)


def _placed_by_event(campaign: Campaign, event: Event) -> Iterator[Placing]:
    places = [campaign.places[place_id] for place_id in event.place_ids]
    points = tuple((place.point, place.radius_km or 0.0) for place in places if place.point)
    span = span_of(campaign, event.starts, event.ends)
    stated = is_stated(campaign, event)
    if points and stated and span.sure_from <= span.sure_to:
        yield Placing(span.sure_from, span.sure_to, True, True, "", points)
    if points:
        yield Placing(span.first, span.last, False, stated, "", points)


def _first_place(campaign: Campaign, events: list[Event]) -> tuple[Span, Fix, Event] | None:
    """Where a force stands until it moves: the place of its first event that has one."""
    placed = [
        (span_of(campaign, event.starts, event.ends), fix, event)
        for event in events
        if claim_kind(event.kind).places_forces and event.starts.known
        for fix in fixes_of(campaign, event)[:1]
    ]
    return min(placed, key=lambda one: one[0].first) if placed else None


def fixes_of(campaign: Campaign, event: Event) -> list[Fix]:
    """The places of an event that have a point."""
    located = [(place_id, campaign.places[place_id].point) for place_id in event.place_ids]
    return [Fix(math.nan, *point, 0.0, True, place_id) for place_id, point in located if point]


def _ending(campaign: Campaign, endings: list[Event]) -> tuple[Span | None, Event | None]:
    spans = [(span_of(campaign, event.starts, event.ends), event) for event in endings]
    return min(spans, key=lambda one: one[0].last) if spans else (None, None)


def anchor_force(campaign: Campaign, account_id: str, event: Event) -> str:
    """The force at which an event without a place is drawn; empty: it is only listed."""
    tracks = tracks_of(campaign, account_id)
    candidates = (*event.against_force_ids, *event.by_force_ids)
    return next((force_id for force_id in candidates if force_id in tracks), "")
