"""How the line of a movement is known, stretch by stretch: surveyed, computed, or straight."""

from __future__ import annotations

from dataclasses import dataclass

from mapping.format.campaign import Campaign
from mapping.format.tables import Waypoint
from mapping.telling.timeline import Leg

STRAIGHT = "schematic"
"""What a stretch is that names no basis: a straight line between two points."""
_SAME_DEGREES = 1e-6


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a way with one basis; km are counted along the movement from its start."""

    basis: str
    start_km: float
    end_km: float


def stretches_of(campaign: Campaign, leg: Leg) -> tuple[Stretch, ...]:
    """The stretches of a leg in order, neighbours of one basis joined; none for a single point."""
    joined: list[Stretch] = []
    for (_, start_km), (waypoint, end_km) in zip(
        (stops := _stops(campaign, leg)), stops[1:], strict=False
    ):
        basis = waypoint.basis or STRAIGHT
        if end_km <= start_km:
            continue
        if joined and joined[-1].basis == basis:
            start_km = joined.pop().start_km
        joined.append(Stretch(basis, start_km, end_km))
    return tuple(joined)


def _stops(campaign: Campaign, leg: Leg) -> list[tuple[Waypoint, float]]:
    """Each waypoint with its km on the way: the way holds their points in the same order."""
    stops = []
    number = 0
    for waypoint in campaign.waypoints.get(leg.movement.movement_id, ()):
        place = campaign.places.get(waypoint.place_id)
        lat, lon = (place.lat, place.lon) if place else (waypoint.lat, waypoint.lon)
        if lat is None or lon is None:
            continue
        while not _is_at(leg.fixes[number].lat, leg.fixes[number].lon, lat, lon):
            number += 1
        stops.append((waypoint, leg.fixes[number].km))
    return stops


def _is_at(fix_lat: float, fix_lon: float, lat: float, lon: float) -> bool:
    """Whether a fix is at a point; a way that crosses the antimeridian counts on beyond 180."""
    turn = (fix_lon - lon) % 360.0
    return abs(fix_lat - lat) < _SAME_DEGREES and min(turn, 360.0 - turn) < _SAME_DEGREES
