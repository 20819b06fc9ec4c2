"""The declaration of the tables as Frictionless Table Schema (v2), for programs that check.

A schema is made from `mapping.format.tables` alone; only the ids of sides and accounts, which
stand in campaign.toml, come from the campaign. What a schema cannot say, the check finds:
references inside lists, from evidence to any table, and between dates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mapping.format.schema import MAX_LIST, MAX_NAME, MAX_SLUG, MAX_TEXT, SLUG, Column, columns_of
from mapping.format.tables import TABLES

Json = dict[str, Any]
Ids = Mapping[str, Sequence[str]]
"""The ids of `sides` and `accounts`, which are in no table."""

ID = SLUG.pattern
NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
CHAIN_POINT = {"axis": rf"{NUMBER} +{NUMBER}", "points": rf"{NUMBER}( +{NUMBER}){{3}}"}
DAY = r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}"
POINT = rf"{DAY}(T[0-9]{{2}}:[0-9]{{2}})?[~?]?"
MOMENT = (
    rf"({POINT}|\[ *{POINT} *\.\. *{POINT} *\]|\[ *{POINT} *\.\. *\]|\[ *\.\. *{POINT} *\]"
    rf"|\[ *{POINT} *(, *{POINT} *)+\])"
)
"""The notation of `mapping.format.dates`, in the expressions that XML Schema and Python share.

One group around all of it: some programs put `^` and `$` around a pattern as it is.
"""
MOMENT_NOTE = (
    "EDTF's notation with times of day added: 1900-01-31, 1900-01-31T14:30, with ~ about, "
    "with ? doubted; one unknown moment is [a..b], [a..], [..b] or one of [a,b]. "
    "Local civil time of the campaign."
)
KEYS = {
    "waypoints": ["movement_id", "order"], "series": ["series_id", "order"],
    "days": ["day", "account_id"], "evidence": [],
    "texts": ["table", "row_id", "field", "language"],
}  # fmt: skip
"""Where the first column alone does not name a row."""


def table_schema(
    table: str, ids: Ids, present: Sequence[str], own: Sequence[str] = (), *, early: bool = False
) -> Json:
    """The schema of one table; `present` are the tables of the package, `own` further columns.

    In an `early` campaign, which begins before the year 1, days are text: no program's dates do.
    """
    columns = columns_of(TABLES[table])
    fields = [_field(heading, column, ids, early) for heading, (_, column) in columns.items()]
    fields += [
        {"name": name, "type": "string", "description": "a column of the author's own"}
        for name in own
    ]
    key = KEYS.get(table, [next(iter(columns))])
    references = [
        _foreign_key(heading, column.refers_to, table)
        for heading, (_, column) in columns.items()
        if column.refers_to in present and not column.is_list
    ]
    return {
        "fields": fields,
        "missingValues": [""],
        **({"primaryKey": key} if key else {}),
        **({"foreignKeys": references} if references else {}),
    }


def _field(heading: str, column: Column, ids: Ids, early: bool) -> Json:
    about = f"{column.about} ({MOMENT_NOTE})" if column.type == "moment" else column.about
    if column.type == "kind":
        about += f"; usual words: {', '.join(column.known)}"
    if column.is_list and column.type not in CHAIN_POINT:
        about += f"; at most {MAX_LIST}, separated by semicolons"
        about += f"; ids in {column.refers_to}" if column.refers_to else ""
    constraints: Json = {"required": True} if column.required else {}
    is_text = early and column.type == "day"
    constraints |= {"pattern": DAY} if is_text else _constraints(column, ids)
    return {
        "name": heading, "type": "string" if is_text else _type_of(column), "description": about,
        **({"constraints": constraints} if constraints else {}),
    }  # fmt: skip


def _type_of(column: Column) -> str:
    return {"number": "number", "order": "integer", "day": "date"}.get(column.type, "string")


def _constraints(column: Column, ids: Ids) -> Json:
    if column.bounds:
        return {"minimum": column.bounds[0], "maximum": column.bounds[1]}
    if column.type == "id" and column.refers_to in ids:
        known = list(ids[column.refers_to])
        return {"pattern": _list_of("|".join(known))} if column.is_list else {"enum": known}
    if column.type == "id" and column.is_list:
        return {"pattern": _list_of(ID)}
    if point := CHAIN_POINT.get(column.type):
        return {"pattern": f" *{point} *(; *{point} *)+;? *"}
    if column.is_list or column.type == "day":
        return {}
    usual: dict[str, Json] = {
        "id": {"pattern": ID, "maxLength": MAX_SLUG},
        "moment": {"pattern": MOMENT, "maxLength": MAX_NAME},
        "choice": {"enum": list(column.known)},
        "link": {"pattern": "https?://.+", "maxLength": MAX_NAME},
        "view": {"pattern": "; *".join([f"{NUMBER} *"] * 4)},
        "text": {"maxLength": MAX_TEXT},
    }
    return usual.get(column.type, {"maxLength": MAX_NAME})


def _list_of(one: str) -> str:
    """Entries between semicolons, some of which may be empty."""
    return f" *({one})? *(; *({one})? *)*"


def _foreign_key(heading: str, target: str, table: str) -> Json:
    key = next(iter(columns_of(TABLES[target])))
    # An empty resource is the table itself.
    resource = {} if target == table else {"resource": target}
    return {"fields": [heading], "reference": {**resource, "fields": [key]}}
