"""Campaign folders: which there are, and what is in them, read again when a file changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from mapping.campaign import Campaign, read_campaign, read_head
from mapping.problems import Problem
from mapping.reading import read_text

HEAD = "campaign.toml"
MOST_FILES = 2_000
Folders = dict[str, Path]
"""Campaign folders by the name that the address gives them."""


def find_folders(data: Path, given: Sequence[str] = ()) -> Folders:
    """The folders that were named on the command line, else those in `data` with a campaign."""
    paths = [Path(name) for name in given]
    if not paths and data.is_dir():
        paths = sorted(path.parent for path in data.glob(f"*/{HEAD}"))
    folders: Folders = {}
    for path in paths:
        name, number = path.resolve().name, 2
        while name in folders:
            name, number = f"{path.resolve().name}-{number}", number + 1
        folders[name] = path
    return folders


def title_of(folder: Path) -> str:
    """A campaign's title without reading its tables; the folder's name where it has none."""
    try:
        title = read_head(read_text(folder / HEAD)[0]).get("title")
    except (ValueError, RecursionError):
        title = None
    return title if isinstance(title, str) and title else folder.resolve().name


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


@lru_cache(maxsize=8)
def open_folder(folder: Path, mark: str) -> tuple[Campaign | None, list[Problem]]:
    """A folder's campaign, None when it cannot be drawn, and the problems in its files.

    `mark` is the fingerprint: it alone says when to read again. Campaigns never change, so all
    readers share one.
    """
    from mapping.basemap import check_ground

    campaign, problems = read_campaign(folder)
    wrong = check_ground(folder / "ground") if campaign else []
    return (None if wrong else campaign), problems + wrong


@lru_cache(maxsize=8)
def player_document(campaign: Campaign) -> str:
    """The player's HTML document, made once for all readers."""
    from mapping.player import campaign_document

    return campaign_document(campaign)


def prepare(folders: Folders) -> None:
    """Make what the first reader will ask for: the map of the first campaign."""
    for folder in list(folders.values())[:1]:
        campaign, _ = open_folder(folder, fingerprint(folder))
        if campaign is not None:
            player_document(campaign)


@lru_cache(maxsize=8)
def problems_of(folder: Path, mark: str) -> list[Problem]:
    """All that the command line's check finds in a folder, in its order."""
    from mapping.checks import check_campaign
    from mapping.gazetteer import OfflineGazetteer

    return check_campaign(folder, gazetteer=OfflineGazetteer())
