"""What two states of a campaign folder say differently: row by row, by id, cell by cell.

Neither the order of rows and columns nor how a spreadsheet wrote the files is a difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mapping.editing.folder_files import HEAD, Files, lines_of, row_id_of
from mapping.editing.head_values import head_of
from mapping.format.canonical import NAMES
from mapping.format.tables import TABLES

SHAPES = tuple(name for name in NAMES if name.endswith(".geojson"))
"""Files that are compared and taken whole."""
BLOCKS = ("sides", "accounts")
Key = tuple[str, ...]
Row = Mapping[str, str]
"""The cells of a row that hold anything, without blanks around them."""


class Difference(NamedTuple):
    """One cell that is not the same. `column` is empty for a whole row, `row_id` for a file."""

    table: str
    row_id: str
    column: str
    before: str
    after: str

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.table, self.row_id)))
        if not self.column:
            return f"{'+' if self.after else '-'} {place}: {self.after or self.before}"
        return f"~ {place}, {self.column}: {self.before!r} -> {self.after!r}"


def find_differences(before: Files, after: Files) -> list[Difference]:
    """Everything that two states say differently, table by table; raises `EditError`."""
    found = list(_of_rows("campaign", head_rows(before), head_rows(after)))
    for table in TABLES:
        found += _of_rows(table, keyed_rows(before, table), keyed_rows(after, table))
    for name in SHAPES:
        if before.get(name) != after.get(name):
            found.append(Difference(name, "", "", *_say_file(name, before, after)))
    return found


def _say_file(name: str, before: Files, after: Files) -> tuple[str, str]:
    if name not in after:
        return "the file is gone", ""
    return "", "a new file" if name not in before else "another text"


def _of_rows(
    table: str, before: Mapping[Key, Row], after: Mapping[Key, Row]
) -> Iterator[Difference]:
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        name = "/".join(filter(None, key))
        if old is None or new is None:
            yield Difference(table, name, "", _say_row(old), _say_row(new))
            continue
        for column in {**old, **new}:
            cells = old.get(column, ""), new.get(column, "")
            if cells[0] != cells[1]:
                yield Difference(table, name, column, *cells)


def _say_row(row: Row | None) -> str:
    """A row in one line; a place by its name and a claim by its title, else by all it holds."""
    if row is None:
        return ""
    for column in ("title", "name", "headline"):
        if column in row:
            return row[column]
    return "; ".join(row.values()) or "an empty row"


def keyed_rows(files: Files, table: str) -> dict[Key, Row]:
    """The rows of a table by what tells them apart; the second of two that are alike by `#2`."""
    return {key: row for key, (_, row) in numbered_rows(files, table).items()}


def numbered_rows(files: Files, table: str) -> dict[Key, tuple[int, Row]]:
    """The same with the number of each row in its file."""
    seen: Counter[Key] = Counter()
    rows: dict[Key, tuple[int, Row]] = {}
    for number, cells in lines_of(files, table):
        row = {name: cell.strip() for name, cell in cells.items() if cell.strip()}
        key = _key_of(table, row)
        seen[key] += 1
        rows[(*key, f"#{seen[key]}") if seen[key] > 1 else key] = (number, row)
    return rows


def _key_of(table: str, row: Row) -> Key:
    """A passage of evidence has no id: it is told apart by what it is about and where it stands."""
    if table == "evidence":
        return tuple(
            row.get(name, "") for name in ("table", "row_id", "field", "source_id", "locator")
        )
    if table == "texts":
        return tuple(row.get(name, "") for name in ("table", "row_id", "field", "language"))
    if table == "days":
        return row.get("day", ""), row.get("account_id", "")
    return (row_id_of(table, row),)


def head_rows(files: Files) -> dict[Key, Row]:
    """campaign.toml as rows: one of its own values, and one for each side and each account."""
    head = head_of(files) if HEAD in files else {}
    own = {name: say_value(value) for name, value in head.items() if name not in BLOCKS}
    rows: dict[Key, Row] = {("",): own}
    for block in BLOCKS:
        for entry in head.get(block, []):
            values = {name: say_value(value) for name, value in entry.items()}
            rows[(block, values.get("id", ""))] = values
    return rows


def say_value(value: Any) -> str:
    """A value of campaign.toml as a cell."""
    return value if isinstance(value, str) else str(value)
