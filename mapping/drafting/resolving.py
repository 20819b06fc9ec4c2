"""Which of its namesakes a place is: the one that the other places of the text speak for.

The second half of geoparsing. Each candidate begins with what is known of it alone (how many
people, whether the name is its first, whether it is the campaign's own), and then gains by every
other name of the text that may lie near it, in the same country the more: a relaxation over all
names at once (Rosenfeld, Hummel and Zucker, 1976), with spatial minimality (Leidner, Sinclair and
Webber, 2003) as what is near. What stands far from everything else is not placed; how far that is
goes by its size and by whether the name is its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from mapping.drafting.toponyms import Toponym
from mapping.drafting.world import Candidate
from mapping.format.kinds import place_kind
from mapping.gazetteer.natural import Feature
from mapping.geo.geodesy import sphere_km

ROUNDS = 6
NEAR_KM = 150.0
"""At this distance the support of another place has fallen to a third."""
SUPPORT = 6.0
NATURAL = 3.0
"""What a river or a sea beside it gives to a place: less than a town, since they are long."""
OWN = 6.0
MOST_CANDIDATES = 12
SHOWN_CANDIDATES = 8
"""So many namesakes are kept with a place, the likelier first."""
MOST_NAMES = 300
"""So many names at once, those that occur most; the others follow them."""
ANYWHERE_KM = 20_100.0
REACH_KM = {15_000: 400.0, 100_000: 1_200.0, 1_000_000: 4_000.0, 100_000_000: ANYWHERE_KM}
"""How far from the nearest other place a place of at most so many people is still meant."""
DOUBTFUL_KM = {15_000: 150.0, 100_000: 250.0, 1_000_000: 600.0, 100_000_000: 5_000.0}
"""The same of a name beside which nothing says that it is a place."""
OTHER_NAME_KM = {1_000_000: 600.0, 100_000_000: 1_500.0}
"""Farther off nobody means a place of at most so many people by a name besides its own."""
FEWEST_BY_OTHER_NAME = 15_000
OTHER_NAME = 1.5
"""What a smaller place loses by it: old names of hamlets are those of half the world."""
HAMLETS_OTHER_NAME_KM = 100.0
FAR_KM = 1_000.0
"""Farther than this from all others a place gives way to a namesake among them."""
NEAR_STRANGER_KM = 150.0
"""Within this a stranger's namesake is taken for it."""
SHORT_KM = 200.0
"""A natural feature that is no longer tells where a hamlet is."""
FEWEST_IN_THEATRE = 3
"""So many places near each other are a theatre of the story, wherever the others are."""

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Truths = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Numbers = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


class Resolved(NamedTuple):
    """What a name means: a place, or None with the reason; and the others that it may be."""

    found: Candidate | None
    why: str
    candidates: tuple[Candidate, ...]


def resolve(toponyms: Sequence[Toponym], natural: Sequence[Feature] = ()) -> dict[str, Resolved]:
    """What each key means, one thing in the whole text.

    `natural` are features of which the text speaks and nothing else has the name: what is near
    one of them is the likelier meant.
    """
    spots = [np.radians(one.points) for one in natural]
    often = Counter(one.key for one in toponyms)
    candidates = {one.key: one.candidates for one in toponyms if one.candidates}
    sure = {one.key for one in toponyms if not one.doubt}
    keys = sorted(candidates, key=lambda key: (key not in sure, -often[key], key))
    settled: dict[str, Resolved] = {}
    for begin in range(0, len(keys), MOST_NAMES):
        part = keys[begin : begin + MOST_NAMES]
        settled |= _relax({key: _shortlist(candidates[key]) for key in part}, sure, settled, spots)
    placed = _without_strangers(_with_neighbours(settled, sure), sure, spots)
    for one in toponyms:
        placed.setdefault(one.key, Resolved(None, _why_listed(one), ()))
    return placed


def _why_listed(one: Toponym) -> str:
    if one.kind == "country":
        return "a country: no point stands for it"
    is_said = one.kind and not place_kind(one.kind).is_any
    return f"a {one.kind} that no gazetteer has" if is_said else "no gazetteer has it"


def _shortlist(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    located = [one for one in candidates if one.point]
    return tuple(sorted(located, key=_alone, reverse=True)[: MOST_CANDIDATES * 3])


def _alone(one: Candidate) -> float:
    """How likely a place is meant, by itself: orders of magnitude of its people."""
    people = np.log10(max(one.population, 300))
    if one.is_own:
        return float(people + OWN + one.is_first_name)
    if one.is_first_name or one.is_spelling:
        return float(people + 1.0)
    return float(people - (OTHER_NAME if _is_hamlet_by_other_name(one) else 0.0))


def _is_hamlet_by_other_name(one: Candidate) -> bool:
    return not one.is_own and not one.is_first_name and one.population < FEWEST_BY_OTHER_NAME


def _relax(
    candidates: dict[str, tuple[Candidate, ...]], sure: set[str], settled: dict[str, Resolved],
    natural: Sequence[Floats],
) -> dict[str, Resolved]:  # fmt: skip
    flat = [(key, one) for key, each in candidates.items() for one in each]
    if not flat:
        return {key: Resolved(None, "without coordinates", ()) for key in candidates}
    names = np.array([list(candidates).index(key) for key, _ in flat])
    points = np.radians([one.point or (0.0, 0.0) for _, one in flat])
    alone = np.array([_alone(one) for _, one in flat])
    near = _near(points, [one.country for _, one in flat])
    near[names[:, None] == names[None, :]] = 0.0
    trust = np.array([1.0 if key in sure else 0.3 for key, _ in flat])
    fixed = [one.found for one in settled.values() if one.found and one.found.point]
    base = alone + SUPPORT * _support_of(points, fixed) + NATURAL * _beside(points, natural)
    weights = _shares(base, names)
    count = max(len(candidates) - 1, 1)
    for _ in range(ROUNDS):
        support = near @ (weights * trust) / min(count, 8)
        weights = _shares(base + SUPPORT * np.minimum(support, 1.5), names)
    return {
        key: _choice(key, [one for _, one in flat], weights, np.flatnonzero(names == number))
        for number, key in enumerate(candidates)
    }


def _choice(
    key: str,
    flat: Sequence[Candidate],
    weights: Floats,
    own: Numbers,
) -> Resolved:
    if not len(own):
        return Resolved(None, "without coordinates", ())
    order = own[np.argsort(-weights[own], kind="stable")]
    first = flat[int(order[0])]
    return Resolved(first, "", tuple(flat[int(at)] for at in order[:SHOWN_CANDIDATES]))


def _near(points: Floats, countries: Sequence[str]) -> Floats:
    km = sphere_km(points, points)
    code = np.array(countries)
    same = (code[:, None] == code[None, :]) & (code[:, None] != "")
    near: Floats = np.exp(-km / NEAR_KM) + 0.15 * same * np.exp(-km / 1500.0)
    return near


def _support_of(points: Floats, fixed: Sequence[Candidate]) -> Floats:
    if not fixed:
        return np.zeros(len(points))
    others = np.radians([one.point for one in fixed if one.point])
    near: Floats = np.exp(-sphere_km(points, others) / NEAR_KM).max(axis=1)
    return near


def _beside(points: Floats, natural: Sequence[Floats]) -> Floats:
    """How much the natural features of the text speak for each point: 1 at the most.

    A long one says nothing: there are others of any name along it.
    """
    near = np.zeros(len(points))
    for spots in natural:
        if not _is_long(spots):
            near += np.exp(-sphere_km(points, spots).min(axis=1) / NEAR_KM)
    return np.minimum(near, 1.0)


def _is_long(spots: Floats) -> bool:
    return bool(sphere_km(spots[:1], spots).max() > SHORT_KM)


def _shares(scores: Floats, names: Numbers) -> Floats:
    """Weights that add up to 1 for each name."""
    top = np.full(int(names.max()) + 1, -np.inf)
    np.maximum.at(top, names, scores)
    weights = np.exp(1.5 * (scores - top[names]))
    total = np.zeros_like(top)
    np.add.at(total, names, weights)
    shares: Floats = weights / total[names]
    return shares


def _with_neighbours(settled: dict[str, Resolved], sure: set[str]) -> dict[str, Resolved]:
    """A namesake among the places of the story instead of one that is far from all of them."""
    points = {key: one.found.point for key, one in settled.items()
              if key in sure and one.found and one.found.point}  # fmt: skip
    own = {key for key in points if (found := settled[key].found) and found.is_own}
    made = dict(settled)
    for key in sorted(points.keys() - own):
        point = points[key]
        others = np.radians([each for other, each in points.items() if other != key])
        if len(others) < FEWEST_IN_THEATRE:
            continue
        if sphere_km(np.radians([point]), others).min() <= FAR_KM:
            continue
        for one in settled[key].candidates:
            if one.point and one.population >= FEWEST_BY_OTHER_NAME:
                km = np.sort(sphere_km(np.radians([one.point]), others)[0])
                if km[FEWEST_IN_THEATRE - 2] <= NEAR_STRANGER_KM:
                    made[key] = Resolved(one, "", settled[key].candidates)
                    break
    return made


def _without_strangers(
    settled: dict[str, Resolved], sure: set[str], natural: Sequence[Floats]
) -> dict[str, Resolved]:
    """Leave unplaced what lies farther from all others than its size allows.

    Until none is left: what only had another stranger near it is one, too. In a stranger's stead
    stands the first of its namesakes that is near what is left.
    """
    kept = dict(settled)
    tried: set[str] = set()
    while True:
        found = {key: one.found for key, one in kept.items() if one.found}
        points = {key: one.point for key, one in found.items() if one.point}
        strange = _strangers(found, points, kept, sure, natural)
        if not strange:
            return kept
        others = [point for key, point in points.items() if key in sure and key not in strange]
        for key in strange:
            one, candidates = found[key], kept[key].candidates
            nearer = None if key in tried else _nearer(candidates, np.radians(others), key in sure)
            why = f"{one.name}, {one.country}, lies far from every other place of the text"
            kept[key] = Resolved(nearer, "" if nearer else why, candidates)
        tried |= {*strange}


def _strangers(
    found: Mapping[str, Candidate], points: Mapping[str, tuple[float, float]],
    settled: Mapping[str, Resolved], sure: set[str], natural: Sequence[Floats],
) -> list[str]:  # fmt: skip
    """The keys of those too far from every other one; a doubtful one only speaks for its near."""
    if len(points) < 2:
        return []
    radians = np.radians([*points.values()])
    km = sphere_km(radians, radians)
    np.fill_diagonal(km, np.inf)
    doubtful = np.array([key not in sure for key in points])
    km[:, doubtful] = np.where(km[:, doubtful] < NEAR_KM, km[:, doubtful], np.inf)
    reach = np.array([_reach(found[key], key in sure, settled[key].candidates) for key in points])
    hamlets = np.array([_is_hamlet(found[key]) for key in points])
    own = np.array([found[key].is_own for key in points])
    reach = np.where(own, np.inf, reach)
    wide = len(natural)
    accepted = _reached(
        _with_natural(km, radians, natural, hamlets),
        np.concatenate([reach, np.full(wide, NEAR_KM)]),
        np.concatenate([~doubtful, np.full(wide, True)]),
    )[: len(points)]
    return [key for key, is_in in zip(points, accepted, strict=True) if not is_in]


def _with_natural(km: Floats, points: Floats, natural: Sequence[Floats], hamlets: Truths) -> Floats:
    """The same distances with those to natural features, which are places of the story, too."""
    nodes = [points[number : number + 1] for number in range(len(points))] + [*natural]
    count = len(points)
    long = [_is_long(spots) for spots in natural]
    wide = np.full((len(nodes), len(nodes)), np.inf)
    wide[:count, :count] = km
    for number in range(count, len(nodes)):
        for other in range(number):
            if other < count and hamlets[other] and long[number - count]:
                continue
            far = sphere_km(nodes[number], nodes[other]).min()
            wide[number, other] = wide[other, number] = far
    return wide


def _reached(km: Floats, reach: Floats, sure: Truths) -> Truths:
    """Which places are within their reach of a theatre of the story, or of one that is.

    The theatres are the most places that are within reach of each other, others of at least
    `FEWEST_IN_THEATRE` sure ones, and what is meant anywhere: two namesakes that are neighbours on
    another continent do not speak for each other.
    """
    theatre = _together(km <= np.minimum(reach[:, None], reach[None, :]))
    size = np.bincount(theatre, weights=np.where(sure, 1.0, 0.01))[theatre]
    is_theatre = (size >= min(FEWEST_IN_THEATRE, size.max())) & (np.bincount(theatre)[theatre] > 1)
    reached: Truths = is_theatre | (reach >= ANYWHERE_KM)
    while True:
        more = reached | (km[:, reached].min(axis=1, initial=np.inf) <= reach)
        if (more == reached).all():
            return reached
        reached = more


def _together(linked: Truths) -> Numbers:
    """The number of the first place to which each is linked, over however many others."""
    linked = linked | linked.T
    first = np.arange(len(linked))
    while True:
        least = np.minimum(first, np.where(linked, first[None, :], len(linked)).min(axis=1))
        if (least == first).all():
            return first
        first = least


def _is_hamlet(one: Candidate) -> bool:
    return one.population < min(REACH_KM)


def _nearer(candidates: Sequence[Candidate], others: Floats, is_sure: bool) -> Candidate | None:
    """The first of a stranger's namesakes that lies within reach of the other places."""
    for one in candidates:
        if one.point and len(others):
            nearest = sphere_km(np.radians([one.point]), others).min()
            if nearest <= min(_reach(one, is_sure, candidates), NEAR_STRANGER_KM):
                return one
    return None


def _reach(one: Candidate, is_sure: bool, candidates: Sequence[Candidate]) -> float:
    """How far from all others a place is still meant, in km.

    A hamlet by another name is meant only close by, unless nothing else in the world is called so.
    """
    if _is_hamlet_by_other_name(one) and (one.is_spelling or len(candidates) > 1):
        return HAMLETS_OTHER_NAME_KM
    most = ANYWHERE_KM if one.is_first_name else _within(OTHER_NAME_KM, one)
    usual = _within(REACH_KM if is_sure else DOUBTFUL_KM, one)
    return min(usual, most)


def _within(reach_km: Mapping[int, float], one: Candidate) -> float:
    """What is said for a place's size."""
    return next(km for people, km in reach_km.items() if one.population < people)
