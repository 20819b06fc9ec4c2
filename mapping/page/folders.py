"""Campaign folders: which there are, and what is in them, read again when a file changes."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path

from mapping.format.campaign import read_campaign, read_head
from mapping.format.csv_file import read_table, read_text
from mapping.format.problems import Problem
from mapping.format.tables import Text
from mapping.words.strings import USUAL

HEAD = "campaign.toml"
MOST_FILES = 2_000
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
    try:
        title = read_head(read_text(folder / HEAD)[0]).get("title")
    except (ValueError, RecursionError):
        title = None
    texts = folder / f"{Text.table}.csv"
    # A folder may go while it is read.
    with suppress(OSError):
        title = _titles_in(texts, texts.stat().st_mtime_ns).get(language, title)
    return title if isinstance(title, str) and title else folder.resolve().name


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
        from mapping.basemap import check_ground

        self.folder, self.mark = folder, fingerprint(folder)
        campaign, _ = read_campaign(folder)
        fits = campaign is not None and not check_ground(folder / "ground")
        self.campaign = campaign if fits else None
        """None when it cannot be drawn."""

    @cached_property
    def document(self) -> str:
        """The player's HTML document; for a campaign that can be drawn."""
        from mapping.player import campaign_document

        assert self.campaign is not None
        return campaign_document(self.campaign)

    @cached_property
    def problems(self) -> list[Problem]:
        """All that the command line's check finds in the folder, in its order."""
        from mapping.checks import check_campaign
        from mapping.gazetteer import OfflineGazetteer

        return check_campaign(self.folder, gazetteer=OfflineGazetteer())


@lru_cache(maxsize=8)
def open_folder(folder: Path, mark: str) -> OpenFolder:
    """Read one of the app's own folders, once for all readers: campaigns never change.

    `mark` is the fingerprint: it alone says when to read again.
    """
    return OpenFolder(folder)


def prepare(folders: Folders) -> None:
    """Make what the first reader will ask for: the map of the first campaign.

    Streamlit collects garbage after every run; looking each time through what stays for ever would
    be two thirds of a reader's step, so that is set aside.
    """
    for folder in list(folders.values())[:1]:
        opened = open_folder(folder, fingerprint(folder))
        if opened.campaign is not None:
            _ = opened.document
    gc.collect()
    gc.freeze()
