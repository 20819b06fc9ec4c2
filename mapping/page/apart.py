"""A stranger's folder or text worked through in a process of its own, which ends in time.

What is within all limits can still be made to take hours; here it holds up nobody else: one core
is left to the readers, who come first, and memory has a bound.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from time import monotonic
from typing import TYPE_CHECKING, Any

from mapping.format.problems import Problem
from mapping.intake.accept import UploadError, refusal
from mapping.page.ending import stack_until_end
from mapping.words.shell import HOME, command

if TYPE_CHECKING:
    from mapping.player.sent import SentDocument

ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1"}
MAX_SECONDS = 60
MAX_WAIT_SECONDS = 300
MAX_MEMORY = 1_000_000_000
"""Bytes."""
PATIENCE = 10
"""How far such a process stands behind others (nice)."""
TURNS = BoundedSemaphore(max(1, (os.cpu_count() or 1) - 1))
WATCH_SECONDS = 0.2


def read_apart(
    files: Sequence[tuple[str, bytes]], folder: Path
) -> tuple[list[Problem], SentDocument | None]:
    """What `read_stranger` says of files; raises UploadError, also if it takes too long."""
    given = [files, folder]
    try:
        answer = call_apart("mapping.page.stranger:read_stranger", given, lambda seconds: None)
    except UploadError:
        raise
    except WaitError:
        message = "has waited for those of others until now"
        raise refusal("the upload", message, mend="try again in a few minutes") from None
    except TooLongError:
        message = f"takes more than {MAX_SECONDS} s to check, or too much memory"
        mend = f"split the campaign, or check it on your own machine: {command('check FOLDER')}"
        raise refusal("the upload", message, mend=mend) from None
    except Exception:
        mend = "leave out what is not a campaign"
        raise refusal("the upload", "cannot be checked", mend=mend) from None
    problems, document = answer
    return problems, document


class TooLongError(ValueError):
    """What was asked takes too long, or too much memory; the text says what to do."""


class WaitError(TooLongError):
    """The turns of others have taken too long."""


def call_apart(function: str, given: Sequence[Any], watch: Callable[[float], None]) -> Any:
    """Call a function, `module:name`, in such a process; what it raises is raised here.

    What it is given and gives back is pickled. `watch` hears again and again how many seconds it
    has taken; the process ends with it where that raises. Raises `TooLongError`.
    """
    with stack_until_end() as stack:
        begun = monotonic()
        while not TURNS.acquire(timeout=WATCH_SECONDS):
            watch(0)
            if monotonic() - begun > MAX_WAIT_SECONDS:
                raise WaitError("others are before you until now: try again in a few minutes")
        stack.callback(TURNS.release)
        place = Path(stack.enter_context(TemporaryDirectory(prefix="apart-")))
        _write((function, tuple(given)), place / "asked")
        line = [sys.executable, "-m", "mapping.page.apart", str(place)]
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
    value, error = _read(file)
    if error is not None:
        raise error
    return value


def _write(value: object, file: Path) -> None:
    """Straight into the file: made in memory first, nobody else would be served meanwhile."""
    with file.open("wb") as held:
        pickle.dump(value, held)


def _read(file: Path) -> Any:
    with file.open("rb") as held:
        return pickle.load(held)


def _do_call(place: Path) -> int:
    """Do what was asked in a folder, and leave the answer there."""
    function, given = _read(place / "asked")
    module, _, name = function.partition(":")
    answer: tuple[Any, Exception | None]
    try:
        answer = (getattr(import_module(module), name)(*given), None)
    except MemoryError:
        return 1
    except Exception as error:
        answer = (None, error)
    _write(answer, place / "answer")
    return 0


def main(place: str) -> int:
    """Answer what was asked in a folder: after others and, where the system has them, in bounds."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        os.nice(PATIENCE)
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    return _do_call(Path(place))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
