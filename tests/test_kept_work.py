"""What is under way at the desk, kept in its folder, which it never leaves."""

from __future__ import annotations

import zipfile
import zlib
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from mapping.editing.changes import SetFile, SetHead
from mapping.editing.folder_files import read_files, write_files
from mapping.editing.history import begin_edit
from mapping.editing.kept_work import (
    MOST_KEPT,
    MOST_LETTERS,
    MOST_UNPACKED,
    Work,
    forget_work,
    keep_work,
    pack_work,
    take_work,
    unpack_work,
)
from mapping.export.formats import FORMATS
from mapping.export.site import write_site
from mapping.format.campaign import load_campaign
from mapping.intake.starter import bare_files

TEXT = (
    "On 22 October 1899 the British left Dundee for Ladysmith. Two days later the Boers occupied "
    "Dundee. A sentence that says nothing at all."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign in which nothing is claimed yet."""
    folder = tmp_path / "natal"
    write_files(bare_files("Natal", "1899-10-12", "1900-03-31", ("British", "Boers")), folder)
    return folder


def _work(folder: Path) -> Work:
    edit = begin_edit(read_files(folder))
    for title in ("Nåtal", "Natål", "درگذشت"):
        edit = edit.then(SetHead(("title",), title))
    return Work(edit.undo(), {"text": TEXT})


def test_an_edit_is_taken_up_with_all_its_steps(folder: Path) -> None:
    work = _work(folder)
    keep_work(folder, "first", work)
    assert take_work(folder, "other", lambda name: name == "first") is None, "a page has it"
    taken = take_work(folder, "second", lambda name: False)
    assert taken and taken.texts == work.texts
    assert (taken.edit.base, taken.edit.files) == (work.edit.base, work.edit.files)
    assert taken.edit.undo().undo().files == work.edit.base
    assert taken.edit.redo().files == work.edit.redo().files
    # It has another's name now; what is forgotten is nowhere.
    forget_work(folder, "second")
    assert take_work(folder, "third", lambda name: False) is None


def test_what_cannot_be_read_or_is_a_link_is_no_work(folder: Path, tmp_path: Path) -> None:
    for number in range(MOST_KEPT + 3):
        keep_work(folder, f"work-{number}", _work(folder))
    place = folder / ".desk" / "open"
    assert len([*place.iterdir()]) == MOST_KEPT
    for number, path in enumerate(sorted(place.iterdir())):
        path.write_bytes((b"{}", b"[" * 100_000, b"\xff", b'{"base": 1}')[number % 4])
    assert take_work(folder, "mine", lambda name: False) is None
    for path in place.iterdir():
        path.unlink()
    place.rmdir()
    place.symlink_to(tmp_path)
    with pytest.raises(OSError, match="is a link"):
        keep_work(folder, "mine", _work(folder))


def test_a_kept_text_leaves_by_no_export(folder: Path, tmp_path: Path) -> None:
    keep_work(folder, "mine", _work(folder))
    campaign = load_campaign(folder)
    for one in FORMATS:
        data = one.to_bytes(campaign)
        if zipfile.is_zipfile(BytesIO(data)):
            with zipfile.ZipFile(BytesIO(data)) as packed:
                data = b"".join(map(packed.read, packed.namelist()))
        assert b"says nothing at all" not in data, one.option
    write_site([campaign], tmp_path / "site")
    for path in (tmp_path / "site").rglob("*"):
        assert path.is_dir() or b"says nothing at all" not in path.read_bytes(), path


def test_a_browser_keeps_an_edit_as_one_text(folder: Path) -> None:
    work = _work(folder)
    kept = unpack_work(pack_work(work))
    assert (kept.texts, kept.edit.base, kept.edit.files) == (
        work.texts, work.edit.base, work.edit.files,
    )  # fmt: skip
    assert kept.edit.undo().undo().files == work.edit.base
    assert kept.edit.redo().files == work.edit.redo().files
    # Of very much the steps before are left out, and then all is.
    noise = Random(1).randbytes(2_600_000).hex()
    many = work.edit.then(SetFile("places.csv", noise)).then(SetFile("places.csv", ""))
    left = unpack_work(pack_work(Work(many, {}))).edit
    assert (left.files, left.done) == (many.files, ())
    assert pack_work(Work(work.edit, {"text": "x" * (MOST_UNPACKED + 1)})) == ""


@pytest.mark.parametrize(
    "packed",
    [
        "", "\n", "no base 64", "AAAA", b64encode(zlib.compress(b"{}")).decode(),
        b64encode(zlib.compress(b"[" * 100_000)).decode(),
        b64encode(zlib.compress(b" " * (MOST_UNPACKED + 10))).decode(),
        b64encode(zlib.compress(b'{"base": {}, "files": {}, "same": ["../x"]}')).decode(),
        b64encode(zlib.compress(b'{"base": {}}')[:-3]).decode(), "A" * (MOST_LETTERS + 4),
    ],
)  # fmt: skip
def test_what_no_desk_has_packed_is_no_work(packed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        unpack_work(packed)
