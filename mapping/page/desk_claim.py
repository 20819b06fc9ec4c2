"""The form for one claim in plain words: what, who, where, when, how sure, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from mapping.drawing.map_sketch import MOST_KM, Mark, Spot
from mapping.editing.claim import (
    PLACED,
    USUAL_KM,
    Claim,
    NamedForce,
    NamedPlace,
    missing_in,
    move_place,
)
from mapping.editing.folder_files import Files, lines_of, names_of
from mapping.editing.head_values import side_names
from mapping.format.kinds import FORCE_KINDS, PLACE_KINDS, claim_words
from mapping.geo.geodesy import Point
from mapping.intake.found import a_point
from mapping.page.desk_area import show_area
from mapping.page.desk_fields import (
    NEW,
    NOTHING_MISSING,
    ask_certainty,
    ask_known,
    ask_moment,
    ask_source,
    show_lacks,
)
from mapping.page.desk_holding import show_holding
from mapping.page.desk_sketch import MapAsk, say_point
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line

WHAT = (
    "Something happened", "Somebody went somewhere", "A place was held", "A front or area",
)  # fmt: skip
MOST_CANDIDATES = 6
TOWN_KM = 2.0
"""How far off a town's point may be, from what is told of it."""


def show_claim(desk: Desk, ask: MapAsk) -> None:
    """Ask for one claim, here and on the map, say what it lacks, and add it in one step."""
    what = st.segmented_control(
        "What is claimed", WHAT, default=WHAT[0], key="claim-what", required=True
    )
    match what:
        case "A place was held":
            show_holding(desk, ask)
        case "A front or area":
            show_area(desk, ask)
        case _:
            _show_form(desk, ask, is_movement=what == WHAT[1])


def _show_form(desk: Desk, ask: MapAsk, *, is_movement: bool) -> None:
    """An event, or a movement."""
    files, turn = desk.edit.files, desk.turn
    table = "movements" if is_movement else "events"
    title = st.text_input("In one line, in neutral words", key=f"claim-title-{turn}")
    kind = st.selectbox(
        "Kind", claim_words(table), index=None, placeholder="What it is",
        key=f"claim-kind-{turn}-{table}",
    )  # fmt: skip
    by = _ask_force(files, "Who" if is_movement else "Who did it (if known)", f"by-{turn}")
    against = () if is_movement else _ask_force(files, "Against whom (if known)", f"against-{turn}")
    places = _ask_place(desk, ask, "From" if is_movement else "Where", f"from-{turn}")
    way: tuple[Point, ...] = ()
    if is_movement:
        places += _ask_place(desk, ask, "To", f"to-{turn}")
        way = _ask_way(desk, ask, turn)
        ends_of = [one.at for one in ask.spots if one.key in (f"from-{turn}", f"to-{turn}")]
        ask.way = [*ends_of[:1], *way, *ends_of[1:]]
    starts = ask_moment("When it began", f"starts-{turn}")
    ends = ask_moment("When it ended (empty: at once)", f"ends-{turn}")
    certainty = ask_certainty(f"sure-{turn}")
    claim = Claim(
        is_movement=is_movement, kind=kind or "", title=title, starts=starts, ends=ends,
        source=ask_source(files, f"source-{turn}"), certainty=certainty,
        places=places, way=way, by=by, against=against,
        summary=st.text_area("More (if needed)", key=f"claim-more-{turn}"),
    )  # fmt: skip
    lacks = missing_in(claim)
    show_lacks(lacks, NOTHING_MISSING)
    st.button(
        "Add this claim", type="primary", disabled=bool(lacks), key="claim-add",
        on_click=lambda: _add(desk, claim),
    )  # fmt: skip


def _add(desk: Desk, claim: Claim) -> None:
    if desk.add(claim):
        desk.report(f"Added: {claim.title}")


def _ask_place(desk: Desk, ask: MapAsk, label: str, key: str) -> tuple[NamedPlace, ...]:
    """A place of the campaign, or a new one: typed, found by its name, or pressed on the map."""
    files = desk.edit.files
    known = names_of(files, "places")
    chosen = ask_known(label, known, key)
    if chosen == NEW:
        return _ask_new_place(files, ask, label, key)
    if not chosen:
        ask.ask(key, label, partial(_put_point, key))
        return ()
    show_place(desk, ask, chosen, key)
    return (NamedPlace(place_id=chosen),)


def show_place(
    desk: Desk, ask: MapAsk, place_id: str, key: str, moved: Callable[[], None] = lambda: None
) -> None:
    """A place of the campaign as a spot; dragging it moves the place, and `moved` is told."""
    for _, cells in lines_of(desk.edit.files, "places"):
        point = a_point(cells.get("lat", ""), cells.get("lon", ""))
        name = cells.get("name", "") or place_id
        if cells.get("place_id") != place_id:
            continue

        def take(mark: Mark, name: str = name, point: Point | None = point) -> None:
            _move_place(desk, place_id, name, point, mark)
            moved()

        if point is None:
            ask.ask(key, name, take)
        else:
            ask.show(Spot(key, name, point, _km(cells.get("radius_km", ""))), take)


def _km(cell: str) -> float | None:
    """A radius that can be drawn; None for one that is not given, or is none."""
    try:
        km = float(cell)
    except ValueError:
        return None
    return km if 0 < km <= MOST_KM else None


def _move_place(desk: Desk, place_id: str, name: str, before: Point | None, mark: Mark) -> None:
    # Who only doubts a point more, or less, has not found another one.
    point = None if before and say_point(mark.at) == say_point(before) else mark.at
    # What is being typed beside the map stays.
    if desk.make(lambda: move_place(desk.edit.files, place_id, point, mark.km), quietly=True):
        desk.says = f"{name} was moved. Undo puts it back."


def _put_point(key: str, mark: Mark, found: tuple[str, str] = (PLACED, "")) -> None:
    """Write a point into the form, and remember who gave it."""
    state = st.session_state
    point = say_point(mark.at)
    state[f"claim-{key}"] = NEW
    if state.get(f"claim-{key}-point") != point:
        state[f"claim-{key}-point"] = point
        state[f"claim-{key}-found"] = (point, *found)
    if mark.km is not None:
        state[f"claim-{key}-radius"] = mark.km


def _ask_new_place(files: Files, ask: MapAsk, label: str, key: str) -> tuple[NamedPlace, ...]:
    left, right = st.columns(2)
    name = left.text_input(f"{label}: its name", key=f"claim-{key}-name").strip()
    kind = right.selectbox("What it is", list(PLACE_KINDS), key=f"claim-{key}-kind")
    cell = st.session_state.get(f"claim-{key}-point", "")
    if name and not cell:
        _show_candidates(files, ask, name, key)
    left, right = st.columns([3, 1])
    cell = left.text_input(f"{label}: latitude, longitude", key=f"claim-{key}-point",
                           placeholder="50.82, 0.34, or press the map")  # fmt: skip
    st.session_state.setdefault(f"claim-{key}-radius", USUAL_KM)
    radius = right.number_input("Km off, at most", 0.1, MOST_KM, key=f"claim-{key}-radius")
    lat, _, lon = cell.partition(",")
    point = a_point(lat, lon)
    if point is not None:
        ask.show(Spot(key, name or label, point, radius), partial(_put_point, key))
    else:
        ask.ask(key, name or label, partial(_put_point, key))
        if cell.strip():
            show_line("Not understood: write two numbers in degrees, such as 50.82, 0.34")
    if not name:
        if point is not None:
            show_line("Say what the place is called.")
        return ()
    given, found_by, found_id = st.session_state.get(f"claim-{key}-found", ("", "", ""))
    if given != cell:
        found_by = found_id = ""
    return (NamedPlace(name=name, kind=kind, point=point, radius_km=radius, found_by=found_by,
                       found_id=found_id),)  # fmt: skip


def _show_candidates(files: Files, ask: MapAsk, name: str, key: str) -> None:
    """What the gazetteer has by a name, here and on the map, each taken with one press."""
    candidates = _candidates(name, files)
    if not candidates:
        show_line(f"The gazetteer of towns does not know {name}: press where it is on the map.")
    for number, (words, found) in enumerate(candidates.items()):
        point = (found.latitude, found.longitude)
        own = f"{key}-take-{number}"
        mark, by = Mark(own, point, TOWN_KM), ("geonames", str(found.raw["id"]))
        take = partial(_put_point, key, mark, by)
        st.button(words, key=f"claim-{own}", on_click=take)
        ask.show(Spot(own, words, point, role="choice"), partial(_choose, take))


def _choose(take: Callable[[], None], _mark: Mark) -> None:
    """Take a candidate that was pressed on the map: its point is the gazetteer's."""
    take()


def _candidates(name: str, files: Files) -> dict[str, Any]:
    """What the gazetteer has by that name, each with how large it is, and how far away."""
    from mapping.gazetteer import OfflineGazetteer
    from mapping.geo.geodesy import distance_km

    near, known = _first_point(files)
    found = OfflineGazetteer().geocode(name, exactly_one=False, limit=MOST_CANDIDATES, near=near)
    said = {}
    for one in found or []:
        far = distance_km(near, (one.latitude, one.longitude)) if near else 0
        beside = f", {far:,.0f} km from {known}" if near else ""
        people = one.raw.get("population")
        size = f"town of {people:,}" if people else "town"
        said[f"{one.raw['name']}: {size}{beside}"] = one
    return said


def _ask_way(desk: Desk, ask: MapAsk, turn: int) -> tuple[Point, ...]:
    """Points between the first place and the last, pressed on the map one after the other."""
    points: list[Point] = st.session_state.setdefault(f"claim-way-{turn}", [])

    def move(number: int, mark: Mark) -> None:
        points[number] = mark.at

    def take_back() -> None:
        points.pop()

    for number, point in enumerate(points):
        spot = Spot(f"way-{number}", f"{number + 1}", point)
        ask.show(spot, partial(move, number))
    ask.ask("way", "a point on the way", lambda mark: points.append(mark.at))
    if points:
        with st.container(horizontal=True, vertical_alignment="center"):
            show_line(f"The way leads through {len(points)} point{'s' * (len(points) > 1)}.")
            st.button("Take back the last point", on_click=take_back)
    return tuple(points)


def _first_point(files: Files) -> tuple[Point | None, str]:
    """The campaign's first place that has a point."""
    for _, one in lines_of(files, "places"):
        if point := a_point(one.get("lat", ""), one.get("lon", "")):
            return point, one.get("name", "")
    return None, ""


def _ask_force(files: Files, label: str, key: str) -> tuple[NamedForce, ...]:
    """A force of the campaign, or a new one with its side."""
    known = names_of(files, "forces")
    chosen = ask_known(label, known, key)
    if chosen != NEW:
        return (NamedForce(force_id=chosen),) if chosen else ()
    sides = side_names(files)
    left, middle, right = st.columns(3)
    name = left.text_input(f"{label}: its name", key=f"claim-{key}-name").strip()
    side = middle.selectbox(
        "Whose side", list(sides), format_func=lambda one: sides[one], key=f"claim-{key}-side"
    )
    kinds = list(FORCE_KINDS)
    # A guess would stand on the map as if somebody had said it.
    kind = right.selectbox("What it is", kinds, kinds.index("other"), key=f"claim-{key}-kind")
    return (NamedForce(name=name, side_id=side or "", kind=kind),) if name else ()
