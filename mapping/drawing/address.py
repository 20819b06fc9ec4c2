"""The address: everything that a reader can set, as text in a link.

In the app these are the page's query parameters, in an exported file what stands after the `#`;
both carry the same names and values. What a reader can set is listed once, in `PlayerState`:
a new setting is one field there, one in the player's own state, and one line in its `restore`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields

from mapping.format.campaign import Campaign
from mapping.telling.steps import story_steps
from mapping.words.strings import LANGUAGES, USUAL, say

SELECTABLE = ("movements", "events", "control", "places", "forces")
PLAYS = ("loop", "back", "loop,back")
SHOWN_CHARACTERS = 40
MOST_LAT, MOST_LON, ZOOMS = 90.0, 540.0, (0.0, 20.0)
"""Degrees and zoom steps of a view; a map can be turned once around the world and a half."""


def _form(pattern: str) -> str:
    """A setting that may be empty, with the form that its values have."""
    given: str = field(default="", metadata={"form": pattern})
    return given


@dataclass(frozen=True, slots=True)
class PlayerState:
    """What the reader has before them; an empty value is one that the player has not said.

    `hide` is what the legend took off the map, `side:iraq,kind:speech`; `at` the middle and zoom
    of the map, `34.123,46.301,9.5`, once the reader has moved it; `step` the step of the story;
    `begin` and `end` the days that are marked on the bar; `window` that all days up to `day`, from
    the mark on, are shown together; `play` how the days are played; `maps` the old maps on
    the ground and, if not as usual, how opaque they are: `first-sheet,second-sheet~60`.
    """

    day: str = _form(r"-?\d{4}-\d{2}-\d{2}")
    select: str = _form(r"[a-z]{1,20}/[a-z0-9-]{1,60}(/[0-9]{1,6})?")
    account: str = _form(r"[a-z0-9-]{1,60}")
    compare: str = _form(r"[a-z0-9-]{1,60}")
    hide: str = _form(r"[A-Za-z0-9:,%._~ -]{1,2000}")
    at: str = _form(r"-?\d{1,2}(\.\d{1,6})?,-?\d{1,3}(\.\d{1,6})?,\d{1,2}(\.\d{1,2})?")
    lang: str = _form(r"[a-z]{2,3}")
    symbols: str = _form("app6")
    step: str = _form(r"[1-9]\d{0,3}")
    begin: str = _form(r"-?\d{4}-\d{2}-\d{2}")
    end: str = _form(r"-?\d{4}-\d{2}-\d{2}")
    window: str = _form("days")
    play: str = _form(r"[a-z]{4}(,[a-z]{4})?")
    maps: str = _form(r"[a-z0-9-]{1,60}(,[a-z0-9-]{1,60}){0,19}(~[0-9]{1,3})?")

    def to_dict(self) -> dict[str, str]:
        """The values that are there, by name."""
        return {name: value for name, value in asdict(self).items() if value}


FIELDS = {one.name: str(one.metadata["form"]) for one in fields(PlayerState)}
"""The form of each value, by name. The same patterns check it in the browser."""


def parse_state(value: object) -> PlayerState | None:
    """Check what came out of the player's frame; whatever does not fit is left out.

    None when nothing came, or something that is no state at all.
    """
    if not isinstance(value, Mapping):
        return None
    return PlayerState(
        **{
            name: text
            for name, pattern in FIELDS.items()
            if isinstance(text := value.get(name), str) and re.fullmatch(pattern, text, re.ASCII)
        }
    )


def read_address(params: Mapping[str, str], campaign: Campaign) -> tuple[dict[str, str], list[str]]:
    """What the address asks the player to show, and a note for each value that is no use."""
    state, notes = {}, []
    language = language_of(params).get("lang", USUAL)
    for name in FIELDS:
        value = params.get(name)
        if not value:
            continue
        if is_known(campaign, name, value):
            state[name] = value
        else:
            short = value[:SHOWN_CHARACTERS] + ("…" if len(value) > SHOWN_CHARACTERS else "")
            notes.append(say("page.not-in-campaign", language, name=name, value=short))
    if state.get("compare") == state.get("account", campaign.default_account):
        state.pop("compare", None)
    return state, notes


def is_known(campaign: Campaign, name: str, value: str) -> bool:
    """Whether a campaign has that day, row or account, the player that language or view."""
    if not re.fullmatch(FIELDS[name], value, re.ASCII):
        return False
    if name in ("day", "begin", "end"):
        return value in {day.isoformat() for day in campaign.calendar}
    if name in ("account", "compare"):
        return value in campaign.accounts
    if name == "lang":
        return value in LANGUAGES
    if name == "play":
        return value in PLAYS
    if name == "maps":
        return set(value.partition("~")[0].split(",")) <= set(campaign.maps)
    if name == "step":
        return int(value) <= len(story_steps(campaign))
    if name == "at":
        lat, lon, zoom = map(float, value.split(","))
        return abs(lat) <= MOST_LAT and abs(lon) <= MOST_LON and ZOOMS[0] <= zoom <= ZOOMS[1]
    if name == "select":
        table, _, row_id = value.partition("/")
        return table in SELECTABLE and row_id in getattr(campaign, table)
    return True


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
    """The address that says what the reader settled on; what is usual is left out.

    Its order is that in which the browser writes it: what the player says stands last.
    """
    told = {name: value for name, value in state.to_dict().items() if value != usual.get(name)}
    address = {name: value for name, value in before.items() if name not in FIELDS}
    return address | {name: told[name] for name in FIELDS if told.get(name)}
