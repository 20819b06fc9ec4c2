"""A text with its places and days marked, of which the places are pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "marked_text",
    js=(_HERE / "marked_text.js").read_text(encoding="utf-8"),
    css=(_HERE / "marked_text.css").read_text(encoding="utf-8"),
)


class TextPiece(NamedTuple):
    """A stretch of text: what it names, whether it is in the phrase in hand, and which place.

    `place` is the place's number, -1 for none.
    """

    text: str
    kind: str
    is_phrase: bool
    place: int


def marked_text(
    label: str, pieces: Sequence[TextPiece], key: str, *, chosen: int, turn: int,
    on_place: Callable[[int], None],
) -> None:  # fmt: skip
    """Show a text, and call `on_place` with the number of a place that was pressed in it.

    `chosen` is the place that is marked as the one in hand, -1 for none; with another `turn` its
    next mention comes into sight.
    """
    places = {one.place for one in pieces}

    def hear() -> None:
        told: Any = (st.session_state.get(key) or {}).get("place")
        if isinstance(told, int) and not isinstance(told, bool) and told in places:
            on_place(told)

    data = {"label": label, "pieces": pieces, "chosen": chosen, "turn": turn}
    _mount(key=key, data=data, on_place_change=hear)
