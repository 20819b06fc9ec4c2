"""Whether the ground in a folder can be drawn."""

from __future__ import annotations

from pathlib import Path

from mapping.basemap.elevation import read_elevation
from mapping.basemap.ground_files import GroundError, countries, read_layers, towns
from mapping.format.problems import Problem


def check_ground(folder: Path) -> list[Problem]:
    """What keeps the ground in a folder from being drawn; empty where it can be."""
    try:
        for _ in read_layers(folder):
            pass
        towns(folder)
        countries(folder)
        read_elevation(folder)
    except GroundError as error:
        return list(error.problems)
    return []
