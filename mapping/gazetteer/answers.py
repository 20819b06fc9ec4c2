"""What the offline gazetteer answers: matches, their order, the geopy locations made of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from geopy.location import Location

from mapping.gazetteer.extract import Hit, Point
from mapping.gazetteer.names import NamedPlace, NameParts, name_key
from mapping.gazetteer.natural import Feature
from mapping.geo.geodesy import distance_km

# A town's first name counts for more than its older and foreign ones: like ten times the people,
# or half the way. "Islamabad" is the capital of Pakistan and not Chattogram, which had that
# name once; asked for near its western border, "Tehran" is Tehran and not Tiran.
_MORE_PEOPLE = 10.0
_LESS_WAY = 2.0
# How far a town of GeoNames may lie outside our own place's radius and still be that place.
_SAME_GROUND_KM = 1.0
AROUND_KM = 100.0
"""So much farther than its nearest spot the part of a long feature goes that is answered."""


class Match(NamedTuple):
    """One answer: who gave it, its id, the name that matched, how (exact, short, fuzzy), score."""

    found_by: str
    found_id: str
    title: str
    name: str
    how: str
    score: float
    point: Point
    population: int
    radius_km: float | None
    kind: str = ""
    """What it is, where it is a natural feature."""


class OwnName(NamedTuple):
    """One way to write one of the campaign's own places."""

    place: NamedPlace
    name: str
    key: str
    parts: NameParts


def point_of(place: NamedPlace) -> Point | None:
    """Give a place's (lat, lon) in degrees, None if either is missing."""
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)


def own_matches(scored: Iterable[tuple[OwnName, float]], how: str) -> list[Match]:
    """Turn own names and their scores into matches, leaving out places without a point."""
    return [
        Match(
            "place",
            own.place.place_id,
            own.place.name,
            own.name,
            how,
            score,
            point,
            0,
            own.place.radius_km,
        )
        for own, score in scored
        if (point := point_of(own.place)) is not None
    ]


def geonames_match(hit: Hit, how: str) -> Match:
    """Turn a hit in the extract into a match."""
    place = hit.place
    return Match(
        "geonames",
        place.found_id,
        f"{place.name}, {place.country}",
        hit.name,
        how,
        hit.score,
        (place.lat, place.lon),
        place.population,
        None,
    )


def natural_match(feature: Feature, name: str, how: str, near: Point | None) -> Match:
    """Turn a natural feature into a match: the part of it that is near (lat, lon), else all."""
    part = feature.part_near([near] if near else [], AROUND_KM)
    return Match(
        feature.source, feature.natural_id, f"{name}, {feature.kind}", name, how, 100.0,
        part.point, 0, part.radius_km, feature.kind,
    )  # fmt: skip


def rank_matches(matches: Iterable[Match], near: Point | None) -> list[Match]:
    """Order matches by score, then the nearest to a (lat, lon) point or else the larger town."""

    def weight(match: Match) -> tuple[float, float]:
        has_first_name = match.found_by == "place" or _is_first_name(match)
        if near is not None:
            km = distance_km(near, match.point)
            return (-match.score, km / _LESS_WAY if has_first_name else km)
        people = max(match.population, 1)
        return (-match.score, -people * _MORE_PEOPLE if has_first_name else -people)

    return sorted(matches, key=weight)


def _is_first_name(match: Match) -> bool:
    return name_key(match.title.rpartition(", ")[0]) == name_key(match.name)


def without_repeats(matches: Iterable[Match]) -> list[Match]:
    """Keep each place once, and drop what of the gazetteer is our own first answer itself."""
    kept: dict[str, Match] = {}
    for match in matches:
        first = next(iter(kept.values()), match)
        same_ground = (
            first is not match
            and first.found_by == "place"
            and match.found_by != first.found_by
            and distance_km(first.point, match.point) <= (first.radius_km or 0.0) + _SAME_GROUND_KM
        )
        if not same_ground:
            kept.setdefault(match.found_id, match)
    return list(kept.values())


def to_location(match: Match, others: Iterable[Match], near: Point | None) -> Location:
    """Make a geopy `Location` of a match; its `raw` is described at `OfflineGazetteer`."""
    raw: dict[str, Any] = {
        "found_by": match.found_by,
        "id": match.found_id,
        "name": match.title,
        "matched_name": match.name,
        "how": match.how,
        "score": round(match.score, 1),
        "others": [
            {
                "id": other.found_id,
                "name": other.title,
                "lat": other.point[0],
                "lon": other.point[1],
            }
            for other in others
        ],
    }
    if match.found_by == "geonames":
        raw["population"] = match.population
    else:
        raw["radius_km"] = match.radius_km
    if match.kind:
        raw["kind"] = match.kind
    if near is not None:
        raw["km_away"] = round(distance_km(near, match.point), 1)
    return Location(match.title, match.point, raw)
