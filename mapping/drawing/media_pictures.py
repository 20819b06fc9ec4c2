"""A campaign's pictures as they stand in its document: safe, small, and all together bounded."""

from __future__ import annotations

import base64

from mapping.format.campaign import Campaign
from mapping.format.pictures import PictureError, small_picture
from mapping.telling.once import once

MAX_DOCUMENT_BYTES = 8_000_000
"""Of all pictures of a document together, as they are written in it."""
SIDES = ((1600, 82), (1130, 80), (800, 78), (566, 75), (400, 70), (200, 60))
"""The longest side and the quality that are tried, in this order, until all fit."""
DATA = "data:image/jpeg;base64,"

Sent = tuple[str, int, int]
"""A picture as a data address, its width and its height."""


@once
def pictures_of(campaign: Campaign) -> dict[str, Sent]:
    """The pictures of a campaign by the id of their row; none for a file that is no picture."""
    sent: dict[str, Sent] = {}
    for side, quality in SIDES:
        sent = _pictures_within(campaign, side, quality)
        if sum(len(address) for address, _, _ in sent.values()) <= MAX_DOCUMENT_BYTES:
            break
    return sent


def _pictures_within(campaign: Campaign, side: int, quality: int) -> dict[str, Sent]:
    """The pictures no longer than a side; none more once they are larger than they may be."""
    sent: dict[str, Sent] = {}
    size = 0
    for row in campaign.media.values():
        if not row.file or size > MAX_DOCUMENT_BYTES:
            continue
        try:
            content, *pixels = small_picture(campaign.folder / "media" / row.file, side, quality)
        except PictureError:
            continue
        address = DATA + base64.b64encode(content).decode("ascii")
        sent[row.media_id] = (address, pixels[0], pixels[1])
        size += len(address)
    return sent
