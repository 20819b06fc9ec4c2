"""Boxes of latitude and longitude, and the square pixels of Web Mercator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth in metres (IUGG)."""
CELLS_PER_DEGREE = 120
"""Cells of 30 arc seconds, as elevations have them."""

Bounds = tuple[tuple[float, float], tuple[float, float]]
"""((south, west), (north, east)) in degrees; west > east lies across the antimeridian."""


@dataclass(frozen=True)
class Box:
    """One rectangle in degrees that does not cross the antimeridian."""

    south: float
    west: float
    north: float
    east: float

    def grown(self, degrees: float) -> Box:
        """The same rectangle, larger on all four sides (degrees), kept on the globe."""
        return Box(
            max(-90.0, self.south - degrees),
            max(-180.0, self.west - degrees),
            min(90.0, self.north + degrees),
            min(180.0, self.east + degrees),
        )

    def contains(self, lat: float, lon: float) -> bool:
        """Whether the point (degrees) lies inside or on the edge."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


def split_bounds(bounds: Bounds) -> list[Box]:
    """Bounds as one box, or two where they cross the antimeridian (RFC 7946, section 5.2)."""
    (south, west), (north, east) = bounds
    if south >= north:
        raise ValueError(f"bounds: south {south} must be less than north {north}")
    if west > east:
        return [Box(south, west, north, 180.0), Box(south, -180.0, north, east)]
    return [Box(south, west, north, east)]


def read_bounds(value: Any) -> Bounds:
    """Bounds from nested lists such as those of JSON or TOML, checked for shape."""
    try:
        (south, west), (north, east) = value
        return (float(south), float(west)), (float(north), float(east))
    except (TypeError, ValueError) as error:
        expected = "bounds: expected [[south, west], [north, east]]"
        raise ValueError(f"{expected}, got {value!r}") from error
