"""The formats of export: what each is called, what it is for, and which module makes it.

Every file says how to cite it, its version, sources and licence, and the same data gives the
same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from mapping.format.campaign import Campaign
from mapping.telling.citation import data_version


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export: `option` is its name on the command line, `made_by` module.function.

    The module is loaded only when a file is made, because some take long to load.
    """

    option: str
    ending: str
    media: str
    title: str
    says: str
    made_by: str

    def to_bytes(self, campaign: Campaign) -> bytes:
        """The file's content; raises `CampaignError` when the folder can no longer be read."""
        module, _, function = self.made_by.rpartition(".")
        make: Callable[[Campaign], bytes] = getattr(import_module(module), function)
        return make(campaign)


FORMATS = (
    Format(
        "html", "html", "text/html", "The map as one file",
        "Opens in any browser, offline: to hand out, to show, to put on a website.",
        "mapping.export.html.html_bytes",
    ),
    Format(
        "geojson", "geojson", "application/geo+json", "GeoJSON",
        "Movements, events, control and places in time, for QGIS, kepler.gl and others.",
        "mapping.export.geojson.geojson_bytes",
    ),
    Format(
        "kml", "kml", "application/vnd.google-earth.kml+xml", "KML",
        "The same for Google Earth, in folders by account, day and side, with its time slider.",
        "mapping.export.kml.kml_bytes",
    ),
    Format(
        "csv", "csv", "text/csv", "Table of positions",
        "Where every force stood at the end of each day, for a spreadsheet or for statistics.",
        "mapping.export.table.csv_bytes",
    ),
    Format(
        "package", "zip", "application/zip", "Data package",
        "All tables with their description and licence: to keep, to check, to open here again.",
        "mapping.export.package.package_bytes",
    ),
)  # fmt: skip
"""Every format, in the order in which they are offered."""


def file_name(campaign: Campaign, one: Format) -> str:
    """What a file is called: `my-campaign-38f531ddb76a.geojson`."""
    return f"{campaign.campaign_id}-{data_version(campaign)}.{one.ending}"
