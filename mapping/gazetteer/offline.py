"""A geopy geocoder that needs no network: the campaign's own places, GeoNames, natural features."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import cos, hypot, radians
from pathlib import Path
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point as GeopyPoint

from mapping.gazetteer.answers import (
    Match,
    OwnName,
    geonames_match,
    natural_match,
    own_matches,
    point_of,
    rank_matches,
    to_location,
    without_repeats,
)
from mapping.gazetteer.extract import (
    DEFAULT_EXTRACT,
    FUZZY_REACH_KM,
    LEAST_DEGREE_KM,
    Extract,
    Hit,
    Point,
    is_misspelt,
    load_extract,
)
from mapping.gazetteer.names import (
    NamedPlace,
    NameParts,
    name_key,
    place_names,
    split_kind_word,
    town_key,
)
from mapping.gazetteer.natural import RIVER, NaturalFeatures, load_natural
from mapping.geo.geodesy import distance_km

SUGGESTION_COUNT = 5
# Among our own few places a slip of one letter is safe sooner than among 47,000 towns.
_OWN_FUZZY_LETTERS = 5
# "Tabriz" is the city and not "Tabriz air base" beside it, but "Chaharzebar" is the pass.
_BORROWED_NAME_KM = 100.0
_SUGGESTION_SCORE = 60.0
_FAR_PENALTY = 15.0
_LETTERS_BEGUN = 3


class UnknownPlaceError(GeocoderQueryError, LookupError):  # type: ignore[misc,unused-ignore]
    """No gazetteer has the name; the message says so and offers names that come near it."""

    def __init__(self, query: str, suggestions: tuple[str, ...] = ()) -> None:
        self.query = query
        self.suggestions = suggestions
        asked = f'No place called "{query}" is known' if query.strip() else "No name was given"
        where = "among the campaign's own places or in the GeoNames extract"
        offer = f"Near it in spelling: {'; '.join(suggestions)}." if suggestions else ""
        super().__init__(f"{asked}: nothing found {where}. {offer}".strip())


class UnlocatedPlaceError(GeocoderQueryError, LookupError):  # type: ignore[misc,unused-ignore]
    """The campaign knows the place but gives no coordinates, so it cannot be put on a map."""

    def __init__(self, query: str, place: NamedPlace) -> None:
        self.query = query
        self.place = place
        super().__init__(
            f'"{query}" is known but not located: place "{place.place_id}" ({place.name}) '
            "has empty lat and lon in the places table."
        )


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc,unused-ignore]
    """The adapter geopy asks for; this geocoder never sends anything."""

    def get_json(self, url: str, *, timeout: Any, headers: Any) -> NoReturn:
        raise NotImplementedError("The offline gazetteer sends no requests.")

    get_text = get_json


class OfflineGazetteer(Geocoder):  # type: ignore[misc,unused-ignore]
    """Geocode names from a campaign's own places, GeoNames and natural features, without network.

    Tried in this order: own places, GeoNames and rivers, seas, lakes and islands by the same name;
    own places and then GeoNames by nearly the same name (`is_misspelt`, over the plain letters of
    `name_key`).

    A `Location`'s `raw` holds `found_by` ("place", "geonames", or who drew a natural feature:
    "naturalearth", "ncarg"), `id`, `name`, `matched_name`, `how` ("exact"; "fuzzy"; "begun";
    "short": without its "pass" or "river"), `score` (0 to 100), `population` (GeoNames) or
    `radius_km`, `kind` (natural features), `others` (namesakes, each with id, name, lat and lon)
    and, when asked near a point, `km_away`.
    """

    def __init__(
        self, places: Iterable[NamedPlace] = (), extract: Path | str = DEFAULT_EXTRACT
    ) -> None:
        super().__init__(adapter_factory=_NoNetwork)
        self.places = tuple(places)
        self._extract_path = Path(extract)
        self._own = [
            OwnName(place, name, key, split_kind_word(name))
            for place in self.places
            for name in place_names(place)
            if (key := name_key(name))
        ]

    @property
    def extract(self) -> Extract:
        """The GeoNames extract, read when first needed and shared between gazetteers."""
        return load_extract(self._extract_path)

    @property
    def natural(self) -> NaturalFeatures:
        """The natural features, read when first needed and shared between gazetteers."""
        return load_natural()

    def geocode(
        self,
        query: str,
        exactly_one: bool = True,
        limit: int = 10,
        near: Point | None = None,
    ) -> Any:
        """Find the point of a name, as a geopy `Location`, or None.

        With `exactly_one=False` a list of at most `limit`, the best first. Of equal matches the
        one nearest to `near` (lat, lon) wins, otherwise our own first and then the larger town;
        a natural feature only before towns that are more than 500 km from there.
        None also for a place the campaign lists without coordinates: `locate` tells them apart.
        """
        if self.unlocated(query) is not None:
            return None
        matches = self._matches(query, near)
        if not matches:
            return None
        if exactly_one:
            return to_location(matches[0], matches[1:], near)
        return [
            to_location(match, [other for other in matches if other != match], near)
            for match in matches[:limit]
        ]

    def complete(self, begun: str, limit: int = 10, near: Point | None = None) -> list[Location]:
        """List what a name that is still being typed may become: whole names first.

        `how` is "begun" for a name of GeoNames that goes on. Of these the ones within 500 km of
        `near` (lat, lon) come first, then those whose own name it is, then the larger town.
        Nothing for fewer than three letters.
        """
        key = name_key(begun)
        if len(key) < _LETTERS_BEGUN:
            return []
        ahead = [geonames_match(hit, "begun") for hit in self.extract.find_beginning(key)]
        ahead += [natural_match(feature, name, "begun", near)
                  for feature, name in self.natural.find_beginning(key)]  # fmt: skip
        ahead.sort(
            key=lambda one: (
                _is_far(near, one.point), not name_key(one.title).startswith(key), -_size(one)
            )
        )  # fmt: skip
        matches = without_repeats([*self._matches(begun, near), *ahead])[:limit]
        return [to_location(match, [], near) for match in matches]

    def locate(self, query: str, near: Point | None = None) -> Location:
        """Find the point of a name or refuse it: never silently placed.

        Raises UnlocatedPlaceError for a place of the campaign without coordinates and
        UnknownPlaceError, with up to five names that come near, for a name nobody has.
        """
        unlocated = self.unlocated(query)
        if unlocated is not None:
            raise UnlocatedPlaceError(query, unlocated)
        found = self.geocode(query, near=near)
        if found is None:
            raise UnknownPlaceError(query, self.suggest(query, near))
        return found

    def unlocated(self, query: str) -> NamedPlace | None:
        """Give the campaign's place of this name if none of that name has coordinates."""
        keys = {name_key(query), town_key(query)}
        named = [own.place for own in self._own if own.key in keys]
        if not named or any(point_of(place) for place in named):
            return None
        return named[0]

    def reverse(
        self, query: GeopyPoint | Point | str, exactly_one: bool = True, limit: int = 10
    ) -> Any:
        """Name the GeoNames place nearest to a point, or the `limit` nearest as a list."""
        asked = GeopyPoint(query)
        point = (asked.latitude, asked.longitude)
        places = self.extract.nearest(point, 1 if exactly_one else limit)
        found = [
            to_location(geonames_match(Hit(place, place.name, 100.0), "nearest"), [], point)
            for place in places
        ]
        return next(iter(found), None) if exactly_one else found

    def suggest(self, query: str, near: Point | None = None) -> tuple[str, ...]:
        """List up to five known names that are spelt most like the query, the closest first.

        With `near` (lat, lon) a town beyond 500 km must be spelt that much closer to be offered.
        """
        from rapidfuzz import fuzz

        key = name_key(query)
        if not key:
            return ()
        scored = [
            (fuzz.ratio(key, part), f"{own.place.name} (campaign)")
            for own in self._own
            for part in (own.key, own.parts.key)
        ]
        for hit in self.extract.find_similar(key, _SUGGESTION_SCORE, limit=300):
            point = (hit.place.lat, hit.place.lon)
            is_far = near is not None and distance_km(near, point) > FUZZY_REACH_KM
            scored.append((hit.score - (_FAR_PENALTY if is_far else 0), _say_suggestion(hit)))
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        offered = dict.fromkeys(text for score, text in scored if score >= _SUGGESTION_SCORE)
        return tuple(offered)[:SUGGESTION_COUNT]

    def _matches(self, query: str, near: Point | None) -> list[Match]:
        exact = self._exact(name_key(query), split_kind_word(query), near)
        if not exact and (key := town_key(query)):
            exact = self._exact(key, NameParts(key, ""), near)
        return without_repeats(exact or self._fuzzy(query, near))

    def _exact(self, key: str, parts: NameParts, near: Point | None) -> list[Match]:
        named = [(name, 100.0) for name in self._own if name.key == key]
        hits = self.extract.find_exact(key)
        own = rank_matches(own_matches(named, "exact"), near)
        towns = rank_matches([geonames_match(hit, "exact") for hit in hits], near)
        natural = rank_matches(self._natural(key, parts, near), near)
        others = sorted([*towns, *natural], key=lambda match: _is_far(near, match.point))
        return [*(own or self._short(parts, towns, near)), *others]

    def _natural(self, key: str, asked: NameParts, near: Point | None) -> Iterator[Match]:
        """The natural features of a name, or of one without its word: "Danube River"."""
        named = self.natural.find(key)
        yield from (natural_match(one, one.name_of(key), "exact", near) for one in named)
        if asked.kind_word == RIVER:
            rivers = (one for one in self.natural.find(asked.key) if one.kind == RIVER)
            yield from (natural_match(one, one.name_of(asked.key), "short", near)
                        for one in rivers)  # fmt: skip

    def _short(self, asked: NameParts, towns: list[Match], near: Point | None) -> list[Match]:
        """Match "Chaharzebar" with our "Chaharzebar pass", and the other way round."""
        named = [
            (name, 100.0)
            for name in self._own
            if name.parts.key == asked.key
            and (not asked.kind_word or _is_of_kind(name.place, asked.kind_word))
        ]
        return [
            match
            for match in rank_matches(own_matches(named, "short"), near)
            if all(distance_km(match.point, town.point) > _BORROWED_NAME_KM for town in towns)
        ]

    def _fuzzy(self, query: str, near: Point | None) -> list[Match]:
        asked = split_kind_word(query)
        own = rank_matches(own_matches(self._own_fuzzy(asked), "fuzzy"), near)
        if asked.kind_word:
            # A list of towns has no passes or air bases: a near spelling would be a stranger.
            return own
        hits = self.extract.find_fuzzy(asked.key, near)
        return [*own, *rank_matches([geonames_match(hit, "fuzzy") for hit in hits], near)]

    def _own_fuzzy(self, asked: NameParts) -> list[tuple[OwnName, float]]:
        from rapidfuzz import fuzz

        if len(asked.key) < _OWN_FUZZY_LETTERS:
            return []
        # Whoever writes "pass" means a pass; whoever writes nothing may mean either. The kind
        # itself is not compared: "Sumar pass" and "Samar pass" are two names, not one misspelt.
        return [
            (name, fuzz.ratio(asked.key, name.parts.key))
            for name in self._own
            if (not asked.kind_word or asked.kind_word == name.parts.kind_word)
            and is_misspelt(asked.key, name.parts.key)
        ]


def _size(match: Match) -> float:
    """By what of two names the better known is offered first: people, or a thousand for a km."""
    return match.population or 1_000 * (match.radius_km or 0.0)


def _is_far(near: Point | None, point: Point) -> bool:
    """Whether a point is beyond reach, measured on the plane: it only orders what is offered."""
    if near is None:
        return False
    east = (point[1] - near[1] + 180) % 360 - 180
    degrees = hypot(point[0] - near[0], east * cos(radians(near[0])))
    return degrees * LEAST_DEGREE_KM > FUZZY_REACH_KM


def _is_of_kind(place: NamedPlace, kind_word: str) -> bool:
    return split_kind_word(f"any {place.kind}").kind_word == kind_word


def _say_suggestion(hit: Hit) -> str:
    place = hit.place
    written = "" if name_key(hit.name) == name_key(place.name) else f" as {hit.name}"
    return f"{place.name} ({place.country}{written})"
