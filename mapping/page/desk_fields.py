"""The fields that the desk's forms share: when, how sure, who says so, and one of several."""

from __future__ import annotations

import streamlit as st

from mapping.editing.claim import NamedSource
from mapping.editing.folder_files import Files, names_of
from mapping.editing.head_values import head_of, side_names
from mapping.format.dates import in_calendar, parse_day, parse_moment
from mapping.format.gregorian import write_iso
from mapping.format.kinds import SOURCE_KINDS
from mapping.format.tables import CERTAINTIES
from mapping.intake.moments import MomentUnread, read_moment
from mapping.page.prose import show_line

NEW = "A new one ..."
NONE = ""
NOBODY = "(nobody)"
NOTHING_MISSING = "Nothing is missing."


def show_lacks(lacks: list[str], otherwise: str = "") -> None:
    """What is still to do before there is a claim, or that it is one."""
    if lacks or otherwise:
        show_line(f"Still to do: {'; '.join(lacks)}." if lacks else otherwise)


def ask_moment(label: str, key: str, usual: str = "") -> str:
    """A day as people write it, and what it is taken for; empty where it is not understood."""
    st.session_state.setdefault(f"claim-{key}", usual)
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


def ask_certainty(key: str) -> str:
    """How sure a claim is, in the format's own words."""
    return str(st.segmented_control(
        "How sure", CERTAINTIES, default="less-certain", key=f"claim-{key}", required=True
    ))  # fmt: skip


def ask_side(files: Files, label: str, key: str) -> str:
    """A side of the campaign, or nobody: the empty id."""
    sides = side_names(files)
    return str(st.selectbox(
        label, [*sides, NONE], key=f"claim-{key}", format_func=lambda one: sides.get(one, NOBODY)
    ))  # fmt: skip


def ask_source(files: Files, key: str) -> NamedSource:
    """Who says so, one of the campaign's sources or a new one, and where in it."""
    known = names_of(files, "sources", "title")
    usual = str(head_of(files).get("default_source", ""))
    chosen = ask_known("Who says so", known, key, usual)
    locator = st.text_input("Where in it: page, paragraph", key=f"claim-{key}-locator")
    if chosen != NEW:
        return NamedSource(source_id=chosen, locator=locator)
    left, right = st.columns([3, 1])
    title = left.text_input("The source's title", key=f"claim-{key}-title")
    kind = right.selectbox("What it is", list(SOURCE_KINDS), key=f"claim-{key}-kind")
    return NamedSource(title=title, kind=kind, locator=locator)


def ask_known(label: str, known: dict[str, str], key: str, usual: str = NONE) -> str:
    """One of the campaign's own, none, or a new one; at first the usual one."""
    st.session_state.setdefault(f"claim-{key}", usual if usual in known else NONE)
    return str(
        st.selectbox(
            label, [NONE, *known, NEW], key=f"claim-{key}",
            format_func=lambda one: known.get(one, one) or "(not said)",
        )
    )  # fmt: skip


def shown_day(files: Files) -> str:
    """The day that the map shows, as the campaign's files write days."""
    day = st.session_state.get("desk-address", {}).get("day", "")
    head = head_of(files)
    if not day:
        return str(head.get("first_day", ""))
    if head.get("days_in") != "julian":
        return str(day)
    return write_iso(*in_calendar(parse_day(day), "julian"))
