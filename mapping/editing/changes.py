"""The changes of which an edit is made: each takes a folder's files and gives others.

A change names rows by their number in the files that it is made on, as a spreadsheet counts them.
Every byte that it does not speak of stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mapping.editing.folder_files import HEAD, EditError, Files, sheet_of, text_in, with_text
from mapping.editing.head_values import HeadValue, Path, with_head
from mapping.format.canonical import NAMES
from mapping.format.csv_file import CONTROLS, MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS
from mapping.format.sheet import SheetError

MAX_CELL = 20_000
"""Longer than any cell that the format allows, so that one that is too long can be shortened."""


@dataclass(frozen=True, slots=True)
class SetCells:
    """Write other cells into a row. A column that the table does not have is added."""

    table: str
    row: int
    cells: Mapping[str, str]

    def made_on(self, files: Files) -> Files:
        """The files after the change; raises `EditError`."""
        sheet = sheet_of(files, self.table)
        _check_cells(self.table, self.cells)
        if len(set(sheet.heading) | set(self.cells)) > MAX_COLUMNS:
            raise EditError(f"{self.table}.csv: more than {MAX_COLUMNS} columns")
        try:
            sheet.cells(self.row)
            text = sheet.with_cells({self.row: _plain(self.cells)})
        except SheetError as error:
            raise _refused(self.table, error) from None
        return _bounded(files, self.table, text)


@dataclass(frozen=True, slots=True)
class AddRows:
    """Add rows above another one, or at the end. A table that is not there is begun."""

    table: str
    rows: tuple[Mapping[str, str], ...]
    before: int | None = None

    def made_on(self, files: Files) -> Files:
        """The files after the change; raises `EditError`."""
        for cells in self.rows:
            _check_cells(self.table, cells)
            if not any(map(str.strip, cells.values())):
                raise EditError(f"{self.table}.csv: a row without any text is no row: fill it in")
        sheet = sheet_of(_with_columns(files, self), self.table)
        if len(sheet.rows) + len(self.rows) > MAX_ROWS - 1:
            raise EditError(f"{self.table}.csv: more than {MAX_ROWS:,} rows: split the campaign")
        try:
            text = sheet.with_rows([_plain(cells) for cells in self.rows], self.before)
        except SheetError as error:
            raise _refused(self.table, error) from None
        return _bounded(files, self.table, text)


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Take a row away."""

    table: str
    row: int

    def made_on(self, files: Files) -> Files:
        """The files after the change; raises `EditError`."""
        try:
            text = sheet_of(files, self.table).without_row(self.row)
        except SheetError as error:
            raise _refused(self.table, error) from None
        return with_text(files, f"{self.table}.csv", text)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Put a row where another one stands; those between make room."""

    table: str
    row: int
    to: int

    def made_on(self, files: Files) -> Files:
        """The files after the change; raises `EditError`."""
        try:
            text = sheet_of(files, self.table).with_row_moved(self.row, self.to)
        except SheetError as error:
            raise _refused(self.table, error) from None
        return with_text(files, f"{self.table}.csv", text)


@dataclass(frozen=True, slots=True)
class SetHead:
    """Set one value of campaign.toml, or take it away with None."""

    path: Path
    value: HeadValue | None

    def made_on(self, files: Files) -> Files:
        """The files after the change; raises `EditError`."""
        return with_head(files, self.path, self.value)


@dataclass(frozen=True, slots=True)
class SetFile:
    """Put another text in the place of a whole file, or take the file away with None."""

    name: str
    text: str | None

    def made_on(self, files: Files) -> Files:
        """The files after the change; raises `EditError`."""
        if self.name not in NAMES:
            raise EditError(f"{self.name} is no file of a campaign")
        if self.text is None:
            if self.name == HEAD:
                raise EditError(f"a campaign without {HEAD} is none")
            return {name: data for name, data in files.items() if name != self.name}
        after = with_text(files, self.name, self.text)
        text_in(after, self.name)
        if len(after[self.name]) > MAX_FILE_BYTES:
            raise EditError(f"{self.name} would be larger than {MAX_FILE_BYTES // 1_000_000} MB")
        return after


@dataclass(frozen=True, slots=True)
class Together:
    """Changes that are made, undone and redone as one; `says` names what they do."""

    says: str
    changes: tuple[Change, ...]

    def made_on(self, files: Files) -> Files:
        """The files after all changes, or none of them; raises `EditError`."""
        for change in self.changes:
            files = change.made_on(files)
        return files


Change = SetCells | AddRows | RemoveRow | MoveRow | SetHead | SetFile | Together


def say_change(change: Change) -> str:
    """What a change does, in a few words: `a cell of events`."""
    match change:
        case SetCells(table, row, cells):
            return f"{', '.join(cells)} in row {row} of {table}"
        case AddRows(table, rows):
            return f"{len(rows)} new row{'s' * (len(rows) > 1)} in {table}"
        case RemoveRow(table, row):
            return f"row {row} of {table} taken away"
        case MoveRow(table, row, to):
            return f"row {row} of {table} moved to {to}"
        case SetHead(path, _):
            return f"{'.'.join(map(str, path))} of the campaign"
        case SetFile(name, _):
            return name
        case Together(says, _):
            return says


def _with_columns(files: Files, change: AddRows) -> Files:
    """The files with the columns that the rows need; the heading gets those that it lacks."""
    sheet = sheet_of(files, change.table)
    named = dict.fromkeys(name for cells in change.rows for name in cells)
    missing = [name for name in named if name not in sheet.heading]
    if not missing:
        return files
    try:
        text = sheet.with_columns(missing)
    except SheetError as error:
        raise _refused(change.table, error) from None
    return with_text(files, f"{change.table}.csv", text)


def _check_cells(table: str, cells: Mapping[str, str]) -> None:
    for column, cell in cells.items():
        if not column.strip() or CONTROLS.search(column) or "\n" in column:
            raise EditError(f"{table}.csv: {column[:60]!r} is no name for a column")
        if found := CONTROLS.search(cell):
            raise EditError(
                f"{table}.csv, column {column}: the text holds the control character "
                f"{ord(found[0]):#04x}: take it out"
            )
        if len(cell) > MAX_CELL:
            raise EditError(f"{table}.csv, column {column}: more than {MAX_CELL:,} characters")


def _plain(cells: Mapping[str, str]) -> Mapping[str, str]:
    """Cells with one kind of line end."""
    return {
        name: cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
        for name, cell in cells.items()
    }


def _bounded(files: Files, table: str, text: str) -> Files:
    name = f"{table}.csv"
    after = with_text(files, name, text)
    if len(after[name]) > MAX_FILE_BYTES:
        raise EditError(f"{name} would be larger than {MAX_FILE_BYTES // 1_000_000} MB")
    return after


def _refused(table: str, error: SheetError) -> EditError:
    return EditError(f"{table}.csv cannot be changed here: {error}")
