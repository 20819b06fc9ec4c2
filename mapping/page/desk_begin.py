"""A new campaign at the desk: what it is called, from when to when, and between whom."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mapping.bridge.focus import ask_focus, focus_on
from mapping.intake.moments import MomentUnread, read_moment
from mapping.intake.starter import NewCampaignError, bare_files
from mapping.page.desk_state import begin_desk
from mapping.page.prose import show_header, show_line


def show_begin(folder: Path | None) -> None:
    """Ask for what every campaign has; the desk is laid as soon as it is said.

    Without a folder the campaign is the session's own.
    """
    where = f"It will be saved in {folder.resolve()}." if folder else "Yours alone."
    show_header("A new campaign", where)
    with st.form("desk-begin"):
        st.text_input("What it is called", placeholder="Hastings, 1066", key="begin-title")
        first, last = st.columns(2)
        first.text_input("First day", placeholder="28 September 1066", key="begin-first")
        last.text_input("Last day", placeholder="14 October 1066", key="begin-last")
        st.text_input("A town in the middle of it (if you like)", key="begin-place")
        one, other = st.columns(2)
        one.text_input("One side", key="begin-one")
        other.text_input("The other side", key="begin-other")
        # A callback runs before anything that could interrupt the page and lose the press.
        st.form_submit_button("Begin", type="primary", on_click=lambda: _begin(folder))
    focus_on("begin-title")
    if wrong := st.session_state.get("begin-wrong"):
        show_line(wrong)


def _begin(folder: Path | None) -> None:
    title, first, last, place, one, other = (
        str(st.session_state[f"begin-{key}"])
        for key in ("title", "first", "last", "place", "one", "other")
    )
    days = []
    for label, text in (("First day", first), ("Last day", last)):
        try:
            days.append(read_moment(text))
        except MomentUnread as error:
            wrong = f"write it like 14 October 1066 or 1066-10-14{f': {error}' if text else ''}"
            st.session_state["begin-wrong"] = f"{label}: {wrong}."
            return
    try:
        files = bare_files(title, days[0], days[1], (one, other), place)
        begin_desk(folder, files)
        ask_focus()
    except NewCampaignError as error:
        st.session_state["begin-wrong"] = (
            f"It cannot begin like this: {str(error).removeprefix('--')}"
        )
