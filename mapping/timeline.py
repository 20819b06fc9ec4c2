"""What stood where, and what happened, on each day: a campaign and an account to day states.

Pure functions, no drawing and no words. Times here are days since the campaign's first day
began: day 0 reaches from 0.0 to 1.0, and the picture of a settled day is the one at its end.

A force is on the map from its first movement or event of the account until an event ends it.
It moves only along movements whose moments are each known to within a day; times between timed
waypoints are shared out by length. Everything else leaves it where it was.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from mapping.campaign import Campaign, Route
from mapping.dates import Moment
from mapping.geodesy import Point, distance_km, lengths_km, points_between, unwrap
from mapping.tables import Control, Event, Force, Movement, Waypoint

Presence = Literal["present", "perhaps", "ended"]
Dating = Literal["dated", "implied", "between", "undated"]

ENDS_BY = ("dispersal", "surrender", "departure")
"""Events that end the force that does them; `destruction` ends those it is directed against."""


@dataclass(frozen=True, slots=True)
class Span:
    """When something began and ended, each as sharp as known, in days since the first day.

    It may have been under way from `first` to `last`, and was for sure from `sure_from` to
    `sure_to` (an empty span where that is the later of the two).
    """

    first: float
    sure_from: float
    sure_to: float
    last: float

    def touches(self, day: int) -> bool:
        """Whether it may fall on a day."""
        return self.first < day + 1 and (self.last > day or self.first == self.last == day)


@dataclass(frozen=True, slots=True)
class Fix:
    """A point of a way with its time; `km` is counted along the movement from its start.

    `known` says that the account gives this place for this moment; the others are shared out.
    """

    time: float
    lat: float
    lon: float
    km: float
    known: bool = False
    place_id: str = ""

    @property
    def point(self) -> Point:
        """(lat, lon)."""
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Leg:
    """A movement on the timeline. `fixes` have times only where it is animated."""

    movement: Movement
    span: Span
    fixes: tuple[Fix, ...]
    animated: bool

    @property
    def km(self) -> float:
        """The length of the whole way in km."""
        return self.fixes[-1].km if self.fixes else 0.0


@dataclass(frozen=True, slots=True)
class Track:
    """All that places one force: its legs in order, and when it is on the map."""

    force: Force
    legs: tuple[Leg, ...]
    appears: Span
    ends: Span | None
    stands_at: Fix | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a force is at one moment; `km` is counted along its present movement."""

    lat: float
    lon: float
    km: float
    interpolated: bool
    place_id: str = ""
    movement_id: str = ""

    @property
    def point(self) -> Point:
        """(lat, lon)."""
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class ForceState:
    """A force on one day, at the day's end: where, how far it came today and on this way."""

    force: Force
    presence: Presence
    position: Position
    km_today: float
    km_total: float


@dataclass(frozen=True, slots=True)
class MovementState:
    """A movement on one day: on its way for sure, or perhaps; `km` covered by the day's end."""

    movement: Movement
    leg: Leg
    dating: Dating
    sure: bool
    km: float


@dataclass(frozen=True, slots=True)
class EventState:
    """An event on one day: `sure` when it falls on this day, not when it merely may."""

    event: Event
    span: Span
    dating: Dating
    sure: bool
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ControlState:
    """Who holds a place at the day's end. A side of "" is nobody; `sure` holds for each side."""

    place_id: str
    holders: tuple[tuple[str, bool], ...]
    rows: tuple[Control, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class DayState:
    """The whole picture of one day of one account."""

    day: date
    number: int
    account_id: str
    forces: tuple[ForceState, ...]
    movements: tuple[MovementState, ...]
    events: tuple[EventState, ...]
    control: tuple[ControlState, ...]


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


# --- spans ---------------------------------------------------------------------------------


def span_of(campaign: Campaign, starts: Moment, ends: Moment | None = None) -> Span:
    """The span between two moments; without an end that of one moment."""
    origin = campaign.origin
    last = ends or starts
    sure_from = starts.earliest if starts.known else starts.latest
    sure_to = last.latest if last.known else last.earliest
    if ends is None and not starts.known:
        sure_from, sure_to = starts.latest, starts.earliest
    return Span(
        starts.earliest - origin, sure_from - origin, sure_to - origin, last.latest - origin
    )


def dating_of(campaign: Campaign, row: Movement | Event | Control) -> Dating:
    """How a row is dated: by the account to a day or a span, or only by inference."""
    starts = row.departs if isinstance(row, Movement) else row.starts
    field = "departs" if isinstance(row, Movement) else "starts"
    inferred = any(
        passage.stance == "inferred" and passage.field == field
        for passage in campaign.evidence_for(row)
    )
    if starts.known:
        return "implied" if inferred else "dated"
    return "undated" if inferred else "between"


# --- legs and tracks -----------------------------------------------------------------------


@lru_cache(maxsize=64)
def tracks_of(campaign: Campaign, account_id: str) -> dict[str, Track]:
    """The track of every force that an account puts on the map, by force id."""
    tracks = {}
    for force in campaign.forces.values():
        if force.on_map != "no" and (track := _track(campaign, account_id, force)):
            tracks[force.force_id] = track
    return tracks


@lru_cache(maxsize=64)
def legs_of(campaign: Campaign, account_id: str) -> tuple[Leg, ...]:
    """All movements of an account on the timeline, planned and alleged ones too."""
    rows = campaign.told_by(account_id, campaign.movements)
    return tuple(sorted((_leg(campaign, row) for row in rows), key=lambda leg: leg.span.first))


def _leg(campaign: Campaign, movement: Movement) -> Leg:
    waypoints = [
        waypoint
        for waypoint in campaign.waypoints.get(movement.movement_id, ())
        if _point_of(campaign, waypoint) is not None
    ]
    span = span_of(campaign, movement.departs, movement.arrives)
    stated = [waypoint.at for waypoint in waypoints if waypoint.at]
    known = all(moment.known for moment in (movement.departs, movement.arrives, *stated))
    animated = movement.mode == "actual" and known and bool(waypoints)
    fixes = _way(campaign, waypoints)
    if animated:
        fixes = _share_out_times(campaign, movement, waypoints, fixes)
    return Leg(movement, span, tuple(fixes), animated)


def _point_of(campaign: Campaign, waypoint: Waypoint) -> Point | None:
    if waypoint.place_id:
        return campaign.places[waypoint.place_id].point
    if waypoint.lat is None or waypoint.lon is None:
        return None
    return waypoint.lat, waypoint.lon


def _way(campaign: Campaign, waypoints: list[Waypoint]) -> list[Fix]:
    """The line of a movement without times; `known` marks its waypoints."""
    points: list[Point] = []
    stops: dict[int, Waypoint] = {}
    for waypoint in waypoints:
        point = _point_of(campaign, waypoint)
        assert point is not None
        if points:
            route = campaign.routes.get(waypoint.route_id)
            points += follow_route(points[-1], point, route) if route else []
            points += points_between(points[-1], point)
        stops[len(points)] = waypoint
        points.append(point)
    whole = unwrap(points)
    return [
        Fix(math.nan, lat, lon, km, number in stops,
            stops[number].place_id if number in stops else "")
        for number, ((lat, lon), km) in enumerate(zip(whole, lengths_km(whole), strict=True))
    ]  # fmt: skip


def follow_route(start: Point, end: Point, route: Route) -> list[Point]:
    """The points of a route between those nearest to two points, in the direction of travel."""
    nearest = [
        min(range(len(route.points)), key=lambda number: distance_km(route.points[number], point))
        for point in (start, end)
    ]
    first, last = nearest
    if first <= last:
        return list(route.points[first : last + 1])
    return list(route.points[last : first + 1])[::-1]


def _share_out_times(
    campaign: Campaign, movement: Movement, waypoints: list[Waypoint], way: list[Fix]
) -> list[Fix]:
    """Give every point of a way its time: stated ones first, the rest by length between them."""
    stops = [number for number, fix in enumerate(way) if fix.known]
    stated = {
        number: moment
        for number, waypoint in zip(stops, waypoints, strict=True)
        if (moment := _stated_time(campaign, movement, waypoint, number, len(way))) is not None
    }
    times = _between(way, stated)
    return [
        Fix(time, fix.lat, fix.lon, fix.km, number in stated, fix.place_id)
        for number, (fix, time) in enumerate(zip(way, times, strict=True))
    ]


def _stated_time(
    campaign: Campaign, movement: Movement, waypoint: Waypoint, number: int, length: int
) -> float | None:
    """A bare day means its beginning at the start of a way, its end at the end, else noon."""
    if number == 0:
        return (waypoint.at or movement.departs).earliest - campaign.origin
    if number == length - 1:
        return (waypoint.at or movement.arrives).latest - campaign.origin
    return waypoint.at.middle - campaign.origin if waypoint.at else None


def _between(way: list[Fix], stated: dict[int, float]) -> list[float]:
    times = [0.0] * len(way)
    anchors = sorted(stated)
    for start, end in pairwise(anchors):
        length = way[end].km - way[start].km
        for number in range(start, end + 1):
            # A halt is the same place twice: it has no length, and its two times stay as stated.
            here = (way[number].km - way[start].km) if length else number - start
            share = here / (length or end - start)
            span = max(stated[end] - stated[start], 0.0)
            times[number] = stated[start] + share * span
    if len(anchors) == 1:
        times[anchors[0]] = stated[anchors[0]]
    return times


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
    return Track(force, legs, appears, _ending(campaign, account_id, force), first and first[1])


def _first_place(campaign: Campaign, events: list[Event]) -> tuple[Span, Fix] | None:
    """Where a force stands until it moves: the place of its first event that has one."""
    placed = [
        (span_of(campaign, event.starts, event.ends), fix)
        for event in events
        if event.kind != "atrocity allegation" and event.starts.known
        for fix in _fixes_of(campaign, event)[:1]
    ]
    return min(placed, key=lambda pair: pair[0].first) if placed else None


def _fixes_of(campaign: Campaign, event: Event) -> list[Fix]:
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


# --- where and whether ---------------------------------------------------------------------


def position_at(track: Track, time: float) -> Position | None:
    """Where a force is at a moment, or None when no place of it is known by then."""
    here = _standing(track.stands_at) if track.stands_at else None
    for leg in track.legs:
        if leg.animated and time >= leg.fixes[0].time:
            here = _position_on(leg, time)
        elif not leg.animated and time >= _settles(leg):
            here = _position_of(leg.fixes[-1], leg)
    return here


def _standing(fix: Fix) -> Position:
    return Position(fix.lat, fix.lon, 0.0, False, fix.place_id)


def _settles(leg: Leg) -> float:
    """When a force that cannot be animated is put where its way ends.

    One that takes up a place is there, perhaps, from the first moment it may be.
    """
    return leg.span.first if len(leg.fixes) == 1 else leg.span.last


def _position_on(leg: Leg, time: float) -> Position:
    number = bisect_right([fix.time for fix in leg.fixes], time) - 1
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


def _force_states(campaign: Campaign, account_id: str, number: int) -> list[ForceState]:
    states = []
    for track in tracks_of(campaign, account_id).values():
        presence = _presence_on(track, number)
        position = position_at(track, number + 1.0)
        if presence and position:
            came = _km_on(track, number)
            states.append(ForceState(track.force, presence, position, came, position.km))
    return states


def _presence_on(track: Track, number: int) -> Presence | None:
    """The presence at a day's end; a force that ended on that day is still shown as ended."""
    if track.ends and number < track.ends.last <= number + 1:
        return "ended"
    return presence_at(track, number + 1.0)


def _km_on(track: Track, number: int) -> float:
    """The km that a force covered on one day, along its ways."""
    km = 0.0
    for leg in track.legs:
        if leg.animated:
            km += km_at(leg, number + 1.0) - km_at(leg, float(number))
    return km


def km_at(leg: Leg, time: float) -> float:
    """How many km of a movement lie behind it at a moment; 0 before it began."""
    if not leg.animated:
        return leg.km if time >= leg.span.last else 0.0
    return _position_on(leg, time).km if time >= leg.fixes[0].time else 0.0


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
        return tuple(fix.point for fix in _fixes_of(campaign, event))
    force_id = anchor_force(campaign, account_id, event)
    track = tracks_of(campaign, account_id).get(force_id)
    position = position_at(track, number + 1.0) if track and _presence_on(track, number) else None
    return (position.point,) if position else ()


def anchor_force(campaign: Campaign, account_id: str, event: Event) -> str:
    """The force at which an event without a place is drawn; empty: it is only listed."""
    tracks = tracks_of(campaign, account_id)
    candidates = (*event.against_force_ids, *event.by_force_ids)
    return next((force_id for force_id in candidates if force_id in tracks), "")


# --- control -------------------------------------------------------------------------------


def control_spans(campaign: Campaign, account_id: str) -> list[tuple[Control, Span]]:
    """Every control row of an account with its span; an open end lasts to the next row there."""
    rows = campaign.told_by(account_id, campaign.control)
    starts: dict[str, list[float]] = {}
    for row in rows:
        starts.setdefault(row.place_id, []).append(row.starts.earliest - campaign.origin)
    return [(row, _control_span(campaign, row, starts[row.place_id])) for row in rows]


def _control_span(campaign: Campaign, row: Control, starts: list[float]) -> Span:
    """`starts` are the beginnings of all rows of the place, in days since the first day."""
    origin = campaign.origin
    first = row.starts.earliest - origin
    sure_from = first if row.starts.known else row.starts.latest - origin
    if row.ends:
        sure_to = row.ends.latest if row.ends.known else row.ends.earliest
        return Span(first, sure_from, sure_to - origin, row.ends.latest - origin)
    end = min((start for start in starts if start > first), default=math.inf)
    return Span(first, sure_from, end, end)


def control_states(campaign: Campaign, account_id: str, number: int) -> list[ControlState]:
    """Who holds each place at the end of a day, as far as the account says."""
    now = _holders(campaign, account_id, number)
    before = _holders(campaign, account_id, number - 1)
    return [
        ControlState(
            place_id,
            tuple((row.side_id, sure) for row, sure in rows),
            tuple(row for row, _ in rows),
            number > 0 and rows != before.get(place_id),
        )
        for place_id, rows in now.items()
    ]


def _holders(
    campaign: Campaign, account_id: str, number: int
) -> dict[str, list[tuple[Control, bool]]]:
    held: dict[str, list[tuple[Control, bool]]] = {}
    end = number + 1.0
    for row, span in control_spans(campaign, account_id):
        if span.first < end <= span.last:
            sure = span.sure_from <= end <= span.sure_to
            held.setdefault(row.place_id, []).append((row, sure))
    return held
