"""The ground under a campaign: coasts, water, borders, relief and towns, all offline.

`mapping.basemap.layers.ground_layers` gives Folium layers; what is in this front door needs no
Folium: `ground_css` the layers' colours for the light and dark scheme, `attribution` the credits,
`towns` places to label. A campaign's own ground is made once by `mapping.basemap.build_ground`,
which needs the optional packages of the extra `build`.
"""

from mapping.basemap.ground_check import check_ground
from mapping.basemap.ground_files import (
    attribution,
    bears,
    coast_near,
    countries,
    ground_css,
    has_borders,
    rivers_near,
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
    "has_borders",
    "read_shapes",
    "rivers_near",
    "tile_layers",
    "to_geojson",
    "towns",
]
