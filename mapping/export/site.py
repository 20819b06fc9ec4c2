"""A static site: a list of campaigns, and for each its map and its data, in one folder.

It needs no server: every link is relative, nothing is asked from elsewhere, and it works from a
sub-path of any host as from a folder on disk. The same campaigns give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from mapping.basemap import attribution
from mapping.campaign import Campaign
from mapping.export import FORMATS, file_name
from mapping.export.sketch import HEIGHT, WIDTH, campaign_sketch
from mapping.narrate import say_days
from mapping.player import campaign_document
from mapping.strings import LANGUAGES, STRINGS, USUAL, has_script, say

MARKER = "campaign-site.json"
"""Says that a folder is a site made here, and what of it was: each file with its SHA-256."""
BESIDE = tuple(one for one in FORMATS if one.option != "html")
"""What is offered beside the map, which is the page itself."""


class SiteError(Exception):
    """A site that cannot be written: what is in the way, and what to do."""


class Download(NamedTuple):
    """A file beside a map."""

    title: str
    name: str
    size: int


def write_site(campaigns: Sequence[Campaign], out: Path) -> dict[str, bytes]:
    """Write a site over these campaigns into a folder; gives its files by their relative names.

    The folder must be new, empty or a site that was made here; files that were not made here
    stay as they are, and what an earlier writing made and this one does not is removed unless it
    was changed since. Raises `SiteError` when something is in the way, `CampaignError` when a
    campaign's files can no longer be read.
    """
    before = _read_marker(out)
    made = site_files(campaigns)
    for name in made:
        _check_free(out, name, before)
    marks = {name: hashlib.sha256(content).hexdigest() for name, content in made.items()}
    try:
        # First what there was and will be, so that a writing that breaks off can be done again.
        _write(out / MARKER, _marker({**before, **marks}))
        for name, content in made.items():
            _write(out / name, content)
        _remove_stale(out, {name: mark for name, mark in before.items() if name not in made})
        _write(out / MARKER, _marker(marks))
    except OSError as error:
        raise SiteError(f"{error.filename or out} cannot be written: {error.strerror}") from None
    return made


def site_files(campaigns: Sequence[Campaign]) -> dict[str, bytes]:
    """Every file of a site by its relative name; raises `SiteError` for two of the same id."""
    ids = [campaign.campaign_id for campaign in campaigns]
    if double := sorted({name for name in ids if ids.count(name) > 1}):
        raise SiteError(f"Two campaigns have the id {double[0]}; give one another id.")
    made: dict[str, bytes] = {}
    offered: dict[str, list[Download]] = {}
    for campaign in campaigns:
        name = campaign.campaign_id
        data = {file_name(campaign, one): (one.title, one.to_bytes(campaign)) for one in BESIDE}
        offered[name] = [Download(title, file, len(text)) for file, (title, text) in data.items()]
        links = [{"key": "share.all", "name": "", "href": "../index.html"}]
        links += [{"key": "", "name": one.title, "href": one.name} for one in offered[name]]
        made[f"{name}/index.html"] = campaign_document(campaign, links=links).encode()
        made[f"{name}/sketch.svg"] = campaign_sketch(campaign).encode()
        made |= {f"{name}/{file}": text for file, (_, text) in data.items()}
    for language in LANGUAGES:
        made[_index_name(language)] = _index(campaigns, offered, language).encode()
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
        folder, _, file = name.rpartition("/")
        path = out / name
        is_inside = not {"..", "."} & {folder, file} and "/" not in folder and "\\" not in name
        is_plain = path.is_file() and not path.is_symlink() and not path.parent.is_symlink()
        if is_inside and is_plain and hashlib.sha256(path.read_bytes()).hexdigest() == mark:
            path.unlink()
            if folder and not any(path.parent.iterdir()):
                path.parent.rmdir()


def _write(path: Path, content: bytes) -> None:
    """Write a file whole: a reader meets the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    part.write_bytes(content)
    os.replace(part, path)


def _marker(marks: Mapping[str, str]) -> bytes:
    about: dict[str, Any] = {"format": 1, "files": dict(sorted(marks.items()))}
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()


# --- the list ------------------------------------------------------------------------------


def _index_name(language: str) -> str:
    return "index.html" if language == USUAL else f"index-{language}.html"


def _index(
    campaigns: Sequence[Campaign], offered: Mapping[str, Sequence[Download]], language: str
) -> str:
    title = escape(say("site.title", language))
    others = " ".join(
        f'<a class="other" href="{_index_name(other)}" lang="{other}" hreflang="{other}">'
        f"{escape(STRINGS[other]['language.name'])}</a>"
        for other in LANGUAGES
        if other != language
    )
    cards = "\n".join(
        _card(campaign, offered[campaign.campaign_id], language) for campaign in campaigns
    )
    credits = dict.fromkeys(attribution(_ground_of(campaign)) for campaign in campaigns)
    said = "".join(f'<p lang="{USUAL}" dir="ltr">{escape(one)}</p>' for one in credits)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{say("language.direction", language)}">\n'
        f'<head>\n<meta charset="utf-8">\n<meta name="viewport" '
        f'content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{_style()}</style>\n</head>\n<body>\n<header><h1>{title}</h1>"
        f"<p>{escape(say('site.about', language))}</p>{others}</header>\n"
        f"<main>\n{cards}\n</main>\n<footer>{said}</footer>\n</body>\n</html>\n"
    )


def _card(campaign: Campaign, downloads: Sequence[Download], language: str) -> str:
    """One campaign of the list; every word of it is a stranger's, so it is only ever text."""
    name = campaign.campaign_id
    lang = f' lang="{USUAL}"' if has_script(campaign.title, "LATIN") else ""
    spoken = "" if language == USUAL else f"#lang={language}"
    told = "".join(
        f'<li dir="auto"{lang}>{escape(account.title)} '
        f'<span class="standpoint">{escape(account.standpoint)}</span></li>'
        for account in campaign.accounts.values()
        if account.title
    )
    page = f"{name}/index.html{spoken}"
    return (
        f'<article class="campaign"><a class="picture" href="{page}" '
        f'tabindex="-1" aria-hidden="true"><img src="{name}/sketch.svg" alt="" width="{WIDTH}" '
        f'height="{HEIGHT}" loading="lazy"></a>\n<div class="words">'
        f'<h2 dir="auto"{lang}><a href="{page}">{escape(campaign.title)}</a></h2>'
        f"{_line('subtitle', campaign.subtitle, lang)}"
        f'<p class="days">{escape(say_days(campaign, language))}</p>'
        f"{_line('summary', campaign.summary, lang)}"
        + (f"<h3>{escape(say('site.told', language))}</h3><ul>{told}</ul>" if told else "")
        + f"{_downloads(name, downloads, campaign.licence, language)}"
        f'<a class="open" href="{page}">{escape(say("site.open", language))}</a>'
        "</div></article>"
    )


def _downloads(folder: str, downloads: Sequence[Download], licence: str, language: str) -> str:
    items = "".join(
        f'<li><a href="{folder}/{escape(one.name)}" download>{escape(one.title)}</a> '
        f'<span class="size">{escape(_say_size(one.size, language))}</span></li>'
        for one in downloads
    )
    heading = escape(say("site.data", language))
    under = f' <bdi class="size">{escape(licence)}</bdi>' if licence else ""
    return f'<h3>{heading}{under}</h3><ul class="links">{items}</ul>' if items else ""


def _line(name: str, text: str, lang: str) -> str:
    return f'<p class="{name}" dir="auto"{lang}>{escape(text.strip())}</p>' if text.strip() else ""


def _say_size(size: int, language: str) -> str:
    return say("site.size", language, size=max(1, round(size / 1000)))


def _ground_of(campaign: Campaign) -> Path | None:
    ground = campaign.folder / "ground"
    return ground if ground.is_dir() else None


@cache
def _style() -> str:
    return (files("mapping.export") / "site.css").read_text(encoding="utf-8")
