"""Positions that a text gives without a name: counted from a place, or as coordinates."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mapping.checks import check_campaign
from mapping.drafting import Draft, Frame, World, draft_text, write_draft
from mapping.drafting.positions import find_counted, find_written
from mapping.drafting.reviewing import pieces_of
from mapping.drafting.sentences import read_sentences
from mapping.format.problems import find_errors
from mapping.format.tables import Place
from mapping.geo.geodesy import distance_km, point_towards

DAYS = ("1916-05-01", "1916-06-30")
TEXT = """\
On 3 May 1916 the fleet left Aberdeen. On 4 May it attacked a convoy about 40 km east of Aberdeen. \
On 5 May the British landed at Zzyrba, a village 12 km north of Peterhead. On 6 May the Germans \
attacked the village of Aardenheim ten miles off Cape Nowhere. Peterhead was shelled on 7 May. On \
8 May the Germans bombed a camp 20 km west of the town. On 9 May the cruiser sank at 57°03' N, \
0°20' W. The British returned to Aberdeen on 10 May.
"""


@pytest.fixture(scope="module")
def draft(world: World) -> Draft:
    """The draft of the small text."""
    return draft_text(TEXT, Frame.of(*DAYS), world)


# --- the words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "km", "slack_km", "bearing", "spread"),
    [
        ("40 km south of Kut", 40, 5, 180, 22.5),
        ("some 40 km south of Kut", 40, 10, 180, 22.5),
        ("forty kilometres to the south-west of Kut", 40, 5, 225, 22.5),
        ("12.5 km due east of Kut", 12.5, 0.25, 90, 11.25),
        ("10 to 12 km NNW of Kut", 11, 1.5, 337.5, 11.25),
        ("a hundred and fifty nautical miles W.N.W. of Kut", 277.8, 46.3, 292.5, 11.25),
        ("half a league north of Kut", 2.375, 1.825, 0, 22.5),
        ("1,200 yards east of Kut", 1.097, 0.0457, 90, 22.5),
        ("ten km off Kut", 10, 2.5, None, 180),
        ("within 10 km of Kut", 10, 2.5, None, 180),
        ("three and a half km from Kut", 3.5, 0.25, None, 180),
    ],
)
def test_a_distance_and_a_wind_are_a_course_as_wide_as_they_are_said(
    words: str, km: float, slack_km: float, bearing: float | None, spread: float
) -> None:
    (found,) = find_counted(f"They stood {words}.")
    assert found.course.km == pytest.approx(km, rel=1e-3)
    assert found.course.slack_km == pytest.approx(slack_km, rel=1e-2)
    assert (found.course.bearing, found.course.spread) == (bearing, spread)


def test_a_mile_may_be_one_of_the_land_or_of_the_sea() -> None:
    (found,) = find_counted("30 miles west of Kut")
    least, most = (found.course.km + way * found.course.slack_km for way in (-1, 1))
    assert least <= 30 * 1.609 and most >= 30 * 1.852
    (of_the_sea,) = find_counted("30 nautical miles west of Kut")
    assert of_the_sea.course.km == pytest.approx(30 * 1.852)


@pytest.mark.parametrize(
    "text",
    [
        "north of Kut", "a few miles north of Kut", "ten miles of Kut", "twelve miles to the east",
        "marched 20 miles from Kut", "north by east of Kut", "north and 3 km of mud",
        "6,000 km east of Kut", "they had gone ten miles", "and miles north of Kut",
    ],
)  # fmt: skip
def test_what_gives_no_distance_from_a_place_is_no_course(text: str) -> None:
    assert [*find_counted(text)] == []


def test_the_radius_of_a_course_covers_all_that_its_words_may_mean() -> None:
    start = (57.0, 2.0)
    (found,) = find_counted("about 60 miles north-west of Kut")
    point, radius_km = found.course.lead_from(start, 3.0)
    for bearing in (292.5, 315.0, 337.5):
        for km in (50 * 1.609, 60 * 1.609, 60 * 1.852, 70 * 1.852):
            meant = point_towards(start, bearing, km)
            assert distance_km(point, meant) + 3.0 <= radius_km + 1.0
    assert radius_km < 100


@pytest.mark.parametrize(
    ("text", "point", "radius_km"),
    [
        ("at 30°36' N, 176°34' W.", (30.6, -176.5667), 2),
        ("in latitude 36° 50' N., longitude 6° 20' W.", (36.8333, -6.3333), 2),
        ("at 5°40′S 112°E", (-5.6667, 112), 56),
        ("57°03′30″N 6°07′10″E", (57.0583, 6.1194), 1),
        ("36 degrees 10 minutes north and 6 degrees 15 minutes west", (36.1667, -6.25), 2),
        ("28.2 N, 177.37 W", (28.2, -177.37), 6),
    ],
)
def test_coordinates_are_read_as_far_as_they_are_rounded(
    text: str, point: tuple[float, float], radius_km: float
) -> None:
    (found,) = find_written(text)
    assert found.point == pytest.approx(point, abs=1e-3)
    assert found.radius_km == radius_km


@pytest.mark.parametrize(
    "text",
    ["95° N, 3° E", "12° N, 40° W of Paris", "24 N 30 E", "36°70' N, 6°20' W", "30° N", "N, W"],
)
def test_what_may_be_another_point_is_none(text: str) -> None:
    assert [*find_written(text)] == []


def test_a_sentence_ends_behind_a_coordinate() -> None:
    text = "She sank at 30°36' N, 176°34' W. The others fled to 36° N. 6° W. Mr W. Hay saw it."
    ends = [text[one.start : one.end] for one in read_sentences(text)]
    assert ends == ["She sank at 30°36' N, 176°34' W.", "The others fled to 36° N. 6° W.",
                    "Mr W. Hay saw it."]  # fmt: skip


# --- the places ----------------------------------------------------------------------------


def test_a_position_is_a_place_with_a_point_and_a_radius(draft: Draft) -> None:
    place = draft.places["40-km-east-of-aberdeen"]
    aberdeen = draft.places["aberdeen"].found
    assert aberdeen and aberdeen.point and place.found and place.found.point
    assert place.found.point == pytest.approx(point_towards(aberdeen.point, 90, 40))
    assert place.found.radius_km and 15 < place.found.radius_km < 40
    claim = next(one for one in draft.claims if "convoy" in one.phrase)
    assert [one.place_id for one in claim.places] == ["40-km-east-of-aberdeen"]


def test_what_nobody_can_place_is_where_the_text_says(draft: Draft) -> None:
    place = draft.places["zzyrba"]
    peterhead = draft.places["peterhead"].found
    assert peterhead and peterhead.point and place.found and place.found.point
    assert distance_km(place.found.point, peterhead.point) == pytest.approx(12, abs=0.01)
    claim = next(one for one in draft.claims if "landed" in one.phrase)
    assert [one.place_id for one in claim.places] == ["zzyrba"]
    assert "12-km-north-of-peterhead" not in draft.places


def test_the_town_is_the_one_that_was_named_before(draft: Draft) -> None:
    place = next(one for one in draft.places.values() if one.place_id.startswith("20-km"))
    assert place.name == "20 km west of Peterhead"
    assert place.reckoned and place.reckoned.base == "peterhead"


@pytest.mark.parametrize(
    "said",
    [
        "They marched from Aberdeen to Peterhead and were attacked 20 km west of the town.",
        "They took Peterhead and left Ali Gharbi; they fought 20 km west of the town.",
        "They took Peterhead, Aberdeen fell, and they fought 20 km west of the village.",
        "They took Peterhead and fought 20 km west of the island.",
    ],
)
def test_what_may_be_another_town_is_none_to_count_from(said: str, world: World) -> None:
    text = f"On 3 May 1916 they left Aberdeen. They were beaten. They marched. {said}"
    drafted = draft_text(text, Frame.of(*DAYS), world)
    assert not any(one.reckoned for one in drafted.places.values())


def test_what_is_counted_from_an_unknown_place_is_listed_with_why(draft: Draft) -> None:
    place = draft.places["ten-miles-off-cape-nowhere"]
    assert place.found is None
    assert place.why == "it is counted from Cape Nowhere, which has no point"


def test_a_place_of_the_campaign_is_counted_from_with_its_own_radius(world: World) -> None:
    midway = Place(place_id="midway", name="Midway", kind="other", lat=28.21, lon=-177.38,
                   radius_km=5.0, certainty="certain", found_by="me")  # fmt: skip
    text = "On 3 May 1916 the fleet was attacked 10 km north of Midway."
    drafted = draft_text(text, Frame.of(*DAYS), World([midway]))
    found = drafted.places["10-km-north-of-midway"].found
    assert found and found.point == pytest.approx((28.3002, -177.38), abs=1e-3)
    assert found.radius_km == 11


def test_two_mentions_of_one_position_are_one_place(world: World) -> None:
    text = "On 3 May 1916 they attacked 5 km north of Aberdeen. They were attacked 5 km north of \
Aberdeen."
    drafted = draft_text(text, Frame.of(*DAYS), world)
    assert {*drafted.places} == {"aberdeen", "5-km-north-of-aberdeen"}


def test_a_position_is_written_as_computed_with_its_words(draft: Draft, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    write_draft(draft, folder, "Aberdeen")
    assert find_errors(check_campaign(folder, texts={"text": TEXT})) == []

    def rows_of(table: str) -> list[dict[str, str]]:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return [*csv.DictReader(file)]

    places = {row["place_id"]: row for row in rows_of("places")}
    evidence = {row["row_id"]: row for row in rows_of("evidence") if row["table"] == "places"}
    counted = places["40-km-east-of-aberdeen"]
    assert (counted["found_by"], counted["certainty"]) == ("computed from the text", "uncertain")
    assert "from Aberdeen" in counted["note"] and float(counted["radius_km"]) > 15
    said = evidence["40-km-east-of-aberdeen"]
    assert (said["words"], said["stance"]) == ("40 km east of Aberdeen", "inferred")
    stated = next(row for row in places.values() if row["found_by"] == "stated in the text")
    assert evidence[stated["place_id"]]["stance"] == "supports"
    assert places["ten-miles-off-cape-nowhere"]["lat"] == ""


def test_in_the_text_a_position_ends_where_its_place_begins(draft: Draft) -> None:
    pieces = [*pieces_of(draft, None, 0, len(TEXT))]
    assert "".join(one.text for one in pieces) == TEXT
    at = next(n for n, one in enumerate(pieces) if one.place_id == "40-km-east-of-aberdeen")
    assert pieces[at].text == "40 km east of"
    # The blank between two marks is of neither.
    assert (pieces[at + 1].text, pieces[at + 1].place_id) == (" ", "")
    assert (pieces[at + 2].text, pieces[at + 2].place_id) == ("Aberdeen", "aberdeen")
