"""What an account says of a day in its own words."""

from __future__ import annotations

from mapping.format.campaign import Campaign
from mapping.format.gregorian import Day
from mapping.format.tables import DayText
from mapping.telling.once import once


def day_text(campaign: Campaign, day: Day, account_id: str) -> DayText | None:
    """The account's own text of a day, else that of all accounts."""
    texts = _texts_by_day(campaign)
    return texts.get((day, account_id)) or texts.get((day, ""))


@once
def _texts_by_day(campaign: Campaign) -> dict[tuple[Day, str], DayText]:
    return {(text.day, text.account_id): text for text in campaign.days}
