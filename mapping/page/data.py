"""The tab "Data", and the page of a folder that cannot be drawn: what is wrong in its files."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mapping.campaign import Campaign
from mapping.page.downloads import show_downloads
from mapping.page.folders import OpenFolder
from mapping.page.prose import show_header, show_line, to_line, to_table
from mapping.page.upload import show_upload
from mapping.problems import Problem, find_errors, to_csv

SEVERITIES = ("error", "warning", "note")
MOST_SHOWN = 300


def show_data(opened: OpenFolder) -> None:
    """What the check finds in a campaign that can be drawn, what to take along or to upload."""
    campaign, problems = opened.campaign, opened.problems
    assert campaign is not None
    checked = say_count(count_rows(campaign), "row")
    counts = ", ".join(
        say_count(sum(problem.severity == severity for problem in problems), severity)
        for severity in SEVERITIES
    )
    licence = f" Licence of the data: {campaign.licence}." if campaign.licence else ""
    show_line(f"{checked} checked: {counts if problems else 'nothing found wrong'}.{licence}")
    show_downloads(opened)
    with st.container(border=True):
        show_upload()
    if problems:
        show_problems(problems, "campaign")


def show_broken(opened: OpenFolder, header: st.delta_generator.DeltaGenerator) -> None:
    """A folder that cannot be drawn: how many errors, and the messages of the command line."""
    errors = say_count(len(find_errors(opened.problems)), "error")
    with header:
        show_header(f"This campaign cannot be drawn: {errors}", opened.folder.resolve().name)
    show_problems(opened.problems, "campaign")
    with st.container(border=True):
        show_upload()


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
