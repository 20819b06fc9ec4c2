"""The coast of the whole earth, fine near a campaign's places and coarser away from them.

It lies in the package as rings of land (GSHHG full, Wessel and Smith 1996) thinned to 75 m, in a
`.npz` archive: `rings`, shape (rings, 8), says of each ring its block, its first point there, how
many they are, west, south, east and north, and its area in hundredths of a km2, the largest first;
`steps-N` holds the points of block N (`pack_steps`) and `levels-N` the coarsest level that still
needs each. Level 0 is a coast of 75 m, each next one twice as coarse; the points of one are among
those of every finer one, so a ring may go from one to another without a seam. Only blocks are read
in which land comes near.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mapping.geo.geodesy import Point

COAST = "coast.npz"
DECIMALS = 4
"""Of a degree: about 11 m."""
LEVELS = 7
WORLD_LEVEL = 6
"""How the world is drawn where no place is near: 4.8 km."""
WORLD_ISLAND_KM2 = 60.0
"""The least island of the world; smaller ones come only with a finer coast."""
NEAR_DEGREES = 1.0
"""So far around a place the coast is as fine as it can be."""
CELLS_PER_LEVEL = 1
"""So many cells farther away it is a level coarser."""
MOST_POINTS = 30_000
"""As many as a document gets, about 200 KB; a longer coast is drawn at a coarser level."""
CELLS_PER_DEGREE = 2
"""Of the grid that says how fine a coast is."""
GRID = (180 * CELLS_PER_DEGREE, 360 * CELLS_PER_DEGREE)
WIDEST_VIEW_DEGREES = 12.0
"""An opening view that is wider than this shows no fine coast; nobody sees it there."""

Ints = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.uint8]
Cells = npt.NDArray[np.bool_]
"""Cells of half a degree, row 0 the southernmost, column 0 at 180 W."""


@dataclass(frozen=True)
class Coast:
    """The rings of land that are drawn finer than in the world's ground.

    `rings` are chains of whole-number steps by number: up to the last part of the world's land
    they stand in place of the part of that number, beyond it they are islands that it does not
    have. `level` is the finest one, and `near` where it is drawn.
    """

    rings: dict[int, list[int]]
    level: int
    near: Cells

    def is_fine_at(self, points: Sequence[Point]) -> bool:
        """Whether it is drawn as finely as can be around every one of some points."""
        lat, lon = np.array(points, dtype=float).reshape(-1, 2).T
        return bool(self.near[_cells_at(lat, lon)].all())


def tolerance_km(level: int) -> float:
    """How far a coast of a level may lie off its source."""
    return float(0.075 * 2**level)


def least_area_km2(level: int) -> float:
    """An island smaller than this is not drawn: twice the tolerance along and across."""
    return float((2 * tolerance_km(level)) ** 2)


def pack_steps(points: Ints) -> npt.NDArray[np.uint8]:
    """Points as steps from one to the next, their bytes sorted by weight, so that they pack well.

    A step of n is written 2 n, or -2 n - 1 where it is negative: the upper bytes are nearly all 0.
    """
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int32))
    folded = np.where(steps < 0, -2 * steps - 1, 2 * steps).astype("<u4")
    planes = folded.T.copy().view(np.uint8).reshape(2, len(points), 4)
    return np.ascontiguousarray(planes.transpose(0, 2, 1))


def unpack_steps(planes: npt.NDArray[np.uint8]) -> Ints:
    """The points that `pack_steps` was given, shape (points, 2)."""
    folded = np.ascontiguousarray(planes.transpose(0, 2, 1)).view("<u4")[..., 0].astype(np.int64)
    steps = np.where(folded & 1, -(folded + 1) // 2, folded // 2)
    points: Ints = np.cumsum(steps, axis=1).T.astype(np.int32)
    return points


def fine_coast(
    archive: Path, points: Sequence[Point], view: tuple[Point, Point] | None = None
) -> Coast:
    """The coast near the places of a campaign and in its opening view.

    `points` are (lat, lon) in degrees, `view` ((south, west), (north, east)). Where there would be
    more points than `MOST_POINTS`, all of it is drawn coarser; where no coast is near, none is.
    """
    return _coast_in(archive, pack_cells(cells_near(points, view)))


@lru_cache(maxsize=4)
def _coast_in(archive: Path, packed: bytes) -> Coast:
    """The coast in some cells: those of a campaign stay while it is edited."""
    near = unpack_cells(packed)
    with np.load(archive) as arrays:
        rings = arrays["rings"]
        touched = touched_by(rings, _spread(near, WORLD_LEVEL) < WORLD_LEVEL)
        blocks = {
            int(block): (unpack_steps(arrays[f"steps-{block}"]), arrays[f"levels-{block}"])
            for block in np.unique(rings[touched, 0])
        }
    if not len(touched):
        return Coast({}, WORLD_LEVEL, near)
    coasts = _Rings(touched, rings[touched], blocks)
    if not near[coasts.rows, coasts.columns].any():
        return Coast({}, WORLD_LEVEL, near)
    for finest in range(WORLD_LEVEL):
        kept = coasts.graded(finest + _spread(near, WORLD_LEVEL - finest))
        if kept.sum() <= MOST_POINTS:
            return Coast(coasts.chains(kept), finest, near)
    return Coast({}, WORLD_LEVEL, near)


class _Rings:
    """Rings of land with all their points one after the other, and the level of each."""

    def __init__(
        self, numbers: Numbers, rows: Ints, blocks: dict[int, tuple[Ints, Levels]]
    ) -> None:
        parts = [
            (blocks[block], start, start + count) for block, start, count in rows[:, :3].tolist()
        ]
        self.numbers = numbers
        self.points = np.concatenate([points[start:end] for (points, _), start, end in parts])
        self.levels = np.concatenate([levels[start:end] for (_, levels), start, end in parts])
        self.areas_km2 = rows[:, 7] / 100
        self.ends = rows[:, 2].cumsum()
        self.starts = self.ends - rows[:, 2]
        lon, lat = (self.points / 10**DECIMALS).T
        self.rows, self.columns = _cells_at(lat, lon)

    def graded(self, grades: Levels) -> npt.NDArray[np.bool_]:
        """Which points are drawn: none of a ring that is as in the world's ground, or too small."""
        wanted = np.minimum(grades[self.rows, self.columns], WORLD_LEVEL)
        finest = np.minimum.reduceat(wanted, self.starts)
        least = np.array([least_area_km2(level) for level in range(WORLD_LEVEL + 1)])
        is_drawn = (finest < WORLD_LEVEL) & (self.areas_km2 >= least[finest])
        kept = self.levels >= wanted
        # Of three points or fewer nothing would be left to see.
        is_whole = np.add.reduceat(kept, self.starts, dtype=np.intp) <= 3
        lengths = self.ends - self.starts
        drawn: npt.NDArray[np.bool_] = np.repeat(is_drawn, lengths)
        drawn &= kept | np.repeat(is_whole, lengths)
        return drawn

    def chains(self, kept: npt.NDArray[np.bool_]) -> dict[int, list[int]]:
        """The points that are kept, by the numbers of the rings that have any."""
        chains = {}
        ends = zip(self.numbers.tolist(), self.starts.tolist(), self.ends.tolist(), strict=True)
        has_any = np.add.reduceat(kept, self.starts, dtype=np.intp) > 0
        for (number, start, end), has in zip(ends, has_any.tolist(), strict=True):
            if has:
                chains[number] = chain_of(self.points[start:end][kept[start:end]])
        return chains


def chain_of(points: Ints) -> list[int]:
    """Points as `mapping.basemap.shapes` has them, longitude first."""
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int32))
    chain: list[int] = steps.ravel().tolist()
    return chain


def pack_cells(cells: Cells) -> bytes:
    """Cells by which something can be kept."""
    return np.packbits(cells).tobytes()


def unpack_cells(packed: bytes) -> Cells:
    """The cells that `pack_cells` was given."""
    bits = np.unpackbits(np.frombuffer(packed, dtype=np.uint8))
    return bits.reshape(GRID).astype(bool)


def cells_near(points: Sequence[Point], view: tuple[Point, Point] | None) -> Cells:
    """The cells around places, and those of an opening view that is not too wide."""
    near = np.zeros(GRID, dtype=bool)
    for lat, lon in points:
        # As far to the east and to the west as to the north, but not round the pole.
        across = NEAR_DEGREES / max(math.cos(math.radians(lat)), 0.1)
        mark_cells(near, lat - NEAR_DEGREES, lon - across, lat + NEAR_DEGREES, lon + across)
    if view:
        (south, west), (north, east) = view
        east += 360.0 if east < west else 0.0
        if max(north - south, east - west) <= WIDEST_VIEW_DEGREES:
            mark_cells(near, south, west, north, east)
    return near


def mark_cells(near: Cells, south: float, west: float, north: float, east: float) -> None:
    """Take in the cells of a box in degrees, whose east is no less than its west."""
    (low, high), _ = _cells_at(np.array([south, north]), np.zeros(2))
    columns = np.arange(
        math.floor(west * CELLS_PER_DEGREE), math.floor(east * CELLS_PER_DEGREE) + 1
    )
    near[low : high + 1, (columns + 180 * CELLS_PER_DEGREE) % near.shape[1]] = True


def _cells_at(lat: Floats, lon: Floats) -> tuple[Numbers, Numbers]:
    """Rows and columns of the cells of points, whose longitudes may go on beyond 180."""
    rows = np.clip(np.floor((lat + 90) * CELLS_PER_DEGREE), 0, 180 * CELLS_PER_DEGREE - 1)
    columns = np.floor(((lon + 180) % 360) * CELLS_PER_DEGREE)
    return rows.astype(np.intp), columns.astype(np.intp)


def _spread(near: Cells, most: int) -> Levels:
    """How many levels coarser than near it each cell is, at most `most`."""
    distances = np.where(near, 0, most).astype(np.uint8)
    reach = near
    for distance in range(1, most):
        for _ in range(CELLS_PER_LEVEL):
            reach = reach | np.roll(reach, 1, axis=1) | np.roll(reach, -1, axis=1)
            above, below = np.zeros_like(reach), np.zeros_like(reach)
            above[1:], below[:-1] = reach[:-1], reach[1:]
            reach = reach | above | below
        distances[reach] = np.minimum(distances[reach], distance)
    return distances


def touched_by(rows: Ints, cells: Cells) -> Numbers:
    """The numbers of the rows whose rectangle has one of the cells in it.

    Columns 3 to 6 of `rows` are west, south, east and north in units of the last decimal.
    """
    sums = np.zeros((cells.shape[0] + 1, 2 * cells.shape[1] + 1), dtype=np.int64)
    sums[1:, 1:] = np.hstack([cells, cells]).cumsum(axis=0).cumsum(axis=1)
    west, south, east, north = (rows[:, 3:7] / 10**DECIMALS).T
    low, left = _cells_at(south, west)
    high, _ = _cells_at(north, west)
    # A ring that goes on beyond 180 goes on into the second turn.
    right = left + np.ceil((east - west) * CELLS_PER_DEGREE).astype(np.intp)
    high, right = high + 1, np.minimum(right + 1, sums.shape[1] - 1)
    inside = sums[high, right] - sums[low, right] - sums[high, left] + sums[low, left]
    return np.flatnonzero(inside)


def boxes_of(near: Cells) -> list[list[float]]:
    """Cells as few rectangles [south, west, north, east] in degrees: alike rows are joined."""
    boxes: list[list[float]] = []
    open_runs: dict[tuple[int, int], list[float]] = {}
    for row, cells in enumerate(near):
        edges = np.flatnonzero(np.diff(np.r_[0, cells.astype(np.int8), 0])).tolist()
        runs = list(zip(edges[::2], edges[1::2], strict=True))
        open_runs = {run: box for run, box in open_runs.items() if run in runs}
        for west, east in runs:
            if (west, east) not in open_runs:
                south = row / CELLS_PER_DEGREE - 90
                box = [south, west / CELLS_PER_DEGREE - 180, south, east / CELLS_PER_DEGREE - 180]
                open_runs[west, east] = box
                boxes.append(box)
            open_runs[west, east][2] = (row + 1) / CELLS_PER_DEGREE - 90
    return boxes
