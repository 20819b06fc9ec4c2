"""Words for days, found in a sentence with their offsets; what day they mean is not asked yet.

Temporal tagging by rules, in the line of HeidelTime (Strötgen and Gertz, 2010) and SUTime (Chang
and Manning, 2012): patterns over months, numbers and words of order, each with what it leaves
open. `chronology` closes that along the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from mapping.drafting.lexicon import numbers_of

Form = Literal[
    "day",
    "span",
    "choice",
    "part",
    "month",
    "season",
    "year",
    "relative",
    "now",
    "within",
    "weekday",
    "eve",
]
Sense = Literal["", "by", "before", "after", "since", "about", "until"]


class DayWords(NamedTuple):
    """Words for a day or a span of days. What the words leave open is None.

    `first` and `last` are days of a month; `step` counts days from the running date, negative
    back; `part` is early, mid or late; `sense` is how a preposition bends the moment.
    """

    start: int
    end: int
    form: Form
    year: int | None = None
    month: int | None = None
    first: int | None = None
    last_month: int | None = None
    last: int | None = None
    part: str = ""
    step: int = 0
    weekday: int | None = None
    sense: Sense = ""
    lasts: bool = False
    clock: str = ""


_PARTS = {
    "early": "early", "early in": "early", "beginning of": "early", "start of": "early",
    "first days of": "early", "late in": "late", "last day of": "late",
    "first week of": "early", "opening days of": "early", "mid": "mid", "middle of": "mid",
    "late": "late", "end of": "late", "close of": "late", "last days of": "late",
    "last week of": "late", "closing days of": "late",
}  # fmt: skip
_UNITS = {"day": 1, "days": 1, "night": 1, "nights": 1, "week": 7, "weeks": 7, "fortnight": 14}
_TIME = r"(?:day|morning|afternoon|evening|night|noon|dawn|dusk)"
_SENSES: dict[str, Sense] = {
    "by": "by", "before": "before", "after": "after", "since": "since", "about": "about",
    "around": "about", "circa": "about", "some": "about", "roughly": "about",
    "approximately": "about", "until": "until", "till": "until",
}  # fmt: skip
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_BARE = (
    r"(?:"
    r"(?<=\bin\s|\bby\s|\bof\s)|(?<=\bsince\s|\buntil\s)|(?<=\bduring\s|\bbefore\s)|(?<=\bafter\s)|"
    r"(?<=\bthat\s|\blast\s|\bfrom\s)|(?<=\bthroughout\s))"
)
_CLEAR = "January|February|June|July|September|October|November|December"
"""Months whose names are nothing else."""
_FEASTS = {
    "Christmas Day": (12, 25), "Christmas Eve": (12, 24), "Christmas": (12, 25),
    "New Year's Day": (1, 1), "New Year's Eve": (12, 31), "Epiphany": (1, 6),
    "Candlemas": (2, 2), "Lady Day": (3, 25), "Michaelmas": (9, 29), "All Saints' Day": (11, 1),
    "Martinmas": (11, 11),
}  # fmt: skip
"""Feasts that fall on the same day each year, as English writers name days by them."""
_YEAR = (
    r"(?:,?\s+(?:of\s+)?(?:A\.?D\.?\s*)?(?P<KIND_y>\d{3,4})\b(?!\s*(?:men|killed|troops|tanks|"
    r"prisoners|soldiers|horse|guns|casualties|dead|km|people)))?"
)
_TO = r"(?P<KIND_to>\s*(?:-|–|—)\s*|\s+(?:to|and|or|until|through|till)\s+)"
_LEAD = r"(?P<KIND_lead>between|from|night\s+of)"
_ALONE = (
    r"(?=\s*(?:$|[,.;:)!?—–-])|\s+(?:and|or|but|at|in|to|of|on|with|by|for|from|near|when|while|"
    r"after|before|as|he|she|they|it|the|his|their|a|an|we|was|were|had|both|all|into|only|there)\b)"
)
"""What may stand behind "the 27th" alone: not "27th Division", nor "24th anniversary"."""
_FROM_DEED = (
    r"(?:\s+the\s+(?:battle|fight|fall|attack|landing|crossing|assault|surrender|victory|defeat))?"
)
_ROUGH = frozenset(word for word, sense in _SENSES.items() if sense == "about")
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?:[.:](?P<minute>\d{2}))?\s*"
    r"(?P<half>[ap]\.?m\.?|o.clock|in the (?:morning|afternoon|evening))"
    r",?\s+(?:(?:on|of)\s+)?(?:the\s+)?$", re.IGNORECASE,
)  # fmt: skip
_CLOCK_BEHIND = re.compile(
    r",?\s+at\s+(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\b\.?|o.clock)",
    re.IGNORECASE,
)  # fmt: skip
_BEND = re.compile(
    rf"\b(?P<word>{'|'.join(_SENSES)})\s+(?:on\s+)?(?:the\s+)?(?:(?:night|morning|evening|afternoon|"
    r"dawn|noon|dusk)\s+of\s+)?(?:the\s+)?$", re.IGNORECASE,
)  # fmt: skip


def find_day_words(text: str, start: int, end: int) -> Iterator[DayWords]:
    """The words for days between two offsets of a text, in order, none inside another."""
    at = start
    while match := _pattern().search(text, at, end):
        at = max(match.end(), at + 1)
        if found := _read(match, text, start):
            yield found


def _read(match: re.Match[str], text: str, start: int) -> DayWords | None:
    kind = match.lastgroup or ""
    given = {
        name.removeprefix(f"{kind}_"): value
        for name, value in match.groupdict().items()
        if value is not None and name.startswith(f"{kind}_")
    }
    words = _READERS[kind](DayWords(match.start(), match.end(), "day"), given)
    if words is None:
        return None
    if words.form in ("day", "relative") and (clock := _CLOCK_BEHIND.match(text, match.end())):
        return words._replace(end=clock.end(), clock=_time(clock))
    if words.form in ("day", "relative") and (clock := _CLOCK.search(text, start, match.start())):
        return words._replace(start=clock.start(), clock=_time(clock))
    bend = _BEND.search(text, max(start, match.start() - 60), match.start())
    # The day after the battle is a day and no stretch: only what stands right before bends it.
    if bend is None or (words.form == "relative" and bend["word"].lower() not in _ROUGH):
        return words
    return words._replace(sense=_SENSES[bend["word"].lower()], start=bend.start())


def _time(clock: re.Match[str]) -> str:
    """The time of day, HH:MM; empty for one that is none."""
    word = clock["hour"].lower()
    hour = int(word) if word.isdigit() else numbers_of("number")[word]
    minute = int(clock["minute"] or 0)
    if (
        re.match(r"p|in the (?:afternoon|evening)", clock["half"] or "", re.IGNORECASE)
        and hour < 12
    ):
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _year(given: dict[str, str]) -> int | None:
    return int(given["y"]) if given.get("y") else None


def _month(word: str) -> int:
    return numbers_of("month")[word.lower().rstrip(".")]


def _day(word: str) -> int | None:
    digits = re.match(r"\d+", word)
    day = int(digits[0]) if digits else numbers_of("ordinal").get(re.sub(r"\s+", "-", word.lower()))
    return day if day and 1 <= day <= 31 else None


def _read_iso(words: DayWords, given: dict[str, str]) -> DayWords | None:
    month, day = int(given["m"]), int(given["d"])
    valid = 1 <= month <= 12 and 1 <= day <= 31
    return words._replace(year=int(given["y"]), month=month, first=day) if valid else None


def _read_day(words: DayWords, given: dict[str, str]) -> DayWords | None:
    day = _day(given["d"])
    if day is None:
        return None
    weekday = numbers_of("weekday").get(given.get("w", "").lower())
    month = _month(given["m"]) if "m" in given else None
    return words._replace(year=_year(given), month=month, first=day, weekday=weekday)


def _read_span(words: DayWords, given: dict[str, str]) -> DayWords | None:
    first, last = _day(given["a"]), _day(given["b"])
    if first is None or last is None:
        return None
    month = _month(given["n"] if "n" in given else given["m"])
    last_month = _month(given["m"]) if "m" in given else month
    lead = given.get("lead", "").lower()
    return words._replace(
        form="choice" if given["to"].strip().lower() == "or" else "span", year=_year(given),
        month=month, first=first, last_month=last_month, last=last,
        lasts=lead == "from" or (not lead.startswith(("between", "night")) and bool(lead)),
    )  # fmt: skip


def _read_part(words: DayWords, given: dict[str, str]) -> DayWords | None:
    part = _PARTS[re.sub(r"\s+", " ", given["p"].lower())]
    is_running = given["m"].lower().endswith("month")
    month = None if is_running else _month(given["m"])
    return words._replace(form="part", year=_year(given), month=month, part=part)


def _read_month(words: DayWords, given: dict[str, str]) -> DayWords | None:
    name = given.get("m") or given["n"]
    return words._replace(form="month", year=_year(given), month=_month(name))


def _read_running(words: DayWords, given: dict[str, str]) -> DayWords | None:
    return words._replace(form="month" if given["u"].lower() == "month" else "year")


def _read_now(words: DayWords, given: dict[str, str]) -> DayWords | None:
    """As a diary or a report says it, from the day on which it is written."""
    word = re.sub(r"\s+", " ", given["n"].lower())
    step = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    return words._replace(form="now", step=step)


def _read_bare_span(words: DayWords, given: dict[str, str]) -> DayWords | None:
    first, last = _day(given["a"]), _day(given["b"])
    if first is None or last is None or first >= last:
        return None
    lasts = given.get("lead", "").lower() == "from"
    return words._replace(form="span", first=first, last=last, lasts=lasts)


def _read_feast(words: DayWords, given: dict[str, str]) -> DayWords | None:
    feasts = {name.lower(): day for name, day in _FEASTS.items()}
    month, day = feasts[given["f"].lower().replace("’", "'")]
    return words._replace(year=_year(given), month=month, first=day)


def _read_season(words: DayWords, given: dict[str, str]) -> DayWords | None:
    return words._replace(form="season", year=_year(given), part=given["s"].lower())


def _read_within(words: DayWords, given: dict[str, str]) -> DayWords | None:
    number = given["n"].lower()
    days = int(number) if number.isdigit() else numbers_of("number").get(number, 0)
    return words._replace(form="within", step=days) if days else None


def _read_year(words: DayWords, given: dict[str, str]) -> DayWords | None:
    return words._replace(form="year", year=int(given["y"]))


def _read_same(words: DayWords, given: dict[str, str]) -> DayWords | None:
    return words._replace(form="relative", step=0)


def _read_next(words: DayWords, given: dict[str, str]) -> DayWords | None:
    back = given["way"].lower() in ("previous", "preceding")
    return words._replace(form="relative", step=-1 if back else 1)


def _read_count(words: DayWords, given: dict[str, str]) -> DayWords | None:
    number = given["n"].lower()
    count = int(number) if number.isdigit() else numbers_of("number").get(number, 0)
    days = count * _UNITS[given["u"].lower()]
    back = given["way"].lower() in ("earlier", "before", "previously", "ago")
    return words._replace(form="relative", step=-days if back else days) if days else None


def _read_beside(words: DayWords, given: dict[str, str]) -> DayWords | None:
    return words._replace(form="relative", step=-1 if given["way"].lower() == "before" else 1)


def _read_weekday(words: DayWords, given: dict[str, str]) -> DayWords | None:
    back = given.get("way", "").lower() in ("last", "the previous")
    weekday = numbers_of("weekday")[given["w"].lower()]
    return words._replace(form="weekday", weekday=weekday, step=-1 if back else 1)


def _read_eve(words: DayWords, given: dict[str, str]) -> DayWords | None:
    return words._replace(form="eve", step=-1)


_READERS: dict[str, Callable[[DayWords, dict[str, str]], DayWords | None]] = {
    "iso": _read_iso, "span": _read_span, "naps": _read_span, "dmy": _read_day, "mdy": _read_day,
    "feast": _read_feast, "part": _read_part, "season": _read_season, "within": _read_within,
    "month": _read_month, "bare": _read_month, "bareseason": _read_season,
    "running": _read_running, "now": _read_now, "barespan": _read_bare_span, "only": _read_day,
    "worded": _read_day, "same": _read_same, "next": _read_next, "count": _read_count,
    "beside": _read_beside, "weekday": _read_weekday, "eve": _read_eve, "year": _read_year,
}  # fmt: skip


@cache
def _pattern() -> re.Pattern[str]:
    """One pattern of all, tried in this order at each place; every name begins with its reader."""
    forms = _named_forms() | _counted_forms()
    joined = "|".join(f"(?P<{kind}>{form.replace('KIND', kind)})" for kind, form in forms.items())
    return re.compile(rf"\b(?:{joined})", re.IGNORECASE)


def _named_forms() -> dict[str, str]:
    """Words that hold a month, a year or a feast."""
    months, day, weekdays, number, year = _months(), _day_pattern(), _weekdays(), _number(), _YEAR
    week = rf"(?:(?P<KIND_w>{weekdays}),?\s+(?:the\s+)?)?"
    parts = "|".join(part.replace(" ", r"\s+") for part in _PARTS)
    return {
        "iso": r"(?P<iso_y>\d{4})-(?P<iso_m>\d{2})-(?P<iso_d>\d{2})(?!\d)",
        "span": rf"(?:{_LEAD}\s+)?(?:the\s+)?(?P<KIND_a>{day})"
                rf"(?:\s+(?:of\s+)?(?P<KIND_n>{months}))?{_TO}(?:the\s+)?(?P<KIND_b>{day})\s+(?:of\s+)?(?P<KIND_m>{months}){year}",
        "naps": rf"(?:{_LEAD}\s+)?(?P<KIND_n>{months})\s+(?:the\s+)?(?P<KIND_a>{day}){_TO}"
                rf"(?:the\s+)?(?:(?P<KIND_m>{months})\s+)?(?:the\s+)?(?P<KIND_b>{day}){year}",
        "dmy": rf"{week}(?P<KIND_d>{day})\s+(?:day\s+)?(?:of\s+)?(?P<KIND_m>{months}){year}",
        "mdy": rf"{week}(?P<KIND_m>{months})\s+(?:the\s+)?(?P<KIND_d>{day}){year}",
        "feast": rf"(?P<KIND_f>{'|'.join(_FEASTS)})(?:\s+(?:of\s+)?(?P<KIND_y>\d{{3,4}})\b)?",
        "part": rf"(?:the\s+)?(?P<KIND_p>{parts})[\s-]+"
                rf"(?P<KIND_m>{months}|(?:the|that)\s+month){year}",
        "season": rf"(?:the\s+)?(?P<KIND_s>{'|'.join(_SEASONS)})\s+(?:of\s+)?"
                  r"(?P<KIND_y>\d{3,4})\b",
        "within": rf"within\s+the\s+next\s+(?P<KIND_n>\d{{1,2}}|{number})\s+days\b",
        "month": rf"(?P<KIND_m>{months}),?\s+(?:of\s+)?(?P<KIND_y>\d{{3,4}})\b",
        "bare": rf"(?:{_BARE}(?P<KIND_m>{months})|(?P<KIND_n>(?-i:{_CLEAR})\b))",
        "bareseason": rf"(?:(?<=\bin\s|\bby\s)the|that)\s+(?P<KIND_s>{'|'.join(_SEASONS)})\b",
        "running": r"that\s+(?:same\s+)?(?P<KIND_u>month|year)\b",
        "now": r"(?P<KIND_n>today|tonight|this\s+(?:morning|afternoon|evening)|yesterday|"
               r"last\s+night|tomorrow)\b",
        "barespan": rf"{_LEAD}\s+the\s+(?P<KIND_a>{day}){_TO}the\s+(?P<KIND_b>{day})",
    }  # fmt: skip


def _counted_forms() -> dict[str, str]:
    """Words that count from the running date."""
    weekdays, number = _weekdays(), _number()
    return {
        "only": rf"the\s+(?P<KIND_d>\d{{1,2}}(?:st|nd|rd|th))\b{_ALONE}(?!\s+and\s+\d)",
        "worded": rf"(?<=\bon\s|\bby\s|\bof\s)the\s+(?P<KIND_d>{_ordinals()})"
                  r"(?=[,.;:)]|\s+(?:he|she|they|it|the|his|their|and|at|in|a|an|we)\b)",
        "same": rf"(?:the|that)\s+(?:very\s+|same\s+)?(?<=same\s|very\s|that\s){_TIME}\b",
        "next": rf"(?:the\s+|that\s+|(?=(?-i:N)))(?P<KIND_way>next|following|previous|preceding)\s+"
                rf"{_TIME}\b",
        "count": rf"(?P<KIND_n>\d{{1,3}}|{number})\s+(?P<KIND_u>{'|'.join(_UNITS)})\s+"
                 rf"(?P<KIND_way>later|after(?:wards)?|earlier|before|previously|ago)\b{_FROM_DEED}",
        "beside": r"the\s+(?:day|morning|afternoon|evening|night)\s+(?P<KIND_way>after|before)\b",
        "weekday": rf"(?:(?P<KIND_way>last|next|the\s+following|the\s+previous|the)\s+)?"
                   rf"(?P<KIND_w>{weekdays})\b",
        "eve": r"(?:on\s+)?the\s+eve\b",
        "year": r"(?:(?<=\bin\s|\bof\s|\bby\s)|(?<=\bsince\s|\buntil\s)|(?<=\bbefore\s))"
                r"(?P<KIND_y>1\d{3}|20\d{2}|[3-9]\d{2})\b"
                r"(?!\s+(?-i:[a-z])(?<!,)\w*s\b|[,.]\d)",
    }  # fmt: skip


def _months() -> str:
    """Names of months are capitals: "may" and "march" are verbs. Short forms may have a stop."""
    names = sorted(numbers_of("month"), key=len, reverse=True)
    forms = [rf"{one.capitalize()}\b\.?" if len(one) <= 4 and one not in ("may", "june", "july")
             else rf"{one.capitalize()}\b" for one in names]  # fmt: skip
    return f"(?-i:{'|'.join(forms)})"


def _weekdays() -> str:
    return f"(?-i:{'|'.join(day.capitalize() for day in numbers_of('weekday'))})"


def _ordinals() -> str:
    names = sorted(numbers_of("ordinal"), key=len, reverse=True)
    return "|".join(name.replace("-", "[- ]") for name in names)


def _number() -> str:
    return "|".join(sorted(numbers_of("number"), key=len, reverse=True))


def _day_pattern() -> str:
    return rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ordinals()})(?![\w])"
