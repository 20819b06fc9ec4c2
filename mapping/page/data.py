"""The tab "Data", and the page of a folder that cannot be drawn: what is wrong in its files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from mapping.campaign import Campaign
from mapping.page.downloads import show_downloads
from mapping.page.folders import problems_of
from mapping.page.prose import show_header, show_line, to_line, to_table
from mapping.problems import Problem, find_errors

SEVERITIES = ("error", "warning", "note")
MOST_SHOWN = 300


def show_data(campaign: Campaign, folder: Path, mark: str) -> None:
    """What can be downloaded, and what the check finds in a campaign that can be drawn."""
    show_downloads(campaign)
    problems = problems_of(folder, mark)
    checked = say_count(count_rows(campaign), "row")
    if not problems:
        show_line(f"{checked} checked, nothing found wrong.")
    else:
        counts = [
            say_count(sum(problem.severity == severity for problem in problems), severity)
            for severity in SEVERITIES
        ]
        show_line(f"{checked} checked: {', '.join(counts)}.")
        show_problems(problems)
    if campaign.licence:
        show_line(f"Licence of the data: {campaign.licence}.")


def show_broken(folder: Path, mark: str, header: st.delta_generator.DeltaGenerator) -> None:
    """A folder that cannot be drawn: how many errors, and the messages of the command line."""
    problems = problems_of(folder, mark)
    errors = say_count(len(find_errors(problems)), "error")
    with header:
        show_header(f"This campaign cannot be drawn: {errors}", folder.resolve().name)
    show_problems(problems)


def show_problems(problems: Sequence[Problem]) -> None:
    """Problems as a table: where, what was found and expected, and how to mend it."""
    html = to_table(problem_rows(problems[:MOST_SHOWN]), "Problems in the campaign's files")
    if (more := len(problems) - MOST_SHOWN) > 0:
        html += to_line(f"And {more:,} more: python -m mapping check FOLDER lists all of them.")
    st.html(f'<section class="problems">{html}</section>')


def problem_rows(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """A row for each problem; no row number where it concerns the whole file."""
    return [
        {
            "Severity": problem.severity,
            "File": problem.file,
            "Row": str(problem.row or ""),
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
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
