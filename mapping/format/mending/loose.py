"""Moments that a source gives loosely, in the notation of the format.

`before 1 March 1896` is `[..1896-02-29]`, `c. 1 March 1896` is `1896-03-01~`, `early March 1896` is
the span of its first third.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from mapping.format.gregorian import Day
from mapping.format.mending.signs import MINUS
from mapping.format.mending.spelled import (
    LETTER,
    Near,
    day_of,
    days_in,
    months_named,
    number_of,
)

NUMBER = rf"{MINUS}?\d{{4}}"
"""A year."""
ABOUT = (
    r"(?:on or about|c|ca|cca|circa|approx|approximately|about|around"
    r"|um(?: den)?|vers(?: le)?|hacia|~|≈|حدود|حوالی|تقریبا)"
)
DOUBTED = r"(?:perhaps|probably|possibly|maybe|\?|شاید|احتمالا)"
BEFORE = r"(?:before|prior to|vor(?: dem)?|avant(?: le)?|antes del?|قبل از|پیش از)"
AFTER = r"(?:after|nach(?: dem)?|après(?: le)?|después del?|بعد از|پس از)"
UNTIL = r"(?:by|until|till|not after|no later than|on or before|تا)"
SINCE = r"(?:since|from|not before|no earlier than|on or after|از)"
OR = r"(?:or|oder|ou|یا)"
THIRDS = {
    r"(?:early|beginning of|start of|anfang|début(?: de)?|principios de|اوایل|آغاز)": 0,
    r"(?:mid|middle of|mid-|mitte|mi-|mediados de|اواسط|میانه)": 1,
    r"(?:late|end of|ende|finales de|fin(?: de)?|اواخر|پایان)": 2,
}
SEASONS = {
    r"(?:spring|بهار)": (0, 3), r"(?:summer|تابستان)": (0, 6),
    r"(?:autumn|fall|پاییز)": (0, 9), r"(?:winter|زمستان)": (-1, 12),
}  # fmt: skip
"""The year, counted from the one that is named, and the month in which a season of the north
begins. The winter of 1896 may also begin in that year."""
HOURS = {
    r"(?:dawn|daybreak|sunrise|سحر|سپیده دم|طلوع)": ("04:00", "07:00"),
    r"(?:morning|forenoon|بامداد|صبح)": ("06:00", "12:00"),
    r"(?:noon|midday|ظهر)": ("11:00", "13:00"),
    r"(?:afternoon|بعد از ظهر|بعدازظهر|عصر)": ("12:00", "18:00"),
    r"(?:dusk|sunset|nightfall|غروب)": ("17:00", "21:00"),
    r"(?:evening|سر شب)": ("18:00", "22:00"),
}
"""The hours of a part of the day, wide enough for any season of most latitudes."""
NIGHT = r"(?:night|overnight|شب)"
WEEKS = {r"(?:first|1st)": 0, r"(?:second|2nd)": 1, r"(?:third|3rd)": 2, r"last": -1}
PERSIAN_WEEKS = {"اول": 0, "دوم": 1, "سوم": 2, "آخر": -1}
BETWEEN = r"(?:between|zwischen|entre|بین)"
ARTICLE = r"(?: dem| le| el)?"
LASTED = r"(?:to|until|till|through|bis|au|al|تا)"


def loose_moments(plain: str, near: Near | None = None) -> list[str]:
    """What a cell in words may mean, in the format's notation; nothing where it is no such cell."""
    return list(dict.fromkeys(chain.from_iterable(read(plain, near) for read in READERS)))


def whole_spans(plain: str, near: Near | None = None) -> Iterator[tuple[Day, Day]]:
    """The first and last day of a month, a season or a year in words or numbers."""
    for first, last in _years_and_months(plain):
        yield first, last
    for words, third in THIRDS.items():
        if match := re.fullmatch(rf"{words}[- ]*(.+)", plain):
            for first, last in _years_and_months(match[1]):
                yield _third(first, last, third)
    for words, week in (*WEEKS.items(), *PERSIAN_WEEKS.items()):
        if match := re.fullmatch(rf"(?:the )?{words} week (?:of|in) (.+)|هفته {words} (.+)", plain):
            for first, last in _years_and_months(match[1] or match[2]):
                begins = last - 6 if week < 0 else first + week * 7
                yield begins, begins + 6
    for words, (year_before, month) in SEASONS.items():
        if match := re.fullmatch(rf"(?:the )?{words}(?: of)?,? ({NUMBER})", plain):
            yield from _season(number_of(match[1]), year_before, month)


def _season(year: int, year_before: int, month: int) -> Iterator[tuple[Day, Day]]:
    if year in range(1200, 1500):  # of the Persian calendar, whose seasons are its quarters
        quarter = {3: 1, 6: 4, 9: 7, 12: 10}[month]
        yield from _between(
            day_of("persian", year, quarter, 1), _month_end("persian", year, quarter + 2)
        )
    for begins in range(year + year_before, year + 1):
        ends = begins + (month == 12)
        yield from _between(
            day_of("gregorian", begins, month, 1), _month_end("gregorian", ends, (month + 2) % 12)
        )


def _between(first: Day | None, last: Day | None) -> Iterator[tuple[Day, Day]]:
    if first and last:
        yield first, last


def _years_and_months(plain: str) -> Iterator[tuple[Day, Day]]:
    if re.fullmatch(NUMBER, plain):
        year = number_of(plain)
        yield from _between(day_of("gregorian", year, 1, 1), day_of("gregorian", year, 12, 31))
    elif match := re.fullmatch(rf"({NUMBER})[-/.](\d{{1,2}})", plain):
        yield from _month("gregorian", number_of(match[1]), int(match[2]))
    elif match := re.fullmatch(rf"({LETTER}+)\.?(?: ماه| of| del?)?,?[- ]+({NUMBER})", plain):
        for calendar, number in months_named(match[1]):
            yield from _month(calendar, number_of(match[2]), number)


def _month(calendar: str, year: int, number: int) -> Iterator[tuple[Day, Day]]:
    yield from _between(day_of(calendar, year, number, 1), _month_end(calendar, year, number))


def _month_end(calendar: str, year: int, number: int) -> Day | None:
    tries = (day_of(calendar, year, number, day) for day in (31, 30, 29, 28))
    return next((found for found in tries if found), None)


def _third(first: Day, last: Day, third: int) -> tuple[Day, Day]:
    """A third of a month, by its tenth and twentieth day; of a longer span by its length."""
    length = last - first + 1
    if length <= 31:
        return first + third * 10, last if third == 2 else first + third * 10 + 9
    return first + third * length // 3, first + (third + 1) * length // 3 - 1


def _spans(plain: str, near: Near | None) -> list[tuple[Day, Day]]:
    """One day or a longer time in words, by its first and last day."""
    return [(day, day) for day in dict.fromkeys(days_in(plain, near))] or [*whole_spans(plain)]


def _read_limits(plain: str, near: Near | None) -> Iterator[str]:
    """Before, after, until, since."""
    limits: dict[str, Callable[[Day, Day], str]] = {
        BEFORE: lambda first, _: f"[..{first - 1}]",
        AFTER: lambda _, last: f"[{last + 1}..]",
        UNTIL: lambda _, last: f"[..{last}]",
        SINCE: lambda first, _: f"[{first}..]",
    }
    for words, say in limits.items():
        if match := re.fullmatch(rf"(?:shortly |just )?{words} (.+)", plain):
            for span in _spans(match[1], near):
                try:
                    yield say(*span)
                except ValueError:
                    continue


def _read_signs(plain: str, near: Near | None) -> Iterator[str]:
    """About, perhaps."""
    for words, sign in ((ABOUT, "~"), (DOUBTED, "?")):
        match = re.fullmatch(rf"{words}\.?(?<=\W) *(.+)|{words} +(.+)", plain) or re.fullmatch(
            rf"(.+?),? *\(?{words}\.?\)?", plain
        )
        given = next(filter(None, match.groups()), "") if match else ""
        for first, last in _spans(given, near):
            yield f"{first}{sign}" if first == last else f"[{first}..{last}]"


def _read_spans(plain: str, near: Near | None) -> Iterator[str]:
    """A month, a season, the beginning, middle or end of one."""
    if re.fullmatch(rf"{NUMBER}([-/.]\d{{1,2}})?", plain):
        return
    for first, last in whole_spans(plain, near):
        yield f"[{first}..{last}]"


def _read_choices(plain: str, near: Near | None) -> Iterator[str]:
    """`1 or 2 March 1896`, `between 1 and 3 March 1896`, `1-3 March 1896`."""
    joined = {
        rf"(.+?),? {OR} (.+)": ",",
        rf"{BETWEEN}{ARTICLE} (.+?) (?:and|und|et|y|و){ARTICLE} (.+)": "..",
        rf"(?:from |vom |du |del |از )?(.+?) {LASTED}(?: zum)? (.+)": "..",
        rf"(\d{{1,2}})\.? ?[-/] ?(\d{{1,2}}\.? {LETTER}.+)": "..",
    }  # fmt: skip
    for words, between in joined.items():
        match = re.fullmatch(words, plain)
        if match is None:
            continue
        one, other = match.groups()
        for last in dict.fromkeys(days_in(other, near)):
            # The first of two days often leaves out what the second says: its month, its year.
            rest = re.sub(r"^\d{1,2}\S*", "", other)
            year = re.sub(rf"^.*?(?=,? {NUMBER}$)", "", other)
            firsts = dict.fromkeys(chain(days_in(one + rest, near), days_in(one + year, near),
                                         days_in(one, near)))  # fmt: skip
            for first in (day for day in firsts if day < last):
                yield f"[{first}{between}{last}]"


def _read_parts(plain: str, near: Near | None) -> Iterator[str]:
    """A part of a day: `1896-02-29 evening`, `morning of 1 March 1896`, `night of 1-2 March`."""
    two = rf"(?:on )?(?:the )?{NIGHT}(?: of)?,? (\d{{1,2}}) ?(?:[-/]|to|and) ?(\d{{1,2}}.+)"
    if match := re.fullmatch(two, plain):
        for day in dict.fromkeys(days_in(match[2], near)):
            if day > Day.min and (day - 1).day == int(match[1]):
                yield f"[{day - 1}T20:00..{day}T05:00]"
    for words, hours in (*HOURS.items(), (NIGHT, None)):
        match = re.fullmatch(
            rf"(?:on )?(?:the )?{words}(?: of)?,? (.+)|(.+?),? (?:in the |at )?{words}", plain
        )
        for day in dict.fromkeys(days_in(match[1] or match[2], near) if match else ()):
            if hours:
                yield f"[{day}T{hours[0]}..{day}T{hours[1]}]"
            elif day < Day.max:
                yield f"[{day}T20:00..{day + 1}T05:00]"


READERS: tuple[Callable[[str, Near | None], Iterator[str]], ...] = (
    _read_limits, _read_signs, _read_spans, _read_choices, _read_parts
)  # fmt: skip
