"""campaign.toml with single values changed; its comments and its layout stay the author's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from mapping.editing.folder_files import HEAD, EditError, Files, text_in, with_text
from mapping.format.campaign import read_head
from mapping.format.gregorian import Day

HeadValue = str | int | float | bool | date | list[Any] | Mapping[str, Any]
"""What a key of campaign.toml may hold: a text, a day, a list, or a block of such."""
Path = tuple[str | int, ...]
"""Where a value stands: ("title",), ("sides", 0, "name"), ("sides", 2) for a third side."""


def to_head_day(day: Day, before: object = None) -> HeadValue:
    """A day as campaign.toml holds it: a date, but a text before the year 1 or where one stood."""
    return str(day) if day.year < 1 or isinstance(before, str) else day.to_date()


def head_of(files: Files) -> dict[str, Any]:
    """The values of campaign.toml as plain ones; raises `EditError` where it is no TOML."""
    try:
        return read_head(text_in(files, HEAD))
    except (ValueError, RecursionError) as error:
        message = f"{HEAD} cannot be read ({error}): mend it in a text editor first"
        raise EditError(message[:300]) from None


def entries_of(files: Files, block: str) -> Iterator[Mapping[str, Any]]:
    """The blocks headed [[sides]] or [[accounts]], as far as they are blocks."""
    found = head_of(files).get(block, [])
    for one in found if isinstance(found, list) else []:
        if isinstance(one, dict):
            yield one


def entry_ids(files: Files, block: str) -> list[str]:
    """The ids of the sides or the accounts, in order."""
    return [str(one.get("id", "")) for one in entries_of(files, block)]


def side_names(files: Files) -> dict[str, str]:
    """What the sides are called, by their ids."""
    return {str(one.get("id", "")): str(one.get("name", "")) for one in entries_of(files, "sides")}


def with_head(files: Files, path: Path, value: HeadValue | None) -> Files:
    """The files with one value of campaign.toml set, or taken away where it is None.

    A number behind the last block of a kind begins another one. Raises `EditError`.
    """
    head_of(files)
    text = text_in(files, HEAD)
    document = tomlkit.parse(text)
    if tomlkit.dumps(document) != text:
        raise EditError(f"{HEAD} cannot be changed alone: change it in a text editor")
    try:
        _set(document, path, value)
        changed = tomlkit.dumps(document)
    except (TOMLKitError, LookupError, TypeError, ValueError, AttributeError) as error:
        where = ".".join(map(str, path))
        raise EditError(f"{HEAD}: {where} cannot be set: {error}"[:300]) from None
    after = with_text(files, HEAD, changed)
    head_of(after)
    return after


def _set(document: Any, path: Path, value: HeadValue | None) -> None:
    *before, last = path
    place = document
    for step in before:
        if step not in place and isinstance(step, str):
            place[step] = tomlkit.aot()
        place = place[step]
    if value is None:
        del place[last]
    elif isinstance(last, int) and isinstance(value, Mapping):
        _set_block(place, last, value)
    else:
        place[last] = value


def _set_block(place: Any, number: int, value: Mapping[str, Any]) -> None:
    if not isinstance(place, AoT) or number > len(place):
        raise ValueError("there is no block of that number")
    block = tomlkit.table()
    for key, one in value.items():
        block.add(key, one)
    if number < len(place):
        place[number] = block
    else:
        place.append(block)
