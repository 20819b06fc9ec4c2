"""Rivers of a campaign without a ground of its own: those near it, the large ones around it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from mapping.basemap import rivers_near
from mapping.basemap.ground_files import WORLD_FOLDER
from mapping.basemap.layers import GroundShape, ground_layers
from mapping.basemap.rivers import MOST_POINTS, RIVERS
from mapping.export.sketch import campaign_sketch
from mapping.format.campaign import load_campaign
from mapping.geo.geodesy import Point, distance_km
from mapping.player.document import campaign_document
from tests.conftest import MERSAD
from tests.folders import write_broken

VICKSBURG, JACKSON = (32.35, -90.88), (32.3, -90.18)


def drawn(*points: Point) -> dict[str, list[list[Point]]]:
    """The lines of each layer as (lat, lon) in degrees."""
    found = {}
    for layer, text in rivers_near(None, points, None):
        shape = json.loads(text)
        found[layer["class"]] = [
            [(lat, lon) for lon, lat in steps.tolist()]
            for (chain,) in shape["parts"]
            for steps in [np.array(chain).reshape(-1, 2).cumsum(axis=0) / 10 ** shape["decimals"]]
        ]
    return found


def _km_from(lines: list[list[Point]], point: Point) -> float:
    return min(distance_km(point, one) for line in lines for one in line)


@pytest.mark.parametrize(
    ("town", "its_km", "river"),
    [
        ((32.35, -90.9), 6, "the Mississippi at Vicksburg"),
        ((47.81, 18.86), 6, "the Danube where it bends"),
        ((30.05, 31.23), 6, "the Nile at Cairo"),
        ((50.94, 6.97), 6, "the Rhine at Cologne"),
    ],
)
def test_a_large_river_runs_where_it_does(town: Point, its_km: float, river: str) -> None:
    assert _km_from(drawn(town)["ground-river-large"], town) < its_km, river


def test_small_rivers_are_drawn_near_places_alone() -> None:
    near = drawn(VICKSBURG, JACKSON)
    small = [point for line in near["ground-river"] for point in line]
    assert small and all(29 < lat < 36 and -95 < lon < -86 for lat, lon in small)
    # Two places far apart have large rivers between them, and no small ones.
    far = drawn((48.85, 2.35), (52.5, 13.4))
    main_at_frankfurt = (50.1, 8.68)
    assert _km_from(far["ground-river-large"], main_at_frankfurt) < 6
    assert _km_from(far["ground-river"], main_at_frankfurt) > 100


def test_however_wide_a_campaign_is_a_document_gets_so_many_points() -> None:
    wide = drawn((48.85, 2.35), (-33.9, 151.2), (-12.0, -77.0), (35.7, 139.7), (55.0, 37.0))
    count = sum(len(line) for lines in wide.values() for line in lines)
    assert MOST_POINTS / 2 < count <= MOST_POINTS
    assert _km_from(wide["ground-river-large"], (-3.1, -60.0)) < 20, "the Amazon at Manaus"


def test_nothing_is_drawn_of_nowhere_and_on_the_high_sea() -> None:
    assert rivers_near(None, [], None) == ()
    assert drawn((0.0, -150.0)) == {}
    # Across the antimeridian: no river of the long way round.
    assert all(
        abs(lon) > 170 for lines in drawn((-16.85, 179.95), (-13.8, -171.7)).values()
        for line in lines for _, lon in line
    )  # fmt: skip


def test_they_lie_above_water_and_below_borders(tmp_path: Path) -> None:
    rivers = rivers_near(None, [VICKSBURG], None)
    shapes = [one for one in ground_layers(None, None, (), rivers) if isinstance(one, GroundShape)]
    names = [one.class_names[0] for one in shapes]
    assert names == [
        "ground-land", "ground-lake", "ground-river", "ground-river-large", "ground-border-far",
    ]  # fmt: skip
    campaign = load_campaign(write_broken(tmp_path / "tiny"))
    assert "ground-river-large" in campaign_document(campaign)
    assert 'class="river-large"' in campaign_sketch(campaign)


def test_a_ground_has_its_own() -> None:
    assert rivers_near(MERSAD / "ground", [VICKSBURG], None) == ()


def test_they_take_little() -> None:
    assert (WORLD_FOLDER / RIVERS).stat().st_size < 1_000_000
