"""How high the ground is along what a force marches, and the named places on its way.

An account's profile follows the force with the longest animated way: its legs chained in order,
km counted from the first one's start. Where a leg does not begin where the last one ended, the
km between the two are not counted, because nothing is told of them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mapping.basemap.elevation import Elevation
from mapping.format.campaign import Campaign
from mapping.format.kinds import place_kind
from mapping.format.tables import Place
from mapping.geo.geodesy import KM_PER_DEGREE, Point
from mapping.telling.stretches import STRAIGHT, stretches_of
from mapping.telling.timeline import Leg, tracks_of

STEP_KM = 0.75
"""A little less than a cell of the heights; nothing finer was measured."""
MAX_SAMPLES = 2_000
NEAR_KM = 2.5
"""A place so far from the drawn way lies on it: roads between known points are not known."""
LEAST_KM = 5.0
"""A shorter way has no profile worth drawing."""


@dataclass(frozen=True, slots=True)
class WayPoint:
    """A point of the chained way; `km` from its start, `lon` may go on beyond 180."""

    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """A place on the way: at which km, how high the way is there in metres, how far it lies off."""

    place_id: str
    km: float
    metres: float | None
    off_km: float


@dataclass(frozen=True, slots=True)
class Profile:
    """Heights in metres every `step_km` from the start; None where nothing is known.

    `starts_km` says for each movement of the chain where on it the movement begins;
    `followed_km` how much of it follows a mapped or computed line; the rest is straight.
    """

    force_id: str
    step_km: float
    metres: tuple[float | None, ...]
    starts_km: dict[str, float]
    places: tuple[NamedPoint, ...]
    followed_km: float
    westward: bool

    @property
    def km(self) -> float:
        """The length of the whole way."""
        return self.step_km * (len(self.metres) - 1)


def profile_of(campaign: Campaign, account_id: str, elevation: Elevation | None) -> Profile | None:
    """The profile of an account's longest animated way.

    None where no force moves far enough, or the heights reach under less than half of its way.
    """
    chains = [_chain(track.legs) for track in tracks_of(campaign, account_id).values()]
    chain = max(chains, key=_length, default=[])
    if elevation is None or _length(chain) < LEAST_KM:
        return None
    way = [WayPoint(fix.lat, fix.lon, start + fix.km) for leg, start in chain for fix in leg.fixes]
    count = min(math.ceil(way[-1].km / STEP_KM), MAX_SAMPLES)
    step = way[-1].km / count
    metres = tuple(_height(elevation, _point_at(way, step * number)) for number in range(count + 1))
    if metres.count(None) * 2 > len(metres):
        return None
    return Profile(
        force_id=chain[0][0].movement.force_id,
        step_km=step,
        metres=metres,
        starts_km={leg.movement.movement_id: start for leg, start in chain},
        places=tuple(_places_on(campaign, chain, way, elevation)),
        followed_km=sum(_followed(campaign, leg) for leg, _ in chain),
        westward=_runs_west(way),
    )


def _chain(legs: Sequence[Leg]) -> list[tuple[Leg, float]]:
    """The animated legs of a force, each with the km at which it begins."""
    chain: list[tuple[Leg, float]] = []
    for leg in legs:
        if leg.animated and leg.km:
            chain.append((leg, _length(chain)))
    return chain


def _length(chain: list[tuple[Leg, float]]) -> float:
    return chain[-1][1] + chain[-1][0].km if chain else 0.0


def _point_at(way: list[WayPoint], km: float) -> Point:
    """(lat, lon) at a km of the way, straight between its points, as the player draws it."""
    number = min(bisect_right([point.km for point in way], km), len(way) - 1)
    before, after = way[max(number - 1, 0)], way[number]
    length = after.km - before.km
    share = min(max((km - before.km) / length, 0.0), 1.0) if length else 1.0
    return (
        before.lat + share * (after.lat - before.lat),
        before.lon + share * (after.lon - before.lon),
    )


def _height(elevation: Elevation, point: Point) -> float | None:
    return elevation.height_at(point[0], (point[1] + 180.0) % 360.0 - 180.0)


def _followed(campaign: Campaign, leg: Leg) -> float:
    stretches = stretches_of(campaign, leg)
    return sum(one.end_km - one.start_km for one in stretches if one.basis != STRAIGHT)


def _runs_west(way: list[WayPoint]) -> bool:
    """Whether the way leads west: where its point farthest from the start lies."""
    start = way[0]
    farthest = max(way, key=lambda point: _plane_km((start.lat, start.lon), point))
    return farthest.lon < start.lon


def _places_on(
    campaign: Campaign, chain: list[tuple[Leg, float]], way: list[WayPoint], elevation: Elevation
) -> list[NamedPoint]:
    """The places that the way calls at, and towns and passes that it comes near, in order."""
    stops = {fix.place_id for leg, _ in chain for fix in leg.fixes}
    found = []
    for place in campaign.places.values():
        if place.point and (place.place_id in stops or place_kind(place.kind).names_way):
            off_km, km = _nearest(way, place)
            if off_km <= NEAR_KM:
                height = _height(elevation, _point_at(way, km))
                found.append(NamedPoint(place.place_id, km, height, off_km))
    return sorted(found, key=lambda point: point.km)


def _nearest(way: list[WayPoint], place: Place) -> tuple[float, float]:
    """How far a place lies off the way, and at which km it is passed first."""
    assert place.point is not None
    best = math.inf, 0.0
    for start, end in pairwise(way):
        if end.km == start.km:
            continue  # a halt, or the unknown way between two movements
        x, y = _plane(place.point, start)
        right, up = _plane(place.point, end)
        right, up = right - x, up - y
        length = right * right + up * up
        share = min(max(-(x * right + y * up) / length, 0.0), 1.0) if length else 0.0
        off_km = math.hypot(x + share * right, y + share * up)
        best = min(best, (off_km, start.km + share * (end.km - start.km)))
    return best


def _plane(origin: Point, point: WayPoint) -> tuple[float, float]:
    """km east and north of a point: a plane true at the origin."""
    east = (point.lon - origin[1] + 180.0) % 360.0 - 180.0
    return (
        east * KM_PER_DEGREE * math.cos(math.radians(origin[0])),
        (point.lat - origin[0]) * KM_PER_DEGREE,
    )


def _plane_km(origin: Point, point: WayPoint) -> float:
    return math.hypot(*_plane(origin, point))
