"""The files of a campaign folder in one form, so that the same data gives the same bytes.

A spreadsheet writes semicolons, a byte order mark or other line ends; none of these changes what
a folder says. The canonical form is UTF-8 without a mark, commas, one line end, the columns of
the format in their order and then the author's own, cells without blanks around them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from pathlib import Path

from mapping.problems import CampaignError
from mapping.reading import read_text, rows_of
from mapping.schema import MAX_NAME, Record, columns_of
from mapping.tables import TABLES

GROUND = "ground"
NAMES = ("campaign.toml", *(f"{table}.csv" for table in TABLES), "routes.geojson")
"""The files of a folder that say something, in the order in which they are written."""
DIGEST_LENGTH = 12


def canonical_files(folder: Path) -> dict[str, bytes]:
    """What a campaign folder says, by file name: campaign.toml, the tables, the routes.

    Raises `CampaignError` for a file that cannot be read.
    """
    files = {}
    for name in NAMES:
        if os.path.lexists(folder / name):
            content = _read(folder / name)
            table = TABLES.get(name.removesuffix(".csv"))
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
    if problems:
        raise CampaignError(problems)
    return content


def _to_text(content: str) -> str:
    return _one_line_end(content).rstrip("\n") + "\n"


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _to_csv(content: str, record: type[Record]) -> str:
    rows = [[_one_line_end(cell.strip()) for cell in cells] for _, cells in rows_of(content)]
    heading, body = (rows[0], rows[1:]) if rows else ([], [])
    places = {name: place for place, name in reversed([*enumerate(heading)]) if name}
    declared = columns_of(record)
    own = [name for name in places if name not in declared]
    columns = [places.get(name) for name in declared] + [places[name] for name in sorted(own)]
    stream = io.StringIO()
    write = csv.writer(stream, lineterminator="\n").writerow
    write([*declared, *map(_plain, sorted(own))])
    for cells in body:
        write([cells[at] if at is not None and at < len(cells) else "" for at in columns])
    return stream.getvalue()


def _plain(name: str) -> str:
    """A column of the author's own by a name that no spreadsheet takes for several."""
    return re.sub(r"[;\s]+", " ", name)[:MAX_NAME].strip()
