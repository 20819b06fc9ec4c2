"""Days and times of other files, as this format writes them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from math import floor
from typing import Literal

from mapping.format.dates import MomentError, parse_moment
from mapping.format.gregorian import Day, write_iso, year_before_1
from mapping.format.mending import mend_day, readings_of, year_before_1_in

Order = Literal["", "day-first", "month-first"]
MONTH = re.compile(r"[^\W\d_]{3,}\.?")
ABOUT = re.compile(r"\b(?:about|around|circa|ca?\.)\s*", re.IGNORECASE)
MOST_YEARS = 20
"""A campaign that is longer has too many days of one name."""
AS_ANY_YEAR = 2000
"""Every 400 years the calendar is the same: a time of any year is read as one of these."""
NUMERIC = re.compile(r"\s*(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+\d{4}")


class MomentUnread(ValueError):
    """A cell that is no moment, or may be several; the text says what to do."""


def find_order(cells: Iterable[str]) -> Order:
    """Whether a column's days stand before their months, as far as one of its cells shows it."""
    firsts, seconds = False, False
    for cell in cells:
        if match := NUMERIC.match(cell):
            firsts |= int(match[1]) > 12
            seconds |= int(match[2]) > 12
    if firsts == seconds:
        return ""
    return "day-first" if firsts else "month-first"


def read_moment(cell: str, order: Order = "") -> str:
    """A cell as one moment; a year or a month alone is one unknown moment in it.

    Raises `MomentUnread`.
    """
    cell = cell.strip()
    if span := _span_of(cell):
        return span
    try:
        return parse_moment(cell).text
    except MomentError:
        pass
    readings = readings_of(cell)
    if len(readings) == 2 and order:
        return readings[0 if order == "day-first" else 1]
    if len(readings) > 1:
        both = " or ".join(readings)
        raise MomentUnread(f"{cell} can be read as {both}: say --dates day-first or month-first")
    if readings:
        return parse_moment(readings[0]).text
    if (sharp := ABOUT.sub("", cell, count=1)) != cell:
        moment = read_moment(sharp, order)
        # A span about which nobody is sure has no notation.
        if not moment.endswith(("]", "~", "?")):
            return f"{moment}~"
    raise MomentUnread(mend_day(cell) if cell else "it has no day")


def read_within(cell: str, first: Day, last: Day) -> str:
    """A cell as one moment; a day without a year is the one from `first` to `last`, if it is one.

    Raises `MomentUnread`.
    """
    try:
        return read_moment(cell)
    except MomentUnread as unread:
        if re.search(r"\d{4}", cell) or last.year - first.year > MOST_YEARS:
            raise
        found = {one for year in range(first.year, last.year + 1) for one in _with_year(cell, year)}
        inside = [one for one in found if _is_within(one, first, last)]
        if len(inside) != 1:
            raise MomentUnread(f"say the year, too: {unread}" if found else str(unread)) from None
        return inside[0]


def _with_year(cell: str, year: int) -> Iterator[str]:
    """What a day and month are in a year: `20 October`, `Oct 20`, `20 October 06:00`."""
    words = f"{year:04}" if year > 0 else f"{1 - year} BC"
    for text in (f"{cell.strip()} {words}", MONTH.sub(rf"\g<0> {words}", cell, count=1)):
        with suppress(MomentUnread):
            yield read_moment(text)


def _is_within(moment: str, first: Day, last: Day) -> bool:
    spanned = parse_moment(moment)
    return spanned.known and first <= Day.fromordinal(floor(spanned.earliest)) <= last


def _span_of(cell: str) -> str:
    """A year, or a year and a month."""
    match = re.fullmatch(r"(-?\d{4})(?:-(\d{1,2}))?", year_before_1_in(cell) or cell)
    if match is None or match[1] == "-0000" or not 1 <= int(match[2] or 1) <= 12:
        return ""
    year, first, last = int(match[1]), int(match[2] or 1), int(match[2] or 12)
    return span(Day(year, first, 1), Day(year, last, calendar.monthrange(year, last)[1]))


def span(first: Day, last: Day) -> str:
    """One unknown moment from a day to another, the days included."""
    return f"[{first}..{last}]" if first != last else f"{first}"


def at_moment(value: datetime, ahead: timedelta = timedelta(0)) -> str:
    """A time as this format writes it: in its own zone, or so far ahead of UTC, to the minute."""
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None) + ahead
    value = (value + timedelta(seconds=30)).replace(second=0, microsecond=0)
    return value.strftime("%Y-%m-%dT%H:%M") if value.year >= 1000 else value.isoformat()[:16]


def read_time(text: str, ahead: timedelta = timedelta(0)) -> str:
    """A time of XML or JSON (ISO 8601), its zone brought to one so far ahead of UTC.

    A bare day, month or year stays one. Raises `MomentUnread`.
    """
    text = text.strip()
    if re.fullmatch(r"-?\d{4}(-\d{2}){0,2}", text):
        return read_moment(text)
    year, rest = _split_early(text)
    try:
        if rest == text:
            return at_moment(datetime.fromisoformat(text), ahead)
        said = at_moment(datetime.fromisoformat(f"{AS_ANY_YEAR + year % 400}{rest}"), ahead)
        return write_iso(int(said[:4]) - AS_ANY_YEAR + year // 400 * 400) + said[4:]
    except (ValueError, OverflowError):
        raise MomentUnread(f"{text[:60]!r} is no time") from None


def read_xml_time(text: str, ahead: timedelta = timedelta(0)) -> str:
    """A time of KML, which goes by XML Schema 1.0: there is no year 0, and -0048 is 48 BC."""
    year, rest = _split_early(text.strip())
    return read_time(write_iso(year_before_1(-year)) + rest if year < 0 else text, ahead)


def _split_early(text: str) -> tuple[int, str]:
    """A time's year before 1 and all behind it; 0 and all of it where it has a later year."""
    match = re.match(r"(-\d{4,5}|0000)(?=-|$)", text)
    return (int(match[0]), text[match.end() :]) if match else (0, text)


def in_cell(value: object) -> str:
    """A value of a workbook as a cell: its days and times are known ones."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else at_moment(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)
