"""A plain Folium map that needs no network."""

from __future__ import annotations

import folium
from branca.element import Figure

from mapping.basemap.verbatim import Verbatim
from mapping.player.document import leaflet_inline


def offline(shown: folium.Map) -> folium.Map:
    """Put Leaflet itself into the page of a Folium map, instead of links to it; gives the map.

    What else Folium links to (jQuery, Bootstrap, Font Awesome) is left out, which markers with
    icons need and `day_layer` does not. Tiles come from the network still: make the map with
    `tiles=None`.
    """
    shown.default_js, shown.default_css = [], []
    figure = shown.get_root()
    assert isinstance(figure, Figure)
    figure.header.add_child(Verbatim(leaflet_inline()), name="leaflet", index=0)
    return shown
