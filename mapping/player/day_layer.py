"""A day as an ordinary Folium layer, for anybody's own map."""

from __future__ import annotations

from datetime import date
from html import escape

import folium

from mapping.format.campaign import Campaign
from mapping.format.dates import say_day
from mapping.format.tables import Event, Movement
from mapping.telling.narrate import say_certainty, say_force, say_when
from mapping.telling.timeline import (
    EventState,
    ForceState,
    MovementState,
    day_state,
    position_at,
    tracks_of,
)

DASHES = {"certain": None, "less-certain": None, "uncertain": "6 6"}


UNSAFE = {ord(character): f"&#{ord(character)};" for character in "{}`$\\%"}
"""Folium puts tooltips through a template and a JavaScript literal; these mean something there."""


def day_layer(
    campaign: Campaign, day: date | str, account_id: str | None = None
) -> folium.FeatureGroup:
    """One day's movements, events and forces as a plain Folium feature group.

    Lines are what was covered by the day's end; hollow and dashed things are not dated to the
    day. Raises `ValueError` for a day outside the campaign or an unknown account.
    """
    state = day_state(campaign, day, account_id)
    group = folium.FeatureGroup(name=say_day(state.day))
    for movement in state.movements:
        _add_movement(group, campaign, movement, state.number)
    for event in state.events:
        _add_event(group, campaign, event)
    for force in state.forces:
        _add_force(group, campaign, state.account_id, force)
    return group


def _add_movement(
    group: folium.FeatureGroup, campaign: Campaign, state: MovementState, number: int
) -> None:
    points = [list(fix.point) for fix in state.leg.fixes]
    if state.leg.animated:
        points = [list(fix.point) for fix in state.leg.fixes if fix.time <= number + 1]
        track = tracks_of(campaign, _account_of(campaign, state.movement)).get(
            state.movement.force_id
        )
        here = position_at(track, number + 1.0) if track else None
        points += [list(here.point)] if here and here.interpolated else []
    if len(points) < 2:
        return
    folium.PolyLine(
        points, color=_colour(campaign, state.movement.force_id), weight=4 if state.sure else 2.5,
        dash_array=None if state.leg.animated else "6 8",
        tooltip=_words(campaign, state.movement),
    ).add_to(group)  # fmt: skip


def _account_of(campaign: Campaign, movement: Movement) -> str:
    return next(iter(movement.account_ids), campaign.default_account)


def _add_event(group: folium.FeatureGroup, campaign: Campaign, state: EventState) -> None:
    actors = state.event.by_force_ids or state.event.against_force_ids
    colour = _colour(campaign, actors[0]) if actors else "#555555"
    for point in state.points:
        folium.CircleMarker(
            list(point), radius=7, color=colour, weight=2, fill=state.sure, fill_opacity=0.7,
            dash_array=DASHES[state.event.certainty] if state.sure else "3 3",
            tooltip=_words(campaign, state.event),
        ).add_to(group)  # fmt: skip


def _add_force(
    group: folium.FeatureGroup, campaign: Campaign, account_id: str, state: ForceState
) -> None:
    words = f"{state.force.name}: {say_force(campaign, account_id, state)}"
    folium.CircleMarker(
        list(state.position.point), radius=9, weight=3, fill=state.presence == "present",
        color=_colour(campaign, state.force.force_id), fill_opacity=0.9,
        dash_array=None if state.presence == "present" else "4 3", tooltip=_as_text(words),
    ).add_to(group)  # fmt: skip


def _colour(campaign: Campaign, force_id: str) -> str:
    return campaign.sides[campaign.forces[force_id].side_id].colour


def _words(campaign: Campaign, row: Movement | Event) -> str:
    certainty = say_certainty(row.certainty)
    return _as_text(f"{row.title} ({say_when(campaign, row)}; {certainty})")


def _as_text(words: str) -> str:
    """A campaign's words for a Folium tooltip, so that they are only ever shown."""
    return escape(words).translate(UNSAFE)
