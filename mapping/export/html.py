"""The player as one HTML file that works offline."""

from __future__ import annotations

from mapping.format.campaign import Campaign
from mapping.player import campaign_document


def html_bytes(campaign: Campaign) -> bytes:
    """The document in UTF-8; it cites the campaign in its payload."""
    return campaign_document(campaign).encode()
