"""What spreadsheets write: read where it can mean one thing, else refused with what to write."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from mapping.format.campaign import load_campaign, read_campaign
from mapping.format.canonical import canonical_files
from mapping.format.mending import LIMITS
from tests.folders import Break, Folder, problem_of, write_broken


def with_file(name: str, data: bytes) -> Break:
    """Put other bytes in the place of a table."""

    def spoil(folder: Folder) -> None:
        del folder.tables[name]
        folder.files[f"{name}.csv"] = data

    return spoil


@pytest.mark.parametrize(
    ("cell", "mend"),
    [
        ("26/07/1988", "write 1988-07-26"),
        ("7/26/1988", "write 1988-07-26"),
        ("26.07.1988", "write 1988-07-26"),
        ("07.06.1988", "write 1988-06-07"),
        ("07/06/1988", "write 1988-06-07 or 1988-07-06: 07/06/1988 can be read as either"),
        ("26-Jul-88", "write 1988-07-26"),
        ("July 26, 1988", "write 1988-07-26"),
        ("1988-7-26", "write 1988-07-26"),
        ("1988-07-26 14:30:00", "write 1988-07-26T14:30"),
        ("26/07/1988 2:30 PM", "write 1988-07-26T14:30"),
        ("1988-07-26 00:00:00", "write 1988-07-26"),
        ("1988-07-26T14:30+03:30", "write 1988-07-26T14:30, in the campaign's own local time"),
        ("32350", "a spreadsheet's day number: write 1988-07-26, in a column formatted as text"),
        ("۱۳۶۷/۰۵/۰۴", "write 1988-07-26, which is that day of the Persian calendar"),
        ("12000 BCE", LIMITS),
        ("1 May 48 BCE", "write -0047-05-01, as EDTF counts, with a year 0: -0047 is 48 BC"),
        ("12024-01-01", LIMITS),
        ("night of 25/26 July 1988", "write [1988-07-25T20:00..1988-07-26T05:00]"),
        ("26 July", "write 1988-07-26"),
        ("25 to 26 July 1988", "write [1988-07-25..1988-07-26], "
         "if it is one moment in between; how long it lasted stands in two columns"),
        ("unknown", "leave it empty, or write the span in which it lies: [1900-01-01..1900-01-31]"),
        ("#######", "the spreadsheet's column was too narrow: widen it and save the file again"),
        ("#REF!", "a formula failed in the spreadsheet: write the value itself"),
    ],
)  # fmt: skip
def test_a_day_in_another_notation_is_refused_with_the_day_to_write(
    cell: str, mend: str, tmp_path: Path
) -> None:
    problem = problem_of(tmp_path, lambda folder: folder.set("events", 2, "starts", cell))
    assert (problem.file, problem.row, problem.column) == ("events.csv", 2, "starts")
    assert (problem.found, problem.mend) == (cell, mend)


def test_a_plain_day_gets_no_time(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.tables["evidence"].pop()
        folder.set("days", 2, "day", "24/07/1988 12:00")

    assert problem_of(tmp_path, spoil).mend == "write 1988-07-24"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("34,51", 34.51), ("34,512", 34.512), ("-34,5", -34.5), ("−34.5", -34.5),
        ("۳۴٫۵", 34.5), ("34.5\u200e", 34.5), (" 34.5\xa0", 34.5), ("+34.5", 34.5),
    ],
)  # fmt: skip
def test_a_latitude_that_can_mean_one_number_is_read(
    cell: str, value: float, tmp_path: Path
) -> None:
    folder = write_broken(tmp_path / "tiny", lambda folder: folder.set("places", 4, "lat", cell))
    assert load_campaign(folder).places["cedar-plain"].lat == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("7 500", 7_500), ("7\xa0500", 7_500), ("7\u202f500", 7_500), ("7'500", 7_500),
        ("1,234,567", 1_234_567), ("1.234.567", 1_234_567), ("1.234,5", 1_234.5),
        ("1,234.5", 1_234.5), ("0,500", 0.5), ("7.500", 7.5), ("5e3", 5_000),
    ],
)  # fmt: skip
def test_a_figure_that_can_mean_one_number_is_read(cell: str, value: float, tmp_path: Path) -> None:
    folder = write_broken(
        tmp_path / "tiny",
        lambda folder: folder.set("figures", 2, "low", cell),
        lambda folder: folder.set("figures", 2, "high", ""),
    )
    assert load_campaign(folder).figures["size"].low == value


@pytest.mark.parametrize(
    ("table", "column", "cell", "mend"),
    [
        ("figures", "high", "7,500", "write 7.5 or 7500: 7,500 can be read as either"),
        ("figures", "high", "40%", "write the number alone: 40"),
        ("figures", "high", "about 7 500 men", "write the number alone: 7500"),
        ("figures", "high", "7000-8000", "write one number, digits only, such as 7500 or 0.5"),
        ("figures", "high", "n/a", "leave it empty where it is not known"),
        ("places", "lat", "34°31′N", "write 34.51667"),
        ("places", "lat", "34° 31' 12\" S", "write -34.52 (south and west are negative)"),
        ("places", "lat", "34.51°", "write 34.51"),
        ("places", "lon", "E 46,52", "write 46.52"),
        ("places", "lat", "46.52 E", "E belongs to the other column: write 46.52 under lon"),
        ("places", "lat", "34.51, 46.52", "two numbers: write 34.51 under lat and 46.52 under lon"),
        ("places", "lat", "134", "latitude and longitude may have changed places"),
        ("waypoints", "order", "1st", "number the rows 1, 2, 3 and so on"),
        ("places", "certainty", "sure", "choose one of these words"),
    ],
)
def test_a_cell_that_can_mean_two_things_is_refused_with_what_to_write(
    table: str, column: str, cell: str, mend: str, tmp_path: Path
) -> None:
    problem = problem_of(tmp_path, lambda folder: folder.set(table, 2, column, cell))
    assert (problem.found, problem.mend) == (cell, mend)


@pytest.mark.parametrize(
    ("cell", "slug"),
    [
        ("Old Mill", "old-mill"),
        ("Žižkov’s_Hill", "zizkovs-hill"),
        ("“alder”", "alder"),
        ("کرمان", "krmn"),
        ("!", "an-id"),
    ],
)
def test_an_id_with_capitals_or_spaces_is_refused_with_the_id_to_write(
    cell: str, slug: str, tmp_path: Path
) -> None:
    problem = problem_of(tmp_path, lambda folder: folder.set("questions", 2, "question_id", cell),
                         lambda folder: folder.set("answers", 2, "question_id", cell),
                         lambda folder: folder.tables.pop("answers") and None)  # fmt: skip
    assert problem.mend == f"write {slug}, here and in the tables that refer to it"


def test_words_and_headings_are_read_in_any_capitals(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.set("forces", 4, "on_map", "FALSE")
        folder.set("forces", 3, "on_map", "Yes")
        folder.set("forces", 2, "kind", "Mechanised\xa0Column")
        folder.set("places", 2, "certainty", "Less Certain")
        folder.tables["places"][0] = [f" {name.replace('_', ' ').title()} " for name
                                      in folder.tables["places"][0]]  # fmt: skip

    campaign = load_campaign(write_broken(tmp_path / "tiny", spoil))
    assert [force.on_map for force in campaign.forces.values()] == ["", "yes", "no"]
    assert campaign.forces["column"].kind == "mechanised column"
    assert campaign.places["alder"].certainty == "less-certain"


def test_a_package_has_the_same_bytes_however_a_spreadsheet_wrote_the_cells(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.set("places", 2, "lat", "34,0")
        folder.set("places", 2, "certainty", "Certain")
        folder.set("figures", 2, "high", " 1 200 ")
        folder.set("days", 2, "view", "33,9;45,9;34,2;47,1")
        folder.set("events", 2, "starts", "1988-07-24\u200e")
        folder.tables["places"][0] = [name.upper() for name in folder.tables["places"][0]]

    plain = write_broken(
        tmp_path / "plain",
        lambda folder: folder.set("figures", 2, "high", "1200"),
        lambda folder: folder.set("places", 2, "lat", "34"),
    )
    assert canonical_files(write_broken(tmp_path / "spoilt", spoil)) == canonical_files(plain)


def test_a_column_by_another_name_is_pointed_out(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        heading = folder.tables["places"][0]
        heading[heading.index("lat")] = "Latitude"

    _, problems = read_campaign(write_broken(tmp_path / "tiny", spoil))
    assert [(one.severity, one.mend) for one in problems] == [("warning", "did you mean lat?")]


def workbook() -> bytes:
    """The beginning of every xlsx file: a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


SERIES = "series_id,order,label,value,unit,source_id\nheat,1,Temp\u00e9rature,41,C,chronicle\n"


@pytest.mark.parametrize(
    ("data", "message", "row"),
    [
        (workbook(), "a workbook (xlsx, ods or xls) under another name", 0),
        (SERIES.encode("utf-16"), "UTF-16 text, which Excel calls Unicode Text", 0),
        (SERIES.encode("utf-16-le"), "UTF-16 text, which Excel calls Unicode Text", 0),
        (SERIES.encode("cp1252"), "probably Windows-1252 (western Europe)", 2),
        (SERIES.replace("Température", "درجه حرارت").encode("cp1256", "replace"),
         "probably Windows-1256 (Arabic, Persian) or Windows-1251 (Cyrillic)", 2),
    ],
)  # fmt: skip
def test_a_file_that_is_no_utf_8_is_named_with_the_way_to_save_it(
    data: bytes, message: str, row: int, tmp_path: Path
) -> None:
    problem = problem_of(tmp_path, with_file("series", data))
    assert message in problem.message
    assert problem.row == row
    assert "Excel" in problem.mend and "LibreOffice" in problem.mend and "UTF-8" in problem.mend


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("first_day = 22/07/1988", "write 1988-07-22"),
        ("first_day = 1988-7-22", "write 1988-07-22"),
        ("first_day = -0480-09-20", 'write first_day = "-0480-09-20"'),
        ('first_day = "20 Sept 480 BCE"', "write -0479-09-20"),
        ("first_day = 22 July 1988  # the first", "write 1988-07-22"),
    ],
)
def test_a_day_in_campaign_toml_is_mended_like_a_cell(line: str, mend: str, tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.head = folder.head.replace("first_day = 1988-07-22", line)

    problem = problem_of(tmp_path, spoil)
    assert (problem.file, problem.column) == ("campaign.toml", "first_day")
    assert mend in problem.mend
