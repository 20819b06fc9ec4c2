"""A document into which other states of its campaign are put while it is shown.

At the desk a campaign changes all the time. Its document is made and loaded once; after that only
those parts of what the player draws are sent that have become others.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from mapping.basemap.coast import Coast
from mapping.basemap.extent import campaign_points
from mapping.format.campaign import Campaign
from mapping.player.document import compact_json, ground_of, own_ground, player_payload
from mapping.player.fold import fold_payload
from mapping.player.sent import SentDocument, sent_document

Parts = dict[str, str]
"""The parts of what the player draws, each as JSON, by name; by `languages/CODE/NAME` those of a
language, of which the most are the player's own words."""
LANGUAGES = "languages"


@dataclass(frozen=True)
class LiveDocument:
    """A document with the parts that it was made of, and the ground that is drawn in it."""

    document: SentDocument
    parts: Parts
    own: Path | None
    coast: Coast | None

    def changed_for(self, campaign: Campaign) -> str | None:
        """What this campaign has otherwise, as JSON; None where it needs another document.

        It does where it stands on another ground, would need a finer coast elsewhere, or has other
        parts.
        """
        own = own_ground(campaign)
        if own != self.own or (
            self.coast is not None and not self.coast.is_fine_at(campaign_points(campaign))
        ):
            return None
        parts = parts_of(campaign)
        if parts.keys() != self.parts.keys():
            return None
        changed = [name for name in parts if parts[name] != self.parts[name]]
        return f"{{{','.join(f'{json.dumps(name)}:{parts[name]}' for name in changed)}}}"


def live_document(campaign: Campaign) -> LiveDocument:
    """The document of a campaign as it is now."""
    return LiveDocument(
        sent_document(campaign), parts_of(campaign), *ground_of(campaign)
    )  # fmt: skip


def parts_of(campaign: Campaign) -> Parts:
    """What the player draws of a campaign, but for its ground."""
    payload = fold_payload(player_payload(campaign))
    languages = payload.pop(LANGUAGES)
    parts = payload | {
        f"{LANGUAGES}/{code}/{name}": part
        for code, language in languages.items()
        for name, part in language.items()
    }
    return {name: compact_json(part) for name, part in parts.items()}
