"""A campaign as KML 2.2 for Google Earth: folders by account, day and side, a time on everything.

It is written element by element (`mapping.export.kml_text`), so that a text can never be taken
for markup of the file; what a balloon shows is HTML, and there every text is escaped as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mapping.export.kml_marks import (
    AREA,
    WIDTHS,
    Mark,
    marks_of,
    place_marks,
    placemark,
    style_name,
    unplaced_marks,
)
from mapping.export.kml_text import Lines, block, flag, indented, leaf
from mapping.format.campaign import NO_COLOUR, Account, Campaign, Side
from mapping.format.dates import say_day
from mapping.format.schema import row_name
from mapping.telling.citation import say_attribution, say_citation, say_source
from mapping.telling.timeline import ForceState

KML_NAMESPACE = "http://www.opengis.net/kml/2.2"
HEAD = f"<?xml version='1.0' encoding='UTF-8'?>\n<kml xmlns=\"{KML_NAMESPACE}\">\n <Document>\n"
END = " </Document>\n</kml>\n"
TIME_NOTE = (
    "Times are the campaign's local civil time, written without a zone: Google Earth calls them "
    "UTC. Where no hour is known a thing has whole days."
)
NO_YEAR_0 = "KML has no year 0: -0048 is 48 BC."


def to_kml(campaign: Campaign) -> str:
    """A campaign as one KML document, all accounts; the default one is switched on."""
    return "".join(_parts(campaign))


def kml_chunks(campaign: Campaign) -> Iterator[bytes]:
    """The same as a file in UTF-8, piece by piece."""
    return (part.encode() for part in _parts(campaign))


def _parts(campaign: Campaign) -> Iterator[str]:
    yield HEAD + indented(
        [
            *leaf("name", campaign.title),
            *flag("open", True),
            *leaf("description", _about(campaign)),
            *_styles(campaign),
        ],
        2,
    )
    for account in campaign.accounts.values():
        yield from _account_folder(campaign, account)
    yield from _folder(2, leaf("name", "Places"), map(_place_part, place_marks(campaign)))
    yield END


def _place_part(lines: Lines) -> str:
    return indented(lines, 3)


def _folder(depth: int, about: Lines, parts: Iterator[str]) -> Iterator[str]:
    """A folder that holds parts of the file."""
    yield indented(["<Folder>", *(f" {line}" for line in about)], depth)
    yield from parts
    yield indented(["</Folder>"], depth)


def _about(campaign: Campaign) -> str:
    sources = "".join(
        f"<li>{_link(say_source(one), one.url)}</li>" for one in campaign.sources.values()
    )
    words = (
        campaign.summary or campaign.subtitle,
        say_citation(campaign),
        say_attribution(campaign),
        f"{TIME_NOTE} {campaign.time_zone}".strip(),
        NO_YEAR_0 if campaign.first_day.year < 1 else "",
    )
    said = "".join(f"<p>{escape(text)}</p>" for text in words if text)
    return f"{said}<p>Sources</p><ul>{sources}</ul>"


def _link(words: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(words)}</a>' if url else escape(words)


# --- folders -------------------------------------------------------------------------------


def _account_folder(campaign: Campaign, account: Account) -> Iterator[str]:
    is_shown = account.account_id == campaign.default_account
    about = ". ".join(filter(None, (account.standpoint, account.summary)))
    head = [
        *leaf("name", account.title or campaign.title),
        *flag("visibility", is_shown),
        *flag("open", is_shown),
        *leaf("description", escape(about)),
    ]
    yield from _folder(2, head, _day_folders(campaign, account, is_shown))


def _day_folders(campaign: Campaign, account: Account, shown: bool) -> Iterator[str]:
    by_day: dict[int, list[Mark]] = {}
    drawn: set[str] = set()
    for mark in marks_of(campaign, account.account_id):
        by_day.setdefault(mark.day, []).append(mark)
        if not isinstance(mark.what, ForceState):
            drawn.add(row_name(mark.what))
    days = [say_day(day) for day in campaign.calendar]
    for number, name in enumerate(["Before the first day", *days, "After the last day"], -1):
        if today := by_day.pop(number, []):
            head = leaf("name", name) + flag("visibility", shown)
            yield from _folder(3, head, _side_folders(campaign, account, today, shown))
    if unplaced := [*unplaced_marks(campaign, account.account_id, drawn)]:
        head = leaf("name", "Not on the map") + flag("visibility", shown)
        yield from _folder(3, head, _side_folders(campaign, account, unplaced, shown))


def _side_folders(
    campaign: Campaign, account: Account, marks: list[Mark], shown: bool
) -> Iterator[str]:
    names = {side.side_id: side.name for side in campaign.sides.values()} | {"": "No side"}
    for side_id, name in names.items():
        mine = [mark for mark in marks if mark.side_id == side_id]
        if mine:
            head = leaf("name", name) + flag("visibility", shown)
            made = (placemark(campaign, account.account_id, mark, shown) for mark in mine)
            yield from _folder(4, head, (indented(lines, 5) for lines in made))


# --- styles --------------------------------------------------------------------------------


def _styles(campaign: Campaign) -> Iterator[str]:
    """A style for each side and degree of certainty; what is less sure is drawn thinner."""
    for side in (*campaign.sides.values(), Side("", "", NO_COLOUR)):
        for sureness, width in WIDTHS.items():
            line = _line_style(side.colour, width)
            fill = block("PolyStyle", leaf("color", _to_kml_colour(side.colour, "30")))
            yield from block("Style", line, fill, key="id", name=style_name(side.side_id, sureness))
    area = block("PolyStyle", leaf("color", _to_kml_colour(NO_COLOUR, "30")))
    yield from block("Style", _line_style(NO_COLOUR, 1.5), area, key="id", name=AREA)


def _line_style(colour: str, width: float) -> Lines:
    return block("LineStyle", leaf("color", _to_kml_colour(colour)), leaf("width", f"{width}"))


def _to_kml_colour(colour: str, alpha: str = "ff") -> str:
    """`#rrggbb` as KML's aabbggrr."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{alpha}{blue}{green}{red}".lower()
