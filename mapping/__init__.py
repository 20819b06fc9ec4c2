"""Campaigns told day by day on a map, with who says so and how sure it is.

import mapping as mp

campaign = mp.load_campaign("data/my-campaign")
mp.campaign_map(campaign)                 # a folium.Map with the player; shows in a notebook
mp.widget(campaign)                       # the same as a widget: .day and .selected both ways
mp.day_layer(campaign, "1900-01-31")      # a plain folium.FeatureGroup for any Folium map
mp.day_state(campaign, "1900-01-31")      # what stood where, as plain values
mp.to_table(campaign)                     # where every force stood on each day, for pandas
mp.tables(campaign)                       # every table as a DataFrame
mp.to_geojson(campaign)                   # everything as GeoJSON; mp.to_kml for Google Earth
mp.to_png(campaign, "1900-01-31")         # a picture of a day, by an installed Chromium
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from mapping.checks import check_campaign
    from mapping.export.geojson import to_geojson
    from mapping.export.kml import to_kml
    from mapping.export.still import to_png
    from mapping.export.table import to_table
    from mapping.format.campaign import Campaign, load_campaign
    from mapping.format.problems import CampaignError, Problem
    from mapping.notebook.frames import tables
    from mapping.notebook.widget import widget
    from mapping.player import campaign_document, campaign_map, day_layer
    from mapping.player.plain_map import offline
    from mapping.telling.timeline import DayState, day_state

_DOORS = {
    "Campaign": "format.campaign",
    "CampaignError": "format.problems",
    "DayState": "telling.timeline",
    "Problem": "format.problems",
    "campaign_document": "player",
    "campaign_map": "player",
    "check_campaign": "checks",
    "day_layer": "player",
    "day_state": "telling.timeline",
    "load_campaign": "format.campaign",
    "offline": "player.plain_map",
    "tables": "notebook.frames",
    "to_geojson": "export.geojson",
    "to_kml": "export.kml",
    "to_png": "export.still",
    "to_table": "export.table",
    "widget": "notebook.widget",
}

__all__ = [
    "Campaign",
    "CampaignError",
    "DayState",
    "Problem",
    "campaign_document",
    "campaign_map",
    "check_campaign",
    "day_layer",
    "day_state",
    "load_campaign",
    "offline",
    "tables",
    "to_geojson",
    "to_kml",
    "to_png",
    "to_table",
    "widget",
]


def __getattr__(name: str) -> Any:
    """Load a part when it is first asked for, so that checking a folder does not load a map."""
    if name == "__version__":
        return _find_version()
    if name not in _DOORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_DOORS[name]}"), name)


def __dir__() -> list[str]:
    """What there is to be used; the parts themselves are loaded only when they are asked for."""
    return [*__all__, "__version__"]


def _find_version() -> str:
    """The version of the installed package; "0" where the code runs without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("campaign-map")
    except PackageNotFoundError:
        return "0"
