"""What is under way at a desk and not saved, kept so that it outlives the page and the program.

It lies in the folder's `.desk/open`, a file for each desk, and never becomes a file of the
campaign. Whoever opens the folder next takes up the newest that no open page has: it is renamed,
which only one of them can do. A page that still has it writes its own anew with its next change.

Of a desk without a folder it is one text, for the browser of whose desk it is.
"""

from __future__ import annotations

import json
import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from mapping.editing.changes import Together, say_change
from mapping.editing.folder_files import Files
from mapping.editing.history import Edit, Patch, Step
from mapping.editing.save import keep_unversioned
from mapping.format.canonical import NAMES
from mapping.format.settling import DESK, locked

OPEN, ENDING = "open", ".json"
MOST_BYTES = 60_000_000
"""So much is kept of one desk; of one with more the steps before are left out."""
MOST_KEPT = 20
MOST_LETTERS = 3_000_000
"""So long a text every browser keeps for a tab."""
MOST_UNPACKED = 20_000_000
"""Bytes that such a text may stand for: it comes from a stranger."""


class Work(NamedTuple):
    """An edit, and what the page adds to it: texts, as values of JSON."""

    edit: Edit
    texts: Mapping[str, Any]


def keep_work(folder: Path, name: str, work: Work) -> None:
    """Keep it under a name instead of what was there; raises `OSError`."""
    data = _written(work)
    if len(data) > MOST_BYTES:
        data = _written(Work(Edit(work.edit.base, work.edit.files), work.texts))
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        place = _place_in(folder)
        place.mkdir(exist_ok=True)
        keep_unversioned(folder)
        part = place / f"{name}.part"
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, place / f"{name}{ENDING}")
        for old in _kept_in(place)[MOST_KEPT:]:
            old.unlink()


def take_work(folder: Path, name: str, is_open: Callable[[str], bool]) -> Work | None:
    """The newest that is no open desk's, which has this name from now on.

    What cannot be read stays where it is.
    """
    if not (folder / DESK / OPEN).is_dir():
        return None
    with suppress(OSError), locked(folder):
        for path in _kept_in(_place_in(folder)):
            if is_open(path.stem) or path.stat().st_size > MOST_BYTES:
                continue
            with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
                work = _read(path.read_bytes())
                os.replace(path, path.with_name(f"{name}{ENDING}"))
                return work
    return None


def forget_work(folder: Path, name: str) -> None:
    """Keep nothing under this name any more; raises `OSError`."""
    if (folder / DESK / OPEN).is_dir():
        (_place_in(folder) / f"{name}{ENDING}").unlink(missing_ok=True)


def pack_work(work: Work) -> str:
    """It as a text of letters and digits; empty where that would be too long for a browser."""
    for one in (work, Work(Edit(work.edit.base, work.edit.files), work.texts)):
        data = _written(one)
        packed = b64encode(zlib.compress(data)).decode()
        if len(data) <= MOST_UNPACKED and len(packed) <= MOST_LETTERS:
            return packed
    return ""


def unpack_work(packed: str) -> Work:
    """What was packed; raises `ValueError` for what never was."""
    if len(packed) > MOST_LETTERS:
        raise ValueError("too long")
    opened = zlib.decompressobj()
    try:
        data = opened.decompress(b64decode(packed, validate=True), MOST_UNPACKED)
        if not opened.eof:
            raise ValueError("cut off, or too much")
        return _read(data)
    except (zlib.error, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no work of a desk") from error


def _place_in(folder: Path) -> Path:
    place = folder / DESK / OPEN
    if place.is_symlink() or place.parent.is_symlink():
        raise OSError(f"{place} is a link: remove it")
    return place


def _kept_in(place: Path) -> list[Path]:
    """What is kept, the newest first."""
    found = [path for path in place.glob(f"*{ENDING}") if path.is_file() and not path.is_symlink()]
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _written(work: Work) -> bytes:
    edit = work.edit
    same = [name for name, data in edit.files.items() if edit.base.get(name) == data]
    said = {
        "base": {name: _text(data) for name, data in edit.base.items()},
        "files": {name: _text(data) for name, data in edit.files.items() if name not in same},
        "same": same,
        "done": [_step_said(one) for one in edit.done],
        "undone": [_step_said(one) for one in edit.undone],
        "texts": work.texts,
    }
    return json.dumps(said).encode()


def _read(data: bytes) -> Work:
    """What was written; raises one of several errors for what never was."""
    said = json.loads(data)
    base = _files(said["base"])
    files = {**{name: base[name] for name in said["same"]}, **_files(said["files"])}
    in_order = {name: files[name] for name in NAMES if name in files}
    done, undone = (tuple(map(_step_read, said[key])) for key in ("done", "undone"))
    if not isinstance(said["texts"], dict):
        raise ValueError("texts")
    return Work(Edit(base, in_order, done, undone), said["texts"])


def _files(said: Mapping[str, str]) -> Files:
    return {name: _bytes(said[name]) for name in NAMES if name in said}


def _step_said(step: Step) -> Sequence[Any]:
    patches = [
        (one.name, one.at, _text(one.old), _text(one.new), one.came, one.went)
        for one in step.patches
    ]
    return say_change(step.change), patches


def _step_read(said: Sequence[Any]) -> Step:
    says, patches = said
    return Step(Together(str(says), ()), tuple(map(_patch_read, patches)))


def _patch_read(said: Sequence[Any]) -> Patch:
    name, at, old, new, came, went = said
    if name not in NAMES:
        raise ValueError(f"{name} is no file of a campaign")
    return Patch(name, int(at), _bytes(old), _bytes(new), bool(came), bool(went))


def _text(data: bytes) -> str:
    """Bytes as a text in which each is a letter: a patch may end within one of the file's."""
    return data.decode("latin-1")


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")
