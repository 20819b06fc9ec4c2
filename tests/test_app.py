"""The page in a real browser: Streamlit, the bridge and the player together."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from mapping.checks import check_campaign
from tests.conftest import Watch, new_page
from tests.folders import write_broken
from tests.player import wait_in
from tests.test_design import RULES

MERSAD = Path(__file__).parent.parent / "data" / "mersad-1988"
RUSSIA = MERSAD.parent / "russia-1812"
RERUN_BYTES = 8_000
StartApp = Callable[..., str]
DAYS = ("1988-07-23", "1988-07-26", "1988-07-27")


def frame_of(page: Any) -> Any:
    """The player's frame, once the map is in it."""
    page.frame_locator("iframe").locator(".leaflet-container").first.wait_for()
    handle = page.locator("iframe").element_handle()
    frame = handle.content_frame()
    wait_in(frame, "window.campaignPlayer !== undefined")
    return frame


def seek(page: Any, frame: Any, day: str) -> None:
    """Take the player to a day as its slider does, and wait until the page has followed."""
    frame.evaluate("day => window.campaignPlayer.seek(day)", day)
    page.wait_for_url(f"**day={day}*")
    heading(page, day)


def heading(page: Any, day: str) -> None:
    """Wait until the tables are those of a day in July 1988."""
    page.locator(".day h2", has_text=f" {int(day[-2:])} July 1988").wait_for()


@pytest.mark.main
def test_the_page_has_one_slider_in_a_frame_that_is_shut_off(page: Any, app_url: str) -> None:
    page.goto(app_url)
    frame = frame_of(page)
    page.locator(".day h2").wait_for()
    assert sum(one.locator("[role=slider]").count() for one in page.frames) == 1
    sandbox = page.locator("iframe").get_attribute("sandbox")
    assert "allow-same-origin" not in sandbox
    assert "day by day" in page.locator("iframe").get_attribute("title")
    reach = "() => { try { return String(parent.document) } catch (error) { return error.name } }"
    assert frame.evaluate(reach) == "SecurityError"


def test_the_address_restores_what_was_shown_and_follows_it(page: Any, app_url: str) -> None:
    shown = "day=1988-07-27&select=events/block-chaharzebar&compare=iranian-sources"
    page.goto(f"{app_url}/?{shown}")
    frame = frame_of(page)
    wait_in(frame, "campaignPlayer.day === '1988-07-27'")
    wait_in(frame, "campaignPlayer.state.select === 'events/block-chaharzebar'")
    wait_in(frame, "campaignPlayer.state.compare === 'iranian-sources'")
    page.locator(".day h2", has_text="27 July 1988").nth(1).wait_for()
    assert page.locator(".day").count() == 2 and "day=1988-07-27" in page.url
    frame.evaluate("window.campaignPlayer.select('events/zardeh-chemical')")
    page.wait_for_url("**select=events%2Fzardeh-chemical*")
    frame.get_by_label("Account", exact=True).select_option("mek")
    page.wait_for_url("**account=mek*")


@pytest.mark.main
def test_the_address_and_the_tables_follow_the_player(page: Any, app_url: str) -> None:
    received: list[int] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: received.append(len(data))))
    page.goto(f"{app_url}/?day=1988-07-22")
    frame = frame_of(page)
    heading(page, "1988-07-22")
    # Of its own accord the page says which campaign it is.
    page.wait_for_url("**?campaign=*&day=*")
    assert max(received) > 100_000
    frame.evaluate("window.mark = 'the same frame'")
    steps = page.evaluate("history.length")
    received.clear()
    seek(page, frame, DAYS[0])
    assert 0 < sum(received) < RERUN_BYTES, "a rerun sends little"
    for day in DAYS[1:]:
        seek(page, frame, day)
    assert page.locator(".day table").first.inner_text().count("Chaharzebar") >= 1
    page.get_by_role("tab", name="Data").click()
    page.get_by_text("rows checked").wait_for()
    page.get_by_role("tab", name="This day").click()
    heading(page, DAYS[-1])
    assert frame.evaluate("window.mark") == "the same frame"
    assert frame.evaluate("window.campaignPlayer.day") == DAYS[-1]
    assert page.evaluate("history.length") == steps


def test_a_bad_address_is_a_short_note(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/?day=1988-09-01&select=events/none&account=%3Cb%3E")
    frame_of(page)
    notes = page.get_by_text("which is not in this campaign")
    notes.nth(2).wait_for()
    assert notes.count() == 3
    assert page.locator("[data-testid=stException]").count() == 0


@pytest.fixture(scope="module")
def opened_dark(chromium: Any, watching: Watch, app_url: str) -> Iterator[Any]:
    """The page as it opens in the dark scheme; what its frame is sent of schemes is kept in it."""
    with new_page(chromium, watching, color_scheme="dark") as page:
        page.add_init_script(
            "window.schemes = [];"
            "addEventListener('message', (event) =>"
            " event.data?.command === 'scheme' && window.schemes.push(event.data.scheme));"
        )
        page.goto(f"{app_url}/?day=1988-07-27")
        heading(page, "1988-07-27")
        yield page


@pytest.fixture
def dark(opened_dark: Any, watch: Watch) -> Any:
    """That page, for tests that leave it on its day and in its scheme."""
    return opened_dark


def test_the_player_takes_the_scheme_of_the_page(dark: Any) -> None:
    frame = frame_of(dark)
    wait_in(frame, "window.schemes.at(-1) === 'dark'")
    for scheme in ("light", "dark"):
        dark.emulate_media(color_scheme=scheme)
        wait_in(frame, f"window.schemes.at(-1) === '{scheme}'")


SIZES = ((1280, 800), (1024, 600), (390, 844), (320, 640), (844, 390), (640, 400))


def test_nothing_scrolls_sideways(dark: Any) -> None:
    page = dark
    frame_of(page)
    map_frame = page.locator("iframe").element_handle()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        # Turned sideways or read at twice its size, map, story and slider are in sight together.
        page.wait_for_function(
            """([one, height, lowest]) => {
              const box = one.getBoundingClientRect();
              return (box.height >= 0.8 * height || box.height === 560) && box.bottom <= lowest;
            }""",
            arg=[map_frame, height, height + 1],
        )
        # The way to a map of one's own is found, and takes no line of its own.
        way, frame = page.locator(".st-key-way button").bounding_box(), map_frame.bounding_box()
        assert 0 <= way["x"] <= width - way["width"] and way["y"] + way["height"] <= frame["y"] + 1
        assert frame["y"] < 60
        page.wait_for_function(
            "() => [document.documentElement, document.querySelector('[data-testid=stMain]')]"
            ".every((box) => box.scrollWidth <= box.clientWidth)"
        )


def test_a_broken_folder_says_what_the_check_says_and_may_break_again_while_it_is_read(
    start_app: StartApp, page: Any, tmp_path: Path
) -> None:
    """The last whole state stays, a line says so, and the tab Data what is wrong."""
    folder = write_broken(tmp_path / "tiny")
    events, head, away = folder / "events.csv", folder / "campaign.toml", tmp_path / "away"
    told, whole = events.read_text("utf-8"), head.read_bytes()
    events.write_text(told.replace("1988-07-24", "1988-07-32", 1), "utf-8")
    page.goto(start_app(folder))
    page.get_by_role("heading", name="This campaign cannot be drawn. Errors: 1").wait_for()
    assert page.locator("iframe").count() == 0
    for problem in check_campaign(folder):
        page.get_by_role("cell", name=problem.message, exact=True).first.wait_for()
    events.write_text(told, "utf-8")
    page.reload()
    frame_of(page)
    note = page.get_by_text("Map and tables show how they last were whole")
    # Half written, as a slow disk or an editor leaves it; the reader only opens another tab.
    head.write_bytes(whole[: len(whole) // 3])
    open_tab(page, "Claims")
    note.wait_for()
    head.write_bytes(b"\0" * 40)
    open_tab(page, "Data")
    page.locator(".problems", has_text="campaign.toml").wait_for()
    page.reload()
    frame_of(page)
    note.wait_for()
    head.write_bytes(whole)
    page.reload()
    frame_of(page)
    note.wait_for(state="detached")
    folder.rename(away)
    open_tab(page, "Data")
    page.locator(".problems", has_text="no such folder").wait_for()
    folder.write_text("a file in its place", encoding="utf-8")
    open_tab(page, "Places")
    cell(page, "Alder")
    note.wait_for()
    folder.unlink()
    away.rename(folder)
    page.reload()
    frame_of(page)
    note.wait_for(state="detached")
    assert page.locator("[data-testid=stException]").count() == 0


LOSE = """lost => {
  const app = document.querySelector("[data-test-connection-state]");
  app.dataset.testConnectionState = lost ? "PINGING_SERVER" : "CONNECTED";
}"""
ASK = """() => {
  const dialog = document.createElement("div");
  dialog.dataset.testid = "stDialog";
  dialog.innerHTML = "<section role=dialog><button aria-label=Close>x</button></section>";
  dialog.querySelector("button").onclick = () => dialog.remove();
  document.body.append(dialog);
}"""
"""As Streamlit does some seconds later."""


def test_without_its_server_the_map_goes_on_and_a_line_says_so(dark: Any) -> None:
    page = dark
    frame = frame_of(page)
    line = page.get_by_text("The server does not answer. The map goes on")
    assert not line.is_visible()
    page.evaluate(LOSE, True)
    line.wait_for()
    page.evaluate(ASK)
    page.get_by_role("dialog").wait_for(state="detached")
    frame.evaluate("campaignPlayer.seek('1988-07-26')")
    page.evaluate(LOSE, False)
    line.wait_for(state="hidden")
    heading(page, "1988-07-26")
    seek(page, frame, "1988-07-27")


def open_tab(page: Any, name: str) -> None:
    """Open a tab of the tables; one press may come before the page listens."""
    tab = page.get_by_role("tab", name=name)
    tab.wait_for()
    page.wait_for_function(
        "tab => tab.ariaSelected === 'true' || (tab.click(), false)",
        arg=tab.element_handle(),
        polling=500,
    )


def cell(page: Any, text: str) -> None:
    """Wait for a cell of a table."""
    page.locator("td", has_text=text).first.wait_for()


def test_another_campaign_can_be_chosen(start_app: StartApp, page: Any, tmp_path: Path) -> None:
    third = shutil.copytree(MERSAD, tmp_path / "third")
    head, title = third / "campaign.toml", "A third one of a very long title " * 5
    head.write_text(head.read_text("utf-8").replace("Operation Mersad", title), "utf-8")
    page.goto(f"{start_app(MERSAD, RUSSIA, third)}/?day=1988-07-27")
    frame = frame_of(page)
    wait_in(frame, "campaignPlayer.day === '1988-07-27'")
    # The title stands once: in the chooser.
    assert page.locator("h1").bounding_box()["width"] <= 1
    assert frame.locator(".cm-title h1").bounding_box()["width"] <= 1
    page.get_by_role("combobox", name="Campaign").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="Operation Mersad").wait_for()
    page.get_by_role("option", name="Napoleon's Russian campaign").wait_for()
    long = page.get_by_role("option", name="A third one")
    whole = "one => [one, one.firstElementChild].every((box) => box.scrollWidth <= box.clientWidth)"
    assert long.evaluate(whole)
    page.keyboard.press("Enter")
    page.wait_for_url("**campaign=russia-1812*")
    page.get_by_role("heading", name="Napoleon's Russian campaign", level=1).wait_for()
    # Streamlit clears away what is of the run before at the end of the next one.
    page.get_by_title("Map of Operation Mersad").wait_for(state="detached")
    frame = frame_of(page)
    wait_in(frame, "campaignPlayer.day === '1812-06-24'")
    frame.evaluate("campaignPlayer.seek('1812-09-07')")
    page.wait_for_url("**day=1812-09-07*")
    page.locator(".day h2", has_text="7 September 1812").wait_for()


def test_each_tab_shows_its_table_and_axe_finds_nothing(page: Any, app_url: str) -> None:
    page.goto(app_url)
    frame_of(page)
    heading(page, "1988-07-22")
    wide = "box => box.scrollWidth <= box.clientWidth"
    for tab, words, (width, height), scheme in (
        *((*one, (1280, 800), "light") for one in TABS.items()),
        *((*one, (390, 844), "dark") for one in TABS.items()),
    ):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        open_tab(page, tab)
        panel = page.locator("[role=tabpanel]").filter(visible=True)
        for one in words:
            panel.get_by_text(one).first.wait_for()
        page.locator("[data-test-script-state=notRunning]").wait_for()
        # Once the whole page, then what the tab changes.
        within = None if tab == "This day" else "[role=tabpanel]"
        found = Axe().run(page, within, {"runOnly": RULES}).response["violations"]
        assert [(tab, one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
        assert page.get_by_test_id("stMain").evaluate(wide), tab
        cells = page.locator("td:visible, .line:visible")
        cut = cells.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth + 1)")
        assert cut == [], tab


TABS = {
    "This day": ("22 July 1988",),
    "Claims": (
        "What is on the map, and why some is not: Press TV",
        "The MEK column crosses the border",
    ),
    "Places": ("Qasr-e Shirin",),
    "Data": ("rows checked",),
}
"""What is there when a tab is open."""


OWN_WORDS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    // What the campaign says, and what Streamlit does.
    const others = 'script, style, td, header, a, [data-testid=stFileUploader],'
      + ' [data-testid*=Icon]';
    const words = walk.currentNode.data.replace(/\\u2068[^\\u2069]*\\u2069/g, '');
    if (!node.checkVisibility() || node.closest(others)) continue;
    if (/[A-Za-z]{2}|[0-9]/.test(words)) found.push(words);
  }
  return found;
}"""


def test_the_whole_page_speaks_persian_and_its_address_unless_it_is_english(
    page: Any, app_url: str
) -> None:
    page.goto(f"{app_url}/?lang=fa&day=1988-07-26")
    frame = frame_of(page)
    wait_in(frame, "window.campaignPlayer.state.lang === 'fa'")
    wait_in(frame, "window.campaignPlayer.day === '1988-07-26'")
    page.locator(".day h2", has_text="مرداد").wait_for()
    assert page.title().endswith("روز به روز")
    page.wait_for_function("document.documentElement.dir === 'rtl'")
    assert page.evaluate("document.documentElement.lang") == "fa"
    for tab, shown in (("گفته‌ها", ".day h2"), ("مکان‌ها", ".values"), ("داده‌ها", ".part")):
        page.get_by_role("tab", name=tab).click()
        page.locator(f"{shown}:visible").first.wait_for()
        assert set(page.evaluate(OWN_WORDS)) <= {"GeoJSON", "KML"}, tab
    frame.evaluate("campaignPlayer.seek('1988-07-27')")
    page.wait_for_url("**day=1988-07-27*")
    assert "lang=fa" in page.url
    frame.evaluate("campaignPlayer.speak('en')")
    page.wait_for_url(lambda url: "lang" not in url)
    frame.evaluate("campaignPlayer.speak('fa')")
    page.wait_for_url("**lang=fa*")
    assert frame.evaluate("campaignPlayer.day") == "1988-07-27"
