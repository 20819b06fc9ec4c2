"""The ground as a reader meets it: names of countries, online tiles on request, whom it is owed."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mapping.format.campaign import Campaign, load_campaign
from mapping.player import campaign_document
from tests.conftest import OUTSIDE, PATIENCE_MS
from tests.folders import Folder, write_broken
from tests.player import MAP, WIDE, Show, settle

UNREACHABLE = "The online map cannot be reached; the built-in one stays."
LAND, WATER, TILE = (0xEF, 0xED, 0xE4), (0xCF, 0xDC, 0xE4), (200, 40, 160)
HOSTS = {
    "OpenStreetMap": "tile.openstreetmap.de",
    "OpenTopoMap": "tile.opentopomap.org",
    "Satellite": "server.arcgisonline.com",
}


def start(page: Any, file: Path) -> Any:
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    page.keyboard.press("Shift")
    return page


# --- online tiles --------------------------------------------------------------------------


@pytest.fixture
def online(chromium: Any) -> Iterator[Callable[..., tuple[Any, list[str]]]]:
    """A page for which tile servers answer with one colour, or not at all; and what was asked."""
    buffer = io.BytesIO()
    Image.new("RGB", (256, 256), TILE).save(buffer, "PNG")
    contexts = []

    def open_one(reachable: bool) -> tuple[Any, list[str]]:
        context = chromium.new_context(
            bypass_csp=True,
            viewport={"width": 1280, "height": 800},
            reduced_motion="reduce",
            color_scheme="light",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        asked: list[str] = []

        def answer(route: Any) -> None:
            asked.append(route.request.url)
            if reachable:
                route.fulfill(body=buffer.getvalue(), content_type="image/png")
            else:
                route.abort()

        context.route(OUTSIDE, answer)
        return context.new_page(), asked

    yield open_one
    for context in contexts:
        context.close()


def open_legend(page: Any) -> None:
    page.locator(".cm-legend summary").first.click()


def choose(page: Any, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_nothing_is_asked_before_a_reader_picks_and_the_choice_says_so(
    show: Show,
) -> None:
    page = show()
    open_legend(page)
    buttons = page.locator(".cm-ground")
    assert buttons.count() == 4
    assert buttons.first.get_attribute("aria-pressed") == "true"
    assert "internet" in page.locator(".cm-ground-note").text_content()
    buttons.first.focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
    settle(page, "1988-07-27")
    assert page.locator(".cm-tiles").count() == 0


def test_picked_tiles_come_from_their_server_and_lie_below_the_movements(
    online: Callable[..., tuple[Any, list[str]]], mersad_file: Path
) -> None:
    page, asked = online(reachable=True)
    start(page, mersad_file)
    settle(page, "1988-07-26")
    assert asked == []
    open_legend(page)
    for name, host in HOSTS.items():
        asked.clear()
        choose(page, name)
        page.wait_for_function("document.querySelectorAll('.leaflet-tile-loaded').length > 3")
        page.wait_for_function("!document.querySelector('.leaflet-tile:not(.leaflet-tile-loaded)')")
        assert asked and all(f"{host}/" in url for url in asked)
    credit = page.locator(".leaflet-control-attribution")
    assert "Esri" in credit.text_content() and "GeoNames" in credit.text_content()
    choose(page, "OpenTopoMap")
    page.wait_for_function(
        """() => {
          const tiles = [...document.querySelectorAll('.leaflet-tile')];
          return tiles.length > 3 && tiles.every((tile) => getComputedStyle(tile).opacity === '1');
        }"""
    )
    assert credit.locator("a[href='https://opentopomap.org']").count() == 1
    open_legend(page)
    # A screen may show the last picture of a tile's fading a moment after it has ended.
    assert any(colour_at(page, 600, 600) == TILE for _ in range(20))
    head = page.locator(".cm-force .cm-symbol").first.bounding_box()
    assert colour_at(page, head["x"] + head["width"] / 2, head["y"] + head["height"] / 2) != TILE
    assert page.locator(".ground-land").count() > 0
    assert "ground" not in page.evaluate("Object.keys(campaignPlayer.state).join()")
    open_legend(page)
    choose(page, "Built in")
    assert page.locator(".cm-tiles").count() == 0
    assert "OpenTopoMap" not in credit.text_content()


def test_tiles_that_cannot_be_had_leave_one_note_and_the_built_in_ground(
    online: Callable[..., tuple[Any, list[str]]], mersad_file: Path
) -> None:
    page, asked = online(reachable=False)
    start(page, mersad_file)
    open_legend(page)
    choose(page, "OpenStreetMap")
    note = page.locator(".cm-note")
    note.wait_for()
    assert note.all_text_contents() == [UNREACHABLE]
    assert page.locator("p.cm-live").text_content() == UNREACHABLE
    assert page.locator(".leaflet-tile, .cm-tiles").count() == 0
    assert page.locator(".cm-ground").first.get_attribute("aria-pressed") == "true"
    number = len(asked)
    page.evaluate(f"() => {{ {MAP}.panBy([300, 200], {{ animate: false }}); }}")
    page.keyboard.press("Shift")
    assert note.count() == 0
    assert len(asked) == number > 0
    open_legend(page)
    assert colour_at(page, 600, 600) != TILE
    assert page.locator(".ground-border").count() > 0


def test_tiles_come_in_a_sandboxed_frame_too(
    online: Callable[..., tuple[Any, list[str]]], mersad_file: Path, tmp_path: Path
) -> None:
    document = escape(mersad_file.read_text(encoding="utf-8"), quote=True)
    host = tmp_path / "host.html"
    host.write_text(
        '<!DOCTYPE html><meta charset="utf-8"><iframe style="width:1000px;height:700px" '
        f'sandbox="allow-scripts allow-popups allow-downloads" srcdoc="{document}"></iframe>',
        encoding="utf-8",
    )
    page, asked = online(reachable=True)
    page.goto(host.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator(".cm-legend summary").first.click()
    assert asked == []
    frame.get_by_role("button", name="Satellite").click()
    frame.locator(".leaflet-tile-loaded").first.wait_for(state="attached")
    assert {url.split("/")[2] for url in asked} == {"server.arcgisonline.com"}


def colour_at(page: Any, x: float, y: float) -> tuple[int, ...]:
    with Image.open(io.BytesIO(page.screenshot())) as image:
        pixel: tuple[int, ...] = image.convert("RGB").getpixel((int(x), int(y)))
        return pixel


# --- names of countries --------------------------------------------------------------------


def centres(page: Any) -> dict[str, tuple[float, float]]:
    """Where each name of a country stands: latitude and longitude of its middle."""
    found = page.evaluate(
        f"""() => [...document.querySelectorAll('.cm-country')].map((node) => {{
          const box = node.getBoundingClientRect();
          const base = {MAP}.getContainer().getBoundingClientRect();
          const x = (box.left + box.right) / 2 - base.left;
          const y = (box.top + box.bottom) / 2 - base.top;
          const at = {MAP}.containerPointToLatLng([x, y]);
          return [node.textContent, [at.lat, at.lng]];
        }})"""
    )
    return {name: tuple(at) for name, at in found}


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_iran_and_iraq_are_named_on_their_side_of_the_border(
    show: Show, size: tuple[int, int]
) -> None:
    page = show(viewport={"width": size[0], "height": size[1]})
    for day in ("1988-07-22", "1988-07-26"):
        settle(page, day)
        found = centres(page)
        assert set(found) == {"Iran", "Iraq"}, day
        # Between Khanaqin and Qasr-e Shirin the border runs near 45.5 east, and further in both
        # directions: a name must stand clear of it.
        assert found["Iraq"][1] < found["Iran"][1] - 0.2
        assert found["Iran"][1] > 45.6
        assert found["Iraq"][1] < 45.9
        assert overlaps(page) == []
    page.evaluate("campaignPlayer.speak('fa')")
    page.wait_for_function("document.querySelector('.cm-country').lang === 'fa'")
    assert set(centres(page)) == {"ایران", "عراق"}


def overlaps(page: Any) -> list[str]:
    """Labels and symbols over which a name of a country stands."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.cm-country')].flatMap((node) => {
          const a = node.getBoundingClientRect();
          const over = '.cm-label:not(.is-hidden), .cm-title, .cm-tools, .cm-legend, .cm-arrow';
          return [...document.querySelectorAll(over)].filter((other) => {
            const b = other.getBoundingClientRect();
            return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
          }).map((other) => `${node.textContent} ${other.textContent}`);
        })"""
    )
    return found


WORLD = {
    "Fiji": ("[[-20, 176.0], [-15.5, -178.0]]", (-17.8, 177.9), (-16.8, -179.95), {"Fiji"}),
    "Patagonia": (
        "[[-53, -77], [-45, -64]]",
        (-51.0, -71.0),
        (-46.5, -71.7),
        {"Argentina", "Chile"},
    ),
    "Russia": ("[[45, 25], [72, -165]]", (55.75, 37.6), (66.0, -172.0), {"Russia", "Kazakhstan"}),
}
SEAS = {"Fiji": (-19.5, -179.0), "Patagonia": (-48.5, -65.0), "Russia": (58.0, 170.0)}


@pytest.mark.parametrize("name", WORLD)
def test_a_campaign_anywhere_shows_land_water_and_countries_at_once(
    show: Show, tmp_path: Path, name: str
) -> None:
    bounds, one, other, countries = WORLD[name]

    def move(folder: Folder) -> None:
        folder.head = folder.head.replace("[[33.9, 45.9], [34.6, 47.1]]", bounds)
        for row, (lat, lon) in ((2, one), (3, other), (4, one)):
            folder.set("places", row, "lat", str(lat))
            folder.set("places", row, "lon", str(lon))
        for row in range(2, 6):
            folder.set("waypoints", row, "route_id", "")
            folder.set("waypoints", row, "basis", "")
        folder.set("waypoints", 3, "lat", str(one[0]))
        folder.set("waypoints", 3, "lon", str(one[1]))
        # No chart under the time bar: it would take height from the map, and a name its room.
        del folder.tables["series"]

    file = tmp_path / "player.html"
    campaign = load_campaign(write_broken(tmp_path / "campaign", move))
    file.write_text(campaign_document(campaign), encoding="utf-8")
    page = show(file)
    assert countries <= set(centres(page))
    assert shade_near(page, *one, LAND) and shade_near(page, *SEAS[name], WATER)
    # The last place lies near the antimeridian in two of them, and its land beyond it.
    assert shade_near(page, *other, LAND)


def shade_near(page: Any, lat: float, lon: float, colour: tuple[int, ...]) -> bool:
    """Whether a colour of the ground is what the map mostly shows around a point."""
    x, y = page.evaluate(
        f"""([lat, lon]) => {{
          const middle = {MAP}.getCenter().lng;
          while (lon < middle - 180) lon += 360;
          const point = {MAP}.latLngToContainerPoint([lat, lon]);
          return [point.x, point.y];
        }}""",
        [lat, lon],
    )
    with Image.open(io.BytesIO(page.screenshot())) as image:
        pixels = np.asarray(image.convert("RGB"), dtype=int)
    around = pixels[max(0, int(y) - 14) : int(y) + 15, max(0, int(x) - 14) : int(x) + 15]
    near = np.abs(around - np.array(colour)).max(axis=-1) <= 3
    return bool(near.mean() > 0.2)


# --- places that may lie elsewhere ---------------------------------------------------------


AREAS = ("zardeh", "chaharzebar", "hassanabad")


def test_estimated_places_are_areas_of_their_radius_at_every_zoom(
    show: Show, mersad: Campaign
) -> None:
    page = show()
    places = [place for name, place in mersad.places.items() if name.startswith(AREAS)]
    places = [place for place in places if place.point and place.certainty != "certain"]
    assert {place.place_id.partition("-")[0] for place in places} == set(AREAS)
    points = [place.point for place in places]
    found = page.evaluate(DRAWN_AREAS, points)
    for zoom, widths in zip(range(5, 16), found, strict=True):
        for place, width in zip(places, widths, strict=True):
            assert place.point is not None and place.radius_km is not None
            metres = 156543.03392 * math.cos(math.radians(place.point[0])) / 2**zoom
            assert width is not None, f"{place.place_id} is no area at zoom {zoom}"
            # Leaflet draws whole pixels, and at least one.
            expected = max(1000 * place.radius_km / metres, 1)
            assert abs(width / 2 - expected) <= max(1.0, 0.005 * expected), (
                f"{place.place_id} at zoom {zoom}"
            )


DRAWN_AREAS = f"""(points) => [...Array(11).keys()].map((number) => {{
  const map = {MAP};
  map.setView(points[0], 5 + number, {{ animate: false }});
  return points.map((point) => {{
    const isSeen = map.getBounds().pad(-0.3).contains(point);
    if (!isSeen) map.setView(point, 5 + number, {{ animate: false }});
    const at = map.latLngToLayerPoint(point);
    const areas = [...document.querySelectorAll('.cm-area:not(.is-extent)')];
    const mine = areas.map((node) => node.getBBox()).filter((box) =>
      Math.hypot(box.x + box.width / 2 - at.x, box.y + box.height / 2 - at.y) < 1.5);
    return mine.length ? Math.max(...mine.map((box) => box.width)) : null;
  }});
}})"""


# --- whom the ground is owed to ------------------------------------------------------------


def test_every_source_can_be_read_on_a_phone(show: Show) -> None:
    page = show(viewport={"width": 390, "height": 844})
    line = page.locator(".leaflet-control-attribution")
    assert line.evaluate("node => node.scrollWidth > node.clientWidth")
    button = page.get_by_role("button", name="Sources of the map")
    assert button.get_attribute("aria-expanded") == "false"
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert line.evaluate("node => node.scrollWidth <= node.clientWidth")
    for source in ("OpenStreetMap", "GSHHG", "GLOBE", "GeoNames"):
        assert source in line.text_content()
    box = line.bounding_box()
    legend = page.locator(".cm-legend").bounding_box()
    assert box["x"] + box["width"] <= 390 and box["y"] > 100
    assert legend["x"] + legend["width"] <= box["x"]
    button.click()
    assert line.bounding_box()["height"] < 24


def test_the_line_is_whole_where_there_is_room_and_the_legend_has_the_border(
    show: Show,
) -> None:
    page = show()
    line = page.locator(".leaflet-control-attribution")
    assert line.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    assert not page.get_by_role("button", name="Sources of the map").is_visible()
    open_legend(page)
    assert "today's border" in page.locator(".cm-legend li").all_text_contents()
    assert page.locator(".cm-border-sign").is_visible()


# --- the ground's own names and lines --------------------------------------------------------


def test_names_stand_along_their_axes_and_on_nothing_else(show: Show) -> None:
    page = show(viewport=WIDE)
    page.evaluate(f"void {MAP}.setView([34.3, 46.3], 9, {{ animate: false }})")
    page.wait_for_function("document.querySelectorAll('.cm-axis').length >= 3")
    turns = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.cm-axis')].map((node) =>
          [node.textContent, Number(node.style.transform.match(/rotate\\((.*)deg/)[1])]))"""
    )
    # The Zagros falls to the south-east, the Sirvan flows to the south-west.
    assert 20 < turns["Zagros"] < 70
    assert -70 < turns["Sirvan / Diyala"] < -20
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.cm-axis')).fontStyle") == "italic"
    )


def test_a_close_view_shows_where_it_is_and_says_when_it_is_too_close(show: Show) -> None:
    page = show(viewport=WIDE)
    inset, note = page.locator(".cm-locator"), page.locator(".cm-coarse")
    page.evaluate(f"void {MAP}.setView([34.3, 46.3], 8, {{ animate: false }})")
    inset.wait_for(state="hidden")
    # What it takes is read when it is first asked for, beside all else: no view waits for it.
    picture = "document.querySelector('.cm-locator img')"
    asked = page.evaluate(
        f"""() => {{
          {MAP}.setView([34.2, 46.6], 12, {{ animate: false }});
          return document.querySelector(".cm-locator").hidden;
        }}"""
    )
    assert asked
    inset.wait_for(state="visible")
    assert page.evaluate(f"{picture}.naturalWidth") > 0
    painted = page.evaluate(f"{picture}.src")
    page.evaluate(f"void {MAP}.setView([34.2, 46.7], 12, {{ animate: false }})")
    assert inset.is_visible() and page.evaluate(f"{picture}.src") == painted
    assert note.text_content() == ""
    frame, whole = (
        page.locator(one).bounding_box() for one in (".cm-locator-frame", ".cm-locator")
    )
    assert whole["x"] <= frame["x"] and frame["x"] + frame["width"] <= whole["x"] + whole["width"]
    assert whole["y"] <= frame["y"] and frame["y"] + frame["height"] <= whole["y"] + whole["height"]
    page.evaluate(f"void {MAP}.setView([34.2, 46.6], 14, {{ animate: false }})")
    page.wait_for_function("document.querySelector('.cm-coarse').textContent !== ''")


def test_the_small_map_has_the_border_also_within_the_campaigns_own_ground(show: Show) -> None:
    page = show(viewport=WIDE)
    page.evaluate("document.documentElement.style.setProperty('--ground-border', '#f00')")
    # In other colours it is painted anew.
    page.evaluate("document.documentElement.style.setProperty('--ground-land', '#eee')")
    page.evaluate(f"void {MAP}.setView([34.2, 46.6], 12, {{ animate: false }})")
    page.locator(".cm-locator").wait_for(state="visible")
    reds = page.evaluate(
        """async () => {
          const picture = document.querySelector(".cm-locator img");
          await picture.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
          const context = canvas.getContext("2d");
          context.drawImage(picture, 0, 0);
          const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
          return data.filter((red, at) => at % 4 === 0 && red > data[at + 1] + 80).length;
        }"""
    )
    assert reds > 50


def test_the_road_lies_beneath_from_the_first_day_and_the_legend_says_how_it_is_known(
    show: Show,
) -> None:
    page = show(viewport=WIDE)
    settle(page, "1988-07-22")
    assert page.locator(".ground-road-line.ground-road-terrain").count() >= 10
    pane, lines = (
        page.evaluate(f"Number({MAP}.getPane({name!r}).style.zIndex)")
        for name in ("ground-roads", "cm-lines")
    )
    assert pane < lines
    open_legend(page)
    assert page.get_by_text("the road, computed").is_visible()
