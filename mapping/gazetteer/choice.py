"""Which place of the gazetteer a place without coordinates is, where that can be told.

A place is chosen by its name (exactly the same, but for accents and ways of writing), by its kind
(only settlements are chosen) and by the campaign's other places, near which it lies.
Where more than one is left, none is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mapping.gazetteer.answers import point_of
from mapping.gazetteer.extract import Extract, GeoNamesPlace, Point
from mapping.gazetteer.names import NamedPlace, name_key, place_names
from mapping.geo.geodesy import distance_km

MORE_PEOPLE = 10
"""How many times the people of each namesake make one town stand out among them."""
OTHER_RADIUS_KM = 5
FEWEST_IN_CITY = 10_000
MOST_IN_VILLAGE = 50_000
# Measured on the two campaigns that ship, with the coordinates taken away: every wrong answer was
# a small place that has the name only besides its first, or a village far from all the others.
FEWEST_BY_OTHER_NAME = 15_000


class Settled(NamedTuple):
    """A kind of places that the gazetteer holds: how far off its points may be, in km, and how
    far from every other place of the campaign one may lie."""

    radius_km: int
    reach_km: float


CITY, TOWN, VILLAGE = Settled(5, 300), Settled(3, 200), Settled(2, 100)
SETTLED = {"city": CITY, "capital": CITY, "town": TOWN, "port": TOWN, "settlement": TOWN,
           "village": VILLAGE, "hamlet": VILLAGE}  # fmt: skip
"""The words for kinds of places that the gazetteer holds."""


class Candidate(NamedTuple):
    """One place of the gazetteer, and how far it lies from the campaign's nearest other place."""

    found: GeoNamesPlace
    km: float | None

    def is_within(self, km: float) -> bool:
        """Whether it may belong to this campaign; so may any, where there is no other place."""
        return self.km is None or self.km <= km


class Choice(NamedTuple):
    """What the gazetteer says of one place: the one found or None, why, and who else it may be."""

    place: NamedPlace
    found: GeoNamesPlace | None
    why: str
    candidates: tuple[Candidate, ...] = ()


def choose_places(places: Iterable[NamedPlace], extract: Extract) -> list[Choice]:
    """Choose for every place that has no coordinates, in the order of the table.

    A place that was chosen is one of the campaign's places for those that are left, so that a
    second run finds no more than the first.
    """
    places = list(places)
    anchors = {place.place_id: point for place in places if (point := point_of(place))}
    waiting = [place for place in places if place.place_id not in anchors]
    first = {} if anchors else _first_choices(waiting, extract)
    chosen = {name: choice for name, choice in first.items() if choice.found}
    if not anchors and not chosen:
        return list(first.values())
    while True:
        anchors |= {name: choice.found.point for name, choice in chosen.items() if choice.found}
        tried = {
            place.place_id: _choose(place, extract, list(anchors.values()))
            for place in waiting
            if place.place_id not in chosen
        }
        new = {name: choice for name, choice in tried.items() if choice.found}
        chosen |= new
        if not new:
            return [(tried | chosen)[place.place_id] for place in waiting]


def _first_choices(places: Sequence[NamedPlace], extract: Extract) -> dict[str, Choice]:
    """Where nothing has coordinates yet: the names that only one place has, near each other."""
    single = {
        place.place_id: choice.found.point
        for place in places
        if (choice := _choose(place, extract, [])).found
    }
    return {
        place.place_id: _choose(
            place, extract, [point for name, point in single.items() if name != place.place_id]
        )
        for place in places
    }


def _choose(place: NamedPlace, extract: Extract, anchors: Sequence[Point]) -> Choice:
    if (place.lat is None) != (place.lon is None):
        return Choice(place, None, "only one of lat and lon is given: fill in the other")
    if given := str(getattr(place, "found_id", "") or ""):
        return _choose_by_id(place, extract, anchors, given)
    candidates = _candidates(place, extract, anchors)
    word = kind_word(place)
    if not word:
        why = f"only settlements are found by name alone, and this is of the kind {place.kind}"
        near = tuple(one for one in candidates if one.is_within(VILLAGE.reach_km))
        return Choice(place, None, why, near)
    if not candidates:
        return Choice(place, None, "no place of this name")
    fitting = [one for one in candidates if _fits(SETTLED[word], one.found)]
    if not fitting:
        return Choice(place, None, f"none of the size of a {word}", candidates)
    reach = SETTLED[word].reach_km
    near = tuple(one for one in fitting if one.is_within(reach))
    if not near:
        why = f"more than {reach:g} km from every other place of the campaign"
        return Choice(place, None, why, candidates)
    return _choose_among(place, word, near)


def _choose_among(place: NamedPlace, word: str, near: tuple[Candidate, ...]) -> Choice:
    where = f"within {SETTLED[word].reach_km:g} km of the campaign's other places"
    if near[0].km is None:
        where = "in the gazetteer, with no other place of the campaign to hold it against"
    if len(near) == 1:
        found = near[0].found
        if _has_first_name(place, found) or found.population >= FEWEST_BY_OTHER_NAME:
            return Choice(place, found, f"the only {word} of this name {where}")
        return Choice(place, None, "a small place that has this name besides its own", near)
    # A village may well be the small one among its namesakes.
    if SETTLED[word] != VILLAGE and (found_out := _standing_out(place, near)):
        return Choice(place, found_out, f"by far the largest of {len(near)} of this name {where}")
    return Choice(place, None, f"{len(near)} of this name {where}", near)


def _choose_by_id(
    place: NamedPlace, extract: Extract, anchors: Sequence[Point], given: str
) -> Choice:
    """The place that the author has chosen already, if it has one of the names of the row."""
    found = extract.by_id(given)
    if found is None:
        return Choice(place, None, f"its found_id {given} is not in the gazetteer")
    candidate = Candidate(found, _km_to(anchors, found))
    if _keys(place).isdisjoint(map(name_key, (found.name, *found.other_names))):
        why = f"its found_id {given} is {found.name}, none of this place's names"
        return Choice(place, None, why, (candidate,))
    return Choice(place, found, "its found_id says so")


def _candidates(
    place: NamedPlace, extract: Extract, anchors: Sequence[Point]
) -> tuple[Candidate, ...]:
    """The places of exactly this name, the nearest or else the largest first."""
    found = {hit.place.geoname_id: hit.place for key in _keys(place)
             for hit in extract.find_exact(key)}  # fmt: skip
    candidates = [Candidate(one, _km_to(anchors, one)) for one in found.values()]
    return tuple(sorted(candidates, key=lambda one: (one.km or 0, -one.found.population)))


def _keys(place: NamedPlace) -> set[str]:
    return {name_key(name) for name in place_names(place)} - {""}


def _km_to(anchors: Sequence[Point], found: GeoNamesPlace) -> float | None:
    return min((distance_km(anchor, found.point) for anchor in anchors), default=None)


def kind_word(place: NamedPlace) -> str:
    """The word of its kind, such as "port city", by which it is a town or village; else empty."""
    word = next(reversed(re.findall(r"[a-z]+", place.kind.lower())), "")
    return word if word in SETTLED else ""


def _has_first_name(place: NamedPlace, found: GeoNamesPlace) -> bool:
    return name_key(found.name) in _keys(place)


def _fits(settled: Settled, found: GeoNamesPlace) -> bool:
    """Whether it has the people of its kind; 0 is a number that nobody gave."""
    if not found.population:
        return True
    if settled == CITY:
        return found.population >= FEWEST_IN_CITY
    return settled != VILLAGE or found.population <= MOST_IN_VILLAGE


def _standing_out(place: NamedPlace, near: Sequence[Candidate]) -> GeoNamesPlace | None:
    """The one that has the name as its first and is far larger than each of the others."""
    largest, *others = sorted((one.found for one in near), key=lambda found: -found.population)
    is_larger = all(largest.population >= MORE_PEOPLE * other.population for other in others)
    are_counted = all(other.population for other in others)
    return largest if _has_first_name(place, largest) and is_larger and are_counted else None
