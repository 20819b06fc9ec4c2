"""How a rule says what is wrong with a row."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from mapping.format.problems import Problem, Severity
from mapping.format.schema import Record

MAX_SHOWN = 200


def report(
    rule: str, severity: Severity, record: Record, column: str, message: str, found: str = "",
    expected: str = "", mend: str = "",
) -> Problem:  # fmt: skip
    """A problem in one cell of a row, or in the whole row where `column` is empty."""
    file = f"{record.table}.csv"
    return Problem(
        rule=rule,
        severity=severity,
        file=file,
        row=record.row,
        column=column,
        message=message,
        found=found[:MAX_SHOWN],
        expected=expected,
        mend=mend,
    )


def suggest(wanted: str, known: Iterable[str], otherwise: str) -> str:
    """How to mend a name that is not known: the nearest ones, or else another advice."""
    close = difflib.get_close_matches(wanted[:MAX_SHOWN], list(known), 3, 0.5)
    return f"did you mean {' or '.join(close)}?" if close else otherwise
