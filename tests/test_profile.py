"""Heights along the way: the grid, the profile, the lines over the ground, and their drawing."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import zipfile
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mapping.__main__ import main
from mapping.basemap import elevation, terrain
from mapping.basemap.ground_files import GroundError
from mapping.drawing.heights import profile_of
from mapping.format.campaign import Campaign, load_campaign
from mapping.geo.geodesy import distance_km, lengths_km
from mapping.player import campaign_document
from mapping.telling.timeline import tracks_of
from tests.conftest import MERSAD, ROOT
from tests.folders import Folder, write_broken
from tests.player import MAP, Show, settle, take_account

Change = Callable[[dict[str, Any]], None]
HALF_DEGREE = 60
"""Cells."""
NEAR_M = 100.0
"""What a cell of 0.9 km, and a town's spread over its slopes, leave open."""


@pytest.fixture(scope="module")
def heights() -> elevation.Elevation:
    """The grid of the shipped campaign."""
    found = elevation.read_elevation(MERSAD / "ground")
    assert found is not None
    return found


# --- the grid ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lat", "lon", "metres", "where"),
    [
        (34.3459, 47.1581, 1311, "Kermanshah airport, 4,301 ft (OurAirports)"),
        (34.46109, 45.86264, 545, "Sarpol-e Zahab, weather station (IRIMO)"),
        (34.1089, 46.52988, 1349, "Eslamabad-e Gharb, weather station (IRIMO)"),
        (34.31417, 47.065, 1350, "Kermanshah, the city's plain"),
        (34.5156, 45.5791, 370, "Qasr-e Shirin"),
    ],
)
def test_heights_are_near_published_ones(
    heights: elevation.Elevation, lat: float, lon: float, metres: float, where: str
) -> None:
    assert heights.height_at(lat, lon) == pytest.approx(metres, abs=NEAR_M), where


def test_between_cells_heights_go_on_evenly() -> None:
    grid = np.array([[0, 100, 300], [200, 300, 500]], dtype=np.int16)
    box = elevation.Box(10 - 2 / 120, 20.0, 10.0, 20 + 3 / 120)
    ground = elevation.Elevation(grid, box)
    for row, column in ((0, 0), (1, 2), (0, 1)):
        centre = elevation.centre_of(ground, row, column)
        assert ground.height_at(*centre) == pytest.approx(grid[row, column])
        assert elevation.cell_at(ground, *centre) == (row, column)
    (south, west), (_, east) = elevation.centre_of(ground, 1, 0), elevation.centre_of(ground, 0, 1)
    assert ground.height_at((south + 10 - 0.5 / 120) / 2, (west + east) / 2) == pytest.approx(150)
    assert ground.height_at(10.0, 20.0) == 0
    assert ground.height_at(10.001, 20.0) is None


def write_ground(folder: Path, **changes: Any) -> Path:
    """A ground with nothing but a grid of 60 by 60 cells, and a way to spoil it."""
    folder.mkdir(parents=True, exist_ok=True)
    metres = np.arange(HALF_DEGREE**2, dtype=np.int16).reshape(HALF_DEGREE, HALF_DEGREE)
    entry = elevation.write_elevation(folder, metres, 34.5, 46.0)
    entry |= changes.pop("entry", {})
    manifest = {"layers": [], "towns": "towns.json", "attribution": [], "elevation": entry}
    (folder / "ground.json").write_text(json.dumps(manifest | changes), encoding="utf-8")
    return folder


def test_a_grid_comes_back_and_is_written_alike_twice(tmp_path: Path) -> None:
    one, other = (write_ground(tmp_path / name) for name in ("one", "other"))
    files = [(folder / elevation.ELEVATION_FILE).read_bytes() for folder in (one, other)]
    assert files[0] == files[1]
    found = elevation.read_elevation(one)
    assert found is not None
    assert found.metres.shape == (HALF_DEGREE, HALF_DEGREE)
    assert found.box == elevation.Box(34.0, 46.0, 34.5, 46.5)
    assert elevation.read_elevation(write_ground(tmp_path / "none", elevation=None)) is None
    assert elevation.read_elevation(tmp_path / "nowhere") is None


def packed(**arrays: Any) -> bytes:
    """The bytes of a compressed archive of arrays."""
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def bomb(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive that is small and would unpack to much."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("metres.npy", b"\0" * 50_000_000)
    return stream.getvalue()


def headed(shape: str) -> bytes:
    """An archive whose array says that it has a shape, and holds nothing."""
    header = f"{{'descr': '<i2', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        start = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little")
        archive.writestr("metres.npy", start + header.encode())
    return stream.getvalue()


SIZE = (HALF_DEGREE, HALF_DEGREE)
RIGHT = np.zeros(SIZE, dtype=np.int16)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a zip",
        packed(metres=np.zeros(SIZE)),
        packed(metres=np.zeros(SIZE, dtype=">i2")),
        packed(metres=np.zeros((HALF_DEGREE, HALF_DEGREE - 1), dtype=np.int16)),
        packed(metres=np.zeros((2, 60, 30), dtype=np.int16)),
        packed(metres=np.array([[print, "run"]], dtype=object)),
        packed(other=RIGHT),
        packed(metres=RIGHT, other=RIGHT),
        packed(metres=RIGHT)[:-200],
        bomb(),
        bomb(zipfile.ZIP_LZMA),
        headed("(99999999999, 99999999999)"),
        headed("(60, 60)"),
        headed("(((((((("),
    ],
    ids=[
        "empty", "no zip", "floats", "other end first", "other shape", "three axes", "pickled",
        "other name", "two arrays", "cut off", "bomb", "other packing", "huge", "no cells",
        "no header",
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Reading `.npy`")
def test_a_file_that_is_no_such_grid_is_one_message(content: bytes, tmp_path: Path) -> None:
    folder = write_ground(tmp_path / "ground")
    (folder / elevation.ELEVATION_FILE).write_bytes(content)
    with pytest.raises(GroundError, match=r"elevation\.npz.*\n?.*python -m mapping basemap"):
        elevation.read_elevation(folder)


@pytest.mark.parametrize(
    "entry",
    [
        {"file": "../elevation.npz"},
        {"file": "/etc/passwd"},
        {"file": "elevation.json"},
        {"bounds": [[34.0, 46.0], [34.6, 46.5]]},
        {"bounds": [[34.5, 46.0], [34.0, 46.5]]},
        {"bounds": [[-90, -180], [90, 180]]},
        {"bounds": [[34.0, 46.0]]},
        {"bounds": [[float("nan"), 46.0], [34.5, 46.5]]},
    ],
)
def test_a_manifest_cannot_say_otherwise(entry: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(GroundError):
        elevation.read_elevation(write_ground(tmp_path / "ground", entry=entry))


def test_a_campaign_with_a_broken_grid_is_not_drawn(tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny")
    write_ground(folder / "ground")
    campaign = load_campaign(folder)
    (folder / "ground" / "towns.json").write_text("[]", encoding="utf-8")
    assert campaign_document(campaign)
    (folder / "ground" / elevation.ELEVATION_FILE).write_bytes(bomb())
    with pytest.raises(GroundError):
        campaign_document(campaign)


# --- the profile ---------------------------------------------------------------------------


def test_the_column_climbs_to_the_passes_by_name(
    mersad: Campaign, heights: elevation.Elevation
) -> None:
    profile = profile_of(mersad, "article", heights)
    assert profile is not None and profile.force_id == "mek-column"
    assert {place.place_id for place in profile.places} >= {
        "qasr-e-shirin", "pataq-pass", "kerend-e-gharb", "eslamabad-e-gharb", "hassanabad-pass",
        "chaharzebar-pass",
    }  # fmt: skip
    kms = [place.km for place in profile.places]
    assert kms == sorted(kms) and kms[-1] <= profile.km
    assert 0.5 <= profile.step_km <= 1.0
    by_name = {place.place_id: place for place in profile.places}
    # From the plain to the plateau within an hour's march, and a ridge before the halt.
    assert by_name["sarpol-e-zahab"].metres < 600 < 1600 < by_name["kerend-e-gharb"].metres
    assert by_name["hassanabad-pass"].metres > by_name["eslamabad-e-gharb"].metres + 200
    assert not profile.westward


def test_accounts_without_a_way_or_heights_have_no_profile(
    mersad: Campaign, heights: elevation.Elevation, tmp_path: Path
) -> None:
    assert profile_of(mersad, "press-1988", heights) is None
    assert profile_of(mersad, "article", None) is None
    tiny = load_campaign(write_broken(tmp_path / "tiny"))
    assert profile_of(tiny, "north", heights) is not None
    far = elevation.Elevation(heights.metres, elevation.Box(0, 0, 1.5, 2.6))
    assert profile_of(tiny, "north", far) is None


def turn_back(folder: Folder) -> None:
    """The column marches from Birch to Alder, and on the next day a part of the way back."""
    folder.tables["waypoints"][1][2], folder.tables["waypoints"][3][2] = "birch", "alder"
    folder.add("movements", "back", "column", "withdrawal", "actual", "1988-07-26", "1988-07-26",
               "", "certain", "The column goes back", "")  # fmt: skip
    folder.add("waypoints", "back", "1", "alder", "", "", "", "", "")
    folder.add("waypoints", "back", "2", "", "34.05", "46.25", "", "", "")
    folder.add("evidence", "movements", "back", "", "chronicle", "p. 3", "", "supports", "")


def test_movements_are_chained_and_the_way_may_lead_west(
    heights: elevation.Elevation, tmp_path: Path
) -> None:
    tiny = load_campaign(write_broken(tmp_path / "tiny", turn_back))
    profile = profile_of(tiny, "north", heights)
    assert profile is not None and profile.westward
    first, second = tracks_of(tiny, "north")["column"].legs
    assert profile.starts_km == {"march": 0.0, "back": pytest.approx(first.km)}
    assert profile.km == pytest.approx(first.km + second.km)
    assert [place.place_id for place in profile.places] == ["birch", "alder"]


# --- lines over the ground -----------------------------------------------------------------

needs_build = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("skimage", "shapely")),
    reason='computes lines anew: pip install ".[build]"',
)


def test_a_computed_line_is_drawn_only_where_it_fits_the_road_better(mersad: Campaign) -> None:
    road = terrain.read_road(MERSAD / "ground" / terrain.ROAD, mersad.places)
    lengths = {
        f"{start.place_id}-to-{end.place_id}": (end_km - start_km, start.point, end.point)
        for (start, start_km), (end, end_km) in pairwise(road)
    }
    assert mersad.routes
    used = {one.route_id for way in mersad.waypoints.values() for one in way}
    assert used <= {"", *mersad.routes}
    assert {*lengths} == {*mersad.routes}, "the whole road is drawn beneath"
    for name, route in mersad.routes.items():
        road_km, start, end = lengths[name]
        assert (route.points[0], route.points[-1]) == (start, end)
        assert (route.basis, bool(route.source)) == ("terrain", True)
        if name not in used:
            continue
        off_km = abs(lengths_km(route.points)[-1] - road_km)
        assert off_km <= 0.1 * road_km
        assert off_km < abs(distance_km(start, end) - road_km)


def test_each_stretch_notes_its_lengths_and_follows_what_it_says(mersad: Campaign) -> None:
    for way in mersad.waypoints.values():
        for before, here in pairwise(way):
            route = mersad.routes.get(here.route_id)
            assert here.basis == (route.basis if route else "schematic")
            if route:
                assert route.route_id == f"{before.place_id}-to-{here.place_id}"
                assert f"over the ground {lengths_km(route.points)[-1]:.1f}" in here.note


@needs_build
def test_computing_the_lines_anew_gives_what_is_shipped(
    mersad: Campaign, heights: elevation.Elevation, tmp_path: Path
) -> None:
    road = terrain.read_road(MERSAD / "ground" / terrain.ROAD, mersad.places)
    legs = terrain.find_legs(heights, terrain.road_stretches(road))
    mapped = {"type": "Feature", "properties": {"route_id": "a", "basis": "mapped"}, "geometry": 0}
    file = tmp_path / terrain.ROUTES
    file.write_text(json.dumps({"features": [mapped]}), encoding="utf-8")
    terrain.write_routes(file, legs)
    shipped = json.loads((MERSAD / terrain.ROUTES).read_text(encoding="utf-8"))["features"]
    assert json.loads(file.read_text(encoding="utf-8"))["features"] == [mapped, *shipped]
    assert terrain.say_legs(legs) in (ROOT / "data" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("place_id,km\nalder,0\n", "road_km"),
        ("place_id,road_km\nalder,0\nnowhere,4\n", "nowhere"),
        ("place_id,road_km\nalder,0\nbirch,soon\n", "soon"),
        ("place_id,road_km\nalder,5\nbirch,5\n", "grow"),
        ("place_id,road_km\nalder,0\n", "two places"),
        ("place_id,road_km\nalder,0\nbirch,nan\n", "numbers"),
    ],
)
def test_a_road_that_does_not_fit_says_why(table: str, said: str, tmp_path: Path) -> None:
    places = load_campaign(write_broken(tmp_path / "tiny")).places
    file = tmp_path / "road.csv"
    file.write_text(table, encoding="utf-8")
    with pytest.raises(terrain.RoadError, match=said):
        terrain.read_road(file, places)


def test_without_heights_or_a_road_the_command_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_broken(tmp_path / "tiny")
    assert main(["terrain", str(folder)]) == 2
    assert "python -m mapping basemap" in capsys.readouterr().err
    write_ground(folder / "ground")
    (folder / "ground" / terrain.ROAD).write_text("place_id,km\nalder,0\n", encoding="utf-8")
    assert main(["terrain", str(folder)]) == 2
    assert "place_id (of places.csv) and road_km" in capsys.readouterr().err


def test_walking_is_fastest_on_a_gentle_way_down() -> None:
    # Tobler's own figures: 6 km/h at best, about 5 on the level.
    assert 1 / terrain.walking_hours(-50, 1) == pytest.approx(6)
    assert 1 / terrain.walking_hours(0, 1) == pytest.approx(5.04, abs=0.01)
    assert terrain.walking_hours(100, 1) > terrain.walking_hours(-100, 1)


# --- the picture ---------------------------------------------------------------------------

LOOK = """() => [...document.querySelectorAll('.cm-profile figure')].map((one) => {
  const numbers = (text) => text.match(/-?[\\d.]+/g).map(Number);
  const mark = one.querySelector('.cm-heights-force');
  const all = [...one.querySelectorAll('.cm-heights-tick')];
  const ticks = all.map((tick) => Number(tick.getAttribute('x1')));
  const cover = one.querySelector('clipPath rect').getAttribute('width');
  const line = one.querySelector('.cm-heights-line').getAttribute('d').slice(1).split('L');
  return {
    account: one.dataset.account, km: one.dataset.km, metres: one.dataset.metres, ticks,
    shown: mark.getAttribute('visibility') === 'visible', presence: mark.dataset.presence,
    at: mark.hasAttribute('transform') ? numbers(mark.getAttribute('transform')) : [],
    line: line.map(numbers), cover: Number(cover),
    words: one.querySelector('.cm-heights').getAttribute('aria-label'),
  };
})"""

DRAWN = """() => [...document.querySelectorAll('.cm-profile figure')].every(
  (one) => one.querySelector('clipPath rect'),
)"""


def look_at(page: Any) -> Any:
    """What the profiles show; in another language they are built anew, once they have a width."""
    page.wait_for_function(DRAWN)
    return page.evaluate(LOOK)


def point_on(campaign: Campaign, account: str, force: str, km: float) -> tuple[float, float]:
    """Where the km of a force's chained way lies, from the timeline and nothing else."""
    legs = [leg for leg in tracks_of(campaign, account)[force].legs if leg.animated and leg.km]
    km = min(km, sum(leg.km for leg in legs))
    for leg in legs:
        for before, after in pairwise(leg.fixes):
            if before.km <= km <= after.km and after.km > before.km:
                share = (km - before.km) / (after.km - before.km)
                return (
                    before.lat + share * (after.lat - before.lat),
                    before.lon + share * (after.lon - before.lon),
                )
        km -= leg.km
    raise AssertionError(f"{km} km beyond the way")


def test_profile_and_map_agree_where_the_force_is(
    show: Show, mersad: Campaign, heights: elevation.Elevation
) -> None:
    page = show()
    stood = set()
    for account in mersad.accounts:
        take_account(page, account)
        for number, day in enumerate(mersad.calendar):
            for moment in (day.isoformat(), number + 0.4):
                page.evaluate("moment => campaignPlayer.seek(moment)", moment)
                look, at = look_at(page), page.evaluate("campaignPlayer.positions")
                if account == "press-1988":
                    assert look == [] and page.locator(".cm-profile").is_hidden()
                    continue
                (seen,) = look
                assert seen["account"] == account
                assert seen["shown"] == ("mek-column" in at)
                if not seen["shown"]:
                    continue
                stood.add(account)
                lat, lon, _ = at["mek-column"]
                km = float(seen["km"])
                assert distance_km((lat, lon), point_on(mersad, account, "mek-column", km)) < 1
                assert float(seen["metres"]) == pytest.approx(heights.height_at(lat, lon), abs=40)
                # Drawn where its numbers say: 25 km from tick to tick, and on the ground's line.
                start, tick = seen["ticks"][:2]
                assert seen["at"][0] == pytest.approx(start + km * (tick - start) / 25, abs=0.6)
                covered = start if seen["presence"] == "between" else seen["at"][0]
                assert start + seen["cover"] <= seen["at"][0] + 0.6
                assert start + seen["cover"] >= covered - 0.6
                near = min(seen["line"], key=lambda point: abs(point[0] - seen["at"][0]))
                assert seen["at"][1] == pytest.approx(near[1], abs=6)
    assert stood == {"article", "iranian-sources", "mek"}


NAMES = """() => [...document.querySelectorAll(".cm-heights text[data-place]")].map((text) => {
  const box = text.getBoundingClientRect();
  const leader = text.previousElementSibling.getBoundingClientRect();
  const start = new DOMPoint(0, Number(text.getAttribute("y")));
  const base = start.matrixTransform(text.getScreenCTM()).y;
  // What is inked: a face's lines may be higher than the rows, and its letters are not.
  const context = document.createElement("canvas").getContext("2d");
  context.font = getComputedStyle(text).font;
  const ink = context.measureText(text.textContent);
  return {
    id: text.dataset.place, left: box.left, right: box.right, base,
    top: base - ink.actualBoundingBoxAscent, bottom: base + ink.actualBoundingBoxDescent,
    leader: { x: leader.left, top: leader.top },
  };
})"""
"""The names over a profile: where their letters stand, and each name's own leader."""


def named(page: Any, language: str) -> list[dict[str, Any]]:
    """The names over the profile of a day, in a language; drawn once the page has its widths."""
    settle(page, "1988-07-26")
    page.evaluate("language => campaignPlayer.speak(language)", language)
    page.wait_for_selector(".cm-heights text[data-place]", state="attached")
    return page.evaluate(NAMES)


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("width", [1280, 390])
def test_names_stand_apart_and_no_leader_crosses_one(show: Show, width: int, language: str) -> None:
    page = show(viewport={"width": width, "height": 800})
    names = named(page, language)
    ids = {name["id"] for name in names}
    assert ids >= {"pataq-pass", "hassanabad-pass", "chaharzebar-pass", "eslamabad-e-gharb"}
    for one, other in combinations(names, 2):
        wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
        high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
        assert wide <= 0 or high <= 0, (one["id"], other["id"])
        for leader, name in ((one["leader"], other), (other["leader"], one)):
            crosses = name["left"] < leader["x"] < name["right"]
            assert not crosses or leader["top"] >= name["bottom"]
    story = page.locator(".cm-story").bounding_box()
    assert all(story["x"] <= name["left"] for name in names)
    assert all(name["right"] <= story["x"] + story["width"] for name in names)


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("width", [1280, 390])
def test_each_name_touches_its_own_leader(show: Show, width: int, language: str) -> None:
    page = show(viewport={"width": width, "height": 800})
    names = named(page, language)
    assert len(names) >= 7
    for name in names:
        leader = name["leader"]
        assert name["left"] - 1 <= leader["x"] <= name["right"] + 1, name["id"]
        assert 0 <= leader["top"] - name["base"] <= 6, name["id"]


def test_west_is_left_in_both_languages_and_words_say_where(show: Show) -> None:
    page = show()
    settle(page, "1988-07-26")
    (open_end,) = look_at(page)
    assert open_end["words"] == "MEK column: somewhere from km 0 to 136"
    settle(page, "1988-07-27")
    (english,) = look_at(page)
    assert english["words"] == "MEK column at km 136, 1580 m, near Chaharzebar pass."
    assert "km 136, 1580 m" in page.locator(".cm-profile-now").text_content()
    page.evaluate("campaignPlayer.speak('fa')")
    (persian,) = look_at(page)
    assert persian["ticks"] == sorted(persian["ticks"])
    assert "۱۳۶" in persian["words"] and "چهارزبر" in persian["words"]
    page.evaluate("campaignPlayer.speak('en')")
    settle(page, "1988-07-23")
    assert "not on this way" in look_at(page)[0]["words"]
    named = page.locator(".cm-profile figure li").all_text_contents()
    assert "Pataq pass: km 60, 1220 m" in named
    notes = page.locator(".cm-profile .cm-hint").text_content()
    for said in ("Heights exaggerated 18 times", "28 of 136 km", "NOAA GLOBE"):
        assert said in notes


def test_the_pointer_reads_km_and_height(show: Show) -> None:
    page = show()
    settle(page, "1988-07-27")
    page.locator(".cm-heights").scroll_into_view_if_needed()
    box = page.locator(".cm-heights").bounding_box()
    (seen,) = look_at(page)
    now = page.locator(".cm-profile-now")
    page.mouse.move(box["x"] + seen["ticks"][2], box["y"] + box["height"] - 30)
    assert now.text_content().startswith("km 50, ")
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] - 30)
    assert now.text_content().startswith("MEK column: km 136")


def test_two_accounts_have_two_profiles_of_one_scale(show: Show) -> None:
    page = show()
    take_account(page, "article", "mek")
    settle(page, "1988-07-26")
    first, second = look_at(page)
    assert (first["account"], second["account"]) == ("article", "mek")
    assert first["ticks"][:5] == second["ticks"][:5]
    assert float(first["km"]) < float(second["km"])
    notes = page.locator(".cm-profile .cm-hint").text_content()
    assert "A: 28 of 136 km" in notes and "B: 28 of 134 km" in notes
    letters = page.locator(".cm-profile-now .cm-letter").all_text_contents()
    assert letters == ["A", "B"]
    # What the filter hides is not on the profile either.
    page.evaluate("document.querySelector('[data-token=\"side:mek\"]').click()")
    assert [one["shown"] for one in look_at(page)] == [False, False]


def test_a_campaign_without_heights_has_no_profile(show: Show, tmp_path: Path) -> None:
    file = tmp_path / "tiny.html"
    file.write_text(campaign_document(load_campaign(write_broken(tmp_path / "tiny"))))
    page = show(file)
    settle(page, "1988-07-24")
    assert page.locator(".cm-profile").is_hidden()
    # Its way follows a map throughout: nothing of it is cut.
    assert not page.locator(".cm-way.cm-thread").get_attribute("d").strip("M0 ")


def test_only_straight_stretches_are_cut_and_the_claim_says_so(show: Show) -> None:
    page = show()
    settle(page, "1988-07-27")
    page.evaluate(f"() => {{ {MAP}.setZoom(8, {{ animate: false }}); }}")
    cut = page.locator(".cm-way.cm-thread").first.get_attribute("d")
    # From the border to Qasr-e Shirin, and from Sarpol-e Zahab on: two pieces, and a gap.
    assert cut.count("M") == 2
    page.evaluate("campaignPlayer.select('movements/mek-advance')")
    words = page.locator(".cm-claim.is-open .cm-claim-body").text_content()
    assert "28 km computed over the ground · 108 km straight between known points" in words


def test_the_table_of_the_road_is_the_one_of_the_facts() -> None:
    with (MERSAD / "ground" / terrain.ROAD).open(encoding="utf-8", newline="") as file:
        road = {row["place_id"]: float(row["road_km"]) for row in csv.DictReader(file)}
    assert list(road.values()) == [0, 19, 48, 63, 90, 123, 135, 139.5, 144.5, 159, 185]
