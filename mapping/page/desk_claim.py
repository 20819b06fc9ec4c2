"""The form for one claim in plain words: what, who, where, when, how sure, and who says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from mapping.editing.claim import (
    Claim,
    NamedForce,
    NamedPlace,
    NamedSource,
    missing_in,
    write_claim,
)
from mapping.editing.folder_files import EditError, Files, lines_of
from mapping.editing.head_values import entries_of
from mapping.format.dates import parse_moment
from mapping.format.kinds import FORCE_KINDS, PLACE_KINDS, SOURCE_KINDS, claim_words
from mapping.format.tables import CERTAINTIES
from mapping.geo.geodesy import Point
from mapping.intake.found import a_point
from mapping.intake.moments import MomentUnread, read_moment
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line

NEW = "A new one ..."
NONE = ""
MOST_CANDIDATES = 6
BY_HAND = "None of these: I know where it is, or nobody does"


def show_claim(desk: Desk) -> None:
    """Ask for one claim, say what it lacks and what it will draw, and add it in one step."""
    files, turn = desk.edit.files, desk.turn
    what = st.segmented_control(
        "What is claimed", ["Something happened", "Somebody went somewhere"],
        default="Something happened", key=f"claim-what-{turn}", required=True,
    )  # fmt: skip
    is_movement = what == "Somebody went somewhere"
    table = "movements" if is_movement else "events"
    title = st.text_input("In one line, in neutral words", key=f"claim-title-{turn}")
    kind = st.selectbox(
        "Kind", claim_words(table), index=None, placeholder="What it is",
        key=f"claim-kind-{turn}-{table}",
    )  # fmt: skip
    by = _ask_force(files, "Who" if is_movement else "Who did it (if known)", f"by-{turn}")
    against = () if is_movement else _ask_force(files, "Against whom (if known)", f"against-{turn}")
    places = _ask_place(files, "From" if is_movement else "Where", f"from-{turn}")
    if is_movement:
        places += _ask_place(files, "To", f"to-{turn}")
    starts = _ask_moment("When it began", f"starts-{turn}")
    ends = _ask_moment("When it ended (empty: at once)", f"ends-{turn}")
    certainty = st.segmented_control(
        "How sure", CERTAINTIES, default="less-certain", key=f"claim-sure-{turn}", required=True
    )
    claim = Claim(
        is_movement=is_movement, kind=kind or "", title=title, starts=starts, ends=ends,
        source=_ask_source(files, f"source-{turn}"), certainty=certainty or "less-certain",
        places=places, by=by, against=against,
        summary=st.text_area("More (if needed)", key=f"claim-more-{turn}"),
    )  # fmt: skip
    lacks = missing_in(claim)
    show_line(f"Still to do: {'; '.join(lacks)}." if lacks else "Nothing is missing.")
    st.button(
        "Add this claim", type="primary", disabled=bool(lacks), key="claim-add",
        on_click=lambda: _add(desk, claim),
    )  # fmt: skip


def _add(desk: Desk, claim: Claim) -> None:
    try:
        change = write_claim(desk.edit.files, claim)
    except EditError as error:
        desk.report(f"Not done: {error}")
        return
    if desk.do(change):
        desk.report(f"Added: {claim.title}")


def _ask_moment(label: str, key: str) -> str:
    """A day as people write it, and what it is taken for; empty where it is not understood."""
    cell = st.text_input(label, key=f"claim-{key}", placeholder="1900-01-31, 31 January 1900 ...")
    if not cell.strip():
        return ""
    try:
        moment = read_moment(cell)
    except MomentUnread as error:
        show_line(f"Not understood: {error}")
        return ""
    show_line(f"{moment}: {_say_drawing(moment)}")
    return moment


def _say_drawing(text: str) -> str:
    """What a moment will draw."""
    moment = parse_moment(text)
    if moment.timed:
        return "a time; it is drawn at that hour"
    if moment.known:
        return "a day; it is drawn on all of it" + ", as about" * moment.about
    return "one unknown moment; it is listed without a day, on each day that it may have been"


def _ask_place(files: Files, label: str, key: str) -> tuple[NamedPlace, ...]:
    """A place of the campaign, or a new one with the gazetteer's candidates for its name."""
    known = {one["place_id"]: one.get("name", "") for _, one in lines_of(files, "places")}
    chosen = _ask_known(label, known, key)
    if chosen != NEW:
        return (NamedPlace(place_id=chosen),) if chosen else ()
    left, right = st.columns(2)
    name = left.text_input(f"{label}: its name", key=f"claim-{key}-name").strip()
    kind = right.selectbox("What it is", list(PLACE_KINDS), key=f"claim-{key}-kind")
    if not name:
        return ()
    candidates = _candidates(name, files)
    picked = st.radio("Which one", [*candidates, BY_HAND], key=f"claim-{key}-which-{name}")
    found = candidates.get(picked)
    if found is None:
        return (_ask_point(NamedPlace(name=name, kind=kind), label, key),)
    return (
        NamedPlace(
            name=name, kind=kind, point=(found.latitude, found.longitude), radius_km=2.0,
            found_by="geonames", found_id=str(found.raw["id"]),
        ),
    )  # fmt: skip


def _ask_point(place: NamedPlace, label: str, key: str) -> NamedPlace:
    """The same place with the point that a person gives it; without one it is only listed."""
    left, right = st.columns([3, 1])
    cell = left.text_input(f"{label}: latitude, longitude", key=f"claim-{key}-point",
                           placeholder="50.82, 0.34")  # fmt: skip
    radius = right.number_input("Km off, at most", 0.1, 500.0, 5.0, key=f"claim-{key}-radius")
    lat, _, lon = cell.partition(",")
    point = a_point(lat, lon)
    if cell.strip() and point is None:
        show_line("Not understood: write two numbers in degrees, such as 50.82, 0.34")
    return replace(place, point=point, radius_km=radius)


def _candidates(name: str, files: Files) -> dict[str, Any]:
    """What the gazetteer has by that name, each with how far it is from where the campaign is."""
    from mapping.gazetteer import OfflineGazetteer
    from mapping.geo.geodesy import distance_km

    near, known = _first_point(files)
    found = OfflineGazetteer().geocode(name, exactly_one=False, limit=MOST_CANDIDATES, near=near)
    said = {}
    for one in found or []:
        point = (one.latitude, one.longitude)
        far = f", {distance_km(near, point):,.0f} km from {known}" if near else ""
        said[f"{one.raw['name']}, {point[0]:.2f} {point[1]:.2f}{far}"] = one
    return said


def _first_point(files: Files) -> tuple[Point | None, str]:
    """The campaign's first place that has a point."""
    for _, one in lines_of(files, "places"):
        if point := a_point(one.get("lat", ""), one.get("lon", "")):
            return point, one.get("name", "")
    return None, ""


def _ask_force(files: Files, label: str, key: str) -> tuple[NamedForce, ...]:
    """A force of the campaign, or a new one with its side."""
    known = {one["force_id"]: one.get("name", "") for _, one in lines_of(files, "forces")}
    chosen = _ask_known(label, known, key)
    if chosen != NEW:
        return (NamedForce(force_id=chosen),) if chosen else ()
    sides = {str(one.get("id", "")): str(one.get("name", "")) for one in entries_of(files, "sides")}
    left, middle, right = st.columns(3)
    name = left.text_input(f"{label}: its name", key=f"claim-{key}-name").strip()
    side = middle.selectbox(
        "Whose side", list(sides), format_func=lambda one: sides[one], key=f"claim-{key}-side"
    )
    kind = right.selectbox("What it is", list(FORCE_KINDS), key=f"claim-{key}-kind")
    return (NamedForce(name=name, side_id=side or "", kind=kind),) if name else ()


def _ask_source(files: Files, key: str) -> NamedSource:
    known = {one["source_id"]: one.get("title", "") for _, one in lines_of(files, "sources")}
    chosen = _ask_known("Who says so", known, key)
    locator = st.text_input("Where in it: page, paragraph", key=f"claim-{key}-locator")
    if chosen != NEW:
        return NamedSource(source_id=chosen, locator=locator)
    left, right = st.columns([3, 1])
    title = left.text_input("The source's title", key=f"claim-{key}-title")
    kind = right.selectbox("What it is", list(SOURCE_KINDS), key=f"claim-{key}-kind")
    return NamedSource(title=title, kind=kind, locator=locator)


def _ask_known(label: str, known: dict[str, str], key: str) -> str:
    """One of the campaign's own, none, or a new one."""
    return str(
        st.selectbox(
            label, [NONE, *known, NEW], key=f"claim-{key}",
            format_func=lambda one: known.get(one, one) or "(not said)",
        )
    )  # fmt: skip
