"""What Python takes to check, read and tell a campaign and to make each export of it.

`python -m tests.bench.making 1000 10000 --days 31` prints one table: seconds of the processor and
the most memory of a process that does nothing else, reading and loading of modules included.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from tests.bench.volume import write_days

SIZES = (100, 1_000, 10_000, 100_000)
DAYS = (31, 365)


class Cost(NamedTuple):
    """Seconds of the processor, and megabytes at most."""

    seconds: float
    megabytes: float


def works(out: Path) -> dict[str, Callable[[Path], object]]:
    """What is measured, by its name; each is given a campaign folder and may write into `out`."""
    from mapping.checks import check_campaign
    from mapping.drawing.scene import scene_payload
    from mapping.export.formats import FORMATS, Format
    from mapping.export.site import write_site
    from mapping.format.campaign import load_campaign

    def export(one: Format, folder: Path) -> None:
        with (out / one.option).open("wb") as file:
            file.writelines(one.to_chunks(load_campaign(folder)))

    return {
        "check": check_campaign,
        "load": load_campaign,
        "payload": lambda folder: scene_payload(load_campaign(folder)),
        **{one.option: lambda folder, one=one: export(one, folder) for one in FORMATS},
        "site": lambda folder: write_site([load_campaign(folder)], out),
    }


def cost_of(work: str, folder: Path) -> Cost:
    """What some work takes in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.making", "--work", work, "--folder", str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return Cost(*json.loads(said.stdout))


def do_work(work: str, folder: Path) -> Cost:
    """Do some work here and say what it took."""
    with TemporaryDirectory() as out:
        do = works(Path(out))[work]
        begun = process_time()
        do(folder)
        spent = process_time() - begun
    return Cost(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


def tables(sizes: Sequence[int] = SIZES, days: Sequence[int] = DAYS) -> list[str]:
    """One table in Markdown: each work in a row, each campaign in a column."""
    campaigns = [(size, length) for length in days for size in sizes]
    heading = [f"{size:,} events, {length} days" for size, length in campaigns]
    rows: dict[str, list[str]] = {}
    with TemporaryDirectory() as kept:
        for size, length in campaigns:
            # In a process of its own, too: a large parent would count as its children's memory.
            folder = Path(kept) / f"{size}-{length}"
            _write_apart(folder, size, length)
            for work in works(folder):
                cost = cost_of(work, folder)
                cell = f"{cost.seconds:.2f} s, {cost.megabytes:.0f} MB"
                rows.setdefault(work, []).append(cell)
    lines = [["seconds of the processor, most memory", *heading], ["---"] * (len(heading) + 1)]
    lines += [[work, *cells] for work, cells in rows.items()]
    return ["\n".join(f"| {' | '.join(line)} |" for line in lines)]


def _write_apart(folder: Path, size: int, length: int) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.bench.making", str(size), "--days", str(length),
         "--folder", str(folder)],
        check=True,
    )  # fmt: skip


def main() -> None:
    """Print the table, or do one work and print its cost, or write one campaign."""
    asked = argparse.ArgumentParser()
    asked.add_argument("sizes", nargs="*", type=int, default=SIZES)
    asked.add_argument("--days", nargs="*", type=int, default=DAYS)
    asked.add_argument("--work")
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    if given.work:
        print(json.dumps(do_work(given.work, given.folder)))
    elif given.folder:
        write_days(given.folder, given.sizes[0], given.days[0])
    else:
        print(*tables(given.sizes, given.days), sep="\n\n")


if __name__ == "__main__":
    main()
