"""Rivers around a campaign that has no ground of its own.

They lie in the package as lines (WDBII high, Wessel and Smith 1996) thinned to 300 m, in a `.npz`
archive: `lines`, shape (8, lines), says of each its block, its first point there, how many they
are, west, south, east and north in units of the coast's last decimal, and the length of the whole
river in thousandths of a degree, the longest first; `steps-N` holds the points of block N, as
`mapping.basemap.coast.pack_steps` makes them. Only blocks are read in which a river comes near.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from mapping.basemap.coast import (
    GRID,
    Cells,
    Ints,
    cells_near,
    mark_cells,
    touched_by,
    unpack_steps,
)
from mapping.basemap.extent import campaign_extent
from mapping.geo.geodesy import Point

RIVERS = "rivers.npz"
DECIMALS = 3
"""Of a degree: about 110 m."""
LARGE = 2_000
"""A river so long, in thousandths of a degree, is a large one."""
MOST_POINTS = 15_000
"""As many as a document gets, about 90 KB; of more the longest are drawn."""
SMALL_FROM_ZOOM = 6

Drawn = tuple[dict[str, Any], str]
"""A layer as a ground's manifest has it, and its shape as a text."""


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
    cells = (np.packbits(one).tobytes() for one in (cells_near(points, view), region))
    return _rivers_in(archive, *cells)


@lru_cache(maxsize=4)
def _rivers_in(archive: Path, near: bytes, region: bytes) -> tuple[Drawn, ...]:
    """The rivers in some cells: those of a campaign stay while it is edited."""
    with np.load(archive) as arrays:
        lines = arrays["lines"].T
        is_drawn = np.zeros(len(lines), dtype=bool)
        is_drawn[touched_by(lines, _unpacked(near))] = True
        large = touched_by(lines, _unpacked(region))
        is_drawn[large[lines[large, 7] >= LARGE]] = True
        is_drawn &= np.where(is_drawn, lines[:, 2], 0).cumsum() <= MOST_POINTS
        rows = lines[is_drawn]
        blocks = {int(one): unpack_steps(arrays[f"steps-{one}"]) for one in np.unique(rows[:, 0])}
    return tuple(
        _layer(name, [_chain(blocks[row[0]][row[1] : row[1] + row[2]]) for row in some.tolist()])
        for name, some in (
            ("river", rows[rows[:, 7] < LARGE]),
            ("river-large", rows[rows[:, 7] >= LARGE]),
        )
        if len(some)
    )


def _unpacked(cells: bytes) -> Cells:
    bits = np.unpackbits(np.frombuffer(cells, dtype=np.uint8))
    return bits.reshape(GRID).astype(bool)


def _chain(points: Ints) -> list[list[int]]:
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int32))
    chain: list[int] = steps.ravel().tolist()
    return [chain]


def _layer(name: str, parts: list[list[list[int]]]) -> Drawn:
    layer = {
        "id": name, "kind": "lines", "class": f"ground-{name}", "smooth": 1.3,
        "least_zoom": SMALL_FROM_ZOOM if name == "river" else 0, "casing": False, "world": False,
        "rounded": True,
    }  # fmt: skip
    shape = {"kind": "lines", "decimals": DECIMALS, "parts": parts}
    return layer, json.dumps(shape, separators=(",", ":"))
