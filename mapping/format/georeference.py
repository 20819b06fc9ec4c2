"""Where the picture of an old map lies: by the cells of its row, or by a georeference annotation.

The annotation is a file of JSON as programs for old maps write it (IIIF Georeference Extension 1.0,
a Web Annotation whose body is GeoJSON with a pixel for each point).
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mapping.format.csv_file import read_text
from mapping.format.pictures import Warp, picture_size
from mapping.format.problems import find_errors
from mapping.format.schema import MAX_LIST, MAX_PIXEL
from mapping.format.tables import OldMap
from mapping.geo.fitting import LEAST_PINS, MOST_LAT, Fit, FitError, Pin, Pixel, fit_pins
from mapping.geo.geodesy import MEAN_RADIUS_KM, unwrap
from mapping.geo.mercator import latitude_at, mercator_y

FOLDER = "media"
BROKEN = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError,
)  # fmt: skip
"""What reading JSON raises that is built otherwise than it should be."""
POLYGON = re.compile(r"""<(?:\w+:)?polygon\b[^<>]*\bpoints\s*=\s*["']([-\d.eE,\s]{5,20000})["']""")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
KINDS = {"projective": "projective"}
"""What an annotation's transformation is called here; all others are laid on affinely."""
WAYS = ("corners", "points", "annotation")


class GeoreferenceError(ValueError):
    """A row that does not say where its picture lies: in which column, why, and what to do."""

    def __init__(self, column: str, message: str, mend: str) -> None:
        super().__init__(message)
        self.column = column
        self.mend = mend


class LaidMap(NamedTuple):
    """An old map's picture on the ground.

    `mask` is the part of it that is map, as pixels; `box` west, south, east, north on the Mercator
    plane in radians.
    """

    size: tuple[int, int]
    pins: tuple[Pin, ...]
    kind: str
    mask: tuple[Pixel, ...]
    fit: Fit
    box: tuple[float, float, float, float]

    @property
    def bounds(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """South-west and north-east in degrees; the longitudes may go on beyond 180."""
        west, south, east, north = self.box
        return (
            (latitude_at(south), math.degrees(west)), (latitude_at(north), math.degrees(east)),
        )  # fmt: skip

    @property
    def off_km(self) -> float | None:
        """The error of the fit (RMS); None where no point is over to tell it."""
        return self.fit.rms_km if len(self.pins) > LEAST_PINS[self.kind] else None

    @property
    def diagonal_km(self) -> float:
        """From one corner of its box to the other."""
        west, south, east, north = self.box
        shrink = math.cos(math.radians(latitude_at((south + north) / 2)))
        return math.hypot(east - west, north - south) * shrink * MEAN_RADIUS_KM

    def warp(self, side: int) -> Warp:
        """How its picture fills the box, no longer than a side and no larger than it is."""
        west, south, east, north = self.box
        corners = self.fit.place(_frame(self.size))
        area = abs(_twice_the_area(corners.tolist())) / 2
        own = math.sqrt(self.size[0] * self.size[1] / area)
        scale = min(own, side / max(east - west, north - south))
        size = (
            max(1, round((east - west) * scale)), max(1, round((north - south) * scale)),
        )  # fmt: skip
        to_plane = [
            [(east - west) / size[0], 0.0, west], [0.0, (south - north) / size[1], north],
            [0.0, 0.0, 1.0],
        ]  # fmt: skip
        back = np.linalg.inv(np.array(self.fit.matrix)) @ to_plane
        back = back / back[2, 2]
        return Warp(size, tuple(float(one) for one in back.ravel()[:8]), scale / own)


def lay_map(row: OldMap, folder: Path) -> LaidMap:
    """Where a row's picture lies. Raises `GeoreferenceError`, and `PictureError` for its file."""
    size = picture_size(folder / FOLDER / row.file)
    given = [name for name in WAYS if getattr(row, name)]
    if len(given) != 1:
        said = "in more than one way" if given else "by nothing"
        raise GeoreferenceError(
            given[1] if given else "points", f"where it lies is said {said}",
            f"fill in one of {', '.join(WAYS)}",
        )  # fmt: skip
    pins, kind, mask = _said_by(row, folder, size, given[0])
    turned = unwrap([(pin.lat, pin.lon) for pin in pins])
    pins = tuple(Pin(pin.x, pin.y, *at) for pin, at in zip(pins, turned, strict=True))
    try:
        fit = fit_pins(pins, kind)
        plane = fit.place(mask or _frame(size))
    except FitError as error:
        raise GeoreferenceError(given[0], str(error), "correct the points, or add some") from None
    (west, south), (east, north) = plane.min(axis=0), plane.max(axis=0)
    most = mercator_y(MOST_LAT)
    if not (west < east and south < north) or east - west > math.tau or max(-south, north) > most:
        raise GeoreferenceError(
            given[0], "so laid, the picture would reach beyond the world",
            "correct the points: x and y are pixels, then latitude comes before longitude",
        )  # fmt: skip
    return LaidMap(
        size, pins, kind, mask, fit, (float(west), float(south), float(east), float(north))
    )


def _said_by(
    row: OldMap, folder: Path, size: tuple[int, int], way: str
) -> tuple[tuple[Pin, ...], str, tuple[Pixel, ...]]:
    """Control points, kind of fit and mask by the one of its columns that a row has filled in."""
    if way == "annotation":
        try:
            pins, kind, mask = read_annotation(folder / FOLDER / row.annotation, size)
        except BROKEN as error:
            why = str(error) if type(error) is ValueError else f"{type(error).__name__} {error}"
            raise GeoreferenceError(
                "annotation", f"no georeference annotation: {why}"[:300],
                "export it again, or write the control points into points",
            ) from None  # fmt: skip
        return pins, row.fit or kind, row.mask or mask
    if way == "corners":
        corners = zip(_frame(size), row.corners, strict=True)
        pins = tuple(Pin(*pixel, *at) for pixel, at in corners)
    else:
        pins = tuple(Pin(*point) for point in row.points)
    return pins, row.fit or "affine", row.mask


def annotation_text(path: Path) -> str:
    """What stands in a file of the folder media; no link leads out of it. Raises `ValueError`."""
    if path.is_symlink() or path.parent.is_symlink():
        raise ValueError("a link or no file")
    content, problems = read_text(path)
    if errors := find_errors(problems):
        raise ValueError(errors[0].message)
    return content


def read_annotation(
    path: Path, size: tuple[int, int]
) -> tuple[tuple[Pin, ...], str, tuple[Pixel, ...]]:
    """The control points of an annotation, its kind of fit and its mask, in a picture's pixels.

    The picture may be smaller or larger than the one that the annotation speaks of, whose size
    stands in it. Raises `ValueError` and what else wrong JSON raises.
    """
    annotation = _only_annotation(json.loads(annotation_text(path)))
    target, body = annotation["target"], annotation["body"]
    source = target.get("source", target)
    scale = (1.0, 1.0)
    if isinstance(source, dict) and source.get("width") and source.get("height"):
        scale = (size[0] / float(source["width"]), size[1] / float(source["height"]))
    features = body["features"]
    if len(features) > MAX_LIST:
        raise ValueError(f"more than {MAX_LIST} control points")
    pins = tuple(_pin(feature, scale) for feature in features)
    known = str((body.get("transformation") or {}).get("type", ""))
    kind = KINDS.get(known, "affine")
    return pins, kind if len(pins) >= LEAST_PINS[kind] else "affine", _mask(target, scale)


def _only_annotation(found: Any) -> Any:
    """The annotation of a file, which may be a page with just one."""
    items = found.get("items")
    if items is None:
        return found
    if len(items) != 1:
        raise ValueError(f"{len(items)} annotations in one file: one is for one map")
    return items[0]


def _pin(feature: Any, scale: tuple[float, float]) -> Pin:
    told = feature["properties"]
    x, y = told["resourceCoords"] if "resourceCoords" in told else told["pixelCoords"]
    lon, lat = feature["geometry"]["coordinates"][:2]
    pin = Pin(float(x) * scale[0], float(y) * scale[1], float(lat), float(lon))
    if not (abs(pin.lat) <= 90 and abs(pin.lon) <= 180):
        raise ValueError("a point's longitude comes before its latitude, in degrees")
    if not (abs(pin.x) <= MAX_PIXEL and abs(pin.y) <= MAX_PIXEL):
        raise ValueError("a point's pixel is not in any picture")
    return pin


def _mask(target: Any, scale: tuple[float, float]) -> tuple[Pixel, ...]:
    """The polygon that a target selects; of an SVG nothing else is read."""
    selector = target.get("selector")
    if not isinstance(selector, dict) or selector.get("type") != "SvgSelector":
        return ()
    polygon = POLYGON.search(str(selector["value"])[:100_000])
    numbers = [float(one) for one in NUMBER.findall(polygon[1])] if polygon else []
    if len(numbers) < 6 or len(numbers) % 2 or len(numbers) > 2 * MAX_LIST:
        return ()
    if not all(abs(one) <= MAX_PIXEL for one in numbers):
        raise ValueError("its mask is not in any picture")
    pixels = zip(numbers[::2], numbers[1::2], strict=True)
    return tuple((x * scale[0], y * scale[1]) for x, y in pixels)


def _frame(size: tuple[int, int]) -> list[Pixel]:
    """A picture's corners, from the upper left one clockwise."""
    width, height = size
    return [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]


def _twice_the_area(ring: list[list[float]]) -> float:
    turned = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x * v - u * y for (x, y), (u, v) in turned)
