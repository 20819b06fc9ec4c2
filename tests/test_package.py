"""The data package: others check it, and it opens here again as the same campaign."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pytest

from mapping.export.package import package_bytes, package_files
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.canonical import canonical_files
from mapping.format.schema import columns_of
from mapping.format.tables import TABLES
from mapping.telling.citation import data_version, say_citation
from mapping.telling.timeline import day_state
from tests.folders import Folder, write_broken

Rows = list[list[str]]
# Frictionless closes its own zip late.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def unpack(content: bytes, folder: Path) -> Path:
    """A package as a folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def faults_in(source: Path) -> list[tuple[str, str, int]]:
    """What Frictionless finds: kind of fault, table, row (0 for the whole file)."""
    report = frictionless.validate(str(source))
    return [
        (error.type, task.name, getattr(error, "row_number", 0))
        for task in report.tasks
        for error in task.errors
    ]


def say_states(campaign: Campaign) -> str:
    """Every day of every account as text; line ends inside a text are one of the forms."""
    states = [
        day_state(campaign, day, account)
        for account in campaign.accounts
        for day in campaign.calendar
    ]
    return repr(states).replace("\\r\\n", "\\n")


def rough(folder: Folder) -> None:
    """Written by another hand: blanks, more columns, a text over two lines, planned dates."""
    folder.set("places", 2, "remark; of the author", "kept")
    folder.set("events", 2, "summary", 'A "quoted" text,\r\nover two lines')
    folder.set("events", 3, "starts", "[1988-07-25T04:00..1988-07-26]")
    folder.set("movements", 2, "arrives", "[1988-07-24, 1988-07-25T18:00~]")
    folder.set("forces", 2, "name", "  The column  ")


@pytest.fixture
def tiny(tmp_path: Path) -> Campaign:
    """The tiny campaign, roughly written."""
    return load_campaign(write_broken(tmp_path / "rough", rough))


def test_the_shipped_campaign_as_a_package_has_no_fault(mersad: Campaign, tmp_path: Path) -> None:
    file = tmp_path / "mersad.zip"
    file.write_bytes(package_bytes(mersad))
    report = frictionless.validate(str(file))
    assert report.valid, report.to_summary()
    tables = [task.name for task in report.tasks if task.type == "table"]
    own = [name for name in TABLES if f"{name}.csv" in canonical_files(mersad.folder)]
    assert [name for name in tables if not name.startswith("ground-")] == own


def test_a_package_opens_as_the_same_campaign(
    mersad: Campaign, tiny: Campaign, tmp_path: Path
) -> None:
    for campaign in (mersad, tiny):
        content = package_bytes(campaign)
        again = load_campaign(unpack(content, tmp_path / campaign.campaign_id))
        assert package_bytes(again) == content
        assert say_states(again) == say_states(campaign)
        assert again.sources == campaign.sources and again.evidence == campaign.evidence


def test_a_roughly_written_folder_is_valid_and_keeps_its_own_columns(
    tiny: Campaign, tmp_path: Path
) -> None:
    folder = unpack(package_bytes(tiny), tmp_path / "folder")
    assert faults_in(folder / "datapackage.json") == []
    heading = (folder / "places.csv").read_text(encoding="utf-8").splitlines()[0]
    assert heading.split(",") == [*columns_of(TABLES["places"]), "remark of the author"]


CELLS = (
    ("places", 2, "lat", "91", "constraint-error"),
    ("places", 2, "lat", "north", "type-error"),
    ("places", 2, "place_id", "Alder Town", "constraint-error"),
    ("places", 3, "place_id", "alder", "primary-key"),
    ("sources", 2, "title", "", "constraint-error"),
    ("sources", 2, "url", "javascript:alert(1)", "constraint-error"),
    ("movements", 2, "departs", "24.7.1988", "constraint-error"),
    ("movements", 2, "departs", "1988-07-24/1988-07-25", "constraint-error"),
    ("movements", 2, "mode", "perhaps", "constraint-error"),
    ("movements", 2, "force_id", "nobody", "foreign-key"),
    ("movements", 2, "account_ids", "north;east", "constraint-error"),
    ("forces", 2, "side_id", "green", "constraint-error"),
    ("forces", 2, "part_of", "nobody", "foreign-key"),
    ("waypoints", 3, "order", "1", "primary-key"),
    ("waypoints", 3, "order", "second", "type-error"),
    ("events", 2, "place_ids", "birch;Cedar", "constraint-error"),
    ("days", 2, "day", "1988-13-01", "type-error"),
    ("days", 2, "view", "1;2;3", "constraint-error"),
    ("evidence", 2, "source_id", "nobody", "foreign-key"),
    ("evidence", 2, "stance", "says", "constraint-error"),
)


@pytest.mark.rest
@pytest.mark.parametrize(("table", "row", "column", "cell", "kind"), CELLS)
def test_frictionless_finds_what_was_broken(
    tmp_path: Path, table: str, row: int, column: str, cell: str, kind: str
) -> None:
    campaign = load_campaign(write_broken(tmp_path / "tiny"))
    folder = unpack(package_bytes(campaign), tmp_path / "folder")
    change(folder / f"{table}.csv", lambda rows: set_cell(rows, row, column, cell))
    forget_sums(folder / "datapackage.json")
    assert (kind, table, row) in faults_in(folder / "datapackage.json")


def set_cell(rows: Rows, row: int, column: str, cell: str) -> None:
    rows[row - 1][rows[0].index(column)] = cell


def change(path: Path, spoil: Callable[[Rows], None]) -> None:
    """Change a table in its file."""
    rows = [*csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))]
    spoil(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def forget_sums(path: Path) -> None:
    """Take sizes and sums out of a descriptor, so that only the tables are checked."""
    descriptor: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        del resource["bytes"], resource["hash"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def test_a_changed_file_is_found_by_its_sum(tiny: Campaign, tmp_path: Path) -> None:
    folder = unpack(package_bytes(tiny), tmp_path / "folder")
    file = folder / "campaign.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("tiny", "tinx"), encoding="utf-8")
    assert "hash-count" in [fault for fault, *_ in faults_in(folder / "datapackage.json")]


def test_the_descriptor_says_everything_that_the_declaration_says(mersad: Campaign) -> None:
    descriptor = json.loads(package_files(mersad)["datapackage.json"])
    tables = {one["name"]: one for one in descriptor["resources"] if one.get("type") == "table"}
    for name, table in tables.items():
        columns = columns_of(TABLES[name])
        fields = {field["name"]: field for field in table["schema"]["fields"]}
        assert list(fields) == list(columns)
        for heading, (_, column) in columns.items():
            assert fields[heading]["description"].startswith(column.about)
            needed = fields[heading].get("constraints", {}).get("required", False)
            assert needed == column.required
    assert descriptor["version"] == data_version(mersad)
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"


def test_a_reader_finds_citation_and_licence_first(mersad: Campaign) -> None:
    readme = package_files(mersad)["README.md"].decode()
    assert say_citation(mersad) in readme
    assert "CC BY 4.0" in readme and "ground/LICENCES.md" in readme
    assert all(source.title.split("]")[0] in readme for source in mersad.sources.values())


def test_the_same_map_can_be_drawn_from_it(mersad: Campaign) -> None:
    ground = {f"ground/{path.name}" for path in (mersad.folder / "ground").iterdir()}
    assert ground and ground <= set(package_files(mersad))


def test_a_title_is_never_markup_in_the_readme(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.head = folder.head.replace(
            'title = "A tiny campaign"', 'title = "<b>[x](javascript:1)"'
        )

    campaign = load_campaign(write_broken(tmp_path / "tiny", spoil))
    readme = package_files(campaign)["README.md"].decode()
    assert "<b>" not in readme and "[x](" not in readme


def test_nothing_but_the_campaign_gets_into_a_package(tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny")
    (folder / "secret.txt").write_text("private")
    ground = folder / "ground"
    ground.mkdir()
    (ground / "ground.json").write_text("{}")
    (ground / "notes.txt").write_text("private")
    campaign = load_campaign(folder)
    os.symlink(folder / "secret.txt", ground / "linked.json")
    names = set(package_files(campaign))
    assert "ground/ground.json" in names
    assert not [name for name in names if "linked" in name or name.endswith(".txt")]
    assert b"private" not in b"".join(package_files(campaign).values())
