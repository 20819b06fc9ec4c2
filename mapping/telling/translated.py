"""A campaign in another of its languages: the same value with the texts that texts.csv has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mapping.format.campaign import Campaign
from mapping.format.schema import Record, columns_of
from mapping.format.tables import TABLES
from mapping.format.texts import HEAD_FIELDS, said_id
from mapping.telling.once import once

Said = Mapping[str, Mapping[str, str]]
"""Texts by the name of the row, then by the field."""


@once
def languages_of(campaign: Campaign) -> tuple[str, ...]:
    """The languages in which a campaign has texts besides its author's, in file order."""
    return tuple(dict.fromkeys(text.language for text in campaign.texts))


@once
def texts_in(campaign: Campaign, language: str) -> dict[str, dict[str, dict[str, str]]]:
    """What texts.csv says in a language, by table, row and field; empty where it says nothing.

    A text for `fa` serves `fa-IR` and the other way round where there is no nearer one.
    """
    near = [one for one in campaign.texts if _base(one.language) == _base(language)]
    near.sort(key=lambda text: text.language == language)
    said: dict[str, dict[str, dict[str, str]]] = {}
    for text in near:
        said.setdefault(text.said_table, {}).setdefault(text.said_id, {})[text.field] = text.text
    for table, rows in said.items():
        if table not in HEAD_FIELDS:
            _spread(list(campaign.rows_of(table)), rows)
    return said


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


def _spread(records: list[Record], rows: dict[str, dict[str, str]]) -> None:
    """Give rows of a table in which the author says the same the same text, too."""
    if not records:
        return
    attributes = {heading: name for heading, (name, _) in columns_of(type(records[0])).items()}
    for field in {field for own in rows.values() for field in own}:
        name = attributes[field]
        again: dict[str, str] = {}
        for record in records:
            if (own := getattr(record, name)) and field in (said := rows.get(said_id(record), {})):
                again.setdefault(own, said[field])
        for record in records:
            if (own := getattr(record, name)) in again:
                rows.setdefault(said_id(record), {}).setdefault(field, again[own])


def in_language(campaign: Campaign, language: str) -> Campaign:
    """The campaign with its texts in a language, as far as it has them; itself where it has none.

    What is computed of it is computed anew, and is the same but for its words.
    """
    if _base(language) == _base(campaign.language) or not texts_in(campaign, language):
        return campaign
    return _translate(campaign, language)


@once
def _translate(campaign: Campaign, language: str) -> Campaign:
    """Each translation is made once; it does not hold the campaign that it is of."""
    said = texts_in(campaign, language)
    changed: dict[str, Any] = {
        table: _keep(getattr(campaign, table), said[table]) for table in said if table in TABLES
    }
    for table in ("sides", "accounts"):
        if table in said:
            entries: Mapping[str, Any] = getattr(campaign, table)
            changed[table] = {
                name: replace(entry, **said[table].get(name, {})) for name, entry in entries.items()
            }
    changed |= said.get("campaign", {}).get(campaign.campaign_id, {})
    return replace(campaign, **changed, texts=())


def _keep(kept: Any, said: Said) -> Any:
    """A table as a campaign holds it: by id, in groups, or in file order."""
    if isinstance(kept, tuple):
        return tuple(_say_all(kept, said))
    return MappingProxyType({
        name: tuple(_say_all(one, said)) if isinstance(one, tuple) else _say(one, said)
        for name, one in kept.items()
    })  # fmt: skip


def _say_all(records: Iterable[Record], said: Said) -> Iterable[Record]:
    return (_say(record, said) for record in records)


def _say(record: Record, said: Said) -> Record:
    own = said.get(said_id(record))
    if not own:
        return record
    columns = columns_of(type(record))
    values: dict[str, Any] = {columns[field][0]: text for field, text in own.items()}
    if record.table == "places" and "name" in own:
        # The name that is given counts before the one in its own script.
        values["native_name"] = ""
    return replace(record, **values)
