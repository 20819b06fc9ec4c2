"""What can be read in the player alone: its pages, the sheet on a phone, and the printed sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from mapping.drawing.scene import scene_payload
from mapping.format.campaign import Campaign, load_campaign
from mapping.page.day import claim_rows
from mapping.player import campaign_document
from mapping.telling.claim_order import claims_in_order
from mapping.telling.narrate import say_holders
from mapping.telling.timeline import ControlState, day_state
from tests.folders import write_broken
from tests.player import Show, settle, wait_settled
from tests.test_design import HEAD, TABLES, write_folder
from tests.test_player import HOSTILE, poison

PAGES = ("day", "questions", "figures", "sources", "about")
PHONES = [(390, 844), (320, 640)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


DOORS = {"day": "story", "about": "about"}
"""The door to a page, where it is not the evidence."""


def open_tab(page: Any, name: str) -> Any:
    """Go through a door, and to a page behind it, as a reader does; gives the page."""
    door = DOORS.get(name, "evidence")
    page.locator(f"#cm-tab-{door}").click()
    if door == "evidence":
        number = ("questions", "figures", "sources").index(name)
        page.locator(".cm-way-in").nth(number).click()
    return page.locator(f"#cm-page-{name}")


def top(page: Any, selector: str) -> float:
    return float(page.locator(selector).bounding_box()["y"])


def bottom(page: Any, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    return float(box["y"] + box["height"])


# --- in which order and in which words -----------------------------------------------------


@pytest.mark.parametrize("account", ["article", "iranian-sources", "mek", "press-1988"])
def test_story_and_table_tell_a_day_in_the_same_order(mersad: Campaign, account: str) -> None:
    told = scene_payload(mersad)["tellings"][account]["days"]
    for number, day in enumerate(mersad.calendar):
        state = day_state(mersad, day, account)
        dated, undated = claims_in_order(state)
        assert told[number]["dated"] == [claim.name for claim in dated]
        assert told[number]["undated"] == [claim.name for claim in undated]
        rows, others = claim_rows(mersad, state)
        assert [row["What"] for row in rows + others] == [one.row.title for one in dated + undated]
        firsts = [(claim.span.first < number, claim.span.first) for claim in dated]
        assert firsts == sorted(firsts), "what goes on from an earlier day comes last"


def test_who_may_hold_a_place_is_said_plainly(mersad: Campaign) -> None:
    def held(*holders: tuple[str, bool]) -> str:
        return say_holders(mersad, ControlState("zardeh", holders, (), False))

    assert held(("mek", True)) == "MEK"
    assert held(("mek", False)) == "perhaps MEK"
    assert held(("mek", False), ("iran", False)) == "MEK or Iran, not clear which"
    assert held(("mek", True), ("iran", False)) == "MEK or perhaps Iran"


# --- the pages -----------------------------------------------------------------------------


def test_tabs_go_by_arrows_and_stay_open_in_another_language(show: Show) -> None:
    page = show()
    selected = "document.querySelector('[role=tab][aria-selected=true]').id"
    page.locator("#cm-tab-story").focus()
    for key, name in [("ArrowRight", "evidence"), ("ArrowRight", "about"), ("ArrowRight", "story"),
                      ("End", "about"), ("ArrowLeft", "evidence"), ("Home", "story")]:  # fmt: skip
        page.keyboard.press(key)
        assert page.evaluate(selected) == f"cm-tab-{name}"
        assert page.evaluate("document.activeElement.id") == f"cm-tab-{name}"
        assert page.locator("[role=tabpanel]:visible").count() == 1
        assert page.locator(f"#cm-room-{name}").is_visible()
    assert page.evaluate("campaignPlayer.day") == "1988-07-22"
    page.keyboard.press("ArrowRight")
    page.evaluate("campaignPlayer.speak('fa')")
    assert page.evaluate(selected) == "cm-tab-evidence"
    page.locator("#cm-tab-evidence").focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(selected) == "cm-tab-about"


def test_tab_leaves_every_page_and_enter_on_the_slider_returns_to_the_day(show: Show) -> None:
    page = show()
    inside = "document.activeElement.closest('.cm-story') !== null"
    for name in PAGES:
        open_tab(page, name)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('[role=tabpanel]') !== null")
        presses = page.locator("[role=tabpanel]:visible :is(a, button, summary)").count() + 1
        for _ in range(presses):
            if page.evaluate(inside):
                page.keyboard.press("Tab")
        assert page.evaluate(inside) is False
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    assert page.locator("#cm-page-day").is_visible()
    assert page.evaluate("document.activeElement.className") == "cm-claim-head"


def test_every_answer_is_listed_and_leads_to_what_draws_it(show: Show, mersad: Campaign) -> None:
    page = show()
    panel = open_tab(page, "questions")
    assert panel.locator("[data-question]").count() == len(mersad.questions)
    assert panel.locator(".cm-answer").count() == len(mersad.answers)
    drawn = [one for one in mersad.answers.values() if one.claim_id]
    assert panel.locator(".cm-answer-open").count() == len(drawn)
    question = panel.locator("[data-question=crossing-day]")
    assert "wikidefa (seen: part)Iranian, official history" in question.text_content()
    question.locator("button", has_text="MEK").click()
    wait_settled(page)
    state = page.evaluate("campaignPlayer.state")
    assert (state["day"], state["select"]) == ("1988-07-25", "events/nla-crossing")
    assert page.locator(".cm-claim.is-open").get_attribute("data-row") == "events/nla-crossing"
    assert page.locator(".cm-pictogram.is-chosen:visible").count() >= 1
    open_tab(page, "questions").locator("button", has_text="Held by Iraq already").click()
    wait_settled(page)
    assert page.locator("#cm-page-day").is_visible()
    assert page.evaluate("campaignPlayer.state.compare") == "iranian-sources"


def test_figures_share_an_axis_only_with_their_like(show: Show, mersad: Campaign) -> None:
    page = show()
    charts = open_tab(page, "figures").locator(".cm-figure")
    kinds = {(one.topic, one.counted, one.unit) for one in mersad.figures.values()}
    assert charts.count() == len(kinds)
    assert page.locator(".cm-figure tbody tr").count() == len(mersad.figures)
    losses = charts.filter(has_text="MEK losses")
    captions = losses.locator("caption").all_text_contents()
    assert captions == [
        "MEK losses killed or injured",
        "MEK losses killed, wounded, missing and prisoners",
        "MEK losses killed",
        "Iraqi and MEK losses together killed",
        "Iraqi and MEK losses together killed or injured",
    ]
    assert "more than 4,800 people" in losses.first.text_content()
    over = losses.first.locator("tr", has_text="over 4,800").locator(".cm-figure-mark")
    assert over.locator("svg").count() == 1
    own = page.locator(".cm-figure tr.is-own .cm-figure-says").all_text_contents()
    assert "7,500 members" in own and "7,000" not in own
    # Positions are to scale: 5,000 and 10,000 lie as far apart as 0 and 5,000.
    strength = charts.first
    x = {words: strength.locator("tr", has_text=words).first.locator(".cm-figure-mark")
         .bounding_box()["x"] for words in ("5,000Young", "about 10,000")}  # fmt: skip
    zero = strength.locator(".cm-grid-line").first.bounding_box()["x"]
    assert x["about 10,000"] - zero == pytest.approx(2 * (x["5,000Young"] - zero), abs=2)
    page.evaluate("campaignPlayer.speak('fa')")
    mirrored = page.locator(".cm-figure").first
    zero = mirrored.locator(".cm-grid-line").first.bounding_box()["x"]
    assert mirrored.locator(".cm-figure-mark").first.bounding_box()["x"] < zero
    assert "۱۰٬۰۰۰" in mirrored.locator("thead").text_content()


def test_sources_say_what_rests_on_them_and_about_says_the_rest(
    show: Show, mersad: Campaign
) -> None:
    page = show()
    sources = open_tab(page, "sources")
    assert sources.locator("[data-source]").count() == len(mersad.sources)
    tables = ("movements", "events", "control")
    resting = [
        name
        for name, rows in mersad.evidence.items()
        if name[0] in tables and any(row.source_id == "mek-lit3" for row in rows)
    ]
    entry = sources.locator("[data-source=mek-lit3]").text_content()
    assert resting and f"MEK: {len(resting)} claims" in entry and "1 answer" in entry
    assert "seen in part" in entry
    link = sources.locator("[data-source=press-tv-2025] a")
    assert link.get_attribute("href") == mersad.sources["press-tv-2025"].url
    about = open_tab(page, "about")
    about.locator("summary").click()
    words = about.text_content()
    for said in (mersad.title, mersad.licence, "GeoNames (CC BY 4.0)", "Leaflet", "± 6 km",
                 "Western reports of those days", "geonames:119586"):  # fmt: skip
        assert said in words
    page.evaluate("printed = 0; window.print = () => { printed += 1; }; 0")
    about.get_by_role("button", name="Print").click()
    assert page.evaluate("printed") == 1


def test_within_another_page_nothing_offers_to_print(
    open_page: Show, mersad_file: Path, tmp_path: Path
) -> None:
    outer = tmp_path / "outer.html"
    outer.write_text(f"<iframe width=1200 height=700 src='{mersad_file.as_uri()}'></iframe>")
    page = open_page()
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#cm-tab-about").click()
    assert frame.locator("#cm-page-about").is_visible()
    assert frame.get_by_role("button", name="Print").count() == 0


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [((1280, 800), "light", "en"), ((390, 844), "dark", "fa")],
)
def test_axe_finds_nothing_on_any_page(
    show: Show, size: tuple[int, int], scheme: str, language: str
) -> None:
    page = show(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme,
                reduced_motion="reduce")  # fmt: skip
    page.evaluate("language => campaignPlayer.speak(language)", language)
    if size[0] < 760:
        page.locator(".cm-handle").click()
    for name in PAGES:
        open_tab(page, name)
        # Once all that is there, then what the tab changes.
        within = None if name == PAGES[0] else f"#cm-page-{name}"
        found = Axe().run(page, within, {"runOnly": RULES}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], name
        assert page.locator(f"#cm-page-{name}").evaluate(
            "one => one.scrollWidth <= one.clientWidth"
        )


def test_the_hour_is_shown_while_the_time_is_under_way(show: Show) -> None:
    page = show()
    assert page.locator(".cm-moment").is_hidden()
    page.evaluate("campaignPlayer.seek(4.6)")
    assert page.locator(".cm-moment").text_content() == "14:00 · positions interpolated"
    page.evaluate("campaignPlayer.speak('fa')")
    assert "۱۴:۰۰" in page.locator(".cm-moment").text_content()
    settle(page, "1988-07-27")
    assert page.locator(".cm-moment").is_hidden()


def test_the_closed_list_says_the_account_and_its_standpoint_beside_it(show: Show) -> None:
    page = show()
    page.get_by_label("Account", exact=True).select_option("iranian-sources")
    chosen = page.get_by_label("Account", exact=True)
    assert chosen.evaluate("list => list.selectedOptions[0].text") == "Iranian sources"
    assert page.locator("#cm-standpoint-0").text_content() == "state, official and semi-official"
    assert chosen.get_attribute("aria-describedby") == "cm-standpoint-0"
    assert page.locator("#cm-standpoint-1").is_hidden()


# --- the sheet -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", PHONES)
def test_on_a_phone_the_story_is_a_sheet_over_the_map(show: Show, size: tuple[int, int]) -> None:
    page = show(viewport={"width": size[0], "height": size[1]})
    settle(page, "1988-07-27")
    stage = page.locator(".cm-stage").bounding_box()
    assert stage["height"] >= 0.45 * size[1]
    assert top(page, ".cm-story") == pytest.approx(stage["y"] + stage["height"], abs=1)
    assert bottom(page, ".cm-story") == pytest.approx(top(page, ".cm-bar"), abs=1)
    assert bottom(page, ".cm-bar") == pytest.approx(size[1], abs=1)
    handle = page.locator(".cm-handle")
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    tabs = page.locator(".cm-tab").last.bounding_box()
    assert tabs["x"] + tabs["width"] <= box["x"] + 1
    before = page.evaluate("document.querySelector('.leaflet-map-pane').style.transform")
    handle.focus()
    page.keyboard.press("Enter")
    assert handle.get_attribute("aria-expanded") == "true"
    assert top(page, ".cm-story") == pytest.approx(44, abs=1)
    assert bottom(page, ".cm-story") == pytest.approx(top(page, ".cm-bar"), abs=1)
    assert page.locator(".cm-stage").bounding_box() == stage
    assert page.evaluate("document.querySelector('.leaflet-map-pane').style.transform") == before
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    page.keyboard.press("Enter")
    assert handle.get_attribute("aria-expanded") == "false"
    assert top(page, ".cm-story") == pytest.approx(stage["y"] + stage["height"], abs=1)


def test_the_sheet_is_dragged_and_gives_way_to_the_map(show: Show) -> None:
    page = show(viewport={"width": 390, "height": 844})
    box = page.locator("#cm-tab-evidence").bounding_box()
    x, y = box["x"] + 10, box["y"] + 20

    def drag(by: float) -> None:
        page.mouse.move(x, start := top(page, "#cm-tab-evidence") + 20)
        page.mouse.down()
        page.mouse.move(x, start + by / 2)
        page.mouse.move(x, start + by)
        page.mouse.up()

    up = ".cm-handle[aria-expanded=true]"
    drag(-200)
    page.locator(up).wait_for()
    assert page.locator("#cm-page-day").is_visible(), "a drag is no press on a tab"
    assert page.evaluate("document.querySelector('.cm-stage').inert") is True
    drag(30)
    assert page.locator(up).count() == 1, "a short drag falls back"
    drag(250)
    assert page.locator(up).count() == 0
    assert top(page, "#cm-tab-evidence") + 20 == pytest.approx(y, abs=1)
    page.locator(".cm-handle").click()
    page.mouse.click(100, 20)
    assert page.locator(up).count() == 0, "a press on the map lets it down"
    page.locator(".cm-handle").click()
    open_tab(page, "questions").locator(".cm-answer-open").first.click()
    assert page.locator(up).count() == 0
    assert page.locator(".cm-claim.is-open").is_visible()
    page.locator(".cm-handle").click()
    page.keyboard.press("Escape")
    assert page.locator(up).count() == 0
    page.locator(".cm-handle").click()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(up).wait_for(state="detached")
    assert page.evaluate("document.querySelector('.cm-stage').inert") is False


# --- the printed sheet ---------------------------------------------------------------------

PRINTED = """() => [...document.querySelectorAll('.cm-print-day')].map((day) => ({
  day: day.dataset.day,
  words: day.textContent,
  whole: getComputedStyle(day).breakInside,
  maps: day.querySelectorAll('svg.cm-print-map image').length,
  forces: [...day.querySelectorAll('[data-force]')].map((one) => one.dataset.force).sort(),
  claims: [...day.querySelectorAll('.cm-print-claims li')].map((one) => one.textContent),
}))"""


def test_each_day_is_printed_with_its_map_and_its_claims(show: Show, mersad: Campaign) -> None:
    page = show(color_scheme="dark")
    view = "document.querySelector('.leaflet-map-pane').style.transform"
    before = page.evaluate(view)
    page.emulate_media(media="print")
    page.locator(".cm-print").wait_for()
    printed = page.evaluate(PRINTED)
    assert [one["day"] for one in printed] == [day.isoformat() for day in mersad.calendar]
    for one in printed:
        state = day_state(mersad, one["day"])
        assert (one["maps"], one["whole"]) == (1, "avoid")
        in_view = {force.force.force_id for force in state.forces}
        assert set(one["forces"]) <= in_view
        dated, _ = claims_in_order(state)
        for claim, said in zip(dated, one["claims"], strict=True):
            assert claim.row.title in said and "Press TV, 2025-07-26" in said
    assert printed[4]["forces"] == ["mek-column"]
    assert printed[5]["forces"] == ["forces-at-hassanabad", "irgc-basij", "mek-column"]
    assert "beyond Hassanabad pass" in printed[5]["words"]
    visible = page.evaluate("[...document.body.children].filter((one) => one.offsetHeight).length")
    assert visible == 1
    assert page.locator(".cm-print :is(button, select, [role=slider])").count() == 0
    rest = page.locator(".cm-print").text_content()
    for said in (
        "Account: Press TV",
        "MEK or Iran, not clear which",
        "Occupied by Iraq on 22 July",
        "more than 4,800 people",
        "encyclopaedia of the Sacred Defence",
        "CC BY 4.0",
    ):
        assert said in rest
    page.emulate_media(media="screen")
    page.locator(".cm-print").wait_for(state="detached")
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
    assert page.evaluate(view) == before
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    assert page.locator(".cm-print").count() == 0


def test_two_tellings_are_printed_one_after_the_other_in_persian(show: Show) -> None:
    page = show()
    page.get_by_label("Compare with").select_option("mek")
    page.evaluate("campaignPlayer.speak('fa')")
    page.emulate_media(media="print")
    page.locator(".cm-print").wait_for()
    assert page.locator(".cm-print-day").count() == 18
    assert page.locator(".cm-print-account").count() == 2
    sides = page.locator(".cm-print-frame").first.evaluate(
        "one => [getComputedStyle(one).float, one.getBoundingClientRect().x > innerWidth / 2]"
    )
    assert sides == ["inline-start", True]


def test_of_a_long_campaign_the_fullest_days_are_printed(show: Show, tmp_path: Path) -> None:
    days = [f"2000-{6 + number // 28:02d}-{1 + number % 28:02d}" for number in range(40)]
    events: list[list[object]] = [
        [f"event-{number}", "battle", day, "town", "near", "certain", f"Battle number {number}"]
        for number, day in enumerate(days)
    ]
    tables = {**TABLES, "events": [TABLES["events"][0], *events]}
    campaign = load_campaign(
        write_folder(tmp_path, HEAD.replace("2000-06-05", "2000-11-21"), tables)
    )
    file = tmp_path / "player.html"
    file.write_text(campaign_document(campaign), encoding="utf-8")
    page = show(file)
    page.emulate_media(media="print")
    page.locator(".cm-print").wait_for()
    assert page.locator(".cm-print-day").count() == 24
    words = page.locator(".cm-print").text_content()
    assert "24 of 174 days" in words and "No dated claim" not in words


def test_texts_are_texts_on_every_page_and_on_paper(show: Show, tmp_path: Path) -> None:
    campaign = load_campaign(write_broken(tmp_path / "hostile", poison))
    file = tmp_path / "hostile.html"
    file.write_text(campaign_document(campaign), encoding="utf-8")
    page = show(file)
    for name in PAGES:
        open_tab(page, name)
    page.emulate_media(media="print")
    page.locator(".cm-print").wait_for()
    assert page.evaluate("window.hacked") is None
    assert HOSTILE[0] in page.locator("#cm-page-sources").text_content()
    assert HOSTILE[0] in page.locator(".cm-print").text_content()
