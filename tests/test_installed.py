"""The wheel, installed into an empty environment and used from an empty folder."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
import venv
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from mapping.export import FORMATS
from mapping.export.still import find_chromium
from tests.conftest import ROOT, find_port

pytestmark = [pytest.mark.rest, pytest.mark.early]

PATIENCE_S = 300
NEW = ("new", "tiny", "--title", "A tiny campaign", "--first-day", "1900-01-30",
       "--last-day", "1900-02-02")  # fmt: skip
EXPORTS = tuple(one.option for one in FORMATS)
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the files that are under version control, and no others."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for file in tracked():
        (source / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, source / file)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps"]
    done = subprocess.run(
        [*command, "--wheel-dir", str(built), str(source)],
        capture_output=True, text=True, timeout=PATIENCE_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = built.glob("*.whl")
    return file


def tracked() -> list[Path]:
    """What the repository holds, as far as it is still there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment with the wheel and what it depends on."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home)
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", f"--python={folder / 'python'}"]
    done = subprocess.run(
        [*pip, "install", "--no-compile", "--quiet", str(wheel)],
        capture_output=True, text=True, timeout=PATIENCE_S, env=plain_environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def plain_environment() -> dict[str, str]:
    """The environment without what would lead Python back to this checkout."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


@pytest.fixture(scope="module")
def run(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run an installed program in a folder that is empty at first."""
    empty = tmp_path_factory.mktemp("empty")

    def run_one(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [programs / program, *arguments],
            cwd=empty, capture_output=True, text=True, timeout=PATIENCE_S, env=plain_environment(),
        )  # fmt: skip

    return run_one


@pytest.fixture(scope="module")
def tiny(run: Run) -> Run:
    """The same, once a campaign has been begun in that folder."""
    begun = run("campaign-map", *NEW)
    assert begun.returncode == 0, begun.stderr
    assert "campaign-map show tiny" in begun.stdout
    return run


def test_the_wheel_holds_what_the_repository_holds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    held = {name for name in names if name.startswith("mapping/")}
    assert held == {file.as_posix() for file in tracked() if file.parts[0] == "mapping"}
    assert any(re.fullmatch(r"[^/]+\.dist-info/licenses/.*LICENCE", name) for name in names)


@pytest.mark.parametrize(
    "arguments", [("check", "tiny", "--strict"), ("geocode", "tiny"), ("schema",)]
)
def test_a_command_works_without_the_repository(tiny: Run, arguments: tuple[str, ...]) -> None:
    done = tiny("campaign-map", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_every_format_is_written_into_folders_that_are_made_for_it(tiny: Run) -> None:
    files = [f"out/{one}/tiny.{one}" for one in EXPORTS]
    options = [
        part for one in zip((f"--{one}" for one in EXPORTS), files, strict=True) for part in one
    ]
    done = tiny("campaign-map", "export", "tiny", *options, "--site", "out/site")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(file in done.stdout for file in [*files, "out/site"])


def test_a_picture_is_taken(tiny: Run) -> None:
    if find_chromium() is None:
        pytest.skip("no Chromium on this machine")
    done = tiny("campaign-map", "export", "tiny", "--png", "tiny.png")
    assert (done.returncode, done.stderr) == (0, "")


def test_python_has_the_map_and_loads_no_page_for_it(tiny: Run) -> None:
    code = (
        "import sys, mapping as mp; campaign = mp.load_campaign('tiny');"
        "html = mp.campaign_map(campaign).get_root().render();"
        "print(mp.__version__, len(html) > 100_000, 'streamlit' in sys.modules)"
    )
    done = tiny("python", "-W", "error", "-c", code)
    assert (done.stderr, done.stdout.split()) == ("", [version("campaign-map"), "True", "False"])


@pytest.mark.parametrize(
    ("folders", "said"),
    [(("nowhere",), "nowhere is no folder"), ((), "campaign-map show FOLDER\nor begin one")],
)
def test_without_a_campaign_nothing_is_started(
    run: Run, folders: tuple[str, ...], said: str
) -> None:
    done = run("campaign-map", "show", *folders)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr


def test_an_extra_that_is_not_there_is_named_as_pip_takes_it(tiny: Run) -> None:
    done = tiny("python", "-m", "mapping", "basemap", "tiny")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert re.search(r'python\S* -m pip install "babel\S+" "basemap-data', done.stderr)


@pytest.fixture
def shown(tiny: Run, programs: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The page as `show` serves it, and its address."""
    empty = Path(str(tiny("python", "-c", "import os; print(os.getcwd())").stdout.strip()))
    server = subprocess.Popen(
        [programs / "campaign-map", "show", "tiny", "--no-browser", "--port", str(find_port())],
        cwd=empty, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**plain_environment(), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert server.stdout is not None
    try:
        yield server, server.stdout.readline().strip()
    finally:
        # It takes Streamlit with it.
        server.terminate()
        server.wait(20)
        server.stdout.close()


def test_the_page_is_served_on_this_computer_and_ends_when_it_is_told(
    shown: tuple[subprocess.Popen[str], str],
) -> None:
    server, address = shown
    assert re.fullmatch(r"http://localhost:\d+", address)
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=20) as answer:
        assert answer.read() == b"ok"
    # What is started in the background may be deaf to Ctrl+C, and so is what it starts.
    deaf = signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    server.send_signal(signal.SIGTERM if deaf else signal.SIGINT)
    assert server.wait(20) == 0
