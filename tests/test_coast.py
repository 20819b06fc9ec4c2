"""The coast of the whole earth: fine where a campaign is, as ever elsewhere, and never too long."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mapping.basemap import bears, coast, coast_near
from mapping.basemap.ground_files import WORLD_FOLDER
from mapping.basemap.layers import GroundShape, ground_layers
from mapping.format.campaign import load_campaign
from mapping.player.document import campaign_document
from tests.folders import write_broken

ARCHIVE = WORLD_FOLDER / coast.COAST
FALKLANDS = (-51.7, -58.9)
DARDANELLES = (40.2, 26.4)
OKINAWA = (26.4, 127.8)
TAVEUNI = (-16.85, 179.95)


def land_near(*points: tuple[float, float]) -> list[list[tuple[float, float]]]:
    """The rings of all land that is drawn, as (lat, lon) in degrees."""
    found = coast_near(None, points, None)
    shapes = [one for one in ground_layers(None, found) if isinstance(one, GroundShape)]
    rings = []
    for shape in (json.loads(one.text) for one in shapes if one.class_names == ["ground-land"]):
        for part in shape["parts"]:
            steps = np.array(part[0]).reshape(-1, 2).cumsum(axis=0) / 10 ** shape["decimals"]
            rings.append([(lat, lon) for lon, lat in steps.tolist()])
    return rings


def is_land(rings: list[list[tuple[float, float]]], lat: float, lon: float) -> bool:
    """Whether a ray to the east crosses the coasts an odd number of times."""
    inside = False
    for ring in rings:
        for turn in (0, 360):
            east = lon + turn
            for (lat_a, lon_a), (lat_b, lon_b) in zip(ring, ring[1:] + ring[:1], strict=True):
                if (lat_a > lat) != (lat_b > lat):
                    inside ^= east < lon_a + (lat - lat_a) / (lat_b - lat_a) * (lon_b - lon_a)
    return inside


@pytest.mark.parametrize(
    ("near", "lat", "lon", "expected", "where"),
    [
        (FALKLANDS, -51.56, -59.06, False, "San Carlos Water"),
        (FALKLANDS, -51.60, -58.90, True, "the Sussex mountains' north"),
        (FALKLANDS, -51.32, -59.55, True, "Pebble Island"),
        (FALKLANDS, -51.589, -59.28, False, "Falkland Sound"),
        (DARDANELLES, 40.157, 26.383, False, "the Narrows"),
        (DARDANELLES, 40.235, 26.30, True, "above Anzac Cove"),
        (OKINAWA, 26.715, 127.79, True, "Ie Shima"),
        (OKINAWA, 26.68, 127.85, False, "the channel of Ie Shima"),
        (TAVEUNI, -16.90, 179.99, True, "Taveuni, west of the antimeridian"),
        (TAVEUNI, -16.85, -179.97, True, "Taveuni, east of it"),
    ],
)
def test_a_fine_coast_has_what_a_coarse_one_has_not(
    near: tuple[float, float], lat: float, lon: float, expected: bool, where: str
) -> None:
    assert is_land(land_near(near), lat, lon) == expected, where


def test_a_ring_is_fine_near_a_place_and_coarse_far_away() -> None:
    found = coast.fine_coast(ARCHIVE, [DARDANELLES])
    points = np.array(found.rings[0]).reshape(-1, 2).cumsum(axis=0) / 10**coast.DECIMALS
    steps = np.hypot(*np.diff(points, axis=0).T) * 111
    lon, lat = points[:-1].T
    near = (abs(lat - 40.2) < 1) & (abs(lon - 26.4) < 1)
    far = (abs(lat - 40.2) > 10) | (abs(lon - 26.4) > 10)
    assert np.median(steps[near]) < 0.9 and np.median(steps[far]) > 8


def test_a_place_inland_changes_nothing(tmp_path: Path) -> None:
    found = coast_near(None, [(34.3, 46.2)], ((33.9, 45.3), (34.7, 47.2)))
    assert found is not None and not found.rings
    plain = [one.text for one in ground_layers(None) if isinstance(one, GroundShape)]
    assert [one.text for one in ground_layers(None, found) if isinstance(one, GroundShape)] == plain


def test_a_very_long_coast_is_drawn_coarser_and_never_too_long() -> None:
    fjords = [(58 + 0.6 * number, 5 + 0.9 * number) for number in range(20)]
    found = coast.fine_coast(ARCHIVE, fjords)
    assert found.level > 0
    assert 5_000 < sum(map(len, found.rings.values())) / 2 <= coast.MOST_POINTS
    everywhere = [(lat, lon) for lat in range(-85, 90, 6) for lon in range(-180, 180, 6)]
    assert not coast.fine_coast(ARCHIVE, everywhere).rings
    assert not coast.fine_coast(ARCHIVE, []).rings


def test_points_are_what_they_were_when_they_are_unpacked() -> None:
    points = np.array([[-600_000, 515_000], [-599_999, 514_000], [3_600_000, -900_000]], np.int32)
    assert (coast.unpack_steps(coast.pack_steps(points)) == points).all()


def test_the_package_holds_a_coast_of_a_bounded_size() -> None:
    assert ARCHIVE.stat().st_size <= 12_000_000
    with np.load(ARCHIVE) as arrays:
        rings: Any = arrays["rings"]
    assert (np.diff(rings[:, 7]) <= 0).all(), "the largest first, as the parts of the world's land"
    parts = json.loads((WORLD_FOLDER / "land.json").read_text(encoding="utf-8"))["parts"]
    assert len(parts) == (rings[:, 7] >= coast.WORLD_ISLAND_KM2 * 100).sum()


def test_the_ground_says_how_near_it_bears_to_be_seen(tmp_path: Path) -> None:
    said = bears(None, coast_near(None, [OKINAWA], None))
    assert said["near"] > said["far"]
    (south, west, north, east), *_ = said["boxes"]
    assert south <= OKINAWA[0] <= north and west <= OKINAWA[1] <= east
    assert bears(None, coast_near(None, [(34.3, 46.2)], None))["boxes"] == []


def test_a_document_takes_little_more_for_an_island_and_nothing_inland(tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny")
    inland = len(campaign_document(load_campaign(folder)))
    places = folder / "places.csv"
    text = places.read_text(encoding="utf-8")
    places.write_text(text + "naha,Naha,town,26.2,127.7,1,certain,atlas\n", encoding="utf-8")
    assert 5_000 < len(campaign_document(load_campaign(folder))) - inland < 300_000
