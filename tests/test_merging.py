"""Two who work on one campaign: what they tell differently, and one folder made of both."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from mapping.__main__ import main
from mapping.editing.changes import AddRows, MoveRow, RemoveRow, SetCells, SetFile, SetHead
from mapping.editing.differences import find_differences
from mapping.editing.folder_files import Files, read_files, write_files
from mapping.editing.merging import merge
from mapping.format.campaign import load_campaign
from tests.folders import Folder

NEW = {
    "event_id": "council", "kind": "council", "starts": "1988-07-26", "certainty": "uncertain",
    "title": "A council",
}  # fmt: skip


@pytest.fixture
def base(tmp_path: Path) -> Files:
    return read_files(Folder().write(tmp_path / "base"))


def made(files: Files, *changes: object) -> Files:
    """The files after changes."""
    for change in changes:
        files = change.made_on(files)  # type: ignore[attr-defined]
    return files


def test_the_order_and_the_look_of_a_file_are_no_difference(base: Files) -> None:
    other = made(base, MoveRow("places", 2, 4))
    other = {**other, "events.csv": base["events.csv"].replace(b",", b";"),
             "forces.csv": b"\xef\xbb\xbf" + base["forces.csv"].replace(b"\n", b"\r\n"),
             }  # fmt: skip
    assert find_differences(base, other) == []


def test_every_difference_is_named(base: Files) -> None:
    other = made(
        base, SetCells("places", 2, {"name": "Aspen"}), RemoveRow("control", 2),
        AddRows("events", (NEW,)), SetHead(("sides", 0, "name"), "Crimson"),
        SetHead(("subtitle",), "New"), SetFile("routes.geojson", None),
    )  # fmt: skip
    said = [str(one) for one in find_differences(base, other)]
    assert said == [
        "~ campaign, subtitle: '' -> 'New'",
        "~ campaign sides/red, name: 'Red' -> 'Crimson'",
        "~ places alder, name: 'Alder' -> 'Aspen'",
        "+ events council: A council",
        "- control birch-blue: birch-blue; birch; blue; 1988-07-22; 1988-07-24; certain",
        "- routes.geojson: the file is gone",
    ]


def test_what_both_have_changed_is_in_the_merged_folder(base: Files, tmp_path: Path) -> None:
    ours = made(
        base, SetCells("places", 2, {"name": "Aspen"}), MoveRow("events", 2, 3),
        SetHead(("title",), "Ours"), AddRows("events", (NEW,)),
    )  # fmt: skip
    theirs = made(
        base, SetCells("places", 2, {"note": "By the river"}), RemoveRow("series", 2),
        SetCells("events", 2, {"summary": "They say so"}),
        AddRows("events", ({**NEW, "event_id": "treaty", "kind": "treaty"},)),
        SetHead(("sides", 2), {"id": "green", "name": "Green", "colour": "#00aa00"}),
        AddRows("evidence", ({"table": "events", "row_id": "treaty", "source_id": "atlas",
                              "stance": "supports"},)),
    )  # fmt: skip
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    write_files(merged.files, tmp_path / "out")
    campaign = load_campaign(tmp_path / "out")
    assert campaign.title == "Ours" and list(campaign.sides) == ["red", "blue", "green"]
    assert (campaign.places["alder"].name, campaign.places["alder"].note) == (
        "Aspen", "By the river",
    )  # fmt: skip
    assert list(campaign.events) == ["fire", "clash", "council", "treaty"], "the order is ours"
    assert campaign.events["clash"].summary == "They say so"
    assert not campaign.series and campaign.evidence[("events", "treaty")]
    assert merge(base, merged.files, theirs).files == merged.files, "merged again, nothing changes"
    assert merge(base, base, theirs).taken and merge(base, ours, base).files == ours


def test_what_cannot_be_both_is_a_row_and_ours_stands(base: Files, tmp_path: Path) -> None:
    folders = {name: tmp_path / name for name in ("base", "ours", "theirs", "out")}
    ours = made(
        base, SetCells("places", 2, {"name": "Aspen"}), RemoveRow("control", 2),
        SetHead(("title",), "Ours"), AddRows("events", (NEW,)),
        SetFile("routes.geojson", None),
    )  # fmt: skip
    theirs = made(
        base, SetCells("places", 2, {"name": "=Elder"}), SetCells("control", 2, {"ends": ""}),
        SetHead(("title",), "Theirs"), AddRows("events", ({**NEW, "title": "Another"},)),
        SetFile("routes.geojson", '{"type": "FeatureCollection", "features": []}'),
    )  # fmt: skip
    write_files(ours, folders["ours"])
    write_files(theirs, folders["theirs"])
    (folders["ours"] / "ground").mkdir()
    (folders["ours"] / "ground" / "up").symlink_to("..")
    assert main(["merge", *map(str, list(folders.values())[:3]), "--out", str(folders["out"])]) == 1
    with (folders["out"] / "conflicts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    assert not [*(folders["out"] / "ground").iterdir()]
    assert rows == [
        ("campaign", "", "title", "A tiny campaign", "Ours", "Theirs"),
        ("places", "alder", "name", "Alder", "Aspen", "'=Elder"),
        ("events", "council", "title", "", "A council", "Another"),
        ("control", "birch-blue", "", "", "(the row is gone)", "(the row is changed)"),
        ("routes.geojson", "", "", "", "(another text)", "(another text)"),
    ]
    assert load_campaign(folders["base"]).title == "A tiny campaign"
    assert read_files(folders["out"]) == ours


def test_the_commands_refuse_what_is_no_campaign_and_what_is_not_empty(
    base: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "base")
    assert main(["diff", folder, folder]) == 0
    assert capsys.readouterr().out == "0 differences\n"
    assert main(["diff", folder, str(tmp_path)]) == 2
    assert main(["merge", folder, folder, folder, "--out", folder]) == 2
    assert "is there and not empty" in capsys.readouterr().err


# --- media/ --------------------------------------------------------------------------------


def with_media(folder: Path, rows: tuple[str, ...], **files: bytes) -> Path:
    """The tiny campaign with files in media/, of which some are named by rows."""
    Folder().write(folder)
    (folder / "media").mkdir()
    for name, content in files.items():
        (folder / "media" / f"{name}.png").write_bytes(content)
    heading = "media_id,row_ids,kind,file,title,credit,licence,alt"
    lines = [f"{one},events/clash,photo,{one}.png,A,B,C,D" for one in rows]
    (folder / "media.csv").write_text("\n".join([heading, *lines, ""]), encoding="utf-8")
    return folder


def test_media_of_both_sides_are_in_what_is_merged_and_nothing_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = with_media(
        tmp_path / "base", ("same", "gone"),
        same=b"1", ours=b"1", theirs=b"1", both=b"1", gone=b"1", left=b"1", kept=b"1",
    )  # fmt: skip
    ours = with_media(
        tmp_path / "ours", ("same", "own"),
        same=b"1", ours=b"2", theirs=b"1", both=b"2", own=b"2", twin=b"5", left=b"1",
    )  # fmt: skip
    theirs = with_media(
        tmp_path / "theirs", ("same", "gone", "kept", "new"),
        same=b"1", ours=b"1", theirs=b"3", both=b"3", gone=b"1", new=b"3", twin=b"5", kept=b"1",
    )  # fmt: skip
    os.symlink("/etc/passwd", theirs / "media" / "link.png")
    out = tmp_path / "out"
    assert main(["merge", str(base), str(ours), str(theirs), "--out", str(out)]) == 1
    assert {one.stem: one.read_bytes() for one in (out / "media").iterdir()} == {
        "same": b"1", "ours": b"2", "theirs": b"3", "both": b"2", "both.theirs": b"3",
        "own": b"2", "new": b"3", "twin": b"5", "kept": b"1",
    }  # fmt: skip
    printed = capsys.readouterr().out
    assert "conflict: media/both.png" in printed and "both.theirs.png" in printed
    assert "media/both.png" in (out / "conflicts.csv").read_text(encoding="utf-8-sig")
    assert main(["diff", str(ours), str(theirs)]) == 0
    said = capsys.readouterr().out
    assert "- media/own.png: the file is gone" in said and "+ media/new.png: a new file" in said
    assert "+ media/both.png: another file" in said and "twin" not in said and "link" not in said
