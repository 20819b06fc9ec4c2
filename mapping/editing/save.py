"""Save an edit into its folder, so that either the state before is there or the one after, whole.

1. Under the folder's lock the files are read again: what has changed meanwhile is never
   overwritten (`ChangedOutside`).
2. The state before is copied to `.desk/before`, under the time; the newest copies are kept.
3. The new files are written to `.desk/ready`, and flushed to the disk.
4. `.desk/ready` becomes `.desk/saved`: from here on the state after holds.
5. The files are put in their places (`mapping.format.settling`), by this process or, if it ends
   here, by the next that reads the folder.

Other programs know no lock: one that writes a file between 1 and 5, some milliseconds, may still
lose; the copy of step 2 and its own file are then what is left of it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from mapping.editing.folder_files import Files, read_files
from mapping.format.problems import CampaignError
from mapping.format.settling import (
    DESK,
    LIST,
    READY,
    SAVED,
    flush_folder,
    locked,
    put_in_place,
)

BEFORE = "before"
MOST_COPIES = 20


class SaveError(Exception):
    """What could not be saved; the text says why. The folder is as it was."""


class HeldOpenError(SaveError):
    """Saved, but a file is held by another program, so that the new one is not in its place."""


class ChangedOutside(SaveError):
    """Files of the folder that somebody else has changed since the edit began."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            f"{', '.join(self.names)}: changed by another program since this edit began. "
            "Nothing was written: take in what changed, or save into another folder"
        )


def save_files(folder: Path, base: Files, files: Files) -> str:
    """Write `files` into the folder that held `base`; the name of the copy of the state before.

    Empty where nothing was there before, or nothing had to be written. Raises `ChangedOutside`
    and `SaveError`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            if (folder / DESK / SAVED).exists():
                put_in_place(folder)
            _check_unchanged(folder, base)
            if files == base:
                return ""
            copy = _keep_copy(folder, base) if base else ""
            _make_ready(folder, base, files)
            os.rename(folder / DESK / READY, folder / DESK / SAVED)
            flush_folder(folder / DESK)
            _finish(folder)
    except CampaignError as error:
        raise SaveError(f"{folder} cannot be read any more: {error}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SaveError(f"{folder} cannot be written: {reason}") from None
    return copy


def _finish(folder: Path) -> None:
    try:
        put_in_place(folder)
    except OSError as error:
        raise HeldOpenError(
            f"saved, but {error.filename or folder} is held by another program: close it there. "
            f"Until then the new files lie in {folder / DESK / SAVED}"
        ) from None


def changed_outside(folder: Path, base: Files) -> tuple[str, ...]:
    """The names of files that are not any more as the edit knows them."""
    now = read_files(folder)
    return tuple(name for name in {**base, **now} if now.get(name) != base.get(name))


def _check_unchanged(folder: Path, base: Files) -> None:
    if names := changed_outside(folder, base):
        raise ChangedOutside(names)


def _keep_copy(folder: Path, base: Files) -> str:
    """Write the state before under the time; older copies than the newest are removed."""
    place = folder / DESK / BEFORE
    place.mkdir(exist_ok=True)
    keep_unversioned(folder)
    name = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    unfinished = place / f"{name}.part"
    unfinished.mkdir()
    _write_all(unfinished, base)
    os.rename(unfinished, place / name)
    copies = sorted(path for path in place.iterdir() if path.is_dir())
    for old in copies[:-MOST_COPIES]:
        shutil.rmtree(old)
    return name


def keep_unversioned(folder: Path) -> None:
    """Nobody wants what the desk keeps under version control; nothing else is to be set up."""
    (folder / DESK / ".gitignore").write_text("*\n", encoding="utf-8")


def _make_ready(folder: Path, base: Files, files: Files) -> None:
    ready = folder / DESK / READY
    if ready.exists():
        shutil.rmtree(ready)
    ready.mkdir()
    gone = [name for name in base if name not in files]
    changed = {name: data for name, data in files.items() if base.get(name) != data}
    _write_all(ready, {**changed, LIST: json.dumps({"gone": gone}).encode()})


def _write_all(place: Path, files: Files) -> None:
    for name, data in files.items():
        with (place / name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    flush_folder(place)
