"""Values to words: when something was, where a force stood, how sure it is."""

from __future__ import annotations

import math
from datetime import date

from mapping.campaign import Account, Campaign
from mapping.dates import CALENDARS, MONTHS, Moment, say_day
from mapping.tables import Control, Event, Movement
from mapping.timeline import (
    ControlState,
    Dating,
    ForceState,
    dating_of,
    tracks_of,
)

CERTAINTY_WORDS = {
    "certain": "certain",
    "less-certain": "less certain",
    "uncertain": "uncertain",
}
STANCE_WORDS = {"supports": "says so", "disputes": "says otherwise", "inferred": "by inference"}


def say_account(account: Account) -> str:
    """Whose telling it is: `As told by Press TV, Iranian state broadcaster`."""
    if not account.title:
        return ""
    whose = f", {account.standpoint}" if account.standpoint else ""
    return f"As told by {account.title}{whose}"


def say_moment(moment: Moment, campaign: Campaign) -> str:
    """One moment in words, with the year only where it is not the campaign's own."""
    if moment.choices:
        return _say_choices(moment.choices, campaign)
    if not moment.text.startswith("["):
        words = _say_point(moment.earliest, campaign, timed=moment.timed)
        return _qualify(words, moment)
    if math.isinf(moment.earliest):
        return f"by {_say_edge(moment.latest, campaign, end=True)}"
    if math.isinf(moment.latest):
        return f"from {_say_edge(moment.earliest, campaign)} on"
    first = _say_edge(moment.earliest, campaign)
    last = _say_edge(moment.latest, campaign, end=True)
    same_month = first.split(" ")[1:] == last.split(" ")[1:] and "," not in first + last
    return f"between {first.split(' ')[0] if same_month else first} and {last}"


def _say_choices(choices: tuple[Moment, ...], campaign: Campaign) -> str:
    """`26 July or 27 July`; hours of one day as `25 July, 14:30 or 16:00`."""
    days = {math.floor(choice.earliest) for choice in choices}
    if len(days) > 1 or not all(choice.timed for choice in choices):
        return " or ".join(say_moment(choice, campaign) for choice in choices)
    hours = [_qualify(say_clock(choice.earliest), choice) for choice in choices]
    return f"{_say_point(choices[0].earliest, campaign, timed=False)}, {' or '.join(hours)}"


def _qualify(words: str, moment: Moment) -> str:
    return f"about {words}" if moment.about else f"{words} (doubted)" if moment.doubted else words


def _say_edge(time: float, campaign: Campaign, *, end: bool = False) -> str:
    """An end of a span: as a day where it is a whole day, else with its time."""
    whole = time == math.floor(time)
    return _say_point(time - 1 if end and whole else time, campaign, timed=not whole)


def _say_point(time: float, campaign: Campaign, *, timed: bool) -> str:
    day = date.fromordinal(math.floor(time))
    words = f"{day.day} {MONTHS[day.month - 1]}"
    words += f" {day.year}" if day.year != campaign.first_day.year else ""
    return f"{words}, {say_clock(time)}" if timed else words


def say_clock(time: float) -> str:
    """The time of day of a moment, to the minute: `14:30`."""
    minutes = round((time - math.floor(time)) * 1440)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def say_when(campaign: Campaign, row: Movement | Event | Control) -> str:
    """When a row took place, and whether the account says so or it was inferred."""
    words = say_placed(campaign, row)
    undated = dating_of(campaign, row) in ("implied", "undated")
    return f"undated in this account, {words}" if undated else words


def say_placed(campaign: Campaign, row: Movement | Event | Control) -> str:
    """When a row took place, for a list that says itself whether it is dated."""
    dating = dating_of(campaign, row)
    starts = row.departs if isinstance(row, Movement) else row.starts
    ends = row.arrives if isinstance(row, Movement) else row.ends
    words = say_moment(starts, campaign)
    if ends and ends != starts and not isinstance(row, Control):
        link = " - " if starts.known and ends.known else "; until "
        words += link + say_moment(ends, campaign)
    if dating in ("implied", "undated"):
        where = "" if words.startswith(("between", "by", "from")) else "on "
        return f"placed {where}{words}"
    return words


def say_dating(dating: Dating) -> str:
    """How a row is dated, in a word or two."""
    return {
        "dated": "dated",
        "between": "dated to a span",
        "implied": "undated in this account",
        "undated": "undated in this account",
    }[dating]


def say_force(campaign: Campaign, account_id: str, state: ForceState) -> str:
    """Where a force stood at a day's end and how far it had come, in one sentence or two."""
    words = [_say_place(campaign, account_id, state)]
    if state.km_today >= 0.5:
        words.append(f"{state.km_today:.0f} km today, {state.km_total:.0f} km on its way")
    elif state.km_total >= 0.5:
        words.append(f"{state.km_total:.0f} km on its way")
    if state.presence == "perhaps":
        words.append("perhaps no longer")
    if state.presence == "ended":
        words.append("broken up by now at the latest")
    return "; ".join(words)


def _say_place(campaign: Campaign, account_id: str, state: ForceState) -> str:
    position = state.position
    if position.place_id:
        return f"at {campaign.places[position.place_id].name}"
    nearby = _stretch(campaign, account_id, state)
    if position.interpolated:
        return f"{nearby} (position interpolated)" if nearby else "position interpolated"
    return nearby or f"at {position.lat:.2f}, {position.lon:.2f}"


def _stretch(campaign: Campaign, account_id: str, state: ForceState) -> str:
    """The places between which a force stands on its way."""
    legs = tracks_of(campaign, account_id)[state.force.force_id].legs
    leg = next(
        (leg for leg in legs if leg.movement.movement_id == state.position.movement_id), None
    )
    stops = [fix for fix in leg.fixes if fix.place_id] if leg else []
    behind = [fix for fix in stops if fix.km <= state.position.km]
    ahead = [fix for fix in stops if fix.km > state.position.km]
    names = campaign.places
    if behind and ahead:
        return f"between {names[behind[-1].place_id].name} and {names[ahead[0].place_id].name}"
    return f"beyond {names[behind[-1].place_id].name}" if behind else ""


def say_control(campaign: Campaign, state: ControlState) -> str:
    """Who holds a place: `Eslamabad-e Gharb: MEK`."""
    parts = []
    for side_id, sure in state.holders:
        name = campaign.sides[side_id].name if side_id else "nobody"
        parts.append(name if sure else f"perhaps {name}")
    return f"{campaign.places[state.place_id].name}: {' or '.join(parts)}"


def say_calendars(campaign: Campaign, day: date) -> str:
    """The day in the campaign's second calendars, empty where it has none."""
    return ", ".join(filter(None, (CALENDARS[name](day) for name in campaign.calendars)))


def say_whole_day(campaign: Campaign, day: date) -> str:
    """The day with weekday and second calendar: `Tuesday 26 July 1988, 4 Mordad 1367`."""
    return ", ".join(filter(None, (say_day(day), say_calendars(campaign, day))))


def say_days(campaign: Campaign) -> str:
    """From when to when: `22 July - 30 July 1988`."""
    first, last = campaign.first_day, campaign.last_day
    whole = first.year != last.year
    words = f"{first.day} {MONTHS[first.month - 1]}" + (f" {first.year}" if whole else "")
    return f"{words} - {last.day} {MONTHS[last.month - 1]} {last.year}"
