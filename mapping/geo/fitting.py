"""A picture laid on the ground by points that are known in both, as georeferencing does.

Pixels are counted from the picture's upper left corner, to the right and down, so that the middle
of the first pixel is at (0.5, 0.5). The ground is the plane of Web Mercator.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mapping.geo.geodesy import MEAN_RADIUS_KM
from mapping.geo.mercator import mercator_y

if TYPE_CHECKING:
    from numpy.typing import NDArray

Pixel = tuple[float, float]
LEAST_PINS = {"affine": 3, "projective": 4}
MOST_LAT = 85.05
"""The edge of the square world of Web Mercator."""
LEAST_SPREAD = 1e-6
"""Points that are nearer to one line than this share of their extent lie on it."""
FAR_FACTOR, FAR_SHARE = 4.0, 0.01
"""A point is far off where it misses the fit of all others by so many times their own error, and by
such a share of the picture's diagonal."""


FOLDS = "the picture folds: the horizon of its perspective lies within it"


class FitError(ValueError):
    """Points that do not say where a picture lies; the text says why."""


class Pin(NamedTuple):
    """A control point: its pixel, and where it is on the ground, in degrees."""

    x: float
    y: float
    lat: float
    lon: float


class Fit(NamedTuple):
    """How pixels go to the Mercator plane: `matrix` (3 rows of 3) for homogeneous coordinates.

    `misses_km` says how far each control point comes from where it is.
    """

    matrix: tuple[tuple[float, ...], ...]
    misses_km: tuple[float, ...]

    @property
    def rms_km(self) -> float:
        """The error of the fit: the root of the mean of the squares."""
        return math.sqrt(sum(one * one for one in self.misses_km) / len(self.misses_km))

    @property
    def is_mirrored(self) -> bool:
        """Whether the picture would be seen from behind: west and east, or north, changed round."""
        return float(np.linalg.det(self.matrix)) > 0

    def place(self, pixels: Sequence[Pixel]) -> NDArray[np.float64]:
        """Pixels as points (n, 2) of the Mercator plane.

        Raises `FitError` where the picture folds: the horizon of its perspective lies between them.
        """
        homogeneous = _homogeneous(np.array(pixels, float)) @ np.array(self.matrix).T
        depth = homogeneous[:, 2:]
        if depth.min() <= 0 <= depth.max():
            raise FitError(FOLDS)
        placed: NDArray[np.float64] = homogeneous[:, :2] / depth
        return placed


def fit_pins(pins: Sequence[Pin], kind: str) -> Fit:
    """The affine or projective way by which control points come nearest to where they are.

    Affine is by least squares on the plane; projective by the direct linear transform (Hartley and
    Zisserman, Multiple View Geometry, 4.1). Raises `FitError`.
    """
    if len(pins) < LEAST_PINS[kind]:
        raise FitError(f"{len(pins)} control points; {kind} takes at least {LEAST_PINS[kind]}")
    if any(abs(pin.lat) > MOST_LAT for pin in pins):
        raise FitError(f"a control point lies beyond {MOST_LAT} degrees, where the map ends")
    pixels = np.array([pin[:2] for pin in pins], float)
    ground = np.array([[math.radians(lon), mercator_y(lat)] for *_, lat, lon in pins], float)
    (near, to_near), (there, to_there) = _normal(pixels), _normal(ground)
    solve = _affine if kind == "affine" else _projective
    matrix = np.linalg.inv(to_there) @ solve(near, there) @ to_near
    # In front of the horizon where the points are.
    depth = matrix[2] @ [*pixels.mean(axis=0), 1.0]
    if not abs(depth) > 0.0:
        raise FitError(FOLDS)
    fit = Fit(tuple(map(tuple, (matrix / depth).tolist())), ())
    placed = fit.place([pin[:2] for pin in pins])
    shrinks = np.array([math.cos(math.radians(pin.lat)) for pin in pins])
    misses = np.hypot(*(placed - ground).T) * shrinks * MEAN_RADIUS_KM
    return fit._replace(misses_km=tuple(misses.tolist()))


def find_far_pin(pins: Sequence[Pin], kind: str, diagonal_km: float) -> tuple[int, float] | None:
    """The number of a control point far from where the others put it, and how far (km).

    None where there is none, or where the others are too few to know themselves how exact they are.
    """
    if len(pins) < LEAST_PINS[kind] + 2:
        return None
    found: tuple[int, float] | None = None
    for number, pin in enumerate(pins):
        others = [*pins[:number], *pins[number + 1 :]]
        try:
            fit = fit_pins(others, kind)
            miss = _miss_km(fit, pin)
        except FitError:
            continue
        if miss > max(FAR_FACTOR * fit.rms_km, FAR_SHARE * diagonal_km) and (
            found is None or miss > found[1]
        ):
            found = number, miss
    return found


def _miss_km(fit: Fit, pin: Pin) -> float:
    [(x, y)] = fit.place([pin[:2]])
    off = math.hypot(x - math.radians(pin.lon), y - mercator_y(pin.lat))
    return off * math.cos(math.radians(pin.lat)) * MEAN_RADIUS_KM


def _homogeneous(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([points, np.ones(len(points))])


def _normal(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points about their middle at a size of one, so that numbers lose nothing; and the way there.

    Raises `FitError` where all lie on one line.
    """
    middle = points.mean(axis=0)
    about = points - middle
    sizes = np.linalg.svd(about, compute_uv=False)
    if sizes[0] == 0.0 or sizes[1] < LEAST_SPREAD * sizes[0]:
        raise FitError("the control points lie on one line")
    scale = math.sqrt(len(points)) / sizes[0]
    way = np.array([[scale, 0, -scale * middle[0]], [0, scale, -scale * middle[1]], [0, 0, 1]])
    return about * scale, way


def _affine(pixels: NDArray[np.float64], ground: NDArray[np.float64]) -> NDArray[np.float64]:
    found = np.linalg.lstsq(_homogeneous(pixels), ground, rcond=None)[0]
    return np.vstack([found.T, [0.0, 0.0, 1.0]])


def _projective(pixels: NDArray[np.float64], ground: NDArray[np.float64]) -> NDArray[np.float64]:
    ones = _homogeneous(pixels)
    none = np.zeros_like(ones)
    rows = np.vstack([
        np.hstack([ones, none, -ground[:, :1] * ones]),
        np.hstack([none, ones, -ground[:, 1:] * ones]),
    ])  # fmt: skip
    _, sizes, ways = np.linalg.svd(rows)
    if len(sizes) > 7 and sizes[7] < LEAST_SPREAD * sizes[0]:
        raise FitError("three of four control points lie on one line")
    matrix: NDArray[np.float64] = ways[-1].reshape(3, 3)
    return matrix
