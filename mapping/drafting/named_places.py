"""The places that a text names, by id, and where it names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mapping.drafting.positions import Course
from mapping.drafting.resolving import Resolved
from mapping.drafting.toponyms import Toponym
from mapping.drafting.world import Candidate
from mapping.format.mending import slug_of


class Reckoned(NamedTuple):
    """How the text says where a place is: by coordinates, or by a course from another place.

    `words` are those that say it, at most ten, and stand at `start`. `base` is the id of the place
    that it is counted from; without one the coordinates stand in the text.
    """

    start: int
    end: int
    words: str
    base: str = ""
    course: Course | None = None
    is_named: bool = False
    """Whether the place has a name besides these words: "Kragan, 100 miles west of Surabaya"."""


class NamedPlace(NamedTuple):
    """A place of the text: found in the gazetteer, or listed with the reason why not.

    `reckoned` is how the text itself says where it is, if it does and nobody else knows.
    """

    place_id: str
    name: str
    kind: str
    found: Candidate | None
    why: str
    candidates: tuple[Candidate, ...]
    reckoned: Reckoned | None = None


def is_position(place: NamedPlace) -> bool:
    """Whether a place has no name but the words that say where it is."""
    return place.reckoned is not None and not place.reckoned.is_named


class PlaceMention(NamedTuple):
    """Where the text names a place."""

    start: int
    end: int
    text: str
    sentence: int
    place_id: str


def places_of(
    toponyms: Sequence[Toponym], meant: Mapping[str, Resolved]
) -> tuple[dict[str, NamedPlace], dict[str, str]]:
    """The places by id, and the id of each key; two names of one place have one id."""
    places: dict[str, NamedPlace] = {}
    ids: dict[str, str] = {}
    by_found: dict[str, str] = {}
    by_word: dict[str, list[str]] = {}
    for one in toponyms:
        if one.key in ids:
            continue
        resolved = meant[one.key]
        found = resolved.found
        by_word.setdefault(one.key.split(" ")[0], []).append(one.key)
        if found and found.place_id in by_found:
            ids[one.key] = by_found[found.place_id]
            continue
        if not found and (known := _listed_before(one, by_word, ids, places)):
            ids[one.key] = known
            continue
        own = found.place_id if found and found.is_own else ""
        place_id = own or free_id(slug_of(one.text), places)
        if found:
            by_found[found.place_id] = place_id
        ids[one.key] = place_id
        kind = (found.kind if found else "") or one.kind
        places[place_id] = NamedPlace(
            place_id, one.text, kind, found, resolved.why, resolved.candidates
        )
    return places, ids


def _listed_before(
    one: Toponym, by_word: dict[str, list[str]], ids: dict[str, str], places: dict[str, NamedPlace]
) -> str:
    """The id of the same unplaced name, where only one of the two says what kind it is."""
    bare = one.key.split(" ")[0]
    for key in by_word[bare]:
        place_id = ids.get(key, "")
        if place_id and not places[place_id].found and (not one.kind or key == bare):
            return place_id
    return ""


def free_id(slug: str, taken: Mapping[str, NamedPlace]) -> str:
    """An id that no place has yet."""
    number = 1
    while (free := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return free
