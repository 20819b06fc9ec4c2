"""What is wrong with a campaign folder, said so that its author can mend it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
MOST_OF_A_KIND = 20
"""So many problems that differ in nothing but their row are said one by one."""
EARLY_MOMENT = re.compile(r"-\d{4}-\d\d-\d\d(T\d\d:\d\d)?[~?]?", re.ASCII)
"""One in a year before 0, which is no formula to whom it is meant for."""
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, and runs (OWASP, "CSV Injection")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, where it is, what was expected and how to mend it.

    `row` is the line in the file as a spreadsheet numbers it: the heading is row 1. It is 0
    where the problem concerns the whole file, and `column` is empty where it concerns all of a row.
    """

    rule: str
    severity: Severity
    file: str
    row: int = 0
    column: str = ""
    message: str
    found: str = ""
    expected: str = ""
    mend: str = ""

    def __str__(self) -> str:
        place = self.file
        place += f", row {self.row}" if self.row else ""
        place += f", column {self.column}" if self.column else ""
        parts = [f"{self.severity}: {place}: {self.message}"]
        parts += [f"found {self.found!r}"] if self.found else []
        parts += [f"expected {self.expected}"] if self.expected else []
        parts += [f"mend: {self.mend}"] if self.mend else []
        return "; ".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """The problem as plain values, for JSON and tables."""
        return asdict(self)


class CampaignError(Exception):
    """A folder that is not a campaign; `problems` holds every error found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(brief_lines(self.problems)))

    def __reduce__(self) -> tuple[type[CampaignError], tuple[tuple[Problem, ...]]]:
        """What it is made of, for another process."""
        return type(self), (self.problems,)


def brief_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Problems to be read: of one kind in one column `MOST_OF_A_KIND`, the rest counted."""
    kinds: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        kind = problem.severity, problem.rule, problem.file, problem.column
        alike = kinds.setdefault(kind, [])
        alike.append(problem)
        if len(alike) <= MOST_OF_A_KIND:
            yield str(problem)
    for (severity, _, file, column), alike in kinds.items():
        left = alike[MOST_OF_A_KIND:]
        if len(left) == 1:
            yield str(left[0])
        elif left:
            place = f"{file}, column {column}" if column else file
            rows = f", rows {left[0].row} to {left[-1].row}" if left[0].row else ""
            yield f"{severity}: {place}: {len(left):,} more like this{rows}: {left[0].message}"


def be_strict(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems with every warning turned into an error."""
    return [
        replace(problem, severity="error") if problem.severity == "warning" else problem
        for problem in problems
    ]


def find_errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that keep a folder from being drawn."""
    return [problem for problem in problems if problem.severity == "error"]


def to_csv(problems: Iterable[Problem]) -> bytes:
    """The problems as a table for a spreadsheet, in which no cell is a formula.

    With a byte order mark, by which Excel knows UTF-8.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(field.name for field in fields(Problem))
    writer.writerows([plain_cell(str(cell)) for cell in one.to_dict().values()] for one in problems)
    return table.getvalue().encode("utf-8-sig")


def plain_cell(text: str) -> str:
    """A text as a cell that no spreadsheet runs as a formula: an apostrophe stands before it."""
    is_formula = text.lstrip(" \n").startswith(FORMULA) and not EARLY_MOMENT.fullmatch(text)
    return f"'{text}" if is_formula else text
