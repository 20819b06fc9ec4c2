"""Where a force is at a moment, and whether it is on the map at all."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter

from mapping.telling.timeline.values import Fix, Leg, Position, Presence, Track


def position_at(track: Track, time: float) -> Position | None:
    """Where a force is at a moment, or None when no place of it is known by then."""
    for leg in reversed(track.legs):
        if leg.animated and time >= leg.fixes[0].time:
            return _position_on(leg, time)
        if not leg.animated and time >= _settles(leg):
            return _position_of(leg.fixes[-1], leg)
    return _standing(track.stands_at) if track.stands_at else None


def _standing(fix: Fix) -> Position:
    return Position(fix.lat, fix.lon, 0.0, False, fix.place_id)


def _settles(leg: Leg) -> float:
    """When a force that cannot be animated is put where its way ends.

    One that takes up a place is there, perhaps, from the first moment it may be.
    """
    return leg.span.first if len(leg.fixes) == 1 else leg.span.last


def _position_on(leg: Leg, time: float) -> Position:
    number = bisect_right(leg.fixes, time, key=attrgetter("time")) - 1
    before = leg.fixes[number]
    if time == before.time or number == len(leg.fixes) - 1:
        return _position_of(before, leg)
    after = leg.fixes[number + 1]
    if after.km == before.km:  # a halt
        return _position_of(before, leg)
    share = (time - before.time) / (after.time - before.time)
    return Position(
        lat=before.lat + share * (after.lat - before.lat),
        lon=before.lon + share * (after.lon - before.lon),
        km=before.km + share * (after.km - before.km),
        interpolated=True,
        movement_id=leg.movement.movement_id,
    )


def _position_of(fix: Fix, leg: Leg) -> Position:
    return Position(fix.lat, fix.lon, fix.km, not fix.known, fix.place_id, leg.movement.movement_id)


def presence_at(track: Track, time: float) -> Presence | None:
    """Whether a force is on the map at a moment: for sure, perhaps, just ended, or not."""
    if time <= track.appears.first:
        return None
    if track.ends:
        if time > track.ends.last:
            return None
        if time == track.ends.last:
            return "ended"
        if time > track.ends.first:
            return "perhaps"
    return "present" if time >= min(track.appears.sure_from, track.appears.last) else "perhaps"


def presence_on(track: Track, number: int) -> Presence | None:
    """The presence at a day's end; a force that ended on that day is still shown as ended."""
    if track.ends and number < track.ends.last <= number + 1:
        return "ended"
    return presence_at(track, number + 1.0)


def km_on(track: Track, number: int) -> float:
    """The km that a force covered on one day, along its ways."""
    km = 0.0
    for leg in track.legs:
        if leg.animated and leg.fixes[0].time < number + 1.0 and leg.fixes[-1].time > number:
            km += km_at(leg, number + 1.0) - km_at(leg, float(number))
    return km


def strength_on(track: Track, position: Position) -> float | None:
    """How many a force was when last stated on the way that it is on."""
    legs = [leg for leg in track.legs if leg.movement.movement_id == position.movement_id]
    return legs[0].strength_at(position.km) if legs else None


def km_at(leg: Leg, time: float) -> float:
    """How many km of a movement lie behind it at a moment; 0 before it began."""
    if not leg.animated:
        return leg.km if time >= leg.span.last else 0.0
    return _position_on(leg, time).km if time >= leg.fixes[0].time else 0.0
