"""A CSV text in which single cells are changed and every other byte stays as it is.

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
