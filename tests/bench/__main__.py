"""Measure what a reader waits for: `python -m tests.bench`.

Prints tables of what was measured, writes them to RESULTS.md beside this file, and ends with exit
code 1 where a goal is missed. Needs Chromium, and a machine that does nothing else meanwhile.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

from mapping.checks import check_campaign
from mapping.drawing.scene import scene_payload
from mapping.format.campaign import load_campaign
from mapping.player import campaign_document
from mapping.player.fold import fold_payload
from tests.bench import making, readers
from tests.bench.crowd import write_crowd
from tests.bench.player import LENGTHS, SIZES, measure_sizes, percentile
from tests.bench.volume import write_volume
from tests.conftest import BROWSER_ARGUMENTS, MERSAD, PATIENCE_MS, find_browser, run_app

RESULTS = Path(__file__).with_name("RESULTS.md")
SCRUB_STEP = """async () => {
  const spent = [];
  campaignPlayer.seek(0.1);
  await new Promise((done) => setTimeout(done, 1500));
  const days = document.querySelectorAll('.cm-stop').length;
  for (let step = 0; step <= 180; step += 1) {
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    campaignPlayer.seek((days * step) / 180);
    spent.push(performance.now() - start);
  }
  return spent;
}"""
FRAMES = """async () => {
  const frames = [];
  campaignPlayer.seek(0.05);
  await new Promise((done) => setTimeout(done, 1500));
  let last = performance.now();
  for (let frame = 0; frame < 240; frame += 1) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
    campaignPlayer.seek(0.05 + (0.9 * frame) / 240);
  }
  return frames.slice(10);
}"""


class Measure(NamedTuple):
    """One thing measured, its goal, both in `unit`; smaller is better."""

    name: str
    value: float
    goal: float
    unit: str


def measure_first_map(browser: Any) -> Measure:
    """Seconds from navigation to the map, each time with a new server and an empty browser."""
    taken = []
    for _ in range(5):
        with run_app() as url:
            context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
            page = context.new_page()
            begun = perf_counter()
            page.goto(url)
            page.frame_locator("iframe").locator(".leaflet-container").first.wait_for()
            taken.append(perf_counter() - begun)
            context.close()
    return Measure("first map after navigation, median of 5", statistics.median(taken), 2.5, "s")


def open_document(browser: Any, document: str, folder: Path, name: str) -> Any:
    """A page with a player document, once the player stands."""
    file = folder / f"{name}.html"
    file.write_text(document, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    return page


def measure_player(browser: Any, folder: Path) -> Iterator[Measure]:
    """Script per scrub step, frames with many symbols, size and time of the document."""
    mersad = load_campaign(MERSAD)
    begun = perf_counter()
    document = campaign_document(mersad)
    yield Measure("making Mersad's document", perf_counter() - begun, 1.0, "s")
    yield Measure("Mersad's document", len(document.encode()) / 1e6, 1.5, "MB")
    page = open_document(browser, document, folder, "mersad")
    steps = page.evaluate(SCRUB_STEP)
    yield Measure("script of a scrub step, Mersad, p95", percentile(steps, 0.95), 2.0, "ms")
    page.close()
    crowd = campaign_document(load_campaign(write_crowd(folder / "crowd", forces=200)))
    page = open_document(browser, crowd, folder, "crowd")
    frames = page.evaluate(FRAMES)
    yield Measure("frame with 200 moving symbols, p95", percentile(frames, 0.95), 20.0, "ms")
    page.close()


GOALS = {
    100: (1.0, 1.5, 5, 50), 1_000: (1.0, 2.5, 5, 50), 10_000: (1.5, 3, 10, 50),
    100_000: (6.0, 20, 40, 100),
}  # fmt: skip
"""By how many events: seconds to open, MB of the file, ms of script and until painted of a step."""


def measure_places(browser: Any) -> Iterator[Measure]:
    """The player under many events, each with a place of its own."""
    for one in measure_sizes(browser, SIZES, LENGTHS):
        size = one.name.partition(" ")[0]
        opening, megabytes, script, paint = GOALS[int(size) if size.isdecimal() else 100]
        yield Measure(f"opening, {one.name}", one.open, opening, "s")
        yield Measure(f"document, {one.name}", one.file, megabytes, "MB")
        yield Measure(f"script of a day step, {one.name}, p95", one.script_p95, script, "ms")
        yield Measure(f"day step until painted, {one.name}, p95", one.paint_p95, paint, "ms")
        yield Measure(f"script of a scrub step, {one.name}, p95", one.scrub_p95, script, "ms")


def measure_volume(folder: Path) -> Iterator[Measure]:
    """Seconds to check and to tell a campaign of many rows, and the size of its payload."""
    many = write_volume(folder / "volume", events=10_000, days=400, accounts=2)
    yield timed("checking 10,000 events, 400 days", 10.0, lambda: check_campaign(many))
    campaign = load_campaign(many)
    yield timed("telling 10,000 events, 400 days", 10.0, lambda: scene_payload(campaign))
    folded = json.dumps(fold_payload(scene_payload(campaign)))
    yield Measure("payload of 10,000 events, 400 days", len(folded) / 1e6, 25.0, "MB")
    more = write_volume(folder / "more", events=100_000, days=40, accounts=1)
    yield timed("checking 100,000 events", 20.0, lambda: check_campaign(more))
    undated = write_volume(folder / "undated", events=1_000, days=4_000, undated=True)
    yield timed("refusing 1,000 undated events, 4,000 days", 1.0, lambda: check_campaign(undated))


def timed(name: str, goal: float, work: Callable[[], object]) -> Measure:
    """Seconds that some work takes."""
    begun = perf_counter()
    work()
    return Measure(name, perf_counter() - begun, goal, "s")


PARTS: dict[str, Callable[[], list[str]]] = {
    "Python": making.tables, "Readers at once": readers.tables,
}  # fmt: skip
"""The parts beside the goals; each gives its tables in Markdown."""


def table_of(measures: list[Measure]) -> str:
    """What was measured against its goals, in Markdown."""
    lines = ["| measured | value | goal | |", "| --- | --- | --- | --- |"]
    for one in measures:
        met = "met" if one.value <= one.goal else "MISSED"
        lines.append(
            f"| {one.name} | {one.value:.2f} {one.unit} | {one.goal:g} {one.unit} | {met} |"
        )
    return "\n".join(lines)


def write_results(parts: dict[str, list[str]]) -> None:
    """Print the tables and write them to RESULTS.md, each part under its title."""
    sections = [f"## {title}\n\n" + "\n\n".join(tables) for title, tables in parts.items()]
    text = "\n\n".join(["# What `python -m tests.bench` measured", *sections]) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


def main() -> int:
    """Measure everything, print it, and say whether every goal was met."""
    measures: list[Measure] = []
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=[*BROWSER_ARGUMENTS]
        )
        measures += measure_player(browser, Path(folder))
        measures += measure_places(browser)
        measures.append(measure_first_map(browser))
        measures += measure_volume(Path(folder))
        browser.close()
    if "--json" in sys.argv:
        print(json.dumps([one._asdict() for one in measures], indent=1))
    else:
        write_results({"Goals": [table_of(measures)], **{
            title: make() for title, make in PARTS.items()
        }})  # fmt: skip
    return 0 if all(one.value <= one.goal for one in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
