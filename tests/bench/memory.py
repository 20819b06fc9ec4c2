"""The memory of a process, as Linux counts it."""

from __future__ import annotations

from pathlib import Path

NOW, MOST = "VmRSS", "VmHWM"


def megabytes_of(process: int | str, which: str = NOW) -> float:
    """What a process holds now, or the `MOST` since its program began; "self" is this one.

    What `getrusage` gives is no less than its parent held when it was started.
    """
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) for line in status.splitlines() if which in line) / 1000
