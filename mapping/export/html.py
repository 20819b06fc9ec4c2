"""The player as one HTML file that works offline."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.format.campaign import Campaign
from mapping.player.document import document_parts


def html_chunks(campaign: Campaign) -> Iterator[bytes]:
    """The document in UTF-8, piece by piece; it cites the campaign in its payload."""
    return (part.encode() for part in document_parts(campaign))
