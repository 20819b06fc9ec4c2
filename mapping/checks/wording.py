"""Rules about the campaign's own voice: neutral, and allegations said to be allegations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapping.checks.report import MAX_SHOWN, report
from mapping.format.campaign import Campaign
from mapping.format.kinds import claim_kind
from mapping.format.problems import Problem
from mapping.format.schema import Record

ATTRIBUTION = re.compile(
    r"\b(alleg(e|es|ed|ing|edly|ation|ations)|accus(e|es|ed|ing|ation|ations)"
    r"|say|says|said|according to|claim|claims|claimed|reported|reportedly|testified)\b",
    re.IGNORECASE,
)
"""Words by which a sentence says that somebody says so."""


def check_avoid_words(campaign: Campaign) -> Iterator[Problem]:
    """The words that a campaign wants to avoid stand in none of the texts it tells itself.

    Whole words, in any letter case, between quotation marks too. What sources call themselves
    and the phrases of the evidence are not its own words.
    """
    words = [re.escape(word.strip()) for word in campaign.avoid_words if word.strip()]
    if not words:
        return
    pattern = re.compile(rf"(?<!\w)({'|'.join(words)})(?!\w)", re.IGNORECASE)
    for key, text in _texts_of_head(campaign):
        for word in _find_words(pattern, text):
            yield Problem(
                rule="avoid-word",
                severity="warning",
                file="campaign.toml",
                column=key,
                message=f"holds a word to avoid: {word}",
                found=text[:MAX_SHOWN],
                expected="neutral words",
                mend=f"say it without {word}",
            )
    for row, column in _texts_of_rows(campaign):
        text = getattr(row, column)
        for word in _find_words(pattern, text):
            yield report(
                "avoid-word", "warning", row, column, f"holds a word to avoid: {word}", text,
                "neutral words", f"say it without {word}",
            )  # fmt: skip


def _find_words(pattern: re.Pattern[str], text: str) -> list[str]:
    """Each word once, as it is spelled where it first stands."""
    return list({match[0].casefold(): match[0] for match in pattern.finditer(text)}.values())


def _texts_of_head(campaign: Campaign) -> Iterator[tuple[str, str]]:
    for key in ("title", "subtitle", "summary"):
        yield key, getattr(campaign, key)
    for account in campaign.accounts.values():
        yield "accounts.title", account.title
        yield "accounts.summary", account.summary


def _texts_of_rows(campaign: Campaign) -> Iterator[tuple[Record, str]]:
    columns: tuple[tuple[tuple[Record, ...], tuple[str, ...]], ...] = (
        (tuple(campaign.movements.values()), ("title", "summary")),
        (tuple(campaign.events.values()), ("title", "summary")),
        (tuple(campaign.areas.values()), ("title", "summary")),
        (campaign.days, ("headline", "caption", "text")),
        (tuple(campaign.questions.values()), ("title", "text")),
        (tuple(campaign.answers.values()), ("answer",)),
        (tuple(campaign.media.values()), ("title", "alt")),
        (tuple(campaign.maps.values()), ("title", "alt")),
        (tuple(one for one in campaign.texts if one.said_table != "sources"), ("text",)),
    )
    for rows, names in columns:
        for row in rows:
            for name in names:
                yield row, name


def check_allegations(campaign: Campaign) -> Iterator[Problem]:
    """An allegation of an atrocity says that somebody alleges it."""
    for event in campaign.events.values():
        if claim_kind(event.kind).is_alleged and not ATTRIBUTION.search(
            f"{event.title} {event.summary}"
        ):
            yield report(
                "allegation", "warning", event, "title", "an allegation told as a fact",
                event.title, "who alleges it, in the title or the summary",
                "write who alleges, accuses, says or claims it",
            )  # fmt: skip


def check_affiliations(campaign: Campaign) -> Iterator[Problem]:
    """Where tellings disagree the map makes no party of the campaign the friend or the foe."""
    if len(campaign.accounts) < 2:
        return
    for side in campaign.sides.values():
        if side.affiliation in ("friend", "hostile"):
            yield Problem(
                rule="affiliation",
                severity="note",
                file="campaign.toml",
                column="sides.affiliation",
                message=f"{side.name} is drawn as {side.affiliation}, in every account",
                found=side.affiliation,
                expected="unknown or neutral, where several accounts are told",
                mend="write unknown, or leave it out; nothing, if all accounts are of one party",
            )
