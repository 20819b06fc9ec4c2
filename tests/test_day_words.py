"""Words for days and the moments that are made of them, along texts of one or two sentences."""

from __future__ import annotations

import pytest

from mapping.drafting.chronology import read_days
from mapping.drafting.closing import easter_sunday, weekday_of
from mapping.drafting.sentences import read_sentences
from mapping.format.gregorian import Day

CAME = "On 12 June 1880 they came. "
"""The story has come to a Saturday."""

SPELLINGS = {
    # A day of a month, in any order.
    "16 November 1880": "1880-11-16",
    "the 16th of November": "1880-11-16",
    "the sixteenth of November 1880": "1880-11-16",
    "November the 16th, 1880": "1880-11-16",
    "1880, November 16": "1880-11-16",
    "1880-11-16": "1880-11-16",
    "16.11.1880": "1880-11-16",
    "16/11/1880": "1880-11-16",
    "11/16/1880": "1880-11-16",
    "Tuesday, 16 November": "1880-11-16",
    "the 16th inst.": "1880-06-16",
    "the 28th ult.": "1880-05-28",
    "6/16 November 1880": "1880-11-16",
    "the last day of November": "1880-11-30",
    "the first day of July": "1880-07-01",
    "Christmas Eve": "1880-12-24",
    "Good Friday 1881": "1881-04-15",
    "on the 16th Baquedano left": "1880-06-16",
    "on Wednesday the 16th": "1880-06-16",
    "on the sixteenth he left": "1880-06-16",
    "on the 3rd of the following month": "1880-07-03",
    # Two days.
    "16 to 18 November": "[1880-11-16..1880-11-18]",
    "from 16 to 18 November": "1880-11-16/1880-11-18",
    "between 30 June and 2 July": "[1880-06-30..1880-07-02]",
    "28 December 1880 to 3 January 1881": "[1880-12-28..1881-01-03]",
    "the night of 15 to 16 November": "[1880-11-15..1880-11-16]",
    "the night of 5/6 November": "[1880-11-05..1880-11-06]",
    "on the 16th and 17th": "[1880-06-16..1880-06-17]",
    "on the 16th or 17th": "[1880-06-16,1880-06-17]",
    "from Monday to Wednesday": "1880-06-14/1880-06-16",
    "from late June to 3 July": "[1880-06-21..1880-07-03]",
    "between August and October": "[1880-08-01..1880-10-31]",
    # A part of a month, a season, a year.
    "early July": "[1880-07-01..1880-07-10]",
    "towards the end of June": "[1880-06-21..1880-06-30]",
    "the second week of July": "[1880-07-08..1880-07-14]",
    "the first half of July": "[1880-07-01..1880-07-15]",
    "later that month": "[1880-06-13..1880-06-30]",
    "in July": "[1880-07-01..1880-07-31]",
    "that same month": "[1880-06-01..1880-06-30]",
    "the following month": "[1880-07-01..1880-07-31]",
    "the following March": "[1881-03-01..1881-03-31]",
    "the previous May": "[1880-05-01..1880-05-31]",
    "in the summer": "[1880-06-01..1880-08-31]",
    "that autumn": "[1880-09-01..1880-11-30]",
    "the following spring": "[1881-03-01..1881-05-31]",
    "the winter of 1880": "[1880-12-01..1881-02-28]",
    "late autumn 1880": "[1880-11-01..1880-11-30]",
    "in early 1881": "[1881-01-01..1881-04-30]",
    "the end of 1880": "[1880-09-01..1880-12-31]",
    "the following year": "[1881-01-01..1881-12-31]",
    # Counted from the day that the story has come to.
    "the next morning": "1880-06-13",
    "the very next day": "1880-06-13",
    "next day": "1880-06-13",
    "on the morrow": "1880-06-13",
    "the day following": "1880-06-13",
    "the day before": "1880-06-11",
    "a day later": "1880-06-13",
    "a week later": "1880-06-19",
    "three nights later": "1880-06-15",
    "a fortnight after the battle": "1880-06-26",
    "two days after that": "1880-06-14",
    "a couple of days later": "1880-06-14~",
    "some ten days later": "1880-06-22~",
    "nearly three weeks later": "1880-07-03~",
    "ten days or so later": "1880-06-22~",
    "a few days later": "[1880-06-14..1880-06-21]",
    "a month later": "1880-07-12",
    "two months earlier": "1880-04-12",
    "on the third day": "1880-06-14",
    "within a week": "[1880-06-13..1880-06-19]",
    "in the next three days": "[1880-06-13..1880-06-15]",
    "the following week": "[1880-06-14..1880-06-20]",
    "on Tuesday": "1880-06-15",
    "the following Saturday": "1880-06-19",
    "the Sunday before": "1880-06-06",
    "that same evening": "1880-06-12",
    "that very day": "1880-06-12",
    "two days before 1 July": "1880-06-29",
    "on the eve of 1 July": "1880-06-30",
    # What a preposition makes of them.
    "by 16 June": "[..1880-06-16]",
    "no later than 16 June": "[..1880-06-16]",
    "by the next morning": "[..1880-06-13]",
    "prior to 16 June": "[..1880-06-15]",
    "since the day before": "[1880-06-11..]",
    "from 16 June onwards": "[1880-06-16..]",
    "about 16 June": "1880-06-16~",
    "c. 16 June": "1880-06-16~",
    "at 4.30 a.m. on 16 June": "1880-06-16T04:30",
    "at half past nine in the evening on 16 June": "1880-06-16T21:30",
    "before dawn on 16 June": "1880-06-16",
}


def moments_of(text: str) -> list[str]:
    """The moments of all words for days in a text, with the end behind a stroke."""
    days, _ = read_days(text, read_sentences(text), Day(1880, 1, 1), Day(1881, 12, 31))
    return [f"{one.moment}/{one.ends}" if one.ends else one.moment for one in days]


@pytest.mark.parametrize(("words", "moment"), SPELLINGS.items())
def test_a_spelling_is_closed_by_the_day_before_it(words: str, moment: str) -> None:
    assert moments_of(f"{CAME}They left {words}, it is said.") == ["1880-06-12", moment]


@pytest.mark.parametrize(
    "words",
    ["the 27th Division", "on the 27th Division", "the 24th anniversary", "300 men may march",
     "a day of rest", "the fall of Lima", "the first of them", "the second time", "for a week",
     "on the second hill", "the last year of the war", "3/4/1880"],
)  # fmt: skip
def test_what_only_looks_like_a_day_is_none(words: str) -> None:
    assert moments_of(f"{CAME}They saw {words} there.") == ["1880-06-12"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What is only remembered does not take the story with it, but may be told on by itself.
        ("They had left on 3 June. The next day they rested.", ["1880-06-03", "1880-06-13"]),
        ("They had left on 3 June. Two days later they had met. The next day it rained.",
         ["1880-06-03", "1880-06-05", "1880-06-13"]),
        ("They rested, after a march on 9 June. The next day it rained.",
         ["1880-06-09", "1880-06-10"]),
        ("On 16 June it rained, as on 14 June. The next day they left.",
         ["1880-06-16", "1880-06-14", "1880-06-17"]),
        # The same day once more.
        ("On 16 June, four days after the battle, he left.", ["1880-06-16", "1880-06-16"]),
        # A morning behind a night is that of the next day.
        ("That night they slept. In the morning they left.", ["1880-06-12", "1880-06-13"]),
        ("They rested. In the morning they left.", []),
        ("The landings on the 21st went well.", ["1880-06-21"]),
        ("On the 21st quietly they left. On the 22nd parallel it rained.", ["1880-06-21"]),
        ("On the first day he fired. On the second day it rained. On the third day they fell.",
         ["1880-06-12", "1880-06-13", "1880-06-14"]),
        ("In July they rested. Three weeks later they left.",
         ["[1880-07-01..1880-07-31]", "[1880-07-22..1880-08-21]"]),
        ("Twenty-six years earlier it had stood. Twenty-two days later they left.",
         ["[1854-01-01..1854-12-31]", "1880-07-04"]),
        ("A hundred and ten men left ten days later.", ["1880-06-22"]),
        ("On 4 August 1880 (O.S.) he left. The next day it rained.", ["1880-08-16", "1880-08-17"]),
        ("On 16 August 1880 (4 August, old style) he left.", ["1880-08-16", "1880-08-16"]),
        ("On 4 August 1880 (16 August new style) he left.", ["1880-08-16", "1880-08-16"]),
        ("On 16 August [O.S. 4 August] 1880 he left.", ["1880-08-16", "1880-08-16"]),
        ("It rained until 20 June, when they left. The next day they met.",
         ["1880-06-20", "1880-06-21"]),
    ],
)  # fmt: skip
def test_the_story_goes_on_from_where_it_stood(text: str, expected: list[str]) -> None:
    assert moments_of(CAME + text) == ["1880-06-12", *expected]


def test_a_letter_counts_from_its_head() -> None:
    text = "Camp, 28 July 1880.\n\nOn 3 June we left. Two days ago they fired. Yesterday it rained."
    assert moments_of(text) == ["1880-07-28", "1880-06-03", "1880-07-26", "1880-07-27"]


def test_weekdays_tell_the_calendar_of_a_text() -> None:
    """In Sweden 6 November 1632 was a Tuesday, as 16 November was in Austria."""
    text = "On Tuesday, 6 November 1632, they met. On Friday it rained. Next Friday they left."
    for days in ("6 November", "16 November"):
        read, _ = read_days(
            said := text.replace("6 November", days), read_sentences(said),
            Day(1632, 1, 1), Day(1632, 12, 31),
        )  # fmt: skip
        first = Day(1632, 11, int(days[:2]))
        assert [one.moment for one in read] == [
            str(first), str(first + 3), str(first + 10)
        ]  # fmt: skip


def test_easter_and_weekdays_follow_the_calendar_of_their_time() -> None:
    assert [easter_sunday(year) for year in (1241, 1532, 1880, 1916)] == [
        Day(1241, 3, 31), Day(1532, 3, 31), Day(1880, 3, 28), Day(1916, 4, 23)
    ]  # fmt: skip
    assert all(weekday_of(easter_sunday(year)) == 6 for year in range(1000, 2100))
