"""Measure what a reader waits for: `python -m tests.bench`, in at most 15 minutes.

Prints a table of what each part measured and renews its section of RESULTS.md beside this file;
ends with exit code 1 where a goal is missed. A part that is narrowed writes nothing:
`python -m tests.bench player --events 10000 --days 90`. Needs Chromium, a machine that does nothing
else meanwhile and, for the comparison, npm. The parts `load`, which takes 15 minutes more, and
`faults` run only when they are named.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Any

from playwright.sync_api import sync_playwright

from mapping.export.still import find_chromium
from tests.bench import faults, load, making, movement, player, readers
from tests.bench.results import renew, section_of
from tests.bench.table import Measure, progress, say_machine
from tests.conftest import BROWSER_ARGUMENTS

HOW = {
    "faults": """\
`python -m tests.bench faults`: each is tried on the real thing by the test of that name, with a
browser where it has one; it holds where nothing half was left, nothing told otherwise and no
traceback reached a person. The time is what it took to try.""",
    "load": """\
`python -m tests.bench load`: readers without a browser, who speak the page's own protocol. Each
opens it within eight seconds and reads for two minutes, two to eight seconds between two steps: six
of ten go to another day, three open a tab, one downloads. A step lasts until the server's run has
ended and all of it has come. \"At most more for each\" is the most that the server held beyond what
it held before, divided by the readers. Sessions that have left are kept for 5 seconds here, by
default for 120. Of the site, `gzip` is what nearly every web server does by itself.""",
    "readers": """\
A first map lasts from the navigation of an empty browser to the picture of the whole map, by the
browser's own clock. What the empty app takes is Streamlit's own: a page whose frame holds one
letter. A change is the name of a side, typed at the desk: from Enter to the map that says it.""",
}
"""What is to know of a part's figures beside what stands above all of them."""


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


def measure_readers(browser: Any, _: argparse.Namespace) -> Iterator[Measure]:
    """The page, for one reader."""
    return readers.measures(browser)


def measure_load(_: Any, given: argparse.Namespace) -> Iterator[Measure]:
    """The page, for many readers and beside uploads."""
    return load.measures(given.readers or load.READERS, given.seconds or load.SECONDS)


def measure_faults(_: Any, given: argparse.Namespace) -> Iterator[Measure]:
    """What machines do while a campaign is read, saved and written."""
    return faults.measures()


PARTS: dict[str, Callable[[Any, argparse.Namespace], Iterator[Measure]]] = {
    "player": measure_player,
    "movement": measure_movement,
    "making": measure_making,
    "readers": measure_readers,
    "load": measure_load,
    "faults": measure_faults,
}
BY_NAME = ("load", "faults")
"""Parts that run only when they are named."""


def measure(name: str, browser: Any, given: argparse.Namespace) -> list[Measure]:
    """Everything that a part measures; one that fails says so."""
    measured: list[Measure] = []
    begun = perf_counter()
    try:
        for one in PARTS[name](browser, given):
            measured.append(one)
    except Exception as error:  # one part's end is not that of the others
        progress(f"{name} ended early: {error!r}")
        measured.append(Measure(f"all of {name}", float("nan"), "", 0))
    progress(f"{name} took {perf_counter() - begun:.0f} s")
    return measured


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """What the command line asks for."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    asked.add_argument("--events", nargs="+", type=int, help="sizes, for player and making")
    asked.add_argument("--days", nargs="+", type=int, help="lengths; making takes the first")
    asked.add_argument("--readers", nargs="+", type=int, help="how many at once, for load")
    asked.add_argument("--seconds", type=float, help="how long they read, for load")
    given = asked.parse_args(words)
    if unknown := [name for name in given.parts if name not in PARTS]:
        asked.error(f"no part {unknown[0]!r}: there are {', '.join(PARTS)}")
    return given


def main() -> int:
    """Measure, print, and say whether every goal was met."""
    given = read_arguments(sys.argv[1:])
    is_narrowed = bool(given.events or given.days or given.readers or given.seconds)
    is_met = True
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*BROWSER_ARGUMENTS]
        )
        for name in given.parts or [name for name in PARTS if name not in BY_NAME]:
            machine = say_machine(f"Chromium {browser.version}")
            measured = measure(name, browser, given)
            text = section_of(measured, machine, HOW.get(name, ""))
            print(f"## {name}\n\n{text}\n", flush=True)
            if not is_narrowed:
                renew(name, text)
            is_met = is_met and all(one.is_met for one in measured)
        browser.close()
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
