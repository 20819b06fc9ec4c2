"""The tab "Data", and the page of a folder that cannot be drawn: what is wrong in its files."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mapping.format.campaign import Campaign
from mapping.format.problems import Problem, find_errors
from mapping.format.tables import TABLES
from mapping.page.desk_door import show_door
from mapping.page.downloads import show_downloads
from mapping.page.folders import OpenFolder
from mapping.page.problem_table import show_problems
from mapping.page.prose import show_header, show_line
from mapping.page.upload import show_upload
from mapping.words.strings import USUAL, say, say_count


def show_data(opened: OpenFolder, language: str = USUAL) -> None:
    """What the check finds in a campaign, what of it to take along, and what to upload."""
    campaign, problems = opened.campaign, opened.problems
    if campaign is None:
        show_wrong(opened, language)
        return
    wrong = [problem for problem in problems if problem.severity != "note"]
    notes = [problem for problem in problems if problem.severity == "note"]
    show_line(say_checked(count_rows(campaign), wrong, language), language)
    if campaign.licence:
        show_line(say("data.licence", language, licence=campaign.licence), language)
    show_downloads(opened, language)
    with st.container(border=True):
        show_door(opened.folder, language)
    with st.container(border=True):
        show_upload(language)
    if wrong:
        show_problems(wrong, "campaign", language)
    if notes:
        with st.expander(say("data.notes", language, count=say_count(len(notes), language))):
            show_problems(notes, "notes", language)


def say_checked(rows: int, wrong: Sequence[Problem], language: str = USUAL) -> str:
    """How many rows were checked, and how much was found wrong."""
    checked = say_count(rows, language)
    if not wrong:
        return say("data.fine", language, rows=checked)
    errors = len(find_errors(wrong))
    return say(
        "data.found", language, rows=checked, errors=say_count(errors, language),
        warnings=say_count(len(wrong) - errors, language),
    )  # fmt: skip


def show_broken(
    opened: OpenFolder, header: st.delta_generator.DeltaGenerator, language: str = USUAL
) -> None:
    """A folder that cannot be drawn: how many errors, and the messages of the command line."""
    errors = say_count(len(find_errors(opened.problems)), language)
    with header:
        title = say("data.broken", language, count=errors)
        show_header(title, opened.folder.resolve().name, language=language)
    show_wrong(opened, language)


def show_wrong(opened: OpenFolder, language: str = USUAL) -> None:
    """What is wrong in a folder that cannot be drawn, and what else can be done here."""
    show_problems(opened.problems, "campaign", language)
    with st.container(border=True):
        show_door(opened.folder, language)
    with st.container(border=True):
        show_upload(language)


def count_rows(campaign: Campaign) -> int:
    """How many rows a campaign's tables hold."""
    return sum(1 for table in TABLES for _ in campaign.rows_of(table))
