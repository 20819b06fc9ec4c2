"""A campaign folder, read into one frozen value.

`value` is what a campaign is; `head`, `routes`, `outlines` and `references` read and check its
parts, and `folder` puts them together.
"""

from mapping.format.campaign.folder import load_campaign, read_campaign, read_what_fits
from mapping.format.campaign.head import (
    MAX_DAYS,
    MAX_ENTRIES,
    read_head,
    say_head_day,
)
from mapping.format.campaign.value import (
    NO_COLOUR,
    Account,
    Campaign,
    Outline,
    Route,
    Side,
    Told,
    is_told_by,
)

__all__ = [
    "MAX_DAYS",
    "MAX_ENTRIES",
    "NO_COLOUR",
    "Account",
    "Campaign",
    "Outline",
    "Route",
    "Side",
    "Told",
    "is_told_by",
    "load_campaign",
    "read_campaign",
    "read_head",
    "read_what_fits",
    "say_head_day",
]
