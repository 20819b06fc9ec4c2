"""The keyboard goes to where the next thing is to be typed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

TURN = "focus-turn"
_mount = st.components.v2.component(
    "focus", js=(Path(__file__).parent / "focus.js").read_text(encoding="utf-8")
)


def ask_focus() -> None:
    """Have the next run of the page put the keyboard there."""
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def focus_on(key: str) -> None:
    """Put it into the field of this key, once for each time that it was asked for."""
    _mount(key="focus", data={"key": key, "turn": st.session_state.get(TURN, 0)}, height=0)
