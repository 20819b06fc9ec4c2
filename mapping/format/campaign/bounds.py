"""How much there is to tell: each row on each of its days in each account, and the ways drawn.

What a folder asks of the reader's machine is bounded here, before anything of it is told.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

from mapping.format.campaign.value import Campaign
from mapping.format.problems import Problem
from mapping.format.tables import Control, Event, Movement, Waypoint
from mapping.geo.geodesy import MAX_STEP_KM, Point, rough_km

MAX_TOLD = 1_000_000
"""As many lines as all days of all accounts may list together."""
MAX_WAY_POINTS = 300_000
"""As many points as all ways may have together, with those of the lines they follow."""


MAX_FILES = 300
"""So many pictures fit into a document, however small each is made."""


def check_amount(campaign: Campaign) -> list[Problem]:
    """A problem where telling the campaign would take too long or too much room."""
    told = {
        "movements": _count_days(campaign, campaign.movements.values()),
        "events": _count_days(campaign, campaign.events.values()),
        "control": _count_control(campaign),
        "areas": _count_areas(campaign),
        "forces": _count_forces(campaign),
    }
    problems = []
    if (total := sum(told.values())) > MAX_TOLD:
        most = max(told, key=lambda name: told[name])
        problems.append(
            _too_much(
                f"{most}.csv",
                f"told day by day, all tables make {total:,} lines: each row on each of its days "
                f"in each of its accounts; {told[most]:,} of them from this table",
                f"at most {MAX_TOLD:,}",
                "give rows without a day narrower spans, or split the campaign",
            )
        )
    if (points := _count_points(campaign)) > MAX_WAY_POINTS:
        problems.append(
            _too_much(
                "waypoints.csv", f"all ways have {points:,} points, with the lines they follow",
                f"at most {MAX_WAY_POINTS:,}", "simplify the lines, or split the campaign",
            )
        )  # fmt: skip
    if (files := sum(1 for _ in campaign.rows_with_file())) > MAX_FILES:
        problems.append(
            _too_much(
                "media.csv", f"{files:,} files, with those of maps.csv", f"at most {MAX_FILES}",
                "leave some out, or give a url in place of a file",
            )
        )  # fmt: skip
    return problems


def _too_much(file: str, message: str, expected: str, mend: str) -> Problem:
    return Problem(
        rule="too-much", severity="error", file=file, message=message, expected=expected, mend=mend
    )


def _count_days(campaign: Campaign, rows: Iterable[Movement | Event]) -> int:
    """On how many days of how many accounts rows may be listed."""
    return sum(
        _days_between(campaign, *_edges(row)) * (len(row.account_ids) or len(campaign.accounts))
        for row in rows
    )


def _edges(row: Movement | Event) -> tuple[float, float]:
    if isinstance(row, Movement):
        return row.departs.earliest, row.arrives.latest
    return row.starts.earliest, (row.ends or row.starts).latest


def _days_between(campaign: Campaign, first: float, last: float) -> int:
    """How many of the campaign's days a span touches."""
    length = len(campaign.calendar)
    begin = math.floor(min(max(first - campaign.origin, 0), length))
    return max(math.ceil(min(last - campaign.origin, length)) - begin, 0)


def _count_control(campaign: Campaign) -> int:
    """A row without an end counts until the next one of its place and accounts."""
    by_place: dict[tuple[str, tuple[str, ...]], list[Control]] = {}
    for row in campaign.control.values():
        by_place.setdefault((row.place_id, row.account_ids), []).append(row)
    count = 0
    for (_, accounts), rows in by_place.items():
        starts = sorted(row.starts.earliest for row in rows)
        for row in rows:
            later = bisect_right(starts, row.starts.earliest)
            end = starts[later] if later < len(starts) else math.inf
            days = _days_between(
                campaign, row.starts.earliest, row.ends.latest if row.ends else end
            )
            count += days * (len(accounts) or len(campaign.accounts))
    return count


def _count_areas(campaign: Campaign) -> int:
    """An area without an end counts to the last day."""
    return sum(
        _days_between(campaign, row.starts.earliest, row.ends.latest if row.ends else math.inf)
        * (len(row.account_ids) or len(campaign.accounts))
        for row in campaign.areas.values()
    )


def _count_forces(campaign: Campaign) -> int:
    """A force counts from its first movement or act to the last day."""
    appears: dict[str, float] = {}
    accounts: dict[str, int] = {}
    rows: list[Movement | Event] = [*campaign.movements.values(), *campaign.events.values()]
    for row in rows:
        acting = (row.force_id,) if isinstance(row, Movement) else row.by_force_ids
        for force_id in acting:
            first, _ = _edges(row)
            appears[force_id] = min(first, appears.get(force_id, math.inf))
            told = len(row.account_ids) or len(campaign.accounts)
            accounts[force_id] = min(accounts.get(force_id, 0) + told, len(campaign.accounts))
    return sum(
        _days_between(campaign, first, math.inf) * accounts[force_id]
        for force_id, first in appears.items()
    )


def _count_points(campaign: Campaign) -> int:
    """The points of all ways: of the lines they follow, and between waypoints far apart."""
    count = 0
    for waypoints in campaign.waypoints.values():
        points = [point for one in waypoints if (point := _point_of(campaign, one))]
        count += len(points)
        count += sum(int(rough_km(*pair) // MAX_STEP_KM) for pair in pairwise(points))
        routes = (campaign.routes.get(one.route_id) for one in waypoints)
        count += sum(len(route.points) for route in routes if route)
    return count


def _point_of(campaign: Campaign, waypoint: Waypoint) -> Point | None:
    if place := campaign.places.get(waypoint.place_id):
        return place.point
    if waypoint.lat is None or waypoint.lon is None:
        return None
    return waypoint.lat, waypoint.lon
