"""Campaign time for other programs: ISO 8601 without a zone, and time spans as in Linked Places.

Both are in the campaign's local civil time. No zone is written, because the sources give none
and the rules of that time and place are often unknown.
"""

from __future__ import annotations

import math

from mapping.format.dates import Moment
from mapping.format.gregorian import Day, year_before_1
from mapping.telling.timeline import Span

SECONDS = 86_400
Limit = dict[str, str]


def say_iso(time: float, end: bool = False) -> str | None:
    """A time on the scale of `mapping.format.dates`: `1900-01-31T14:30:00`; None where it is open.

    Midnight as an end is the last second of the day before: programs that count an end in would
    show the thing on one day too many.
    """
    if math.isinf(time):
        return None
    seconds = round(time * SECONDS)
    if end and seconds % SECONDS == 0:
        seconds -= 1
    day, rest = divmod(seconds, SECONDS)
    return f"{Day.fromordinal(day).isoformat()}T{_say_clock(rest)}"


def _say_clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def say_span(origin: float, span: Span) -> tuple[str | None, str | None]:
    """From when to when something may have been under way; `origin` is the first day's."""
    # A thing of one moment at midnight begins and ends with that moment.
    lasts = (span.last - span.first) * SECONDS >= 1
    return say_iso(origin + span.first), say_iso(origin + span.last, end=lasts)


def to_xml_time(time: str) -> str:
    """An ISO time as XML Schema 1.0 has it, which KML goes by: without a year 0, -0048 is 48 BC.

    KML 2.2 (OGC 07-147r2, 15.1) says that time is counted as in ISO 8601, which has a year 0. It is
    written as `dateTime` and `date` of XML Schema Part 2, though, whose Second Edition, the one
    that Google's KML reference names, refuses 0000 and has -0001 for 1 BC (3.2.7.1); only 1.1 took
    the year 0 in. What is refused is drawn on no day at all, so the written form decides.
    """
    year = int(time[: time.index("-", 1)])
    return time if year > 0 else f"-{year_before_1(year):04d}{time[time.index('-', 1) :]}"


def to_limit(moment: Moment) -> Limit:
    """A moment as the start or end of a time span of the Linked Places format (LPF 1.2).

    A known one is `in`; an unknown one lies between `earliest` and `latest`, days included; an
    open end is left out.
    """
    if moment.known and not moment.choices and not moment.text.startswith("["):
        return {"in": moment.text.rstrip("~?")}
    if moment.earliest == moment.latest:
        return {"in": _edge(moment.earliest)}
    limits = {"earliest": _edge(moment.earliest), "latest": _edge(moment.latest, end=True)}
    return {name: value for name, value in limits.items() if value}


def _edge(time: float, end: bool = False) -> str:
    """A day where the edge is one of a whole day, else a day with its time."""
    if math.isinf(time):
        return ""
    minutes = round(time * 1440)
    day, rest = divmod(minutes, 1440)
    if rest == 0:
        return Day.fromordinal(day - 1 if end else day).isoformat()
    return f"{Day.fromordinal(day).isoformat()}T{rest // 60:02d}:{rest % 60:02d}"
