"""Campaign folders: which there are, and what is in them, read again when a file changes."""

from __future__ import annotations

import gc
import hashlib
import inspect
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from mapping.format.campaign import read_campaign, read_head
from mapping.format.csv_file import read_table, read_text
from mapping.format.problems import Problem, find_errors
from mapping.format.tables import Text
from mapping.words.strings import USUAL

if TYPE_CHECKING:
    from mapping.player.sent import SentDocument

HEAD = "campaign.toml"
MOST_FILES = 2_000
MOST_OPEN = 8
AGAIN_SECONDS = 5.0
"""After so long a folder that could not be drawn is read again, even if no file has changed."""
Folders = dict[str, Path]
"""Campaign folders by the name that the address gives them."""


def find_folders(data: Path, given: Sequence[str] = ()) -> Folders:
    """The folders that were named on the command line, else those in `data` with a campaign."""
    if given or not data.is_dir():
        return name_folders(given)
    return name_folders(sorted(path.parent for path in data.glob(f"*/{HEAD}")))


def name_folders(paths: Sequence[Path | str]) -> Folders:
    """Give each folder the name that the address calls it, no two the same."""
    folders: Folders = {}
    for path in map(Path, paths):
        name, number = path.resolve().name, 2
        while name in folders:
            name, number = f"{path.resolve().name}-{number}", number + 1
        folders[name] = path
    return folders


def title_of(folder: Path, language: str = USUAL) -> str:
    """A campaign's title without reading what it tells; the folder's name where it has none."""
    head = folder / HEAD
    try:
        title = _title_in(head, head.stat().st_mtime_ns)
    except (OSError, ValueError, RecursionError):
        title = None
    texts = folder / f"{Text.table}.csv"
    # A folder may go while it is read.
    with suppress(OSError):
        title = _titles_in(texts, texts.stat().st_mtime_ns).get(language, title)
    return title if isinstance(title, str) and title else folder.resolve().name


@lru_cache(maxsize=50)
def _title_in(head: Path, changed: int) -> object:
    """What a campaign says for a title; raises ValueError where that cannot be read now."""
    content, problems = read_text(head)
    if find_errors(problems):
        raise ValueError("cannot be read")
    return read_head(content).get("title")


@lru_cache(maxsize=50)
def _titles_in(texts: Path, changed: int) -> dict[str, str]:
    """A campaign's title in the other languages that it has."""
    rows: list[Text] = read_table(texts, Text).records
    return {
        row.language: row.text
        for row in rows
        if row.said_table == "campaign" and row.field == "title"
    }


def fingerprint(folder: Path) -> str:
    """A mark that changes with the name, size or time of any file of a folder."""
    mark = hashlib.sha256()
    try:
        paths = sorted(islice(folder.rglob("*"), MOST_FILES))
    except OSError:  # what lies in it is being removed just now
        paths = []
    for path in paths:
        try:
            about = path.stat()
        except OSError:
            continue
        mark.update(os.fsencode(path.relative_to(folder)))
        mark.update(f"\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return mark.hexdigest()


class OpenFolder:
    """A folder as it was read, and what is made of it when it is first asked for.

    Whoever lets go of it lets go of everything: nothing here is kept elsewhere.
    """

    def __init__(self, folder: Path) -> None:
        from mapping.checks import check_ground_in

        self.folder, self.mark, self.read_at = folder, fingerprint(folder), monotonic()
        campaign, _ = read_campaign(folder)
        fits = campaign is not None and not check_ground_in(folder)
        self.campaign = campaign if fits else None
        """None when it cannot be drawn."""

    @property
    def is_current(self) -> bool:
        """Whether it need not be read again.

        A file that another program holds shut is let go without any change to be seen.
        """
        held = self.campaign is not None or monotonic() < self.read_at + AGAIN_SECONDS
        return held and self.mark == fingerprint(self.folder)

    @cached_property
    def document(self) -> SentDocument:
        """The player's HTML document; for a campaign that can be drawn."""
        from mapping.player.sent import sent_document

        assert self.campaign is not None
        return sent_document(self.campaign)

    @cached_property
    def problems(self) -> list[Problem]:
        """All that the command line's check finds in the folder, in its order."""
        from mapping.checks import check_campaign
        from mapping.gazetteer import OfflineGazetteer

        return check_campaign(self.folder, gazetteer=OfflineGazetteer())


_newest: dict[Path, OpenFolder] = {}
_whole: dict[Path, OpenFolder] = {}


def open_folder(folder: Path) -> OpenFolder:
    """Read one of the app's own folders, once for all readers until one of its files changes."""
    opened = _newest.get(folder)
    if opened is None or not opened.is_current:
        opened = OpenFolder(folder)
    return _keep(opened, _newest)


def last_whole(opened: OpenFolder) -> OpenFolder:
    """One of the app's own folders as it is to be shown: as it is, or as it last was whole.

    So a folder may be half written, locked or gone while it is read. One that this server never
    could draw is given back as it is.
    """
    if opened.campaign is not None:
        try:
            _ = opened.document
        except OSError:  # what lies in it is being removed just now
            opened.campaign = None
        else:
            return _keep(opened, _whole)
    return _whole.get(opened.folder, opened)


def _keep(opened: OpenFolder, kept: dict[Path, OpenFolder]) -> OpenFolder:
    """Keep what was read of a folder, and of the others what was asked for last."""
    kept.pop(opened.folder, None)
    kept[opened.folder] = opened
    for old in [*kept][:-MOST_OPEN]:
        kept.pop(old, None)
    return opened


def prepare(folders: Folders) -> None:
    """Make what the first reader will ask for: the map of the first campaign.

    Streamlit collects garbage after every run; looking each time through what stays for ever would
    be two thirds of a reader's step, so that is set aside. With its first element it asks whence it
    was called, for which Python looks up the files of all modules once.
    """
    for folder in list(folders.values())[:1]:
        last_whole(open_folder(folder))
    inspect.stack()
    gc.collect()
    gc.freeze()
