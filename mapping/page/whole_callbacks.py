"""Callbacks that are run to their end, whatever the browser says meanwhile.

Streamlit (1.67) looks for a run that waits before it calls the callbacks of this one, which are
then never called; and at each access to the session, where it takes what it finds for a rerun that
the callback itself asked for, and goes on without the rest of it. Either way a press, or a name
that was typed, is lost if another one follows within milliseconds.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState

_begin = SafeSessionState.on_script_will_rerun


@wraps(_begin)
def _begin_whole(self: SafeSessionState, *states: Any, **replayed: Any) -> None:
    look = self._yield_callback
    # Its own way to set a field: another would be a value of the session. The run that waits is
    # found right after the callbacks.
    object.__setattr__(self, "_yield_callback", lambda: None)
    try:
        _begin(self, *states, **replayed)
    finally:
        object.__setattr__(self, "_yield_callback", look)


def keep_callbacks_whole() -> None:
    """Have no callback of this process broken off; asked for again it changes nothing."""
    SafeSessionState.on_script_will_rerun = _begin_whole  # type: ignore[method-assign]
