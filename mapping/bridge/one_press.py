"""A press is for what the page shows; one that follows at once is no press for what comes then."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

_mount = st.components.v2.component(
    "one_press", js=(Path(__file__).parent / "one_press.js").read_text(encoding="utf-8")
)


def one_press(buttons: Mapping[str, str], *, of: int) -> None:
    """Guard buttons that stand for one thing after the other, each time of another number.

    `buttons` are their keys, each with its shortcut.
    """
    _mount(key="one-press", data={"buttons": dict(buttons), "of": of}, height=0)
