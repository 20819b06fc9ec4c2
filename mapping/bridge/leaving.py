"""The browser asks before a page is left on which something is not saved."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_mount = st.components.v2.component(
    "ask_before_leaving",
    js=(Path(__file__).parent / "leaving.js").read_text(encoding="utf-8"),
)


def ask_before_leaving(is_unsaved: bool) -> None:
    """Ask while something is not saved, and no longer."""
    _mount(key="ask-before-leaving", data={"unsaved": is_unsaved}, height=0)
