"""A campaign folder out of a zip or single files, and into a zip. No file of a stranger is trusted.

Nothing is written before everything was looked at; what is read is counted while it is read,
whatever a header says.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mapping.format.problems import Problem
from mapping.format.schema import MAX_NAME
from mapping.intake.accept import (
    KNOWN,
    MAX_BYTES,
    MAX_FILES,
    TEXTS,
    Contents,
    UploadError,
    check_name,
    choose,
    is_ground,
    is_media,
    refusal,
    refuse,
    room_for,
    say_wrong,
    too_large,
    write,
)

MAX_ARCHIVE_MB = 20
"""Of 1,048,576 bytes each, as Streamlit counts them."""
MAX_ARCHIVE_BYTES = MAX_ARCHIVE_MB * 1024 * 1024
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others are unpacked whole before a single byte can be counted."""
CHUNK_BYTES = 65_536
BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
ENTRY_MARK = b"PK\x01\x02"
"""Stands before every entry in the list at the end of a zip."""
ENCRYPTED = 0x2041
"""The flags of an entry, or of the list itself, that need a password."""
AGAIN = "zip the campaign folder again and choose that file"
BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError,
    RuntimeError, ValueError, LookupError, OverflowError,
)  # fmt: skip
"""What Python's zipfile raises for a zip that was damaged, or made to do damage."""


def unpack(data: bytes, target: Path) -> list[Problem]:
    """Write the campaign in a zip into the empty folder `target`; notes on what was not taken.

    The files lie at the top of the zip or in one folder, as Finder and Explorer zip a folder.
    Raises UploadError, a ValueError, with a message for everything that is refused.
    """
    if len(data) > MAX_ARCHIVE_BYTES:
        raise refusal("the zip", f"is larger than {MAX_ARCHIVE_MB} MB", mend="leave files out")
    try:
        with _open(data) as archive:
            entries = [one for one in archive.infolist() if not _name_of(one).endswith("/")]
            refuse(_check_entry(entry) for entry in archive.infolist())
            names = {_name_of(entry): entry for entry in entries}
            if len(names) < len(entries):
                raise refusal("the zip", "holds two files of the same name", mend=AGAIN)
            places, notes = choose(list(names))
            contents = _read(archive, {place: names[name] for name, place in places.items()})
    except UploadError:
        raise
    except BROKEN as error:
        raise refusal("the zip", f"is damaged: {str(error)[:MAX_NAME]}", mend=AGAIN) from None
    return notes + write(contents, target)


def pack(folder: Path, name: str) -> bytes:
    """The files of a campaign folder as they are, in a zip with one folder `name`.

    Only files of the format, its pictures and its ground; no link is followed out of the folder.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        inside = [path for name in ("*", "ground/*", "media/*") for path in folder.glob(name)]
        for path in sorted(inside):
            place = path.relative_to(folder).as_posix()
            known = place in KNOWN or is_ground(place) or is_media(place)
            if (known or TEXTS.fullmatch(path.name)) and _is_own(path, folder):
                archive.writestr(zipfile.ZipInfo(f"{name}/{place}"), path.read_bytes(), 8)
    return packed.getvalue()


def _is_own(path: Path, folder: Path) -> bool:
    try:
        status = path.stat()
        inside = path.resolve().is_relative_to(folder.resolve())
    except OSError:
        return False
    return (
        inside
        and stat.S_ISREG(status.st_mode)
        and status.st_size <= room_for(path.relative_to(folder).as_posix())
    )


def _open(data: bytes) -> zipfile.ZipFile:
    if not data:
        raise refusal("the zip", "is empty", mend=AGAIN)
    if not data.startswith(BEGINNINGS):
        raise refusal("the file", "is not a zip", mend="choose a zip, or CSV files")
    # Counted beforehand: the list of half a million entries alone would take 300 MB.
    if data.count(ENTRY_MARK) > MAX_FILES:
        raise refusal("the zip", f"holds more than {MAX_FILES} files", mend="leave some out")
    return zipfile.ZipFile(io.BytesIO(data))


def _check_entry(entry: zipfile.ZipInfo) -> Problem | None:
    name, mode = _name_of(entry), entry.external_attr >> 16
    if wrong := check_name(name):
        return wrong
    if entry.flag_bits & ENCRYPTED:
        return say_wrong(name, "is encrypted", mend="make the zip without a password")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return say_wrong(name, "is a link or no file", mend="put the file itself there")
    if not name.endswith("/") and entry.compress_type not in READABLE:
        return say_wrong(name, "is packed in an unusual way", mend="make an ordinary zip (Deflate)")
    return None


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name as it stands in the zip; many write UTF-8 without saying so.

    Some programs of Windows write `\\` between folders, where the format has `/` (APPNOTE 4.4.17).
    """
    name = entry.orig_filename
    if not entry.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _read(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Contents:
    """Read the chosen files, and stop as soon as they are more than they may be."""
    contents: Contents = {}
    left = MAX_BYTES
    for place, entry in entries.items():
        room = min(left, room_for(place))
        if entry.file_size > room:
            raise too_large(place)
        chunks: list[bytes] = []
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                room -= len(chunk)
                left -= len(chunk)
                if room < 0:
                    raise too_large(place)
                chunks.append(chunk)
        contents[place] = b"".join(chunks)
    return contents
