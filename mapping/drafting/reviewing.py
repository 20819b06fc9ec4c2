"""A draft beside a campaign: each claim as a person may take it in, correct it, or leave it.

What is taken in is an ordinary edit of the campaign's files. Whether a claim is in it already is
read from its evidence, so that undoing, and another day's work, are seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from mapping.drafting.draft import Draft, Mention
from mapping.drafting.draft_folder import INFERRED, kind_of, moments_of, say_deed
from mapping.drafting.lock import Claim as DraftedClaim
from mapping.drafting.named_places import NamedPlace as TextPlace
from mapping.drafting.named_places import Reckoned
from mapping.drafting.parties import Sides, is_one_person, split_names
from mapping.drafting.reckoning import say_course
from mapping.drafting.world import COMPUTED, Candidate, size_of
from mapping.editing.claim import USUAL_KM, Claim, NamedForce, NamedPlace, NamedSource
from mapping.editing.folder_files import Files, lines_of
from mapping.editing.head_values import entries_of
from mapping.format.mending import plain_number
from mapping.gazetteer.names import name_key
from mapping.geo.geodesy import Point
from mapping.intake.found import a_point

NOT_FOUND = "not found"
DEPARTURE = "departure"
"""What a movement is called of which the text only says from where."""
PLAIN = "other"
"""What it is: an event at that place, after which a force is last known there. The kind
`departure` ends a force.
"""
CARRIED = "The day is the one that the text had come to in the sentences before."
"""What is said of a day that its sentence does not state, where a person says that it is meant."""
ORDER = ("from", "via", "to", "at")


class Piece(NamedTuple):
    """A stretch of the text: what it names (place, date, or nothing), and if it is the phrase.

    A place has its id in the draft.
    """

    text: str
    kind: str
    is_phrase: bool
    place_id: str = ""


def pieces_of(draft: Draft, claim: DraftedClaim | None, start: int, end: int) -> Iterator[Piece]:
    """A stretch of the text cut where a place, a date or the claim's phrase begins or ends."""
    marked = {"place", "date"}
    spans = [one for one in draft.mentions
             if one.kind in marked and one.start < end and start < one.end]  # fmt: skip
    phrase = (claim.start, claim.end) if claim else (0, 0)
    edges = {start, end, *phrase, *(at for one in spans for at in (one.start, one.end))}
    cuts = sorted(at for at in edges if start <= at <= end)
    rest = iter(spans)
    following = next(rest, None)
    around: list[Mention] = []
    for low, high in pairwise(cuts):
        while following and following.start <= low:
            around.append(following)
            following = next(rest, None)
        # Of "ten miles north of Kut" the end is Kut itself.
        around = [one for one in around if one.end > low]
        named = around[-1] if around else None
        text, is_phrase = draft.text[low:high], phrase[0] <= low and high <= phrase[1]
        bare = text.rstrip() if named and high < named.end else text
        yield Piece(bare, named.kind if named else "", is_phrase, named.place_id if named else "")
        if bare != text:
            yield Piece(text[len(bare) :], "", is_phrase)


def locator_of(claim: DraftedClaim) -> str:
    """Where a claim stands in the text."""
    return f"characters {claim.start}-{claim.end}"


def taken_in(draft: Draft, source: str, files: Files) -> frozenset[int]:
    """The claims, by number, that the campaign's evidence has from the source of this title."""
    source_id = source_in(source, files).source_id
    if not source_id:
        return frozenset()
    written = {
        (one.get("table"), one.get("locator"), one.get("words"))
        for _, one in lines_of(files, "evidence") if one.get("source_id") == source_id
    }  # fmt: skip
    return frozenset(
        number for number, claim in enumerate(draft.claims)
        if (_table_of(claim), locator_of(claim), _words(claim)) in written
    )  # fmt: skip


def _table_of(claim: DraftedClaim) -> str:
    return "events" if _is_departure(claim) else claim.table


def _is_departure(claim: DraftedClaim) -> bool:
    roles = {one.role for one in claim.places}
    return claim.table == "movements" and claim.mode == "actual" and roles == {"from"}


def deed_of(claim: DraftedClaim) -> str:
    """What a claim's line calls what was done."""
    return DEPARTURE if _is_departure(claim) else claim.kind


def line_of(draft: Draft, claim: DraftedClaim, deed: str, who: str) -> str:
    """The claim in one neutral line, with what a person has corrected of it."""
    return say_deed(claim, deed, who, [draft.places[one.place_id].name for one in claim.places])


def _words(claim: DraftedClaim) -> str:
    return " ".join(claim.phrase.split())


def source_in(title: str, files: Files) -> NamedSource:
    """The campaign's source of a title, else a new one."""
    for _, one in lines_of(files, "sources"):
        if one.get("title", "").strip() == title.strip():
            return NamedSource(source_id=one["source_id"])
    return NamedSource(title=title, kind="article")


def claim_as_read(
    draft: Draft, claim: DraftedClaim, files: Files, source: str,
    picked: Mapping[str, NamedPlace],
) -> Claim:  # fmt: skip
    """The claim as the text bears it; `picked` are places that a person has corrected, by id."""
    starts, ends = moments_of(claim, draft)
    way = sorted(claim.places, key=lambda one: ORDER.index(one.role))
    places = [place_in_hand(draft, one.place_id, files, picked) for one in way]
    table = _table_of(claim)
    against = _force(draft, claim.against, files) if table == "events" else ()
    actors = tuple(
        force for one in draft.reading.each_of(claim.actor) for force in _force(draft, one, files)
    )
    named = source_in(source, files)
    return Claim(
        is_movement=table == "movements", title=line_of(draft, claim, deed_of(claim), claim.actor),
        kind=PLAIN if _is_departure(claim) else kind_of(claim),
        starts=starts, ends=ends, places=tuple(dict.fromkeys(places)), by=actors,
        against=() if against == actors else against, mode=claim.mode,
        inferred=INFERRED.get(claim.basis, ""),
        source=NamedSource(source_id=named.source_id, title=named.title, kind=named.kind,
                           locator=locator_of(claim), words=_words(claim)),
    )  # fmt: skip


def place_in_hand(
    draft: Draft, place_id: str, files: Files, picked: Mapping[str, NamedPlace]
) -> NamedPlace:
    """A place as a person has corrected it, else as the text bears it.

    What was picked and taken in before is the campaign's own by now; a place of the campaign that
    was taken away meanwhile is no correction.
    """
    one = picked.get(place_id)
    if one is None:
        return place_as_read(draft, place_id, files, picked)
    for _, cells in lines_of(files, "places"):
        if one.place_id == cells["place_id"]:
            return one
        if not one.place_id and _is_written(one, cells):
            return NamedPlace(place_id=cells["place_id"])
    return place_as_read(draft, place_id, files, picked) if one.place_id else one


def _is_written(place: NamedPlace, cells: Mapping[str, str]) -> bool:
    """Whether a row is what was made of a place."""
    point = ("", "") if place.point is None else tuple(f"{one:.6g}" for one in place.point)
    return name_key(cells.get("name", "")) == name_key(place.name) and point == (
        cells.get("lat", ""), cells.get("lon", ""),
    )  # fmt: skip


def place_as_read(
    draft: Draft, place_id: str, files: Files, picked: Mapping[str, NamedPlace]
) -> NamedPlace:
    """A place of the text: the campaign's own, the gazetteer's, or one that is only listed.

    What the text counts from another place is computed from where that one is now.
    """
    place = draft.places[place_id]
    if place.found and place.found.own:
        return NamedPlace(place_id=place.found.place_id)
    if known := _known(place.name, files):
        return known
    if place.reckoned and place.reckoned.course:
        base = place_in_hand(draft, place.reckoned.base, files, picked)
        return _as_reckoned(draft, place, place.reckoned, spot_of(base, files))
    if place.found and place.found.point:
        made = place_of(place.name, place.kind, place.found)
        said = place.reckoned
        return replace(made, words=said.words, locator=_locator(said)) if said else made
    return listed_place(place)


def _as_reckoned(
    draft: Draft, place: TextPlace, said: Reckoned, spot: tuple[Point, float] | None
) -> NamedPlace:
    """A place by its course from another; without that one's (point, radius) it is listed."""
    if spot is None or said.course is None:
        return listed_place(place)
    point, radius_km = said.course.lead_from(*spot)
    return replace(
        listed_place(place), point=point, radius_km=radius_km, found_by=COMPUTED,
        note=say_course(said.course, draft.places[said.base].name, spot[0]),
        words=said.words, locator=_locator(said),
    )  # fmt: skip


def _locator(said: Reckoned) -> str:
    return f"characters {said.start}-{said.end}"


def spot_of(place: NamedPlace, files: Files) -> tuple[Point, float] | None:
    """Where a place is, of the campaign's own as its row has it, and how far off that may be."""
    if not place.place_id:
        return (place.point, place.radius_km) if place.point else None
    row = next((one for _, one in lines_of(files, "places")
                if one["place_id"] == place.place_id), {})  # fmt: skip
    point = a_point(row.get("lat", ""), row.get("lon", ""))
    radius = plain_number(row.get("radius_km", ""), 0, math.inf)
    return (point, USUAL_KM if radius is None else radius) if point else None


def listed_place(place: TextPlace) -> NamedPlace:
    """A place of the text of which nobody knows where it is."""
    kind = "region" if place.kind == "country" else place.kind or "other"
    return NamedPlace(name=place.name, kind=kind, found_by=NOT_FOUND)


def place_of(name: str, kind: str, candidate: Candidate) -> NamedPlace:
    """What the text calls `name`, as this place of the gazetteer."""
    if candidate.own:
        return NamedPlace(place_id=candidate.place_id)
    usual, radius = size_of(candidate)
    return NamedPlace(
        name=name, kind=kind or usual, point=candidate.point, radius_km=radius,
        found_by=candidate.source, found_id=candidate.found_id,
    )  # fmt: skip


def _known(name: str, files: Files) -> NamedPlace | None:
    key = name_key(name)
    return next((NamedPlace(place_id=one["place_id"]) for _, one in lines_of(files, "places")
                 if name_key(one.get("name", "")) == key), None)  # fmt: skip


def _force(draft: Draft, phrase: str, files: Files) -> tuple[NamedForce, ...]:
    """Who acts: a force of the campaign by its name, else a new one of the side that is said."""
    name = " ".join(phrase.split())
    if not name:
        return ()
    forces = [one for _, one in lines_of(files, "forces")]
    for is_same in (_is_one_name, is_one_person):
        known = [one["force_id"] for one in forces if is_same(one.get("name", ""), name)]
        if len(known) == 1:
            return (NamedForce(force_id=known[0]),)
    side = draft.reading.side_of(name)
    side_id = next((str(one.get("id", "")) for one in entries_of(files, "sides")
                    if one.get("name") == side), "")  # fmt: skip
    return (NamedForce(name=name, side_id=side_id, kind=draft.reading.kind_of(phrase) or "other"),)


def _is_one_name(one: str, other: str) -> bool:
    return name_key(one) == name_key(other)


def sides_said(said: Mapping[str, str]) -> Sides:
    """The sides by name, each with what the text calls it."""
    return Sides({side: split_names(names) for side, names in said.items()})


def say_draft(draft: Draft, placed: int) -> str:
    """What was read, in one line, and what to do where it is nothing.

    `placed` of its places have a point by now.
    """
    found = (
        f"{_some(len(draft.places), 'place')}, {placed} of them with a point, "
        f"{_some(len(draft.claims), 'claim')}"
    )
    if not draft.places:
        return "No place was found in it: is it the text that you meant?"
    if not draft.claims:
        return f"{found}. Claims are drafted from English only, by verbs that say what was done."
    return f"{found}, {_some(len(draft.left), 'passage')} that gave none."


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
