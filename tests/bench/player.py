"""The player under many events with a place each: file, opening, steps of a day and of scrubbing.

`python -m tests.bench.player 1000 10000 --days 31` prints a line for each size.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from playwright.sync_api import Error, sync_playwright

from mapping.format.campaign import load_campaign
from mapping.player import campaign_document
from tests.bench.places import write_places
from tests.conftest import BROWSER_ARGUMENTS, MERSAD, find_browser

STEPS = 40
OPEN_PATIENCE_MS = 90_000
AFTER_STEP_MS = 160
"""What a step leaves for later is part of it."""

STEP = """async (target) => {
  await new Promise(requestAnimationFrame);
  const start = performance.now();
  campaignPlayer.seek(target);
  const painted = await new Promise((done) => requestAnimationFrame(() =>
    requestAnimationFrame(() => done(performance.now() - start))));
  return painted;
}"""
DAYS = "() => document.querySelectorAll('.cm-stop').length"


class Speed(NamedTuple):
    """What one document takes: megabytes, seconds, and milliseconds at the 95th percentile."""

    name: str
    file: float
    open: float
    day_script: float
    day_paint: float
    scrub_script: float
    memory: float


def percentile(values: list[float], share: float) -> float:
    """The value that a share of all values does not exceed."""
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


def measure_document(browser: Any, file: Path, name: str) -> Speed:
    """Open a document and step through it."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.set_default_timeout(OPEN_PATIENCE_MS)
    metrics = page.context.new_cdp_session(page)
    metrics.send("Performance.enable", {"timeDomain": "threadTicks"})
    begun = perf_counter()
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    opened = perf_counter() - begun
    page.wait_for_timeout(500)
    days = page.evaluate(
        "() => Array.from(campaignPlayer.days ?? [], String)"
    ) or _days_of(page)
    script, paint, scrub = [], [], []
    for step in range(STEPS):
        before = _script_ms(metrics)
        paint.append(page.evaluate(STEP, days[(step + 1) % len(days)]))
        page.wait_for_timeout(AFTER_STEP_MS)
        script.append(_script_ms(metrics) - before)
    page.evaluate(STEP, 0.1)
    page.wait_for_timeout(1000)
    for step in range(STEPS):
        before = _script_ms(metrics)
        page.evaluate(STEP, len(days) * (step + 1) / 180 % len(days))
        scrub.append(_script_ms(metrics) - before)
    metrics.send("HeapProfiler.collectGarbage")
    memory = _metric(metrics, "JSHeapUsedSize") / 1e6
    page.close()
    return Speed(
        name, file.stat().st_size / 1e6, opened, percentile(script, 0.95),
        percentile(paint, 0.95), percentile(scrub, 0.95), memory,
    )  # fmt: skip


def _days_of(page: Any) -> list[str]:
    """The days that the player knows, as its addresses name them."""
    text = page.evaluate("() => document.getElementById('campaign-data').dataset.days ?? ''")
    if text:
        return str(text).split(",")
    first, count = page.evaluate("() => campaignPlayer.day"), page.evaluate(DAYS)
    from datetime import date, timedelta

    start = date.fromisoformat(first)
    return [(start + timedelta(days=number)).isoformat() for number in range(count)]


def _script_ms(metrics: Any) -> float:
    return _metric(metrics, "ScriptDuration") * 1000


def _metric(metrics: Any, name: str) -> float:
    told = metrics.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in told if one["name"] == name))


def measure_sizes(browser: Any, sizes: list[int], days: list[int]) -> Iterator[Speed]:
    """Measure Mersad and made-up campaigns of each size over each length."""
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        mersad = folder / "mersad.html"
        mersad.write_text(campaign_document(load_campaign(MERSAD)), encoding="utf-8")
        yield measure_document(browser, mersad, "Mersad")
        for length in days:
            for size in sizes:
                name = f"{size} over {length}"
                campaign = load_campaign(write_places(folder / name, size, length))
                file = folder / f"{name}.html"
                file.write_text(campaign_document(campaign), encoding="utf-8")
                try:
                    yield measure_document(browser, file, name)
                except Error:
                    yield Speed(name, file.stat().st_size / 1e6, *[float("nan")] * 5)
                file.unlink()


def main() -> None:
    """Print what was asked for."""
    asked = argparse.ArgumentParser()
    asked.add_argument("sizes", nargs="*", type=int, default=[100, 1000, 10_000])
    asked.add_argument("--days", nargs="*", type=int, default=[31])
    given = asked.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=[*BROWSER_ARGUMENTS]
        )
        print(f"{'':16}" + "".join(f"{name:>13}" for name in Speed._fields[1:]))
        for one in measure_sizes(browser, given.sizes, given.days):
            print(f"{one.name:16}" + "".join(f"{value:13.2f}" for value in one[1:]), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
