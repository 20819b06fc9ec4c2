"""The desk, run as Streamlit runs it: claims, tables, a file taken in, undo, and saving."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pandas as pd
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from mapping.checks import check_campaign, read_and_check
from mapping.drawing.map_sketch import MARK_FIELDS, Mark, parse_mark
from mapping.editing.changes import AddRows, RemoveRow, SetCells, SetHead
from mapping.editing.claim import (
    Claim,
    NamedForce,
    NamedPlace,
    NamedSource,
    move_place,
    write_claim,
)
from mapping.editing.folder_files import EditError, lines_of, names_of, read_files
from mapping.editing.head_values import head_of
from mapping.editing.history import begin_edit
from mapping.editing.uses import rename
from mapping.format.campaign import load_campaign
from mapping.format.csv_file import Kept
from mapping.gazetteer import OfflineGazetteer
from mapping.intake.plan import plan_import
from mapping.intake.starter import starts_called
from mapping.intake.taking import Wish, take_bytes
from mapping.page import desk_state
from mapping.page.desk_claim import TOWN_KM, _candidate
from mapping.page.desk_door import IS_OPEN
from mapping.page.desk_fields import NEW
from mapping.page.desk_sketch import say_point
from mapping.page.desk_state import Desk
from mapping.page.desk_typing import TypedTable, with_ids
from tests import foreign_files as foreign
from tests.folders import Folder

CLASH = Claim(
    is_movement=False, kind="siege", title="The siege of Dogwood", starts="1988-07-26",
    source=NamedSource(title="A letter", locator="p. 3"), certainty="uncertain",
    places=(NamedPlace(name="Dogwood", point=(34.2, 46.2)),),
    by=(NamedForce(name="The rearguard", side_id="red", kind="infantry"),),
    against=(NamedForce(force_id="guard"),),
)  # fmt: skip
RETREAT = Claim(
    is_movement=True, kind="withdrawal", title="The rearguard goes back", starts="1988-07-27",
    ends="1988-07-28", source=NamedSource(source_id="chronicle"),
    places=(NamedPlace(place_id="birch"), NamedPlace(name="Elm", point=(34.3, 46.3))),
    by=(NamedForce(name="The rearguard", side_id="red"),),
)  # fmt: skip


def test_a_claim_is_written_with_all_that_it_needs(folder: Path) -> None:
    edit = begin_edit(read_files(folder))
    edit = edit.then(write_claim(edit.files, CLASH))
    edit = edit.then(write_claim(edit.files, RETREAT))
    desk = Desk(folder, edit)
    desk.save()
    campaign = load_campaign(folder)
    siege = campaign.events["the-siege-of-dogwood"]
    assert (siege.kind, siege.place_ids, siege.by_force_ids, siege.against_force_ids) == (
        "siege", ("dogwood",), ("the-rearguard",), ("guard",),
    )  # fmt: skip
    (passage,) = campaign.evidence_for(siege)
    assert (passage.source_id, passage.locator) == ("a-letter", "p. 3")
    way = campaign.waypoints["the-rearguard-goes-back"]
    assert [one.place_id for one in way] == ["birch", "elm"]
    assert [one for one in check_campaign(folder) if one.severity != "note"] == []
    assert edit.undo().undo().files == edit.undo().undo().base


def test_what_is_kept_of_tables_is_what_they_say(folder: Path) -> None:
    kept: Kept = {}

    def read(kept: Kept | None = None) -> tuple[object, ...]:
        campaign, problems = read_and_check(folder, kept=kept)
        return campaign and (campaign.places, campaign.events, campaign.movements), problems

    whole = read(kept)
    places = (folder / "places.csv").read_bytes()
    (folder / "places.csv").write_bytes(b"\n".join(places.splitlines()[:2]))
    assert read(kept) == read() != whole, "rows refer to what is gone"
    (folder / "places.csv").write_bytes(places)
    assert read(kept) == whole
    head = (folder / "campaign.toml").read_text(encoding="utf-8")
    (folder / "campaign.toml").write_text(f'days_in = "julian"\n{head}', encoding="utf-8")
    assert read(kept) == read() != whole, "the same cells are other days"


def test_a_claim_of_the_default_source_needs_no_row_of_evidence(folder: Path) -> None:
    files = SetHead(("default_source",), "chronicle").made_on(read_files(folder))
    bare = replace(CLASH, source=NamedSource(source_id="chronicle"))
    located = replace(bare, source=NamedSource(source_id="chronicle", locator="p. 9"))
    counts = [
        len(list(lines_of(write_claim(files, one).made_on(files), "evidence")))
        for one in (bare, located)
    ]
    assert counts[1] == counts[0] + 1
    renamed = rename(files, "sources", "chronicle", "annals").made_on(files)
    assert head_of(renamed)["default_source"] == "annals"


def test_a_claim_says_what_it_lacks(folder: Path) -> None:
    bare = Claim(is_movement=True, kind="march", title=" ", starts="", source=NamedSource())
    with pytest.raises(EditError) as raised:
        write_claim(read_files(folder), bare)
    assert str(raised.value) == (
        "say in one line what happened; say when; say who moves; say where it goes from and to; "
        "say who says so"
    )


def test_a_way_leads_through_the_points_that_were_pressed(folder: Path) -> None:
    files = read_files(folder)
    files = write_claim(files, replace(RETREAT, way=((34.21, 46.22), (34.25, 46.25)))).made_on(
        files
    )
    way = [row for _, row in lines_of(files, "waypoints")][-4:]
    assert [(one["place_id"], one["lat"], one["lon"]) for one in way] == [
        ("birch", "", ""), ("", "34.21", "46.22"), ("", "34.25", "46.25"), ("elm", "", ""),
    ]  # fmt: skip


def test_a_place_that_is_dragged_says_who_put_it_there(folder: Path) -> None:
    files = read_files(folder)
    moved = move_place(files, "birch", (34.5, 46.5), None).made_on(files)
    doubted = move_place(moved, "birch", None, 12.0).made_on(moved)
    (birch,) = [row for _, row in lines_of(doubted, "places") if row["place_id"] == "birch"]
    assert (birch["lat"], birch["lon"], birch["radius_km"]) == ("34.5", "46.5", "12")
    assert birch["found_by"] == "placed on the map by hand"
    with pytest.raises(EditError, match="places has no row nowhere"):
        move_place(files, "nowhere", (0.0, 0.0), None)


def test_a_mark_is_a_point_on_the_globe_or_nothing() -> None:
    assert parse_mark({"key": "from-1", "at": "34.5,-46", "km": "2.5"}) == Mark(
        "from-1", (34.5, -46.0), 2.5
    )
    for wrong in (
        None, [], {"key": "from-1"}, {"at": "1,2"}, {"key": "<b>", "at": "1,2"},
        {"key": "a", "at": "91,0"}, {"key": "a", "at": "0,181"}, {"key": "a", "at": "nan,0"},
        {"key": "a", "at": "1,2", "km": "0"}, {"key": "a", "at": "1,2", "km": "99999"},
    ):  # fmt: skip
        assert parse_mark(wrong) is None
    for pattern in MARK_FIELDS.values():
        assert re.fullmatch(r"[\\\[\]{}()A-Za-z0-9,.?-]+", pattern), "the browser reads it alike"


def test_rows_that_are_pasted_get_ids_of_their_own(folder: Path) -> None:
    files = read_files(folder)
    pasted = [{"name": "Alder", "kind": "town"}, {"name": "Elm"}, {"name": "Elm"}, {"name": " "},
              {"place_id": "own", "name": "Elm"}]  # fmt: skip
    ids = [row["place_id"] for row in with_ids(files, "places", pasted)]
    assert ids == ["alder-2", "elm", "elm-2", "own"]
    assert with_ids(files, "evidence", [{"table": "events"}]) == [{"table": "events"}]
    assert "series_id" not in with_ids(files, "series", [{"label": "Heat"}])[0]


def test_what_is_typed_into_a_table_is_taken_once_and_leaves_it_standing(folder: Path) -> None:
    edit = begin_edit(read_files(folder))
    frame = pd.DataFrame(
        {"kind": ["book", "map"], "title": ["The chronicle", "The atlas"]}, index=[2, 3]
    )
    table = TypedTable("editor", "sources", frame, {}, edit.files["sources.csv"])

    def take(edited: dict[int, Any], *added: dict[str, Any], deleted: tuple[int, ...] = ()) -> Any:
        nonlocal edit
        typed = {"edited_rows": edited, "added_rows": added, "deleted_rows": deleted}
        assert table.shows("sources", edit.files)
        changes, stands = table.changes(typed, edit.files), table.stands(typed)
        for change in changes:
            edit = edit.then(change)
        if stands:
            table.keep(typed, edit.files)
        return changes

    press, web = {1: {"kind": "press"}}, {1: {"kind": "web"}}
    assert take(press) == [SetCells("sources", 3, {"kind": "press"})]
    assert take(press) == [] == take(press, {})
    assert take(web, {}) == [SetCells("sources", 3, {"kind": "web"})]
    assert take({}, {}) == [SetCells("sources", 3, {"kind": "map"})], "as it was"
    row = {"source_id": "a-letter", "title": "A letter"}
    assert take({}, {"title": "A letter"}) == [AddRows("sources", (row,))]
    letter = {"title": "A letter", "author": "Anne"}
    assert take({}, letter) == [SetCells("sources", 4, {"author": "Anne"})]
    assert take({}, {"title": "A letter"}) == [SetCells("sources", 4, {"author": ""})]
    take({}, {"title": "A letter"}, {"title": "Two"}, {"title": "Three"}, {})
    assert [cells["title"] for _, cells in lines_of(edit.files, "sources")][2:] == [
        "A letter", "Two", "Three",
    ]  # fmt: skip
    gone = take({}, {"title": "A letter"}, {"title": "Three"}, {}, deleted=(0,))
    assert gone == [RemoveRow("sources", 5), RemoveRow("sources", 2)]
    assert not table.shows("sources", edit.files), "rows are counted otherwise: it is put anew"


def page_of(folder: Path) -> AppTest:
    """The desk over a folder."""

    def run(folder: str) -> None:
        from pathlib import Path

        from mapping.page.desk import show_desk

        show_desk(Path(folder))

    page = AppTest.from_function(run, args=(str(folder),), default_timeout=60).run()
    assert not page.exception
    return page


def find(items: Any, label: str) -> Any:
    """The field or button of that label."""
    (found,) = [one for one in items if one.label == label]
    return found


def name(page: AppTest, field: str, known: str, new: str = "") -> None:
    """What a field for a name holds: one of the campaign's own, or a new name."""
    turn = page.session_state["desk"].turn
    page.session_state[f"claim-{field}-{turn}"] = known or NEW
    page.session_state[f"claim-{field}-{turn}-name"] = new


def press(page: AppTest, label: str) -> AppTest:
    """Press a button and wait for the page."""
    find(page.button, label).click().run()
    assert not page.exception
    return page


def write_council(page: AppTest) -> None:
    """Fill in a claim that can be added."""
    find(page.text_input, "In one line, in neutral words").set_value("A council at Birch")
    find(page.selectbox, "Kind").set_value("council")
    name(page, "from", "birch")
    name(page, "source", "chronicle")
    find(page.text_input, "When it began").set_value("26 July 1988").run()


def test_a_claim_is_made_in_the_page_undone_redone_and_saved(folder: Path) -> None:
    page = page_of(folder)
    write_council(page)
    press(page, "Add this claim")
    assert "council-at-birch" not in str(read_files(folder)["events.csv"])
    press(page, "Undo")
    assert find(page.button, "Save").disabled
    press(press(page, "Redo"), "Save")
    council = load_campaign(folder).events["a-council-at-birch"]
    assert (council.kind, council.starts.text) == ("council", "1988-07-26")
    assert find(page.button, "Save").disabled


def test_what_is_typed_in_last_is_part_of_the_claim_that_is_added(folder: Path) -> None:
    page = page_of(folder)
    write_council(page)
    # The browser tells both at once: that the field was left, and that the button was pressed.
    find(page.text_input, "Where in it: page, paragraph").set_value("p. 7")
    press(page, "Add this claim")
    press(page, "Save")
    campaign = load_campaign(folder)
    (passage,) = campaign.evidence_for(campaign.events["a-council-at-birch"])
    assert passage.locator == "p. 7"


def test_a_press_on_a_place_of_the_campaign_is_that_place(folder: Path) -> None:
    files = read_files(folder)
    (birch,) = [row for _, row in lines_of(files, "places") if row["place_id"] == "birch"]
    lat, lon = float(birch["lat"]), float(birch["lon"])

    def chosen(lat: float) -> str:
        def run(folder: str, lat: float, lon: float) -> None:
            from pathlib import Path

            from mapping.drawing.map_sketch import Mark
            from mapping.editing.folder_files import read_files
            from mapping.page.desk_claim import _press

            _press(read_files(Path(folder)), "where", Mark("where", (lat, lon), near=0.2))

        page = AppTest.from_function(run, args=(str(folder), lat, lon)).run()
        return str(page.session_state["claim-where"])

    assert chosen(lat + 0.001) == "birch"
    assert chosen(lat + 0.01) == NEW, "beside it is another place"
    near = parse_mark({"key": "where", "at": "34.5,46", "near": "0.2"})
    assert near == Mark("where", (34.5, 46.0), near=0.2)


def test_a_moment_is_said_back_as_it_will_be_drawn(folder: Path) -> None:
    page = page_of(folder)
    said = {}
    for text in (
        "26 July 1988",
        "26 July 1988 14:30",
        "26 July 1988, noon",
        "July 1988",
        "26 July about 5 pm",
    ):
        find(page.text_input, "When it began").set_value(text).run()
        said[text] = next(one.value for one in page.html if "drawn" in str(one.value) or
                          "unknown" in str(one.value))  # fmt: skip
    assert "a day; it is drawn on all of it" in said["26 July 1988"]
    assert "a time; it is drawn at that hour" in said["26 July 1988 14:30"]
    assert "about 26 July, 17:00: a time; it is drawn at that hour" in said["26 July about 5 pm"]
    noon = "26 July, between 11:00 and 13:00: it is drawn in that time"
    assert noon in said["26 July 1988, noon"]
    assert "one unknown moment" in said["July 1988"]


def test_what_was_changed_outside_is_offered_and_taken_in(folder: Path) -> None:
    page = page_of(folder)
    desk: Desk = page.session_state["desk"]
    desk.do(SetCells("places", 2, {"name": "Aspen"}))
    outside = SetCells("places", 2, {"note": "By the river"}).made_on(read_files(folder))
    (folder / "places.csv").write_bytes(outside["places.csv"])
    page.run()
    press(page, "Save")
    assert (folder / "places.csv").read_bytes() == outside["places.csv"]
    press(page, "Take in what was changed outside")
    press(page, "Save")
    alder = load_campaign(folder).places["alder"]
    assert (alder.name, alder.note) == ("Aspen", "By the river")


def test_a_conflict_can_be_saved_beside(folder: Path) -> None:
    desk = Desk(folder, begin_edit(read_files(folder)))
    desk.do(SetCells("places", 2, {"name": "Aspen"}))
    outside = SetCells("places", 2, {"name": "Elder"}).made_on(read_files(folder))
    (folder / "places.csv").write_bytes(outside["places.csv"])
    desk.save()
    assert desk.outside == ("places.csv",)
    desk.take_outside()
    assert "1 conflicts, yours stands: conflict: places alder name" in desk.says
    desk.save()
    assert load_campaign(folder).places["alder"].name == "Aspen"
    desk.undo()
    assert not desk.edit.is_saved


def test_pictures_of_the_folder_are_at_the_desk(folder: Path) -> None:
    (folder / "media").mkdir()
    Image.new("RGB", (8, 8)).save(folder / "media" / "a.png")
    row = (
        "media_id,row_ids,kind,file,title,credit,licence,alt\na,events/clash,photo,a.png,A,B,C,D\n"
    )
    (folder / "media.csv").write_text(row, encoding="utf-8")
    desk = Desk(folder, begin_edit(read_files(folder)))
    assert not [one for one in desk.look().problems if one.rule.startswith("media")]
    (folder / "media" / "a.png").unlink()
    desk.do(SetCells("places", 2, {"name": "Aspen"}))
    assert [one.rule for one in desk.look().problems if one.rule.startswith("media")] == [
        "media-file"
    ]


def test_an_error_keeps_the_last_map_and_says_where_it_is(folder: Path) -> None:
    desk = Desk(folder, begin_edit(read_files(folder)))
    document = desk.look().drawn
    assert document
    desk.do(SetCells("events", 2, {"starts": "sometime"}))
    shown = desk.look()
    assert shown.campaign is None and shown.drawn == document
    assert any(one.column == "starts" and one.row == 2 for one in shown.problems)
    desk.undo()
    assert desk.look().campaign is not None


def test_a_file_is_taken_in_as_one_step(folder: Path) -> None:
    desk = Desk(folder, begin_edit(read_files(folder)))
    found = take_bytes("acled.csv", foreign.ACLED.encode(), Wish())
    assert desk.do(plan_import(desk.edit.files, found, "acled.csv").change)
    assert desk.last == "acled.csv taken in"
    desk.undo()
    assert desk.edit.is_saved


def test_every_part_of_the_desk_opens(folder: Path) -> None:
    page = page_of(folder)
    (parts,) = [one for one in page.segmented_control if one.label == "Part of the desk"]
    for part in ("Tables", "Campaign", "Take in a file"):
        parts.set_value(part).run()
        assert not page.exception
        (parts,) = [one for one in page.segmented_control if one.label == "Part of the desk"]
    find(page.file_uploader, page.file_uploader[0].label)


# --- the whole way, as a newcomer goes it -----------------------------------------------------


NOT_IN_THE_GAZETTEER = {"Pevensey": "50.819, 0.339", "Battle": "50.917, 0.484"}
"""Villages, whose points a person gives."""


def begin(folder: Path) -> AppTest:
    """A new campaign begun in the page."""
    page = page_of(folder)
    find(page.text_input, "What it is called").set_value("Hastings, 1066")
    find(page.text_input, "First day").set_value("28 September 1066")
    find(page.text_input, "Last day").set_value("14 Oct 1066")
    find(page.text_input, "One side").set_value("Normans")
    find(page.text_input, "The other side").set_value("English")
    return press(page, "Begin")


FIELDS = {"Who": "by", "Who did it (if known)": "by", "Where": "from", "From": "from", "To": "to",
          "Who says so": "source"}  # fmt: skip


def pick(page: AppTest, label: str, said: str, side: str = "") -> None:
    """Choose what the campaign has by its name, or make it; with a side it is a force."""
    desk: Desk = page.session_state["desk"]
    table = {"by": "forces", "source": "sources"}.get(FIELDS[label], "places")
    titles = names_of(desk.edit.files, table, "title" if table == "sources" else "name")
    known = next((one for one, title in titles.items() if title == said), "")
    name(page, FIELDS[label], known, "" if known else said)
    page.run()
    if known:
        return
    if said in NOT_IN_THE_GAZETTEER:
        point = find(page.text_input, f"{label}: latitude, longitude")
        point.set_value(NOT_IN_THE_GAZETTEER[said]).run()
    elif table == "places":
        # The list is pressed in the browser; here its first candidate is taken.
        found = OfflineGazetteer().complete(said, 1)[0]
        fields = page.session_state[f"claim-{FIELDS[label]}-{desk.turn}-fields"]
        fields.point = say_point((found.latitude, found.longitude))
        fields.found, fields.turn = (fields.point, "geonames", found.raw["id"]), fields.turn + 1
        page.run()
    if side:
        key = f"claim-{FIELDS[label]}-{desk.turn}-side"
        page.segmented_control(key=key).set_value(side.lower()).run()


def tell(page: AppTest, title: str, kind: str, day: str, places: Any, force: str = "",
         side: str = "") -> None:  # fmt: skip
    """Fill in the form for one claim and add it."""
    is_movement = len(places) == 2
    (what,) = [one for one in page.segmented_control if one.label == "What is claimed"]
    what.set_value("Somebody went somewhere" if is_movement else "Something happened").run()
    find(page.text_input, "In one line, in neutral words").set_value(title)
    find(page.selectbox, "Kind").set_value(kind).run()
    if force:
        pick(page, "Who" if is_movement else "Who did it (if known)", force, side)
    for label, place in zip(("From", "To") if is_movement else ("Where",), places, strict=True):
        pick(page, label, place)
    find(page.text_input, "When it began").set_value(day).run()
    pick(page, "Who says so", "The chronicle")
    find(page.text_input, "Where in it: page, paragraph").set_value("1066 D").run()
    press(page, "Add this claim")


@pytest.mark.rest
def test_a_campaign_of_five_places_and_six_claims_is_made_in_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "hastings"
    page = begin(folder)
    kept = [one.name for one in folder.iterdir()]
    assert kept == [".desk"], "no file of the campaign is written before it is saved"
    normans, english = ("Duke William's army", "Normans"), ("King Harold's army", "English")
    tell(page, "The Normans land", "landing", "28 Sept 1066", ("Pevensey",), *normans)
    tell(page, "They go on to Hastings", "advance", "29 September 1066", ("Pevensey", "Hastings"),
         *normans)  # fmt: skip
    tell(page, "The English leave York", "march", "1066-10-01", ("York", "London"), *english)
    tell(page, "A council in London", "council", "1066-10-09", ("London",), *english)
    tell(page, "The English go to Battle", "march", "12 October 1066", ("London", "Battle"),
         *english)  # fmt: skip
    tell(page, "The battle", "battle", "1066-10-14", ("Battle",), *english)
    press(page, "Save")
    campaign = load_campaign(folder)
    assert (len(campaign.places), len(campaign.forces), len(campaign.sources)) == (5, 2, 1)
    assert all(place.point for place in campaign.places.values())
    assert len(campaign.movements) + len(campaign.events) == 6
    assert [str(one) for one in check_campaign(folder) if one.severity != "note"] == []


# --- from the app ---------------------------------------------------------------------------


def app_of(*folders: Path) -> AppTest:
    """The app with these campaigns, its tab of data open."""

    def run(folders: list[str]) -> None:
        from mapping.page.folders import name_folders
        from mapping.page.whole import show_page

        show_page(name_folders(folders))

    page = AppTest.from_function(run, args=(list(map(str, folders)),), default_timeout=60).run()
    assert not page.exception
    return page


def test_a_town_is_told_from_others_of_its_name() -> None:
    dundee = ["Dundee, GB", "Dundee, ZA"]
    for name in ("Dundee", "dundee , South Africa"):
        assert [say.partition(", town")[0] for say in starts_called(name)] == dundee
    assert [one.name for one in starts_called("Kermanshah").values()] == ["Kermanshah"]
    assert starts_called("Isandlwana") == {}


def test_what_a_new_campaign_still_lacks_is_named() -> None:
    page = press(app_of(), "Begin a new campaign")
    find(page.text_input, "First day").set_value("the 28th")
    press(page, "Begin")
    assert page.session_state["begin-wrong"] == (
        "Still to fill in: What it is called; Last day; One side; The other side."
    )
    for label in ("What it is called", "Last day", "One side", "The other side"):
        find(page.text_input, label).set_value("14 Oct 1066")
    press(page, "Begin")
    wrong = page.session_state["begin-wrong"]
    assert wrong.startswith("First day: write it like 14 October 1066 or 1066-10-14")
    find(page.text_input, "First day").set_value("June 52 BC")
    press(page, "Begin")
    wrong = page.session_state["begin-wrong"]
    assert wrong == "First day: June 52 BC is more than one day; say which one it is."


def test_a_campaign_is_begun_in_the_app_and_kept_until_it_is_downloaded() -> None:
    page = press(app_of(), "Begin a new campaign")
    for label, text in (
        ("What it is called", "Hastings, 1066"), ("First day", "28 September 1066"),
        ("Last day", "14 Oct 1066"), ("A town in the middle of it (if you like)", "Hastings"),
        ("One side", "Normans"), ("The other side", "English"),
    ):  # fmt: skip
        find(page.text_input, label).set_value(text)
    press(page, "Begin")
    assert "several towns" in page.session_state["begin-wrong"], "none is taken for another"
    assert find(page.radio, "Which of these towns it is").value == "Hastings, GB, town of 92,855"
    press(page, "Begin")
    desk: Desk = page.session_state["desk"]
    assert desk.says == "The map begins at Hastings, GB, town of 92,855."
    assert [place.name for place in (desk.look().campaign or pytest.fail()).places.values()] == [
        "Hastings"
    ]
    assert not [one for one in page.button if one.label == "Save"]
    press(page, "Back to the campaigns")
    assert find(page.button, "Begin a new campaign").disabled, "what is on the desk is not lost"
    press(page, "Take it off the desk")
    assert not find(page.button, "Begin a new campaign").disabled
    press(page, "Put back what was taken off")
    assert page.session_state["desk"] is desk
    press(page, "Back to the campaigns")
    assert not [one for one in page.button if one.label == "Put back what was taken off"]
    press(page, "Back to your desk")
    desk.take_away()
    press(page, "Back to the campaigns")
    assert not find(page.button, "Begin a new campaign").disabled


def begin_in_app(page: AppTest, title: str, sides: tuple[str, str]) -> None:
    press(page, "Begin a new campaign")
    for label, text in (
        ("What it is called", title), ("First day", "28 September 1066"),
        ("Last day", "14 Oct 1066"), ("One side", sides[0]), ("The other side", sides[1]),
    ):  # fmt: skip
        assert not find(page.text_input, label).value
        find(page.text_input, label).set_value(text)
    press(page, "Begin")


def test_two_tellings_are_named_and_claims_are_of_one_of_them() -> None:
    page = app_of()
    begin_in_app(page, "Hastings, 1066", ("Normans", "English"))
    parts = find(page.segmented_control, "Part of the desk")
    parts.set_value("Campaign").run()
    for title, standpoint in (("Wace", "Norman"), ("The Chronicle", "")):
        find(page.text_input, "Another telling: who tells it").set_value(title)
        find(page.text_input, "From which standpoint (if you like)").set_value(standpoint)
        press(page, "Add the telling")
    desk: Desk = page.session_state["desk"]
    campaign = desk.look().campaign or pytest.fail()
    assert [(one.title, one.standpoint) for one in campaign.accounts.values()] == [
        ("Wace", "Norman"), ("The Chronicle", ""),
    ]  # fmt: skip
    find(page.segmented_control, "Part of the desk").set_value("From a text").run()
    page.text_area(key="text-words").set_value(
        "On 28 September 1066 William marched from Hastings to Dover. He left Dover on 5 October."
    )
    page.text_input(key="text-side-0").set_value("William")
    press(page, "Read the text")
    (tellings,) = page.multiselect
    assert tellings.label.startswith("Whose telling it is")
    tellings.set_value(["wace"]).run()
    press(page, "Accept")
    press(page, "Accept")
    rows = [*lines_of(desk.edit.files, "movements"), *lines_of(desk.edit.files, "events")]
    assert [one["account_ids"] for _, one in rows] == ["wace", "wace"]
    find(page.segmented_control, "Part of the desk").set_value("One claim").run()
    find(page.segmented_control, "What is claimed").set_value("A place was held").run()
    # What was said of the last claim is so of the next one.
    assert find(page.multiselect, tellings.label).value == ["wace"]
    find(page.multiselect, tellings.label).set_value(["the-chronicle"])
    page.session_state["claim-hold-source-1"] = "the-text"
    press(page, "Set who holds it")
    assert [one["account_ids"] for _, one in lines_of(desk.edit.files, "control")] == [
        "the-chronicle"
    ]
    assert (desk.look().campaign or pytest.fail()).accounts.keys() == {"wace", "the-chronicle"}


def test_of_one_campaign_nothing_is_left_on_the_desk_for_another() -> None:
    page = app_of()
    begin_in_app(page, "Hastings, 1066", ("Normans", "English"))
    find(page.segmented_control, "Part of the desk").set_value("From a text").run()
    page.text_area(key="text-words").set_value(
        "On 28 September 1066 Taillefer marched from Hastings to Dover."
    )
    press(page, "Read the text")
    find(page.segmented_control, "Whose side Taillefer is on").set_value("normans").run()
    press(page, "Accept")
    desk: Desk = page.session_state["desk"]
    desk.take_away()
    press(page, "Back to the campaigns")
    begin_in_app(page, "Stamford Bridge, 1066", ("Norwegians", "Saxons"))
    find(page.segmented_control, "Part of the desk").set_value("From a text").run()
    assert not page.exception
    assert not page.text_area(key="text-words").value
    assert not [one for one in page.button if one.label == "Accept"]
    # Nor is a side that is none any more whose side somebody is on.
    page.text_area(key="text-words").set_value(
        "On 28 September 1066 Taillefer marched from Hastings to Dover."
    )
    press(page, "Read the text")
    page.session_state["desk-review"].sides["Taillefer"] = "normans"
    page.run()
    assert not page.exception


def test_any_campaign_is_edited_as_a_copy(folder: Path) -> None:
    before = read_files(folder)
    page = app_of(folder)
    # Which tab is open only a browser says.
    page.session_state["desk"] = Desk(folder, begin_edit(before), is_own=True)
    page.session_state[IS_OPEN] = True
    page.run()
    find(page.text_input, "In one line, in neutral words").set_value("A council at Birch")
    find(page.selectbox, "Kind").set_value("council")
    name(page, "from", "birch")
    name(page, "source", "chronicle")
    find(page.text_input, "When it began").set_value("26 July 1988").run()
    press(page, "Add this claim")
    desk: Desk = page.session_state["desk"]
    assert "a-council-at-birch" in (desk.look().campaign or pytest.fail()).events
    assert read_files(folder) == before


def test_a_desk_is_looked_at_when_what_was_pressed_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page runs anew while a save is still writing: it shows what has been saved."""
    folder = Folder().write(tmp_path / "tiny")
    desk = Desk(folder, begin_edit(read_files(folder)))
    assert desk.do(SetHead(("title",), "Another title"))
    desk.look()  # so that to look once more takes no time
    begun, goes_on = Event(), Event()

    def slowly(*given: object) -> str:
        begun.set()
        assert goes_on.wait(20)
        return ""

    monkeypatch.setattr(desk_state, "save_files", slowly)
    with ThreadPoolExecutor() as runs:
        saving = runs.submit(desk.save)
        assert begun.wait(20)
        seen = runs.submit(lambda: (desk.look(), desk.edit.is_saved))
        assert not wait([seen], timeout=0.3).done
        goes_on.set()
        saving.result()
        assert seen.result()[1]


def test_a_river_is_offered_with_its_kind_and_the_part_that_is_near() -> None:
    found = OfflineGazetteer().complete("Danube", 1, (48.2, 16.4))[0]
    one = _candidate(found, "Vienna")
    assert (one.name, one.kind, one.found_by) == ("Danube", "river", "naturalearth")
    assert one.note.startswith(f"river, within {one.radius_km:g} km, ")
    assert one.is_near and 10 < one.radius_km < 250
    town = _candidate(OfflineGazetteer().complete("Linz", 1)[0], "")
    assert (town.kind, town.found_by, town.radius_km) == ("", "geonames", TOWN_KM)
