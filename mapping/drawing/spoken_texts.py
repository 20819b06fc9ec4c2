"""What a campaign says in another language, in the shape of the payload, into which it is put.

Only what differs is sent: a campaign without texts.csv sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mapping.drawing.columns import Json
from mapping.format.campaign import Campaign
from mapping.format.schema import Record
from mapping.format.tables import Source
from mapping.format.texts import fields_of
from mapping.telling.day_text import day_text
from mapping.telling.series import series_of
from mapping.telling.steps import story_steps
from mapping.telling.translated import in_language

SOURCE_TEXTS = fields_of(Source.table)


def spoken_texts(campaign: Campaign, language: str) -> Json:
    """The texts of the payload that are others in a language; lists by the numbers of their items.

    `rows` and `places` are found by table and id, and looked into by the player's tables.
    """
    own = in_language(campaign, language)
    return {} if own is campaign else _changed(_texts(campaign), _texts(own)) or {}


def _changed(before: Any, after: Any) -> Any:
    """What became another text, in objects by key or number; None where nothing did."""
    if isinstance(after, list):
        before, after = dict(enumerate(before)), dict(enumerate(after))
    if not isinstance(after, dict):
        return None if before == after else after
    changed = {key: _changed(before[key], one) for key, one in after.items()}
    return {str(key): one for key, one in changed.items() if one is not None} or None


def _texts(campaign: Campaign) -> Json:
    return {
        "campaign": {
            "title": campaign.title, "subtitle": campaign.subtitle, "summary": campaign.summary,
            "timeZone": campaign.time_zone,
        },
        "sides": {side.side_id: {"name": side.name} for side in campaign.sides.values()},
        "forces": {
            force.force_id: {"name": force.name, "label": force.label, "strength": force.strength}
            for force in campaign.forces.values()
        },
        "places": _by_id(campaign.places.values(), "note"),
        "sources": _by_id(campaign.sources.values(), *SOURCE_TEXTS),
        "rows": {
            table: _by_id(campaign.rows_of(table), "title", "summary")
            for table in ("movements", "events", "areas")
        },
        "questions": _questions(campaign),
        "figures": [
            *_by_id(campaign.figures.values(), "topic", "label", "counted", "unit", "note").values()
        ],
        "series": [
            {"label": values[0].row.label, "unit": values[0].row.unit,
             "values": [{"also": one.row.also} for one in values]}
            for values in series_of(campaign).values()
        ],
        "steps": [{"headline": one.headline, "text": one.text} for one in story_steps(campaign)],
        "media": [*_by_id(campaign.media.values(), "title", "credit", "licence", "alt").values()],
        "maps": [
            *_by_id(campaign.maps.values(), "title", "credit", "licence", "alt").values()
        ],
        "tellings": {name: _telling(campaign, name) for name in campaign.accounts},
    }  # fmt: skip


def _by_id(rows: Iterable[Record], *names: str) -> dict[str, Json]:
    return {row.row_id: {name: getattr(row, name) for name in names} for row in rows}


def _questions(campaign: Campaign) -> Json:
    questions: Json = {
        one.question_id: {"title": one.title, "text": one.text, "answers": []}
        for one in campaign.questions.values()
    }
    for one in campaign.answers.values():
        questions[one.question_id]["answers"].append({"answer": one.answer, "note": one.note})
    return questions


def _telling(campaign: Campaign, account_id: str) -> Json:
    account = campaign.accounts[account_id]
    texts = [day_text(campaign, day, account_id) for day in campaign.calendar]
    return {
        "title": account.title, "standpoint": account.standpoint, "summary": account.summary,
        "days": [
            {"headline": text.headline, "caption": text.caption, "text": text.text} if text else {}
            for text in texts
        ],
    }  # fmt: skip
