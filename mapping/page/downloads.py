"""The files that can be downloaded: one button for each format, made only when it is pressed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import streamlit as st

from mapping.bridge.held_focus import hold_focus
from mapping.export import FORMATS, Format, file_name, rough_size
from mapping.format.problems import CampaignError, find_errors
from mapping.intake.archive import pack
from mapping.page.folders import OpenFolder
from mapping.page.prose import in_language, show_line, to_heading
from mapping.telling.citation import say_citation
from mapping.words.strings import USUAL, say, say_digits, say_word


def show_downloads(opened: OpenFolder, language: str = USUAL) -> None:
    """A button for each format, with what it is for and about how large it is."""
    campaign = opened.campaign
    assert campaign is not None
    title = to_heading(say("download.title", language), 3)
    with st.container(gap=None):
        st.html(in_language(f'<div class="part">{title}</div>', language))
        hold_focus()
    for one in FORMATS:
        size = rough_size(campaign, one.grows) if one.grows else len(opened.document)
        says = f"{say_word('download', one.option, language)} {say_size(size, language)}."
        make = partial(make_file, opened, one)
        words = Words(one.title_in(language), says, language)
        show_download(words, file_name(campaign, one), one.media, make)
    name = campaign.campaign_id
    words = Words(say("download.files", language), say("download.files-text", language), language)
    show_download(words, f"{name}.zip", "application/zip", partial(pack, opened.folder, name))
    show_line(say("download.cite", language, citation=say_citation(campaign)), language)


class Words(NamedTuple):
    """What is said of a file, and in which language."""

    title: str
    says: str
    language: str


def show_download(words: Words, name: str, media: str, make: Callable[[], bytes]) -> None:
    """A button and what it is for; the file is made when the button is pressed."""
    button, line = st.columns([1, 3], vertical_alignment="center")
    with button:
        st.download_button(
            words.title, make, name, media, key=f"download-{words.title}", on_click="ignore",
            width="stretch",
        )  # fmt: skip
    with line:
        show_line(words.says, words.language)


def make_file(opened: OpenFolder, one: Format) -> bytes:
    """The file of a folder as it is now: it may have changed since the page was drawn.

    Raises `CampaignError` when the folder cannot be drawn any more.
    """
    if not opened.is_current:
        opened = OpenFolder(opened.folder)
    if opened.campaign is None:
        raise CampaignError(find_errors(opened.problems))
    return one.to_bytes(opened.campaign)


def say_size(count: float, language: str = USUAL) -> str:
    """`About 20 KB`, `About 1.1 MB`, on one line."""
    if count < 950_000:
        kb = max(round(count / 1000, -1 if count > 15_000 else 0), 1)
        said = say("download.kb", language, size=say_digits(f"{kb:.0f}", language))
    else:
        said = say("download.mb", language, size=say_digits(f"{count / 1e6:.1f}", language))
    before, _, after = said.rpartition(" ")
    return f"{before}\u00a0{after}"
