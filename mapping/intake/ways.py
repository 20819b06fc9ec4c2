"""Ways with thousands of points thinned to those that make their shape."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mapping.geo.geodesy import KM_PER_DEGREE
from mapping.intake.found import FoundTrack, Halt

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOLERANCE_KM = 0.05
MOST_HALTS = 300


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

    What is farthest off is kept first, as long as it is more than 50 m off and they are few enough.
    """
    points = np.array([halt.point for halt in halts])
    keep = {0, len(halts) - 1}
    stretches = [_farthest(points, 0, len(halts) - 1)]
    while stretches and len(keep) < MOST_HALTS:
        off, first, at, last = heapq.heappop(stretches)
        if -off > TOLERANCE_KM:
            keep.add(at)
            heapq.heappush(stretches, _farthest(points, first, at))
            heapq.heappush(stretches, _farthest(points, at, last))
    return [halts[number] for number in sorted(keep)]


def _farthest(points: NDArray[np.float64], first: int, last: int) -> tuple[float, int, int, int]:
    """Of the points between two the one farthest from their line: how far, below 0, and where."""
    if last - first < 2:
        return 0.0, first, first, last
    off = _off_km(points[first], points[last], points[first + 1 : last])
    at = int(off.argmax())
    return -float(off[at]), first, first + 1 + at, last


def _off_km(
    start: NDArray[np.float64], end: NDArray[np.float64], points: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far points (n, 2) are from a short straight line, on a plane that touches it."""
    stretch = math.cos(math.radians(start[0]))
    ax, ay = (end[1] - start[1]) * stretch, end[0] - start[0]
    bx, by = (points[:, 1] - start[1]) * stretch, points[:, 0] - start[0]
    length = ax * ax + ay * ay
    share = ((ax * bx + ay * by) / length).clip(0.0, 1.0) if length else 0.0 * bx
    off: NDArray[np.float64] = np.hypot(bx - share * ax, by - share * ay) * KM_PER_DEGREE
    return off
