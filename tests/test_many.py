"""Very much of everything: what is drawn, printed and saved of it stays bounded, and is counted."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from mapping.format.campaign import Campaign, load_campaign
from mapping.player import campaign_document
from mapping.telling.timeline import day_states, position
from tests.bench.crowd import write_crowd
from tests.bench.places import write_places
from tests.player import MAP, PAINTED, Show, boxes, wait_settled
from tests.test_any_campaign import MOST_OVERLAP
from tests.test_design import overlap
from tests.test_picture import save

PRINT = "dispatchEvent(new Event('beforeprint'))"
PRINTED = "dispatchEvent(new Event('afterprint'))"


POINTS_OF_PATHS = """(text) =>
  [...new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('path')]
    .map((path) => path.getAttribute('d').split('M').length - 1)"""
"""How many pieces each path of a drawing has."""
PIXEL = """([layer, at, dx]) => {
  const canvas = document.querySelectorAll('.cm-dots-forces')[layer];
  const sharp = devicePixelRatio;
  const [x, y] = [Math.round(at.x * sharp) + dx, Math.round(at.y * sharp)];
  return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data].join();
}"""
"""The colour of a canvas of forces beside a point of the map, so many pixels of the screen off."""
ALONE = """() => {
  const map = window[document.querySelector('.folium-map').id];
  const marks = new Set([...document.querySelectorAll('.cm-force')].map(one => one.dataset.force));
  const all = Object.entries(campaignPlayer.positions)
    .map(([id, [lat, lon]]) => ({ id, ...map.latLngToContainerPoint([lat, lon]) }));
  return all.find(({ id, x, y }) => !marks.has(id) && Number(id.slice(6)) % 2 && x > 50 && y > 250
    && all.every((one) => one.id === id || Math.hypot(one.x - x, one.y - y) > 18));
}"""
"""A force of the round symbol on the canvas that no other one touches."""


def opened(show: Show, campaign: Campaign, folder: Path) -> Any:
    """The page with a campaign's document."""
    file = folder / "player.html"
    file.write_text(campaign_document(campaign), encoding="utf-8")
    return show(file)


def test_of_a_force_with_very_many_rows_those_of_the_day_are_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On each of 60 days one of 60 events puts the force somewhere else."""
    folder = write_places(tmp_path / "places", events=120, days=60)
    forces = folder / "forces.csv"
    forces.write_text(forces.read_text("utf-8").replace(",no", ","), encoding="utf-8")
    campaign = load_campaign(folder)
    asked = []
    is_at = position._is_at

    def count(*given: Any) -> bool:
        asked.append(given)
        return is_at(*given)

    monkeypatch.setattr(position, "_is_at", count)
    day_states(campaign, "")
    assert 0 < len(asked) <= 4 * len(campaign.events)


def test_a_sheet_of_very_much_has_the_first_of_each_list_and_counts_the_rest(
    show: Show, tmp_path: Path
) -> None:
    campaign = load_campaign(write_crowd(tmp_path / "crowd", forces=600, days=6, each_days=2))
    page = opened(show, campaign, tmp_path)
    page.evaluate(PRINT)
    lists = page.locator(".cm-print-claims").evaluate_all(
        "all => all.map(one => one.children.length)"
    )
    assert len(lists) == 6 and max(lists) == 51
    assert "and 70 more, which are not printed" in page.locator(".cm-print-left").first.inner_text()
    last = page.locator(".cm-print-day").last
    assert "550 more, which are not printed" in last.locator(".cm-print-line").inner_text()
    # Ways that look alike are one line, and names that found no room are counted.
    assert 0 < last.locator(".cm-print-way").count() < 9
    assert last.locator(".cm-print-force").count() > 100
    assert "forces are named here" in last.locator(".cm-print-note").inner_text()
    page.evaluate(PRINTED)


def test_a_handout_of_very_many_steps_begins_with_the_open_one(show: Show, tmp_path: Path) -> None:
    campaign = load_campaign(write_places(tmp_path / "places", events=90, days=90))
    page = opened(show, campaign, tmp_path)
    page.evaluate("location.hash = 'step=12'")
    page.wait_for_function("campaignPlayer.state.step === '12'")
    page.evaluate(PRINT)
    steps = page.locator(".cm-handout-page[data-step]")
    assert [steps.first.get_attribute("data-step"), steps.count()] == ["12", 60]
    assert "Steps 12 to 71 of 90" in page.locator(".cm-print-note").first.inner_text()
    # Pages that show the same ground share one picture of it.
    grounds = page.locator(".cm-handout image").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    assert len(grounds) == 60 and len(set(grounds)) == 1
    page.evaluate(PRINTED)


def test_very_many_sources_are_counted_on_paper_and_those_named_there_come_first(
    show: Show, tmp_path: Path
) -> None:
    folder = write_places(tmp_path / "places", events=4, days=2)
    sources, evidence = folder / "sources.csv", folder / "evidence.csv"
    with sources.open("a", encoding="utf-8") as file:
        file.writelines(f"book-{number},book,Book {number}\n" for number in range(900))
    with evidence.open("a", encoding="utf-8") as file:
        file.writelines(f"events,event-0,book-{number},,supports\n" for number in range(100))
        file.writelines(f"events,event-1,book-899,p. {number},supports\n" for number in range(40))
    page = opened(show, load_campaign(folder), tmp_path)
    for step in (0, 1):
        page.evaluate("step => campaignPlayer.step(step)", step)
        page.evaluate(PRINT)
        listed = page.locator(".cm-print .cm-sources > li")
        assert listed.count() == 201
        assert listed.last.inner_text() == "and 701 more, which are not printed"
        assert "Book 899" in listed.locator("h3").all_inner_texts()
        said = page.locator(".cm-print-source").all_inner_texts()
        assert max(map(len, said)) < 300
        assert sum("and 89 more, which are not printed" in one for one in said) == 1
        page.evaluate(PRINTED)
    # On the handout's last page they begin beneath their heading.
    page.emulate_media(media="print")
    head, first = (
        boxes(page, f".cm-handout > :last-child {one}")[0] for one in ("> h2", ".cm-entry")
    )
    assert head["y"] + head["height"] <= first["y"]
    page.emulate_media(media="screen")


def test_a_picture_of_very_many_places_shows_those_that_rest_and_counts_names(
    show: Show, tmp_path: Path
) -> None:
    campaign = load_campaign(write_places(tmp_path / "places", events=1600, days=2))
    page = opened(show, campaign, tmp_path)
    drawn = save(page, "SVG")[1].decode()
    assert "of 800 places of this day are named here" in drawn
    # A day without a headline is not a day without claims.
    assert "800 events" in drawn and "No dated claim" not in drawn
    dots = max(page.evaluate(POINTS_OF_PATHS, drawn))
    assert 800 < dots <= 1600


def test_of_two_accounts_of_very_many_forces_each_is_told_apart_named_once_and_counted(
    show: Show, tmp_path: Path
) -> None:
    folder = write_crowd(tmp_path / "crowd", forces=190, days=10, each_days=2)
    head = folder / "campaign.toml"
    accounts = "".join(f'\n[[accounts]]\nid = "{one}"\ntitle = "{one}"\n' for one in "ab")
    head.write_text(head.read_text("utf-8") + accounts, encoding="utf-8")
    page = opened(show, load_campaign(folder), tmp_path)
    page.evaluate("location.hash = 'day=2000-06-10&compare=b'")
    page.wait_for_function("campaignPlayer.state.compare === 'b'")
    wait_settled(page)
    assert "of 380 forces are named here" in page.locator(".cm-count").inner_text()
    # The symbols of the second one have a dot in the middle.
    at = page.evaluate(ALONE)
    first, second = (page.evaluate(PIXEL, [layer, at, 0]) for layer in (0, 1))
    assert first.endswith("255") and second.endswith("255") and first != second
    # Where both put a force one of them is named, and both hear of the pointer.
    page.mouse.move(at["x"], at["y"])
    assert page.locator(".cm-force.is-hovered .cm-name:visible").count() == 1
    # Enlarged by the browser, symbols are as large on the map as before.
    browser = page.context.new_cdp_session(page)
    size = {"width": 1280, "height": 790, "deviceScaleFactor": 2, "mobile": False}
    browser.send("Emulation.setDeviceMetricsOverride", size)
    page.wait_for_function("devicePixelRatio === 2 && innerHeight === 790")
    page.evaluate(PAINTED)
    wait_settled(page)
    assert page.evaluate(PIXEL, [0, page.evaluate(ALONE), 10]).endswith("255")
    browser.send(
        "Emulation.setDeviceMetricsOverride", {**size, "height": 800, "deviceScaleFactor": 1}
    )
    page.wait_for_function("devicePixelRatio === 1 && innerHeight === 800")


def test_a_name_of_one_long_word_is_broken_within_its_label(show: Show, tmp_path: Path) -> None:
    folder = write_places(tmp_path / "places", events=300, days=3)
    head, places = folder / "campaign.toml", folder / "places.csv"
    word = "Llanfair" * 24
    head.write_text(head.read_text("utf-8").replace('"Red"', f'"{word}"'), encoding="utf-8")
    places.write_text(places.read_text("utf-8").replace("Place ", word[:160]), encoding="utf-8")
    page = opened(show, load_campaign(folder), tmp_path)
    names = page.locator(".cm-place:not([hidden]) .cm-label:not(.is-hidden)")
    assert names.count() > 4
    assert names.evaluate_all("all => all.every(one => one.scrollWidth <= 230)")
    for one, other in combinations(
        boxes(page, ".cm-place:not([hidden]) .cm-label:not(.is-hidden)"), 2
    ):
        assert overlap(one, other) < MOST_OVERLAP, (one, other)
    page.locator(".cm-legend summary").first.click()
    assert page.locator(".cm-legend").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_dot_at_the_edge_of_the_map_is_named_on_its_other_side(
    show: Show, tmp_path: Path
) -> None:
    campaign = load_campaign(write_places(tmp_path / "places", events=1500, days=15))
    page = opened(show, campaign, tmp_path)
    name = page.locator(".cm-place.is-hovered .cm-name")
    edge = page.evaluate(f"{MAP}.getSize().x")
    for number in range(300, 310):
        # Twenty pixels from the right edge.
        place = campaign.places[f"place-{number}"]
        page.evaluate(
            "([lat, lon]) => { const map = " + MAP + ";"
            " map.setView([lat, lon], 7, { animate: false });"
            " map.panBy([20 - map.getSize().x / 2, 0], { animate: false }); }",
            [place.lat, place.lon],
        )
        wait_settled(page)
        page.mouse.move(edge - 20, page.evaluate(f"{MAP}.getSize().y / 2"))
        if name.is_visible():
            break
    box = name.bounding_box()
    assert box and edge - 200 < box["x"] < box["x"] + box["width"] < edge - 20
    page.mouse.move(5, 5)


def test_in_very_long_lists_the_chosen_is_in_sight_and_the_keyboard_goes_on(
    show: Show, tmp_path: Path
) -> None:
    campaign = load_campaign(write_places(tmp_path / "places", events=1300, days=1))
    page = opened(show, campaign, tmp_path)
    page.evaluate("location.hash = 'select=events/event-1120'")
    page.wait_for_function("campaignPlayer.state.select !== ''")
    wait_settled(page)
    claims = page.locator(".cm-lists .cm-claim")
    assert claims.count() == 50
    assert page.locator(".cm-lists .cm-claim.is-open").bounding_box()["y"] < 800
    before, after = page.locator(".cm-lists .cm-rest").all_inner_texts()
    assert before.startswith("1100 more") and after.startswith("50 more; 150")
    page.locator(".cm-lists .cm-rest").last.press("Enter")
    focused = "document.activeElement.closest('li')"
    assert page.evaluate(f"{focused}.dataset.row") == "events/event-1150"
    assert claims.count() == 1200
    # Facts, too, are read on where the next ones begin.
    crowd = load_campaign(write_crowd(tmp_path / "crowd", forces=70))
    page = opened(show, crowd, tmp_path / "crowd")
    page.locator(".cm-facts .cm-rest").press("Enter")
    assert "Force 50" in page.evaluate(f"{focused}.textContent")
