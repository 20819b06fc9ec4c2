"""The keyboard stays at a button that makes a file."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_mount = st.components.v2.component(
    "held_focus", js=(Path(__file__).parent / "held_focus.js").read_text(encoding="utf-8")
)


def hold_focus() -> None:
    """Give the keyboard back to a button of the page that was disabled for a while."""
    _mount(key="held-focus", height=0)
