"""A made-up campaign of any number of forces that march on winding ways, for measuring."""

from __future__ import annotations

import csv
import math
from datetime import date, timedelta
from pathlib import Path

from tests.folders import SIDES

FIRST = date(2000, 6, 1)
HEAD = """\
format = 1
id = "crowd"
title = "A crowd"
first_day = {first}
last_day = {last}
bounds = [[46.0, 6.0], [50.0, 14.0]]

"""
WAYPOINTS = 8


def write_crowd(folder: Path, forces: int, days: int = 1, each_days: int = 0) -> Path:
    """Write a campaign in which so many forces march, all on every day, or each for `each_days`."""
    folder.mkdir(parents=True)
    head = HEAD.format(first=FIRST, last=_day(days - 1))
    (folder / "campaign.toml").write_text(head + SIDES, encoding="utf-8")
    rows: dict[str, list[list[object]]] = {
        "sources": [["source_id", "kind", "title"], ["book", "book", "A book"]],
        "forces": [["force_id", "side_id", "name", "kind"]],
        "movements": [
            ["movement_id", "force_id", "kind", "mode", "departs", "arrives", "certainty", "title"]
        ],
        "waypoints": [["movement_id", "order", "lat", "lon"]],
    }
    for number in range(forces):
        name, force = f"march-{number}", f"force-{number}"
        begins = number % (days - each_days + 1) if each_days else 0
        ends = begins + each_days - 1 if each_days else days - 1
        side = "red" if number % 2 else "blue"
        rows["forces"].append([force, side, f"Force {number}", "infantry"])
        rows["movements"].append(
            [name, force, "advance", "actual", _day(begins), _day(ends), "certain",
             f"March {number}"]
        )  # fmt: skip
        rows["waypoints"] += _way(name, number)
    for table, lines in rows.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    return folder


def _day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def _way(name: str, number: int) -> list[list[object]]:
    lat, lon = 46.3 + (number * 37 % 100) / 100 * 3.4, 6.3 + (number * 61 % 100) / 100 * 7.4
    return [
        [name, step + 1, round(lat + math.sin(step + number) * 0.25, 4),
         round(lon + step * 0.08, 4)]
        for step in range(WAYPOINTS)
    ]  # fmt: skip
