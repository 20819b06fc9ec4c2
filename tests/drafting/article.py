"""An article's draft, held against the account that a person made of the same article.

The article itself is not part of the project: `ARTICLE` in the environment says where it lies.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mapping.drafting.draft import Draft, Frame, draft_text
from mapping.drafting.lock import Claim
from mapping.drafting.world import World, load_world
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.dates import parse_moment
from mapping.format.tables import Event, Movement, Place
from mapping.gazetteer.names import name_key, place_names
from mapping.geo.geodesy import distance_km

CAMPAIGN = Path(__file__).parent.parent.parent / "data" / "mersad-1988"
ACCOUNT = "article"
MOST_DAYS = 2.0
"""A claim is dated if its moment is known to within so many days."""
NEAR_KM = 25.0


class Held(NamedTuple):
    """A claim that a person made of the article, and the drafted one that has its place and day."""

    row: Event | Movement
    drafted: Claim | None


class Comparison(NamedTuple):
    """The places that the article names, those that were found, and the dated and placed claims."""

    named: tuple[str, ...]
    found: tuple[str, ...]
    held: tuple[Held, ...]

    @property
    def share(self) -> float:
        """The share of dated and placed claims that were drafted with the right place and day."""
        return sum(one.drafted is not None for one in self.held) / max(len(self.held), 1)


def compare(text: str, world: World) -> Comparison:
    """Draft the article and hold it against the account."""
    campaign = load_campaign(CAMPAIGN)
    days = campaign.first_day.isoformat(), campaign.last_day.isoformat()
    draft = draft_text(text, Frame.of(*days), world)
    named = {place_id: place for place_id, place in campaign.places.items() if _names(place, text)}
    same = {place_id: _same(place, draft) for place_id, place in named.items()}
    found = tuple(place_id for place_id in named if same[place_id])
    held = tuple(Held(row, _drafted(row, places, same, draft))
                 for row, places in _dated_and_placed(campaign, named))  # fmt: skip
    return Comparison(tuple(named), found, held)


def _names(place: Place, text: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in place_names(place))


def _same(place: Place, draft: Draft) -> set[str]:
    """The places of the draft that are this one: by its names, and by its point where both have."""
    keys = {name_key(name) for name in place_names(place)}
    return {
        one.place_id
        for one in draft.places.values()
        if one.place_id == place.place_id
        or ((name_key(one.name) in keys or name_key(f"{one.name} {one.kind}") in keys
            or (one.kind == place.kind and name_key(place.name).startswith(name_key(one.name))))
        and (not place.point or not one.found or not one.found.point
             or distance_km(place.point, one.found.point) <= NEAR_KM + (place.extent_km or 0)))
    }  # fmt: skip


def _dated_and_placed(
    campaign: Campaign, named: dict[str, Place]
) -> Iterator[tuple[Event | Movement, set[str]]]:
    for event in campaign.events.values():
        span = event.starts.latest - event.starts.earliest
        places = set(event.place_ids) & set(named)
        if ACCOUNT in event.account_ids and places and span <= MOST_DAYS:
            yield event, places
    for movement in campaign.movements.values():
        span = movement.arrives.latest - movement.departs.earliest
        ways = campaign.waypoints.get(movement.movement_id, ())
        places = {one.place_id for one in ways} & set(named)
        is_told = ACCOUNT in movement.account_ids and movement.mode == "actual"
        if is_told and places and span <= MOST_DAYS:
            yield movement, places


def _drafted(
    row: Event | Movement, places: set[str], same: dict[str, set[str]], draft: Draft
) -> Claim | None:
    first, last = (
        (row.starts.earliest, row.starts.latest) if isinstance(row, Event)
        else (row.departs.earliest, row.arrives.latest)
    )  # fmt: skip
    wanted = {one for place_id in places for one in same[place_id]}
    for claim in draft.claims:
        if not claim.moment or not wanted & {one.place_id for one in claim.places}:
            continue
        moment = parse_moment(claim.moment)
        if first <= moment.earliest and moment.latest <= last:
            return claim
    return None


def print_article() -> None:
    """Print the comparison, with and without the campaign's own places as a gazetteer."""
    path = os.environ.get("ARTICLE")
    if not path:
        print("\nNo ARTICLE in the environment: nothing is compared with the account.")
        return
    text = Path(path).read_text(encoding="utf-8")
    for title, world in (
        ("GeoNames alone", load_world()),
        ("with the campaign's own places", load_world(CAMPAIGN / "places.csv")),
    ):
        made = compare(text, world)
        missing = sorted(set(made.named) - set(made.found))
        print(f"\nThe article, {title}: {len(made.found)} of {len(made.named)} places found"
              f"{'; not ' + ', '.join(missing) if missing else ''}")  # fmt: skip
        print(f"{made.share:.0%} of {len(made.held)} dated and placed claims drafted")
        for one in made.held:
            words = one.drafted.phrase if one.drafted else "not drafted"
            print(f"| {one.row.row_id} | {one.drafted.moment if one.drafted else ''} | {words} |")
