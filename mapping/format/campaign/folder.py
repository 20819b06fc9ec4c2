"""A campaign folder, read into one frozen value with all that is wrong in its files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mapping.format.campaign.bounds import check_amount
from mapping.format.campaign.head import names_in, read_campaign_toml
from mapping.format.campaign.outlines import read_outlines
from mapping.format.campaign.references import check_references, leave_out_dangling
from mapping.format.campaign.routes import read_routes
from mapping.format.campaign.value import Campaign, Outline, Route
from mapping.format.canonical import NAMES
from mapping.format.csv_file import Kept, Reading, check_repeated, read_table
from mapping.format.dates import in_calendar
from mapping.format.gregorian import Day
from mapping.format.mending import WORKBOOKS, meant_file
from mapping.format.problems import CampaignError, Problem, find_errors
from mapping.format.schema import MAX_NAME, Record, columns_of
from mapping.format.settling import settle
from mapping.format.tables import SAID_BY_DEFAULT, TABLES, Evidence
from mapping.format.texts import check_texts, known_names
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


def read_what_fits(folder: Path, kept: Kept | None = None) -> tuple[Campaign | None, list[Problem]]:
    """Read a folder and leave out every row with a mistake, and what refers to such a row.

    With it one pass can find what is wrong between the other rows, too. The campaign is None
    when campaign.toml does not fit. Tables that say what they said before are taken from `kept`.
    """
    try:
        settle(folder)
    except CampaignError as error:
        return None, list(error.problems)
    if os.path.isdir(folder) and not os.access(folder, os.R_OK | os.X_OK):
        return None, [_unreadable(folder)]
    head, problems = read_campaign_toml(folder)
    if not os.path.isdir(folder):
        return None, problems
    has_head = bool(head) and not find_errors(problems)
    readings = {name: _read_one(folder, name, head if has_head else {}, kept) for name in TABLES}
    routes, route_problems = read_routes(folder)
    outlines, outline_problems = read_outlines(
        folder, julian=bool(head) and head.get("days_in") == "julian"
    )
    problems += [problem for reading in readings.values() for problem in reading.problems]
    problems += route_problems + outline_problems
    problems += _check_present(folder, readings) + _check_ground(folder)
    ids = {name: reading.ids for name, reading in readings.items() if reading.named}
    ids |= {name: set(head.get(name, {})) for name in ("sides", "accounts")} if head else {}
    for name, reading in readings.items():
        problems += check_references(name, reading, ids)
    if not has_head:
        return None, problems
    problems += _check_default_source(head["default_source"], ids.get("sources"))
    problems += _check_texts(head, readings)
    _add_default_source(head["default_source"], readings)
    leave_out_dangling(readings, {name: ids[name] for name in ("sides", "accounts")})
    campaign = _assemble(folder, head, readings, routes, outlines)
    return campaign, problems + check_amount(campaign)


def _unreadable(folder: Path) -> Problem:
    return Problem(
        rule="unreadable",
        severity="error",
        file=folder.name[:MAX_NAME],
        message="the folder may not be read",
        mend="give whoever runs this the right to read it",
    )


def _read_one(folder: Path, name: str, head: dict[str, Any], kept: Kept | None) -> Reading:
    path = folder / f"{name}.csv"
    if not os.path.lexists(path):
        return Reading()
    julian = head.get("days_in") == "julian"
    near = (
        (_written(head["first_day"], julian), _written(head["last_day"], julian)) if head else None
    )
    reading = read_table(path, TABLES[name], near, julian=julian, kept=kept)
    reading.problems += check_repeated(path.name, reading.records)
    return reading


def _written(day: Day, julian: bool) -> Day:
    """A day as the campaign's cells write it; near enough for a leap day that only one has."""
    counted = in_calendar(day, "julian") if julian else day
    return Day(counted.year, counted.month, min(counted.day, 28) if julian else counted.day)


def _check_texts(head: dict[str, Any], readings: dict[str, Reading]) -> list[Problem]:
    """The texts in other languages; a row with a mistake of its own is there all the same."""
    texts = readings["texts"]
    if not texts.records:
        return []
    rows = {name: one.records for name, one in readings.items() if not find_errors(one.problems)}
    wrong = [*check_texts(texts.records, known_names(head, rows), head["language"])]
    lines = {problem.row for problem in wrong}
    texts.records = [one for one in texts.records if one.row not in lines]
    return wrong


def _check_default_source(source_id: str, known: set[str] | None) -> list[Problem]:
    if not source_id or known is None or source_id in known:
        return []
    return [
        Problem(
            rule="head", severity="error", file="campaign.toml", column="default_source",
            message="does not fit", found=source_id, expected="the id of a row of sources.csv",
            mend="correct it or leave it out",
        )
    ]  # fmt: skip


def _add_default_source(source_id: str, readings: dict[str, Reading]) -> None:
    """Give each claim without a passage one: that the campaign's own source says so."""
    if not source_id:
        return
    evidence = readings["evidence"].records
    spoken = {(one.claim_table, one.claim_id) for one in evidence}
    evidence += [
        Evidence(claim_table=name, claim_id=row.row_id, source_id=source_id, stance="supports")
        for name in SAID_BY_DEFAULT
        for row in readings[name].records
        if (name, row.row_id) not in spoken
    ]


def _assemble(
    folder: Path, head: dict[str, Any], readings: dict[str, Reading], routes: dict[str, Route],
    outlines: dict[str, tuple[Outline, ...]],
) -> Campaign:  # fmt: skip
    tables: dict[str, Any] = {
        name: _keep(TABLES[name], reading.records) for name, reading in readings.items()
    }
    return Campaign(folder=folder, **head, **tables, routes=routes, outlines=outlines)


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
    told = ("movements.csv", "events.csv", "areas.csv")
    if not any(os.path.lexists(folder / name) for name in told):
        needed["events"] = "a campaign has movements, events or areas"
    for name, reading in readings.items():
        for _, (attribute, column) in columns_of(TABLES[name]).items():
            if column.refers_to in TABLES and any(getattr(r, attribute) for r in reading.records):
                needed.setdefault(column.refers_to, f"{name}.csv refers to it")
    misnamed = misnamed_files(folder)
    missing = [name for name in needed if not os.path.lexists(folder / f"{name}.csv")]
    return _check_misnamed({
        name: other for name, other in misnamed.items() if name.removesuffix(".csv") not in missing
    }) + [
        Problem(
            rule="missing-table",
            severity="error",
            file=f"{name}.csv",
            message="a required table is missing",
            found=misnamed.get(f"{name}.csv", "no such file"),
            expected="a CSV file with the columns " + ", ".join(columns_of(TABLES[name])),
            mend=say_rename(misnamed, f"{name}.csv") or f"add {name}.csv: {reason}",
        )
        for name, reason in ((name, needed[name]) for name in missing)
    ]  # fmt: skip


def misnamed_files(folder: Path) -> dict[str, str]:
    """Files of the format that are missing, each with the name under which it seems to lie here."""
    found: dict[str, str] = {}
    for name in names_in(folder):
        # The folder media is there without media.csv where a campaign has old maps alone.
        meant = "" if name == "media" else meant_file(name, NAMES)
        if meant and not os.path.lexists(folder / meant):
            found.setdefault(meant, name[:MAX_NAME])
    return found


def _check_misnamed(misnamed: Mapping[str, str]) -> list[Problem]:
    """A table that lies there under another name is not read, and the story lacks it."""
    return [
        Problem(
            rule="unknown-file",
            severity="warning",
            file=other,
            message="a file that is not read",
            found=other,
            expected=name,
            mend=say_rename(misnamed, name),
        )
        for name, other in misnamed.items()
        if name != "campaign.toml"
    ]


def say_rename(misnamed: Mapping[str, str], name: str) -> str:
    """How to mend a file that lies there under another name; empty where none does."""
    other = misnamed.get(name, "")
    if other.lower().endswith(WORKBOOKS):
        return f"save {other} as CSV UTF-8, each of its sheets as a file of its own"
    return f"rename {other} to {name}" if other else ""


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
