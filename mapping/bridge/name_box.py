"""A field for a name that offers, while it is typed, what is known by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from mapping.player.embed import page_module

MOST_LETTERS = 300
HERE = "here"
"""An offer of this key is the map's middle: the player gives it as a mark."""
_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "name_box",
    js=page_module(_HERE / "name_box.js"),
    css=(_HERE / "name_box.css").read_text(encoding="utf-8"),
)


class Offer(NamedTuple):
    """What a name may mean: the key by which it is told, its words, and a note behind them."""

    key: str
    words: str
    note: str = ""


def name_box(
    label: str, key: str, *, text: str, turn: int, offers: Sequence[Offer], hint: str = "",
    is_new: bool = False, player: str = "", spot: str = "",
    on_typed: Callable[[str], None], on_chosen: Callable[[str], None],
) -> None:  # fmt: skip
    """Show the field; `on_typed` hears each rest of the keys, `on_chosen` the key of an offer.

    `text` is written into it at first and with another `turn`. The offer `HERE` asks the player of
    the key `player` for the middle of its map, as a mark of the key `spot`. While its text is
    new, as `is_new` says of `text`, its element has the mark `data-is-new` for the page's style.
    """
    known = {one.key for one in offers}

    def told(name: str) -> str | None:
        value: Any = (st.session_state.get(key) or {}).get(name)
        return value[:MOST_LETTERS] if isinstance(value, str) else None

    def hear_typed() -> None:
        if (words := told("typed")) is not None:
            on_typed(words)

    def hear_chosen() -> None:
        if (chosen := told("chosen")) in known and chosen is not None:
            on_chosen(chosen)

    data = {
        "label": label, "text": text, "turn": turn, "offers": offers, "hint": hint,
        "most": MOST_LETTERS, "isNew": is_new, "player": player, "spot": spot,
    }  # fmt: skip
    _mount(key=key, data=data, on_typed_change=hear_typed, on_chosen_change=hear_chosen)
