"""Fronts and areas: read, told, checked, and drawn the same by every drawer."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import folium
import pytest

from mapping.checks import check_campaign
from mapping.drawing.drawn import drawn_days
from mapping.drawing.scene import UNITS, scene_payload
from mapping.export.geojson import to_geojson
from mapping.export.kml import to_kml
from mapping.export.lines import cut_rings
from mapping.export.package import package_files
from mapping.format.campaign import Campaign, load_campaign, read_campaign
from mapping.format.campaign import outlines as reading
from mapping.format.campaign.outlines import read_outlines
from mapping.format.problems import Problem
from mapping.geo.plane import Shape, crossing_of, overlap_of
from mapping.page.day import area_rows
from mapping.player import campaign_document, day_layer
from mapping.telling.outcomes import claim_outcomes
from mapping.telling.steps import story_steps
from mapping.telling.timeline import day_state, day_states
from tests.fronts import (
    DAYS,
    EVERY,
    SOUTHERN,
    Json,
    feature,
    front_lon,
    square,
    write_winter,
)
from tests.player import Show

Spoil = Callable[[dict[str, str], list[Json]], None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_winter(tmp_path_factory.mktemp("areas") / "winter")


@pytest.fixture(scope="module")
def winter(folder: Path) -> Campaign:
    return load_campaign(folder)


# --- geometry ------------------------------------------------------------------------------


SQUARE = [(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0)]
HOLE = [(0.5, 0.5), (0.5, 1.5), (1.5, 1.5), (1.5, 0.5)]


@pytest.mark.parametrize(
    ("point", "is_within"),
    [((0.2, 0.2), True), ((1.0, 1.0), False), ((1.0, 1.8), True), ((3.0, 1.0), False),
     ((0.2, 360.2), True), ((0.2, -359.8), True), ((-0.1, 1.0), False)],
)  # fmt: skip
def test_a_point_lies_within_a_ring_but_not_in_its_hole(
    point: tuple[float, float], is_within: bool
) -> None:
    assert Shape([SQUARE, HOLE], closed=True).holds(point) is is_within
    assert not Shape([SQUARE], closed=False).holds(point), "a line holds nothing"


def test_how_far_a_point_is_from_an_edge() -> None:
    shape = Shape([SQUARE], closed=True)
    assert shape.edge_km((1.0, 0.1)) == pytest.approx(11.12, rel=0.01)
    north = Shape([[(59.0, 10.0), (61.0, 10.0)]], closed=False)
    assert north.edge_km((60.0, 11.0)) == pytest.approx(55.8, rel=0.01), "degrees are shorter there"
    assert north.edge_km((62.0, 10.0)) == pytest.approx(111.4, rel=0.01), "beyond its end"


@pytest.mark.parametrize(
    ("chain", "closed", "crosses"),
    [
        (SQUARE, True, False),
        ([(0.0, 0.0), (2.0, 2.0), (0.0, 2.0), (2.0, 0.0)], True, True),
        ([(0.0, 0.0), (2.0, 2.0), (0.0, 2.0), (2.0, 0.0)], False, True),
        ([(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (1.0, 1.0), (0.0, 3.0)], False, False),
        ([(0.0, 0.0), (0.0, 0.0), (0.0, 2.0), (2.0, 2.0)], True, False),
        ([(0.0, at / 100) for at in range(300)], False, False),
    ],
)
def test_edges_that_cross_are_found_and_those_that_touch_are_not(
    chain: list[tuple[float, float]], closed: bool, crosses: bool
) -> None:
    found = crossing_of(Shape([chain], closed))
    assert bool(found) is crosses
    if found:
        assert found == pytest.approx((1.0, 1.0))


def test_a_crossing_far_along_a_long_line_is_found() -> None:
    wave = [(math.sin(at / 40) / 10, at / 1000) for at in range(3000)]
    assert crossing_of(Shape([wave], closed=False)) is None
    lat, lon = wave[2500]
    hook = [*wave, (1.0, 3.0), (1.0, lon + 1e-4), (lat - 0.01, lon + 1e-4)]
    crossing = crossing_of(Shape([hook], closed=False))
    assert crossing and crossing[1] == pytest.approx(lon + 1e-4)


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        ([(0.0, 2.0), (0.0, 4.0), (2.0, 4.0), (2.0, 2.0)], False),
        ([(0.0, 1.9), (0.0, 4.0), (2.0, 4.0), (2.0, 1.9)], True),
        (SQUARE, True),
        ([(0.9, -1.0), (0.9, 3.0), (1.1, 3.0), (1.1, -1.0)], True),
        ([(0.8, 0.8), (0.8, 1.2), (1.2, 1.2), (1.2, 0.8)], True),
        ([(5.0, 5.0), (5.0, 6.0), (6.0, 6.0)], False),
        ([(0.0, 361.9), (0.0, 364.0), (2.0, 364.0), (2.0, 361.9)], True),
    ],
)
def test_areas_overlap_where_they_do_more_than_touch(
    other: list[tuple[float, float]], overlaps: bool
) -> None:
    """Side by side, a strip, the same, a cross without corners inside, one in another, apart,
    a strip once round the world."""
    shapes = Shape([SQUARE], closed=True), Shape([other], closed=True)
    for one, two in (shapes, shapes[::-1]):
        assert bool(overlap_of(one, two, 0.05)) is overlaps
        assert overlap_of(one, two, 120.0) is None, "nothing lies so deep in the square"


def test_rings_become_polygons_with_holes_cut_at_the_antimeridian() -> None:
    island = [(0.9, 0.9), (0.9, 1.1), (1.1, 1.1), (1.1, 0.9)]
    polygons = cut_rings([HOLE, SQUARE, island])
    assert [len(rings) for rings in polygons] == [2, 1], "the square with its hole, the island"
    assert polygons[0][0][0] == polygons[0][0][-1]
    across = cut_rings([[(0.0, 179.0), (0.0, 181.0), (1.0, 181.0), (1.0, 179.0)]])
    assert len(across) == 2
    assert all(-180 <= lon <= 180 for rings in across for ring in rings for lon, _ in ring)


# --- reading -------------------------------------------------------------------------------


def spoilt(tmp_path: Path, *drawn: Any, text: str | None = None) -> list[Problem]:
    """The errors of the made campaign with this in areas.geojson."""
    folder = write_winter(tmp_path / "spoilt")
    content = json.dumps({"features": [*drawn]}) if text is None else text
    (folder / "areas.geojson").write_text(content, encoding="utf-8")
    campaign, problems = read_campaign(folder)
    assert campaign is None
    return [one for one in problems if one.file == "areas.geojson"]


LINE = [[30.0, 50.0], [30.5, 50.5]]


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (feature("front", "31.1.1942", "LineString", LINE), "at is no moment"),
        (feature("front", "[..1942-01-05]", "LineString", LINE), "no beginning"),
        (feature("", None, "LineString", LINE), "no id of areas.csv"),
        (feature("front", None, "Point", [30.0, 50.0]), "neither line nor area"),
        (feature("front", None, "LineString", [[50.0, 130.0], [50.0, 131.0]]), "longitude"),
        (feature("front", None, "LineString", [[math.nan, 50.0], [30.0, 51.0]]), "longitude"),
        (feature("front", None, "LineString", [[30.0, 50.0], [30.0, 50.0]]), "a line two"),
        (feature("front", None, "Polygon", [[[30.0, 50.0], [31.0, 50.0], [30.0, 50.0]]]), "three"),
        (feature("front", None, "Polygon", []), "no coordinates"),
        (feature("front", None, "MultiPolygon", LINE), "not an outline"),
        (feature("front", None, "LineString", [[30.0]]), "not an outline"),
        (7, "not an outline"),
        ({"type": "Feature", "geometry": None, "properties": {"area_id": "front"}}, "not an"),
    ],
)  # fmt: skip
def test_what_is_no_outline_is_said_by_its_place(tmp_path: Path, drawn: Any, said: str) -> None:
    [problem] = spoilt(tmp_path, feature("zone", None, "LineString", LINE), drawn)
    assert problem.rule == "areas"
    assert said in problem.message
    assert problem.message.startswith("feature 2: ")
    assert problem.expected and problem.mend


def test_outlines_in_utf_16_are_read_with_a_note(folder: Path, tmp_path: Path) -> None:
    text = (folder / "areas.geojson").read_text(encoding="utf-8")
    (tmp_path / "areas.geojson").write_bytes(text.encode("utf-16"))
    outlines, problems = read_outlines(tmp_path)
    assert outlines == read_outlines(folder)[0] != {}
    assert [one.severity for one in problems] == ["note"]


def test_two_outlines_for_one_moment_are_refused(tmp_path: Path) -> None:
    twice = [feature("front", "1942-01-05", "LineString", LINE)] * 2
    [problem] = spoilt(tmp_path, *twice)
    assert "a second outline of front for 1942-01-05" in problem.message


def test_what_asks_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MAX_OUTLINES", 3), ("MAX_POINTS", 7), ("MAX_OUTLINE_CHAINS", 2),
                        ("MAX_OUTLINE_POINTS", 5)):  # fmt: skip
        monkeypatch.setattr(reading, name, value)
    line = feature("front", None, "LineString", LINE)
    many = [feature(f"a{number}", None, "LineString", LINE) for number in range(4)]
    chains = feature("front", None, "MultiLineString", [LINE] * 3)
    points = feature("front", None, "LineString", LINE * 3)
    three = [feature("front", f"1942-01-0{day}", "LineString", LINE * 2) for day in (1, 2)]
    for number, (drawn, said) in enumerate([
        (many, "more than 3 features"), ([line, chains], "more than 2 lines"),
        ([line, points], "more than 5 points"), (three, "more than 7 points"),
    ]):  # fmt: skip
        [problem] = spoilt(tmp_path / str(number), *drawn)
        assert said in problem.message


@pytest.mark.parametrize("text", ["[1", "[]", "{}", '{"features": 7}', "[" * 50_000])
def test_what_is_no_collection_is_refused(tmp_path: Path, text: str) -> None:
    [problem] = spoilt(tmp_path, text=text)
    assert problem.rule == "areas"


def test_a_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = write_winter(tmp_path / "linked")
    secret = tmp_path / "secret.geojson"
    (folder / "areas.geojson").rename(secret)
    (folder / "areas.geojson").symlink_to(secret)
    _, problems = read_campaign(folder)
    assert [one.rule for one in problems] == ["unreadable"]


# --- telling -------------------------------------------------------------------------------


def test_a_statement_holds_until_the_next_of_the_same_area(winter: Campaign) -> None:
    for state in day_states(winter, "north"):
        [front] = [one for one in state.areas if one.area.area_id == "front"]
        stated = state.number - state.number % EVERY
        assert front.stated_on == winter.calendar[stated]
        assert front.changed is (state.number == stated and state.number > 0)
        assert front.outline.chains[0][0] == pytest.approx((50.5, front_lon(state.number)))


def test_an_area_is_there_as_long_as_it_lasts(winter: Campaign) -> None:
    there = {
        state.day.day
        for state in day_states(winter, "south")
        for one in state.areas
        if one.area.area_id == "pocket"
    }
    assert there == {*range(20, 31)}
    at = {state.number: one.outline.at.text for state in day_states(winter, "north")
          for one in state.areas if one.area.area_id == "pocket" and one.outline.at}  # fmt: skip
    assert [at[number] for number in (19, 23, 24, 29)] == ["1942-01-20"] * 2 + [
        "1942-01-25T12:00"
    ] * 2


def test_what_is_uncertain_is_not_sure(winter: Campaign) -> None:
    sure = {one.area.area_id: one.sure for one in day_state(winter, "1942-01-22").areas}
    assert sure == {"front": True, "west": True, "east": True, "pocket": True, "zone": False}


def test_a_moment_of_some_days_is_sure_only_after_them(tmp_path: Path) -> None:
    def spoil(_: dict[str, str], drawn: list[Json]) -> None:
        one = next(one for one in drawn if one["properties"].get("at") == "1942-01-25T12:00")
        one["properties"]["at"] = "[1942-01-23..1942-01-25]"

    campaign = load_campaign(write_winter(tmp_path / "perhaps", spoil=spoil))
    pocket = [
        (state.day.day, one.outline.at.text[0], one.sure)
        for state in day_states(campaign, "north")
        for one in state.areas
        if one.area.area_id == "pocket" and one.outline.at and 22 <= state.day.day <= 25
    ]
    assert pocket == [(22, "1", True), (23, "[", False), (24, "[", False), (25, "[", True)]


def test_a_day_on_which_a_line_is_stated_is_a_step_of_the_story(winter: Campaign) -> None:
    told = [step for step in story_steps(winter) if "areas/front" in step.rows]
    assert [step.first for step in told] == [*range(EVERY, DAYS, EVERY)]
    assert all(step.headline for step in told)


def test_every_area_is_drawn_or_it_is_said_why_not(tmp_path: Path) -> None:
    def spoil(tables: dict[str, str], drawn: list[Json]) -> None:
        tables["areas"] += "lost,objective,red,1942-01-03,,,certain,,A goal,\n"
        tables["areas"] += "late,objective,red,1942-01-03,,,certain,,A later goal,\n"
        drawn.append(feature("late", "1942-01-08", "LineString", LINE))

    campaign = load_campaign(write_winter(tmp_path / "lost", spoil=spoil))
    outcomes = claim_outcomes(campaign, "north")
    assert outcomes["areas/front"] == ("drawn", "a line or an area on the map")
    assert outcomes["areas/lost"][0] == "not drawn"
    assert outcomes["areas/late"][0] == "in part"
    assert "areas/front-south" not in outcomes


# --- checks --------------------------------------------------------------------------------


def test_the_made_campaign_is_without_a_fault(folder: Path) -> None:
    found = [one for one in check_campaign(folder) if one.severity != "note"]
    assert found == []


def drawing(area_id: str, at: str | None, kind: str, coordinates: object) -> Spoil:
    """One more outline, in place of another for the same moment."""

    def spoil(_: dict[str, str], drawn: list[Json]) -> None:
        one = feature(area_id, at, kind, coordinates)
        drawn[:] = [other for other in drawn if other["properties"] != one["properties"]] + [one]

    return spoil


def writing(table: str, old: str, new: str) -> Spoil:
    """Another text in a table."""

    def spoil(tables: dict[str, str], _: list[Json]) -> None:
        assert old in tables[table]
        tables[table] = tables[table].replace(old, new)

    return spoil


BOW = [[[30.0, 50.0], [30.4, 50.5], [30.4, 50.0], [30.0, 50.5], [30.0, 50.0]]]
PLANTED: dict[str, tuple[Spoil, list[tuple[str, str, str]]]] = {
    "a town held by Blue behind Red's line": (
        drawing("west", "1942-01-13", "Polygon", [square(30.0, 50.0, 30.99, 50.5)]),
        [("areas-overlap", "areas.csv", "on 1942-01-13"), ("area-control", "control.csv", "birch"),
         ("area-force", "areas.csv", "guard of blue")],
    ),
    "a town of the besiegers within the pocket": (
        drawing("pocket", "1942-01-20", "Polygon", [square(30.9, 50.25, 31.0, 50.35)]),
        [("area-control", "control.csv", "which Blue surrounds"),
         ("area-force", "areas.csv", "guard of blue")],
    ),
    "a front that crosses itself": (
        drawing("zone", None, "Polygon", BOW),
        [("crossing-edges", "areas.geojson", "crosses itself at 50.25")],
    ),
    "a ring that is open": (
        drawing("zone", None, "Polygon", [square(30.05, 50.35, 30.25, 50.45)[:-1]]),
        [("open-ring", "areas.geojson", "of zone does not end where it begins")],
    ),
    "held ground that is a line": (
        drawing("pocket", "1942-01-20", "LineString", LINE),
        [("no-ring", "areas.geojson", "pocket for 1942-01-20 is encirclement and only a line")],
    ),
    "a line of no area": (
        drawing("frnt", None, "LineString", LINE),
        [("outline-area", "areas.geojson", "areas.csv has no such area")],
    ),
    "a line outside the area's time": (
        drawing("pocket", "1942-02-05", "Polygon", [square(30.75, 50.02, 30.85, 50.08)]),
        [("outline-outside", "areas.geojson", "never drawn")],
    ),
    "an area without a line": (
        writing("areas", "zone,zone,,", "zone,zone,,1942-01-01,,,certain,,One,\nbare,zone,,"),
        [("no-outline", "areas.csv", "no line of it"), ("no-evidence", "areas.csv", "nobody")],
    ),
    "an area older than its first line": (
        writing("areas", "blue,1942-01-20", "blue,1942-01-18"),
        [("late-outline", "areas.csv", "before its first line")],
    ),
    "an area that ends before it starts": (
        writing("areas", "1942-01-20,1942-01-30", "1942-01-20,1942-01-10"),
        [("span", "areas.csv", "ends before")],
    ),
    "evidence for a line that there is not": (
        writing("evidence", "areas,front,1942-01-05", "areas,front,1942-01-06"),
        [("evidence-field", "evidence.csv", "no such column")],
    ),
    "a side that there is not": (
        writing("areas", "pocket,encirclement,blue", "pocket,encirclement,bleu"),
        [("reference", "areas.csv", "nowhere")],
    ),
    "a kind that there is not": (
        writing("areas", "zone,zone", "zone,zonne"),
        [("unknown-kind", "areas.csv", "plain symbol")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_every_planted_contradiction_is_found(tmp_path: Path, fault: str) -> None:
    spoil, expected = PLANTED[fault]
    found = check_campaign(write_winter(tmp_path / "planted", spoil=spoil))
    for rule, file, said in expected:
        told = [one for one in found if one.rule == rule and one.file == file]
        assert len(told) == 1, [str(one) for one in found]
        assert said in str(told[0])


def test_what_doubt_allows_is_no_contradiction(tmp_path: Path) -> None:
    """Birch lies 2 km within what Red holds: both may be off by more than that together."""
    within = drawing("west", "1942-01-13", "Polygon", [square(30.0, 50.0, 30.98, 50.5)])

    def spoil(tables: dict[str, str], drawn: list[Json]) -> None:
        within(tables, drawn)
        tables["areas"] = tables["areas"].replace("certain,1,What Red", "certain,40,What Red")

    found = check_campaign(write_winter(tmp_path / "doubt", spoil=spoil))
    assert [one for one in found if one.severity == "warning"] == []


def test_a_fault_of_one_account_is_none_of_the_other(tmp_path: Path) -> None:
    """The southern account alone puts Blue's town there: it has no held ground."""

    def spoil(tables: dict[str, str], drawn: list[Json]) -> None:
        drawing("west", "1942-01-13", "Polygon", [square(30.0, 50.0, 30.99, 50.5)])(tables, drawn)
        for one in drawn:
            if one["properties"]["area_id"] == "east":
                one["geometry"]["coordinates"] = [square(30.995, 50.0, 31.0, 50.5)]
        tables["control"] = tables["control"].replace("starts,ends,", "starts,ends,account_ids,")
        tables["control"] = tables["control"].replace("01-01,,", "01-01,,south,")
        tables["movements"] = tables["movements"].replace("arrives,", "arrives,account_ids,")
        tables["movements"] = tables["movements"].replace("-01,1942-02", "-01,south,1942-02")

    found = check_campaign(write_winter(tmp_path / "south", spoil=spoil))
    assert [one.rule for one in found if one.severity == "warning"] == []


# --- drawing -------------------------------------------------------------------------------

Chains = list[list[tuple[float, float]]]


def chains_of_drawn(campaign: Campaign, account: str, number: int) -> dict[str, Chains]:
    """What the list for all drawers has on a day: each area's chains, as the others round them."""
    return {
        f"areas/{one.row.row_id}": [rounded(chain) for chain in one.outline.chains]
        for one in drawn_days(campaign, account)[number]
        if one.outline
    }


def rounded(chain: Any) -> list[tuple[float, float]]:
    return [(round(lat, 5) + 0.0, round(lon, 5) + 0.0) for lat, lon in chain]


def chains_of_payload(campaign: Campaign, account: str, number: int) -> dict[str, Chains]:
    payload = scene_payload(campaign)
    found: dict[str, Chains] = {}
    for told in payload["tellings"][account]["days"][number]["areas"]:
        found[told["row"]] = []
        row = payload["rows"]["areas"]
        outlines = row["columns"]["outlines"][row["ids"].index(told["row"].removeprefix("areas/"))]
        for steps in outlines[told["outline"]][2]:
            lat = lon = 0
            chain = []
            for north, east in zip(steps[::2], steps[1::2], strict=True):
                lat, lon = lat + north, lon + east
                chain.append((lat / UNITS, lon / UNITS))
            found[told["row"]].append(chain)
    return found


def same(chains: Chains) -> set[frozenset[tuple[float, float]]]:
    """Chains without order: GeoJSON and KML close rings and turn some of them round."""
    return {frozenset((round(lat, 5), round(lon, 5)) for lat, lon in chain) for chain in chains}


def areas_at(found: list[tuple[str, str, str, Chains]], evening: str) -> dict[str, Chains]:
    """Which of the exported areas hold at a moment: id, start, end, chains."""
    return {name: chains for name, start, end, chains in found
            if start <= evening and (not end or evening <= end)}  # fmt: skip


def exported_geojson(campaign: Campaign, account: str) -> list[tuple[str, str, str, Chains]]:
    found = []
    for one in to_geojson(campaign)["features"]:
        about, geometry = one["properties"], one["geometry"]
        if about["table"] == "areas" and account in about["accounts"]:
            rings = geometry["coordinates"]
            rings = [rings] if geometry["type"] == "LineString" else rings
            if geometry["type"] == "MultiPolygon":
                rings = [ring for polygon in rings for ring in polygon]
            chains = [[(lat, lon) for lon, lat in ring] for ring in rings]
            found.append((f"areas/{about['area']}", about["start"], about["end"] or "", chains))
    return found


KML = "{http://www.opengis.net/kml/2.2}"


def exported_kml(campaign: Campaign, account: str) -> list[tuple[str, str, str, Chains]]:
    found = []
    for mark in ElementTree.fromstring(to_kml(campaign)).iter(f"{KML}Placemark"):
        data = {one.get("name"): one.findtext(f"{KML}value") for one in mark.iter(f"{KML}Data")}
        name = str(data.get("id"))
        if name.startswith("areas/") and data.get("account") == account:
            texts = [str(one.text).split() for one in mark.iter(f"{KML}coordinates")]
            chains = [[(float(lat), float(lon)) for lon, lat in (at.split(",") for at in text)]
                      for text in texts]  # fmt: skip
            begin = mark.findtext(f"{KML}TimeSpan/{KML}begin") or ""
            end = mark.findtext(f"{KML}TimeSpan/{KML}end") or ""
            # A whole day is written as one.
            end += "T23:59:59" if len(end) == len("1942-01-31") else ""
            found.append((name, begin, end, chains))
    return found


@pytest.mark.parametrize("account", ["north", "south"])
def test_list_player_geojson_and_kml_agree_on_every_day(winter: Campaign, account: str) -> None:
    exports = [exported_geojson(winter, account), exported_kml(winter, account)]
    for number, day in enumerate(winter.calendar):
        drawn = chains_of_drawn(winter, account, number)
        assert len(drawn) == (5 if account == "north" else 3) - (not 20 <= day.day <= 30
                                                                  or day.month != 1)  # fmt: skip
        assert chains_of_payload(winter, account, number) == drawn
        for found in exports:
            there = areas_at(found, f"{day}T23:59:59")
            assert {name: same(chains) for name, chains in there.items()} == {
                name: same(chains) for name, chains in drawn.items()
            }


def test_an_export_says_of_a_line_when_it_was_stated_and_by_whom(winter: Campaign) -> None:
    features = {one["id"]: one for one in to_geojson(winter)["features"]}
    line = features["areas/front/1942-01-05"]["properties"]
    assert (line["stated_at"], line["start"], line["end"]) == (
        "1942-01-05", "1942-01-05T00:00:00", "1942-01-08T23:59:59",
    )  # fmt: skip
    assert [one["locator"] for one in line["evidence"]] == ["map 1", "map 2"]
    other = features["areas/front/1942-01-09"]["properties"]
    assert [one["locator"] for one in other["evidence"]] == ["map 1"]
    assert line["radius_km"] == 2
    assert features["areas/zone"]["geometry"]["type"] == "Polygon"
    assert len(features["areas/zone"]["geometry"]["coordinates"]) == 2, "with its gap"


def test_a_days_layer_and_table_have_its_areas(winter: Campaign) -> None:
    layer = day_layer(winter, "1942-01-22")
    kinds = [type(one) for one in layer._children.values()]
    assert kinds.count(folium.Polygon) == 4
    assert kinds.count(folium.PolyLine) == 1
    rows = area_rows(winter, day_state(winter, "1942-01-22"))
    assert rows[0]["When"] == "As of 21 January"
    assert rows[0]["Sources"] == "The war diary, 2 passages"
    assert rows[-1]["When"] == "From 1 January on"


def test_the_package_opens_as_the_same_campaign(winter: Campaign, tmp_path: Path) -> None:
    files = package_files(winter)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    again = load_campaign(tmp_path)
    assert again.outlines == winter.outlines
    assert again.areas == winter.areas


def test_a_campaign_of_areas_alone_is_one(tmp_path: Path) -> None:
    folder = write_winter(tmp_path / "alone")
    for name in ("movements", "waypoints", "control", "forces", "places"):
        (folder / f"{name}.csv").unlink()
    evidence = (folder / "evidence.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in evidence if line.startswith(("table", "areas"))]
    (folder / "evidence.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    campaign = load_campaign(folder)
    assert len(day_states(campaign, "south")[0].areas) == 2
    assert campaign_document(campaign)


def test_a_front_across_the_antimeridian_is_drawn_in_one_piece(tmp_path: Path) -> None:
    def spoil(_: dict[str, str], drawn: list[Json]) -> None:
        for one in drawn:
            text = json.dumps(one["geometry"]["coordinates"])
            one["geometry"]["coordinates"] = turned(json.loads(text))

    def turned(value: Any) -> Any:
        if isinstance(value[0], list):
            return [turned(one) for one in value]
        lon = value[0] + 149.5
        return [lon - 360.0 if lon > 180.0 else lon, value[1]]

    campaign = load_campaign(write_winter(tmp_path / "across", spoil=spoil))
    west = campaign.outlines["east"][0].chains[0]
    assert max(lon for _, lon in west) - min(lon for _, lon in west) < 1.1
    lons = [lon for name, _, _, chains in exported_geojson(campaign, "north")
            if name == "areas/front" for chain in chains for _, lon in chain]  # fmt: skip
    assert all(-180.0 <= lon <= 180.0 for lon in lons)


# --- the player ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document(winter: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("player") / "winter.html"
    file.write_text(campaign_document(winter), encoding="utf-8")
    return file


ON_MAP = ".leaflet-pane .cm-front"
DRAWN = """(fronts) => Object.fromEntries([...document.querySelectorAll(fronts)].map((group) => {
  const part = (name) => group.querySelector(`.cm-front-${name}`).getAttribute('d');
  return [group.dataset.row, {
    line: part('line'), teeth: part('teeth'), isSure: !group.classList.contains('is-unsure'),
    soft: parseFloat(group.querySelector('.cm-front-soft').style.strokeWidth)}];
}))"""


def points_of(path: str) -> list[tuple[float, float]]:
    numbers = [float(one) for one in path.replace("Z", " ").replace("M", " ").split()]
    return [*zip(numbers[::2], numbers[1::2], strict=True)]


def test_the_player_shows_lines_as_they_were_stated(show: Show, document: Path) -> None:
    page = show(document)
    page.evaluate("campaignPlayer.seek('1942-01-22')")
    drawn = page.evaluate(DRAWN, ON_MAP)
    assert set(drawn) == {"areas/front", "areas/west", "areas/east", "areas/pocket", "areas/zone"}
    assert not drawn["areas/zone"]["isSure"] and drawn["areas/front"]["isSure"]
    # Teeth to the east, where the enemy is, and into the pocket.
    xs = [x for x, _ in points_of(drawn["areas/front"]["line"])]
    tips = points_of(drawn["areas/front"]["teeth"])[1::3]
    assert tips and min(x for x, _ in tips) > max(xs)
    pocket = points_of(drawn["areas/pocket"]["line"])
    inner = points_of(drawn["areas/pocket"]["teeth"])[1::3]
    assert all(min(x for x, _ in pocket) < x < max(x for x, _ in pocket) for x, _ in inner)
    assert not drawn["areas/west"]["teeth"] and not drawn["areas/zone"]["teeth"]
    # 2 km to either side, against the 100 km or so between 30 and 31 degrees east.
    wide = max(x for x, _ in points_of(drawn["areas/east"]["line"])) - min(xs)
    assert drawn["areas/front"]["soft"] == pytest.approx(wide * 4 / 35.5, rel=0.1)
    labels = page.locator(".cm-front-name .cm-label:not(.is-hidden)").all_text_contents()
    assert any("as of 21 January" in label for label in labels)


def test_nothing_is_made_up_between_two_statements(show: Show, document: Path) -> None:
    page = show(document)
    seen = {}
    for time_ in (4.0, 4.01, 6.5, 7.99, 8.0, 8.01, 24.3, 24.6):
        page.evaluate(f"campaignPlayer.seek({time_})")
        drawn = page.evaluate(DRAWN, ON_MAP)
        seen[time_] = (drawn["areas/front"]["line"], drawn.get("areas/pocket", {}).get("line"))
    lines = [seen[time_][0] for time_ in (4.0, 4.01, 6.5, 7.99, 8.0, 8.01)]
    assert lines[1] == lines[2] == lines[3] == lines[4]
    assert lines[0] != lines[1] and lines[4] != lines[5]
    assert seen[24.3][1] != seen[24.6][1], "at noon the pocket is a smaller one"


def test_areas_are_told_filtered_explained_and_compared(show: Show, document: Path) -> None:
    page = show(document)
    page.evaluate("campaignPlayer.seek('1942-01-25')")
    front = page.locator(".cm-fronts [data-row='areas/front']")
    assert "as of 25 January" in front.inner_text()
    assert "new" in front.inner_text()
    front.locator("button").first.click()
    on_map = page.locator(f"{ON_MAP}[data-row='areas/front']")
    page.locator(f"{ON_MAP}.is-chosen[data-row='areas/front']").wait_for(state="attached")
    assert "map 2" in page.locator(".cm-fronts .is-open").inner_text()
    page.locator(".cm-legend > summary").click()
    assert "teeth" in page.locator(".cm-legend").inner_text()
    page.locator(".cm-legend-kinds > summary").click()
    page.locator("input[data-token='kind:front line']").uncheck()
    on_map.wait_for(state="detached")
    assert page.locator(".cm-fronts [data-row='areas/front']").count() == 0
    page.locator("input[data-token='kind:front line']").check()
    page.evaluate("location.hash = 'day=1942-01-25&compare=south'")
    page.locator(f"{ON_MAP}.is-second").wait_for(state="attached")
    drawn = page.evaluate(DRAWN, ON_MAP)
    north, south = (points_of(drawn[f"areas/{name}"]["line"]) for name in ("front", "front-south"))
    apart = south[0][0] - north[0][0]
    across = max(x for x, _ in points_of(drawn["areas/east"]["line"])) - north[0][0]
    assert apart == pytest.approx(across * SOUTHERN / (31 - front_lon(24)), rel=0.05)
    assert page.locator(f"{ON_MAP}[data-row='areas/pocket']").count() == 1


def test_paper_shows_what_the_map_shows(show: Show, document: Path) -> None:
    page = show(document)
    page.evaluate("campaignPlayer.seek('1942-01-25')")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    day = page.locator(".cm-print-day[data-day='1942-01-25']")
    rows = day.locator(".cm-front").evaluate_all("all => all.map((one) => one.dataset.row)")
    assert rows == ["areas/front", "areas/west", "areas/east", "areas/pocket", "areas/zone"]
    front = day.locator(".cm-front[data-row='areas/front']")
    line, teeth = (points_of(front.locator(f".cm-front-{part}").get_attribute("d") or "")
                   for part in ("line", "teeth"))  # fmt: skip
    assert min(x for x, _ in teeth[1::3]) > max(x for x, _ in line)
    assert "(as of 25 January)" in day.inner_text()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
