"""The player under many events with a place each: file, opening, steps of a day and of scrubbing.

Folium's own plug-ins show the same events beside it. Steps are measured without motion: with it, a
step would be as long as its flight.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from subprocess import SubprocessError
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from playwright.sync_api import Error as BrowserError

from mapping.format.campaign import Campaign, load_campaign
from mapping.player.document import document_parts
from tests.bench.places import write_places
from tests.bench.rivals import DOCUMENTS, fetch_scripts
from tests.bench.table import DAY, STAY, TIMELINE, Measure, progress
from tests.conftest import MERSAD

SIZES, LENGTHS = (100, 1_000, 10_000, 100_000), (9, 90, 365)
RIVAL_SIZES, RIVAL_LENGTH = (1_000, 10_000, 100_000), 90
"""How many events the plug-ins are shown, over how many days."""
STEPS = 60
AT_REST_MS = 60
"""After a step, so that the next one finds the page at rest."""
ENOUGH_MS = 20_000
"""So long steps are measured, but five of them in any case."""
PATIENCE_MS = 60_000
FINEST_MS = 1.0
"""Less than this above that step is taken for this: it is noise."""

READY = "() => window.campaignPlayer !== undefined || window.goToDay !== undefined"
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
STEP = """async ([targets, rest, enough]) => {
  const go = window.goToDay ?? ((target) => window.campaignPlayer?.seek(target));
  const spent = { script: [], paint: [] };
  const begun = performance.now();
  for (const target of targets) {
    if (spent.script.length >= 5 && performance.now() - begun > enough) break;
    await new Promise((done) => setTimeout(done, rest));
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    go(target);
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
"""Milliseconds of script of each step, and until the picture after it was painted."""


class Speed(NamedTuple):
    """What one document takes: MB of the file, seconds to open, ms at the 95th percentile, MB."""

    file: float
    open: float
    script: float
    paint: float
    scrub: float
    memory: float


class Goals(NamedTuple):
    """What one document may take at most."""

    file: float
    open: float
    script: float
    paint: float


GOALS = {
    100: Goals(3, 1.5, 5, 50), 1_000: Goals(3, 1.5, 5, 50), 10_000: Goals(3, 1.5, 10, 50),
    100_000: Goals(20, 6, 40, 100),
}  # fmt: skip
"""By the number of events, for that many or fewer."""
MERSAD_SCRUB_MS = 1.5


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of all values does not exceed."""
    return statistics.quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


def step_times(page: Any, targets: Sequence[str | float], rest: int) -> dict[str, list[float]]:
    """Milliseconds of `script` and until `paint`, step by step."""
    times: dict[str, list[float]] = page.evaluate(STEP, [targets, rest, ENOUGH_MS])
    return times


def floor_of(browser: Any) -> float:
    """Milliseconds until painted of a step that changes one colour: no page can go below."""
    page = browser.new_page(bypass_csp=True)
    page.evaluate("() => { window.goToDay = (at) => { document.body.style.background = at; }; }")
    times = step_times(page, ["red", "blue"] * 20, AT_REST_MS)["paint"]
    page.close()
    return statistics.median(times)


def measure_file(
    browser: Any, file: Path, days: Sequence[str], titles: Mapping[str, set[str]] | None = None
) -> Speed:
    """Open a document and step through its days; what a step draws at once is its script.

    A plug-in must show what has these `titles` on each day, lest a map that stands still be
    measured. Where the document does not come up in time, its numbers are none.
    """
    size = file.stat().st_size / 1e6
    page = browser.new_page(
        bypass_csp=True, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    page.set_default_timeout(PATIENCE_MS)
    try:
        begun = perf_counter()
        page.goto(file.as_uri())
        page.wait_for_function(READY)
        page.evaluate(DRAWN)
        opened = perf_counter() - begun
        page.wait_for_timeout(700)
        # The first way in takes the cover off the map, which is no step.
        step_times(page, [days[0]], AT_REST_MS)
        targets = [days[(step + 1) % len(days)] for step in range(STEPS)]
        steps = step_times(page, targets, AT_REST_MS)
        for day in (days[-1], days[0]) if titles else ():
            page.evaluate("day => goToDay(day)", day)
            page.wait_for_function(
                "titles => shownTitles().join() === titles.join()", arg=sorted(titles[day])
            )
        scrub = [] if titles else _scrub(page, len(days))
        memory = _memory(page)
    except BrowserError as error:
        progress(f"{file.stem}: {str(error).splitlines()[0]}")
        return Speed(size, *[float("nan")] * 5)
    finally:
        page.close()
    script, paint = (percentile(steps[part], 0.95) for part in ("script", "paint"))
    return Speed(
        size, opened, script, paint, percentile(scrub, 0.95) if scrub else float("nan"), memory
    )


def _scrub(page: Any, days: int) -> list[float]:
    """Milliseconds of script of each step as the slider is dragged over all days."""
    step_times(page, [0.05], 1500)
    return step_times(page, [days * (step + 1) / 181 for step in range(180)], 0)["script"]


def _memory(page: Any) -> float:
    metrics = page.context.new_cdp_session(page)
    metrics.send("Performance.enable")
    metrics.send("HeapProfiler.collectGarbage")
    told = metrics.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in told if one["name"] == "JSHeapUsedSize") / 1e6


def measure_campaign(browser: Any, campaign: Campaign, file: Path) -> Speed:
    """Make the player's document of a campaign and measure it."""
    with file.open("w", encoding="utf-8") as opened:
        opened.writelines(document_parts(campaign))
    speed = measure_file(browser, file, _days(campaign))
    file.unlink()
    return speed


def measure_rivals(browser: Any, campaign: Campaign, folder: Path) -> dict[str, Speed]:
    """The plug-ins with the same events; none where their scripts cannot be had."""
    try:
        fetch_scripts(folder)
    except (OSError, SubprocessError) as error:
        progress(f"without Folium's plug-ins, whose scripts npm did not give: {error}")
        return {}
    days = _days(campaign)
    titles = _titles(campaign)
    found = {}
    so_far = dict(zip(days, accumulate(titles.values(), set.union), strict=True))
    for name, document in DOCUMENTS.items():
        file = folder / f"{name}.html"
        file.write_text(document(campaign), encoding="utf-8")
        found[name] = measure_file(browser, file, days, so_far if name == STAY else titles)
        progress(f"{name}, {len(campaign.events):,} events: {_brief(found[name])}")
    return found


def _titles(campaign: Campaign) -> dict[str, set[str]]:
    """What happens on each day."""
    titles: dict[str, set[str]] = {day: set() for day in _days(campaign)}
    for event in campaign.events.values():
        assert event.starts
        titles[event.starts.text].add(event.title)
    return titles


def _days(campaign: Campaign) -> list[str]:
    return [day.isoformat() for day in campaign.calendar]


def measures(
    browser: Any, sizes: Sequence[int] = SIZES, lengths: Sequence[int] = LENGTHS
) -> Iterator[Measure]:
    """Mersad, and made-up campaigns of each size over each length, with the plug-ins beside."""
    floor = floor_of(browser)
    yield Measure("a step that changes one colour, until painted", floor, "ms")
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        mersad = measure_campaign(browser, load_campaign(MERSAD), folder / "Mersad.html")
        progress(f"Mersad: {_brief(mersad)}")
        yield from _told("Mersad", mersad, Goals(3, 1.5, float("inf"), float("inf")), {})
        yield Measure("scrub step, script, Mersad", mersad.scrub, "ms", MERSAD_SCRUB_MS)
        for size in sizes:
            for days in lengths:
                name = f"{size:,} events in {days} days"
                campaign = load_campaign(write_places(folder / name, size, days))
                speed = measure_campaign(browser, campaign, folder / f"{name}.html")
                progress(f"{name}: {_brief(speed)}")
                isbeside = size in RIVAL_SIZES and days == min(lengths, key=_from_rival_length)
                rivals = measure_rivals(browser, campaign, folder) if isbeside else {}
                goals = next((one for most, one in GOALS.items() if size <= most), GOALS[100_000])
                yield from _told(name, speed, goals, rivals)
                yield Measure(f"scrub step, script, {name}", speed.scrub, "ms", goals.script)
                if size == 10_000:
                    yield from _times_faster(name, speed, rivals, floor)


def _from_rival_length(days: int) -> int:
    return abs(days - RIVAL_LENGTH)


def _told(name: str, speed: Speed, goals: Goals, rivals: Mapping[str, Speed]) -> Iterator[Measure]:
    parts = (
        ("file", "file", "MB", goals.file),
        ("open", "opening", "s", goals.open),
        ("script", "day step, script", "ms", goals.script),
        ("paint", "day step, until painted", "ms", goals.paint),
        ("memory", "memory", "MB", float("inf")),
    )
    for part, words, unit, goal in parts:
        beside = {rival: getattr(one, part) for rival, one in rivals.items()}
        limit = None if goal == float("inf") else goal
        yield Measure(f"{words}, {name}", getattr(speed, part), unit, limit, False, beside)


FASTER: dict[str, float | None] = {STAY: 10, DAY: None, TIMELINE: 3}


def _times_faster(
    name: str, speed: Speed, rivals: Mapping[str, Speed], floor: float
) -> Iterator[Measure]:
    """How many times the plug-ins take until painted, each above a step that does nothing."""
    own = max(speed.paint - floor, FINEST_MS)
    for rival, one in rivals.items():
        ratio = max(one.paint - floor, FINEST_MS) / own
        words = f"day step above one of one colour: {rival} takes so many times, {name}"
        yield Measure(words, ratio, "x", FASTER[rival], True)


def _brief(speed: Speed) -> str:
    return ", ".join(f"{part} {value:.2f}" for part, value in speed._asdict().items())
