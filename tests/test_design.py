"""The player under strain: crowded days, long names, long campaigns, small screens, axe."""

from __future__ import annotations

import csv
import math
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from mapping.format.campaign import load_campaign
from mapping.player import campaign_document
from tests.conftest import ROOT
from tests.folders import SIDES
from tests.player import MAP, WIDE, Box, Page, Show, boxes, settle, wait_settled

SIZES = {"wide": (1280, 800), "phone": (390, 844), "small": (320, 640)}
GRID = [(1440, 900), (1280, 800), (768, 1024), (390, 844), (844, 390), (640, 400)]
"""The screens at which each step is looked at; the last is 1280x800 at 200 %."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LONG_NAME = "The village of the sixty letters at the far end of the valley"[:60]

HEAD = """\
format = 1
id = "strain"
title = "A campaign under strain"
first_day = 2000-06-01
last_day = 2000-06-05

"""
TABLES: dict[str, list[list[object]]] = {
    "sources": [["source_id", "kind", "title"], ["book", "book", "A book"]],
    "places": [
        ["place_id", "name", "native_name", "kind", "lat", "lon", "radius_km", "certainty",
         "found_by", "extent_km"],
        ["town", "Town", "", "town", 48.0, 10.0, 1, "certain", "book"],
        ["long", LONG_NAME, "", "village", 48.02, 10.03, 1, "certain", "book"],
        ["persian", "قصر شیرین", "قصر شیرین", "town", 48.4, 10.4, 1, "certain", "book"],
        ["arabic", "بغداد", "بغداد", "city", 47.7, 9.5, 1, "certain", "book"],
        ["chinese", "长沙会战", "长沙", "city", 48.3, 9.4, 1, "certain", "book"],
        ["zone", "The closed zone", "", "region", 48.0, 10.0, 1, "certain", "book", 25],
    ],
    "forces": [
        ["force_id", "side_id", "name", "kind"],
        ["far", "red", "The far column", "armour"],
        ["near", "blue", "The near company", "infantry"],
    ],
    "movements": [
        ["movement_id", "force_id", "kind", "mode", "departs", "arrives", "certainty", "title"],
        ["far-march", "far", "advance", "actual", "2000-06-02", "2000-06-04", "certain",
         "A march of a thousand km"],
        ["near-march", "near", "advance", "actual", "2000-06-02", "2000-06-02", "certain",
         "A march of three km"],
    ],
    "waypoints": [
        ["movement_id", "order", "lat", "lon"],
        ["far-march", 1, 48.0, -3.4], ["far-march", 2, 48.0, 10.0],
        ["near-march", 1, 48.0, 10.0], ["near-march", 2, 48.0, 10.04],
    ],
    "events": [
        ["event_id", "kind", "starts", "place_ids", "by_force_ids", "certainty", "title"],
        *[[f"event-{number}", "battle", "2000-06-02", "town", "near", "certain",
           f"Battle number {number}"] for number in range(1, 13)],
        ["whenever", "speech", "[..2000-06-30]", "persian", "far", "uncertain",
         "A speech of which no day is known"],
        ["closed", "announcement", "2000-06-05", "zone", "far", "certain", "A zone is closed"],
        ["long-name", "battle", "2000-06-02", "long", "far", "certain", "At the long name"],
    ],
}  # fmt: skip


@pytest.fixture(scope="session")
def strain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The player's document for the campaign under strain."""
    folder = write_folder(tmp_path_factory.mktemp("strain"), HEAD, TABLES)
    file = folder / "player.html"
    file.write_text(campaign_document(load_campaign(folder)), encoding="utf-8")
    return file


def write_folder(folder: Path, head: str, tables: dict[str, list[list[object]]]) -> Path:
    """Write a campaign folder from rows of cells."""
    (folder / "campaign.toml").write_text(head + SIDES, encoding="utf-8")
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return folder


def show_at(show: Show, file: Path, size: str, **options: Any) -> Page:
    """A document at one of the sizes."""
    width, height = SIZES[size]
    return show(file, viewport={"width": width, "height": height}, **options)


def overlap(one: Box, other: Box) -> float:
    """The area that two boxes share, in square pixels."""
    width = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    height = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    return max(width, 0) * max(height, 0)


@pytest.mark.parametrize("size", SIZES)
def test_controls_never_overlap_and_nothing_scrolls_sideways(
    show: Show, strain: Path, size: str
) -> None:
    page = show_at(show, strain, size)
    settle(page, "2000-06-02")
    parts = boxes(page, ".cm-title, .cm-tools, .leaflet-control-zoom, .cm-legend, .cm-bar")
    parts += boxes(page, ".leaflet-control-scale")
    assert len(parts) == 6
    assert all(overlap(one, other) < 1 for one, other in combinations(parts, 2))
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    controls = page.locator("button:visible, select:visible, summary:visible").all()
    for control in controls:
        box = control.bounding_box()
        assert box is None or min(box["width"], box["height"]) >= 24, control.text_content()


@pytest.mark.parametrize("size", SIZES)
def test_names_are_whole_and_lie_apart(show: Show, strain: Path, size: str) -> None:
    page = show_at(show, strain, size)
    settle(page, "2000-06-02")
    names = page.locator(".cm-label:not(.is-hidden) .cm-name")
    # On a phone two places 3 km apart share a pixel, and a long name would lie under the controls.
    assert LONG_NAME in names.all_text_contents() or size in ("small", "phone")
    cut = names.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth + 1)")
    assert not cut
    # The air above and below the letters may touch.
    labels = [
        {**box, "y": box["y"] + 1, "height": box["height"] - 2}
        for box in boxes(page, ".cm-label:not(.is-hidden)")
    ]
    shared = [overlap(one, other) for one, other in combinations(labels, 2)]
    assert max(shared, default=0) < 60


def test_names_lie_free_on_every_screen_that_a_window_becomes(
    show: Show, mersad_file: Path
) -> None:
    page = show(mersad_file)
    over = ".cm-title, .cm-tools, .leaflet-control-zoom, .cm-legend, .leaflet-control-scale"
    for step, (width, height) in [*((5, size) for size in GRID), (1, GRID[2]), (1, GRID[3])]:
        page.evaluate("step => { location.hash = `step=${step}` }", step)
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"{MAP}.getSize().x === {MAP}.getContainer().clientWidth")
        page.wait_for_function("step => campaignPlayer.state.step === step", arg=str(step))
        wait_settled(page)
        labels, controls = boxes(page, ".cm-label:not(.is-hidden)"), boxes(page, over)
        covers = controls + boxes(page, ".cm-arrow")
        shared = [overlap(one, other) for one, other in combinations(labels, 2)]
        shared += [overlap(one, other) for one in labels for other in covers]
        assert labels and max(shared) < 170, (step, width, height)
    page.set_viewport_size(WIDE)


@pytest.mark.parametrize("size", [(640, 400), (390, 844)])
def test_on_a_low_map_nothing_of_a_step_lies_under_the_tools(
    show: Show, mersad_file: Path, size: tuple[int, int]
) -> None:
    steps = (ROOT / "data" / "mersad-1988" / "steps.csv").read_text(encoding="utf-8").splitlines()
    _, west, _, east = next(row for row in csv.DictReader(steps) if row["order"] == "8")[
        "view"
    ].split(";")
    page = show(mersad_file, viewport={"width": size[0], "height": size[1]})
    for lang in ("en", "fa"):
        page.evaluate("lang => { location.hash = `lang=${lang}&step=8` }", lang)
        page.wait_for_function("lang => document.documentElement.lang === lang", arg=lang)
        wait_settled(page)
        (tools,) = boxes(page, ".cm-tools")
        (stage,) = boxes(page, ".folium-map")
        first, last = (
            page.evaluate(f"{MAP}.latLngToContainerPoint([34, {lon}]).x") + stage["x"]
            for lon in (west, east)
        )
        if lang == "en":
            assert last < tools["x"]
        else:
            assert first > tools["x"] + tools["width"], "the tools are at the other side"


def test_a_place_of_some_extent_is_its_outline_and_named_on_it(show: Show, strain: Path) -> None:
    page = show_at(show, strain, "wide")
    settle(page, "2000-06-05")
    name = page.locator(".cm-place.is-wide .cm-label", has_text="The closed zone").bounding_box()
    (zone,) = boxes(page, ".cm-area.is-extent")
    away = math.dist(
        (name["x"] + name["width"] / 2, name["y"] + name["height"] / 2),
        (zone["x"] + zone["width"] / 2, zone["y"] + zone["height"] / 2),
    )
    assert away > 0.4 * zone["width"], "a name in its middle would be a point"
    assert page.locator(".cm-rim").count() == 0, "it is all of it, not somewhere in it"


def test_among_many_places_too_an_outline_is_named_where_it_is_in_sight(
    show: Show, tmp_path: Path
) -> None:
    heading, *places = TABLES["places"]
    many = [[f"p{n}", f"P {n}", "", "village", 47 + n / 100, 12, 1, "certain", "book"]
            for n in range(160)]  # fmt: skip
    tables = {**TABLES, "places": [heading, *places, *many]}
    file = tmp_path / "player.html"
    file.write_text(campaign_document(load_campaign(write_folder(tmp_path, HEAD, tables))), "utf-8")
    page = show(file)
    # The zone's northern edge, 25 km from its middle, which is off.
    page.evaluate("location.hash = 'day=2000-06-05&at=48.26,10,11.5'")
    page.wait_for_function("campaignPlayer.day === '2000-06-05'")
    wait_settled(page)
    (stage,) = boxes(page, ".folium-map")
    (name,) = boxes(page, ".cm-place.is-wide .cm-label:not(.is-hidden)")
    assert overlap(name, stage) == pytest.approx(name["width"] * name["height"])


def test_the_third_side_is_told_apart_where_lines_are_thin(show: Show, mersad_file: Path) -> None:
    page = show(mersad_file)
    dashes = """(side, kind = "is-unsure cm-core") => {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "path");
      svg.setAttribute("class", `cm-way ${kind} cm-of-${side}`);
      document.querySelector(".cm-patterns").append(svg);
      const band = svg.cloneNode();
      band.setAttribute("class", `cm-band cm-today cm-of-${side}`);
      svg.after(band);
      const look = [getComputedStyle(svg).strokeDasharray, getComputedStyle(band).stroke];
      svg.remove();
      band.remove();
      return look;
    }"""
    first, third, fourth = (page.evaluate(dashes, side) for side in ("mek", "iraq", "residents"))
    assert len({first[0], third[0], fourth[0]}) == 3
    assert "cm-pattern-today-iraq" in third[1] and "url" not in first[1]
    look = f"side => ({dashes})(side, 'is-planned cm-today')[0]"
    plans = {page.evaluate(look, side) for side in ("mek", "iran", "iraq", "residents")}
    assert len(plans) == 4


def test_nothing_is_lost_of_a_crowded_day(show: Show, strain: Path) -> None:
    page = show_at(show, strain, "wide")
    settle(page, "2000-06-02")
    titles = page.locator(".cm-claim-title").all_text_contents()
    assert {f"Battle number {number}" for number in range(1, 13)} <= set(titles)
    assert "A speech of which no day is known" in titles
    assert page.locator(".cm-place .cm-more", has_text="+8").count() == 1


def test_a_long_campaign_keeps_room_between_its_days(show: Show, tmp_path: Path) -> None:
    head = HEAD.replace("2000-06-05", "2000-11-21")
    file = tmp_path / "player.html"
    campaign = load_campaign(write_folder(tmp_path, head, TABLES))
    file.write_text(campaign_document(campaign), encoding="utf-8")
    assert len(campaign.calendar) == 174
    for size in SIZES:
        page = show_at(show, file, size)
        labels = boxes(page, ".cm-stop:not(.is-bare) .cm-number")
        assert 3 <= len(labels) <= 40
        assert all(overlap(one, other) < 1 for one, other in combinations(labels, 2))
        assert boxes(page, ".cm-stop:not(.is-bare) .cm-month")
        page.locator("[role=slider]").focus()
        page.keyboard.press("ArrowRight")
        assert page.evaluate("campaignPlayer.day") == "2000-06-02"
        page.keyboard.press("PageUp")
        assert page.evaluate("campaignPlayer.day") == "2000-06-09"


@pytest.mark.parametrize(("size", "scheme"), [("wide", "dark"), ("phone", "light")])
def test_axe_finds_nothing_in_the_player(
    show: Show, mersad_file: Path, size: str, scheme: str
) -> None:
    page = show_at(show, mersad_file, size, color_scheme=scheme)
    settle(page, "1988-07-26")
    page.evaluate("campaignPlayer.select('events/border-crossing')")
    page.locator(".cm-legend summary").first.click()
    page.evaluate("document.querySelector('.cm-range-menu').open = true")
    page.locator(".cm-window-button").evaluate("one => one.click()")
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


def test_the_legend_filters_and_counts_what_it_hides(show: Show, mersad_file: Path) -> None:
    page = show_at(show, mersad_file, "wide")
    settle(page, "1988-07-26")
    page.locator(".cm-legend summary").first.click()
    page.get_by_label("Iraq", exact=True).uncheck()
    assert page.evaluate("campaignPlayer.state.hide") == "side:iraq"
    assert page.locator(".cm-more[data-rows~='events/zardeh-chemical']").count() == 0
    assert "hidden" in page.locator(".cm-legend summary").first.text_content()
    page.get_by_role("button", name="Show everything").click()
    assert page.evaluate("campaignPlayer.state.hide") == ""
    assert page.locator(".cm-more[data-rows~='events/zardeh-chemical']").count() > 0
