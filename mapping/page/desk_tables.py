"""The tables at the desk: one at a time to type into, with what is wrong in it beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.editing.changes import MoveRow, Together
from mapping.editing.folder_files import EditError, lines_of, row_id_of, sheet_of
from mapping.editing.uses import duplicate, ids_in, remove, uses_of
from mapping.format.problems import Problem
from mapping.format.schema import Column, columns_of
from mapping.format.tables import TABLES
from mapping.page.desk_claim import show_place
from mapping.page.desk_sketch import MapAsk
from mapping.page.desk_state import Desk
from mapping.page.desk_typing import Typed, TypedTable
from mapping.page.problem_table import show_problems
from mapping.page.prose import show_line

MOST_USES = 12
EDITOR = "desk-editor"


def show_tables(desk: Desk, problems: list[Problem], ask: MapAsk) -> None:
    """Choose a table, type into it; what is wrong in its cells stands below it.

    The place that is chosen can be put elsewhere on the map.
    """
    wrong = {one.file.removesuffix(".csv") for one in problems if one.severity != "note"}
    table = st.selectbox(
        "Table", list(TABLES), key="desk-table",
        format_func=lambda name: f"{name} (something is wrong)" if name in wrong else name,
    )  # fmt: skip
    show_line(str(TABLES[table].__doc__).partition("\n")[0])
    try:
        rows = list(lines_of(desk.edit.files, table))
    except EditError as error:
        show_line(str(error))
        return
    _show_editor(desk, table)
    _show_row(desk, table, [row for row, _ in rows], ask)
    own = [one for one in problems if one.file == f"{table}.csv"]
    if own:
        show_problems(own, f"desk-{table}")


def _show_editor(desk: Desk, table: str) -> None:
    editor = _editor_of(desk, table)
    st.data_editor(
        editor.frame, key=editor.key, num_rows="dynamic", hide_index=False, width="stretch",
        column_config=editor.columns, on_change=lambda: _take(desk, editor),
    )  # fmt: skip


def _editor_of(desk: Desk, table: str) -> TypedTable:
    """The one that stands, or one of the table as it is now."""
    stands: TypedTable | None = st.session_state.get(EDITOR)
    # One that was not on the page in the run before has forgotten what was typed into it.
    if stands and stands.key in st.session_state and stands.shows(table, desk.edit.files):
        return stands
    number = st.session_state["desk-editors"] = st.session_state.get("desk-editors", 0) + 1
    frame = _frame_of(desk, table)
    editor = TypedTable(
        f"desk-{table}-{number}", table, frame, _columns(desk, table, frame),
        desk.edit.files.get(f"{table}.csv"),
    )  # fmt: skip
    st.session_state[EDITOR] = editor
    return editor


def _frame_of(desk: Desk, table: str) -> pd.DataFrame:
    """The rows by their numbers, all cells as text."""
    sheet = sheet_of(desk.edit.files, table)
    names = [*dict.fromkeys([*filter(None, sheet.heading), *columns_of(TABLES[table])])]
    rows = list(lines_of(desk.edit.files, table))
    cells = [[one.get(name, "") for name in names] for _, one in rows]
    index = pd.Index([row for row, _ in rows], name="row")
    return pd.DataFrame(cells, columns=names, index=index, dtype="object")


def _columns(desk: Desk, table: str, frame: pd.DataFrame) -> dict[str, Any]:
    """For each column what it holds; a choice where the format has one, or ids to choose from."""
    config: dict[str, Any] = {"_index": st.column_config.Column("row", disabled=True)}
    for name, (_, column) in columns_of(TABLES[table]).items():
        options = _options(desk, column)
        label = f"{name} *" if column.required else name
        if options and not column.is_list:
            held = [cell for cell in frame[name] if cell and cell not in options]
            config[name] = st.column_config.SelectboxColumn(
                label, help=column.about, options=["", *options, *dict.fromkeys(held)]
            )
        else:
            config[name] = st.column_config.TextColumn(
                label, help=f"{column.about}: {column.holds}"
            )
    return config


def _options(desk: Desk, column: Column) -> list[str]:
    if column.refers_to:
        return sorted(ids_in(desk.edit.files, column.refers_to))
    return list(column.known)


def _take(desk: Desk, editor: TypedTable) -> None:
    """What was typed since the last time, as one change."""
    typed: Typed = st.session_state[editor.key]
    table, files = editor.table, desk.edit.files
    if not editor.shows(table, files):
        desk.report(f"Not done: {table}.csv was changed meanwhile. Type it again.")
        return
    changes = editor.changes(typed, files)
    if not changes:
        editor.keep(typed, files)
        return
    change = changes[0] if len(changes) == 1 else Together(f"{table} typed", tuple(changes))
    stands = editor.stands(typed)
    if desk.do(change, quietly=stands) and stands:
        editor.keep(typed, desk.edit.files)
    else:
        st.session_state.pop(EDITOR, None)


def _show_row(desk: Desk, table: str, rows: list[int], ask: MapAsk) -> None:
    """What is done to one row: again, up, down, away; and where it is used."""
    if not rows:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = st.selectbox("Row", rows, key=f"desk-row-{table}", width=90)
        at = rows.index(row)
        st.button(
            "Duplicate", on_click=lambda: _do(desk, lambda: duplicate(desk.edit.files, table, row))
        )
        st.button(
            "Up", disabled=at == 0,
            on_click=lambda: _move(desk, table, row, rows[max(at - 1, 0)]),
        )  # fmt: skip
        st.button(
            "Down", disabled=at == len(rows) - 1,
            on_click=lambda: _move(desk, table, row, rows[min(at + 1, len(rows) - 1)]),
        )  # fmt: skip
        st.button(
            "Remove with all that is its own",
            on_click=lambda: _do(desk, lambda: remove(desk.edit.files, table, row)),
        )
    row_id = row_id_of(table, sheet_of(desk.edit.files, table).cells(row))
    if table == "places" and row_id:
        show_place(desk, ask, row_id, "chosen-place")
    uses = uses_of(desk.edit.files, table, row_id)
    named = "; ".join(f"{one.table}, row {one.row}, {one.column}" for one in uses[:MOST_USES])
    more = f" and {len(uses) - MOST_USES} more" if len(uses) > MOST_USES else ""
    show_line(f"Used in: {named}{more}" if uses else "Used nowhere else.")


def _move(desk: Desk, table: str, row: int, to: int) -> None:
    if desk.do(MoveRow(table, row, to)):
        # The row that was chosen stays the chosen one.
        st.session_state[f"desk-row-{table}"] = to


def _do(desk: Desk, make: Any) -> None:
    desk.make(make)
