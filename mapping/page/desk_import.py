"""A file of another kind at the desk: its plan is shown, then taken in as one step."""

from __future__ import annotations

import streamlit as st

from mapping.editing.folder_files import EditError
from mapping.intake.found import Found, ImportFileError
from mapping.intake.moments import Order
from mapping.intake.plan import Plan, plan_import, say_plan
from mapping.intake.taking import ENDINGS, WORKBOOKS, Wish, parse_ahead, parse_columns, take_bytes
from mapping.page.apart import TooLongError
from mapping.page.desk_fields import call_watched
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line

MOST_AT_ONCE = 1_000_000
"""Bytes that are read at once; a larger file is read apart, and so is each workbook, whose reader
ends its whole process where memory is short."""
ORDERS: dict[Order, str] = {
    "": "as the column shows",
    "day-first": "day first",
    "month-first": "month first",
}


def show_import(desk: Desk) -> None:
    """Choose a file, correct how it is read, and take it in."""
    file = st.file_uploader(
        "A table of events (CSV, Excel, ODS), KML, KMZ, GPX, GeoJSON, Linked Places, TimelineJS, "
        "StoryMapJS or a scenario of ORBAT Mapper",
        [ending.removeprefix(".") for ending in ENDINGS], key=f"desk-file-{desk.turn}",
    )  # fmt: skip
    if file is None:
        return
    with st.container(horizontal=True):
        sheet = st.text_input("Sheet of a workbook")
        columns = st.text_input("Columns, if guessed wrong: day=When,title=What")
        order = st.selectbox("07/06/1900 is", list(ORDERS), format_func=lambda one: ORDERS[one])
        ahead = st.text_input("Local time is ahead of UTC by", "+00:00")
    try:
        wish = Wish(
            sheet=sheet, columns=parse_columns(columns), order=order or "",
            ahead=parse_ahead(ahead),
        )  # fmt: skip
        found = _found(desk, file.file_id, file.name, file.getvalue(), wish)
        plan = plan_import(desk.edit.files, found, file.name)
    except (ImportFileError, EditError, TooLongError) as error:
        show_line(f"It cannot be taken in: {error}")
        return
    for line in say_plan(plan):
        show_line(line)
    st.button("Take it in", type="primary", on_click=lambda: _take(desk, plan))


def _found(desk: Desk, file_id: str, name: str, data: bytes, wish: Wish) -> Found:
    """What a file holds, read once for each way to read it; a large one apart, and bounded."""
    kept: tuple[object, Found] | None = st.session_state.get("desk-found")
    asked = (file_id, wish)
    if kept is None or kept[0] != asked:
        is_small = len(data) <= MOST_AT_ONCE and not name.lower().endswith(WORKBOOKS)
        if is_small:
            found = take_bytes(name, data, wish)
        else:
            found = call_watched(
                "Reading the file", "mapping.intake.taking:take_bytes", (name, data, wish),
                lambda: desk.report("The file was not read."),
            )  # fmt: skip
        st.session_state["desk-found"] = kept = (asked, found)
    return kept[1]


def _take(desk: Desk, plan: Plan) -> None:
    if desk.do(plan.change):
        desk.report(f"Done: {plan.change.says}. Undo takes all of it back.")
