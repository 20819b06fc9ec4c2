"""The files that can be downloaded: one button for each format, made only when it is pressed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from mapping.campaign import Campaign
from mapping.canonical import NAMES
from mapping.citation import say_citation
from mapping.export import FORMATS, Format, file_name
from mapping.page.folders import fingerprint, open_folder, player_document
from mapping.page.prose import show_line, to_heading
from mapping.problems import CampaignError, find_errors

TIMES_THE_TABLES = {"geojson": 2.5, "kml": 3.5, "csv": 0.3, "package": 0.3}
"""How large a file is beside the campaign's own tables: enough to know what to expect."""


def show_downloads(campaign: Campaign) -> None:
    """A button for each format, with what it is for and about how large it is."""
    st.html(f'<div class="figure">{to_heading("Take it with you", 3)}</div>')
    for one in FORMATS:
        button, words = st.columns([1, 3], vertical_alignment="center")
        with button:
            st.download_button(
                one.title,
                partial(make_file, campaign.folder, one),
                file_name(campaign, one),
                one.media,
                key=f"download-{one.option}",
                on_click="ignore",
                width="stretch",
            )
        with words:
            show_line(f"{one.says} {say_size(rough_size(campaign, one))}.")
    show_line(f"Cite it as: {say_citation(campaign)}")


def make_file(folder: Path, one: Format) -> bytes:
    """The file of a folder as it is now: it may have changed since the page was drawn.

    Raises `CampaignError` when the folder cannot be drawn any more.
    """
    campaign, problems = open_folder(folder, fingerprint(folder))
    if campaign is None:
        raise CampaignError(find_errors(problems))
    return one.to_bytes(campaign)


def rough_size(campaign: Campaign, one: Format) -> float:
    """About how many bytes a file will have, without making it."""
    if one.option == "html":
        return len(player_document(campaign))
    sizes = {path.name: path.stat().st_size for path in campaign.folder.glob("*") if path.is_file()}
    tables = sum(sizes.get(name, 0) for name in NAMES)
    ground = [path.stat().st_size for path in (campaign.folder / "ground").glob("*.*")]
    packed = 0.55 * sum(ground) if one.option == "package" else 0
    return TIMES_THE_TABLES[one.option] * tables + packed


def say_size(count: float) -> str:
    """`About 20 KB`, `About 1.1 MB`, on one line."""
    if count < 950_000:
        return f"About {max(round(count / 1000, -1 if count > 15_000 else 0), 1):.0f}\u00a0KB"
    return f"About {count / 1_000_000:.1f}\u00a0MB"
