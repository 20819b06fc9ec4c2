"""The player inside Streamlit: one sandboxed frame, loaded once, then only messages.

The document goes to the browser with the first run and never again while it stays the same:
Streamlit refers to a message that the browser already has by its hash. What the reader does in
the frame comes back as a `PlayerState`, each time the player settles.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from mapping.drawing.address import FIELDS, PlayerState, parse_state
from mapping.drawing.map_sketch import MARK_FIELDS, Mark, Sketch, parse_mark
from mapping.player.embed import page_module
from mapping.player.sent import SentDocument
from mapping.words.strings import LANGUAGES, say

_HERE = Path(__file__).parent
# The real server takes inline text without a newline for the name of a file; both have many.
_mount = st.components.v2.component(
    "campaign_player",
    js=page_module(_HERE / "bridge.js"),
    css=(_HERE / "bridge.css").read_text(encoding="utf-8"),
)
_mount_news = st.components.v2.component("campaign_player_news", js=page_module(_HERE / "news.js"))


def campaign_player(
    document: SentDocument,
    state: Mapping[str, str],
    key: str,
    *,
    title: str = "Campaign map",
    waiting: str = "",
    usual: Mapping[str, str] | None = None,
    fixed: Mapping[str, str] | None = None,
    speaks: Sequence[str] = LANGUAGES,
    in_address: bool = True,
    on_change: Callable[[PlayerState], None] | None = None,
    on_mark: Callable[[Mark], None] | None = None,
) -> PlayerState | None:
    """Show a player document and return what the reader last settled on, None before that.

    `waiting` stands there until the map does. `state` is what the address asks for: the player
    opens with it, and is sent to it again whenever it is neither what it was sent before nor what
    the reader settled on (the Back button). `usual` values are left out of the address that the
    browser shows, `fixed` parameters always stand in it and in the links that the player gives.
    Without `in_address` the browser's address stays as it is: it is that of another campaign.
    Into the languages that it `speaks` the page follows the player, with its direction.
    `on_change` is called before the run that a new state causes, `on_mark` before that which a
    point causes that was given on the map.
    """
    usual = dict(usual or {})
    state, turn = _state_to_send(document, dict(state), key)
    data = {
        "key": key,
        "mark": document.mark,
        "title": title,
        "waiting": waiting,
        "state": state,
        "turn": turn,
        "fields": FIELDS,
        "marks": MARK_FIELDS,
        "usual": usual,
        "fixed": dict(fixed or {}),
        "inAddress": in_address,
        "directions": {one: say("language.direction", one) for one in speaks},
    }

    def tell() -> None:
        told = parse_state(_value(st.session_state.get(key)))
        if told is not None:
            said = told.to_dict().items()
            st.session_state[f"{key}-told"] = {k: v for k, v in said if usual.get(k) != v}
            if on_change is not None:
                on_change(told)

    def mark() -> None:
        told = parse_mark(_value(st.session_state.get(key), "mark"))
        if told is not None and on_mark is not None:
            on_mark(told)

    # As bytes: Streamlit would write it as JSON twice with each run, for each reader.
    sent = json.dumps(data).encode() + b"\n" + document
    result = _mount(key=key, data=sent, on_state_change=tell, on_mark_change=mark)
    told = parse_state(_value(result))
    if told is not None and f"{key}-told" not in st.session_state:
        # The page was open when the server was started: for Streamlit nothing has changed.
        tell()
        st.rerun()
    return told


def tell_player(document: SentDocument, key: str, parts: str) -> None:
    """Put other parts of its campaign, as `LiveDocument` gives them, into a player that stands."""
    _tell(document, key, "parts", parts)


def sketch_on_player(document: SentDocument, key: str, sketch: Sketch) -> None:
    """Draw a claim that is being written on a player that stands."""
    _tell(document, key, "sketch", sketch.to_json())


def _tell(document: SentDocument, key: str, name: str, said: str) -> None:
    """Each has a component of its own: it goes to the browser as soon as it is known."""
    data = {"key": key, "mark": document.mark, name: said}
    _mount_news(key=f"{key}-{name}", data=data, height=0)


def _value(result: Any, name: str = "state") -> object:
    return result.get(name) if result else None


def _state_to_send(
    document: SentDocument, state: dict[str, str], key: str
) -> tuple[dict[str, str], int]:
    """Where the player is sent to, and how many times it was sent somewhere before.

    Both stay the same while the address merely follows the reader: a change of either sends the
    whole message anew.
    """
    before, seen, sent, turn = st.session_state.get(f"{key}-sent", (None, {}, {}, 0))
    followed = state in (seen, st.session_state.get(f"{key}-told"), {})
    if document.mark != before or not followed:
        sent, turn = state, turn + 1
    st.session_state[f"{key}-sent"] = (document.mark, state, sent, turn)
    return sent, turn
