"""The patterns of words for days: what may stand where in them, and what each part is called.

Each form has a name, by which `day_words` finds its reader, and groups whose names begin with it
(`KIND_` in a pattern). They are tried in this order at each place of a text.
"""

from __future__ import annotations

import re
from functools import cache

from mapping.drafting.lexicon import numbers_of, short_months

PARTS = {
    "early": "early", "early in": "early", "beginning of": "early", "start of": "early",
    "first days of": "early", "first week of": "early", "opening days of": "early",
    "mid": "mid", "middle of": "mid", "late": "late", "late in": "late", "end of": "late",
    "close of": "late", "last days of": "late", "last week of": "late", "closing days of": "late",
    "first day of": "first day", "last day of": "last day", "second week of": "second week",
    "third week of": "third week", "fourth week of": "fourth week",
    "first half of": "first half", "second half of": "second half",
}  # fmt: skip
"""What a stretch of a month is called, and which stretch that is."""
UNITS = {"day": 1, "days": 1, "night": 1, "nights": 1, "week": 7, "weeks": 7, "fortnight": 14}
MONTHS_IN = {"month": 1, "months": 1, "year": 12, "years": 12}
SEASONS = ("spring", "summer", "autumn", "fall", "winter")
FEASTS = {
    "Christmas Day": (12, 25), "Christmas Eve": (12, 24), "Christmas": (12, 25),
    "Boxing Day": (12, 26), "New Year's Day": (1, 1), "New Year's Eve": (12, 31),
    "Twelfth Night": (1, 5), "Epiphany": (1, 6), "Candlemas": (2, 2), "Lady Day": (3, 25),
    "May Day": (5, 1), "Midsummer Day": (6, 24), "St John's Day": (6, 24),
    "St. John's Day": (6, 24), "Bastille Day": (7, 14), "Assumption Day": (8, 15),
    "Michaelmas": (9, 29), "All Saints' Day": (11, 1), "All Saints": (11, 1),
    "All Souls' Day": (11, 2), "Martinmas": (11, 11), "Armistice Day": (11, 11),
}  # fmt: skip
"""Feasts that fall on the same day each year, as English writers name days by them."""
EASTER_FEASTS = {
    "Palm Sunday": -7, "Maundy Thursday": -3, "Good Friday": -2, "Holy Saturday": -1,
    "Easter Sunday": 0, "Easter Day": 0, "Easter Monday": 1, "Easter": 0, "Ascension Day": 39,
    "Whit Sunday": 49, "Whitsunday": 49, "Pentecost": 49, "Ash Wednesday": -46,
}  # fmt: skip
"""Feasts by the days that they lie after Easter Sunday."""
CLEAR_MONTHS = frozenset(
    ("january", "february", "april", "june", "july", "september", "october", "november", "december")
)
"""Months whose names are nothing else."""

_TIME = r"(?:day|morning|afternoon|evening|night|noon|dawn|dusk)"
_BEFORE_1 = r"\s*(?:B\.\s?C\.(?:\s?E\.)?|BCE?\b)"
_YEAR_ALONE = r"(?:1\d{3}|20\d{2}|[3-9]\d{2})"
_YEAR_BEFORE_1 = rf"\d{{1,4}}(?={_BEFORE_1})"
_ANY_YEAR = rf"(?P<KIND_y>\d{{3,4}}\b|{_YEAR_BEFORE_1})(?P<KIND_ybc>{_BEFORE_1})?"
_FIRST_YEAR = rf"(?P<KIND_x>\d{{4}}\b|{_YEAR_BEFORE_1})(?P<KIND_xbc>{_BEFORE_1})?"
_YEAR = (
    rf"(?:,?\s+(?:of\s+)?(?:A\.?D\.?\s*)?{_ANY_YEAR}(?!\s*(?:men|killed|troops|tanks|"
    r"prisoners|soldiers|horse|guns|casualties|dead|km|people)))?"
)
_NEXT = r"(?P<KIND_next>(?:\s+(?:\([\w\s]{1,20}\)\s*)?[\w'’]+){0,2})"
"""The two words behind, and what stands before them in brackets: "28th (Maori) Battalion"."""
_TO = r"(?P<KIND_to>\s*(?:-|–|—)\s*|\s+(?:to|and|or|until|through|till)\s+)"
_LEAD = r"(?P<KIND_lead>between|from|night\s+of)"
_WAY = r"(?P<KIND_way>next|following|coming|previous|preceding|last|same)"
_COUNTED = r"(?P<KIND_way>later|after(?:wards)?|earlier|before|previously|ago)"
_FROM_DEED = (
    r"(?:\s+(?:that\b(?!\s+\w)|(?:the|this|his|her|its|their|our)\s+(?:\w+\s+)?(?:battle|fight|"
    r"fall|attack|landing|crossing|assault|surrender|victory|defeat|arrival|departure|battles)))?"
)


@cache
def day_pattern() -> re.Pattern[str]:
    """One pattern of all forms; each has a group of its name, and groups that begin with it."""
    forms = _dated_forms() | _named_forms() | _counted_forms() | _bare_forms()
    joined = "|".join(f"(?P<{kind}>{form.replace('KIND', kind)})" for kind, form in forms.items())
    return re.compile(rf"\b(?:{joined})", re.IGNORECASE)


def _dated_forms() -> dict[str, str]:
    """A day of a month, or two."""
    months, day, year = _months(), _day(), _YEAR
    week = rf"(?:(?P<KIND_w>{_weekdays()}),?\s+(?:the\s+)?)?"
    return {
        "iso": r"(?P<KIND_y>\d{4})-(?P<KIND_m>\d{2})-(?P<KIND_d>\d{2})(?!\d)",
        "numeric": r"(?P<KIND_a>\d{1,2})(?P<KIND_sep>[./])(?P<KIND_b>\d{1,2})[./]"
                   r"(?P<KIND_y>\d{4})\b",
        "span": rf"(?:{_LEAD}\s+)?(?:the\s+)?(?P<KIND_a>{day})(?:\s+(?:of\s+)?(?P<KIND_n>{months})"
                rf"(?:,?\s+{_FIRST_YEAR})?)?{_TO}"
                rf"(?:the\s+)?(?P<KIND_b>{day})\s+(?:of\s+)?(?P<KIND_m>{months}){year}",
        "naps": rf"(?:{_LEAD}\s+)?(?P<KIND_n>{months})\s+(?:the\s+)?(?P<KIND_a>{day})"
                rf"(?:,?\s+{_FIRST_YEAR},?)?{_TO}"
                rf"(?:the\s+)?(?:(?P<KIND_m>{months})\s+)?(?:the\s+)?(?P<KIND_b>{day}){year}",
        "dual": rf"(?P<KIND_a>\d{{1,2}})/(?P<KIND_b>\d{{1,2}})\s+(?P<KIND_m>{months}){year}",
        "ymd": rf"(?P<KIND_y>{_YEAR_ALONE}),?\s+(?P<KIND_m>{months})\s+(?P<KIND_d>{day})",
        "dmy": rf"{week}(?:the\s+)?(?P<KIND_d>{day})\s+(?:day\s+)?(?:of\s+)?"
               rf"(?P<KIND_m>{months}){year}",
        "mdy": rf"{week}(?P<KIND_m>{months})\s+(?:the\s+)?(?P<KIND_d>{day}){year}",
        "letter": r"(?:the\s+)?(?P<KIND_d>\d{1,2})(?:st|nd|rd|th)?\s+"
                  r"(?P<KIND_way>inst|ult|prox)(?:ant|imo)?\b\.?",
    }  # fmt: skip


def _named_forms() -> dict[str, str]:
    """Words that hold a month, a season, a year or a feast."""
    months, seasons, year = _months(), "|".join(SEASONS), _YEAR
    parts = "|".join(part.replace(" ", r"\s+") for part in sorted(PARTS, key=len, reverse=True))
    feasts = "|".join(sorted({**FEASTS, **EASTER_FEASTS}, key=len, reverse=True))
    part = rf"(?:the\s+)?(?:(?P<KIND_more>very)\s+)?(?P<KIND_p>{parts})[\s-]+"
    of_year = rf"(?:\s+(?:of\s+)?{_ANY_YEAR})"
    return {
        "feast": rf"(?P<KIND_f>{feasts})\b{of_year}?",
        "part": rf"{part}(?P<KIND_m>{months}|(?:the|that|this)\s+(?:same\s+)?month){year}",
        "partseason": rf"{part}(?:the\s+|that\s+)?(?P<KIND_s>{seasons})\b{of_year}?",
        "partyear": rf"{part}(?:the\s+year\s+)?(?P<KIND_y>1\d{{3}}\b|20\d{{2}}\b|"
                    rf"{_YEAR_BEFORE_1})(?P<KIND_ybc>{_BEFORE_1})?",
        "rest": r"(?P<KIND_way>later|earlier)\s+(?:in\s+)?(?:that|the|the\s+same|this)\s+month\b",
        "season": rf"(?:the\s+)?(?P<KIND_s>{seasons}){of_year}",
        "month": rf"(?P<KIND_m>{months}),?\s+(?:of\s+)?{_ANY_YEAR}",
        "waymonth": rf"(?:(?:the|that|this)\s+)?{_WAY}\s+(?P<KIND_m>{months})\b",
        "wayseason": rf"(?:(?:the|that|this)\s+)?{_WAY}\s+(?P<KIND_s>{seasons})\b",
        "now": r"(?P<KIND_n>the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|today|"
               r"tonight|this\s+(?:morning|afternoon|evening)|yesterday|last\s+night|tomorrow)\b",
        "running": rf"(?:(?P<KIND_the>the|that|this)\s+)?(?:{_WAY}\s+)?(?P<KIND_u>week|month|year)"
                   r"(?:\s+(?P<KIND_to>before|after))?\b",
    }  # fmt: skip


def _counted_forms() -> dict[str, str]:
    """Words that count from the running date."""
    weekdays, ordinals = _weekdays(), _ordinals()
    number = rf"(?:\d{{1,3}}|{_number()})"
    units, long_units = "|".join(UNITS), "|".join(MONTHS_IN)
    nth = r"\d{1,2}(?:st|nd|rd|th)"
    return {
        "nearspan": rf"(?:{_LEAD}\s+)?the\s+(?P<KIND_a>{nth}|{ordinals}){_TO}(?:the\s+)?"
                    rf"(?P<KIND_b>{nth}|{ordinals})\b(?={_NEXT})",
        "only": rf"(?:(?P<KIND_w>{weekdays}),?\s+)?the\s+(?P<KIND_d>{nth})\b"
                r"(?!\s+and\s+\d)"
                r"(?:\s+of\s+(?P<KIND_q>that|the\s+same|this|the\s+following|the\s+next|"
                r"the\s+previous)\s+month\b)?" rf"(?={_NEXT})",
        "nthday": rf"the\s+(?P<KIND_d>{nth}|{ordinals})\s+day\b(?P<KIND_after>\s+after)?",
        "worded": rf"the\s+(?P<KIND_d>{ordinals})\b(?={_NEXT})",
        "same": rf"(?:that|the\s+(?:very\s+same|selfsame|same|very)|this\s+(?:same|very))\s+"
                rf"(?:same\s+|very\s+)?{_TIME}\b",
        "next": rf"(?:(?:the|that)\s+(?:very\s+)?)?"
                rf"(?P<KIND_way>next|following|previous|preceding)\s+{_TIME}\b",
        "few": r"(?:a\s+few|some|several)\s+days\s+"
               r"(?P<KIND_way>later|after(?:wards)?|earlier|before)\b",
        "couple": r"a\s+couple\s+of\s+(?P<KIND_u>days|weeks)\s+" + _COUNTED + r"\b",
        "count": rf"(?P<KIND_n>{number})\s+(?P<KIND_u>{units})(?P<KIND_so>\s+or\s+so)?\s+"
                 rf"{_COUNTED}\b{_FROM_DEED}",
        "long": rf"(?P<KIND_n>{number})\s+(?P<KIND_u>{long_units})(?P<KIND_so>\s+or\s+so)?\s+"
                rf"{_COUNTED}\b{_FROM_DEED}",
        "within": rf"(?:(?:within|in|over|during)\s+the\s+(?:next|following)|within)\s+"
                  rf"(?P<KIND_n>{number})\s+(?P<KIND_u>{units})\b",
        "morrow": r"(?:the\s+morrow)\b",
        "beside": rf"the\s+{_TIME}\s+(?P<KIND_way>after|before|following)\b{_FROM_DEED}",
        "weekday": rf"(?:(?P<KIND_way>last|next|the\s+following|the\s+previous|that|the\s+next|the)"
                   rf"\s+)?(?P<KIND_w>{weekdays})\b"
                   r"(?:\s+(?P<KIND_to>before|after|following|next|last)\b)?",
        "eve": r"(?:on\s+)?the\s+eve\b",
        "morning": r"(?:in\s+the\s+morning|at\s+(?:dawn|daybreak|sunrise|first\s+light))\b"
                   r"(?!\s+(?:of|on)\b)",
    }  # fmt: skip


def _bare_forms() -> dict[str, str]:
    """Names of months, seasons and years without anything else; what stands before decides."""
    seasons = "|".join(SEASONS)
    return {
        "bare": rf"(?P<KIND_m>{_months()})",
        "bareseason": rf"(?:(?P<KIND_the>the|that)\s+)?(?P<KIND_s>{seasons})\b(?!\s+of\b)",
        "year": rf"(?P<KIND_y>{_YEAR_BEFORE_1})(?P<KIND_ybc>{_BEFORE_1})",
        "yearalone": rf"(?P<KIND_y>{_YEAR_ALONE})\b(?!\s+(?-i:[a-z])(?<!,)\w*s\b|[,.]\d)",
    }


def _months() -> str:
    """Names of months are capitals: "may" and "march" are verbs. Short forms may have a stop."""
    names = sorted(numbers_of("month"), key=len, reverse=True)
    forms = [rf"{one.capitalize()}\b" + r"\.?" * (one in short_months()) for one in names]
    return f"(?-i:{'|'.join(forms)})"


def _weekdays() -> str:
    return f"(?-i:{'|'.join(day.capitalize() for day in numbers_of('weekday'))})"


def _ordinals() -> str:
    names = sorted(numbers_of("ordinal"), key=len, reverse=True)
    return "|".join(name.replace("-", "[- ]") for name in names)


def _number() -> str:
    """A number in words, of two with the longer first: "twenty-six"."""
    values = numbers_of("number")
    tens = "|".join(word for word, value in values.items() if value >= 20)
    ones = "|".join(word for word, value in values.items() if len(word) > 2 and value < 10)
    return "|".join((rf"(?:{tens})[\s-](?:{ones})", *sorted(values, key=len, reverse=True)))


def _day() -> str:
    return rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ordinals()})(?!\w|{_BEFORE_1})"
