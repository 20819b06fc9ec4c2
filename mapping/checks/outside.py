"""Rules about what lies outside the campaign's days, perhaps by a slip in the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from mapping.checks.report import report
from mapping.checks.timing import is_surely_after
from mapping.format.campaign import Campaign, Told
from mapping.format.dates import FIRST_WEEKDAY, Moment, MomentError, parse_moment, say_date
from mapping.format.gregorian import year_before_1
from mapping.format.mending import day_of
from mapping.format.problems import Problem
from mapping.format.tables import Area, Control, Event, Movement
from mapping.telling.once import once
from mapping.telling.timeline import control_spans

FEW_DAYS = 62
"""In a campaign no longer than this a day of another year hardly falls on its days by chance."""
DAY = re.compile(r"(?P<year>-?\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII)


def check_movements_within(campaign: Campaign) -> Iterator[Problem]:
    """A movement falls on the campaign's days; what lies outside is never drawn."""
    for movement in campaign.movements.values():
        if side := _side_of(campaign, movement.departs, movement.arrives):
            column = "arrives" if side == "before" else "departs"
            moment = movement.arrives if side == "before" else movement.departs
            yield report(
                "movement-outside", "warning", movement, column,
                f"the movement lies {side} the campaign", moment.text, _expected(campaign),
                _correct(campaign, moment)
                + ", make the campaign longer in campaign.toml, or tell it as an event",
            )  # fmt: skip


def check_control_within(campaign: Campaign) -> Iterator[Problem]:
    """A place is held on some day of the campaign; what lies outside is never drawn."""
    length = len(campaign.calendar)
    for account_id in campaign.accounts:
        for row, span in control_spans(campaign, account_id):
            side = "before" if span.last <= 0 else "after" if span.first >= length else ""
            if side:
                moment = row.ends if side == "before" and row.ends else row.starts
                yield report(
                    "control-outside", "warning", row, "ends" if moment is row.ends else "starts",
                    f"{row.place_id} is held only {side} the campaign: never drawn", moment.text,
                    _expected(campaign),
                    _correct(campaign, moment) + ", or make the campaign longer in campaign.toml",
                )  # fmt: skip


def check_days_within(campaign: Campaign) -> Iterator[Problem]:
    """The text of a day belongs to a day of the campaign."""
    for row in campaign.days:
        if not campaign.first_day <= row.day <= campaign.last_day:
            yield report(
                "day-outside", "warning", row, "day", "not a day of the campaign: never shown",
                row.day.isoformat(), f"a day from {campaign.first_day} to {campaign.last_day}",
                _correct(campaign, parse_moment(row.day.isoformat()))
                + ", or make the campaign longer in campaign.toml",
            )  # fmt: skip


def check_calendar(campaign: Campaign) -> Iterator[Problem]:
    """Days before the Gregorian calendar are most often found, and copied, in the Julian one.

    Years before 1 are most often counted without a year 0.
    """
    first = campaign.first_day.isoformat()
    if campaign.first_day.year < 1:
        yield Problem(
            rule="calendar",
            severity="note",
            file="campaign.toml",
            column="first_day",
            message="years before 1 are counted as in EDTF, with a year 0: the first day is "
            f"{say_date(campaign.first_day, 'gregorian')}",
            found=first,
            mend="nothing, if that is so; else count each year before 1 one on: 48 BC is -0047",
        )
    if campaign.last_day >= FIRST_WEEKDAY or "julian" not in campaign.calendars:
        return
    julian = say_date(campaign.first_day, "julian")
    is_julian = campaign.days_in == "julian"
    yield Problem(
        rule="calendar",
        severity="note",
        file="campaign.toml",
        column="days_in",
        message=f"the days in the files are read as {campaign.days_in.title()} ones: the first is "
        f"{julian} in the Julian calendar, and {first} in the Gregorian, as this report counts",
        found=campaign.days_in,
        mend="nothing, if that is so; else leave days_in out" if is_julian
        else 'nothing, if that is so; where they are Julian write days_in = "julian"',
    )  # fmt: skip


def check_year_slips(campaign: Campaign) -> Iterator[Problem]:
    """No moment would fall on the campaign's days but for its year, or for its calendar.

    Where evidence for that very column is given the moment is meant, most likely: a note.
    """
    never_drawn = {one.row for one in check_control_within(campaign)}
    for row, column, moment in _moments(campaign):
        if isinstance(row, Control) and row.row in never_drawn:
            continue
        if isinstance(row, Movement) and _side_of(campaign, row.departs, row.arrives):
            continue  # said of the whole movement
        meant = _meant(campaign, moment)
        if meant:
            passages = campaign.evidence_for(row)
            is_meant = any(one.field == column and one.stance == "supports" for one in passages)
            yield report(
                "year-slip", "note" if is_meant else "warning", row, column,
                "outside the campaign, and on its days but for the year", moment.text,
                _expected(campaign),
                f"write {meant}; or, if this moment is meant, give evidence for {column}",
            )  # fmt: skip


def _moments(campaign: Campaign) -> Iterator[tuple[Told, str, Moment]]:
    for movement in campaign.movements.values():
        yield movement, "departs", movement.departs
        yield movement, "arrives", movement.arrives
        if movement.stays_until:
            yield movement, "stays_until", movement.stays_until
    rows: list[Event | Control | Area] = [
        *campaign.events.values(), *campaign.control.values(), *campaign.areas.values(),
    ]  # fmt: skip
    for row in rows:
        yield row, "starts", row.starts
        if row.ends:
            yield row, "ends", row.ends


def _side_of(campaign: Campaign, starts: Moment, ends: Moment) -> str:
    """Whether something lies wholly before or after the campaign; empty: neither."""
    first, last = _outer_days(campaign)
    if is_surely_after(first, ends):
        return "before"
    return "after" if is_surely_after(starts, last) else ""


@once
def _outer_days(campaign: Campaign) -> tuple[Moment, Moment]:
    """The first and the last day of a campaign."""
    return (
        parse_moment(campaign.first_day.isoformat()), parse_moment(campaign.last_day.isoformat())
    )  # fmt: skip


def _expected(campaign: Campaign) -> str:
    return f"a moment from {campaign.first_day} to {campaign.last_day}"


def _correct(campaign: Campaign, moment: Moment) -> str:
    """The first thing to do about a moment outside the campaign."""
    meant = _meant(campaign, moment)
    return f"write {meant}" if meant else "correct it"


def _meant(campaign: Campaign, moment: Moment) -> str:
    """The moment on the campaign's days that may be meant by one outside them; empty: none.

    Its year may be wrong, or it is written in the Solar Hijri calendar.
    """
    if not _side_of(campaign, moment, moment):
        return ""
    readings = [DAY.sub(_from_persian, moment.text)]
    for year in dict.fromkeys((campaign.first_day.year, campaign.last_day.year)):
        years = {match["year"] for match in DAY.finditer(moment.text)}
        if len(campaign.calendar) <= FEW_DAYS or all(_is_turned(one, year) for one in years):
            readings.append(DAY.sub(partial(_in_year, year), moment.text))
    return next((one for one in readings if _is_within(campaign, one)), "")


def _is_turned(year: str, other: int) -> bool:
    """Whether a year is another with its digits in another order: 1870 and 1780.

    One before 1 may also be counted without the year 0, or without its sign.
    """
    if other < 1:
        return year.lstrip("-") in (f"{abs(other):04d}", f"{year_before_1(other):04d}")
    return sorted(year) == sorted(f"{other:04d}")


def _in_year(year: int, match: re.Match[str]) -> str:
    day = day_of("gregorian", year, int(match["month"]), int(match["day"]))
    return str(day or match[0])


def _is_within(campaign: Campaign, text: str) -> bool:
    try:
        moment = parse_moment(text)
    except MomentError:
        return False
    first = campaign.origin
    return first <= moment.earliest and moment.latest <= first + len(campaign.calendar)


def _from_persian(match: re.Match[str]) -> str:
    """A day of the Solar Hijri calendar as the Gregorian one counts it."""
    return str(day_of("persian", *map(int, match.groups())) or match[0])
