"""Make the coast of the whole earth that comes with the package: `python -m
mapping.basemap.build_ground coast`.

It is GSHHG's full coast, thinned to 75 m and each of its points marked with how coarse a coast
still needs it. `mapping.basemap.coast` reads it, and says in which form it is kept. Needs the extra
`build`, and takes half a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from mapping.basemap import vectors
from mapping.basemap.boxes import EARTH_RADIUS_M
from mapping.basemap.coast import (
    COAST,
    DECIMALS,
    LEVELS,
    WORLD_ISLAND_KM2,
    WORLD_LEVEL,
    least_area_km2,
    pack_steps,
    tolerance_km,
)
from mapping.basemap.ground_files import WORLD_FOLDER

Coordinates = npt.NDArray[np.float64]
"""Points of shape (points, 2), longitude before latitude."""

PIECE_POINTS = 4_096
"""A longer ring is thinned in pieces, each on a plane that is true at its own latitude."""
OWN_BLOCK_POINTS = 20_000
"""A ring of so many points lies in a block of its own; smaller ones lie with their neighbours."""
BLOCK_DEGREES = 15
KM_PER_DEGREE = np.radians(EARTH_RADIUS_M / 1000)


def build_coast(shores: Path, folder: Path = WORLD_FOLDER) -> dict[str, Any]:
    """Write the fine coast into the world's ground; gives its land as a shape, coarse enough.

    `shores` is the folder of GSHHG's files. The parts of the shape are the first rings of the
    coast, in the same order: so a part can be drawn finer. The same source gives the same bytes.
    """
    thinned = [_thinned(ring, area) for ring, area in _read_rings(shores)]
    rings = sorted((ring for ring in thinned if ring is not None), key=_largest_first)
    blocks: dict[tuple[int, ...], list[int]] = {}
    for number, ring in enumerate(rings):
        blocks.setdefault(_block_of(number, ring), []).append(number)
    table = np.zeros((len(rings), 8), dtype=np.int32)
    arrays: dict[str, Any] = {}
    for block, numbers in enumerate(blocks[name] for name in sorted(blocks)):
        start = 0
        for number in numbers:
            points, _, area = rings[number]
            corners = [*points.min(axis=0), *points.max(axis=0)]
            table[number] = [block, start, len(points), *corners, _whole_area(area)]
            start += len(points)
        points = np.concatenate([rings[number][0] for number in numbers])
        arrays[f"steps-{block}"] = pack_steps(points)
        arrays[f"levels-{block}"] = np.concatenate([rings[number][1] for number in numbers])
    np.savez_compressed(folder / COAST, rings=table, **arrays)
    return {"kind": "polygons", "decimals": 2, "parts": _coarse_parts(rings)}


Ring = tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8], float]
"""Points in units of the last decimal, the coarsest level of each, and the area in km2."""


def _read_rings(shores: Path) -> list[tuple[Coordinates, float]]:
    """Outer rings of all land and their areas, those that the antimeridian cuts made whole."""
    wanted = {vectors.LAND, vectors.ANTARCTICA}
    whole, cut = [], []
    for line in vectors.read_lines(shores, "gshhs", "f"):
        if line.level not in wanted or line.area_km2 < least_area_km2(0):
            continue
        west, east = line.coordinates[:, 0].min(), line.coordinates[:, 0].max()
        at_edge = west <= -179.999 or east >= 179.999
        if at_edge and line.coordinates[:, 1].max() > vectors.ANTARCTIC_COAST:
            cut.append((shapely.make_valid(shapely.Polygon(line.coordinates)), line.area_km2))
        else:
            whole.append((line.coordinates, line.area_km2))
    joined = vectors.join_antimeridian(shapely.union_all([polygon for polygon, _ in cut]), 0)
    for part in vectors.flat_parts(joined):
        area = sum(km2 for polygon, km2 in cut if _holds(part, polygon))
        whole.append((np.asarray(part.exterior.coords), area))
    return whole


def _holds(part: Any, polygon: Any) -> bool:
    """Whether a polygon that was cut went into a part, which may lie a turn farther east."""
    inner = polygon.representative_point()
    return bool(
        shapely.contains_xy(part, inner.x, inner.y)
        or shapely.contains_xy(part, inner.x + 360, inner.y)
    )


def _thinned(ring: Coordinates, area: float) -> Ring | None:
    """A ring without the points that no coast needs; None where nothing is left of it."""
    if (ring[0] == ring[-1]).all():
        ring = ring[:-1]
    levels = np.zeros(len(ring), dtype=np.int16) - 1
    farthest = int(np.hypot(*(ring - ring[0]).T).argmax())
    breaks = sorted({0, farthest, *range(0, len(ring), PIECE_POINTS)})
    levels[breaks] = LEVELS - 1
    for start, end in zip(breaks, [*breaks[1:], len(ring)], strict=True):
        numbers = np.arange(start, end + 1) % len(ring)
        levels[numbers] = np.maximum(levels[numbers], _levels_of(ring[numbers]))
    kept = levels >= 0
    points = np.rint(ring[kept] * 10**DECIMALS).astype(np.int32)
    return (points, levels[kept].astype(np.uint8), area) if len(points) > 3 else None


def _levels_of(line: Coordinates) -> npt.NDArray[np.int16]:
    """The coarsest level at which each point of a line is needed, -1 for none.

    After Douglas and Peucker (1973), each level from the one before, so that a coarse coast is a
    part of every finer one.
    """
    levels = np.full(len(line), -1, dtype=np.int16)
    middle = np.cos(np.radians(line[:, 1].mean()))
    flat = line * [KM_PER_DEGREE * middle, KM_PER_DEGREE]
    left = shapely.LineString(np.column_stack([flat, np.arange(len(line))]))
    for level in range(LEVELS):
        left = shapely.simplify(left, tolerance_km(level), preserve_topology=False)
        kept = shapely.get_coordinates(left, include_z=True)[:, 2].astype(int)
        levels[kept] = level
    return levels


def _largest_first(ring: Ring) -> tuple[float, list[int]]:
    return -ring[2], ring[0][0].tolist()


def _whole_area(km2: float) -> int:
    """In hundredths of a km2 as far as they fit, for the least islands are as small as that."""
    return int(min(round(km2 * 100), np.iinfo(np.int32).max))


def _block_of(number: int, ring: Ring) -> tuple[int, ...]:
    points = ring[0]
    if len(points) >= OWN_BLOCK_POINTS:
        return (number,)
    lon, lat = (points.min(axis=0) + points.max(axis=0)) / 2 / 10**DECIMALS
    return (-1, int(lat // BLOCK_DEGREES), int(lon // BLOCK_DEGREES))


def _coarse_parts(rings: Sequence[Ring]) -> list[list[list[int]]]:
    """The rings as the whole world is drawn, in whole-number steps of hundredths of a degree."""
    parts = []
    for points, levels, area in rings:
        if area < WORLD_ISLAND_KM2:
            break
        coarse = np.rint(points[levels >= WORLD_LEVEL] / 10 ** (DECIMALS - 2)).astype(np.int64)
        steps = np.diff(coarse, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        moved = steps.any(axis=1)
        moved[0] = True
        parts.append([[int(value) for value in steps[moved].ravel()]])
    return parts
