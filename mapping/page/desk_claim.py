"""The form for one claim in plain words: what, who, where, when, how sure, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from zlib import crc32

import streamlit as st

from mapping.bridge.focus import ask_focus
from mapping.bridge.name_box import HERE, Offer
from mapping.drawing.map_sketch import MOST_KM, Look, Mark, Spot
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
from mapping.gazetteer import OfflineGazetteer
from mapping.gazetteer.extract import FUZZY_REACH_KM
from mapping.gazetteer.names import name_key, split_kind_word
from mapping.gazetteer.natural import place_kind_of
from mapping.geo.geodesy import Point, distance_km
from mapping.intake.found import a_point, read_point
from mapping.page.desk_area import show_area
from mapping.page.desk_fields import (
    NEW,
    NOTHING_MISSING,
    POINT_HINT,
    ask_certainty,
    ask_known,
    ask_moment,
    ask_source,
    ask_tellings,
    fields_if_new,
    keep_source,
    lead_to,
    say_kind,
    show_lacks,
    show_press,
    typed_name,
    write_name,
)
from mapping.page.desk_holding import show_holding
from mapping.page.desk_sketch import MapAsk, say_point
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line

WHAT = (
    "Something happened", "Somebody went somewhere", "A place was held", "A front or area",
)  # fmt: skip
MOST_CANDIDATES = 6
HERE_OFFER = Offer(HERE, "Somewhere here:", "the middle of the map")
SUMMARY_PX = 68
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
    left, right = st.columns(2)
    kind = left.selectbox(
        "Kind", claim_words(table), index=None, placeholder="What it is", format_func=say_kind,
        key=f"claim-kind-{turn}-{table}",
    )  # fmt: skip
    with right:
        certainty = ask_certainty(f"sure-{turn}")
    by, against = _ask_forces(files, turn, is_movement=is_movement)
    places, way = _ask_places(desk, ask, turn, is_movement=is_movement)
    left, right = st.columns(2)
    with left:
        starts = ask_moment(files, "When it began", f"starts-{turn}")
    with right:
        ends = ask_moment(files, "When it ended (empty: at once)", f"ends-{turn}")
    claim = Claim(
        is_movement=is_movement, kind=kind or "", title=title, starts=starts, ends=ends,
        accounts=ask_tellings(files, f"tellings-{turn}"),
        source=ask_source(files, f"source-{turn}"), certainty=certainty,
        places=places, way=way, by=by, against=against,
        summary=st.text_area("More (if needed)", key=f"claim-more-{turn}", height=SUMMARY_PX),
    )  # fmt: skip
    lacks = missing_in(claim)
    with st.container(key="claim-foot"):
        show_lacks("claim-add", lacks, NOTHING_MISSING)
        pressed = show_press("Add this claim", "claim-add", lacks)
    if pressed:
        _add(desk, claim)
        st.rerun()


Forces = tuple[NamedForce, ...]
Places = tuple[NamedPlace, ...]


def _ask_forces(files: Files, turn: int, *, is_movement: bool) -> tuple[Forces, Forces]:
    """Who acts, and against whom."""
    if is_movement:
        return _ask_force(files, "Who", f"by-{turn}"), ()
    left, right = st.columns(2)
    with left:
        by = _ask_force(files, "Who did it (if known)", f"by-{turn}", is_narrow=True)
    with right:
        whom = "Against whom (if known)"
        return by, _ask_force(files, whom, f"against-{turn}", is_narrow=True)


def _ask_places(
    desk: Desk, ask: MapAsk, turn: int, *, is_movement: bool
) -> tuple[Places, tuple[Point, ...]]:
    """Where it was; of a movement from where to where, and the way between."""
    if not is_movement:
        return _ask_place(desk, ask, "Where", f"from-{turn}"), ()
    ends = [("From", f"from-{turn}"), ("To", f"to-{turn}")]
    places = [one for label, key in ends for one in _ask_place(desk, ask, label, key)]
    way = _ask_way(desk, ask, turn)
    ends_of = [one.at for one in ask.spots if one.key in dict(ends).values()]
    ask.way = [*ends_of[:1], *way, *ends_of[1:]]
    return tuple(places), way


def _add(desk: Desk, claim: Claim) -> None:
    if desk.add(claim):
        desk.report(f"Added: {claim.title}")
        keep_source(desk.edit.files, claim.source)
        ask_focus()
        lead_to(desk.edit.files, claim.starts)


def _ask_place(desk: Desk, ask: MapAsk, label: str, key: str) -> tuple[NamedPlace, ...]:
    """A place of the campaign, or a new one: typed, found by its name, or pressed on the map."""
    files = desk.edit.files
    known = names_of(files, "places")
    candidates = _candidates(files, key)
    more = {
        Offer(f"take-{number}", one.name, one.note): partial(_take, key, one)
        for number, one in enumerate(candidates)
    }
    chosen = ask_known(
        label, known, key, hint="Type its name, or press the map",
        more={**more, HERE_OFFER: lambda: None}, changed=partial(_forget_found, key),
    )  # fmt: skip
    ask.hear(key, partial(_put_point, key))
    with fields_if_new(key):
        cell = _ask_fields(label, key)
        if chosen == NEW:
            _show_candidates(files, ask, candidates, key)
            return _new_place(files, ask, label, key, cell, len(candidates))
    if not chosen:
        ask.ask(key, label, partial(_press, files, key))
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


def _press(files: Files, key: str, mark: Mark) -> None:
    """Take the campaign's place that was pressed on the map; else it is a point of a new one."""
    placed = {
        cells["place_id"]: distance_km(mark.at, point) for _, cells in lines_of(files, "places")
        if (point := a_point(cells.get("lat", ""), cells.get("lon", "")))
    }  # fmt: skip
    nearest = min(placed, key=placed.__getitem__, default="")
    if nearest and placed[nearest] <= mark.near:
        write_name(key, nearest)
    else:
        _put_point(key, mark)


def _put_point(key: str, mark: Mark, found: tuple[str, str] = (PLACED, "")) -> None:
    """Write a point into the form, and remember who gave it."""
    point, fields = say_point(mark.at), fields_of(key)
    if st.session_state.get(f"claim-{key}") != NEW:
        write_name(key, NEW)
    if fields.point != point:
        fields.point, fields.found = point, (point, *found)
    if mark.km is not None:
        fields.radius = mark.km
    fields.turn += 1


@dataclass(slots=True)
class PlaceFields:
    """What stands in the fields of a new place; another `turn` makes these anew.

    What the page writes into a field of its own is lost where the next run comes before the
    browser has heard of it, as the map's do.
    """

    kind: str = "town"
    point: str = ""
    radius: float = USUAL_KM
    found: tuple[str, str, str] = ("", "", "")
    """The point that was found, by whom, and under which id."""
    turn: int = 0

    def hear(self, name: str, key: str) -> None:
        """Take what a person has put into a field."""
        setattr(self, name, st.session_state[key])


def fields_of(key: str) -> PlaceFields:
    """Those of the place that a form asks for."""
    fields: PlaceFields = st.session_state.setdefault(f"claim-{key}-fields", PlaceFields())
    return fields


def _ask_fields(label: str, key: str) -> str:
    """The fields of a new place; gives what stands for its point."""
    fields, kinds = fields_of(key), list(PLACE_KINDS)
    left, middle, right = st.columns([2, 3, 2])
    own = {one: f"claim-{key}-{one}-{fields.turn}" for one in ("kind", "point", "radius")}
    heard = {name: partial(fields.hear, name, one) for name, one in own.items()}
    left.selectbox(
        "What it is", kinds, kinds.index(fields.kind), format_func=say_kind, key=own["kind"],
        on_change=heard["kind"],
    )  # fmt: skip
    cell = middle.text_input(
        f"{label}: latitude, longitude", fields.point, key=own["point"],
        placeholder="50.82, 0.34, or press the map", on_change=heard["point"],
    )  # fmt: skip
    right.number_input(
        "Km off, at most", 0.1, MOST_KM, fields.radius, key=own["radius"],
        on_change=heard["radius"],
    )  # fmt: skip
    return str(cell)


def _new_place(
    files: Files, ask: MapAsk, label: str, key: str, cell: str, count: int
) -> tuple[NamedPlace, ...]:
    """The place that the fields say, on the map; none while it has no name."""
    name, fields = typed_name(key), fields_of(key)
    point = read_point(cell)
    if point is not None:
        ask.show(Spot(key, name or label, point, fields.radius), partial(_put_point, key))
        if fields.found[:2] != (cell, PLACED):
            # It was not pressed where it can be seen already.
            _look(files, ask, [point])
    else:
        ask.ask(key, name or label, partial(_put_point, key))
        show_line(_say_no_point(name, cell.strip(), count))
    if not name:
        if point is not None:
            show_line("Say what the place is called.")
        return ()
    given, found_by, found_id = fields.found
    if given != cell:
        found_by = found_id = ""
    return (NamedPlace(name=name, kind=fields.kind, point=point, radius_km=fields.radius,
                       found_by=found_by, found_id=found_id),)  # fmt: skip


def _say_no_point(name: str, cell: str, count: int) -> str:
    """What to do where a new place has no point yet."""
    if cell:
        return f"Not understood: {POINT_HINT}"
    if count:
        return f"Where is {name}? Choose in the list or on the map; else it is only listed."
    return (f"The gazetteer does not know {name}: press where it is on the map, or write "
            "its latitude and longitude; else it is only listed.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the gazetteer: its name, how large it is and how far away, its point and id.

    A town is of no said kind; a river, sea, lake or island is, and lies within `radius_km`.
    """

    name: str
    note: str
    point: Point
    found_by: str
    found_id: str
    is_near: bool
    kind: str = ""
    radius_km: float = TOWN_KM


def _take(key: str, one: Candidate) -> None:
    """Take a candidate with its name and its point."""
    write_name(key, NEW, one.name)
    if one.kind:
        fields_of(key).kind = one.kind
    _put_point(key, Mark(key, one.point, one.radius_km), (one.found_by, one.found_id))


def _forget_found(key: str) -> None:
    """Another name is another place: what the gazetteer gave for the one before goes."""
    fields = fields_of(key)
    name = typed_name(key)
    word = split_kind_word(name).kind_word or name.lower().rpartition(" ")[2]
    if word in PLACE_KINDS and word != fields.kind:
        fields.kind = word
        fields.turn += 1
    if fields.found[1] not in ("", PLACED):
        st.session_state[f"claim-{key}-fields"] = PlaceFields(fields.kind, turn=fields.turn + 1)


def _show_candidates(files: Files, ask: MapAsk, candidates: list[Candidate], key: str) -> None:
    """The candidates on the map, each taken with one press; those that are near are in sight.

    For one that is far away the map does not leave where the campaign is: most often it is not
    what is meant.
    """
    for number, one in enumerate(candidates):
        spot = Spot(f"{key}-take-{number}", f"{one.name}: {one.note}", one.point, role="choice")
        ask.show(spot, partial(_choose, key, one))
    near, _ = _first_point(files)
    points = [one.point for one in candidates if one.is_near]
    if near is None:
        points = points or [one.point for one in candidates[:1]]
    if points:
        _look(files, ask, points)


def _look(files: Files, ask: MapAsk, points: list[Point]) -> None:
    """Have these points in sight, with where the campaign is."""
    near, _ = _first_point(files)
    ask.look = Look((*points, *([near] if near else [])), crc32(repr(points).encode()))


def _choose(key: str, one: Candidate, _mark: Mark) -> None:
    """Take a candidate that was pressed on the map: its point is the gazetteer's."""
    _take(key, one)


def _candidates(files: Files, key: str) -> list[Candidate]:
    """What the gazetteer has by what is typed of a place that has no point yet."""
    state = st.session_state
    name = typed_name(key)
    if state.get(f"claim-{key}") != NEW or not name or fields_of(key).point:
        return []
    near, known = _first_point(files)
    found = OfflineGazetteer().complete(name, MOST_CANDIDATES, near)
    return [_candidate(one, known) for one in found]


def _candidate(found: Any, known: str) -> Candidate:
    raw = found.raw
    name, _, country = raw["name"].rpartition(", ")
    nature, people = raw.get("kind", ""), raw.get("population")
    size = f"town of {people:,}" if people else "town"
    if nature:
        country, size = nature, f"within {raw['radius_km']:g} km"
    km = raw.get("km_away")
    also = "" if name_key(raw["matched_name"]) == name_key(name) else f", as {raw['matched_name']}"
    beside = "" if km is None else f", {km:,.0f} km from {known}"
    return Candidate(
        name, f"{country}, {size}{beside}{also}", (found.latitude, found.longitude),
        raw["found_by"], str(raw["id"]), km is None or km <= FUZZY_REACH_KM,
        place_kind_of(nature), raw["radius_km"] if nature else TOWN_KM,
    )  # fmt: skip


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


def _ask_force(
    files: Files, label: str, key: str, *, is_narrow: bool = False
) -> tuple[NamedForce, ...]:
    """A force of the campaign, or a new one with its side."""
    chosen = ask_known(label, names_of(files, "forces"), key, hint="Its name: an army, a party")
    with fields_if_new(key):
        sides = side_names(files)
        # Two forces beside each other leave no room for two fields: a side's name would be cut.
        left, right = (st, st) if is_narrow else st.columns(2)
        side = left.segmented_control(
            "Whose side", list(sides), format_func=lambda one: sides[one], key=f"claim-{key}-side"
        )
        kinds = list(FORCE_KINDS)
        # A guess would stand on the map as if somebody had said it.
        kind = right.selectbox(
            "What it is", kinds, kinds.index("other"), format_func=say_kind,
            key=f"claim-{key}-kind",
        )  # fmt: skip
    if chosen != NEW:
        return (NamedForce(force_id=chosen),) if chosen else ()
    return (NamedForce(name=typed_name(key), side_id=side or "", kind=kind),)
