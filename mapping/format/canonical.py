"""The files of a campaign folder in one form, so that the same data gives the same bytes.

A spreadsheet writes semicolons, a byte order mark, other line ends or decimal commas; none of
these changes what a folder says. The canonical form is UTF-8 without a mark, commas, one line
end, the columns of the format in their order and then the author's own, cells without blanks
around them, numbers with a decimal point, and the format's own words.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from functools import lru_cache
from pathlib import Path

from mapping.format.csv_file import MAX_REMEMBERED, read_text, rows_of
from mapping.format.mending import plain_headings
from mapping.format.problems import CampaignError, find_errors
from mapping.format.schema import MAX_NAME, CellError, Column, Record, columns_of
from mapping.format.tables import TABLES

GROUND = "ground"
NAMES = ("campaign.toml", *(f"{table}.csv" for table in TABLES), "routes.geojson", "areas.geojson")
"""The files of a folder that say something, in the order in which they are written."""
DIGEST_LENGTH = 12
MOST_KEPT = 300_000
"""A table of more characters is written anew each time that it is asked for."""
NUMBERS = re.compile(r"([+-]?[0-9]+(\.[0-9]+)?(\s*;\s*|$))*")
"""One number or several that need no other form."""


def canonical_files(folder: Path) -> dict[str, bytes]:
    """What a campaign folder says, by file name: campaign.toml, the tables, routes, outlines.

    Raises `CampaignError` for a file that cannot be read.
    """
    files = {}
    for name in NAMES:
        if os.path.lexists(folder / name):
            content = _read(folder / name)
            table = name.removesuffix(".csv") if name.endswith(".csv") else ""
            files[name] = (_to_csv(content, table) if table else _to_text(content)).encode()
    return files


def is_campaign_file(path: Path) -> bool:
    """Whether a path inside a campaign folder belongs to the format."""
    return path.parts[:1] == (GROUND,) or str(path) in NAMES


def digest_of(files: dict[str, bytes]) -> str:
    """The first digits of the SHA-256 of files by their name: it changes with any of them."""
    mark = hashlib.sha256()
    for name, content in sorted(files.items()):
        mark.update(f"{name}\0{len(content)}\0".encode() + content)
    return mark.hexdigest()[:DIGEST_LENGTH]


def _read(path: Path) -> str:
    content, problems = read_text(path)
    problems = find_errors(problems)
    if problems:
        raise CampaignError(problems)
    return content


def _to_text(content: str) -> str:
    return _one_line_end(content).rstrip("\n") + "\n"


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _to_csv(content: str, table: str) -> str:
    if len(content) > MOST_KEPT:
        return _write_csv(content, TABLES[table])
    return _kept_csv(content, table)


@lru_cache(maxsize=32)
def _kept_csv(content: str, table: str) -> str:
    """At the desk one table changes at a time, and all are asked for."""
    return _write_csv(content, TABLES[table])


def _write_csv(content: str, record: type[Record]) -> str:
    rows = (cells for _, cells in rows_of(content))
    has_returns = "\r" in content
    declared = columns_of(record)
    first = [_one_line_end(cell.strip()) for cell in next(rows, [])]
    heading = plain_headings(first, list(declared))
    places = {name: place for place, name in reversed([*enumerate(heading)]) if name}
    own = [name for name in places if name not in declared]
    columns = [_Canonical(places.get(name), column) for name, (_, column) in declared.items()]
    kept = [places[name] for name in sorted(own)]
    stream = io.StringIO()
    write = csv.writer(stream, lineterminator="\n").writerow
    write([*declared, *map(_plain, sorted(own))])
    for row in rows:
        cells = [cell.strip() for cell in row]
        if has_returns:
            cells = [*map(_one_line_end, cells)]
        cells += [""] * (len(heading) - len(cells))
        write([one.cell_of(cells) for one in columns] + [cells[at] for at in kept])
    return stream.getvalue()


class _Canonical:
    """How the cells of one column are written; a form that was found is kept."""

    def __init__(self, at: int | None, column: Column) -> None:
        self.at = at
        self.column = column
        self.is_plain = column.type not in FORMED
        self.forms: dict[str, str] = {"": ""}

    def cell_of(self, cells: list[str]) -> str:
        """The cell of a row as the format writes it."""
        if self.at is None:
            return ""
        cell = cells[self.at]
        if self.is_plain:
            return cell
        form = self.forms.get(cell)
        if form is None:
            form = _to_plain(self.column, cell)
            if len(self.forms) < MAX_REMEMBERED:
                self.forms[cell] = form
        return form


FORMED = ("choice", "kind", "day", "moment", "number", "order", "view")
"""The types of columns whose cells have a form of their own; the others stay as they are."""


def _to_plain(column: Column, cell: str) -> str:
    """A cell as the format writes it; one that cannot be read stays as it is."""
    is_number = column.type in ("number", "order", "view")
    if is_number and NUMBERS.fullmatch(cell):
        return cell
    try:
        value = column.parse(cell)
    except CellError:
        return cell
    if is_number:
        return ";".join(f"{part:.15g}" for part in (value if column.type == "view" else [value]))
    return str(value.text if column.type == "moment" else value)


def _plain(name: str) -> str:
    """A column of the author's own by a name that no spreadsheet takes for several."""
    return re.sub(r"[;\s]+", " ", name)[:MAX_NAME].strip()
