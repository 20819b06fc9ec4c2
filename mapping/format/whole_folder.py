"""A new campaign's folder is written whole or not at all, whatever stops the writing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HEAD = "campaign.toml"
ASIDE = ".new"


class FolderTakenError(Exception):
    """There is a folder with something in it, or a file, where a new one is to be."""


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A place to write files into, which stand in `folder` once all of them are written.

    The folder is new or empty; without its head, which comes last, it is no campaign. When the
    writing ends early nothing is left. Raises `FolderTakenError`, and `OSError` where the disk
    refuses.
    """
    is_new = not folder.exists()
    if not is_new and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTakenError(f"{folder} is there and not empty: name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / ASIDE
    try:
        aside.mkdir()
        yield aside
        for file in sorted(aside.iterdir(), key=lambda one: one.name == HEAD):
            os.replace(file, folder / file.name)
        aside.rmdir()
    except BaseException:
        for left in (aside, *([] if is_new else folder.iterdir())):
            shutil.rmtree(left, ignore_errors=True)
            with suppress(OSError):
                left.unlink()
        if is_new:
            shutil.rmtree(folder, ignore_errors=True)
        raise
