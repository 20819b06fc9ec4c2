"""What Python takes to check, read and tell a campaign and to make each export of it.

`python -m tests.bench.making 1000 10000 --days 31` prints one table: seconds of the processor and
the most memory of a process that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from mapping.checks import check_campaign
from mapping.format.campaign import load_campaign
from tests.bench.volume import write_days

SIZES = (100, 1_000, 10_000, 100_000)


class Cost(NamedTuple):
    """Seconds of the processor, and megabytes at most."""

    seconds: float
    megabytes: float


def works() -> dict[str, Callable[[Path], object]]:
    """What is measured, by its name; each is given a campaign folder."""
    from mapping.drawing.scene import scene_payload
    from mapping.export.formats import FORMATS
    from mapping.export.site import write_site

    return {
        "check": check_campaign,
        "load": load_campaign,
        "payload": lambda folder: scene_payload(load_campaign(folder)),
        **{
            one.option: lambda folder, one=one: one.to_bytes(load_campaign(folder))
            for one in FORMATS
        },
        "site": lambda folder: write_site([load_campaign(folder)], folder / "site"),
    }


def cost_of(work: str, folder: Path) -> Cost:
    """What some work takes in a process of its own, reading included."""
    said = subprocess.run(
        [sys.executable, "-m", __spec__.name, "--work", work, str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return Cost(*json.loads(said.stdout))


def _do(work: str, folder: Path) -> Cost:
    do = works()[work]
    begun = process_time()
    do(folder)
    spent = process_time() - begun
    return Cost(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
