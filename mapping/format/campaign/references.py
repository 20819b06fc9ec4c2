"""References between the tables: those that lead nowhere, and the rows that rest on them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from mapping.format.csv_file import Reading
from mapping.format.problems import Problem
from mapping.format.schema import Record, columns_of

MOST_HINTS = 50


def check_references(name: str, reading: Reading, ids: dict[str, set[str]]) -> list[Problem]:
    """A problem for each reference to nowhere; a table that is missing is one problem itself."""
    nowhere = (
        (record.row, heading, found, target)
        for record in reading.records
        for heading, target, found in _references_of(record)
        if target in ids and found not in ids[target]
    )
    return [
        # What was meant is searched for among all ids: not for thousands of rows.
        _nowhere(name, *one, ids[one[3]] if number < MOST_HINTS else set())
        for number, one in enumerate(nowhere)
    ]


def _references_of(record: Record) -> Iterator[tuple[str, str, str]]:
    """Heading, table and id of everything that a row refers to."""
    for heading, (attribute, column) in columns_of(type(record)).items():
        if column.refers_to:
            value = getattr(record, attribute)
            for found in value if column.is_list else (value,):
                if found:
                    yield heading, column.refers_to, found


def leave_out_dangling(readings: dict[str, Reading], head_ids: dict[str, set[str]]) -> None:
    """Leave out the rows that refer to nowhere, then those that refer to them, and so on."""
    count = -1
    while count != (count := sum(len(reading.records) for reading in readings.values())):
        ids = {
            name: {record.row_id for record in reading.records}
            for name, reading in readings.items()
        } | head_ids
        for reading in readings.values():
            reading.records = [
                record
                for record in reading.records
                if all(found in ids[target] for _, target, found in _references_of(record))
            ]


def _nowhere(
    name: str, row: int, heading: str, found: str, target: str, known: set[str]
) -> Problem:
    close = difflib.get_close_matches(found, known, 3, 0.5)
    where = "campaign.toml" if target in ("sides", "accounts") else f"{target}.csv"
    mend = f"did you mean {' or '.join(close)}?" if close else f"add it to {where}"
    return Problem(
        rule="reference",
        severity="error",
        file=f"{name}.csv",
        row=row,
        column=heading,
        message="a reference to nowhere",
        found=found,
        expected=f"an id of {where}",
        mend=mend,
    )
