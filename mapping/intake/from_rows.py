"""Rows of a stranger's table as events or places, by the guessed layout of its columns."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mapping.format.dates import parse_moment
from mapping.format.gregorian import Day, write_iso, year_before_1
from mapping.format.kinds import CLAIM_KINDS, PLACE_KINDS, claim_words
from mapping.format.mending import plain_word
from mapping.intake.column_guess import Layout, guess_layout
from mapping.intake.found import (
    MOST_TAKEN,
    Found,
    FoundEvent,
    FoundPlace,
    ImportFileError,
    a_point,
    bare_text,
    plain,
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


def read_rows(sheet: Sheet, says: str, columns: Mapping[str, str] = {}, order: Order = "") -> Found:
    """Events out of a table with days, places out of one without; raises `ImportFileError`.

    `columns` says for single roles (`mapping.intake.column_guess`) which column plays them,
    `order` whether days stand before months where no cell shows it.
    """
    if unknown := [one for one in columns.values() if one not in sheet.headings]:
        known = ", ".join(sheet.headings)[:500]
        raise ImportFileError(f"there is no column {unknown[0]}; the file has: {known}")
    layout = guess_layout(sheet.headings, columns)
    found = Found(layout.name or says)
    if len(sheet.rows) > MOST_TAKEN:
        raise ImportFileError(
            f"{len(sheet.rows):,} rows; at most {MOST_TAKEN:,} are taken: narrow it with --where"
        )
    found.notes.append("columns: " + ", ".join(f"{r} = {c}" for r, c in layout.roles.items()))
    if layout.name == "TimelineJS":
        _read_slides(sheet, layout, found)
    elif "day" in layout.roles:
        order = order or find_order(row.get(layout.roles["day"], "") for _, row in sheet.rows)
        for where, row in sheet.rows:
            _read_event(where, row, layout, order, found)
    elif {"lat", "lon"} <= set(layout.roles) and {"title", "place"} & set(layout.roles):
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
    starts, precision = read_moment(cell("day"), order), cell("time_precision")
    ends = read_moment(cell("end"), order) if cell("end") else ""
    if cell("hour") and "T" not in starts:
        starts = read_moment(f"{starts} {cell('hour')}", order)
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


def _place_in(where: str, cell: Cell, layout: Layout, found: Found) -> FoundPlace | None:
    name, radius, precision = plain(cell("place"), 200), 5.0, cell("geo_precision")
    point = a_point(cell("lat"), cell("lon"))
    if point is None and (cell("lat") or cell("lon")):
        found.leave(where, f"{cell('lat')} {cell('lon')}", "no latitude and longitude in degrees")
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
    point = a_point(cell("lat"), cell("lon"))
    if not name:
        found.leave(where, f"{cell('lat')} {cell('lon')}", "a place without a name")
        return
    if point is None and (cell("lat") or cell("lon")):
        found.leave(where, name, "no latitude and longitude in degrees: only its name is taken")
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
