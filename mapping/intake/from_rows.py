"""Rows of a stranger's table as events or places, by the guessed layout of its columns."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mapping.format.dates import parse_moment
from mapping.format.gregorian import Day, write_iso, year_before_1
from mapping.format.kinds import CLAIM_KINDS, PLACE_KINDS, claim_words
from mapping.format.mending import plain_degrees, plain_word
from mapping.geo.geodesy import Point
from mapping.intake.column_guess import Layout, guess_layout
from mapping.intake.found import (
    MOST_TAKEN,
    Found,
    FoundEvent,
    FoundPlace,
    ImportFileError,
    bare_text,
    plain,
    split_point,
)
from mapping.intake.moments import MomentUnread, Order, find_order, read_moment, span

ACLED_RADIUS_KM = {"1": 2.0, "2": 25.0, "3": 100.0}
"""ACLED's geo_precision is a word, not a distance: the town, near it, its region. Our estimate."""
UCDP_RADIUS_KM = {"1": 2.0, "2": 25.0, "3": 50.0, "4": 150.0, "5": 100.0}
"""Of UCDP's where_prec only 2 is a distance (25 km); the others are our estimates. 6 and 7, a
country and a sea, give no point."""
SLIDE_COLUMNS = [
    [word]
    for word in ("year", "month", "day", "time", "headline", "text", "media", "type", "group")
]
"""The columns of TimelineJS that are taken, by their last words: `End Year` is one."""
Row = Mapping[str, str]
Cell = Callable[[str], str]
"""What a row has in the column that plays a role; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as its file has it: rows by heading, each with what it is called in a message."""

    headings: Sequence[str]
    rows: Sequence[tuple[str, Row]]
    above: Sequence[tuple[str, str]] = ()
    """What stands above the headings, such as a title, by what its row is called."""


def read_rows(sheet: Sheet, says: str, columns: Mapping[str, str] = {}, order: Order = "") -> Found:
    """Events out of a table with days, places out of one without; raises `ImportFileError`.

    `columns` says for single roles (`mapping.intake.column_guess`) which column plays them,
    `order` whether days stand before months where no cell shows it.
    """
    if unknown := [one for one in columns.values() if one not in sheet.headings]:
        known = ", ".join(sheet.headings)[:500]
        raise ImportFileError(f"there is no column {unknown[0]}; the file has: {known}")
    layout = guess_layout(sheet.headings, columns)
    roles = set(layout.roles)
    found = Found(layout.name or says)
    for where, text in sheet.above:
        found.leave(where, text, "it stands above the headings")
    if len(sheet.rows) > MOST_TAKEN:
        raise ImportFileError(
            f"{len(sheet.rows):,} rows; at most {MOST_TAKEN:,} are taken: narrow it with --where"
        )
    found.notes.append("columns: " + ", ".join(f"{r} = {c}" for r, c in layout.roles.items()))
    if layout.name == "TimelineJS":
        _read_slides(sheet, layout, found)
    elif {"day", "year"} & roles:
        days = layout.roles.get("day", "")
        order = order or find_order(row.get(days, "") for _, row in sheet.rows)
        for where, row in sheet.rows:
            _read_event(where, row, layout, order, found)
    elif ({"lat", "lon"} <= roles or "point" in roles) and {"title", "place"} & roles:
        for where, row in sheet.rows:
            _read_place(where, row, layout, found)
    else:
        known = ", ".join(sheet.headings)[:500]
        raise ImportFileError(
            "no column looks like a day, nor two like lat and lon with a name. The file has: "
            f"{known}. Say which it is: --columns day=HEADING,title=HEADING"
        )
    _say_unused(sheet, layout, found)
    return found


def _read_event(where: str, row: Row, layout: Layout, order: Order, found: Found) -> None:
    def cell(role: str) -> str:
        return row.get(layout.roles.get(role, ""), "").strip()

    name = cell("id") or where
    try:
        starts, ends = _read_span(cell, layout, order)
        starts = _at_hour(name, starts, cell("hour"), order, found)
    except (MomentUnread, OverflowError) as error:
        found.leave(name, cell("title") or cell("text") or cell("day"), str(error))
        return
    kind = find_kind(f"ucdp {cell('kind')}" if layout.name == "UCDP GED" else cell("kind"))
    by, against = _actors(cell("by")), _actors(cell("against"))
    title = cell("title") or _make_title(kind, by, against, cell("place"))
    found.events.append(
        FoundEvent(
            title=plain(title, 200), starts=starts, ends=ends, kind=kind, by=by, against=against,
            place=_place_in(name, cell, layout, found), summary=bare_text(cell("text")),
            where=plain(name, 200),
            note=f"It names as its source: {cell('source')}" if cell("source") else "",
        )
    )  # fmt: skip


def _actors(cell: str) -> tuple[str, ...]:
    return tuple(plain(part, 200) for part in cell.split(";") if part.strip())


def _make_title(kind: str, by: Sequence[str], against: Sequence[str], place: str) -> str:
    """`Battle: one against the other, Aden`, where the file gives no title."""
    parties = " against ".join(filter(None, (", ".join(by), ", ".join(against))))
    said = ": ".join(filter(None, (kind[:1].upper() + kind[1:], parties)))
    return ", ".join(filter(None, (said, place)))


def _read_span(cell: Cell, layout: Layout, order: Order) -> tuple[str, str]:
    """When an event began and ended; a day that is known less well is one in a span."""
    starts, precision = read_moment(_whole_day(cell), order), cell("time_precision")
    ends = read_moment(cell("end"), order) if cell("end") else ""
    first = parse_moment(starts)
    if ends and parse_moment(ends).latest < first.earliest:
        raise MomentUnread(f"it ends ({ends}) before it begins ({starts})")
    if math.isinf(first.earliest):
        return starts, "" if ends == starts else ends
    day = Day.fromordinal(math.floor(first.earliest))
    if layout.name == "ACLED" and precision == "2":
        return span(day - 3, day + 3), ""
    if layout.name == "ACLED" and precision == "3":
        return read_moment(str(day)[:-3]), ""
    if layout.name == "UCDP GED" and precision not in ("", "1") and ends:
        return span(day, Day.fromordinal(math.floor(parse_moment(ends).earliest))), ""
    return starts, "" if ends == starts else ends


def _whole_day(cell: Cell) -> str:
    """The day of a row, of three columns too; a month or a year where no more stands."""
    year, month, day = cell("year"), cell("month"), cell("day")
    if not year:
        return day
    if re.fullmatch(r"-?\d+", year) and month.isdecimal() and (not day or day.isdecimal()):
        counted = year_before_1(-int(year)) if year.startswith("-") else int(year)
        return write_iso(counted, *map(int, filter(None, (month, day))))
    return " ".join(filter(None, (day, month, year)))


def _at_hour(where: str, starts: str, hour: str, order: Order, found: Found) -> str:
    """A day at the hour that a column of its own says; the day alone where that is no hour."""
    if not hour or "T" in starts:
        return starts
    try:
        return read_moment(f"{starts} {hour}", order)
    except MomentUnread:
        found.leave(where, hour, "no time of day such as 14:30: only the day is taken")
        return starts


def _point_in(where: str, cell: Cell, found: Found) -> Point | None:
    """The point of a row, in two columns or in one; of what is none is said so."""
    lat, lon = cell("lat"), cell("lon")
    if not (lat or lon) and (both := cell("point")):
        lat, lon = split_point(both)
    point = (plain_degrees(lat, 90), plain_degrees(lon, 180)) if lat and lon else (None, None)
    if point[0] is not None and point[1] is not None:
        return point[0], point[1]
    if lat or lon:
        found.leave(where, f"{lat} {lon}", "no latitude and longitude in degrees: only the name "
                    "of the place is taken")  # fmt: skip
    return None


def _place_in(where: str, cell: Cell, layout: Layout, found: Found) -> FoundPlace | None:
    name, radius, precision = plain(cell("place"), 200), 5.0, cell("geo_precision")
    point = _point_in(where, cell, found)
    if layout.name == "ACLED":
        radius = ACLED_RADIUS_KM.get(precision, 100.0)
    if layout.name == "UCDP GED":
        radius = UCDP_RADIUS_KM.get(precision, 150.0)
        if precision in ("6", "7"):
            found.leave(where, f"the point of {name}", "it stands for a whole country or a sea")
            point = None
    if not name and point is None:
        return None
    return FoundPlace(name=name or f"{point[0]:.3f}, {point[1]:.3f}" if point else name,
                      point=point, radius_km=radius)  # fmt: skip


def _read_place(where: str, row: Row, layout: Layout, found: Found) -> None:
    def cell(role: str) -> str:
        return row.get(layout.roles.get(role, ""), "").strip()

    name = plain(cell("place") or cell("title"), 200)
    if not name:
        found.leave(where, f"{cell('lat')} {cell('lon')}", "a place without a name")
        return
    point = _point_in(f"{where}, {name}", cell, found)
    names = tuple(plain(one, 200) for one in cell("names").split(";") if one.strip())
    found.places.append(
        FoundPlace(name=name, point=point, kind=find_place_kind(cell("kind")), other_names=names,
                   found_id=plain(cell("id"), 200), note=bare_text(cell("text")))
    )  # fmt: skip


def _read_slides(sheet: Sheet, layout: Layout, found: Found) -> None:
    """TimelineJS: the day in several columns, and a first slide that is only a title."""
    by_name = {heading.strip().lower(): heading for heading in sheet.headings}
    for where, row in sheet.rows:

        def cell(name: str, row: Row = row) -> str:
            return row.get(by_name.get(name, ""), "").strip()

        title = plain(bare_text(cell("headline")), 200)
        try:
            if cell("type").lower() in ("title", "era"):
                raise MomentUnread(f"a slide of the type {cell('type')}, no event")
            starts = _day_of_slide(cell, "")
            ends = _day_of_slide(cell, "end ") if cell("end year") else ""
        except MomentUnread as error:
            found.leave(where, title or "a slide without a title", str(error))
            continue
        found.events.append(
            FoundEvent(
                title=title or plain(bare_text(cell("text")), 200) or "Untitled", starts=starts,
                ends="" if ends == starts else ends, kind=find_kind(cell("group")),
                summary=bare_text(cell("text")), where=where,
                note=f"It shows: {cell('media')}" if cell("media") else "",
            )
        )  # fmt: skip


def _day_of_slide(cell: Cell, which: str) -> str:
    parts = [cell(f"{which}{name}") for name in ("year", "month", "day")]
    if not parts[0]:
        raise MomentUnread("it has no day")
    is_before_1 = parts[0].startswith("-")  # it has no year 0: -48 is 48 BC
    parts[0] = parts[0].removeprefix("-")
    if not parts[0] or not all(part.isdecimal() for part in parts if part):
        raise MomentUnread(f"{'-'.join(filter(None, parts)) or '-'} is no day")
    year = year_before_1(int(parts[0])) if is_before_1 else int(parts[0])
    text = write_iso(year, *(int(part) for part in parts[1:] if part))
    clock = cell(f"{which}time")
    return read_moment(f"{text} {clock}" if clock and parts[2] else text)


def _say_unused(sheet: Sheet, layout: Layout, found: Found) -> None:
    """Every column that is not taken and holds anything."""
    used = set(layout.roles.values())
    if layout.name == "TimelineJS":
        used |= {one for one in sheet.headings if one.lower().split()[-1:] in SLIDE_COLUMNS}
    counts = Counter(name for _, row in sheet.rows for name, cell in row.items() if cell.strip())
    for heading in sheet.headings:
        if heading not in used and (count := counts[heading]):
            found.leave(f"column {heading}", f"{count:,} cells", "nothing in a campaign is like it")


def find_kind(word: str) -> str:
    """The kind of event that a stranger's word means; an unknown one is kept as it is."""
    known = claim_words("events")
    said = plain(word, 200)
    return plain_word(said, known) or _ours(said, set(CLAIM_KINDS)) or said.lower() or "other"


def find_place_kind(word: str) -> str:
    """The kind of place that one of a stranger's words means; else `other`."""
    for part in map(str.strip, word.split(";")):
        if found := plain_word(part, tuple(PLACE_KINDS)) or _ours(part, set(PLACE_KINDS)):
            return found
    return "other"


def _ours(word: str, known: set[str]) -> str:
    ours = _vocabulary().get(word.casefold(), "")
    if ours in known:
        return ours
    return "other" if word.casefold().startswith("ucdp ") else ""


@cache
def _vocabulary() -> Mapping[str, str]:
    text = files("mapping.intake").joinpath("found_words.csv").read_text(encoding="utf-8")
    return {row["theirs"]: row["ours"] for row in csv.DictReader(text.splitlines())}
