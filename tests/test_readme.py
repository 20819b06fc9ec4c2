"""What the README says can be done, can be done."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from mapping.__main__ import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUN = (
    "python3 -m venv .venv && .venv/bin/pip install --quiet -e . && .venv/bin/streamlit run app.py"
)
TEST = (
    'python3 -m venv .venv && .venv/bin/pip install --quiet -e ".[test]" '
    "&& .venv/bin/python -m pytest"
)
PAGES = (
    Path("README.md"), Path("data", "README.md"), Path("mapping", "README.md"),
    Path("mapping", "CHANGELOG.md"), Path(".github", "CONTRIBUTING.md"),
    Path(".github", "SECURITY.md"),
)  # fmt: skip
COMMANDS = re.findall(r"^python -m mapping (\w+) ?(.*)$", README, re.MULTILINE)


@pytest.mark.parametrize("command", [RUN, TEST])
def test_each_command_is_one_line_that_can_be_pasted(command: str) -> None:
    assert README.count(f"```sh\n{command}\n```") == 1


def test_the_continuous_run_takes_the_command_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"grep -m 1 -E '([^']+)' README\.md", script)
    assert pattern is not None
    first = next(line for line in README.splitlines() if re.search(pattern[1], line))
    assert first == TEST


def test_the_extras_that_the_readme_names_exist() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"test", "build"} <= set(project["optional-dependencies"])


@pytest.mark.rest
def test_every_documented_command_exists(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(COMMANDS) >= 2
    for name, rest in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        answer = capsys.readouterr()
        assert ended.value.code == 0, answer.err
        for option in re.findall(r"--[a-z]+", rest):
            assert option in answer.out


def test_every_command_is_documented() -> None:
    run = [sys.executable, "-m", "mapping", "--help"]
    help_text = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=60).stdout
    named = set(re.findall(r"^    (\w+) ", help_text, re.MULTILINE))
    assert named == {name for name, _ in COMMANDS}


def test_every_format_of_export_is_documented() -> None:
    from mapping.export import FORMATS

    named = re.findall(r"--[a-z]+", " ".join(rest for name, rest in COMMANDS if name == "export"))
    assert {f"--{one.option}" for one in FORMATS} <= set(named)


def test_the_picture_is_there() -> None:
    for path in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.as_posix())
def test_links_lead_to_what_is_there(page: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (ROOT / page.parent / link).exists(), link


LIMITS = {
    "10,000": {"file": 3, "opening": 1.5, "day step, until painted": 50, "check": 1.5,
               "html": 3, "geojson": 3, "kml": 3, "csv": 3, "package": 3},
    "100,000": {"file": 20, "opening": 6, "day step, until painted": 100, "check": 10,
                "html": 20, "geojson": 20, "kml": 20, "csv": 20, "package": 20},
}  # fmt: skip
"""The goals that the README names, by the number of events."""


@pytest.mark.parametrize("events", LIMITS)
def test_the_goals_that_the_readme_names_were_measured(events: str) -> None:
    results = (ROOT / "tests" / "bench" / "RESULTS.md").read_text(encoding="utf-8")
    said = README.partition("## How much it holds")[2].partition("\n## ")[0]
    for what, limit in LIMITS[events].items():
        row = rf"^\| {re.escape(what)}, {events} events in \d+ days \| [^|]+ \| ([\d.]+) "
        goals = re.findall(row, results, re.MULTILINE)
        assert goals and {float(goal) for goal in goals} == {limit}, what
        assert re.search(rf"\b{re.escape(str(limit))} (MB|s|ms)\b|\b{limit} s and", said), limit


def test_the_tools_that_the_guide_names_are_there() -> None:
    guide = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in re.findall(r"python -m (tests\.\w+)", guide):
        assert find_spec(name), name


def test_the_library_has_what_the_readme_uses() -> None:
    import mapping

    for name in re.findall(r"mp\.(\w+)\(", README):
        assert callable(getattr(mapping, name))
