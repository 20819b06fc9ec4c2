"""A made-up campaign of many one-day events, each with a place of its own, for measuring."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from tests.folders import SIDES

FIRST = date(1900, 1, 1)
SOUTH, WEST, HIGH, WIDE = 40.0, 5.0, 10.0, 15.0
"""The land on which the places lie, in degrees."""
GOLDEN = 0.6180339887498949
PLASTIC = 0.7548776662466927
"""Multiples of these, without their whole parts, lie evenly on a line, and together on a plane."""


def write_places(folder: Path, events: int, days: int) -> Path:
    """Write a campaign of so many events and places over so many days; each with evidence."""
    folder.mkdir(parents=True)
    last = FIRST + timedelta(days=days - 1)
    head = f'format = 1\nid = "places"\ntitle = "Places"\nfirst_day = {FIRST}\nlast_day = {last}\n'
    (folder / "campaign.toml").write_text(f"{head}\n{SIDES}", encoding="utf-8")
    tables: dict[str, list[list[str]]] = {
        "sources": [["source_id", "kind", "title"], ["book", "book", "A book"]],
        "places": [["place_id", "name", "kind", "lat", "lon", "radius_km", "certainty",
                    "found_by"]],
        "forces": [["force_id", "side_id", "name", "kind", "on_map"],
                   ["red", "red", "Red army", "infantry", "no"],
                   ["blue", "blue", "Blue army", "infantry", "no"]],
        "events": [["event_id", "kind", "starts", "place_ids", "by_force_ids", "certainty",
                    "title"]],
        "evidence": [["table", "row_id", "source_id", "locator", "stance"]],
    }  # fmt: skip
    for number in range(events):
        lat = SOUTH + HIGH * (number * GOLDEN % 1)
        lon = WEST + WIDE * (number * PLASTIC % 1)
        place, event = f"place-{number}", f"event-{number}"
        day = (FIRST + timedelta(days=number % days)).isoformat()
        tables["places"].append(
            [place, f"Place {number}", "town", f"{lat:.5f}", f"{lon:.5f}", "1", "certain", "book"]
        )
        tables["events"].append(
            [event, ("battle", "shelling", "speech")[number % 3], day, place,
             ("red", "blue")[number % 2], "certain", f"Event {number}"]
        )  # fmt: skip
        tables["evidence"].append(["events", event, "book", f"p. {number}", "supports"])
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return folder
