"""CSV, Excel and ODS as rows under headings."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from mapping.format.csv_file import MAX_COLUMNS, cells_of, text_of
from mapping.format.problems import find_errors
from mapping.intake.archive import BROKEN, READABLE
from mapping.intake.column_guess import guess_layout
from mapping.intake.found import MOST_TAKEN, ImportFileError, plain
from mapping.intake.from_rows import Sheet
from mapping.intake.moments import in_cell
from mapping.words.shell import install

MOST_ROWS = 20 * MOST_TAKEN
"""As many rows are read before it is said that they are too many."""
MOST_CELLS = 10_000_000
"""Of a sheet, empty ones too, for each of which its reader takes 32 bytes."""
MOST_ABOVE = 20
"""Among so many rows the headings are looked for."""
MOST_UNPACKED = 300_000_000
CHUNK_BYTES = 1_000_000
SHEET = re.compile(r"worksheets/[^/]*\.xml$", re.IGNORECASE)
CELL = re.compile(rb"""\sr=["']([A-Z]{0,3})(\d{1,9})["']""")
"""The name of a cell, `XFD1048576`, or the number of a row."""


def read_csv(name: str, data: bytes) -> tuple[Sheet, list[str]]:
    """The table in a CSV file, and in what letters it was read; raises `ImportFileError`."""
    content, problems = text_of(name, data, is_foreign=True)
    if errors := find_errors(problems):
        raise ImportFileError(str(errors[0]))
    return _to_sheet(enumerate(cells_of(content), 1), name), [one.message for one in problems]


def read_workbook(name: str, data: bytes, sheet: str = "") -> Sheet:
    """A sheet of an Excel or ODS file, the first with a table if none is named.

    Days and times in cells of that type are read as such. Raises `ImportFileError`.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ModuleNotFoundError as error:
        raise ImportFileError(f"{error.name} is missing: {install('import')}") from None
    _check_extent(name, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        if sheet and sheet not in names:
            raise ImportFileError(f"there is no sheet {sheet}; it has: {', '.join(names)[:500]}")
        for one in [sheet] if sheet else names:
            rows = book.get_sheet_by_name(one).iter_rows()
            if table := _to_sheet(_rows_in(rows), one, may_be_empty=not sheet):
                return table
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, ImportFileError):
            raise
        raise ImportFileError(f"{name} is no workbook that can be read: {error}"[:300]) from None
    raise ImportFileError(f"{name} has no sheet with a heading and rows")


def _check_extent(name: str, data: bytes) -> None:
    """Raise for a workbook that unpacks to very much, or claims very many cells.

    Its reader keeps room for each cell from the first to the last, and ends the whole process where
    there is none: one word in the last cell of an empty sheet asks for 550 GB.
    """
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return  # of an older kind, or the reader says what is wrong
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(one.file_size for one in entries) > MOST_UNPACKED:
                raise ImportFileError(
                    f"{name} unpacks to more than {MOST_UNPACKED // 1_000_000} MB: split it"
                )
            if any(one.compress_type not in READABLE for one in entries):
                raise ImportFileError(f"{name} is packed in an unusual way: save it anew")
            sheets = [one for one in entries if SHEET.search(one.filename)]
            far = max((_cells_in(archive, one) for one in sheets), default=0)
    except ImportFileError:
        raise
    except BROKEN as error:
        raise ImportFileError(f"{name} is no workbook that can be read: {error}"[:300]) from None
    if far > MOST_CELLS:
        raise ImportFileError(
            f"a sheet of {name} reaches over {far:,} cells, at most {MOST_CELLS:,} are read: "
            "delete what stands far below or right of the table, or save it as CSV"
        )


def _cells_in(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Over how many cells a sheet of Excel reaches, by the names of its cells and rows."""
    widest, last, rest = 1, 1, b""
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            text = rest + chunk
            for letters, digits in CELL.findall(text):
                width = 0
                for letter in letters:
                    width = 26 * width + letter - 64
                widest, last = max(widest, width), max(last, int(digits))
            rest = text[-40:]
    return widest * last


def _rows_in(rows: Iterable[Sequence[object]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(rows, 1):
        yield number, [in_cell(cell) for cell in cells]


def _to_sheet(
    rows: Iterator[tuple[int, list[str]]] | enumerate[list[str]], name: str,
    *, may_be_empty: bool = False,
) -> Sheet:  # fmt: skip
    """Rows below the headings; two columns of one heading get numbers.

    The headings are the first row in which columns are known, as a title may stand above them,
    else the first that holds any text.
    """
    filled = ((number, cells) for number, cells in rows if any(map(str.strip, cells)))
    few = [*islice(filled, MOST_ABOVE)]
    at = next((at for at, (_, cells) in enumerate(few) if _is_known(cells)), 0)
    above = [(f"row {number}", " ".join(" ".join(cells).split())) for number, cells in few[:at]]
    headings = _headings(few[at][1]) if few else []
    found = []
    for number, cells in chain(few[at + 1 :], filled):
        found.append((f"row {number}", dict(zip(headings, cells, strict=False))))
        if len(found) > MOST_ROWS:
            raise ImportFileError(f"more than {MOST_ROWS:,} rows: narrow it with --where")
    if not found and not may_be_empty:
        raise ImportFileError(f"{name} has no rows below a heading")
    return Sheet(headings, found, above)


def _is_known(cells: Sequence[str]) -> bool:
    """Whether a row looks like headings: a day or a point, and something else."""
    layout = guess_layout(_headings(cells))
    roles = set(layout.roles)
    is_placed = {"day", "year"} & roles or "point" in roles or {"lat", "lon"} <= roles
    return bool(layout.name) or (bool(is_placed) and len(roles) > 1)


def _headings(cells: Sequence[str]) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        raise ImportFileError(f"more than {MAX_COLUMNS} columns")
    headings: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = plain(cell, 200) or f"column {number}"
        while name in headings:
            name = f"{name} ({number})"
        headings.append(name)
    return headings
