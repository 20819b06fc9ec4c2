"""Quantities along the time bar: each value of a series with its day, or a place among its days.

A value without a day keeps its order: it is placed between its dated neighbours, evenly where
there are several. One that has no such neighbours, or lies outside the campaign, has no place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from mapping.format.campaign import Campaign
from mapping.format.tables import Series


@dataclass(frozen=True, slots=True)
class SeriesValue:
    """A value and where it stands in time, in days since the first day began.

    A dated value stands at its day's noon. `between` holds the times of the dated neighbours of a
    value that was placed; `time` is None for one that is not shown along the days.
    """

    row: Series
    time: float | None
    between: tuple[float, float] | None = None


def series_of(campaign: Campaign) -> dict[str, tuple[SeriesValue, ...]]:
    """Every series of a campaign by its id, its values in order."""
    rows: dict[str, list[Series]] = {}
    for row in campaign.series:
        rows.setdefault(row.series_id, []).append(row)
    return {
        series_id: tuple(_place(campaign, sorted(values, key=lambda row: row.order)))
        for series_id, values in rows.items()
    }


def _place(campaign: Campaign, rows: Sequence[Series]) -> list[SeriesValue]:
    noons = [
        row.day.toordinal() + 0.5 - campaign.origin if row.day is not None else None for row in rows
    ]
    dated = [number for number, noon in enumerate(noons) if noon is not None]
    values = []
    for number, row in enumerate(rows):
        noon = noons[number]
        # Where the next dated one stands among them, and the one before.
        at = bisect_left(dated, number)
        before = dated[at - 1] if at else None
        after = dated[at] if at < len(dated) else None
        if noon is not None or before is None or after is None:
            values.append(SeriesValue(row, _inside(campaign, noon)))
            continue
        start, end = noons[before], noons[after]
        assert start is not None and end is not None
        time = start + (end - start) * (number - before) / (after - before)
        values.append(SeriesValue(row, _inside(campaign, time), (start, end)))
    return values


def _inside(campaign: Campaign, time: float | None) -> float | None:
    return time if time is not None and 0 <= time < len(campaign.calendar) else None
