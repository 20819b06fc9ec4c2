"""One case after another in a process of its own, which is watched: time, memory, files, network.

`python -m tests.fuzz.case FIRST LAST` prints a line of JSON for each case; whoever has started it
ends it where a line takes too long.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
import warnings
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from tests.bench.memory import MOST, forget_most, megabytes_of
from tests.fuzz.doors import DOORS, TURNS

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PATHS = {"os.mkdir": (0,), "os.remove": (0,), "os.rmdir": (0,), "os.rename": (0, 1),
         "os.link": (1,), "os.symlink": (1,), "os.chmod": (0,), "os.truncate": (0,),
         "shutil.rmtree": (0,), "shutil.copyfile": (1,), "shutil.move": (1,)}  # fmt: skip
"""Which values of an audit event of Python are paths that change."""
FOREIGN = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec")


class Watch:
    """Hears of everything that Python opens; what is not in the case's room is a fault."""

    def __init__(self) -> None:
        self.room = ""
        self.faults: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, values: tuple[Any, ...]) -> None:
        if not self.room:
            return
        if event == "open":
            path, mode, flags = values
            if isinstance(path, int) or not _writes(mode, flags):
                return
            self._look(event, path)
        elif event in PATHS:
            # Within a folder that is removed paths are named from there; the folder was looked at.
            if event not in ("os.remove", "os.rmdir") or values[-1] == -1:
                for number in PATHS[event]:
                    self._look(event, values[number])
        elif event in FOREIGN:
            self.faults.append(f"{event} {values[0]!r}"[:200])

    def _look(self, event: str, path: Any) -> None:
        if isinstance(path, int):
            return
        real = os.path.realpath(os.fsdecode(path))
        if real != os.devnull and not f"{real}/".startswith(f"{self.room}/"):
            self.faults.append(f"{event} {real}"[:300])


def _writes(mode: str | None, flags: int) -> bool:
    return bool(flags & WRITING) if mode is None else any(one in mode for one in "wax+")


def run_case(number: int, kept: Path, watch: Watch, door: str = "") -> dict[str, Any]:
    """Do a case; what it took, and the fault if there is one."""
    door = door or TURNS[number % len(TURNS)]
    room = kept / "room"
    room.mkdir()
    watch.faults.clear()
    forget_most("self")
    before = megabytes_of("self")
    begun, fault = process_time(), ""
    watch.room = os.path.realpath(room)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            DOORS[door](Random(f"{door} {number}"), room)
    except BaseException:  # whatever it is, a person would see it
        fault = traceback.format_exc(limit=-6)
    finally:
        watch.room = ""
    taken, most = process_time() - begun, megabytes_of("self", MOST) - before
    if not fault and watch.faults:
        fault = f"reached outside: {watch.faults[0]}"
    shutil.rmtree(room)
    return {"door": door, "case": number, "seconds": taken, "megabytes": most, "fault": fault}


def main() -> None:
    """Do the cases that are named: FIRST LAST, or DOOR:CASE ones."""
    sys.dont_write_bytecode = True
    words = sys.argv[1:]
    if ":" in words[0]:
        cases = [(door, int(number)) for door, _, number in (word.partition(":") for word in words)]
    else:
        cases = [("", number) for number in range(int(words[0]), int(words[1]))]
    with TemporaryDirectory(prefix="fuzz-") as kept:
        room = os.path.join(os.path.realpath(kept), "room")
        os.environ["TMPDIR"] = room
        import tempfile

        tempfile.tempdir = room
        watch = Watch()
        answers = sys.stdout
        for door, number in cases:
            print(json.dumps(run_case(number, Path(kept), watch, door)), file=answers, flush=True)


if __name__ == "__main__":
    main()
