"""The page: a campaign told on a map, day by day, and the tables behind it.

streamlit run app.py                    the campaigns in data/
streamlit run app.py -- FOLDER ...      these campaign folders instead
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import streamlit as st

from mapping.address import (
    PlayerState,
    address_of,
    language_of,
    read_address,
    read_compared,
    usual_values,
)
from mapping.bridge import campaign_player
from mapping.campaign import Campaign
from mapping.narrate import say_days
from mapping.page.folders import (
    Folders,
    find_folders,
    fingerprint,
    open_folder,
    player_document,
    prepare,
    title_of,
)
from mapping.page.prose import show_header, show_style

DATA = Path(__file__).parent / "data"
NO_CAMPAIGN = (
    "Put a folder with a campaign.toml into data/, or name one: streamlit run app.py -- FOLDER"
)
OTHER_CAMPAIGN = "The address asks for a campaign that is not here; this is another one."


def show_page() -> None:
    """The page from top to bottom: header, player, tables."""
    st.set_page_config(page_title="Campaign map", layout="wide")
    show_style()
    folders = find_folders(DATA, sys.argv[1:])
    if not folders:
        show_header("There is no campaign to show", NO_CAMPAIGN)
        return
    wanted = st.query_params.get("campaign", "")
    name = wanted if wanted in folders else next(iter(folders))
    header = st.container(key="head")
    if len(folders) > 1 and not st.context.is_embedded:
        header, chooser = header.columns([4, 1], vertical_alignment="center")
        with chooser:
            choose_campaign(folders, name)
    folder, mark = folders[name], fingerprint(folders[name])
    campaign, _ = open_folder(folder, mark)
    if campaign is None:
        from mapping.page.data import show_broken

        show_broken(folder, mark, header)
        return
    address, notes = read_address(st.query_params, campaign)
    other = [OTHER_CAMPAIGN] if wanted not in ("", name) else []
    line = campaign.subtitle or say_days(campaign)
    if not st.context.is_embedded:
        with header:
            show_header(campaign.title, line, keep_notes(name, other + notes))
    fixed = {"campaign": name} if len(folders) > 1 else {}
    show_player(name, campaign, player_document(campaign), address, fixed)
    if not st.context.is_embedded:
        show_tabs(name, campaign, mark, address)


def choose_campaign(folders: Folders, name: str) -> None:
    """Another campaign begins with an address of its own."""

    def go() -> None:
        language = language_of(st.query_params)
        st.query_params.from_dict({"campaign": st.session_state["campaign"], **language})

    st.session_state["campaign"] = name
    st.selectbox(
        "Campaign",
        list(folders),
        format_func=lambda name: title_of(folders[name]),
        key="campaign",
        on_change=go,
        label_visibility="collapsed",
    )


def keep_notes(name: str, notes: list[str]) -> list[str]:
    """Notes about the address stay until the reader moves on, as the address is mended at once."""
    kept: list[str] = st.session_state.setdefault(f"{name}-notes", notes)
    return kept


def show_player(
    name: str, campaign: Campaign, document: str, address: dict[str, str], fixed: dict[str, str]
) -> None:
    """The map with its slider and story; the address follows what the reader settles on."""
    usual = usual_values(campaign)

    def follow(told: PlayerState) -> None:
        st.session_state[f"{name}-notes"] = []
        before = {**st.query_params.to_dict(), **fixed}
        # Written even if it seems the same: the browser may have gone on to another day meanwhile.
        st.query_params.from_dict(address_of(before, told, usual))

    title = f"Map of {campaign.title}, day by day"
    campaign_player(
        document, address, f"player-{name}", title=title, usual=usual, fixed=fixed, on_change=follow
    )


def show_tabs(name: str, campaign: Campaign, mark: str, address: dict[str, str]) -> None:
    """The tables; only the open one is made, and what it needs is imported only then."""
    day = address.get("day", campaign.first_day.isoformat())
    accounts = [address.get("account", campaign.default_account), *read_compared(address)]
    tabs: dict[str, tuple[str, tuple[object, ...]]] = {
        "This day": ("day", (campaign, day, accounts)),
        "Contested": ("contested", (campaign, name)),
        "Figures": ("figures", (campaign,)),
        "Places": ("places", (campaign,)),
        "Sources": ("sources", (campaign, accounts[0])),
        "Data": ("data", (campaign, campaign.folder, mark)),
    }
    shown = st.tabs(list(tabs), on_change="rerun", key="tab")
    for tab, (module, values) in zip(shown, tabs.values(), strict=True):
        if tab.open:
            with tab:
                getattr(import_module(f"mapping.page.{module}"), f"show_{module}")(*values)


if __name__ == "__main__":
    # One run: Streamlit runs this file for each reader, and again after each of their steps.
    show_page()
else:
    # The server, before it answers: the first reader does not wait for the map to be made.
    prepare(find_folders(DATA, sys.argv[1:]))
    app = st.App(__file__)
