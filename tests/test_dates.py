"""Moments, days and calendars, with the `edtf` package as an oracle for what both can read."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from itertools import pairwise

import pytest
from edtf import EDTFParseException, parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from mapping.format.dates import (
    FIRST_WEEKDAY,
    PERSIAN_EPOCH,
    Moment,
    MomentError,
    from_julian,
    in_calendar,
    parse_day,
    parse_moment,
    say_day,
    say_julian_day,
    say_persian_day,
    say_weekday,
)
from mapping.format.gregorian import Day, write_iso
from mapping.format.mending import mend_day, mend_number, mend_outside, plain_number
from mapping.words.strings import say, say_digits

DAYS = st.integers(Day.min.toordinal(), Day.max.toordinal()).map(Day.fromordinal)
SIGNS = st.sampled_from(["", "~", "?"])
TIMES = st.tuples(st.integers(0, 23), st.integers(0, 59))


def days_between(first: Day, last: Day) -> st.SearchStrategy[Day]:
    return st.integers(first.toordinal(), last.toordinal()).map(Day.fromordinal)


def ordinal(text: str) -> int:
    return Day.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "known"),
    [
        ("1988-07-26", "1988-07-26", "1988-07-27", True),
        ("[1988-07-26..1988-07-28]", "1988-07-26", "1988-07-29", False),
        ("[1988-07-26,1988-07-27]", "1988-07-26", "1988-07-28", False),
        ("[1988-07-26..1988-07-26]", "1988-07-26", "1988-07-27", True),
        (" 1066-10-14 ", "1066-10-14", "1066-10-15", True),
        ("0001-01-01", "0001-01-01", "0001-01-02", True),
        ("0000-12-31", "0000-12-31", "0001-01-01", True),
        ("-0047-08-09~", "-0047-08-09", "-0047-08-10", True),
        ("[-0048-12-31..-0047-01-02]", "-0048-12-31", "-0047-01-03", False),
    ],
)
def test_a_bare_day_reaches_from_its_beginning_to_its_end(
    text: str, earliest: str, latest: str, known: bool
) -> None:
    moment = parse_moment(text)
    assert (moment.earliest, moment.latest) == (ordinal(earliest), ordinal(latest))
    assert moment.known == known
    assert not moment.timed


def test_a_time_of_day_is_a_point() -> None:
    moment = parse_moment("1988-07-26T14:30")
    assert moment.earliest == moment.latest == ordinal("1988-07-26") + 14.5 / 24
    assert moment.timed and moment.known


def test_open_ends_are_infinite() -> None:
    before, after = parse_moment("[..1988-07-16]"), parse_moment("[1988-07-31..]")
    assert (before.earliest, before.latest) == (-math.inf, ordinal("1988-07-17"))
    assert (after.earliest, after.latest) == (ordinal("1988-07-31"), math.inf)
    assert not before.known and not after.known


def test_signs_stand_after_days_and_times() -> None:
    assert parse_moment("1988-07-26~").about
    assert parse_moment("1988-07-26T14:30?").doubted
    choices = parse_moment("[1988-07-25T14:30,1988-07-25T16:00]").choices
    assert [choice.text for choice in choices] == ["1988-07-25T14:30", "1988-07-25T16:00"]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("1988-07-26/1988-07-27", "two columns"),
        ("-0000-01-01", "0000 is 1 BC, -0001 is 2 BC"),
        ("-0047-02-30", "no such day"),
        ("−0047-08-09", "write -0047-08-09"),
        ("48 BC", "[-0047-01-01..-0047-12-31], as EDTF counts, with a year 0: -0047 is 48 BC"),
        ("۴۸ پیش از میلاد", "[-0047-01-01..-0047-12-31]"),
        ("480 BCE", "[-0479-01-01..-0479-12-31]"),
        ("9 August 0 BC", "YYYY-MM-DD"),
        ("12000 BC", "before the year -9999"),
        ("-64", "took it for a subtraction"),
        ("-12000-01-01", "in words, in a title, a summary or a note"),
        ("1988-02-30", "no such day"),
        ("26.7.1988", "write 1988-07-26"),
        ("1988-07-24/1988-07-26", "two columns"),
        ("32350", "spreadsheet"),
        ("1988-07", "give the day, or a span such as [1988-07-01..1988-07-31]"),
        ("1988", "give the day, or a span such as [1988-01-01..1988-12-31]"),
        ("1988-07-26T24:00", "between 00:00 and 23:59"),
        ("1988-07-26T12:60", "between 00:00 and 23:59"),
        ("1988-07-26%", "YYYY-MM-DD"),
        ("۱۹۸۸-۰۷-۲۶", "write 1988-07-26"),
        ("[1988-07-28..1988-07-26]", "write [1988-07-26..1988-07-28]"),
        ("[..]", "leave the cell empty"),
        ("[1988-07-26]", "a span [a..b] or a choice [a,b]"),
        ("[1988-07-26,]", "YYYY-MM-DD"),
        ("", "YYYY-MM-DD"),
        ("yesterday", "YYYY-MM-DD"),
    ],
)
def test_what_is_not_one_moment_is_refused_with_a_way_to_mend_it(text: str, mend: str) -> None:
    with pytest.raises(MomentError) as error:
        parse_moment(text)
    assert mend in error.value.mend


NEAR = (Day(1896, 2, 25), Day(1896, 3, 5))
"""The days of a campaign."""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("before 1896-03-01", "[..1896-02-29]"),
        ("prior to 1 March 1896", "[..1896-02-29]"),
        ("after 1 March 1896", "[1896-03-02..]"),
        ("since 1 March 1896", "[1896-03-01..]"),
        ("by 2 March 1896", "[..1896-03-02]"),
        ("after March 1896", "[1896-04-01..]"),
        ("c. 1 March 1896", "1896-03-01~"),
        ("~1896-03-01", "1896-03-01~"),
        ("probably 1 March 1896", "1896-03-01?"),
        ("1 March 1896 (?)", "1896-03-01?"),
        ("early March 1896", "[1896-03-01..1896-03-10]"),
        ("mid-March 1896", "[1896-03-11..1896-03-20]"),
        ("late February 1896", "[1896-02-21..1896-02-29]"),
        ("March 1896", "[1896-03-01..1896-03-31]"),
        ("spring 1896", "[1896-03-01..1896-05-31]"),
        ("winter 1896", "[1895-12-01..1896-02-29]"),
        ("1 or 2 March 1896", "[1896-03-01,1896-03-02]"),
        ("29 February or 1 March 1896", "[1896-02-29,1896-03-01]"),
        ("between 1 and 3 March 1896", "[1896-03-01..1896-03-03]"),
        ("1–3 March 1896", "[1896-03-01..1896-03-03]"),
        ("1896-02-29 evening", "[1896-02-29T18:00..1896-02-29T22:00]"),
        ("the morning of 1 March 1896", "[1896-03-01T06:00..1896-03-01T12:00]"),
        ("night of 29 February 1896", "[1896-02-29T20:00..1896-03-01T05:00]"),
        ("the night of 1-2 March 1896", "[1896-03-01T20:00..1896-03-02T05:00]"),
        ("on or about 1 March 1896", "1896-03-01~"),
        ("first week of March 1896", "[1896-03-01..1896-03-07]"),
        ("the last week of February 1896", "[1896-02-23..1896-02-29]"),
        ("from 1 to 3 March 1896", "[1896-03-01..1896-03-03]"),
        ("1896-03-01 to 1896-03-03", "[1896-03-01..1896-03-03]"),
        ("1 March 1896 at 3 pm", "1896-03-01T15:00"),
        ("1 March 1896, 1530 hrs", "1896-03-01T15:30"),
        ("15:30 on 1 March 1896", "1896-03-01T15:30"),
        ("1 March", "1896-03-01"),
        ("March 1st (?)", "1896-03-01?"),
        ("۱۱ اسفند", "1896-03-01"),
        ("هفتهٔ اول مارس ۱۸۹۶", "[1896-03-01..1896-03-07]"),
        ("1-Mar-96", "1896-03-01"),
        ("Sunday, 1 March 1896", "1896-03-01"),
        ("1st of March 1896", "1896-03-01"),
        ("on 1 March 1896", "1896-03-01"),
        ("03/01/1896", "1896-03-01"),
        ("۱۱ اسفند ۱۲۷۴", "1896-03-01"),
        ("قبل از ۱۱ اسفند ۱۲۷۴", "[..1896-02-29]"),
        ("حدود ۱۱ اسفند ۱۲۷۴", "1896-03-01~"),
        ("شاید ۱ مارس ۱۸۹۶", "1896-03-01?"),
        ("اوایل اسفند ۱۲۷۴", "[1896-02-20..1896-02-29]"),
        ("۱۱ یا ۱۲ اسفند ۱۲۷۴", "[1896-03-01,1896-03-02]"),
        ("صبح ۱ مارس ۱۸۹۶", "[1896-03-01T06:00..1896-03-01T12:00]"),
        ("یکشنبه ۱۱ اسفند ۱۲۷۴ ساعت ۱۴:۳۰", "1896-03-01T14:30"),
    ],
)
def test_what_people_write_is_told_in_the_notation(text: str, moment: str) -> None:
    mend = mend_day(text, near=NEAR)
    assert mend.startswith(f"write {moment}") and " or " not in mend, mend
    assert parse_moment(moment).text == moment


def spellings(day: Day) -> dict[str, str]:
    """One day as people and programs write it, English and Persian."""
    persian = JalaliDate(day.to_date())
    month, fa = (say(f"gregorian.{day.month}", language) for language in ("en", "fa"))
    own, latin = (say(f"persian.{persian.month}", language) for language in ("fa", "en"))
    numbers = f"{persian.year}/{persian.month}/{persian.day}"
    return {
        "dash": str(day).replace("-", "–"), "slash": str(day).replace("-", "/"),
        "none": str(day).replace("-", ""),
        "points": f"{day.day}.{day.month}.{day.year}", "words": f"{day.day} {month} {day.year}",
        "american": f"{month} {day.day}, {day.year}", "short": f"{day.day}-{month[:3]}-{day.year}",
        "weekday": f"{say(f'weekday.{day.weekday()}')} {day.day} {month} {day.year}",
        "fa": say_digits(f"{day.day} {fa} {day.year}", "fa"),
        "persian": say_digits(f"{persian.day} {own} {persian.year}", "fa"),
        "persian-numbers": say_digits(numbers, "fa"), "persian-latin": numbers,
        "persian-english": f"{persian.day} {latin} {persian.year}",
        "arabic-keyboard": say_digits(f"{persian.day} {own} {persian.year}", "fa")
        .replace("ی", "ي").replace("ک", "ك"),
    }  # fmt: skip


@settings(deadline=None)
@given(day=days_between(Day(1850, 1, 1), Day(2090, 1, 1)), data=st.data())
def test_a_day_is_found_in_any_spelling(day: Day, data: st.DataObject) -> None:
    """Near the campaign's days there is one reading, and it is that day."""
    text = data.draw(st.sampled_from(sorted(spellings(day).items())))[1]
    near = (day - 3, day + 3)
    mend = mend_day(text, near=near)
    assert mend.startswith(f"write {day.isoformat()}") and " or " not in mend, (text, mend)


@settings(deadline=None)
@given(st.text("0123456789-/. ~?[]برماهcirca aftersping۰۱۲۳۴۵۶۷۸۹", max_size=40))
def test_any_words_give_a_mend_that_can_be_written(text: str) -> None:
    for near in (None, NEAR):
        mend = mend_day(text, near=near)
        for written in re.findall(r"(?:write|or) (\[?[\d.][^ ,]*(?:,\d[^ ]*\])?)", mend):
            if not written.startswith("0"):
                parse_moment(written.rstrip(",:"))


@settings(deadline=None)
@given(
    degrees=st.decimals(-89, 89, places=4).filter(lambda one: abs(one) > 1),
    high=st.sampled_from([90, 180]),
    data=st.data(),
)
def test_a_coordinate_is_found_in_any_spelling(
    degrees: Decimal, high: int, data: st.DataObject
) -> None:
    """What is read, and what the mend says to write, is the same point to a hundredth of a mile."""
    positive, negative = ("N", "S") if high == 90 else ("E", "W")
    whole = abs(degrees)
    letter = positive if degrees > 0 else negative
    words = {"N": "شمالی", "S": "جنوبی", "E": "شرقی", "W": "غربی"}[letter]
    minutes = (whole % 1) * 60
    seconds = f"{(minutes % 1) * 60:.2f}"
    spelled = [
        f"{degrees}", f"{degrees}".replace(".", ","), say_digits(f"{degrees}", "fa"),
        f"{degrees}".replace("-", "−"), f"{whole}° {letter}", f"{letter} {whole}",
        f"{int(whole)}°{minutes:.3f}'{letter}",
        f"{int(whole)} degrees {int(minutes)} minutes {seconds} seconds {letter}",
        f"{int(whole)}°{int(minutes)}′{seconds}″ {letter}",
        say_digits(f"{int(whole)} درجه و {int(minutes)} دقیقه و {seconds} ثانیه", "fa") + words,
    ]  # fmt: skip
    text = data.draw(st.sampled_from(spelled))
    found = plain_number(text, -high, high)
    if found is None:
        match = re.match(r"write (-?[\d.]+)", mend_number(text, high))
        assert match, (text, mend_number(text, high))
        found = float(match[1])
    assert math.isclose(found, degrees, abs_tol=1e-4), text


@pytest.mark.parametrize(
    ("value", "high", "meant"),
    [
        (451.234, 90, "45.1234"), (-3410.5, 90, "-34.105"), (4_512_340.0, 90, "45.1234"),
        (7512.34, 180, "75.1234"), (1_203_456.0, 180, "120.3456 or 12.03456"),
        (461_000.0, 90, "46.1"),
    ],
)  # fmt: skip
def test_a_lost_decimal_point_is_put_back(value: float, high: float, meant: str) -> None:
    assert f"write {meant} if that is meant" in mend_outside(value, high)
    assert ("metres" in mend_outside(value, high)) == (value >= 100_000)
    assert "changed places" not in mend_outside(value, high)


@pytest.mark.rest
@settings(deadline=None, max_examples=40)
@given(day=DAYS, sign=SIGNS)
def test_edtf_reads_single_days_the_same(day: Day, sign: str) -> None:
    theirs = parse_edtf(f"{day.isoformat()}{sign}")
    ours = parse_moment(f"{day.isoformat()}{sign}")
    assert (ours.earliest, ours.latest) == to_days(theirs)
    assert ours.about == bool(theirs.is_approximate)
    assert ours.doubted == bool(theirs.is_uncertain)


@pytest.mark.rest
@settings(deadline=None, max_examples=40)
@given(first=DAYS, length=st.integers(1, 400))
def test_edtf_reads_spans_and_choices_the_same(first: Day, length: int) -> None:
    last = Day.fromordinal(min(first.toordinal() + length, Day.max.toordinal()))
    if first == last:
        return
    for text in (f"[{first}..{last}]", f"[{first},{last}]"):
        ours = parse_moment(text)
        assert (ours.earliest, ours.latest) == to_days(parse_edtf(text))


@pytest.mark.parametrize("text", ["1988-02-30", "1988-13-01", "26.7.1988", "[1988-07-26", "x"])
def test_edtf_refuses_what_we_refuse(text: str) -> None:
    with pytest.raises(MomentError):
        parse_moment(text)
    with pytest.raises(EDTFParseException):
        parse_edtf(text)


def to_days(theirs: object) -> tuple[float, float]:
    """The oracle's earliest and latest day on our scale; its latest day still belongs to it."""
    earliest, latest = theirs.lower_strict(), theirs.upper_strict()  # type: ignore[attr-defined]
    return Day(*earliest[:3]).toordinal(), Day(*latest[:3]).toordinal() + 1


@settings(deadline=None)
@given(day=DAYS, time=TIMES, sign=SIGNS)
def test_times_keep_their_order_and_their_minute(
    day: Day, time: tuple[int, int], sign: str
) -> None:
    hour, minute = time
    moment = parse_moment(f"{day.isoformat()}T{hour:02d}:{minute:02d}{sign}")
    whole = parse_moment(day.isoformat())
    assert whole.earliest <= moment.earliest == moment.latest < whole.latest
    assert round((moment.earliest - whole.earliest) * 1440) == hour * 60 + minute


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_a_message(text: str) -> None:
    try:
        moment = parse_moment(text)
    except MomentError as error:
        assert error.mend
    else:
        assert isinstance(moment, Moment) and moment.earliest <= moment.latest


def test_a_plain_day_is_no_moment() -> None:
    assert parse_day("1988-07-26") == Day(1988, 7, 26)
    for text in ("1988-07-26~", "1988-07-26T14:30", "[1988-07-26..]", "19880726"):
        with pytest.raises(MomentError):
            parse_day(text)


@pytest.mark.parametrize(
    ("day", "persian"),
    [
        ("1988-07-22", "31 Tir 1367"),
        ("1988-07-23", "1 Mordad 1367"),
        ("1988-07-25", "3 Mordad 1367"),
        ("1988-07-26", "4 Mordad 1367"),
        ("1988-07-27", "5 Mordad 1367"),
        ("1988-07-30", "8 Mordad 1367"),
        ("1066-10-14", "22 Mehr 445"),
        ("0480-09-29", ""),
    ],
)
def test_the_persian_calendar(day: str, persian: str) -> None:
    assert say_persian_day(parse_day(day)) == persian


def test_the_persian_calendar_begins_with_its_first_day() -> None:
    assert say_persian_day(PERSIAN_EPOCH) == "1 Farvardin 1"
    assert say_persian_day(PERSIAN_EPOCH - 1) == ""


@pytest.mark.parametrize(
    ("day", "julian"),
    [
        ("1812-06-24", "12 June (Julian)"),
        ("1812-09-07", "26 August (Julian)"),
        ("1813-01-05", "24 December 1812 (Julian)"),
        ("1900-03-13", "29 February (Julian)"),
        ("1900-03-14", "1 March (Julian)"),
        ("1582-10-15", "5 October (Julian)"),
        ("1918-02-14", "1 February (Julian)"),
    ],
)
def test_the_julian_calendar(day: str, julian: str) -> None:
    assert say_julian_day(parse_day(day)) == julian


@settings(deadline=None)
@given(day=days_between(Day(-9999, 6, 1), Day(9000, 1, 1)))
def test_a_julian_cell_is_the_same_day(day: Day) -> None:
    year, month, number = in_calendar(day, "julian")
    written = write_iso(year, month, number)
    assert from_julian(f"[{written}..{written}T06:30]") == f"[{day}..{day}T06:30]"


@pytest.mark.rest
def test_every_julian_day_comes_after_the_one_before() -> None:
    days = (Day(1, 1, 1) + number for number in range(150_000))
    counted = [in_calendar(day, "julian") for day in days]
    assert all(a < b and b.day in (a.day + 1, 1) for a, b in pairwise(counted))
    leaps = sum((one.month, one.day) == (2, 29) for one in counted)
    assert leaps == sum(year % 4 == 0 for year in range(counted[0].year, counted[-1].year))


def test_weekdays_are_said_from_the_gregorian_calendar_on() -> None:
    assert say_day(Day(1988, 7, 22)) == "Friday 22 July 1988"
    assert say_weekday(FIRST_WEEKDAY) == "Friday"
    assert say_weekday(FIRST_WEEKDAY - 1) == ""
    assert say_day(Day(1066, 10, 14)) == "14 October 1066"
