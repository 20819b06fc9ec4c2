"""Rules about who held a place."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mapping.checks.report import report
from mapping.format.campaign import Campaign
from mapping.format.problems import Problem
from mapping.format.tables import Control


@dataclass(frozen=True, slots=True)
class _Hold:
    """From when to when a place was surely held; `timed` where a time of day bounds it."""

    row: Control
    sure_from: float
    sure_to: float
    timed: bool


def check_control(campaign: Campaign) -> Iterator[Problem]:
    """No two sides surely hold one place at once within an account.

    The day of a handover may be shared. Rows of the certainty `uncertain` are no sure hold.
    """
    for account_id in campaign.accounts:
        by_place: dict[str, list[Control]] = {}
        for row in campaign.told_by(account_id, campaign.control):
            by_place.setdefault(row.place_id, []).append(row)
        for rows in by_place.values():
            yield from _check_place(rows)


def _check_place(rows: list[Control]) -> Iterator[Problem]:
    starts = sorted(row.starts.earliest for row in rows)
    holds = sorted(
        (_hold(row, starts) for row in rows if row.certainty != "uncertain"),
        key=lambda hold: hold.sure_from,
    )
    active: dict[str, list[_Hold]] = {}
    for hold in holds:
        first: list[_Hold] = []
        for side_id in active.keys() - {hold.row.side_id}:
            active[side_id] = [one for one in active[side_id] if one.sure_to >= hold.sure_from]
            first += islice((one for one in active[side_id] if _contradict(one, hold)), 1)
        active.setdefault(hold.row.side_id, []).append(hold)
        if first:
            other = min(first, key=lambda one: (one.sure_from, one.row.row))
            ends = other.row.ends.text if other.row.ends else "its end, which is empty"
            yield report(
                "control", "warning", hold.row, "starts",
                f"{hold.row.side_id or 'nobody'} and {other.row.side_id or 'nobody'} (row "
                f"{other.row.row}) both hold {hold.row.place_id}", hold.row.starts.text,
                f"a start not before {ends}",
                "correct the moments, or give one of the two rows to another account",
            )  # fmt: skip


def _hold(row: Control, starts: list[float]) -> _Hold:
    """`starts` are those of all rows of the place, in order."""
    if row.ends:
        return _Hold(row, row.starts.latest, row.ends.earliest, row.ends.timed or row.starts.timed)
    later = bisect_right(starts, row.starts.earliest)
    until = starts[later] if later < len(starts) else math.inf
    return _Hold(row, row.starts.latest, until, True)


def _contradict(one: _Hold, other: _Hold) -> bool:
    """Whether two sides hold the place at once."""
    start, end = max(one.sure_from, other.sure_from), min(one.sure_to, other.sure_to)
    # Bare days that touch are two shared days: one holds into the second, one from the first.
    return end > start or (end == start and not (one.timed or other.timed))
