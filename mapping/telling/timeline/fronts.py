"""Fronts and areas: which statement of each holds when. Between two of them nothing is made up."""

from __future__ import annotations

import math

from mapping.format.campaign import Campaign, Outline
from mapping.format.gregorian import Day
from mapping.format.tables import Area
from mapping.telling.once import once
from mapping.telling.timeline.spans import is_stated
from mapping.telling.timeline.values import AreaState, Span


@once
def outline_spans(campaign: Campaign) -> dict[str, list[tuple[Outline, Span]]]:
    """For each area its outlines with their spans, in order; those that never hold are left out.

    Each holds from its moment until the next one's, as far as the area lasts.
    """
    return {
        row.area_id: _spans(campaign, row, campaign.outlines.get(row.area_id, ()))
        for row in campaign.areas.values()
    }


def area_span(campaign: Campaign, row: Area) -> Span:
    """From when to when an area may have been; without an end it lasts on."""
    origin, starts, ends = campaign.origin, row.starts, row.ends
    sure_from = starts.earliest if starts.known else starts.latest
    if ends is None:
        return Span(starts.earliest - origin, sure_from - origin, math.inf, math.inf)
    sure_to = ends.latest if ends.known else ends.earliest
    return Span(
        starts.earliest - origin, sure_from - origin, sure_to - origin, ends.latest - origin
    )


def _spans(
    campaign: Campaign, row: Area, outlines: tuple[Outline, ...]
) -> list[tuple[Outline, Span]]:
    if not outlines:
        return []
    whole = area_span(campaign, row)
    begins = [_begin(campaign, outline, whole) for outline in outlines]
    nexts = [first for first, _ in begins[1:]] + [math.inf]
    spans = []
    for outline, (first, sure_from), end in zip(outlines, begins, nexts, strict=True):
        span = Span(
            max(first, whole.first), max(sure_from, whole.sure_from),
            min(end, whole.sure_to), min(end, whole.last),
        )  # fmt: skip
        if span.first < span.last:
            spans.append((outline, span))
    return spans


def _begin(campaign: Campaign, outline: Outline, whole: Span) -> tuple[float, float]:
    """From when an outline holds at the earliest, and for sure."""
    if outline.at is None:
        return whole.first, whole.sure_from
    first = outline.at.earliest - campaign.origin
    return first, first if outline.at.known else outline.at.latest - campaign.origin


def area_states(campaign: Campaign, account_id: str, number: int) -> list[AreaState]:
    """How each area ran at the end of a day, as far as the account says."""
    return _states_by_day(campaign, account_id)[number]


@once
def _states_by_day(campaign: Campaign, account_id: str) -> list[list[AreaState]]:
    days: list[list[AreaState]] = [[] for _ in campaign.calendar]
    for row in campaign.told_by(account_id, campaign.areas):
        stated = is_stated(campaign, row)
        for at, (outline, span) in enumerate(outline_spans(campaign)[row.area_id]):
            stated_on = _stated_on(outline)
            for number in _evenings(campaign, span):
                sure = stated and span.sure_from <= number + 1.0 <= span.sure_to
                changed = number > 0 and span.first >= number
                days[number].append(AreaState(row, outline, sure, changed, stated_on, at))
    return days


def _evenings(campaign: Campaign, span: Span) -> range:
    """The days at whose ends a span holds: after its beginning, up to its end."""
    length = len(campaign.calendar)
    begin = math.floor(min(max(span.first, 0.0), length))
    return range(begin, math.floor(min(max(span.last, 0.0), length)))


def _stated_on(outline: Outline) -> Day | None:
    """The day that a statement is of, where it is of one."""
    if outline.at is None or not outline.at.known:
        return None
    return Day.fromordinal(math.floor(outline.at.earliest))
