"""How long one reader of the page waits: the first map, and a rerun. Many at once: load.py."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from tests.bench.session import in_own_loop, open_session
from tests.bench.table import Measure, progress
from tests.conftest import run_app

FIRST_MAP_SECONDS, WARM_MAP_SECONDS = 1.5, 1.0
TRIES = 3


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
    """From navigation to the map, with an empty browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    begun = perf_counter()
    page.goto(address)
    page.frame_locator("iframe").locator(".leaflet-container").first.wait_for()
    taken = perf_counter() - begun
    context.close()
    return taken


def measures(browser: Any) -> Iterator[Measure]:
    """The first map of a new server, of one that has shown it before, and a rerun."""
    new, warm, rerun = [], [], []
    for _ in range(TRIES):
        with run_app() as address:
            new.append(map_seconds(browser, address))
            warm.append(map_seconds(browser, address))
            rerun.append(in_own_loop(rerun_seconds(address)))
    progress(f"first map {new}, warm {warm}, rerun {rerun}")
    times = f"median of {TRIES}"
    yield Measure(f"first map, new server, {times}", statistics.median(new), "s", FIRST_MAP_SECONDS)
    yield Measure(
        f"first map, warm server, {times}", statistics.median(warm), "s", WARM_MAP_SECONDS
    )
    yield Measure(f"rerun of the page, {times}", statistics.median(rerun) * 1000, "ms")
