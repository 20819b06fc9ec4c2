"""The guide of data/README.md, followed step by step as its reader would."""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytestmark = pytest.mark.rest

ROOT = Path(__file__).parent.parent
README = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
GUIDE = README.partition("## Make your own campaign in an hour")[2].partition("\n## ")[0]
FOLDER = "my/hastings-1066"


class Step(NamedTuple):
    """A code block: what it is (sh, csv, toml, text), for which file, and what it says."""

    kind: str
    file: str
    text: str


STEPS = [Step(*found) for found in re.findall(r"```(\w+) ?(\S*)\n(.*?)```", GUIDE, re.DOTALL)]


def run(command: str, home: Path) -> str:
    """Run a command of the guide and give what it prints; only `check` may find errors."""
    words = shlex.split(command)
    assert words[:3] == ["python", "-m", "mapping"]
    answer = subprocess.run(
        [sys.executable, *words[1:]], cwd=home, capture_output=True, text=True, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert answer.returncode == 0 or words[3] == "check", answer.stderr
    return answer.stdout


def write_rows(path: Path, text: str) -> None:
    """Put rows in the place of those of a table, under the headings that it has."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading = next(csv.reader(file))
    rows = list(csv.DictReader(text.splitlines()))
    assert rows and set(rows[0]) <= set(heading), path.name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, heading)
        writer.writeheader()
        writer.writerows(rows)


def change_text(path: Path, text: str) -> None:
    """Replace what stands before an arrow by what stands behind it, line by line."""
    content = path.read_text(encoding="utf-8")
    for line in text.splitlines():
        old, _, new = line.partition(" -> ")
        assert content.count(old) == 1 and new
        content = content.replace(old, new)
    path.write_text(content, encoding="utf-8")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which somebody followed the guide to its end."""
    home = tmp_path_factory.mktemp("guide")
    said = ""
    for step in STEPS:
        if step.kind == "sh" and not step.text.startswith("streamlit"):
            said = run(step.text, home)
        elif step.kind == "csv":
            write_rows(home / FOLDER / step.file, step.text)
        elif step.kind == "toml":
            change_text(home / FOLDER / step.file, step.text)
        elif step.kind == "text":
            assert step.text.strip() in said, f"the guide promises {step.text}, it says {said}"
    return home


def test_the_guide_shows_every_kind_of_step() -> None:
    assert {step.kind for step in STEPS} == {"sh", "csv", "toml", "text"}
    assert f"streamlit run app.py -- {FOLDER}\n" in [step.text for step in STEPS]
    done = [step.text.split()[3] for step in STEPS if step.text.startswith("python")]
    assert done == ["new", "check", "check", "export"]


def test_the_guide_ends_with_a_campaign_without_a_fault(followed: Path) -> None:
    said = run(f"python -m mapping check {FOLDER} --strict", followed)
    assert said.splitlines()[-1].startswith("0 errors, 0 warnings")


def test_the_guide_ends_with_a_map_in_a_browser(followed: Path, page: Any) -> None:
    page.goto((followed / "hastings.html").as_uri())
    page.wait_for_function("window.campaignPlayer?.settled")
    assert page.locator(".cm-stop").count() == 17
    assert "The landing" in page.locator(".cm-story").text_content()
    page.get_by_role("button", name="Explore the days").click()
    assert page.locator("[data-force=normans] .cm-symbol").first.is_visible()
    page.evaluate("campaignPlayer.seek('1066-10-14')")
    page.wait_for_function("campaignPlayer.settled && campaignPlayer.day === '1066-10-14'")
    assert "The battle" in page.locator(".cm-story").text_content()
    assert page.locator("[data-force=english] .cm-symbol").first.is_visible()
