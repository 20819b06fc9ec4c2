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


_PARTS = {
    "early": "early", "beginning of": "early", "start of": "early", "first days of": "early",
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
_ROUGH = frozenset(word for word, sense in _SENSES.items() if sense == "about")
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
    bend = _BEND.search(text, max(start, match.start() - 60), match.start())
    # The day after the battle is a day and no stretch: only what stands right before bends it.
    if bend is None or (words.form == "relative" and bend["word"].lower() not in _ROUGH):
        return words
    return words._replace(sense=_SENSES[bend["word"].lower()], start=bend.start())


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
        form="choice" if given["to"].strip().lower() == "or" else "span", year=_year(given), month=month, first=first, last_month=last_month, last=last,
        lasts=lead == "from" or (not lead.startswith(("between", "night")) and bool(lead)),
    )  # fmt: skip


def _read_part(words: DayWords, given: dict[str, str]) -> DayWords | None:
    part = _PARTS[re.sub(r"\s+", " ", given["p"].lower())]
    return words._replace(form="part", year=_year(given), month=_month(given["m"]), part=part)


def _read_month(words: DayWords, given: dict[str, str]) -> DayWords | None:
    return words._replace(form="month", year=_year(given), month=_month(given["m"]))


def _read_season(words: DayWords, given: dict[str, str]) -> DayWords | None:
    return words._replace(form="season", year=int(given["y"]), part=given["s"].lower())


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
    "part": _read_part, "season": _read_season, "within": _read_within, "month": _read_month, "bare": _read_month, "only": _read_day,
    "worded": _read_day, "same": _read_same, "next": _read_next, "count": _read_count,
    "beside": _read_beside, "weekday": _read_weekday, "eve": _read_eve, "year": _read_year,
}  # fmt: skip


@cache
def _pattern() -> re.Pattern[str]:
    """One pattern of all, tried in this order at each place; every name begins with its reader."""
    months = "|".join(sorted(numbers_of("month"), key=len, reverse=True))
    # Names of months are capitals: "may" and "march" are verbs.
    named = "(?-i:" + "|".join(
        sorted((month.capitalize() for month in months.split("|")), key=len, reverse=True)
    ) + r")\b\.?"  # fmt: skip
    weekdays = "|".join(day.capitalize() for day in numbers_of("weekday"))
    ordinals = "|".join(
        word.replace("-", "[- ]") for word in sorted(numbers_of("ordinal"), key=len, reverse=True)
    )
    day = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{ordinals})(?![\w])"
    year = (
        r"(?:,?\s+(?:of\s+)?(?:A\.?D\.?\s*)?(?P<KIND_y>\d{3,4})\b(?!\s*(?:men|killed|troops|tanks|"
    )
    year += r"prisoners|soldiers|horse|guns|casualties|dead|km|people)))?"
    to = r"(?P<KIND_to>\s*(?:-|–|—)\s*|\s+(?:to|and|or|until|through|till)\s+)"
    lead = r"(?P<KIND_lead>between|from|night\s+of)"
    number = "|".join(sorted(numbers_of("number"), key=len, reverse=True))
    week = rf"(?:(?P<KIND_w>(?-i:{weekdays})),?\s+(?:the\s+)?)?"
    forms = {
        "iso": r"(?P<iso_y>\d{4})-(?P<iso_m>\d{2})-(?P<iso_d>\d{2})(?!\d)",
        "span": rf"(?:{lead}\s+)?(?:the\s+)?(?P<KIND_a>{day})"
                rf"(?:\s+(?:of\s+)?(?P<KIND_n>{named}))?{to}(?:the\s+)?(?P<KIND_b>{day})"
                rf"\s+(?:of\s+)?(?P<KIND_m>{named}){year}",
        "naps": rf"(?:{lead}\s+)?(?P<KIND_n>{named})\s+(?:the\s+)?"
                rf"(?P<KIND_a>{day}){to}(?:the\s+)?(?:(?P<KIND_m>{named})\s+)?"
                rf"(?:the\s+)?(?P<KIND_b>{day}){year}",
        "dmy": rf"{week}(?P<KIND_d>{day})\s+(?:day\s+)?(?:of\s+)?(?P<KIND_m>{named}){year}",
        "mdy": rf"{week}(?P<KIND_m>{named})\s+(?:the\s+)?(?P<KIND_d>{day}){year}",
        "part": rf"(?P<KIND_p>{'|'.join(part.replace(' ', chr(92) + 's+') for part in _PARTS)})"
                rf"[\s-]+(?P<KIND_m>{named}){year}",
        "season": r"(?:the\s+)?(?P<KIND_s>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<KIND_y>\d{3,4})\b",
        "within": rf"within\s+the\s+next\s+(?P<KIND_n>\d{{1,2}}|{number})\s+days\b",
        "month": rf"(?P<KIND_m>{named}),?\s+(?:of\s+)?(?P<KIND_y>\d{{3,4}})\b",
        "bare": rf"(?<=\bin\s|\bby\s|\bof\s)(?P<KIND_m>{named})",
        "only": r"the\s+(?P<KIND_d>\d{1,2}(?:st|nd|rd|th))\b"
                r"(?=\s*(?:$|[,.;:)!?—–-])|\s+(?:and|or|but|at|in|to|of|on|with|by|for|from|near|"
                r"when|while|after|before|as|he|she|they|it|the|his|their|a|an|we|was|were|had|"
                r"both|all|both|into|only|there)\b)(?!\s+and\s+\d)",
        "worded": rf"(?<=\bon\s|\bby\s|\bof\s)the\s+(?P<KIND_d>{ordinals})(?=[,.;:)]|\s+(?:he|she|they|it|"
                  r"the|his|their|and|at|in|a|an|we)\b)",
        "same": rf"(?:the|that)\s+(?:very\s+|same\s+)?(?<=same\s|very\s|that\s){_TIME}\b",
        "next": rf"(?:the|that)\s+(?P<KIND_way>next|following|previous|preceding)\s+{_TIME}\b",
        "count": rf"(?P<KIND_n>\d{{1,3}}|{number})\s+(?P<KIND_u>{'|'.join(_UNITS)})\s+"
                 r"(?P<KIND_way>later|after(?:wards)?|earlier|before|previously|ago)\b(?:\s+the\s+(?:battle|"
                 r"fight|fall|attack|landing|crossing|assault|surrender|victory|defeat))?",
        "beside": r"the\s+(?:day|morning|evening|night)\s+(?P<KIND_way>after|before)\b",
        "weekday": rf"(?:(?P<KIND_way>last|next|the\s+following|the\s+previous|the)\s+)?"
                   rf"(?P<KIND_w>(?-i:{weekdays}))\b",
        "eve": r"(?:on\s+)?the\s+eve\b",
        "year": r"(?<=\bin\s|\bof\s|\bby\s)(?P<KIND_y>1\d{3}|20\d{2}|[3-9]\d{2})\b"
                r"(?!\s+(?-i:[a-z])(?<!,)\w*s\b|[,.]\d)",
    }  # fmt: skip
    joined = "|".join(f"(?P<{kind}>{form.replace('KIND', kind)})" for kind, form in forms.items())
    return re.compile(rf"\b(?:{joined})", re.IGNORECASE)
