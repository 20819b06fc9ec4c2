"""A campaign's pictures as they stand in its document: safe, small, and all together bounded."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import suppress
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
    """Pictures and old maps by the ids of their rows, and how long their sides are at most."""

    pictures: dict[str, Sent]
    maps: dict[str, SentMap]
    side: int


class FileBeside(NamedTuple):
    """A picture as a file beside the document: its name there, its bytes, its width and height."""

    name: str
    content: bytes
    width: int
    height: int

    @property
    def sent(self) -> Sent:
        """The same as the document calls it: by an address from where it lies itself."""
        return self.name, self.width, self.height


def pictures_of(campaign: Campaign) -> dict[str, Sent]:
    """The pictures of a campaign by the id of their row; none for a file that is no picture."""
    return _all_of(campaign, True).pictures


def maps_of(campaign: Campaign, with_pictures: bool = True) -> dict[str, SentMap]:
    """The old maps of a campaign by the id of their row; none for one that cannot be laid.

    Without pictures, where these lie beside the document, they have all of its room.
    """
    return _all_of(campaign, with_pictures).maps


def are_smaller(campaign: Campaign) -> bool:
    """Whether pictures and old maps were made smaller so that all fit into the document."""
    return _all_of(campaign, True).side < SIDES[0][0]


def files_beside(campaign: Campaign) -> Iterator[tuple[str, FileBeside]]:
    """The pictures as files beside a document, as large as they may be, by the ids of their rows.

    Old maps stay in the document: a browser lets a page that is a file itself draw no other file
    into a saved picture.
    """
    side, quality = SIDES[0]
    for row in campaign.media.values():
        if row.file:
            with suppress(PictureError):
                made = small_picture(campaign.folder / FOLDER / row.file, side, quality)
                yield row.media_id, FileBeside(f"picture-{row.media_id}.jpg", *made)


@once
def _all_of(campaign: Campaign, with_pictures: bool) -> _All:
    found = _All({}, {}, 0)
    for side, quality in SIDES:
        pictures = _pictures_within(campaign, side, quality) if with_pictures else {}
        size = sum(len(one[0]) for one in pictures.values())
        maps = _maps_within(campaign, side, quality, MAX_DOCUMENT_BYTES - size)
        size += sum(len(one.picture[0]) for one in maps.values())
        found = _All(pictures, maps, side)
        if size <= MAX_DOCUMENT_BYTES:
            break
    return found


def _pictures_within(campaign: Campaign, side: int, quality: int) -> dict[str, Sent]:
    """The pictures no longer than a side; none more once they are larger than they may be."""
    sent: dict[str, Sent] = {}
    size = 0
    for row in campaign.media.values():
        if not row.file or size > MAX_DOCUMENT_BYTES:
            continue
        try:
            content, *pixels = small_picture(campaign.folder / FOLDER / row.file, side, quality)
        except PictureError:
            continue
        address = JPEG + base64.b64encode(content).decode("ascii")
        sent[row.media_id] = (address, pixels[0], pixels[1])
        size += len(address)
    return sent


def _maps_within(campaign: Campaign, side: int, quality: int, room: int) -> dict[str, SentMap]:
    """The old maps in the same way, in so many bytes."""
    sent: dict[str, SentMap] = {}
    for row in campaign.maps.values():
        if room < 0:
            continue
        try:
            laid = lay_map(row, campaign.folder)
            path = campaign.folder / FOLDER / row.file
            picture = _warped(path, _mark_of(path), laid, round(side * MAP_SHARE), quality)
        except (GeoreferenceError, PictureError):
            continue
        # How the corners agree says nothing of what lies between them.
        off_km = None if row.corners else laid.off_km
        sent[row.map_id] = SentMap(picture, laid.bounds, off_km)
        room -= len(picture[0])
    return sent


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
