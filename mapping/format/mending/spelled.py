"""One day as people and programs spell it: every day it may mean.

English and Persian, and of German, French, Spanish and Italian the names of months and weekdays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.format.gregorian import Day, year_before_1
from mapping.format.mending.signs import DASHES, DIGITS, HIDDEN, LETTERS, MINUS
from mapping.words.strings import LANGUAGES, say

Near = tuple[Day, Day]
"""The first and the last day of the campaign, where they are known."""

OTHER_MONTHS = {
    "januar": 1, "jänner": 1, "februar": 2, "märz": 3, "maerz": 3, "mai": 5, "juni": 6, "juli": 7,
    "oktober": 10, "dezember": 12,
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "juin": 6, "juillet": 7,
    "août": 8, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "novembre": 11,
    "décembre": 12, "decembre": 12,
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7,
    "agosto": 8, "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
    "gennaio": 1, "febbraio": 2, "aprile": 4, "maggio": 5, "giugno": 6, "luglio": 7,
    "settembre": 9, "ottobre": 10, "dicembre": 12,
    "جنوری": 1, "فبریه": 2, "اپریل": 4, "می": 5, "جون": 6, "جولای": 7, "آگوست": 8, "اگوست": 8,
}  # fmt: skip
"""Other names of the Gregorian months, besides those that the interface says."""
OTHER_WEEKDAYS = (
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes",
    "miércoles", "jueves", "viernes", "sábado", "domingo", "lunedì", "martedì", "mercoledì",
    "giovedì", "venerdì", "sabato", "domenica",
)  # fmt: skip
OTHER_PERSIAN_MONTHS = {"امرداد": 5, "مرداد ماه": 5, "day": 10, "di": 10}
LETTER = r"[a-z\u00c0-\u024f\u0600-\u065f\u066e-\u06ef]"
WORD = rf"({LETTER}+)"
YEAR = rf"({MINUS}?\d{{4}}|['’]?\d\d)"
BEFORE_1 = r"(?:b\.? ?c\.?(?: ?e\b\.?)?|ق ?\. ?م\b\.?|ق م\b|(?:پیش|قبل) از میلاد)"
SINCE_1 = r"(?:a\. ?d\.|ad\b|c\. ?e\.|ce\b|(?:بعد |پس )?از میلاد|میلادی)"
PERSIAN_YEARS = range(1100, 1500)
"""Years of the Solar Hijri calendar that may be meant: 1721 to 2120."""


def plain_day(cell: str) -> str:
    """A cell with the digits 0 to 9, plain hyphens and single blanks, in small letters.

    A year before 1 is counted as the format does, and has a minus sign, which no hyphen is.
    """
    plain = HIDDEN.sub(" ", cell).translate(DIGITS).translate(LETTERS)
    plain = plain.translate(dict.fromkeys(map(ord, DASHES), "-"))
    plain = re.sub(r"\s+", " ", plain).strip().lower()
    plain = re.sub(r"^-(\d{4})(?=$|[-/.]\d)|(?<=[ ./])-(0\d{3})$", rf"{MINUS}\1\2", plain)
    plain = re.sub(rf"\b{BEFORE_1} ?(\d{{1,4}})\b|\b(\d{{1,4}}) ?{BEFORE_1}", _before_1, plain)
    return re.sub(rf"\b(?:a\.? ?d\.?) ?(\d{{1,4}})\b|\b(\d{{1,4}}) ?{SINCE_1}", _since_1, plain)


def _before_1(match: re.Match[str]) -> str:
    year = int(match[1] or match[2])
    return f"{MINUS if year > 1 else ''}{abs(year_before_1(year)):04d}" if year else match[0]


def _since_1(match: re.Match[str]) -> str:
    return f"{int(match[1] or match[2]):04d}"


def number_of(year: str) -> int:
    """The year that digits say, perhaps with a minus sign before them."""
    return int(year.replace(MINUS, "-"))


def year_before_1_in(cell: str) -> str:
    """The year that a cell such as `48 BC` says, as the format counts it; empty for others."""
    match = re.fullmatch(rf"{MINUS}(\d{{4}})|0000", plain_day(cell))
    return match[0].replace(MINUS, "-") if match else ""


def days_in(plain: str, near: Near | None = None) -> Iterator[Day]:
    """Every day that a plain cell may mean.

    A year of two digits is one of the campaign's century, or else of the 20th.
    """
    if match := re.fullmatch(
        rf"({MINUS}?\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}})|(\d{{4}})(\d\d)(\d\d)", plain
    ):
        yield from _any_calendar(*(number_of(part) for part in match.groups() if part))
    elif match := re.fullmatch(rf"(\d{{1,2}})([-/. ]+)(\d{{1,2}})[-/. ]+{YEAR}", plain):
        first, separator, second = int(match[1]), match[2], int(match[3])
        for year in _years(match[4], near):
            yield from _any_calendar(year, second, first)
            if "." not in separator:  # the month never comes first with points
                yield from _any_calendar(year, first, second)
    else:
        found = list(_in_words(plain, near))
        yield from found or _on_its_days(plain, near)


def _on_its_days(plain: str, near: Near | None) -> Iterator[Day]:
    """`24 July`, without a year: that of the campaign, where it has such a day."""
    if near is None or re.search(r"\d{3}", plain):
        return
    for year in dict.fromkeys(day.year - less for day in near for less in (0, 621, 622)):
        for day in _in_words(f"{plain} {year:04d}", near):
            if near[0] <= day <= near[1]:
                yield day


def _in_words(plain: str, near: Near | None) -> Iterator[Day]:
    plain = re.sub(rf"^(?:on |am |den |le |el |il )?({'|'.join(_weekdays())})?\.?,? ?", "", plain)
    plain = re.sub(r"^(?:den |der |le |el |il )(?=\d)", "", plain)
    # "2 de mayo de 1808", "1er juin 1815".
    plain = re.sub(rf"^(\d{{1,2}})(?:er|º)? (?:de )?(?={LETTER})", r"\1 ", plain)
    plain = re.sub(rf"(?<={LETTER}) del? (?={MINUS}?\d)", " ", plain)
    if match := re.fullmatch(
        rf"(\d{{1,2}})(?:st|nd|rd|th|\.|ام|م)?[-/. ]+(?:of )?{WORD}\.?(?: ماه)?,?[-/ ]+{YEAR}",
        plain,
    ):
        day, month, year = match.groups()
    elif match := re.fullmatch(rf"{WORD}\.?[-/ ]+(\d{{1,2}})(?:st|nd|rd|th)?,?[-/ ]+{YEAR}", plain):
        month, day, year = match.groups()
    elif match := re.fullmatch(rf"({MINUS}?\d{{4}})[-/ ,]+{WORD}\.?[-/ ]+(\d{{1,2}})", plain):
        year, month, day = match.groups()
    else:
        return
    for calendar, number in months_named(month):
        for one in _years(year, near, calendar):
            yield from _day(calendar, one, number, int(day))


@cache
def _weekdays() -> tuple[str, ...]:
    """The names of the weekdays, long and short; the longer one first."""
    forms = [f"{form}.{number}" for form in ("weekday", "weekday-short") for number in range(7)]
    named = {plain_day(say(key, language)) for key in forms for language in LANGUAGES}
    named |= set(OTHER_WEEKDAYS)
    return tuple(sorted(map(re.escape, named), key=len, reverse=True))


def months_named(word: str) -> list[tuple[str, int]]:
    """The months that a word names, each with its calendar; `Jul` and `July` name one."""
    whole = [found for found in _months() if found[0] == word]
    short = [found for found in _months() if len(word) >= 3 and found[0].startswith(word)]
    return list(dict.fromkeys((calendar, number) for _, calendar, number in whole or short))


@cache
def _months() -> tuple[tuple[str, str, int], ...]:
    """Every name of a month, as `plain_day` leaves it, with its calendar and its number."""
    named = [
        (say(f"{calendar}.{number}", language), calendar, number)
        for calendar in ("gregorian", "persian")
        for number in range(1, 13)
        for language in LANGUAGES
    ]
    named += [(word, "gregorian", number) for word, number in OTHER_MONTHS.items()]
    named += [(word, "persian", number) for word, number in OTHER_PERSIAN_MONTHS.items()]
    return tuple((plain_day(word), calendar, number) for word, calendar, number in named)


def _years(text: str, near: Near | None, calendar: str = "gregorian") -> list[int]:
    """The years that are meant by four digits, or by the last two of them."""
    digits = text.lstrip("'’")
    if len(digits) >= 4:
        return [number_of(digits)]
    if calendar == "persian":
        return [1300 + int(digits)]
    if near is None:
        return [1900 + int(digits)]
    return list(dict.fromkeys(_in_century(day.year, int(digits)) for day in near))


def _in_century(year: int, digits: int) -> int:
    """The year of two digits in the century of another; before 1 centuries are counted back."""
    if year > 0:
        return year // 100 * 100 + digits
    return year_before_1(year_before_1(year) // 100 * 100 + digits)


def _any_calendar(year: int, month: int, day: int) -> Iterator[Day]:
    yield from _day("gregorian", year, month, day)
    if year in PERSIAN_YEARS:
        yield from _day("persian", year, month, day)


def _day(calendar: str, year: int, month: int, day: int) -> Iterator[Day]:
    found = day_of(calendar, year, month, day)
    if found is not None:
        yield found


def day_of(calendar: str, year: int, month: int, day: int) -> Day | None:
    """The day that a calendar, `gregorian` or `persian`, counts so; None where it has none."""
    try:
        if calendar == "gregorian":
            return Day(year, month, day)
        from persiantools.jdatetime import JalaliDate

        found = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
        return Day.fromisoformat(str(found))
    except ValueError:
        return None
