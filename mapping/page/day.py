"""The tab "This day": what the account claims of it, where each force stood, who held what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from mapping.format.campaign import Campaign
from mapping.format.tables import Area, Event, Movement
from mapping.page.prose import in_language, show_line, to_heading, to_line, to_table
from mapping.telling.claim_order import claims_in_order
from mapping.telling.narrate import (
    say_account,
    say_certainty,
    say_holders,
    say_place,
    say_placed,
    say_stated,
    say_whole_day,
)
from mapping.telling.timeline import DayState, day_state
from mapping.telling.whereabouts import say_force
from mapping.words.strings import USUAL, say


def show_day(campaign: Campaign, day: str, accounts: Sequence[str], language: str = USUAL) -> None:
    """The day that the player has settled on, as one account tells it, or two."""
    show_line(say("page.day-adds", language), language)
    for account_id in accounts:
        state = day_state(campaign, day, account_id)
        html = f'<section class="day">{to_day(campaign, state, language)}</section>'
        st.html(in_language(html, language))


def to_day(campaign: Campaign, state: DayState, language: str = USUAL) -> str:
    """The day in HTML: its claims, then where each force stood and who held what."""
    account = campaign.accounts[state.account_id]
    stood = force_rows(campaign, state, language)
    held = control_rows(campaign, state, language)
    parts = [
        to_heading(say_whole_day(campaign, state.day, language)),
        to_line(say_account(account, language)),
        _to_claims(campaign, state, language),
        '<div class="beside">',
        _to_part(say("page.stood", language), stood, language),
        _to_part(say("page.held", language), held, language),
        "</div>",
    ]
    if areas := area_rows(campaign, state, language):
        parts.append(_to_part(say("story.areas", language), areas, language))
    return "".join(parts)


def _to_claims(campaign: Campaign, state: DayState, language: str) -> str:
    """What the account dates to this day, and apart from it what may have been on it."""
    dated, undated = claim_rows(campaign, state, language)
    says = say("page.claims-of-day", language)
    html = to_table(dated, says, language) if dated else to_line(say("day.none-account", language))
    if undated:
        html += to_heading(say("page.undated", language), level=3)
        html += to_table(undated, say("page.undated", language), language)
    return html


def _to_part(heading: str, rows: list[dict[str, str]], language: str) -> str:
    table = to_table(rows, heading, language) if rows else to_line(say("page.nothing", language))
    return f"<div>{to_heading(heading, level=3)}{table}</div>"


Claims = list[dict[str, str]]


def claim_rows(campaign: Campaign, state: DayState, language: str = USUAL) -> tuple[Claims, Claims]:
    """The day's movements and events, dated and undated, in the order of the player."""
    dated, undated = (
        [_claim_row(campaign, claim.row, language) for claim in claims]
        for claims in claims_in_order(state)
    )
    return dated, undated


def _claim_row(campaign: Campaign, row: Movement | Event, language: str) -> dict[str, str]:
    return {
        "When": _capital(say_placed(campaign, row, language)),
        "What": row.title,
        "Where": _say_where(campaign, row, language),
        "Certainty": _say_sureness(campaign, row, language),
        "Who": _say_who(campaign, row, language),
        "Sources": say_sources(campaign, row, language),
    }


def _say_sureness(campaign: Campaign, row: Movement | Event | Area, language: str) -> str:
    words = [say_certainty(row.certainty, language)]
    if is_contested(campaign, row):
        words.append(say("story.contested", language))
    return say("list.comma", language).join(words)


def is_contested(campaign: Campaign, row: Movement | Event | Area) -> bool:
    """Whether the row is one of several answers to a question."""
    mine = (row.table, row.row_id)
    return any((one.claim_table, one.claim_id) == mine for one in campaign.answers.values())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _say_where(campaign: Campaign, row: Movement | Event, language: str) -> str:
    if isinstance(row, Event):
        names = (_say_place(campaign, name, language) for name in row.place_ids)
        return say("list.comma", language).join(names)
    stops = campaign.waypoints.get(row.movement_id, ())
    names = (_say_place(campaign, stop.place_id, language) for stop in stops if stop.place_id)
    return " › ".join(names)


def _say_place(campaign: Campaign, place_id: str, language: str) -> str:
    """A place by its name, and whether the map can show it."""
    place = campaign.places[place_id]
    name = say_place(place, language)
    return name if place.point else f"{name} {say('story.not-located', language)}"


def _say_who(campaign: Campaign, row: Movement | Event, language: str) -> str:
    if isinstance(row, Movement):
        return campaign.forces[row.force_id].label
    by, against = (
        _labels(campaign, ids, language) for ids in (row.by_force_ids, row.against_force_ids)
    )
    return " ".join(filter(None, (by, against and say("page.against", language, forces=against))))


def _labels(campaign: Campaign, force_ids: Iterable[str], language: str) -> str:
    return say("list.comma", language).join(campaign.forces[name].label for name in force_ids)


def say_sources(campaign: Campaign, row: Movement | Event | Area, language: str = USUAL) -> str:
    """Who says so: `Press TV 2025, 3 passages`."""
    passages: dict[str, set[tuple[str, str]]] = {}
    for passage in campaign.evidence_for(row):
        passages.setdefault(passage.source_id, set()).add((passage.locator, passage.words))
    return say("list.semicolon", language).join(
        say("page.passages" if len(found) > 1 else "page.passage", language,
            source=_short_title(campaign, source_id), count=len(found))
        for source_id, found in passages.items()
    )  # fmt: skip


def _short_title(campaign: Campaign, source_id: str) -> str:
    source = campaign.sources[source_id]
    return " ".join(filter(None, (source.publisher or source.title, source.published[:4])))


def force_rows(campaign: Campaign, state: DayState, language: str = USUAL) -> list[dict[str, str]]:
    """A row for each force that is on the map at the day's end."""
    return [
        {
            "Force": one.force.name,
            "Side": campaign.sides[one.force.side_id].name,
            "Where": _capital(say_force(campaign, state.account_id, one, language)),
        }
        for one in state.forces
    ]


def control_rows(
    campaign: Campaign, state: DayState, language: str = USUAL
) -> list[dict[str, str]]:
    """A row for each place of which the account says who held it."""
    rows = []
    for one in state.control:
        place = say_place(campaign.places[one.place_id], language)
        holders = _capital(say_holders(campaign, one, language))
        new = say("page.today", language) if one.changed else ""
        rows.append({"Place": place, "Held by": holders, "New": new})
    return rows


def area_rows(campaign: Campaign, state: DayState, language: str = USUAL) -> list[dict[str, str]]:
    """A row for each front or area, with the day that its line is of."""
    return [
        {
            "Area": one.area.title,
            "Side": campaign.sides[one.area.side_id].name if one.area.side_id else "",
            "When": _capital(
                say_stated(campaign, one.outline, language)
                or say_placed(campaign, one.area, language)
            ),
            "New": say("page.today", language) if one.changed else "",
            "Certainty": _say_sureness(campaign, one.area, language),
            "Sources": say_sources(campaign, one.area, language),
        }
        for one in state.areas
    ]
