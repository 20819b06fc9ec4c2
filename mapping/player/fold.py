"""A payload in fewer bytes: what many days list stands once, and the days hold its number.

The player's `parsePayload` unfolds it again; nothing else sees the folded form.
"""

from __future__ import annotations

import json
from typing import Any

LISTS = ("dated", "undated", "sure", "forces", "control", "areas")
"""The lists of a told day; they are long, and from day to day nearly the same."""


def fold_payload(payload: dict[str, Any]) -> dict[str, Any]:
    """The same payload with the days of all tellings folded, in every language."""
    languages = {
        code: {**language, "tellings": _fold_tellings(language["tellings"])}
        for code, language in payload["languages"].items()
    }
    return {**payload, "tellings": _fold_tellings(payload["tellings"]), "languages": languages}


def _fold_tellings(tellings: dict[str, Any]) -> dict[str, Any]:
    return {name: _fold_telling(telling) for name, telling in tellings.items()}


def _fold_telling(telling: dict[str, Any]) -> dict[str, Any]:
    numbers: dict[str | tuple[str], int] = {}
    things: list[Any] = []

    def number_of(thing: Any) -> int:
        # In a tuple, so that no name is taken for the text of another thing.
        key = thing if isinstance(thing, str) else (json.dumps(thing),)
        if key not in numbers:
            numbers[key] = len(things)
            things.append(thing)
        return numbers[key]

    days = [
        {**day, **{name: [*map(number_of, day[name])] for name in LISTS if name in day}}
        for day in telling["days"]
    ]
    return {**telling, "days": days, "things": things}
