"""A folder to a campaign: how files are read, and what is said of those that do not fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.checks import check_campaign
from mapping.format.campaign import load_campaign, read_campaign, read_what_fits
from mapping.format.csv_file import read_table
from mapping.format.documentation import say_format
from mapping.format.gregorian import Day
from mapping.format.problems import CampaignError, Problem, Severity, be_strict, find_errors
from mapping.format.schema import columns_of
from mapping.format.sheet import Sheet
from mapping.format.tables import TABLES
from tests.folders import Break, Folder, change, problem_of, write_broken

MERSAD = Path(__file__).parent.parent / "data" / "mersad-1988"


def without(table: str) -> Break:
    """Leave a whole table out."""

    def spoil(folder: Folder) -> None:
        del folder.tables[table]

    return spoil


# --- habits of spreadsheets ----------------------------------------------------------------


def with_mark(text: str) -> bytes:
    return text.encode("utf-8-sig")


def with_returns(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def with_old_returns(text: str) -> bytes:
    return text.replace("\n", "\r").encode()


def with_semicolons(text: str) -> bytes:
    return text.replace(",", ";").encode()


def with_tabs(text: str) -> bytes:
    return text.replace(",", "\t").encode()


def with_empty_cells(text: str) -> bytes:
    return text.replace("\n", ",,,\n").encode()


def with_empty_rows(text: str) -> bytes:
    return (text.replace("\n", "\n\n") + ",,\n,,,,\n").encode()


def with_spaces(text: str) -> bytes:
    return text.replace(",", " , ").encode()


def with_named_separator(text: str) -> bytes:
    return b"sep=;\r\n" + with_semicolons(text)


HABITS = [with_mark, with_named_separator, with_returns, with_old_returns, with_semicolons,
          with_tabs, with_empty_cells, with_empty_rows, with_spaces]  # fmt: skip


@pytest.mark.parametrize("habit", HABITS)
def test_spreadsheets_may_write_in_their_own_way(
    habit: Callable[[str], bytes], tmp_path: Path
) -> None:
    plain = load_campaign(write_broken(tmp_path / "plain"))
    folder = write_broken(tmp_path / "tiny")
    for name in ("places", "forces", "waypoints"):
        path = folder / f"{name}.csv"
        path.write_bytes(habit(path.read_text(encoding="utf-8")))
    campaign, problems = read_campaign(folder)
    assert problems == [] and campaign is not None
    assert campaign.places == plain.places
    assert campaign.forces == plain.forces
    assert campaign.waypoints == plain.waypoints


@pytest.mark.parametrize("order", ["utf-16", "utf-16-be"])
def test_utf_16_with_its_mark_is_read_with_a_note(order: str, tmp_path: Path) -> None:
    """Excel calls it Unicode Text, and separates its cells by tabs."""
    plain = load_campaign(write_broken(tmp_path / "plain"))
    folder = write_broken(tmp_path / "tiny")
    text = (
        "\ufeff" * (order == "utf-16-be") + with_tabs((folder / "places.csv").read_text()).decode()
    )
    (folder / "places.csv").write_bytes(text.encode(order))
    campaign, problems = read_campaign(folder)
    assert campaign is not None and campaign.places == plain.places
    assert [(one.severity, one.file) for one in problems] == [("note", "places.csv")]
    (folder / "places.csv").write_bytes(b"\xff\xfe\x00\xd8")
    assert find_errors(read_campaign(folder)[1])


def test_a_separator_line_is_no_row_and_stays_when_a_cell_is_changed(tmp_path: Path) -> None:
    content = "sep=;\nplace_id;lat\nalder;34,5\nBirch;1\n"
    (tmp_path / "places.csv").write_text(content, encoding="utf-8")
    problems = read_table(tmp_path / "places.csv", TABLES["places"]).problems
    assert 3 in [one.row for one in problems if one.column == "place_id"]
    changed = Sheet(content, ["place_id", "lat"]).with_cells({2: {"lat": "34,7"}})
    assert changed == content.replace("34,5", "34,7")


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path: Path) -> None:
    """A text of several lines is one row, an empty row counts."""
    folder = write_broken(tmp_path / "tiny")
    (folder / "questions.csv").write_text(
        'question_id,title,text\nwhen,When?,"One\nTwo\nThree"\n\nWhy,Why?,\n', encoding="utf-8"
    )
    _, problems = read_campaign(folder)
    assert [(problem.row, problem.column) for problem in problems] == [(4, "question_id")]


def test_a_quotation_mark_is_closed_or_reported(tmp_path: Path) -> None:
    """Otherwise all the rows after it would be swallowed without a word."""
    folder = write_broken(tmp_path / "tiny")
    table = folder / "questions.csv"
    table.write_text('question_id,title,text\nwhen,When?,The 5" guns\n', encoding="utf-8")
    assert read_campaign(folder)[1] == []
    table.write_text(
        'question_id,title,text\nwhen,When?,\nwhy,Why?,"Open\nhow,How?,\n', encoding="utf-8"
    )
    _, problems = read_campaign(folder)
    assert [(one.rule, one.file, one.row) for one in problems] == [("quotes", "questions.csv", 3)]


def test_lists_are_separated_by_semicolons(tmp_path: Path) -> None:
    campaign = load_campaign(
        write_broken(tmp_path / "tiny", change("events", 2, "place_ids", "birch; alder;"))
    )
    assert campaign.events["clash"].place_ids == ("birch", "alder")


# --- one message each ----------------------------------------------------------------------


def a_problem(
    rule: str,
    severity: Severity,
    file: str,
    row: int,
    column: str,
    message: str,
    found: str = "",
    expected: str = "",
    mend: str = "",
) -> Problem:
    """A problem, as a line of a table of faults."""
    return Problem(
        rule=rule, severity=severity, file=file, row=row, column=column, message=message,
        found=found, expected=expected, mend=mend,
    )  # fmt: skip


FAULTS: dict[str, tuple[Break, Problem]] = {
    "a repeated id": (
        change("events", 3, "event_id", "clash"),
        a_problem("repeated-id", "error", "events.csv", 3, "event_id", "the same id as in row 2",
                  "clash", "an id of its own", "give one of the two rows another id"),
    ),
    "an unknown column": (
        change("events", 1, "colour", "colour"),
        a_problem("unknown-column", "note", "events.csv", 1, "colour",
                  "an unknown column, kept and not used", "colour",
                  "one of " + ", ".join(columns_of(TABLES["events"])), "nothing, or remove it"),
    ),
    "a misspelt column": (
        change("events", 1, "sumary", "sumary"),
        a_problem("unknown-column", "warning", "events.csv", 1, "sumary",
                  "an unknown column, kept and not used", "sumary",
                  "one of " + ", ".join(columns_of(TABLES["events"])), "did you mean summary?"),
    ),
    "a latitude of 134": (
        change("places", 2, "lat", "134"),
        a_problem("cell", "error", "places.csv", 2, "lat", "does not fit", "134",
                  "a number from -90 to 90", "latitude and longitude may have changed places"),
    ),
    "a comma for decimals or thousands": (
        change("figures", 2, "high", "7,500"),
        a_problem("cell", "error", "figures.csv", 2, "high", "does not fit", "7,500",
                  "a number with a decimal point",
                  "write 7.5 or 7500: 7,500 can be read as either"),
    ),
    "two moments in a cell": (
        change("events", 2, "starts", "1988-07-26/1988-07-27"),
        a_problem("cell", "error", "events.csv", 2, "starts", "does not fit",
                  "1988-07-26/1988-07-27", "one moment", "two columns"),
    ),
    "a reference to nowhere": (
        change("events", 2, "place_ids", "brich"),
        a_problem("reference", "error", "events.csv", 2, "place_ids", "a reference to nowhere",
                  "brich", "an id of places.csv", "did you mean birch?"),
    ),
    "a side that is not there": (
        change("forces", 2, "side_id", "green"),
        a_problem("reference", "error", "forces.csv", 2, "side_id", "a reference to nowhere",
                  "green", "an id of campaign.toml", ""),
    ),
    "a missing required table": (
        without("sources"),
        a_problem("missing-table", "error", "sources.csv", 0, "", "a required table is missing",
                  "no such file", "a CSV file with the columns source_id, kind, title",
                  "add sources.csv"),
    ),
    "a missing table that is referred to": (
        without("places"),
        a_problem("missing-table", "error", "places.csv", 0, "", "a required table is missing",
                  "no such file", "a CSV file with the columns place_id", "refers to it"),
    ),
    "an empty required cell": (
        change("events", 2, "title", ""),
        a_problem("cell", "error", "events.csv", 2, "title", "a required cell is empty", "",
                  "text, at most 200 characters", "fill it in: one line in neutral words"),
    ),
    "a missing required column": (
        change("events", 1, "title", ""),
        a_problem("missing-column", "error", "events.csv", 1, "title",
                  "a required column is missing", "", "text", "add a column title"),
    ),
    "a column twice": (
        change("evidence", 1, "field", "note"),
        a_problem("double-column", "error", "evidence.csv", 1, "note", "the column stands twice",
                  "", "", "keep one"),
    ),
    "a separator in a text": (
        lambda folder: folder.tables["events"][1].extend(["more", "cells"]),
        a_problem("row-length", "error", "events.csv", 2, "", "13 cells under 11 columns", "", "",
                  "double quotes"),
    ),
    "an id with capitals": (
        change("figures", 2, "figure_id", "The Size"),
        a_problem("cell", "error", "figures.csv", 2, "figure_id", "does not fit",
                  "The Size", "an id: small letters", "write the-size"),
    ),
    "a link that is none": (
        change("sources", 2, "url", "javascript:alert(1)"),
        a_problem("cell", "error", "sources.csv", 2, "url", "does not fit", "javascript:alert(1)",
                  "an http or https address", "leave it empty"),
    ),
    "a word that is not in its list": (
        change("places", 2, "certainty", "sure"),
        a_problem("cell", "error", "places.csv", 2, "certainty", "does not fit", "sure",
                  "one of certain, less-certain, uncertain", "choose one of these words"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_one_message_with_a_way_to_mend_it(name: str, tmp_path: Path) -> None:
    spoil, expected = FAULTS[name]
    problem = problem_of(tmp_path, spoil)
    assert problem.mend and expected.mend in problem.mend
    assert expected.expected in problem.expected
    for part in ("rule", "severity", "file", "row", "column", "message", "found"):
        assert getattr(problem, part) == getattr(expected, part), part


def test_all_of_them_at_once_are_one_message_each(tmp_path: Path) -> None:
    campaign, problems = read_campaign(
        write_broken(
            tmp_path / "tiny",
            change("control", 3, "control_id", "birch-blue"),
            change("events", 1, "colour", "colour"),
            change("places", 2, "lat", "134"),
            change("events", 3, "starts", "1988-07-26/1988-07-27"),
            change("waypoints", 2, "place_id", "brich"),
            without("sources"),
        )
    )
    assert campaign is None
    assert sorted((problem.rule, problem.file, problem.row) for problem in problems) == [
        ("cell", "events.csv", 3), ("cell", "places.csv", 2), ("missing-table", "sources.csv", 0),
        ("reference", "waypoints.csv", 2), ("repeated-id", "control.csv", 3),
        ("unknown-column", "events.csv", 1),
    ]  # fmt: skip


def test_references_into_an_empty_table_lead_nowhere(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.tables["questions"] = folder.tables["questions"][:1]
        folder.tables["answers"] = folder.tables["answers"][:2]

    problem = problem_of(tmp_path, spoil)
    assert (problem.rule, problem.file, problem.found) == ("reference", "answers.csv", "when")


def test_a_row_that_cannot_be_read_is_no_second_mistake(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, change("places", 3, "radius_km", "near"))
    assert (problem.file, problem.column) == ("places.csv", "radius_km")


def test_the_rest_of_a_folder_can_be_had(tmp_path: Path) -> None:
    """Left out are the row with the mistake, what refers to it, and what refers to that."""
    folder = write_broken(tmp_path / "tiny", change("forces", 2, "on_map", "maybe"))
    campaign, problems = read_what_fits(folder)
    assert campaign is not None and len(problems) == 1
    assert list(campaign.forces) == ["guard", "staff"]
    assert list(campaign.movements) == ["watch"] and list(campaign.waypoints) == ["watch"]
    assert campaign.events == {}
    assert read_campaign(folder)[0] is None


# --- campaign.toml -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "column", "expected"),
    [
        ("format = 1", "format = 2", "format", "1"),
        ('id = "tiny"', 'id = "Tiny!"', "id", "small letters"),
        ('title = "A tiny campaign"', "", "title", "a text of at most 200 characters"),
        ("1988-07-30", "1988-07-01", "last_day", "a day from first_day on"),
        ("1988-07-30", "2088-07-30", "last_day", "at most 4000 days later"),
        ("1988-07-30", '"30 July"', "last_day", "a day, YYYY-MM-DD"),
        ('"persian"', '"french"', "calendars", "one of persian"),
        ('id = "tiny"', 'id = "tiny"\nlanguage = "<b>"', "language", "a language tag"),
        ('"north"\ncal', '"west"\ncal', "default_account", "one of north, south"),
        ('id = "tiny"', 'id = "tiny"\ndefault_source = "rumour"', "default_source", "the id of a"),
        ('id = "blue"', 'id = "red"', "sides.id", "an id of its own"),
        ('name = "Blue"', "", "sides.name", "a text of at most 200 characters"),
        ('id = "south"', 'id = ""', "accounts.id", "small letters"),
        ('"#0b5fa5"', '"#0b5fa5"\naffiliation = "foe"', "sides.affiliation", "one of friend"),
    ],
)
def test_the_head_is_checked_key_by_key(
    old: str, new: str, column: str, expected: str, tmp_path: Path
) -> None:
    def spoil(folder: Folder) -> None:
        assert old in folder.head
        folder.head = folder.head.replace(old, new, 1)
        for table in ("forces", "movements", "waypoints", "events", "control", "days", "answers"):
            folder.tables[table] = folder.tables[table][:1]

    problem = problem_of(tmp_path, spoil)
    assert (problem.file, problem.column) == ("campaign.toml", column)
    assert expected in problem.expected and problem.mend


def test_a_campaign_without_accounts_has_one_without_a_name(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.head = folder.head.partition("[[accounts]]")[0].replace(
            'default_account = "north"\n', ""
        )
        for table in ("days", "answers"):
            folder.tables[table] = folder.tables[table][:1]

    campaign = load_campaign(write_broken(tmp_path / "tiny", spoil))
    assert list(campaign.accounts) == [""]
    assert len(campaign.told_by("", campaign.events)) == 2


def test_what_has_no_passage_is_said_by_the_default_source(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.head = folder.head.replace("calendars", 'default_source = "atlas"\ncalendars')
        folder.tables["evidence"] = [
            row
            for row in folder.tables["evidence"]
            if row[:2] not in (["events", "clash"], ["events", "fire"])
        ]

    campaign = load_campaign(write_broken(tmp_path / "tiny", spoil))
    (passage,) = campaign.evidence_for(campaign.events["clash"])
    assert (passage.source_id, passage.stance, passage.locator) == ("atlas", "supports", "")
    sources = {one.source_id for one in campaign.evidence_for(campaign.movements["march"])}
    assert sources == {"chronicle"}, "what has a passage is said by that source alone"
    rules = {one.rule for one in check_campaign(campaign.folder)}
    assert "no-evidence" not in rules


# --- the value ------------------------------------------------------------------------------


def test_the_campaign_is_what_the_folder_says(tmp_path: Path) -> None:
    campaign = load_campaign(write_broken(tmp_path / "tiny"))
    assert campaign.calendar[0] == Day(1988, 7, 22) and len(campaign.calendar) == 9
    assert campaign.day_number("1988-07-24") == 2
    assert campaign.default_account == "north"
    assert campaign.bounds == ((33.9, 45.9), (34.6, 47.1))
    assert [one.order for one in campaign.waypoints["march"]] == [1, 2, 3]
    assert campaign.routes["highway"].points[0] == (34.0, 46.0)
    assert campaign.places["alder"].point == (34.0, 46.0)
    passage = campaign.evidence_for(campaign.waypoints["march"][1])[0]
    assert passage.field == "at"


def test_waypoints_stand_in_their_order_whatever_the_order_of_rows(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.tables["waypoints"][1:] = folder.tables["waypoints"][:0:-1]

    campaign = load_campaign(write_broken(tmp_path / "tiny", spoil))
    assert [one.order for one in campaign.waypoints["march"]] == [1, 2, 3]


def test_loading_a_broken_folder_names_every_error(tmp_path: Path) -> None:
    folder = write_broken(
        tmp_path / "tiny", FAULTS["a latitude of 134"][0], change("events", 2, "title", "")
    )
    with pytest.raises(CampaignError) as error:
        load_campaign(folder)
    assert len(error.value.problems) == 2
    assert "places.csv, row 2, column lat" in str(error.value)


def test_strictness_turns_warnings_into_errors_and_leaves_notes(tmp_path: Path) -> None:
    breaks = [FAULTS["a misspelt column"][0], FAULTS["an unknown column"][0]]
    _, problems = read_campaign(write_broken(tmp_path / "tiny", *breaks))
    assert find_errors(problems) == []
    assert [problem.severity for problem in be_strict(problems)] == ["error", "note"]


@pytest.mark.parametrize(("rows", "said"), [(20, 20), (21, 21), (22, 21), (9_000, 21)])
def test_of_many_problems_of_one_kind_the_rest_are_counted(rows: int, said: int) -> None:
    one = Problem(rule="unknown", severity="error", file="events.csv", column="kind", message="?")
    several = [replace(one, row=row + 2) for row in range(rows)]
    lines = str(CampaignError([*several, replace(one, file="places.csv")])).splitlines()
    assert len(lines) == said + 1
    assert sum("places.csv" in line for line in lines) == 1
    if rows > said:
        left = f"{rows - 20:,} more like this, rows 22 to {rows + 1}: ?"
        assert lines[-1] == f"error: events.csv, column kind: {left}"


def test_a_problem_says_where_it_is_in_one_line() -> None:
    problem = a_problem("cell", "error", "places.csv", 2, "lat", "does not fit", "134\x1b[2J",
                        "a number from -90 to 90", "correct it")  # fmt: skip
    assert str(problem) == (
        "error: places.csv, row 2, column lat: does not fit; found '134\\x1b[2J'; "
        "expected a number from -90 to 90; mend: correct it"
    )
    assert problem.to_dict()["row"] == 2


def test_operation_mersad_can_be_read() -> None:
    campaign, problems = read_campaign(MERSAD)
    assert campaign is not None and problems == []
    assert [day.day for day in campaign.calendar] == list(range(22, 31))
    for place_id in ("qasr-e-shirin", "eslamabad-e-gharb", "chaharzebar-pass", "hassanabad-pass",
                     "zardeh"):  # fmt: skip
        assert campaign.places[place_id].point


def test_the_format_is_documented_as_it_is_declared() -> None:
    manual = (Path(__file__).parent.parent / "data" / "README.md").read_text(encoding="utf-8")
    _, _, tables = manual.partition("<!-- python -m mapping schema -->\n")
    assert tables.strip() == say_format().strip()
