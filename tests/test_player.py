"""The player as a reader meets it, in a real browser: scrubbing, keys, words and map."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import folium
import pytest

from mapping.format.campaign import Campaign, load_campaign
from mapping.player import campaign_document, campaign_map, day_layer
from mapping.telling.timeline import day_state
from tests.folders import Folder, write_broken
from tests.player import MAP, OpenPage, Show, boxes, settle, take_account, wait_settled
from tests.test_design import overlap

ZONES = ("Asia/Tehran", "UTC", "America/New_York", "Pacific/Auckland")


def drag(page: Any, start: float, end: float, moves: int, look: str) -> list[Any]:
    """Drag the slider between two times in so many moves; what `look` sees after each."""
    box = page.locator(".cm-rail").bounding_box()
    day = box["width"] / page.locator(".cm-stop").count()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + start * day + 1, y)
    page.mouse.down()
    seen = []
    for number in range(1, moves + 1):
        time = start + (end - start) * number / moves
        page.mouse.move(box["x"] + time * day - 1, y)
        seen.append(page.evaluate(look))
    page.mouse.up()
    return seen


SYMBOL = """() => {
  const symbol = document.querySelector('[data-force=mek-column] .cm-symbol');
  if (!symbol) return null;
  const box = symbol.getBoundingClientRect();
  return `${Math.round(box.x)} ${Math.round(box.y)}`;
}"""


@pytest.mark.main
def test_dragging_from_end_to_end_changes_the_time_at_nearly_every_move(show: Show) -> None:
    page = show()
    times = drag(page, 0, 9, 60, "campaignPlayer.time")
    assert sum(before != after for before, after in pairwise(times)) >= 55
    wait_settled(page)
    assert page.evaluate("campaignPlayer.day") == "1988-07-30"
    assert page.evaluate("document.documentElement.dataset.mark") == "same frame"


def test_the_column_moves_along_its_route_while_dragging(show: Show) -> None:
    page = show()
    seen = drag(page, 4, 6, 40, SYMBOL)
    assert len({place for place in seen if place}) >= 15


def test_letting_go_settles_on_the_day_and_shows_its_end(show: Show) -> None:
    page = show()
    drag(page, 0.2, 4.4, 5, "campaignPlayer.settled")
    wait_settled(page)
    assert page.evaluate("[campaignPlayer.day, campaignPlayer.time]") == ["1988-07-26", 5]


def test_listeners_hear_of_a_day_when_it_settles_and_not_before(show: Show) -> None:
    page = show()
    page.evaluate("heard = []; campaignPlayer.on('day', day => heard.push(day))")
    assert drag(page, 0.2, 5.5, 20, "heard.length")[-1] == 0
    assert page.evaluate("heard") == ["1988-07-27"]


@pytest.mark.parametrize("zone", ZONES)
def test_label_and_slider_name_the_same_day_in_every_time_zone(show: Show, zone: str) -> None:
    page = show(timezone_id=zone)
    page.locator("[role=slider]").focus()
    for number in range(22, 31):
        label = page.locator(".cm-today-words").text_content()
        words = page.locator("[role=slider]").get_attribute("aria-valuetext")
        assert f" {number} July 1988" in label
        assert words.startswith(label)
        assert page.evaluate("campaignPlayer.day") == f"1988-07-{number}"
        page.keyboard.press("ArrowRight")


def test_keys_step_days_hours_and_to_the_ends(show: Show) -> None:
    page = show()
    page.locator("[role=slider]").focus()
    for key, day in [("ArrowRight", 23), ("End", 30), ("ArrowLeft", 29), ("Home", 22)]:
        page.keyboard.press(key)
        assert page.evaluate("campaignPlayer.day") == f"1988-07-{day}"
    settle(page, "1988-07-26")
    page.keyboard.press("Shift+ArrowLeft")
    assert page.evaluate("campaignPlayer.time") == pytest.approx(5 - 1 / 24)
    page.keyboard.press("Space")
    assert page.evaluate("campaignPlayer.settled") is False
    page.keyboard.press("Space")
    wait_settled(page)


def test_from_the_slider_to_the_evidence_and_back_in_twelve_keys(show: Show) -> None:
    page = show()
    keys = ["Tab", *["ArrowRight"] * 5, "Enter", "Enter", "Escape"]
    page.evaluate("document.body.focus()")
    for key in keys[:-1]:
        page.keyboard.press(key)
    assert page.evaluate("campaignPlayer.day") == "1988-07-27"
    assert page.locator(".cm-claim.is-open .cm-passage").count() > 0
    page.keyboard.press(keys[-1])
    assert page.evaluate("document.activeElement.getAttribute('role')") == "slider"
    assert len(keys) <= 12


def test_playing_goes_through_all_days_in_the_time_it_promises(show: Show) -> None:
    # Frames come at 15 a second; the clock is the page's own, moved on by each frame.
    page = show()
    spent = page.evaluate(
        """async () => {
          let now = performance.now();
          performance.now = () => now;
          let due = null;
          window.requestAnimationFrame = (step) => { due = step; return 1; };
          campaignPlayer.seek(0);
          const start = now;
          campaignPlayer.play();
          for (let frames = 0; frames < 2000; frames += 1) {
            if (!due) break;
            now += 1000 / 15;
            const step = due; due = null; step?.(now);
          }
          return now - start;
        }"""
    )
    # Eight days with words of their own, four to six seconds each, and one that repeats another.
    assert 8 * 4_000 + 1_000 <= spent <= 8 * 6_000 + 1_000


# --- what each day shows -------------------------------------------------------------------


def claims(page: Any, heading: str) -> list[str]:
    """The titles of the claims in the story's section of that heading."""
    section = page.locator(".cm-group", has=page.locator("h3", has_text=heading))
    return section.locator(".cm-claim-title").all_text_contents()


def test_22_july_has_the_dated_attacks_and_zardeh_is_counted(show: Show) -> None:
    page = show()
    assert claims(page, "This day") == ["Chemical attacks on villages near the border"]
    assert "Chemical bombing of Zardeh" in claims(page, "Undated in this account")
    counted = page.locator(".cm-more.is-undated[data-rows~='events/zardeh-chemical']")
    assert counted.text_content() == "1 undated"
    assert counted.get_attribute("title") == "1 undated\nChemical bombing of Zardeh"
    counted.click()
    assert page.evaluate("campaignPlayer.state.select") == "events/zardeh-chemical"
    assert page.locator("[data-row='events/chemical-border-villages'].is-hollow").count() == 0
    assert page.locator("[data-force='mek-column']").count() == 0


@pytest.mark.parametrize("day", ["1988-07-23", "1988-07-24", "1988-07-25"])
def test_days_without_a_dated_claim_say_so(show: Show, day: str) -> None:
    page = show()
    settle(page, day)
    assert page.locator(".cm-told .cm-headline").text_content().startswith("No dated claim")
    assert claims(page, "This day") == []


def test_26_july_the_column_crosses(show: Show) -> None:
    page = show()
    settle(page, "1988-07-26")
    assert "The MEK column crosses the border" in claims(page, "This day")
    # Where it came to by the day's end is not known: it stands nowhere for certain.
    assert page.locator("[data-force='mek-column'][data-presence=between]").count() == 1
    assert page.locator(".cm-arrow", has_text="Tabriz").count() == 1


@pytest.mark.parametrize(
    ("day", "event"),
    [("1988-07-22", "chemical-border-villages"), ("1988-07-26", "border-crossing")],
)
def test_a_phone_shows_the_days_own_event_on_the_map(show: Show, day: str, event: str) -> None:
    page = show(viewport={"width": 390, "height": 844})
    settle(page, day)
    page.locator(f".folium-map [data-row='events/{event}']").first.wait_for(state="visible")


@pytest.mark.main
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_27_july_the_column_stands_between_two_passes(show: Show, size: tuple[int, int]) -> None:
    page = show(viewport={"width": size[0], "height": size[1]})
    settle(page, "1988-07-27")
    centres = {}
    for force in ("irgc-basij", "mek-column", "forces-at-hassanabad"):
        box = page.locator(f"[data-force={force}] .cm-symbol").bounding_box()
        centres[force] = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    ahead, column, behind = centres.values()
    assert behind[0] < column[0] < ahead[0]
    assert ((ahead[0] - behind[0]) ** 2 + (ahead[1] - behind[1]) ** 2) ** 0.5 > 40
    names = page.locator(".cm-place .cm-label:not(.is-hidden) .cm-name").all_text_contents()
    assert {"Chaharzebar pass", "Hassanabad pass"} <= set(names)


@pytest.mark.main
def test_player_and_timeline_agree_on_every_day(show: Show, mersad: Campaign) -> None:
    page = show()
    for day in mersad.calendar:
        settle(page, day.isoformat())
        drawn = page.evaluate("campaignPlayer.positions")
        state = day_state(mersad, day)
        assert drawn.keys() == {force.force.force_id for force in state.forces}
        for force in state.forces:
            expected = (*force.position.point, force.position.km)
            assert drawn[force.force.force_id] == pytest.approx(expected, abs=1e-3)


@pytest.mark.main
def test_a_claim_shows_who_says_so_where_and_in_which_words(show: Show) -> None:
    page = show()
    settle(page, "1988-07-27")
    page.locator(".cm-claim-head", has_text="The road is blocked at Chaharzebar").click()
    passage = page.locator(".cm-claim.is-open .cm-passage").first
    assert "On July 27, just one day into the offensive" in passage.text_content()
    assert "How was the invasion crushed? ¶4" in passage.text_content()
    assert "#:~:text=" in passage.locator("a").get_attribute("href")
    assert page.locator(".cm-pictogram.is-chosen").count() >= 1


@pytest.mark.main
def test_a_press_on_the_map_opens_the_words(show: Show) -> None:
    page = show()
    settle(page, "1988-07-26")
    page.locator("[data-row='events/border-crossing'].cm-pictogram").first.click()
    opened = page.locator(".cm-claim.is-open .cm-claim-title").text_content()
    assert opened == "The MEK column crosses the border"


def test_the_readers_view_is_kept(show: Show) -> None:
    page = show()
    box = page.locator(".leaflet-container").bounding_box()
    page.mouse.move(box["x"] + 400, box["y"] + 400)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 300, steps=5)
    # A hand that lets go while it moves would leave the map in a swing.
    page.evaluate(f"() => {{ {MAP}.options.inertia = false; }}")
    page.mouse.up()
    view = "document.querySelector('.leaflet-map-pane').style.transform"
    before = page.evaluate(view)
    settle(page, "1988-07-27")
    settle(page, "1988-07-24")
    assert page.evaluate(view) == before


def test_days_frame_the_map_in_every_size_until_the_reader_moves_it(
    open_page: OpenPage, mersad_file: Path
) -> None:
    def opened(size: dict[str, int], day: str) -> Any:
        page = open_page(viewport=size)
        page.goto(f"{mersad_file.as_uri()}#day={day}")
        page.wait_for_function("window.campaignPlayer?.settled")
        return page

    def seen(page: Any, size: dict[str, int]) -> str:
        page.wait_for_function(f"{MAP}.getSize().x <= {size['width']}")
        page.wait_for_function(f"{MAP}.getSize().y <= {size['height']}")
        wait_settled(page)
        return str(page.evaluate(f"{MAP}.getBounds().toBBoxString()"))

    tall, low = {"width": 390, "height": 844}, {"width": 844, "height": 390}
    page = opened(tall, "1988-07-24")
    # Each press comes while the map is still on its way to the day before.
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(150)
    wait_settled(page)
    assert page.evaluate("[campaignPlayer.day, campaignPlayer.state.at]") == ["1988-07-28", ""]
    page.set_viewport_size(low)
    assert seen(page, low) == seen(opened(low, "1988-07-28"), low)


def test_a_flight_that_was_cut_short_still_arrives(show: Show) -> None:
    page = show(reduced_motion="no-preference")
    bounds = f"{MAP}.getBounds().toBBoxString()"
    views = []
    for is_cut_short in (True, False):
        settle(page, "1988-07-24")
        before = page.evaluate(bounds)
        page.locator(".cm-window-button").click()
        page.wait_for_function(f"before => {bounds} !== before", arg=before)
        if not is_cut_short:
            wait_settled(page)
        # What these days are about is the same, and seen from the same place.
        page.keyboard.press("ArrowRight")
        wait_settled(page)
        views.append(page.evaluate(bounds))
        page.locator(".cm-window-button").click()
    assert views[0] == views[1]


def test_nothing_is_cut_or_wider_than_a_small_phone(show: Show) -> None:
    page = show(viewport={"width": 320, "height": 640})
    for day in ("1988-07-22", "1988-07-27"):
        settle(page, day)
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


# --- safety --------------------------------------------------------------------------------

HOSTILE = (
    "<img src=x onerror=window.hacked=1>", "</script><script>window.hacked=1</script>",
    "{{ 7*7 }}{% raise %}", "${window.hacked=1}`", "'\"><svg onload=window.hacked=1>",
)  # fmt: skip


TEXTS = ("title", "summary", "name", "headline", "text", "locator", "words", "note", "label",
         "answer")  # fmt: skip


@pytest.fixture
def hostile(tmp_path: Path) -> Campaign:
    """A campaign whose texts all try to be more than texts."""
    return load_campaign(write_broken(tmp_path / "hostile", poison))


def poison(folder: Folder) -> None:
    """Put the hostile words into every cell that holds free text."""
    for rows in folder.tables.values():
        heading, *body = rows
        for row in body:
            row += [""] * (len(heading) - len(row))
            for number, column in enumerate(heading):
                if column in TEXTS:
                    row[number] = " ".join(HOSTILE)[:200]
    folder.head = folder.head.replace("A tiny campaign", " ".join(HOSTILE[:2]).replace('"', ""))


def test_texts_are_texts(show: Show, hostile: Campaign, tmp_path: Path) -> None:
    file = tmp_path / "hostile.html"
    file.write_text(campaign_document(hostile), encoding="utf-8")
    page = show(file)
    for day in hostile.calendar:
        settle(page, day.isoformat())
        for head in page.locator(".cm-claim-head").all():
            head.click()
    assert page.evaluate("window.hacked") is None
    assert HOSTILE[0] in page.locator(".cm-story").text_content()
    assert HOSTILE[2] in page.locator(".cm-story").text_content()


def test_a_day_layer_is_text_in_anybodys_map(
    open_page: OpenPage, hostile: Campaign, tmp_path: Path
) -> None:
    shown = campaign_map(hostile)
    for day in hostile.calendar:
        day_layer(hostile, day).add_to(shown)
    file = tmp_path / "layer.html"
    shown.save(str(file))
    page = open_page()
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    for path in page.locator(".leaflet-overlay-pane path.leaflet-interactive").all():
        path.dispatch_event("mouseover")
    assert page.evaluate("window.hacked") is None


# --- the document, without a browser -------------------------------------------------------


def test_a_day_layer_goes_into_any_folium_map(mersad: Campaign) -> None:
    shown = folium.Map(tiles=None)
    layer = day_layer(mersad, "1988-07-27").add_to(shown)
    assert isinstance(layer, folium.FeatureGroup)
    html = shown.get_root().render()
    assert "The road is blocked at Chaharzebar" in html
    with pytest.raises(ValueError, match="not a day of this campaign"):
        day_layer(mersad, "1988-08-01")


@pytest.mark.parametrize("inner", [False, True])
def test_a_map_stands_in_anybodys_figure(
    open_page: OpenPage, mersad: Campaign, tmp_path: Path, inner: bool
) -> None:
    """In a `folium.Figure`, as `streamlit_folium.folium_static` makes one, or with layers added."""
    shown = campaign_map(mersad)
    folium.CircleMarker([34.2, 46.2], popup="mine").add_to(shown)
    figure = folium.Figure(width=900, height=500).add_child(shown) if inner else shown
    file = tmp_path / "figure.html"
    figure.save(str(file))
    page = open_page()
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer?.settled")
    assert page.locator(".leaflet-container").bounding_box()["height"] > 100
    page.locator("path[class=leaflet-interactive]").dispatch_event("click")
    assert page.locator(".leaflet-popup").text_content().strip().startswith("mine")


def test_the_document_is_whole_and_always_the_same(mersad: Campaign) -> None:
    document = campaign_document(mersad)
    assert document == campaign_document(mersad)
    assert "sourceMappingURL" not in document
    assert "<link" not in document
    assert "src=http" not in document.replace('"', "")


def test_the_payload_cannot_leave_its_script(hostile: Campaign) -> None:
    document = campaign_document(hostile)
    start = document.index('id="campaign-data">') + len('id="campaign-data">')
    payload = json.loads(document[start : document.index("</script>", start)])
    texts = json.dumps(payload)
    assert "{{ 7*7 }}" in texts


# --- accounts ------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["1988-07-25", "1988-07-26"])
def test_compared_accounts_disagree_about_the_crossing_in_the_first_screen(
    show: Show, day: str
) -> None:
    page = show()
    settle(page, day)
    take_account(page, "article", "iranian-sources")
    question = page.locator("[data-question=crossing-day]")
    box = question.bounding_box()
    assert box["y"] + box["height"] < page.locator(".cm-bar").bounding_box()["y"]
    answers = question.locator(".cm-answer").all_text_contents()
    assert "26 July" in answers[0] and "Press TV, 2025-07-26" in answers[0]
    assert "25 July" in answers[1] and "wikidefa" in answers[1]
    question.locator("button").nth(1).click()
    opened = page.locator(".cm-claim.is-open")
    assert opened.get_attribute("data-row") == "events/ir-crossing"
    assert opened.locator(".cm-passage").count() == 6


def test_compared_accounts_are_both_on_the_map_and_told_apart_without_colour(show: Show) -> None:
    page = show()
    settle(page, "1988-07-26")
    take_account(page, "article", "iranian-sources")
    columns = page.locator("[data-force=mek-column]")
    assert columns.count() == 2
    assert sorted(columns.locator(".cm-label > .cm-letter").all_text_contents()) == ["A", "B"]
    assert page.locator(".cm-way.is-second").count() > 0
    headlines = [line.bounding_box() for line in page.locator(".cm-headline").all()]
    assert headlines[0]["y"] == headlines[1]["y"]


def test_letters_on_the_map_follow_accounts_that_change_places(
    show: Show, mersad: Campaign
) -> None:
    page = show()
    for compared in (["article", "iranian-sources"], ["iranian-sources", "article"]):
        # By an address both change at once.
        page.evaluate(
            """([one, other]) => {
              location.hash = `day=1988-07-26&account=${one}&compare=${other}`; }""",
            compared,
        )
        page.wait_for_function(
            "both => [campaignPlayer.state.account, campaignPlayer.state.compare].join() === both",
            arg=",".join(compared),
        )
        wait_settled(page)
        lettered = page.locator(".cm-place .cm-pictogram.has-letter").evaluate_all(
            "all => all.map((one) => [one.dataset.row, one.textContent])"
        )
        assert len(lettered) > 1
        for row, letter in lettered:
            tellers = mersad.events[row.removeprefix("events/")].account_ids
            assert [letter] == ["AB"[compared.index(one)] for one in compared if one in tellers]


def test_changing_the_account_keeps_day_and_view(show: Show) -> None:
    page = show()
    settle(page, "1988-07-25")
    take_account(page, "iranian-sources")
    page.locator(".cm-claim-head", has_text="Iraqi offensive in Khuzestan").click()
    view = "document.querySelector('.leaflet-map-pane').style.transform"
    before = page.evaluate(view)
    take_account(page, "press-1988")
    assert page.evaluate("campaignPlayer.day") == "1988-07-25"
    assert page.evaluate("campaignPlayer.state.select") == "", "the press does not tell this row"
    assert page.evaluate(view) == before
    assert page.evaluate("document.documentElement.dataset.mark") == "same frame"


def test_what_is_contested_carries_its_mark_and_leads_to_all_answers(show: Show) -> None:
    page = show()
    settle(page, "1988-07-27")
    assert page.locator(".cm-pictogram.is-contested").count() > 0
    assert page.locator(".cm-strip .is-contested").count() > 0
    page.evaluate("campaignPlayer.select('events/cut-off-hassanabad')")
    question = page.locator(".cm-claim.is-open [data-question=hassanabad]")
    assert question.locator(".cm-answer").count() == 4
    question.locator("button", has_text="Iranian sources").first.click()
    assert page.evaluate("campaignPlayer.state.compare") == "iranian-sources"
    assert page.evaluate("campaignPlayer.state.select") == "events/ir-stopped-hassanabad"


@pytest.mark.parametrize(
    ("account", "day", "title"),
    [
        ("iranian-sources", "1988-07-25", "The MEK crosses the border at Khosravi"),
        ("iranian-sources", "1988-07-25", "The MEK takes Eslamabad-e Gharb"),
        ("iranian-sources", "1988-07-28", "Eslamabad-e Gharb is attacked from the rear"),
        ("press-1988", "1988-07-22", "Iran's news agency reports that Iraq has occupied"),
        ("press-1988", "1988-07-29", "The MEK says that it left both towns after 72 hours"),
        ("mek", "1988-07-28", "The MEK decides to withdraw"),
    ],
)
def test_each_account_tells_its_own_days(show: Show, account: str, day: str, title: str) -> None:
    page = show()
    take_account(page, account)
    settle(page, day)
    assert any(said.startswith(title) for said in claims(page, "This day"))


def test_ids_and_kinds_that_javascript_knows_are_only_words(show: Show, tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.set("events", 2, "kind", "constructor")
        folder.set("events", 3, "kind", "__proto__")
        folder.set("places", 2, "kind", "constructor")

    file = tmp_path / "words.html"
    campaign = load_campaign(write_broken(tmp_path / "words", spoil))
    file.write_text(campaign_document(campaign), encoding="utf-8")
    page = show(file)
    settle(page, "1988-07-24")
    page.evaluate("campaignPlayer.select('constructor')")
    assert page.evaluate("campaignPlayer.state.select") == ""
    drawn = page.locator(".cm-place-symbol path").evaluate_all(
        "paths => paths.map(path => path.getAttribute('d'))"
    )
    assert not any("function" in path for path in drawn)


def test_who_holds_a_place_does_not_depend_on_the_way_there(show: Show) -> None:
    page = show()
    held = "[...document.querySelectorAll('.cm-place')].map(place => place.dataset.held)"
    settle(page, "1988-07-25")
    page.locator("[role=slider]").focus()
    page.keyboard.press("ArrowRight")
    wait_settled(page)
    stepped = page.evaluate(held)
    settle(page, "1988-07-22")
    settle(page, "1988-07-26")
    assert page.evaluate(held) == stepped


# --- the opening, ribbons and arcs ------------------------------------------------------------


def test_the_map_opens_on_the_whole_campaign(open_page: OpenPage, mersad_file: Path) -> None:
    page = open_page()
    page.goto(mersad_file.as_uri())
    page.locator(".cm-preview .cm-name", has_text="MEK column").wait_for()
    assert page.locator(".cm-preview .cm-preview-day").all_text_contents() == ["27 July"]
    assert page.locator(".cm-preview-end").text_content() == "Blocked at Chaharzebar"
    signs = ":is(.cm-pictogram, .cm-more, .cm-area):visible"
    assert page.locator(f".leaflet-container {signs}").count() == 0
    assert page.locator(".cm-facing").count() == 1
    # Who asks for a language alone begins at the beginning.
    page.evaluate("location.hash = 'lang=fa'")
    page.wait_for_function("document.documentElement.lang === 'fa'")
    assert page.locator(".cm-cover:visible").count() == 1
    page.evaluate("location.hash = 'lang=en'")
    # Beside it stands what the story tells, not a day; a press leads to any step, and after the
    # last one to the days.
    page.get_by_role("heading", name="The story in 8 steps").wait_for()
    assert not page.locator(".cm-story-head").is_visible()
    page.get_by_role("button", name="What is not known").click()
    page.locator(".cm-cover").wait_for(state="detached")
    assert page.evaluate("campaignPlayer.state.step") == "8"
    assert page.locator(".cm-preview").count() == 0
    page.locator(".cm-turns").get_by_role("button", name="Explore the days").click()
    page.locator(".cm-story-head").wait_for()
    assert page.locator(f".leaflet-container {signs}").count() > 0


def test_the_column_is_the_head_of_its_way_between_two_arcs(show: Show) -> None:
    page = show()
    page.evaluate("campaignPlayer.step(6)")
    assert page.locator(".cm-arrow").count() == 0, "what lies outside is not of the step"
    head = page.locator("path.cm-ribbon.cm-today.cm-of-mek").last
    assert head.evaluate("head => head.closest('.leaflet-pane').className").count("heads") == 1
    assert page.locator("[data-force=mek-column].is-riding").count() == 1
    arcs = page.locator(".cm-facing")
    assert sorted(arcs.evaluate_all("all => all.map(one => one.dataset.row)")) == [
        "events/block-chaharzebar", "events/cut-off-hassanabad",
    ]  # fmt: skip
    # One stands ahead and faces back, the other behind and faces ahead; that one is not sure.
    turns = arcs.evaluate_all(
        "all => all.map(one => Number(one.firstChild.style.transform.match(/-?\\d+/)[0]))"
    )
    assert 90 < abs(turns[0] - turns[1]) % 360 < 270
    assert page.locator(".cm-facing.is-unsure").get_attribute("data-row").endswith("hassanabad")
    settle(page, "1988-07-28")
    assert page.locator("[data-force=mek-column].is-riding").count() == 0
    assert page.locator(".cm-arrow").count() > 0


# --- finding ----------------------------------------------------------------------------------


def test_anything_is_found_by_keyboard_and_leads_there(show: Show) -> None:
    page = show()
    field = page.get_by_role("combobox", name="Find")
    options = page.locator(".cm-found [role=option]")

    def look(words: str) -> None:
        page.locator("[role=slider]").focus()
        page.keyboard.press("/")
        field.fill(words)

    look("5 mordad")
    assert "27 July" in str(options.first.text_content())
    page.keyboard.press("Enter")
    assert page.evaluate("campaignPlayer.day") == "1988-07-27"
    assert page.locator("[role=slider]:focus").count() == 1
    look("july 26")
    page.keyboard.press("Enter")
    assert page.evaluate("campaignPlayer.day") == "1988-07-26"
    look("crosses the border")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.evaluate("campaignPlayer.state.select").endswith("crossing")
    # A place by another spelling of its name; the address holds where the map went.
    look("islamabad")
    assert "Eslamabad-e Gharb" in str(options.first.text_content())
    page.keyboard.press("Enter")
    assert page.evaluate("campaignPlayer.state.at").startswith("34.1")
    # A town of the ground, of which nothing is told, by its name in the other language.
    look("سنندج")
    assert options.all_text_contents() == ["Sanandaj"]
    page.keyboard.press("Enter")
    wait_settled(page)
    assert page.evaluate("campaignPlayer.state.at").startswith("35.3")
    assert page.locator(".cm-town .cm-name", has_text="Sanandaj").is_visible()
    look("nothing of that name")
    assert page.get_by_role("status").filter(has_text="0 found").count() == 1
    page.keyboard.press("Escape")
    assert not field.is_visible()


FLIGHT = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const map = MAP;
  const [sizes, told, shared, said, spots] = [[], new Set(), [], [], new Map()];
  const names = () => [...document.querySelectorAll('.leaflet-pane .cm-label')]
    .filter((label) => getComputedStyle(label).visibility === 'visible')
    .map((label) => label.getBoundingClientRect());
  const live = document.querySelector('main > .cm-live');
  new MutationObserver(() => said.push(live.textContent)).observe(live, { childList: true });
  document.querySelector('.cm-claim-head').focus();
  campaignPlayer.seek('1988-07-27');
  do {
    await frame();
    const heads = document.querySelectorAll('.leaflet-pane path.cm-ribbon.cm-today');
    const { width, height } = [...heads].at(-1).getBoundingClientRect();
    sizes.push(Math.max(width, height));
    const boxes = names();
    shared.push(...boxes.flatMap((a, at) => boxes.slice(at + 1).map((b) =>
      Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
      Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)))));
    if (campaignPlayer.time < 6) {
      const page = document.querySelector('.cm-page-day');
      const words = ['.cm-date', '.cm-headline'].map((one) => page.querySelector(one).textContent);
      told.add([...words, getComputedStyle(page.querySelector('.cm-told')).opacity].join(' '));
    } else {
      const name = document.querySelector('[data-force=mek-column] .cm-label');
      spots.set(map.getZoom(), name.style.transform);
    }
  } while (!campaignPlayer.settled);
  // The last picture may be laid out where the flight ended.
  return {
    sizes, told: [...told], shared: Math.max(...shared), said,
    spots: [...spots.values()].slice(0, -1),
    hadFocus: document.activeElement.closest('.cm-page') !== null,
  };
}""".replace("MAP", MAP)


def test_words_and_names_keep_their_places_while_the_day_changes(show: Show) -> None:
    page = show(reduced_motion="no-preference")
    settle(page, "1988-07-26")
    seen = page.evaluate(FLIGHT)
    assert len(seen["sizes"]) > 4
    assert 15 < max(seen["sizes"]) < 40, "a picture of a head would grow eightfold"
    before = "Tuesday 26 July 1988 The MEK column crosses the border 1"
    assert seen["told"] == [before], "what is told waits until the ribbon has grown"
    assert str(page.locator(".cm-page-day .cm-headline").text_content()).startswith("Blocked")
    assert len(seen["said"]) == 1 and seen["hadFocus"]
    assert len(set(seen["spots"])) <= 1, "a name stays at its force"
    assert seen["shared"] < 140, "names make way for what moves"
    # What still stands of the day before leads to that day; cards turn as often as they are asked.
    claim = "document.querySelector('[data-row=\"events/block-chaharzebar\"] .cm-claim-head')"
    page.evaluate(f"() => {{ campaignPlayer.seek('1988-07-26'); {claim}.click(); }}")
    wait_settled(page)
    assert page.evaluate("campaignPlayer.day") == "1988-07-27"
    assert page.locator("[data-row='events/block-chaharzebar'].is-open").count() == 1
    turn = "document.querySelector('[data-turn=next]').click()"
    page.evaluate(f"() => {{ campaignPlayer.step(2); {turn}; {turn}; }}")
    wait_settled(page)
    assert str(page.locator(".cm-step-count").text_content()).startswith("Step 4")


@pytest.mark.parametrize("size", [(640, 340), (844, 330), (390, 740), (1024, 600)])
def test_the_ways_in_are_never_cut(
    open_page: OpenPage, mersad_file: Path, russia_file: Path, size: tuple[int, int]
) -> None:
    page = open_page(viewport={"width": size[0], "height": size[1]})
    for file in (mersad_file, russia_file):
        page.goto(file.as_uri())
        stage = page.locator(".cm-stage").bounding_box()
        said = page.locator(".cm-cover-days")
        assert said.is_visible() and str(said.text_content())[-4:] in ("1988", "1812")
        for button in page.locator(".cm-cover-ways button").all():
            box = button.bounding_box()
            assert box["y"] + box["height"] <= stage["y"] + stage["height"]
            assert box["x"] + box["width"] <= stage["x"] + stage["width"]
        page.wait_for_function("campaignPlayer.settled")
        (shade,) = boxes(page, ".cm-cover")
        names = boxes(page, ".cm-label:not(.is-hidden)") + boxes(page, ".cm-country")
        assert len(names) > 4 and max(overlap(shade, one) for one in names) < 60, (
            "none is half pale"
        )
        (credits,) = boxes(page, ".leaflet-control-attribution")
        assert overlap(shade, credits) < 1 or size[1] > 520
        seen = ".cm-preview > .cm-label:not(.is-hidden)"
        assert boxes(page, f"{seen} > .cm-name") and boxes(page, f"{seen} > .cm-preview-end")


def test_who_left_for_nobody_knows_where_has_no_head(open_page: OpenPage, tmp_path: Path) -> None:
    """An arrow head would say that it came to the last place that is known."""

    def spoil(folder: Folder) -> None:
        for column in ("lat", "lon", "radius_km"):
            folder.set("places", 3, column, "")

    file = tmp_path / "map.html"
    campaign = load_campaign(write_broken(tmp_path / "tiny", spoil))
    file.write_text(campaign_document(campaign), encoding="utf-8")
    page = open_page(reduced_motion="reduce")
    page.goto(file.as_uri())
    page.locator(".cm-ribbon.cm-today").first.wait_for(state="attached")
    tips = "path => path.getAttribute('d') !== '' && !/^M0 0/.test(path.getAttribute('d'))"
    heads = page.locator(".leaflet-pane[class*=heads] path.cm-ribbon")
    assert not any(heads.evaluate_all(f"all => all.map({tips})"))
    assert page.locator(".cm-preview").count() == 0
    page.goto(f"{file.as_uri()}#day=1988-07-24")
    wait_settled(page)
    assert page.locator("[data-force=column].is-riding").count() == 0
