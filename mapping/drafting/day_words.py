"""Words for days, found in a sentence with their offsets; what day they mean is not asked yet.

Temporal tagging by rules, in the line of HeidelTime (Strötgen and Gertz, 2010) and SUTime (Chang
and Manning, 2012): patterns over months, numbers and words of order (`day_forms`), each with what
it leaves open. `chronology` closes that along the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from mapping.drafting.day_forms import (
    CLEAR_MONTHS,
    EASTER_FEASTS,
    FEASTS,
    MONTHS_IN,
    PARTS,
    UNITS,
    day_pattern,
)
from mapping.drafting.lexicon import numbers_of, words_of
from mapping.format.gregorian import year_before_1

Form = Literal[
    "day", "span", "choice", "part", "rest", "month", "season", "year", "week", "relative",
    "later", "now", "within", "weekday", "easter", "morning", "eve",
]  # fmt: skip
Sense = Literal["", "by", "before", "after", "since", "about", "until"]


class DayWords(NamedTuple):
    """Words for a day or a span of days. What the words leave open is None.

    `first` and `last` are days of a month; `step` counts days from the running date, for months,
    seasons, years and weeks the one before (-1) or behind it (1), for `later` months; `part` is a
    part of a month, and `season` a season; `sense` is how a preposition bends the moment; `refers`
    tells that a day named right behind is the one to count from; `style` is the calendar that the
    text says of this day, the Julian or the Gregorian.
    """

    start: int
    end: int
    form: Form
    year: int | None = None
    month: int | None = None
    first: int | None = None
    first_year: int | None = None
    last_month: int | None = None
    last: int | None = None
    part: str = ""
    season: str = ""
    step: int = 0
    weekday: int | None = None
    sense: Sense = ""
    lasts: bool = False
    clock: str = ""
    refers: bool = False
    style: Literal["", "old", "new"] = ""


Given = dict[str, str]
"""What the groups of a form hold, by their names, and `before`: what stands before the words."""

_SENSES: dict[str, Sense] = {
    "by": "by", "no later than": "by", "before": "before", "prior to": "before", "after": "after",
    "since": "since", "about": "about", "around": "about", "circa": "about", "ca.": "about",
    "c.": "about", "on or about": "about", "some": "about", "roughly": "about", "nearly": "about",
    "almost": "about", "approximately": "about", "towards": "about", "until": "until",
    "till": "until", "up to": "until",
}  # fmt: skip
_DAY_PARTS = r"(?:night|morning|evening|afternoon|dawn|noon|dusk|nightfall|sunset|end)"
_BEND = re.compile(
    rf"\b(?P<word>{'|'.join(map(re.escape, sorted(_SENSES, key=len, reverse=True)))})\s+(?:on\s+)?"
    rf"(?:the\s+)?(?:{_DAY_PARTS}\s+of\s+)?(?:the\s+)?$", re.IGNORECASE,
)  # fmt: skip
_ONWARDS = re.compile(r"\s+(?:onwards?|on)\b(?=[\s,.;])", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_HOUR = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CLOCK = re.compile(
    rf"\b(?:(?P<past>half|(?:a\s+)?quarter)\s+past\s+)?(?P<hour>{_HOUR})"
    r"(?:[.:](?P<minute>\d{2}))?\s*"
    r"(?P<half>[ap]\.?m\.?|o.clock|in the (?:morning|afternoon|evening)|(?<=[.:]\d\d)(?:\s*hours)?)"
    r",?\s+(?:(?:on|of)\s+)?(?:the\s+)?$", re.IGNORECASE,
)  # fmt: skip
_CLOCK_BEHIND = re.compile(
    r",?\s+at\s+(?P<past>)?(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?\s*"
    r"(?P<half>[ap]\.?m\b\.?|o.clock|(?<=:\d\d)(?:\s*hours\b)?)", re.IGNORECASE,
)  # fmt: skip
_CLOCK_ALONE = re.compile(
    rf"\bat\s+(?:(?P<past>half|(?:a\s+)?quarter)\s+past\s+)?(?P<hour>{_HOUR})"
    r"(?:[.:](?P<minute>\d{2}))?\s*"
    r"(?P<half>[ap]\.?m\b\.?|in the (?:morning|afternoon|evening)|(?<=:\d\d)(?:\s*hours\b)?)"
    r"(?!\s*(?:\d|scale\b))", re.IGNORECASE,
)  # fmt: skip
"""A time of day that can only be one, without a day beside it."""
_BEFORE_MONTH = re.compile(
    r"\b(?:in|by|of|since|until|till|during|before|after|that|last|from|throughout|through|between|"
    r"and|to|or|into|late|early|over)\s+$|[–—-]\s*$", re.IGNORECASE,
)  # fmt: skip
_BEFORE_SEASON = re.compile(
    r"\b(?:in|by|of|during|throughout|through|over|until|till|since|before|after|all)\s+$",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE_YEAR = re.compile(
    r"\b(?:in|of|by|since|until|till|before|after|during|throughout|year|from|to|early|late)\s+$",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE_ORDINAL = re.compile(r"\b(?:on|by|of|until|till|since|before|after|from)\s+$", re.I)
_ALONE = re.compile(
    r"(?:and|or|but|at|in|to|of|on|with|by|for|from|near|when|while|after|before|as|he|she|they|it|"
    r"the|his|their|a|an|we|was|were|had|both|all|into|only|there|i|our|my|her|its|this|that|these|"
    r"those|some|most|once|again|under|without|two|three|four|against|through|towards?|until|till|"
    r"across|along|over|up|down|about|around|still|now|also|then|not|no|just|went|came|saw|began|"
    r"took|fell|met|fought|left|held|brought|made|got|broke|won|lost|drove|fled|found|sent|stood|"
    r"withdrew|would|could|has|have|is|\w+ed|\w+ly)", re.IGNORECASE,
)  # fmt: skip
"""What may stand behind "the 27th" alone: not "anniversary"."""


def _style_of(words: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    behind = (
        rf",?\s+(?:[(\[]\s*)?(?:(?:in|by|according to)\s+(?:the\s+)?)?(?:{words})(?![.,]*\s+\d)"
    )
    before = rf"[(\[,]\s*(?:{words})[,:]?\s+$"
    return re.compile(before, re.IGNORECASE), re.compile(behind, re.IGNORECASE)


_STYLES: dict[Literal["old", "new"], tuple[re.Pattern[str], re.Pattern[str]]] = {
    "old": _style_of(r"old[\s-]style\b|o\.?\s?s\b\.?|julian(?:\s+calendar)?\b"),
    "new": _style_of(r"new[\s-]style\b|n\.?\s?s\b\.?|gregorian(?:\s+calendar)?\b"),
}
"""What stands before and behind a day of which the text says in which calendar it is counted."""
_BACK = ("earlier", "before", "previously", "ago", "previous", "preceding", "last")


def find_day_words(text: str, start: int, end: int) -> Iterator[DayWords]:
    """The words for days between two offsets of a text, in order, none inside another."""
    at = done = start
    while match := day_pattern().search(text, at, end):
        found = _read(match, text, done)
        # What is no day as a whole may hold one.
        at = match.start() + 1
        if found:
            at = done = max(found.end, at)
            yield found


def _read(match: re.Match[str], text: str, start: int) -> DayWords | None:
    kind = match.lastgroup or ""
    given = {
        name.removeprefix(f"{kind}_"): value
        for name, value in match.groupdict().items()
        if value is not None and name.startswith(f"{kind}_")
    }
    given["before"] = text[max(start, match.start() - 40) : match.start()]
    words = _READERS[kind](DayWords(match.start(), match.end(), "day"), given)
    return _styled(_bent(words, text, start), text, match.end(), start) if words else None


def _styled(words: DayWords, text: str, end: int, start: int) -> DayWords:
    """The same words with the calendar in which the text counts this day: "25 October (O.S.)"."""
    if words.form not in ("day", "span", "choice") or words.month is None:
        return words
    for style, (before, behind) in _STYLES.items():
        is_before = before.search(text[max(start, words.start - 20) : words.start])
        if is_before or behind.match(text, end):
            return words._replace(style=style)
    return words


def _bent(words: DayWords, text: str, start: int) -> DayWords:
    """The same words with the time of day and the preposition that stand beside them."""
    is_one = words.form in ("day", "relative", "later", "weekday")
    if is_one and (clock := _CLOCK_BEHIND.match(text, words.end)):
        return words._replace(end=clock.end(), clock=_time(clock))
    before = text[max(start, words.start - 60) : words.start]
    if is_one and (clock := _CLOCK.search(before)):
        return words._replace(start=words.start - len(before) + clock.start(), clock=_time(clock))
    if _FROM.search(before) and (onwards := _ONWARDS.match(text, words.end)):
        return words._replace(sense="since", end=onwards.end())
    bend = _BEND.search(before)
    if bend is None:
        return words
    sense = _SENSES[re.sub(r"\s+", " ", bend["word"].lower())]
    return words._replace(sense=sense, start=words.start - len(before) + bend.start())


class Clock(NamedTuple):
    """A time of day, HH:MM, and where it stands."""

    start: int
    end: int
    time: str


def find_clocks(text: str, start: int, end: int) -> Iterator[Clock]:
    """The times of day in a stretch of the text that can only be one."""
    for found in _CLOCK_ALONE.finditer(text, start, end):
        if time := _time(found):
            yield Clock(found.start(), found.end(), time)


def _time(clock: re.Match[str]) -> str:
    """The time of day, HH:MM; empty for one that is none, or may be before noon and after."""
    word = clock["hour"].lower()
    hour = int(word) if word.isdigit() else numbers_of("number")[word]
    half = (clock["half"] or "").strip().lower()
    minute = int(clock["minute"] or 0)
    if clock["past"]:
        minute = 30 if clock["past"].lower() == "half" else 15
    if half.startswith(("p", "in the a", "in the e")) and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _year(given: Given, name: str = "y") -> int | None:
    """The year of a group, counted as the format does: 48 BC is -47."""
    if not given.get(name):
        return None
    year = int(given[name])
    return year_before_1(year) if given.get(f"{name}bc") else year


def _month(word: str) -> int:
    return numbers_of("month")[word.lower().rstrip(".")]


def _day(word: str) -> int | None:
    digits = re.match(r"\d+", word)
    day = int(digits[0]) if digits else numbers_of("ordinal").get(re.sub(r"\s+", "-", word.lower()))
    return day if day and 1 <= day <= 31 else None


def _count(given: Given) -> int:
    """How many; 0 for a number of which only the end was found: "a hundred and ten days"."""
    if re.search(
        r"(?:\b(?:hundred|thousand)(?:\s+and)?\s|[\w,.]-|\d[,.])$", given["before"].lower()
    ):
        return 0
    number = given["n"].lower()
    if number.isdigit():
        return int(number)
    return sum(numbers_of("number").get(one, 0) for one in re.split(r"[\s-]+", number))


def _way(given: Given) -> int:
    """-1 for what lies before, 1 for what lies behind, 0 for what is going on."""
    way = re.sub(r"^(?:the|that)\s+", "", given.get("to") or given.get("way") or "").lower()
    return -1 if way in _BACK else int(way in ("next", "following", "coming", "after", "later"))


def _is_back(given: Given) -> bool:
    return given["way"].lower() in _BACK


def _is_unit(given: Given) -> bool:
    """Whether "the 27th" is the number of a regiment, or of something else: "27th parallel"."""
    behind = re.findall(r"[\w'’]+", given["next"])
    if not behind or _ALONE.fullmatch(behind[0]):
        return False
    is_name = behind[0][0].isupper() and _BEFORE_ORDINAL.search(given["before"])
    return not is_name or any(word.lower() in words_of("unit") for word in behind)


def _read_iso(words: DayWords, given: Given) -> DayWords | None:
    month, day = int(given["m"]), int(given["d"])
    year, start = int(given["y"]), words.start
    if re.search(r"(?<![\w-])[-\u2212]$", given["before"]):
        year, start = -year, start - 1
    valid = 1 <= month <= 12 and 1 <= day <= 31
    return words._replace(start=start, year=year, month=month, first=day) if valid else None


def _read_numeric(words: DayWords, given: Given) -> DayWords | None:
    """16.11.1632, and with strokes where only one order is possible."""
    day, month = int(given["a"]), int(given["b"])
    if given["sep"] == "/" and month > 12:
        day, month = month, day
    elif given["sep"] == "/" and day <= 12 and day != month:
        return None
    valid = 1 <= month <= 12 and 1 <= day <= 31
    return words._replace(year=int(given["y"]), month=month, first=day) if valid else None


def _read_day(words: DayWords, given: Given) -> DayWords | None:
    day = _day(given["d"])
    if day is None:
        return None
    weekday = numbers_of("weekday").get(given.get("w", "").lower())
    month = _month(given["m"]) if "m" in given else None
    return words._replace(year=_year(given), month=month, first=day, weekday=weekday)


def _read_only(words: DayWords, given: Given) -> DayWords | None:
    """ "The 27th", where it is no regiment's number."""
    if _is_unit(given):
        return None
    ways = {"following": 1, "next": 1, "previous": -1}
    step = ways.get(given.get("q", "").lower().removeprefix("the "), 0)
    read = _read_day(words, given)
    return read._replace(step=step) if read else None


def _read_worded(words: DayWords, given: Given) -> DayWords | None:
    """ "The sixteenth"; "the first" and "the second" are often no days."""
    behind = given["next"].split()
    is_rank = bool(behind) and behind[0].lower() in ("of", "to")
    if not _BEFORE_ORDINAL.search(given["before"]) or is_rank:
        return None
    return _read_only(words, given)


def _read_letter(words: DayWords, given: Given) -> DayWords | None:
    """As letters say this month, the last and the next."""
    step = {"inst": 0, "ult": -1, "prox": 1}[given["way"].lower()]
    return words._replace(first=_day(given["d"]), step=step)


def _read_span(words: DayWords, given: Given) -> DayWords | None:
    first, last = _day(given["a"]), _day(given["b"])
    if first is None or last is None:
        return None
    month = _month(given["n"] if "n" in given else given["m"])
    last_month = _month(given["m"]) if "m" in given else month
    year = _year(given)
    first_year = _year(given, "x")
    return words._replace(
        form="choice" if given["to"].strip().lower() == "or" else "span",
        year=first_year if year is None else year,
        first_year=None if year is None else first_year,
        month=month, first=first, last_month=last_month, last=last,
        lasts=given.get("lead", "").lower() == "from",
    )  # fmt: skip


def _read_near_span(words: DayWords, given: Given) -> DayWords | None:
    first, last = _day(given["a"]), _day(given["b"])
    if first is None or last is None or first >= last or _is_unit(given):
        return None
    if not given["a"][0].isdigit() and not _BEFORE_ORDINAL.search(given["before"]):
        return None
    is_choice = given["to"].strip().lower() == "or"
    lasts = given.get("lead", "").lower() == "from"
    form: Form = "choice" if is_choice else "span"
    return words._replace(form=form, first=first, last=last, lasts=lasts)


def _read_dual(words: DayWords, given: Given) -> DayWords | None:
    """5/6 November, a night; 6/16 November, the same day in the old calendar and the new."""
    first, last = _day(given["a"]), _day(given["b"])
    if first is None or last is None:
        return None
    words = words._replace(year=_year(given), month=_month(given["m"]))
    if last - first == 1:
        return words._replace(form="span", first=first, last=last, last_month=words.month)
    return words._replace(first=last) if 10 <= last - first <= 13 else None


def _read_part(words: DayWords, given: Given) -> DayWords | None:
    part = PARTS[re.sub(r"\s+", " ", given["p"].lower())]
    is_running = given["m"].lower().endswith("month")
    month = None if is_running else _month(given["m"])
    return words._replace(form="part", year=_year(given), month=month, part=part)


def _read_part_year(words: DayWords, given: Given) -> DayWords | None:
    part = PARTS[re.sub(r"\s+", " ", given["p"].lower())]
    return words._replace(form="year", year=_year(given), part=part)


def _read_part_season(words: DayWords, given: Given) -> DayWords | None:
    part = PARTS[re.sub(r"\s+", " ", given["p"].lower())]
    return words._replace(form="season", year=_year(given), part=part, season=given["s"].lower())


def _read_rest(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="rest", step=_way(given))


def _read_month(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="month", year=_year(given), month=_month(given["m"]))


def _read_way_month(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="month", month=_month(given["m"]), step=_way(given))


def _read_bare_month(words: DayWords, given: Given) -> DayWords | None:
    is_clear = given["m"].lower() in CLEAR_MONTHS
    if not is_clear and not _BEFORE_MONTH.search(given["before"]):
        return None
    return words._replace(form="month", month=_month(given["m"]))


def _read_running(words: DayWords, given: Given) -> DayWords | None:
    unit: Form = {"week": "week", "month": "month", "year": "year"}[given["u"].lower()]  # type: ignore[assignment]
    is_that = given.get("the", "").lower() == "that"
    is_said = "way" in given or ("to" in given and "the" in given) or is_that
    # "The last year of the war" is none that a text has come to.
    is_last = given.get("way", "").lower() == "last" and (
        "the" in given or given["before"].lower().endswith("the ")
    )
    return words._replace(form=unit, step=_way(given)) if is_said and not is_last else None


def _read_now(words: DayWords, given: Given) -> DayWords | None:
    """As a diary or a report says it, from the day on which it is written."""
    word = re.sub(r"\s+", " ", given["n"].lower())
    steps = {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2,
             "the day after tomorrow": 2}  # fmt: skip
    return words._replace(form="now", step=steps.get(word, 0))


def _read_feast(words: DayWords, given: Given) -> DayWords | None:
    name = re.sub(r"\s+", " ", given["f"].lower().replace("’", "'"))
    moving = {feast.lower(): step for feast, step in EASTER_FEASTS.items()}
    if name in moving:
        return words._replace(form="easter", year=_year(given), step=moving[name])
    month, day = {feast.lower(): each for feast, each in FEASTS.items()}[name]
    return words._replace(year=_year(given), month=month, first=day)


def _read_season(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="season", year=_year(given), season=given["s"].lower())


def _read_way_season(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="season", season=given["s"].lower(), step=_way(given))


def _read_bare_season(words: DayWords, given: Given) -> DayWords | None:
    season, the = given["s"].lower(), given.get("the", "").lower()
    is_word = not the and season in ("fall", "spring")
    if the != "that" and (is_word or not _BEFORE_SEASON.search(given["before"])):
        return None
    return words._replace(form="season", season=season)


def _read_within(words: DayWords, given: Given) -> DayWords | None:
    days = _count(given) * UNITS[given["u"].lower()]
    return words._replace(form="within", first=1, last=days) if days > 1 else None


def _read_few(words: DayWords, given: Given) -> DayWords | None:
    """A few days are more than one and less than ten."""
    first, last = (-9, -2) if _is_back(given) else (2, 9)
    return words._replace(form="within", first=first, last=last, step=first)


def _read_year(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="year", year=_year(given))


def _read_year_alone(words: DayWords, given: Given) -> DayWords | None:
    return _read_year(words, given) if _BEFORE_YEAR.search(given["before"]) else None


def _read_same(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="relative", step=0)


def _read_next(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="relative", step=_way(given))


def _read_morrow(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="relative", step=1)


def _read_nth_day(words: DayWords, given: Given) -> DayWords | None:
    """ "On the third day": the first is the one that the story has come to."""
    day = _day(given["d"])
    if day is None or not _BEFORE_ORDINAL.search(given["before"]):
        return None
    return words._replace(
        form="relative",
        step=day if "after" in given else day - 1,
        part="" if "after" in given else "nth",
    )


def _read_count(words: DayWords, given: Given) -> DayWords | None:
    days = _count(given) * UNITS[given["u"].lower()]
    return _counted(words, given, "relative", days)


def _read_couple(words: DayWords, given: Given) -> DayWords | None:
    read = _counted(words, given, "relative", 2 * UNITS[given["u"].lower()])
    return read._replace(sense="about") if read else None


def _read_long(words: DayWords, given: Given) -> DayWords | None:
    """Of years only the year is meant: "twenty-six years earlier" is seldom the same day of it."""
    unit = given["u"].lower()
    read = _counted(words, given, "later", _count(given) * MONTHS_IN[unit])
    return read._replace(part="year") if read and MONTHS_IN[unit] == MONTHS_IN["year"] else read


def _counted(words: DayWords, given: Given, form: Form, steps: int) -> DayWords | None:
    way = given["way"].lower()
    if way == "ago" and form == "relative":
        words, form = words._replace(part="ago"), "now"
    return words._replace(
        form=form, step=-steps if _is_back(given) else steps,
        sense="about" if "so" in given else "", refers=way in ("before", "after"),
    ) if steps else None  # fmt: skip


def _read_beside(words: DayWords, given: Given) -> DayWords | None:
    step = -1 if _is_back(given) else 1
    return words._replace(form="relative", step=step, refers=given["way"].lower() != "following")


def _read_weekday(words: DayWords, given: Given) -> DayWords | None:
    weekday = numbers_of("weekday")[given["w"].lower()]
    return words._replace(form="weekday", weekday=weekday, step=_way(given))


def _read_eve(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="eve", step=-1, refers=True)


def _read_morning(words: DayWords, given: Given) -> DayWords | None:
    return words._replace(form="morning", step=1)


_READERS: dict[str, Callable[[DayWords, Given], DayWords | None]] = {
    "iso": _read_iso, "numeric": _read_numeric, "span": _read_span, "naps": _read_span,
    "dual": _read_dual, "ymd": _read_day, "dmy": _read_day, "mdy": _read_day,
    "letter": _read_letter, "feast": _read_feast, "part": _read_part,
    "partseason": _read_part_season, "partyear": _read_part_year, "rest": _read_rest,
    "season": _read_season, "month": _read_month, "waymonth": _read_way_month,
    "wayseason": _read_way_season, "now": _read_now, "running": _read_running,
    "nearspan": _read_near_span, "only": _read_only, "nthday": _read_nth_day,
    "worded": _read_worded, "same": _read_same, "next": _read_next, "few": _read_few,
    "couple": _read_couple, "count": _read_count, "long": _read_long, "within": _read_within,
    "morrow": _read_morrow, "beside": _read_beside, "weekday": _read_weekday, "eve": _read_eve,
    "morning": _read_morning, "bare": _read_bare_month, "bareseason": _read_bare_season,
    "year": _read_year, "yearalone": _read_year_alone,
}  # fmt: skip
