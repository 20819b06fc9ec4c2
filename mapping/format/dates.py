"""Moments, days and calendars.

Every date cell is one moment in the campaign's local civil time. The notation is EDTF's
(Library of Congress, Extended Date/Time Format, 2019) with times of day added:

    1900-01-29            a day
    1900-01-29T14:30      a time on that day
    1900-01-29~           about, and 1900-01-29? doubted; both also after a time
    [1900-01-29..1900-01-31]   one unknown moment in that span, the ends included
    [1900-01-29,1900-01-30]    one of these
    [..1900-01-29]  [1900-01-31..]   before, after
    -0047-08-09            a day of 48 BC: as in EDTF there is a year 0, which is 1 BC

Inside, a time is a float: days of the proleptic Gregorian calendar, where 1.0 is the beginning
of 1 January of the year 1, as in `Day.toordinal`. There are no time zones.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mapping.format.gregorian import ISO as ISO_DAY
from mapping.format.gregorian import Day, year_before_1
from mapping.format.mending import LIMITS, holds_day, mend_day, readings_of
from mapping.words.strings import USUAL, say, say_digits

FIRST_WEEKDAY = Day(1582, 10, 15)
"""The first day of the Gregorian calendar in use; no weekday is shown before it."""
FIRST_PLAIN_YEAR = 100
"""A year before this one is said with its era: `9 September AD 9`."""
PERSIAN_EPOCH = Day(622, 3, 22)
PERSIAN_END = Day(9999, 3, 21)
"""From this day on no year of the Solar Hijri calendar is known to `persiantools`."""
REMEMBERED_DAYS = 8_000
"""So many days in a calendar, and in words, are kept: rows of one day are many."""

MOMENT = re.compile(
    r"(?P<day>-?\d{4}-\d{2}-\d{2})(?:T(?P<hour>\d{2}):(?P<minute>\d{2}))?(?P<sign>[~?])?",
    re.ASCII,
)
JULIAN_DAY = re.compile(r"(?<![\w-])(-?\d{4})-(\d{2})-(\d{2})(?![\d-])", re.ASCII)
EXPECTED = (
    "one moment: 1900-01-29, 1900-01-29T14:30, either with ~ (about) or ? (doubted), "
    "or one unknown moment [1900-01-29..1900-01-31], [1900-01-29,1900-01-30], "
    "[..1900-01-29], [1900-01-29..]"
)


class MomentError(ValueError):
    """A cell that is not one moment; `mend` says what to write instead.

    `written` is a day in another notation, which `mend_day` tells better near the campaign's days.
    """

    def __init__(self, mend: str, written: str = "") -> None:
        super().__init__(mend)
        self.mend = mend
        self.written = written


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment, as sharp as its source gives it.

    `earliest` and `latest` are days (see the module); a bare day reaches from its beginning to
    its end, a time of day is a point, an open end is infinite.
    """

    text: str
    earliest: float
    latest: float
    timed: bool = False
    about: bool = False
    doubted: bool = False
    choices: tuple[Moment, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the moment is known to within a day."""
        return self.latest - self.earliest <= 1.0


def parse_moment(text: str) -> Moment:
    """Read one date cell.

    Raises `MomentError` when it is not one moment as the module describes it.
    """
    cell = text.strip()
    if cell.startswith("[") and cell.endswith("]"):
        return _parse_unknown(cell)
    lasts = "/" in cell and not (holds_day(cell) or readings_of(cell)) and cell.upper() != "N/A"
    if lasts:
        raise MomentError(
            "one cell holds one moment: write how long it lasted in two columns "
            "(starts and ends, departs and arrives)"
        )
    return _parse_single(cell)


def _parse_unknown(cell: str) -> Moment:
    inner = cell[1:-1]
    if ".." in inner:
        first, _, last = inner.partition("..")
        if not first and not last:
            raise MomentError("leave the cell empty for an unknown moment")
        earliest = _parse_single(first.strip()).earliest if first else -math.inf
        latest = _parse_single(last.strip()).latest if last else math.inf
        if earliest > latest:
            raise MomentError(f"the span ends before it begins: write [{last}..{first}]")
        return Moment(cell, earliest, latest)
    choices = tuple(_parse_single(part.strip()) for part in inner.split(","))
    if len(choices) < 2:
        raise MomentError("brackets hold a span [a..b] or a choice [a,b]")
    earliest = min(choice.earliest for choice in choices)
    return Moment(cell, earliest, max(choice.latest for choice in choices), choices=choices)


def _parse_single(cell: str) -> Moment:
    match = MOMENT.fullmatch(cell)
    if match is None:
        raise MomentError(mend_day(cell), cell)
    start = float(parse_day(match["day"]).toordinal())
    about, doubted = match["sign"] == "~", match["sign"] == "?"
    if match["hour"] is None:
        return Moment(cell, start, start + 1.0, about=about, doubted=doubted)
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 23 or minute > 59:
        raise MomentError("a time of day lies between 00:00 and 23:59")
    at = start + (hour * 60 + minute) / 1440
    return Moment(cell, at, at, timed=True, about=about, doubted=doubted)


def parse_day(text: str) -> Day:
    """Read a plain day, YYYY-MM-DD; in a year before 0 with a minus before it.

    Raises `MomentError` for anything else.
    """
    if not ISO_DAY.fullmatch(text):
        raise MomentError(mend_day(text, timed=False), text)
    if text.startswith("-0000"):
        raise MomentError("the year 0 has no sign: 0000 is 1 BC, -0001 is 2 BC")
    try:
        return Day.fromisoformat(text)
    except ValueError:
        raise MomentError(f"there is no such day as {text} in the calendar") from None


def say_day(day: Day, language: str = USUAL) -> str:
    """The day in words: `Wednesday 31 January 1900`; before 15 October 1582 no weekday."""
    words = say_date(day, own_calendar(day, language), language)
    weekday = say_weekday(day, language)
    return say("date.weekday", language, weekday=weekday, date=words) if weekday else words


def say_weekday(day: Day, language: str = USUAL, form: str = "weekday") -> str:
    """The day's weekday, or nothing before the Gregorian calendar was in use.

    `form` is `weekday`, `weekday-short` or `weekday-narrow`.
    """
    return say(f"{form}.{day.weekday()}", language) if day >= FIRST_WEEKDAY else ""


def own_calendar(day: Day, language: str) -> str:
    """The calendar that comes first in a language; the Gregorian where that has no such day."""
    calendar = say("language.calendar", language)
    return "gregorian" if calendar == "persian" and not _is_persian(day) else calendar


def _is_persian(day: Day) -> bool:
    return PERSIAN_EPOCH <= day < PERSIAN_END


class CalendarDay(NamedTuple):
    """A day as a calendar counts it."""

    year: int
    month: int
    day: int


@lru_cache(maxsize=REMEMBERED_DAYS)
def in_calendar(day: Day, calendar: str) -> CalendarDay:
    """The day in the Gregorian, the Julian or the Solar Hijri (`persian`) calendar.

    `persian` only where it has that day.
    """
    if calendar == "gregorian":
        return CalendarDay(day.year, day.month, day.day)
    if calendar == "julian":
        return _in_julian(day)
    from persiantools.jdatetime import JalaliDate

    persian = JalaliDate(day.to_date())  # type: ignore[no-untyped-call]
    return CalendarDay(persian.year, persian.month, persian.day)


def _in_julian(day: Day) -> CalendarDay:
    # Years begin in March here, so that a leap day is the last of its year. The Julian 1 March of
    # the year 0 lies 307 days before the day 0 of `toordinal`.
    cycle, left = divmod(day.toordinal() + 307, 1461)
    year = min(left // 365, 3)
    month, rest = divmod(5 * (left - 365 * year) + 2, 153)
    counted = 4 * cycle + year + (1 if month >= 10 else 0)
    return CalendarDay(counted, (month + 2) % 12 + 1, rest // 5 + 1)


def from_julian(text: str) -> str:
    """A cell whose days are those of the Julian calendar, with the Gregorian days in their place.

    Raises `MomentError` for a day that the Julian calendar does not have.
    """
    return JULIAN_DAY.sub(_to_gregorian, text)


def _to_gregorian(match: re.Match[str]) -> str:
    counted = CalendarDay(*map(int, match.groups()))
    # Years begin in March, as in `_in_julian`.
    year, month = counted.year - (counted.month < 3), (counted.month + 9) % 12
    ordinal = 365 * year + year // 4 + (153 * month + 2) // 5 + counted.day - 1 - 307
    if not Day.min.toordinal() <= ordinal <= Day.max.toordinal():
        raise MomentError(LIMITS)
    day = Day.fromordinal(ordinal)
    if _in_julian(day) != counted:
        raise MomentError(f"there is no such day as {match[0]} in the Julian calendar")
    return day.isoformat()


@lru_cache(maxsize=REMEMBERED_DAYS)
def say_date(day: Day, calendar: str, language: str = USUAL, *, year: bool = True) -> str:
    """The day in a calendar without its weekday: `20 March 1900`, `29 Esfand`."""
    counted = in_calendar(day, calendar)
    names = "gregorian" if calendar == "julian" else calendar
    form = f"{names}-year" if year else names
    said = counted.year if calendar == "persian" else say_year(counted.year, language)
    month = say(f"{form}.{counted.month}", language, year=said)
    return say("date.day", language, day=counted.day, month=month)


def say_year(year: int, language: str = USUAL) -> str:
    """A Gregorian or Julian year in words: `1900`, `AD 9`; as people count it, `48 BC` for -47."""
    if year < 1:
        return say("date.before-1", language, year=year_before_1(year))
    if year < FIRST_PLAIN_YEAR:
        return say("date.early", language, year=year)
    return say_digits(str(year), language)


def say_persian_day(day: Day, language: str = USUAL, *, year: bool = True) -> str:
    """The day in the Solar Hijri calendar, `1 Farvardin 1300`; empty where it has no such day."""
    return say_date(day, "persian", language, year=year) if _is_persian(day) else ""


def say_julian_day(day: Day, language: str = USUAL, *, year: bool = True) -> str:
    """The day in the Julian calendar, `26 August (Julian)`; its year only where that differs."""
    year = year and _in_julian(day).year != day.year
    words = say_date(day, "julian", language, year=year)
    return say("date.julian", language, date=words)


CALENDARS = {"persian": say_persian_day, "julian": say_julian_day}
"""The second calendars that a campaign may ask for, by the name in `campaign.toml`."""
