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


def forget_most(process: int | str) -> None:
    """Have the `MOST` of a process counted from now on (proc(5), clear_refs)."""
    Path(f"/proc/{process}/clear_refs").write_text("5", encoding="ascii")


def server_at(address: str) -> int:
    """The process that serves an address, as its command line says."""
    option = f"--server.port={address.rpartition(':')[2]}".encode()
    return next(
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if option in path.read_bytes()
    )
