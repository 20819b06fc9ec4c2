"""Ids made by themselves, where a row is used, and rows taken with all that is their own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mapping.editing.changes import AddRows, Change, RemoveRow, SetCells, SetHead, Together
from mapping.editing.folder_files import (
    EditError,
    Files,
    lines_of,
    row_id_of,
    sheet_of,
)
from mapping.editing.head_values import entries_of, entry_ids, head_of
from mapping.editing.outline_file import outlines_removed, outlines_renamed
from mapping.format.csv_file import heading_of_key
from mapping.format.mending import slug_of
from mapping.format.schema import MAX_SLUG, Column, columns_of
from mapping.format.sheet import SheetError
from mapping.format.tables import TABLES

OWN = ("waypoints", "evidence", "texts")
"""Rows of these tables belong to the row that they name, and go with it."""


class Use(NamedTuple):
    """A cell that names a row: in which table, row and column."""

    table: str
    row: int
    column: str


def ids_in(files: Files, table: str) -> set[str]:
    """The ids of a table's rows, or of the sides or the accounts in campaign.toml."""
    if table in TABLES:
        return {row_id_of(table, cells) for _, cells in lines_of(files, table)} - {""}
    return set(entry_ids(files, table))


def fresh_id(text: str, taken: set[str]) -> str:
    """An id made of any text that no other row has: `bridge`, `bridge-2`."""
    slug = slug_of(text, MAX_SLUG)

    def numbered(number: int) -> str:
        end = f"-{number}"
        return slug[: MAX_SLUG - len(end)].rstrip("-") + end

    if slug not in taken:
        return slug
    # Of thousands of one name not each is asked: one that is free, then one behind a taken one.
    low, high = 1, 2
    while numbered(high) in taken:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if numbered(middle) in taken else (low, middle)
    return numbered(high)


def uses_of(files: Files, table: str, row_id: str) -> list[Use]:
    """Every cell that names a row, or a side or an account of campaign.toml."""
    return [use for use in _uses(files, table, row_id) if row_id]


def _uses(files: Files, table: str, row_id: str) -> Iterator[Use]:
    for name, record in TABLES.items():
        columns = columns_of(record)
        if f"{name}.csv" not in files:
            continue
        naming = {one: column for one, (_, column) in columns.items() if column.refers_to == table}
        for row, cells in lines_of(files, name):
            for heading, column in naming.items():
                if row_id in _named(cells.get(heading, ""), column):
                    yield Use(name, row, heading)
            if {"table", "row_id"} <= set(columns) and (
                cells.get("table", "").strip() == table and _is_of(cells.get("row_id", ""), row_id)
            ):
                yield Use(name, row, "row_id")
            if f"{table}/{row_id}" in _parts(cells.get("row_ids", "")):
                yield Use(name, row, "row_ids")
            if name == "places" and table == "sources" and cells.get("found_by") == row_id:
                yield Use(name, row, "found_by")


def _named(cell: str, column: Column) -> list[str]:
    return _parts(cell) if column.is_list else [cell.strip()]


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _is_of(named: str, row_id: str) -> bool:
    """Whether evidence for this row is named."""
    return named.strip() == row_id


def rename(files: Files, table: str, old: str, new: str) -> Together:
    """The changes that give a row another id, in every cell that names it; raises `EditError`."""
    if new in ids_in(files, table):
        raise EditError(f"{new} is the id of another row of {table}: choose another")
    changes: list[Change] = []
    if table in TABLES:
        key = heading_of_key(TABLES[table])
        changes += [
            SetCells(table, row, {key: new})
            for row, cells in lines_of(files, table)
            if cells.get(key, "").strip() == old
        ]
    else:
        changes += _head_renamed(files, table, old, new)
    if not changes:
        raise EditError(f"{table} has no row {old}")
    for use in uses_of(files, table, old):
        cell = sheet_of(files, use.table).cells(use.row)[use.column]
        changes.append(SetCells(use.table, use.row, {use.column: _renamed(cell, old, new)}))
    changes += _waypoints_renamed(files, table, old, new)
    changes += outlines_renamed(files, old, new) if table == "areas" else []
    if table == "sources" and head_of(files).get("default_source") == old:
        changes.append(SetHead(("default_source",), new))
    return Together(f"{old} renamed to {new}", tuple(changes))


def _renamed(cell: str, old: str, new: str) -> str:
    parts = [part.strip() for part in cell.split(";")]
    kept = [new if part == old else part for part in parts]
    return ";".join(
        f"{part.partition('/')[0]}/{new}" if part.endswith(f"/{old}") else part for part in kept
    )


def _head_renamed(files: Files, block: str, old: str, new: str) -> Iterator[Change]:
    for number, entry in enumerate(entries_of(files, block)):
        if entry.get("id") == old:
            yield SetHead((block, number, "id"), new)
    if block == "accounts" and head_of(files).get("default_account") == old:
        yield SetHead(("default_account",), new)


def _waypoints_renamed(files: Files, table: str, old: str, new: str) -> Iterator[Change]:
    """Evidence, answers and texts call a waypoint by its movement and its order."""
    if table != "movements":
        return
    for name in ("evidence", "answers", "texts"):
        for row, cells in lines_of(files, name):
            own, _, order = cells.get("row_id", "").strip().partition("/")
            if cells.get("table", "").strip() == "waypoints" and own == old:
                yield SetCells(name, row, {"row_id": f"{new}/{order}"})


def duplicate(files: Files, table: str, row: int) -> Together:
    """The changes that add a row's like below it, under an id of its own, with its way.

    Its evidence is not copied: that somebody says one thing is no proof of another.
    """
    try:
        cells = dict(sheet_of(files, table).cells(row))
    except SheetError as error:
        raise EditError(f"{table}.csv: {error}") from None
    key = heading_of_key(TABLES[table])
    old = cells.get(key, "").strip()
    if (
        columns_of(TABLES[table])[key][1].refers_to
        or not old
        or table in ("days", "steps", "texts")
    ):
        return Together(
            f"row {row} of {table} again", (AddRows(table, (cells,), _below(files, table, row)),)
        )
    new = fresh_id(old, ids_in(files, table))
    changes: list[Change] = [AddRows(table, ({**cells, key: new},), _below(files, table, row))]
    if table == "movements":
        way = tuple(
            {**one, "movement_id": new}
            for _, one in lines_of(files, "waypoints")
            if one.get("movement_id", "").strip() == old
        )
        changes += [AddRows("waypoints", way)] if way else []
    return Together(f"{old} again, as {new}", tuple(changes))


def _below(files: Files, table: str, row: int) -> int | None:
    """The row before which one must be put to stand below another; None at the end."""
    return next((one for one in sheet_of(files, table).rows if one > row), None)


def remove(files: Files, table: str, row: int) -> Together:
    """The changes that take a row away with its way and its evidence; lists forget it.

    What else names it stays, and the check says so.
    """
    try:
        cells = sheet_of(files, table).cells(row)
    except SheetError as error:
        raise EditError(f"{table}.csv: {error}") from None
    row_id = row_id_of(table, cells)
    gone: dict[str, set[int]] = {table: {row}}
    changes: list[Change] = []
    for use in uses_of(files, table, row_id) + _evidence_of_way(files, table, row_id):
        if use.table in OWN and use.column in ("movement_id", "row_id"):
            gone.setdefault(use.table, set()).add(use.row)
        elif use.column in _lists(use.table):
            left = sheet_of(files, use.table).cells(use.row)[use.column]
            kept = [one for one in _parts(left) if one not in (row_id, f"{table}/{row_id}")]
            changes.append(SetCells(use.table, use.row, {use.column: ";".join(kept)}))
    changes += outlines_removed(files, row_id) if table == "areas" else []
    for name, rows in gone.items():
        changes += [RemoveRow(name, one) for one in sorted(rows, reverse=True)]
    return Together(f"{row_id or f'row {row}'} of {table} taken away", tuple(changes))


def _lists(table: str) -> set[str]:
    columns = columns_of(TABLES[table])
    return {name for name, (_, column) in columns.items() if column.is_list}


def _evidence_of_way(files: Files, table: str, row_id: str) -> list[Use]:
    if table != "movements":
        return []
    return [
        Use(name, row, "row_id")
        for name in ("evidence", "texts")
        for row, cells in lines_of(files, name)
        if cells.get("table", "").strip() == "waypoints"
        and cells.get("row_id", "").strip().startswith(f"{row_id}/")
    ]


def cells_as_text(cells: Mapping[str, object]) -> dict[str, str]:
    """Values as a spreadsheet or a form holds them, as cells: None is empty, 2.0 is 2."""
    return {name: _as_text(value) for name, value in cells.items()}


def _as_text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    return (
        value
        if isinstance(value, str)
        else json.dumps(value)
        if isinstance(value, list)
        else str(value)
    )
