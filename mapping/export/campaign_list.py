"""The front page of a site: every campaign with a picture, its days, tellers and data.

Everything in it comes from strangers' folders and is only ever text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import NamedTuple

from mapping.basemap import attribution
from mapping.export.formats import Format
from mapping.export.sketch import HEIGHT, WIDTH
from mapping.format.campaign import Campaign
from mapping.player.document import Link, own_ground
from mapping.telling.narrate import say_days
from mapping.telling.translated import in_language
from mapping.type import type_css
from mapping.words.strings import LANGUAGES, STRINGS, USUAL, has_script, say

POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'; '
    "connect-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'\">"
)
"""The page has no scripts, and asks for nothing but what lies beside it."""


class Download(NamedTuple):
    """A file beside a map."""

    format: Format
    name: str
    size: int

    def link(self) -> Link:
        """The link that the player offers."""
        key = f"share.{self.format.option}"
        known = key in STRINGS[USUAL]
        return {"key": key if known else "", "name": self.format.title, "href": self.name}


def list_name(language: str) -> str:
    """The file of the list in a language."""
    return "index.html" if language == USUAL else f"index-{language}.html"


def campaign_list(
    campaigns: Sequence[Campaign], offered: Mapping[str, Sequence[Download]], language: str
) -> str:
    """The list as an HTML page; `offered` has the files beside each map by the campaign's id."""
    title, about = escape(say("site.title", language)), escape(say("site.about", language))
    others = " ".join(
        f'<a class="other" href="{list_name(other)}" lang="{other}" hreflang="{other}">'
        f"{escape(STRINGS[other]['language.name'])}</a>"
        for other in LANGUAGES
        if other != language
    )
    cards = "\n".join(
        _card(campaign, offered[campaign.campaign_id], language) for campaign in campaigns
    )
    credits = dict.fromkeys(attribution(own_ground(campaign)) for campaign in campaigns)
    said = "".join(f'<p lang="{USUAL}" dir="ltr">{escape(one)}</p>' for one in credits)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{say("language.direction", language)}">\n'
        f'<head>\n<meta charset="utf-8">\n{POLICY}\n<meta name="viewport" '
        f'content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{_style()}</style>\n</head>\n<body>\n<header><h1>{title}</h1>"
        f"<p>{about}</p>{others}</header>\n"
        f"<main>\n{cards}\n</main>\n<footer>{said}</footer>\n</body>\n</html>\n"
    )


def _card(campaign: Campaign, downloads: Sequence[Download], language: str) -> str:
    """One campaign of the list; every word of it is a stranger's, so it is only ever text."""
    name = campaign.campaign_id
    original, campaign = campaign, in_language(campaign, language)
    own = campaign.language or (USUAL if has_script(campaign.title, "LATIN") else "")

    def lang_of(text: str, authors: str) -> str:
        said = own if text == authors else language
        return f' lang="{escape(said)}"' if said else ""

    spoken = "" if language == USUAL else f"#lang={language}"
    told = "".join(
        f'<li dir="auto"{lang_of(account.title, original.accounts[account.account_id].title)}>'
        f"{escape(account.title)} "
        f'<span class="standpoint">{escape(account.standpoint)}</span></li>'
        for account in campaign.accounts.values()
        if account.title
    )
    page, tellers = f"{name}/index.html{spoken}", escape(say("site.told", language))
    return (
        f'<article class="campaign"><a class="picture" href="{page}" '
        f'tabindex="-1" aria-hidden="true"><img src="{name}/sketch.svg" alt="" width="{WIDTH}" '
        f'height="{HEIGHT}" loading="lazy"></a>\n<div class="words">'
        f'<h2 dir="auto"{lang_of(campaign.title, original.title)}>'
        f'<a href="{page}">{escape(campaign.title)}</a></h2>'
        f"{_line('subtitle', campaign.subtitle, lang_of(campaign.subtitle, original.subtitle))}"
        f'<p class="days">{escape(say_days(campaign, language))}</p>'
        f"{_line('summary', campaign.summary, lang_of(campaign.summary, original.summary))}"
        + f'<a class="open" href="{page}">{escape(say("site.open", language))}</a>'
        '</div>\n<div class="beside">'
        + (f"<h3>{tellers}</h3><ul>{told}</ul>" if told else "")
        + f"{_downloads(name, downloads, campaign.licence, language)}</div></article>"
    )


def _downloads(folder: str, downloads: Sequence[Download], licence: str, language: str) -> str:
    items = "".join(
        f'<li><a href="{folder}/{escape(one.name)}" download>'
        f"{escape(one.format.title_in(language))}</a> "
        f'<span class="size">{escape(_say_size(one.size, language))}</span></li>'
        for one in downloads
    )
    heading = escape(say("site.data", language))
    under = f' <bdi class="size">{escape(licence)}</bdi>' if licence else ""
    return f'<h3>{heading}{under}</h3><ul class="links">{items}</ul>'


def _line(name: str, text: str, lang: str) -> str:
    return f'<p class="{name}" dir="auto"{lang}>{escape(text.strip())}</p>' if text.strip() else ""


def _say_size(size: int, language: str) -> str:
    return say("site.size", language, size=max(1, round(size / 1000)))


@cache
def _style() -> str:
    return type_css() + (files("mapping.export") / "site.css").read_text(encoding="utf-8")
