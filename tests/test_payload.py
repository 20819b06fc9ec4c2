"""What the player gets: everything that the tables say, but what it need not know."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from PIL import Image

from mapping.drawing.scene import scene_payload
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.schema import columns_of
from mapping.format.tables import TABLES
from tests.folders import Folder, write_broken

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
    "media.media_id": "the picture stands with its words",
    "media.sensitive": "as whether it is blurred",
    "media.file": "the picture itself is sent, made small",
    "maps.file": "the picture itself is sent, made small",
    "maps.corners": "the picture is sent as it lies",
    "maps.points": "the picture is sent as it lies",
    "maps.annotation": "the picture is sent as it lies",
    "maps.fit": "the picture is sent as it lies",
    "maps.mask": "the picture is sent as it lies",
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


def fill(folder: Folder) -> None:
    """Fill the columns that no shipped campaign has."""
    rings = [[[46, 34], [46.4, 34], [46.4, 34.3], [46, 34]]]
    drawn = {"type": "Polygon", "coordinates": rings}
    shape = {"type": "Feature", "properties": {"area_id": "lair"}, "geometry": drawn}
    folder.files["areas.geojson"] = json.dumps({"features": [shape]})
    stream = io.BytesIO()
    Image.new("L", (80, 60)).save(stream, "PNG")
    folder.files["media/sheet.png"] = stream.getvalue()
    for row, strength in zip(
        folder.tables["forces"], ("strength", "4,000 men", "", ""), strict=True
    ):
        row.append(strength)
    for table, row in ROWS.items():
        folder.tables[table] = [[*row], [*row.values()]]


ROWS = {
    "areas": {
        "area_id": "lair", "kind": "held", "side_id": "red", "starts": "1988-07-24",
        "account_ids": "south", "certainty": "less-certain", "radius_km": "7.25",
        "title": "The lair", "summary": "Red is said to hide here.",
    },
    "media": {
        "media_id": "sight", "row_ids": "events/clash", "kind": "photo", "file": "sheet.png",
        "url": "https://example.org/sight", "title": "The town", "credit": "A. Painter",
        "licence": "CC0 1.0", "source_id": "atlas", "alt": "A grey town.", "sensitive": "yes",
    },
    "maps": {
        "map_id": "survey", "title": "The survey", "file": "sheet.png",
        "corners": "35 46; 35 48; 34 48; 34 46", "published": "about 1900",
        "credit": "A. Surveyor", "licence": "CC BY 4.0", "source_id": "atlas", "alt": "Roads.",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def payloads(
    mersad: Campaign, russia: Campaign, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Campaign, set[Any]]]:
    """Campaigns that fill every column between them, and all that the player gets of each."""
    full = load_campaign(write_broken(tmp_path_factory.mktemp("full") / "tiny", fill))
    made = []
    for campaign in (mersad, russia, full):
        sent = set(leaves(scene_payload(campaign)))
        names = [name.partition("/") for name in sent if isinstance(name, str)]
        sent |= {part for table, _, row_id in names for part in (table, row_id)}
        made.append((campaign, sent))
    return made


@pytest.mark.parametrize("table", TABLES)
def test_every_column_reaches_the_player_or_it_is_said_why_not(
    table: str, payloads: list[tuple[Campaign, set[Any]]]
) -> None:
    for heading, (attribute, column) in columns_of(TABLES[table]).items():
        if f"{table}.{heading}" in NOT_SENT or column.type in TIMES:
            continue
        held = [(values_in(campaign, table, attribute), sent) for campaign, sent in payloads]
        assert any(values for values, _ in held), f"give {table}.{heading} a value above"
        missing = {value for values, sent in held for value in values - sent}
        assert not missing, f"{table}.{heading}: {sorted(map(str, missing))[:3]}"


def test_what_need_not_be_sent_is_a_column() -> None:
    columns = {f"{table}.{name}" for table, record in TABLES.items() for name in columns_of(record)}
    assert set(NOT_SENT) <= columns
