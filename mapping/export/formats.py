"""The formats of export: what each is called, what it is for, and which module makes it.

Every file says how to cite it, its version, sources and licence, and the same data gives the
same bytes.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

from mapping.format.campaign import Campaign
from mapping.format.canonical import NAMES
from mapping.format.tables import Text
from mapping.telling.citation import data_version
from mapping.telling.timeline import day_states
from mapping.words.strings import STRINGS

USUAL_THRESHOLDS = gc.get_threshold()
NEW_VALUES = 100_000
"""After so many new values Python looks for rings of dead ones, while a file is made."""


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Have Python look for dead values less often: with 100,000 events it took two fifths of the
    time, for nothing, as what an export makes holds no rings."""
    gc.set_threshold(NEW_VALUES, *USUAL_THRESHOLDS[1:])
    try:
        yield
    finally:
        # Not what stood before: another export may have begun or ended meanwhile.
        gc.set_threshold(*USUAL_THRESHOLDS)


class Growth(NamedTuple):
    """How many bytes a file has for each of what it is made from, measured on two campaigns."""

    table_byte: float
    """For each byte of the campaign's tables."""
    force_day: float = 0
    """For each force on each day of each account."""
    other_day: float = 0
    """For each event, way and holder on each day of each account."""
    ground_byte: float = 0
    """For each byte of the campaign's own ground."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export: `option` is its name on the command line, `made_by` module.function,
    which gives the file piece by piece.

    The module is loaded only when a file is made, because some take long to load. `grows` is
    None for a file that is there anyway.
    """

    option: str
    ending: str
    media: str
    title: str
    made_by: str
    grows: Growth | None = None

    def to_chunks(self, campaign: Campaign) -> Iterator[bytes]:
        """The file's content piece by piece, so that it need not be in memory as a whole.

        Raises `CampaignError` when the folder can no longer be read.
        """
        module, _, function = self.made_by.rpartition(".")
        make: Callable[[Campaign], Iterable[bytes]] = getattr(import_module(module), function)
        with _rare_collection():
            yield from make(campaign)

    def to_bytes(self, campaign: Campaign) -> bytes:
        """The file's whole content; raises `CampaignError` as above."""
        return b"".join(self.to_chunks(campaign))

    def title_in(self, language: str) -> str:
        """What it is called; its own title where the language has no other for it."""
        return STRINGS[language].get(f"share.{self.option}", self.title)


FORMATS = (
    Format(
        "html", "html", "text/html", "The map as one file",
        "mapping.export.html.html_chunks",
    ),
    Format(
        "geojson", "geojson", "application/geo+json", "GeoJSON",
        "mapping.export.geojson.geojson_chunks", Growth(2.6, 500),
    ),
    Format(
        "kml", "kml", "application/vnd.google-earth.kml+xml", "KML",
        "mapping.export.kml.kml_chunks", Growth(0.8, 610, 610),
    ),
    Format(
        "csv", "csv", "text/csv", "Table of positions",
        "mapping.export.table.csv_chunks", Growth(0, 430),
    ),
    Format(
        "package", "zip", "application/zip", "Data package",
        "mapping.export.package.package_chunks", Growth(0.3, ground_byte=0.55),
    ),
)  # fmt: skip
"""Every format, in the order in which they are offered."""


def rough_size(campaign: Campaign, growth: Growth) -> float:
    """About how many bytes a file will have, without making it."""
    folder = campaign.folder
    # Texts in other languages stand in few places, and hardly count.
    told = (folder / name for name in NAMES if name != f"{Text.table}.csv")
    tables = sum(path.stat().st_size for path in told if path.is_file())
    ground = sum(path.stat().st_size for path in (folder / "ground").glob("*.*"))
    states = [
        state for account_id in campaign.accounts for state in day_states(campaign, account_id)
    ]
    forces = sum(len(state.forces) for state in states)
    others = sum(len(one.events) + len(one.movements) + len(one.control) for one in states)
    return (
        growth.table_byte * tables
        + growth.force_day * forces
        + growth.other_day * others
        + growth.ground_byte * ground
    )


def file_name(campaign: Campaign, one: Format) -> str:
    """What a file is called: `my-campaign-38f531ddb76a.geojson`."""
    return f"{campaign.campaign_id}-{data_version(campaign)}.{one.ending}"
