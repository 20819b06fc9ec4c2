"""A new campaign at the desk: what it is called, from when to when, and between whom."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mapping.bridge.focus import ask_focus, focus_on
from mapping.intake.moments import MomentUnread, read_moment
from mapping.intake.starter import NewCampaignError, Start, bare_files, starts_called
from mapping.page.desk_state import begin_desk
from mapping.page.prose import show_header, show_line

TITLE, PLACE = "What it is called", "A town in the middle of it (if you like)"
DAYS = {"first": "First day", "last": "Last day"}
SIDES = {"one": "One side", "other": "The other side"}
WRONG, TOWNS = "begin-wrong", "begin-towns"


def show_begin(folder: Path | None) -> None:
    """Ask for what every campaign has; the desk is laid as soon as it is said.

    Without a folder the campaign is the session's own.
    """
    where = f"It will be saved in {folder.resolve()}." if folder else "Yours alone."
    show_header("A new campaign", where)
    with st.form("desk-begin"):
        st.text_input(TITLE, placeholder="Hastings, 1066", key="begin-title")
        for where_of, (key, label), hint in zip(
            st.columns(2), DAYS.items(), ("28 September 1066", "14 October 1066"), strict=True
        ):
            where_of.text_input(label, placeholder=hint, key=f"begin-{key}")
        st.text_input(PLACE, key="begin-place")
        if towns := st.session_state.get(TOWNS):
            st.radio("Which of these towns it is", towns, key="begin-town")
        for where_of, (key, label) in zip(st.columns(2), SIDES.items(), strict=True):
            where_of.text_input(label, key=f"begin-{key}")
        # A callback runs before anything that could interrupt the page and lose the press.
        st.form_submit_button("Begin", type="primary", on_click=lambda: _begin(folder))
    focus_on("begin-title")
    if wrong := st.session_state.get(WRONG):
        show_line(wrong)


def _said(key: str) -> str:
    return str(st.session_state[f"begin-{key}"]).strip()


def _begin(folder: Path | None) -> None:
    state = st.session_state
    lacks = [label for key, label in {"title": TITLE, **DAYS, **SIDES}.items() if not _said(key)]
    if lacks:
        state[WRONG] = f"Still to fill in: {'; '.join(lacks)}."
        return
    days = []
    for key, label in DAYS.items():
        try:
            days.append(read_moment(_said(key)))
        except MomentUnread as error:
            state[WRONG] = f"{label}: write it like 14 October 1066 or 1066-10-14 ({error})."
            return
        if days[-1].startswith("["):
            state[WRONG] = f"{label}: {_said(key)} is more than one day; say which one it is."
            return
    try:
        called, start = _start()
        files = bare_files(_said("title"), days[0], days[1], [_said(key) for key in SIDES], start)
        begin_desk(folder, files, f"The map begins at {called}." if called else "")
        ask_focus()
    except NewCampaignError as error:
        state[WRONG] = f"It cannot begin like this: {str(error).removeprefix('--')}"


def _start() -> tuple[str, Start | None]:
    """What tells the town from others that is named, if one is, and the town.

    Raises `NewCampaignError` for one that is not known, or is still to be told from others.
    """
    place, state = _said("place"), st.session_state
    found = starts_called(place) if place else {}
    before, state[TOWNS] = state.get(TOWNS), [*found] if len(found) > 1 else []
    if place and not found:
        raise NewCampaignError(
            f"the gazetteer of towns does not know {place}. Name a larger town near it, or leave "
            "the field empty and press the map later."
        )
    if len(found) > 1 and before != [*found]:
        raise NewCampaignError("several towns are called so: choose one of them, and begin.")
    called = state["begin-town"] if len(found) > 1 else next(iter(found), "")
    return called, found.get(called)
