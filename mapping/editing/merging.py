"""Three states of a folder made one: what both sides changed since the base, by id and by cell.

The result is our folder with their changes made on it. Where both changed one cell to different
things, ours stays and the conflict is a row, to be settled by a person.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from typing import NamedTuple

from mapping.editing.changes import AddRows, Change, RemoveRow, SetCells, SetFile, SetHead
from mapping.editing.differences import (
    BLOCKS,
    SHAPES,
    Key,
    Row,
    head_rows,
    keyed_rows,
    numbered_rows,
)
from mapping.editing.folder_files import Files, text_in
from mapping.editing.head_values import entry_ids, head_of
from mapping.format.problems import plain_cell
from mapping.format.tables import TABLES

GONE = "(the row is gone)"
CONFLICTS = "conflicts.csv"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that both sides have changed, each to something else; ours stands in the folder."""

    table: str
    row_id: str
    column: str
    base: str
    ours: str
    theirs: str


class Merged(NamedTuple):
    """The files after a merge, how many changes of theirs are in it, and what is not settled."""

    files: Files
    taken: int
    conflicts: tuple[Conflict, ...]


def merge(base: Files, ours: Files, theirs: Files) -> Merged:
    """Our files with all that they have changed since the base; raises `EditError`."""
    files, taken, conflicts = ours, 0, list[Conflict]()
    for name in ("campaign", *TABLES):
        changes, wrong = _merge_rows(name, base, ours, theirs)
        conflicts += wrong
        # From the last row up, so that the numbers of those above stay right.
        for change in changes:
            files = change.made_on(files)
            taken += len(change.rows) if isinstance(change, AddRows) else 1
    for name in SHAPES:
        found = _merge_file(name, base, ours, theirs)
        if isinstance(found, Conflict):
            conflicts.append(found)
        elif found is not None:
            files, taken = found.made_on(files), taken + 1
    return Merged(files, taken, tuple(conflicts))


def _merge_rows(
    table: str, base: Files, ours: Files, theirs: Files
) -> tuple[list[Change], list[Conflict]]:
    if table == "campaign":
        rows = [head_rows(files) for files in (base, ours, theirs)]
    else:
        rows = [keyed_rows(files, table) for files in (base, ours, theirs)]
    conflicts: list[Conflict] = []
    changed: dict[Key, dict[str, str]] = {}
    gone: list[Key] = []
    for key in {**rows[0], **rows[1], **rows[2]}:
        old, our, their = (one.get(key) for one in rows)
        if their in (old, our):
            continue
        if their is None and our == old:
            gone.append(key)
        elif their is None or (our is None and old is not None):
            conflicts.append(_whole(table, key, our, their))
        else:
            cells, wrong = _merge_cells(table, key, (old or {}, our or {}, their))
            conflicts += wrong
            if cells:
                changed[key] = cells
    make = _head_changes if table == "campaign" else _table_changes
    return make(table, ours, theirs, changed, gone), conflicts


def _merge_cells(
    table: str, key: Key, rows: tuple[Row, Row, Row]
) -> tuple[dict[str, str], list[Conflict]]:
    """The cells that they alone have changed, and those that both have."""
    cells, conflicts = {}, []
    for column in {**rows[0], **rows[1], **rows[2]}:
        old, our, their = (row.get(column, "") for row in rows)
        if their in (old, our):
            continue
        if our == old:
            cells[column] = their
        else:
            conflicts.append(Conflict(table, _say(key), column, old, our, their))
    return cells, conflicts


def _whole(table: str, key: Key, our: Row | None, their: Row | None) -> Conflict:
    """One side took a row away that the other has changed."""
    said = [GONE if row is None else "(the row is changed)" for row in (our, their)]
    return Conflict(table, _say(key), "", "", *said)


def _say(key: Key) -> str:
    return "/".join(filter(None, key))


def _table_changes(
    table: str, ours: Files, theirs: Files, changed: Mapping[Key, dict[str, str]], gone: list[Key]
) -> list[Change]:
    """Cells first, then rows that go, from below, then rows that come, each after its neighbour."""
    here = numbered_rows(ours, table)
    changes: list[Change] = [
        SetCells(table, here[key][0], cells) for key, cells in changed.items() if key in here
    ]
    for key in sorted(gone, key=lambda one: -here[one][0]):
        changes.append(RemoveRow(table, here[key][0]))
    new = tuple(cells for key, cells in changed.items() if key not in here)
    if new:
        changes.append(AddRows(table, new))
    return changes


def _head_changes(
    _table: str, ours: Files, theirs: Files, changed: Mapping[Key, dict[str, str]], gone: list[Key]
) -> list[Change]:
    values = head_of(theirs)
    changes: list[Change] = []
    count = {block: len(entry_ids(ours, block)) for block in BLOCKS}
    for key, cells in changed.items():
        if key == ("",):
            changes += [SetHead((name,), values.get(name)) for name in cells]
            continue
        block, entry_id = key
        # As the rows have them: without an id by none, and of two with one id the last.
        entry = {str(one.get("id", "")): one for one in values[block]}[entry_id]
        known = entry_ids(ours, block)
        if entry_id in known:
            place = (block, known.index(entry_id))
            changes += [SetHead((*place, name), entry.get(name)) for name in cells]
        else:
            changes.append(SetHead((block, count[block]), entry))
            count[block] += 1
    for block, entry_id in sorted(gone, key=lambda one: -_place(ours, one)):
        changes.append(SetHead((block, _place(ours, (block, entry_id))), None))
    return changes


def _place(files: Files, key: Key) -> int:
    return entry_ids(files, key[0]).index(key[1])


def _merge_file(name: str, base: Files, ours: Files, theirs: Files) -> Conflict | SetFile | None:
    """Lines and areas are taken whole from whoever changed them."""
    old, our, their = (files.get(name) for files in (base, ours, theirs))
    if their in (old, our):
        return None
    if our != old:
        return Conflict(name, "", "", "", "(another text)", "(another text)")
    return SetFile(name, None if their is None else text_in(theirs, name))


def conflicts_csv(conflicts: tuple[Conflict, ...]) -> bytes:
    """The conflicts as a table for a spreadsheet, in which no cell is a formula."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(field.name for field in fields(Conflict))
    writer.writerows([plain_cell(cell) for cell in astuple(one)] for one in conflicts)
    return table.getvalue().encode("utf-8-sig")


def say_conflicts(conflicts: tuple[Conflict, ...]) -> Iterator[str]:
    """Each conflict in a line."""
    for one in conflicts:
        place = " ".join(filter(None, (one.table, one.row_id, one.column)))
        yield f"conflict: {place}: was {one.base!r}, ours {one.ours!r}, theirs {one.theirs!r}"
