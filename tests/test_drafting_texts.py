"""The twelve annotated texts for the drafter: every mark stands where it says, and fits the format.

What the marks mean, and by which rules they were set, is told in `tests/drafting/README.md`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mapping.format.dates import parse_moment
from mapping.format.kinds import CLAIM_KINDS, PLACE_KINDS
from mapping.gazetteer import name_key
from mapping.gazetteer.extract import DEFAULT_EXTRACT, load_extract
from mapping.geo.geodesy import distance_km

FOLDER = Path(__file__).parent / "drafting"
FEWEST_WORDS, MOST_WORDS = 150, 400
PHRASE_WORDS = 10
TOWN_KM = 25.0
TRAPS = {"person", "people", "unit", "ship", "word"}
WAYS = ("from", "via", "to")


@dataclass(frozen=True)
class Annotated:
    """A text and all that is marked in it."""

    text: str
    said: dict[str, Any]

    def places(self) -> dict[str, dict[str, Any]]:
        """The places of the text by their ids."""
        return {place["place"]: place for place in self.said["places"]}


def read_text(path: Path) -> Annotated:
    """A text with its annotation beside it; offsets count a line's end as one character."""
    text = path.read_text(encoding="utf-8")
    return Annotated(text, json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))


TEXTS = {path.stem: read_text(path) for path in sorted(FOLDER.glob("*seen/*.txt"))}
each_text = pytest.mark.parametrize("one", TEXTS.values(), ids=TEXTS.keys())


def used_places(claim: dict[str, Any]) -> set[str]:
    """The ids of all places that a claim names."""
    named = [claim.get("from"), claim.get("to"), *claim.get("via", []), *claim.get("at", [])]
    return {place for place in named if place}


def test_there_are_twelve_texts_about_twelve_wars() -> None:
    assert len(list(FOLDER.glob("seen/*.txt"))) == 8
    assert len(list(FOLDER.glob("unseen/*.txt"))) == 4
    assert len({one.said["war"] for one in TEXTS.values()}) == 12
    assert len({one.said["continent"] for one in TEXTS.values()}) == 6
    assert len({one.said["century"] for one in TEXTS.values()}) >= 8
    assert [one.said["id"] for one in TEXTS.values()] == list(TEXTS)


@each_text
def test_its_length_is_as_promised(one: Annotated) -> None:
    assert FEWEST_WORDS <= len(one.text.split()) <= MOST_WORDS
    assert one.text == one.text.strip() + "\n"


@each_text
def test_every_mark_stands_where_it_says(one: Annotated) -> None:
    for group in ("mentions", "dates", "traps"):
        marks = one.said[group]
        assert marks == sorted(marks, key=lambda mark: mark["start"])
        for mark in marks:
            assert one.text[mark["start"] : mark["end"]] == mark["words"]
            assert mark["words"] == mark["words"].strip()


@each_text
def test_no_two_marks_share_a_letter(one: Annotated) -> None:
    marks = [mark for group in ("mentions", "dates", "traps") for mark in one.said[group]]
    marks.sort(key=lambda mark: mark["start"])
    for mark, following in pairwise(marks):
        assert mark["end"] <= following["start"], (mark, following)


@each_text
def test_a_name_marked_once_is_marked_each_time(one: Annotated) -> None:
    taken = [mark for group in ("mentions", "dates", "traps") for mark in one.said[group]]
    names = [*one.said["mentions"], *(m for m in one.said["traps"] if m["what"] != "word")]
    for words in {mark["words"] for mark in names}:
        for found in re.finditer(rf"\b{re.escape(words)}\b", one.text):
            assert any(m["start"] <= found.start() and found.end() <= m["end"] for m in taken), (
                words,
                found.start(),
            )


@each_text
def test_moments_are_those_of_the_format(one: Annotated) -> None:
    for dated in [*one.said["dates"], *one.said["claims"]]:
        for cell in (dated.get("moment"), dated.get("until")):
            if cell is not None:
                parse_moment(cell)
    for day in (one.said["first_day"], one.said["last_day"]):
        parse_moment(day)
    for date in one.said["dates"]:
        assert date["moment"] and date["basis"] in {"stated", "relative"}
    for claim in one.said["claims"]:
        assert (claim["moment"] is None) == (claim["basis"] == "none")


@each_text
def test_an_open_moment_has_the_word_that_opens_it(one: Annotated) -> None:
    for date in one.said["dates"]:
        first = date["words"].split()[0].lower()
        assert date["moment"].startswith("[..") == (first in {"by", "before"}), date
        assert date["moment"].endswith("..]") == (first in {"since", "after"}), date


@each_text
def test_a_claim_has_its_moment_from_a_date_of_the_text(one: Annotated) -> None:
    dates = one.said["dates"]
    for claim in one.said["claims"]:
        inside = {
            end
            for date in dates
            if claim["start"] <= date["start"] and date["end"] <= claim["end"]
            for end in (date["moment"], date.get("until"))
        }
        before = {date["moment"].split("T")[0] for date in dates if date["end"] <= claim["start"]}
        for cell in (claim["moment"], claim.get("until")):
            if cell and claim["basis"] in {"stated", "relative"}:
                assert cell in inside, claim
            elif cell:
                assert cell in before, claim


@each_text
def test_places_are_whole_and_all_are_used(one: Annotated) -> None:
    places = one.places()
    assert len(places) == len(one.said["places"])
    assert {mention["place"] for mention in one.said["mentions"]} == set(places)
    for place in places.values():
        assert place["kind"] in PLACE_KINDS
        assert place["gazetteer"] in {"town", "small", "feature", "none"}
        assert re.fullmatch("[A-Z]{2}|", place["country"])
        assert (place["lat"] is None) == (place["lon"] is None)
        assert place["lat"] is not None or place["gazetteer"] == "none"
        if place["lat"] is not None:
            assert -90 <= place["lat"] <= 90 and -180 <= place["lon"] <= 180
    assert {trap["what"] for trap in one.said["traps"]} <= TRAPS


@each_text
def test_towns_are_in_the_gazetteer_where_they_are_said_to_be(one: Annotated) -> None:
    extract = load_extract(DEFAULT_EXTRACT)
    for place_id, place in one.places().items():
        if place["gazetteer"] != "town":
            continue
        words = {m["words"] for m in one.said["mentions"] if m["place"] == place_id}
        hits = [
            hit for name in {place["name"], *words} for hit in extract.find_exact(name_key(name))
        ]
        point = (place["lat"], place["lon"])
        assert any(distance_km(point, hit.place.point) <= TOWN_KM for hit in hits), place


@each_text
def test_claims_are_sentences_of_the_text_and_kinds_of_the_format(one: Annotated) -> None:
    assert one.said["claims"]
    places = one.places()
    for claim in one.said["claims"]:
        sentence = one.text[claim["start"] : claim["end"]]
        assert re.fullmatch(r"[^a-z\s].*\.", sentence, re.DOTALL), sentence
        assert claim["phrase"] in sentence
        assert len(claim["phrase"].split()) <= PHRASE_WORDS
        for kind in (claim["kind"], *claim.get("or", [])):
            assert kind in CLAIM_KINDS
        assert claim["table"] in CLAIM_KINDS[claim["kind"]].tables
        assert claim["mode"] in {"actual", "planned", "alleged"}
        assert claim["actor"] is None or claim["actor"].lower() in one.text.lower()
        assert used_places(claim) <= set(places)


@each_text
def test_a_claim_names_its_places_or_carries_them(one: Annotated) -> None:
    for claim in one.said["claims"]:
        here = {
            mention["place"]
            for mention in one.said["mentions"]
            if claim["start"] <= mention["start"] and mention["end"] <= claim["end"]
        }
        carried = claim.get("carried", [])
        keys = WAYS if claim["table"] == "movements" else ("at",)
        assert set(carried) <= set(keys)
        for key in keys:
            said = claim[key] if isinstance(claim[key], list) else [claim[key]]
            missing = {place for place in said if place} - here
            assert bool(missing) == (key in carried), (claim, key)
        assert used_places(claim)
