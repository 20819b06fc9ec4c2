"""References between the tables: those that lead nowhere, and the rows that rest on them."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from mapping.format.csv_file import Reading
from mapping.format.mending import UNKNOWN
from mapping.format.problems import Problem
from mapping.format.schema import Record, columns_of
from mapping.format.tables import TABLES

MOST_HINTS = 50
MOST_NAMED = 10
"""So many sides or accounts are named where one is not there."""


def check_references(name: str, reading: Reading, ids: dict[str, set[str]]) -> list[Problem]:
    """A problem for each reference to nowhere; a table that is missing is one problem itself."""
    nowhere = (
        (record.row, one.heading, found, one.target)
        for record in reading.records
        for one in references_of(type(record))
        if one.target in ids
        for found in one.not_in(ids[one.target], record)
    )
    return [
        # What was meant is searched for among all ids: not for thousands of rows.
        _nowhere(name, *one, ids[one[3]] if number < MOST_HINTS else set())
        for number, one in enumerate(nowhere)
    ]


class Reference(NamedTuple):
    """A column whose cells name rows of another table, or of campaign.toml."""

    heading: str
    attribute: str
    target: str
    is_list: bool

    def not_in(self, known: set[str], record: Record) -> Iterable[str]:
        """What a row names here that is not among these ids."""
        value = getattr(record, self.attribute)
        if not value or (known.issuperset(value) if self.is_list else value in known):
            return ()
        return [found for found in (value if self.is_list else (value,)) if found not in known]


def references_of(record: type[Record]) -> tuple[Reference, ...]:
    """The columns of a table that refer to others, in order."""
    table: Any = record
    return _references_of(table)


@cache
def _references_of(table: Any) -> tuple[Reference, ...]:
    return tuple(
        Reference(heading, attribute, column.refers_to, column.is_list)
        for heading, (attribute, column) in columns_of(table).items()
        if column.refers_to
    )


def leave_out_dangling(readings: dict[str, Reading], head_ids: dict[str, set[str]]) -> None:
    """Leave out the rows that refer to nowhere, then those that refer to them, and so on."""
    targets = {one.target for name in readings for one in references_of(TABLES[name])}
    rows = {name: Counter(record.row_id for record in reading.records)
            for name, reading in readings.items() if name in targets}  # fmt: skip
    known = {name: set(counted) for name, counted in rows.items()} | head_ids
    going = [
        (name, number)
        for name, reading in readings.items()
        for number, record in enumerate(reading.records)
        if any(one.not_in(known[one.target], record) for one in references_of(TABLES[name]))
    ]
    naming = _who_names(readings) if going else {}
    gone: dict[str, set[int]] = {name: set() for name in readings}
    while going:
        name, number = going.pop()
        if number in gone[name]:
            continue
        gone[name].add(number)
        if name in targets:
            row_id = readings[name].records[number].row_id
            rows[name][row_id] -= 1
            # Of two rows of one id the other is still there.
            going += naming.pop((name, row_id), []) if not rows[name][row_id] else []
    for name, numbers in gone.items():
        records = readings[name].records
        if numbers:
            readings[name].records = [
                record for number, record in enumerate(records) if number not in numbers
            ]


def _who_names(readings: dict[str, Reading]) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """By table and id of a row the rows that refer to it: their table and number."""
    naming: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for name, reading in readings.items():
        for one in references_of(TABLES[name]):
            for number, record in enumerate(reading.records):
                for row_id in one.not_in(set(), record):
                    naming.setdefault((one.target, row_id), []).append((name, number))
    return naming


def _nowhere(
    name: str, row: int, heading: str, found: str, target: str, known: set[str]
) -> Problem:
    is_in_head = target in ("sides", "accounts")
    where = "campaign.toml" if is_in_head else f"{target}.csv"
    # Sides and accounts are few and opposed: the nearest one may be the enemy.
    close = [] if is_in_head else difflib.get_close_matches(found, known, 3, 0.5)
    mend = f"did you mean {' or '.join(close)}?" if close else f"add it to {where}"
    if UNKNOWN.fullmatch(found):
        mend = "leave it empty where it is not known"
    elif is_in_head and known:
        shown = ", ".join(sorted(known)[:MOST_NAMED])
        mend = f"no {target.removesuffix('s')} is called so; there are {shown}"
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
