"""Days as people and spreadsheets write them, and how this format writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from mapping.format.mending.signs import DIGITS, HIDDEN, UNKNOWN

LIMITS = "nothing before the year 1 can be shown: write years from 0001 to 9999"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPREADSHEET_BEGINS = date(1899, 12, 30)
FROM_1904 = 1462
"""Days by which files of the older counting, from 1904, lie behind."""


def mend_day(cell: str, *, timed: bool = True) -> str:
    """What to write instead of a date cell that is no moment, or no plain day if not `timed`."""
    plain = HIDDEN.sub("", cell.translate(DIGITS)).replace("\xa0", " ").strip()
    if re.match(r"-\d|0000\b|.*\b(BCE?|B\.C\.)", plain, re.IGNORECASE) or _is_far(plain):
        return LIMITS
    if timed and UNKNOWN.fullmatch(plain):
        return "leave it empty, or write the span in which it lies: [1900-01-01..1900-01-31]"
    if plain != cell and (persian := _persian_day(plain)):
        return f"in the Persian calendar that is {persian}: write {persian}"
    if re.fullmatch(r"\d{5}([.,]\d+)?", plain):
        return _mend_serial(float(plain.replace(",", ".")), timed)
    if re.fullmatch(r"\d{4}(-\d{2})?", plain):
        return "give the day" + (timed * ", or a span such as [1900-01-01..1900-01-31]")
    day, time = _split_time(plain)
    readings = list(dict.fromkeys(one + timed * time for one in _days_in(day)))
    if len(readings) > 1:
        return f"write {' or '.join(readings)}: {cell} can be read as either"
    if readings:
        century = re.search(r"\d{4}", day) is None
        zone = time and re.search(r"(Z|UTC|[+-]\d\d:?\d\d)$", plain)
        return (
            f"write {readings[0]}"
            + century * ", with the century that it is"
            + bool(zone) * ", in the campaign's own local time"
        )
    return "write the day as YYYY-MM-DD" + ("" if cell.isascii() else ", with the digits 0 to 9")


def _is_far(plain: str) -> bool:
    return bool(re.match(r"\+?\d{5,}-\d", plain))


def _persian_day(plain: str) -> str:
    """The Gregorian day of one written with Persian digits in the Persian calendar."""
    match = re.fullmatch(r"(1[234]\d\d)[-/](\d{1,2})[-/](\d{1,2})", plain)
    if match is None:
        return ""
    from persiantools.jdatetime import JalaliDate

    try:
        day: date = JalaliDate(*map(int, match.groups())).to_gregorian()  # type: ignore[no-untyped-call]
    except ValueError:
        return ""
    return day.isoformat()


def _mend_serial(serial: float, timed: bool) -> str:
    """A spreadsheet's day number, which counts from 1900, or in some files from 1904."""
    readings = [
        _serial_moment(number if timed else int(number)) for number in (serial, serial + FROM_1904)
    ]
    return (
        f"a spreadsheet's day number: write {readings[0]} ({readings[1]} where its days count "
        "from 1904), in a column formatted as text"
    )


def _serial_moment(serial: float) -> str:
    minutes = round(serial % 1 * 1440) % 1440
    time = f"T{minutes // 60:02d}:{minutes % 60:02d}" if minutes else ""
    return (SPREADSHEET_BEGINS + timedelta(days=int(serial))).isoformat() + time


def _split_time(plain: str) -> tuple[str, str]:
    """A day with a time of day, taken apart; the time as this format writes it."""
    match = re.fullmatch(
        r"(.+?)(?:T|,? +)(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?"
        r" *([ap]\.?m\.?)?(?: *(?:Z|UTC|[+-]\d{2}:?\d{2}))?",
        plain,
        re.IGNORECASE,
    )
    if match is None:
        return plain, ""
    day, hour, minute, half = match[1], int(match[2]), int(match[3]), (match[4] or "").lower()
    hour = hour % 12 + (12 if half.startswith("p") else 0) if half else hour
    if hour > 23 or minute > 59:
        return plain, ""
    midnight = hour == minute == 0 and not half
    return day.strip(), "" if midnight else f"T{hour:02d}:{minute:02d}"


def _days_in(plain: str) -> Iterator[str]:
    """Every day that a cell may mean; a year of two digits is taken for the 20th century's."""
    if match := re.fullmatch(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})|(\d{4})(\d\d)(\d\d)", plain):
        yield from _day(*(part for part in match.groups() if part))
    elif match := re.fullmatch(r"(\d{1,2})([-/. ]+)(\d{1,2})[-/. ]+(\d{4}|\d\d)", plain):
        first, separator, second, year = match.groups()
        yield from _day(year, second, first)
        if "." not in separator:  # the month never comes first with points
            yield from _day(year, first, second)
    elif match := re.fullmatch(
        r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]+(?:of )?([a-z]+)\.?,?[-/ ]+(\d{4}|\d\d)", plain, re.I
    ):
        yield from _day(match[3], match[2], match[1])
    elif match := re.fullmatch(
        r"([a-z]+)\.?[-/ ]+(\d{1,2})(?:st|nd|rd|th)?,?[-/ ]+(\d{4}|\d\d)", plain, re.I
    ):
        yield from _day(match[3], match[1], match[2])


def _day(year: str, month: str, day: str) -> Iterator[str]:
    if month.isalpha():
        if month.lower()[:3] not in MONTHS:
            return
        month = str(MONTHS.index(month.lower()[:3]) + 1)
    try:
        found = date(int(year if len(year) == 4 else f"19{year}"), int(month), int(day))
    except ValueError:
        return
    yield found.isoformat()


def readings_of(cell: str) -> list[str]:
    """Every moment that a cell in another notation may mean, as this format writes it.

    The day is read before the month first, then after it. A year of two digits means none.
    """
    plain = HIDDEN.sub("", cell.translate(DIGITS)).replace("\xa0", " ").strip()
    if plain != cell.strip() and (persian := _persian_day(plain)):
        return [persian]
    day, time = _split_time(plain)
    if not re.search(r"\d{4}", day):
        return []
    return list(dict.fromkeys(one + time for one in _days_in(day)))


def holds_day(cell: str) -> bool:
    """Whether a cell holds one day in another notation, perhaps with a time."""
    plain = HIDDEN.sub("", cell.translate(DIGITS)).strip()
    return any(True for _ in _days_in(_split_time(plain)[0]))
