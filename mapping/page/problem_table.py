"""Problems as a table: under a campaign, a folder that cannot be drawn, and an upload."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mapping.format.problems import Problem, to_csv
from mapping.page.prose import in_language, to_line, to_table
from mapping.words.strings import USUAL, say, say_count, say_word

MOST_SHOWN = 300


def show_problems(problems: Sequence[Problem], key: str, language: str = USUAL) -> None:
    """Problems as a table: where, what was found and expected, and how to mend it."""
    rows = problem_rows(problems[:MOST_SHOWN], language)
    html = to_table(rows, say("data.problems", language), language)
    if (more := len(problems) - MOST_SHOWN) > 0:
        html += to_line(say("data.more", language, count=say_count(more, language)))
    if language != USUAL:
        html = to_line(say("page.in-english", language)) + html
    with st.container(key=f"{key}-problems", gap="small"):
        st.html(in_language(f'<section class="problems">{html}</section>', language))
        st.download_button(
            say("data.problems-csv", language),
            lambda: to_csv(problems),
            file_name="problems.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"{key}-problems-csv",
        )


def problem_rows(problems: Sequence[Problem], language: str = USUAL) -> list[dict[str, str]]:
    """A row for each problem; what the check says of it is in English."""
    return [
        {
            "Severity": say_word("severity", problem.severity, language),
            "Where": say_place(problem),
            "Message": problem.message,
            "Found": problem.found,
            "Expected": problem.expected,
            "How to mend it": problem.mend,
        }
        for problem in problems
    ]


def say_place(problem: Problem) -> str:
    """`events.csv, row 4, starts`; no row where it concerns the whole file."""
    row = f"row {problem.row}" if problem.row else ""
    return ", ".join(filter(None, (problem.file, row, problem.column)))
