"""Rules about forces on the move: where they can be, and how fast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mapping.checks.report import report
from mapping.format.campaign import Campaign
from mapping.format.dates import Moment
from mapping.format.problems import Problem
from mapping.format.tables import Force, Movement, Waypoint
from mapping.geo.geodesy import Point, distance_km
from mapping.telling.timeline.legs import follow_route
from mapping.telling.timeline.pace import fastest_km_h

ABOUT_DAYS = 1 / 24
"""How far an "about" time of day may be off, in days; an "about" day may be a whole day off."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """A point on the way of a force; `at` is None where no moment is stated."""

    movement: Movement
    waypoint: Waypoint
    point: Point
    radius_km: float
    at: Moment | None


def check_has_waypoints(campaign: Campaign) -> Iterator[Problem]:
    """Every movement has a waypoint, or it cannot be drawn."""
    for movement in campaign.movements.values():
        if not campaign.waypoints.get(movement.movement_id):
            yield report(
                "no-waypoint", "error", movement, "movement_id", "a movement without a waypoint",
                movement.movement_id, "one row or more with this movement_id in waypoints.csv",
                "add the places of its way, or only the one where it ends",
            )  # fmt: skip


def check_waypoint_points(campaign: Campaign) -> Iterator[Problem]:
    """A waypoint is either at a place or at coordinates of its own, and never half of them."""
    expected = "a place_id, or both lat and lon"
    for waypoint in (one for way in campaign.waypoints.values() for one in way):
        given = [number for number in (waypoint.lat, waypoint.lon) if number is not None]
        if len(given) == 1:
            column = "lon" if waypoint.lon is None else "lat"
            yield report(
                "half-point", "error", waypoint, column, "only one of lat and lon is given",
                "", expected, f"fill in {column}",
            )  # fmt: skip
        elif waypoint.place_id and given:
            yield report(
                "two-points", "warning", waypoint, "lat",
                "a place and coordinates: the place counts", f"{waypoint.lat}, {waypoint.lon}",
                expected, "remove one of the two",
            )  # fmt: skip
        elif not waypoint.place_id and not given:
            yield report(
                "no-point", "error", waypoint, "place_id", "a waypoint that is nowhere",
                "", expected, "say where it is",
            )  # fmt: skip


def check_two_places(campaign: Campaign) -> Iterator[Problem]:
    """Within an account no force is on two ways at once.

    One shared day is fine: a force arrives and leaves again. More than one, or stated times that
    overlap, is not. Planned and alleged movements are exempt.
    """
    for _, movements in _movements_of_forces(campaign):
        active: list[Movement] = []
        for movement in movements:
            other = next((one for one in active if _overlap(one, movement)), None)
            active = [one for one in active if one.arrives.latest >= movement.departs.earliest]
            active.append(movement)
            if other:
                yield report(
                    "two-places", "warning", movement, "departs",
                    f"{movement.force_id} is still on the way of {other.movement_id}, in row "
                    f"{other.row}", f"{movement.departs.text} to {movement.arrives.text}",
                    f"a start not before {other.arrives.text}",
                    "correct the moments, or give one of the two to another force or account",
                )  # fmt: skip


def check_speed(campaign: Campaign) -> Iterator[Problem]:
    """No force moves faster than its kind can, within an account and between stated moments.

    Distances are geodesics from point to point, or along the line that is followed, shortened
    by the radius of doubt of both ends; planned and alleged movements are exempt. A moment
    marked `?` says that the source is doubted: what it makes impossible is then a note.
    """
    for force, movements in _movements_of_forces(campaign):
        stops: list[_Stop] = []
        for movement in movements:
            if stops and _overlap(stops[-1].movement, movement):
                stops = []
            stops = stops[-1:] + _stops_of(campaign, movement)
            yield from _check_stops(campaign, force, stops)


def _movements_of_forces(campaign: Campaign) -> Iterator[tuple[Force, list[Movement]]]:
    """The actual movements of each force in order, account by account."""
    for account_id in campaign.accounts:
        by_force: dict[str, list[Movement]] = {}
        for movement in campaign.told_by(account_id, campaign.movements):
            if movement.mode == "actual":
                by_force.setdefault(movement.force_id, []).append(movement)
        for force_id, movements in by_force.items():
            movements.sort(key=lambda one: (one.departs.earliest, one.arrives.latest))
            yield campaign.forces[force_id], movements


def _overlap(one: Movement, other: Movement) -> bool:
    """Whether two movements surely go on at once for more than one shared day."""
    start = max(one.departs, other.departs, key=lambda moment: moment.latest)
    end = min(one.arrives, other.arrives, key=lambda moment: moment.earliest)
    if end.earliest != start.latest:
        return end.earliest > start.latest
    # Bare days that touch are two shared days; stated times that touch do not overlap, unless
    # it is one moment in the midst of the other movement.
    bare = not (start.timed or end.timed)
    return bare or _holds(one, other) or _holds(other, one)


def _holds(one: Movement, other: Movement) -> bool:
    return one.departs.latest < other.departs.earliest and (
        other.arrives.latest < one.arrives.earliest
    )


def _stops_of(campaign: Campaign, movement: Movement) -> list[_Stop]:
    waypoints = campaign.waypoints.get(movement.movement_id, ())
    stops = []
    for number, waypoint in enumerate(waypoints):
        at = waypoint.at or (movement.departs if number == 0 else None)
        if number == len(waypoints) - 1:
            at = at or movement.arrives
        place = campaign.places.get(waypoint.place_id)
        point = place.point if place else _own_point(waypoint)
        if point:
            radius_km = (place.radius_km or 0.0) + (place.extent_km or 0.0) if place else 0.0
            stops.append(_Stop(movement, waypoint, point, radius_km, at))
    return stops


def _own_point(waypoint: Waypoint) -> Point | None:
    if waypoint.lat is None or waypoint.lon is None:
        return None
    return waypoint.lat, waypoint.lon


def _check_stops(campaign: Campaign, force: Force, stops: list[_Stop]) -> Iterator[Problem]:
    start: _Stop | None = None
    before: _Stop | None = None
    km = 0.0
    for stop in stops:
        km += _km_between(campaign, before, stop) if before else 0.0
        if stop.at and start:
            yield from _check_stretch(force, start, stop, km)
        if stop.at:
            start, km = stop, 0.0
        before = stop


def _km_between(campaign: Campaign, start: _Stop, stop: _Stop) -> float:
    """How long the way to a stop is: along its line on the ground, or straight."""
    route = campaign.routes.get(stop.waypoint.route_id)
    if route is None or stop.waypoint.movement_id != start.waypoint.movement_id:
        return distance_km(start.point, stop.point)
    line = [start.point, *follow_route(start.point, stop.point, route), stop.point]
    return sum(distance_km(*pair) for pair in pairwise(line))


def _check_stretch(force: Force, start: _Stop, stop: _Stop, km: float) -> Iterator[Problem]:
    assert start.at and stop.at
    km = max(km - start.radius_km - stop.radius_km, 0.0)
    hours = (stop.at.latest - start.at.earliest + _slack(start.at) + _slack(stop.at)) * 24
    fastest = fastest_km_h(force, stop.movement)
    if fastest is None or hours < 0 or km <= fastest * hours:
        return
    speed = f"{km / hours:.0f} km/h" if hours else "no time"
    here = start.waypoint.place_id or f"point {start.waypoint.order}"
    doubted = start.at.doubted or stop.at.doubted
    yield report(
        "speed", "note" if doubted else "warning", stop.waypoint, "at",
        f"{km:.0f} km from {here} at {start.at.text} take {speed}: too fast for {force.kind}",
        stop.at.text, f"at most {fastest:g} km/h",
        "correct a moment, or mark the one to be doubted with ?",
    )  # fmt: skip


def _slack(moment: Moment) -> float:
    if not moment.about:
        return 0.0
    return ABOUT_DAYS if moment.timed else 1.0
