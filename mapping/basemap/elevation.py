"""The heights under a campaign: a small grid of metres, read with care, asked point by point.

The file is a `.npz` with one int16 array, `metres`, of cells of 30 arc seconds, northernmost row
first; where it lies says the ground's manifest. It comes with a campaign, from a stranger: it is
unpacked only when it says that it is small, and nothing in it is ever run.
"""

from __future__ import annotations

import io
import math
import tokenize
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mapping.basemap.boxes import CELLS_PER_DEGREE, Box
from mapping.basemap.ground_files import read_manifest, read_part

ELEVATION_FILE = "elevation.npz"
ARRAY = "metres"
MAX_CELLS = 2_000_000
"""About 11 by 12 degrees; a campaign whose detail is wider has no elevation."""
_HEADER_BYTES = 1_000
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, MemoryError, RuntimeError, tokenize.TokenError,
)  # fmt: skip
"""What unpacking may raise besides what every file of a ground may."""

Metres = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Elevation:
    """Metres above the sea, shape (rows, columns), row 0 the northernmost; `box` its outer edge."""

    metres: Metres
    box: Box

    def height_at(self, lat: float, lon: float) -> float | None:
        """The height in metres at a point in degrees, or None outside the grid.

        Bilinear between the centres of the four cells around it; at the grid's edge the
        outermost cells count.
        """
        if not self.box.contains(lat, lon):
            return None
        rows, columns = self.metres.shape
        down = min(max((self.box.north - lat) * CELLS_PER_DEGREE - 0.5, 0.0), rows - 1.0)
        right = min(max((lon - self.box.west) * CELLS_PER_DEGREE - 0.5, 0.0), columns - 1.0)
        row, column = min(int(down), rows - 2), min(int(right), columns - 2)
        (a, b), (c, d) = self.metres[row : row + 2, column : column + 2].tolist()
        part = right - column
        upper, lower = a + (b - a) * part, c + (d - c) * part
        return float(upper + (lower - upper) * (down - row))


def read_elevation(folder: Path | None) -> Elevation | None:
    """The heights of a ground folder, or None where it has none.

    Raises GroundError, a ValueError, for a file that is no such grid or does not fit its bounds.
    """
    chosen, manifest = read_manifest(folder)
    entry = manifest["elevation"]
    if entry is None:
        return None
    (south, west), (north, east) = entry["bounds"]
    box = Box(south, west, north, east)
    return Elevation(read_part(chosen, entry["file"], lambda data: _unpack(data, box)), box)


def _unpack(data: bytes, box: Box) -> Metres:
    rows = round((box.north - box.south) * CELLS_PER_DEGREE)
    columns = round((box.east - box.west) * CELLS_PER_DEGREE)
    if not (rows >= 2 and columns >= 2 and rows * columns <= MAX_CELLS):
        raise ValueError(f"expected 2 x 2 to {MAX_CELLS} cells, got {rows} x {columns}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
        for member in members:
            packed = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            if not packed or member.file_size > 2 * rows * columns + _HEADER_BYTES:
                raise ValueError(f"expected {rows} x {columns} cells, got a larger file")
        if [member.filename for member in members] != [f"{ARRAY}.npy"]:
            raise ValueError(f"expected one array, {ARRAY}")
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            metres = np.asarray(arrays[ARRAY])
    except _BROKEN as error:
        raise ValueError(f"{type(error).__name__} {error}") from None
    if metres.dtype != np.dtype("<i2") or metres.shape != (rows, columns):
        raise ValueError(f"expected int16 of {rows} x {columns}, got {metres.dtype} {metres.shape}")
    return metres


def write_elevation(folder: Path, metres: Metres, north: float, west: float) -> dict[str, Any]:
    """Write a grid into a ground and return what the manifest says of it.

    `north` and `west` are the outer edges of the first row and column, in degrees. The same
    grid gives the same bytes: an entry of a `.npz` carries no time.
    """
    rows, columns = metres.shape
    np.savez_compressed(folder / ELEVATION_FILE, metres=np.ascontiguousarray(metres, dtype="<i2"))
    corners = [
        [north - rows / CELLS_PER_DEGREE, west],
        [north, west + columns / CELLS_PER_DEGREE],
    ]
    bounds = [[round(value, 6) for value in corner] for corner in corners]
    return {"file": ELEVATION_FILE, "bounds": bounds}


def cell_at(elevation: Elevation, lat: float, lon: float) -> tuple[int, int]:
    """Row and column of the cell that holds a point in degrees; raises ValueError outside."""
    if not elevation.box.contains(lat, lon):
        raise ValueError(f"{lat}, {lon} lies outside the elevation")
    rows, columns = elevation.metres.shape
    row = math.floor((elevation.box.north - lat) * CELLS_PER_DEGREE)
    column = math.floor((lon - elevation.box.west) * CELLS_PER_DEGREE)
    return min(row, rows - 1), min(column, columns - 1)


def centre_of(elevation: Elevation, row: int, column: int) -> tuple[float, float]:
    """(lat, lon) of a cell's centre in degrees."""
    return (
        elevation.box.north - (row + 0.5) / CELLS_PER_DEGREE,
        elevation.box.west + (column + 0.5) / CELLS_PER_DEGREE,
    )
