"""What a person types into a table at the desk, as changes.

Streamlit tells each time all that was typed since the table was put there, and takes a table of
other rows or other columns for another one: what is being typed in it then is lost. So a table
stays as it was put as long as its file holds what it shows, new rows among it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mapping.editing.changes import AddRows, Change, RemoveRow, SetCells
from mapping.editing.folder_files import Files, lines_of
from mapping.editing.uses import cells_as_text, fresh_id, ids_in
from mapping.format.csv_file import heading_of_key
from mapping.format.schema import columns_of
from mapping.format.tables import TABLES
from mapping.intake.moments import MomentUnread, read_moment

Typed = Mapping[str, Any]
"""As `st.data_editor` tells it: `edited_rows`, `added_rows`, `deleted_rows`."""
Cells = Mapping[str, Any]


@dataclass(slots=True, eq=False)
class TypedTable:
    """A table as it was put before a person, and what of their typing is in its file already."""

    key: str
    table: str
    frame: pd.DataFrame
    columns: Mapping[str, Any]
    content: bytes | None
    """The file that it shows, with what was typed."""
    edited: dict[Any, dict[str, Any]] = field(default_factory=dict)
    added: list[tuple[int | None, dict[str, Any]]] = field(default_factory=list)
    """Each new row: its number in the file, None while it is blank, and its cells."""

    def shows(self, table: str, files: Files) -> bool:
        """Whether it is this table as its file is."""
        return self.table == table and self.content == files.get(f"{table}.csv")

    def changes(self, typed: Typed, files: Files) -> list[Change]:
        """What was typed since the last time."""
        new = self._new_rows(typed, files)
        gone = [*self._gone(typed)]
        found = [*self._edits(typed), *(self._edits_of_added(typed) if not gone else [])]
        found += [RemoveRow(self.table, row) for row in sorted(gone, reverse=True)]
        return [*found, AddRows(self.table, tuple(new))] if new else found

    def stands(self, typed: Typed) -> bool:
        """Whether it still counts its rows as the file does: none was taken away."""
        return not any(self._gone(typed))

    def keep(self, typed: Typed, files: Files) -> None:
        """What was typed is in these files now; for a table that stands."""
        new = len(self._new_rows(typed, files))
        rows = [row for row, _ in lines_of(files, self.table)]
        fresh = iter(rows[len(rows) - new :])
        self.edited = {at: dict(cells) for at, cells in typed.get("edited_rows", {}).items()}
        self.added = [
            (next(fresh) if row is None and _is_filled(cells) else row, dict(cells))
            for row, cells in self._told(typed)
        ]
        self.content = files.get(f"{self.table}.csv")

    def _told(self, typed: Typed) -> Iterator[tuple[int | None, Cells]]:
        """The new rows as they are told now, each with its number in the file."""
        for at, cells in enumerate(typed.get("added_rows", [])):
            yield self.added[at][0] if at < len(self.added) else None, cells

    def _new_rows(self, typed: Typed, files: Files) -> list[dict[str, str]]:
        if not self.stands(typed):
            return []
        told = [plain(self.table, cells) for row, cells in self._told(typed) if row is None]
        return with_ids(files, self.table, told)

    def _gone(self, typed: Typed) -> Iterator[int]:
        """The rows that were taken away. Of new ones Streamlit tells only those that are left."""
        for at in typed.get("deleted_rows", []):
            yield int(self.frame.index[at])
        left: Sequence[Cells] = typed.get("added_rows", [])
        if len(left) >= len(self.added):
            return
        at = 0
        for row, cells in self.added:
            if at < len(left) and left[at] == cells:
                at += 1
            elif row is not None:
                yield row

    def _edits(self, typed: Typed) -> Iterator[Change]:
        told: Mapping[Any, Cells] = typed.get("edited_rows", {})
        for at in {**self.edited, **told}:
            # A cell that is again as it was put there is told no more.
            put = {name: self.frame.iloc[int(at)][name] for name in self.edited.get(at, {})}
            now = {**put, **told.get(at, {})}
            yield from self._set(int(self.frame.index[int(at)]), now, self.edited.get(at, {}))

    def _edits_of_added(self, typed: Typed) -> Iterator[Change]:
        for at, (row, cells) in enumerate(self._told(typed)):
            if row is not None:
                before = self.added[at][1]
                yield from self._set(row, {**dict.fromkeys(before), **cells}, before)

    def _set(self, row: int, now: Cells, before: Cells) -> Iterator[Change]:
        fresh = {
            name: value for name, value in now.items()
            if name not in before or before[name] != value
        }  # fmt: skip
        if fresh:
            yield SetCells(self.table, row, plain(self.table, fresh))


def _is_filled(cells: Cells) -> bool:
    return any(cell.strip() for cell in cells_as_text(cells).values())


def plain(table: str, cells: Cells) -> dict[str, str]:
    """What was typed as the format writes it, where it can mean one thing only."""
    columns = columns_of(TABLES[table])
    text = cells_as_text({name: value for name, value in cells.items() if name != "row"})
    for name, cell in text.items():
        if cell and name in columns and columns[name][1].type in ("moment", "day"):
            try:
                text[name] = read_moment(cell)
            except MomentUnread:
                continue
    return {name: cell for name, cell in text.items() if not name.startswith("_")}


def with_ids(files: Files, table: str, rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """New rows, each with an id of its own made of its name where none was typed or pasted."""
    key = heading_of_key(TABLES[table])
    column = columns_of(TABLES[table])[key][1]
    has_ids = (
        column.type == "id" and not column.refers_to and "order" not in columns_of(TABLES[table])
    )
    taken = ids_in(files, table)
    made = []
    for cells in rows:
        row = {name: cell for name, cell in cells.items() if cell.strip()}
        named = next((row[name] for name in ("name", "title", "label") if name in row), "")
        if has_ids and named and key not in row:
            row[key] = fresh_id(named, taken)
        taken.add(row.get(key, ""))
        made += [row] if row else []
    return made
