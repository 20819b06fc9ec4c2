"""Values to words: when something was, where a force stood, how sure it is."""

from __future__ import annotations

import math
from functools import lru_cache

from mapping.format.campaign import Account, Campaign, Outline, Told
from mapping.format.dates import CALENDARS, Moment, in_calendar, own_calendar, say_date, say_day
from mapping.format.gregorian import Day
from mapping.format.tables import Area, Control, Movement, Place
from mapping.telling.timeline import (
    ControlState,
    dating_of,
)
from mapping.words.strings import USUAL, has_script, say, say_count, say_digits


def say_account(account: Account, language: str = USUAL) -> str:
    """Whose telling it is: `Account: The Gazette, a newspaper of the first side`.

    A title may be anything, also `As the general histories have it`: it stands behind a colon.
    """
    if not account.title:
        return ""
    title, standpoint = account.title, account.standpoint
    if not standpoint:
        return say("account.teller", language, title=title)
    return say("account.teller-whose", language, title=title, standpoint=standpoint)


def say_certainty(certainty: str, language: str = USUAL) -> str:
    """How sure a row is: `less certain`."""
    return say(f"certainty.{certainty}", language)


def say_moment(moment: Moment, campaign: Campaign, language: str = USUAL) -> str:
    """One moment in words, with the year only where it is not the campaign's own."""
    return say_moment_from(moment, campaign.first_day, language)


def say_moment_from(moment: Moment, first_day: Day, language: str = USUAL) -> str:
    """The same for a campaign of which only its first day is known."""
    if moment.choices:
        return _say_choices(moment.choices, first_day, language)
    if not moment.text.startswith("["):
        words = _say_point(moment.earliest, first_day, language, timed=moment.timed)
        return _qualify(words, moment, language)
    if _is_part_of_a_day(moment):
        hours = [say_clock(time, language) for time in (moment.earliest, moment.latest)]
        day = _say_point(moment.earliest, first_day, language, timed=False)
        time = say("when.between", language, first=hours[0], last=hours[1])
        return say("date.time", language, date=day, time=time)
    first = _say_edge(moment.earliest, first_day, language)
    last = _say_edge(moment.latest, first_day, language, end=True)
    if not first:
        return say("when.by", language, moment=last)
    if not last:
        return say("when.from", language, moment=first)
    days = moment.earliest == int(moment.earliest) and moment.latest == int(moment.latest)
    if days and first.split(" ")[1:] == last.split(" ")[1:]:
        first = first.split(" ")[0]
    return say("when.between", language, first=first, last=last)


def _is_part_of_a_day(moment: Moment) -> bool:
    """Whether both ends are times of the same day."""
    if math.isinf(moment.earliest) or math.isinf(moment.latest):
        return False
    day = math.floor(moment.earliest)
    return day < moment.latest < day + 1 and moment.earliest > day


def _say_choices(choices: tuple[Moment, ...], first_day: Day, language: str) -> str:
    """`26 July or 27 July`; hours of one day as `25 July, 14:30 or 16:00`."""
    days = {math.floor(choice.earliest) for choice in choices}
    link = say("list.or", language)
    if len(days) > 1 or not all(choice.timed for choice in choices):
        return link.join(say_moment_from(choice, first_day, language) for choice in choices)
    hours = [_qualify(say_clock(choice.earliest, language), choice, language) for choice in choices]
    day = _say_point(choices[0].earliest, first_day, language, timed=False)
    return say("date.time", language, date=day, time=link.join(hours))


def _qualify(words: str, moment: Moment, language: str) -> str:
    if moment.about:
        return say("when.about", language, moment=words)
    return say("when.doubted", language, moment=words) if moment.doubted else words


def _say_edge(time: float, first_day: Day, language: str, *, end: bool = False) -> str:
    """An end of a span: a day where it is a whole day, else with its time; empty if open."""
    if math.isinf(time):
        return ""
    whole = time == math.floor(time)
    return _say_point(time - 1 if end and whole else time, first_day, language, timed=not whole)


@lru_cache(maxsize=10_000)
def _say_point(time: float, first_day: Day, language: str, *, timed: bool) -> str:
    """A point in time, in a campaign that begins on a day."""
    day = Day.fromordinal(math.floor(time))
    calendar = own_calendar(day, language)
    own = own_calendar(first_day, language)
    usual_year = in_calendar(first_day, own).year
    year = calendar != own or in_calendar(day, calendar).year != usual_year
    words = say_date(day, calendar, language, year=year)
    if not timed:
        return words
    return say("date.time", language, date=words, time=say_clock(time, language))


def say_clock(time: float, language: str = USUAL) -> str:
    """The time of day of a moment, to the minute: `14:30`."""
    minutes = round((time - math.floor(time)) * 1440)
    return say_digits(f"{minutes // 60 % 24:02d}:{minutes % 60:02d}", language)


def say_when(campaign: Campaign, row: Told, language: str = USUAL) -> str:
    """When a row took place, and whether the account says so or it was inferred."""
    words = say_placed(campaign, row, language)
    undated = dating_of(campaign, row) in ("implied", "undated")
    return say("when.undated", language, moment=words) if undated else words


def say_placed(campaign: Campaign, row: Told, language: str = USUAL) -> str:
    """When a row took place, for a list that says itself whether it is dated."""
    starts = row.departs if isinstance(row, Movement) else row.starts
    ends = row.arrives if isinstance(row, Movement) else row.ends
    words = say_moment(starts, campaign, language)
    if ends and ends != starts and not isinstance(row, Control):
        form = "date.range" if starts.known and ends.known else "when.until"
        words = say(form, language, first=words, last=say_moment(ends, campaign, language))
    if isinstance(row, Area) and starts.known and not ends:
        words = say("when.from", language, moment=words)
    if dating_of(campaign, row) in ("implied", "undated"):
        is_span = starts.text.startswith("[") and not starts.choices
        return say("when.placed" if is_span else "when.placed-on", language, moment=words)
    return words


def say_stated(campaign: Campaign, outline: Outline, language: str = USUAL) -> str:
    """Of which day the line of an area is: `as of 31 January`; empty where it is of none."""
    if outline.at is None:
        return ""
    moment = say_moment(outline.at, campaign, language)
    return say("area.stated", language, moment=moment)


def say_day_of(day: Day, language: str = USUAL) -> str:
    """A day of the campaign without its year: `27 July`."""
    return say_date(day, own_calendar(day, language), language, year=False)


def say_place(place: Place, language: str = USUAL) -> str:
    """A place's name: the native one where the language's readers can read it."""
    return place.native_name if is_native(place, language) else place.name


def is_native(place: Place, language: str) -> bool:
    """Whether a place goes by its native name in a language other than the tables' own."""
    script = say("language.script", language)
    return language != USUAL and has_script(place.native_name, script)


def say_strengths(campaign: Campaign, row: Movement, language: str = USUAL) -> str:
    """How many there were along a movement: `422,000 at Kowno, 340,000 at Wilna`; empty if unsaid.

    The numbers at named places, and the first and the last one wherever they stand.
    """
    way = campaign.waypoints.get(row.movement_id, ())
    stated = [(stop.place_id, stop.strength) for stop in way if stop.strength is not None]
    words: list[str] = []
    for number, (place_id, strength) in enumerate(stated):
        count = say_count(strength, language)
        if place_id:
            place = say_place(campaign.places[place_id], language)
            words.append(say("force.strength-at", language, count=count, place=place))
        elif number in (0, len(stated) - 1):
            words.append(count)
    return say("list.comma", language).join(dict.fromkeys(words))


def say_control(campaign: Campaign, state: ControlState, language: str = USUAL) -> str:
    """Who holds a place: `Old Mill: First side`."""
    place = say_place(campaign.places[state.place_id], language)
    holders = say_holders(campaign, state, language)
    return say("control.held", language, place=place, holders=holders)


def say_holders(campaign: Campaign, state: ControlState, language: str = USUAL) -> str:
    """Who holds a place, without its name: `perhaps Red`, `Red or Blue, not clear which`."""
    named = [
        (campaign.sides[side_id].name if side_id else say("control.nobody", language), sure)
        for side_id, sure in state.holders
    ]
    link = say("list.or", language)
    if len(named) > 1 and not any(sure for _, sure in named):
        holders = link.join(name for name, _ in named)
        return say("control.unclear", language, holders=holders)
    return link.join(
        name if sure else say("control.perhaps", language, holder=name) for name, sure in named
    )


def say_holding(campaign: Campaign, row: Control, language: str = USUAL) -> str:
    """A control row as a claim: `First side holds Old Mill`."""
    place = say_place(campaign.places[row.place_id], language)
    if not row.side_id:
        return say("control.title-nobody", language, place=place)
    return say("control.title", language, holder=campaign.sides[row.side_id].name, place=place)


def say_calendars(campaign: Campaign, day: Day, language: str = USUAL, *, year: bool = True) -> str:
    """The day in the calendars that come second, empty where there are none."""
    own = own_calendar(day, language)
    names = [name for name in campaign.calendars if name != own]
    others = [CALENDARS[name](day, language, year=year) for name in names]
    if own != "gregorian":
        others.insert(0, say_date(day, "gregorian", language, year=year))
    return say("list.comma", language).join(filter(None, others))


def say_whole_day(campaign: Campaign, day: Day, language: str = USUAL) -> str:
    """The day with weekday and second calendar: `Wednesday 21 March 1900, 1 Farvardin 1279`."""
    parts = (say_day(day, language), say_calendars(campaign, day, language))
    return say("list.comma", language).join(filter(None, parts))


def say_days(campaign: Campaign, language: str = USUAL) -> str:
    """From when to when: `29 January - 2 February 1900`; of a lone day that day."""
    first, last = campaign.first_day, campaign.last_day
    calendar = own_calendar(first, language)
    year = in_calendar(first, calendar).year != in_calendar(last, calendar).year
    until = say_date(last, calendar, language)
    if first == last:
        return until
    since = say_date(first, calendar, language, year=year)
    return say("date.range", language, first=since, last=until)
