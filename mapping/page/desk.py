"""The desk: a campaign made and mended on the left, its map on the right, what is wrong below."""

from __future__ import annotations

from pathlib import Path
from time import sleep

import streamlit as st

from mapping.bridge import campaign_player, sketch_on_player, tell_player
from mapping.bridge.focus import focus_on
from mapping.bridge.held_focus import hold_focus
from mapping.bridge.jump import jump_button
from mapping.bridge.leaving import ask_before_leaving
from mapping.bridge.tab_store import keep_in_tab
from mapping.drawing.address import PlayerState, address_of, read_address, usual_values
from mapping.drawing.map_sketch import Mark
from mapping.editing.save import SaveError, save_files
from mapping.format.problems import CampaignError
from mapping.intake.archive import pack
from mapping.page.desk_begin import show_begin
from mapping.page.desk_claim import show_claim
from mapping.page.desk_door import DOOR_SAYS, ask_for_desk, leave_desk
from mapping.page.desk_fields import LEAD, PLAYER
from mapping.page.desk_head import show_head
from mapping.page.desk_import import show_import
from mapping.page.desk_sketch import MapAsk
from mapping.page.desk_state import Desk, Shown, find_desk
from mapping.page.desk_tables import show_tables
from mapping.page.desk_text import find_next_stop, is_text_under_way, show_text, texts_under_way
from mapping.page.folders import Folders
from mapping.page.problem_table import show_problems
from mapping.page.prose import show_faces, show_header, show_line, show_note, show_style
from mapping.words.strings import USUAL

TEXT = "From a text"
PARTS = ("One claim", "Tables", "Campaign", TEXT, "Take in a file")
BACK = "Back to the campaigns"
LAST_MAP = "The map is that of the last state without errors."
ASKING = "Looking for what lay on your desk."
NOT_KEPT = "This browser does not keep your desk when the page is left: download it before."
NO_MAP = "There will be a map as soon as nothing is wrong."
APART_SECONDS = 0.02
"""Streamlit draws what comes within 10 ms at once: the map would hear of a change only after the
whole page is drawn."""


def show_desk(folder: Path) -> None:
    """The whole page."""
    st.set_page_config(page_title="Campaign desk", layout="wide")
    show_style()
    try:
        desk = find_desk(folder)
    except CampaignError as error:
        show_faces()
        show_header("This folder cannot be edited", folder.resolve().name)
        show_problems(error.problems, "desk")
        return
    if desk is None:
        show_faces()
        show_begin(folder)
        return
    _lay_out(desk)


def show_own_desk(folders: Folders) -> None:
    """The whole page for a desk that is this session's alone; `folders` are the app's own."""
    st.set_page_config(page_title="Campaign desk", layout="wide")
    show_style()
    is_answered = ask_for_desk(folders, always=True)
    desk: Desk | None = st.session_state.get("desk")
    if desk is not None:
        _lay_out(desk)
        return
    show_faces()
    if not is_answered:
        show_line(ASKING)
        return
    show_begin(None)
    if said := st.session_state.get(DOOR_SAYS):
        show_line(said)
    st.button(BACK, on_click=leave_desk)


def _lay_out(desk: Desk) -> None:
    # First: what was pressed in the run before is done when the desk can be looked at.
    before, shown = desk.shown, desk.look()
    desk.texts = texts_under_way(desk)
    desk.keep()
    with st.container(gap=None):
        if desk.is_own and not _keep_in_tab(desk):
            show_line(NOT_KEPT)
        ask_before_leaving(not desk.edit.is_saved or is_text_under_way(desk))
        hold_focus()
        if shown.drawn is not None:
            tell_player(shown.drawn.document, PLAYER, shown.parts)
            if shown is not before:
                sleep(APART_SECONDS)
    show_faces()
    title = shown.campaign.title if shown.campaign else desk.folder.resolve().name
    show_header(title, _say_state(desk))
    _show_buttons(desk)
    # Where what comes and goes has a place of its own, all that follows keeps its own: the map
    # would be made anew.
    with st.container():
        if desk.says:
            show_note(desk.says, desk.turn)
        if desk.outside:
            _offer(desk)
    is_text = st.session_state.get("desk-part") == TEXT
    focus_on(find_next_stop(desk) if is_text else f"claim-title-{desk.turn}")
    left, right = st.columns(2, gap="medium")
    ask = MapAsk()
    with left:
        _show_part(desk, shown, ask)
        with st.container(key="desk-to-map"):
            jump_button("To the map", "to-map", "desk-map")
    with right, st.container(key="desk-map"):
        with st.container(key="desk-from-map"):
            jump_button("Back to the form", "from-map", "desk-to-map", is_back=True)
        _show_map(shown, ask)
    if shown.problems:
        with st.expander(_say_problems(shown), expanded=shown.campaign is None):
            show_problems(shown.problems, "desk")


def _keep_in_tab(desk: Desk) -> bool:
    """Have the browser keep it; whether it does."""
    packed = desk.pack()
    return keep_in_tab(packed) and bool(packed)


def _say_state(desk: Desk) -> str:
    count = len(desk.edit.done)
    done = "downloaded" if desk.is_own else "saved"
    state = done if desk.edit.is_saved else f"not {done}"
    where = "Yours alone" if desk.is_own else str(desk.folder.resolve())
    if desk.is_own and not desk.edit.done:
        return where
    return f"{where}: {count} change{'s' * (count != 1)}, {state}"


def _show_buttons(desk: Desk) -> None:
    with st.container(horizontal=True, key="desk-buttons"):
        st.button(
            "Undo", on_click=desk.undo, disabled=not desk.edit.done,
            help=f"Undo: {desk.last}" if desk.last else None,
        )  # fmt: skip
        st.button("Redo", on_click=desk.redo, disabled=not desk.edit.undone)
        if not desk.is_own:
            st.button("Save", on_click=desk.save, disabled=desk.edit.is_saved, type="primary")
        st.download_button(
            "Download",
            lambda: pack(desk.place / "campaign", desk.folder.resolve().name),
            f"{desk.folder.resolve().name}.zip",
            "application/zip",
            on_click=desk.take_away if desk.is_own else "ignore",
            type="primary" if desk.is_own else "secondary",
        )
        if desk.is_own:
            st.button(BACK, on_click=leave_desk)


def _offer(desk: Desk) -> None:
    """What can be done where somebody else has changed the folder."""
    with st.container(horizontal=True):
        st.button("Take in what was changed outside", on_click=desk.take_outside)
        st.button("Save mine into another folder", on_click=lambda: _save_beside(desk))


def _save_beside(desk: Desk) -> None:
    """Write all files into a new folder beside the first."""
    home = desk.folder.resolve()
    number = 2
    while (other := home.with_name(f"{home.name}-{number}")).exists():
        number += 1
    try:
        other.mkdir()
        save_files(other, {}, desk.edit.files)
    except (OSError, SaveError) as error:
        desk.report(f"Not saved: {error}")
        return
    desk.report(f"Saved into {other}.")


def _show_part(desk: Desk, shown: Shown, ask: MapAsk) -> None:
    first = st.session_state.setdefault("desk-first", TEXT if desk.texts else PARTS[0])
    part = st.segmented_control(
        "Part of the desk", PARTS, default=first, key="desk-part", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    match part:
        case "Tables":
            show_tables(desk, shown.problems, ask)
        case "Campaign":
            show_head(desk)
        case "From a text":
            show_text(desk, ask)
        case "Take in a file":
            show_import(desk)
        case _:
            show_claim(desk, ask)


def _show_map(shown: Shown, ask: MapAsk) -> None:
    """The player, which keeps the day and the view that it was left at."""
    if shown.drawn is None:
        show_line(NO_MAP)
        return
    if shown.campaign is None:
        show_line(LAST_MAP)

    usual = usual_values(shown.campaign) if shown.campaign else {}

    def follow(told: PlayerState) -> None:
        st.session_state["desk-address"] = address_of({}, told, usual)

    def take(mark: Mark) -> None:
        ask.take(mark)
        st.rerun()

    # With a day the player opens at it, and not with its title.
    first = {"day": shown.campaign.first_day.isoformat()} if shown.campaign else {}
    address = st.session_state.get("desk-address", first)
    if lead := st.session_state.get(LEAD):
        address = st.session_state["desk-address"] = {**address, "day": lead}
    if shown.campaign is not None:
        address, _ = read_address(address, shown.campaign)
    campaign_player(
        shown.drawn.document, address, PLAYER, title="Map of the campaign, day by day",
        usual=usual, speaks=(USUAL,), in_address=False, on_change=follow, on_mark=take,
    )  # fmt: skip
    st.session_state.pop(LEAD, None)
    sketch_on_player(shown.drawn.document, PLAYER, ask.sketch)


def _say_problems(shown: Shown) -> str:
    counts = {
        severity: sum(one.severity == severity for one in shown.problems)
        for severity in ("error", "warning", "note")
    }
    return ", ".join(f"{count} {word}{'s' * (count != 1)}" for word, count in counts.items())
