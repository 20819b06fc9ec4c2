"""The files of a folder's `media/` when folders are compared, merged and copied: whole, by content.

Any plain file counts, whatever it is; links and folders in it do not, and nothing is opened.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mapping.editing.differences import Difference
from mapping.editing.folder_files import Files, lines_of
from mapping.editing.merging import Conflict

FOLDER = "media"
NAMING = {"media": ("file",), "maps": ("file", "annotation")}
"""The tables that name files, and in which columns."""


class MergedMedia(NamedTuple):
    """How many files of theirs are taken, and which both sides have, each another."""

    taken: int
    conflicts: tuple[Conflict, ...]


def find_media_differences(before: Path, after: Path) -> Iterator[Difference]:
    """Files that are in one of two folders alone, or hold something else."""
    old, new = _digests(before), _digests(after)
    for name in sorted({**old, **new}):
        if name not in new:
            yield Difference(f"{FOLDER}/{name}", "", "", "the file is gone", "")
        elif old.get(name) != new[name]:
            said = "another file" if name in old else "a new file"
            yield Difference(f"{FOLDER}/{name}", "", "", "", said)


def merge_media(base: Path, ours: Path, theirs: Path, out: Path, files: Files) -> MergedMedia:
    """Copy into `out` the media of both sides; `files` are the merged tables.

    Of a file that both have, each another, ours has the name and theirs lies beside it. What one
    side has removed and the other has left as it was is gone, unless a row still names it.
    """
    states = _digests(base), _digests(ours), _digests(theirs)
    named = _named_in(files)
    taken, conflicts = 0, list[Conflict]()
    for name in sorted({**states[1], **states[2]}):
        old, our, their = (state.get(name) for state in states)
        is_gone = old is not None and old in (our, their) and None in (our, their)
        if is_gone and name not in named:
            taken += their is None
            continue
        if our is None or (their is not None and our == old != their):
            _copy(theirs, name, out, name)
            taken += 1
            continue
        _copy(ours, name, out, name)
        if their not in (None, old, our):
            beside = _free_name(name, {**states[1], **states[2]})
            _copy(theirs, name, out, beside)
            conflicts.append(
                Conflict(f"{FOLDER}/{name}", "", "", "", "(another file)", f"(lies as {beside})")
            )
    return MergedMedia(taken, tuple(conflicts))


def link_media(source: Path, target: Path) -> None:
    """Have in a folder beside the files of `media/` of another, without their bytes again."""
    there = target / FOLDER
    if source.exists() and source.samefile(target):
        return
    shutil.rmtree(there, ignore_errors=True)
    for name in _plain_files(source):
        there.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source / FOLDER / name, there / name)
        except OSError:
            # Another disk, or one that knows no links.
            with suppress(OSError):
                shutil.copy2(source / FOLDER / name, there / name)


def _plain_files(folder: Path) -> list[str]:
    place = folder / FOLDER
    if not place.is_dir() or place.is_symlink():
        return []
    return [name for name in sorted(os.listdir(place))
            if stat.S_ISREG(os.lstat(place / name).st_mode)]  # fmt: skip


def _digests(folder: Path) -> dict[str, bytes]:
    """What each file holds, as its SHA-256."""
    found = {}
    for name in _plain_files(folder):
        with (folder / FOLDER / name).open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").digest()
    return found


def _named_in(files: Files) -> set[str]:
    return {
        line.cells.get(column, "").strip()
        for table, columns in NAMING.items() if f"{table}.csv" in files
        for line in lines_of(files, table) for column in columns
    }  # fmt: skip


def _free_name(name: str, taken: dict[str, bytes]) -> str:
    """A name beside another that nothing has: `bridge.theirs.jpg`."""
    stem, dot, ending = name.rpartition(".")
    beside = f"{stem or ending}.theirs{dot}{ending if stem else ''}".rstrip(".")
    while beside in taken:
        beside = beside.replace(".theirs", ".theirs-too", 1)
    return beside


def _copy(source: Path, name: str, out: Path, as_name: str) -> None:
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / FOLDER / name, out / FOLDER / as_name)
