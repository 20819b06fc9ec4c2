"""Lint, format and types, as part of the one test command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("app.py", "mapping", "tests")
TOOLS = (
    ("ruff", "check", "--no-cache", "--output-format=concise", *PARTS),
    ("ruff", "format", "--check", "--no-cache", *PARTS),
    # The longest of all.
    pytest.param(("mypy",), marks=pytest.mark.rest),
)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: " ".join(tool[:2]))
def test_the_tool_finds_nothing(tool: tuple[str, ...]) -> None:
    run = [sys.executable, "-m", *tool]
    answer = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.rest
def test_the_players_types_are_right() -> None:
    """TypeScript reads the comments; where it is not installed, nobody has to."""
    beside = ROOT / ".cache" / "typescript" / "node_modules" / "typescript"
    compiler = Path(os.environ.get("CAMPAIGN_TYPESCRIPT", beside)) / "bin" / "tsc"
    node = shutil.which("node")
    if node is None or not compiler.is_file():
        pytest.skip("no TypeScript: npm install --prefix .cache/typescript typescript")
    run = [node, compiler, "--project", ROOT / "mapping" / "player" / "js"]
    answer = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert answer.returncode == 0, answer.stdout + answer.stderr
