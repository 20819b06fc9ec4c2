"""Who holds a place, and how a front runs: each one change, which the map's marks make up."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.checks import check_campaign
from mapping.editing.claim import NamedSource
from mapping.editing.drawn_areas import DrawnArea, remove_line, write_area, write_line
from mapping.editing.folder_files import EditError, Files, lines_of, write_files
from mapping.editing.held_places import Holding, write_holding
from mapping.editing.history import begin_edit
from mapping.editing.uses import remove, rename
from mapping.format.campaign import load_campaign

CHRONICLE = NamedSource(source_id="chronicle")
HELD = Holding(place_id="alder", side_id="blue", starts="1988-07-23", source=CHRONICLE)
FRONT = DrawnArea(kind="front line", title="The front", side_id="red", starts="1988-07-24",
                  source=CHRONICLE)  # fmt: skip
LINE = [[(34.0, 46.5), (34.2, 46.6), (34.4, 46.5)]]


def control_of(files: Files, place_id: str) -> list[tuple[str, str]]:
    """Who holds a place from when."""
    return [(one["side_id"], one["starts"]) for _, one in lines_of(files, "control")
            if one["place_id"] == place_id]  # fmt: skip


def test_who_holds_a_place_is_a_row_with_its_source(files: Files, tmp_path: Path) -> None:
    edit = begin_edit(files).then(write_holding(files, HELD))
    assert control_of(edit.files, "alder") == [("blue", "1988-07-23")]
    assert [one["source_id"] for _, one in lines_of(edit.files, "evidence")
            if one["row_id"] == "alder-blue"] == ["chronicle"]  # fmt: skip
    write_files(edit.files, tmp_path / "after")
    problems = check_campaign(tmp_path / "after")
    assert [one for one in problems if one.severity != "note"] == []
    assert edit.undo().files == files


def test_the_same_source_is_corrected_and_another_one_stands_beside_it(files: Files) -> None:
    once = write_holding(files, HELD).made_on(files)
    again = write_holding(once, replace(HELD, side_id="red")).made_on(once)
    assert control_of(again, "alder") == [("red", "1988-07-23")]
    other = replace(HELD, side_id="", source=NamedSource(title="A letter"))
    assert control_of(write_holding(once, other).made_on(once), "alder") == [
        ("blue", "1988-07-23"), ("", "1988-07-23"),
    ]  # fmt: skip
    for lacking in (replace(HELD, source=NamedSource()), replace(HELD, starts="")):
        with pytest.raises(EditError, match="say"):
            write_holding(files, lacking)


def test_a_front_is_drawn_reshaped_for_a_day_and_taken_back(files: Files, tmp_path: Path) -> None:
    edit = begin_edit(files)
    edit = edit.then(write_area(edit.files, FRONT, LINE))
    later = [[(34.0, 46.6), (34.2, 46.75), (34.4, 46.6)]]
    edit = edit.then(write_line(edit.files, "the-front", "1988-07-26", later, False, CHRONICLE))
    nearer = [[*later[0][:2], (34.3, 46.6)]]
    edit = edit.then(write_line(edit.files, "the-front", "1988-07-26", nearer, False, CHRONICLE))
    write_files(edit.files, tmp_path / "after")
    campaign = load_campaign(tmp_path / "after")
    first, second = campaign.outlines["the-front"]
    assert [list(first.chains[0]), list(second.chains[0])] == [LINE[0], nearer[0]]
    assert (first.at, second.label, first.closed) == (None, "1988-07-26", False)
    row = campaign.areas["the-front"]
    said = [(one.field, one.source_id) for one in campaign.evidence_for(row)]
    assert said == [("", "chronicle"), ("1988-07-26", "chronicle")]
    problems = check_campaign(tmp_path / "after")
    assert [one for one in problems if one.severity != "note"] == []
    gone = edit.then(remove_line(edit.files, "the-front", "1988-07-26"))
    assert len(json.loads(gone.files["areas.geojson"])["features"]) == 1
    assert edit.undo().undo().undo().files == files


def test_a_ring_keeps_its_holes_and_what_others_wrote_stays(files: Files, tmp_path: Path) -> None:
    theirs = {"type": "Feature", "properties": {"area_id": "x", "colour": "red"}, "geometry": {
        "type": "LineString", "coordinates": [[46.123456789, 34.0], [46.5, 34.1]]}}  # fmt: skip
    collection = {"type": "FeatureCollection", "name": "fronts", "features": [theirs]}
    files = {**files, "areas.geojson": json.dumps(collection).encode()}
    square = ((0, 0), (0, 3), (3, 3), (3, 0))
    outer, inner, beside = (
        [(34 + at + lat * size, 46 + at + lon * size) for lat, lon in square]
        for at, size in ((0.0, 0.1), (0.1, 0.03), (0.6, 0.02))
    )  # fmt: skip
    held = replace(FRONT, kind="held", title="Their ground")
    after = write_area(files, held, [outer, inner, beside]).made_on(files)
    kept, made = json.loads(after["areas.geojson"])["features"]
    assert kept == theirs and json.loads(after["areas.geojson"])["name"] == "fronts"
    assert made["geometry"]["type"] == "MultiPolygon"
    assert [len(one) for one in made["geometry"]["coordinates"]] == [2, 1]


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [([], "front line", "at least 2 points along"), ([[(34, 46)] * 3], "front line", "2 points"),
     (LINE, "", "of what kind"), ([LINE[0][:2]], "held", "at least 3 points around it")],
)  # fmt: skip
def test_a_line_that_is_none_is_refused(
    files: Files, line: list[list[tuple[float, float]]], kind: str, said: str
) -> None:
    with pytest.raises(EditError, match=said):
        write_area(files, replace(FRONT, kind=kind), line)


def test_a_file_that_cannot_be_read_is_not_written_over(files: Files) -> None:
    for text in (b"{", b"[]", b"null", b'{"features": 1}'):
        with pytest.raises(EditError, match="mend it in a text editor"):
            write_area({**files, "areas.geojson": text}, FRONT, LINE)


def test_its_lines_go_with_an_area(files: Files, tmp_path: Path) -> None:
    edit = begin_edit(files)
    edit = edit.then(write_area(edit.files, FRONT, LINE))
    renamed = edit.then(rename(edit.files, "areas", "the-front", "first-front"))
    write_files(renamed.files, tmp_path / "renamed")
    assert list(load_campaign(tmp_path / "renamed").outlines) == ["first-front"]
    removed = edit.then(remove(edit.files, "areas", 2))
    assert json.loads(removed.files["areas.geojson"])["features"] == []
    assert [*lines_of(removed.files, "areas")] == []
