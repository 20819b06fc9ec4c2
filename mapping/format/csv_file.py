"""One CSV file to the records of its table, with a problem for everything that does not fit."""

from __future__ import annotations

import csv
import io
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mapping.format.dates import MomentError, from_julian
from mapping.format.mending import (
    AS_UTF8,
    UNKNOWN,
    WESTERN,
    Near,
    mend_day,
    name_failure,
    name_file,
    plain_headings,
    suggest_heading,
)
from mapping.format.problems import Problem, Severity, find_errors
from mapping.format.schema import MAX_NAME, CellError, Column, Record, columns_of

MAX_FILE_BYTES = 20_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 50_000
"""More characters than any column holds: what looks for slips in a cell takes them one by one."""
MAX_REMEMBERED = 2_000
"""As many different cells of a column are read once; a column of ids would only fill the memory."""
SEPARATORS = (",", ";", "\t")
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
"""The first line by which Excel is told the separator; it counts it for no row."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""The marks of UTF-16, which Excel calls Unicode Text."""
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""No part of a text: a terminal takes some of them for commands."""


@dataclass(slots=True)
class Reading:
    """What was read of one table, and what was wrong with it.

    `ids` holds the ids of the rows that could not be read, too: a reference to one of those is
    not a second mistake. `named` says that the file is there and has a column of ids.
    """

    records: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    named: bool = False


Kept = dict[str, tuple[object, Reading]]
"""By the file's name what a table said when it was read last, and what was read."""


def read_text(path: Path) -> tuple[str, list[Problem]]:
    """The text of a file of a campaign folder, as `read_bytes` and `text_of` give it."""
    data, problems = read_bytes(path)
    return ("", problems) if problems else text_of(path.name, data)


def read_bytes(path: Path) -> tuple[bytes, list[Problem]]:
    """The bytes of a file of a campaign folder, of a bounded size.

    A link is followed only inside the file's own folder: a folder from a stranger could else
    show what lies elsewhere on the reader's machine.
    """
    try:
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(path.parent)):
            mend = f"put the file {path.name} itself there"
            return b"", [_wrong(path.name, "unreadable", "leads out of the folder", mend=mend)]
        status = path.stat()
        # A pipe or a device could be read without end.
        if not stat.S_ISREG(status.st_mode):
            mend = f"put a file {path.name} in its place"
            return b"", [_wrong(path.name, "unreadable", "is not a file", mend=mend)]
        data = path.read_bytes() if status.st_size <= MAX_FILE_BYTES else b""
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        return b"", [_wrong(path.name, "unreadable", message, mend="put a readable file there")]
    if status.st_size > MAX_FILE_BYTES:
        message = f"larger than {MAX_FILE_BYTES // 1_000_000} MB"
        return b"", [_wrong(path.name, "too-large", message, mend="split the campaign")]
    return data, []


def text_of(name: str, data: bytes, *, is_foreign: bool = False) -> tuple[str, list[Problem]]:
    """The text that the bytes of a file hold, with no control characters: UTF-8.

    UTF-16 with its mark is read, too, with a note, and what Word and Excel write in western Europe
    where the file `is_foreign`: none of a campaign, of which a name's letters may not be guessed.
    With an error there is no text.
    """
    notes = []
    wrong = name_file(data)
    if data.startswith(UTF_16):
        encoding, read_as = "utf-16", "UTF-16 text, which Excel calls Unicode Text: read as it is"
    else:
        encoding, read_as = "cp1252", f"{wrong}: read as that"
    is_read = encoding == "utf-16" or (is_foreign and wrong.endswith(WESTERN))
    if is_read and (converted := _in_utf_8(data, encoding)):
        data, wrong = converted, name_file(converted)
        notes = [_wrong(name, "encoding", read_as, mend=AS_UTF8, severity="note")]
    if wrong:
        return "", [_wrong(name, "encoding", wrong, _bad_row(data), mend=AS_UTF8)]
    content = data.decode("utf-8-sig")
    if control := CONTROLS.search(content):
        row = content.count("\n", 0, control.start()) + 1
        message = f"holds the control character {ord(control[0]):#04x}"
        return "", [_wrong(name, "encoding", message, row, mend="remove it")]
    return content, notes


def _in_utf_8(data: bytes, encoding: str) -> bytes:
    """The same text in UTF-8; empty where it is none in that encoding."""
    try:
        return data.decode(encoding).encode()
    except UnicodeError:
        return b""


def _bad_row(data: bytes) -> int:
    """The row of the first byte that is no UTF-8; 0 where the file is of another kind."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1 if b"\0" not in data else 0
    return 0


def read_table(
    path: Path, record: type[Record], near: Near | None = None, *, julian: bool = False,
    kept: Kept | None = None,
) -> Reading:  # fmt: skip
    """Read a CSV file as rows of `record`; every cell that does not fit is a problem.

    `near` are the campaign's first and last day: with them a day in another notation is told.
    Where the cells are `julian`, the records have the same days of the Gregorian calendar.
    What was read before is taken from `kept` where the file says the same.
    """
    content, problems = read_text(path)
    if kept is None:
        return _read_rows(path, content, problems, record, near, julian=julian)
    said = (content, problems, near, julian)
    before, reading = kept.get(path.name, (None, Reading()))
    if before != said:
        reading = _read_rows(path, content, problems, record, near, julian=julian)
        kept[path.name] = said, reading
    # Who checks the tables against each other takes rows out, and adds problems.
    return Reading([*reading.records], [*reading.problems], {*reading.ids}, reading.named)


def _read_rows(
    path: Path, content: str, problems: list[Problem], record: type[Record], near: Near | None,
    *, julian: bool,
) -> Reading:  # fmt: skip
    reading = Reading(problems=problems + _check_quotes(path.name, content))
    if find_errors(reading.problems):
        return reading
    rows = rows_of(content)
    columns = columns_of(record)
    heading = plain_headings(next(rows, (1, []))[1], list(columns))
    if len(heading) > MAX_COLUMNS:
        message = f"more than {MAX_COLUMNS} columns"
        reading.problems.append(_wrong(path.name, "too-large", message, 1, mend="remove some"))
        return reading
    reading.named = heading_of_key(record) in heading
    reading.problems += _check_heading(path.name, heading, columns)
    plan = _Plan(path.name, record, heading, near, julian=julian)
    for number, cells in rows:
        if number > MAX_ROWS:
            message = f"more than {MAX_ROWS} rows"
            mend = "split the campaign"
            reading.problems.append(_wrong(path.name, "too-large", message, mend=mend))
            break
        plan.read_row(reading, number, cells)
    return reading


def rows_of(content: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text, numbered as in a spreadsheet; rows without any text are left out."""
    for number, cells in enumerate(cells_of(content), 1):
        if "".join(cells).strip():
            yield number, cells


def separator_of(content: str) -> str:
    """What stands between the cells: what a first line `sep=;` says, or what it has most of."""
    if said := SEPARATOR_LINE.match(content):
        return said[1]
    return max(SEPARATORS, key=content.partition("\n")[0].count)


def cells_of(content: str, strict: bool = False) -> Iterator[list[str]]:
    """The cells of every row of a CSV text, of empty ones too."""
    csv.field_size_limit(MAX_FILE_BYTES)
    said = SEPARATOR_LINE.match(content)
    stream = io.StringIO(content[said.end() :] if said else content, newline="")
    return iter(csv.reader(stream, delimiter=separator_of(content), strict=strict))


def _check_quotes(file: str, content: str) -> list[Problem]:
    """A quotation mark that is never closed makes one text of all the rows that follow."""
    if content.count('"') % 2 == 0:
        return []
    row = 1
    try:
        for _ in cells_of(content, strict=True):
            row += 1
    except csv.Error:
        message = "a quotation mark without its pair: what follows is read as one text"
        mend = "close it; inside a quoted text write each quotation mark twice"
        return [_wrong(file, "quotes", message, row, mend=mend)]
    return []


def _check_heading(
    file: str, heading: list[str], columns: dict[str, tuple[str, Column]]
) -> list[Problem]:
    problems = []
    for name, (_, column) in columns.items():
        if column.required and name not in heading:
            problems.append(
                _wrong(
                    file, "missing-column", "a required column is missing", 1, name,
                    expected=column.holds, mend=f"add a column {name}: {column.about}",
                )
            )  # fmt: skip
    for name, times in Counter(heading).items():
        if name and times > 1:
            message = "the column stands twice"
            problems.append(
                _wrong(file, "double-column", message, 1, name[:MAX_NAME], mend="keep one")
            )
        if name and name not in columns:
            problems.append(_unknown_column(file, name, list(columns)))
    return problems


def _unknown_column(file: str, name: str, known: list[str]) -> Problem:
    name = name[:MAX_NAME]
    close = suggest_heading(name, known)
    severity: Severity = "warning" if close else "note"
    mend = f"did you mean {close}?" if close else "nothing, or remove it"
    message = "an unknown column, kept and not used"
    expected = "one of " + ", ".join(known)
    return Problem(
        rule="unknown-column",
        severity=severity,
        file=file,
        row=1,
        column=name,
        message=message,
        found=name,
        expected=expected,
        mend=mend,
    )


@dataclass(slots=True)
class _ColumnPlan:
    """How the cells of one column of a file are read; `values` are those of earlier cells."""

    name: str
    attribute: str
    column: Column
    is_needed: bool
    is_julian: bool
    values: dict[str, Any] = field(default_factory=dict)

    def read(self, cell: str) -> Any:
        """The value of a cell that was not read before; raises `CellError`."""
        if len(cell) > MAX_CELL:
            raise CellError(self.column.holds, f"shorten it: it has {len(cell):,} characters")
        if failure := name_failure(cell):
            raise CellError(self.column.holds, failure)
        try:
            value = self.column.parse(self._in_gregorian(cell))
        except CellError as error:
            if UNKNOWN.fullmatch(cell) and not self.is_needed and not error.written:
                raise CellError(error.expected, "leave it empty where it is not known") from None
            raise
        if len(self.values) < MAX_REMEMBERED:
            self.values[cell] = value
        return value

    def _in_gregorian(self, cell: str) -> str:
        try:
            return from_julian(cell) if self.is_julian else cell
        except MomentError as error:
            raise CellError(self.column.holds, error.mend) from None


def _holds_day(heading: str, column: Column) -> bool:
    """Whether cells hold days: in moments, or as the ids of the days' own texts."""
    return column.type in ("moment", "day") or heading in ("row_id", "row_ids")


class _Plan:
    """How the rows of one file are read, looked up once."""

    def __init__(
        self, file: str, record: type[Record], heading: list[str], near: Near | None, *,
        julian: bool,
    ) -> None:  # fmt: skip
        self.file = file
        self.near = near
        self.record = record
        self.heading = heading
        columns = columns_of(record)
        self.is_whole = all(name in heading for name, (_, c) in columns.items() if c.required)
        self.columns = [
            _ColumnPlan(
                name, attribute, column, column.required, julian and _holds_day(name, column)
            )
            for name, (attribute, column) in columns.items()
            if name in heading
        ]
        self.by_width: dict[int, tuple[list[tuple[int | None, _ColumnPlan]], int | None]] = {}

    def read_row(self, reading: Reading, row: int, cells: list[str]) -> None:
        """Read one row; every cell that does not fit is a problem."""
        if any(cell.strip() for cell in cells[len(self.heading) :]):
            message = f"{len(cells)} cells under {len(self.heading)} columns"
            mend = 'put a text that holds the separator in straight double quotes: "a, b"'
            reading.problems.append(_wrong(self.file, "row-length", message, row, mend=mend))
            return
        columns, key = self._places(len(cells))
        values: dict[str, Any] = {"row": row}
        wrong = []
        for at, one in columns:
            cell = "" if at is None else cells[at].strip()
            try:
                if cell:
                    value = one.values.get(cell)
                    values[one.attribute] = one.read(cell) if value is None else value
                elif one.is_needed:
                    raise CellError(one.column.holds, f"fill it in: {one.column.about}")
            except CellError as error:
                wrong.append(self._misfit(row, one, cell, error))
        reading.problems += wrong
        if key is not None:
            reading.ids.add(cells[key].strip())
        if self.is_whole and not wrong:
            reading.records.append(self.record(**values))

    def _places(self, width: int) -> tuple[list[tuple[int | None, _ColumnPlan]], int | None]:
        """Where each column stands in a row of so many cells, and where the row's id does.

        Of a column that stands twice the last one counts.
        """
        if width not in self.by_width:
            places = {name: at for at, name in enumerate(self.heading[:width])}
            columns = [(places.get(one.name), one) for one in self.columns]
            self.by_width[width] = columns, places.get(self.record.key)
        return self.by_width[width]

    def _misfit(self, row: int, one: _ColumnPlan, cell: str, error: CellError) -> Problem:
        message = "does not fit" if cell else "a required cell is empty"
        shown, mend = cell[:MAX_NAME], error.mend
        if error.written and self.near:
            mend = mend_day(error.written, timed=one.column.type == "moment", near=self.near)
        return _wrong(self.file, "cell", message, row, one.name, shown, error.expected, mend)


def check_repeated(file: str, records: list[Any]) -> list[Problem]:
    """A problem for each id that an earlier row of the same table already has."""
    seen: dict[str, int] = {}
    problems = []
    for record in records:
        name = record.unique_id
        if name and name in seen:
            first = seen[name]
            problems.append(
                _wrong(
                    file, "repeated-id", f"the same id as in row {first}", record.row,
                    heading_of_key(type(record)), name, "an id of its own",
                    "give one of the two rows another id",
                )
            )  # fmt: skip
        seen.setdefault(name, record.row)
    return problems


def heading_of_key(record: type[Record]) -> str:
    """The heading of the column by which a table's rows are called."""
    return next(
        heading for heading, (attribute, _) in columns_of(record).items() if attribute == record.key
    )


def _wrong(
    file: str, rule: str, message: str, row: int = 0, column: str = "", found: str = "",
    expected: str = "", mend: str = "", severity: Severity = "error",
) -> Problem:  # fmt: skip
    return Problem(
        rule=rule,
        severity=severity,
        file=file,
        row=row,
        column=column,
        message=message,
        found=found,
        expected=expected,
        mend=mend,
    )
