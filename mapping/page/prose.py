"""Words and tables on the page. Text from data is always plain text here.

Tables that are read are HTML: cells wrap, and on a phone each row becomes a card. Long ones, which
are searched and sorted, are Streamlit's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from mapping.type import type_css
from mapping.words.strings import USUAL, say, say_digits, say_word

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
ROW_HEIGHT = 34
MOST_READ = 120
LINK = re.compile(r"https?://[^\s]+\Z")
Rows = Sequence[Mapping[str, Any]]


def show_style() -> None:
    """The few rules that the theme cannot say."""
    st.html(f"<style>{STYLE}</style>")


def show_faces() -> None:
    """The faces. A map has its own: it goes before them, as they are much to send and to read."""
    st.html(f"<style>{type_css()}</style>")


def show_header(
    title: str, line: str, notes: Sequence[str] = (), chosen: bool = False, language: str = USUAL
) -> None:
    """The page's title with one line, and what the reader should know at once.

    `chosen`: the title stands in the chooser beside it, and here for screen readers only.
    """
    said = "".join(f'<p class="note" role="status">{escape(note)}</p>' for note in notes)
    # Seen only while it is so: then nothing new can come.
    waits = escape(say("page.waits", language))
    said += f'<div class="waits" role="status"><p class="note">{waits}</p></div>'
    kind = "head is-chosen" if chosen else "head"
    words = f'<h1 dir="auto">{escape(title)}</h1><p dir="auto">{escape(line)}</p>'
    st.html(in_language(f'<header class="{kind}">{words}{said}</header>', language))


def show_note(text: str, turn: int) -> None:
    """What became of the reader's last step; another `turn` says even the same words anew."""
    st.html(f'<p class="note" role="alert" tabindex="-1" data-turn="{turn}">{escape(text)}</p>')


def show_line(text: str, language: str = "") -> None:
    """One line of plain text, in a language of the interface if it is not the page's own."""
    st.html(in_language(to_line(text), language))


def in_language(html: str, language: str) -> str:
    """Markup that says its language and runs as that does; as it is without one."""
    if not language:
        return html
    runs = say("language.direction", language)
    return f'<div lang="{escape(language)}" dir="{runs}">{html}</div>'


def to_line(text: str) -> str:
    """A paragraph."""
    return f'<p class="line">{escape(text)}</p>'


def to_heading(text: str, level: int = 2) -> str:
    """A heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def to_table(rows: Rows, says: str, language: str = USUAL) -> str:
    """An HTML table; `says` tells a screen reader what it holds.

    Its columns are headed by the words for the rows' own names in the language.
    """
    labels = column_words(rows, language)
    head = "".join(
        f'<th scope="col" data-name="{escape(name)}">{escape(label)}</th>'
        for name, label in labels.items()
    )
    lines = (
        "".join(_to_cell(name, label, row[name], language) for name, label in labels.items())
        for row in rows
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return (
        f'<table class="rows"><caption>{escape(says)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def column_words(rows: Rows, language: str) -> dict[str, str]:
    """What the columns of some rows are called in a language, by the rows' own names."""
    return {name: _heading(name, language) for name in rows[0]}


def _heading(name: str, language: str) -> str:
    heading = say_word("column", name.lower(), language)
    return name if heading == name.lower() else heading


def _to_cell(name: str, label: str, value: object, language: str) -> str:
    text = "" if value is None else str(value)
    kind = ""
    if isinstance(value, int | float):
        text, kind = say_digits(f"{value:,.10g}", language), ' class="number"'
    html = escape(text)
    if LINK.match(text) and (host := _host_of(text)):
        html = f'<a href="{html}" target="_blank" rel="noopener noreferrer">{escape(host)}</a>'
    # What a campaign says may run the other way than the page.
    held = html and f"<bdi>{html}</bdi>"
    return f'<td data-name="{escape(name)}" data-label="{escape(label)}"{kind}>{held}</td>'


def _host_of(address: str) -> str:
    """Where a web address leads; empty for one that no browser would follow."""
    try:
        return urlsplit(address).netloc.removeprefix("www.")
    except ValueError:  # such as https://[::1
        return ""


def show_table(rows: Rows, columns: Mapping[str, Any], says: str, language: str = USUAL) -> None:
    """A table of values; `columns` are Streamlit's settings for a long one, `says` what it holds.

    A text that is a web address becomes a link.
    """
    if rows and len(rows) <= MOST_READ:
        html = f'<section class="values">{to_table(rows, says, language)}</section>'
        st.html(in_language(html, language))
    elif rows:
        import pandas as pd

        words = column_words(rows, language)
        table = pd.DataFrame(rows).rename(columns=words)
        columns = {words[name]: settings for name, settings in columns.items()}
        st.dataframe(
            table, column_config=columns, hide_index=True, row_height=ROW_HEIGHT, placeholder="",
            alt=says,
        )  # fmt: skip
