"""The ground under a campaign: coasts, water, borders, relief and towns, all offline.

`ground_layers` gives Folium layers, `ground_css` their colours for the light and dark scheme,
`attribution` the credits, `towns` places to label. A campaign's own ground is made once by
`mapping.basemap.build_ground`, which needs the optional packages of the extra `build`;
everything in this front door needs Folium only.
"""

from mapping.basemap.ground_check import check_ground
from mapping.basemap.layers import (
    attribution,
    bears,
    coast_near,
    countries,
    ground_css,
    ground_layers,
    has_borders,
    towns,
)
from mapping.basemap.shapes import read_shapes, to_geojson
from mapping.basemap.tiles import tile_layers

__all__ = [
    "attribution",
    "bears",
    "check_ground",
    "coast_near",
    "countries",
    "ground_css",
    "ground_layers",
    "has_borders",
    "read_shapes",
    "tile_layers",
    "to_geojson",
    "towns",
]
