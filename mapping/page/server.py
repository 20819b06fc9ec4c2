"""What Streamlit's server does not do by itself for many readers at once, nor for strangers.

Streamlit 1.67 gives a file that a button makes to nobody: what it clears away when the runs of
other readers end is gone before it was fetched. With a few readers that is rare, with fifty it is
not. It keeps whatever is sent to it, however much, until the session ends. It collects all garbage
after every run of every reader, which takes longer than the run where much is held. And it sends
each file in two pieces, of which the second waits until the browser has confirmed the first: 40 ms
for each of sixty files. Whatever is put on the page as HTML it looks through three times with each
run, and the faces are 177,000 letters. Python lets a thread that works on one reader's campaign go
on for 5 ms each time another has something to say. On Linux glibc has a heap for nearly each
of these threads, up to eight for a core; each keeps of what has gone all that lies below something
that stays. And each reader has an event loop of three open files, the last 128 who have left, too:
where a process may have 256 of them, as on macOS, the page was dead after 82 readers.

Streamlit looks for a run that waits before it calls the callbacks of this one, which are then never
called; and at each access to the session, where it takes what it finds for a rerun that the
callback itself asked for, and goes on without the rest of it. Either way a press, or a name that
was typed, is lost if another one follows within milliseconds.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from socket import IPPROTO_TCP, TCP_NODELAY
from time import monotonic
from typing import Any

from streamlit import runtime
from streamlit.elements import html
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx, script_runner
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.string_util import clean_text
from uvicorn.protocols.http.auto import AutoHTTPProtocol

MOST_OF_ONE, MOST_OF_ALL = 60_000_000, 400_000_000
"""Bytes that were sent and not yet looked at, of one reader and of all: the oldest go first."""
REST_SECONDS, REST_TIMES = 5.0, 50
"""Between two collections of garbage: at least so long, and so many times as long as one takes."""

HEAPS = 2
"""So many are enough for all threads, of which one at a time runs Python."""
_HEAPS_AT_MOST = -8
"""M_ARENA_MAX in glibc's malloc.h."""
MOST_FILES = 10_000
"""As many as macOS lets a process open; nobody needs more."""
TURN_SECONDS = 0.0005
"""So long one reader's thread works while others wait."""
STYLE, MOST_STYLES = "<style>", 16
"""How a style sheet of the page begins, and how many there are."""

_execute = MediaFileManager.execute_deferred
_add = MemoryUploadedFileManager.add_file
_connect = AutoHTTPProtocol.connection_made
_begin = SafeSessionState.on_script_will_rerun
_watch, _unwatch = AppSession.register_file_watchers, AppSession.disconnect_file_watchers
_clean, _is_style = clean_text, html._html_only_style_tags


def serve_many() -> None:
    """Have this server do so; once or many times is the same."""
    made: Any = MediaFileManager
    sent: Any = MemoryUploadedFileManager
    runner: Any = script_runner
    line: Any = AutoHTTPProtocol
    element: Any = html
    session: Any = SafeSessionState
    made.execute_deferred = _execute_and_keep
    sent.add_file = _add_within_bounds
    line.connection_made = _connect_at_once
    session.on_script_will_rerun = _begin_whole
    element.clean_text = _clean_once
    element._html_only_style_tags = _is_style_once
    sys.setswitchinterval(TURN_SECONDS)
    if not isinstance(runner.gc, CollectSeldom):
        runner.gc = CollectSeldom()
    _share_heaps()
    reader: Any = AppSession
    reader.disconnect_file_watchers = _leave_no_loop
    reader.register_file_watchers = _take_up_loop
    _open_many_files()


def _open_many_files() -> None:
    """Have this process open as many files as the system lets it; Windows has no such bound."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def _leave_no_loop(session: Any) -> None:
    """A reader has left, and may come back: until then nothing of them runs."""
    _unwatch(session)
    loop = getattr(session, "_script_event_loop", None)
    if loop is not None and session._scriptrunner is None and not loop.is_running():
        loop.close()


def _take_up_loop(session: Any) -> None:
    """A reader has come, or come back."""
    loop = getattr(session, "_script_event_loop", None)
    if loop is not None and loop.is_closed():
        session._script_event_loop = asyncio.new_event_loop()
    _watch(session)


def _share_heaps() -> None:
    """Have glibc make no more heaps for threads than these; other libraries have none such."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # of a library without it, as musl
            ctypes.CDLL(None).mallopt(_HEAPS_AT_MOST, HEAPS)


def _connect_at_once(protocol: Any, transport: Any) -> None:
    """Take a connection where no piece waits for another: asyncio does not see that it is TCP."""
    with suppress(OSError):  # of a socket that is none of TCP
        transport.get_extra_info("socket").setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    _connect(protocol, transport)


@contextmanager
def undisturbed(session: SafeSessionState | None = None) -> Iterator[None]:
    """Do something to its end, whatever is pressed meanwhile: no access to the session ends it.

    Without a session it is that of the run. What waits is found at the next access.
    """
    context = get_script_run_ctx()
    held: Any = session or (context and context.session_state)
    if held is None:
        yield
        return
    look = held._yield_callback
    # The class's own way to set a field: another would be a value of the session.
    object.__setattr__(held, "_yield_callback", lambda: None)
    try:
        yield
    finally:
        object.__setattr__(held, "_yield_callback", look)


def _begin_whole(session: SafeSessionState, *states: Any, **replayed: Any) -> None:
    """Call a run's callbacks, each to its end; a run that waits is found right after them."""
    with undisturbed(session):
        _begin(session, *states, **replayed)


def _clean_once(text: str) -> str:
    """A text without what stands around it; of style sheets it is known."""
    return _clean_style(text) if text.startswith(STYLE) else _clean(text)


def _is_style_once(text: str) -> bool:
    return _is_style_sheet(text) if text.startswith(STYLE) else _is_style(text)


_clean_style = lru_cache(MOST_STYLES)(_clean)
_is_style_sheet = lru_cache(MOST_STYLES)(_is_style)


class CollectSeldom:
    """Python's `gc` as Streamlit calls it after a run: most of the time nothing is to be done."""

    def __init__(self) -> None:
        self._next = 0.0

    def collect(self, generation: int = 2) -> int:
        """Collect, if that took little of the time since it was done last."""
        begun = monotonic()
        if begun < self._next:
            return 0
        self._next = begun + REST_SECONDS
        found = gc.collect(generation)
        ended = monotonic()
        self._next = ended + max(REST_SECONDS, REST_TIMES * (ended - begun))
        return found


def _execute_and_keep(manager: MediaFileManager, file_id: str) -> str:
    """Make the file, the session's until its next run; the address ends with `/ID.ending`.

    A session holds nothing from when a run of it begins until that comes to its first button, and
    when it has ended: what is made for one that has ended is nobody's.
    """
    button: Any = manager._deferred_callables.get(file_id)
    url = _execute(manager, file_id)
    made = url.rpartition("/")[2].partition(".")[0]
    with manager._lock:
        held, session = manager._files_by_session_and_coord, button["session_id"]
        if (session in held or is_here(session)) and made in manager._file_metadata:
            held[session][f"made: {button['coordinates']}"] = made
    return url


def is_here(session_id: str) -> bool:
    """Whether a reader's page is open: a server forgets one before it clears away its files."""
    return runtime.exists() and runtime.get_instance().is_active_session(session_id)


def _add_within_bounds(
    manager: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec
) -> None:
    """Take a file; older ones go where there are too many."""
    _add(manager, session_id, file)
    with manager._lock:
        own = dict(manager.file_storage.get(session_id, {}))
        others = [session for session in manager.file_storage if session != session_id]
    held = sum(len(one.data) for one in own.values())
    for older, one in own.items():
        if held <= MOST_OF_ONE or older == file.file_id:
            break
        manager.remove_file(session_id, older)
        held -= len(one.data)
    for session in others:
        if manager._total_bytes <= MOST_OF_ALL:
            break
        manager.remove_session_files(session)
