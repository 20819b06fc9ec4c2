"""The tab "Data", and the page of a folder that cannot be drawn: what is wrong in its files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from mapping.campaign import Campaign
from mapping.page.folders import problems_of
from mapping.page.prose import show_header, show_line, show_table
from mapping.problems import Problem, find_errors


def show_data(campaign: Campaign, folder: Path, mark: str) -> None:
    """What the check finds in a campaign that can be drawn."""
    problems = problems_of(folder, mark)
    rows = f"{count_rows(campaign):,} rows checked"
    if not problems:
        show_line(f"{rows}, nothing found wrong.")
    else:
        show_line(f"{rows}, {say_count(len(problems), 'thing')} found.")
        show_problems(problems)
    if campaign.licence:
        show_line(f"Licence of the data: {campaign.licence}.")


def show_broken(folder: Path, mark: str) -> None:
    """A folder that cannot be drawn: how many errors, and the messages of the command line."""
    problems = problems_of(folder, mark)
    errors = say_count(len(find_errors(problems)), "error")
    show_header(f"This campaign cannot be drawn: {errors}", folder.resolve().name)
    show_problems(problems)


def show_problems(problems: Sequence[Problem]) -> None:
    """Problems as a table: where, what was found and expected, and how to mend it."""
    columns: dict[str, Any] = {
        "Severity": st.column_config.TextColumn(width="small"),
        "Row": st.column_config.NumberColumn(width="small", format="%d"),
        "Column": st.column_config.TextColumn(width="small"),
        "Expected": st.column_config.TextColumn(width="medium"),
        "How to mend it": st.column_config.TextColumn(width="large"),
    }
    show_table(problem_rows(problems), columns, "Problems in the campaign's files")


def problem_rows(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """A row for each problem; no row number where it concerns the whole file."""
    return [
        {
            "Severity": problem.severity,
            "File": problem.file,
            "Row": problem.row or None,
            "Column": problem.column,
            "Message": problem.message,
            "Found": problem.found,
            "Expected": problem.expected,
            "How to mend it": problem.mend,
        }
        for problem in problems
    ]


def count_rows(campaign: Campaign) -> int:
    """How many rows a campaign's tables hold."""
    tables = (
        campaign.sources, campaign.places, campaign.forces, campaign.movements, campaign.events,
        campaign.control, campaign.days, campaign.questions, campaign.answers, campaign.figures,
        campaign.series, *campaign.waypoints.values(), *campaign.evidence.values(),
    )  # fmt: skip
    return sum(len(table) for table in tables)


def say_count(number: int, thing: str) -> str:
    """`1 error`, `3 errors`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
