"""Measure what a reader waits for: `python -m tests.bench`, in at most 15 minutes.

Prints one table of what was measured and writes it to RESULTS.md beside this file; ends with exit
code 1 where a goal is missed. Parts run alone, too, and then write nothing:
`python -m tests.bench player --events 10000 --days 90`. Needs Chromium, a machine that does nothing
else meanwhile and, for the comparison, npm.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.sync_api import sync_playwright

from mapping.export.still import find_chromium
from tests.bench import making, movement, player, readers
from tests.bench.table import Measure, progress, say_machine, table_of
from tests.conftest import BROWSER_ARGUMENTS

RESULTS = Path(__file__).with_name("RESULTS.md")
HOW = """\
Times of many steps are their 95th percentile, others are measured once unless it is said. A day
step goes to another whole day, without motion: its script is what the call takes, and it is painted
when the browser has handed on the picture after it. A scrub step is one of 180 over all days. The
plug-ins show the same events as circles with a tooltip; the player shows them with symbols, names
and the story beside. An opening lasts from the navigation to the first picture of a file on disk.
What Python does is seconds of its processor, in a process of its own, reading included. Made-up
campaigns have a place for each event."""


def measure_player(browser: Any, given: argparse.Namespace) -> Iterator[Measure]:
    """The player under many events, beside Folium's plug-ins."""
    return player.measures(browser, given.events or player.SIZES, given.days or player.LENGTHS)


def measure_movement(browser: Any, _: argparse.Namespace) -> Iterator[Measure]:
    """Symbols that move, and many movements."""
    return movement.measures(browser)


def measure_making(_: Any, given: argparse.Namespace) -> Iterator[Measure]:
    """Checks, payload and exports in Python."""
    days = given.days[0] if given.days else making.DAYS
    return making.measures(given.events or making.SIZES, days)


def measure_readers(browser: Any, given: argparse.Namespace) -> Iterator[Measure]:
    """The page, for one reader and for many at once."""
    return readers.measures(browser, given.readers or readers.READERS)


PARTS: dict[str, Callable[[Any, argparse.Namespace], Iterator[Measure]]] = {
    "player": measure_player,
    "movement": measure_movement,
    "making": measure_making,
    "readers": measure_readers,
}


def measure(parts: Sequence[str], given: argparse.Namespace) -> tuple[list[Measure], str]:
    """Everything that these parts measure, and on which machine; a part that fails says so."""
    measured: list[Measure] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*BROWSER_ARGUMENTS]
        )
        machine = say_machine(f"Chromium {browser.version}")
        for name in parts:
            begun = perf_counter()
            try:
                for one in PARTS[name](browser, given):
                    measured.append(one)
            except Exception as error:  # one part's end is not that of the others
                progress(f"{name} ended early: {error!r}")
                measured.append(Measure(f"all of {name}", float("nan"), "", 0))
            progress(f"{name} took {perf_counter() - begun:.0f} s")
        browser.close()
    return measured, machine


def report(measured: list[Measure], machine: str) -> str:
    """What was measured as a page of Markdown."""
    missed = sum(not one.is_met for one in measured)
    goals = sum(one.goal is not None for one in measured)
    kept = f"{goals - missed} of {goals} goals are met."
    parts = ["# What `python -m tests.bench` measured", machine, HOW, kept, table_of(measured)]
    return "\n\n".join(parts) + "\n"


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """What the command line asks for."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; else all")
    asked.add_argument("--events", nargs="+", type=int, help="sizes, for player and making")
    asked.add_argument("--days", nargs="+", type=int, help="lengths; making takes the first")
    asked.add_argument("--readers", nargs="+", type=int, help="how many at once")
    given = asked.parse_args(words)
    if unknown := [name for name in given.parts if name not in PARTS]:
        asked.error(f"no part {unknown[0]!r}: there are {', '.join(PARTS)}")
    return given


def main() -> int:
    """Measure, print, and say whether every goal was met."""
    given = read_arguments(sys.argv[1:])
    is_whole = not (given.parts or given.events or given.days or given.readers)
    measured, machine = measure(given.parts or [*PARTS], given)
    text = report(measured, machine)
    print(text)
    if is_whole:
        RESULTS.write_text(text, encoding="utf-8")
    return 0 if all(one.is_met for one in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
