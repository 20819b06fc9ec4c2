"""On a narrow page, a button that goes to another part of it, and one that goes back."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "jump",
    js=(_HERE / "jump.js").read_text(encoding="utf-8"),
    css=(_HERE / "jump.css").read_text(encoding="utf-8"),
)


def jump_button(label: str, key: str, to: str, *, is_back: bool = False) -> None:
    """Show it; `to` is the key of what comes into sight, with the keyboard on its first button.

    One that `is_back` goes to where the page was left, if it was left by such a button.
    """
    _mount(key=key, data={"label": label, "to": to, "isBack": is_back}, height="content")
