"""Where a force was at a day's end, in words: there, on a stretch of its way, last known, gone."""

from __future__ import annotations

from mapping.format.campaign import Campaign
from mapping.format.kinds import claim_kind
from mapping.format.tables import Event, Place
from mapping.telling.narrate import say_day_of, say_place
from mapping.telling.timeline import ForceState, Leg, tracks_of
from mapping.words.strings import USUAL, say, say_count, say_digits


def say_force(campaign: Campaign, account_id: str, state: ForceState, language: str = USUAL) -> str:
    """Where a force stood at a day's end and how far it had come, in one sentence or two."""
    words = [_say_whereabouts(campaign, account_id, state, language)]
    if state.strength is not None:
        words.append(say("force.strength", language, count=say_count(state.strength, language)))
    if state.presence not in ("between", "left", "last known"):
        words += _say_km(state, language)
    words += _say_end(campaign, state, language)
    return say("list.semicolon", language).join(words)


def _say_km(state: ForceState, language: str) -> list[str]:
    """How far it came; nothing of the day where that is not known."""
    total = round(state.km_total)
    if state.km_today is not None and state.km_today >= 0.5:
        return [say("force.km-today", language, today=round(state.km_today), total=total)]
    return [say("force.km", language, total=total)] if state.km_total >= 0.5 else []


def _say_end(campaign: Campaign, state: ForceState, language: str) -> list[str]:
    """That it may be gone, has ended, or has joined another one."""
    event = state.ended_by
    if state.presence == "ended" and event and _joined(event):
        force = campaign.forces[event.into_force_id].name
        return [say("force.joined", language, force=force)]
    if state.presence == "ended":
        return [say("force.ended", language)]
    if state.presence == "perhaps":
        return [say("force.perhaps-ended" if event else "force.perhaps", language)]
    return []


def _joined(event: Event) -> str:
    """The force that others join at an event; empty: they just end."""
    return event.into_force_id if claim_kind(event.kind).joins else ""


def _say_whereabouts(campaign: Campaign, account_id: str, state: ForceState, language: str) -> str:
    """The place of a force, in the words of what is known of it."""
    if state.presence == "between":
        return _say_stretch(campaign, account_id, state, language)
    where = _say_place(campaign, account_id, state, language)
    if state.presence == "last known":
        if state.placed_on is None:
            return say("force.last-known-before", language, where=where)
        day = say_day_of(campaign.calendar[state.placed_on], language)
        return say("force.last-known", language, where=where, date=day)
    if state.presence == "left":
        goal = _goal(campaign, state)
        if goal:
            place = say_place(goal, language)
            return say("force.left-for", language, place=place, where=where)
        return say("force.left", language, where=where)
    return where


def _goal(campaign: Campaign, state: ForceState) -> Place | None:
    """The place without a point to which a force has gone."""
    way = campaign.waypoints.get(state.left_by.movement_id) if state.left_by else None
    return campaign.places.get(way[-1].place_id) if way else None


def _say_stretch(campaign: Campaign, account_id: str, state: ForceState, language: str) -> str:
    """Where a force may be: between which places, and from how many km to how many."""
    position = state.position
    low, high = position.earliest_km or 0.0, position.latest_km or 0.0
    km = {"low": say_count(round(low), language), "high": say_count(round(high), language)}
    behind, ahead = _places_around(campaign, account_id, state, low, high)
    if behind and ahead and behind != ahead:
        names = {"behind": say_place(behind, language), "ahead": say_place(ahead, language)}
        return say("force.stretch-places", language, **names, **km)
    return say("force.stretch", language, **km)


def _places_around(
    campaign: Campaign, account_id: str, state: ForceState, low: float, high: float
) -> tuple[Place | None, Place | None]:
    """The last named place of a way at or before `low` km, and the first at or beyond `high`."""
    leg = _leg_of(campaign, account_id, state)
    stops = [fix for fix in leg.fixes if fix.place_id] if leg else []
    behind = [fix for fix in stops if fix.km <= low + 0.05]
    ahead = [fix for fix in stops if fix.km >= high - 0.05]
    return (
        campaign.places[behind[-1].place_id] if behind else None,
        campaign.places[ahead[0].place_id] if ahead else None,
    )


def _leg_of(campaign: Campaign, account_id: str, state: ForceState) -> Leg | None:
    """The way that a force is on."""
    legs = tracks_of(campaign, account_id)[state.force.force_id].legs
    name = state.position.movement_id
    return next((leg for leg in legs if leg.movement.movement_id == name), None)


def _say_place(campaign: Campaign, account_id: str, state: ForceState, language: str) -> str:
    position = state.position
    if position.place_id:
        place = say_place(campaign.places[position.place_id], language)
        return say("force.at", language, place=place)
    nearby = _stretch(campaign, account_id, state, language)
    if position.interpolated:
        form = "force.interpolated-at" if nearby else "force.interpolated"
        return say(form, language, where=nearby)
    lat, lon = (say_digits(f"{value:.2f}", language) for value in position.point)
    return nearby or say("force.at-point", language, lat=lat, lon=lon)


def _stretch(campaign: Campaign, account_id: str, state: ForceState, language: str) -> str:
    """The places between which a force stands on its way."""
    leg = _leg_of(campaign, account_id, state)
    stops = [fix for fix in leg.fixes if fix.place_id] if leg else []
    behind = [fix for fix in stops if fix.km <= state.position.km]
    ahead = [fix for fix in stops if fix.km > state.position.km]
    if not behind:
        return ""
    left = say_place(campaign.places[behind[-1].place_id], language)
    if not ahead:
        return say("force.beyond", language, place=left)
    to = say_place(campaign.places[ahead[0].place_id], language)
    return say("force.between", language, behind=left, ahead=to)
