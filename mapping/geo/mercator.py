"""The plane of Web Mercator (EPSG:3857), in radians: latitudes by their height on it."""

from __future__ import annotations

import math


def mercator_y(lat: float) -> float:
    """Height of a latitude on the Mercator plane, in radians (EPSG:3857 divided by the radius)."""
    return math.asinh(math.tan(math.radians(lat)))


def latitude_at(height: float) -> float:
    """Latitude in degrees at a height on the Mercator plane; turns `mercator_y` round."""
    return math.degrees(math.atan(math.sinh(height)))
