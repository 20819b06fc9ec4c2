"""What the server holds for its readers: a made file until it is fetched, and few sent ones."""

from __future__ import annotations

import platform
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from streamlit.elements import html
from streamlit.runtime import media_file_manager
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from mapping.intake.accept import UploadError
from mapping.page import apart, server
from mapping.page.server import (
    HEAPS,
    MOST_FILES,
    MOST_OF_ALL,
    MOST_OF_ONE,
    CollectSeldom,
    serve_many,
)
from tests.bench.session import in_own_loop, open_session
from tests.conftest import ROOT, run_app

HEAPS_OF_THREADS = """
import ctypes, sys, threading
from mapping.page.server import serve_many
serve_many()
ctypes.CDLL(None).malloc_stats()
together = threading.Barrier(13)
for _ in range(12):
    threading.Thread(target=together.wait, daemon=True).start()
together.wait()
print("Threads:", file=sys.stderr, flush=True)
ctypes.CDLL(None).malloc_stats()
"""
"""Says of each heap what it holds, before there are threads and after."""


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server's classes as it changes them, and as they were afterwards."""
    monkeypatch.setattr(MediaFileManager, "execute_deferred", MediaFileManager.execute_deferred)
    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", MemoryUploadedFileManager.add_file)
    monkeypatch.setattr(script_runner, "gc", script_runner.gc)
    monkeypatch.setattr(AutoHTTPProtocol, "connection_made", AutoHTTPProtocol.connection_made)
    monkeypatch.setattr(html, "clean_text", html.clean_text)
    for name in ("register_file_watchers", "disconnect_file_watchers"):
        monkeypatch.setattr(AppSession, name, getattr(AppSession, name))
    monkeypatch.setattr(html, "_html_only_style_tags", html._html_only_style_tags)
    monkeypatch.setattr(sys, "setswitchinterval", lambda seconds: None)
    serve_many()
    serve_many()
    yield


@pytest.mark.parametrize("family", [socket.AF_INET, getattr(socket, "AF_UNIX", socket.AF_INET)])
def test_no_piece_of_an_answer_waits_for_another(
    family: int, held: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Transport:
        def get_extra_info(self, _: str) -> socket.socket:
            return line

    connected: list[object] = []
    monkeypatch.setattr(server, "_connect", lambda _, transport: connected.append(transport))
    with socket.socket(family) as line:
        AutoHTTPProtocol.connection_made(None, Transport())
        if family == socket.AF_INET:
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert len(connected) == 1


def test_garbage_is_collected_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, collected = [100.0], []

    def collect(generation: int) -> int:
        collected.append(clock[0])
        clock[0] += 0.5
        return 1

    monkeypatch.setattr(server, "monotonic", lambda: clock[0])
    monkeypatch.setattr(server.gc, "collect", collect)
    seldom = CollectSeldom()
    for _ in range(120):
        seldom.collect(2)
        clock[0] += 1
    assert len(collected) == 5, "once in 25 seconds where it takes half a second"


def test_a_made_file_waits_for_its_reader_and_goes_with_their_next_run(
    held: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_file_manager, "_get_session_id", lambda: "reader")
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    button = manager.add_deferred(lambda: b"a map", "text/html", "1.2", "map.html")
    name = manager.execute_deferred(button).rpartition("/")[2]
    for _ in range(3):
        manager.remove_orphaned_files()  # as when the runs of three other readers have ended
    assert manager._storage.get_file(name).content == b"a map"
    manager.clear_session_refs("reader")
    # A run of its has begun and no button has come yet; then the reader has gone.
    for is_here in (True, False):
        monkeypatch.setattr(server, "is_here", lambda _, is_here=is_here: is_here)
        manager.execute_deferred(button)
        assert ("reader" in manager._files_by_session_and_coord) == is_here
        manager.clear_session_refs("reader")
    for _ in range(2):
        manager.remove_orphaned_files()
    assert not manager._storage._files_by_id


@pytest.mark.rest
@pytest.mark.skipif(sys.platform == "win32", reason="has no such bound")
def test_whoever_has_left_holds_no_files_and_may_come_back() -> None:
    async def come_and_go(url: str) -> None:
        for _ in range(60):
            session = await open_session(url)
            session.close()
        back = await open_session(url, taken_up=session.id)
        assert back.id == session.id
        await back.show_day("1988-07-27")
        back.close()

    # Three files for each would be more than these.
    with run_app(most_files=150) as url:
        in_own_loop(come_and_go(url))


def test_a_process_may_open_as_many_files_as_the_system_lets_it(held: None) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
    try:
        serve_many()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= min(soft, MOST_FILES)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_style_sheet_is_looked_through_once(held: None) -> None:
    looked = [server._clean_style.cache_info, server._is_style_sheet.cache_info]
    before = [one().misses for one in looked]
    for text, is_style in (("  <p>Text</p>\n", False), ("<style>p{}\n</style>\n", True)):
        for _ in range(3):
            clean = html.clean_text(text)
            assert clean == text.strip()
            assert html._html_only_style_tags(clean) == is_style
    assert [one().misses for one in looked] == [count + 1 for count in before]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="others have no such heaps")
def test_many_readers_share_few_heaps() -> None:
    command = [sys.executable, "-c", HEAPS_OF_THREADS]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=True)
    before, _, after = done.stderr.partition("Thread")
    assert before.count("Arena") <= after.count("Arena") <= max(HEAPS, before.count("Arena"))


def sent(name: str, size: int) -> UploadedFileRec:
    return UploadedFileRec(file_id=name, name=name, type="", data=bytes(size))


def test_what_is_sent_and_not_looked_at_is_bounded(held: None) -> None:
    manager = MemoryUploadedFileManager("/upload")
    for number in range(10):
        manager.add_file("one", sent(f"file-{number}", MOST_OF_ONE // 3))
    assert [*manager.file_storage["one"]] == ["file-7", "file-8", "file-9"]
    manager.add_file("two", sent("large", MOST_OF_ALL - 10))
    assert [*manager.file_storage] == ["two"] and manager._total_bytes <= MOST_OF_ALL


def test_a_strangers_campaign_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MAX_WAIT_SECONDS", 0.01)
    taken = [apart.TURNS.acquire(blocking=False) for _ in range(64)]
    try:
        with pytest.raises(UploadError, match="try again in a few minutes"):
            apart.read_apart([], ROOT)
    finally:
        for _ in filter(None, taken):
            apart.TURNS.release()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
def test_it_comes_after_others_and_has_so_much_memory() -> None:
    import resource

    assert apart.call_apart("os:nice", (0,), lambda seconds: None) == apart.PATIENCE
    asked = (resource.RLIMIT_DATA,)
    given = apart.call_apart("resource:getrlimit", asked, lambda seconds: None)
    assert given[0] == apart.MAX_MEMORY
