"""A text that the browser keeps for one tab of this page: it outlives a reload and the server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

KEY = "tab-store"
_mount = st.components.v2.component(
    "tab_store", js=(Path(__file__).parent / "tab_store.js").read_text(encoding="utf-8")
)


def keep_in_tab(text: str) -> bool:
    """Have the tab keep this text instead of the one before; whether it could, as far as known.

    An empty one stands for none.
    """
    told = _mount(key=KEY, data={"keeps": text}, height=0, on_failed_change=_hear)
    return not getattr(told, "failed", False)


def ask_tab(hear: Callable[[str], None], *, always: bool) -> None:
    """Ask what the tab keeps: `hear` is called with it before the run that it causes.

    Where that is nothing, with an empty text if it is `always` to be said, else not at all.
    """

    def tell() -> None:
        value: Any = (st.session_state.get(KEY) or {}).get("kept")
        if isinstance(value, str):
            hear(value)

    _mount(key=KEY, data={"keeps": None, "always": always}, height=0, on_kept_change=tell)


def _hear() -> None:
    """A callback has Streamlit run the page."""
