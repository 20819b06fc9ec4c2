"""A draft taken into a campaign claim by claim, and what the desk says of texts that are none."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mapping.checks import check_campaign
from mapping.drafting import Draft, Frame, World, draft_text
from mapping.drafting.lock import Refusal
from mapping.drafting.passages import passages_of, with_passages
from mapping.drafting.reviewing import (
    claim_as_read,
    pieces_of,
    place_in_hand,
    place_of,
    say_draft,
    sides_said,
    taken_in,
)
from mapping.editing.claim import (
    PLACED,
    Claim,
    NamedForce,
    NamedPlace,
    NamedSource,
    missing_in,
    write_claim,
)
from mapping.editing.folder_files import Files, lines_of, write_files
from mapping.editing.last_seen import last_seen
from mapping.format.kinds import CLAIM_KINDS
from mapping.format.problems import find_errors
from mapping.intake.moments import MomentUnread
from mapping.intake.starter import bare_files
from mapping.page import apart
from mapping.page.apart import call_apart
from mapping.page.desk_review import Asked, Review

TEXT = (
    "On 22 October 1899 the British left Dundee for Ladysmith. Two days later the Boers occupied "
    "Dundee. They marched on. <b>Buller</b> left Estcourt."
)
DAYS = ("1899-10-12", "1900-03-31")
SOURCE = "The article"


@pytest.fixture(scope="module")
def draft(world: World) -> Draft:
    """The draft of the small text."""
    return draft_text(TEXT, Frame.of(*DAYS, sides_said({"British": "Buller", "Boers": ""})), world)


@pytest.fixture
def files() -> Files:
    """A campaign in which nothing is claimed yet."""
    return bare_files("Natal", *DAYS, ("British", "Boers"))


def test_a_title_begins_a_name_of_its_own(world: World) -> None:
    text = "At Dundee General Yule held his ground on 20 October 1899. Osman Pasha left Ladysmith."
    names = [one.name for one in draft_text(text, Frame.of(*DAYS), world).places.values()]
    assert names == ["Dundee", "Ladysmith"]


def test_every_claim_taken_in_passes_the_strict_check(
    draft: Draft, files: Files, tmp_path: Path
) -> None:
    assert len(draft.claims) == 3
    for number, claim in enumerate(draft.claims):
        assert taken_in(draft, SOURCE, files) == {*range(number)}
        said = claim_as_read(draft, claim, files, SOURCE, {})
        assert missing_in(said) == []
        files = write_claim(files, said).made_on(files)
    assert taken_in(draft, SOURCE, files) == {0, 1, 2}
    write_files(files, tmp_path)
    problems = check_campaign(tmp_path, texts={"the-article": TEXT})
    assert [one for one in problems if one.severity != "note"] == []
    # Who and what is named twice is one force and one place; the text is one source.
    assert len([*lines_of(files, "sources")]) == 1
    places = [one["name"] for _, one in lines_of(files, "places")]
    assert places == ["Dundee", "Ladysmith", "Estcourt"]
    # Of whom the text does not say where to, the campaign says only from where.
    assert [one["kind"] for _, one in lines_of(files, "events")] == ["occupation", "other"]
    stances = [one["stance"] for _, one in lines_of(files, "evidence")]
    assert stances == ["supports", "supports", "supports", "inferred"]


MEANT = (
    "On 22 October 1899 at 06:20 the Boers shelled Dundee. At 11:15 the British left Dundee. "
    "Buller ordered Yule to occupy Estcourt."
)


def test_what_was_only_meant_is_no_deed_and_who_left_is_not_gone(
    world: World, files: Files
) -> None:
    sides = sides_said({"British": "Yule; Buller", "Boers": "Boers"})
    made = draft_text(MEANT, Frame.of(*DAYS, sides), world)
    said = [claim_as_read(made, one, files, SOURCE, {}) for one in made.claims]
    assert [(one.kind, one.starts, bool(one.inferred)) for one in said] == [
        ("shelling", "1899-10-22T06:20", False),
        ("other", "1899-10-22T11:15", True),
        ("announcement", "1899-10-22", True),
    ]
    assert [one.title for one in said][1:] == [
        "British: departure from Dundee", "Yule: planned occupation at Estcourt",
    ]  # fmt: skip
    # What a force does after it has left a place is told of it.
    assert not CLAIM_KINDS["other"].ends and not CLAIM_KINDS["announcement"].places_forces


def test_a_place_is_corrected_in_the_whole_text(draft: Draft, files: Files) -> None:
    dundee = draft.places["dundee"]
    other = next(one for one in dundee.candidates if one.country == "GB")
    picked = {"dundee": place_of("Dundee", "", other)}
    for claim in draft.claims[:2]:
        said = claim_as_read(draft, claim, files, SOURCE, picked)
        assert said.places[0].point == other.point


def test_a_place_put_on_the_map_is_one_row_and_forgotten_with_it(
    draft: Draft, files: Files
) -> None:
    dundee = NamedPlace(name="Dundee", point=(-28.123456, 30.2), found_by=PLACED)
    picked = {"dundee": dundee}
    before = files
    for claim in draft.claims[:2]:
        said = claim_as_read(draft, claim, files, SOURCE, picked)
        files = write_claim(files, said).made_on(files)
    rows = [one for _, one in lines_of(files, "places") if one["name"] == "Dundee"]
    assert [(one["lat"], one["found_by"]) for one in rows] == [("-28.1235", PLACED)]
    # A correction that names a row of the campaign goes with that row.
    of_the_campaign = {"dundee": NamedPlace(place_id="dundee")}
    assert place_in_hand(draft, "dundee", files, of_the_campaign).place_id == "dundee"
    assert place_in_hand(draft, "dundee", before, of_the_campaign).found_by == "geonames"


def test_what_is_counted_from_a_place_follows_it_on_the_map(world: World, files: Files) -> None:
    text = "On 22 October 1899 the British attacked 10 km north of Gergovia."
    drafted = draft_text(text, Frame.of(*DAYS), world)
    position = "10-km-north-of-gergovia"
    assert place_in_hand(drafted, position, files, {}).point is None
    for lat in (-28.0, -29.0):
        gergovia = NamedPlace(name="Gergovia", point=(lat, 30.0), found_by=PLACED, radius_km=1.0)
        picked = {"gergovia": gergovia}
        place = place_in_hand(drafted, position, files, picked)
        assert place.point and place.point[0] == pytest.approx(lat + 0.09, abs=0.001)
    said = claim_as_read(drafted, drafted.claims[0], files, SOURCE, picked)
    said = replace(said, by=tuple(replace(one, side_id="british") for one in said.by))
    files = write_claim(files, said).made_on(files)
    row = next(one for _, one in lines_of(files, "places") if one["name"].startswith("10 km"))
    assert row["found_by"] == "computed from the text" and "from Gergovia" in row["note"]
    cited = next(one for _, one in lines_of(files, "evidence") if one["table"] == "places")
    assert (cited["words"], cited["stance"], cited["field"]) == (
        "10 km north of Gergovia", "inferred", "lat",
    )  # fmt: skip
    assert place_in_hand(drafted, position, files, {}).place_id == row["place_id"]


def test_a_position_at_the_desk_says_that_it_is_computed(tmp_path: Path, files: Files) -> None:
    write_files(files, tmp_path)
    at = AtDesk(tmp_path)
    at.read(
        "On 22 October 1899 the British attacked 10 km north of Gergovia.",
        "British",
    )
    assert "10 km north of Gergovia (only listed)" in at.says()
    assert [one.label for one in at.app.button if one.label.startswith("Place ")] == [
        "Place Gergovia"
    ]
    at.press("Place Gergovia")
    field = next(one for one in at.app.text_input if one.label == "Latitude, longitude")
    field.set_value("28.2 S, 30.3 E").run()
    assert "10 km north of Gergovia (computed: -28.11, 30.30, within" in at.says()
    review: Review = at.app.session_state["desk-review"]
    review.choose("10-km-north-of-gergovia")
    at.app.run()
    assert "Computed: 8 to 12 km from Gergovia" in at.says()
    assert any("Computed from the text, within" in str(one.value) for one in at.app.selectbox)


def test_what_happened_to_a_ship_is_taken_in_without_a_place(tmp_path: Path, files: Files) -> None:
    write_files(files, tmp_path)
    at = AtDesk(tmp_path)
    at.read(
        "On 22 October 1899 the British cruiser Terrible was sunk.",
        "British",
    )
    assert "Destruction: Terrible" in at.says() and "Where: wherever they were" in at.says()
    at.press("Edit")
    assert "Keep where it happened" not in at.says()
    at.press("Accept")
    written = at.app.session_state["desk"].edit.files
    (row,) = [one for _, one in lines_of(written, "events")]
    (force,) = [one for _, one in lines_of(written, "forces")]
    assert (row.get("place_ids", ""), row["against_force_ids"]) == ("", force["force_id"])
    assert (force["kind"], force["side_id"]) == ("navy", "british")


def test_a_movement_begins_where_its_force_was_last_if_somebody_says_so(
    tmp_path: Path, files: Files
) -> None:
    write_files(files, tmp_path)
    at = AtDesk(tmp_path)
    at.read(
        "On 20 October 1899 the British reached Dundee. On 22 October the Boers shelled Estcourt. "
        "On 23 October the British marched to Ladysmith. On 24 October the British left Ladysmith "
        "for Estcourt.",
        "British",
        "Boers",
    )

    def offers() -> list[str]:
        return [one.label for one in at.app.checkbox if one.label.startswith("They came")]

    assert offers() == [], "nothing was told of them before"
    at.press("Accept")
    assert offers() == [], "an event goes nowhere"
    at.press("Accept")
    assert offers() == ["They came from Dundee, where they last were (20 October)"]
    next(one for one in at.app.checkbox if one.label in offers()).check()
    at.app.run()
    review: Review = at.app.session_state["desk-review"]
    assert Review.of_kept(review.draft, review.asked, review.to_keep()).joined == {2}
    at.press("Accept")
    assert offers() == [], "their own passage says from where"
    at.press("Accept")
    written = at.app.session_state["desk"].edit.files
    moved = [one for _, one in lines_of(written, "movements")]
    assert [(one["departs"], one["arrives"]) for one in moved] == [
        ("1899-10-20", "1899-10-20"), ("1899-10-20", "1899-10-23"), ("1899-10-24", "1899-10-24"),
    ]  # fmt: skip
    way = [(one["movement_id"], one["place_id"], one.get("note", ""))
           for _, one in lines_of(written, "waypoints")]  # fmt: skip
    assert [(place, bool(note)) for _, place, note in way] == [
        ("dundee", False), ("dundee", True), ("ladysmith", False), ("ladysmith", False),
        ("estcourt", False),
    ]  # fmt: skip
    notes = [one.get("note", "") for _, one in lines_of(written, "evidence")]
    assert sum("where they last were" in one for one in notes) == 1
    write_files(written, tmp_path / "made")
    assert [one for one in check_campaign(tmp_path / "made") if one.severity != "note"] == []


def test_where_a_force_was_last_is_known_to_a_day_and_has_a_point(files: Files) -> None:
    named = NamedSource(title="A book")
    ladysmith = NamedPlace(name="Ladysmith", point=(-28.56, 29.78))
    listed = NamedPlace(name="Elandslaagte")
    column = NamedForce(name="The column", side_id="british")
    for place, starts, is_movement, kind in (
        (ladysmith, "1899-10-20", False, "battle"), (listed, "1899-10-21", False, "battle"),
        (NamedPlace(name="Dundee", point=(-28.16, 30.23)), "[1899-10-21..1899-10-23]", True,
         "march"),
        (NamedPlace(name="Estcourt", point=(-29.0, 29.88)), "1899-10-25", True, "march"),
        (NamedPlace(name="Colenso", point=(-28.73, 29.82)), "1899-10-22", False, "announcement"),
    ):  # fmt: skip
        claim = Claim(is_movement=is_movement, kind=kind, title=f"{kind} {place.name}",
                      starts=starts, places=(place,), by=(column,), source=named)  # fmt: skip
        files = write_claim(files, claim).made_on(files)
        column = NamedForce(force_id="the-column")
    assert last_seen(files, "the-column", "1899-10-19") is None
    assert last_seen(files, "the-column", "1899-10-24") == ("ladysmith", "1899-10-20")
    assert last_seen(files, "the-column", "1899-10-26") == ("estcourt", "1899-10-25")
    assert last_seen(files, "the-column", "[1899-10-24..1899-10-26]") is None
    assert last_seen(files, "nobody", "1899-10-26") is None


def test_all_who_act_are_in_the_form(tmp_path: Path, files: Files) -> None:
    write_files(files, tmp_path)
    at = AtDesk(tmp_path)
    at.read(
        "On 22 October 1899 Buller and Yule attacked Dundee.",
        "Buller; Yule",
    )
    assert "Who: Buller, Yule." in at.says()
    at.press("Edit")
    at.press("Accept")
    written = at.app.session_state["desk"].edit.files
    (row,) = [one for _, one in lines_of(written, "events")]
    assert (row["by_force_ids"], row["title"]) == (
        "buller;yule",
        "Buller and Yule: battle at Dundee",
    )


def test_who_is_called_by_the_last_name_is_the_same_force(world: World, files: Files) -> None:
    text = (
        "On 22 October 1899 Penn Symons left Dundee. Symons reached Ladysmith on 24 October. "
        "The Symons column reached Estcourt on 26 October."
    )
    made = draft_text(text, Frame.of(*DAYS, sides_said({"British": "Symons", "Boers": ""})), world)
    for claim in made.claims:
        said = claim_as_read(made, claim, files, SOURCE, {})
        files = write_claim(files, said).made_on(files)
    names = [one["name"] for _, one in lines_of(files, "forces")]
    assert names == ["Penn Symons", "Symons column"]


def test_an_actor_without_a_side_waits_for_one(world: World, files: Files) -> None:
    made = draft_text(TEXT, Frame.of(*DAYS), world)
    said = claim_as_read(made, made.claims[0], files, SOURCE, {})
    assert any("side" in one for one in missing_in(said))
    whole = replace(said, by=(NamedForce(name="The column", side_id="british"),))
    assert missing_in(whole) == []


def test_a_side_s_name_is_whole_and_no_place(world: World) -> None:
    text = (
        "On 22 October 1899 the Column left Dundee for Ladysmith. On 23 October von Mechel marched "
        "to Dundee. On 24 October Buller defeated Bosco at Ladysmith."
    )
    sides = sides_said({"British": "the Column; Buller", "Boers": "von Mechel; Bosco"})
    draft = draft_text(text, Frame.of(*DAYS, sides), world)
    assert [one.name for one in draft.places.values()] == ["Dundee", "Ladysmith"]
    assert [(one.actor, one.against, sides.find(one.actor)) for one in draft.claims] == [
        ("Column", "", "British"), ("von Mechel", "", "Boers"), ("Buller", "Bosco", "British"),
    ]  # fmt: skip


def test_the_text_is_cut_at_its_marks_and_stays_whole(draft: Draft) -> None:
    pieces = [*pieces_of(draft, draft.claims[0], 0, len(TEXT))]
    assert "".join(one.text for one in pieces) == TEXT
    marked = {one.text: one.kind for one in pieces if one.kind}
    assert marked["Dundee"] == "place" and marked["22 October 1899"] == "date"
    named = {one.place_id: one.text for one in pieces if one.kind == "place"}
    assert named["ladysmith"] == "Ladysmith" and set(named) == set(draft.places)
    phrase = "".join(one.text for one in pieces if one.is_phrase)
    assert phrase == draft.claims[0].phrase


def test_what_a_text_lacks_is_said(world: World) -> None:
    frame = Frame.of(*DAYS)
    nothing = draft_text("Nobody went anywhere.", frame, world)
    assert say_draft(nothing, 0).startswith("No place")
    persian = draft_text("در ۵ مرداد نیروها به سوی کرمانشاه رفتند.", frame, world)
    assert "English only" in say_draft(persian, 2)


class AtDesk:
    """A desk over a folder, at the part where a text is gone through, and what it says."""

    def __init__(self, folder: Path) -> None:
        self.app = AppTest.from_string(
            f"from pathlib import Path\nfrom mapping.page.desk import show_desk\n"
            f"show_desk(Path({str(folder)!r}))", default_timeout=60,
        )  # fmt: skip
        self.app.session_state["desk-part"] = "From a text"
        self.app.run()

    def press(self, label: str) -> None:
        next(one for one in self.app.button if one.label == label).click()
        self.app.run()
        assert not self.app.exception

    def says(self) -> str:
        return " ".join(str(one.proto.body) for one in self.app.get("html"))

    def looks_at(self) -> list[list[float]]:
        """The points (lat, lon) that the map is to show."""
        sent = " ".join(str(one.proto) for one in self.app.get("bidi_component"))
        found: list[list[float]] = json.loads(
            re.findall(r"look\W+points\W+(\[\[.*?\]\])", sent)[-1]
        )
        return found

    def read(self, text: str = TEXT, british: str = "Buller", boers: str = "Boer") -> None:
        """Read a text, in which the sides are called so."""
        self.app.text_area(key="text-words").set_value(text)
        self.app.text_input(key="text-title").set_value(SOURCE)
        self.app.text_input(key="text-side-0").set_value(british)
        self.app.text_input(key="text-side-1").set_value(boers)
        self.press("Read the text")


def test_the_desk_leads_through_a_text_and_says_when_all_is_done(
    tmp_path: Path, files: Files
) -> None:
    write_files(files, tmp_path)
    desk = AtDesk(tmp_path)
    desk.read()
    assert not is_under_way(desk)
    desk.press("Next")
    desk.press("Drop")
    assert is_under_way(desk), "what was dropped would go with the page"
    desk.press("Back")
    assert "Claim 2 of 3: dropped" in desk.says(), "Back goes one by one"
    desk.press("Back")
    desk.press("Accept")
    # The second one is dropped: the next one that is open is the third.
    assert "Claim 3 of 3: open. 1 taken in, 1 dropped." in desk.says()
    assert "whole text" not in desk.says()
    desk.press("Another text")
    desk.press("Back to The article")
    desk.press("Accept")
    assert "Claim 3 of 3: taken in. 2 taken in, 1 dropped." in desk.says()
    assert "whole text: look at what you took in on the map, day by day, then save." in desk.says()
    assert not is_under_way(desk)
    # What is undone is open again, and in hand.
    desk.press("Next")
    desk.press("Undo")
    assert "Claim 3 of 3: open. 1 taken in, 1 dropped." in desk.says()
    assert "whole text" not in desk.says()
    desk.press("Back")
    desk.press("Open again")
    assert "Claim 2 of 3: open. 1 taken in, 0 dropped." in desk.says()


def test_at_the_end_the_map_shows_all_that_was_taken_in(tmp_path: Path, files: Files) -> None:
    write_files(files, tmp_path)
    desk = AtDesk(tmp_path)
    desk.read()
    desk.press("Accept")
    # Of the claim that is next: Dundee.
    assert [[round(one) for one in point] for point in desk.looks_at()] == [[-28, 30]]
    desk.press("Drop")
    desk.press("Accept")
    assert "whole text" in desk.says()
    seen = sorted(desk.looks_at(), reverse=True)
    assert seen == [
        pytest.approx(one, abs=0.05) for one in ([-28.17, 30.23], [-28.56, 29.78], [-29.0, 29.88])
    ]


def is_under_way(desk: AtDesk) -> bool:
    review: Review = desk.app.session_state["desk-review"]
    return review.is_under_way


def test_a_file_of_word_is_read_and_said_to_be_one(tmp_path: Path, files: Files) -> None:
    write_files(files, tmp_path)
    at = AtDesk(tmp_path)
    text = f"{TEXT} Général Symons had fallen."
    at.app.file_uploader(key="text-file").set_value(("natal.txt", text.encode("cp1252"), ""))
    at.press("Read the text")
    assert "Claim 1 of 3: open" in at.says()
    assert "natal: not UTF-8 text but probably Windows-1252" in at.says()


def test_the_line_follows_what_is_corrected_until_somebody_writes_it(
    tmp_path: Path, files: Files
) -> None:
    write_files(files, tmp_path)
    at = AtDesk(tmp_path)
    at.read()
    at.press("Edit")

    def line() -> Any:
        return next(one for one in at.app.text_input if "one line" in one.label)

    def kind(word: str) -> None:
        next(one for one in at.app.selectbox if one.label == "Kind").set_value(word).run()

    kind("withdrawal")
    assert line().value == "British: withdrawal from Dundee to Ladysmith"
    line().set_value("Yule goes to Ladysmith").run()
    kind("march")
    assert line().value == "Yule goes to Ladysmith"


def test_of_a_carried_day_a_person_says_whether_it_is_meant(tmp_path: Path, files: Files) -> None:
    write_files(files, tmp_path)
    at = AtDesk(tmp_path)
    at.read()
    assert not at.app.checkbox
    at.press("Back")
    assert "The sentence gives no day" in at.says()
    at.app.checkbox[0].check().run()
    at.press("Accept")
    desk = at.app.session_state["desk"]
    (cited,) = [one for _, one in lines_of(desk.edit.files, "evidence") if one["field"]]
    assert (cited["stance"], cited["field"]) == ("supports", "starts")
    assert "sentences before" in cited["note"]


def test_a_place_that_no_gazetteer_has_is_placed_and_named_by_hand(
    tmp_path: Path, files: Files
) -> None:
    write_files(files, tmp_path)
    at = AtDesk(tmp_path)
    at.read(
        "On 22 October 1899 the British marched from Dundee to Gergovia.",
        "British",
    )
    assert "2 places, 1 of them with a point" in at.says()
    at.press("Place Gergovia")

    def field(label: str) -> Any:
        return next(one for one in at.app.text_input if one.label == label)

    field("Latitude, longitude").set_value("somewhere").run()
    assert "Not understood: write it in degrees" in at.says()
    field("Latitude, longitude").set_value("28.2 S, 30.3 E").run()
    assert "2 places, 2 of them with a point" in at.says()
    review: Review = at.app.session_state["desk-review"]
    review.picked["gergovia"] = replace(review.picked["gergovia"], kind="lagoon")
    at.app.run()
    assert not at.app.exception, "a kind that there is not"
    next(one for one in at.app.selectbox if one.label == "What it is").set_value("fort").run()
    at.press("Accept")
    rows = [one for _, one in lines_of(at.app.session_state["desk"].edit.files, "places")]
    assert [(one["name"], one["kind"], one["lat"]) for one in rows][1:] == [
        ("Gergovia", "fort", "-28.2")
    ]


def test_the_desk_takes_in_edits_and_drops(tmp_path: Path, files: Files) -> None:
    write_files(files, tmp_path)
    at = AtDesk(tmp_path)
    desk, press, says = at.app, at.press, at.says
    press("Read the text")
    assert "It cannot be read: the text is empty" in says()
    desk.text_area(key="text-words").set_value("noise " * 200_000)
    press("Read the text")
    assert "divide it by chapters" in says()
    at.read()
    assert "Claim 1 of 3: open" in says()
    press("Edit")
    next(one for one in desk.multiselect if one.label == "Where").unselect("ladysmith").run()
    assert "Keep where it happened, or where it led" in says()
    next(one for one in desk.multiselect if one.label == "Where").set_value(["ladysmith"])
    starts = next(one for one in desk.text_input if one.label == "When it began")
    assert starts.value == "22 October"
    starts.set_value("23 October")
    desk.run()
    press("Accept")
    press("Drop")
    assert "Claim 3 of 3: open. 1 taken in, 1 dropped." in says()
    press("Edit")
    desk.selectbox[-1].select("Ladysmith (of the campaign)")
    desk.run()
    next(one for one in desk.text_input if "one line" in one.label).set_value("Buller leaves")
    desk.run()
    held = desk.session_state["desk"]
    (went,) = [one for _, one in lines_of(held.edit.files, "waypoints")]
    (moved,) = [one for _, one in lines_of(held.edit.files, "movements")]
    assert went["place_id"] == "ladysmith" and "1899-10-23" in moved.values()
    press("Accept")
    assert "2 taken in, 1 dropped" in says()
    assert [one["title"] for _, one in lines_of(held.edit.files, "events")] == ["Buller leaves"]
    assert find_errors(held.look().problems) == []


SPARSE = (
    "On 22 October 1899 the British left Dundee for Ladysmith. Rain turned the tracks to mud. "
    "At Estcourt the Boers had nothing left to eat. The British left Estcourt."
)


def test_a_passage_that_gave_no_claim_is_made_one_and_filled_in(
    tmp_path: Path, files: Files
) -> None:
    write_files(files, tmp_path)
    at = AtDesk(tmp_path)
    at.app.text_area(key="text-words").set_value(SPARSE)
    at.app.text_input(key="text-side-0").set_value("British")
    at.app.text_input(key="text-side-1").set_value("Boers")
    at.press("Read the text")
    assert "Claim 1 of 2: open" in at.says()
    review: Review = at.app.session_state["desk-review"]
    at.press("Accept")
    at.press("Drop")
    assert (review.taken, review.dropped) == ({0}, {1})

    def field(label: str, kind: str = "text_input") -> Any:
        return next(one for one in getattr(at.app, kind) if one.label == label)

    def make(part: str) -> None:
        start = SPARSE.index(part)
        next(one for one in at.app.button if one.key == f"text-fill-{start}").click().run()

    # What it says stands there; what it was, and where, a person says.
    make("At Estcourt")
    assert "Claim 2 of 3: open. 1 taken in, 1 dropped." in at.says()
    assert (review.taken, review.dropped) == ({0}, {2})
    line = field("In one line, in neutral words")
    assert line.value == "At Estcourt the Boers had nothing left to eat."
    line.set_value("The Boers at Estcourt lack bread").run()
    field("Where", "multiselect").set_value(["estcourt", "ladysmith"]).run()
    at.press("Accept")
    events = [one for _, one in lines_of(at.app.session_state["desk"].edit.files, "events")]
    assert [(one["title"], one["place_ids"]) for one in events] == [
        ("The Boers at Estcourt lack bread", "estcourt;ladysmith")
    ]
    make("Rain turned")
    assert field("Where", "multiselect").value == []
    tells = "What the passage tells"
    next(one for one in at.app.segmented_control if one.label == tells).set_value("movements").run()
    at.press("Accept")
    assert "say where it goes from and to" in at.says()
    field("Where", "multiselect").set_value(["estcourt", "ladysmith", "dundee"]).run()
    assert review.claim.table == "movements"
    at.press("Undo")
    assert "1 taken in, 1 dropped" in at.says()

    # As the tab keeps it: the same claims, of the same tables, and what was said of them.
    again = Review.of_kept(
        draft_text(SPARSE, Frame.of(*DAYS, sides_said({"British": "British", "Boers": "Boers"}))),
        review.asked, json.loads(json.dumps(review.to_keep())),
    )  # fmt: skip
    assert again.draft.claims == review.draft.claims
    assert (again.dropped, again.made) == (review.dropped, review.made)


def test_a_claim_that_was_read_is_none_that_was_made_though_it_begins_as_one(
    draft: Draft,
) -> None:
    read = draft.claims[0]
    left = Refusal(read.start, read.end + 20, "", "nothing was proposed for it")
    review = Review(replace(draft, left=(left,)), Asked("", "", "", "", "", ""))
    assert not review.is_made
    review.fill_in(read.start)
    assert review.is_made and review.claim.start == read.start
    review.go_to(review.draft.claims.index(read))
    assert not review.is_made


def test_of_a_text_without_claims_each_passage_can_be_made_one(world: World) -> None:
    text = "Am Morgen standen die Briten bei Waterloo. Es regnete; bei Wavre auch."
    made = draft_text(text, Frame.of("1815-06-15", "1815-06-20"), world)
    assert not made.claims
    found = passages_of(made)
    assert [one.text[:10] for one in found] == ["Am Morgen ", "Es regnete"]
    told = with_passages(made, {found[0].start: "events", found[1].start: "movements", 7: "events"})
    assert [one.table for one in told.claims] == ["events", "movements"]
    assert passages_of(told) == []
    assert [len(one.phrase.split()) for one in told.claims] == [7, 5]
    assert with_passages(made, {found[0].start: "a table that there is not"}) == made
    endless = draft_text("滑铁卢" * 80, Frame.of("1815-06-15", "1815-06-20"), world)
    (one,) = with_passages(endless, {0: "events"}).claims
    assert len(one.phrase) == 60


def test_what_is_done_apart_ends_in_time_or_when_it_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert call_apart("mapping.intake.moments:read_moment", ("20 October 1899",), print)
    with pytest.raises(MomentUnread, match="no day"):
        call_apart("mapping.intake.moments:read_moment", ("",), print)

    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call_apart("time:sleep", (60,), stop)
    monkeypatch.setattr(apart, "MAX_SECONDS", 0)
    with pytest.raises(apart.TooLongError, match="more than 0 s"):
        call_apart("time:sleep", (60,), print)
    assert apart.TURNS.acquire(blocking=False), "the turn is given back each time"
    apart.TURNS.release()
