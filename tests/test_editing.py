"""An edit is a value: whatever is done and undone, the folder can be read and comes back whole."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from mapping.editing.changes import (
    AddRows,
    Change,
    MoveRow,
    RemoveRow,
    SetCells,
    SetFile,
    SetHead,
    Together,
)
from mapping.editing.folder_files import (
    EditError,
    Files,
    lines_of,
    sheet_of,
    write_files,
)
from mapping.editing.head_values import entry_ids, head_of
from mapping.editing.history import Edit, begin_edit
from mapping.editing.uses import duplicate, fresh_id, ids_in, remove, rename, uses_of
from mapping.format.campaign import load_campaign, read_what_fits
from mapping.format.schema import columns_of
from mapping.format.tables import TABLES

CELLS = (
    "", "x", "1988-07-25", "alder", "birch;alder", 'a "quoted" word', "a, b; c\td", "two\nlines",
    "متن فارسی", " blank ", '"', "'", "=1+1", "\r\n", "34.5", "#REF!", "é" * 50, "–",
)  # fmt: skip
"""What people type, and what a spreadsheet would stumble over."""


def spreadsheet_like(files: Files) -> Files:
    """The same tables as spreadsheets leave them: marks, semicolons, other line ends, blanks."""
    odd = dict(files)
    odd["places.csv"] = b"\xef\xbb\xbf" + odd["places.csv"].replace(b"\n", b"\r\n")
    odd["forces.csv"] = odd["forces.csv"].replace(b",", b";")
    odd["events.csv"] = b"\n" + odd["events.csv"].rstrip(b"\n")
    odd["days.csv"] = odd["days.csv"] + b",,,,\n,,,,\n"
    odd["sources.csv"] = odd["sources.csv"].replace(b"\n", b"\r")
    return odd


def any_change(files: Files, chance: random.Random) -> Change:
    """Any change that somebody may ask for; not each of them can be made."""
    table = chance.choice(list(TABLES))
    columns = [*columns_of(TABLES[table]), "my own"]
    rows = sheet_of(files, table).rows or [2]
    row = chance.choice([*rows, 1, 99])
    cells = {chance.choice(columns): chance.choice(CELLS) for _ in range(chance.randint(1, 3))}
    other = chance.choice(rows)
    kind = chance.randrange(10)
    match kind:
        case 0 | 1:
            return SetCells(table, row, cells)
        case 2:
            return AddRows(table, (cells, {columns[0]: "new"}), chance.choice([None, row]))
        case 3:
            return RemoveRow(table, row)
        case 4:
            return MoveRow(table, row, other)
        case 5:
            return duplicate(files, table, row)
        case 6:
            return remove(files, table, row)
        case 7:
            return SetHead(("title",), chance.choice(["Another", 'a "b" \\ c', "متن"]))
        case 8:
            side = {"id": f"side-{chance.randrange(99)}", "name": "Green", "colour": "#00aa00"}
            return SetHead(("sides", len(entry_ids(files, "sides"))), side)
        case _:
            ids = sorted(ids_in(files, table)) or ["none"]
            return rename(files, table, chance.choice(ids), f"renamed-{chance.randrange(99)}")


def step(edit: Edit, chance: random.Random) -> Edit:
    """One step of somebody who does, undoes and redoes; what cannot be done changes nothing."""
    try:
        match chance.randrange(6):
            case 0:
                return edit.undo()
            case 1:
                return edit.redo()
        return edit.then(any_change(edit.files, chance))
    except EditError as error:
        assert str(error)
        return edit


def check_readable(files: Files) -> None:
    """Every file is text, every table has the rows that its text has, the head is TOML."""
    tomllib.loads(files["campaign.toml"].decode())
    for name in files:
        if name.endswith(".csv"):
            list(lines_of(files, name.removesuffix(".csv")))


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.rest) for part in range(1, 5))]
)
def test_500_sequences_of_edits_leave_a_folder_that_can_be_read_and_undone(
    part: int, files: Files, tmp_path: Path
) -> None:
    made = 0
    for number in range(100):
        chance = random.Random(part * 100 + number)
        base = spreadsheet_like(files) if number % 2 else files
        edit = begin_edit(base)
        for _ in range(chance.randint(1, 25)):
            edit = step(edit, chance)
            check_readable(edit.files)
        after = edit.files
        if number % 5 == 0:
            folder = tmp_path / f"{number}"
            write_files(after, folder)
            _, problems = read_what_fits(folder)
            unreadable = {"encoding", "quotes", "row-length", "unreadable", "too-large"}
            assert not unreadable & {one.rule for one in problems}
        done = len(edit.done)
        made += done
        for _ in range(done):
            edit = edit.undo()
        assert edit.files == base
        for _ in range(done):
            edit = edit.redo()
        assert edit.files == after
    assert made > 300, "most of what is asked for can be done"


def test_a_change_touches_nothing_but_what_it_speaks_of(files: Files) -> None:
    odd = spreadsheet_like(files)
    before = odd["places.csv"]
    after = SetCells("places", 3, {"name": "Beech"}).made_on(odd)
    assert after["places.csv"] == before.replace(b"Birch", b"Beech")
    assert {name for name in odd if odd[name] != after[name]} == {"places.csv"}


def test_an_edit_stays_small(files: Files) -> None:
    """A step keeps the bytes that it changed, not the file."""
    edit = begin_edit({**files, "days.csv": files["days.csv"] + b"1988-07-25,,A day,,\n" * 1_000})
    for number in range(40):
        edit = edit.then(SetCells("days", 3 + number, {"headline": f"Day {number}"}))
    kept = sum(len(one.old) + len(one.new) for step in edit.done for one in step.patches)
    assert kept < 1_500


def test_a_head_keeps_its_comments(files: Files) -> None:
    commented = files["campaign.toml"].replace(b"[[sides]]", b"# The parties.\n[[sides]]", 1)
    after = SetHead(("sides", 1, "name"), "Azure").made_on({**files, "campaign.toml": commented})
    assert after["campaign.toml"] == commented.replace(b'"Blue"', b'"Azure"')
    third = {"id": "green", "name": "Green", "colour": "#00aa00"}
    more = SetHead(("sides", 2), third).made_on(after)
    assert entry_ids(more, "sides") == ["red", "blue", "green"]
    assert entry_ids(SetHead(("sides", 0), None).made_on(more), "sides") == ["blue", "green"]
    assert head_of(SetHead(("bounds",), None).made_on(more)).get("bounds") is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (SetCells("nothing", 2, {"a": "b"}), "there is no table nothing"),
        (SetCells("places", 1, {"name": "b"}), "no row 1 below its heading"),
        (SetCells("places", 2, {"name": "bell\x07"}), "control character 0x07: take it out"),
        (SetCells("places", 2, {"name": "x" * 30_000}), "more than 20,000 characters"),
        (SetCells("places", 2, {"name": "\ud800"}), "half a character"),
        (AddRows("places", ({"name": " "},)), "a row without any text is no row"),
        (RemoveRow("places", 99), "no row 99"),
        (SetHead(("sides", 9), {"id": "x"}), "cannot be set"),
        (SetFile("../x.csv", "a"), "is no file of a campaign"),
        (SetFile("campaign.toml", None), "is none"),
        (Together("both", (RemoveRow("places", 2), RemoveRow("places", 99))), "no row 99"),
    ],
)
def test_what_cannot_be_done_says_why(change: Change, said: str, files: Files) -> None:
    edit = begin_edit(files)
    with pytest.raises(EditError, match=said):
        edit.then(change)
    assert edit.files == files and edit.is_saved


def test_an_id_is_made_of_any_text_and_is_nobody_elses() -> None:
    assert fresh_id("The old Mill", set()) == "the-old-mill"
    assert fresh_id("The old Mill", {"the-old-mill", "the-old-mill-2"}) == "the-old-mill-3"
    assert fresh_id("پل", set()) != fresh_id("پل", {fresh_id("پل", set())})
    assert len(fresh_id("x" * 99, {"x" * 60})) == 60


def test_a_row_is_renamed_wherever_it_is_used(files: Files, tmp_path: Path) -> None:
    places = {(use.table, use.column) for use in uses_of(files, "places", "birch")}
    assert places == {
        ("waypoints", "place_id"), ("events", "place_ids"), ("control", "place_id"),
        ("series", "place_id"),
    }  # fmt: skip
    edit = begin_edit(files)
    for table, old in (("places", "birch"), ("movements", "march"), ("sides", "red"),
                       ("accounts", "north"), ("events", "clash")):  # fmt: skip
        edit = edit.then(rename(edit.files, table, old, f"{old}-new"))
        assert uses_of(edit.files, table, old) == []
    write_files(edit.files, tmp_path / "renamed")
    campaign = load_campaign(tmp_path / "renamed")
    assert campaign.default_account == "north-new"
    assert campaign.evidence[("waypoints", "march-new/2")]
    with pytest.raises(EditError, match="the id of another row"):
        rename(edit.files, "places", "alder", "birch-new")


def test_a_movement_goes_with_its_way_and_its_evidence(files: Files, tmp_path: Path) -> None:
    edit = begin_edit(files).then(remove(files, "movements", 2))
    assert uses_of(edit.files, "movements", "march") == []
    assert len(list(lines_of(edit.files, "waypoints"))) == 1
    named = [cells["row_id"] for _, cells in lines_of(edit.files, "evidence")]
    assert "march" not in named and "march/2" not in named
    again = duplicate(files, "movements", 2).made_on(files)
    assert [cells["movement_id"] for _, cells in lines_of(again, "movements")] == [
        "march", "march-2", "watch",
    ]  # fmt: skip
    write_files(again, tmp_path / "again")
    assert len(load_campaign(tmp_path / "again").waypoints["march-2"]) == 3
