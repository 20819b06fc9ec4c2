"""A file of another kind at the desk: its plan is shown, then taken in as one step."""

from __future__ import annotations

import streamlit as st

from mapping.editing.folder_files import EditError
from mapping.intake.found import ImportFileError
from mapping.intake.moments import Order
from mapping.intake.plan import Plan, plan_import, say_plan
from mapping.intake.taking import ENDINGS, Wish, parse_ahead, parse_columns, take_bytes
from mapping.page.desk_state import Desk
from mapping.page.prose import show_line

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
        found = take_bytes(file.name, file.getvalue(), wish)
        plan = plan_import(desk.edit.files, found, file.name)
    except (ImportFileError, EditError) as error:
        show_line(f"It cannot be taken in: {error}")
        return
    for line in say_plan(plan):
        show_line(line)
    st.button("Take it in", type="primary", on_click=lambda: _take(desk, plan))


def _take(desk: Desk, plan: Plan) -> None:
    if desk.do(plan.change):
        desk.report(f"Done: {plan.change.says}. Undo takes all of it back.")
