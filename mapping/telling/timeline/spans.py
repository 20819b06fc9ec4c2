"""When a row may have been under way, and how it is dated."""

from __future__ import annotations

from mapping.format.campaign import Campaign, Told
from mapping.format.dates import Moment
from mapping.format.tables import Movement
from mapping.telling.timeline.values import Dating, Span


def span_of(campaign: Campaign, starts: Moment, ends: Moment | None = None) -> Span:
    """The span between two moments; without an end that of one moment."""
    origin = campaign.origin
    last = ends or starts
    sure_from = starts.earliest if starts.known else starts.latest
    sure_to = last.latest if last.known else last.earliest
    if ends is None and not starts.known:
        sure_from, sure_to = starts.latest, starts.earliest
    return Span(
        starts.earliest - origin, sure_from - origin, sure_to - origin, last.latest - origin
    )


def dating_of(campaign: Campaign, row: Told) -> Dating:
    """How a row is dated: by the account to a day or a span, or only by inference."""
    starts = row.departs if isinstance(row, Movement) else row.starts
    field = "departs" if isinstance(row, Movement) else "starts"
    inferred = False
    for passage in campaign.evidence_for(row):
        inferred = inferred or (passage.stance == "inferred" and passage.field == field)
    if starts.known:
        return "implied" if inferred else "dated"
    return "undated" if inferred else "between"


def is_stated(campaign: Campaign, row: Told) -> bool:
    """Whether its account says itself when a row was, and not as uncertain."""
    return row.certainty != "uncertain" and dating_of(campaign, row) in ("dated", "between")
