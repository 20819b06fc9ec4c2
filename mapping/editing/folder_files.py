"""The files of a campaign folder as bytes by their name, and what stands in their rows.

Only what says something of the campaign: campaign.toml, the tables, routes.geojson and
areas.geojson. A folder's ground and whatever else lies in it is not edited.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from mapping.format.canonical import NAMES
from mapping.format.csv_file import heading_of_key, read_bytes, text_of
from mapping.format.problems import CampaignError, find_errors
from mapping.format.schema import columns_of
from mapping.format.settling import settle
from mapping.format.sheet import Sheet
from mapping.format.tables import TABLES

HEAD = "campaign.toml"
MARK = b"\xef\xbb\xbf"
"""The byte order mark, by which spreadsheets know UTF-8."""
Files = Mapping[str, bytes]
"""The bytes of each file by its name. No value of it is ever changed: a change makes another."""


class EditError(ValueError):
    """A change that cannot be made; the text says why and what to do."""


class Line(NamedTuple):
    """A row of a table: its number, as a spreadsheet counts, and its cells by their heading."""

    row: int
    cells: Mapping[str, str]


def read_files(folder: Path) -> Files:
    """The files of a folder; raises `CampaignError` for one that cannot be read."""
    settle(folder)
    files: dict[str, bytes] = {}
    for name in NAMES:
        if os.path.lexists(folder / name):
            files[name], problems = read_bytes(folder / name)
            if problems:
                raise CampaignError(problems)
    return files


def write_files(files: Files, folder: Path) -> None:
    """Write all files into a folder, where none of them is yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def text_in(files: Files, name: str) -> str:
    """The text of a file, empty where there is none; raises `EditError` for what is no text."""
    content, problems = text_of(name, files.get(name, b""))
    if errors := find_errors(problems):
        raise EditError(str(errors[0]))
    return content


def with_text(files: Files, name: str, text: str) -> Files:
    """The same files with another text in one of them, which keeps its byte order mark."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise EditError(f"{name}: the text holds half a character: type it again") from None
    mark = MARK if files.get(name, b"").startswith(MARK) else b""
    return {**files, name: mark + data}


def sheet_of(files: Files, table: str) -> Sheet:
    """A table as a text whose cells and rows can be changed; raises `EditError`.

    A table that is not there yet, or is empty, has all columns of the format and no row.
    """
    if table not in TABLES:
        raise EditError(f"there is no table {table}: it is one of {', '.join(TABLES)}")
    columns = list(columns_of(TABLES[table]))
    content = text_in(files, f"{table}.csv")
    return Sheet(content if content.strip() else ",".join(columns) + "\n", columns)


def lines_of(files: Files, table: str) -> Iterator[Line]:
    """The rows of a table that hold any text."""
    sheet = sheet_of(files, table)
    for row in sheet.rows:
        yield Line(row, sheet.cells(row))


def names_of(files: Files, table: str, column: str = "name") -> dict[str, str]:
    """What the rows of a table are called, by their ids."""
    named = {row_id_of(table, cells): cells.get(column, "") for _, cells in lines_of(files, table)}
    return {row_id: name for row_id, name in named.items() if row_id}


def row_id_of(table: str, cells: Mapping[str, str]) -> str:
    """What evidence calls a row: its id; movement and order for a waypoint, series and order."""
    record = TABLES[table]
    own = cells.get(heading_of_key(record), "").strip()
    if "order" in columns_of(record) and heading_of_key(record) != "order":
        return f"{own}/{cells.get('order', '').strip()}"
    return own
