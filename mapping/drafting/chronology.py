"""What day the words for days mean, along the text.

A text has a running date: the day that its story has come to. Words that leave something open are
closed by it, by the campaign's days, and by the years that the text names; a sentence without a
day is borne by it. A sentence that reaches back ("had crossed on the 3rd") is dated by its own
words, and does not move the running date of the rest.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, NamedTuple

from mapping.drafting.day_words import DayWords, find_day_words
from mapping.drafting.sentences import Sentence
from mapping.format.dates import FIRST_WEEKDAY

Basis = Literal["stated", "relative", "implied", "none"]
_BACK = re.compile(
    r"\b(?:had|earlier|previously|beforehand|ago|formerly)\b|\bbefore (?:the|that|this)\b", re.I
)
BACK_DAYS = 90
DATELINE_LETTERS = 80
_DATELINE = re.compile(r"\s*(?:\([^)\n]{1,40}\)|\(?[A-Z][\w ]{1,20}\))?\s*[-–—]+\s")
_THROUGHOUT = re.compile(
    r"\b(?:throughout|during|in the course of) the (?:whole |entire )?"
    r"(?:operation|campaign|offensive|war|fighting|invasion)\b", re.IGNORECASE,
)  # fmt: skip
"""What is said of all the days is not said of the last one."""
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


class Days(NamedTuple):
    """The first and the last day that may be meant."""

    first: date
    last: date

    @property
    def is_one(self) -> bool:
        """Whether a single day is meant."""
        return self.first == self.last


class DayMention(NamedTuple):
    """Words for a day: where they stand, the moment in the format's notation, and its basis.

    `ends` is a second moment where the words say how long something lasted. `moment` is empty
    where nobody can tell; the basis is then `none`.
    """

    start: int
    end: int
    text: str
    sentence: int
    moment: str
    ends: str
    basis: Basis
    days: Days | None


class Borne(NamedTuple):
    """A moment that a sentence bears: its beginning, its end where that is said, its basis."""

    moment: str
    ends: str
    basis: Basis


@dataclass(slots=True)
class Reading:
    """Where a reader has come to in the text's days."""

    span: Days
    running: Days | None = None
    anchor: date | None = None
    """The day that "two days later" counts from; None after words that nobody can close."""
    years: list[int] = field(default_factory=list)
    named: date | None = None
    """The day that this sentence has named already, from which it may count."""
    dateline: date | None = None
    """The day on which a report was written: its weekdays lie before it."""
    outside: bool = False
    """Whether the last day read lies outside the campaign."""


def read_days(
    text: str, sentences: Sequence[Sentence], first: date, last: date
) -> tuple[tuple[DayMention, ...], tuple[Borne, ...]]:
    """The words for days in a text, and for each sentence what it bears without words of its own.

    `first` and `last` are the campaign's days.
    """
    reading = Reading(Days(first, last))
    mentions: list[DayMention] = []
    borne: list[Borne] = []
    for sentence in sentences:
        found = [*find_day_words(text, sentence.start, sentence.end)]
        borne.append(_implied(text, sentence, reading))
        reading.named = None
        for words in found:
            mentions.append(_close(text, sentence, words, reading))
    return tuple(mentions), tuple(borne)


def _implied(text: str, sentence: Sentence, reading: Reading) -> Borne:
    """What the running date says of a sentence without a day."""
    if _THROUGHOUT.search(text, sentence.start, sentence.end):
        reading.running, reading.anchor = reading.span, None
    if reading.running is None:
        return Borne("", "", "none")
    days = reading.running
    if _reaches_back(text, sentence.start, sentence.end):
        days = Days(reading.span.first, days.last)
    return Borne(write_days(days), "", "implied")


def _reaches_back(text: str, start: int, end: int) -> bool:
    return bool(_BACK.search(text, start, end))


def _close(text: str, sentence: Sentence, words: DayWords, reading: Reading) -> DayMention:
    days = _days_of(words, reading)
    basis: Basis = (
        "relative" if words.form in ("relative", "now", "within", "weekday") else "stated"
    )
    moment, ends = _moments(words, days) if days else ("", "")
    if days and words.start < DATELINE_LETTERS and _DATELINE.match(text, words.end):
        reading.dateline = days.first
    _move(text, sentence, words, days, reading)
    if days and days.is_one:
        reading.named = days.first
    return DayMention(
        words.start, words.end, text[words.start : words.end], sentence.number,
        moment, ends, basis if moment else "none", days,
    )  # fmt: skip


def _moments(words: DayWords, days: Days) -> tuple[str, str]:
    """The moment, and the end where the words say how long it lasted."""
    if words.sense == "by":
        return f"[..{days.last}]", ""
    if words.sense == "before":
        return (f"[..{days.first - timedelta(1)}]", "") if days.first > date.min else ("", "")
    if words.sense == "since":
        return f"[{days.first}..]", ""
    if words.sense == "after":
        return (f"[{days.last + timedelta(1)}..]", "") if days.last < date.max else ("", "")
    if words.form == "choice":
        return f"[{days.first},{days.last}]", ""
    if words.form == "span" and words.lasts and not days.is_one:
        return str(days.first), str(days.last)
    if words.clock and days.is_one:
        return f"{days.first}T{words.clock}", ""
    return write_days(days) + ("~" if words.sense == "about" and days.is_one else ""), ""


def write_days(days: Days) -> str:
    """Days as one moment of the format."""
    return str(days.first) if days.is_one else f"[{days.first}..{days.last}]"


def _move(
    text: str, sentence: Sentence, words: DayWords, days: Days | None, reading: Reading
) -> None:
    """Let the running date follow, unless the words only look back, or away."""
    if days is None:
        if words.form == "eve":
            reading.anchor = None
        return
    if words.year and words.year not in reading.years[-1:]:
        reading.years.append(words.year)
    is_inside = reading.span.first <= days.last and days.first <= reading.span.last
    reading.outside = not is_inside
    if (
        not is_inside
        or words.form == "season"
        or words.sense in ("before", "until", "after", "since")
        or words.form == "year"
    ):
        return
    clause_start = max(text.rfind(mark, sentence.start, words.start) for mark in ";:(")
    end = text.find(";", words.end, sentence.end)
    back = _reaches_back(text, max(sentence.start, clause_start), end if end > 0 else sentence.end)
    is_earlier = reading.running is not None and days.first < reading.running.first
    if is_earlier and (back or (words.form in ("relative", "now") and words.step < 0)):
        return
    if words.sense == "by" and not days.is_one:
        return
    reading.running = days
    reading.anchor = days.last if words.form == "span" else days.first if days.is_one else None


def _days_of(words: DayWords, reading: Reading) -> Days | None:
    """The days that the words mean, None where nobody can tell."""
    if words.form == "relative":
        return _shifted(reading.named or reading.anchor, words.step)
    if words.form == "now":
        # A history's "today" is no day of its story; a report's is the day of its dateline.
        return _shifted(reading.dateline, words.step)
    if words.form == "eve":
        return None
    if words.form in ("part", "month", "span") and words.month is None:
        if reading.running is None:
            return None
        month = reading.running.first.month
        words = words._replace(month=month, last_month=month)
    if words.form == "within":
        first, last = _shifted(reading.anchor, 1), _shifted(reading.anchor, words.step)
        return Days(first.first, last.last) if first and last else None
    if words.form == "season":
        usual = reading.running.first.year if reading.running else None
        return _season(words._replace(year=words.year or usual))
    if words.form == "weekday":
        return _weekday(words, reading)
    if words.form == "year" and words.year is None and reading.running:
        words = words._replace(year=reading.running.first.year)
    if words.form == "year":
        return Days(date(words.year, 1, 1), date(words.year, 12, 31)) if words.year else None
    if words.month is None:
        return _bare_day(words, reading)
    fitting = [
        days
        for year in _years(words, reading)
        if (days := _in_year(words, year)) and _fits_weekday(words, days)
    ]
    inside = [
        days
        for days in fitting
        if days.first <= reading.span.last and reading.span.first <= days.last
    ]
    start = reading.running.last if reading.running else reading.span.first
    # A story goes forward: the next such day is meant sooner than the last one.
    return min(inside, key=lambda days: _way(start, days), default=next(iter(fitting), None))


def _way(start: date, days: Days) -> int:
    """How far a day is to seek from the running date; back is farther than forward."""
    if days.last < start:
        return (start - days.first).days + BACK_DAYS
    return max((days.first - start).days, 0)


def _years(words: DayWords, reading: Reading) -> list[int]:
    """The years that may be meant, the likeliest first."""
    if words.year is not None:
        return [words.year] if 1 <= words.year <= 9999 else []
    span = range(reading.span.first.year, reading.span.last.year + 1)
    running = [reading.running.first.year] if reading.running else []
    return [*dict.fromkeys([*running, *span[:200], *reversed(reading.years)])]


def _in_year(words: DayWords, year: int) -> Days | None:
    month = words.month or 1
    try:
        if words.form == "part":
            first, last = _PARTS[words.part]
            return Days(date(year, month, first), date(year, month, min(last, _end(year, month))))
        if words.form == "month":
            return Days(date(year, month, 1), date(year, month, _end(year, month)))
        first_day = date(year, month, words.first or 1)
        if words.form not in ("span", "choice"):
            return Days(first_day, first_day)
        last_day = date(year, words.last_month or month, words.last or 1)
        return Days(first_day, last_day) if first_day <= last_day else None
    except ValueError:
        return None


def _end(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _fits_weekday(words: DayWords, days: Days) -> bool:
    if words.weekday is None or days.first < FIRST_WEEKDAY:
        return True
    return days.first.weekday() == words.weekday


def _bare_day(words: DayWords, reading: Reading) -> Days | None:
    """ "The 27th": in the month of the running date, or the next where the text goes on."""
    start = reading.span.first
    if reading.running:
        start = reading.running.last if reading.running.is_one else reading.running.first
    months = [(start.year, start.month), *_beside(start)]
    made = []
    for year, month in months:
        if words.first and 1 <= year <= 9999 and words.first <= _end(year, month):
            day = date(year, month, words.first)
            made.append(day)
    inside = [day for day in made if reading.span.first <= day <= reading.span.last]
    if not inside:
        return Days(made[0], made[0]) if made and reading.running else None
    # A story goes forward: a day shortly before the running date is meant sooner than one far on.
    best = min(inside, key=lambda day: abs((day - start).days) + (10 if day < start else 0))
    return Days(best, best)


def _beside(day: date) -> list[tuple[int, int]]:
    number = day.year * 12 + day.month - 1
    return [((number + step) // 12, (number + step) % 12 + 1) for step in (1, -1)]


def _season(words: DayWords) -> Days | None:
    """A season north of the equator; a winter ends in the next year."""
    if not words.year or not 1 <= words.year < 9999:
        return None
    month = _SEASONS[words.part]
    end = month + 2
    year = words.year + (end > 12)
    end = (end - 1) % 12 + 1
    return Days(date(words.year, month, 1), date(year, end, _end(year, end)))


def _weekday(words: DayWords, reading: Reading) -> Days | None:
    start = reading.dateline or reading.anchor
    if start is None or words.weekday is None or reading.outside:
        return None
    if reading.dateline:
        back = (_weekday_of(reading.dateline) - words.weekday) % 7
        return _shifted(reading.dateline, -back)
    ahead = (words.weekday - _weekday_of(start)) % 7
    return _shifted(start, ahead if words.step > 0 else (ahead or 7) - 7)


def _weekday_of(day: date) -> int:
    """The weekday, Monday 0; before the Gregorian calendar the day is one of the Julian."""
    if day >= FIRST_WEEKDAY:
        return day.weekday()
    early = day.month <= 2
    year, month = day.year + 4800 - early, day.month + 12 * early - 3
    return (day.day + (153 * month + 2) // 5 + 365 * year + year // 4 - 32083) % 7


def _shifted(start: date | None, step: int) -> Days | None:
    if start is None:
        return None
    try:
        day = start + timedelta(step)
    except OverflowError:
        return None
    return Days(day, day)
