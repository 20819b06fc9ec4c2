"""The tab "Claims": what becomes of everything that an account claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from mapping.format.campaign import Campaign
from mapping.page.prose import in_language, show_line, to_heading, to_table
from mapping.telling.outcomes import Covered, claim_coverage, percent_drawn
from mapping.words.strings import USUAL, say, say_word


def show_claims(campaign: Campaign, account_id: str, language: str = USUAL) -> None:
    """Every claim of an account: where it is drawn, or why it is not, and what it rests on."""
    claims = claim_coverage(campaign, account_id, language)
    whose = campaign.accounts[account_id].title
    title = say("claims.title", language)
    if whose:
        title = say("claims.title-of", language, account=whose)
    rows = [
        {
            "What": claim.title,
            "When": claim.when,
            "On the map": say_word("outcome", claim.outcome, language),
            "Where, or why not": claim.where,
            "Passages": say("list.semicolon", language).join(claim.passages),
        }
        for claim in claims
    ]
    show_line(say_share(claims, language), language)
    table = to_table(rows, title, language) if rows else ""
    html = f'<section class="day">{to_heading(title)}{table}</section>'
    st.html(in_language(html, language))


def say_share(claims: Sequence[Covered], language: str = USUAL) -> str:
    """How much of what an account claims is on the map, in one sentence."""
    count = Counter(claim.outcome for claim in claims)
    numbers = {"drawn": count["drawn"], "all": len(claims)}
    if not claims:
        return say("claims.none", language)
    if count["drawn"] == len(claims):
        return say("claims.all", language, **numbers)
    return say(
        "claims.share", language, percent=percent_drawn(claims),
        part=count["in part"], left=count["not drawn"], **numbers,
    )  # fmt: skip
