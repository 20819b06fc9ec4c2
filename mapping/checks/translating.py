"""Rules about the texts in other languages: what of the campaign is not in them."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.format.campaign import Campaign
from mapping.format.problems import Problem
from mapping.format.schema import Record, columns_of
from mapping.format.tables import SAYING, TABLES
from mapping.format.texts import HEAD_FIELDS, fields_of, said_id
from mapping.telling.narrate import is_native
from mapping.telling.translated import languages_of, texts_in
from mapping.words.strings import LANGUAGES

MOST_NAMED = 3


def check_texts_whole(campaign: Campaign) -> Iterator[Problem]:
    """How much is missing in each language that texts.csv has: one note for each table."""
    for language in languages_of(campaign):
        for table in SAYING:
            missing = [*_missing(campaign, table, language)]
            if missing:
                shown = ", ".join(missing[:MOST_NAMED]) + (", …" if missing[MOST_NAMED:] else "")
                yield Problem(
                    rule="texts-missing", severity="note", file="texts.csv", column="text",
                    message=f"not in {language}: {len(missing):,} texts of {table}; they are shown "
                    "as their author wrote them",
                    found=shown, expected=f"a row with table {table} for each",
                    mend="add them, or leave them in the author's language",
                )  # fmt: skip


def _missing(campaign: Campaign, table: str, language: str) -> Iterator[str]:
    """Each text that a language lacks, as row and field."""
    said = texts_in(campaign, language).get(table, {})
    for name, field, text in _texts_of(campaign, table, language):
        if text and field not in said.get(name, {}):
            yield f"{name} {field}"


def _texts_of(campaign: Campaign, table: str, language: str) -> Iterator[tuple[str, str, str]]:
    """Each text of a table: the name of its row, its field and what it says."""
    if table in HEAD_FIELDS:
        for name, entry in _entries(campaign, table):
            yield from ((name, field, getattr(entry, field)) for field in HEAD_FIELDS[table])
        return
    columns = columns_of(TABLES[table])
    for row in campaign.rows_of(table):
        for field in fields_of(table):
            if not (field == "name" and _is_named(campaign, row, language)):
                yield said_id(row), field, getattr(row, columns[field][0])


def _entries(campaign: Campaign, table: str) -> list[tuple[str, object]]:
    if table == "campaign":
        return [(campaign.campaign_id, campaign)]
    return [*(campaign.sides if table == "sides" else campaign.accounts).items()]


def _is_named(campaign: Campaign, row: Record, language: str) -> bool:
    """Whether a place goes by its native name in a language."""
    place = campaign.places.get(row.row_id) if row.table == "places" else None
    spoken = language.partition("-")[0]
    return place is not None and spoken in LANGUAGES and is_native(place, spoken)
