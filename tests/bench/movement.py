"""Things that move: 200 symbols at once, and many movements with waypoints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mapping.format.campaign import load_campaign
from mapping.player.document import document_parts
from tests.bench.crowd import write_crowd
from tests.bench.player import READY, measure_campaign, percentile
from tests.bench.table import Measure, progress
from tests.fronts import write_winter

SYMBOLS = 200
FRAME_MS = 17.0
CORNERS_MS = 5.0
MARCHES, MARCH_DAYS = 2_000, 30
"""So many movements of eight waypoints each, spread over so many days."""
FRAMES = """async (isMoving) => {
  const frames = [];
  const script = [];
  campaignPlayer.seek(0.05);
  await new Promise((done) => setTimeout(done, 1500));
  let last = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < 240; frame += 1) {
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
    const begun = performance.now();
    if (isMoving) campaignPlayer.seek(0.05 + (0.9 * frame) / 240);
    script.push(performance.now() - begun);
  }
  return { frames: frames.slice(10), script: script.slice(10) };
}"""
"""Milliseconds from each picture to the next by the browser's clock of pictures, and of script.

It shows sixty a second: where one is not ready, the next comes after twice the time.
"""

CORNERS = """async (days) => {
  const spent = [];
  for (let round = 0; round < 5; round += 1) for (let day = 4; day < days; day += 4) {
    campaignPlayer.seek(day - 0.01);
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    campaignPlayer.seek(day + 0.01);
    spent.push(performance.now() - start);
  }
  return spent;
}"""
"""Steps over the moments at which the areas are stated anew."""


def measures(browser: Any) -> Iterator[Measure]:
    """Frames of 200 moving symbols; file, opening and steps of many movements."""
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        file = folder / "symbols.html"
        crowd = load_campaign(write_crowd(folder / "symbols", forces=SYMBOLS))
        with file.open("w", encoding="utf-8") as opened:
            opened.writelines(document_parts(crowd))
        page = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
        page.goto(file.as_uri())
        page.wait_for_function(READY)
        times, still = page.evaluate(FRAMES, True), page.evaluate(FRAMES, False)
        page.close()
        yield from _measure_corners(browser, folder)
        frames, script = (percentile(times[part], 0.95) for part in ("frames", "script"))
        progress(f"{SYMBOLS} moving symbols: frames {frames:.1f} ms, script {script:.1f} ms")
        yield Measure(f"frame in which {SYMBOLS} symbols move", frames, "ms", FRAME_MS)
        for name, some in (("move", times), ("rest", still)):
            late = sum(frame > 1.5 * FRAME_MS for frame in some["frames"])
            of = f"of {len(some['frames'])}, {SYMBOLS} symbols {name}"
            yield Measure(f"pictures not ready in time, {of}", late, "pictures")
        yield Measure(f"script of it, {SYMBOLS} symbols", script, "ms")
        name = f"{MARCHES:,} movements of 8 waypoints in {MARCH_DAYS} days"
        many = load_campaign(write_crowd(folder / "marches", MARCHES, MARCH_DAYS, each_days=2))
        speed = measure_campaign(browser, many, folder / "marches.html")
        progress(f"{name}: {speed}")
        yield Measure(f"file, {name}", speed.file, "MB")
        yield Measure(f"opening, {name}", speed.open, "s")
        yield Measure(f"day step, script, {name}", speed.script, "ms")
        yield Measure(f"day step, until painted, {name}", speed.paint, "ms")
        yield Measure(f"scrub step, script, {name}", speed.scrub, "ms")
        yield Measure(f"memory, {name}", speed.memory, "MB")


def _measure_corners(browser: Any, folder: Path) -> Iterator[Measure]:
    """Three lines of 667 points each, stated anew every fourth day."""
    campaign = load_campaign(write_winter(folder / "winter", points=667))
    file = folder / "winter.html"
    with file.open("w", encoding="utf-8") as opened:
        opened.writelines(document_parts(campaign))
    page = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page.goto(file.as_uri())
    page.wait_for_function(READY)
    spent = percentile(page.evaluate(CORNERS, len(campaign.calendar)), 0.5)
    page.close()
    progress(f"areas of 2,000 corners: {spent:.1f} ms")
    yield Measure("step to areas of 2,000 other corners, script", spent, "ms", CORNERS_MS)
