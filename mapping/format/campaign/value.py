"""A campaign as one frozen value: its sides, accounts, lines and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from mapping.format.dates import Moment, parse_day, say_day
from mapping.format.gregorian import Day, DayLike
from mapping.format.html_card import to_card
from mapping.format.schema import Record
from mapping.format.tables import (
    Answer,
    Area,
    Control,
    DayText,
    Event,
    Evidence,
    Figure,
    Force,
    Media,
    Movement,
    OldMap,
    Place,
    Question,
    Series,
    Source,
    Step,
    Text,
    Waypoint,
)
from mapping.geo.geodesy import Point

Told = Movement | Event | Control | Area
"""A row that an account tells."""


NO_COLOUR = "#555555"
"""Of a side that is given none, and of what is no side's."""


@dataclass(frozen=True, slots=True)
class Side:
    """A party to the campaign. The affiliation serves only for the frames of APP-6 symbols."""

    side_id: str
    name: str
    colour: str
    affiliation: str = "unknown"


@dataclass(frozen=True, slots=True)
class Account:
    """One telling of the campaign, and whose it is."""

    account_id: str
    title: str
    standpoint: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A line on the ground that waypoints may follow."""

    route_id: str
    points: tuple[Point, ...]
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Outline:
    """How an area ran, as stated for a moment: it holds until the next statement of the area.

    `at` is None where it holds from when the area began. Each chain is a line, or a ring whose
    last point joins its first; rings within rings are holes. Longitudes of a chain go the short
    way round and may go on beyond 180. `number` counts the features of the file from 1;
    `unclosed` says that a ring of the file did not end where it began. `label` is `at` as the file
    has it, whose days may be Julian: so evidence calls this outline.
    """

    area_id: str
    at: Moment | None
    chains: tuple[tuple[Point, ...], ...]
    closed: bool
    number: int
    unclosed: bool = False
    label: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Campaign:
    """Everything that a campaign folder says. Tables are mappings by id, in file order.

    Two campaigns are the same only if they are the same object, so that what is computed of
    one can be kept.
    """

    folder: Path
    campaign_id: str
    title: str
    first_day: Day
    last_day: Day
    subtitle: str = ""
    summary: str = ""
    licence: str = ""
    time_zone: str = ""
    language: str = ""
    bounds: tuple[Point, Point] | None = None
    default_account: str = ""
    default_source: str = ""
    """Who says what has no passage of its own; empty: nobody."""
    calendars: tuple[str, ...] = ()
    days_in: str = "gregorian"
    """The calendar of the days in its files; here they are Gregorian."""
    avoid_words: tuple[str, ...] = ()
    sides: Mapping[str, Side] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    outlines: Mapping[str, tuple[Outline, ...]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    forces: Mapping[str, Force] = field(default_factory=dict)
    movements: Mapping[str, Movement] = field(default_factory=dict)
    waypoints: Mapping[str, tuple[Waypoint, ...]] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    control: Mapping[str, Control] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    days: tuple[DayText, ...] = ()
    steps: tuple[Step, ...] = ()
    media: Mapping[str, Media] = field(default_factory=dict)
    maps: Mapping[str, OldMap] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    series: tuple[Series, ...] = ()
    evidence: Mapping[tuple[str, str], tuple[Evidence, ...]] = field(default_factory=dict)
    texts: tuple[Text, ...] = ()

    @cached_property
    def calendar(self) -> tuple[Day, ...]:
        """The campaign's days in order."""
        length = self.last_day - self.first_day + 1
        return tuple(self.first_day + number for number in range(length))

    @cached_property
    def origin(self) -> float:
        """The beginning of the first day, on the scale of `mapping.format.dates`."""
        return float(self.first_day.toordinal())

    def day_number(self, day: DayLike) -> int:
        """0 for the first day, 1 for the next.

        Raises `ValueError` for a day outside the campaign, or what is no day at all.
        """
        wanted = parse_day(str(day))
        if not self.first_day <= wanted <= self.last_day:
            raise ValueError(
                f"{wanted} is not a day of this campaign, which runs from "
                f"{say_day(self.first_day)} to {say_day(self.last_day)}"
            )
        return wanted - self.first_day

    def account(self, account_id: str | None = None) -> Account:
        """The account of that id, or the default one.

        Raises `ValueError` for an id that the campaign does not have.
        """
        wanted = self.default_account if account_id is None else account_id
        if wanted not in self.accounts:
            known = ", ".join(self.accounts)
            raise ValueError(f"there is no account {wanted!r}; this campaign has: {known}")
        return self.accounts[wanted]

    def colour_of(self, side_id: str) -> str:
        """The colour of a side, #rrggbb; that of nobody where the id is empty."""
        return self.sides[side_id].colour if side_id else NO_COLOUR

    def rows_of(self, table: str) -> Iterator[Record]:
        """All rows of a table, however they are kept."""
        kept = getattr(self, table)
        for one in kept.values() if isinstance(kept, Mapping) else kept:
            yield from one if isinstance(one, tuple) else (one,)

    def rows_with_file(self) -> Iterator[Media | OldMap]:
        """The rows that show a picture of the folder media."""
        yield from (row for row in self.media.values() if row.file)
        yield from self.maps.values()

    def told_by(self, account_id: str, rows: Mapping[str, Any]) -> list[Any]:
        """The rows of a table that an account tells."""
        return [row for row in rows.values() if is_told_by(row, account_id)]

    def __repr__(self) -> str:
        """One line: a notebook keeps it beside the card."""
        days = f"{self.first_day} to {self.last_day}"
        return f"<Campaign {self.campaign_id}: {self.title}, {days}>"

    def _repr_html_(self) -> str:
        """A card, where a notebook shows a campaign: days, whose tellings, how much it holds."""
        counted = {
            "days": len(self.calendar), "movements": len(self.movements),
            "events": len(self.events), "areas": len(self.areas), "places": len(self.places),
            "sources": len(self.sources),
            "open questions": len(self.questions),
        }  # fmt: skip
        facts = {
            "Days": f"{say_day(self.first_day)} to {say_day(self.last_day)}",
            "Told by": "; ".join(filter(None, (one.title for one in self.accounts.values()))),
            "Sides": "; ".join(side.name for side in self.sides.values()),
            "Holds": ", ".join(
                f"{count:,} {what if count != 1 else what.removesuffix('s')}"
                for what, count in counted.items()
                if count
            ),
            "Licence": self.licence,
        }
        return to_card(self.title, self.subtitle, facts)

    def evidence_for(self, record: Record) -> tuple[Evidence, ...]:
        """The passages that a row rests on."""
        return self.evidence.get((record.table, record.row_id), ())


def is_told_by(row: Told, account_id: str) -> bool:
    """Whether an account tells a row; a row that names no account belongs to all."""
    return not row.account_ids or account_id in row.account_ids
