"""The desk in a real browser: by keyboard, beside its map, and left only when all is saved."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mapping.editing.history import begin_edit
from mapping.editing.kept_work import Work, pack_work
from mapping.format.campaign import load_campaign
from mapping.intake.starter import bare_files
from tests.conftest import run_app
from tests.folders import Folder
from tests.player import OpenPage, wait_in
from tests.test_app import frame_of
from tests.test_design import RULES
from tests.test_desk_map import PRESS_AS_THE_MAP_SETTLES

ASKS = """() => {
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}"""


APART = """() => {
  const save = [...document.querySelectorAll("button")].find((one) => one.textContent === "Save");
  const pen = document.createElement("canvas").getContext("2d");
  const seen = (colours) => {
    for (const colour of colours) {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const style = getComputedStyle(save);
  const page = getComputedStyle(document.querySelector(".stApp"));
  const under = [page.backgroundColor, style.backgroundColor];
  const [ground, ink] = [seen(under), seen([...under, style.color])];
  return Math.max(...ink.map((part, at) => Math.abs(part - ground[at])));
}"""
"""How far the letters of the button are from what is under them, of 255."""
GROUND = "[...document.querySelectorAll('.ground-land')].map((one) => one.getAttribute('d'))"
ROW = 33.0
"""How tall a row of the table is, in pixels."""
KEEP = "kept => sessionStorage.setItem(`campaign-desk ${location.pathname}`, kept)"
KEY_MS = 40
"""As fast as a person types: what comes at once, with the key that ends it, the table drops."""


class Desk(NamedTuple):
    """A desk that runs, and the folder that it saves into."""

    url: str
    folder: Path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over the tiny campaign."""
    folder = Folder().write(tmp_path_factory.mktemp("desk") / "tiny")
    with run_app(folder, script="mapping/page/desk_script.py") as url:
        yield Desk(url, folder)


@pytest.fixture
def desk(running: Desk) -> Desk:
    """The same with the folder as it was at first, and nothing that is not saved."""
    shutil.rmtree(running.folder)
    Folder().write(running.folder)
    return running


def type_into(page: Any, x: float, y: float, text: str) -> None:
    """Open a cell of a table with the keyboard and type into it.

    One press may come before the table listens, or while it is being laid out.
    """
    field = page.locator("#portal").locator("input, textarea").first
    for _ in range(5):
        page.mouse.click(x, y)
        page.keyboard.press("Enter")
        with suppress(AssertionError):
            expect(field).to_be_focused(timeout=2_000)
            page.keyboard.press("Control+A")
            page.keyboard.type(text, delay=KEY_MS)
            expect(field).to_have_value(text, timeout=2_000)
            return
        page.keyboard.press("Escape")
    pytest.fail(f"no cell takes {text}")


def test_a_cell_is_typed_and_the_map_keeps_its_day(page: Any, desk: Desk) -> None:
    page.goto(desk.url)
    page.get_by_role("button", name="Add this claim").wait_for()
    frame_of(page).evaluate("window.campaignPlayer.seek('1988-07-25'); window.isFirst = true")
    ground = frame_of(page).evaluate(GROUND)
    assert ground
    assert not page.evaluate(ASKS)
    page.get_by_role("radio", name="Tables").click()
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    table = page.locator("[data-testid=stDataFrame]").bounding_box()
    # The second row's kind: the cell is chosen, opened, and left with the keyboard.
    type_into(page, table["x"] + 230, table["y"] + 2.5 * ROW, "press")
    page.keyboard.press("Enter")
    page.locator("header", has_text="1 change, not saved").wait_for()
    # A new row: its first cell is taken while the next one is typed, which stays.
    page.mouse.click(table["x"] + 330, table["y"] + 3.5 * ROW)
    field = page.locator("#portal").locator("input, textarea").first
    expect(field).to_be_focused()
    page.keyboard.type("A letter", delay=KEY_MS)
    page.keyboard.press("Tab")
    expect(field).to_have_count(0)
    type_into(page, table["x"] + 230, table["y"] + 3.5 * ROW, "book")
    page.locator("header", has_text="2 changes, not saved").wait_for()
    expect(field).to_have_value("book")
    page.keyboard.press("Enter")
    page.locator("header", has_text="3 changes, not saved").wait_for()
    assert page.evaluate(ASKS), "whoever leaves now is asked"
    frame = frame_of(page)
    wait_in(frame, "window.campaignPlayer.day === '1988-07-25'")
    page.get_by_role("radio", name="Campaign").click()
    page.get_by_role("textbox", name="Name").first.fill("The gray side")
    page.keyboard.press("Enter")
    wait_in(frame, "document.querySelector('.cm-legend').textContent.includes('The gray side')")
    assert frame.evaluate("window.isFirst && window.campaignPlayer.day") == "1988-07-25"
    assert frame.locator(".leaflet-control-attribution").count() == 1, "credits are kept"
    assert frame.evaluate(GROUND) == ground, "the ground is kept"
    names = frame.locator(".cm-country").all_inner_texts()
    assert names and len(names) == len(set(names)), "the player before draws no more"
    page.get_by_role("button", name="Save").click()
    page.locator("header", has_text="4 changes, saved").wait_for()
    sources = load_campaign(desk.folder).sources
    assert sources["atlas"].kind == "press"
    assert sources["a-letter"].kind == "book"
    page.wait_for_function(f"() => !({ASKS})()")


def test_the_desk_can_be_used_by_everybody(page: Any, desk: Desk) -> None:
    page.goto(desk.url)
    for part, shown in (("One claim", "Add this claim"), ("Campaign", "Set these")):
        page.get_by_role("radio", name=part).click()
        page.get_by_role("button", name=shown).wait_for()
        found = Axe().run(page, options={"runOnly": RULES})
        assert [one["id"] for one in found.response["violations"]] == []
    # axe leaves out what is disabled; it is still to be read.
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
        expect(page.get_by_role("button", name="Save")).to_be_disabled()
        page.wait_for_function(f"() => ({APART})() > 40")


@pytest.mark.rest
def test_a_place_is_pressed_doubted_and_dragged_on_the_map(page: Any, desk: Desk) -> None:
    page.goto(desk.url)
    point, km = page.get_by_label("Where: latitude, longitude"), page.get_by_label("Km off")
    frame = page.frame_locator("iframe").first
    frame.locator(".cm-sketch-bar").wait_for()
    where = page.locator("iframe").first.bounding_box()
    page.mouse.click(where["x"] + 330, where["y"] + 200)
    spot = frame.locator(".cm-sketch-spot").first
    frame.locator(".cm-sketch-pin").wait_for()
    point.wait_for()
    first = point.input_value()
    assert frame.locator(".cm-sketch-bar").is_hidden(), "nothing more is asked"
    spot.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    expect(km).to_have_value("6.30")
    lat, lon = map(float, point.input_value().split(","))
    assert lat == pytest.approx(float(first.split(",")[0]), abs=0.01)
    assert lon > float(first.split(",")[1])
    # A place of the campaign moves in its table.
    page.get_by_role("combobox", name="Where").first.click()
    page.get_by_role("option", name="Birch").click()
    expect(frame.locator(".cm-sketch-name")).to_have_text("Birch")
    spot.focus()
    page.keyboard.press("ArrowUp")
    page.locator("header", has_text="1 change, not saved").wait_for()
    page.get_by_role("button", name="Save").click()
    page.locator("header", has_text="1 change, saved").wait_for()
    assert load_campaign(desk.folder).places["birch"].found_by == "placed on the map by hand"
    # What the player still has to tell needs a server.
    page.goto("about:blank")


@pytest.mark.rest
def test_a_desk_of_ones_own_is_there_again_when_the_page_is_loaded_anew(
    app_url: str, open_page: OpenPage
) -> None:
    page = open_page(accept_downloads=True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(app_url)
    page.get_by_role("button", name="Make a campaign").click()
    title = page.get_by_label("What it is called")
    title.wait_for()
    page.wait_for_url("**desk=*")
    # The browser's own way back and forth.
    page.go_back()
    page.frame_locator("iframe").first.get_by_role("slider").first.wait_for()
    assert "desk" not in page.url
    page.go_forward()
    title.wait_for()
    said = {
        "What it is called": "Natal", "First day": "12 October 1899", "Last day": "31 March 1900",
        "One side": "British", "The other side": "Boers",
    }  # fmt: skip
    for label, words in said.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("radio", name="From a text").click()
    page.get_by_label("or the text itself").fill("On 22 October 1899 the British left Dundee.")
    page.get_by_label("What the text calls British").fill("the British")
    page.get_by_role("button", name="Read the text").click()
    page.get_by_role("button", name="Accept").click()
    taken = page.get_by_text("1 taken in")
    taken.wait_for()
    page.reload()
    taken.wait_for()
    page.get_by_text("is here again").wait_for()
    # Away from the desk it is offered.
    page.get_by_role("button", name="Back to the campaigns").click()
    page.wait_for_url(lambda url: "desk" not in url)
    page.reload()
    page.get_by_role("button", name="Back to your desk").first.click()
    taken.wait_for()
    page.wait_for_url("**desk=*")
    # What a stranger has put there leads nowhere, and what cannot be read is said.
    files = bare_files("Natal", "1899-10-12", "1900-03-31", ("British", "Boers"))
    head = files["campaign.toml"].replace(b'id = "natal"', b'id = "../../natal"')
    hostile = Work(begin_edit({**files, "campaign.toml": head}), {"text-review": {"asked": 5}})
    page.evaluate(KEEP, f"../..\n{pack_work(hostile)}")
    page.reload()
    page.get_by_role("heading", name="campaign", exact=True).wait_for()
    button = page.get_by_role("button", name="Download", exact=True)
    with page.expect_download() as download:
        button.press("Enter")
    assert download.value.suggested_filename == "campaign.zip"
    expect(button).to_be_focused()
    page.evaluate(KEEP, "natal\nAAAA")
    page.reload()
    page.get_by_text("cannot be read any more").wait_for()


@pytest.mark.rest
def test_the_desk_opens_and_is_left_though_the_map_settles_at_that_moment(
    app_url: str, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(app_url)
    slider = page.frame_locator("iframe").first.get_by_role("slider").first
    slider.wait_for()
    rests = page.locator("[data-test-script-state=notRunning]")
    title = page.get_by_label("What it is called")
    way = page.get_by_role("button", name="Make a campaign")
    way.wait_for()
    rests.wait_for()
    way.evaluate(PRESS_AS_THE_MAP_SETTLES, False)
    slider.press("ArrowRight")
    title.wait_for()
    page.wait_for_url("**desk=*")
    rests.wait_for()
    expect(title).to_be_visible()
