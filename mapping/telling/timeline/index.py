"""What an account tells, found by day, so that no day looks through all rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from mapping.format.campaign import Campaign
from mapping.format.tables import Control, Event
from mapping.geo.geodesy import Point
from mapping.telling.once import once
from mapping.telling.timeline.holdings import control_spans
from mapping.telling.timeline.legs import legs_of
from mapping.telling.timeline.spans import dating_of, span_of
from mapping.telling.timeline.tracks import fixes_of
from mapping.telling.timeline.values import Dating, Leg, Span

T = TypeVar("T")


class DatedLeg(NamedTuple):
    """A movement with how it is dated."""

    leg: Leg
    dating: Dating


class DatedEvent(NamedTuple):
    """An event with its span, how it is dated, and the points of its own places."""

    event: Event
    span: Span
    dating: Dating
    points: tuple[Point, ...]


@once
def legs_by_day(campaign: Campaign, account_id: str) -> list[list[DatedLeg]]:
    """For each day the movements that may be under way, in the order of `legs_of`."""
    legs = [
        DatedLeg(leg, dating_of(campaign, leg.movement)) for leg in legs_of(campaign, account_id)
    ]
    return _by_day(campaign, legs, lambda one: one.leg.span)


@once
def events_by_day(campaign: Campaign, account_id: str) -> list[list[DatedEvent]]:
    """For each day the events that may fall on it, in file order."""
    events = [
        DatedEvent(
            event,
            span_of(campaign, event.starts, event.ends),
            dating_of(campaign, event),
            tuple(fix.point for fix in fixes_of(campaign, event)),
        )
        for event in campaign.told_by(account_id, campaign.events)
    ]
    return _by_day(campaign, events, lambda one: one.span)


@once
def holders_by_day(
    campaign: Campaign, account_id: str
) -> list[dict[str, list[tuple[Control, bool]]]]:
    """For each day who holds each place at its end, and whether for sure."""
    held: list[dict[str, list[_Held]]] = [{} for _ in campaign.calendar]
    for row, span in control_spans(campaign, account_id):
        for number in _days_between(campaign, span.first, span.last - 1.0):
            end = number + 1.0
            if span.first < end <= span.last:
                sure = span.sure_from <= end <= span.sure_to
                is_over = end == span.last and not sure
                held[number].setdefault(row.place_id, []).append(_Held(row, sure, is_over))
    return [{place_id: _now_held(rows) for place_id, rows in places.items()} for places in held]


class _Held(NamedTuple):
    """A control row at a day's end; `is_over` where it must have ended by then at the latest."""

    row: Control
    sure: bool
    is_over: bool


def _now_held(rows: list[_Held]) -> list[tuple[Control, bool]]:
    """Whoever must have lost a place by now holds it no longer, if somebody surely does."""
    somebody = any(one.sure for one in rows)
    return [(one.row, one.sure) for one in rows if not (somebody and one.is_over)]


def _by_day(
    campaign: Campaign, rows: Iterable[T], span_of_row: Callable[[T], Span]
) -> list[list[T]]:
    days: list[list[T]] = [[] for _ in campaign.calendar]
    for row in rows:
        span = span_of_row(row)
        for number in _days_between(campaign, span.first, span.last):
            if span.touches(number):
                days[number].append(row)
    return days


def _days_between(campaign: Campaign, first: float, last: float) -> range:
    """The numbers of the days from one moment to another, as far as the campaign has them."""
    length = len(campaign.calendar)
    begin = 0 if first < 0 else min(math.floor(min(first, length)), length)
    return range(begin, math.floor(min(max(last, -1.0), length - 1)) + 1)
