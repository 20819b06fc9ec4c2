"""The tab "This day": what the account claims of it, where each force stood, who held what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from mapping.format.campaign import Campaign
from mapping.format.tables import Area, Event, Movement
from mapping.page.prose import to_heading, to_line, to_table
from mapping.telling.claim_order import claims_in_order
from mapping.telling.narrate import (
    say_account,
    say_certainty,
    say_holders,
    say_stated,
    say_when,
    say_whole_day,
)
from mapping.telling.timeline import DayState, day_state
from mapping.telling.whereabouts import say_force


def show_day(campaign: Campaign, day: str, accounts: Sequence[str]) -> None:
    """The day that the player has settled on, as one account tells it, or two."""
    for account_id in accounts:
        state = day_state(campaign, day, account_id)
        st.html(f'<section class="day">{to_day(campaign, state)}</section>')


def to_day(campaign: Campaign, state: DayState) -> str:
    """The day in HTML: its claims, then where each force stood and who held what."""
    parts = [
        to_heading(say_whole_day(campaign, state.day)),
        to_line(say_account(campaign.accounts[state.account_id])),
        _to_claims(campaign, state),
        '<div class="beside">',
        _to_part("Where each force stood at the day's end", force_rows(campaign, state)),
        _to_part("Who held what", control_rows(campaign, state)),
        "</div>",
    ]
    if areas := area_rows(campaign, state):
        parts.append(_to_part("Fronts and areas", areas))
    return "".join(parts)


def _to_claims(campaign: Campaign, state: DayState) -> str:
    """What the account dates to this day, and apart from it what may have been on it."""
    dated, undated = claim_rows(campaign, state)
    html = to_table(dated, "Movements and events") if dated else to_line("No dated claim.")
    if undated:
        html += to_heading("Undated in this account, perhaps on this day", level=3)
        html += to_table(undated, "Movements and events without a day")
    return html


def _to_part(heading: str, rows: list[dict[str, str]]) -> str:
    table = to_table(rows, heading) if rows else to_line("Nothing is told of this.")
    return f"<div>{to_heading(heading, level=3)}{table}</div>"


Claims = list[dict[str, str]]


def claim_rows(campaign: Campaign, state: DayState) -> tuple[Claims, Claims]:
    """The day's movements and events, dated and undated, in the order of the player."""
    dated, undated = (
        [_claim_row(campaign, claim.row) for claim in claims] for claims in claims_in_order(state)
    )
    return dated, undated


def _claim_row(campaign: Campaign, row: Movement | Event) -> dict[str, str]:
    return {
        "When": _capital(say_when(campaign, row).removeprefix("undated in this account, ")),
        "What": row.title,
        "Where": _say_where(campaign, row),
        "Certainty": say_certainty(row.certainty)
        + (", contested" if is_contested(campaign, row) else ""),
        "Who": _say_who(campaign, row),
        "Sources": say_sources(campaign, row),
    }


def is_contested(campaign: Campaign, row: Movement | Event | Area) -> bool:
    """Whether the row is one of several answers to a question."""
    mine = (row.table, row.row_id)
    return any((one.claim_table, one.claim_id) == mine for one in campaign.answers.values())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _say_where(campaign: Campaign, row: Movement | Event) -> str:
    if isinstance(row, Event):
        return ", ".join(_say_place(campaign, name) for name in row.place_ids)
    stops = campaign.waypoints.get(row.movement_id, ())
    return " › ".join(_say_place(campaign, stop.place_id) for stop in stops if stop.place_id)


def _say_place(campaign: Campaign, place_id: str) -> str:
    """A place by its name, and whether the map can show it."""
    place = campaign.places[place_id]
    return place.name if place.point else f"{place.name} (not located)"


def _say_who(campaign: Campaign, row: Movement | Event) -> str:
    if isinstance(row, Movement):
        return campaign.forces[row.force_id].label
    by, against = _labels(campaign, row.by_force_ids), _labels(campaign, row.against_force_ids)
    return f"{by} against {against}" if by and against else by or (against and f"against {against}")


def _labels(campaign: Campaign, force_ids: Iterable[str]) -> str:
    return ", ".join(campaign.forces[name].label for name in force_ids)


def say_sources(campaign: Campaign, row: Movement | Event | Area) -> str:
    """Who says so: `Press TV 2025, 3 passages`."""
    passages: dict[str, set[tuple[str, str]]] = {}
    for passage in campaign.evidence_for(row):
        passages.setdefault(passage.source_id, set()).add((passage.locator, passage.words))
    return "; ".join(
        f"{_short_title(campaign, source_id)}, {len(found)} passage{'s' * (len(found) > 1)}"
        for source_id, found in passages.items()
    )


def _short_title(campaign: Campaign, source_id: str) -> str:
    source = campaign.sources[source_id]
    return " ".join(filter(None, (source.publisher or source.title, source.published[:4])))


def force_rows(campaign: Campaign, state: DayState) -> list[dict[str, str]]:
    """A row for each force that is on the map at the day's end."""
    return [
        {
            "Force": one.force.name,
            "Side": campaign.sides[one.force.side_id].name,
            "Where": _capital(say_force(campaign, state.account_id, one)),
        }
        for one in state.forces
    ]


def control_rows(campaign: Campaign, state: DayState) -> list[dict[str, str]]:
    """A row for each place of which the account says who held it."""
    rows = []
    for one in state.control:
        place = campaign.places[one.place_id].name
        holders = say_holders(campaign, one)
        rows.append(
            {"Place": place, "Held by": _capital(holders), "New": "today" if one.changed else ""}
        )
    return rows


def area_rows(campaign: Campaign, state: DayState) -> list[dict[str, str]]:
    """A row for each front or area, with the day that its line is of."""
    return [
        {
            "Area": one.area.title,
            "Side": campaign.sides[one.area.side_id].name if one.area.side_id else "",
            "Its line": _capital(say_stated(campaign, one.outline) or say_when(campaign, one.area)),
            "New": "today" if one.changed else "",
            "Certainty": say_certainty(one.area.certainty)
            + (", contested" if is_contested(campaign, one.area) else "")
            + (f", off by up to {one.area.radius_km:g} km" if one.area.radius_km else ""),
            "Sources": say_sources(campaign, one.area),
        }
        for one in state.areas
    ]
