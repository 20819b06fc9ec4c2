"""The page served on this computer alone, from wherever the package lies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from mapping.words.shell import BEGUN_AS, HOME, tool

SCRIPT = HOME / "mapping" / "page" / "script.py"
DESK = HOME / "mapping" / "page" / "desk_script.py"
HOST = "127.0.0.1"
PORTS_TRIED = 50
START_SECONDS = 60
END_SECONDS = 5
ENDS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Signals to end; Windows has but one of them."""


class ServeError(Exception):
    """The page cannot be served; the message says why."""


def show_campaigns(folders: Sequence[Path], port: int, *, with_browser: bool = True) -> None:
    """Serve the page until Ctrl+C, then end it within seconds."""
    _serve_until_stopped(SCRIPT, folders, port, with_browser=with_browser)


def edit_campaign(folder: Path, port: int, *, with_browser: bool = True) -> None:
    """Serve the desk over one folder until Ctrl+C; it saves into that folder."""
    _serve_until_stopped(DESK, [folder], port, with_browser=with_browser)


def _serve_until_stopped(
    script: Path, folders: Sequence[Path], port: int, *, with_browser: bool
) -> None:
    if find_spec("streamlit") is None:
        raise ModuleNotFoundError(name="streamlit")
    free = find_free_port(port)
    if free != port:
        print(f"Port {port} is taken: taking {free}.")
    address = f"http://localhost:{free}"
    try:
        with _serve(script, folders, free) as server:
            _wait(server, free)
            print(f"{address}\nOnly this computer can open it. Ctrl+C stops it.", flush=True)
            if with_browser:
                webbrowser.open(address)
            server.wait()
            raise ServeError("the page has ended by itself; what it said stands above")
    except KeyboardInterrupt:
        print("Stopped.")


def find_free_port(first: int) -> int:
    """The first port from that one on at which nobody on this computer listens."""
    for port in range(first, min(first + PORTS_TRIED, 65_536)):
        with socket.socket() as listener:
            # As the server will do it: a port that was let go a moment ago is free.
            if sys.platform != "win32":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((HOST, port))
            except OSError:
                continue
            return port
    raise ServeError(f"no port is free from {first} on; name another one: --port N")


@contextmanager
def _serve(script: Path, folders: Sequence[Path], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Streamlit as a process of its own, which ends with this one."""
    line = [
        sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true",
        f"--server.address={HOST}", f"--server.port={port}", "--browser.serverAddress=localhost",
        "--browser.gatherUsageStats=false", "--server.fileWatcherType=none",
        "--", *(str(folder.resolve()) for folder in folders),
    ]  # fmt: skip
    # A request to end, or a closed terminal, is as good as Ctrl+C; nohup is heeded.
    heard = [one for one in ENDS if signal.getsignal(one) != signal.SIG_IGN]
    before = {one: signal.signal(one, signal.default_int_handler) for one in heard}
    server = _start_apart(line)
    try:
        yield server
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        server.terminate()
        try:
            server.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _start_apart(line: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a process that Ctrl+C does not reach: whoever has started it ends it, quietly."""
    environment = {**os.environ, BEGUN_AS: tool()}
    quiet = subprocess.DEVNULL
    if sys.platform == "win32":
        apart = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(
            line, stdin=quiet, stdout=quiet, env=environment, creationflags=apart
        )
    return subprocess.Popen(line, stdin=quiet, stdout=quiet, env=environment, process_group=0)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    """Return when the page answers; raises ServeError if it ends before or takes too long."""
    tenths = START_SECONDS * 10
    for _ in range(tenths):
        try:
            server.wait(0.1)
            raise ServeError("the page did not start; what Streamlit says stands above")
        except subprocess.TimeoutExpired:
            if _answers(port):
                return
    raise ServeError(f"the page did not answer within {START_SECONDS} s")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
