"""A file is written whole or not at all, whatever stops the writing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, content: Iterable[bytes]) -> int:
    """Write a file beside its name, then give it the name; gives its size in bytes.

    A reader meets the old file or the new one. On a full disk, or when somebody stops it, the old
    one stays and nothing lies beside it. The folders on the way are made. Raises `OSError`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        # A pipe or a device, such as /dev/stdout, is written to; it must not be replaced.
        with path.open("wb") as out:
            return sum(map(out.write, content))
    # The name of a link stays one: what it leads to is replaced.
    path = path.resolve()
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with part.open("wb") as out:
            size = sum(map(out.write, content))
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return size
