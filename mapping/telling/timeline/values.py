"""What a timeline is made of: spans, ways with times, tracks, and the state of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mapping.format.campaign import Outline
from mapping.format.gregorian import Day
from mapping.format.tables import Area, Control, Event, Force, Movement
from mapping.geo.geodesy import Point

Presence = Literal["present", "between", "last known", "perhaps", "left", "ended"]
"""How a force is at a day's end.

`present`: a row of the account places it there on this day. `between`: it is on a way whose
moments are known only to a day, somewhere between two points of it. `last known`: nothing has
placed it since. `perhaps`: it may have come, or may be gone. `left`: it has gone to a place that
has no point. `ended`: it came to its end on this day."""
Dating = Literal["dated", "implied", "between", "undated"]


@dataclass(frozen=True, slots=True)
class Span:
    """When something began and ended, each as sharp as known, in days since the first day.

    It may have been under way from `first` to `last`, and was for sure from `sure_from` to
    `sure_to` (an empty span where that is the later of the two).
    """

    first: float
    sure_from: float
    sure_to: float
    last: float

    def touches(self, day: int) -> bool:
        """Whether it may fall on a day."""
        return self.first < day + 1 and (self.last > day or self.first == self.last == day)


@dataclass(frozen=True, slots=True)
class Fix:
    """A point of a way with its time; `km` is counted along the movement from its start.

    `known` says that the account gives this place for this moment; the others are shared out.
    `strength` is what is stated here; it holds until the next point that states one.
    """

    time: float
    lat: float
    lon: float
    km: float
    known: bool = False
    place_id: str = ""
    strength: float | None = None

    @property
    def point(self) -> Point:
        """(lat, lon)."""
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Stop:
    """A point of a way whose moment is stated: there from `earliest` to `latest` at the most.

    `timed` says that the moment is sharper than a day. `number` counts the fixes.
    """

    number: int
    km: float
    earliest: float
    latest: float
    timed: bool


@dataclass(frozen=True, slots=True)
class Leg:
    """A movement on the timeline. `fixes` have times and `stops` only where it is animated.

    `leaves` says that it goes on to a place without a point: where it ends is not drawn.
    """

    movement: Movement
    span: Span
    fixes: tuple[Fix, ...]
    animated: bool
    stops: tuple[Stop, ...] = ()
    leaves: bool = False

    @property
    def km(self) -> float:
        """The length of the whole way in km."""
        return self.fixes[-1].km if self.fixes else 0.0

    def strength_at(self, km: float) -> float | None:
        """The strength last stated at or before a point of the way, None where none was."""
        stated = [fix.strength for fix in self.fixes if fix.strength is not None and fix.km <= km]
        return stated[-1] if stated else None


@dataclass(frozen=True, slots=True)
class Placing:
    """A row that puts a force somewhere, from a moment to a moment.

    `sure` says that it does so on each of these days, `stated` that its account does not doubt it,
    though it may not say on which of them. Either along a movement, or at one of these points,
    each with how many km off it may be.
    """

    first: float
    last: float
    sure: bool
    stated: bool
    movement_id: str = ""
    points: tuple[tuple[Point, float], ...] = ()

    def touches(self, day: int) -> bool:
        """Whether it holds on a day."""
        return self.first < day + 1 and (self.last > day or self.first == self.last == day)


@dataclass(frozen=True, slots=True)
class Track:
    """All that places one force: its legs in order, and when it is on the map."""

    force: Force
    legs: tuple[Leg, ...]
    appears: Span
    ends: Span | None
    stands_at: Fix | None = None
    stands_by: Event | None = None
    placings: tuple[Placing, ...] = ()
    ended_by: Event | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a force is at one moment; `km` is counted along its present movement.

    Where the account does not know it, it is a stretch of the way: from `earliest_km`, the least
    that it must have come, to `latest_km`, the most that it can have; the point is its middle.
    """

    lat: float
    lon: float
    km: float
    interpolated: bool
    place_id: str = ""
    movement_id: str = ""
    earliest_km: float | None = None
    latest_km: float | None = None

    @property
    def point(self) -> Point:
        """(lat, lon)."""
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class ForceState:
    """A force on one day, at the day's end: where, how far it came today and on this way.

    `km_today` is None where that is not known; `strength` is the one last stated on its present
    way; `placed_on` the last day on which a row placed it, counted from 0; `left_by` the movement
    by which it has gone to a place without a point.
    """

    force: Force
    presence: Presence
    position: Position
    km_today: float | None
    km_total: float
    strength: float | None = None
    placed_on: int | None = None
    ended_by: Event | None = None
    left_by: Movement | None = None

    @property
    def is_known(self) -> bool:
        """Whether a row of the account puts it at this very point on this day."""
        return self.presence == "present"


@dataclass(frozen=True, slots=True)
class MovementState:
    """A movement on one day: on its way for sure, or perhaps; `km` covered by the day's end."""

    movement: Movement
    leg: Leg
    dating: Dating
    sure: bool
    km: float


@dataclass(frozen=True, slots=True)
class EventState:
    """An event on one day: `sure` when it falls on this day, not when it merely may.

    Without points it is listed: it has no place, and no force whose place is known to hang on.
    """

    event: Event
    span: Span
    dating: Dating
    sure: bool
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ControlState:
    """Who holds a place at the day's end. A side of "" is nobody; `sure` holds for each side."""

    place_id: str
    holders: tuple[tuple[str, bool], ...]
    rows: tuple[Control, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class AreaState:
    """An area at the day's end, as last stated: `stated_on` is the day of that statement.

    None says that it is of no one day: of the area's whole time, or of a moment not known to a
    day. `outline` counts the area's outlines; `changed` says that another held the evening before.
    """

    area: Area
    outline: Outline
    sure: bool
    changed: bool
    stated_on: Day | None
    number: int


@dataclass(frozen=True, slots=True)
class DayState:
    """The whole picture of one day of one account, as it is at the day's end.

    `number` counts the campaign's days from 0. `forces` are those that have a position, `control`
    the places whose holder the account knows.
    """

    day: Day
    number: int
    account_id: str
    forces: tuple[ForceState, ...]
    movements: tuple[MovementState, ...]
    events: tuple[EventState, ...]
    control: tuple[ControlState, ...]
    areas: tuple[AreaState, ...] = ()
