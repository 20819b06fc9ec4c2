"""The player under many events with a place each: file, opening, steps of a day and of scrubbing.

`python -m tests.bench.player 1000 10000 --days 31 365` prints a line for each size and length.
Steps are measured without motion: with it, a step would be as long as its flight.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from mapping.format.campaign import Campaign, load_campaign
from mapping.player import campaign_document
from tests.bench.places import write_places
from tests.conftest import BROWSER_ARGUMENTS, MERSAD, find_browser

SIZES, LENGTHS = (100, 1_000, 10_000, 100_000), (31, 90, 365)
STEPS = 40
OPEN_PATIENCE_MS = 120_000
AT_REST_MS = 60
"""After a step, so that the next one finds the player at rest."""

STEP = """async ([targets, rest]) => {
  const spent = { script: [], paint: [] };
  for (const target of targets) {
    await new Promise((done) => setTimeout(done, rest));
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    campaignPlayer.seek(target);
    spent.script.push(performance.now() - start);
    await new Promise((done) => requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = done;
      painted.port2.postMessage(0);
    }));
    spent.paint.push(performance.now() - start);
  }
  return spent;
}"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


class Speed(NamedTuple):
    """What one document takes: MB, seconds, milliseconds (median and 95th percentile), MB."""

    name: str
    file: float
    open: float
    script: float
    script_p95: float
    paint: float
    paint_p95: float
    scrub: float
    scrub_p95: float
    memory: float


def percentile(values: list[float], share: float) -> float:
    """The value that a share of all values does not exceed."""
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


def measure_document(browser: Any, file: Path, days: list[str]) -> Speed:
    """Open a document and step through its days; all that a step draws at once is its script."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce", bypass_csp=True
    )
    page.set_default_timeout(OPEN_PATIENCE_MS)
    begun = perf_counter()
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    page.evaluate(DRAWN)
    opened = perf_counter() - begun
    page.wait_for_timeout(700)
    steps = page.evaluate(
        STEP, [[days[(step + 1) % len(days)] for step in range(STEPS)], AT_REST_MS]
    )
    page.evaluate(STEP, [[0.05], 1500])
    moments = [len(days) * (step + 1) / 181 for step in range(180)]
    scrub = page.evaluate(STEP, [moments, 0])["script"]
    metrics = page.context.new_cdp_session(page)
    metrics.send("Performance.enable")
    metrics.send("HeapProfiler.collectGarbage")
    told = metrics.send("Performance.getMetrics")["metrics"]
    heap = next(one["value"] for one in told if one["name"] == "JSHeapUsedSize")
    page.close()
    spent = [
        value
        for times in (steps["script"], steps["paint"], scrub)
        for value in (statistics.median(times), percentile(times, 0.95))
    ]
    return Speed(file.stem, file.stat().st_size / 1e6, opened, *spent, heap / 1e6)


def measure_campaign(browser: Any, campaign: Campaign, file: Path) -> Speed:
    """Make the document of a campaign and measure it; what cannot be opened has no numbers."""
    file.write_text(campaign_document(campaign), encoding="utf-8")
    try:
        return measure_document(browser, file, [day.isoformat() for day in campaign.calendar])
    except BrowserError:
        nothing = [float("nan")] * (len(Speed._fields) - 2)
        return Speed(file.stem, file.stat().st_size / 1e6, *nothing)
    finally:
        file.unlink()


def measure_sizes(browser: Any, sizes: Iterable[int], lengths: Iterable[int]) -> Iterator[Speed]:
    """Measure Mersad and made-up campaigns of each size over each length."""
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        yield measure_campaign(browser, load_campaign(MERSAD), folder / "Mersad.html")
        for days in lengths:
            for size in sizes:
                name = f"{size} in {days} days"
                campaign = load_campaign(write_places(folder / name, size, days))
                yield measure_campaign(browser, campaign, folder / f"{name}.html")


def main() -> None:
    """Print what was asked for."""
    asked = argparse.ArgumentParser()
    asked.add_argument("sizes", nargs="*", type=int, default=SIZES)
    asked.add_argument("--days", nargs="*", type=int, default=LENGTHS)
    given = asked.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=[*BROWSER_ARGUMENTS]
        )
        print(f"{'':20}" + "".join(f"{name:>11}" for name in Speed._fields[1:]))
        for one in measure_sizes(browser, given.sizes, given.days):
            print(f"{one.name:20}" + "".join(f"{value:11.2f}" for value in one[1:]), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
