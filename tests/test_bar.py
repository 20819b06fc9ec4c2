"""The time bar is read: headlines, a row of blocks a side, the hour on the handle, the pace.

And what surrounds it on small screens: nothing is cut, and the story stays in sight.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from mapping.drawing.scene import scene_payload
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.schema import row_name
from mapping.player import campaign_document
from tests.player import (
    MAP,
    PAINTED,
    Box,
    Page,
    Show,
    boxes,
    go,
    settle,
    take_account,
    wait_settled,
)
from tests.test_design import HEAD, TABLES, overlap, write_folder

LOW = [(640, 400), (844, 390), (740, 360)]
CAPTION = ".cm-caption:not([hidden])"


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes share more than their edges."""
    return overlap(one, other) > 2


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_headlines_never_meet_and_the_days_own_is_there(
    show: Show, russia_file: Path, size: tuple[int, int]
) -> None:
    page = show(russia_file, viewport={"width": size[0], "height": size[1]})
    for day, words in (("1812-09-07", "Borodino"), ("1812-09-14", "Moscow")):
        settle(page, day)
        assert page.locator(".cm-caption.is-now").all_text_contents() == [words]
        assert page.locator(".cm-caption.is-now").is_visible()
        found = boxes(page, CAPTION)
        rail = page.locator(".cm-rail").bounding_box()
        assert len(found) > 3
        assert not any(meet(one, other) for one, other in combinations(found, 2))
        assert all(rail["x"] - 1 <= one["x"] for one in found)
        assert all(one["x"] + one["width"] <= rail["x"] + rail["width"] + 1 for one in found)


def test_a_reader_of_another_language_reads_its_captions_or_what_kind_of_thing_happens(
    show: Show, russia_file: Path
) -> None:
    page = show()
    settle(page, "1988-07-27")
    assert "Blocked at Chaharzebar" in page.locator(CAPTION).all_text_contents()
    page.evaluate("campaignPlayer.speak('fa')")
    assert "توقف در چهارزبر" in page.locator(CAPTION).all_text_contents()
    page = show(russia_file)
    page.evaluate("campaignPlayer.speak('fa')")
    captions = page.locator(CAPTION).all_text_contents()
    assert captions and not any(re.search("[A-Za-z]", caption) for caption in captions)


def test_each_side_has_a_row_and_silent_days_are_hatched(show: Show, mersad: Campaign) -> None:
    page = show()
    assert page.locator(".cm-lane").count() == len(mersad.sides)
    inside = page.evaluate(
        """() => [...document.querySelectorAll('.cm-lane')].every((lane) =>
          new Set([...lane.querySelectorAll('.cm-block')].map((one) =>
            [...one.classList].find((name) => name.startsWith('cm-of-')))).size === 1)"""
    )
    assert inside is True
    patterns = page.locator(".cm-lane").evaluate_all(
        "all => all.map(one => getComputedStyle(one.querySelector('.cm-block.is-dated')"
        " ?? one.querySelector('.cm-block')).backgroundImage.split(/[(,]/)[0])"
    )
    assert patterns[:3] == ["none", "none", "repeating-linear-gradient"]
    day = page.locator(".cm-rail").bounding_box()["width"] / len(mersad.calendar)
    hatched = sum(box["width"] for box in boxes(page, ".cm-silent-days i"))
    # By the article 23 to 25 July and 28 to 30 July have no dated claim.
    assert hatched == pytest.approx(6 * day, abs=2)
    hatching = page.locator(".cm-silent-days i, .cm-legend-bar .is-silent").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).backgroundImage)"
    )
    assert len(hatching) > 2 and len({*hatching}) == 1, "the legend shows what is in the bar"


def test_a_block_says_what_it_is_and_a_press_opens_it(show: Show, mersad: Campaign) -> None:
    page = show()
    block = page.locator(".cm-block.is-dated.cm-of-iran").first
    block.hover()
    tip = page.locator(".cm-tip")
    assert "The road is blocked at Chaharzebar" in tip.text_content()
    assert "27 July" in tip.text_content()
    page.mouse.move(5, 5)
    assert tip.is_hidden()
    block.click()
    wait_settled(page)
    first = page.evaluate("campaignPlayer.state.select")
    assert page.evaluate("campaignPlayer.day") == "1988-07-27"
    assert block.get_attribute("aria-selected") == "true"
    block.click()
    wait_settled(page)
    assert page.evaluate("campaignPlayer.state.select") not in ("", first), "the next one of it"
    blocks = page.locator(".cm-strip .cm-block")
    said = set(blocks.evaluate_all("all => all.map((one) => one.ariaLabel)"))
    days = scene_payload(mersad)["tellings"]["article"]["days"]
    titles = {
        row_name(row): row.title for row in (*mersad.events.values(), *mersad.movements.values())
    }
    told = {titles[name] for day in days for name in day["dated"] + day["undated"]}
    assert all(any(title in words for words in said) for title in told), "no claim is left out"


def test_the_keyboard_goes_along_the_blocks(show: Show) -> None:
    page = show()
    strip = page.get_by_role("listbox", name="What is told of when")
    strip.focus()
    active = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
    first = page.evaluate(f"{active}.id")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(f"{active}.id") != first
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"{active}.className").find("cm-of-mek") < 0
    assert page.locator(".cm-tip").is_visible()
    assert page.evaluate("campaignPlayer.day") == "1988-07-22", "the arrows do not step the day"
    page.keyboard.press("Enter")
    wait_settled(page)
    label = page.evaluate(f"{active}.ariaLabel")
    opened = page.locator(".cm-claim.is-open .cm-claim-title").text_content()
    assert opened in label


def test_the_handle_carries_day_and_hour_while_it_is_dragged(show: Show) -> None:
    page = show()
    hour = page.locator(".cm-thumb-hour")
    assert hour.is_hidden()
    rail = page.locator(".cm-rail").bounding_box()
    y = rail["y"] + rail["height"] - 10
    page.mouse.move(rail["x"] + rail["width"] * 4.1 / 9, y)
    page.mouse.down()
    page.mouse.move(rail["x"] + rail["width"] * 4.5 / 9, y)
    page.wait_for_function("Math.abs(campaignPlayer.time - 4.5) < 0.02")
    assert hour.text_content() in ("26 July, 11:00", "26 July, 12:00")
    assert hour.bounding_box()["y"] + hour.bounding_box()["height"] <= rail["y"] + 1
    page.mouse.up()
    wait_settled(page)
    assert hour.is_hidden()


class Fingers:
    """What fingers do on a page, by the protocol of Chromium."""

    def __init__(self, page: Page) -> None:
        self.line = page.context.new_cdp_session(page)

    def do(self, kind: str, *points: tuple[float, float]) -> None:
        """All fingers that lie on the page `start`, `move` or `end`."""
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        asked = {"type": f"touch{kind.title()}", "touchPoints": touches}
        self.line.send("Input.dispatchTouchEvent", asked)


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_another_finger_on_the_bar_moves_nothing(show: Show) -> None:
    page = show(**PHONE)
    fingers = Fingers(page)
    rail = page.locator(".cm-rail").bounding_box()
    y = rail["y"] + 18
    day = rail["width"] / 9
    first, second = (rail["x"] + 2.5 * day, y), (rail["x"] + 7.5 * day, y)
    fingers.do("start", (rail["x"] + day, y))
    fingers.do("move", first)
    fingers.do("start", first, second)
    fingers.do("move", first, (second[0] - 10, y))
    assert page.evaluate("campaignPlayer.time") == pytest.approx(2.5, abs=0.05)
    fingers.do("end")
    wait_settled(page)
    assert page.evaluate("campaignPlayer.day") == "1988-07-24"
    # It is free for the next hand.
    fingers.do("start", second)
    fingers.do("end")
    wait_settled(page)
    assert page.evaluate("campaignPlayer.day") == "1988-07-29"


def test_a_page_magnified_onto_its_map_is_made_small_again_by_touch(show: Show) -> None:
    page = show(**PHONE)
    fingers = Fingers(page)
    zoom = page.evaluate(f"{MAP}.getZoom()")
    fingers.line.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 3})
    page.wait_for_function(f"!{MAP}.touchZoom.enabled()")
    page.evaluate(PAINTED)
    # A third of the screen is all that is seen: the map.
    fingers.do("start", (30, 140), (100, 140))
    for by in range(5, 30, 5):
        fingers.do("move", (30 + by, 140), (100 - by, 140))
    fingers.do("end")
    page.wait_for_function("visualViewport.scale < 2.8")
    fingers.line.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})
    page.wait_for_function("visualViewport.scale === 1")
    page.evaluate(PAINTED)
    assert page.evaluate(f"{MAP}.getZoom()") == zoom
    assert page.evaluate(f"{MAP}.touchZoom.enabled()")


@pytest.mark.parametrize("touch", ["map", "story", "wheel", "key"])
def test_any_touch_halts_the_playback(show: Show, touch: str) -> None:
    page = show()
    page.evaluate("campaignPlayer.play()")
    page.wait_for_function("campaignPlayer.time > 0.05")
    assert page.evaluate("campaignPlayer.settled") is False
    if touch == "key":
        page.keyboard.press("a")
    elif touch == "wheel":
        page.mouse.move(500, 300)
        page.mouse.wheel(0, 10)
    else:
        page.locator(".cm-headline" if touch == "story" else ".cm-live").first.dispatch_event(
            "pointerdown"
        )
    wait_settled(page)
    assert page.locator(".cm-play").get_attribute("aria-label") == "Play"


def test_the_frame_follows_play_from_wherever_the_reader_was(show: Show) -> None:
    page = show()
    go(page, "day=1988-07-26&at=35.7,51.4,9")
    sees = f"""() => {{
      const [lat, lon] = campaignPlayer.positions['mek-column'];
      return {MAP}.getBounds().contains([lat, lon]);
    }}"""
    # The map comes to the address when it has been read.
    page.wait_for_function(f"() => !({sees})()")
    page.evaluate("campaignPlayer.play()")
    page.wait_for_function("campaignPlayer.time > 5.1")
    # The flight there may still go on.
    page.wait_for_function(sees)
    assert page.evaluate("campaignPlayer.time") < 6
    page.evaluate("campaignPlayer.pause()")


def test_arrows_step_the_day_everywhere_but_in_fields_and_on_the_map(show: Show) -> None:
    page = show()
    day = "campaignPlayer.day"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(day) == "1988-07-23"
    page.locator(".cm-play").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(day) == "1988-07-24"
    page.locator(".cm-choice select").first.focus()
    page.keyboard.press("ArrowRight")
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(day) == "1988-07-24"
    page.locator(".cm-thumb").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(day) == "1988-07-25", "once, not twice"
    page.evaluate("campaignPlayer.speak('fa')")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(day) == "1988-07-26"


def test_a_filter_lays_the_names_out_again_and_hides_the_goal(show: Show) -> None:
    page = show()
    settle(page, "1988-07-27")
    names = ".cm-place .cm-label:not(.is-hidden) .cm-name"
    before = page.locator(names).count()
    goal = page.locator(".cm-arrow:visible", has_text="Tehran")
    assert goal.count() == 1
    page.locator(".cm-legend > summary").click()
    page.get_by_label("MEK", exact=True).uncheck()
    assert goal.count() == 0
    assert not page.locator(".cm-profile").is_visible(), "it is the hidden column's way"
    page.get_by_label("MEK", exact=True).check()
    page.keyboard.press("Escape")
    page.locator(".cm-legend[open]").wait_for(state="detached")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.wait_for_function(
        "([names, count]) => document.querySelectorAll(names).length === count", arg=[names, before]
    )


@pytest.mark.parametrize("size", LOW)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_on_low_screens_the_story_is_beside_the_map(
    show: Show, size: tuple[int, int], language: str
) -> None:
    page = show(viewport={"width": size[0], "height": size[1]})
    settle(page, "1988-07-26")
    page.evaluate("language => campaignPlayer.speak(language)", language)
    wait_settled(page)
    text, bar = (page.locator(name).bounding_box() for name in (".cm-text", ".cm-bar"))
    assert text["y"] + text["height"] <= bar["y"] + 1, "the day's text is seen whole"
    assert bar["height"] <= 48
    stage = page.locator(".cm-stage").bounding_box()
    parts = boxes(page, ".cm-title, .cm-tools, .cm-stage .leaflet-control-zoom, .cm-legend")
    assert all(one["y"] + one["height"] <= stage["y"] + stage["height"] + 1 for one in parts)
    assert not any(meet(one, other) for one, other in combinations(parts, 2))
    story = page.locator(".cm-story").bounding_box()
    for tab in boxes(page, ".cm-tab"):
        assert story["x"] <= tab["x"] and tab["x"] + tab["width"] <= story["x"] + story["width"]
    title = page.locator(".cm-title").bounding_box()
    assert title["width"] * title["height"] < 0.2 * stage["width"] * stage["height"]


def test_much_enlarged_the_page_scrolls_and_the_time_stays(show: Show) -> None:
    page = show(viewport={"width": 320, "height": 256})
    settle(page, "1988-07-26")
    assert page.evaluate("document.scrollingElement.scrollHeight > 2 * innerHeight")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    page.locator(".cm-claim").last.scroll_into_view_if_needed()
    bar = page.locator(".cm-bar").bounding_box()
    assert bar["y"] + bar["height"] == pytest.approx(256, abs=1)


@pytest.mark.parametrize("size", [(1024, 600), (850, 640), (390, 844)])
def test_doors_and_signs_at_the_edge_are_whole_and_meet_nothing(
    show: Show, size: tuple[int, int]
) -> None:
    page = show(viewport={"width": size[0], "height": size[1]})
    settle(page, "1988-07-26")
    story = page.locator(".cm-story").bounding_box()
    for tab in boxes(page, ".cm-tab"):
        assert tab["x"] + tab["width"] <= story["x"] + story["width"]
    signs = boxes(page, ".cm-arrow:visible")
    others = boxes(page, ".cm-label:not(.is-hidden) .cm-name, .cm-title, .cm-tools, .cm-legend")
    assert signs
    assert not [(one, other) for one in signs for other in others if meet(one, other)]


def test_signs_at_the_edge_give_way_to_the_note_of_a_moment(show: Show) -> None:
    page = show(viewport={"width": 390, "height": 844})
    settle(page, "1988-07-26")
    rested = boxes(page, ".cm-arrow:visible")
    rail = page.locator(".cm-rail").bounding_box()
    y = rail["y"] + rail["height"] - 10
    page.mouse.move(rail["x"] + rail["width"] * 4.9 / 9, y)
    page.mouse.down()
    page.mouse.move(rail["x"] + rail["width"] * 4.6 / 9, y)
    (note,) = boxes(page, ".cm-moment")
    assert any(meet(sign, note) for sign in rested), "it lies where one of them stood"
    assert not [sign for sign in boxes(page, ".cm-arrow:visible") if meet(sign, note)]
    page.mouse.up()
    wait_settled(page)
    assert boxes(page, ".cm-arrow:visible") == rested


def test_full_screen_has_a_sign_of_its_own_and_back_another(show: Show) -> None:
    page = show()
    paths = [
        page.get_by_role("button", name=name, exact=True).locator("path").get_attribute("d")
        for name in ("Full screen", "Back to the day's view")
    ]
    assert paths[0] != paths[1]
    page.get_by_role("button", name="Full screen", exact=True).click()
    page.wait_for_function("document.fullscreenElement !== null")
    page.get_by_role("button", name="Leave full screen").click()
    page.wait_for_function("document.fullscreenElement === null")


def test_the_one_account_there_is_goes_by_its_title(show: Show, tmp_path: Path) -> None:
    one = '[[accounts]]\nid = "one"\ntitle = "As the histories tell it"\n'
    campaign = load_campaign(write_folder(tmp_path, HEAD + one, TABLES))
    file = tmp_path / "tiny.html"
    file.write_text(campaign_document(campaign), encoding="utf-8")
    page = show(file)
    assert page.locator(".cm-teller").text_content() == "As the histories tell it"


def test_the_story_prints_one_step_a_page(show: Show, mersad: Campaign) -> None:
    page = show()
    page.evaluate("campaignPlayer.step(6)")
    wait_settled(page)
    page.emulate_media(media="print")
    page.locator(".cm-handout").wait_for()
    pages = page.locator("[data-step]")
    assert pages.count() == len(mersad.steps)
    maps = pages.evaluate_all(
        "all => all.map((one) => one.querySelectorAll('svg.cm-print-map').length)"
    )
    assert maps == [2 if step.compare_id else 1 for step in mersad.steps]
    for step, words in zip(mersad.steps, pages.all_text_contents(), strict=True):
        assert step.headline in words and step.text in words
    breaks = pages.evaluate_all("all => all.map((one) => getComputedStyle(one).breakAfter)")
    assert set(breaks) == {"page"}
    # An upright A4 page between its margins, at the width that the sheet is laid out for.
    height = pages.evaluate_all(
        "all => Math.max(...all.map((one) => one.offsetHeight / one.offsetWidth))"
    )
    assert height < (297 - 29) / (210 - 28)
    page.emulate_media(media="screen")
    page.locator(".cm-print").wait_for(state="detached")
    take_account(page, "article")


APART = """(all) => all.filter((line) => {
  const sign = line.querySelector('.cm-sure-sign');
  const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (walk.nextNode() && sign.contains(walk.currentNode));
  const word = document.createRange();
  word.setStart(walk.currentNode, 0);
  word.setEnd(walk.currentNode, 1);
  return word.getBoundingClientRect().top > sign.getBoundingClientRect().bottom;
}).length"""


def test_a_sign_of_certainty_stands_beside_its_first_word(show: Show) -> None:
    page = show()
    settle(page, "1988-07-30")
    lines = page.locator(".cm-claim-when:visible")
    assert lines.count() > 2 and lines.evaluate_all(APART) == 0
