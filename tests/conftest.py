"""Fixtures for all tests: the shipped campaign, the running app, and a browser that stays at home.

Without a Chromium the browser tests are skipped with one line that says so; with
`CAMPAIGN_NEEDS_BROWSER=1` in the environment, as in CI, its absence is a failure.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO, Any
from urllib.parse import urlsplit

import pytest

from mapping.format.campaign import Campaign, load_campaign

ROOT = Path(__file__).parent.parent
MERSAD = ROOT / "data" / "mersad-1988"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
AT_HOME = ("localhost", "127.0.0.1", "[::1]", "::1")
PATIENCE_MS = 20_000
START_SECONDS = 40


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--thorough` adds the tests that repeat a proof over many more cases."""
    parser.addoption("--thorough", action="store_true", help="run the longest tests, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the longest tests unless they are asked for."""
    if config.getoption("--thorough"):
        return
    for item in items:
        if item.get_closest_marker("thorough"):
            item.add_marker(pytest.mark.skip(reason="only with --thorough"))


@pytest.fixture(scope="session")
def mersad() -> Campaign:
    """The shipped campaign, read once."""
    return load_campaign(MERSAD)


# --- the browser ---------------------------------------------------------------------------


@dataclass
class Watch:
    """What a page did that it should not have done: requests outside, errors in the console."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def find_browser() -> str | None:
    """The path of an installed Chromium; `CHROMIUM` in the environment names another one."""
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium for the whole session."""
    path = find_browser()
    if path is None:
        message = "no Chromium on this machine; install Debian's chromium to run the browser tests"
        if os.environ.get("CAMPAIGN_NEEDS_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*BROWSER_ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Watch:
    """What the test's pages did wrong; a test that expects an error clears it."""
    return Watch()


@pytest.fixture
def open_page(chromium: Any, watch: Watch) -> Iterator[Callable[..., Any]]:
    """Open a page in a context of its own, with Playwright's context options.

    Every request to another machine is blocked; one such request, or an error in the console,
    fails the test at its end.
    """
    contexts = []

    def open_one(**options: Any) -> Any:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.route(is_outside, lambda route: _refuse(route, watch))
        context.on("console", lambda message: _note(message, watch))
        context.on("weberror", lambda error: watch.errors.append(str(error.error)))
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert watch == Watch()


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    """A page of 1280 by 800 in the light scheme."""
    return open_page(color_scheme="light")


def is_outside(url: str) -> bool:
    """Whether an address leads to another machine."""
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about", "file") and parts.hostname not in AT_HOME


def _refuse(route: Any, watch: Watch) -> None:
    watch.outside.append(route.request.url)
    route.abort()


def _note(message: Any, watch: Watch) -> None:
    if message.type == "error":
        watch.errors.append(message.text)


# --- the app -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The address of the app with the campaigns that are shipped."""
    with run_app() as url:
        yield url


@pytest.fixture
def start_app() -> Iterator[Callable[..., str]]:
    """Start further apps, each with campaign folders if given; gives the address."""
    with ExitStack() as running:
        yield lambda *folders, **where: running.enter_context(run_app(*folders, **where))


@contextmanager
def run_app(*folders: str | Path, root: Path = ROOT) -> Iterator[str]:
    """Start the app as a reader does, with campaign folders if given, and end it afterwards.

    `root` holds its app.py.
    """
    port = find_port()
    command = [
        sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true",
        "--server.address=127.0.0.1", f"--server.port={port}", "--", *map(str, folders),
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        wait_for_app(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
        assert process.stdout is not None
        process.stdout.close()


def wait_for_app(process: subprocess.Popen[str], port: int) -> None:
    """Return when the app answers; its own word that it runs is waited for, not the clock."""
    said: list[str] = []
    assert process.stdout is not None
    started = Thread(target=_read_until, args=(process.stdout, f":{port}", said), daemon=True)
    started.start()
    started.join(START_SECONDS)
    if started.is_alive() or process.poll() is not None:
        pytest.fail("the app did not start:\n" + "".join(said))
    Thread(target=lambda: _drain(process.stdout), daemon=True).start()
    with urllib.request.urlopen(
        f"http://127.0.0.1:{port}/_stcore/health", timeout=START_SECONDS
    ) as answer:
        assert answer.read() == b"ok"


def _read_until(stream: IO[str], word: str, said: list[str]) -> None:
    for line in stream:
        said.append(line)
        if word in line and "URL" in line:
            return


def _drain(stream: IO[str] | None) -> None:
    """Keep the pipe empty, or the app would stand still once it is full."""
    try:
        for _ in stream or ():
            pass
    except ValueError:
        return


def find_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        number: int = listener.getsockname()[1]
        return number
