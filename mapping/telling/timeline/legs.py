"""Movements to legs: the line of each way, and the time at every point of it."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from mapping.format.campaign import Campaign, Route
from mapping.format.dates import Moment
from mapping.format.tables import Movement, Waypoint
from mapping.geo.geodesy import Point, lengths_km, points_between, rough_km, unwrap
from mapping.telling.once import once
from mapping.telling.timeline.spans import span_of
from mapping.telling.timeline.values import Fix, Leg, Stop


class _Stated(NamedTuple):
    """A waypoint that has a point, its number among all of its movement, and its moment."""

    waypoint: Waypoint
    moment: Moment | None
    is_first: bool
    is_last: bool


@once
def legs_of(campaign: Campaign, account_id: str) -> tuple[Leg, ...]:
    """All movements of an account on the timeline, planned and alleged ones too."""
    legs = _all_legs(campaign)
    rows = campaign.told_by(account_id, campaign.movements)
    return tuple(sorted((legs[row.movement_id] for row in rows), key=lambda leg: leg.span.first))


@once
def _all_legs(campaign: Campaign) -> dict[str, Leg]:
    """Every movement's leg, made once for all accounts that tell it."""
    return {name: _leg(campaign, row) for name, row in campaign.movements.items()}


def _leg(campaign: Campaign, movement: Movement) -> Leg:
    whole = campaign.waypoints.get(movement.movement_id, ())
    located = [
        _stated(movement, waypoint, number, len(whole))
        for number, waypoint in enumerate(whole)
        if _point_of(campaign, waypoint) is not None
    ]
    span = span_of(campaign, movement.departs, movement.arrives)
    moments = [one.moment for one in located if one.moment]
    known = all(moment.known for moment in (movement.departs, movement.arrives, *moments))
    animated = movement.mode == "actual" and known and bool(located)
    fixes = _way(campaign, [one.waypoint for one in located])
    stops: tuple[Stop, ...] = ()
    if animated:
        stops = tuple(_stops(campaign, movement, located, fixes))
        fixes = _share_out_times(fixes, stops, comes=not located[0].is_first)
    leaves = bool(whole) and not (located and located[-1].is_last)
    return Leg(movement, span, tuple(fixes), animated, stops, leaves)


def _stated(movement: Movement, waypoint: Waypoint, number: int, length: int) -> _Stated:
    """The ends of a movement have its own moments, if they say nothing else."""
    is_first, is_last = number == 0, number == length - 1
    own = movement.arrives if is_last else movement.departs if is_first else None
    moment = waypoint.at or own
    return _Stated(waypoint, moment, is_first, is_last)


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
        Fix(math.nan, lat, lon, km, True, stops[number].place_id, stops[number].strength)
        if number in stops
        else Fix(math.nan, lat, lon, km)
        for number, ((lat, lon), km) in enumerate(zip(whole, lengths_km(whole), strict=True))
    ]


def follow_route(start: Point, end: Point, route: Route) -> list[Point]:
    """The points of a route between those nearest to two points, in the direction of travel."""
    nearest = [
        min(range(len(route.points)), key=lambda number: rough_km(route.points[number], point))
        for point in (start, end)
    ]
    first, last = nearest
    if first <= last:
        return list(route.points[first : last + 1])
    return list(route.points[last : first + 1])[::-1]


def _stops(
    campaign: Campaign, movement: Movement, located: list[_Stated], way: list[Fix]
) -> list[Stop]:
    """The points of a way that have a moment.

    The two ends of the drawn way always have one: where the movement begins or goes on at a place
    without a point, theirs is any moment of the movement.
    """
    numbers = [number for number, fix in enumerate(way) if fix.known]
    whole = (movement.departs.earliest, movement.arrives.latest)
    stops = []
    for number, one in zip(numbers, located, strict=True):
        if one.moment:
            span = (one.moment.earliest, one.moment.latest)
            # One that only takes up a place may have come at any moment of its movement.
            if one.is_first and one.is_last and not one.waypoint.at:
                span = (movement.departs.earliest, one.moment.latest)
        elif number in (numbers[0], numbers[-1]):
            span = whole
        else:
            continue
        first, last = (time - campaign.origin for time in span)
        stops.append(Stop(number, way[number].km, first, last, last - first < 1.0))
    return stops


def _share_out_times(way: list[Fix], stops: tuple[Stop, ...], *, comes: bool) -> list[Fix]:
    """Give every point of a way its time: stated ones first, the rest by length between them.

    A bare day means its beginning at the start of a way, its end at the end, else noon. A force
    that comes from a place without a point is drawn from when it has come.
    """
    stated = {stop.number: (stop.earliest + stop.latest) / 2 for stop in stops}
    stated[stops[-1].number] = stops[-1].latest
    stated[stops[0].number] = stops[0].latest if comes else stops[0].earliest
    times = _between(way, stated)
    return [
        replace(fix, time=time, known=number in stated)
        for number, (fix, time) in enumerate(zip(way, times, strict=True))
    ]


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
