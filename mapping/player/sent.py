"""The document as it goes to the browser: made once, and sent as it is to whoever reads."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256

from mapping.format.campaign import Campaign
from mapping.player.document import document_parts


class SentDocument(bytes):
    """The player's whole HTML document in UTF-8."""

    @cached_property
    def mark(self) -> str:
        """What tells it from another document."""
        return sha256(self).hexdigest()[:16]


def sent_document(campaign: Campaign) -> SentDocument:
    """The document of a campaign as it is now."""
    return SentDocument("".join(document_parts(campaign)).encode())
