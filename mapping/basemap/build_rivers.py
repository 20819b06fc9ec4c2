"""Make the rivers of the whole earth that come with the package: `python -m
mapping.basemap.build_ground rivers`.

They are WDBII's at the resolution "high", joined where their ends meet, and thinned to 300 m.
`mapping.basemap.rivers` reads them, and says in which form they are kept. Needs the extra `build`,
and takes some seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from mapping.basemap import coast, vectors
from mapping.basemap.ground_files import WORLD_FOLDER
from mapping.basemap.rivers import DECIMALS, RIVERS

TOLERANCE_DEGREES = 0.003
GAP_DEGREES = 0.005
"""Ends no farther apart are one point."""
PIECE_POINTS = 256
"""A longer line is kept in pieces, so that only those are drawn that come near."""
BLOCK_DEGREES = 15

Piece = tuple[int, npt.NDArray[np.int32]]
"""The length of its river in thousandths of a degree, and its points, shape (points, 2)."""


def build_rivers(shores: Path, folder: Path = WORLD_FOLDER) -> None:
    """Write the rivers into the world's ground; the same source gives the same bytes.

    `shores` is the folder of GSHHG's files.
    """
    pieces = sorted(_pieces(shores), key=lambda one: (-one[0], one[1].tolist()))
    blocks: dict[tuple[int, int], list[int]] = {}
    for number, (_, points) in enumerate(pieces):
        lon, lat = (points.min(axis=0) + points.max(axis=0)) / 2 / 10**DECIMALS
        blocks.setdefault((int(lat // BLOCK_DEGREES), int(lon // BLOCK_DEGREES)), []).append(number)
    unit = 10 ** (coast.DECIMALS - DECIMALS)
    table = np.zeros((len(pieces), 8), dtype=np.int32)
    arrays: dict[str, Any] = {}
    for block, numbers in enumerate(blocks[name] for name in sorted(blocks)):
        start = 0
        for number in numbers:
            length, points = pieces[number]
            corners = [*points.min(axis=0) * unit, *points.max(axis=0) * unit]
            table[number] = [block, start, len(points), *corners, length]
            start += len(points)
        points = np.concatenate([pieces[number][1] for number in numbers])
        arrays[f"steps-{block}"] = coast.pack_steps(points)
    np.savez_compressed(folder / RIVERS, lines=np.ascontiguousarray(table.T), **arrays)


def _pieces(shores: Path) -> Iterator[Piece]:
    lines = (
        shapely.LineString(one.coordinates) for one in vectors.read_lines(shores, "rivers", "h")
    )
    for river in _joined(vectors.flat_parts(vectors.merged(lines))):
        thin = shapely.simplify(river, TOLERANCE_DEGREES)
        points = np.rint(shapely.get_coordinates(thin) * 10**DECIMALS).astype(np.int32)
        points = points[np.r_[True, np.diff(points, axis=0).any(axis=1)]]
        for start in range(0, len(points) - 1, PIECE_POINTS - 1):
            yield round(river.length * 1000), points[start : start + PIECE_POINTS]


def _joined(rivers: Sequence[shapely.LineString]) -> list[shapely.LineString]:
    """The lines whose ends nearly meet made one: a river goes on where its source was cut."""
    courses = [shapely.get_coordinates(one) for one in rivers]
    ends = np.array([course[end] for course in courses for end in (0, -1)])
    tree = shapely.STRtree(shapely.points(ends))
    (ones, others), _ = tree.query_nearest(
        tree.geometries, max_distance=GAP_DEGREES, return_distance=True, exclusive=True
    )
    nearest = dict(zip(ones.tolist(), others.tolist(), strict=True))
    for one, other in nearest.items():
        if one < other and nearest.get(other) == one and one // 2 != other // 2:
            courses[other // 2][-(other % 2)] = ends[one]
    return vectors.flat_parts(vectors.merged(map(shapely.LineString, courses)))
