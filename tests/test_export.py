"""What leaves the app: complete, the same twice, cited, and safe to open."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import geojson_pydantic
import pytest
from fastkml.validator import validate as validate_kml
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

import mapping as mp
from mapping.__main__ import main
from mapping.export import FORMATS, file_name
from mapping.export.claim_text import span_in_export
from mapping.export.lines import box_around, cut_ring, fold_lon
from mapping.export.table import table_rows
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.dates import Moment, parse_moment
from mapping.geo.geodesy import circle_around
from mapping.telling.citation import data_version, say_citation
from mapping.telling.timeline import Fix, day_state, legs_of
from tests.conftest import MERSAD
from tests.folders import Folder, write_broken

# What it warns of is what RFC 7946, section 5.2, asks for.
pytestmark = pytest.mark.filterwarnings("ignore:BBOX crossing the Antimeridian")

ROOT = Path(__file__).parent.parent
GEOMETRIES = ("Point", "LineString", "MultiGeometry")
KML = "{http://www.opengis.net/kml/2.2}"
HOSTILE = "]]> <script>alert(1)</script> & {{ 7*191 }} \ufffe"
Feature = dict[str, Any]


def hard(folder: Folder) -> None:
    """Across the antimeridian, in doubt, without a place, without coordinates, in bad words."""
    folder.add("places", "nowhere", "Nowhere", "village", "", "", "", "uncertain", "atlas")
    folder.add("places", "fiji", "=1+1", "sea", "-17.0", "180.0", "40", "uncertain", "atlas")
    folder.add("forces", "fleet", "red", '=HYPERLINK("x")', "navy", "", "")
    for name, mode, departs, arrives in (
        ("voyage", "actual", "1988-07-25T06:00", "1988-07-26T18:00~"),
        ("back", "planned", "[1988-07-27..1988-07-28]", "[1988-07-28,1988-07-30]"),
        ("lost", "actual", "[..1988-07-29]", "[1988-07-29..]"),
    ):
        folder.add("movements", name, "fleet", "raid", mode, departs, arrives, "", "uncertain",
                   HOSTILE)  # fmt: skip
    for name, order, place, lat, lon in (
        ("voyage", "1", "", "-17.5", "178.0"), ("voyage", "2", "", "-16.5", "-178.0"),
        ("back", "1", "", "-16.5", "-178.0"), ("back", "2", "fiji", "", ""),
        ("lost", "1", "nowhere", "", ""),
    ):  # fmt: skip
        folder.add("waypoints", name, order, place, lat, lon)
    folder.add("events", "storm", "other", "1988-07-26T00:00", "", "", "fleet", "", "", "uncertain",
               "A storm", HOSTILE)  # fmt: skip
    folder.add("events", "rumour", "other", "[1988-07-01..]", "", "nowhere", "", "", "south",
               "uncertain", "@rumour")  # fmt: skip


@pytest.fixture
def odd(tmp_path: Path) -> Campaign:
    """The tiny campaign with everything hard in it."""
    return load_campaign(write_broken(tmp_path / "odd", hard))


@pytest.fixture(params=["mersad", "odd"])
def campaign(request: pytest.FixtureRequest) -> Campaign:
    """The shipped campaign, then the hard one."""
    found: Campaign = request.getfixturevalue(request.param)
    return found


def file_of(option: str, campaign: Campaign) -> bytes:
    """The file that is offered under an option."""
    return next(one for one in FORMATS if one.option == option).to_bytes(campaign)


def features_of(campaign: Campaign) -> dict[str, Feature]:
    """The features as they stand in the file."""
    return {one["id"]: one for one in json.loads(file_of("geojson", campaign))["features"]}


# --- all formats ---------------------------------------------------------------------------


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.option)
def test_every_file_is_the_same_twice_and_cites_the_campaign(
    odd: Campaign, one: Any, tmp_path: Path
) -> None:
    content = one.to_bytes(odd)
    # Read again from elsewhere: neither the time nor the folder's name is in the file.
    copy = shutil.copytree(odd.folder, tmp_path / "elsewhere")
    assert one.to_bytes(load_campaign(copy)) == content
    if one.option != "package":
        assert say_citation(odd) in content.decode("utf-8-sig")
    assert file_name(odd, one) == f"tiny-{data_version(odd)}.{one.ending}"


def test_a_citation_names_title_accounts_version_and_licence(mersad: Campaign) -> None:
    cited = say_citation(mersad)
    said = [mersad.title, "Press TV", "MEK", "mersad-1988", data_version(mersad), "CC BY 4.0"]
    assert [words for words in said if words not in cited] == []


def test_the_version_follows_what_is_said_and_not_how_it_is_written(tmp_path: Path) -> None:
    plain = write_broken(tmp_path / "plain")
    version = data_version(load_campaign(plain))
    sheet = write_broken(tmp_path / "sheet")
    for path in sheet.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if "," in text and ";" not in text and '"' not in text:
            path.write_text("\ufeff" + text.replace(",", ";").replace("\n", "\r\n"), newline="")
    assert data_version(load_campaign(sheet)) == version
    changed = write_broken(
        tmp_path / "changed", lambda folder: folder.set("places", 2, "lat", "34.001")
    )
    assert data_version(load_campaign(changed)) != version


# --- GeoJSON -------------------------------------------------------------------------------


def test_geojson_is_what_others_take_for_geojson(campaign: Campaign) -> None:
    data = json.loads(file_of("geojson", campaign))
    geojson_pydantic.FeatureCollection.model_validate(data)
    for feature in data["features"]:
        for lon, lat in positions(feature["geometry"]):
            assert -180 <= lon <= 180 and -90 <= lat <= 90
    said = {"title", "citation", "licence", "version", "attribution", "sources", "bbox"}
    assert said <= set(data)


def positions(geometry: Any) -> list[list[float]]:
    """Every position of a geometry; none where there is no geometry."""
    found = geometry["coordinates"] if geometry else []
    while found and isinstance(found[0][0] if isinstance(found[0], list) else 0, list):
        found = [position for part in found for position in part]
    return [found] if found and not isinstance(found[0], list) else found


def read_limit(limit: dict[str, str]) -> tuple[float, float]:
    """Earliest and latest of a start or end as Linked Places writes it."""
    if "in" in limit:
        moment = parse_moment(limit["in"])
        return moment.earliest, moment.latest
    first, last = limit.get("earliest"), limit.get("latest")
    return (
        parse_moment(first).earliest if first else -math.inf,
        parse_moment(last).latest if last else math.inf,
    )


def days_between(feature: Feature, campaign: Campaign) -> set[str]:
    """The campaign's days on which a feature may have been, by its flat start and end."""
    start, end = (feature["properties"][name] for name in ("start", "end"))
    days = (day.isoformat() for day in campaign.calendar)
    return {
        day
        for day in days
        if (start or "") <= f"{day}T23:59:59" and (end or "9") >= f"{day}T00:00:00"
    }


def check_read_back(campaign: Campaign) -> None:
    """Rebuild ids, times and coordinates from the file and compare them with the campaign."""
    features = features_of(campaign)
    told = [*campaign.movements.values(), *campaign.events.values(), *campaign.control.values()]
    names = [f"{row.table}/{row.row_id}" for row in told]
    places = [f"places/{name}" for name in campaign.places]
    positions = [name for name in features if name.startswith("positions/")]
    assert list(features) == names + places + positions
    for name, row in zip(names, told, strict=True):
        feature = features[name]
        starts, ends = (
            (row.departs, row.arrives) if hasattr(row, "departs") else (row.starts, row.ends)
        )
        timespan = feature["properties"]["when"]["timespans"][0]
        assert read_limit(timespan["start"]) == (starts.earliest, starts.latest)
        if isinstance(ends, Moment):
            assert read_limit(timespan["end"]) == (ends.earliest, ends.latest)
        span = span_in_export(campaign, row)
        touched = {day.isoformat() for n, day in enumerate(campaign.calendar) if span.touches(n)}
        assert days_between(feature, campaign) == touched
    legs = [leg for account in campaign.accounts for leg in legs_of(campaign, account)]
    for leg in legs:
        feature = features[f"movements/{leg.movement.movement_id}"]
        assert is_same_line(feature["geometry"], leg.fixes)


def is_same_line(geometry: Any, fixes: tuple[Fix, ...]) -> bool:
    """Whether a geometry is a way, apart from where it meets or was cut at the antimeridian."""
    read = [(lat, lon) for lon, lat in positions(geometry) if abs(lon) < 180 - 1e-5]
    meant = [fix.point for fix in fixes if abs(fold_lon(fix.lon)) < 180 - 1e-5]
    return len(read) == len(meant) and all(
        math.isclose(one[0], other[0], abs_tol=1e-5)
        and math.isclose(one[1], fold_lon(other[1]), abs_tol=1e-5)
        for one, other in zip(read, meant, strict=True)
    )


def test_geojson_read_back_gives_the_same_campaign(campaign: Campaign) -> None:
    check_read_back(campaign)


DAY = st.integers(15, 31).map(lambda day: f"1988-07-{day}")
POINT = st.tuples(DAY, st.sampled_from(["", "T06:30", "T00:00", "T23:59"]), st.sampled_from("~? "))
SINGLE = POINT.map(lambda parts: "".join(parts).strip())
PAIR = st.tuples(DAY, DAY).map(sorted)
MOMENTS = st.one_of(
    SINGLE,
    PAIR.map(lambda days: f"[{days[0]}..{days[1]}]"),
    PAIR.map(lambda days: f"[{days[0]},{days[1]}T12:00]"),
    DAY.map(lambda day: f"[..{day}]"),
    DAY.map(lambda day: f"[{day}..]"),
)
LONS = st.one_of(st.floats(-180, 180), st.floats(175, 180), st.floats(-180, -175))
WAYS = st.lists(
    st.tuples(st.floats(-80, 80), LONS).map(lambda point: tuple(f"{v:.4f}" for v in point)),
    min_size=1,
    max_size=4,
)


@pytest.mark.rest
@settings(
    max_examples=20, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(departs=MOMENTS, arrives=MOMENTS, starts=MOMENTS, way=WAYS)
def test_any_movement_is_read_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    departs: str, arrives: str, starts: str, way: list[tuple[str, str]],
) -> None:  # fmt: skip
    assume(parse_moment(departs).earliest <= parse_moment(arrives).latest)

    def spoil(folder: Folder) -> None:
        folder.add("movements", "any", "column", "raid", "actual", departs, arrives, "", "certain",
                   "Any")  # fmt: skip
        folder.add("events", "some", "other", starts, "", "birch", "", "", "", "certain", "Some")
        for number, (lat, lon) in enumerate(way, 1):
            folder.add("waypoints", "any", str(number), "", lat, lon)

    campaign = load_campaign(write_broken(tmp_path_factory.mktemp("any") / "tiny", spoil))
    check_read_back(campaign)
    geojson_pydantic.FeatureCollection.model_validate(json.loads(file_of("geojson", campaign)))


def test_a_way_across_the_antimeridian_is_cut(odd: Campaign) -> None:
    geometry = features_of(odd)["movements/voyage"]["geometry"]
    assert geometry["type"] == "MultiLineString"
    west, east = geometry["coordinates"]
    assert west[0] == [178.0, -17.5] and east[-1] == [-178.0, -16.5]
    assert west[-1][0] == 180 and east[0][0] == -180 and west[-1][1] == east[0][1]
    box = json.loads(file_of("geojson", odd))["bbox"]
    assert box[0] == 46 and box[2] == -178


def test_the_smallest_box_is_found() -> None:
    assert box_around([]) is None
    assert box_around([[179.0, 1.0], [-179.0, 2.0]]) == [179.0, 1.0, -179.0, 2.0]
    assert box_around([[10.0, 1.0], [20.0, 2.0]]) == [10.0, 1.0, 20.0, 2.0]


def test_what_is_in_doubt_is_marked(odd: Campaign) -> None:
    features = features_of(odd)
    assert features["movements/back"]["properties"]["doubt"].startswith("planned; uncertain")
    assert features["movements/march"]["properties"]["doubt"] == ""
    assert features["movements/lost"]["geometry"] is None
    storm = features["events/storm"]
    assert storm["geometry"] is None, "its fleet is on an uncertain way: it is listed"
    assert storm["properties"]["placed"] == ""
    times = features["movements/march"]["properties"]["coordTimes"]
    assert (times[0], times[-1]) == ("1988-07-24T06:00:00", "1988-07-24T18:00:00")


def test_every_claim_brings_its_sources(mersad: Campaign) -> None:
    for name, feature in features_of(mersad).items():
        if not name.startswith("places/"):
            assert feature["properties"]["citations"], name
            assert feature["properties"]["evidence"], name


# --- KML -----------------------------------------------------------------------------------


def test_kml_fits_the_schema_of_the_standard(campaign: Campaign, tmp_path: Path) -> None:
    file = tmp_path / "campaign.kml"
    file.write_bytes(file_of("kml", campaign))
    assert validate_kml(file_to_validate=file) is True


def test_everything_in_kml_has_a_time_and_a_style(campaign: Campaign) -> None:
    root = etree.fromstring(file_of("kml", campaign))
    styles = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
    placemarks = list(root.iter(f"{KML}Placemark"))
    for placemark in placemarks:
        drawn = [one for one in placemark if etree.QName(one).localname in GEOMETRIES]
        assert not drawn or placemark.find(f"{KML}TimeSpan") is not None
        assert placemark.findtext(f"{KML}styleUrl") in styles
    ids = {node.findtext(f"{KML}value") for node in root.iter(f"{KML}Data")}
    drawn = [f"movements/{leg.movement.movement_id}" for account in campaign.accounts
             for leg in legs_of(campaign, account) if leg.fixes]  # fmt: skip
    assert set(drawn) <= ids


def test_kml_lists_what_it_cannot_draw(mersad: Campaign) -> None:
    root = etree.fromstring(file_of("kml", mersad))
    missing = [
        placemark
        for folder in root.iter(f"{KML}Folder")
        if folder.findtext(f"{KML}name") == "Not on the map"
        for placemark in folder.iter(f"{KML}Placemark")
    ]
    names = {placemark.findtext(f"{KML}name") for placemark in missing}
    assert any("hurried invasion" in str(name) or "plan" in str(name).lower() for name in names)
    said = " ".join(str(placemark.findtext(f"{KML}description")) for placemark in missing)
    assert "Listed only: the account gives no place." in said


def test_geojson_says_what_of_a_claim_is_drawn(mersad: Campaign) -> None:
    features = features_of(mersad)
    columns = features["events/counter-offensive"]["properties"]
    assert columns["drawn"] == "in part" and "on the others" in columns["where_drawn"]
    assert features["events/invasion-plan"]["properties"]["drawn"] == "not drawn"
    for feature in features.values():
        if feature["properties"].get("drawn") == "drawn":
            assert feature["geometry"], feature["id"]


def test_kml_is_in_folders_by_account_day_and_side(mersad: Campaign) -> None:
    document = etree.fromstring(file_of("kml", mersad))[0]
    accounts = document.findall(f"{KML}Folder")
    names = [folder.findtext(f"{KML}name") for folder in accounts]
    assert names == [*(one.title for one in mersad.accounts.values()), "Places"]
    days = {day.findtext(f"{KML}name"): day for day in accounts[0].findall(f"{KML}Folder")}
    day = days["Wednesday 27 July 1988"]
    sides = {side.findtext(f"{KML}name") for side in day.findall(f"{KML}Folder")}
    assert {"MEK", "Iran"} <= sides
    spans = [span.findtext(f"{KML}begin") for span in day.iter(f"{KML}TimeSpan")]
    assert spans and all(begin.startswith("1988-07-27") for begin in spans)


def test_a_text_in_kml_is_never_markup(odd: Campaign) -> None:
    content = file_of("kml", odd)
    root = etree.fromstring(content)
    assert b"CDATA" not in content and b"<script" not in content
    for balloon in root.iter(f"{KML}description"):
        # What Google Earth takes for HTML holds the campaign's own only as text.
        assert "<script" not in (balloon.text or "")
    assert any("]]>" in (node.text or "") for node in root.iter(f"{KML}name"))


def test_an_area_of_doubt_across_the_antimeridian_is_cut() -> None:
    rings = cut_ring(circle_around((-17.0, 179.9), 40))
    assert len(rings) == 2
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)
    assert {max(abs(lon) for lon, _ in ring) for ring in rings} == {180.0}
    assert len(cut_ring(circle_around((34.0, 46.0), 40))) == 1
    assert cut_ring(circle_around((89.9, 0.0), 40)) == []


# --- the table -----------------------------------------------------------------------------


def test_the_table_says_where_every_force_stood(campaign: Campaign) -> None:
    rows = [*csv.DictReader(io.StringIO(file_of("csv", campaign).decode("utf-8-sig"), newline=""))]
    states = [
        (day.isoformat(), account, one)
        for account in campaign.accounts
        for day in campaign.calendar
        for one in day_state(campaign, day, account).forces
    ]
    assert len(rows) == len(states)
    for row, (day, account, one) in zip(rows, states, strict=True):
        assert (row["day"], row["account"]) == (day, account)
        assert row["force"] == one.force.force_id and row["presence"] == one.presence
        assert float(row["lat"]) == pytest.approx(one.position.lat, abs=1e-5)
        assert float(row["lon"]) % 360 == pytest.approx(one.position.lon % 360, abs=1e-5)
        assert row["certainty"] and "/" in row["placed_by"]


def test_no_cell_of_the_table_is_a_formula(odd: Campaign) -> None:
    content = file_of("csv", odd)
    assert content.startswith("\ufeff".encode())
    rows = [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    cells = [cell for row in rows for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    numbers = [cell for cell in cells if cell[:1] == "-"]
    assert all(float(number) < 0 for number in numbers) and numbers
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t")]


def test_the_library_gives_the_same_as_the_files(mersad: Campaign) -> None:
    table = mp.to_table(mersad)
    empty = table.astype(object).where(table.notna(), None)
    assert empty.to_dict("records") == [*table_rows(mersad)]
    assert json.loads(json.dumps(mp.to_geojson(mersad))) == json.loads(file_of("geojson", mersad))
    assert mp.to_kml(mersad).encode() == file_of("kml", mersad)


def test_who_has_left_is_nowhere_and_what_is_too_fast_is_written(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.add("places", "dale", "Dale", "town", "", "", "", "uncertain", "atlas")
        folder.tables["waypoints"][1:] = [["march", "1", "alder"], ["march", "2", "", "34", "90"],
                                          ["march", "3", "dale"]]  # fmt: skip
        folder.set("movements", 2, "departs", "1988-07-24")
        folder.set("movements", 2, "arrives", "1988-07-25")

    campaign = load_campaign(write_broken(tmp_path / "tiny", spoil))
    for one in FORMATS:
        assert one.to_bytes(campaign)
    left = [row for row in table_rows(campaign) if row["presence"] == "left"]
    assert left
    for row in left:
        assert row["place"] == "" and row["lat"] is None and row["km_so_far"] is None


def test_kml_has_whole_days_where_no_hour_is_known(mersad: Campaign) -> None:
    """A time without a zone is taken for UTC: a day has none."""
    made = mp.to_kml(mersad)
    limits = re.findall(r"<(?:begin|end)>([^<]*)<", made)
    assert "1988-07-22" in limits
    assert not [one for one in limits if one.endswith(("T00:00:00", "T23:59:59"))]
    assert "Google Earth calls them UTC" in made


# --- the command line ----------------------------------------------------------------------


@pytest.mark.rest
def test_several_files_are_written_at_once(tmp_path: Path, mersad: Campaign) -> None:
    files = {one.option: tmp_path / f"out.{one.ending}" for one in FORMATS}
    options = [word for name, file in files.items() for word in (f"--{name}", str(file))]
    command = [sys.executable, "-m", "mapping", "export", str(MERSAD), *options]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
    for one in FORMATS:
        assert files[one.option].read_bytes() == one.to_bytes(mersad)


@pytest.mark.parametrize("target", ["", "file/a.csv", "folder"])
def test_wrong_use_is_said_clearly(
    tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_broken(tmp_path / "tiny")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    options = ["--csv", str(tmp_path / target)] if target else []
    assert main(["export", str(folder), *options]) == 2
    said = capsys.readouterr().err
    assert ("cannot be written" if target else "--geojson") in said
    assert (tmp_path / "folder").is_dir()


@pytest.mark.parametrize("name", ["events.csv", "series.csv", "campaign.toml"])
def test_an_export_never_takes_the_place_of_the_data(tmp_path: Path, name: str) -> None:
    folder = write_broken(tmp_path / "tiny")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert main(["export", str(folder), "--csv", str(folder / name)]) == 2
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert main(["export", str(folder), "--csv", str(folder / "positions.csv")]) == 0


def test_a_folder_with_errors_is_not_exported(tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny", lambda one: one.set("places", 2, "lat", "north"))
    assert main(["export", str(folder), "--kml", str(tmp_path / "out.kml")]) == 1
    assert not (tmp_path / "out.kml").exists()
