"""Who held a place, and until when."""

from __future__ import annotations

import math

from mapping.campaign import Campaign
from mapping.tables import Control
from mapping.timeline.values import ControlState, Span


def control_spans(campaign: Campaign, account_id: str) -> list[tuple[Control, Span]]:
    """Every control row of an account with its span; an open end lasts to the next row there."""
    rows = campaign.told_by(account_id, campaign.control)
    starts: dict[str, list[float]] = {}
    for row in rows:
        starts.setdefault(row.place_id, []).append(row.starts.earliest - campaign.origin)
    return [(row, _control_span(campaign, row, starts[row.place_id])) for row in rows]


def _control_span(campaign: Campaign, row: Control, starts: list[float]) -> Span:
    """`starts` are the beginnings of all rows of the place, in days since the first day."""
    origin = campaign.origin
    first = row.starts.earliest - origin
    sure_from = first if row.starts.known else row.starts.latest - origin
    if row.ends:
        sure_to = row.ends.latest if row.ends.known else row.ends.earliest
        return Span(first, sure_from, sure_to - origin, row.ends.latest - origin)
    end = min((start for start in starts if start > first), default=math.inf)
    return Span(first, sure_from, end, end)


def control_states(campaign: Campaign, account_id: str, number: int) -> list[ControlState]:
    """Who holds each place at the end of a day, as far as the account says."""
    now = _holders(campaign, account_id, number)
    before = _holders(campaign, account_id, number - 1)
    return [
        ControlState(
            place_id,
            tuple((row.side_id, sure) for row, sure in rows),
            tuple(row for row, _ in rows),
            number > 0 and rows != before.get(place_id),
        )
        for place_id, rows in now.items()
    ]


def _holders(
    campaign: Campaign, account_id: str, number: int
) -> dict[str, list[tuple[Control, bool]]]:
    held: dict[str, list[tuple[Control, bool]]] = {}
    end = number + 1.0
    for row, span in control_spans(campaign, account_id):
        if span.first < end <= span.last:
            sure = span.sure_from <= end <= span.sure_to
            held.setdefault(row.place_id, []).append((row, sure))
    return held
