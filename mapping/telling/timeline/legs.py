"""Movements to legs: the line of each way, and the time at every point of it."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

from mapping.format.campaign import Campaign, Route
from mapping.format.tables import Movement, Waypoint
from mapping.geo.geodesy import Point, lengths_km, points_between, rough_km, unwrap
from mapping.telling.once import once
from mapping.telling.timeline.spans import span_of
from mapping.telling.timeline.values import Fix, Leg


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
        replace(fix, time=time, known=number in stated)
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
