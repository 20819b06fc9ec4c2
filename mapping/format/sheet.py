"""A CSV text in which single cells and rows are changed and every other byte stays as it is.

Quotation marks, line ends, blanks, the separator and the order of the columns are the author's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mapping.format.csv_file import SEPARATOR_LINE, cells_of, separator_of
from mapping.format.mending import plain_headings

Span = tuple[int, int]


class SheetError(ValueError):
    """The text is not written as its rows read, so that no cell of it can be changed alone."""


class Sheet:
    """The text of one table. Rows are numbered as by `read_table`, the first of the file is 1.

    `known` are the headings of the format: one written in capitals or with spaces is found, too.
    """

    def __init__(self, content: str, known: Sequence[str]) -> None:
        self.content = content
        self.separator = separator_of(content)
        self._cells = list(cells_of(content))
        said = SEPARATOR_LINE.match(content)
        self._spans = _spans_of(content, self.separator, said.end() if said else 0)
        filled = (row for row, cells in enumerate(self._cells) if any(map(str.strip, cells)))
        self._top = next(filled, 0)
        cells = self._cells[self._top] if self._cells else []
        self.heading = plain_headings(cells, known)

    def column(self, name: str) -> list[str]:
        """The cells below a heading, as they are written; empty where there is no such column."""
        if name not in self.heading:
            return []
        number = self.heading.index(name)
        return [cells[number] for cells in self._cells[self._top + 1 :] if number < len(cells)]

    def with_cells(self, changes: Mapping[int, Mapping[str, str]]) -> str:
        """The text with other cells in some rows: by the row's number, then by the heading.

        A heading that the table does not have is written behind the last one. Raises
        `SheetError`.
        """
        named = dict.fromkeys(name for cells in changes.values() for name in cells)
        added = [name for name in named if name not in self.heading]
        number_of = {name: number for number, name in enumerate([*self.heading, *added])}
        edits = {row - 1: {number_of[name]: cell for name, cell in cells.items()}
                 for row, cells in changes.items()}  # fmt: skip
        edits[self._top] = {number_of[name]: name for name in added}
        return self._edited(edits)

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows below the heading that hold any text."""
        below = range(self._top + 1, len(self._cells))
        return [row + 1 for row in below if any(map(str.strip, self._cells[row]))]

    def cells(self, row: int) -> dict[str, str]:
        """The cells of a row by their heading, as they are written; raises `SheetError`."""
        self._check_row(row)
        pairs = zip(self.heading, self._cells[row - 1], strict=False)
        return {name: cell for name, cell in pairs if name}

    def with_rows(self, rows: Sequence[Mapping[str, str]], before: int | None = None) -> str:
        """The text with more rows: above another one, or below the last that holds any text.

        Raises `SheetError`, also for a heading that the table does not have.
        """
        if unknown := [name for cells in rows for name in cells if name not in self.heading]:
            raise SheetError(f"it has no column {unknown[0]}")
        if before is not None:
            self._check_row(before)
        last = (self.rows or [self._top + 1])[-1]
        at = last if before is None else before - 1
        written = [[cells.get(name, "") if name else "" for name in self.heading] for cells in rows]
        lines = [
            self.separator.join(self._write(cell, False) for cell in cells) for cells in written
        ]
        pieces = self._lines()
        pieces[at:at] = [line + self._line_end for line in lines]
        return self._joined(pieces, [*self._cells[:at], *written, *self._cells[at:]])

    def with_columns(self, names: Sequence[str]) -> str:
        """The text with more columns behind the last one, all empty; raises `SheetError`."""
        number = len(self.heading)
        return self._edited({self._top: {number + at: name for at, name in enumerate(names)}})

    def without_row(self, row: int) -> str:
        """The text without a row; raises `SheetError`."""
        self._check_row(row)
        pieces = self._lines()
        del pieces[row - 1]
        return self._joined(pieces, [*self._cells[: row - 1], *self._cells[row:]])

    def with_row_moved(self, row: int, to: int) -> str:
        """The text with a row where another one stood, which makes room; raises `SheetError`."""
        self._check_row(row)
        self._check_row(to)
        pieces, cells = self._lines(), list(self._cells)
        pieces.insert(to - 1, pieces.pop(row - 1))
        cells.insert(to - 1, cells.pop(row - 1))
        return self._joined(pieces, cells)

    def _check_row(self, row: int) -> None:
        if not self._top + 1 < row <= len(self._cells):
            raise SheetError(f"it has no row {row} below its heading")

    @property
    def _line_end(self) -> str:
        return next((end for end in ("\r\n", "\n", "\r") if end in self.content), "\n")

    def _lines(self) -> list[str]:
        """The text row by row, each with its line end, the last one too."""
        starts = [spans[0][0] for spans in self._spans if spans]
        if len(starts) != len(self._cells):
            raise SheetError("its rows cannot be told apart")
        ends = [*starts[1:], len(self.content)]
        lines = [self.content[start:end] for start, end in zip(starts, ends, strict=True)]
        if lines and not lines[-1].endswith(("\n", "\r")):
            lines[-1] += self._line_end
        return lines

    def _joined(self, pieces: list[str], expected: list[list[str]]) -> str:
        text = "".join(pieces)
        if list(cells_of(text)) != expected:
            raise SheetError("its rows cannot be told apart")
        return text

    def _edited(self, edits: Mapping[int, Mapping[int, str]]) -> str:
        parts, done = [], 0
        for row, cells in sorted(edits.items()):
            for (start, end), written in self._pieces(row, cells):
                parts += [self.content[done:start], written]
                done = end
        text = "".join([*parts, self.content[done:]])
        if list(cells_of(text)) != self._expected(edits):
            raise SheetError("its cells cannot be told apart")
        return text

    def _pieces(self, row: int, cells: Mapping[int, str]) -> list[tuple[Span, str]]:
        """What is written where in one row, from left to right; a short row is made longer."""
        spans = self._spans[row] if row < len(self._spans) else []
        if not spans:
            raise SheetError("its rows cannot be told apart")
        quoted = [self.content[start : start + 1] == '"' for start, _ in spans]
        pieces = [
            (spans[number], self._write(cell, quoted[number]))
            for number, cell in sorted(cells.items())
            if number < len(spans)
        ]
        behind = "".join(
            self.separator + self._write(cells.get(number, ""), all(quoted))
            for number in range(len(spans), max(cells, default=0) + 1)
        )
        end = spans[-1][1]
        return [*pieces, ((end, end), behind)]

    def _write(self, cell: str, quoted: bool) -> str:
        if quoted or any(sign in cell for sign in (self.separator, '"', "\r", "\n")):
            return '"' + cell.replace('"', '""') + '"'
        return cell

    def _expected(self, edits: Mapping[int, Mapping[int, str]]) -> list[list[str]]:
        rows = [list(cells) for cells in self._cells]
        for row, cells in edits.items():
            rows[row] += [""] * (max(cells, default=-1) + 1 - len(rows[row]))
            for number, cell in cells.items():
                rows[row][number] = cell
        return rows


def _spans_of(content: str, separator: str, at: int = 0) -> list[list[Span]]:
    """Where each cell of each row begins and ends from a place on, quotation marks included."""
    plain = rf"[^{re.escape(separator)}\r\n]*"
    cell = re.compile(rf'"[^"]*(?:""[^"]*)*"{plain}|{plain}')
    rows: list[list[Span]] = [[]]
    while at < len(content):
        found = cell.match(content, at)
        assert found is not None, "an empty cell is one, too"
        rows[-1].append(found.span())
        at = found.end()
        if content.startswith(separator, at):
            at += 1
            if at == len(content):
                rows[-1].append((at, at))
        elif at < len(content):
            at += 2 if content.startswith("\r\n", at) else 1
            rows.append([])
    return rows
