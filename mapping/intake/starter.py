"""A new campaign folder to begin with: valid, commented, with an example in every needed table."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mapping.format.campaign import MAX_DAYS, say_head_day
from mapping.format.csv_file import CONTROLS
from mapping.format.dates import MomentError, parse_day
from mapping.format.gregorian import Day
from mapping.format.mending import slug_of
from mapping.format.schema import MAX_NAME, columns_of
from mapping.format.tables import TABLES, Place
from mapping.format.whole_folder import FolderTakenError, whole_folder
from mapping.gazetteer import OfflineGazetteer, UnknownPlaceError
from mapping.geo.geodesy import Point, wrap

USUAL_PLACE = "Greenwich"
"""Where the example stands if no place is named: on the prime meridian, and nobody's campaign."""
SEPARATORS = {"comma": ",", "semicolon": ";"}
HEAD = """\
# This file says what the campaign is. The tables beside it say what happened.
# A line that begins with # is a note to you: the program does not read it.

format = 1                       # always 1
id = {id}
title = {title}
subtitle = ""                    # one line below the title
summary = ""                     # a few neutral sentences

first_day = {first_day}           # year-month-day; what lies outside is listed, not drawn
last_day = {last_day}

time_zone = "local time"         # in words: whose clock the sources go by
licence = ""                     # under what terms others may use your tables
# calendars = ["persian"]        # a second calendar, shown besides
# days_in = "julian"             # if the days in these files are Julian; else they are Gregorian
# bounds = [[south, west], [north, east]]   # the opening view in degrees; else all places
# avoid_words = ["heroic"]       # words that check reports when they slip into your texts

# The sides. Colours are written #rrggbb; choose two that differ in light and dark.
[[sides]]
id = "first-side"
name = "First side"
colour = "#174079"

[[sides]]
id = "second-side"
name = "Second side"
colour = "#c2410c"

# Accounts are tellings that disagree: a book, a party, a newspaper. With only one leave them
# out. To add two, take away the # in these lines, and name them in the column account_ids.
# [[accounts]]
# id = "first-telling"
# title = "The history by A. Author"
# standpoint = "written for the first side"
# [[accounts]]
# id = "second-telling"
# title = "The history by B. Author"
"""


class NewCampaignError(ValueError):
    """A campaign that cannot be begun like this; the text says why and what to do."""


class Start(NamedTuple):
    """The place at which the example stands."""

    name: str
    point: Point
    found_id: str


def new_campaign(
    folder: Path, title: str, first: str, last: str, place: str = "", separator: str = "comma"
) -> Start:
    """Write a new campaign folder and say where its example stands.

    `first` and `last` are days, YYYY-MM-DD; `place` is looked up in the offline gazetteer.
    `separator` is that of the tables, `comma` or `semicolon`. Raises `NewCampaignError` for a
    folder with something in it, days that are none, an unknown place, or a disk that refuses.
    """
    days = _read_days(first, last)
    if not title.strip() or len(title) > MAX_NAME or CONTROLS.search(title):
        raise NewCampaignError(f"--title takes a text of at most {MAX_NAME} characters")
    start = _find_start(place)
    head = HEAD.format(
        id=json.dumps(slug_of(title)),
        title=json.dumps(title.strip(), ensure_ascii=False),
        first_day=say_head_day(days[0]),
        last_day=say_head_day(days[1]),
    )
    try:
        with whole_folder(folder) as place_for:
            (place_for / "campaign.toml").write_text(head, encoding="utf-8")
            _write_tables(place_for, _examples(start, *days), SEPARATORS[separator])
    except FolderTakenError as error:
        raise NewCampaignError(str(error)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NewCampaignError(f"{folder} cannot be written: {reason}") from None
    return start


def bare_files(
    title: str, first: str, last: str, sides: Sequence[str], place: str = ""
) -> dict[str, bytes]:
    """The files of a campaign in which nothing is told yet, with two sides and perhaps a place.

    Raises `NewCampaignError` for days that are none, a title or a name that is no text, or a place
    that the gazetteer does not have.
    """
    days = _read_days(first, last)
    for text in (title, *sides):
        if not text.strip() or len(text) > MAX_NAME or CONTROLS.search(text):
            raise NewCampaignError(f"a text of at most {MAX_NAME} characters, not {text[:40]!r}")
    if len({slug_of(name) for name in sides}) < len(sides):
        raise NewCampaignError("give each side a name of its own")
    head = HEAD.format(
        id=json.dumps(slug_of(title)),
        title=json.dumps(title.strip(), ensure_ascii=False),
        first_day=say_head_day(days[0]),
        last_day=say_head_day(days[1]),
    )
    for number, name in zip(("First", "Second"), sides, strict=True):
        old = slug_of(f"{number} side")
        head = head.replace(f'id = "{old}"', f"id = {json.dumps(slug_of(name))}")
        shown = json.dumps(name.strip(), ensure_ascii=False)
        head = head.replace(f'name = "{number} side"', f"name = {shown}")
    tables = {
        f"{name}.csv": (",".join(columns_of(record)) + "\n").encode("utf-8-sig")
        for name, record in TABLES.items()
    }
    if place.strip():
        tables["places.csv"] = _places_with(_find_start(place)).encode("utf-8-sig")
    return {"campaign.toml": head.encode(), **tables}


def _places_with(start: Start) -> str:
    """A table of places with that one."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns_of(Place)), lineterminator="\n")
    writer.writeheader()
    writer.writerow(_start_row(start, slug_of(start.name)))
    return text.getvalue()


def _start_row(start: Start, place_id: str) -> dict[str, str]:
    lat, lon = start.point
    return {
        "place_id": place_id, "name": start.name, "kind": "town", "lat": f"{lat:.4f}",
        "lon": f"{lon:.4f}", "radius_km": "2", "certainty": "certain", "found_by": "GeoNames",
        "found_id": start.found_id,
    }  # fmt: skip


def _read_days(first: str, last: str) -> tuple[Day, Day]:
    days = []
    for option, text in (("--first-day", first), ("--last-day", last)):
        try:
            days.append(parse_day(text))
        except MomentError as error:
            raise NewCampaignError(f"{option} {text}: {error.mend}") from None
    length = days[1] - days[0] + 1
    if length < 1:
        raise NewCampaignError(f"--last-day {last} lies before --first-day {first}")
    if length > MAX_DAYS:
        raise NewCampaignError(f"{length:,} days; a campaign has at most {MAX_DAYS:,}")
    return days[0], days[1]


def _find_start(place: str) -> Start:
    try:
        found = OfflineGazetteer().locate(place.strip() or USUAL_PLACE)
    except UnknownPlaceError as error:
        near = f"; perhaps {', '.join(error.suggestions)}" if error.suggestions else ""
        raise NewCampaignError(
            f"--place {place}: the gazetteer does not have it{near}; name a town near it"
        ) from None
    if nature := found.raw.get("kind", ""):
        raise NewCampaignError(f"--place {place}: this is a {nature}; name a town near it")
    name = found.raw["name"].rpartition(", ")[0] or found.raw["name"]
    return Start(name, (found.latitude, found.longitude), found.raw["id"])


def _write_tables(folder: Path, rows: dict[str, list[dict[str, str]]], separator: str) -> None:
    """All columns of all tables; with the mark by which a spreadsheet knows UTF-8."""
    for name, record in TABLES.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(columns_of(record)), delimiter=separator)
            writer.writeheader()
            writer.writerows(rows.get(name, []))


def _examples(start: Start, first: Day, last: Day) -> dict[str, list[dict[str, str]]]:
    """One force that goes from the place to a hill near it, and what happens there."""
    lat, lon = start.point
    # About 17 km to the north-east; to the south-west where the map ends.
    step = 0.11 if lat < 80 else -0.11
    hill = (lat + step, lon + 0.16 / max(math.cos(math.radians(lat)), 0.1))
    hill = (hill[0], wrap(hill[1]))
    second = min(last, first + 1) if first < last else first
    town = slug_of(start.name)
    return {
        **_example_table_rows(start, town, hill),
        "movements": [{
            "movement_id": "example-march", "force_id": "example-column", "kind": "advance",
            "mode": "actual", "departs": f"{first}T06:00", "arrives": f"{first}T18:00",
            "stays_until": f"{last}",
            "certainty": "certain", "title": f"The column goes from {start.name} to the hill",
            "summary": "Replace this row by the first movement that your source tells.",
        }],
        "waypoints": [
            {"movement_id": "example-march", "order": "1", "place_id": town},
            {"movement_id": "example-march", "order": "2", "place_id": "example-hill",
             "basis": "schematic"},
        ],
        "events": [{
            "event_id": "example-battle", "kind": "battle", "starts": f"{second}",
            "place_ids": "example-hill", "by_force_ids": "example-column",
            "against_force_ids": "example-garrison", "certainty": "less-certain",
            "title": "A battle at the hill",
            "summary": "Replace this row by the first event that your source tells.",
        }],
        "days": [{
            "day": f"{first}", "headline": "The column sets out",
            "text": "Two or three sentences about the day.",
        }],
    }  # fmt: skip


def _example_table_rows(start: Start, town: str, hill: Point) -> dict[str, list[dict[str, str]]]:
    """Who says so, where it is, and who acts."""
    evidence = {"source_id": "my-book", "locator": "p. 1", "stance": "supports"}
    return {
        "sources": [{
            "source_id": "my-book", "kind": "book", "title": "The book or article that you use",
            "standpoint": "whose it is", "seen": "whole",
        }],
        "places": [
            _start_row(start, town),
            {"place_id": "example-hill", "name": "Example hill", "kind": "hill",
             "lat": f"{hill[0]:.4f}", "lon": f"{hill[1]:.4f}", "radius_km": "2",
             "certainty": "less-certain", "found_by": "an example, not a real place"},
        ],
        "forces": [
            {"force_id": "example-column", "side_id": "first-side", "name": "Example column",
             "kind": "infantry"},
            {"force_id": "example-garrison", "side_id": "second-side",
             "name": "Example garrison", "kind": "infantry"},
        ],
        "evidence": [
            {"table": "movements", "row_id": "example-march", **evidence},
            {"table": "events", "row_id": "example-battle", **evidence},
        ],
    }  # fmt: skip
