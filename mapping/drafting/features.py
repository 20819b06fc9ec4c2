"""Which river, sea, lake or island a name is that no gazetteer of settlements has.

Only names that are places of the text already: a natural feature makes no name a place. It is the
one of its name, and of the kind that the words beside the name say, that is nearest to the placed
settlements, and of a long one the part that the same sentences lead to. What is far from them, for
its size, is another one of that name and stays listed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from mapping.drafting.lexicon import words_of
from mapping.drafting.resolving import Resolved
from mapping.drafting.toponyms import Toponym
from mapping.drafting.world import Candidate, World
from mapping.gazetteer.extract import Point
from mapping.gazetteer.names import name_key
from mapping.gazetteer.natural import ISLAND, LAKE, RIVER, SEA, Feature

BESIDE_KM = 100.0
"""So near a feature is a place of the same sentence where the story touches it,"""
TOUCH_KM = 40.0
"""and so much farther the part goes that is meant."""
AROUND_KM = 100.0
"""The same where the sentence names no such place."""
LEAST_REACH_KM = 150.0
ANY_KM = 20_100.0
REACH = {RIVER: (1.0, 1_500.0), LAKE: (2.0, 750.0), ISLAND: (4.0, 1_000.0), SEA: (3.0, 3_000.0)}
"""How far from all placed ones a feature is meant: so many times its half length, in km at most.

Nothing but a sea is called a sea; of rivers and islands there are many small ones of a large one's
name.
"""
KINDS = {"lake": LAKE, "island": ISLAND, "isle": ISLAND, "islands": ISLAND}
_BEFORE = re.compile(r"(\w+)(?: of)?( the)? $")
_BEHIND = re.compile(r"[ -](\w+)")


class NaturalNames:
    """The names of a text that rivers, seas, lakes and islands have, too, by key."""

    def __init__(self, text: str, toponyms: Sequence[Toponym], world: World) -> None:
        self._toponyms = toponyms
        named: dict[str, list[Toponym]] = defaultdict(list)
        for one in toponyms:
            if one.kind != "country":
                named[one.key].append(one)
        self._features = {
            key: found for key, each in named.items() if (found := [*_features(text, each, world)])
        }
        self._sure = {one.key for one in toponyms if not one.doubt}

    def lone(self) -> list[Feature]:
        """The features of names that nothing else has: towns are known by them."""
        settled = {one.key for one in self._toponyms if one.candidates}
        return [found[0] for key, found in self._features.items()
                if len(found) == 1 and key in self._sure - settled]  # fmt: skip

    def place(self, meant: Mapping[str, Resolved]) -> dict[str, Resolved]:
        """What those names mean that are no settlement's, by key."""
        sentences: dict[int, list[Point]] = defaultdict(list)
        for one in self._toponyms:
            found = meant[one.key].found
            if found and found.point and not one.doubt:
                sentences[one.sentence].append(found.point)
        placed = list(dict.fromkeys(point for each in sentences.values() for point in each))
        made = {}
        for key, features in self._features.items():
            if meant[key].found:
                continue
            beside = [point for one in self._toponyms if one.key == key
                      for point in sentences[one.sentence]]  # fmt: skip
            most = ANY_KM if key in self._sure else LEAST_REACH_KM
            parts = [part for one in features if (part := _part_meant(one, beside, placed, most))]
            if parts:
                nearest = [one for _, one in sorted(parts, key=lambda each: each[0])]
                made[key] = Resolved(nearest[0], "", (*nearest, *meant[key].candidates))
        return made


def _part_meant(
    feature: Feature, beside: Sequence[Point], placed: Sequence[Point], most_km: float
) -> tuple[float, Candidate] | None:
    """The part of a feature that the text may mean, and how far it is from the placed ones."""
    if not placed:
        return None
    times, most = REACH[feature.kind]
    reach = min(most, max(LEAST_REACH_KM, times * feature.whole().radius_km))
    part = feature.part_near(placed, AROUND_KM)
    if part.km > min(reach, most_km):
        return None
    if beside and (touched := feature.part_near(beside, TOUCH_KM)).km <= BESIDE_KM:
        part = touched
    return part.km, Candidate.of_nature(feature, part)


def _features(text: str, named: Sequence[Toponym], world: World) -> Iterator[Feature]:
    """What the names of one key may be called after, by the words at them."""
    first = named[0]
    said = next((kind for one in named if (kind := _kind_said(text, one))), "")
    if not said:
        article = any(one.article for one in named)
        for feature in world.find_natural(name_key(first.text)):
            # "The Vistula" is a river; no island but a group has an article.
            is_group = first.text.endswith("s")
            if article if feature.kind in (RIVER, SEA) else not article or is_group:
                yield feature
        for feature in world.find_natural_short(name_key(first.text)):
            if article or feature.kind == LAKE:
                yield feature
        return
    whole = world.find_natural(_one_strait(first.text))
    yield from whole
    bare = name_key(_bare(first.text))
    yield from (
        feature for feature in world.find_natural(bare)
        if feature.kind == said and feature not in whole
    )  # fmt: skip


def _one_strait(name: str) -> str:
    return name_key(re.sub(r"\bStraits\b", "Strait", name))


def _kind_said(text: str, one: Toponym) -> str:
    """The kind that a word in or beside a name says, natural or not; empty if none does."""
    words = one.text.split()
    said = [_kind_of(word) for word in ((words[-1], words[0]) if len(words) > 1 else ())]
    if behind := _BEHIND.match(text, one.end):
        said.append(_kind_of(behind[1]))
    if before := _BEFORE.search(text, max(0, one.start - 30), one.start):
        kind = _kind_of(before[1])
        # "The valley of the Myittha" is that of a river.
        said.append("" if before[2] and kind not in REACH else kind)
    return next(filter(None, said), "")


def _kind_of(word: str) -> str:
    return KINDS.get(word.lower(), words_of("hint").get(word.lower(), ""))


def _bare(name: str) -> str:
    """The name without its word for a kind: "Lake Victoria", "Buffalo River", "Sea of Azov"."""
    hints = words_of("hint")
    words = name.split()
    if len(words) > 1 and words[-1].lower() in hints:
        words = words[:-1]
    elif len(words) > 1 and words[0].lower() in hints:
        words = words[2:] if words[1] == "of" else words[1:]
    return " ".join(words)
