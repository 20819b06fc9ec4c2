"""Shaded relief from 30 arc-second elevations, as pictures in Web Mercator.

The cells are about 930 m high and, at 34 degrees north, 770 m wide: ranges, passes and plains
show, a gorge narrower than a cell does not. Between cells the surface is a smooth spline, so
that enlarging adds no detail that was never measured.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from mapping.basemap.boxes import (
    CELLS_PER_DEGREE,
    EARTH_RADIUS_M,
    Box,
)
from mapping.geo.mercator import latitude_at, mercator_y

Grid = npt.NDArray[np.float64]

SOURCE_BOX = Box(0.0, 0.0, 50.0, 90.0)
"""What the elevations cover: NOAA GLOBE tile G and its neighbours, 0-50 N, 0-90 E."""

MARGIN_CELLS = 24
"""So many cells more than asked for on each side, for splines and blurs."""

_TINT_METRES = (0.0, 400.0, 1000.0, 1800.0, 2800.0)
_TINTS = np.array(
    [
        [209.0, 221.0, 203.0],  # plains: sage
        [221.0, 226.0, 205.0],
        [237.0, 231.0, 211.0],  # high plains: straw
        [229.0, 219.0, 204.0],  # ranges: warm grey
        [249.0, 247.0, 243.0],  # crests: nearly white
    ]
)
"""Muted tints by height above the sea, mixed between the heights; every name stands out on them."""
_SHADOW = np.array([82.0, 92.0, 120.0])
_LIGHT = np.array([255.0, 253.0, 243.0])

# Imhof, "Cartographic Relief Presentation" (1982): light from the north-west, turned a little
# until it falls across the ranges, and lesser lights beside it for the slopes it would miss.
_LIGHTS = ((0.0, 0.56), (-50.0, 0.14), (50.0, 0.3))
_LIGHT_TURNS_DEGREES = (-60.0, -30.0)
_LIGHT_HEIGHT_DEGREES = 42.0


@dataclass(frozen=True)
class Elevations:
    """Metres above the sea in square cells; row 0 is the northernmost.

    `metres` has shape (rows, columns); `north` and `west` are the outer edges in degrees of the
    first row and column, so that a cell's centre lies half a cell further in.
    """

    metres: Grid
    north: float
    west: float


@dataclass(frozen=True)
class Picture:
    """One shaded picture: encoded WebP bytes, and width and height in pixels."""

    webp: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Look:
    """How one picture is drawn: pixels per degree of longitude, edge and quality.

    `feather_degrees` is the width of the soft edge, which lies outside the bounds asked for;
    `exaggeration` multiplies heights, `smoothing_cells` rounds off the steps between cells, and
    `quality` is WebP's, 0 to 100.
    """

    pixels_per_degree: int
    feather_degrees: float
    exaggeration: float
    smoothing_cells: float
    quality: int


REGION = Look(
    pixels_per_degree=120, feather_degrees=1.6, exaggeration=3.4, smoothing_cells=0.0, quality=66
)
DETAIL = Look(
    pixels_per_degree=640, feather_degrees=0.12, exaggeration=4.6, smoothing_cells=0.35, quality=82
)


def read_elevations(archive: Path, box: Box) -> Elevations:
    """Cut a box with a margin out of the elevation array.

    The archive holds one int16 array of 6000 x 10800 cells of 1/120 degree, 50 N to the equator
    and 0 to 90 E, sea as 0 (NOAA National Geophysical Data Center, GLOBE 1.0, 1999). Beyond its
    edges the last cells are repeated.
    """
    with np.load(archive) as arrays:
        source = arrays["arr_0"]
    first_row = math.floor((SOURCE_BOX.north - box.north) * CELLS_PER_DEGREE) - MARGIN_CELLS
    last_row = math.ceil((SOURCE_BOX.north - box.south) * CELLS_PER_DEGREE) + MARGIN_CELLS
    first_column = math.floor(box.west * CELLS_PER_DEGREE) - MARGIN_CELLS
    last_column = math.ceil(box.east * CELLS_PER_DEGREE) + MARGIN_CELLS
    rows = np.clip(np.arange(first_row, last_row), 0, source.shape[0] - 1)
    columns = np.clip(np.arange(first_column, last_column), 0, source.shape[1] - 1)
    return Elevations(
        metres=source[np.ix_(rows, columns)].astype(np.float64),
        north=SOURCE_BOX.north - first_row / CELLS_PER_DEGREE,
        west=first_column / CELLS_PER_DEGREE,
    )


def with_relief(boxes: list[Box]) -> list[Box]:
    """The parts of boxes that have elevations; a box without any is left out."""
    parts = [
        Box(
            max(box.south, SOURCE_BOX.south),
            max(box.west, SOURCE_BOX.west),
            min(box.north, SOURCE_BOX.north),
            min(box.east, SOURCE_BOX.east),
        )
        for box in boxes
    ]
    return [part for part in parts if part.south < part.north and part.west < part.east]


def picture_size(box: Box, pixels_per_degree: int) -> tuple[int, int]:
    """Width and height in pixels that make them square in Web Mercator."""
    width = round((box.east - box.west) * pixels_per_degree)
    height_radians = mercator_y(box.north) - mercator_y(box.south)
    return width, round(math.degrees(height_radians) * pixels_per_degree)


def _pixel_latitudes(box: Box, height: int) -> Grid:
    top, bottom = mercator_y(box.north), mercator_y(box.south)
    steps = (np.arange(height) + 0.5) / height
    return np.array([latitude_at(top + (bottom - top) * step) for step in steps])


def _spline_weights(positions: Grid, count: int) -> tuple[npt.NDArray[np.int64], Grid]:
    """Cells and weights of the uniform cubic B-spline: arrays of shape (4, positions)."""
    base = np.floor(positions).astype(np.int64)
    part = positions - base
    weights = np.stack(
        [
            (1 - part) ** 3,
            3 * part**3 - 6 * part**2 + 4,
            -3 * part**3 + 3 * part**2 + 3 * part + 1,
            part**3,
        ]
    )
    cells = np.clip(base[np.newaxis, :] + np.arange(-1, 3)[:, np.newaxis], 0, count - 1)
    return cells, weights / 6


def resample(elevations: Elevations, box: Box, width: int, height: int) -> Grid:
    """Heights in metres at the pixels of a Web Mercator picture, shape (height, width).

    A cubic B-spline has no kinks, so a hillshade made from it shows no cells (Unser, "Splines",
    IEEE Signal Processing Magazine 16, 1999).
    """
    latitudes = _pixel_latitudes(box, height)
    longitudes = box.west + (np.arange(width) + 0.5) / width * (box.east - box.west)
    row_positions = (elevations.north - latitudes) * CELLS_PER_DEGREE - 0.5
    column_positions = (longitudes - elevations.west) * CELLS_PER_DEGREE - 0.5
    metres = elevations.metres
    cells, weights = _spline_weights(row_positions, metres.shape[0])
    by_row = sum(weights[k][:, np.newaxis] * metres[cells[k]] for k in range(4))
    cells, weights = _spline_weights(column_positions, metres.shape[1])
    heights: Grid = sum(weights[k] * np.asarray(by_row)[:, cells[k]] for k in range(4))
    return heights


def blur(values: Grid, sigma: float) -> Grid:
    """Gaussian blur with a standard deviation in pixels; edges are repeated."""
    reach = max(1, round(sigma * 3))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        pads = [(reach, reach) if axis == k else (0, 0) for k in (0, 1)]
        padded = np.pad(values, pads, mode="edge")
        size = values.shape[axis]
        total = np.zeros_like(values)
        for k, weight in enumerate(kernel):
            total += weight * np.take(padded, range(k, k + size), axis=axis)
        values = total
    return values


def find_light(archive: Path, box: Box) -> float:
    """Azimuth in degrees from which light shows a box's ranges best, kept above the map.

    It is the direction across the ranges, from the structure tensor of the slopes (Bigun and
    Granlund, ICCV 1987), as far as it lies between 60 and 30 degrees west of north, whence
    readers of maps expect it: light from below turns hills into hollows for most of them.
    """
    elevations = read_elevations(archive, box)
    metres = blur(elevations.metres, 2.0)
    down, right = np.gradient(metres)
    east = right / math.cos(math.radians((box.south + box.north) / 2))
    north = -down
    twice = math.atan2(2 * float((east * north).sum()), float((north**2 - east**2).sum()))
    across = math.degrees(twice) / 2
    if across > 45:
        across -= 180
    return float(np.clip(across, *_LIGHT_TURNS_DEGREES))


def hillshade(
    heights: Grid, metres_per_pixel: Grid, exaggeration: float, azimuth_degrees: float
) -> Grid:
    """Light on a surface less the light on a plain: 0 is flat, negative in shadow.

    `heights` are metres, shape (rows, columns); `metres_per_pixel` has shape (rows, 1), because
    a Mercator pixel shrinks with the cosine of its latitude. Slopes and lights after Horn,
    "Hill shading and the reflectance map", Proceedings of the IEEE 69 (1981).
    """
    down, right = np.gradient(heights * exaggeration)
    east, north = right / metres_per_pixel, -down / metres_per_pixel
    length = np.sqrt(1 + east**2 + north**2)
    height = math.radians(_LIGHT_HEIGHT_DEGREES)
    total = np.zeros_like(heights)
    for turn, weight in _LIGHTS:
        azimuth = math.radians(azimuth_degrees + turn)
        toward_east = math.sin(azimuth) * math.cos(height)
        toward_north = math.cos(azimuth) * math.cos(height)
        light = (math.sin(height) - east * toward_east - north * toward_north) / length
        total += weight * np.maximum(light, 0)
    shade: Grid = total - math.sin(height)
    return shade


def slope(heights: Grid, metres_per_pixel: Grid) -> Grid:
    """Steepness of a surface in metres up for each metre along, shape as the heights."""
    down, right = np.gradient(heights)
    steepness: Grid = np.hypot(down, right) / metres_per_pixel
    return steepness


def _shades(heights: Grid, box: Box, look: Look, azimuth_degrees: float) -> Grid:
    """Fine and broad hillshade together, about -1 to 1, quieter in the lowlands."""
    pixels_per_degree, exaggeration = look.pixels_per_degree, look.exaggeration
    latitudes = np.radians(_pixel_latitudes(box, heights.shape[0]))[:, np.newaxis]
    metres_per_pixel = np.cos(latitudes) * EARTH_RADIUS_M * math.radians(1 / pixels_per_degree)
    pixels_per_cell = pixels_per_degree / CELLS_PER_DEGREE
    if look.smoothing_cells:
        heights = blur(heights, look.smoothing_cells * pixels_per_cell)
    fine = hillshade(heights, metres_per_pixel, exaggeration, azimuth_degrees)
    broad_heights = blur(heights, 3.2 * pixels_per_cell)
    broad = hillshade(broad_heights, metres_per_pixel, exaggeration * 2, azimuth_degrees)
    # Steep ground is a little darker wherever the light comes from: valley floors stay open.
    steepness = slope(blur(heights, pixels_per_cell), metres_per_pixel)
    # Aerial perspective: haze lies in the plains, the crests stand clear (Imhof 1982).
    low, high = np.percentile(heights, (2, 98))
    clearness = 0.7 + 0.4 * np.clip((heights - low) / max(high - low, 1.0), 0, 1)
    shades: Grid = (0.62 * fine + 0.4 * broad - 0.3 * np.minimum(steepness, 0.5)) * clearness
    return shades


def _tints(heights: Grid, pixels_per_degree: int) -> Grid:
    """Flat colours before the light, shape (rows, columns, 3): green plains, pale crests.

    By height above the sea; a little lower where the country around, about 15 km either way, is
    higher, so that a valley shows in the mountains too.
    """
    around = blur(heights, 15 * pixels_per_degree / CELLS_PER_DEGREE)
    level = heights + 0.35 * np.clip(heights - around, -900, 900)
    tints: Grid = np.stack(
        [np.interp(level, _TINT_METRES, channel) for channel in _TINTS.T], axis=-1
    )
    return tints


def _colours(tints: Grid, shades: Grid) -> Grid:
    """Quiet paper colours, shape (rows, columns, 3), 0 to 255."""
    shadow = np.tanh(np.maximum(-shades, 0) * 1.35)[..., np.newaxis] * 0.66
    light = np.tanh(np.maximum(shades, 0) * 3.2)[..., np.newaxis] * 0.95
    shaded = tints + (_SHADOW - tints) * shadow
    colours: Grid = shaded + (_LIGHT - shaded) * light
    return colours


def _smooth_step(values: Grid) -> Grid:
    values = np.clip(values, 0, 1)
    return values * values * (3 - 2 * values)


def edge_fade(inner: Box, feather_degrees: float, box: Box, width: int, height: int) -> Grid:
    """1 inside a box and falling softly to 0 at its edges, at the pixels of a picture."""
    latitudes = _pixel_latitudes(box, height)
    longitudes = box.west + (np.arange(width) + 0.5) / width * (box.east - box.west)
    rows = np.minimum(latitudes - inner.south, inner.north - latitudes) / feather_degrees
    columns = np.minimum(longitudes - inner.west, inner.east - longitudes) / feather_degrees
    fade: Grid = _smooth_step(rows)[:, np.newaxis] * _smooth_step(columns)[np.newaxis, :]
    return fade


def land_mask(rings: list[list[tuple[float, float]]], box: Box, width: int, height: int) -> Grid:
    """1 on land and 0 on water, from outer rings of (lat, lon), at the pixels of a picture."""
    top, bottom = mercator_y(box.north), mercator_y(box.south)
    image = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(image)
    for ring in rings:
        pixels = [
            (
                (lon - box.west) / (box.east - box.west) * width,
                (top - mercator_y(lat)) / (top - bottom) * height,
            )
            for lat, lon in ring
        ]
        draw.polygon(pixels, fill=255)
    return np.asarray(image, dtype=np.float64) / 255


def contour_lines(
    archive: Path, box: Box, heights_m: list[float]
) -> list[list[tuple[float, float]]]:
    """Contours at the given heights in metres as lines of (lat, lon), from the smoothed surface."""
    import contourpy

    width, height = picture_size(box, 240)
    metres = blur(resample(read_elevations(archive, box), box, width, height), 1.8)
    latitudes = _pixel_latitudes(box, height)
    longitudes = box.west + (np.arange(width) + 0.5) / width * (box.east - box.west)
    generator = contourpy.contour_generator(longitudes, latitudes, metres)
    lines: list[Any] = [line for level in heights_m for line in generator.lines(level) or ()]
    return [[(float(lat), float(lon)) for lon, lat in line] for line in lines if len(line) > 12]


def draw_relief(
    archive: Path,
    box: Box,
    look: Look,
    above: list[Box],
    land: list[list[tuple[float, float]]],
    azimuth_degrees: float,
) -> Picture:
    """Shade one box as a WebP picture that fades at its edges, over water and under `above`.

    `archive` is the elevation file, `above` the boxes of finer pictures that will lie on top and
    `land` the outer rings of land as (lat, lon); the light comes from `azimuth_degrees`.
    """
    width, height = picture_size(box, look.pixels_per_degree)
    elevations = read_elevations(archive, box)
    heights = resample(elevations, box, width, height)
    shades = _shades(heights, box, look, azimuth_degrees)
    tints = _tints(heights, look.pixels_per_degree)
    alpha = edge_fade(box, look.feather_degrees, box, width, height)
    alpha *= land_mask(land, box, width, height)
    for upper in above:
        # The finer picture is half there before this one begins to go: no pale rim between.
        fade = edge_fade(upper, DETAIL.feather_degrees, box, width, height)
        alpha *= np.clip(2 * (1 - fade), 0, 1)
    pixels = np.empty((height, width, 4), dtype=np.uint8)
    pixels[..., :3] = np.clip(np.rint(_colours(tints, shades)), 0, 255)
    pixels[..., 3] = np.rint(np.clip(alpha, 0, 1) * 255)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "WEBP", quality=look.quality, alpha_quality=100, method=6)
    return Picture(stream.getvalue(), width, height)
