"""Who held a place, and until when."""

from __future__ import annotations

import math
from bisect import bisect_right

from mapping.format.campaign import Campaign
from mapping.format.tables import Control
from mapping.telling.once import once
from mapping.telling.timeline.values import Span


@once
def control_spans(campaign: Campaign, account_id: str) -> list[tuple[Control, Span]]:
    """Every control row of an account with its span; an open end lasts to the next row there."""
    rows = campaign.told_by(account_id, campaign.control)
    starts: dict[str, list[float]] = {}
    for row in rows:
        starts.setdefault(row.place_id, []).append(row.starts.earliest - campaign.origin)
    for times in starts.values():
        times.sort()
    return [(row, _control_span(campaign, row, starts[row.place_id])) for row in rows]


def _control_span(campaign: Campaign, row: Control, starts: list[float]) -> Span:
    """`starts` are the beginnings of all rows of the place in order, in days since the first."""
    origin = campaign.origin
    first = row.starts.earliest - origin
    sure_from = first if row.starts.known else row.starts.latest - origin
    if row.ends:
        sure_to = row.ends.latest if row.ends.known else row.ends.earliest
        return Span(first, sure_from, sure_to - origin, row.ends.latest - origin)
    later = bisect_right(starts, first)
    end = starts[later] if later < len(starts) else math.inf
    return Span(first, sure_from, end, end)
