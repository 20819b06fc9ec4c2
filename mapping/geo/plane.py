"""Lines and areas on the plane around them: what lies within, how deep, and what crosses what.

Points are (lat, lon) in degrees. Over a few hundred km the plane is true to about one percent,
which is finer than anybody knows a front.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from mapping.geo.geodesy import KM_PER_DEGREE, Point

if TYPE_CHECKING:
    from numpy.typing import NDArray

Chain = Sequence[Point]
T = TypeVar("T")
PAIRS_AT_ONCE = 1_000_000
"""So many pairs of a point and an edge are looked at together: some 30 MB."""
EDGES_AT_ONCE = 64
MOST_POINTS = 6_000
MOST_DEEP = 500
"""So many points of an area are looked for in another one, and so many of those within measured,
evenly along its line where there are more: lines of 2,000 corners are looked at whole."""
TOUCH_DEGREES = 1e-9
"""What lies nearer to an edge than a tenth of a millimetre lies on it."""


class Shape:
    """Chains of points as edges on the plane: x to the east, y to the north, in degrees.

    Rings are closed by their first point; rings within rings are holes.
    """

    def __init__(self, chains: Sequence[Chain], closed: bool) -> None:
        self.closed = closed
        starts, ends, owners = [], [], []
        for number, chain in enumerate(chains):
            # Longitude is x.
            points = np.array(chain, dtype=float)[:, ::-1]
            points = points[[True, *(points[1:] != points[:-1]).any(axis=1)]]
            others = np.roll(points, -1, axis=0) if closed else points[1:]
            starts.append(points if closed else points[:-1])
            ends.append(others)
            owners.append(np.full(len(others), number))
        self.starts: NDArray[np.float64] = np.concatenate(starts)
        self.ends: NDArray[np.float64] = np.concatenate(ends)
        self.owners = np.concatenate(owners)
        low = np.minimum(self.starts, self.ends)
        high = np.maximum(self.starts, self.ends)
        self.low, self.high = low, high
        self.box = (*low.min(axis=0), *high.max(axis=0))
        """West, south, east, north."""

    def near(self, point: Point) -> tuple[float, float]:
        """A point as x and y, its longitude turned to where the shape lies."""
        lat, lon = point
        middle = (self.box[0] + self.box[2]) / 2
        return lon + 360.0 * round((middle - lon) / 360.0), lat

    def holds(self, point: Point) -> bool:
        """Whether a point lies within the rings."""
        return bool(self.within([point])[0])

    def within(self, points: Sequence[Point]) -> NDArray[np.bool_]:
        """Which points lie within the rings, by how often a ray to the east crosses an edge."""
        if not self.closed or not points:
            return np.zeros(len(points), dtype=bool)
        placed = np.array([self.near(point) for point in points])
        west, south, east, north = self.box
        inside: NDArray[np.bool_] = np.all(
            (placed >= (west, south)) & (placed <= (east, north)), axis=1
        )
        (x1, y1), (x2, y2) = self.starts.T, self.ends.T
        # An edge along a parallel is never crossed.
        slope = (x2 - x1) / np.where(y2 == y1, 1.0, y2 - y1)
        candidates = np.flatnonzero(inside)
        step = max(1, PAIRS_AT_ONCE // len(x1))
        for begin in range(0, len(candidates), step):
            some = candidates[begin : begin + step]
            x, y = placed[some, 0][:, np.newaxis], placed[some, 1][:, np.newaxis]
            crossed = ((y1 > y) != (y2 > y)) & (x < x1 + (y - y1) * slope)
            inside[some] = np.count_nonzero(crossed, axis=1) % 2 == 1
        return inside

    def edge_km(self, point: Point) -> float:
        """How far a point is from the nearest edge."""
        x, y = self.near(point)
        scale = np.array([KM_PER_DEGREE * math.cos(math.radians(y)), KM_PER_DEGREE])
        start, step = (self.starts - (x, y)) * scale, (self.ends - self.starts) * scale
        length = (step**2).sum(axis=1)
        share = np.clip(-(start * step).sum(axis=1) / np.where(length > 0, length, 1.0), 0.0, 1.0)
        return float(np.hypot(*(start + share[:, np.newaxis] * step).T).min())

    def points_within(self) -> list[Point]:
        """A few points that lie within the rings, for shapes whose corners lie on one another."""
        _, south, _, north = self.box
        found = []
        for share in (0.5, 0.27, 0.73, 0.11, 0.89):
            y = south + share * (north - south)
            (x1, y1), (x2, y2) = self.starts.T, self.ends.T
            crossed = (y1 > y) != (y2 > y)
            at = np.sort(x1[crossed] + (y - y1[crossed]) / (y2 - y1)[crossed] * (x2 - x1)[crossed])
            pairs = at[: len(at) // 2 * 2].reshape(-1, 2)
            if len(pairs):
                left, right = pairs[np.argmax(pairs[:, 1] - pairs[:, 0])]
                found.append((float(y), float((left + right) / 2)))
        return found


def crossing_of(shape: Shape) -> Point | None:
    """Where two edges of a shape cross that do not follow one another; None where none do."""
    follows = _followers(shape)
    for one, other in _near_pairs(shape, shape):
        is_apart = (one < other) & (follows[one] != other) & (follows[other] != one)
        if point := _first_crossing(shape, shape, one[is_apart], other[is_apart]):
            return point
    return None


def _followers(shape: Shape) -> NDArray[np.int64]:
    """For each edge the number of the next one of its chain, -1 for the last of a line."""
    count = len(shape.owners)
    follows = np.arange(1, count + 1)
    lasts = np.flatnonzero(np.diff(shape.owners, append=-1))
    firsts = np.concatenate([[0], lasts[:-1] + 1])
    follows[lasts] = firsts if shape.closed else -1
    return follows


def _near_pairs(one: Shape, other: Shape) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The pairs of edges of two shapes whose boxes meet, part by part.

    Edges that follow each other lie together: a run of them is first compared as one box.
    """
    for begin in range(0, len(one.owners), EDGES_AT_ONCE):
        part = slice(begin, begin + EDGES_AT_ONCE)
        low, high = one.low[part], one.high[part]
        near = (other.low <= high.max(axis=0)).all(axis=1)
        near &= (other.high >= low.min(axis=0)).all(axis=1)
        numbers = np.flatnonzero(near)
        meet = (low[:, np.newaxis, :] <= other.high[numbers]).all(axis=2)
        meet &= (other.low[numbers] <= high[:, np.newaxis, :]).all(axis=2)
        first, second = np.nonzero(meet)
        yield first + begin, numbers[second]


def _first_crossing(
    one: Shape, other: Shape, first: NDArray[np.int64], second: NDArray[np.int64]
) -> Point | None:
    crossed, shares = _crossed(one, other, first, second)
    if not crossed.any():
        return None
    at = int(np.flatnonzero(crossed)[0])
    start, end = one.starts[first[at]], one.ends[first[at]]
    x, y = start + shares[at] * (end - start)
    return float(y), float(x)


def _crossed(
    one: Shape, other: Shape, first: NDArray[np.int64], second: NDArray[np.int64],
    *, touching: bool = False,
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:  # fmt: skip
    """For pairs of edges whether they truly cross, and where along the first one.

    Edges that only touch, by an end or along each other, do not cross; those that touch by an end
    are found where that is asked for.
    """
    start, step = one.starts[first], one.ends[first] - one.starts[first]
    begin, stride = other.starts[second], other.ends[second] - other.starts[second]
    turn = _cross(step, stride)
    with np.errstate(divide="ignore", invalid="ignore"):
        along = _cross(begin - start, stride) / turn
        across = _cross(begin - start, step) / turn
    inwards = -1.0 if touching else 1.0
    spare = inwards * TOUCH_DEGREES / np.maximum(np.hypot(*step.T), TOUCH_DEGREES)
    room = inwards * TOUCH_DEGREES / np.maximum(np.hypot(*stride.T), TOUCH_DEGREES)
    inner = (along > spare) & (along < 1 - spare) & (across > room) & (across < 1 - room)
    return inner & (turn != 0), along


def _cross(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    product: NDArray[np.float64] = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return product


def overlap_of(one: Shape, other: Shape, beyond_km: float) -> tuple[float, Point] | None:
    """Where two areas lie in each other deeper than so many km, and how deep; None if nowhere.

    Looked at are the corners of each, the middles of its edges, or of the stretches into which the
    other one's cut them, and a few points within. The first point that is found is given.
    """
    if not _boxes_meet(one, other):
        return None
    for mine, theirs in ((one, other), (other, one)):
        points = _evenly(_told_points(mine, theirs), MOST_POINTS)
        inner = np.flatnonzero(theirs.within(points)).tolist()
        for number in _evenly(inner, MOST_DEEP):
            depth = theirs.edge_km(points[number])
            if depth > beyond_km:
                return depth, points[number]
    return None


def _evenly(found: list[T], most: int) -> list[T]:
    """As many as that at the most, spread over all."""
    return found[:: -(-len(found) // most)] if len(found) > most else found


def _boxes_meet(one: Shape, other: Shape) -> bool:
    west, south, east, north = one.box
    x, _ = one.near((0.0, (other.box[0] + other.box[2]) / 2))
    half = (other.box[2] - other.box[0]) / 2
    is_beside = x + half < west or x - half > east
    return not (is_beside or other.box[3] < south or other.box[1] > north)


def _told_points(mine: Shape, theirs: Shape) -> list[Point]:
    west, south, east, north = theirs.box
    x, y = mine.starts.T
    turn = 360.0 * round(((west + east) - (mine.box[0] + mine.box[2])) / 720.0)
    corners = mine.starts[(x + turn >= west) & (x + turn <= east) & (y >= south) & (y <= north)]
    points = [*mine.points_within(), *((lat, lon) for lon, lat in corners.tolist())]
    stops = [[0.0, 1.0] for _ in mine.owners]
    for first, second in _near_pairs(mine, theirs):
        met, shares = _crossed(mine, theirs, first, second, touching=True)
        for edge, share in zip(first[met].tolist(), shares[met].tolist(), strict=True):
            stops[edge].append(min(max(share, 0.0), 1.0))
    moved = np.array([turn, 0.0])
    near = (mine.high + moved >= (west, south)) & (mine.low + moved <= (east, north))
    for edge in np.flatnonzero(near.all(axis=1)).tolist():
        start, step = mine.starts[edge], mine.ends[edge] - mine.starts[edge]
        for before, after in pairwise(sorted(stops[edge])):
            lon, lat = (start + (before + after) / 2 * step).tolist()
            points.append((lat, lon))
    return points
