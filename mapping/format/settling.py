"""A save of several files that was cut short, brought to its end by whoever reads the folder next.

A save makes all its files ready in `.desk/ready`, then gives that folder the name `.desk/saved`:
one step, which either has happened or has not. From it on the folder's state is the new one, and
what is left, putting the files in their places, can be done by anyone and any number of times.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mapping.format.canonical import NAMES
from mapping.format.problems import CampaignError, Problem

DESK = ".desk"
"""What the desk keeps in a campaign folder: copies of states before, what is
not saved, and a save under way."""
READY, SAVED, LOCK, LIST = "ready", "saved", "lock", "list.json"
MAX_LIST_BYTES = 10_000


def settle(folder: Path) -> None:
    """Put the files of a save that was cut short in their places; mostly there is none.

    Raises `CampaignError` where the folder cannot be written.
    """
    saved = folder / DESK / SAVED
    if not os.path.lexists(saved):
        return
    try:
        with locked(folder):
            if saved.is_dir() and not saved.is_symlink():
                put_in_place(folder)
    except (OSError, ValueError) as error:
        message = "a save was cut short and cannot be brought to its end"
        mend = f"make the folder writable and open it again; its files lie in {DESK}/{SAVED}"
        raise CampaignError(
            [Problem(rule="save", severity="error", file=DESK, message=f"{message}: {error}"[:300],
                     mend=mend)]
        ) from None  # fmt: skip


def put_in_place(folder: Path) -> None:
    """The second half of a save; the caller holds the lock."""
    saved = folder / DESK / SAVED
    gone = _read_gone(saved / LIST)
    for name in NAMES:
        ready = saved / name
        if ready.is_file() and not ready.is_symlink():
            os.replace(ready, folder / name)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    flush_folder(folder)
    # The list goes last: without it nobody could tell what was to be taken away.
    (saved / LIST).unlink(missing_ok=True)
    os.rmdir(saved)
    flush_folder(folder / DESK)


def _read_gone(path: Path) -> list[str]:
    """The files that are no more. Where there is no list, all of them were taken away already."""
    if not path.exists():
        return []
    listed = json.loads(path.read_bytes()[:MAX_LIST_BYTES])["gone"]
    return [name for name in NAMES if name in listed]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system lets go of when the process ends, however."""
    place = folder / DESK
    if place.is_symlink():
        raise OSError(f"{place} is a link: remove it")
    place.mkdir(exist_ok=True)
    with (place / LOCK).open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def flush_folder(folder: Path) -> None:
    """Make the names in a folder outlive a loss of power, where the system can do that."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
