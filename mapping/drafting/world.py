"""The names that a text is read with: the campaign's own places, GeoNames and natural features.

All of the world's places of 500 people and more, in two extracts: the towns that the rest of the
tool knows, and the smaller ones, which are only looked into where a text is read, because among
so many a name alone says little. Rivers, seas, lakes and islands are asked for by themselves, for
names that are no settlement.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from mapping.format.csv_file import check_repeated, read_table
from mapping.format.problems import CampaignError, find_errors
from mapping.format.tables import Place
from mapping.gazetteer.extract import DEFAULT_EXTRACT, SMALL_EXTRACT, Extract, Point, load_extract
from mapping.gazetteer.names import name_key, place_names, split_kind_word
from mapping.gazetteer.natural import (
    Feature,
    NaturalFeatures,
    Part,
    load_natural,
    place_kind_of,
)

MOST_NAMESAKES = 400
"""More namesakes than any name has in both extracts."""

ARTICLES = ("al", "el")
FEWEST_LETTERS = 5
FEWEST_SPELT = 6
SPELLING = 85.0
"""So alike (rapidfuzz `fuzz.ratio`) a name and another of the same place are one, spelt twice."""


CITY, TOWN = 100_000, 5_000
COMPUTED, STATED = "computed from the text", "stated in the text"
"""Who gives the point of a place that has it from the text itself."""
POSITION = "position"


class Candidate(NamedTuple):
    """A place that a name may mean; (lat, lon) in degrees, None where only its name is known.

    `is_first_name` tells its usual name from older and foreign ones, `is_spelling` those that only
    write it in another way. `own` is the row of one of the campaign's own places. `nature` is the
    kind of a natural feature, whose meant part lies within `radius_km` of the point.
    """

    place_id: str
    name: str
    country: str
    point: tuple[float, float] | None
    population: int
    is_first_name: bool
    own: Place | None = None
    is_spelling: bool = False
    nature: str = ""
    radius_km: float | None = None

    @classmethod
    def of_nature(cls, feature: Feature, part: Part) -> Candidate:
        """A natural feature, of which a part is meant."""
        return cls(
            feature.natural_id, feature.name, "", part.point, 0, True,
            nature=feature.kind, radius_km=part.radius_km,
        )  # fmt: skip

    @classmethod
    def of_position(
        cls, source: str, name: str, point: tuple[float, float], radius_km: float
    ) -> Candidate:
        """Where the text itself says that a place is."""
        return cls(f"{source}:{name}", name, "", point, 0, True, nature=POSITION,
                   radius_km=radius_km)  # fmt: skip

    @property
    def found_id(self) -> str:
        """Its id where its source has one for it."""
        return "" if self.nature == POSITION else self.place_id

    @property
    def source(self) -> str:
        """Who gives its point, such as "geonames"."""
        return self.place_id.partition(":")[0]

    @property
    def said(self) -> str:
        """Its name, and its country or what it is."""
        return f"{self.name}, {self.country or self.nature}"

    @property
    def is_own(self) -> bool:
        """Whether it is one of the campaign's own places."""
        return self.own is not None

    @property
    def kind(self) -> str:
        """What it is, where somebody has said so."""
        return self.own.kind if self.own else place_kind_of(self.nature)


def size_of(found: Candidate) -> tuple[str, float]:
    """The kind and the radius in km of a place, which of a settlement its people say."""
    if found.own and found.own.radius_km is not None:
        return found.kind, found.own.radius_km
    if found.radius_km is not None:
        return found.kind, found.radius_km
    if found.population >= CITY:
        return "city", 5.0
    return ("town", 3.0) if found.population >= TOWN else ("village", 2.0)


class World:
    """Looks names up, by their key (see `name_key`)."""

    def __init__(
        self,
        places: Iterable[Place] = (),
        extracts: Iterable[Extract] = (),
        natural: NaturalFeatures | None = None,
    ) -> None:
        self.places = {place.place_id: place for place in places}
        self._extracts = tuple(extracts)
        self._natural = natural or NaturalFeatures()
        self._own: dict[str, list[Candidate]] = {}
        self._short: dict[str, list[Candidate]] = {}
        for place in self.places.values():
            for name in place_names(place):
                self._add(place, name)
        self.small_letters = frozenset(
            name_key(name)
            for place in self.places.values()
            for name in place_names(place)
            if name.isascii() and name.islower()
        )
        self._known: dict[str, tuple[Candidate, ...]] = {}

    def _add(self, place: Place, name: str) -> None:
        candidate = Candidate(place.place_id, place.name, "", place.point, 0, True, place)
        parts = split_kind_word(name)
        for names, key in ((self._own, name_key(name)), (self._short, parts.key)):
            if key and candidate not in names.setdefault(key, []):
                names[key].append(candidate)

    def find(self, key: str) -> tuple[Candidate, ...]:
        """The places of exactly this key: own ones alone, where there are any."""
        if key not in self._known:
            # "Tabriz" is the city, where the campaign only has an air base called after it.
            own = self._own.get(key, ())
            short = tuple(self._short.get(key, ()))
            self._known[key] = tuple(own) or self._in_world(key) or short or self._by_article(key)
        return self._known[key]

    def find_own(self, key: str, kind: str) -> tuple[Candidate, ...]:
        """The campaign's own places of this key, with or without its word for a kind, and kind."""
        named = [*self._own.get(key, ()), *self._short.get(key, ())]
        return tuple(dict.fromkeys(one for one in named if one.kind == kind))

    def _by_article(self, key: str) -> tuple[Candidate, ...]:
        """What is known with an Arabic article where the text has none, or the other way round."""
        if len(key) < FEWEST_LETTERS:
            return ()
        bare = (key.removeprefix(article) for article in ARTICLES if key.startswith(article))
        keys = [*(f"{article}{key}" for article in ARTICLES), *bare]
        return next((found for other in keys if (found := self._in_world(other))), ())

    def _in_world(self, key: str) -> tuple[Candidate, ...]:
        found = {
            hit.place.geoname_id: Candidate(
                hit.place.found_id, hit.place.name, hit.place.country, hit.place.point,
                hit.place.population, name_key(hit.place.name) == key,
                is_spelling=_is_spelling(key, name_key(hit.place.name)),
            )
            for extract in self._extracts
            for hit in extract.find_exact(key)[:MOST_NAMESAKES]
        }  # fmt: skip
        return tuple(found.values())

    def find_natural(self, key: str) -> list[Feature]:
        """The rivers, seas, lakes and islands of exactly this key."""
        return self._natural.find(key)

    def find_natural_short(self, key: str) -> list[Feature]:
        """The seas and lakes of this key without their word: "Baltic"."""
        return self._natural.find_short(key)

    def find_misspelt(self, key: str, near: tuple[float, float]) -> tuple[Candidate, ...]:
        """The places whose name is nearly this key, within some 500 km of a (lat, lon) point."""
        return tuple(
            Candidate(
                hit.place.found_id, hit.place.name, hit.place.country, hit.place.point,
                hit.place.population, False,
            )
            for extract in self._extracts
            for hit in extract.find_fuzzy(key, near)
        )  # fmt: skip

    def count_around(self, point: Point, reach_km: float, people: int) -> int:
        """How many settlements of at least so many people lie within km of a (lat, lon) point."""
        return sum(each.count_around(point, reach_km, people) for each in self._extracts)


def _is_spelling(key: str, own: str) -> bool:
    """Whether a place's other name only writes its own in another way: "Krasny", "Krasnyy"."""
    from rapidfuzz import fuzz

    return len(key) >= FEWEST_SPELT and fuzz.ratio(key, own) >= SPELLING


@cache
def country_keys() -> dict[str, str]:
    """The countries by the keys of their English names.

    Not of the Persian ones, whose keys are names of towns: that of Albania is "albany".
    """
    text = files("mapping.basemap").joinpath("world/countries.json").read_text(encoding="utf-8")
    names = json.loads(text)["names"]
    return {name_key(each["en"]): code for code, each in names.items()}


_READING = Lock()
"""Who comes while the names are read the first time waits for them, and reads them not again."""


def load_world(gazetteer: Path | None = None) -> World:
    """The world's names, and before them those of a table of places.

    `gazetteer` is a CSV file with the columns of a campaign's `places.csv`. Raises
    `CampaignError` for one that cannot be read.
    """
    with _READING:
        extracts = [load_extract(DEFAULT_EXTRACT), load_extract(SMALL_EXTRACT)]
        natural = load_natural()
    if gazetteer is None:
        return World((), extracts, natural)
    reading = read_table(gazetteer, Place)
    problems = reading.problems + check_repeated(gazetteer.name, reading.records)
    if find_errors(problems):
        raise CampaignError(problems)
    return World(reading.records, extracts, natural)
