"""A save leaves the state before or the one after, whole, and never overwrites somebody else's."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mapping.editing.changes import AddRows, SetCells, SetFile, SetHead, Together
from mapping.editing.folder_files import Files, read_files
from mapping.editing.history import begin_edit
from mapping.editing.save import MOST_COPIES, ChangedOutside, SaveError, save_files
from mapping.format.campaign import load_campaign, read_campaign
from mapping.format.settling import DESK
from tests.folders import Folder

TOUCHES = {
    "open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "os.scandir",
    "os.truncate", "shutil.rmtree", "os.chmod",
}  # fmt: skip
CHANGE = Together(
    "much at once",
    (
        SetHead(("title",), "Another title"),
        SetCells("places", 2, {"name": "Aspen"}),
        AddRows("steps", ({"order": "1", "day": "1988-07-24", "headline": "The march"},)),
        SetFile("series.csv", None),
        SetFile("figures.csv", None),
    ),
)
"""Files that change, one that comes, and two that go."""


def touches_before_end(folder: Path, files: Files, kill_at: int) -> int:
    """Save in a process of its own that is killed at its n-th touch of the disk; what it did.

    0 for a process that came to its end.
    """
    child = os.fork()
    if child == 0:
        count = 0

        def hear(event: str, values: Any) -> None:
            nonlocal count
            if event in TOUCHES and str(folder) in str(values[:2]):
                count += 1
                if count == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            base = read_files(folder)
            sys.addaudithook(hear)
            save_files(folder, base, files)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return kill_at
    assert os.WEXITSTATUS(status) == 0
    return 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("stride", [7, pytest.param(1, marks=pytest.mark.rest)])
def test_a_save_killed_at_any_step_leaves_one_state_or_the_other_whole(
    stride: int, tmp_path: Path
) -> None:
    seen = {"before": 0, "after": 0}
    for kill_at in range(1, 500, stride):
        folder = Folder().write(tmp_path / f"at-{kill_at}")
        before = read_files(folder)
        after = begin_edit(before).then(CHANGE).files
        ended = touches_before_end(folder, after, kill_at) == 0
        campaign, problems = read_campaign(folder)
        assert campaign is not None, problems
        found = read_files(folder)
        assert found in (before, after)
        state = "after" if found == after else "before"
        seen[state] += 1
        assert campaign.title == ("Another title" if state == "after" else "A tiny campaign")
        assert bool(campaign.steps) == (state == "after") != bool(campaign.series)
        # Whatever was left lying about, the next save goes through.
        save_files(folder, found, begin_edit(found).then(SetHead(("subtitle",), "On")).files)
        assert load_campaign(folder).subtitle == "On"
        assert sorted(path.name for path in (folder / DESK).iterdir()) == [
            ".gitignore", "before", "lock",
        ]  # fmt: skip
        if ended:
            break
    assert ended and min(seen.values()) * stride > 5, seen


def test_what_somebody_else_has_changed_is_never_overwritten(folder: Path) -> None:
    base = read_files(folder)
    edit = begin_edit(base).then(SetCells("places", 2, {"name": "Aspen"}))
    theirs = base["events.csv"].replace(b"A battle", b"The battle")
    (folder / "events.csv").write_bytes(theirs)
    (folder / "steps.csv").write_bytes(b"order,day,headline\n")
    with pytest.raises(ChangedOutside) as raised:
        save_files(folder, base, edit.files)
    assert raised.value.names == ("events.csv", "steps.csv")
    assert (folder / "events.csv").read_bytes() == theirs
    assert (folder / "places.csv").read_bytes() == base["places.csv"]
    (folder / "events.csv").unlink()
    with pytest.raises(ChangedOutside):
        save_files(folder, base, edit.files)


def test_the_state_before_is_kept_and_old_copies_go(folder: Path) -> None:
    edit = begin_edit(read_files(folder))
    first = edit.files
    names = []
    for number in range(MOST_COPIES + 3):
        edit = edit.then(SetHead(("title",), f"Title {number}"))
        names.append(save_files(folder, edit.base, edit.files))
        edit = edit.saved()
        if number == 0:
            copy = folder / DESK / "before" / names[0]
            assert {path.name: path.read_bytes() for path in copy.iterdir()} == first
            assert load_campaign(copy).title == "A tiny campaign"
    kept = sorted(path.name for path in (folder / DESK / "before").iterdir())
    assert kept == names[-MOST_COPIES:]
    assert save_files(folder, edit.base, edit.files) == "", "nothing to write, nothing written"


def test_of_two_who_save_at_once_one_is_told(folder: Path) -> None:
    base = read_files(folder)
    told: list[str] = []

    def save(title: str) -> None:
        files = begin_edit(base).then(SetHead(("title",), title)).files
        try:
            save_files(folder, base, files)
            told.append("saved")
        except ChangedOutside:
            told.append("told")

    threads = [threading.Thread(target=save, args=(f"Title {one}",)) for one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["saved"] + ["told"] * 7
    assert load_campaign(folder).title.startswith("Title")


@pytest.fixture
def linked(folder: Path, tmp_path: Path) -> Iterator[Path]:
    """A stranger's folder whose desk lies elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "saved").mkdir(parents=True)
    (elsewhere / "saved" / "places.csv").write_text("stolen", encoding="utf-8")
    (folder / DESK).symlink_to(elsewhere)
    yield folder


def test_a_desk_that_leads_out_of_the_folder_is_refused(linked: Path) -> None:
    campaign, problems = read_campaign(linked)
    assert campaign is None
    assert "is a link" in str(problems[0])
    with pytest.raises(SaveError, match="is a link"):
        save_files(linked, {}, {"campaign.toml": b"x"})
