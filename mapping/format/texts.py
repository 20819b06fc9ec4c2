"""What of a campaign may stand in another language, by the names under which texts.csv has it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from mapping.format.problems import Problem
from mapping.format.schema import MAX_NAME, Record, columns_of
from mapping.format.tables import SAYING, TABLES, DayText, Text

HEAD_FIELDS: Mapping[str, tuple[str, ...]] = {
    "campaign": ("title", "subtitle", "summary", "time_zone"),
    "sides": ("name",),
    "accounts": ("title", "standpoint", "summary"),
}
"""The texts that stand in campaign.toml: of the campaign, of each side and each account."""
NO_TEXTS = (
    "native_name", "found_by", "found_id", "echelon", "route_id", "accessed", "row_id", "published",
)  # fmt: skip
"""Columns with a short text that is no words of the author's: an id, a date, a name as it is."""


@cache
def fields_of(table: str) -> tuple[str, ...]:
    """The columns or keys of a table whose texts may stand in another language."""
    if table in HEAD_FIELDS:
        return HEAD_FIELDS[table]
    return tuple(
        heading
        for heading, (_, column) in columns_of(TABLES[table]).items()
        if (column.type == "name" or column.holds == "text")
        and not column.is_list
        and heading not in NO_TEXTS
    )


def said_id(record: Record) -> str:
    """What texts.csv calls a row: an account has a text of its own for a day."""
    if isinstance(record, DayText):
        return f"{record.day}/{record.account_id}".rstrip("/")
    return record.row_id


def check_texts(
    texts: Collection[Text], known: Mapping[str, Collection[str]], own_language: str
) -> Iterator[Problem]:
    """A problem for each text whose row or column is not there, or that is in the own language.

    `known` has the names of the rows of those tables that could be read.
    """
    for text in texts:
        table, fields = text.said_table, fields_of(text.said_table)
        where = "campaign.toml" if table in HEAD_FIELDS else f"{table}.csv"
        if text.field not in fields:
            expected = f"a text of {table}: {', '.join(fields)}"
            yield _wrong(text, "field", "no text that can be given", text.field, expected,
                         _nearest(text.field, fields, "choose one of these"))  # fmt: skip
        if table in known and text.said_id not in known[table]:
            expected = {
                "waypoints": "movement/order", "series": "series/order", "days": "day/account",
                "steps": "the order of a step", "campaign": "the campaign's own id",
            }.get(table, f"an id of {where}")  # fmt: skip
            mend = _nearest(text.said_id, known[table], f"add the row to {where}, or remove this")
            yield _wrong(text, "row_id", f"{where} has no such row", text.said_id, expected, mend)
        if text.language == own_language:
            yield _wrong(text, "language", "the campaign is in this language itself", text.language,
                         "another language", f"write the text into {where}, and remove this row"
                         )  # fmt: skip


def _nearest(found: str, known: Collection[str], otherwise: str) -> str:
    close = difflib.get_close_matches(found[:MAX_NAME], known, 3, 0.5)
    return f"did you mean {' or '.join(close)}?" if close else otherwise


def _wrong(
    text: Text, column: str, message: str, found: str, expected: str, mend: str
) -> Problem:  # fmt: skip
    return Problem(
        rule="texts-target", severity="error", file="texts.csv", row=text.row, column=column,
        message=message, found=found, expected=expected, mend=mend,
    )  # fmt: skip


def known_names(head: Mapping[str, Any], rows: Mapping[str, Any]) -> dict[str, Collection[str]]:
    """The names of all rows that texts.csv may name, of the tables that are given."""
    names: dict[str, Collection[str]] = {
        table: {said_id(record) for record in rows[table]} for table in SAYING if table in rows
    }
    return names | {
        "campaign": (head["campaign_id"],), "sides": head["sides"], "accounts": head["accounts"],
    }  # fmt: skip
