"""Online tiles that a reader may ask for: where they are, and whom they are owed to.

Nothing here is fetched by Python, nor by the page before its reader picks a layer.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from xyzservices import TileProvider
from xyzservices import providers as known

USUAL_MAX_ZOOM = 17

# tile.openstreetmap.org refuses every request that does not name its page, and neither a file nor
# a sandboxed frame names one (https://wiki.openstreetmap.org/wiki/Blocked_tiles). The same data,
# drawn by the German OpenStreetMap association, comes without.
PROVIDERS = {
    "OpenStreetMap": known.OpenStreetMap.DE,
    "OpenTopoMap": known.OpenTopoMap,
    "Esri World Imagery": known.Esri.WorldImagery,
}
"""Online layers by the name that a reader sees."""

PHOTOGRAPHS = ("Esri World Imagery",)


def tile_layers() -> list[dict[str, Any]]:
    """The online layers for the player: name, url, credit, drawn and maxZoom.

    `url` is a Leaflet template ({z}, {x}, {y}, {s}); `credit` is the attribution as a list of
    pieces of plain text, each with `url`, an http(s) address or empty. What is `drawn` may be
    dimmed at night, a photograph not.
    """
    return [
        {
            "name": name,
            "url": provider.build_url(fill_subdomain=False),
            "credit": plain_credit(provider),
            "drawn": name not in PHOTOGRAPHS,
            "maxZoom": int(provider.get("max_zoom", USUAL_MAX_ZOOM)),
        }
        for name, provider in PROVIDERS.items()
    ]


def plain_credit(provider: TileProvider) -> list[dict[str, str]]:
    """A provider's attribution without its markup: pieces of text, some with an address."""
    reader = _Pieces()
    reader.feed(provider.html_attribution)
    reader.close()
    return reader.pieces


class _Pieces(HTMLParser):
    """Takes text and the addresses of links out of HTML, and leaves everything else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[dict[str, str]] = []
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            url = dict(attrs).get("href") or ""
            self._url = url if url.startswith(("https://", "http://")) else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._url = ""

    def handle_data(self, data: str) -> None:
        self.pieces.append({"text": data, "url": self._url})
