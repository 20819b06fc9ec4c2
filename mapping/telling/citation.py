"""How a campaign is cited: title, days, whose tellings, version, licence, sources.

Nothing here depends on when or where it is made, so that the same data is cited the same way.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from mapping.format.campaign import Campaign
from mapping.format.canonical import canonical_files, digest_of
from mapping.format.tables import Source
from mapping.telling.narrate import say_days
from mapping.telling.once import once

PACKAGE = "campaign-map"


@once
def data_version(campaign: Campaign) -> str:
    """A mark of what the folder says, 12 hexadecimal digits: the same data, the same mark.

    Raises `CampaignError` when the folder's files can no longer be read.
    """
    return digest_of(canonical_files(campaign.folder))


def program_version() -> str:
    """The name and version of this package: `campaign-map 0.1.0`."""
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError:
        return PACKAGE


def say_version(campaign: Campaign) -> str:
    """Which data and which program: `data 38f531ddb76a, campaign-map 0.1.0`."""
    return f"data {data_version(campaign)}, {program_version()}"


def say_citation(campaign: Campaign) -> str:
    """How to cite a campaign, in one line."""
    accounts = [account.title for account in campaign.accounts.values() if account.title]
    parts = [
        f"{campaign.title}, {say_days(campaign)}",
        f"{'Accounts' if len(accounts) > 1 else 'Account'}: {'; '.join(accounts)}"
        if accounts
        else "",
        f"Campaign {campaign.campaign_id}, {say_version(campaign)}",
        f"Licence: {say_licence(campaign)}",
    ]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def say_licence(campaign: Campaign) -> str:
    """The licence of the campaign's texts and tables; it is said, too, when none is given."""
    return campaign.licence or "none given"


def say_source(source: Source) -> str:
    """A source as it is cited: author, title, publisher, date."""
    parts = (source.author, source.title, source.publisher, source.published)
    return ", ".join(dict.fromkeys(filter(None, parts)))


def say_attribution(campaign: Campaign) -> str:
    """Whose points the places stand on; a source's terms stand in its own row."""
    found = dict.fromkeys(place.found_by for place in campaign.places.values() if place.point)
    named = [campaign.sources[one].title if one in campaign.sources else one for one in found]
    return f"Places: {'; '.join(named)}" if named else ""
