"""The files that can be downloaded: one button for each format, made only when it is pressed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from mapping.export import FORMATS, Format, file_name, rough_size
from mapping.format.problems import CampaignError, find_errors
from mapping.intake.archive import pack
from mapping.page.folders import OpenFolder, fingerprint
from mapping.page.prose import show_line, to_heading
from mapping.telling.citation import say_citation

OWN_FILES = "Just as the author wrote them: to mend them, and to upload them again."


def show_downloads(opened: OpenFolder) -> None:
    """A button for each format, with what it is for and about how large it is."""
    campaign = opened.campaign
    assert campaign is not None
    st.html(f'<div class="part">{to_heading("Take it with you", 3)}</div>')
    for one in FORMATS:
        grows = one.grows
        size = say_size(rough_size(campaign, grows) if grows else len(opened.document))
        name = file_name(campaign, one)
        show_download(
            one.title, f"{one.says} {size}.", name, one.media, partial(make_file, opened, one)
        )
    name = campaign.campaign_id
    files = partial(pack, opened.folder, name)
    show_download("The files as they are", OWN_FILES, f"{name}.zip", "application/zip", files)
    show_line(f"Cite it as: {say_citation(campaign)}")


def show_download(title: str, says: str, name: str, media: str, make: Callable[[], bytes]) -> None:
    """A button and what it is for; the file is made when the button is pressed."""
    button, words = st.columns([1, 3], vertical_alignment="center")
    with button:
        st.download_button(
            title, make, name, media, key=f"download-{title}", on_click="ignore", width="stretch"
        )
    with words:
        show_line(says)


def make_file(opened: OpenFolder, one: Format) -> bytes:
    """The file of a folder as it is now: it may have changed since the page was drawn.

    Raises `CampaignError` when the folder cannot be drawn any more.
    """
    if opened.mark != fingerprint(opened.folder):
        opened = OpenFolder(opened.folder)
    if opened.campaign is None:
        raise CampaignError(find_errors(opened.problems))
    return one.to_bytes(opened.campaign)


def say_size(count: float) -> str:
    """`About 20 KB`, `About 1.1 MB`, on one line."""
    if count < 950_000:
        return f"About {max(round(count / 1000, -1 if count > 15_000 else 0), 1):.0f}\u00a0KB"
    return f"About {count / 1_000_000:.1f}\u00a0MB"
