"""The player: a Folium map with time, as one self-contained HTML document."""

from mapping.player.day_layer import day_layer
from mapping.player.document import campaign_document, campaign_map

__all__ = ["campaign_document", "campaign_map", "day_layer"]
