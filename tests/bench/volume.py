"""A made-up campaign of many rows, for measuring how long reading and telling take."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from tests.folders import SIDES

FIRST = date(1900, 1, 1)
PLACES = 500


def write_volume(folder: Path, events: int, days: int, undated: bool = False) -> Path:
    """Write a campaign of so many events; a tenth as many movements and rows of control.

    It has two accounts. Every event has evidence and a place; `undated` ones lie somewhere in the
    whole campaign.
    """
    folder.mkdir(parents=True)
    last = FIRST + timedelta(days=days - 1)
    named = "".join(
        f'[[accounts]]\nid = "account-{number}"\ntitle = "Account {number}"\n\n'
        for number in range(2)
    )
    head = f'format = 1\nid = "volume"\ntitle = "Volume"\nfirst_day = {FIRST}\nlast_day = {last}\n'
    (folder / "campaign.toml").write_text(f"{head}\n{SIDES}\n{named}", encoding="utf-8")
    tables = {
        "sources": [["source_id", "kind", "title"], ["book", "book", "A book"]],
        "places": _places(),
        "forces": _forces(max(events // 100, 2)),
        "events": _events(events, days, undated),
        "control": _control(events // 10, days),
        **_movements(events // 10, days, max(events // 100, 2)),
    }
    tables["evidence"] = [["table", "row_id", "source_id", "locator", "stance"]] + [
        [table, row[0], "book", f"p. {number}", "supports"]
        for table in ("events", "movements", "control")
        for number, row in enumerate(tables[table][1:], 1)
    ]
    _write_tables(folder, tables)
    return folder


def _day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def _places() -> list[list[str]]:
    heading = ["place_id", "name", "kind", "lat", "lon", "radius_km", "certainty", "found_by"]
    return [heading] + [
        [f"place-{number}", f"Xyzzyplace {number}", "hill", str(40 + number % 25 / 5),
         str(5 + number // 25 / 2), "1", "certain", "book"]
        for number in range(PLACES)
    ]  # fmt: skip


def _forces(count: int) -> list[list[str]]:
    heading = ["force_id", "side_id", "name", "kind"]
    return [heading] + [
        [f"force-{number}", ("red", "blue")[number % 2], f"Force {number}", "infantry"]
        for number in range(count)
    ]


def _events(count: int, days: int, undated: bool) -> list[list[str]]:
    heading = ["event_id", "kind", "starts", "place_ids", "certainty", "title"]
    span = f"[{_day(0)}..{_day(days - 1)}]"
    return [heading] + [
        [f"event-{number}", "battle", span if undated else _day(number * 7 % days),
         f"place-{number % PLACES}", "certain", f"Event {number}"]
        for number in range(count)
    ]  # fmt: skip


def _control(count: int, days: int) -> list[list[str]]:
    heading = ["control_id", "place_id", "side_id", "starts", "certainty"]
    return [heading] + [
        [f"control-{number}", f"place-{number % PLACES}", ("red", "blue")[number // PLACES % 2],
         _day(number // PLACES * 20 % days), "certain"]
        for number in range(count)
    ]  # fmt: skip


def _movements(count: int, days: int, forces: int) -> dict[str, list[list[str]]]:
    movements = [
        ["movement_id", "force_id", "kind", "mode", "departs", "arrives", "certainty", "title"]
    ]
    waypoints = [["movement_id", "order", "place_id"]]
    for number in range(count):
        name, start = f"march-{number}", number // forces * 3 % days
        movements.append(
            [name, f"force-{number % forces}", "advance", "actual", _day(start),
             _day(min(start + 1, days - 1)), "certain", f"March {number}"]
        )  # fmt: skip
        waypoints += [
            [name, str(step), f"place-{(number + step) % PLACES}"] for step in range(1, 4)
        ]
    return {"movements": movements, "waypoints": waypoints}


def _write_tables(folder: Path, tables: dict[str, list[list[str]]]) -> None:
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
