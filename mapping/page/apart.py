"""A stranger's folder checked and drawn in a process of its own, which ends when it takes too long.

A folder within all limits can still be made to take hours; here it holds up nobody else: one core
is left to the readers, who come first, and memory has a bound.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from runpy import run_module
from threading import BoundedSemaphore

from mapping.format.problems import Problem
from mapping.intake.accept import refusal
from mapping.words.shell import HOME, command

ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1"}
MAX_SECONDS = 60
MAX_WAIT_SECONDS = 300
MAX_MEMORY = 1_000_000_000
"""Bytes."""
PATIENCE = 10
"""How far such a process stands behind others (nice)."""
TURNS = BoundedSemaphore(max(1, (os.cpu_count() or 1) - 1))
MOST_PROBLEMS = 5_000


def check_apart(folder: Path) -> list[Problem]:
    """What the command line's check finds in a folder; raises UploadError if it takes too long."""
    said = _run("check", str(folder), "--json")
    return [Problem(**one) for one in json.loads(said)[:MOST_PROBLEMS]]


def draw_apart(folder: Path) -> str:
    """The player's document of a folder without errors; raises UploadError likewise."""
    file = folder.with_suffix(".html")
    try:
        _run("export", str(folder), "--html", str(file))
        return file.read_text(encoding="utf-8")
    finally:
        file.unlink(missing_ok=True)


def _run(*arguments: str) -> str:
    line = [sys.executable, "-m", "mapping.page.apart", *arguments]
    if not TURNS.acquire(timeout=MAX_WAIT_SECONDS):
        message = "has waited for those of others until now"
        raise refusal("the upload", message, mend="try again in a few minutes")
    try:
        done = subprocess.run(
            line, cwd=HOME, capture_output=True, timeout=MAX_SECONDS, env=ENVIRONMENT
        )
    except subprocess.TimeoutExpired:
        message = f"takes more than {MAX_SECONDS} s to check"
        mend = f"split the campaign, or check it on your own machine: {command('check FOLDER')}"
        raise refusal("the upload", message, mend=mend) from None
    finally:
        TURNS.release()
    if done.returncode not in (0, 1) or not done.stdout:
        raise refusal("the upload", "cannot be checked", mend="leave out what is not a campaign")
    return done.stdout.decode("utf-8")


def main(arguments: list[str]) -> int:
    """A command line that comes after others and has so much memory, where the system bounds it."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        os.nice(PATIENCE)
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    sys.argv[1:] = arguments
    try:
        run_module("mapping", run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
