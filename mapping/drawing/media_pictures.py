"""A campaign's pictures as they stand in its document: safe, small, and all together bounded."""

from __future__ import annotations

import base64
import os
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from mapping.format.campaign import Campaign
from mapping.format.georeference import FOLDER, GeoreferenceError, LaidMap, lay_map
from mapping.format.pictures import PictureError, small_picture, warped_picture
from mapping.telling.once import once

MAX_DOCUMENT_BYTES = 8_000_000
"""Of all pictures of a document together, as they are written in it."""
SIDES = ((1600, 82), (1130, 80), (800, 78), (566, 75), (400, 70), (200, 60))
"""The longest side and the quality that are tried, in this order, until all fit."""
MAP_SHARE = 1.5
"""So much longer may be the side of an old map, which is looked at from near by."""
JPEG, WEBP = "data:image/jpeg;base64,", "data:image/webp;base64,"

Sent = tuple[str, int, int]
"""A picture as a data address, its width and its height."""


class SentMap(NamedTuple):
    """An old map as it lies: its picture, south-west and north-east in degrees, the fit's error."""

    picture: Sent
    bounds: tuple[tuple[float, float], tuple[float, float]]
    off_km: float | None


class _All(NamedTuple):
    """Pictures and old maps by the ids of their rows, and how many bytes they are together."""

    pictures: dict[str, Sent]
    maps: dict[str, SentMap]
    size: int


def pictures_of(campaign: Campaign) -> dict[str, Sent]:
    """The pictures of a campaign by the id of their row; none for a file that is no picture."""
    return _all_of(campaign).pictures


def maps_of(campaign: Campaign) -> dict[str, SentMap]:
    """The old maps of a campaign by the id of their row; none for one that cannot be laid."""
    return _all_of(campaign).maps


@once
def _all_of(campaign: Campaign) -> _All:
    found = _All({}, {}, 0)
    for side, quality in SIDES:
        found = _all_within(campaign, side, quality)
        if found.size <= MAX_DOCUMENT_BYTES:
            break
    return found


def _all_within(campaign: Campaign, side: int, quality: int) -> _All:
    """All no longer than a side; none more once they are larger than they may be."""
    pictures: dict[str, Sent] = {}
    maps: dict[str, SentMap] = {}
    size = 0
    for row in campaign.media.values():
        if not row.file or size > MAX_DOCUMENT_BYTES:
            continue
        try:
            content, *pixels = small_picture(campaign.folder / FOLDER / row.file, side, quality)
        except PictureError:
            continue
        address = JPEG + base64.b64encode(content).decode("ascii")
        pictures[row.media_id] = (address, pixels[0], pixels[1])
        size += len(address)
    for old in campaign.maps.values():
        if size > MAX_DOCUMENT_BYTES:
            continue
        try:
            laid = lay_map(old, campaign.folder)
            path = campaign.folder / FOLDER / old.file
            sent = _warped(path, _mark_of(path), laid, round(side * MAP_SHARE), quality)
        except (GeoreferenceError, PictureError):
            continue
        maps[old.map_id] = SentMap(sent, laid.bounds, laid.off_km)
        size += len(sent[0])
    return _All(pictures, maps, size)


def _mark_of(path: Path) -> tuple[int, int]:
    """Another one when the file is written anew."""
    status = os.stat(path)
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _warped(path: Path, mark: tuple[int, int], laid: LaidMap, side: int, quality: int) -> Sent:
    """A map's picture laid into its box; kept, for at the desk a campaign changes all the time."""
    way = laid.warp(side)
    content = warped_picture(path, laid.mask, way, quality)
    return (WEBP + base64.b64encode(content).decode("ascii"), *way.size)
