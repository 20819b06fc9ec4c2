"""Forces as APP-6 symbols: codes of the standard, drawings, and the switch in the player."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from mapping.format.campaign import Campaign, Side, load_campaign
from mapping.format.tables import Force
from mapping.player import campaign_document
from mapping.telling.app6 import SIZE_PX, app6_code, draw_symbols
from tests.folders import Folder, write_broken

HOSTILE = Side("red", "Red", "#c2410c", "hostile")


def force(**values: str) -> Force:
    """A force of that kind."""
    return Force(**{"row": 2, "force_id": "column", "side_id": "red", "name": "A column", **values})


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "infantry", "echelon": "Brigade"}, "10061000181211000000"),
        ({"kind": "mechanised column"}, "10061000001211020000"),
        ({"kind": "leadership"}, "10061002000000000000"),
        ({"kind": "a kind of its own"}, "10061000000000000000"),
        ({"kind": "infantry", "sidc": "10031000151205000000"}, "10031000151205000000"),
        ({"kind": "infantry", "sidc": "<script>"}, "10061000001211000000"),
    ],
)
def test_a_force_has_the_code_of_the_standard(values: dict[str, str], code: str) -> None:
    assert app6_code(force(**values), HOSTILE) == code


def test_drawings_are_images_with_the_point_they_stand_at() -> None:
    infantry, unknown = "10061000001211000000", "9" * 20
    drawn = draw_symbols([infantry, infantry, unknown])
    assert list(drawn) == [infantry]
    source, width, height, x, y = drawn[infantry]
    assert unquote(source).startswith("data:image/svg+xml,<svg ")
    assert 0 < x < width and 0 < y < height
    assert not any(name.partition(".")[0] == "milsymbol" for name in sys.modules)


@pytest.mark.rest
def test_drawings_are_the_librarys_own_though_its_tables_are_never_read_whole() -> None:
    codes = [
        "10031000151205000000", "10061002181211000000", "10031500001101000000",
        "100310001512050003010000000000", "10013500001101010000", "SFGPUCI----D---",
        "SHGPUCI*****---", "9" * 20, "Z" * 15,
    ]  # fmt: skip
    drawn = draw_symbols(codes)
    milsymbol = pytest.importorskip("milsymbol")
    for code in codes:
        own = milsymbol.Symbol(code, size=SIZE_PX)
        assert (code in drawn) == own.is_valid(), code
        if code in drawn:
            assert unquote(drawn[code].source) == f"data:image/svg+xml,{own.as_svg()}"
    assert 5 <= len(drawn) < len(codes)


def test_the_switch_changes_the_symbols_and_stays_in_the_state(
    page: Any, mersad: Campaign, tmp_path: Path
) -> None:
    file = tmp_path / "map.html"
    file.write_text(campaign_document(mersad), encoding="utf-8")
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    page.evaluate("campaignPlayer.seek('1988-07-27')")
    page.wait_for_function("campaignPlayer.settled")
    column = page.locator('.cm-force[data-force="mek-column"] .cm-symbol')
    assert column.locator("svg").count() == 1
    page.get_by_text("Legend and filter").click()
    page.get_by_label("APP-6 (military)").check()
    picture = column.locator("img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    assert picture.is_visible()
    shown, stage = picture.bounding_box(), page.locator(".folium-map").bounding_box()
    assert shown and stage and shown["width"] > 20
    assert stage["x"] < shown["x"] < stage["x"] + stage["width"]
    assert page.evaluate("campaignPlayer.state.symbols") == "app6"
    page.get_by_label("the shape of their side").check()
    assert column.locator("svg").count() == 1


def test_a_code_that_nobody_knows_leaves_the_shape(page: Any, tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.set("forces", 2, "sidc", "9" * 20)

    folder = write_broken(tmp_path / "tiny", spoil)
    file = tmp_path / "map.html"
    file.write_text(campaign_document(load_campaign(folder)), encoding="utf-8")
    page.goto(file.as_uri())
    page.evaluate("campaignPlayer.symbols('app6')")
    page.evaluate("campaignPlayer.seek('1988-07-24')")
    page.wait_for_function("campaignPlayer.settled")
    assert page.locator('.cm-force[data-force="column"] .cm-symbol svg').count() == 1
