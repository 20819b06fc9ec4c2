"""A payload in fewer bytes: what many rows or days share stands once, and they hold its number.

The player's `unfold` opens it again; nothing else sees the folded form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Json = dict[str, Any]
LISTS = ("dated", "undated", "sure", "forces", "control", "areas")
"""The lists of a told day; they are long, and from day to day nearly the same."""


def fold_payload(payload: Json) -> Json:
    """The same payload with its columns and the days of all tellings folded, in every language."""
    names = [f"{table}/{name}" for table, rows in payload["rows"].items() for name in rows["ids"]]
    numbers = {name: number for number, name in enumerate(names)}
    return {
        **payload,
        "places": _fold_table(payload["places"]),
        "rows": {table: _fold_table(rows) for table, rows in payload["rows"].items()},
        "steps": [{**step, "rows": [numbers[name] for name in step["rows"]]}
                  for step in payload["steps"]],
        "tellings": {
            account: _fold_telling(telling, numbers) | {
                part: [numbers[name] for name in telling[part]] for part in ("before", "after")
            }
            for account, telling in payload["tellings"].items()
        },
        "languages": {
            code: {
                **language,
                "rows": {table: _fold_columns(words) for table, words in language["rows"].items()},
                "tellings": {
                    account: _fold_telling(telling, {})
                    for account, telling in language["tellings"].items()
                },
            }
            for code, language in payload["languages"].items()
        },
    }  # fmt: skip


def _fold_table(table: Json) -> Json:
    folded = {**table, "columns": _fold_columns(table["columns"])}
    if "passages" in table:
        folded["passages"] = _fold_columns(table["passages"])
    return folded


def _fold_columns(columns: Mapping[str, Sequence[Any]]) -> Json:
    return {name: fold_column(values) for name, values in columns.items()}


def fold_column(values: Sequence[Any]) -> Any:
    """A column in few bytes: `{"all": value}` where all are the same, `{"of": values, "is":
    numbers}` where at least half of them stand elsewhere too, else the values as they are."""
    known: dict[Any, int] = {}
    numbers = [known.setdefault(value, len(known)) for value in values]
    if len(known) == 1:
        return {"all": values[0]}
    if 2 * len(known) > len(values):
        return values
    return {"of": [*known], "is": numbers}


def _fold_telling(telling: Json, rows: Mapping[str, int]) -> Json:
    """The days with the numbers of their things; of a thing that is a row, its number of `rows`."""
    known: dict[Any, int] = {}
    things: list[Any] = []

    def number_of(thing: Any) -> int:
        # In a tuple, so that no name is taken for the text of another thing.
        key = thing if isinstance(thing, str) else (json.dumps(thing),)
        if key not in known:
            known[key] = len(things)
            things.append(rows.get(thing, thing) if isinstance(thing, str) else thing)
        return known[key]

    def numbers_of(listed: Iterable[Any]) -> list[int]:
        return [number_of(thing) for thing in listed]

    days = [
        {**day, **{name: numbers_of(day[name]) for name in LISTS if name in day}}
        for day in telling["days"]
    ]
    return {**telling, "days": days, "things": things}
