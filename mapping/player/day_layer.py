"""A day as an ordinary Folium layer, for anybody's own map."""

from __future__ import annotations

from html import escape
from typing import Any

import folium

from mapping.drawing.drawn import Drawn, drawn_days
from mapping.format.campaign import Campaign, Outline
from mapping.format.dates import say_day
from mapping.format.gregorian import DayLike
from mapping.format.tables import Control, Force
from mapping.telling.narrate import say_certainty, say_holding, say_stated, say_when
from mapping.telling.whereabouts import say_force

WEIGHTS = {"way": 2.5, "today": 4.0, "stretch": 2.5}
DASHES = {"solid": None, "hollow": "6 8", "planned": "2 8", "alleged": "2 8"}

UNSAFE = {ord(character): f"&#{ord(character)};" for character in "{}`$\\%"}
"""Folium puts tooltips through a template and a JavaScript literal; these mean something there."""


def day_layer(
    campaign: Campaign, day: DayLike, account_id: str | None = None
) -> folium.FeatureGroup:
    """One day's areas, movements, events and forces as a plain Folium feature group.

    Lines are what was covered by the day's end; hollow and dashed things are not dated to the
    day, and a dashed line ahead of a hollow force is the stretch on which it may be. Raises
    `ValueError` for a day outside the campaign or an unknown account.
    """
    number = campaign.day_number(day)
    account = campaign.account(account_id).account_id
    group = folium.FeatureGroup(name=say_day(campaign.calendar[number]))
    for thing in drawn_days(campaign, account)[number]:
        if thing.outline:
            _add_outline(group, campaign, thing, thing.outline)
        elif thing.is_line:
            _add_line(group, campaign, thing)
        elif not isinstance(thing.row, Control):
            _add_marks(group, campaign, account, thing)
    return group


def _add_line(group: folium.FeatureGroup, campaign: Campaign, thing: Drawn) -> None:
    folium.PolyLine(
        [list(point) for point in thing.points], color=campaign.colour_of(thing.side_id),
        weight=WEIGHTS[thing.part], dash_array=DASHES[thing.look],
        tooltip=_words(campaign, "", thing),
    ).add_to(group)  # fmt: skip


def _add_outline(
    group: folium.FeatureGroup, campaign: Campaign, thing: Drawn, outline: Outline
) -> None:
    chains = [[list(point) for point in chain] for chain in outline.chains]
    look: dict[str, Any] = {
        "color": campaign.colour_of(thing.side_id), "weight": 2.5, "dash_array": DASHES[thing.look],
        "tooltip": _words(campaign, "", thing, outline),
    }  # fmt: skip
    if outline.closed:
        # For Leaflet they are one path, in which rings within rings are holes.
        folium.Polygon(chains, fill=True, fill_opacity=0.12, fill_rule="evenodd",
                       **look).add_to(group)  # fmt: skip
    else:
        folium.PolyLine(chains, **look).add_to(group)


def _add_marks(
    group: folium.FeatureGroup, campaign: Campaign, account_id: str, thing: Drawn
) -> None:
    is_solid, is_force = thing.look == "solid", thing.part == "force"
    for point in thing.points:
        folium.CircleMarker(
            list(point), radius=9 if is_force else 7, weight=3 if is_force else 2,
            color=campaign.colour_of(thing.side_id),
            fill=is_solid, fill_opacity=0.9 if is_force else 0.7,
            dash_array=None if is_solid else "4 3", tooltip=_words(campaign, account_id, thing),
        ).add_to(group)  # fmt: skip


def _words(
    campaign: Campaign, account_id: str, thing: Drawn, outline: Outline | None = None
) -> str:
    row = thing.row
    if not isinstance(row, Force):
        title = say_holding(campaign, row) if isinstance(row, Control) else row.title
        certainty = say_certainty(row.certainty)
        stated = say_stated(campaign, outline) if outline else ""
        when = "; ".join(filter(None, (say_when(campaign, row), stated)))
        return _as_text(f"{title} ({when}; {certainty})")
    assert thing.force
    return _as_text(f"{row.name}: {say_force(campaign, account_id, thing.force)}")


def _as_text(words: str) -> str:
    """A campaign's words for a Folium tooltip, so that they are only ever shown."""
    return escape(words).translate(UNSAFE)
