"""Fixtures for all tests: the shipped campaign, the running app, and a browser that stays at home.

Without a Chromium the browser tests are skipped with one line that says so; with
`CAMPAIGN_NEEDS_BROWSER=1` in the environment, as in CI, its absence is a failure.
"""

from __future__ import annotations

import os
import re
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

import pytest

from mapping.drafting import World, load_world
from mapping.editing.folder_files import Files, read_files
from mapping.export.still import find_chromium
from mapping.format.campaign import Campaign, load_campaign
from mapping.player import campaign_document
from tests.folders import Folder
from tests.player import WIDE, OpenPage, Shelf, Show

ROOT = Path(__file__).parent.parent
MERSAD = ROOT / "data" / "mersad-1988"
# Letters stand on the pixels as in a window; the shell's own way is another one.
BROWSER_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
    "--font-render-hinting=slight",
)  # fmt: skip
OUTSIDE = re.compile(
    r"^(?!(data|blob|about|file):|(http|ws)s?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/|$))"
)
"""The addresses of other machines. As a text, so that Playwright need not ask Python for each."""
PATIENCE_MS = 20_000
START_SECONDS = 40


def pytest_addoption(parser: pytest.Parser) -> None:
    """By default the quick tests run; one word more runs the others, too."""
    parser.addoption("--all", action="store_true", help="run every test, not only the quick ones")
    parser.addoption("--rest", action="store_true", help="run what the quick tests leave out")


def pytest_configure(config: pytest.Config) -> None:
    """Of files that are named on the command line all tests run."""
    if config.args_source is pytest.Config.ArgsSource.ARGS:
        config.option.all = True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that needs a browser is of the rest, unless it is marked as one of the main ones."""
    chosen: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            if not item.get_closest_marker("main"):
                item.add_marker("rest")
        is_rest = item.get_closest_marker("rest") is not None
        wanted = config.getoption("all") or is_rest == config.getoption("rest")
        (chosen if wanted else others).append(item)
    # Workers begin with halves of the list, and meet in it: what stands first is one worker's own.
    items[:] = sorted(chosen, key=lambda item: item.get_closest_marker("early") is None)
    config.hook.pytest_deselected(items=others)


@pytest.fixture(scope="session")
def mersad() -> Campaign:
    """The campaign of the article, read once."""
    return load_campaign(MERSAD)


@pytest.fixture(scope="session")
def russia() -> Campaign:
    """The second shipped campaign, read once."""
    return load_campaign(ROOT / "data" / "russia-1812")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny campaign, written anew."""
    return Folder().write(tmp_path / "tiny")


@pytest.fixture
def files(folder: Path) -> Files:
    """The files of the tiny campaign."""
    return read_files(folder)


@pytest.fixture(scope="session")
def player_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Campaign], Path]:
    """Write the player's document of a campaign, once for each folder; gives its path."""
    written: dict[Path, Path] = {}

    def write(campaign: Campaign) -> Path:
        if campaign.folder not in written:
            file = tmp_path_factory.mktemp("player") / f"{campaign.campaign_id}.html"
            file.write_text(campaign_document(campaign), encoding="utf-8")
            written[campaign.folder] = file
        return written[campaign.folder]

    return write


@pytest.fixture(scope="session")
def mersad_file(mersad: Campaign, player_file: Callable[[Campaign], Path]) -> Path:
    """The player's document of the article's campaign, as a file."""
    return player_file(mersad)


@pytest.fixture(scope="session")
def russia_file(russia: Campaign, player_file: Callable[[Campaign], Path]) -> Path:
    """The player's document of the second campaign, as a file."""
    return player_file(russia)


# --- the browser ---------------------------------------------------------------------------


@dataclass
class Watch:
    """What a page did that it should not have done: requests outside, errors in the console."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """Forget what was seen."""
        self.outside.clear()
        self.errors.clear()


@pytest.fixture(scope="session")
def world() -> World:
    """The names of the world, read once."""
    return load_world()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium for the whole session."""
    path = find_chromium()
    if path is None:
        message = "no Chromium on this machine; install Debian's chromium to run the browser tests"
        if os.environ.get("CAMPAIGN_NEEDS_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*BROWSER_ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def watching() -> Watch:
    """What the pages of all tests write into; cleared for each test."""
    return Watch()


@pytest.fixture
def watch(watching: Watch) -> Iterator[Watch]:
    """What the test's pages did wrong: the test fails at its end if that is anything.

    A test that expects an error clears it.
    """
    watching.clear()
    yield watching
    assert watching == Watch()


@pytest.fixture
def open_page(chromium: Any, watch: Watch, start_app: Callable[..., str]) -> Iterator[OpenPage]:
    """Open a page in a context of its own, with Playwright's context options.

    Pages close before the test's servers end: one that is open says that it lost its server.

    Every request to another machine is blocked; one such request, or an error in the console,
    fails the test at its end.
    """
    with ExitStack() as opened:
        yield lambda **options: opened.enter_context(new_page(chromium, watch, **options))


@pytest.fixture(scope="session")
def shelf(chromium: Any, watching: Watch) -> Iterator[Shelf]:
    """The pages with player documents that the tests hand on to each other."""
    shelf = Shelf(lambda **options: new_page(chromium, watching, **options))
    yield shelf
    shelf.clear()


@pytest.fixture
def show(shelf: Shelf, watch: Watch, mersad_file: Path) -> Iterator[Show]:
    """A page with a player document as it opens, Mersad's unless another file is given.

    Takes Playwright's context options; without others, nothing glides. Two calls give two pages.
    """
    still = {"reduced_motion": "reduce", "color_scheme": "light"}
    yield lambda file=mersad_file, **options: shelf.take(file, {**still, **options})
    shelf.give_back()


@contextmanager
def new_page(browser: Any, watch: Watch, **options: Any) -> Iterator[Any]:
    """A page that stays at home, in a context that ends with it.

    Playwright waits by running texts as code, which the document's policy refuses: tests of the
    policy itself say `bypass_csp=False`.
    """
    context = browser.new_context(**{"viewport": WIDE, "bypass_csp": True, **options})
    context.set_default_timeout(PATIENCE_MS)
    context.route(OUTSIDE, lambda route: _refuse(route, watch))
    context.on("console", lambda message: _note(message, watch))
    context.on("weberror", lambda error: watch.errors.append(str(error.error)))
    yield context.new_page()
    context.close()


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    """A page of 1280 by 800 in the light scheme."""
    return open_page(color_scheme="light")


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
def run_app(
    *folders: str | Path, root: Path = ROOT, script: str = "app.py", path: str = "",
    most_files: int = 0,
) -> Iterator[str]:  # fmt: skip
    """Start the app as a reader does, with campaign folders if given, and end it afterwards.

    `root` holds its script. `path` is where it answers, as behind another server: `/maps`. It may
    have `most_files` open at once, where that is not 0.
    """
    port = find_port()
    command = [
        sys.executable, "-m", "streamlit", "run", script, "--server.headless=true",
        "--server.address=127.0.0.1", f"--server.port={port}", f"--server.baseUrlPath={path}",
        "--", *map(str, folders),
    ]  # fmt: skip
    if most_files:
        command = ["sh", "-c", f'ulimit -n {most_files}; exec "$@"', "sh", *command]
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
        url = f"http://127.0.0.1:{port}{path}"
        wait_for_app(process, url)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
        assert process.stdout is not None
        process.stdout.close()


def wait_for_app(process: subprocess.Popen[str], url: str) -> None:
    """Return when the app answers; its own word that it runs is waited for, not the clock."""
    said: list[str] = []
    assert process.stdout is not None
    started = Thread(target=_read_until, args=(process.stdout, url, said), daemon=True)
    started.start()
    started.join(START_SECONDS)
    if started.is_alive() or process.poll() is not None:
        pytest.fail("the app did not start:\n" + "".join(said))
    Thread(target=lambda: _drain(process.stdout), daemon=True).start()
    with urllib.request.urlopen(f"{url}/_stcore/health", timeout=START_SECONDS) as answer:
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
