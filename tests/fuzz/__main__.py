"""Try what strangers send: `python -m tests.fuzz [--cases 10000] [--seed N] [--write]`.

The cases run in processes that are watched, one on each core: none may end with a traceback, take
more than 10 seconds or 500 MB, write outside its own folder, reach the network, or bring a script
that runs. What fails is printed with the words that repeat it, and belongs into kept.csv, whose
cases run each time. `--write` renews the section of tests/bench/RESULTS.md. Exit code 1 where
anything failed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from statistics import quantiles
from threading import Thread
from time import perf_counter
from typing import IO, Any

from tests.bench.results import renew, section_of
from tests.bench.table import Measure, progress, say_machine
from tests.conftest import ROOT
from tests.fuzz.doors import DOORS

KEPT = Path(__file__).with_name("kept.csv")
MOST_SECONDS, MOST_MEGABYTES = 10.0, 500.0
START_SECONDS, SILENT_SECONDS = 60.0, 40.0
"""By the clock; the 10 seconds are of the processor, whatever else the machine does."""
AT_ONCE = 250
"""Cases of one process."""


@dataclass
class Outcome:
    """What the cases of a run took, and those that failed."""

    done: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)

    def add(self, one: dict[str, Any]) -> None:
        """Take a case in, and judge it."""
        if not one["fault"] and one["seconds"] > MOST_SECONDS:
            one["fault"] = f"took {one['seconds']:.1f} s"
        if not one["fault"] and one["megabytes"] > MOST_MEGABYTES:
            one["fault"] = f"took {one['megabytes']:.0f} MB"
        self.done.append(one)
        if one["fault"]:
            self.failed.append(one)
            name = f"{one['door']}:{one['case']}"
            print(f"python -m tests.fuzz.case {name}\n{one['fault'].rstrip()}\n", flush=True)


def run_cases(words: list[str], outcome: Outcome) -> int:
    """Run cases in one process; how many were answered. A silent one is ended."""
    line = [sys.executable, "-m", "tests.fuzz.case", *words]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    answered = 0
    with subprocess.Popen(
        line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=environment,
    ) as child:  # fmt: skip
        reading = Thread(target=_hand_on, args=(child.stdout, queue := Queue[str]()), daemon=True)
        reading.start()
        try:
            for said in _lines(queue):
                outcome.add(json.loads(said))
                answered += 1
        finally:
            child.kill()
            reading.join()
    return answered


def _lines(queue: Queue[str]) -> Iterator[str]:
    """The lines of a process, until it ends or is silent for too long."""
    patience = START_SECONDS
    while True:
        try:
            said = queue.get(timeout=patience)
        except Empty:
            return
        if not said:
            return
        yield said
        patience = SILENT_SECONDS


def _hand_on(stream: IO[str], queue: Queue[str]) -> None:
    for line in stream:
        queue.put(line)
    queue.put("")


def run_range(first: int, last: int, outcome: Outcome) -> None:
    """Run the cases from one number to before another; the one at which a process ends failed."""
    while first < last:
        first += run_cases([str(first), str(last)], outcome)
        if first < last:
            fault = f"the process ended, or was silent for {SILENT_SECONDS:.0f} s"
            outcome.add({"door": "", "case": first, "seconds": MOST_SECONDS, "megabytes": 0.0,
                         "fault": fault})  # fmt: skip
            first += 1


def kept_cases() -> list[str]:
    """The cases that once failed, as DOOR:CASE."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        return [f"{row['door']}:{row['case']}" for row in csv.DictReader(file)]


def measures(outcome: Outcome) -> Iterator[Measure]:
    """What the cases of each door took, and how many failed."""
    for door in DOORS:
        cases = [one for one in outcome.done if one["door"] == door]
        if len(cases) < 2:
            continue
        seconds = [one["seconds"] for one in cases]
        yield Measure(f"{door}: cases", len(cases), "")
        yield Measure(f"{door}: failed", sum(bool(one["fault"]) for one in cases), "errors", 0)
        yield Measure(f"{door}: 95 of 100 within", quantiles(seconds, n=20)[-1], "s")
        yield Measure(f"{door}: the longest", max(seconds), "s", MOST_SECONDS)
        most = max(one["megabytes"] for one in cases)
        yield Measure(f"{door}: the most memory of a case", most, "MB", MOST_MEGABYTES)


def main() -> int:
    """Run the kept cases and so many others; print what failed."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--cases", type=int, default=10_000, help="how many, besides the kept ones")
    asked.add_argument("--seed", type=int, default=0, help="the number of the first case")
    asked.add_argument("--write", action="store_true", help="renew the section of RESULTS.md")
    given = asked.parse_args()
    outcome, machine, begun = Outcome(), say_machine("no browser"), perf_counter()
    last = given.seed + given.cases
    starts = range(given.seed, last, AT_ONCE)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        kept = kept_cases()
        if kept and run_cases(kept, outcome) < len(kept):
            outcome.add({"door": "kept", "case": 0, "seconds": 0.0, "megabytes": 0.0,
                         "fault": "the process of the kept cases ended early"})  # fmt: skip
        works = [pool.submit(run_range, one, min(one + AT_ONCE, last), outcome) for one in starts]
        for work in works:
            work.result()
    progress(f"{len(outcome.done)} cases in {perf_counter() - begun:.0f} s")
    how = (
        f"`python -m tests.fuzz --cases {given.cases} --seed {given.seed} --write`: cases made by "
        "dice, each in a process that is\nwatched. The memory of a case is what it takes beyond "
        "what was held before it, the first of a process\nwith all that is loaded then."
    )
    text = section_of(list(measures(outcome)), machine, how)
    print(text)
    if given.write:
        renew("fuzz", text)
    print(f"{len(outcome.failed)} of {len(outcome.done)} cases failed")
    return 1 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main())
