"""A link keeps all that the reader has set: in a file after the #, in the app after the ?."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.drawing.address import (
    FIELDS,
    PlayerState,
    address_of,
    parse_state,
    read_address,
    usual_values,
)
from mapping.format.campaign import Campaign, load_campaign
from mapping.player import campaign_document
from mapping.telling.timeline import day_state
from mapping.telling.translated import in_language
from mapping.words.strings import LANGUAGES
from tests.conftest import MERSAD
from tests.folders import Folder, write_broken
from tests.player import MAP, PAINTED, wait_in, wait_settled

OpenPage = Callable[..., Any]
State = dict[str, str]
GENERATED = 200
CAMPAIGN = load_campaign(MERSAD)
DAYS = [day.isoformat() for day in CAMPAIGN.calendar]
TOKENS = sorted(
    {f"side:{side}" for side in [*CAMPAIGN.sides, "nobody"]}
    | {f"kind:{row.kind}" for row in [*CAMPAIGN.events.values(), *CAMPAIGN.movements.values()]}
    | {f"certainty:{word}" for word in ("certain", "less-certain", "uncertain")}
    | {f"layer:{layer}" for layer in ("areas", "names", "trails", "borders", "undated")}
    | {"only:mek-column"}
)
ROWS = [f"events/{one}" for one in CAMPAIGN.events] + [
    f"movements/{one}" for one in CAMPAIGN.movements
]


@st.composite
def states(draw: st.DrawFn) -> State:
    """Anything that a reader may have set."""
    number = st.floats(-80, 80, allow_nan=False)
    optional = {
        "day": st.sampled_from(DAYS),
        "select": st.sampled_from(ROWS),
        "account": st.sampled_from(list(CAMPAIGN.accounts)),
        "compare": st.sampled_from(list(CAMPAIGN.accounts)),
        "hide": st.lists(st.sampled_from(TOKENS), min_size=1, unique=True).map(",".join),
        "at": st.tuples(number, number, st.integers(8, 60)).map(
            lambda view: f"{view[0]:.5f},{view[1]:.5f},{view[2] / 4:g}"
        ),
        "lang": st.sampled_from(LANGUAGES),
        "symbols": st.just("app6"),
        "step": st.integers(1, len(CAMPAIGN.steps)).map(str),
        "begin": st.sampled_from(DAYS),
        "end": st.sampled_from(DAYS),
        "window": st.just("days"),
        "play": st.sampled_from(["loop", "back", "loop,back"]),
    }
    # Old maps, which this campaign has not, have a test of their own.
    assert {*optional, "maps"} == set(FIELDS)
    state = {name: draw(value) for name, value in optional.items() if draw(st.booleans())}
    if state.get("compare") == state.get("account", CAMPAIGN.default_account):
        state.pop("compare", None)
    if state.get("end", "9") < state.get("begin", ""):
        state["begin"], state["end"] = state["end"], state["begin"]
    if "step" in state:
        # A step shows a day of its own.
        state.pop("window", None)
    return state


@given(states())
@settings(max_examples=GENERATED, deadline=None)
def test_state_to_address_and_back(state: State) -> None:
    usual = usual_values(CAMPAIGN)
    told = parse_state(state)
    assert told == PlayerState(**state)
    address = address_of({"campaign": "mersad-1988"}, told, usual)
    query = dict(parse_qsl(urlencode(address), strict_parsing=True))
    restored, notes = read_address(query, CAMPAIGN)
    assert notes == []
    assert usual | restored == usual | state
    assert address_of(query, PlayerState(**restored), usual) == address


@pytest.mark.parametrize(
    "at", ["91,0,5", "0,541,5", "0,0,21", "a,b,c", "34.1,46.3", "1e5,0,5", "34,46,9.5,1"]
)
def test_a_view_that_is_nowhere_is_a_note(at: str) -> None:
    state, notes = read_address({"at": at, "day": "1988-07-26"}, CAMPAIGN)
    assert state == {"day": "1988-07-26"}
    assert len(notes) == 1


# --- the file ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def file(mersad: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The player's document as a file whose name needs care in a link."""
    path = tmp_path_factory.mktemp("links") / "my map & more.html"
    path.write_text(campaign_document(mersad), encoding="utf-8")
    return path


def told_on(day: str, accounts: list[str]) -> list[str]:
    """What can be selected on a day."""
    names = set()
    for account in accounts:
        state = day_state(CAMPAIGN, day, account)
        names |= {f"events/{one.event.event_id}" for one in state.events}
        names |= {f"movements/{one.movement.movement_id}" for one in state.movements}
    return sorted(names)


def reachable_states(number: int) -> list[State]:
    """States that a reader can come to: what is selected is told on that day."""
    chance = random.Random(1988)
    made = []
    for _ in range(number):
        day = chance.choice(CAMPAIGN.calendar).isoformat()
        account, other = chance.sample(list(CAMPAIGN.accounts), 2)
        compare = other if chance.random() < 0.4 else ""
        hidden = chance.sample(TOKENS, chance.randint(1, len(TOKENS)))
        # Mostly near the campaign, sometimes anywhere.
        zoom, lat, lon = chance.randint(8, 60) / 4, chance.uniform(33, 36), chance.uniform(44, 49)
        if chance.random() < 0.15:
            lat, lon = chance.uniform(-60, 60), chance.uniform(-180, 180)
        told = told_on(day, [account, compare] if compare else [account])
        made.append({
            "day": day,
            "account": account,
            "compare": compare,
            "select": chance.choice(told) if told and chance.random() < 0.5 else "",
            "hide": ",".join(sorted(hidden)) if chance.random() < 0.4 else "",
            "at": f"{lat:.6f},{lon:.6f},{zoom:g}",
            "lang": chance.choice(LANGUAGES),
            "symbols": chance.choice(["", "app6"]),
            "step": "",
            **dict(zip(("begin", "end"), sorted(chance.sample(DAYS, 2)), strict=True)),
            "window": chance.choice(["", "days"]),
            "play": chance.choice(["", "loop", "back", "loop,back"]),
            "maps": "",
        })  # fmt: skip
    return made


GO = """async (hash) => {
  const heard = new Promise((done) => addEventListener('hashchange', done, { once: true }));
  location.hash = hash;
  await heard;
  return [campaignPlayer.state, campaignPlayer.link, campaignPlayer.settled,
    document.documentElement.lang];
}"""


def test_generated_states_come_back_from_their_links(open_page: OpenPage, file: Path) -> None:
    page = open_page(reduced_motion="reduce", viewport={"width": 400, "height": 480})
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    seen = []
    for wanted in reachable_states(30):
        state, link, settled, language = page.evaluate(GO, urlencode(wanted))
        assert settled and language == wanted["lang"]
        lat, lon, zoom = map(float, state["at"].split(","))
        asked = [float(part) for part in wanted["at"].split(",")]
        pixel = 360 / (256 * 2**zoom)
        assert zoom == asked[2]
        assert abs(lat - asked[0]) <= pixel and abs(lon - asked[1]) <= pixel
        assert {**state, "at": ""} == {**wanted, "at": ""}
        told = dict(parse_qsl(urlsplit(link).fragment, strict_parsing=True))
        usual = usual_values(CAMPAIGN)
        assert told == {
            name: text for name, text in state.items() if text and text != usual.get(name)
        }
        seen.append((state, link))
    # From wherever the reader is, a link leads back to its state, and gives the same link.
    for state, link in random.Random(1367).sample(seen, 15):
        assert page.evaluate(GO, urlsplit(link).fragment)[:2] == [state, link]


def test_a_link_opens_what_it_was_copied_from(open_page: OpenPage, file: Path) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    page.get_by_label("Account", exact=True).select_option("mek")
    page.get_by_label("Compare with").select_option("iranian-sources")
    page.evaluate("campaignPlayer.seek('1988-07-27')")
    page.locator(".cm-legend > summary").click()
    page.locator("[data-token='side:iraq']").uncheck()
    page.locator(".cm-legend > summary").click()
    page.locator(".cm-claim-head").first.click()
    page.mouse.move(520, 420)
    page.mouse.wheel(0, -300)
    page.wait_for_function("campaignPlayer.state.at")
    look = """() => [campaignPlayer.state, ...['.cm-force .cm-symbol', '.cm-place .cm-symbol'].map(
      (name) => [...document.querySelectorAll(name)].map((node) => {
        const { x, y } = node.getBoundingClientRect(); return [x, y]; }))]"""
    page.wait_for_function("location.hash.includes('at=')")
    page.wait_for_function("!document.querySelector('.leaflet-zoom-anim')")
    page.wait_for_function(
        "decodeURIComponent(location.hash).includes(`at=${campaignPlayer.state.at}`)"
    )
    before = page.evaluate(look)
    assert page.evaluate("campaignPlayer.link") == page.url
    assert page.evaluate("history.length") <= 2
    other = open_page(reduced_motion="reduce")
    other.goto(page.url)
    other.wait_for_function("window.campaignPlayer?.settled")
    after = other.evaluate(look)
    assert after[0] == before[0]
    for marks, same in zip(before[1:], after[1:], strict=True):
        assert len(marks) == len(same) > 0
        for one, two in zip(marks, same, strict=True):
            assert max(abs(one[0] - two[0]), abs(one[1] - two[1])) <= 1


def test_zooming_by_button_takes_the_map_and_reset_gives_it_back(page: Any, file: Path) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    assert page.evaluate("campaignPlayer.state.at") == ""
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("campaignPlayer.state.at")
    page.evaluate("campaignPlayer.seek('1988-07-27')")
    page.wait_for_function("campaignPlayer.settled")
    assert page.evaluate("campaignPlayer.state.at") != ""
    page.get_by_role("button", name="Back to the day's view").click()
    assert page.evaluate("campaignPlayer.state.at") == ""
    page.evaluate("campaignPlayer.seek('1988-07-26')")
    page.wait_for_function("location.hash === '#day=1988-07-26'")


BAD_LINKS = (
    "day=1988-09-01", "day=<b>&account=%3Cimg%20src=x%20onerror=alert(1)%3E", "lang=xx",
    "account=constructor&compare=__proto__", "select=events/none&hide=side:nowhere",
    "at=NaN,1,2", "at=91,46,5,6", "lang=toString", "still", "%E0%A4%A", "&&&===", "x" * 3000,
    f"day={'9' * 1_000_000}", "&day=" * 20_000, "hide=side:" * 9_000,
    "__proto__=x&hasOwnProperty=x&valueOf=x&__proto__[day]=1988-07-27",
    "at=Infinity,-Infinity,1e999", "day=１９８８-07-29", "day=۱۹۸۸-۰۷-۲۹",
    "select=%00&hide=%F0%9F%97%A1", "lang=fa%E2%80%AE", "step=NaN",
    "hide=" + "side:iraq," * 500,
)  # fmt: skip


def test_a_link_to_a_claim_looks_where_a_press_on_it_does(page: Any, file: Path) -> None:
    # It is framed before the bar has its height, and again once the map has its own.
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{file.as_uri()}#day=1988-07-26&select=events/air-raids-airfields")
    page.wait_for_function("campaignPlayer.settled")
    page.evaluate(PAINTED)
    opened = page.evaluate("campaignPlayer.state.at")
    page.evaluate("campaignPlayer.select('')")
    page.get_by_role("button", name="Back to the day's view").click()
    wait_settled(page)
    page.evaluate("campaignPlayer.select('events/air-raids-airfields')")
    wait_settled(page)
    assert opened and opened == page.evaluate("campaignPlayer.state.at")
    # Where the reader takes the map, it stays in a window of another size.
    before = page.evaluate(f"{MAP}.getZoom()")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(f"{MAP}.getZoom() !== {before}")
    wait_settled(page)
    zoom = page.evaluate(f"{MAP}.getZoom()")
    page.set_viewport_size({"width": 1000, "height": 500})
    page.evaluate(PAINTED)
    assert page.evaluate(f"{MAP}.getZoom()") == zoom


def test_what_a_bad_link_asks_for_is_left_out(page: Any, file: Path) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    for hash in BAD_LINKS:
        assert page.evaluate(GO, "account=mek&day=1988-07-26")[0]["account"] == "mek"
        state, _, settled, _ = page.evaluate(GO, hash)
        assert settled
        assert state == {
            "day": "1988-07-22", "account": "article", "compare": "", "select": "", "hide": "",
            "at": "", "lang": "en", "symbols": "", "step": "", "begin": "", "end": "", "window": "",
            "play": "", "maps": "",
        }, hash  # fmt: skip


def test_back_and_forward_go_through_links(page: Any, file: Path) -> None:
    page.goto(f"{file.as_uri()}#day=1988-07-26")
    page.wait_for_function("window.campaignPlayer?.day === '1988-07-26'")
    page.evaluate("location.hash = 'day=1988-07-28&account=mek'")
    page.wait_for_function("campaignPlayer.day === '1988-07-28'")
    page.go_back()
    page.wait_for_function("campaignPlayer.day === '1988-07-26'")
    assert page.evaluate("campaignPlayer.state.account") == "article"
    page.go_forward()
    page.wait_for_function("campaignPlayer.state.account === 'mek'")


def test_a_kind_of_any_letters_can_be_hidden_in_a_link(page: Any, tmp_path: Path) -> None:
    kind = "Überfall, (bei Nacht) & 夜 100%"

    def name_kind(folder: Folder) -> None:
        folder.set("events", 2, "kind", kind)

    file = tmp_path / "map.html"
    file.write_text(campaign_document(load_campaign(write_broken(tmp_path / "odd", name_kind))))
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    page.locator(".cm-legend > summary").click()
    page.locator(".cm-legend-kinds > summary").click()
    page.get_by_label(kind).uncheck()
    told = page.evaluate("campaignPlayer.state.hide")
    assert parse_state({"hide": told}) == PlayerState(hide=told)
    link = page.evaluate("campaignPlayer.link")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_function("window.campaignPlayer?.state.hide")
    page.locator(".cm-legend > summary").click()
    page.locator(".cm-legend-kinds > summary").click()
    assert not page.get_by_label(kind).is_checked()


# --- copying -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_link_and_frame_are_copied_by_keyboard(
    open_page: OpenPage, file: Path, language: str
) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(f"{file.as_uri()}#day=1988-07-27&lang={language}&hide=side:iraq")
    page.wait_for_function("window.campaignPlayer?.settled")
    tool = page.locator(".cm-tool[aria-expanded]")
    tool.focus()
    page.keyboard.press("Enter")
    assert tool.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.cm-copied').textContent")
    assert page.evaluate("document.activeElement.className") == "cm-copy"
    assert pasted(open_page) == page.evaluate("campaignPlayer.link")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.className === 'cm-copy'")
    code = pasted(open_page)
    assert code.startswith('<iframe src="my%20map%20%26%20more.html#day=1988-07-27&amp;')
    page.keyboard.press("Escape")
    assert tool.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.matches('.cm-tool[aria-expanded]')")
    # The code shows the same when it stands in a page beside the file.
    around = file.parent / f"around-{language}.html"
    around.write_text(f"<!DOCTYPE html><title>A page</title>{code}", encoding="utf-8")
    page.goto(around.as_uri())
    frame = page.locator("iframe").element_handle().content_frame()
    wait_in(frame, "window.campaignPlayer?.settled")
    assert frame.evaluate("campaignPlayer.state.lang") == language
    assert frame.evaluate("campaignPlayer.day") == "1988-07-27"
    assert page.locator("iframe").get_attribute("title") == in_language(CAMPAIGN, language).title


def pasted(open_page: OpenPage) -> str:
    """What stands in the clipboard."""
    page = open_page()
    page.set_content("<textarea></textarea>")
    page.locator("textarea").focus()
    page.keyboard.press("Control+V")
    text: str = page.locator("textarea").input_value()
    return text


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("fa", "dark")])
def test_axe_finds_nothing_in_the_open_panel(
    open_page: OpenPage, file: Path, language: str, scheme: str
) -> None:
    page = open_page(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{file.as_uri()}#day=1988-07-27&lang={language}")
    page.wait_for_function("window.campaignPlayer?.settled")
    page.locator(".cm-tool[aria-expanded]").click()
    page.locator(".cm-copy").first.click()
    page.wait_for_function("document.querySelector('.cm-copied').textContent")
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        panel = page.locator(".cm-share").bounding_box()
        tools = page.locator(".cm-corner").bounding_box()
        left, right = panel["x"], panel["x"] + panel["width"]
        assert left >= 0 and right <= width
        assert right <= tools["x"] or left >= tools["x"] + tools["width"]
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


def test_a_document_without_an_address_offers_no_link(page: Any, file: Path) -> None:
    page.set_content(
        '<iframe sandbox="allow-scripts" style="width: 900px; height: 600px"></iframe>'
    )
    text = file.read_text(encoding="utf-8")
    page.evaluate("text => { document.querySelector('iframe').srcdoc = text; }", text)
    frame = page.frame_locator("iframe")
    frame.locator(".leaflet-container").wait_for()
    frame.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    frame.locator(".cm-today-words", has_text="23 July").wait_for()
    frame.locator(".cm-tool[aria-expanded]").click()
    assert frame.locator(".cm-share-links").is_hidden()
    assert frame.locator(".cm-save-line").is_visible()


# --- the app -------------------------------------------------------------------------------


def frame_of(page: Any) -> Any:
    """The player's frame in the app."""
    page.frame_locator("iframe").locator(".leaflet-container").first.wait_for()
    frame = page.locator("iframe").element_handle().content_frame()
    wait_in(frame, "window.campaignPlayer?.link")
    return frame


def test_the_links_of_the_app_and_of_the_file_say_the_same(
    open_page: OpenPage, app_url: str, file: Path
) -> None:
    page = open_page(reduced_motion="reduce")
    for wanted in reachable_states(1):
        query = urlencode({name: value for name, value in wanted.items() if value})
        page.goto(f"{app_url}/?campaign=mersad-1988&{query}")
        frame = frame_of(page)
        wait_in(frame, f"campaignPlayer.state.at && campaignPlayer.day === '{wanted['day']}'")
        link = frame.evaluate("campaignPlayer.link")
        assert link.startswith(f"{app_url}/?")
        said = dict(parse_qsl(urlsplit(link).query))
        assert said.pop("campaign") == "mersad-1988"
        other = open_page(reduced_motion="reduce")
        other.goto(f"{file.as_uri()}#{query}")
        other.wait_for_function("window.campaignPlayer?.settled && campaignPlayer.state.at")
        assert dict(parse_qsl(urlsplit(other.evaluate("campaignPlayer.link")).fragment)) == said
        other.close()


def test_the_embedded_app_is_the_map_alone(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/?day=1988-07-27&embed=true")
    frame = frame_of(page)
    wait_in(frame, "campaignPlayer.day === '1988-07-27'")
    frame.evaluate("campaignPlayer.seek('1988-07-26')")
    page.wait_for_url("**day=1988-07-26*")
    assert "embed=true" in page.url
    assert page.get_by_role("tab").count() == 0
    assert page.get_by_role("heading").count() == 0
    assert "embed" not in frame.evaluate("campaignPlayer.link")


def test_what_the_map_shows_stands_in_the_address_of_the_app_and_in_what_it_copies(
    open_page: OpenPage, app_url: str
) -> None:
    page = open_page()
    page.goto(f"{app_url}/?day=1988-07-27")
    frame = frame_of(page)
    page.locator(".day h2", has_text="27 July").wait_for()
    # The page says of its own accord which campaign it is.
    page.wait_for_url("**?campaign=*&day=*")
    steps = page.evaluate("history.length")
    frame.get_by_role("button", name="Zoom in").click()
    page.wait_for_url("**at=*")
    at = frame.evaluate("campaignPlayer.state.at")
    frame.locator(".cm-tool[aria-expanded]").click()
    frame.get_by_role("button", name="Copy link").click()
    frame.locator(".cm-copied", has_text="Copied").wait_for()
    link = pasted(open_page)
    assert link.startswith(f"{app_url}/?")
    assert parse_qs(urlsplit(link).query)["day"] == ["1988-07-27"]
    frame.get_by_role("button", name="Copy embed code").click()
    wait_in(frame, "document.activeElement.className === 'cm-copy'")
    code = pasted(open_page)
    assert f'src="{app_url}/?' in code and "embed=true" in code
    page.goto(link)
    frame = frame_of(page)
    wait_in(frame, "campaignPlayer.state.at")
    assert frame.evaluate("campaignPlayer.state.at") == at
    assert page.evaluate("history.length") <= steps + 1
