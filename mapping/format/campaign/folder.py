"""A campaign folder, read into one frozen value with all that is wrong in its files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mapping.format.campaign.bounds import check_amount
from mapping.format.campaign.head import read_campaign_toml
from mapping.format.campaign.references import check_references, leave_out_dangling
from mapping.format.campaign.routes import read_routes
from mapping.format.campaign.value import Campaign, Route
from mapping.format.csv_file import Reading, check_repeated, read_table
from mapping.format.problems import CampaignError, Problem, find_errors
from mapping.format.schema import MAX_NAME, Record, columns_of
from mapping.format.settling import settle
from mapping.format.tables import TABLES
from mapping.words.shell import command


def load_campaign(folder: str | Path) -> Campaign:
    """Read a campaign folder.

    Raises `CampaignError`, with every error in it, when the folder cannot be drawn.
    """
    campaign, problems = read_campaign(Path(folder))
    if campaign is None:
        raise CampaignError(find_errors(problems))
    return campaign


def read_campaign(folder: Path) -> tuple[Campaign | None, list[Problem]]:
    """Read a folder with all that is wrong in its files and in the references between them.

    The campaign is None when there is at least one error.
    """
    campaign, problems = read_what_fits(folder)
    return (None if find_errors(problems) else campaign), problems


def read_what_fits(folder: Path) -> tuple[Campaign | None, list[Problem]]:
    """Read a folder and leave out every row with a mistake, and what refers to such a row.

    With it one pass can find what is wrong between the other rows, too. The campaign is None
    when campaign.toml does not fit.
    """
    try:
        settle(folder)
    except CampaignError as error:
        return None, list(error.problems)
    head, problems = read_campaign_toml(folder)
    if not os.path.isdir(folder):
        return None, problems
    has_head = bool(head) and not problems
    readings = {name: _read_one(folder, name) for name in TABLES}
    routes, route_problems = read_routes(folder)
    problems += [problem for reading in readings.values() for problem in reading.problems]
    problems += route_problems + _check_present(folder, readings) + _check_ground(folder)
    ids = {name: reading.ids for name, reading in readings.items() if reading.named}
    ids |= {name: set(head.get(name, {})) for name in ("sides", "accounts")} if head else {}
    for name, reading in readings.items():
        problems += check_references(name, reading, ids)
    if not has_head:
        return None, problems
    leave_out_dangling(readings, {name: ids[name] for name in ("sides", "accounts")})
    campaign = _assemble(folder, head, readings, routes)
    return campaign, problems + check_amount(campaign)


def _read_one(folder: Path, name: str) -> Reading:
    path = folder / f"{name}.csv"
    if not os.path.lexists(path):
        return Reading()
    reading = read_table(path, TABLES[name])
    reading.problems += check_repeated(path.name, reading.records)
    return reading


def _assemble(
    folder: Path, head: dict[str, Any], readings: dict[str, Reading], routes: dict[str, Route]
) -> Campaign:
    tables: dict[str, Any] = {
        name: _keep(TABLES[name], reading.records) for name, reading in readings.items()
    }
    return Campaign(folder=folder, **head, **tables, routes=routes)


def _keep(table: type[Record], records: Sequence[Any]) -> object:
    """The rows of a table as a campaign holds them: by id, in groups, or in file order."""
    if table.groups is None:
        return MappingProxyType({record.row_id: record for record in records})
    if not table.groups:
        return tuple(records)
    groups: dict[Any, list[Any]] = {}
    key = attrgetter(*table.groups)
    for record in records:
        groups.setdefault(key(record), []).append(record)
    if "order" in columns_of(table):
        for rows in groups.values():
            rows.sort(key=attrgetter("order"))
    return {name: tuple(rows) for name, rows in groups.items()}


def _check_present(folder: Path, readings: dict[str, Reading]) -> list[Problem]:
    """The required tables, and those that others refer to."""
    needed = {"sources": "every campaign says who says so"}
    if not any(os.path.lexists(folder / name) for name in ("movements.csv", "events.csv")):
        needed["events"] = "a campaign has movements or events"
    for name, reading in readings.items():
        for _, (attribute, column) in columns_of(TABLES[name]).items():
            if column.refers_to in TABLES and any(getattr(r, attribute) for r in reading.records):
                needed.setdefault(column.refers_to, f"{name}.csv refers to it")
    return [
        Problem(
            rule="missing-table",
            severity="error",
            file=f"{name}.csv",
            message="a required table is missing",
            found="no such file",
            expected="a CSV file with the columns " + ", ".join(columns_of(TABLES[name])),
            mend=f"add {name}.csv: {reason}",
        )
        for name, reason in needed.items()
        if not os.path.lexists(folder / f"{name}.csv")
    ]


def _check_ground(folder: Path) -> list[Problem]:
    """The ground is a folder of its own files: building it anew would write through a link."""
    ground = folder / "ground"
    if not os.path.lexists(ground):
        return []
    try:
        own = ground.is_dir() and not ground.is_symlink()
        linked = [one.name for one in ground.iterdir() if one.is_symlink()] if own else []
    except OSError:
        own, linked = False, []
    if own and not linked:
        return []
    file = "/".join(["ground", *sorted(linked)[:1]])[:MAX_NAME]
    message = "is a link" if linked or ground.is_symlink() else "is no folder that can be read"
    mend = f"remove the folder ground and build it again: {command('basemap FOLDER')}"
    return [Problem(rule="ground", severity="error", file=file, message=message, mend=mend)]
