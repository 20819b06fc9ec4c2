"""What is said where something is missing, and that what is said to be typed can be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mapping
from mapping.__main__ import main
from mapping.commands import serve
from mapping.words import shell
from tests.conftest import MERSAD, ROOT
from tests.folders import write_broken

NO_PACKAGES = (sys.executable, "-S")
"""A Python that has nothing but itself, as one outside of the virtual environment."""


def run(*line: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("argv", "environment", "said"),
    [
        ("mapping/__main__.py", "", "python -m mapping check FOLDER"),
        (".venv/bin/campaign-map", "", "campaign-map check FOLDER"),
        ("campaign-map.exe", "", "campaign-map check FOLDER"),
        ("page/script.py", "campaign-map", "campaign-map check FOLDER"),
        ("page/script.py", "python -m mapping", "python -m mapping check FOLDER"),
    ],
)
def test_a_command_is_named_as_the_tool_was_begun(
    argv: str, environment: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [argv])
    monkeypatch.setenv(shell.BEGUN_AS, environment)
    assert shell.command("check FOLDER") == said


@pytest.mark.parametrize(
    "line", [("app.py",), ("-m", "mapping", "check", "x"), ("-m", "mapping", "show", "x")]
)
def test_without_the_packages_a_sentence_says_what_to_do(line: tuple[str, ...]) -> None:
    done = run(*NO_PACKAGES, *line)
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr
    assert "is missing: this Python" in done.stderr


def test_what_is_sent_to_a_file_is_unicode_whatever_the_machine_writes(tmp_path: Path) -> None:
    """Windows has the letters of one region there, and Persian would end in a traceback."""
    folder = write_broken(tmp_path / "tiny", lambda one: one.set("places", 2, "place_id", "گدار"))
    line = (sys.executable, "-m", "mapping", "check", str(folder))
    done = subprocess.run(
        line, cwd=ROOT, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 1 and not done.stderr
    assert "found 'گدار'" in done.stdout.decode("utf-8")


def test_the_sentence_depends_on_where_the_code_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = ModuleNotFoundError(name="pandas.core")
    monkeypatch.setattr(shell, "HOME", tmp_path)
    assert "-m pip install" in shell.say_missing(missing)
    (tmp_path / "pyproject.toml").touch()
    assert shell.MAKE in shell.say_missing(missing)
    python = tmp_path / shell.PROGRAMS / ("python.exe" if shell.WINDOWS else "python")
    python.parent.mkdir(parents=True)
    python.touch()
    said = shell.say_missing(missing)
    assert said.startswith("pandas is missing") and str(shell.PROGRAMS / "streamlit") in said


def test_a_part_of_our_own_that_is_missing_is_no_matter_of_installing() -> None:
    with pytest.raises(ModuleNotFoundError):
        shell.say_missing(ModuleNotFoundError(name="mapping.nowhere"))


def test_what_is_installed_is_what_is_declared_and_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"{ROOT}[build]" in shell.install("build")
    declared = ["pandas<4,>=3", "nothing-of-it<2,>=1", 'neither==1; extra == "build"']
    monkeypatch.setattr(shell, "HOME", tmp_path)
    monkeypatch.setattr(shell, "requires", lambda _: declared)
    assert shell.install().endswith('-m pip install "nothing-of-it<2,>=1"')
    assert shell.install("build").endswith('-m pip install "neither==1"')


def test_show_says_first_what_cannot_be_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "show_campaigns", lambda *_, **__: pytest.fail("it was started"))
    assert main(["show", str(MERSAD), str(tmp_path / "nowhere")]) == 2
    assert "nowhere is no folder" in capsys.readouterr().err
    assert main(["show", str(tmp_path)]) == 2
    assert "holds no campaign.toml" in capsys.readouterr().err
    broken = write_broken(tmp_path / "tiny", lambda folder: folder.set("places", 2, "lat", "91"))
    assert main(["show", str(MERSAD), str(broken)]) == 1
    said = capsys.readouterr().out
    assert f"{broken} cannot be shown:" in said and "places.csv, row 2" in said


def test_show_has_the_shipped_campaigns_where_there_are_any(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(serve, "show_campaigns", lambda folders, *_, **__: shown.extend(folders))
    assert main(["show"]) == 0
    assert MERSAD in shown and len(shown) == len([*(ROOT / "data").glob("*/campaign.toml")])
    monkeypatch.setattr("mapping.commands.line.HOME", tmp_path)
    assert main(["show"]) == 2
    assert "show FOLDER" in capsys.readouterr().err


def test_a_port_that_is_taken_is_passed_over() -> None:
    with serve.socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve.find_free_port(port) > port


@pytest.mark.parametrize("words", [("show", str(MERSAD)), ("edit", str(MERSAD))])
@pytest.mark.parametrize("port", ["-5", "0", "80", "65536", "x"])
def test_what_is_no_port_is_said(
    words: tuple[str, str], port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([*words, "--no-browser", "--port", port])
    assert "a port is a number from 1024 to 65535" in capsys.readouterr().err


def test_the_map_in_python_loads_nothing_of_the_page() -> None:
    code = (
        "import sys, mapping as mp\n"
        f"mp.campaign_map(mp.load_campaign({str(MERSAD)!r}))\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'streamlit'])"
    )
    assert run(sys.executable, "-c", code).stdout == "[]\n"


def test_python_is_told_what_there_is_to_be_used() -> None:
    assert {*dir(mapping)} == {*mapping.__all__, "__version__"}
    assert all(getattr(mapping, name) is not None for name in dir(mapping))
    with pytest.raises(AttributeError, match="nowhere"):
        _ = mapping.nowhere


def test_the_licence_is_the_one_that_is_named() -> None:
    text = (ROOT / "mapping" / "LICENCE").read_text(encoding="utf-8")
    assert text.startswith("MIT License") and "WITHOUT WARRANTY OF ANY KIND" in text


def test_export_makes_the_folders_on_the_way(tmp_path: Path) -> None:
    target = tmp_path / "out" / "deep" / "tiny.geojson"
    assert main(["export", str(write_broken(tmp_path / "tiny")), "--geojson", str(target)]) == 0
    assert target.is_file()


@pytest.mark.rest
@pytest.mark.parametrize("script", ["app.py", "mapping/page/script.py"])
def test_the_page_has_the_same_settings_wherever_it_is_started(script: str) -> None:
    code = (
        "import runpy; from streamlit import config; from mapping.page.settings import *\n"
        "config.set_option('theme.light.textColor', 'black', BY_THE_USER)\n"
        f"runpy.run_path({script!r}, run_name='served')\n"
        "print([name for name, value in read_settings().items()"
        " if config.get_option(name) != value])"
    )
    done = run(sys.executable, "-c", code)
    assert done.stdout == "['theme.light.textColor']\n", done.stderr
