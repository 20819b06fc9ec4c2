"""The tab "Claims": what becomes of everything that an account claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from mapping.format.campaign import Campaign
from mapping.page.prose import show_line, to_heading, to_table
from mapping.telling.outcomes import Covered, claim_coverage, percent_drawn

HEADING = "What is on the map, and why some is not"


def show_claims(campaign: Campaign, account_id: str) -> None:
    """Every claim of an account: where it is drawn, or why it is not, and what it rests on."""
    claims = claim_coverage(campaign, account_id)
    whose = campaign.accounts[account_id].title
    title = f"{HEADING}: {whose}" if whose else HEADING
    rows = [
        {
            "What": claim.title,
            "When": claim.when,
            "On the map": claim.outcome,
            "Where, or why not": claim.where,
            "Passages": "; ".join(claim.passages),
        }
        for claim in claims
    ]
    show_line(say_share(claims))
    table = to_table(rows, title) if rows else ""
    st.html(f'<section class="day">{to_heading(title)}{table}</section>')


def say_share(claims: Sequence[Covered]) -> str:
    """How much of what an account claims is on the map, in one sentence."""
    if not claims:
        return "This account claims nothing that could be drawn."
    count = Counter(claim.outcome for claim in claims)
    said = f"{count['drawn']} of {len(claims)} claims ({percent_drawn(claims)} %) are on the map"
    if count["drawn"] == len(claims):
        return f"{said}."
    left = [f"{count['in part']} in part"] if count["in part"] else []
    left += [f"{count['not drawn']} not"] if count["not drawn"] else []
    return f"{said}, {' and '.join(left)}; the table says why."
