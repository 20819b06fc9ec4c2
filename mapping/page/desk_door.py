"""The way from the app to a desk of one's own: a new campaign, or a copy of one that is shown."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mapping.bridge.focus import ask_focus, focus_on
from mapping.bridge.tab_store import ask_tab
from mapping.editing.folder_files import read_files
from mapping.editing.history import begin_edit
from mapping.format.problems import CampaignError
from mapping.page.desk_state import Desk, clear_desk, take_up
from mapping.page.folders import Folders
from mapping.page.prose import in_language, show_line, to_heading, to_line
from mapping.page.upload import NAME as UPLOADED
from mapping.words.strings import USUAL, say

WAY_BACK = "way-back"
DESK, OPEN = "desk", "open"
"""What of the page's address says that it is the desk."""
IS_OPEN, ASKED, DOOR_SAYS = "door-is-open", "door-asked", "door-says"
ASIDE = "door-aside"
"""The key of the desk that was taken off."""
UNREAD = "What this tab had kept of your desk cannot be read any more."


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
            st.button(say("door.clear", language), on_click=_take_off)
        elif ASIDE in st.session_state:
            st.button(say("door.put-back", language), on_click=_put_back)
    if is_kept:
        show_line(say("door.unsaved", language), language)
    if said := st.session_state.get(DOOR_SAYS):
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


def is_desk_open() -> bool:
    """Whether the page is the desk: as was pressed, or as the browser's Back and Forward say.

    Otherwise the address follows what was pressed: a map that settles writes it, too, and what a
    browser sends a moment after a press may be of before.
    """
    state, says, context = st.session_state, DESK in st.query_params, get_script_run_ctx()
    is_open: bool = state.setdefault(IS_OPEN, says)
    if says != is_open and context is not None and context.is_history_navigation:
        state[IS_OPEN] = is_open = says
    elif says != is_open:
        _write_address(is_open)
    return is_open


def _turn(is_open: bool) -> None:
    """To the desk or away from it; what is on it stays there."""
    st.session_state[IS_OPEN] = is_open
    _write_address(is_open)
    ask_focus()


def _write_address(is_open: bool) -> None:
    if is_open:
        st.query_params[DESK] = OPEN
    else:
        st.query_params.pop(DESK, None)


def ask_for_desk(folders: Folders, *, always: bool = False) -> bool:
    """Whether the browser has said what lay on the desk before the page was loaded anew.

    That is on it again; `folders` are the app's own. The browser is asked once, and answers only
    where something did lie there, or `always`.
    """
    state = st.session_state

    def hear(packed: str) -> None:
        state[ASKED] = True
        if packed and "desk" not in state and not take_up(packed, folders):
            state[DOOR_SAYS] = UNREAD

    if "desk" in state or state.get(ASKED):
        return True
    ask_tab(hear, always=always)
    return False


def lead_back() -> None:
    """The keyboard of who comes from the desk is at the way back to it."""
    if "desk" in st.session_state:
        focus_on(WAY_BACK)


def _lay(folder: Path | None) -> None:
    """Put a copy of a folder on the desk; without one a campaign is begun there."""
    clear_desk()
    # What lay there before is not asked for: it is to give way.
    st.session_state.update({DOOR_SAYS: "", ASKED: True})
    if folder is not None:
        try:
            edit = begin_edit(read_files(folder))
            desk = Desk(folder, edit, is_own=True, copied=_name_of(folder))
        except CampaignError as error:
            st.session_state[DOOR_SAYS] = f"It cannot be edited: {error}"
            return
        st.session_state["desk"] = desk
    _open()


def _take_off() -> None:
    """Make room on the desk; what lay there can be put back."""
    state = st.session_state
    aside = state["desk"]
    clear_desk()
    state.update({ASIDE: aside, ASKED: True})


def _put_back() -> None:
    aside = st.session_state.pop(ASIDE)
    clear_desk()
    st.session_state["desk"] = aside
    _open()


def _name_of(folder: Path) -> str:
    """What the app calls the folder that is shown; one that was uploaded is none of the app's."""
    reading: Folders = st.session_state.get("reading", {})
    return next((name for name, path in reading.items() if path == folder), UPLOADED)


def _open() -> None:
    st.session_state.pop("desk-address", None)
    _turn(is_open=True)


def leave_desk() -> None:
    """Go back to what the app shows."""
    _turn(is_open=False)
