"""The desk and its map in a real browser: what is done on one of them is seen on the other."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from mapping.editing.folder_files import write_files
from mapping.intake.starter import bare_files
from tests.conftest import run_app
from tests.player import WIDE, OpenPage

Box = dict[str, float]
TEXT = (
    "On 22 October 1899 the British left Dundee for Ladysmith. Two days later the Boers occupied "
    "Dundee. <b>Buller</b> left Estcourt on 5 December and crossed Surprise Hill."
)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than a rim of a pixel."""
    return all(
        one[start] + 1 < other[start] + other[length]
        and other[start] + 1 < one[start] + one[length]
        for start, length in (("x", "width"), ("y", "height"))
    )


@pytest.fixture(scope="module")
def desk_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaign of the desk."""
    folder: Path = tmp_path_factory.mktemp("desk") / "natal"
    write_files(bare_files("Natal", "1899-10-12", "1900-03-31", ("British", "Boers")), folder)
    return folder


@pytest.fixture(scope="module")
def desk_url(desk_folder: Path) -> Iterator[str]:
    """The desk over a campaign in which nothing is claimed yet; nothing is saved by these tests."""
    with run_app(desk_folder, script="mapping/page/desk_script.py") as url:
        yield url


@pytest.fixture(autouse=True)
def _nothing_kept(desk_folder: Path) -> None:
    """What the test before has left unsaved is not taken up."""
    shutil.rmtree(desk_folder / ".desk", ignore_errors=True)


PRESS_AS_THE_MAP_SETTLES = """(mark, isBefore) => {
  const after = window.setTimeout;
  window.setTimeout = (call, ms, ...given) => {
    if (ms !== 120) return after(call, ms, ...given);
    // One that is put off by the next never comes to it.
    return after(() => {
      window.setTimeout = after;
      if (!isBefore) call();
      mark.click();
      if (isBefore) after(call);
    }, ms);
  };
}"""
"""The page is told of a day 120 ms after it was gone to: a press a moment before or after."""


@pytest.mark.rest
def test_a_text_and_the_map_are_linked_both_ways(page: Any, desk_url: str) -> None:
    page.goto(desk_url)
    page.get_by_role("radio", name="From a text").click()
    page.get_by_label("or the text itself").fill(TEXT)
    page.get_by_role("button", name="Read the text").click()
    text, frame = page.get_by_role("group", name="The text"), page.frame_locator("iframe").first
    # Nothing of a text is markup.
    expect(text).to_have_text(TEXT)
    # The text is one stop of Tab; arrows go from place to place, Enter shows one on the map.
    dundee, ladysmith = (text.get_by_role("button", name=name) for name in ("Dundee", "Ladysmith"))
    dundee.first.focus()
    page.keyboard.press("ArrowRight")
    expect(ladysmith).to_be_focused()
    page.keyboard.press("Enter")
    expect(ladysmith).to_have_attribute("aria-pressed", "true")
    expect(frame.locator(".cm-sketch-name").first).to_have_text("Ladysmith")
    # A place that is pressed on the map is marked wherever the text names it.
    frame.get_by_role("button", name="Dundee").focus()
    page.keyboard.press("Enter")
    expect(text.locator("[aria-pressed=true]")).to_have_text(["Dundee", "Dundee"])
    # What no gazetteer has is put on the map by whoever knows it.
    text.get_by_role("button", name="Surprise Hill").click()
    expect(frame.locator(".cm-sketch-bar")).to_contain_text("Surprise Hill")
    frame.get_by_role("button", name="Somewhere here").click()
    expect(frame.locator(".cm-sketch-name").first).to_have_text("Surprise Hill")
    expect(page.get_by_label("Which Surprise Hill")).to_have_value(re.compile("put on the map"))
    # A press is heard though the map settles at that moment.
    rests = page.locator("[data-test-script-state=notRunning]")
    for name, key in [("Dundee", "ArrowRight"), ("Ladysmith", "ArrowLeft")] * 4:
        rests.wait_for()
        text.get_by_role("button", name=name).first.evaluate(PRESS_AS_THE_MAP_SETTLES, True)
        frame.get_by_role("slider").first.press(key)
        expect(text.locator("[aria-pressed=true]").first).to_have_text(name)


PRESS_FROM_THE_FIRST = """() => {
  const press = (left) => {
    const accept = [...document.querySelectorAll("button")]
      .find((one) => one.textContent.startsWith("Accept"));
    accept?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    window.isThrough = !left;
    if (left) setTimeout(press, 5, accept ? left - 1 : left);
  };
  press(60);
}"""
"""Again and again, from the moment on at which the button is there."""


@pytest.mark.rest
def test_a_key_that_is_held_down_takes_in_one_claim(page: Any, desk_url: str) -> None:
    page.goto(desk_url)
    page.get_by_role("radio", name="From a text").click()
    page.get_by_label("or the text itself").fill(TEXT)
    for side, names in (("British", "Buller"), ("Boers", "the Boers")):
        page.get_by_label(f"What the text calls {side}").fill(names)
    page.evaluate(PRESS_FROM_THE_FIRST)
    page.get_by_role("button", name="Read the text").click()
    accept, frame = page.get_by_role("button", name="Accept"), page.frame_locator("iframe").first
    second = page.get_by_text("Claim 2 of 4: open. 1 taken in")
    second.wait_for()
    page.wait_for_function("window.isThrough")
    page.wait_for_timeout(700)  # Longer than two presses are kept apart.
    assert second.is_visible()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Claim 1 of 4: open. 0 taken in").wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    accept.focus()
    for _ in range(100):
        page.keyboard.down("Enter")
        if second.count():
            break
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(700)  # Longer than two presses are kept apart: it is held all the same.
    for _ in range(5):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(accept).to_be_focused()
    # What is pressed on the map gives the keyboard back to where one was.
    hill = page.get_by_role("group", name="The text").get_by_role("button", name="Surprise Hill")
    hill.click()
    frame.get_by_role("button", name="Somewhere here").click()
    expect(frame.locator(".cm-sketch-name").first).to_have_text("Surprise Hill")
    expect(hill).to_be_focused()
    page.keyboard.press("n")
    expect(page.get_by_text("Claim 3 of 4: open. 1 taken in")).to_be_visible()
    expect(hill).to_be_focused()


@pytest.mark.rest
def test_a_claim_is_taken_in_though_the_map_settles_at_that_moment(
    page: Any, desk_url: str
) -> None:
    page.goto(desk_url)
    page.get_by_role("radio", name="From a text").click()
    page.get_by_label("or the text itself").fill(TEXT)
    page.get_by_label("What the text calls British").fill("the British")
    page.get_by_role("button", name="Read the text").click()
    accept = page.get_by_role("button", name="Accept")
    page.get_by_text("Claim 1 of").wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    # The browser tells the server both at once.
    accept.evaluate(PRESS_AS_THE_MAP_SETTLES, False)
    page.frame_locator("iframe").first.get_by_role("slider").first.press("ArrowRight")
    expect(page.get_by_text("1 taken in")).to_be_visible()


@pytest.mark.rest
def test_a_front_is_drawn_bent_and_shortened_on_the_map(page: Any, desk_url: str) -> None:
    page.goto(desk_url)
    page.get_by_role("radio", name="A front or area").click()
    points, frame = page.get_by_label("Its points"), page.frame_locator("iframe").first
    frame.get_by_text("the first point").wait_for()
    where = page.locator("iframe").first.bounding_box()
    for number, x in enumerate((150, 350), 1):
        page.mouse.click(where["x"] + x, where["y"] + 150)
        expect(frame.locator("[data-spot^=vertex]")).to_have_count(number)
    # What is between two points is pressed to become one; by keys a point moves, and is taken away.
    frame.locator("[data-spot=between-0-0] .cm-sketch-pin").click()
    expect(frame.locator("[data-spot^=vertex]")).to_have_count(3)
    before = points.input_value().splitlines()
    middle = frame.locator("[data-spot=vertex-1]")
    middle.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("text => document.querySelector('textarea').value !== text",
                           arg="\n".join(before))  # fmt: skip
    after = points.input_value().splitlines()
    assert [after[0], after[2]] == [before[0], before[2]]
    assert float(after[1].split(",")[0]) < float(before[1].split(",")[0])
    expect(middle).to_be_focused()
    page.keyboard.press("Delete")
    expect(points).to_have_value("\n".join([before[0], before[2]]))
    frame.locator("[data-spot=vertex-1] .cm-sketch-pin").click()
    frame.get_by_role("button", name="Take away point 2").click()
    expect(points).to_have_value(before[0])


TYPE_AND_PRESS = """(box, [text, wait]) => {
  const buttons = [...document.querySelectorAll("button")];
  const button = buttons.find((one) => one.innerText.trim() === "Add this claim");
  box.value = text;
  box.dispatchEvent(new Event("blur"));
  window.setTimeout(() => button.click(), wait);
}"""


@pytest.mark.rest
def test_a_claim_is_told_by_keyboard_without_waiting(page: Any, desk_url: str) -> None:
    page.goto(desk_url)
    page.get_by_role("button", name="Add this claim").wait_for()
    expect(page.get_by_text("Whose side")).to_have_count(2)
    expect(page.get_by_text("Whose side").first).not_to_be_visible()
    who = page.get_by_role("combobox", name="Who did it")
    who.focus()
    # The page has not heard of the name when the keyboard goes on to what is asked of it.
    page.keyboard.type("Raiders")
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="British").first).to_be_focused()
    page.get_by_label("More (if needed)").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said = page.get_by_role("alert")
    expect(said).to_contain_text("Still to do: say in one line what happened; choose")
    expect(said).to_contain_text("say whose side Raiders is on")
    expect(page.get_by_role("button", name="Add this claim")).to_be_focused()
    # A press follows a name within milliseconds.
    rests = page.locator("[data-test-script-state=notRunning]")
    for wait in range(12):
        rests.wait_for()
        who.evaluate(TYPE_AND_PRESS, [f"Raiders {wait}", wait])
        expect(said).to_contain_text(f"say whose side Raiders {wait} is on")


@pytest.mark.rest
def test_on_a_phone_form_and_map_are_one_press_apart(open_page: OpenPage, desk_url: str) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(desk_url)
    to_map = page.get_by_role("button", name="To the map")
    to_map.wait_for()
    where = page.get_by_role("combobox", name="Where")
    # The fields above it come each in its own time, and move it.
    for name in ("Who did it", "Against whom"):
        page.get_by_role("combobox", name=name).wait_for()
    where.scroll_into_view_if_needed()
    seen = where.bounding_box()
    # As a finger does: what presses it otherwise scrolls the page before.
    button = to_map.bounding_box()
    page.mouse.click(button["x"] + button["width"] / 2, button["y"] + button["height"] / 2)
    expect(page.frame_locator("iframe").first.locator(".cm-sketch-bar")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Back to the form")).to_be_focused()
    page.keyboard.press("Enter")
    expect(where).to_be_in_viewport()
    assert where.bounding_box() == seen
    page.set_viewport_size(WIDE)
    expect(to_map).to_have_count(0)


@pytest.mark.rest
def test_a_place_is_found_while_it_is_typed(page: Any, desk_url: str) -> None:
    page.goto(desk_url)
    where, frame = page.get_by_role("combobox", name="Where"), page.frame_locator("iframe").first
    page.get_by_label("In one line").click()
    where.focus()
    page.keyboard.type("Ladysm")
    page.get_by_role("option", name="Ladysmith ZA").wait_for()
    expect(frame.locator(".cm-sketch-name").first).to_contain_text("Ladysmith: ZA, town of")
    seen = [one.bounding_box() for one in frame.locator(".cm-sketch-name:visible").all()]
    assert seen and not any(overlap(one, other) for one, other in combinations(seen, 2))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(where).to_have_value("Ladysmith")
    expect(page.get_by_label("Where: latitude")).to_have_value("-28.5587, 29.779")
    # Its name keeps clear of the grip by which its doubt is drawn.
    grip = frame.locator(".cm-sketch-grip")
    expect(grip).to_have_count(1)
    name = frame.locator(".cm-sketch-name").filter(has_text=re.compile("^Ladysmith$"))
    assert not overlap(name.bounding_box(), grip.bounding_box())
    # Another name is another place; what no gazetteer has is somewhere here.
    page.keyboard.press("Control+A")
    page.keyboard.type("Surprise Hill")
    # The new field comes before the one that goes with the end of the run.
    expect(page.get_by_label("Where: latitude").first).to_have_value("")
    page.get_by_role("option", name="Somewhere here").click()
    expect(frame.locator(".cm-sketch-name").first).to_have_text("Surprise Hill")
    expect(page.get_by_label("Where: latitude")).to_have_count(1)
    expect(page.get_by_label("Where: latitude")).not_to_have_value("")


@pytest.mark.rest
def test_a_reload_loses_neither_text_nor_claim(page: Any, desk_url: str, desk_folder: Path) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(desk_url)
    page.get_by_role("radio", name="From a text").click()
    page.get_by_label("or the text itself").fill(TEXT.partition(" <b>")[0])
    for side in ("British", "Boers"):
        page.get_by_label(f"What the text calls {side}").fill(f"the {side}")
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_role("button", name="Accept")).to_be_focused()
    page.keyboard.press("Enter")
    second = page.get_by_text("Claim 2 of 2: open. 1 taken in")
    second.wait_for()
    page.reload()
    second.wait_for()
    drop = page.get_by_role("button", name="Drop")
    drop.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="the whole text")).to_be_focused()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.locator("header", has_text="0 changes, saved").wait_for()
    page.get_by_role("button", name="Forget this text").click()
    page.get_by_label("or the text itself").wait_for()
    assert not [*(desk_folder / ".desk" / "open").iterdir()]
