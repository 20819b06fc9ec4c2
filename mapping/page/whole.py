"""The whole page, in page order: header, player, and the tables behind it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import streamlit as st

from mapping.bridge import campaign_player
from mapping.drawing.address import (
    PlayerState,
    address_of,
    language_of,
    read_address,
    read_compared,
    usual_values,
)
from mapping.format.campaign import Campaign
from mapping.page.desk_door import ask_for_desk, is_desk_open, lead_back, show_way
from mapping.page.folders import (
    Folders,
    OpenFolder,
    last_whole,
    open_folder,
    title_of,
)
from mapping.page.prose import show_faces, show_header, show_line, show_style
from mapping.page.upload import NAME as UPLOADED
from mapping.page.upload import Upload, find_upload, show_upload
from mapping.player.sent import SentDocument
from mapping.telling.narrate import say_days
from mapping.telling.translated import in_language
from mapping.words.strings import USUAL, say

START = "streamlit run app.py -- FOLDER"


def show_page(folders: Folders) -> None:
    """The page from top to bottom: header, player, tables; or this reader's own desk."""
    if is_desk_open():
        import_module("mapping.page.desk").show_own_desk(folders)
    else:
        show_campaigns(folders)


def show_campaigns(folders: Folders) -> None:
    """The page without a desk."""
    st.set_page_config(page_title="Campaign map", layout="wide")
    show_style()
    language = language_of(st.query_params).get("lang", USUAL)
    upload = find_upload()
    folders = keep_read(folders)
    titles = find_titles(folders, upload, language)
    if not titles:
        show_nothing(language)
        return
    wanted = st.query_params.get("campaign", "")
    name = wanted if wanted in titles else find_usual(titles)
    st.session_state["reading"] = {name: folders[name]} if name in folders else {}
    header = st.container(horizontal=True, vertical_alignment="center", gap="small", key="head")
    st.set_page_config(page_title=say("page.title", language, title=titles[name]))
    with st.spinner(say("page.opening", language, title=titles[name])):
        opened, shown = open_chosen(name, folders, upload)
        campaign = shown.campaign
        # Made here, so that the reader sees that something is under way.
        document = shown.document if campaign is not None else None
    if campaign is None or document is None:
        show_faces()
        import_module("mapping.page.data").show_broken(opened, header, language)
        ask_for_desk(folders)
        return
    address, notes = read_address(st.query_params, campaign)
    # Before all else: the browser has most to do for it.
    show_player(name, campaign, document, address, {"campaign": name} if len(titles) > 1 else {})
    show_faces()
    if not st.context.is_embedded:
        with header:
            if len(titles) > 1:
                choose_campaign(titles, name, language)
            kept = keep_notes(name, say_other(wanted, name, language) + notes)
            notes = say_last_whole(opened, shown, language) + kept
            show_head(in_language(campaign, language), notes, len(titles) > 1, language)
            show_way(language)
        with st.container(gap=None):
            lead_back()
            ask_for_desk(folders)
        show_tabs(campaign, opened, address)


def keep_read(folders: Folders) -> Folders:
    """What is read stays with its reader, even where its folder goes meanwhile."""
    reading: Folders = st.session_state.get("reading", {})
    return {**folders, **{one: reading[one] for one in reading if one not in folders}}


def find_usual(titles: Mapping[str, str]) -> str:
    """What is shown where the address names none: for one reader the same as long as it is there.

    Which folder is the first may change while it is read: they go and others come.
    """
    usual: str = st.session_state.setdefault("usual", next(iter(titles)))
    return usual if usual in titles else next(iter(titles))


def find_titles(folders: Folders, upload: Upload | None, language: str) -> dict[str, str]:
    """The campaigns that can be chosen, by the names that the address gives them."""
    titles = {name: title_of(folder, language) for name, folder in folders.items()}
    if upload is not None:
        titles[UPLOADED] = say("page.uploaded", language, title=upload.title)
    return titles


def show_head(campaign: Campaign, notes: list[str], chosen: bool, language: str) -> None:
    """The campaign's title and one line; `chosen`: the title stands in the chooser, too."""
    line = campaign.subtitle or say_days(campaign, language)
    show_header(campaign.title, line, notes, chosen, language)


def show_nothing(language: str = USUAL) -> None:
    """The page where there is no campaign: how there will be one."""
    show_faces()
    line = say("page.no-campaign-text", language, line=START)
    show_header(say("page.no-campaign", language), line, language=language)
    import_module("mapping.page.desk_door").show_door(None, language)
    show_upload(language)
    ask_for_desk({})


def choose_campaign(titles: Mapping[str, str], name: str, language: str = USUAL) -> None:
    """Another campaign begins with an address of its own."""

    def go() -> None:
        spoken = language_of(st.query_params)
        st.query_params.from_dict({"campaign": st.session_state["campaign"], **spoken})

    st.session_state["campaign"] = name
    st.selectbox(
        say("page.choose", language),
        list(titles),
        format_func=lambda name: titles[name],
        key="campaign",
        on_change=go,
        label_visibility="collapsed",
        filter_mode=None,
    )


def open_chosen(
    name: str, folders: Folders, upload: Upload | None
) -> tuple[OpenFolder, OpenFolder]:
    """The campaign of that name, this reader's own or one that all readers share.

    As its files are now, and as it is shown.
    """
    if name == UPLOADED and upload is not None and upload.opened is not None:
        return upload.opened, upload.opened
    opened = open_folder(folders[name])
    return opened, last_whole(opened)


def say_other(wanted: str, name: str, language: str = USUAL) -> list[str]:
    """A note where the address asks for another campaign than the one that is shown."""
    if wanted in ("", name):
        return []
    if wanted == UPLOADED:
        return [say("upload.not-here", language)]
    return [say("page.other-campaign", language)]


def say_last_whole(opened: OpenFolder, shown: OpenFolder, language: str) -> list[str]:
    """A note where what is shown is not as its files are now."""
    return [] if shown is opened else [say("page.last-whole", language)]


def keep_notes(name: str, notes: list[str]) -> list[str]:
    """Notes about the address stay until the reader moves on, as the address is mended at once."""
    kept: list[str] = st.session_state.setdefault(f"{name}-notes", notes)
    return kept


def show_player(
    name: str,
    campaign: Campaign,
    document: SentDocument,
    address: dict[str, str],
    fixed: dict[str, str],
) -> None:
    """The map with its slider and story; the address follows what the reader settles on."""
    usual = usual_values(campaign)

    def follow(told: PlayerState) -> None:
        st.session_state[f"{name}-notes"] = []
        before = {**st.query_params.to_dict(), **fixed}
        # Written even if it seems the same: the browser may have gone on to another day meanwhile.
        st.query_params.from_dict(address_of(before, told, usual))

    language = language_of(address).get("lang", USUAL)
    campaign_player(
        document,
        address,
        f"player-{name}",
        title=say("page.frame", language, title=in_language(campaign, language).title),
        waiting=say("page.opening", language, title=in_language(campaign, language).title),
        usual=usual,
        fixed=fixed,
        on_change=follow,
    )


def show_tabs(campaign: Campaign, opened: OpenFolder, address: dict[str, str]) -> None:
    """The tables; only the open one is made, and what it needs is imported only then."""
    day = address.get("day", campaign.first_day.isoformat())
    accounts = [address.get("account", campaign.default_account), *read_compared(address)]
    language = language_of(address).get("lang", USUAL)
    show_line(say("page.tables", language), language)
    campaign = in_language(campaign, language)
    tabs: dict[str, tuple[object, ...]] = {
        "day": (campaign, day, accounts, language),
        "claims": (campaign, accounts[0], language),
        "places": (campaign, language),
        "data": (opened, language),
    }
    names = [say(f"page-tab.{name}", language) for name in tabs]
    shown = st.tabs(names, on_change="rerun", key=f"tab-{language}")
    for tab, (module, values) in zip(shown, tabs.items(), strict=True):
        if tab.open:
            with tab:
                getattr(import_module(f"mapping.page.{module}"), f"show_{module}")(*values)
