"""A day of the proleptic Gregorian calendar, also of the years before 1.

Years are counted as ISO 8601 and EDTF count them, with a year 0: 0000 is 1 BC, -0047 is 48 BC.
`datetime.date` begins with the year 1; all else here is as there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, overload

YEARS, DAYS = 400, 146_097
"""After so many years, which are so many days and whole weeks, the calendar begins again."""
FURTHEST_YEAR = 9999
"""A year has four digits, with or without a sign."""
ISO = re.compile(r"(-?\d{4})-(\d{2})-(\d{2})", re.ASCII)


def write_iso(year: int, *rest: int) -> str:
    """YYYY-MM-DD of any calendar, or only YYYY or YYYY-MM; a minus before it in a year below 0."""
    return "-".join([f"{'-' if year < 0 else ''}{abs(year):04d}", *(f"{one:02d}" for one in rest)])


@dataclass(frozen=True, order=True, slots=True)
class Day:
    """One day. Raises ValueError where there is no such day.

    A number of days is added and taken away; one day less another is a number of days.
    """

    year: int
    month: int
    day: int

    min: ClassVar[Day]
    max: ClassVar[Day]

    def __post_init__(self) -> None:
        if abs(self.year) > FURTHEST_YEAR:
            raise ValueError(f"year {self.year} is out of range")
        self._in_cycle()

    def _in_cycle(self) -> tuple[int, date]:
        """How many times the calendar began again, and the day in its first 400 years."""
        cycle, year = divmod(self.year - 1, YEARS)
        return cycle, date(year + 1, self.month, self.day)

    @classmethod
    def fromordinal(cls, ordinal: int) -> Day:
        """The day of that number; 1 is 1 January of the year 1. Raises ValueError beyond all."""
        cycle, number = divmod(ordinal - 1, DAYS)
        found = date.fromordinal(number + 1)
        return cls(found.year + YEARS * cycle, found.month, found.day)

    @classmethod
    def fromisoformat(cls, text: str) -> Day:
        """The day that YYYY-MM-DD or -YYYY-MM-DD says. Raises ValueError for anything else."""
        match = ISO.fullmatch(text)
        if match is None or match[1] == "-0000":
            raise ValueError(f"{text!r} is no day, YYYY-MM-DD")
        return cls(*map(int, match.groups()))

    def toordinal(self) -> int:
        """The day's number; 1 is 1 January of the year 1, and 0 the day before."""
        cycle, day = self._in_cycle()
        return day.toordinal() + DAYS * cycle

    def weekday(self) -> int:
        """0 is Monday."""
        return self._in_cycle()[1].weekday()

    def isoformat(self) -> str:
        """YYYY-MM-DD or -YYYY-MM-DD."""
        return write_iso(self.year, self.month, self.day)

    __str__ = isoformat

    def __add__(self, days: int) -> Day:
        return Day.fromordinal(self.toordinal() + days)

    @overload
    def __sub__(self, other: int) -> Day: ...
    @overload
    def __sub__(self, other: Day) -> int: ...
    def __sub__(self, other: int | Day) -> Day | int:
        if isinstance(other, Day):
            return self.toordinal() - other.toordinal()
        return self + -other

    def to_date(self) -> date:
        """The same day for others; raises ValueError before the year 1."""
        return date(self.year, self.month, self.day)


DayLike = Day | date | str
"""A day as a caller may give it: also Python's own, and as text."""
Day.min, Day.max = Day(-FURTHEST_YEAR, 1, 1), Day(FURTHEST_YEAR, 12, 31)


def year_before_1(year: int) -> int:
    """The year before Christ that a year is, 48 for -47; and the other way round, -47 for 48."""
    return 1 - year
