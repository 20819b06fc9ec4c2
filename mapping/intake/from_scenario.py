"""A scenario of ORBAT Mapper: sides, units, where they are at which times, and events.

Its own rule for the place of a unit (`updateCurrentUnitState` in its `time.ts`, version 3): from
one state with a location to the next it goes at constant speed along the straight line, or along
`via`; with `viaStartTime` it stands until then; with `interpolate` false it stands until it is at
the next. A state without a place takes it off the map. Each unbroken way becomes one movement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from mapping.format.kinds import ECHELONS, FORCE_KINDS
from mapping.geo.geodesy import Point
from mapping.intake.found import (
    MOST_TAKEN,
    Found,
    FoundEvent,
    FoundForce,
    FoundPlace,
    FoundSide,
    FoundTrack,
    Halt,
    ImportFileError,
    a_point,
    bare_text,
    plain,
)
from mapping.intake.moments import at_moment

AFFILIATIONS = {"3": "friend", "2": "friend", "6": "hostile", "5": "hostile", "4": "neutral"}
"""The second digit pair of APP-6(D): standard identity."""
BEGINNING = datetime(1970, 1, 1)
MOST_DEEP = 20
SIZES = {code: word for word, code in ECHELONS.items()}
KIND_OF = {
    kind.app6: kind.id for kind in reversed(FORCE_KINDS.values()) if kind.app6[1] != "000000"
}


class Placed(NamedTuple):
    """A state of a unit: when (seconds), where if anywhere, and how it came there."""

    at: datetime
    point: Point | None
    via: tuple[Point, ...]
    leaves: datetime | None
    jumps: bool


def is_scenario(content: Mapping[str, Any]) -> bool:
    """Whether a JSON says that it is a scenario."""
    return str(content.get("type", "")).lower() == "orbat-mapper"


def read_scenario(content: Mapping[str, Any]) -> Found:
    """Everything in a scenario; raises `ImportFileError`."""
    sides = content.get("sides")
    if not isinstance(sides, list):
        raise ImportFileError("a scenario of ORBAT Mapper without sides")
    found = Found("ORBAT Mapper scenario", title=plain(content.get("name", ""), 200))
    found.notes.append("hours are those that the scenario's own clock shows")
    for side in filter(_is_block, sides):
        name = plain(side.get("name") or "Side", 200)
        affiliation = AFFILIATIONS.get(str(side.get("standardIdentity")), "unknown")
        found.sides.append(FoundSide(name=name, affiliation=affiliation))
        for unit in _units_of(side):
            _read_unit(unit, "", name, found, 1)
        for group in filter(_is_block, _list(side.get("groups"))):
            for unit in _units_of(group):
                _read_unit(unit, "", name, found, 1)
    if not found.forces:
        raise ImportFileError("a scenario of ORBAT Mapper without units")
    if len(found.forces) > MOST_TAKEN:
        raise ImportFileError(f"{len(found.forces):,} units; at most {MOST_TAKEN:,} are taken")
    known = {force.key for force in found.forces}
    for number, event in enumerate(_list(content.get("events")), 1):
        if _is_block(event):
            _read_event(event, f"event {number}", known, found)
    for layer in _list(content.get("layers")) + _list(content.get("layerStack")):
        if _is_block(layer):
            count = len(_list(layer.get("features")) or _list(layer.get("items")))
            found.leave("layers", layer.get("name", "a layer"), f"{count} drawings")
    return found


def _is_block(value: Any) -> bool:
    return isinstance(value, dict)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _units_of(block: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from filter(_is_block, _list(block.get("subUnits")))


def _read_unit(unit: Mapping[str, Any], parent: str, side: str, found: Found, depth: int) -> None:
    name = plain(unit.get("name") or "Unit", 200)
    key = plain(unit.get("id") or name, 200)
    if depth > MOST_DEEP:
        found.leave(name, "a unit", f"more than {MOST_DEEP} below one another")
        return
    sidc = str(unit.get("sidc", ""))
    sidc = sidc if sidc.isdecimal() and len(sidc) in (20, 30) else ""
    runs = list(_runs_of(unit, found))
    found.forces.append(
        FoundForce(
            key=key, name=name, side=side, short_name=plain(unit.get("shortName") or "", 200),
            kind=_kind_of(sidc), part_of=parent, echelon=SIZES.get(sidc[8:10], ""), sidc=sidc,
            is_on_map=bool(runs), note=bare_text(str(unit.get("description") or ""))[:5_000],
        )
    )  # fmt: skip
    for number, run in enumerate(runs, 1):
        title = f"{name}, way {number}" if len(runs) > 1 else name
        kind = "march" if len({halt.point for halt in run}) > 1 else "deployment"
        found.tracks.append(
            FoundTrack(title=plain(title, 200), force=key, halts=tuple(run), where=name, kind=kind)
        )
    for part in _units_of(unit):
        _read_unit(part, key, side, found, depth + 1)


def _kind_of(sidc: str) -> str:
    """The kind of force that a symbol code means, by the first four digits of its entity."""
    for (symbol_set, entity), kind in KIND_OF.items():
        if sidc[4:6] == symbol_set and sidc[10:14] == entity[:4]:
            return kind
    return next((one.id for one in FORCE_KINDS.values() if one.is_at_sea and sidc[4:6] == "30"),
                "other")  # fmt: skip


def _runs_of(unit: Mapping[str, Any], found: Found) -> Iterator[list[Halt]]:
    """The unbroken ways of a unit; it stands still where only one place is known."""
    run: list[Halt] = []
    last: Placed | None = None
    for state in _states_of(unit, found):
        if state.point is None or (state.jumps and run):
            if run and last is not None:
                # It stands where it was until it is gone.
                yield _stand(run, state.at)
                if state.point is None:
                    found.leave(plain(unit.get("name", ""), 80), "it goes off the map",
                                "write the event that ends it, if it is one")  # fmt: skip
            run = []
        if state.point is not None:
            if run and last is not None and state.leaves and last.at < state.leaves < state.at:
                run.append(Halt(run[-1].point, at_moment(state.leaves)))
            if run:
                run += [Halt(point) for point in state.via]
            run.append(Halt(state.point, at_moment(state.at)))
            last = state
    if run:
        yield run


def _stand(run: list[Halt], until: datetime) -> list[Halt]:
    moment = at_moment(until)
    return [*run, Halt(run[-1].point, moment)] if moment > run[-1].at else run


def _states_of(unit: Mapping[str, Any], found: Found) -> list[Placed]:
    """The states of a unit that speak of its place, in order of time."""
    name, states = plain(unit.get("name", ""), 80), []
    for state in filter(_is_block, _list(unit.get("state"))):
        at = _time_of(state.get("t"))
        if at is None:
            found.leave(name, "a state", f"{state.get('t')!r} is no time"[:100])
            continue
        if state.get("title"):
            found.leave(name, state["title"], "a unit's own note; write it as an event")
        if "location" not in state:
            continue
        via = tuple(point for one in _list(state.get("via")) if (point := _point(one)))
        states.append(
            Placed(at, _point(state["location"]), via, _time_of(state.get("viaStartTime")),
                   state.get("interpolate") is False)
        )  # fmt: skip
    if _point(unit.get("location")) and not states:
        found.leave(name, "its first place", "without a time")
    return sorted(states, key=lambda one: one.at)


def _point(value: Any) -> Point | None:
    if isinstance(value, list) and len(value) >= 2:
        return a_point(value[1], value[0])
    return None


def _time_of(value: Any) -> datetime | None:
    """A time of the scenario's own clock: text with a zone, or milliseconds since 1970 in UTC."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return BEGINNING + timedelta(milliseconds=value)
        return datetime.fromisoformat(str(value)).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


def _read_event(event: Mapping[str, Any], where: str, known: set[str], found: Found) -> None:
    title = plain(event.get("title") or "Event", 200)
    at = _time_of(event.get("startTime"))
    if at is None:
        found.leave(where, title, "it has no time")
        return
    place, by = None, []
    target: Any = event.get("where")
    if _is_block(target):
        geometry: Any = target.get("geometry")
        point = _point(geometry.get("coordinates")) if _is_block(geometry) else None
        place = FoundPlace(name=title, point=point) if point else None
        by = [str(one) for one in _list(target.get("units")) if str(one) in known]
    text = [event.get("subTitle"), event.get("description"), event.get("content")]
    found.events.append(
        FoundEvent(
            title=title, starts=at_moment(at), place=place, by=tuple(by), where=where,
            summary=bare_text("\n".join(str(one) for one in text if one)),
        )
    )  # fmt: skip
