"""What day the words for days mean, along the text.

A text has a running date: the day that its story has come to. Words that leave something open are
closed by it, by the campaign's days, and by the years that the text names; a sentence without a
day is borne by it. A sentence that reaches back ("had crossed on the 3rd") is dated by its own
words, and does not move the running date of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from mapping.drafting.closing import Days, Reading, close_days
from mapping.drafting.day_words import DayWords, find_day_words
from mapping.drafting.sentences import Sentence
from mapping.format.gregorian import Day

Basis = Literal["stated", "relative", "implied", "none"]
_BACK = re.compile(
    r"\b(?:had|earlier|previously|beforehand|ago|formerly)\b|\bbefore (?:the|that|this)\b", re.I
)
DATELINE_LETTERS = 80
_DATELINE = re.compile(r"\s*(?:\([^)\n]{1,40}\)|\(?[A-Z][\w ]{1,20}\))?\s*[-–—]+\s")
_THROUGHOUT = re.compile(
    r"\b(?:throughout|during|in the course of) the (?:whole |entire )?"
    r"(?:operation|campaign|offensive|war|fighting|invasion)\b", re.IGNORECASE,
)  # fmt: skip
"""What is said of all the days is not said of the last one."""
_RELATIVE = frozenset(("relative", "later", "now", "within", "weekday", "week", "morning", "rest"))
ABOUT = r", (who|which|whose|where)\b[^,;]*"
"""A clause about somebody or something, as far as its next comma."""
_ABOUT_SOMEBODY = re.compile(rf"{ABOUT}(?=,)")
_VAGUE = frozenset(("year", "week", "within", "rest"))
"""Words too wide to be where a story has come to."""
_OF = re.compile(r"\s+(?:of\s+)?(?:the\s+)?")
"""What stands between "two days before" and the day that it counts from."""
_TO = re.compile(r"\s+(?:to|and|until|till|through)\s+(?:the\s+)?", re.IGNORECASE)
_ENDS = re.compile(r"\b(?P<word>from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_BESIDE = re.compile(r"\s*[,(\[/]\s*(?:(?:O|N)\.?\s?S\.?\s+|(?:old|new)[\s-]style,?\s+)?", re.I)
_NIGHT = re.compile(r"\b(?:night|evening|dusk|nightfall)\b", re.IGNORECASE)
_HEAD = re.compile(r"[ \t]*[.:]?[ \t]*(?:\n|$)")
"""What stands behind the day at the head of a letter or of a diary's entry."""
_WHEN = re.compile(r",?\s+(?:when|on which)\b")
_WRITER = re.compile(r"\b(?:I|[Ww]e|my|our|[Tt]oday|[Yy]esterday|[Tt]onight|ago)\b")


class DayMention(NamedTuple):
    """Words for a day: where they stand, the moment in the format's notation, and its basis.

    `ends` is a second moment where the words say how long something lasted. `moment` is empty
    where nobody can tell; the basis is then `none`.
    """

    start: int
    end: int
    text: str
    moment: str
    ends: str
    basis: Basis
    days: Days | None


class Borne(NamedTuple):
    """A moment that a sentence bears: its beginning, its end where that is said, its basis."""

    moment: str
    ends: str
    basis: Basis


def read_days(
    text: str, sentences: Sequence[Sentence], first: Day, last: Day
) -> tuple[tuple[DayMention, ...], tuple[Borne, ...]]:
    """The words for days in a text, and for each sentence what it bears without words of its own.

    `first` and `last` are the campaign's days.
    """
    reading = Reading(Days(first, last), is_diary=bool(_WRITER.search(text)))
    mentions: list[DayMention] = []
    borne: list[Borne] = []
    for sentence in sentences:
        # A sentence without a word is a stretch of signs, which would only be searched in vain.
        has_words = bool(sentence.words)
        found = [*find_day_words(text, sentence.start, sentence.end)] if has_words else []
        borne.append(_implied(text, sentence, reading))
        mentions += _join_ends(text, [*_close_all(text, sentence, found, reading)])
    return tuple(mentions), tuple(borne)


def _implied(text: str, sentence: Sentence, reading: Reading) -> Borne:
    """What the running date says of a sentence without a day."""
    if _THROUGHOUT.search(text, sentence.start, sentence.end):
        reading.running, reading.anchor = reading.span, None
    if reading.running is None:
        return Borne("", "", "none")
    days = reading.running
    # "Darius, who had left Babylon, took Issus" is told of now.
    told = _ABOUT_SOMEBODY.sub("", text[sentence.start : sentence.end])
    if _BACK.search(told):
        days = Days(reading.span.first, days.last)
    return Borne(write_days(days), "", "implied")


def _reaches_back(text: str, start: int, end: int) -> bool:
    return bool(_BACK.search(text, start, end))


def _close_all(
    text: str, sentence: Sentence, found: Sequence[DayWords], reading: Reading
) -> Iterator[DayMention]:
    """The mentions of a sentence; words that count from a day behind them are one with it."""
    aside, reading.aside, reading.named = reading.aside, None, None
    if found and aside and _reaches_back(text, sentence.start, sentence.end):
        reading.named = aside
    before: DayMention | None = None
    rest = iter(range(len(found)))
    for at in rest:
        words = found[at]
        follower = found[at + 1] if at + 1 < len(found) else None
        days = None
        if follower and words.refers and _OF.fullmatch(text, words.end, follower.start):
            base = close_days(follower, reading)
            words = words._replace(form="relative", end=follower.end)
            next(rest)
            days = _shifted(base, words.step)
        elif before and before.days and _restates(text, before, words):
            days = before.days
        elif (
            follower
            and follower.style == "new"
            and _BESIDE.fullmatch(text, words.end, follower.start)
        ):
            days = close_days(follower, reading)
        else:
            days = close_days(words, reading)
        if words.form == "morning" and days is None:
            continue
        before = _mention(text, sentence, words, days, reading)
        yield before


def _shifted(base: Days | None, step: int) -> Days | None:
    if base is None or not base.is_one:
        return None
    try:
        return Days(base.first + step, base.first + step)
    except OverflowError:
        return None


def _restates(text: str, before: DayMention, words: DayWords) -> bool:
    """Whether words only say once more which day it is: "on 24 July, two days later,".

    Or in another calendar: "on 7 November (25 October old style)".
    """
    if words.style and before.days and _BESIDE.fullmatch(text, before.end, words.start):
        return True
    is_counted = words.form in ("relative", "later") and words.step > 0
    is_day = before.days is not None and before.days.is_one and before.basis == "stated"
    return is_counted and is_day and bool(_BESIDE.fullmatch(text, before.end, words.start))


def _mention(
    text: str, sentence: Sentence, words: DayWords, days: Days | None, reading: Reading
) -> DayMention:
    basis: Basis = "relative" if words.form in _RELATIVE else "stated"
    moment, ends = _moments(words, days) if days else ("", "")
    if days and _is_written_on(text, sentence, words, reading):
        reading.dateline = days.first
    _move(text, sentence, words, days, reading)
    if days and days.is_one:
        reading.named = days.first
    return DayMention(
        words.start, words.end, text[words.start : words.end], moment, ends,
        basis if moment else "none", days,
    )  # fmt: skip


def _is_written_on(text: str, sentence: Sentence, words: DayWords, reading: Reading) -> bool:
    """Whether words name the day of writing: a report's dateline, the head of a letter's page."""
    if words.form != "day":
        return False
    if words.start < DATELINE_LETTERS and _DATELINE.match(text, words.end):
        return True
    line = text[text.rfind("\n", 0, words.start) + 1 : words.start]
    is_head = len(line) < DATELINE_LETTERS and not re.search(r"[.!?]\s", line)
    is_all = bool(_HEAD.match(text, words.end)) or words.end >= sentence.end - 1
    return reading.is_diary and is_head and is_all


def _moments(words: DayWords, days: Days) -> tuple[str, str]:
    """The moment, and the end where the words say how long it lasted."""
    if words.sense == "by":
        return f"[..{days.last}]", ""
    if words.sense == "before":
        return (f"[..{days.first - 1}]", "") if days.first > Day.min else ("", "")
    if words.sense == "since":
        return f"[{days.first}..]", ""
    if words.sense == "after":
        return (f"[{days.last + 1}..]", "") if days.last < Day.max else ("", "")
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


def _join_ends(text: str, mentions: list[DayMention]) -> list[DayMention]:
    """Make one mention of the two ends of a stretch: "from late May to 3 June"."""
    made: list[DayMention] = []
    for one in mentions:
        before = made[-1] if made else None
        if before is None or not (joined := _one_of(text, before, one)):
            made.append(one)
        else:
            made[-1] = joined
    return made


def _one_of(text: str, one: DayMention, other: DayMention) -> DayMention | None:
    lead = _ENDS.search(text, max(0, one.start - 20), one.start)
    if not lead or not _TO.fullmatch(text, one.end, other.start):
        return None
    if one.ends or other.ends or not one.days or not other.days:
        return None
    days = Days(one.days.first, other.days.last)
    if days.first > days.last:
        return None
    lasts = lead["word"].lower() == "from" and one.days.is_one and other.days.is_one
    moment, ends = (str(days.first), str(days.last)) if lasts else (write_days(days), "")
    start = lead.start()
    return one._replace(
        start=start, end=other.end, text=text[start : other.end], moment=moment, ends=ends,
        days=days,
    )  # fmt: skip


def _move(
    text: str, sentence: Sentence, words: DayWords, days: Days | None, reading: Reading
) -> None:
    """Let the running date follow, unless the words only look back, or away."""
    if days is None:
        if words.form == "eve":
            reading.anchor = None
        return
    if words.year is not None and words.year not in reading.years[-1:]:
        reading.years.append(words.year)
    is_inside = reading.span.first <= days.last and days.first <= reading.span.last
    reading.outside = not is_inside
    if not is_inside and reading.running is None and days.is_one:
        # What lay before the campaign may be told day by day, too.
        reading.anchor = days.first
    if (
        not is_inside
        or words.form in _VAGUE
        or (words.sense in ("before", "until", "after", "since") and not _arrives(text, words))
        or (words.sense == "by" and not days.is_one)
    ):
        return
    if _looks_back(text, sentence, words, days, reading):
        reading.aside = days.last if days.is_one else None
        return
    reading.running = days
    reading.anchor = days.last if words.form == "span" else days.first if days.is_one else None
    if not (words.form == "relative" and words.step in (0, 1)) and words.part != "nth":
        reading.origin = reading.anchor
    reading.is_night = days.is_one and bool(
        _NIGHT.search(text, max(sentence.start, words.start - 20), words.end)
    )


def _arrives(text: str, words: DayWords) -> bool:
    """Whether the story goes on with the day: "it rained until the 20th, when they left"."""
    return words.sense == "until" and bool(_WHEN.match(text, words.end))


def _looks_back(
    text: str, sentence: Sentence, words: DayWords, days: Days, reading: Reading
) -> bool:
    """Whether a day lies before the running date and is only remembered."""
    if reading.running is None or days.first >= reading.running.first:
        return False
    if words.form in ("relative", "later", "now") and words.step < 0:
        return True
    # A sentence that has come to a day does not go back behind it.
    if reading.named and days.first < reading.named <= reading.running.last:
        return True
    clause_start = max(text.rfind(mark, sentence.start, words.start) for mark in ";:(")
    end = text.find(";", words.end, sentence.end)
    return _reaches_back(text, max(sentence.start, clause_start), end if end > 0 else sentence.end)
