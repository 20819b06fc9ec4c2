"""The address of the page: what it asks for, and how it follows the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mapping.bridge import FIELDS, PlayerState
from mapping.campaign import Campaign
from mapping.strings import LANGUAGES, USUAL

SELECTABLE = ("movements", "events", "control", "places", "forces")
SHOWN_CHARACTERS = 40


def read_address(params: Mapping[str, str], campaign: Campaign) -> tuple[dict[str, str], list[str]]:
    """What the address asks the player to show, and a note for each value that is no use."""
    state, notes = {}, []
    for name in FIELDS:
        value = params.get(name)
        if not value:
            continue
        if is_known(campaign, name, value):
            state[name] = value
        else:
            short = value[:SHOWN_CHARACTERS] + ("…" if len(value) > SHOWN_CHARACTERS else "")
            notes.append(f"The address asks for {name} “{short}”, which is not in this campaign.")
    return state, notes


def is_known(campaign: Campaign, name: str, value: str) -> bool:
    """Whether a campaign has that day, row or account, or the player that language."""
    if not re.fullmatch(FIELDS[name], value, re.ASCII):
        return False
    if name == "day":
        return value in {day.isoformat() for day in campaign.calendar}
    if name in ("account", "compare"):
        return value in campaign.accounts
    if name == "lang":
        return value in LANGUAGES
    if name in ("hide", "symbols"):
        return True
    table, _, row_id = value.partition("/")
    return table in SELECTABLE and row_id in getattr(campaign, table)


def read_compared(address: Mapping[str, str]) -> list[str]:
    """The account that is shown next to the first, if there is one."""
    return [address["compare"]] if address.get("compare") else []


def usual_values(campaign: Campaign) -> dict[str, str]:
    """What need not be said in the address."""
    return {"account": campaign.default_account, "lang": USUAL}


def language_of(params: Mapping[str, str]) -> dict[str, str]:
    """The language in an address, for another one that leads elsewhere in the same language."""
    return {"lang": params["lang"]} if params.get("lang") in LANGUAGES else {}


def address_of(
    before: Mapping[str, str], state: PlayerState, usual: Mapping[str, str]
) -> dict[str, str]:
    """The address that says what the reader settled on; what is usual is left out."""
    address, said = dict(before), state.to_dict()
    for name in FIELDS:
        value = said.get(name, "")
        if value and value != usual.get(name):
            address[name] = value
        else:
            address.pop(name, None)
    return address
