"""What machines do: each fault tried as its test tries it, on this machine.

A fault holds where every case of its test passes; one that cannot be tried here does not hold.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tests.bench.table import Measure
from tests.conftest import ROOT

FAULTS = {
    "test_faults.py": "",
    "test_saving.py": "",
    "test_film.py": "stops",
    "test_firefox.py": "",
    "test_hostile.py": "hears or runs_its_own or takes_no_time",
    "test_links.py": "bad_link or generated_states",
    "test_shell.py": "port or packages or unicode",
    "test_downloads.py": "made_when",
    "test_desk_page.py": "cell_is_typed",
    "test_app.py": "may_break or without_its_server or broken_folder",
}
"""Which tests of which files, in pytest's own words; all of a file where there are none."""
MOST_SECONDS = 900


def measures() -> Iterator[Measure]:
    """Every fault, with how long it took to try and how many did not hold."""
    failed = 0
    for file, chosen in FAULTS.items():
        for name, seconds, held in _try(file, chosen):
            failed += not held
            yield Measure(f"{name}: {'holds' if held else 'does not hold'}", seconds, "s")
    yield Measure("faults that do not hold", failed, "faults", 0)


def _try(file: str, chosen: str) -> Iterator[tuple[str, float, bool]]:
    with TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        line = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
        line += [f"tests/{file}", f"--junitxml={told}", *(["-k", chosen] if chosen else [])]
        subprocess.run(line, cwd=ROOT, capture_output=True, timeout=MOST_SECONDS, check=False)
        cases: dict[str, tuple[float, bool]] = {}
        for case in ElementTree.parse(told).iter("testcase"):
            name = re.sub(r"\[.*", "", case.get("name", "")).removeprefix("test_")
            seconds, held = cases.get(name.replace("_", " "), (0.0, True))
            held = held and len(case.findall("failure") + case.findall("error")) == 0
            held = held and not case.findall("skipped")
            cases[name.replace("_", " ")] = (seconds + float(case.get("time", 0)), held)
    for name, (seconds, held) in cases.items():
        yield name, seconds, held
