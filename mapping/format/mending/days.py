"""What to write instead of a date cell that is no moment."""

from __future__ import annotations

import re

from mapping.format.gregorian import Day, year_before_1
from mapping.format.mending.loose import LASTED, loose_moments, whole_spans
from mapping.format.mending.signs import DASHES, MINUS, UNKNOWN
from mapping.format.mending.spelled import Near, days_in, plain_day

LIMITS = (
    "no day before the year -9999 can be shown, nor after 9999: tell it in words, in a title, "
    "a summary or a note"
)
SPREADSHEET_BEGINS = Day(1899, 12, 30)
FROM_1904 = 1462
"""Days by which files of the older counting, from 1904, lie behind."""


def mend_day(cell: str, *, timed: bool = True, near: Near | None = None) -> str:
    """What to write instead of a date cell that is no moment, or no plain day if not `timed`.

    `near` are the first and last day of the campaign: of several readings those count that lie
    between them, if any does.
    """
    plain = plain_day(cell)
    if _is_far(plain):
        return LIMITS
    if timed and UNKNOWN.fullmatch(plain):
        return "leave it empty, or write the span in which it lies: [1900-01-01..1900-01-31]"
    if re.fullmatch(r"-[1-9]\d{0,2}", plain):
        return "a spreadsheet took it for a subtraction: write the day again, in a column of text"
    if re.fullmatch(r"\d{5}([.,]\d+)?", plain):
        return _mend_serial(float(plain.replace(",", ".")), timed, near)
    if re.fullmatch(rf"{MINUS}?\d{{4}}([-/.]\d{{1,2}})?", plain):
        return "give the day" + _say_span(plain, timed)
    day, time = _split_time(plain)
    readings = [f"{one}{timed * time}" for one in dict.fromkeys(days_in(day, near))]
    if re.search("[۰-۹]", cell):
        # Who writes a year of the 14th century so means the Persian calendar.
        readings = [one for one in readings if not one.startswith(plain[:4])] or readings
    if not readings and timed:
        readings = loose_moments(plain, near)
    if not readings and not timed and next(whole_spans(plain), None):
        return "give the day" + _say_span(plain, timed)
    if not readings:
        digits = "" if cell.isascii() else ", with the digits 0 to 9"
        return f"write the day as YYYY-MM-DD{digits}"
    return _say_readings(cell, plain, readings, time, near)


def holds_day(cell: str) -> bool:
    """Whether a cell holds one day in another notation, perhaps with a time."""
    return any(True for _ in days_in(_split_time(plain_day(cell))[0]))


def readings_of(cell: str) -> list[str]:
    """Every moment that a cell in another notation may mean, as this format writes it.

    The day is read before the month first, then after it. A year of two digits means none.
    """
    plain = plain_day(cell)
    day, time = _split_time(plain)
    if not re.search(r"\d{4}", day) or _is_far(plain):
        return []
    readings = [f"{one}{time}" for one in dict.fromkeys(days_in(day))]
    if re.search("[۰-۹]", cell):
        readings = [one for one in readings if not one.startswith(plain[:4])] or readings
    return readings or loose_moments(plain)


def _is_far(plain: str) -> bool:
    return bool(re.match(r"[+-]?\d{5,}-\d|.*\b\d{5,} ?b\.?c", plain))


def _say_span(plain: str, timed: bool) -> str:
    first, last = next(whole_spans(plain), ("1900-01-01", "1900-01-31"))
    said = f", or a span such as [{first}..{last}]" if timed else f", such as {first}"
    counted = _say_counted(f"{first}")
    return said + (counted and f", {counted}")


def _say_counted(moment: str) -> str:
    """How a year before 1 is counted, as most people begin with 1 BC; empty for other years."""
    year = re.search(r"(?<![\d-])(0000|-\d{4})-", moment)
    if year is None:
        return ""
    return f"as EDTF counts, with a year 0: {year[1]} is {year_before_1(int(year[1]))} BC"


def _say_readings(cell: str, plain: str, readings: list[str], time: str, near: Near | None) -> str:
    """The mend: what to write, and why where that is not plain to see."""
    within = [one for one in readings if near and _is_near(one, near)]
    chosen = within or readings
    said = f"write {' or '.join(chosen)}"
    reasons = []
    if len(chosen) > 1:
        return f"{said}: {cell} can be read as either"
    year = re.search(r"(?<!\d)1[1-4]\d\d(?!\d)", plain)
    if year and year[0] not in chosen[0]:
        reasons.append("which is that day of the Persian calendar")
    elif len(readings) > 1:
        reasons.append("the only reading on the campaign's days")
    if not near and re.search(r"\d{4}", plain) is None:
        reasons.append("with the century that it is")
    if counted := _say_counted(chosen[0]):
        reasons.append(counted)
    if time and re.search(r"(z|utc|[+-]\d\d:?\d\d)$", plain):
        reasons.append("in the campaign's own local time")
    if chosen[0].startswith("[") and re.search(rf"\b{LASTED}\b", plain):
        reasons.append("if it is one moment in between; how long it lasted stands in two columns")
    if any(dash in cell for dash in DASHES):
        reasons.append("with plain hyphens (-) and no longer dash")
    return ", ".join([said, *reasons])


def _is_near(reading: str, near: Near) -> bool:
    """Whether some day of a reading lies in the campaign."""
    days = [Day.fromisoformat(day) for day in re.findall(r"-?\d{4}-\d\d-\d\d", reading)]
    first = Day.min if reading.startswith("[..") else min(days)
    last = Day.max if reading.endswith("..]") else max(days)
    return first <= near[1] and near[0] <= last


def _mend_serial(serial: float, timed: bool, near: Near | None) -> str:
    """A spreadsheet's day number, which counts from 1900, or in some files from 1904."""
    readings = [
        _serial_moment(number if timed else int(number)) for number in (serial, serial + FROM_1904)
    ]
    within = [one for one in readings if near and _is_near(one, near)]
    other = "" if len(within) == 1 else f" ({readings[1]} where its days count from 1904)"
    written = within[0] if len(within) == 1 else readings[0]
    return f"a spreadsheet's day number: write {written}{other}, in a column formatted as text"


def _serial_moment(serial: float) -> str:
    minutes = round(serial % 1 * 1440) % 1440
    time = f"T{minutes // 60:02d}:{minutes % 60:02d}" if minutes else ""
    return (SPREADSHEET_BEGINS + int(serial)).isoformat() + time


CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2}(?:\.\d+)?)? *(?P<half>[ap]\.?m\.?)?",
    r"(?P<hour>\d{1,2})(?P<minute>) *(?P<half>[ap]\.?m\.?)",
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?uhr(?P<half>)",
    r"(?P<hour>\d{1,2}) ?h ?(?P<minute>\d\d)?(?P<half>)",
    r"(?P<hour>\d\d)[:.]?(?P<minute>\d\d) ?(?:h|hrs?|hours)(?P<half>)",
)
"""A time of day: 14:30:00, 2.30 pm; 3 pm; 14.30 Uhr; 14h30; 1430 hrs."""


def _split_time(plain: str) -> tuple[str, str]:
    """A day with a time of day, taken apart; the time as this format writes it."""
    for clock in CLOCK:
        zone = r"(?: *(?:z|utc|[+-]\d{2}:?\d{2}))?"
        after = rf"(?P<day>.+?)(?:t|,? +(?:at |um |à |ساعت )?){clock}{zone}"
        before = rf"(?:at )?{clock},? +(?:on )?(?P<day>.+)"
        if match := re.fullmatch(after, plain) or re.fullmatch(before, plain):
            hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"] or ""
            hour = hour % 12 + (12 if half.startswith("p") else 0) if half else hour
            if hour > 23 or minute > 59:
                break
            midnight = hour == minute == 0 and not half
            return match["day"].strip(), "" if midnight else f"T{hour:02d}:{minute:02d}"
    return plain, ""
