"""The tab "Claims": what becomes of everything that an account claims."""

from __future__ import annotations

import streamlit as st

from mapping.format.campaign import Campaign
from mapping.page.prose import show_line, to_heading, to_table
from mapping.telling.outcomes import claim_coverage


def show_claims(campaign: Campaign, account_id: str) -> None:
    """Every claim of an account: where it is drawn, or why it is not, and what it rests on."""
    claims = claim_coverage(campaign, account_id)
    drawn = sum(claim.is_drawn for claim in claims)
    whose = campaign.accounts[account_id].title
    title = f"What becomes of each claim of {whose}" if whose else "What becomes of each claim"
    html = to_heading(title)
    rows = [
        {
            "What": claim.title,
            "When": claim.when,
            "Drawn": claim.where,
            "Passages": "; ".join(claim.passages),
        }
        for claim in claims
    ]
    show_line(f"{drawn} of {len(claims)} claims are on the map; of the others it is said why not.")
    st.html(f'<section class="day">{html}{to_table(rows, title) if rows else ""}</section>')
