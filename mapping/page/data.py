"""The tab "Data", and the page of a folder that cannot be drawn: what is wrong in its files."""

from __future__ import annotations

import streamlit as st

from mapping.format.campaign import Campaign
from mapping.format.problems import find_errors
from mapping.format.tables import TABLES
from mapping.page.desk_door import show_door
from mapping.page.downloads import show_downloads
from mapping.page.folders import OpenFolder
from mapping.page.problem_table import show_problems
from mapping.page.prose import show_header, show_line
from mapping.page.upload import show_upload


def show_data(opened: OpenFolder) -> None:
    """What the check finds in a campaign that can be drawn, what to take along or to upload."""
    campaign, problems = opened.campaign, opened.problems
    assert campaign is not None
    checked = say_count(count_rows(campaign), "row")
    wrong = [problem for problem in problems if problem.severity != "note"]
    notes = [problem for problem in problems if problem.severity == "note"]
    counts = ", ".join(
        say_count(sum(problem.severity == severity for problem in wrong), severity)
        for severity in ("error", "warning")
    )
    licence = f" Licence of the data: {campaign.licence}." if campaign.licence else ""
    show_line(f"{checked} checked: {counts if wrong else 'nothing found wrong'}.{licence}")
    show_downloads(opened)
    with st.container(border=True):
        show_door(opened.folder)
    with st.container(border=True):
        show_upload()
    if wrong:
        show_problems(wrong, "campaign")
    if notes:
        with st.expander(f"For the author: {say_count(len(notes), 'note')}, none of them a fault"):
            show_problems(notes, "notes")


def show_broken(opened: OpenFolder, header: st.delta_generator.DeltaGenerator) -> None:
    """A folder that cannot be drawn: how many errors, and the messages of the command line."""
    errors = say_count(len(find_errors(opened.problems)), "error")
    with header:
        show_header(f"This campaign cannot be drawn: {errors}", opened.folder.resolve().name)
    show_problems(opened.problems, "campaign")
    with st.container(border=True):
        show_door(opened.folder)
    with st.container(border=True):
        show_upload()


def count_rows(campaign: Campaign) -> int:
    """How many rows a campaign's tables hold."""
    return sum(1 for table in TABLES for _ in campaign.rows_of(table))


def say_count(number: int, thing: str) -> str:
    """`1 error`, `3 errors`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
