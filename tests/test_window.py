"""Days shown together, days played between marks, and what of the map can be switched off."""

from __future__ import annotations

from typing import Any

from tests.player import PAINTED, Show, go, settle, wait_settled

DAY = "1988-07-27"
BEGIN, END = ".cm-range-handle.is-begin", ".cm-range-handle.is-end"

ASKED = """address => new Promise((done) => {
  const say = ({ begin, end, day }) => done([begin, end, day]);
  addEventListener('hashchange', () => say(campaignPlayer.state), { once: true });
  location.hash = address;
})"""
"""The marks and the day that an address opens with."""


def state(page: Any, *names: str) -> list[str]:
    """What the address would say."""
    found: dict[str, str] = page.evaluate("campaignPlayer.state")
    return [found[name] for name in names]


def ribbons(page: Any) -> list[bool]:
    """Whether any way is drawn as of earlier days, and any as of the days that are shown."""
    page.evaluate(PAINTED)
    drawn: list[bool] = page.evaluate("""['trail', 'today'].map((part) =>
      [...document.querySelectorAll(`.cm-ribbon.cm-${part}`)]
        .some((one) => one.getAttribute('d')))""")
    return drawn


def test_a_window_is_one_press_and_holds_what_its_days_tell(show: Show) -> None:
    page = show()
    settle(page, DAY)
    crossing = ".cm-place .cm-pictogram[data-row='events/border-crossing']"
    assert page.locator(crossing).count() == 0
    page.get_by_role("button", name="Everything up to here").click()
    wait_settled(page)
    assert page.locator(crossing).count() == 1
    assert page.locator(".cm-window-days b").text_content() == "22 July to 27 July"
    assert page.locator(".cm-window-sums").text_content() == "2 movements, 5 events, 20 undated"
    sides = page.locator(".cm-window-sides b").all_text_contents()
    assert sum(map(int, sides)) == 7
    days = page.locator(".cm-window-day span").all_text_contents()
    assert len(days) == 6
    assert days[4].startswith("1 movement, 3 events")
    # The slider is the window's other end; a claim of an earlier day opens where it is.
    page.locator(crossing).click()
    assert state(page, "day", "select", "window") == [DAY, "events/border-crossing", "days"]
    assert page.locator(".cm-claim.is-open").count() == 1
    page.locator(".cm-thumb").press("ArrowLeft")
    wait_settled(page)
    assert page.locator(".cm-window-days b").text_content() == "22 July to 26 July"
    page.get_by_role("button", name="This day alone").click()
    assert page.locator(".cm-window").is_hidden()
    assert state(page, "window") == [""]
    assert page.evaluate("document.activeElement.className") == "cm-window-button"


def test_two_accounts_share_a_window_and_a_step_leaves_it(show: Show) -> None:
    page = show()
    go(page, "account=mek&day=1988-07-28")
    assert ribbons(page) == [True, False]
    go(page, "account=mek&day=1988-07-27&window=days&begin=1988-07-26")
    assert ribbons(page) == [True, True]
    go(page, "day=1988-07-28&window=days&compare=mek&begin=1988-07-26")
    assert page.locator(".cm-window-days b").text_content() == "26 July to 28 July"
    both = page.locator(".cm-window-sums").text_content()
    go(page, "day=1988-07-27&window=days&begin=1988-07-26")
    assert page.locator(".cm-window-sums").text_content() != both
    page.evaluate("campaignPlayer.step(2)")
    assert page.locator(".cm-window").is_hidden()
    assert state(page, "window", "step") == ["", "2"]
    page.get_by_role("button", name="Everything up to here").click()
    assert state(page, "window", "step") == ["days", ""]


def test_an_address_with_marks_and_no_day_opens_within_them(show: Show) -> None:
    page = show()
    opening, first, last, other = "1988-07-22", "1988-07-24", "1988-07-27", "1988-07-29"
    opened = {
        address: page.evaluate(ASKED, address)
        for address in (
            f"end={first}", f"begin={first}", f"begin={first}&end={last}",
            # What is shown together is all that the marks hold.
            f"end={last}&window=days", f"begin={first}&end={last}&window=days",
            f"begin={last}&window=days", "window=days",
            # Marks that cross hold the same days; a day that the campaign does not have is none.
            f"begin={last}&end={first}", f"begin=1988-01-01&end={first}&day=1999-01-01",
            # A reader may stand beside the marks, and is back there with the link.
            f"begin={first}&end={last}&day={other}",
        )
    }  # fmt: skip
    assert list(opened.values()) == [
        ["", first, opening], [first, "", first], [first, last, first],
        ["", last, last], [first, last, last], [last, "", "1988-07-30"], ["", "", opening],
        [first, last, first], ["", first, opening], [first, last, other],
    ]  # fmt: skip


def test_marks_are_set_moved_and_cleared(show: Show) -> None:
    page = show()
    settle(page, "1988-07-24")
    menu = page.locator(".cm-range-menu summary")
    menu.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="From this day").press("Enter")
    page.get_by_label("Backwards").check()
    page.keyboard.press("Escape")
    assert page.locator(".cm-range-menu[open]").count() == 0
    settle(page, "1988-07-26")
    menu.click()
    page.get_by_role("button", name="To this day").click()
    page.mouse.click(640, 300)
    assert page.locator(".cm-range-menu[open]").count() == 0
    assert state(page, "begin", "end", "play") == ["1988-07-24", "1988-07-26", "back"]
    page.locator(BEGIN).press("ArrowRight")
    assert (
        page.locator(BEGIN).get_attribute("aria-valuetext") == "Monday 25 July 1988, 3 Mordad 1367"
    )
    box = page.locator(END).bounding_box()
    rail = page.locator(".cm-rail").bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(rail["x"] + rail["width"] * 2.1 / 9, box["y"] + 30, steps=3)
    page.mouse.up()
    # A mark that is drawn over the other one takes it along, and the slider stays.
    assert state(page, "begin", "end", "day") == ["1988-07-23", "1988-07-23", "1988-07-26"]
    page.get_by_role("button", name="Clear the marks").click()
    assert state(page, "begin", "end", "play") == ["", "", "back"]
    assert page.locator(BEGIN).is_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_layers_and_one_force_are_switched_and_counted(show: Show) -> None:
    page = show()
    go(page, f"account=mek&day={DAY}")
    summary = page.locator(".cm-legend > summary")
    summary.click()
    assert ribbons(page) == [True, False]
    for label in ("Names", "What earlier days covered", "Borders of today"):
        page.get_by_label(label).uncheck()
    assert page.locator(".cm-name:visible").count() == 0
    assert page.locator(".cm-place .cm-pictogram:visible").count() > 0
    assert page.locator("[class*='ground-border']:visible").count() == 0
    assert ribbons(page) == [False, False]
    assert "3 switched off" in summary.text_content()
    page.get_by_role("button", name="Show everything").click()
    page.get_by_label("Undated claims").uncheck()
    assert page.locator(".cm-more.is-undated").count() == 0
    assert "hidden" in summary.text_content()
    assert len(page.evaluate("Object.keys(campaignPlayer.positions)")) > 1
    page.get_by_label("Force with its parts").select_option("mek-column")
    assert page.evaluate("Object.keys(campaignPlayer.positions)") == ["mek-column"]
    assert state(page, "hide") == ["layer:undated,only:mek-column"]
    page.keyboard.press("Escape")
    assert page.locator(".cm-legend[open]").count() == 0


def test_print_shows_what_the_screen_shows(show: Show) -> None:
    page = show()
    go(page, "day=1988-07-27&window=days&begin=1988-07-26&hide=side:iraq,layer:trails")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheet = page.locator(".cm-print")
    days = sheet.locator(".cm-print-day[data-day]").evaluate_all(
        "all => all.map((one) => one.dataset.day)"
    )
    assert days == ["1988-07-26", DAY]
    assert "26 July to 27 July" in sheet.locator(".cm-print-window").text_content()
    assert sheet.locator(".cm-print-number.cm-of-iraq").count() == 0
    assert "hidden by the filter" in sheet.locator(".cm-print-note").first.text_content()
    assert sheet.locator(".cm-print-way.is-trail").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_the_story_of_a_day_does_not_depend_on_the_way_there(show: Show) -> None:
    # While a day rests the claims of those beside it are made; they tell what the day itself does.
    page = show()
    story = "document.querySelector('.cm-lists').innerHTML"
    # An idle time comes when it comes, and to a page that draws nothing late.
    page.evaluate("() => { window.requestIdleCallback = (call) => setTimeout(call); }")
    rest = "() => new Promise((done) => setTimeout(() => setTimeout(done)))"
    looks = [
        "", "&compare=mek", "&account=mek", "&window=days&begin=1988-07-24", "&hide=side:iran",
        "&window=days&begin=1988-07-22&compare=mek", "&lang=fa",
    ]  # fmt: skip
    told = set()
    for look in looks:
        go(page, f"day=1988-07-26{look}")
        page.evaluate(rest)
        page.locator(".cm-thumb").press("ArrowUp")
        page.wait_for_function("campaignPlayer.state.day === '1988-07-27'")
        wait_settled(page)
        stepped = page.evaluate(story)
        go(page, f"day=1988-07-22{look}")
        page.evaluate(rest)
        go(page, f"day=1988-07-27{look}")
        assert page.evaluate(story) == stepped, look
        told.add(stepped)
    assert len(told) == len(looks)
    page.reload()
