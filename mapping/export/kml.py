"""A campaign as KML 2.2 for Google Earth: folders by account, day and side, a time on everything.

The library fastkml builds the elements, so that a text can never be taken for markup of the
file; what a balloon shows is HTML, and there every text is escaped as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from io import BytesIO
from xml.etree import ElementTree

import fastkml
from fastkml.features import Placemark
from fastkml.styles import IconStyle, LineStyle, PolyStyle, Style

from mapping.export.kml_marks import (
    AREA,
    WIDTHS,
    Mark,
    clean,
    marks_of,
    place_marks,
    style_name,
)
from mapping.format.campaign import Account, Campaign, Side
from mapping.format.dates import say_day
from mapping.telling.citation import say_attribution, say_citation, say_source

KML_NAMESPACE = "http://www.opengis.net/kml/2.2"
NO_COLOUR = "#555555"
TIME_NOTE = "Times are the campaign's local civil time, written without a zone."


def to_kml(campaign: Campaign) -> str:
    """A campaign as one KML document, all accounts; the default one is switched on."""
    return kml_bytes(campaign).decode()


def kml_bytes(campaign: Campaign) -> bytes:
    """The same as a file in UTF-8."""
    document = fastkml.Document(
        name=clean(campaign.title),
        description=clean(_about(campaign)),
        isopen=True,
        styles=[*_styles(campaign)],
        features=[
            *(_account_folder(campaign, account) for account in campaign.accounts.values()),
            fastkml.Folder(name="Places", features=[*place_marks(campaign)]),
        ],
    )
    return _serialise(fastkml.KML(features=[document]))


def _serialise(kml: fastkml.KML) -> bytes:
    """Written by the standard library without prefixes, which not every reader of KML knows.

    fastkml takes lxml where that is installed; so the bytes are the same with and without it.
    """
    # The empty prefix is only said here, and holds for KML's own namespace alone.
    ElementTree.register_namespace("", KML_NAMESPACE)
    tree = ElementTree.ElementTree(ElementTree.fromstring(kml.to_string(prettyprint=False)))
    ElementTree.indent(tree, " ")
    stream = BytesIO()
    tree.write(stream, encoding="UTF-8", xml_declaration=True)
    return stream.getvalue() + b"\n"


def _about(campaign: Campaign) -> str:
    sources = "".join(
        f"<li>{_link(say_source(one), one.url)}</li>" for one in campaign.sources.values()
    )
    words = (
        campaign.summary or campaign.subtitle,
        say_citation(campaign),
        say_attribution(campaign),
        f"{TIME_NOTE} {campaign.time_zone}".strip(),
    )
    said = "".join(f"<p>{escape(text)}</p>" for text in words if text)
    return f"{said}<p>Sources</p><ul>{sources}</ul>"


def _link(words: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(words)}</a>' if url else escape(words)


# --- folders -------------------------------------------------------------------------------


def _account_folder(campaign: Campaign, account: Account) -> fastkml.Folder:
    marks = [*marks_of(campaign, account.account_id)]
    is_shown = account.account_id == campaign.default_account
    for mark in marks:
        mark.placemark.visibility = is_shown
    about = ". ".join(filter(None, (account.standpoint, account.summary)))
    return fastkml.Folder(
        name=clean(account.title or campaign.title),
        description=clean(escape(about)) or None,
        visibility=is_shown,
        isopen=is_shown,
        features=[*_day_folders(campaign, marks, is_shown)],
    )


def _day_folders(campaign: Campaign, marks: list[Mark], shown: bool) -> Iterator[fastkml.Folder]:
    days = [say_day(day) for day in campaign.calendar]
    names = ["Before the first day", *days, "After the last day"]
    for number, name in enumerate(names, -1):
        today = [mark for mark in marks if mark.day == number]
        if today:
            sides = [*_side_folders(campaign, today, shown)]
            yield fastkml.Folder(name=clean(name), visibility=shown, features=sides)


def _side_folders(campaign: Campaign, marks: list[Mark], shown: bool) -> Iterator[fastkml.Folder]:
    names = {side.side_id: side.name for side in campaign.sides.values()} | {"": "No side"}
    for side_id, name in names.items():
        mine: list[Placemark] = [mark.placemark for mark in marks if mark.side_id == side_id]
        if mine:
            yield fastkml.Folder(name=clean(name), visibility=shown, features=mine)


# --- styles --------------------------------------------------------------------------------


def _styles(campaign: Campaign) -> Iterator[Style]:
    """A style for each side and degree of certainty; what is less sure is drawn thinner."""
    for side in (*campaign.sides.values(), Side("", "", NO_COLOUR)):
        for sureness, width in WIDTHS.items():
            colour = _to_kml_colour(side.colour)
            yield Style(
                id=style_name(side.side_id, sureness),
                styles=[
                    IconStyle(color=colour, scale=0.6 + width / 10),
                    LineStyle(color=colour, width=width),
                ],
            )
    colour = _to_kml_colour(NO_COLOUR)
    yield Style(
        id=AREA,
        styles=[
            IconStyle(color=colour, scale=0.8),
            LineStyle(color=colour, width=1.5),
            PolyStyle(color=_to_kml_colour(NO_COLOUR, "30")),
        ],
    )


def _to_kml_colour(colour: str, alpha: str = "ff") -> str:
    """`#rrggbb` as KML's aabbggrr."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{alpha}{blue}{green}{red}".lower()
