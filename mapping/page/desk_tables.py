"""The tables at the desk: one at a time to type into, with what is wrong in it beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from mapping.editing.changes import AddRows, Change, MoveRow, RemoveRow, SetCells, Together
from mapping.editing.folder_files import EditError, Files, lines_of, row_id_of, sheet_of
from mapping.editing.uses import cells_as_text, duplicate, fresh_id, ids_in, remove, uses_of
from mapping.format.csv_file import heading_of_key
from mapping.format.problems import Problem
from mapping.format.schema import Column, columns_of
from mapping.format.tables import TABLES
from mapping.intake.moments import MomentUnread, read_moment
from mapping.page.desk_claim import show_place
from mapping.page.desk_sketch import MapAsk
from mapping.page.desk_state import Desk
from mapping.page.problem_table import show_problems
from mapping.page.prose import show_line

MOST_USES = 12


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
    """The table as it was when it was last made anew: what is typed meanwhile is its own."""
    key = f"desk-{table}-{desk.turn}"
    if st.session_state.get("desk-mounted") != key:
        st.session_state["desk-mounted"] = key
        st.session_state["desk-frame"] = _frame_of(desk, table)
        st.session_state["desk-typed"] = {}
    frame = st.session_state["desk-frame"]
    st.data_editor(
        frame, key=key, num_rows="dynamic", hide_index=False, width="stretch",
        column_config=_columns(desk, table, frame),
        on_change=lambda: _take(desk, table, key),
    )  # fmt: skip


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


def _take(desk: Desk, table: str, key: str) -> None:
    """What was typed since the last time, as one change."""
    typed: Mapping[str, Any] = st.session_state[key]
    frame: pd.DataFrame = st.session_state["desk-frame"]
    before = st.session_state["desk-typed"]
    changes = list(_typed(table, typed.get("edited_rows", {}), before, frame))
    gone = sorted((int(frame.index[at]) for at in typed.get("deleted_rows", [])), reverse=True)
    changes += [RemoveRow(table, row) for row in gone]
    added = [_plain(table, one) for one in typed.get("added_rows", [])]
    new = tuple(with_ids(desk.edit.files, table, added))
    changes += [AddRows(table, new)] if new else []
    st.session_state["desk-typed"] = {
        at: dict(cells) for at, cells in typed.get("edited_rows", {}).items()
    }
    if not changes:
        return
    change = changes[0] if len(changes) == 1 else Together(f"{table} typed", tuple(changes))
    done = desk.do(change, quietly=not (gone or new))
    if not done:
        desk.turn += 1


def _typed(
    table: str, edited: Mapping[Any, Any], before: Mapping[Any, Any], frame: pd.DataFrame
) -> Iterator[Change]:
    for at, cells in edited.items():
        fresh = {
            name: value for name, value in cells.items()
            if name not in before.get(at, {}) or before[at][name] != value
        }  # fmt: skip
        if fresh:
            yield SetCells(table, int(frame.index[int(at)]), _plain(table, fresh))


def _plain(table: str, cells: Mapping[str, Any]) -> dict[str, str]:
    """What was typed as the format writes it, where it can mean one thing only."""
    columns = columns_of(TABLES[table])
    text = cells_as_text({name: value for name, value in cells.items() if name != "row"})
    for name, cell in text.items():
        if cell and name in columns and columns[name][1].type in ("moment", "day"):
            try:
                text[name] = read_moment(cell)
            except MomentUnread:
                continue
    return {name: cell for name, cell in text.items() if not name.startswith("_")}


def with_ids(files: Files, table: str, rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """New rows, each with an id of its own made of its name where none was typed or pasted."""
    key = heading_of_key(TABLES[table])
    column = columns_of(TABLES[table])[key][1]
    has_ids = (
        column.type == "id" and not column.refers_to and "order" not in columns_of(TABLES[table])
    )
    taken = ids_in(files, table)
    made = []
    for cells in rows:
        row = {name: cell for name, cell in cells.items() if cell.strip()}
        named = next((row[name] for name in ("name", "title", "label") if name in row), "")
        if has_ids and named and key not in row:
            row[key] = fresh_id(named, taken)
        taken.add(row.get(key, ""))
        made += [row] if row else []
    return made


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
