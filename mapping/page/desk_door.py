"""The way from the app to a desk of one's own: a new campaign, or a copy of one that is shown."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mapping.bridge.focus import ask_focus, focus_on
from mapping.editing.folder_files import read_files
from mapping.editing.history import begin_edit
from mapping.format.problems import CampaignError
from mapping.page.desk_state import Desk
from mapping.page.prose import in_language, show_line, to_heading, to_line
from mapping.words.strings import USUAL, say

WAY_BACK = "way-back"


def show_door(folder: Path | None, language: str = USUAL) -> None:
    """Offer the desk: for what is on it, for a new campaign, and for one that is shown."""
    title, lead = to_heading(say("door.title", language), 3), to_line(say("door.lead", language))
    st.html(in_language(f'<div class="part">{title}{lead}</div>', language))
    desk: Desk | None = st.session_state.get("desk")
    is_kept = desk is not None and not desk.edit.is_saved
    with st.container(horizontal=True):
        if desk is not None:
            st.button(say("door.back", language), on_click=_open, type="primary")
        st.button(say("door.begin", language), on_click=lambda: _lay(None), disabled=is_kept)
        if folder is not None:
            st.button(say("door.edit", language), on_click=lambda: _lay(folder), disabled=is_kept)
    if is_kept:
        show_line(say("door.unsaved", language), language)
    if said := st.session_state.get("desk-door-says"):
        show_line(said)


def show_way(language: str = USUAL) -> None:
    """The way to the desk from the head of the page: to what is on it, or to a new campaign."""
    desk: Desk | None = st.session_state.get("desk")
    if desk is None or desk.edit.is_saved:
        st.button(
            say("door.make", language), on_click=lambda: _lay(None), type="tertiary", key="way"
        )
    if desk is not None:
        st.button(say("door.back", language), on_click=_open, type="tertiary", key=WAY_BACK)


def lead_back() -> None:
    """The keyboard of who comes from the desk is at the way back to it."""
    if "desk" in st.session_state:
        focus_on(WAY_BACK)


def _lay(folder: Path | None) -> None:
    """Put a copy of a folder on the desk; without one a campaign is begun there."""
    st.session_state.pop("desk", None)
    st.session_state["desk-door-says"] = ""
    if folder is not None:
        try:
            desk = Desk(folder, begin_edit(read_files(folder)), is_own=True)
        except CampaignError as error:
            st.session_state["desk-door-says"] = f"It cannot be edited: {error}"
            return
        st.session_state["desk"] = desk
    _open()


def _open() -> None:
    st.session_state.pop("desk-address", None)
    st.session_state["desk-open"] = True
    ask_focus()
