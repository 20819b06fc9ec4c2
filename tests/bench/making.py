"""What Python takes to check, read and tell a campaign and to make each export of it.

Each work is done in a process of its own: seconds of its processor, loading of modules and reading
included, and the most memory that it had.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from tests.bench.memory import MOST, megabytes_of
from tests.bench.places import write_places
from tests.bench.table import Measure, progress
from tests.bench.volume import write_volume
from tests.conftest import MERSAD, ROOT
from tests.fronts import write_winter
from tests.test_drafting import DAYS as DRAFT_DAYS
from tests.test_drafting import ten_thousand_words

SIZES, DAYS = (10_000, 100_000), 90
CHECK_SECONDS = {10_000: 1.5, 100_000: 10.0}
EXPORT_SECONDS = {10_000: 3.0, 100_000: 20.0}
MOST_MEGABYTES = 700.0
EXPORTS = ("html", "geojson", "kml", "csv", "package")
PATIENCE_SECONDS = 120


class Cost(NamedTuple):
    """Seconds of the processor, and megabytes at most."""

    seconds: float
    megabytes: float


def works(out: Path) -> dict[str, Callable[[Path], object]]:
    """What is measured, by its name; each is given a folder or a file, and may write into `out`."""
    from mapping.checks import check_campaign
    from mapping.drawing.scene import scene_payload
    from mapping.export.formats import FORMATS, Format
    from mapping.export.site import write_site
    from mapping.format.campaign import load_campaign

    def draft(text: Path) -> None:
        from mapping.drafting import Frame, draft_text

        draft_text(text.read_text(encoding="utf-8"), Frame.of(*DRAFT_DAYS))

    def look_up(names: Path) -> None:
        from mapping.gazetteer import OfflineGazetteer

        gazetteer = OfflineGazetteer()
        for name in names.read_text(encoding="utf-8").split():
            gazetteer.geocode(name)

    def export(one: Format, folder: Path) -> None:
        with (out / one.option).open("wb") as file:
            file.writelines(one.to_chunks(load_campaign(folder)))

    return {
        "check": check_campaign,
        "draft": draft,
        "look up": look_up,
        "load": load_campaign,
        "payload": lambda folder: scene_payload(load_campaign(folder)),
        **{one.option: lambda folder, one=one: export(one, folder) for one in FORMATS},
        "site": lambda folder: write_site([load_campaign(folder)], out),
    }


def cost_of(work: str, folder: Path) -> Cost:
    """What some work takes in a process of its own; no numbers where it fails or takes too long."""
    command = [sys.executable, "-m", "tests.bench.making", work, str(folder)]
    try:
        said = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=ROOT,
            timeout=PATIENCE_SECONDS,
        )  # fmt: skip
    except subprocess.SubprocessError as error:
        progress(f"{work} of {folder.name} failed: {error}")
        return Cost(float("nan"), float("nan"))
    return Cost(*json.loads(said.stdout))


def do_work(work: str, folder: Path) -> Cost:
    """Do some work here and say what it took."""
    begun = process_time()
    with TemporaryDirectory() as out:
        works(Path(out))[work](folder)
        spent = process_time() - begun
    return Cost(spent, megabytes_of("self", MOST))


def measures(sizes: Sequence[int] = SIZES, days: int = DAYS) -> Iterator[Measure]:
    """Mersad's map as a file; of each size all works; of many rows of every kind the main ones."""
    yield Measure("html, Mersad", cost_of("html", MERSAD).seconds, "s", 2.0)
    with TemporaryDirectory() as kept:
        for size in sizes:
            folder = Path(kept) / f"{size}"
            write_places(folder, size, days)
            name = f"{size:,} events in {days} days"
            yield from _measures(name, folder, size, ("check", "load", "payload", *EXPORTS, "site"))
        mixed = write_volume(Path(kept) / "mixed", events=10_000, days=400)
        name = "10,000 events, 1,000 movements, 1,000 holders in 400 days, 2 accounts"
        yield from _measures(name, mixed, 0, ("check", "payload", "html"))
        undated = write_volume(Path(kept) / "undated", events=1_000, days=4_000, undated=True)
        cost = cost_of("check", undated)
        yield Measure("check, 1,000 undated events in 4,000 days", cost.seconds, "s", 2.0)
        winter = write_winter(Path(kept) / "winter", points=500)
        cost = cost_of("check", winter)
        yield Measure("check, areas of 1,500 corners in ten statements", cost.seconds, "s", 8.0)
        yield from _measure_texts(Path(kept))


def _measure_texts(folder: Path) -> Iterator[Measure]:
    """A long text as a draft, and names as nobody spells them."""
    text, names = folder / "text.txt", folder / "names.txt"
    text.write_text(ten_thousand_words(), encoding="utf-8")
    cost = cost_of("draft", text)
    yield Measure("draft, 10,000 words", cost.seconds, "s", 5.0)
    yield Measure("draft, most memory, 10,000 words", cost.megabytes, "MB", 500.0)
    names.write_text("Khorramshehrr\n" * 20, encoding="utf-8")
    yield Measure("look up, 20 misspelt names", cost_of("look up", names).seconds, "s", 6.0)


def _measures(name: str, folder: Path, size: int, done: Sequence[str]) -> Iterator[Measure]:
    for work in done:
        cost = cost_of(work, folder)
        progress(f"{work}, {name}: {cost.seconds:.2f} s, {cost.megabytes:.0f} MB")
        is_export = work in EXPORTS and size > 0
        goals = EXPORT_SECONDS if is_export else CHECK_SECONDS if work == "check" else {}
        yield Measure(f"{work}, {name}", cost.seconds, "s", goals.get(size))
        most = MOST_MEGABYTES if is_export else None
        yield Measure(f"{work}, most memory, {name}", cost.megabytes, "MB", most)


def main() -> None:
    """Do one work on one folder and print its cost: what `cost_of` runs."""
    asked = argparse.ArgumentParser()
    asked.add_argument("work")
    asked.add_argument("folder", type=Path)
    given = asked.parse_args()
    print(json.dumps(do_work(given.work, given.folder)))


if __name__ == "__main__":
    main()
