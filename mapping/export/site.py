"""A static site: a list of campaigns, and for each its map and its data, in one folder.

It needs no server: every link is relative, nothing is asked from elsewhere, and it works from a
sub-path of any host as from a folder on disk. The same campaigns give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from mapping.drawing.media_pictures import are_smaller, files_beside
from mapping.export.campaign_list import Download, campaign_list, list_name
from mapping.export.formats import FORMATS, file_name
from mapping.export.sketch import campaign_sketch
from mapping.export.whole_file import write_whole
from mapping.format.campaign import Campaign
from mapping.player.document import document_parts
from mapping.words.strings import LANGUAGES

MARKER = "campaign-site.json"
"""Says that a folder is a site made here, and what of it was: each file with its SHA-256."""
PIECE = 1_000_000
"""As many bytes of a file are copied at once."""
NAME = re.compile(r"([a-z0-9-]+/)?[a-z0-9-]+\.[a-z]+")
"""The names of a site's files: in the folder, or in a campaign's own."""
BESIDE = tuple(one for one in FORMATS if one.option != "html")
"""What is offered beside the map, which is the page itself."""


class SiteError(Exception):
    """A site that cannot be written: what is in the way, and what to do."""


def write_site(campaigns: Sequence[Campaign], out: Path) -> dict[str, int]:
    """Write a site over these campaigns into a folder; gives the sizes of its files by name.

    The folder must be new, empty or a site that was made here; files that were not made here
    stay as they are, and what an earlier writing made and this one does not is removed unless it
    was changed since. A folder that was not there is written whole or not at all. Raises
    `SiteError` when something is in the way, `CampaignError` when a campaign's files can no longer
    be read.
    """
    before = _read_marker(out)
    # It is made in another folder: nothing is written where something is in the way.
    with TemporaryDirectory() as aside:
        try:
            made = _make_site(campaigns, Path(aside))
        except OSError as error:
            raise SiteError(f"{aside} cannot be written: {error.strerror}") from None
        for name in made:
            _check_free(out, name, before)
        marks = {name: one.mark for name, one in made.items()}
        is_new = not out.exists()
        try:
            # First what there was and will be, so that a writing that breaks off can be done again.
            write_whole(out / MARKER, [_marker({**before, **marks})])
            for name in made:
                with (Path(aside) / name).open("rb") as content:
                    write_whole(out / name, iter(partial(content.read, PIECE), b""))
            _remove_stale(out, {name: mark for name, mark in before.items() if name not in made})
            write_whole(out / MARKER, [_marker(marks)])
        except BaseException as error:
            if is_new:
                rmtree(out, ignore_errors=True)
            if not isinstance(error, OSError):
                raise
            where = error.filename or out
            raise SiteError(f"{where} cannot be written: {error.strerror}") from None
    return {name: one.size for name, one in made.items()}


class _Made(NamedTuple):
    """A file that was made: how many bytes, and their SHA-256."""

    size: int
    mark: str


def _make_site(campaigns: Sequence[Campaign], folder: Path) -> dict[str, _Made]:
    """Make every file of a site in a folder, piece by piece; gives them in order by their names.

    Raises `SiteError` for two campaigns of the same id.
    """
    ids = [campaign.campaign_id for campaign in campaigns]
    if double := sorted({name for name in ids if ids.count(name) > 1}):
        raise SiteError(f"Two campaigns have the id {double[0]}; give one another id.")
    made: dict[str, _Made] = {}

    def make(name: str, parts: Iterable[str | bytes]) -> int:
        mark = hashlib.sha256()

        def marked() -> Iterator[bytes]:
            for part in parts:
                piece = part.encode() if isinstance(part, str) else part
                mark.update(piece)
                yield piece

        size = write_whole(folder / name, marked())
        made[name] = _Made(size, mark.hexdigest())
        return size

    offered: dict[str, list[Download]] = {}
    for campaign in campaigns:
        name = campaign.campaign_id
        offered[name] = []
        for one in BESIDE:
            file = file_name(campaign, one)
            size = make(f"{name}/{file}", one.to_chunks(campaign))
            offered[name].append(Download(one, file, size))
        links = [{"key": "share.all", "name": "", "href": "../index.html"}]
        links += [download.link() for download in offered[name]]
        beside = None
        if are_smaller(campaign):
            beside = {}
            for row_id, picture in files_beside(campaign):
                make(f"{name}/{picture.name}", [picture.content])
                beside[row_id] = picture.sent
        make(f"{name}/index.html", document_parts(campaign, links=links, beside=beside))
        make(f"{name}/sketch.svg", [campaign_sketch(campaign)])
    for language in LANGUAGES:
        make(list_name(language), [campaign_list(campaigns, offered, language)])
    return dict(sorted(made.items()))


# --- the folder ----------------------------------------------------------------------------


def _read_marker(out: Path) -> dict[str, str]:
    """What an earlier writing made; nothing for a folder that is new or empty."""
    if not out.exists() and not out.is_symlink():
        return {}
    if not out.is_dir():
        raise SiteError(f"{out} is a file; name a folder for the site.")
    if not any(out.iterdir()):
        return {}
    try:
        marker = json.loads((out / MARKER).read_text(encoding="utf-8"))
        before = {str(name): str(mark) for name, mark in marker["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise SiteError(
            f"{out} holds files and was not made as a site; nothing is written there. "
            "Name a new or empty folder."
        ) from None
    return before


def _check_free(out: Path, name: str, before: Mapping[str, str]) -> None:
    """A file may be written where nothing lies yet, or what an earlier writing made."""
    path = out / name
    folder_is_link = path.parent != out and path.parent.is_symlink()
    in_the_way = path.parent.exists() and not path.parent.is_dir()
    if folder_is_link or in_the_way or path.is_symlink() or path.is_dir():
        raise SiteError(f"{path} is in the way: not a plain file in a plain folder. Move it away.")
    if path.exists() and name not in before:
        raise SiteError(f"{path} is in the way: it was not made here. Move it away.")


def _remove_stale(out: Path, stale: Mapping[str, str]) -> None:
    """Remove what an earlier writing made and nobody has changed since."""
    for name, mark in stale.items():
        path = out / name
        if not NAME.fullmatch(name) or path.is_symlink() or path.parent.is_symlink():
            continue
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == mark:
            path.unlink()
            if path.parent != out and not any(path.parent.iterdir()):
                path.parent.rmdir()


def _marker(marks: Mapping[str, str]) -> bytes:
    about: dict[str, Any] = {"format": 1, "files": dict(sorted(marks.items()))}
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
