"""A draft held against what was marked by hand in its text; README.md beside says how."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from mapping.drafting.draft import Draft, Frame, draft_text
from mapping.drafting.lock import Claim
from mapping.drafting.named_places import is_position
from mapping.drafting.parties import Sides
from mapping.drafting.world import World
from mapping.geo.geodesy import distance_km

USUAL_KM = 25.0
SOURCES = ("geonames", "naturalearth", "ncarg")
"""Whose ids the gazetteer in use gives."""
HELD = ("town",)
"""Which places the shipped extract was seen to hold, under their name of today or the text's."""


@dataclass
class Score:
    """Counts of one text, or of several added up; each pair is right ones and all."""

    found: int = 0
    marked: int = 0
    drafted: int = 0
    near: int = 0
    held: int = 0
    near_any: int = 0
    placed: int = 0
    located: int = 0
    strange: int = 0
    seen: int = 0
    dates: int = 0
    dated: int = 0
    claims: int = 0
    claimed: int = 0
    kinds: int = 0
    days: int = 0
    where: int = 0
    orders: int = 0
    ordered: int = 0
    proposed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of the mentions of places."""
        return share(2 * self.found, self.marked + self.drafted)

    def row(self) -> list[str]:
        """The cells of the printed table."""
        values = [
            share(self.found, self.drafted), share(self.found, self.marked), self.f1,
            share(self.near_any, self.placed), share(self.near, self.held),
            share(self.near_any, self.located),
            share(self.seen, self.dated), share(self.dates, self.dated),
            share(self.claims, self.claimed),
            share(self.kinds, self.claims), share(self.days, self.claims),
            share(self.where, self.claims), share(self.orders, self.ordered),
        ]  # fmt: skip
        return [f"{value:.2f}" for value in values]


HEADING = (
    "precision", "recall", "F1", "placed right", "towns placed", "all placed",
    "dates found", "dates exact", "claims met",
    "kind", "day", "places", "from-to order",
)  # fmt: skip


def share(part: int, whole: int) -> float:
    """A share, 1 of nothing."""
    return part / whole if whole else 1.0


def draft_marked(marks: dict[str, Any], text: str, world: World) -> Draft:
    """The draft of a text as its marks frame it."""
    sides = Sides({side: tuple(words) for side, words in marks["sides"].items()})
    return draft_text(text, Frame.of(marks["first_day"], marks["last_day"], sides), world)


def read_marked(folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The marks and the texts of a folder, by name."""
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        yield json.loads(path.read_text(encoding="utf-8")), text


def score(draft: Draft, marks: dict[str, Any]) -> Score:
    """Count what is right in a draft."""
    made = Score()
    _score_places(made, draft, marks)
    _score_dates(made, draft, marks)
    _score_claims(made, draft, marks)
    return made


def _score_places(made: Score, draft: Draft, marks: dict[str, Any]) -> None:
    named = {
        (one.start, one.end): one.place_id
        for one in draft.mentions
        if one.kind == "place" and not is_position(draft.places[one.place_id])
    }
    marked = {(one["start"], one["end"]): one["place"] for one in marks["mentions"]}
    made.marked, made.drafted = len(marked), len(named)
    made.found = len(set(named) & set(marked))
    places = {one["place"]: one for one in marks["places"]}
    drafted: dict[str, str] = {}
    for span, place in marked.items():
        if span in named:
            drafted.setdefault(place, named[span])
    for place_id, place in places.items():
        if place["lat"] is None:
            continue
        is_near = place_id in drafted and _is_near(draft, drafted[place_id], place)
        made.located += 1
        made.near_any += is_near
        made.placed += place_id in drafted and draft.places[drafted[place_id]].found is not None
        if place["gazetteer"] in HELD:
            made.held += 1
            made.near += is_near
    made.strange = sum(
        bool(one.found)
        and one.found.own is None
        and one.found.source not in SOURCES
        and not one.reckoned
        for one in draft.places.values()
    )


def _is_near(draft: Draft, drafted: str, place: dict[str, Any]) -> bool:
    found = draft.places[drafted].found
    if found is None or found.point is None:
        return False
    reach = max(USUAL_KM, place.get("radius_km") or 0)
    return distance_km(found.point, (place["lat"], place["lon"])) <= reach


def _score_dates(made: Score, draft: Draft, marks: dict[str, Any]) -> None:
    """A date is found by words that overlap the marked ones, and exact if they give its moment."""
    days = [one for one in draft.mentions if one.kind == "date"]
    for mark in marks["dates"]:
        made.dated += 1
        beside = [one for one in days if one.start < mark["end"] and mark["start"] < one.end]
        made.seen += bool(beside)
        made.dates += any(
            one.moment == (mark["moment"] or "") and one.ends == (mark.get("until") or "")
            for one in beside
        )


def _score_claims(made: Score, draft: Draft, marks: dict[str, Any]) -> None:
    """Each marked claim is met by the drafted one of its sentence with most in common."""
    ids = _ids(draft, marks)
    left = [*draft.claims]
    made.proposed = len(left)
    for mark in marks["claims"]:
        made.claimed += 1
        inside = [one for one in left if mark["start"] <= one.start < mark["end"]]
        if not inside:
            continue
        best = max(inside, key=lambda one: (sum(_alike(one, mark, ids)), _shared(one, mark, ids)))
        kind, day, where = _alike(best, mark, ids)
        if not where and not kind:
            continue
        left.remove(best)
        made.claims += 1
        made.kinds += kind
        made.days += day
        made.where += where
        if mark["table"] == "movements" and len(_way(mark)) > 1:
            made.ordered += 1
            made.orders += [ids.get(place.place_id) for place in _in_order(best)] == _way(mark)


def _ids(draft: Draft, marks: dict[str, Any]) -> dict[str, str]:
    marked = {(one["start"], one["end"]): one["place"] for one in marks["mentions"]}
    ids: dict[str, str] = {}
    for one in draft.mentions:
        if (one.start, one.end) in marked:
            ids.setdefault(one.place_id, marked[(one.start, one.end)])
    # What is counted from a place is told of it.
    for place in draft.places.values():
        if place.reckoned and place.reckoned.base in ids:
            ids.setdefault(place.place_id, ids[place.reckoned.base])
    return ids


def _alike(claim: Claim, mark: dict[str, Any], ids: dict[str, str]) -> tuple[bool, bool, bool]:
    kind = claim.kind in (mark["kind"], *mark.get("or", ()))
    day = claim.moment == (mark["moment"] or "")
    places = {ids.get(one.place_id, one.place_id) for one in claim.places}
    return kind, day, bool(places & {*_way(mark), *(mark.get("at") or ())})


def _shared(claim: Claim, mark: dict[str, Any], ids: dict[str, str]) -> int:
    """How many places a claim has in common with the marked one."""
    named = {ids.get(one.place_id, one.place_id) for one in claim.places}
    return len(named & {*_way(mark), *(mark.get("at") or ())})


def _way(mark: dict[str, Any]) -> list[str]:
    way: list[str] = []
    for key in ("from", "via", "to"):
        value = mark.get(key)
        way += value if isinstance(value, list) else [value] if value else []
    carried = mark.get("carried") or ()
    given = [mark.get(key) for key in carried]
    return [one for one in way if one not in given]


def _in_order(claim: Claim) -> Sequence[Any]:
    order = ("from", "via", "to", "at")
    return sorted(claim.places, key=lambda one: order.index(one.role))
