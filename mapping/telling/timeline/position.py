"""Where a force is at a moment, and whether it is on the map at all.

Three kinds of position are kept apart. One is *known* at a moment that the account gives. Between
two moments with hours it is *interpolated*. Between moments of which one is known only to a day
it is no point but a stretch of the way: from the least that the force must have come by then to
the most that it can have, at the speed of its kind. From the day after the last row that places
a force it is *last known* there.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from operator import attrgetter

from mapping.format.tables import Force
from mapping.geo.geodesy import distance_km
from mapping.telling.timeline.pace import most_km
from mapping.telling.timeline.values import Fix, Leg, Placing, Position, Presence, Stop, Track

NEAR_KM = 2.0
"""An event nearer to a force than this, beyond its place's own doubt, is where the force is."""


def position_at(track: Track, time: float) -> Position | None:
    """Where a force is drawn at a moment while time moves; None when no place is known by then.

    Times between stated ones are shared out by length, whatever they rest on; what may be said of
    a whole day is `position_on`.
    """
    leg = _leg_at(track, time)
    if leg is None:
        return _standing(track.stands_at) if track.stands_at else None
    if leg.animated:
        return _position_on(leg, time)
    return _position_of(leg.fixes[-1], leg)


def position_on(track: Track, number: int) -> Position | None:
    """Where a force is at a day's end, as far as the account lets it be known."""
    leg = _leg_at(track, number + 1.0, by_end=True)
    if leg is None:
        return _standing(track.stands_at) if track.stands_at else None
    if not leg.animated:
        return _position_of(leg.fixes[-1], leg)
    return _position_on_day(track.force, leg, number)


def _position_on_day(force: Force, leg: Leg, number: int) -> Position:
    """Where a way has brought its force by a day's end: a point of it, or a stretch."""
    end = number + 1.0
    before, after = _around(leg, end)
    if after is None or _is_of_day(before, after, number):
        return _position_of(leg.fixes[before.number], leg)
    if before.km == after.km or (before.timed and after.timed):
        return _position_on(leg, end)
    return _stretch(force, leg, end)


def _leg_at(track: Track, time: float, *, by_end: bool = False) -> Leg | None:
    """The way that a force is on or has come by, the last that has begun by a moment.

    `by_end`: at the end of a day, to which what begins with the next one does not belong.
    """
    for leg in reversed(track.legs):
        begins = _begins(leg) if leg.fixes else math.inf
        if time > begins or (time == begins and not (by_end and _opens(leg))):
            return leg
    return None


def _opens(leg: Leg) -> bool:
    """Whether a force is put on a way when it begins, and not only when it is over."""
    begins = leg.stops[0].earliest if leg.stops else leg.span.first
    return _begins(leg) == begins


def _begins(leg: Leg) -> float:
    """When a force is put on a way.

    One that cannot be animated is put where it ends, when it must have come; one that takes up a
    place is there, perhaps, from the first moment it may be.
    """
    if leg.animated:
        return leg.fixes[0].time
    return leg.span.first if len(leg.fixes) == 1 else leg.span.last


def _around(leg: Leg, time: float) -> tuple[Stop, Stop | None]:
    """The last stop that surely lies behind a moment, else the first one; and the next stop."""
    behind = [at for at, stop in enumerate(leg.stops) if stop.latest <= time]
    at = behind[-1] if behind else 0
    if not behind and len(leg.stops) == 1:
        return leg.stops[0], None
    return leg.stops[at], leg.stops[at + 1] if at + 1 < len(leg.stops) else None


def _is_of_day(before: Stop, after: Stop, number: int) -> bool:
    """Whether a stop on the way is where the account puts the force on this very day.

    The departure is not: by the day's end the force has gone on.
    """
    within = number <= before.earliest and before.latest <= number + 1
    return within and before.number > 0 and after.earliest >= number + 1


def _stretch(force: Force, leg: Leg, time: float) -> Position:
    """The part of a way on which a force must be at a moment; its point is the middle.

    Where the moments that are stated ask for more than the speed of its kind, they alone bound it.
    """
    least, most = _bounded_by_speed(force, leg, time)
    if least > most:
        least = max((stop.km for stop in leg.stops if stop.latest <= time), default=0.0)
        most = min((stop.km for stop in leg.stops if stop.earliest >= time), default=leg.km)
    middle = point_at_km(leg, (least + most) / 2)
    return Position(*middle, (least + most) / 2, True, "", leg.movement.movement_id, least, most)


def _bounded_by_speed(force: Force, leg: Leg, time: float) -> tuple[float, float]:
    """From where to where a force may be by the stops around it and the speed of its kind."""
    least, most = leg.stops[0].km, leg.km
    for stop in leg.stops:
        if stop.latest <= time:
            least = max(least, stop.km)
        else:
            ahead = most_km(force, leg.movement, stop.latest - time)
            least = max(least, stop.km - ahead)
        if stop.earliest >= time:
            most = min(most, stop.km)
        else:
            most = min(most, stop.km + most_km(force, leg.movement, time - stop.earliest))
    return least, most


def point_at_km(leg: Leg, km: float) -> tuple[float, float]:
    """The (lat, lon) at so many km of a way."""
    number = bisect_right(leg.fixes, km, key=attrgetter("km")) - 1
    before = leg.fixes[max(number, 0)]
    if number >= len(leg.fixes) - 1:
        return leg.fixes[-1].point
    after = leg.fixes[number + 1]
    share = (km - before.km) / (after.km - before.km)
    return (
        before.lat + share * (after.lat - before.lat),
        before.lon + share * (after.lon - before.lon),
    )


def _standing(fix: Fix) -> Position:
    return Position(fix.lat, fix.lon, 0.0, False, fix.place_id)


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
    """How a force is at a day's end; one that ended on that day is still shown as ended."""
    end = number + 1.0
    if track.ends and number < track.ends.last <= end:
        return "ended"
    presence = presence_at(track, end)
    if presence != "present":
        return presence
    if leg := leaving_on(track, number):
        return "left" if leg.span.sure_from <= end else "perhaps"
    position = position_on(track, number)
    if position is None:
        return None
    if position.earliest_km is not None:
        return "between"
    # Of a force with very many rows few are of this day, and only those are asked how far it is.
    today = [one for one in track.placings if one.touches(number) and _is_at(one, position)]
    if today:
        return "present" if any(one.sure for one in today) else "perhaps"
    begun = (one for one in track.placings if one.stated and one.first < end)
    return "last known" if any(_is_at(one, position) for one in begun) else "perhaps"


def leaving_on(track: Track, number: int) -> Leg | None:
    """The way by which a force has gone, perhaps, to a place without a point by a day's end."""
    end = number + 1.0
    begun = [leg for leg in track.legs if leg.span.first < end]
    if not begun or not begun[-1].leaves:
        return None
    leg = begun[-1]
    # It may be still on the part of its way that is drawn.
    return None if len(leg.fixes) > 1 and leg.span.last > end else leg


def _is_at(placing: Placing, position: Position) -> bool:
    """Whether a row puts a force where it is drawn, on whatever day."""
    if placing.movement_id:
        return placing.movement_id == position.movement_id
    return any(
        distance_km(position.point, point) <= radius_km + NEAR_KM
        for point, radius_km in placing.points
    )


def reach_on(force: Force, leg: Leg, number: int) -> tuple[float, float]:
    """How far along an animated way its force is at a day's end: the least km and the most."""
    if number + 1.0 <= leg.fixes[0].time:
        return 0.0, 0.0
    position = _position_on_day(force, leg, number)
    if position.earliest_km is None or position.latest_km is None:
        return position.km, position.km
    return position.earliest_km, position.latest_km


def km_on(track: Track, number: int) -> float | None:
    """The km that a force covered on one day, along its ways; None where that is not known."""
    km = 0.0
    for leg in track.legs:
        if leg.animated and leg.fixes[0].time < number + 1.0 and leg.fixes[-1].time > number:
            before, after = (reach_on(track.force, leg, day) for day in (number - 1, number))
            if before[0] != before[1] or after[0] != after[1]:
                return None
            km += after[0] - before[0]
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
