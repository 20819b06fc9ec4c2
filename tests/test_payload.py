"""What the player gets: everything that the tables say, but what it need not know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from mapping.drawing.scene import scene_payload
from mapping.format.campaign import Campaign
from mapping.format.schema import columns_of
from mapping.format.tables import TABLES

NOT_SENT = {
    "sources.accessed": "for who checks the source",
    "places.axis": "beside the places, of those that have one",
    "forces.echelon": "in the symbol",
    "forces.sidc": "drawn as the symbol",
    "forces.on_map": "such a force is not sent as drawn",
    "forces.note": "for who makes the map",
    "movements.movement_id": "in the row's name",
    "movements.trail": "as how the line ages",
    "waypoints.movement_id": "in the row's name",
    "waypoints.order": "the points stand in it",
    "waypoints.route_id": "the line itself is sent",
    "waypoints.note": "for who makes the map",
    "events.event_id": "in the row's name",
    "control.control_id": "in the row's name",
    "questions.question_id": "the key",
    "answers.answer_id": "the answer's own name",
    "answers.row_id": "in the row's name",
    "figures.figure_id": "the figure's own name",
    "series.series_id": "the key",
    "series.order": "the values stand in it",
    "texts.table": "each stands in the place of its text",
    "texts.row_id": "each stands in the place of its text",
    "texts.field": "each stands in the place of its text",
    "texts.language": "as the language that has it",
    "texts.text": "not of rows that are not sent; tests of texts hold the others",
    "evidence.field": "for who checks the row",
    "evidence.row_id": "it stands with its row",
    "evidence.table": "it stands with its row",
}
"""The columns that the player need not know, and why."""
TIMES = ("moment", "day", "view")
"""Sent as spans, words and views: tests of days and views hold them."""


def leaves(value: Any) -> Iterator[Any]:
    """All texts and numbers of a JSON value, keys included."""
    if isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one)
    else:
        yield value


def values_in(campaign: Campaign, table: str, attribute: str) -> set[Any]:
    """What a column holds."""
    cells = [getattr(row, attribute) for row in campaign.rows_of(table)]
    parts = [part for cell in cells for part in (cell if isinstance(cell, tuple) else [cell])]
    return {part for part in parts if part not in ("", None)}


def test_a_campaign_keeps_every_table() -> None:
    assert set(TABLES) <= {field.name for field in fields(Campaign)}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_reaches_the_player_or_it_is_said_why_not(
    table: str, mersad: Campaign, russia: Campaign
) -> None:
    for campaign in (mersad, russia):
        sent = set(leaves(scene_payload(campaign)))
        sent |= {name.partition("/")[2] for name in sent if isinstance(name, str)}
        for heading, (attribute, column) in columns_of(TABLES[table]).items():
            if f"{table}.{heading}" in NOT_SENT or column.type in TIMES:
                continue
            missing = values_in(campaign, table, attribute) - sent
            assert not missing, f"{table}.{heading}: {sorted(map(str, missing))[:3]}"


def test_what_need_not_be_sent_is_a_column() -> None:
    columns = {f"{table}.{name}" for table, record in TABLES.items() for name in columns_of(record)}
    assert set(NOT_SENT) <= columns
