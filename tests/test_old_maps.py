"""Old maps on the ground: where their pictures lie, how exactly, and what readers see of them."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from mapping.checks import check_campaign
from mapping.drawing.address import is_known
from mapping.drawing.media_pictures import maps_of
from mapping.drawing.scene import scene_payload
from mapping.export.package import package_bytes
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.georeference import (
    GeoreferenceError,
    LaidMap,
    lay_map,
    read_annotation,
)
from mapping.format.pictures import inspect_picture, warped_picture
from mapping.format.tables import OldMap
from mapping.geo.fitting import FitError, Pin, find_far_pin, fit_pins
from mapping.geo.mercator import latitude_at, mercator_y
from mapping.intake.archive import unpack
from tests.folders import Folder, write_broken
from tests.player import Show

SIZE = (600, 450)
SPOTS = [(75.5, 60.5), (520.5, 45.5), (545.5, 400.5), (105.5, 380.5), (300.5, 225.5)]
"""Known pixels of the made map, each a small black square of odd width about it."""
Way = Callable[[float, float], tuple[float, float]]


def turned(x: float, y: float) -> tuple[float, float]:
    """Where a pixel of a map lies that was scanned turned by some degrees: lat, lon."""
    angle, scale = math.radians(7), math.radians(2.4) / 600
    east = scale * (x * math.cos(angle) + y * math.sin(angle))
    south = scale * (y * math.cos(angle) - x * math.sin(angle))
    return latitude_at(mercator_y(35.2) - south), 45.1 + math.degrees(east)


def leaning(x: float, y: float) -> tuple[float, float]:
    """The same of a map that was photographed from one side."""
    depth = 1 + x / 2000 + y / 3000
    return turned(x / depth, y / depth)


def drawn() -> bytes:
    """A map with a margin, a grid and a black square at each known point."""
    image = Image.new("RGB", SIZE, "#f3e6c4")
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 20, 579, 429), outline="#b99b78", width=3)
    for at in range(70, 580, 50):
        pen.line((at, 20, at, 429), fill="#c9a66b")
        pen.line((20, at, 579, at), fill="#c9a66b")
    for x, y in SPOTS:
        pen.rectangle((x - 4.5, y - 4.5, x + 3.5, y + 3.5), fill="black")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def cells_of(way: Way, spots: list[tuple[float, float]] = SPOTS) -> str:
    return "; ".join(f"{x} {y} {way(x, y)[0]:.6f} {way(x, y)[1]:.6f}" for x, y in spots)


def annotation(way: Way, **changes: Any) -> bytes:
    """What a program for old maps writes, of a picture of twice the size."""
    features = [
        {"type": "Feature", "properties": {"resourceCoords": [2 * x, 2 * y]},
         "geometry": {"type": "Point", "coordinates": [way(x, y)[1], way(x, y)[0]]}}
        for x, y in SPOTS
    ]  # fmt: skip
    mask = "40,40 1160,40 1160,860 40,860"
    made: dict[str, Any] = {
        "type": "Annotation", "motivation": "georeferencing",
        "target": {
            "type": "SpecificResource",
            "source": {"id": "https://example.org/iiif/1", "type": "ImageService3",
                       "width": 2 * SIZE[0], "height": 2 * SIZE[1]},
            "selector": {"type": "SvgSelector", "value":
                         f'<svg width="1200" height="900"><polygon points="{mask}" /></svg>'},
        },
        "body": {"type": "FeatureCollection", "features": features,
                 "transformation": {"type": "polynomial", "options": {"order": 1}}},
    }  # fmt: skip
    return json.dumps({"type": "AnnotationPage", "items": [made | changes]}).encode()


def write(folder: Path, files: dict[str, bytes] | None = None, **cells: str) -> Path:
    """The tiny campaign with one old map."""
    usual = {
        "map_id": "staff-map", "title": "Staff map", "file": "map.png", "published": "1941",
        "credit": "War Office", "licence": "Public domain", "source_id": "atlas",
        "alt": "Roads and hills.",
    }  # fmt: skip
    row = usual | (cells or {"points": cells_of(turned)})

    def add(tiny: Folder) -> None:
        tiny.tables["maps"] = [[*row], [*row.values()]]

    write_broken(folder, add)
    (folder / "media").mkdir()
    for name, content in ({"map.png": drawn()} | (files or {})).items():
        (folder / "media" / name).write_bytes(content)
    return folder


def laid_in(folder: Path) -> tuple[LaidMap, OldMap]:
    row = load_campaign(folder).maps["staff-map"]
    return lay_map(row, folder), row


def found(folder: Path) -> set[tuple[str, str]]:
    """What the check says of the map: rule and severity."""
    return {
        (one.rule, one.severity)
        for one in check_campaign(folder) if one.file in ("maps.csv", "media/map.png")
    }  # fmt: skip


# --- where it lies -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "side", "cells"),
    [
        (turned, 3000, {"points": cells_of(turned)}),
        (turned, 500, {"annotation": "map.json"}),
        (leaning, 500, {"points": cells_of(leaning), "fit": "projective"}),
        (leaning, 3000, {"fit": "projective", "corners": "; ".join(
            "{:.6f} {:.6f}".format(*leaning(x * 600, y * 450))
            for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
        )}),
    ],
)  # fmt: skip
def test_known_points_lie_within_a_pixel_once_it_is_laid(
    way: Way, side: int, cells: dict[str, str], tmp_path: Path
) -> None:
    folder = write(tmp_path / "tiny", {"map.json": annotation(way)}, **cells)
    laid, _ = laid_in(folder)
    warp = laid.warp(side)
    with Image.open(io.BytesIO(warped_picture(folder / "media" / "map.png", (), warp, 95))) as got:
        dark = got.convert("RGBA").getchannel("A").point(lambda one: 255 * (one > 200))
        grey = Image.composite(got.convert("L"), Image.new("L", got.size, 255), dark)
    (_, west), (north, east) = laid.bounds
    per_degree = warp.size[0] / (east - west)
    for x, y in SPOTS:
        lat, lon = way(x, y)
        to_top = math.degrees(mercator_y(north) - mercator_y(lat))
        wanted = (lon - west) * per_degree, to_top * per_degree
        assert math.dist(middle_of_dark(grey, wanted), wanted) <= 1.0


def middle_of_dark(grey: Image.Image, near: tuple[float, float]) -> tuple[float, float]:
    """The middle of the dark square about a point, in pixels of the picture."""
    left, top = round(near[0]) - 20, round(near[1]) - 20
    part = grey.crop((left, top, left + 40, top + 40))
    weights = [
        (max(0, 110 - int(part.getpixel((x, y)))), x, y) for x in range(40) for y in range(40)
    ]  # type: ignore[arg-type]
    total = sum(weight for weight, _, _ in weights)
    assert total
    return (
        left + sum(weight * (x + 0.5) for weight, x, _ in weights) / total,
        top + sum(weight * (y + 0.5) for weight, _, y in weights) / total,
    )


def test_what_lies_outside_of_the_mask_is_clear(tmp_path: Path) -> None:
    """The annotation's mask leaves the margin out, and the box is of what is left."""
    folder = write(tmp_path / "tiny", {"map.json": annotation(turned)}, annotation="map.json")
    laid, _ = laid_in(folder)
    assert laid.mask == ((20, 20), (580, 20), (580, 430), (20, 430))
    content = warped_picture(folder / "media" / "map.png", laid.mask, laid.warp(500), 90)
    with Image.open(io.BytesIO(content)) as got:
        clear = got.convert("RGBA").getchannel("A")
    assert clear.getpixel((2, 2)) == 0 and clear.getpixel((250, 200)) == 255
    whole, _ = laid_in(write(tmp_path / "whole"))
    assert laid.diagonal_km < whole.diagonal_km


def test_a_map_across_the_antimeridian_lies_in_one_piece(tmp_path: Path) -> None:
    points = "0 0 10 178; 600 0 10 -178; 600 450 7 -178; 0 450 7 178"
    (_, west), (_, east) = laid_in(write(tmp_path / "tiny", points=points))[0].bounds
    assert (round(west), round(east)) == (178, 182)


# --- how exactly ---------------------------------------------------------------------------


def pins() -> list[Pin]:
    return [Pin(x, y, *turned(x, y)) for x, y in [*SPOTS, (150, 150), (450, 150)]]


def test_a_point_that_is_far_off_is_named_and_no_other() -> None:
    given = pins()
    assert find_far_pin(given, "affine", 300) is None
    given[3] = given[3]._replace(lat=given[3].lat + 0.3)
    number, km = find_far_pin(given, "affine", 300) or (0, 0.0)
    assert number == 3 and 30 < km < 37


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (pins()[:2], "affine"), (pins()[:3], "projective"),
        ([Pin(n, 2 * n, 30 + n / 10, 40) for n in range(5)], "affine"),
        ([Pin(n, n * n, 30, 40) for n in range(4)], "affine"),
        ([Pin(5, 5, 30, 40)] * 4, "projective"),
        ([*pins()[:3], Pin(7, 8, 89, 40)], "affine"),
    ],
)  # fmt: skip
def test_points_that_say_nothing_are_refused(given: list[Pin], kind: str) -> None:
    with pytest.raises(FitError):
        fit_pins(given, kind)


@pytest.mark.parametrize(
    ("cells", "rules"),
    [
        ({"points": cells_of(turned)}, {("map-fit", "note")}),
        ({"points": cells_of(turned, SPOTS[:3])}, set()),
        ({"points": ""}, {("map-place", "error")}),
        ({"points": cells_of(turned), "annotation": "map.json"}, {("map-place", "error")}),
        ({"annotation": "gone.json"}, {("map-place", "error")}),
        ({"points": "1 1 30 40; 2 2 31 41; 3 3 32 42"}, {("map-place", "error")}),
        ({"points": "0 0 10 0; 1 0 10 90; 0 450 -60 0"}, {("map-place", "error")}),
        ({"points": cells_of(lambda x, y: turned(600 - x, y))},
         {("map-mirrored", "warning"), ("map-fit", "note")}),
        ({"points": cells_of(turned, SPOTS[:4]) + "; 300 225 36 46.2; 150 150 34.7 45.8"},
         {("map-point", "warning")}),
        ({"points": cells_of(turned, SPOTS[:3]) + "; 300 225 36 46.2"}, {("map-fit", "warning")}),
        ({"points": "0 0 35 45; 600 0 35 47; 350 200 33 45.5; 250 200 33 46.5",
          "fit": "projective"}, {("map-place", "error")}),
    ],
)  # fmt: skip
def test_the_check_says_how_exactly_it_lies(
    cells: dict[str, str], rules: set[tuple[str, str]], tmp_path: Path
) -> None:
    folder = write(tmp_path / "tiny", {"map.json": annotation(turned)}, **cells)
    assert found(folder) - {("media-unused", "note")} == rules
    is_shown = not any(severity == "error" for _, severity in rules)
    assert bool(maps_of(load_campaign(folder))) == is_shown


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b'{"items": []}', b"[" * 100_000, b'{"target": 1, "body": 2}',
        annotation(turned, target=None), annotation(turned, body={"features": [1]}),
        annotation(lambda x, y: (120 + x, y)),
        annotation(turned, target={"source": {"width": 1e-300, "height": 1}}),
    ],
)  # fmt: skip
def test_a_broken_annotation_is_an_error_of_its_row(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "map.png").write_bytes(drawn())
    (tmp_path / "media" / "map.json").write_bytes(content)
    row = OldMap(
        map_id="a", title="A", file="map.png", annotation="map.json", credit="B", licence="C",
        alt="D",
    )  # fmt: skip
    with pytest.raises(GeoreferenceError) as error:
        lay_map(row, tmp_path)
    assert error.value.column == "annotation"


def test_a_mask_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    selector = {"type": "SvgSelector", "value": "<polygon " * 10_000}
    (tmp_path / "map.json").write_bytes(annotation(turned, target={"selector": selector}))
    read, kind, mask = read_annotation(tmp_path / "map.json", SIZE)
    assert (len(read), kind, mask) == (5, "affine", ())


def test_a_hostile_picture_is_refused_by_name(tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", {"map.png": b"<svg><script>x()</script></svg>"})
    assert found(folder) == {("media-file", "error")}
    campaign = load_campaign(folder)
    assert [one["picture"] for one in scene_payload(campaign)["maps"]] == [None]
    assert b"media/map.png" not in package_bytes(campaign)


def test_the_package_holds_it_without_what_it_tells_besides(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 7.0, 30.0)})
    exif[0x010E] = "SECRET"
    stream = io.BytesIO()
    Image.open(io.BytesIO(drawn())).save(stream, "PNG", exif=exif)
    files = {"map.png": stream.getvalue(), "map.json": annotation(turned)}
    folder = write(tmp_path / "tiny", files, annotation="map.json")
    assert ("media-place", "note") in found(folder)
    content = package_bytes(load_campaign(folder))
    again = tmp_path / "again"
    again.mkdir()
    assert not unpack(content, again)
    assert not inspect_picture(again / "media" / "map.png").has_place
    opened = load_campaign(again)
    assert opened.maps == load_campaign(folder).maps
    assert scene_payload(opened)["maps"] == scene_payload(load_campaign(folder))["maps"]
    assert package_bytes(opened) == content


def test_how_exactly_it_lies_is_told_where_it_is_known(tmp_path: Path) -> None:
    cells: list[dict[str, str]] = [
        {"points": cells_of(turned)}, {"points": cells_of(turned, SPOTS[:3])},
        {"corners": "35 45; 35 47; 33 47; 33 45"},
    ]  # fmt: skip
    folders = [write(tmp_path / str(number), **one) for number, one in enumerate(cells)]
    sent = [scene_payload(load_campaign(folder))["maps"][0]["off"] for folder in folders]
    assert sent == [0.1, None, None]


def test_an_address_names_maps_that_there_are(tmp_path: Path) -> None:
    campaign = load_campaign(write(tmp_path / "tiny"))
    assert is_known(campaign, "maps", "staff-map") and is_known(campaign, "maps", "staff-map~40")
    assert not any(is_known(campaign, "maps", one) for one in ("other", "staff-map,other", "~40"))


# --- in the browser ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    files = {"map.json": annotation(turned)}
    return load_campaign(
        write(tmp_path_factory.mktemp("maps") / "tiny", files, annotation="map.json")
    )


def test_the_legend_lays_it_on_the_ground_and_a_link_does(
    show: Show, shown: Campaign, player_file: Callable[[Campaign], Path]
) -> None:
    page = show(player_file(shown))
    page.locator(".cm-legend > summary").click()
    box = page.get_by_label("Staff map")
    box.focus()
    page.keyboard.press("Space")
    laid = page.locator("img.cm-old-map")
    assert laid.get_attribute("alt") == "Roads and hills."
    told = page.locator(".cm-old-map-about").inner_text()
    assert told.startswith("1941 · War Office · Public domain · ") and "km" in told
    assert "War Office" in page.locator(".leaflet-control-attribution").inner_text()
    day = page.evaluate("campaignPlayer.day")
    page.get_by_label("How opaque").focus()
    page.keyboard.press("ArrowLeft")
    assert float(laid.evaluate("node => node.style.opacity")) == pytest.approx(0.7)
    assert page.evaluate("campaignPlayer.day") == day
    assert page.evaluate("campaignPlayer.state.maps") == "staff-map~70"
    page.evaluate("campaignPlayer.speak('fa')")
    assert laid.count() == 1 and page.locator(".cm-old-map-opacity input").input_value() == "70"
    page.evaluate("location.hash = 'maps=nothing,staff-map~33'")
    page.wait_for_function("document.querySelector('.cm-old-map').style.opacity === '0.35'")
    page.evaluate("location.hash = 'maps=nothing'")
    laid.wait_for(state="detached")
