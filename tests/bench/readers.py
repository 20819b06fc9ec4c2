"""How long one waits at the page: for the first map, a rerun, and at the desk for a change.

Beside them stands an app of Streamlit's own that shows no more than a letter in a frame: what is
above that is ours. Many readers at once: load.py.
"""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from tests.bench.places import write_places
from tests.bench.session import in_own_loop, open_session
from tests.bench.table import Measure, progress
from tests.conftest import MERSAD, run_app

FIRST_MAP_SECONDS, WARM_MAP_SECONDS, CHANGE_SECONDS = 1.5, 1.0, 0.3
TRIES = 3
CHANGES = 5
DESK = "mapping/page/desk_script.py"
EMPTY = """import streamlit as st
st.iframe('<p>x</p><script>parent.postMessage({event: "ready"}, "*")</script>')
"""
"""A page with a frame that says what the player says when it stands."""
WATCH = """addEventListener("message", ({ data }) => {
  if (data?.event !== "ready") return;
  requestAnimationFrame(() => setTimeout(() => { window.painted ??= performance.now(); }));
});"""
"""Notes how many milliseconds after the navigation the frame stands; the browser's own clock, as
Playwright looks but twice a second."""


async def rerun_seconds(address: str) -> float:
    """What a run takes of a page that is there already: the median of some."""
    one = await open_session(address)
    taken = []
    for _ in range(10):
        begun = perf_counter()
        await one.run()
        taken.append(perf_counter() - begun)
    one.close()
    return statistics.median(taken)


def map_seconds(browser: Any, address: str) -> float:
    """From navigation to the painted map, with an empty browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.add_init_script(f"if (window === top) {WATCH}")
    page.goto(address)
    painted: float = page.wait_for_function("window.painted").json_value()
    context.close()
    return painted / 1000


def empty_seconds(browser: Any) -> float:
    """The first page of an empty app, on a server that has shown it before."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "app.py").write_text(EMPTY, encoding="utf-8")
        with run_app(root=Path(folder)) as address:
            return statistics.median([map_seconds(browser, address) for _ in range(TRIES + 1)][1:])


def change_seconds(browser: Any, folder: Path) -> float:
    """From the key that enters another name of a side at the desk to the map that says it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    taken = []
    with run_app(folder, script=DESK) as address:
        page.goto(address)
        page.get_by_role("radio", name="Campaign").click()
        field = page.get_by_role("textbox", name="Name").first
        page.frame_locator("iframe").locator(".cm-legend").wait_for(state="attached")
        frame = page.locator("iframe").element_handle().content_frame()
        for number in range(CHANGES + 1):
            page.locator("[data-test-script-state=notRunning]").wait_for()
            field.fill(f"Side {number}")
            begun = perf_counter()
            page.keyboard.press("Enter")
            said = f"document.querySelector('.cm-legend').textContent.includes('Side {number}')"
            frame.wait_for_function(said)
            taken.append(perf_counter() - begun)
            page.locator("header", has_text=f"{number + 1} change").wait_for()
        context.close()
    progress(f"changes of {folder.name}: {taken}")
    return statistics.median(taken[1:])


def changes(browser: Any) -> Iterator[Measure]:
    """Changes at the desk, of Mersad and of a campaign of many events."""
    with TemporaryDirectory() as kept:
        folders = {
            "Mersad": Path(shutil.copytree(MERSAD, Path(kept) / "mersad")),
            "1,000 events": write_places(Path(kept) / "places", events=1_000, days=90),
        }
        for name, folder in folders.items():
            words = f"from a change at the desk to the changed map, {name}, median of {CHANGES}"
            yield Measure(words, change_seconds(browser, folder), "s", CHANGE_SECONDS)


def measures(browser: Any) -> Iterator[Measure]:
    """The first map of a new server, of one that has shown it before, a rerun, and changes."""
    new, warm, rerun = [], [], []
    times = f"median of {TRIES}"
    yield Measure(f"first page of an empty Streamlit app, {times}", empty_seconds(browser), "s")
    for _ in range(TRIES):
        with run_app() as address:
            new.append(map_seconds(browser, address))
            warm.append(map_seconds(browser, address))
            rerun.append(in_own_loop(rerun_seconds(address)))
    progress(f"first map {new}, warm {warm}, rerun {rerun}")
    yield Measure(f"first map, new server, {times}", statistics.median(new), "s", FIRST_MAP_SECONDS)
    yield Measure(
        f"first map, warm server, {times}", statistics.median(warm), "s", WARM_MAP_SECONDS
    )
    yield Measure(f"rerun of the page, {times}", statistics.median(rerun) * 1000, "ms")
    yield from changes(browser)
