"""Problems as a table: under a campaign, a folder that cannot be drawn, and an upload."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mapping.format.problems import Problem, to_csv
from mapping.page.prose import to_line, to_table

MOST_SHOWN = 300


def show_problems(problems: Sequence[Problem], key: str) -> None:
    """Problems as a table: where, what was found and expected, and how to mend it."""
    html = to_table(problem_rows(problems[:MOST_SHOWN]), "Problems in the campaign's files")
    if (more := len(problems) - MOST_SHOWN) > 0:
        html += to_line(f"And {more:,} more; the download has all of them.")
    with st.container(key=f"{key}-problems", gap="small"):
        st.html(f'<section class="problems">{html}</section>')
        st.download_button(
            "Download the problems (CSV)",
            lambda: to_csv(problems),
            file_name="problems.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"{key}-problems-csv",
        )


def problem_rows(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """A row for each problem."""
    return [
        {
            "Severity": problem.severity,
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
