"""The shipped ground lies where its sources are, shown without the packages it was built from.

`ground_reference.json` holds a few vertices of the border and the elevations around four known
summits and passes, with their sources; the ground is compared with those.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mapping.basemap import read_shapes
from mapping.geo.mercator import mercator_y
from tests.test_basemap import MERSAD, distance_km

REFERENCE = json.loads((Path(__file__).parent / "ground_reference.json").read_text("utf-8"))
SPOTS = {spot["name"]: spot for spot in REFERENCE["elevations"]["spots"]}
CELLS_PER_DEGREE = 120
STEP = 0.25
"""Shifts that are tried, in cells."""


def test_the_border_is_within_100_m_of_its_source() -> None:
    lines = [part[0] for part in read_shapes(MERSAD / "border.json")]
    points = REFERENCE["border"]["points"]
    assert len(points) > 10
    assert max(min(distance_km(*point, line) for line in lines) for point in points) <= 0.1


@pytest.mark.parametrize("name", ["Alvand", "Sabalan"])
def test_the_elevations_have_the_summits_where_they_are(name: str) -> None:
    spot = SPOTS[name]
    metres = np.array(spot["metres"])[11:23, 11:23]
    row, column = np.unravel_index(metres.argmax(), metres.shape)
    lat = spot["north"] - (11 + row + 0.5) / CELLS_PER_DEGREE
    lon = spot["west"] + (11 + column + 0.5) / CELLS_PER_DEGREE
    assert abs(lat - spot["lat"]) * CELLS_PER_DEGREE < 1.2
    assert abs(lon - spot["lon"]) * CELLS_PER_DEGREE < 1.2


@pytest.mark.parametrize(
    ("picture_id", "name"),
    [
        ("relief-region", "Alvand"),
        ("relief-region", "Sabalan"),
        ("relief-detail", "Bisotun"),
        ("relief-detail", "Hassanabad pass"),
    ],
)
def test_the_relief_fits_the_elevations_best_within_a_cell(picture_id: str, name: str) -> None:
    spot = SPOTS[name]
    layer = next(one for one in manifest()["layers"] if one["id"] == picture_id)
    with Image.open(MERSAD / layer["file"]) as image:
        light = np.asarray(image.convert("L"), dtype=np.float64)
    shades = shading(np.array(spot["metres"], dtype=np.float64), layer["light"])
    inner = slice(4, -4)
    fits = {
        (down, right): correlation(shades[inner, inner], seen(light, layer, spot, down, right))
        for down in np.arange(-3, 3.1, STEP)
        for right in np.arange(-3, 3.1, STEP)
    }
    best = max(fits, key=lambda shift: fits[shift])
    assert fits[best] > 0.5
    assert math.hypot(*best) <= 1.0, f"best fit is {best} cells off"


@pytest.mark.parametrize("name", ["Bisotun", "Hassanabad pass"])
def test_the_contours_fit_the_elevations_best_within_a_cell(name: str) -> None:
    """Along contours of every 500 m the elevations are nearest to such a height where they lie."""
    spot = SPOTS[name]
    parts = read_shapes(MERSAD / "contour-large.json")
    points = np.array([point for part in parts for point in part[0]])
    misses = {
        (down, right): off_contour(spot, points, down, right)
        for down in np.arange(-3, 3.1, 2 * STEP)
        for right in np.arange(-3, 3.1, 2 * STEP)
    }
    best = min(misses, key=lambda shift: misses[shift])
    assert misses[best] < 70
    assert math.hypot(*best) <= 1.0, f"best fit is {best} cells off"


def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MERSAD / "ground.json").read_text("utf-8"))
    return found


def shading(metres: np.ndarray, azimuth: float) -> np.ndarray:
    """Slopes towards the light, which are bright; the light's azimuth in degrees."""
    down, right = np.gradient(metres)
    turned = math.radians(azimuth)
    return right * -math.sin(turned) + down * math.cos(turned)


def seen(
    light: np.ndarray, layer: dict[str, Any], spot: dict[str, Any], down: float, right: float
) -> np.ndarray:
    """The picture at the centres of the inner cells, moved by so many cells."""
    (south, west), (north, east) = layer["bounds"]
    rows = np.arange(4, len(spot["metres"]) - 4) + 0.5 + down
    columns = np.arange(4, len(spot["metres"][0]) - 4) + 0.5 + right
    lats, lons = spot["north"] - rows / CELLS_PER_DEGREE, spot["west"] + columns / CELLS_PER_DEGREE
    top, bottom = mercator_y(north), mercator_y(south)
    heights = np.array([mercator_y(lat) for lat in lats])
    ys = (top - heights) / (top - bottom) * light.shape[0]
    xs = (lons - west) / (east - west) * light.shape[1]
    return bilinear(light, ys[:, np.newaxis] - 0.5, xs[np.newaxis, :] - 0.5)


def bilinear(values: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Values between the cells, by the four around each point."""
    up, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    south, east = rows - up, columns - left
    above = values[up, left] * (1 - east) + values[up, left + 1] * east
    below = values[up + 1, left] * (1 - east) + values[up + 1, left + 1] * east
    mixed: np.ndarray = above * (1 - south) + below * south
    return mixed


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def off_contour(spot: dict[str, Any], points: np.ndarray, down: float, right: float) -> float:
    """Median metres from the nearest multiple of 500 at points moved by so many cells."""
    metres = np.array(spot["metres"], dtype=np.float64)
    rows = (spot["north"] - points[:, 0]) * CELLS_PER_DEGREE - 0.5
    columns = (points[:, 1] - spot["west"]) * CELLS_PER_DEGREE - 0.5
    last = len(metres) - 5
    inside = (rows > 4) & (rows < last) & (columns > 4) & (columns < last)
    assert inside.sum() > 30
    heights = bilinear(metres, rows[inside] + down, columns[inside] + right)
    return float(np.median(np.abs((heights + 250) % 500 - 250)))
