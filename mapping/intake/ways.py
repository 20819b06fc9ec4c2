"""Ways with thousands of points thinned to those that make their shape."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mapping.geo.geodesy import Point
from mapping.intake.found import FoundTrack, Halt

TOLERANCE_KM = 0.05
MOST_HALTS = 300
KM_PER_DEGREE = 111.2


def to_track(
    name: str, halts: Sequence[Halt], *, summary: str = "", force: str = ""
) -> FoundTrack | str:
    """A way from its first point with a time to its last one, or why it is none."""
    timed = [number for number, halt in enumerate(halts) if halt.at]
    if len(timed) < 2:
        return "fewer than two points with times"
    times = [halts[number].at for number in timed]
    if times != sorted(times):
        return "its times go back"
    return FoundTrack(
        title=name, force=force or name, where=name, summary=summary,
        halts=tuple(thin(halts[timed[0] : timed[-1] + 1])),
    )  # fmt: skip


def thin(halts: Sequence[Halt]) -> list[Halt]:
    """Points without which the way would be another, by Douglas and Peucker (1973).

    The tolerance begins at 50 m and doubles until they are few enough.
    """
    tolerance = TOLERANCE_KM
    kept = _simplify(halts, tolerance)
    while len(kept) > MOST_HALTS:
        tolerance *= 2
        kept = _simplify(halts, tolerance)
    return kept


def _simplify(halts: Sequence[Halt], tolerance: float) -> list[Halt]:
    keep = {0, len(halts) - 1}
    stack = [(0, len(halts) - 1)]
    while stack:
        first, last = stack.pop()
        far, at = 0.0, -1
        for number in range(first + 1, last):
            off = _off_km(halts[first].point, halts[last].point, halts[number].point)
            if off > far:
                far, at = off, number
        if far > tolerance:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [halts[number] for number in sorted(keep)]


def _off_km(start: Point, end: Point, point: Point) -> float:
    """How far a point is from a short straight line, on a plane that touches it."""
    stretch = math.cos(math.radians(start[0]))
    ax, ay = (end[1] - start[1]) * stretch, end[0] - start[0]
    bx, by = (point[1] - start[1]) * stretch, point[0] - start[0]
    length = ax * ax + ay * ay
    share = min(max((ax * bx + ay * by) / length, 0.0), 1.0) if length else 0.0
    return math.hypot(bx - share * ax, by - share * ay) * KM_PER_DEGREE
