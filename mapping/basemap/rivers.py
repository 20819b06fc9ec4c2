"""Rivers around a campaign that has no ground of its own.

They lie in the package as lines (WDBII high, Wessel and Smith 1996) thinned to 300 m, in a `.npz`
archive: `lines`, shape (8, lines), says of each its block, its first point there, how many they
are, west, south, east and north in units of the coast's last decimal, and the length of the whole
river in thousandths of a degree, the longest first; `steps-N` holds the points of block N, as
`mapping.basemap.coast.pack_steps` makes them. Only blocks are read in which a river comes near.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from mapping.basemap.coast import (
    GRID,
    Ints,
    cells_near,
    chain_of,
    mark_cells,
    pack_cells,
    touched_by,
    unpack_cells,
    unpack_steps,
)
from mapping.basemap.extent import campaign_extent
from mapping.basemap.shapes import Drawn, drawn
from mapping.geo.geodesy import Point

RIVERS = "rivers.npz"
DECIMALS = 3
"""Of a degree: about 110 m."""
LARGE = 2_000
"""A river so long, in thousandths of a degree, is a large one."""
MOST_POINTS = 15_000
"""As many as a document gets, about 90 KB; of more the longest are drawn."""
SMALL_FROM_ZOOM = 6
SMOOTH = 1.3


def near_rivers(
    archive: Path, points: Sequence[Point], view: tuple[Point, Point] | None
) -> tuple[Drawn, ...]:
    """The large rivers of a campaign's region, and all that come near its places.

    `points` are (lat, lon) in degrees, `view` ((south, west), (north, east)).
    """
    if not points and view is None:
        return ()
    region = np.zeros(GRID, dtype=bool)
    ((south, west), (north, east)), _ = campaign_extent(points, view)
    mark_cells(region, south, west, north, east + (360.0 if east < west else 0.0))
    return _rivers_in(archive, pack_cells(cells_near(points, view)), pack_cells(region))


@lru_cache(maxsize=4)
def _rivers_in(archive: Path, near: bytes, region: bytes) -> tuple[Drawn, ...]:
    """The rivers in some cells: those of a campaign stay while it is edited."""
    with np.load(archive) as arrays:
        lines = arrays["lines"].T
        is_drawn = np.zeros(len(lines), dtype=bool)
        is_drawn[touched_by(lines, unpack_cells(near))] = True
        around = touched_by(lines, unpack_cells(region))
        is_drawn[around[lines[around, 7] >= LARGE]] = True
        is_drawn &= np.where(is_drawn, lines[:, 2], 0).cumsum() <= MOST_POINTS
        rows = lines[is_drawn]
        blocks = {int(one): unpack_steps(arrays[f"steps-{one}"]) for one in np.unique(rows[:, 0])}
    is_large = rows[:, 7] >= LARGE
    small, large = ([_course(blocks, row) for row in rows[some]] for some in (~is_large, is_large))
    layers = []
    if small:
        layers.append(drawn("river", "lines", DECIMALS, small, smooth=SMOOTH, rounded=True,
                            least_zoom=SMALL_FROM_ZOOM))  # fmt: skip
    if large:
        layers.append(drawn("river-large", "lines", DECIMALS, large, smooth=SMOOTH, rounded=True))
    return tuple(layers)


def _course(blocks: dict[int, Ints], row: Ints) -> list[list[int]]:
    block, start, count = row[:3].tolist()
    return [chain_of(blocks[block][start : start + count])]
