"""Rules about when: spans, and the order of moments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from mapping.checks.report import report
from mapping.format.campaign import Campaign
from mapping.format.dates import Moment
from mapping.format.problems import Problem
from mapping.format.tables import Area, Control, Event, Waypoint


def is_surely_after(one: Moment, other: Moment) -> bool:
    """Whether no reading of the two moments puts the first before or at the second.

    The end of a bare day is the beginning of the next one, which no longer belongs to it.
    """
    if one.earliest == other.latest:
        return not other.timed
    return one.earliest > other.latest


def check_spans(campaign: Campaign) -> Iterator[Problem]:
    """Nothing ends before it starts, and nobody arrives before departing."""
    for movement in campaign.movements.values():
        if is_surely_after(movement.departs, movement.arrives):
            yield report(
                "span", "error", movement, "arrives", "arrives before it departs",
                movement.arrives.text, f"a moment not before {movement.departs.text}",
                "change the two moments round, or correct one",
            )  # fmt: skip
    rows: list[Event | Control | Area] = [
        *campaign.events.values(), *campaign.control.values(), *campaign.areas.values(),
    ]  # fmt: skip
    for row in rows:
        if row.ends and is_surely_after(row.starts, row.ends):
            yield report(
                "span", "error", row, "ends", "ends before it starts",
                row.ends.text, f"a moment not before {row.starts.text}",
                "change the two moments round, or correct one",
            )  # fmt: skip


def check_waypoint_order(campaign: Campaign) -> Iterator[Problem]:
    """The moments of a movement's waypoints follow each other as its points do."""
    for waypoints in campaign.waypoints.values():
        stated = [(waypoint, waypoint.at) for waypoint in waypoints if waypoint.at]
        for (before, earlier), (waypoint, at) in pairwise(stated):
            if is_surely_after(earlier, at):
                yield report(
                    "waypoint-order", "error", waypoint, "at",
                    f"earlier than point {before.order} of the same way, in row {before.row}",
                    at.text, f"a moment not before {earlier.text}",
                    "correct the moment, or the order of the points",
                )  # fmt: skip


def check_waypoint_span(campaign: Campaign) -> Iterator[Problem]:
    """The moments of a movement's waypoints lie between its departure and its arrival."""
    for movement in campaign.movements.values():
        for waypoint in campaign.waypoints.get(movement.movement_id, ()):
            if waypoint.at and is_surely_after(movement.departs, waypoint.at):
                outside = f"before the movement departs, {movement.departs.text}"
                yield _outside(waypoint, waypoint.at, outside)
            elif waypoint.at and is_surely_after(waypoint.at, movement.arrives):
                outside = f"after the movement arrives, {movement.arrives.text}"
                yield _outside(waypoint, waypoint.at, outside)


def _outside(waypoint: Waypoint, at: Moment, outside: str) -> Problem:
    return report(
        "waypoint-span", "error", waypoint, "at", f"a moment {outside}", at.text,
        "a moment between departs and arrives of its movement",
        "correct it here, or departs and arrives in movements.csv",
    )  # fmt: skip
