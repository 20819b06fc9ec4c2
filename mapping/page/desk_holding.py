"""The form for who holds a place: said once, then each press on a place of the map sets it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from mapping.drawing.map_sketch import Mark, Spot
from mapping.editing.claim import NamedSource
from mapping.editing.folder_files import Files, lines_of, names_of
from mapping.editing.head_values import side_names
from mapping.editing.held_places import Holding, lacks_of, write_holding
from mapping.intake.found import a_point
from mapping.page.desk_fields import (
    NOBODY,
    ask_certainty,
    ask_moment,
    ask_side,
    ask_source,
    ask_tellings,
    keep_source,
    press,
    say_day_in,
    show_lacks,
    show_press,
    shown_day,
    write_name,
)
from mapping.page.desk_sketch import MapAsk
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line

MOST_SPOTS = 300


def show_holding(desk: Desk, ask: MapAsk) -> None:
    """Ask who holds a place from which day on; a press on a place sets it there."""
    files, day = desk.edit.files, shown_day(desk.edit.files)
    places = names_of(files, "places")
    if not places:
        show_line("The campaign has no place yet: tell first what happened somewhere.")
        return
    show_line("Say it once, then press each place on the map that it is true of.")
    holding = Holding(
        place_id="",
        side_id=ask_side(files, "Who held it", "hold-side"),
        # The day follows the map, until somebody types another one.
        starts=ask_moment(files, "From when, as the map shows", f"hold-starts-{day}", day),
        ends=ask_moment(
            files, "Until when (empty: until somebody else holds it)", f"hold-ends-{day}"
        ),
        certainty=ask_certainty("hold-sure"),
        accounts=ask_tellings(files, "hold-tellings"),
        source=ask_source(files, f"hold-source-{_sources_of(files)}"),
    )
    place_id = str(st.selectbox(
        "Place", list(places), format_func=lambda one: places[one], key="claim-hold-place"
    ))  # fmt: skip
    show_line(_say_rows(files, place_id, places[place_id]))
    lacks = lacks_of(holding)
    show_lacks("hold-set", lacks)
    pressed = show_press("Set who holds it", "hold-set", lacks)
    _show_spots(desk, ask, places)
    if pressed:
        _set(desk, replace(holding, place_id=place_id), places)
        st.rerun()


def _sources_of(files: Files) -> int:
    """Another number once a source that was typed is one to be chosen."""
    return sum(1 for _ in lines_of(files, "sources"))


def _show_spots(desk: Desk, ask: MapAsk, places: dict[str, str]) -> None:
    placed = [
        (cells["place_id"], point) for _, cells in lines_of(desk.edit.files, "places")
        if (point := a_point(cells.get("lat", ""), cells.get("lon", "")))
    ]  # fmt: skip
    for number, (place_id, point) in enumerate(placed[:MOST_SPOTS]):
        take = partial(_press, place_id)
        ask.show(Spot(f"hold-{number}", places[place_id], point, role="quiet"), take)
    if len(placed) > MOST_SPOTS:
        show_line(f"Of {len(placed):,} places the first {MOST_SPOTS} can be pressed on the map; "
                  "choose another one above.")  # fmt: skip


def _press(place_id: str, _mark: Mark) -> None:
    """A place was pressed: it is chosen, and set there if nothing is still to say."""
    st.session_state["claim-hold-place"] = place_id
    press("hold-set")


def _set(desk: Desk, holding: Holding, places: dict[str, str]) -> None:
    before = len(desk.edit.done)
    # What is said of it stays, for the next place.
    if desk.make(lambda: write_holding(desk.edit.files, holding), quietly=True):
        side = _side(desk.edit.files, holding.side_id)
        starts = say_day_in(desk.edit.files, holding.starts)
        said = f"{places[holding.place_id]}: {side} from {starts} on"
        is_new = len(desk.edit.done) > before
        desk.says = f"{said}. Undo takes it back." if is_new else f"{said}, as it stood already."
        _choose_source(desk, holding.source)


def _choose_source(desk: Desk, source: NamedSource) -> None:
    """A source that was typed is a row by now: the form goes on with it."""
    kept = keep_source(desk.edit.files, source)
    if not source.source_id:
        key = f"hold-source-{_sources_of(desk.edit.files)}"
        write_name(key, kept)
        st.session_state[f"claim-{key}-locator"] = source.locator


def _side(files: Files, side_id: str) -> str:
    return side_names(files).get(side_id, NOBODY)


def _say_rows(files: Files, place_id: str, name: str) -> str:
    """What the campaign says by now of who held a place."""
    rows = [
        f"{_side(files, one.get('side_id', ''))} from {say_day_in(files, one.get('starts', ''))}"
        + (f" until {say_day_in(files, one['ends'])}" if one.get("ends") else "")
        for _, one in lines_of(files, "control") if one.get("place_id") == place_id
    ]  # fmt: skip
    return f"{name}: {'; '.join(rows) or 'nothing is said yet of who held it'}."
