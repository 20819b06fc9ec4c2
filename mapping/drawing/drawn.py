"""What is drawn on a day: one list of plain values that every drawer reads.

GeoJSON, KML, the day layer and the player's payload take from here what lies where, and how sure
it is; each only turns it into its own form. Points are (lat, lon) in degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mapping.format.campaign import Campaign, Outline, Told
from mapping.format.tables import Control, Force
from mapping.geo.geodesy import Point
from mapping.telling.once import once
from mapping.telling.timeline import (
    AreaState,
    DayState,
    EventState,
    ForceState,
    Leg,
    MovementState,
    day_states,
    legs_of,
    point_at_km,
    reach_on,
)

Look = Literal["solid", "hollow", "planned", "alleged"]
"""`solid`: the account puts it on this day, and is not unsure of it. `hollow`: it may fall on this
day, or lie anywhere on the line. The others never took place, by their account."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing on the map of a day.

    `part` is what it is: a `way` that was covered by the day's end, `today` the part of it that
    this day added, a `stretch` on which a force may be, an `event`, a `force`, a `holding` or an
    `area`. An area has an `outline`, and its points are those of the outline's first chain.
    """

    part: Literal["way", "today", "stretch", "event", "force", "holding", "area"]
    row: Told | Force
    side_id: str
    look: Look
    points: tuple[Point, ...]
    force: ForceState | None = None
    outline: Outline | None = None

    @property
    def is_line(self) -> bool:
        """Whether the points are a line, and not single ones."""
        return self.part in ("way", "today", "stretch")


@once
def drawn_days(campaign: Campaign, account_id: str) -> tuple[tuple[Drawn, ...], ...]:
    """What an account draws on each day, in the order in which it lies on the map."""
    return tuple(
        tuple(_drawn(campaign, account_id, state)) for state in day_states(campaign, account_id)
    )


def _drawn(campaign: Campaign, account_id: str, state: DayState) -> list[Drawn]:
    things = [_area(area) for area in state.areas]
    things += [_holding(campaign, row, sure) for row, sure in _holders(state)]
    things += _earlier_ways(campaign, account_id, state)
    for movement in state.movements:
        things += _ways(campaign, movement, state.number)
    things += [_event(campaign, event) for event in state.events if event.points]
    things += [_force(force) for force in state.forces if force.presence != "left"]
    return [thing for thing in things if thing.points]


def _holders(state: DayState) -> list[tuple[Control, bool]]:
    return [
        (row, sure)
        for place in state.control
        for row, (_, sure) in zip(place.rows, place.holders, strict=True)
    ]


def _holding(campaign: Campaign, row: Control, sure: bool) -> Drawn:
    point = campaign.places[row.place_id].point
    look: Look = "solid" if sure and row.certainty != "uncertain" else "hollow"
    return Drawn("holding", row, row.side_id, look, (point,) if point else ())


def _area(state: AreaState) -> Drawn:
    row, outline = state.area, state.outline
    look: Look = "solid" if state.sure else "hollow"
    return Drawn("area", row, row.side_id, look, outline.chains[0], outline=outline)


def _event(campaign: Campaign, state: EventState) -> Drawn:
    row = state.event
    actors = row.by_force_ids or row.against_force_ids
    side = campaign.forces[actors[0]].side_id if actors else ""
    return Drawn("event", row, side, "solid" if state.sure else "hollow", state.points)


def _force(state: ForceState) -> Drawn:
    look: Look = "solid" if state.is_known else "hollow"
    force = state.force
    return Drawn("force", force, force.side_id, look, (state.position.point,), state)


def _earlier_ways(campaign: Campaign, account_id: str, state: DayState) -> list[Drawn]:
    """What was covered before this day and is not under way on it."""
    going = {one.movement.movement_id for one in state.movements}
    return [
        _line("way", campaign, leg, 0.0, leg.km, "solid" if leg.animated else "hollow")
        for leg in legs_of(campaign, account_id)
        if leg.movement.mode == "actual"
        and leg.span.last <= state.number
        and leg.movement.movement_id not in going
    ]


def _ways(campaign: Campaign, state: MovementState, number: int) -> list[Drawn]:
    """A movement on one day: what lies behind, what this day added, where its force may be."""
    leg, row = state.leg, state.movement
    if row.mode != "actual":
        look: Look = "planned" if row.mode == "planned" else "alleged"
        return [_line("today", campaign, leg, 0.0, leg.km, look)]
    if not leg.animated:
        return [_line("today", campaign, leg, 0.0, leg.km, "hollow")]
    force = campaign.forces[row.force_id]
    before = reach_on(force, leg, number - 1)[0]
    least, most = reach_on(force, leg, number)
    parts = [_line("way", campaign, leg, 0.0, before, "solid")]
    parts.append(_line("today", campaign, leg, before, least, "solid" if state.sure else "hollow"))
    parts.append(_line("stretch", campaign, leg, least, most, "hollow"))
    return parts


def _line(
    part: Literal["way", "today", "stretch"], campaign: Campaign, leg: Leg, start: float,
    end: float, look: Look,
) -> Drawn:  # fmt: skip
    side = campaign.forces[leg.movement.force_id].side_id
    return Drawn(part, leg.movement, side, look, way_between(leg, start, end))


def way_between(leg: Leg, start_km: float, end_km: float) -> tuple[Point, ...]:
    """The points of a way from one km of it to another; empty where nothing lies between."""
    if not leg.fixes or end_km <= start_km:
        return ()
    inner = [fix.point for fix in leg.fixes if start_km < fix.km < end_km]
    return (point_at_km(leg, start_km), *inner, point_at_km(leg, end_km))
