"""Words and tables on the page. Text from data is always plain text here.

Short tables that are read are HTML: cells wrap, and on a phone each row becomes a card. Long
ones that are searched and sorted are Streamlit's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
ROW_HEIGHT = 34
MOST_AT_ONCE = 60
Rows = Sequence[Mapping[str, Any]]


def show_style() -> None:
    """The few rules that the theme cannot say."""
    st.html(f"<style>{STYLE}</style>")


def show_header(title: str, line: str, notes: Sequence[str] = ()) -> None:
    """The page's title with one line, and what the reader should know at once."""
    said = "".join(f'<p class="note" role="status">{escape(note)}</p>' for note in notes)
    st.html(f'<header class="head"><h1>{escape(title)}</h1><p>{escape(line)}</p>{said}</header>')


def show_line(text: str) -> None:
    """One line of plain text."""
    st.html(to_line(text))


def to_line(text: str) -> str:
    """A paragraph."""
    return f'<p class="line">{escape(text)}</p>'


def to_heading(text: str, level: int = 2) -> str:
    """A heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def to_table(rows: Rows, says: str) -> str:
    """An HTML table under the rows' own names; `says` tells a screen reader what it holds."""
    names = [escape(name) for name in rows[0]]
    head = "".join(f'<th scope="col" data-name="{name}">{name}</th>' for name in names)
    body = "".join(f"<tr>{''.join(map(_to_cell, row, row.values()))}</tr>" for row in rows)
    return (
        f'<table class="rows"><caption>{escape(says)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _to_cell(name: str, value: str) -> str:
    return f'<td data-name="{escape(name)}">{escape(value)}</td>'


def show_table(rows: Rows, columns: Mapping[str, Any], says: str) -> None:
    """A table to search and sort; `columns` are Streamlit's settings, `says` what it holds."""
    import pandas as pd

    st.dataframe(
        pd.DataFrame(rows),
        column_config=columns,
        hide_index=True,
        height="content" if len(rows) <= MOST_AT_ONCE else "auto",
        row_height=ROW_HEIGHT,
        placeholder="",
        alt=says,
    )
