"""Years before 1 in every door: 0000 is 1 BC, -0047 is 48 BC."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.checks import check_campaign
from mapping.commands.line import run as run_line
from mapping.drafting.chronology import read_days
from mapping.drafting.sentences import read_sentences
from mapping.drawing.address import is_known
from mapping.drawing.scene import scene_payload
from mapping.editing.head_values import to_head_day
from mapping.export.geojson import to_geojson
from mapping.export.iso_times import say_span, to_xml_time
from mapping.export.kml import to_kml
from mapping.export.table import csv_chunks
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.dates import from_julian, in_calendar, say_date, say_day, say_julian_day
from mapping.format.gregorian import Day, write_iso
from mapping.format.mending import mend_day, readings_of
from mapping.format.problems import plain_cell
from mapping.intake.moments import read_moment, read_time, read_within, read_xml_time
from mapping.telling.timeline import Span
from mapping.words.strings import say, say_digits
from tests.pharsalus import write_pharsalus

FIRST, LAST = Day.min.toordinal(), Day.max.toordinal()
EARLY = st.integers(Day(-9998, 2, 1).toordinal(), Day(0, 12, 1).toordinal()).map(Day.fromordinal)


@pytest.fixture(scope="module")
def pharsalus(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return load_campaign(write_pharsalus(tmp_path_factory.mktemp("early") / "pharsalus"))


# --- a day -----------------------------------------------------------------------------------


@given(st.dates(), st.integers(-400, 400))
def test_a_day_is_what_python_says_where_python_has_it(day: date, step: int) -> None:
    ours = Day.fromisoformat(day.isoformat())
    assert (ours.toordinal(), ours.weekday(), str(ours)) == (
        day.toordinal(), day.weekday(), day.isoformat()
    )  # fmt: skip
    assert ours.to_date() == day and Day.fromordinal(day.toordinal()) == ours
    if 1 <= day.toordinal() + step <= date.max.toordinal():
        assert str(ours + step) == str(date.fromordinal(day.toordinal() + step))


@given(st.integers(FIRST, LAST), st.integers(FIRST, LAST))
def test_days_of_all_years_have_one_order(one: int, other: int) -> None:
    first, second = Day.fromordinal(one), Day.fromordinal(other)
    assert first.toordinal() == one and Day.fromisoformat(str(first)) == first
    assert (first < second) == (one < other) and second - first == other - one
    assert first + (other - one) == second and second - (other - one) == first
    assert (first.weekday() - second.weekday() - one + other) % 7 == 0


def test_a_year_before_1_has_the_length_that_the_rule_gives() -> None:
    leap = [year for year in range(-404, 5) if Day(year, 12, 31) - Day(year, 1, 1) == 365]
    assert leap == [year for year in range(-404, 5, 4) if year % 100 or not year % 400]
    for wrong in ((-47, 2, 29), (-10_000, 1, 1), (10_000, 1, 1), (-47, 13, 1)):
        with pytest.raises(ValueError):
            Day(*wrong)
    with pytest.raises(ValueError):
        Day.min - 1


# --- words and calendars ---------------------------------------------------------------------


def test_the_year_is_said_as_people_count_it() -> None:
    assert say_day(Day(-48, 8, 9)) == "9 August 49 BC"
    assert say_day(Day(0, 12, 31)) == "31 December 1 BC"
    assert say_day(Day(1, 1, 1)) == "1 January AD 1"
    assert say_day(Day(9, 9, 9), "fa") == "۹ سپتامبر ۹ میلادی"
    assert say_day(Day(-47, 8, 9), "fa") == "۹ اوت ۴۸ پیش از میلاد"
    assert say_julian_day(Day(-47, 8, 7)) == "9 August (Julian)"
    assert say_julian_day(Day(-48, 12, 30)) == "1 January 48 BC (Julian)"


def test_the_julian_day_is_that_of_the_astronomers() -> None:
    """Meeus (1991), chapter 7: 1 January -4712 is the Julian Day 0, 28 May -584 the 1507900."""
    epoch = Day(-4713, 11, 24)
    assert in_calendar(epoch, "julian") == (-4712, 1, 1)
    assert in_calendar(epoch + 1_507_900, "julian") == (-584, 5, 28)
    assert from_julian("-0047-08-09") == "-0047-08-07"
    # The Ides of March, the year after the Julian calendar began.
    assert say_date(Day.fromisoformat(from_julian("-0043-03-15")), "gregorian") == "13 March 44 BC"


# --- what people write -----------------------------------------------------------------------


def spellings(day: Day) -> dict[str, str]:
    """A day before the year 1 as people and programs write it, English and Persian."""
    year, number = 1 - day.year, day.day
    month, fa = (say(f"gregorian.{day.month}", language) for language in ("en", "fa"))
    return {
        "bc": f"{number} {month} {year} BC", "bce": f"{number} {month} {year} BCE",
        "points": f"{number} {month} {year} B.C.", "american": f"{month} {number}, {year} B.C.E.",
        "short": f"{number} {month[:3]}. {year} bc", "the": f"{number}th of {month} {year} BC",
        "dashes": str(day).replace("-", "–"), "minus": str(day).replace("-", "−", 1),
        "strokes": write_iso(day.year) + f"/{day.month}/{number}",
        "fa": say_digits(f"{number} {fa} {year} پیش از میلاد", "fa"),
        "fa-short": say_digits(f"{number} {fa} {year} ق.م", "fa"),
        "fa-keyboard": say_digits(f"{number} {fa} {year} قبل از ميلاد", "fa"),
    }  # fmt: skip


@settings(deadline=None)
@given(day=EARLY, data=st.data())
def test_a_day_before_the_year_1_is_found_in_any_spelling(day: Day, data: st.DataObject) -> None:
    name, text = data.draw(st.sampled_from(sorted(spellings(day).items())))
    mend = mend_day(text, near=(day - 3, day + 3))
    if name in ("dashes", "minus") and day.year == 0:
        return  # the year 0 has no sign, so that this is the notation itself
    assert mend.startswith(f"write {day}") and " or " not in mend, (text, mend)
    assert f"{1 - day.year} BC" in mend
    assert readings_of(text) == [str(day)] == [read_moment(text)]


@settings(deadline=None)
@given(
    day=EARLY,
    loose=st.sampled_from([
        ("before {}", "[..{before}]"), ("after {}", "[{after}..]"), ("c. {}", "{day}~"),
        ("{} (?)", "{day}?"), ("by {}", "[..{day}]"), ("the night of {}",
        "[{day}T20:00..{after}T05:00]"), ("{} 14:30", "{day}T14:30"),
        ("پیش از {}", "[..{before}]"), ("حدود {}", "{day}~"), ("شاید {}", "{day}?"),
    ]),
)  # fmt: skip
def test_what_is_said_loosely_of_such_a_day_is_told_in_the_notation(
    day: Day, loose: tuple[str, str]
) -> None:
    words, moment = loose
    text = words.format(spellings(day)["bc" if words.isascii() else "fa"])
    meant = moment.format(day=day, before=day - 1, after=day + 1)
    assert mend_day(text, near=(day - 3, day + 3)).startswith(f"write {meant}"), text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Aug 48 BC", "[-0047-08-01..-0047-08-31]"), ("48 BC", "[-0047-01-01..-0047-12-31]"),
        ("۴۸ پیش از میلاد", "[-0047-01-01..-0047-12-31]"), ("1 BC", "[0000-01-01..0000-12-31]"),
        ("-0047-08", "[-0047-08-01..-0047-08-31]"), ("-0047", "[-0047-01-01..-0047-12-31]"),
        ("summer 48 BC", "[-0047-06-01..-0047-08-31]"), ("9 August 48 AD", "0048-08-09"),
        ("8 or 9 August 48 BC", "[-0047-08-08,-0047-08-09]"),
        ("29 December 49 BC or 3 January 48 BC", "[-0048-12-29,-0047-01-03]"),
        ("7-9 August 48 BC", "[-0047-08-07..-0047-08-09]"),
    ],
)  # fmt: skip
def test_a_stranger_s_cell_is_read(text: str, moment: str) -> None:
    assert read_moment(text) == moment


def test_two_digits_are_the_century_of_the_campaign() -> None:
    near = (Day(-47, 8, 1), Day(-47, 8, 31))
    assert mend_day("9 Aug 48", near=near).startswith("write -0047-08-09")
    assert mend_day("1-Mar-96", near=(Day(1896, 2, 1), Day(1896, 4, 1))) == "write 1896-03-01"


def test_the_words_of_a_text_are_closed() -> None:
    text = (
        "In 49 BC Caesar crossed the Rubicon. On 9 August 48 B.C. the two armies met. The next "
        "day Pompey fled. In August 48 BC they had come. In the summer of 480 BCE Xerxes came. "
        "From 29 December 49 BC to 3 January 48 BC it rained. -0047-08-06 was cold."
    )
    days, _ = read_days(text, read_sentences(text), Day(-47, 7, 1), Day(-47, 9, 30))
    assert [f"{one.moment}/{one.ends}".rstrip("/") for one in days] == [
        "[-0048-01-01..-0048-12-31]", "-0047-08-09", "-0047-08-10", "[-0047-08-01..-0047-08-31]",
        "[-0479-06-01..-0479-08-31]", "-0048-12-29/-0047-01-03", "-0047-08-06",
    ]  # fmt: skip


# --- a campaign ------------------------------------------------------------------------------


def test_a_day_without_its_year_is_the_campaigns() -> None:
    first, last = Day(-51, 6, 1), Day(-51, 9, 30)
    said = {
        "10 June": "-0051-06-10", "June 10": "-0051-06-10", "10 June 17:00": "-0051-06-10T17:00",
        "10 June 52 BC": "-0051-06-10",
    }  # fmt: skip
    assert {cell: read_within(cell, first, last) for cell in said} == said


def test_the_check_says_how_its_years_are_counted(pharsalus: Campaign) -> None:
    problems = check_campaign(pharsalus.folder)
    assert {one.severity for one in problems} == {"note"}
    (counted,) = [one for one in problems if one.column == "first_day"]
    assert (counted.rule, counted.found) == ("calendar", "-0047-07-28")
    assert "28 July 48 BC" in counted.message
    (zone,) = [one for one in problems if one.found == "zone"]
    assert "a kind of areas, not of events" in zone.message and "areas.csv" in zone.mend


def test_a_year_that_is_counted_without_0_is_told(tmp_path: Path) -> None:
    folder = write_pharsalus(tmp_path / "pharsalus")
    events = folder / "events.csv"
    events.write_text(events.read_text("utf-8").replace("-0047-08-07", "-0048-08-07"), "utf-8")
    (slip,) = [one for one in check_campaign(folder) if one.severity == "warning"]
    assert (slip.rule, slip.column) == ("year-slip", "starts")
    assert slip.mend.startswith("write -0047-08-0")


def test_the_player_has_its_days_and_their_words(pharsalus: Campaign) -> None:
    payload = scene_payload(pharsalus)
    assert [one["day"] for one in payload["days"]][::11] == ["-0047-07-28", "-0047-08-08"]
    english, persian = (payload["languages"][name]["days"][0] for name in ("en", "fa"))
    assert english["whole"] == "28 July 48 BC, 30 July (Julian)"
    assert persian["label"] == "۲۸ ژوئیهٔ ۴۸ پیش از میلاد"
    assert is_known(pharsalus, "day", "-0047-08-07") and not is_known(
        pharsalus, "day", "0047-08-07"
    )
    assert pharsalus.day_number("-0047-07-29") == 1


def test_what_is_exported_is_counted_as_its_format_counts(pharsalus: Campaign) -> None:
    features = json.loads(json.dumps(to_geojson(pharsalus)))
    assert features["days"] == ["-0047-07-28", "-0047-08-08"] and "48 BC" in features["time"]
    (battle,) = [one for one in features["features"] if one["id"] == "events/the-battle"]
    assert battle["properties"]["start"] == "-0047-08-07T09:00:00"
    kml = to_kml(pharsalus)
    assert "<begin>-0048-08-07T09:00:00</begin>" in kml and "-0048 is 48 BC" in kml
    assert "-0047" not in re.sub("<(?!begin|end).*", "", kml)
    rows = [*csv.DictReader(io.StringIO(b"".join(csv_chunks(pharsalus)).decode("utf-8-sig")))]
    assert rows[0]["day"] == "-0047-07-28"
    assert "As told by As" not in kml and "Account: As the general histories have it" in kml


@given(st.integers(FIRST + 1, LAST - 1), st.integers(0, 1439))
def test_a_time_of_kml_comes_back_as_it_was(number: int, minutes: int) -> None:
    day = Day.fromordinal(number)
    time = f"{day}T{minutes // 60:02d}:{minutes % 60:02d}"
    written = to_xml_time(f"{time}:00")
    assert not written.startswith(("0000", "-0000")) and read_xml_time(written) == time
    assert read_time(f"{time}:00") == time and read_xml_time(to_xml_time(str(day))) == str(day)


def test_a_span_over_the_turn_of_such_a_year_begins_before_it_ends() -> None:
    origin = float(Day(-48, 12, 31).toordinal())
    assert say_span(origin, Span(0.0, 0.0, 2.0, 2.0)) == (
        "-0048-12-31T00:00:00",
        "-0047-01-01T23:59:59",
    )
    assert say_span(origin, Span(1.0, 1.0, 1.0, 1.0)) == ("-0047-01-01T00:00:00",) * 2


def test_only_a_moment_is_let_into_a_spreadsheet_with_its_minus() -> None:
    assert plain_cell("-0047-08-09") == "-0047-08-09" and plain_cell("-1+2") == "'-1+2"
    assert plain_cell("-0047-08-09+A1") == "'-0047-08-09+A1"


def test_a_campaign_is_begun_from_the_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    days = ["--first-day", "-0047-08-07", "--last-day", "-0047-08-10"]
    assert run_line(["new", str(folder), "--title", "Pharsalus", *days]) == 0
    assert 'first_day = "-0047-08-07"' in (folder / "campaign.toml").read_text("utf-8")
    assert load_campaign(folder).last_day == Day(-47, 8, 10)
    assert to_head_day(Day(-47, 8, 7), date(1988, 7, 22)) == "-0047-08-07"
    assert to_head_day(Day(1988, 7, 22)) == date(1988, 7, 22)
