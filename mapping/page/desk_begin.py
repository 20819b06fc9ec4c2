"""A new campaign at the desk: what it is called, from when to when, and between whom."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mapping.intake.moments import MomentUnread, read_moment
from mapping.intake.starter import NewCampaignError, bare_files
from mapping.page.desk_state import begin_desk
from mapping.page.prose import show_header, show_line


def show_begin(folder: Path) -> None:
    """Ask for what every campaign has; the desk is laid as soon as it is said."""
    show_header("A new campaign", f"It will be saved in {folder.resolve()}.")
    with st.form("desk-begin"):
        title = st.text_input("What it is called", placeholder="Hastings, 1066")
        first, last = st.columns(2)
        days = (
            first.text_input("First day", placeholder="28 September 1066"),
            last.text_input("Last day", placeholder="14 October 1066"),
        )
        one, other = st.columns(2)
        sides = (one.text_input("One side"), other.text_input("The other side"))
        if not st.form_submit_button("Begin", type="primary"):
            return
    try:
        begin_desk(folder, bare_files(title, read_moment(days[0]), read_moment(days[1]), sides))
    except MomentUnread as error:
        show_line(f"A day is not understood: {error}")
    except NewCampaignError as error:
        show_line(f"It cannot begin like this: {error}")
    else:
        st.rerun()
