"""What the campaign is: title, days, summary, its sides, and whose tellings it has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import streamlit as st

from mapping.editing.changes import Change, SetHead, Together
from mapping.editing.claim import new_account, new_side
from mapping.editing.folder_files import EditError, names_of
from mapping.editing.head_values import HeadValue, entries_of, head_of, to_head_day
from mapping.format.campaign import NO_COLOUR
from mapping.format.dates import MomentError, parse_day
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line, to_heading

TEXTS = {"title": "Title", "subtitle": "One line below it", "licence": "Licence of your tables",
         "time_zone": "Whose clock the sources go by"}  # fmt: skip
TELLING = {"title": "Who tells it", "standpoint": "From which standpoint"}
TELLINGS = (
    "Two parties that tell it differently: name both, and say of each claim whose it is. The map "
    "then shows one telling, or two side by side; what is nobody's alone is told by all."
)
DAYS = {"first_day": "First day", "last_day": "Last day"}


def show_head(desk: Desk) -> None:
    """Forms for what stands in campaign.toml."""
    try:
        head = head_of(desk.edit.files)
    except EditError as error:
        show_line(str(error))
        return
    turn = desk.turn
    with st.form(f"desk-head-{turn}"):
        for key, label in (TEXTS | DAYS).items():
            st.text_input(label, str(head.get(key, "")), key=f"head-{key}-{turn}")
        _ask_source(desk, str(head.get("default_source", "")), f"head-default_source-{turn}")
        st.text_area("Summary", str(head.get("summary", "")), key=f"head-summary-{turn}")
        # A callback runs before anything that could interrupt the page and lose the press.
        st.form_submit_button("Set these", on_click=lambda: _set(desk, head, turn))
    _show_sides(desk)
    _show_tellings(desk)


def _ask_source(desk: Desk, given: str, key: str) -> None:
    """Who says all that has no evidence of its own."""
    known = names_of(desk.edit.files, "sources", "title")
    options = list(dict.fromkeys(["", *known, given]))
    st.selectbox(
        "Who says what has no evidence of its own", options, options.index(given), key=key,
        format_func=lambda one: known.get(one, one) or "(nobody: each claim names its source)",
    )  # fmt: skip


def _set(desk: Desk, head: dict[str, Any], turn: int) -> None:
    fields = (*TEXTS, *DAYS, "default_source", "summary")
    said = {key: st.session_state[f"head-{key}-{turn}"] for key in fields}
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
        if not text.strip() and key == "default_source":
            yield SetHead((key,), None)
            continue
        value: HeadValue = text.strip()
        if key in DAYS:
            value = to_head_day(parse_day(text.strip()), head.get(key))
        yield SetHead((key,), value)


def _show_sides(desk: Desk) -> None:
    st.html(to_heading("Sides", 3))
    for number, side in enumerate(entries_of(desk.edit.files, "sides")):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name, colour = (f"side-{what}-{number}-{desk.turn}" for what in ("name", "colour"))
            st.text_input(
                "Name", str(side.get("name", "")), key=name,
                on_change=partial(_set_side, desk, number, "name", name),
            )  # fmt: skip
            st.color_picker(
                "Colour", str(side.get("colour", NO_COLOUR)), key=colour,
                on_change=partial(_set_side, desk, number, "colour", colour),
            )  # fmt: skip
    with st.form("side-new"):
        st.text_input("Another side: its name", key="side-new-name")
        st.color_picker("Its colour", "#3f6212", key="side-new-colour")
        st.form_submit_button("Add the side", on_click=lambda: _add_side(desk))


def _show_tellings(desk: Desk) -> None:
    """The tellings that the map shows side by side; with one alone it is the campaign itself."""
    st.html(to_heading("Tellings", 3))
    show_line(TELLINGS)
    for number, one in enumerate(entries_of(desk.edit.files, "accounts")):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for field, label in TELLING.items():
                key = f"head-telling-{field}-{number}-{desk.turn}"
                st.text_input(
                    label, str(one.get(field, "")), key=key,
                    on_change=partial(_set_telling, desk, number, field, key),
                )  # fmt: skip
    with st.form("telling-new", clear_on_submit=True):
        st.text_input("Another telling: who tells it", key="head-new-title")
        st.text_input("From which standpoint (if you like)", key="head-new-standpoint")
        st.form_submit_button("Add the telling", on_click=lambda: _add_telling(desk))


def _set_telling(desk: Desk, number: int, field: str, key: str) -> None:
    value = str(st.session_state[key]).strip()
    if value or field != "title":
        desk.do(SetHead(("accounts", number, field), value))


def _add_telling(desk: Desk) -> None:
    title, standpoint = (str(st.session_state[f"head-new-{one}"]).strip() for one in TELLING)
    if title:
        desk.do(new_account(desk.edit.files, title, standpoint))


def _set_side(desk: Desk, number: int, field: str, key: str) -> None:
    if value := str(st.session_state[key]).strip():
        desk.do(SetHead(("sides", number, field), value))


def _add_side(desk: Desk) -> None:
    name = str(st.session_state["side-new-name"]).strip()
    if name and desk.do(new_side(desk.edit.files, name, st.session_state["side-new-colour"])):
        st.session_state["side-new-name"] = ""
