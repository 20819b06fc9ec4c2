"""The tab "Sources": whose they are, how much of each was seen, and what rests on it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mapping.campaign import Campaign
from mapping.coverage import claim_coverage
from mapping.page.prose import show_line, show_table, to_heading, to_table


def show_sources(campaign: Campaign, account_id: str) -> None:
    """Every source of the campaign, in the author's order, and what became of each claim."""
    show_line("Every row of the map rests on a passage of one of these.")
    columns = {
        "Title": st.column_config.TextColumn(width=260),
        "Standpoint": st.column_config.TextColumn(width=230),
        "Publisher": st.column_config.TextColumn(width=190),
        "Published": st.column_config.TextColumn(width=105),
        "Link": st.column_config.LinkColumn(display_text=r"^https?://(?:www\.)?([^/]+)"),
        "Rows": st.column_config.NumberColumn(
            width="small", help="How many rows of the campaign's tables rest on it"
        ),
    }
    show_table(source_rows(campaign), columns, "Sources of this campaign")
    claims = claim_coverage(campaign, account_id)
    drawn = sum(claim.is_drawn for claim in claims)
    whose = campaign.accounts[account_id].title
    title = f"What becomes of each claim of {whose}" if whose else "What becomes of each claim"
    st.html(f'<div class="figure">{to_heading(title, 3)}</div>')
    show_line(f"{drawn} of {len(claims)} claims are on the map; of the others it is said why not.")
    rows = [
        {
            "What": claim.title,
            "When": claim.when,
            "Drawn": claim.where,
            "Passages": "; ".join(claim.passages),
        }
        for claim in claims
    ]
    if rows:
        st.html(f'<section class="day">{to_table(rows, title)}</section>')


def source_rows(campaign: Campaign) -> list[dict[str, Any]]:
    """A row for each source."""
    resting = count_rows(campaign)
    return [
        {
            "Title": source.title,
            "Standpoint": source.standpoint,
            "Publisher": source.publisher,
            "Published": source.published,
            "Seen": source.seen,
            "Link": source.url or None,
            "Rows": resting[source.source_id],
        }
        for source in campaign.sources.values()
    ]


def count_rows(campaign: Campaign) -> dict[str, int]:
    """How many rows rest on each source: claims, places, figures, answers."""
    resting: dict[str, set[object]] = {name: set() for name in campaign.sources}
    for passages in campaign.evidence.values():
        for passage in passages:
            resting[passage.source_id].add((passage.claim_table, passage.claim_id))
    for place in campaign.places.values():
        if place.found_by in resting:
            resting[place.found_by].add(("places", place.place_id))
    for figure in campaign.figures.values():
        resting[figure.source_id].add(("figures", figure.row_id))
    for value in campaign.series:
        resting[value.source_id].add(("series", value.row_id))
    for answer in campaign.answers.values():
        if answer.source_id:
            resting[answer.source_id].add(("answers", answer.row_id))
    return {name: len(rows) for name, rows in resting.items()}
