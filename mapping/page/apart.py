"""A stranger's folder or text worked through in a process of its own, which ends in time.

What is within all limits can still be made to take hours; here it holds up nobody else: one core
is left to the readers, who come first, and memory has a bound.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from importlib import import_module
from pathlib import Path
from runpy import run_module
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

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
CALL = "call"
WATCH_SECONDS = 0.2


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


class TooLongError(ValueError):
    """What was asked takes too long, or too much memory; the text says what to do."""


def call_apart(function: str, given: Sequence[Any], watch: Callable[[float], None]) -> Any:
    """Call a function, `module:name`, in such a process; what it raises is raised here.

    What it is given and gives back is pickled. `watch` hears again and again how many seconds it
    has taken; the process ends with it where that raises. Raises `TooLongError`.
    """
    with ExitStack() as stack:
        begun = monotonic()
        while not TURNS.acquire(timeout=WATCH_SECONDS):
            watch(0)
            if monotonic() - begun > MAX_WAIT_SECONDS:
                raise TooLongError("others are before you until now: try again in a few minutes")
        stack.callback(TURNS.release)
        place = Path(stack.enter_context(TemporaryDirectory(prefix="apart-")))
        (place / "asked").write_bytes(pickle.dumps((function, tuple(given))))
        line = [sys.executable, "-m", "mapping.page.apart", CALL, str(place)]
        process = subprocess.Popen(
            line, cwd=HOME, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        stack.callback(process.wait)
        stack.callback(process.kill)
        begun = monotonic()
        while process.poll() is None:
            watch(monotonic() - begun)
            if monotonic() - begun > MAX_SECONDS:
                raise TooLongError(f"it takes more than {MAX_SECONDS} s: divide it")
            with suppress(subprocess.TimeoutExpired):
                process.wait(WATCH_SECONDS)
        return _answer(place / "answer")


def _answer(file: Path) -> Any:
    """What the process said; it is our own, in a folder of our own."""
    if not file.is_file():
        raise TooLongError("it takes too much memory: divide it")
    value, error = pickle.loads(file.read_bytes())
    if error is not None:
        raise error
    return value


def _do_call(place: Path) -> int:
    """Do what was asked in a folder, and leave the answer there."""
    function, given = pickle.loads((place / "asked").read_bytes())
    module, _, name = function.partition(":")
    answer: tuple[Any, Exception | None]
    try:
        answer = (getattr(import_module(module), name)(*given), None)
    except MemoryError:
        return 1
    except Exception as error:
        answer = (None, error)
    (place / "answer").write_bytes(pickle.dumps(answer))
    return 0


def main(arguments: list[str]) -> int:
    """A command line that comes after others and has so much memory, where the system bounds it."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        os.nice(PATIENCE)
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    if arguments[:1] == [CALL]:
        return _do_call(Path(arguments[1]))
    sys.argv[1:] = arguments
    try:
        run_module("mapping", run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
