"""Which names are left without a point: where a namesake is as likely as what the text means.

A gazetteer holds no farm, no brook and not every hamlet, and what it has of such a name is somebody
else; entity linking calls the right answer NIL (McNamee and Dang, 2009). What tells the two apart
is not how many km a candidate is away. A text goes on from a place to one in its neighbourhood, so
a settlement that is meant is among the nearest of its size to those named beside it. A namesake
lies anywhere: hundreds of others are as large and as near, and each could have borne the name by
chance, the likelier the more bear it. So a city is meant from far off, a hamlet in a desert too,
and one in a crowded country from next door only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log, sqrt

from mapping.drafting.resolving import Resolved
from mapping.drafting.toponyms import Toponym
from mapping.drafting.world import Candidate, World
from mapping.gazetteer.extract import Point
from mapping.geo.geodesy import rough_km

BESIDE = 4
"""So many of the places that the text names next to one are asked, and the better half heard:
the others may be strangers themselves, or where the story went on to."""
REACH = 50
"""Nothing so many names away is beside one, and a text of one name for ever ends."""
MOST_RIVALS = 200.0
"""With more rivals a place is not placed: of 48 texts 24 of 50 wrong points go, 6 of 438 right."""


def abstain(
    toponyms: Sequence[Toponym], meant: Mapping[str, Resolved], world: World
) -> dict[str, Resolved]:
    """What is better left without a point, by key, with the candidates that it had."""
    named = [
        (one.key, found) for one in toponyms
        if (found := meant[one.key].found) and found.point and not found.nature
    ]  # fmt: skip
    made = {}
    for key, found in dict(named).items():
        if found.is_own:
            continue
        candidates = meant[key].candidates
        # Of the namesakes only some are in the story's part of the world: a root of them counts.
        rivals = _rivals(found, _beside(found, named), world) * sqrt(len(candidates))
        if rivals > MOST_RIVALS:
            why = f"{found.said}, is no nearer to the places named beside it than many others"
            made[key] = Resolved(None, why, candidates)
    return made


def _beside(found: Candidate, named: Sequence[tuple[str, Candidate]]) -> list[Point]:
    """The points of the other places that the text names next to one, wherever it names it."""
    at = [number for number, (_, one) in enumerate(named) if one.place_id == found.place_id]
    beside: dict[str, Point] = {}
    for step in range(1, min(len(named), REACH)):
        for number in (each + way for each in at for way in (-step, step)):
            one = named[number][1] if 0 <= number < len(named) else found
            if one.point and one.place_id != found.place_id:
                beside[one.place_id] = one.point
        if len(beside) >= BESIDE:
            break
    return [*beside.values()][:BESIDE]


def _rivals(found: Candidate, beside: Sequence[Point], world: World) -> float:
    """How many settlements of at least its people are as near to the places beside it as it is.

    The geometric mean over those that are heard: what matters are orders of magnitude.
    """
    counts = sorted(
        world.count_around(point, rough_km(point, found.point), found.population)
        for point in beside
        if found.point
    )
    heard = [log(max(count, 1)) for count in counts[: (len(counts) + 1) // 2]]
    return exp(sum(heard) / len(heard)) if heard else 0.0
