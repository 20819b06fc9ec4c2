"""A made-up campaign of any size, for measuring and for crowded pictures."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from tests.folders import SIDES

HEAD = """\
format = 1
id = "crowd"
title = "A crowd"
first_day = 2000-06-01
last_day = 2000-06-{days:02d}
bounds = [[46.0, 6.0], [50.0, 14.0]]

"""


def write_crowd(folder: Path, forces: int, days: int = 1) -> Path:
    """Write a campaign in which so many forces all move on every day, on winding ways."""
    folder.mkdir(parents=True)
    (folder / "campaign.toml").write_text(HEAD.format(days=days) + SIDES, encoding="utf-8")
    rows: dict[str, list[list[object]]] = {
        "sources": [["source_id", "kind", "title"], ["book", "book", "A book"]],
        "forces": [["force_id", "side_id", "name", "kind"]],
        "movements": [
            ["movement_id", "force_id", "kind", "mode", "departs", "arrives", "certainty", "title"]
        ],
        "waypoints": [["movement_id", "order", "lat", "lon"]],
    }
    for number in range(forces):
        side = "red" if number % 2 else "blue"
        rows["forces"].append([f"force-{number}", side, f"Force {number}", "infantry"])
        first, last = "2000-06-01", f"2000-06-{days:02d}"
        name = f"march-{number}"
        rows["movements"].append(
            [
                name,
                f"force-{number}",
                "advance",
                "actual",
                first,
                last,
                "certain",
                f"March {number}",
            ]
        )
        rows["waypoints"] += _way(name, number)
    for table, lines in rows.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    return folder


def _way(name: str, number: int) -> list[list[object]]:
    lat, lon = 46.3 + (number * 37 % 100) / 100 * 3.4, 6.3 + (number * 61 % 100) / 100 * 7.4
    return [
        [name, step + 1, round(lat + math.sin(step + number) * 0.25, 4),
         round(lon + step * 0.08, 4)]
        for step in range(8)
    ]  # fmt: skip
