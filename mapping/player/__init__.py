"""The player: a Folium map with time, as one self-contained HTML document."""

from mapping.player.document import campaign_document, campaign_map
from mapping.player.layers import day_layer

__all__ = ["campaign_document", "campaign_map", "day_layer"]
