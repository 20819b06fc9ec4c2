"""Distances and lines on the ellipsoid."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.geo.geodesy import (
    MAX_STEP_KM,
    Point,
    distance_km,
    lengths_km,
    points_between,
    unwrap,
)

POINTS = st.tuples(st.floats(-89, 89), st.floats(-180, 180))
QASR, ESLAMABAD = (34.5156, 45.5791), (34.1089, 46.52988)


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ((0.0, 0.0), (0.0, 1.0), 111.3195),  # a degree of the equator: 6378.137 km * pi / 180
        ((0.0, 0.0), (90.0, 0.0), 10_001.966),  # the quarter meridian of WGS 84
        ((0.0, 179.5), (0.0, -179.5), 111.3195),
        (QASR, QASR, 0.0),
    ],
)
def test_distances_are_those_of_the_ellipsoid(start: Point, end: Point, km: float) -> None:
    assert distance_km(start, end) == pytest.approx(km, abs=0.001)


def test_lengths_add_up_along_a_path() -> None:
    lengths = lengths_km([QASR, ESLAMABAD, QASR])
    assert lengths[0] == 0.0
    assert lengths[2] == pytest.approx(2 * lengths[1])
    assert lengths_km([]) == []


@pytest.mark.rest
@settings(deadline=None)
@given(start=POINTS, end=POINTS)
def test_points_between_lie_on_the_geodesic_in_equal_steps(start: Point, end: Point) -> None:
    path = [start, *points_between(start, end), end]
    steps = [distance_km(one, other) for one, other in pairwise(path)]
    assert sum(steps) == pytest.approx(distance_km(start, end), rel=1e-6, abs=1e-6)
    assert max(steps) <= MAX_STEP_KM + 1e-6
    assert max(steps) == pytest.approx(min(steps), rel=1e-4, abs=1e-6)


@settings(deadline=None)
@given(st.lists(POINTS, max_size=8))
def test_unwrapped_longitudes_never_jump(points: list[Point]) -> None:
    unwrapped = unwrap(points)
    for (lat, lon), (same_lat, far_lon) in zip(points, unwrapped, strict=True):
        assert same_lat == lat
        turns = (far_lon - lon) / 360
        assert turns == pytest.approx(round(turns), abs=1e-9)
    for (_, lon), (_, following) in pairwise(unwrapped):
        assert abs(following - lon) <= 180 + 1e-9


def test_a_path_goes_on_across_the_antimeridian() -> None:
    assert unwrap([(0.0, 170.0), (0.0, -170.0), (0.0, 170.0)]) == [
        (0.0, 170.0), (0.0, 190.0), (0.0, 170.0)
    ]  # fmt: skip
