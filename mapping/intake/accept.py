"""Files from strangers to a campaign folder: which are taken, and under what names.

Only the names of the format are written, none that came with the upload.
"""

from __future__ import annotations

import difflib
import re
import shutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from mapping.basemap.ground_check import check_ground
from mapping.basemap.ground_files import FILE, GRID
from mapping.basemap.ground_files import MAX_BYTES as MAX_GROUND_BYTES
from mapping.format.canonical import NAMES
from mapping.format.csv_file import CONTROLS, MAX_FILE_BYTES
from mapping.format.pictures import MAX_BYTES as MAX_PICTURE_BYTES
from mapping.format.problems import CampaignError, Problem, Severity
from mapping.format.schema import FILE_NAME, MAX_NAME
from mapping.format.tables import ANNOTATION_ENDINGS, PICTURE_ENDINGS
from mapping.words.shell import command

MAX_FILES = 500
MAX_BYTES = 30_000_000
"""Of all files together."""
MAX_LINES = 20_000
"""Of all tables together: as many as can be checked while somebody waits."""
HEAD = "campaign.toml"
KNOWN = (*NAMES, "datapackage.json")
TEXTS = re.compile(r"(readme|licen[cs]es?)(\.(md|txt))?", re.IGNORECASE)
"""Kept in a zip that we write, passed over in one that we read."""
ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".zst")
ROAD = "road.csv"
"""The way from which a ground's lines were computed; it is kept with them."""
CLUTTER = ("thumbs.db", "desktop.ini")
MOST_NAMED = 20
Contents = dict[str, bytes]
"""The bytes of each file by its place in the folder."""


class UploadError(CampaignError, ValueError):
    """An upload that is no campaign folder; nothing of it was written."""


def gather(files: Iterable[tuple[str, bytes]], target: Path) -> list[Problem]:
    """Write single files of a campaign into the empty folder `target`, checked as a zip is."""
    given = list(files)
    if len(given) > MAX_FILES:
        raise refusal("the upload", f"has more than {MAX_FILES} files", mend="choose fewer")
    names = dict(given)
    if len(names) < len(given):
        raise refusal("the upload", "has two files of the same name", mend="choose one of them")
    refuse(check_name(name) for name in names)
    places, notes = choose(list(names))
    return notes + write({place: names[name] for name, place in places.items()}, target)


def check_name(name: str) -> Problem | None:
    """What is wrong with a path in an upload, if anything; it may have one slash or many."""
    parts = name.removesuffix("/").split("/")
    if CONTROLS.search(name):
        return say_wrong(name, "has a control character in its name", mend="name it otherwise")
    if "\\" in name or ":" in name:
        mend = "name it with letters, digits and hyphens, folders with /"
        return say_wrong(name, "has a path as Windows writes it", mend=mend)
    if name.startswith("/") or any(part in ("", ".", "..") for part in parts):
        return say_wrong(name, "leads out of the folder", mend="zip the folder again")
    if name.lower().endswith(ARCHIVES):
        return say_wrong(name, "is an archive inside the upload", mend="unpack it or leave it out")
    return None


def choose(names: list[str]) -> tuple[dict[str, str], list[Problem]]:
    """Which files make the campaign: their places in the folder by name, and notes on the rest.

    Raises UploadError where none do, or where it is not clear which.
    """
    own = [name for name in names if not _is_clutter(name)]
    top = _find_top(own)
    places: dict[str, str] = {}
    taken: dict[str, str] = {}
    notes: list[Problem] = []
    for name in own:
        inner = name.removeprefix(top)
        place = (inner if is_media(inner) else inner.lower()) if name.startswith(top) else ""
        if place not in KNOWN and not is_ground(place) and not is_media(place):
            if not TEXTS.fullmatch(PurePosixPath(name).name):
                notes.append(_left_out(name, place))
            continue
        if (same := _same_file(place)) in taken:
            message = "stands there twice, in capital and in small letters"
            if unicodedata.is_normalized("NFC", inner) != (
                unicodedata.is_normalized("NFC", taken[same])
            ):
                message = "stands there twice, its letters coded in two ways (Unicode)"
            raise refusal(inner, message, mend="keep one of the two")
        taken[same] = inner
        if place != inner:
            mend = f"name the file {place}"
            notes.append(say_wrong(inner, f"was read as {place}", "note", mend=mend))
        places[name] = place
    if not any(place in KNOWN for place in places.values()):
        expected = f"{HEAD} and tables such as events.csv"
        raise refusal("the upload", "holds no campaign", expected, "zip the campaign's folder")
    return places, _not_too_many(notes)


def _same_file(place: str) -> str:
    """The same for two names that are one file on some machines, of which one would be lost."""
    return unicodedata.normalize("NFC", place).casefold()


def _is_clutter(name: str) -> bool:
    """What operating systems put into a zip besides."""
    parts = PurePosixPath(name).parts
    return parts[0] == "__MACOSX" or parts[-1].startswith(".") or parts[-1].lower() in CLUTTER


def is_ground(place: str) -> bool:
    """Whether a place in the folder is one of a file of the campaign's own ground."""
    folder, _, file = place.partition("/")
    fits = FILE.fullmatch(file) or GRID.fullmatch(file) or file == ROAD
    return folder == "ground" and bool(fits)


def is_media(place: str) -> bool:
    """Whether a place in the folder is one of a picture, or says where an old map lies.

    What it is shows when it is drawn.
    """
    folder, _, file = place.partition("/")
    is_known = file.rpartition(".")[2].lower() in PICTURE_ENDINGS + ANNOTATION_ENDINGS
    fits = FILE_NAME.fullmatch(file) and len(file.encode()) <= MAX_NAME
    return folder == "media" and bool(fits) and is_known


def _find_top(names: list[str]) -> str:
    """The folder that holds the campaign, with a slash; empty for the top of the zip."""
    heads = [name for name in names if PurePosixPath(name).name.lower() == HEAD]
    tops = sorted({name[: -len(HEAD)] for name in heads} or {_shared_top(names)}, key=len)
    tops = [top for top in tops if top.count("/") == tops[0].count("/")]
    if len(tops) > 1:
        raise refusal(tops[1] + HEAD, "is a second campaign", "one campaign", "zip one folder")
    if tops[0].count("/") > 1:
        expected = f"{HEAD} at the top of the zip or in one folder"
        raise refusal(tops[0] + HEAD, "lies too deep", expected, "zip the campaign's own folder")
    return tops[0]


def _shared_top(names: list[str]) -> str:
    tops = {name.partition("/")[0] for name in names if "/" in name}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""


def _left_out(name: str, place: str) -> Problem:
    close = difflib.get_close_matches(place, KNOWN, 1, 0.8)
    message = "is no file of a campaign and was left out"
    mend = f"did you mean {close[0]}?" if close else "nothing, or remove it"
    severity: Severity = "warning" if close else "note"
    return say_wrong(name, message, severity, "one of " + ", ".join(KNOWN) if close else "", mend)


def _not_too_many(notes: list[Problem]) -> list[Problem]:
    if (more := len(notes) - MOST_NAMED) <= 0:
        return notes
    rest = say_wrong("the upload", f"{more} more files were left out", "note")
    return [*notes[:MOST_NAMED], rest]


def room_for(place: str) -> int:
    """How many bytes a file may have."""
    if is_media(place):
        return MAX_PICTURE_BYTES
    return MAX_GROUND_BYTES if is_ground(place) else MAX_FILE_BYTES


def write(contents: Contents, target: Path) -> list[Problem]:
    """Write the files, none of whose names comes from the upload; a ground only if it fits."""
    left = MAX_BYTES
    for place, data in contents.items():
        left -= len(data)
        if len(data) > room_for(place) or left < 0:
            raise too_large(place)
    lines = sum(_count_lines(data) for place, data in contents.items() if place.endswith(".csv"))
    if lines > MAX_LINES:
        message = f"have {lines:,} lines"
        expected = f"at most {MAX_LINES:,} here"
        mend = f"split the campaign, or check it on your own machine: {command('check FOLDER')}"
        raise refusal("the tables", message, expected, mend)
    for place, data in contents.items():
        path = target / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return _leave_out_ground(target / "ground")


def _count_lines(data: bytes) -> int:
    return max(data.count(b"\n"), data.count(b"\r")) + 1


def _leave_out_ground(ground: Path) -> list[Problem]:
    """A ground that does not fit is taken away again: the world's is drawn instead."""
    wrong = check_ground(ground) if ground.is_dir() else []
    if wrong:
        shutil.rmtree(ground)
    message = "the whole ground was left out"
    return [
        say_wrong(one.file, f"{one.message}; {message}", "warning", mend=one.mend) for one in wrong
    ]


def say_wrong(
    file: str, message: str, severity: Severity = "error", expected: str = "", mend: str = ""
) -> Problem:
    """A problem with one file of an upload, whose name is shown without what is no text."""
    shown = CONTROLS.sub("\N{REPLACEMENT CHARACTER}", file)[:MAX_NAME]
    return Problem(
        rule="upload", severity=severity, file=shown, message=message, expected=expected, mend=mend
    )


def refusal(file: str, message: str, expected: str = "", mend: str = "") -> UploadError:
    """The error that refuses an upload for one reason."""
    return UploadError([say_wrong(file, message, "error", expected, mend)])


def too_large(place: str) -> UploadError:
    """The error for a file that is larger than it may be, or one file too many."""
    limit = f"{room_for(place) // 1_000_000} MB, and {MAX_BYTES // 1_000_000} MB in all"
    return refusal(place, "is too large", f"at most {limit}", "split the campaign")


def refuse(checked: Iterable[Problem | None]) -> None:
    """Raise with everything that was found wrong, or with the first of very much."""
    wrong = [problem for problem in checked if problem is not None]
    if wrong:
        raise UploadError(wrong[:MOST_NAMED])
