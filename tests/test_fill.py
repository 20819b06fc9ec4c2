"""`geocode FOLDER --fill`: what it writes, what it leaves open, and that it keeps the rest."""

from __future__ import annotations

import csv
import os
import shutil
import stat
from pathlib import Path

import pytest

from mapping.__main__ import main
from mapping.format.campaign import load_campaign
from mapping.format.csv_file import cells_of
from mapping.format.problems import CampaignError
from mapping.format.schema import columns_of
from mapping.format.sheet import Sheet, SheetError
from mapping.format.tables import Place
from mapping.gazetteer import OfflineGazetteer
from mapping.gazetteer.choice import VILLAGE
from mapping.gazetteer.fill import Filling, fill_places, say_filling
from mapping.geo.geodesy import distance_km
from tests.folders import Folder, write_broken

DATA = Path(__file__).parent.parent / "data"
HEAD = "place_id,name,kind,lat,lon,radius_km,certainty,found_by,found_id,note"
MEKELLE = "mekelle,Mekelle,city,13.4967,39.4753,5,certain,atlas,,"
ADIGRAT = "adigrat,Adigrat,town,,,,certain,nobody,,"


def fill(folder: Path, *lines: str) -> tuple[Filling, list[str]]:
    """Fill a table of these lines; what was done, and its lines afterwards."""
    (folder / "places.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    filling = fill_places(folder, OfflineGazetteer())
    return filling, (folder / "places.csv").read_text(encoding="utf-8").splitlines()


def test_a_town_near_the_others_is_written(tmp_path: Path) -> None:
    filling, lines = fill(tmp_path, HEAD, MEKELLE, ADIGRAT)
    filled = "adigrat,Adigrat,town,14.277,39.462,3,certain,geonames,geonames:345149,"
    assert lines == [HEAD, MEKELLE, filled]
    said = say_filling(filling)
    assert "1 written, 0 left open, 0 not found" in said
    assert "the only town of this name within 200 km of the campaign's other places" in said
    assert "found_by was nobody" in said


def test_the_only_place_of_a_campaign_is_written_and_it_is_said_that_nothing_holds_it(
    tmp_path: Path,
) -> None:
    filling, lines = fill(tmp_path, HEAD, ADIGRAT)
    assert "geonames:345149" in lines[1]
    assert "with no other place of the campaign to hold it against" in say_filling(filling)


def test_places_without_any_coordinates_hold_each_other(tmp_path: Path) -> None:
    far = "saqqez,Saqqez,town,,,,certain,x,,"
    adwa = "adwa,Adwa,town,,,,certain,x,,"
    filling, lines = fill(tmp_path, HEAD, ADIGRAT, adwa, far)
    assert ["geonames:" in line for line in lines[1:]] == [True, True, False]
    assert "more than 200 km from every other place" in say_filling(filling)


def test_two_places_far_from_each_other_hold_nothing(tmp_path: Path) -> None:
    far = "saqqez,Saqqez,town,,,,certain,x,,"
    filling, lines = fill(tmp_path, HEAD, ADIGRAT, far)
    assert lines == [HEAD, ADIGRAT, far]
    assert [choice.why[:19] for choice in filling.left] == ["more than 200 km fr"] * 2
    _, lines = fill(tmp_path, HEAD, ADIGRAT, far.replace("x,", "x,geonames:117392"))
    assert ["geonames:" in line for line in lines[1:]] == [False, True]


def test_an_empty_table_is_left_alone(tmp_path: Path) -> None:
    filling, lines = fill(tmp_path, HEAD)
    assert lines == [HEAD]
    assert say_filling(filling) == "places.csv: 0 written, 0 left open, 0 not found"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("waterloo,Waterloo,town,,,,certain,x,,", "more than 200 km"),
        ("tigray,Mekelle,region,,,,certain,x,,", "of the kind region"),
        ("adigrat,Adigrat,camp,,,,certain,x,,", "of the kind camp"),
        ("adigrat,Adigrat,village,,,,certain,x,,", "none of the size of a village"),
        ("adigrat,Adigrat,town,,,,certain,x,geonames:331180,", "none of this place's names"),
        ("adigrat,Adigrat,town,,,,certain,x,osm:17,", "osm:17 is not in the gazetteer"),
        ("adigrat,Adigrat,town,14.2,,,certain,x,,", "only one of lat and lon"),
        ("nowhere,Qqqqxy,town,,,,certain,x,,", "no place of this name"),
        ("the-pass,Qqqqxy,pass,,,,certain,x,,", "of the kind pass"),
    ],
)
def test_what_is_not_sure_is_not_written(tmp_path: Path, row: str, why: str) -> None:
    filling, lines = fill(tmp_path, HEAD, MEKELLE, row)
    assert lines == [HEAD, MEKELLE, row]
    (left,) = filling.left
    assert why in left.why
    assert f"{left.place.place_id} ({left.place.name}): {left.why}" in say_filling(filling)


def test_namesakes_are_listed_and_the_chosen_id_is_then_taken(tmp_path: Path) -> None:
    heads = HEAD, "lille,Lille,city,50.633,3.066,5,certain,atlas,,"
    row = "saint-denis,Saint-Denis,village,,,,certain,x,,"
    paris = "paris,Paris,city,48.853,2.349,5,certain,atlas,,"
    reunion = "reunion,La Possession,town,-20.93,55.33,5,certain,atlas,,"
    filling, lines = fill(tmp_path, *heads, paris, reunion, row.replace("village", "town"))
    assert lines[-1] == row.replace("village", "town")
    said = say_filling(filling)
    assert "2 of this name within 200 km" in said
    assert "geonames:2980916  Saint-Denis, FR" in said and "96,128 people, " in said
    assert "geonames:935264  Saint-Denis, RE" in said
    assert "write the id of the right one into found_id" in said
    chosen = "saint-denis,Saint-Denis,town,,,,certain,x,geonames:2980916,"
    _, lines = fill(tmp_path, *heads, paris, reunion, chosen)
    assert lines[-1].startswith("saint-denis,Saint-Denis,town,48.9")
    assert lines[-1].endswith(",3,certain,geonames,geonames:2980916,")


def test_a_city_stands_out_among_small_namesakes(tmp_path: Path) -> None:
    near = "qom,Qom,city,34.64,50.876,5,certain,atlas,,"
    filling, lines = fill(tmp_path, HEAD, near, "tehran,Tehran,city,,,,certain,x,,")
    assert lines[2].startswith("tehran,Tehran,city,35.694")
    assert "by far the largest" in filling.written[0][0].why


def test_a_small_place_is_not_taken_by_another_of_its_names(tmp_path: Path) -> None:
    near = "hamadan,Hamadan,city,34.799,48.515,5,certain,atlas,,"
    filling, _ = fill(tmp_path, HEAD, near, "hassanabad,Hasanabad,village,,,,certain,x,,")
    assert not filling.written
    assert "Gerdīān" in say_filling(filling)


def test_a_radius_of_the_author_stays(tmp_path: Path) -> None:
    _, lines = fill(tmp_path, HEAD, MEKELLE, "adigrat,Adigrat,town,,,12,certain,x,,")
    assert lines[2] == "adigrat,Adigrat,town,14.277,39.462,12,certain,geonames,geonames:345149,"


# --- every other byte ------------------------------------------------------------------------

SPREADSHEET = (
    "\ufeffNote;place_id;Name;kind;Lat;lon;radius_km;certainty;found_by\r\n"
    '"a; ""b""\r\nc";mekelle;Mekelle;city;13,4967;39,4753;5;certain;atlas\r\n'
    ";;;;;;;;\r\n"
    '; adigrat ;Adigrat;town; ;"";;certain;\r\n'
    "\r\n"
    ";nowhere;Qqqqxy;town;;;;uncertain;x;;"
)


def test_the_habits_of_a_spreadsheet_are_kept(tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_bytes(SPREADSHEET.encode())
    filling = fill_places(tmp_path, OfflineGazetteer())
    before = '; adigrat ;Adigrat;town; ;"";;certain;\r\n'
    after = '; adigrat ;Adigrat;town;14,277;"39,462";3;certain;geonames;geonames:345149\r\n'
    expected = SPREADSHEET.replace(before, after).replace(";found_by\r\n", ";found_by;found_id\r\n")
    assert table.read_bytes() == expected.encode()
    assert filling.added == ("found_id",)
    assert "A column found_id was added behind the last one." in say_filling(filling)
    again = fill_places(tmp_path, OfflineGazetteer())
    assert (again.written, again.added) == ((), ())
    assert table.read_bytes() == expected.encode()


def test_missing_columns_come_behind_the_last_one_and_only_where_they_are_needed(
    tmp_path: Path,
) -> None:
    head, row = '"place_id","name","kind","certainty"', '"adigrat","Adigrat","town","certain"'
    filling, lines = fill(tmp_path, head, row, '"q","Qqqqxy","town","certain"')
    assert lines[0] == head + ',"lat","lon","radius_km","found_by","found_id"'
    assert lines[1] == row + ',"14.277","39.462","3","geonames","geonames:345149"'
    assert lines[2] == '"q","Qqqqxy","town","certain"'
    assert filling.added == ("lat", "lon", "radius_km", "found_by", "found_id")
    filling, lines = fill(tmp_path, head, '"q","Qqqqxy","town","certain"')
    assert (filling.added, lines[0]) == ((), head)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_one_cell_changes_alone(separator: str, end: str) -> None:
    rows = ['place_id,"name",x', "", 'a,"one ""1""", y ', 'b,two"2,', "c", ""]
    content = end.join(rows).replace(",", separator)
    changed = Sheet(content, list(columns_of(Place))).with_cells({4: {"x": "ü"}, 5: {"x": "z"}})
    rows[3], rows[4] = 'b,two"2,ü', "c,,z"
    assert changed == end.join(rows).replace(",", separator)


def test_a_text_that_cannot_be_told_apart_is_not_changed() -> None:
    content = 'place_id,name\na,5" x\n"b,y\nc,y'
    assert len(list(cells_of(content))) == 3
    with pytest.raises(SheetError):
        Sheet(content, ["place_id", "name"]).with_cells({3: {"name": "z"}})


def test_a_table_with_errors_is_named_and_stays(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="certainty"):
        fill(tmp_path, HEAD, "adigrat,Adigrat,town,,,,perhaps,x,,")
    with pytest.raises(CampaignError, match="the same id as in row 2"):
        fill(tmp_path, HEAD, ADIGRAT, ADIGRAT)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["places.csv"]


def test_a_disk_that_refuses_leaves_the_old_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CampaignError, match="No space left on device"):
        fill(tmp_path, HEAD, ADIGRAT)
    assert (tmp_path / "places.csv").read_text(encoding="utf-8").splitlines() == [HEAD, ADIGRAT]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["places.csv"]


def test_the_rights_of_the_file_stay(tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_text(f"{HEAD}\n{ADIGRAT}\n", encoding="utf-8")
    table.chmod(0o640)
    assert fill_places(tmp_path, OfflineGazetteer()).written
    assert stat.S_IMODE(table.stat().st_mode) == 0o640


# --- whole folders -----------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [0, 1, 3, 8])
@pytest.mark.parametrize("name", ["mersad-1988", "russia-1812"])
def test_coordinates_taken_away_come_back_or_stay_away(
    tmp_path: Path, name: str, kept: int
) -> None:
    with (DATA / name / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    empty = dict.fromkeys(("lat", "lon", "radius_km", "found_by", "found_id"), "")
    table = tmp_path / "places.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([*rows[:kept], *(row | empty for row in rows[kept:])])
    points = {row["place_id"]: (float(row["lat"]), float(row["lon"])) for row in rows if row["lat"]}
    filling = fill_places(tmp_path, OfflineGazetteer())
    assert len(filling.written) >= 8
    for choice, cells in filling.written:
        point = points.get(choice.place.place_id)
        assert choice.found and float(cells["radius_km"]) >= VILLAGE.radius_km
        km = distance_km(choice.found.point, point) if point else 0
        assert km <= float(cells["radius_km"]), choice
    content = table.read_bytes()
    assert fill_places(tmp_path, OfflineGazetteer()).written == ()
    assert table.read_bytes() == content


def test_the_command_fills_a_folder_that_check_then_finds_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def spoil(folder: Folder) -> None:
        folder.add("places", "saqqez", "Saqqez", "city", "", "", "", "certain", "atlas")

    folder = write_broken(tmp_path / "tiny", spoil)
    shown = shutil.copytree(folder, tmp_path / "shown")
    assert main(["geocode", str(shown)]) == 0
    assert "at 36.24992, 46.2735 (geonames:117392)" in capsys.readouterr().out
    assert main(["geocode", str(folder), "--fill"]) == 0
    assert "saqqez (Saqqez): lat " in capsys.readouterr().out
    place = load_campaign(folder).places["saqqez"]
    assert place.point == pytest.approx((36.24992, 46.2735))
    assert (place.radius_km, place.found_id) == (5, "geonames:117392")
    with pytest.raises(SystemExit):
        main(["geocode", str(folder), "--fill", "--online"])
