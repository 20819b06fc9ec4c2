"""What the campaign is: title, days, summary, and its sides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import streamlit as st

from mapping.editing.changes import Change, SetHead, Together
from mapping.editing.claim import new_side
from mapping.editing.folder_files import EditError
from mapping.editing.head_values import HeadValue, entries_of, head_of
from mapping.format.dates import MomentError, parse_day
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line, to_heading

TEXTS = {"title": "Title", "subtitle": "One line below it", "licence": "Licence of your tables",
         "time_zone": "Whose clock the sources go by"}  # fmt: skip
DAYS = {"first_day": "First day", "last_day": "Last day"}


def show_head(desk: Desk) -> None:
    """Forms for what stands in campaign.toml."""
    try:
        head = head_of(desk.edit.files)
    except EditError as error:
        show_line(str(error))
        return
    with st.form(f"desk-head-{desk.turn}"):
        said = {key: st.text_input(label, str(head.get(key, ""))) for key, label in TEXTS.items()}
        said |= {key: st.text_input(label, str(head.get(key, ""))) for key, label in DAYS.items()}
        said["summary"] = st.text_area("Summary", str(head.get("summary", "")))
        if st.form_submit_button("Set these"):
            _set(desk, head, said)
            st.rerun()
    _show_sides(desk)


def _set(desk: Desk, head: dict[str, Any], said: dict[str, str]) -> None:
    try:
        changes = tuple(_changes(head, said))
    except MomentError as error:
        desk.report(f"Not done: {error.mend}")
        return
    if changes:
        desk.do(Together("what the campaign is", changes))


def _changes(head: dict[str, Any], said: dict[str, str]) -> Iterator[Change]:
    for key, text in said.items():
        if text.strip() == str(head.get(key, "")).strip():
            continue
        value: HeadValue = parse_day(text.strip()) if key in DAYS else text.strip()
        if isinstance(head.get(key), str) and isinstance(value, date):
            value = value.isoformat()
        yield SetHead((key,), value)


def _show_sides(desk: Desk) -> None:
    st.html(to_heading("Sides", 3))
    for number, side in enumerate(entries_of(desk.edit.files, "sides")):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            key = f"{number}-{desk.turn}"
            name = st.text_input("Name", str(side.get("name", "")), key=f"side-name-{key}")
            colour = st.color_picker(
                "Colour", str(side.get("colour", "#555555")), key=f"side-colour-{key}"
            )
        for field, value in (("name", name), ("colour", colour)):
            if value.strip() and value != str(side.get(field, "#555555")):
                desk.do(SetHead(("sides", number, field), value))
                st.rerun()
    with st.form("side-new", clear_on_submit=True):
        name = st.text_input("Another side: its name")
        colour = st.color_picker("Its colour", "#3f6212")
        if st.form_submit_button("Add the side") and name.strip():
            desk.do(new_side(desk.edit.files, name, colour))
            st.rerun()
