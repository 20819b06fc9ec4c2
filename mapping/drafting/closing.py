"""The days that words for days mean, where a reader has come to in a text.

What the words leave open is closed by the running date, by the campaign's days and by the years
that the text names. Where nobody can tell, the answer is None.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from mapping.drafting.day_words import DayWords
from mapping.format.dates import FIRST_WEEKDAY, from_julian
from mapping.format.gregorian import FURTHEST_YEAR, Day

BACK_DAYS = 90
FIRST_GREGORIAN_YEAR = 1583
LAST_JULIAN_YEAR = 1923
"""Greece was the last country to change."""
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PARTS = {
    "early": (1, 10), "mid": (11, 20), "late": (21, 31), "first day": (1, 1), "last day": (31, 31),
    "second week": (8, 14), "third week": (15, 21), "fourth week": (22, 28),
    "first half": (1, 15), "second half": (16, 31),
}  # fmt: skip
"""The days of a month; 31 is its last one."""
_MONTHS_OF_YEAR = {
    "early": (1, 4), "mid": (5, 8), "late": (9, 12), "first half": (1, 6), "second half": (7, 12),
}  # fmt: skip
_MONTHS_OF_SEASON = {"early": (0, 0), "mid": (1, 1), "late": (2, 2)}


class Days(NamedTuple):
    """The first and the last day that may be meant."""

    first: Day
    last: Day

    @property
    def is_one(self) -> bool:
        """Whether a single day is meant."""
        return self.first == self.last


@dataclass(slots=True)
class Reading:
    """Where a reader has come to in the text's days."""

    span: Days
    running: Days | None = None
    anchor: Day | None = None
    """The day that "two days later" counts from; None after words that nobody can close."""
    years: list[int] = field(default_factory=list)
    named: Day | None = None
    """The day that this sentence has named already, from which it may count."""
    aside: Day | None = None
    """The day that the sentence before reached back to, from which this may count if it does so."""
    dateline: Day | None = None
    """The day on which a report was written: its weekdays lie before it."""
    is_diary: bool = False
    """Whether somebody tells of themselves: a day at the head is then that of writing."""
    is_night: bool = False
    """Whether the story has come to a night, so that a morning is that of the next day."""
    origin: Day | None = None
    """The day from which "the second day" and "the third day" count."""
    is_julian: bool = False
    """Whether the text goes by the Julian calendar, as its weekdays show."""
    outside: bool = False
    """Whether the last day read lies outside the campaign."""


def close_days(words: DayWords, reading: Reading) -> Days | None:
    """The days that the words mean, None where nobody can tell."""
    try:
        days = _CLOSERS[words.form](words, reading)
        if days and words.style == "old":
            return Days(*(Day.fromisoformat(from_julian(str(day))) for day in days))
        return days
    except (OverflowError, ValueError):
        # The 31st of a short month, or a day that no calendar has.
        return None


def _close_relative(words: DayWords, reading: Reading) -> Days | None:
    """So many days on; from a time less well known than to the day, as wide as that."""
    start, running = reading.named or reading.anchor, reading.running
    if words.part == "nth" and reading.origin:
        start = reading.origin
    if start or not words.step or not running or running.is_one or running == reading.span:
        return _shifted(start, words.step)
    return Days(running.first + words.step, running.last + words.step)


def _close_morning(words: DayWords, reading: Reading) -> Days | None:
    return _shifted(reading.named or reading.anchor, words.step) if reading.is_night else None


def _close_now(words: DayWords, reading: Reading) -> Days | None:
    """A history's "today" is no day of its story; a report's is the day of its dateline."""
    is_counted = words.part == "ago"
    start = reading.anchor if is_counted and reading.dateline is None else reading.dateline
    return _shifted(start, words.step)


def _close_later(words: DayWords, reading: Reading) -> Days | None:
    """So many months on: the same day of that month, or its last; of a month the whole month."""
    start = reading.named or reading.anchor
    known = start or (reading.running.first if reading.running else None)
    if words.part == "year" and known:
        year = known.year + words.step // 12
        return Days(Day(year, 1, 1), _month(year, 12).last)
    if start is not None:
        year, month = _month_beside(start.year, start.month, words.step)
        return _one(Day(year, month, min(start.day, _end(year, month))))
    if reading.running is None:
        return None
    return _month(*_month_beside(reading.running.first.year, reading.running.first.month,
                                 words.step))  # fmt: skip


def _close_within(words: DayWords, reading: Reading) -> Days | None:
    start = reading.named or reading.anchor
    if start is None:
        return None
    return Days(start + (words.first or 0), start + (words.last or 0))


def _close_week(words: DayWords, reading: Reading) -> Days | None:
    start = reading.named or reading.anchor
    if start is None:
        return None
    monday = start + (words.step * 7 - weekday_of(start, reading.is_julian))
    return Days(monday, monday + 6)


def _close_rest(words: DayWords, reading: Reading) -> Days | None:
    """ "Later that month"."""
    if reading.running is None:
        return None
    start = reading.running.last if words.step > 0 else reading.running.first
    month = _month(start.year, start.month)
    if words.step > 0:
        return Days(min(start + 1, month.last), month.last)
    return Days(month.first, max(start - 1, month.first))


def _close_year(words: DayWords, reading: Reading) -> Days | None:
    year = words.year
    if year is None and reading.running:
        year = reading.running.first.year + words.step
    if year is None:
        return None
    first, last = _MONTHS_OF_YEAR.get(words.part, (1, 12))
    return Days(Day(year, first, 1), _month(year, last).last)


def _close_season(words: DayWords, reading: Reading) -> Days | None:
    """A season north of the equator; a winter ends in the next year."""
    if words.year is not None:
        return _season(words, words.year)
    if reading.running is None:
        return None
    first, last = reading.running
    made = [_season(words, first.year + step) for step in (-1, 0, 1)]
    if words.step > 0:
        return next((one for one in made if one.first > last), None)
    if words.step < 0:
        return next((one for one in made[::-1] if one.last < first), None)
    # A story goes forward: the season that has not ended yet, unless that is far off.
    ahead = next((one for one in made if one.last >= first), made[-1])
    return ahead if ahead.first - last <= 2 * BACK_DAYS else made[1]


def _season(words: DayWords, year: int) -> Days:
    first, last = _MONTHS_OF_SEASON.get(words.part, (0, 2))
    begins = _month_beside(year, _SEASONS[words.season], first)
    ends = _month_beside(year, _SEASONS[words.season], last)
    return Days(_month(*begins).first, _month(*ends).last)


def _close_weekday(words: DayWords, reading: Reading) -> Days | None:
    start = reading.dateline or reading.named or reading.anchor
    if start is None or words.weekday is None or reading.outside:
        return None
    if reading.dateline:
        back = (weekday_of(reading.dateline, reading.is_julian) - words.weekday) % 7
        return _shifted(reading.dateline, -back)
    ahead = (words.weekday - weekday_of(start, reading.is_julian)) % 7
    if words.step < 0:
        return _shifted(start, (ahead or 7) - 7)
    return _shifted(start, (ahead or 7) if words.step else ahead)


def _close_easter(words: DayWords, reading: Reading) -> Days | None:
    usual = reading.running.first.year if reading.running else reading.span.first.year
    return _shifted(
        easter_sunday(usual if words.year is None else words.year, reading.is_julian), words.step
    )


def _close_eve(words: DayWords, reading: Reading) -> Days | None:
    """The eve of a battle that has no day yet is none."""
    return None


def _close_in_month(words: DayWords, reading: Reading) -> Days | None:
    """A day, a span or a part of a month, or the month itself, in the likeliest year."""
    if words.month is None:
        running = reading.running
        if words.form == "day" or (words.form in ("span", "choice") and words.first):
            return _bare_days(words, reading)
        if running is None:
            return None
        year, month = _month_beside(running.first.year, running.first.month, words.step)
        words = words._replace(year=year, month=month, last_month=month)
    if words.form == "month" and words.step and reading.running:
        return _month_by_way(words, reading.running)
    made = [days for year in _years(words, reading) if (days := _in_year(words, year))]
    fitting = _fitting(words, made, reading)
    inside = [
        days
        for days in fitting
        if days.first <= reading.span.last and reading.span.first <= days.last
    ]
    start = reading.running.last if reading.running else reading.span.first
    # A story goes forward: the next such day is meant sooner than the last one.
    return min(inside, key=lambda days: _way(start, days), default=next(iter(fitting), None))


def _month_by_way(words: DayWords, running: Days) -> Days | None:
    """ "The following March", "the previous May"."""
    made = [_month(running.first.year + step, words.month or 1) for step in (-1, 0, 1)]
    if words.step > 0:
        return next((one for one in made if one.first > running.last), None)
    return next((one for one in made[::-1] if one.last < running.first), None)


def _way(start: Day, days: Days) -> int:
    """How far a day is to seek from the running date; back is farther than forward."""
    if days.last < start:
        return start - days.first + BACK_DAYS
    return max(days.first - start, 0)


def _years(words: DayWords, reading: Reading) -> list[int]:
    """The years that may be meant, the likeliest first."""
    if words.year is not None:
        return [words.year] if abs(words.year) <= FURTHEST_YEAR else []
    span = range(reading.span.first.year, reading.span.last.year + 1)
    running = [reading.running.first.year] if reading.running else []
    return [*dict.fromkeys([*running, *span[:200], *reversed(reading.years)])]


def _in_year(words: DayWords, year: int) -> Days | None:
    month = words.month or 1
    try:
        if words.form == "part":
            first, last = _PARTS[words.part]
            end = _end(year, month)
            return Days(Day(year, month, min(first, end)), Day(year, month, min(last, end)))
        if words.form == "month":
            return _month(year, month)
        first_day = Day(
            year if words.first_year is None else words.first_year, month, words.first or 1
        )
        if words.form not in ("span", "choice"):
            return _one(first_day)
        last_month = words.last_month or month
        # From December to January is into the next year, where the text gives the last one's.
        if last_month < month and words.first_year is None:
            if words.year is None:
                year += 1
            else:
                first_day = Day(year - 1, first_day.month, first_day.day)
        last_day = Day(year, last_month, words.last or 1)
        return Days(first_day, last_day) if first_day <= last_day else None
    except ValueError:
        return None


def _end(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _one(day: Day) -> Days:
    return Days(day, day)


def _month(year: int, month: int) -> Days:
    return Days(Day(year, month, 1), Day(year, month, _end(year, month)))


def _month_beside(year: int, month: int, step: int) -> tuple[int, int]:
    number = year * 12 + month - 1 + step
    return number // 12, number % 12 + 1


def _fitting(words: DayWords, made: list[Days], reading: Reading) -> list[Days]:
    """Those that fall on the weekday that is named; all of them where none does, in error."""
    if words.weekday is None:
        return made
    for is_julian in dict.fromkeys((reading.is_julian, False, True)):
        fitting = [one for one in made if weekday_of(one.first, is_julian) == words.weekday]
        if fitting and (not is_julian or fitting[0].first.year <= LAST_JULIAN_YEAR):
            reading.is_julian = is_julian
            return fitting
    return made


def _bare_days(words: DayWords, reading: Reading) -> Days | None:
    """ "The 27th", "the 20th and 21st": in the month of the running date, or one beside it."""
    start = reading.span.first
    if reading.running:
        start = reading.running.last if reading.running.is_one else reading.running.first
    steps = [words.step] if words.step else [0, 1, -1]
    made = []
    for year, month in (_month_beside(start.year, start.month, step) for step in steps):
        if words.first and abs(year) <= FURTHEST_YEAR and words.first <= _end(year, month):
            made.append(_one(Day(year, month, words.first)))
    fitting = [days.first for days in _fitting(words, made, reading)]
    inside = [day for day in fitting if reading.span.first <= day <= reading.span.last]
    if not inside and not (fitting and reading.running):
        return None
    # A story goes forward: a day shortly before the running date is meant sooner than one far on.
    best = min(inside or fitting[:1], key=lambda day: abs(day - start) + (10 if day < start else 0))
    return Days(best, Day(best.year, best.month, words.last)) if words.last else _one(best)


def weekday_of(day: Day, is_julian: bool = False) -> int:
    """The weekday, Monday 0; before the Gregorian calendar the day is one of the Julian."""
    if day >= FIRST_WEEKDAY and not is_julian:
        return day.weekday()
    early = day.month <= 2
    year, month = day.year + 4800 - early, day.month + 12 * early - 3
    return (day.day + (153 * month + 2) // 5 + 365 * year + year // 4 - 32083) % 7


def easter_sunday(year: int, is_julian: bool = False) -> Day:
    """Easter Sunday in the West, until 1582 in the Julian calendar (Meeus, 1991, chapter 8)."""
    if year < FIRST_GREGORIAN_YEAR or is_julian:
        moon = (19 * (year % 19) + 15) % 30
        week = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
        month, day = divmod(moon + week + 114, 31)
        return Day(year, month, day + 1)
    century, rest = divmod(year, 100)
    golden = year % 19
    shift = (8 * century + 13) // 25
    moon = (19 * golden + century - century // 4 - shift + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return Day(year, month, day + 1)


def _shifted(start: Day | None, step: int) -> Days | None:
    return _one(start + step) if start else None


_CLOSERS: dict[str, Callable[[DayWords, Reading], Days | None]] = {
    "day": _close_in_month, "span": _close_in_month, "choice": _close_in_month,
    "part": _close_in_month, "month": _close_in_month, "rest": _close_rest,
    "season": _close_season, "year": _close_year, "week": _close_week,
    "relative": _close_relative, "later": _close_later, "now": _close_now,
    "within": _close_within, "weekday": _close_weekday, "easter": _close_easter,
    "morning": _close_morning, "eve": _close_eve,
}  # fmt: skip
