"""Files of other kinds as plans: what is taken, what is left and why, and that it can be drawn."""

from __future__ import annotations

import io
import json
import math
import random
import zipfile
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mapping.__main__ import main
from mapping.checks import check_campaign
from mapping.editing.folder_files import EditError, read_files
from mapping.editing.history import begin_edit
from mapping.editing.save import save_files
from mapping.editing.uses import fresh_id
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.gregorian import Day
from mapping.format.problems import find_errors
from mapping.geo.geodesy import distance_km
from mapping.intake import from_gpx
from mapping.intake.found import Found, Halt, ImportFileError, plain
from mapping.intake.moments import MomentUnread, read_moment, read_within
from mapping.intake.plan import Plan, plan_import, say_plan
from mapping.intake.starter import bare_files
from mapping.intake.taking import Wish, parse_ahead, parse_columns, take_bytes
from mapping.intake.ways import MOST_HALTS, thin
from mapping.telling.timeline.position import position_at
from mapping.telling.timeline.tracks import tracks_of
from tests import foreign_files as foreign

ROWS = [
    ["Date", "Place", "Lat", "Lon", "What", "Who"],
    [date(1988, 7, 24), "Alder", 34.0, 46.0, "The column sets out", "The column"],
    [date(1988, 7, 25), "Birch", 34.0, 47.0, "It comes to Birch", "The column"],
]
ROWS_OTHER = [
    ["", ""],
    ["Headline", "Day", "Side"],
    ["A council", "25.07.1988", "Blue"],
    ["Another", "26.07.1988", "Blue"],
]


def take(name: str, data: bytes | str, **wish: Any) -> Found:
    """What is found in a file."""
    return take_bytes(name, data.encode() if isinstance(data, str) else data, Wish(**wish))


def put_in(folder: Path, name: str, data: bytes | str, **wish: Any) -> tuple[Plan, Campaign]:
    """A file taken into a folder, which then has no error, and comes back whole if undone."""
    before, old = read_files(folder), load_campaign(folder)
    plan = plan_import(before, take(name, data, **wish), name)
    edit = begin_edit(before).then(plan.change)
    assert edit.undo().files == before
    save_files(folder, before, edit.files)
    assert find_errors(check_campaign(folder)) == []
    campaign = load_campaign(folder)
    for table in ("movements", "events", "places"):
        for row_id, row in getattr(campaign, table).items():
            if row_id in getattr(old, table):
                continue
            assert row.certainty == "uncertain"
            if table != "places":
                (passage,) = campaign.evidence_for(row)
                assert campaign.sources[passage.source_id].title == plain(Path(name).name, 150)
    return plan, campaign


def time_of(campaign: Campaign, at: datetime) -> float:
    """A moment in days from the campaign's beginning."""
    return at.toordinal() - campaign.origin + (at.hour * 60 + at.minute + at.second / 60) / 1_440


def left_of(plan: Plan) -> str:
    return "\n".join(map(str, plan.left))


# --- tables --------------------------------------------------------------------------------


def test_acled_is_known(folder: Path) -> None:
    plan, campaign = put_in(folder, "acled.csv", foreign.ACLED)
    assert plan.says == "ACLED"
    clash, strike, treaty = list(campaign.events.values())[2:]
    assert (clash.kind, strike.kind, treaty.kind) == ("battle", "air strike", "treaty")
    assert clash.starts.text == "1988-07-25"
    assert strike.starts.text == "[1988-07-23..1988-07-29]", "a week is no day"
    assert treaty.starts.text == "[1988-07-01..1988-07-31]"
    assert clash.title == "Battle: Military Forces of Redland against Blue Militia, Alder"
    assert clash.place_ids == ("alder",), "the campaign's own, 1.4 km away"
    assert campaign.places["cedar"].radius_km == 100
    assert campaign.evidence_for(clash)[0].locator == "ABC1"
    assert "Red News; Blue Post" in campaign.evidence_for(clash)[0].note
    assert "column fatalities: 3 cells" in left_of(plan)
    assert campaign.forces["blue-militia"].side_id == "not-assigned"


def test_ucdp_ged_is_known(folder: Path) -> None:
    plan, campaign = put_in(folder, "GEDEvent.csv", foreign.UCDP)
    assert plan.says == "UCDP GED"
    clash, shelled = list(campaign.events.values())[2:]
    assert (clash.kind, clash.starts.text) == ("battle", "1988-07-25")
    assert (shelled.kind, shelled.starts.text) == ("other", "[1988-07-01..1988-07-31]")
    assert campaign.places["redland"].point is None, "the middle of a country is no place"
    assert "stands for a whole country" in left_of(plan)


def test_days_before_months_are_known_by_the_column(folder: Path) -> None:
    plan, campaign = put_in(folder, "notes.csv", foreign.DAY_FIRST)
    events = list(campaign.events.values())[2:]
    assert [one.starts.text for one in events] == [
        "1988-07-24", "1988-06-07", "[1988-01-01..1988-12-31]",
    ]  # fmt: skip
    assert events[0].by_force_ids == ("column",), "the campaign's own force by its name"
    assert "row 5: Nobody knows: write the day as YYYY-MM-DD" in left_of(plan)
    assert any("outside the campaign's days" in note for note in plan.notes)
    unclear = foreign.DAY_FIRST.replace("24/07/1988", "04/07/1988")
    assert "can be read as 1988-07-04 or 1988-04-07" in str(take("notes.csv", unclear).left[0])
    said = take("notes.csv", unclear, order="month-first").events
    assert said[0].starts == "1988-04-07"


@pytest.mark.parametrize(("name", "made"), [("a.xlsx", foreign.workbook), ("a.ods", foreign.ods)])
def test_workbooks_are_read_with_their_days(folder: Path, name: str, made: Any) -> None:
    _, campaign = put_in(folder, name, made(ROWS))
    events = list(campaign.events.values())[2:]
    assert [one.starts.text for one in events] == ["1988-07-24", "1988-07-25"]
    assert [one.place_ids for one in events] == [("alder",), ("birch",)]
    other = take(name, made(ROWS_OTHER)).events
    assert [(one.title, one.starts, one.by) for one in other] == [
        ("A council", "1988-07-25", ("Blue",)), ("Another", "1988-07-26", ("Blue",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "row", "day", "point"),
    [
        ("Datum;Ort;Breite;Länge;Ereignis", "17. Juni 1815;Wavre;50,7167;4,6;Rückzug",
         "1815-06-17", (50.7167, 4.6)),
        ("Tag;Monat;Jahr;Ort;Ereignis", "17;Juni;1815;Wavre;Rückzug", "1815-06-17", None),
        ("Datum;Uhrzeit;Ort;Ereignis", "Sonntag, 18. Juni 1815;11.30 Uhr;Waterloo;Angriff",
         "1815-06-18T11:30", None),
        ("Datum;Ort;Ereignis", "18./19. Juni 1815;Wavre;Gefecht", "[1815-06-18..1815-06-19]", None),
        ("Date;Heure;Lieu;Événement", "le 1er juin 1815;14h30;Ligny;Bataille",
         "1815-06-01T14:30", None),
        ("Fecha;Lugar;Coordenadas;Suceso", "2 de mayo de 1808;Madrid;40.4, -3.7;Levantamiento",
         "1808-05-02", (40.4, -3.7)),
        ("año;mes;día;lugar;suceso", "-216;8;2;Cannas;Batalla", "-0215-08-02", None),
        ("تاریخ;مکان;رویداد", "۳ مرداد ۱۳۶۷;اسلام‌آباد;نبرد", "1988-07-25", None),
        ("Date;Location;Coordinates;Event",
         "25 April 1915;Anzac;40°14'46\"N 26°16'40\"E;Landing", "1915-04-25", (40.24611, 26.27778)),
    ],
)  # fmt: skip
def test_a_students_sheet_in_its_own_language(
    headings: str, row: str, day: str, point: tuple[float, float] | None
) -> None:
    quoted = ";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row.split(";"))
    found = take("a.csv", f"\ufeffThe collection of a museum;;;\n;;;\n{headings}\n{quoted}\n;;\n")
    (event,) = found.events
    assert event.starts == day and event.title and event.place and event.place.name
    assert event.place.point == (pytest.approx(point, abs=1e-4) if point else None)
    assert [one.reason for one in found.left] == ["it stands above the headings"]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("Anfang Juni 1815", "[1815-06-01..1815-06-10]"),
        ("vor dem 18. Juni 1815", "[..1815-06-17]"),
        ("zwischen 17. und 18. Juni 1815", "[1815-06-17..1815-06-18]"),
        ("um den 18. Juni 1815", "1815-06-18~"),
        ("du 17 au 18 juin 1815", "[1815-06-17..1815-06-18]"),
        ("vers le 18 juin 1815", "1815-06-18~"),
        ("finales de mayo de 1808", "[1808-05-21..1808-05-31]"),
    ],
)  # fmt: skip
def test_a_loose_day_in_its_own_language(cell: str, moment: str) -> None:
    assert read_moment(cell) == moment


def test_an_hour_and_a_point_that_cannot_be_read_cost_no_row() -> None:
    text = "Date,Time,Place,Lat,Lon,Event\n1815-06-18,before noon?,Ligny,50.5N,4.5N,Battle\n"
    found = take("a.csv", text)
    assert [(one.starts, one.place and one.place.point) for one in found.events] == [
        ("1815-06-18", None)
    ]
    assert [one.what for one in found.left] == ["before noon?", "50.5N 4.5N"]


def test_columns_can_be_named(folder: Path) -> None:
    text = "Wann;Was;Breite;Laenge\n1988-07-24;Ein Marsch;34,0;46,0\n"
    with pytest.raises(ImportFileError, match="no column looks like a day"):
        take("a.csv", text)
    wish = parse_columns("day=Wann,title=Was")
    assert take("a.csv", text, columns=wish).events[0].title == "Ein Marsch"
    with pytest.raises(ImportFileError, match="there is no column When; the file has: Wann"):
        take("a.csv", text, columns={"day": "When"})


def test_slides_of_timelinejs(folder: Path) -> None:
    plan, campaign = put_in(folder, "timeline.csv", foreign.TIMELINE)
    march, year, early = list(campaign.events.values())[2:]
    assert (march.title, march.kind) == ("The march", "battle")
    assert (march.starts.text, march.ends and march.ends.text) == (
        "1988-07-24T06:00", "1988-07-24T18:00",
    )  # fmt: skip
    assert year.starts.text == "[1988-01-01..1988-12-31]"
    assert early.starts.text.startswith("[-0479-01-01..") and "no event" in left_of(plan)
    found = take("timeline.json", foreign.as_json(foreign.TIMELINE_JSON))
    assert [one.starts for one in found.events] == [
        "1988-07-25T06:30", "[1988-01-01..1988-12-31]",
    ]  # fmt: skip


def test_linked_places_as_a_table_and_as_json(folder: Path) -> None:
    found = take("places.tsv", foreign.LINKED_TSV)
    assert [(one.name, one.kind) for one in found.places] == [
        ("Alder", "town"),
        ("Old fort", "fort"),
    ]
    assert found.places[0].other_names == ("Aldra", "Alderi")
    plan, campaign = put_in(folder, "places.json", foreign.as_json(foreign.LINKED_PLACES))
    assert plan.counts["places"] == 1, "Alder is there already"
    assert campaign.places["the-lost-fort"].kind == "fort"
    assert "places have no time here" in left_of(plan) and "it has no title" in left_of(plan)


# --- maps ----------------------------------------------------------------------------------


def test_my_maps(folder: Path) -> None:
    plan, campaign = put_in(folder, "march.kml", foreign.MY_MAPS)
    mill = campaign.places["mill"]
    assert (mill.kind, mill.point) == ("bridge", (34.05, 46.1))
    assert mill.note.startswith("An old mill\nby the river")
    assert len(campaign.routes["the-road"].points) == 3 and "highway" in campaign.routes
    assert "The camp: Polygon: an area" in left_of(plan)


def test_google_earth_and_its_zip(folder: Path) -> None:
    packed = foreign.zipped({"doc.kml": foreign.EARTH, "files/a.png": ""})
    plan, campaign = put_in(folder, "tour.kmz", packed, ahead=parse_ahead("+03:30"))
    battle, siege = list(campaign.events.values())[2:]
    assert battle.starts.text == "1988-07-25T15:00"
    assert (siege.starts.text, siege.ends and siege.ends.text) == ("1988-07-24", "1988-07-26")
    assert [one.at and one.at.text for one in campaign.waypoints["scouts"]] == [
        "1988-07-24T09:30", "1988-07-24T12:30", "1988-07-24T15:30",
    ]  # fmt: skip
    assert "a link to elsewhere" in left_of(plan)


def test_a_track_keeps_its_shape_and_its_times(folder: Path) -> None:
    _, campaign = put_in(folder, "walk.gpx", foreign.gpx_track())
    way = campaign.waypoints["day-one"]
    assert 10 < len(way) <= 300
    track = tracks_of(campaign, "north")["day-one"]
    for number in range(0, 2_000, 97):
        there = (34 + number / 2_000 * 0.3, 46 + 0.05 * math.sin(number / 150))
        at = datetime(1988, 7, 24, 4, 0) + timedelta(seconds=20 * number)
        position = position_at(track, time_of(campaign, at))
        assert position is not None
        assert distance_km(there, (position.lat, position.lon)) < 1


def test_a_planned_way_and_its_points(folder: Path) -> None:
    plan, campaign = put_in(folder, "plan.gpx", foreign.GPX_PLANNED)
    assert set(campaign.places) == {"alder", "birch", "cedar-plain", "spring"}
    assert "the-old-road" in campaign.routes
    assert "Empty: a way: fewer than two points" in left_of(plan)


def test_geojson_of_events_and_of_ground(folder: Path) -> None:
    _, campaign = put_in(folder, "events.geojson", foreign.as_json(foreign.GEOJSON_EVENTS))
    march, siege, council = list(campaign.events.values())[2:]
    assert (march.kind, siege.kind, council.kind) == ("battle", "siege", "council")
    assert march.place_ids and not council.place_ids
    plan, campaign = put_in(folder, "ground.geojson", foreign.as_json(foreign.GEOJSON_GROUND))
    assert campaign.places["spring"].point == (34.2, 46.4) and "track" in campaign.routes
    assert "Wood: Polygon" in left_of(plan) and "Nowhere: Point off the globe" in left_of(plan)


def test_a_storymap(folder: Path) -> None:
    plan, campaign = put_in(folder, "published.json", foreign.as_json(foreign.STORYMAP))
    assert list(campaign.events.values())[-1].title == "The clash"
    assert campaign.places["far-hill"].point == (34.3, 46.6)
    assert "its place is taken" in left_of(plan)


# --- ORBAT Mapper --------------------------------------------------------------------------


def by_its_own_rule(unit: dict[str, Any], at: datetime) -> tuple[float, float] | None:
    """Where ORBAT Mapper has a unit: constant speed along the way from state to state."""
    here, since = None, None
    for state in unit["state"]:
        time = datetime.fromisoformat(state["t"]).replace(tzinfo=None)
        if time <= at:
            here, since = state["location"], time
            continue
        leaves = since
        if "viaStartTime" in state:
            leaves = datetime.fromisoformat(state["viaStartTime"]).replace(tzinfo=None)
        moves = here and state["location"] and state.get("interpolate", True)
        if moves and leaves and leaves <= at:
            way = [here, *state.get("via", []), state["location"]]
            points = [(lat, lon) for lon, lat in way]
            lengths = [distance_km(*pair) for pair in pairwise(points)]
            km = sum(lengths) * ((at - leaves) / (time - leaves))
            for (one, other), length in zip(pairwise(points), lengths, strict=True):
                if km <= length:
                    share = km / length
                    return (one[0] + (other[0] - one[0]) * share,
                            one[1] + (other[1] - one[1]) * share)  # fmt: skip
                km -= length
        break
    return (here[1], here[0]) if here else None


def test_a_scenario_of_100_units_stands_where_its_own_rule_has_it(folder: Path) -> None:
    scenario = foreign.scenario()
    plan, campaign = put_in(folder, "exercise.json", foreign.as_json(scenario))
    assert plan.counts["forces"] == 101 and campaign.forces["depot"].part_of == "unit-0"
    assert campaign.forces["unit-1"].echelon == "company"
    assert campaign.forces["unit-1"].kind == "infantry"
    assert {one.side_id for one in campaign.forces.values()} >= {"red", "green"}
    assert "Drawings: 2 drawings" in left_of(plan)
    units = scenario["sides"][0]["groups"][0]["subUnits"] + scenario["sides"][1]["subUnits"]
    tracks, chance, compared, worst = tracks_of(campaign, "north"), random.Random(16), 0, 0.0
    for unit in units:
        track = tracks[unit["name"].lower().replace(" ", "-")]
        for _ in range(20):
            at = datetime(1988, 7, 22) + timedelta(minutes=chance.randrange(9 * 1_440))
            theirs = by_its_own_rule(unit, at)
            ours = position_at(track, time_of(campaign, at))
            if theirs is None or ours is None:
                continue
            compared += 1
            worst = max(worst, distance_km(theirs, (ours.lat, ours.lon)))
    assert compared > 1_500
    assert worst < 1


def test_a_table_in_western_letters_is_read_and_said_so() -> None:
    table = "day;title;place\n1899-10-22;Général Yule leaves;Dundee\n"
    found = take("acled.csv", table.encode("cp1252"))
    assert found.events[0].title == "Général Yule leaves"
    assert "Windows-1252" in found.notes[0]
    assert "Windows-1252" not in " ".join(take("acled.csv", table).notes)


# --- what is refused -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"\xff\xfe\x00", "UTF-16"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"a,b\n", "no rows below a heading"),
        ("a.xlsx", b"PK\x03\x04 no zip", "is no workbook"),
        ("a.ods", foreign.workbook([["a"]])[:60], "is no workbook"),
        ("a.kml", foreign.BOMB, "declares entities"),
        ("a.kml", "<kml><Document>", "is no XML"),
        ("a.kml", "<gpx/>", "is no KML"),
        ("a.kmz", b"PK\x05\x06" + b"\0" * 18, "holds no KML"),
        ("a.kmz", b"no zip", "is no KMZ"),
        ("a.gpx", "<gpx><trk>", "is no XML"),
        ("a.gpx", f"{foreign.GPX_BEGIN}<wpt lat='x' lon='y'/></gpx>", "is no GPX"),
        ("a.geojson", "[1", "is no JSON"),
        ("a.geojson", "[1]", "holds no object"),
        ("a.json", '{"a": 1}', "of no kind that is known"),
        ("a.json", '{"type": "FeatureCollection", "features": 3}', "no features"),
        ("a.json", '{"type": "ORBAT-mapper", "sides": []}', "without units"),
        ("a.json", "[" * 100_000, "is no JSON"),
        ("a.doc", b"x", "of a kind that is not read"),
    ],
    # The bytes of a workbook hold the time at which it was made.
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "data",
)
def test_a_broken_file_is_refused_with_the_reason(name: str, data: Any, said: str) -> None:
    with pytest.raises(ImportFileError, match=said):
        take(name, data)


def test_a_zip_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(ImportFileError, match="unpacks to more than 20 MB"):
        take("a.kmz", foreign.zipped({"doc.kml": " " * 21_000_000}))


def test_what_is_packed_otherwise_is_not_unpacked() -> None:
    """Of bzip2 and LZMA a few bytes are gigabytes before one of them can be counted."""
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", method) as archive:
            archive.writestr("doc.kml", foreign.EARTH)
        with pytest.raises(ImportFileError, match="ordinary zip"):
            take("a.kmz", packed.getvalue())


@pytest.mark.parametrize("cell", ["XFD1048576", "CV200000"])
def test_a_sheet_is_as_large_as_its_last_cell_says(cell: str) -> None:
    """The reader of workbooks ends the process that has no room for it."""
    with zipfile.ZipFile(io.BytesIO(foreign.workbook(ROWS))) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    sheet = next(name for name in files if "worksheets/" in name)
    far = f'<row r="{cell.lstrip("XFDCV")}"><c r="{cell}"><v>1</v></c></row></sheetData>'
    files[sheet] = files[sheet].replace(b"</sheetData>", far.encode())
    with pytest.raises(ImportFileError, match="far below or right"):
        take("a.xlsx", foreign.zipped(files))


def test_marks_within_marks_and_lists_within_lists_are_refused() -> None:
    deep = "<Placemark>" * 100 + "</Placemark>" * 100
    with pytest.raises(ImportFileError, match="deep within each other"):
        take("a.kml", f"<kml><Document>{deep}</Document></kml>")
    feature = {"type": "Feature", "properties": {"name": "NAME"}, "geometry": None}
    text = json.dumps(feature).replace('"NAME"', "[" * 900 + "]" * 900)
    with pytest.raises(ImportFileError, match="lists within lists"):
        take("a.geojson", text)


def test_as_many_points_as_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_gpx, "MOST_POINTS", 20)
    with pytest.raises(ImportFileError, match="50 points; at most 20"):
        take("a.gpx", foreign.gpx_track(50))


def test_a_way_that_turns_and_turns_keeps_its_turns() -> None:
    """No line of a few hundred points is near it: what is farthest off is kept."""
    angles = [number / 40 for number in range(20_000)]
    spiral = [Halt((math.sin(one) * one / 100, math.cos(one) * one / 100)) for one in angles]
    kept = thin(spiral)
    assert len(kept) == MOST_HALTS
    assert kept[0] == spiral[0] and kept[-1] == spiral[-1]
    assert sum(b.point[0] < 0 < a.point[0] for a, b in pairwise(kept)) > 60
    assert thin([Halt((34.0, 46 + one / 100)) for one in range(1_000)])[1:] == [Halt((34.0, 55.99))]


def test_an_id_is_found_among_thousands_of_one_name() -> None:
    asked: list[str] = []

    class Taken(set[str]):
        def __contains__(self, one: object) -> bool:
            asked.append(str(one))
            return super().__contains__(one)

    taken = Taken(["battle", *(f"battle-{number}" for number in range(2, 5_001))])
    assert fresh_id("Battle", taken) == "battle-5001"
    assert len(asked) < 50


def test_lines_that_cannot_be_read_are_not_written_over(folder: Path) -> None:
    for broken in (b"[", b"[]", b'{"features": [1]}'):
        (folder / "routes.geojson").write_bytes(broken)
        with pytest.raises(EditError, match="mend it, or take it away"):
            plan_import(read_files(folder), take("a.kml", foreign.MY_MAPS), "a.kml")


def test_texts_of_strangers_are_cut_and_stay_text(folder: Path) -> None:
    rows = "Date,What,Text\n1988-07-24,=HYPERLINK(1)<script>alert(1)</script>,"
    plan, campaign = put_in(folder, "../../x\x1b[0m.csv", rows + '"' + "long " * 2_000 + '"\n')
    event = list(campaign.events.values())[-1]
    assert event.title == "=HYPERLINK(1)<script>alert(1)</script>"
    assert len(event.summary) <= 5_000 and "the end of a text" in left_of(plan)


WHOLE = {
    "acled.csv": foreign.ACLED.encode(), "ucdp.csv": foreign.UCDP.encode(),
    "notes.csv": foreign.DAY_FIRST.encode(), "slides.csv": foreign.TIMELINE.encode(),
    "places.tsv": foreign.LINKED_TSV.encode(), "maps.kml": foreign.MY_MAPS.encode(),
    "earth.kmz": foreign.zipped({"doc.kml": foreign.EARTH}),
    "plan.gpx": foreign.GPX_PLANNED.encode(),
    "walk.gpx": foreign.gpx_track(30).encode(),
    "a.xlsx": foreign.workbook(ROWS),
    "a.ods": foreign.ods(ROWS), "events.json": foreign.as_json(foreign.GEOJSON_EVENTS),
    "ground.json": foreign.as_json(foreign.GEOJSON_GROUND),
    "linked.json": foreign.as_json(foreign.LINKED_PLACES),
    "story.json": foreign.as_json(foreign.STORYMAP),
    "exercise.json": foreign.as_json(foreign.scenario(4)),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_file_is_refused_or_taken_in_and_never_breaks(name: str) -> None:
    """A few bytes of a good file are changed, moved or lost, 60 times."""
    head = bare_files("A war", "1988-07-01", "1988-07-30", ("Red", "Blue"))
    chance = random.Random(name)
    for _ in range(60):
        data = bytearray(WHOLE[name])
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(data))
            part = chance.choice([b"", b"0000", b"-1", b"1e999", b"nan", b'"', b"9999-12-31", b"[]",
                                  bytes(data[at : at + 30])])  # fmt: skip
            data[at : at + chance.randrange(30)] = part
        try:
            plan = plan_import(head, take(name, bytes(data)), name)
        except (ImportFileError, EditError):
            continue
        begin_edit(head).then(plan.change)


# --- the command ---------------------------------------------------------------------------


def test_the_plan_is_shown_and_written_only_when_it_is_asked_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_files(folder)
    file = tmp_path / "acled.csv"
    file.write_text(foreign.ACLED, encoding="utf-8")
    line = ["import", str(file), "--into", str(folder)]
    assert main(line) == 0
    said = capsys.readouterr().out
    assert "ACLED: 1 sources, 1 places" in said and "nothing was written" in said
    assert read_files(folder) == before
    assert main([*line, "--apply"]) == 0
    assert "the state before lies in" in capsys.readouterr().out
    assert len(load_campaign(folder).events) == 5
    assert main(["import", str(tmp_path / "none.csv"), "--into", str(folder)]) == 2
    assert "cannot be read: No such file" in capsys.readouterr().err
    assert main(["import", str(file), "--into", str(tmp_path)]) == 2
    assert "is no campaign folder" in capsys.readouterr().err


def test_much_that_is_left_is_counted_by_its_reason() -> None:
    found = Found("a table")
    for number in range(100):
        found.leave(f"row {number}", "x", "it has no day")
    head = {"campaign.toml": b"sides = []\nfirst_day = 1988-07-01\nlast_day = 1988-07-02\n"}
    lines = list(say_plan(plan_import(head, found, "a.csv")))
    assert lines[-1] == "  and 60 more: 100 it has no day"
    json.dumps(lines)


# --- large tables --------------------------------------------------------------------------


def large_table(path: Path, rows: int) -> Path:
    """As many rows as a whole data set of events, of which few are meant."""
    with path.open("w", encoding="utf-8") as file:
        file.write(foreign.ACLED_HEADING + "\n")
        for number in range(rows):
            country = "Redland" if number % 500 == 0 else "Elsewhere"
            file.write(
                f"E{number},1988-07-{number % 28 + 1:02d},1988,1,Political violence,Battles,"
                f"Armed clash,Army {number % 7},,,Militia,,,,,1,Region,{country},,,,Place "
                f"{number % 40},{34 + number % 40 / 100},46,1,News,National,Notes {number},"
                f"{number % 9},,1\n"
            )
    return path


@pytest.mark.rest
def test_a_large_table_is_narrowed_before_it_is_read(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = large_table(tmp_path / "large.csv", 20_000)
    line = ["import", str(file), "--into", str(folder), "--where", "country=Redland"]
    assert main([*line, "--where", "fatalities>=3", "--where", "location~PLACE 2"]) == 0
    said = capsys.readouterr().out
    assert "rows of large.csv are meant" in said and "of 20,000" in said
    assert main([*line, "--where", "nothing=1"]) == 2
    assert "there is no column nothing; the file has: event_id_cnty" in capsys.readouterr().err
    assert main([*line, "--where", "country=Redland'; DROP TABLE x"]) == 2
    assert "no row of 20,000" in capsys.readouterr().err
    assert main([*line[:4], "--where", "country!=Redland"]) == 0
    said = capsys.readouterr().out
    assert "the first 5,000 by day are taken" in said and "narrow it further" in said
    assert main(line[:4]) == 2
    assert "20,000 rows; at most 5,000 are taken: narrow it with --where" in capsys.readouterr().err


def test_a_day_without_a_year_is_the_campaigns() -> None:
    first, last = Day(1899, 10, 12), Day(1900, 3, 31)
    said = {"20 October": "1899-10-20", "Jan 3": "1900-01-03", "20 Oct 06:00": "1899-10-20T06:00",
            "20 October 1898": "1898-10-20"}  # fmt: skip
    assert {cell: read_within(cell, first, last) for cell in said} == said
    with pytest.raises(MomentUnread, match="say the year, too"):
        read_within("2 May", first, last)
    with pytest.raises(MomentUnread, match="say the year, too"):
        read_within("20 October", first, Day(1900, 12, 31))
