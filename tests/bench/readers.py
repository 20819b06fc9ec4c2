"""How many readers one server serves at once: `python -m tests.bench.readers 1 10 50`.

A reader is a websocket session as a browser opens it, up to the end of the first run of the page;
drawing it is the reader's own machine's work.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.conftest import run_app

READERS = (1, 10, 50)
PATIENCE_SECONDS = 300
LEFT_SECONDS = 5
"""So long the server is given to notice that its readers have left."""


class Visit(NamedTuple):
    """One reader's first page: the session, seconds until it was there, and if all went well."""

    session: WebSocketClientConnection | None
    seconds: float
    is_well: bool


async def visit(address: str) -> Visit:
    """Open a session and wait for the end of its first run."""
    begun = perf_counter()
    try:
        session = await websocket_connect(
            HTTPRequest(f"{address.replace('http', 'ws')}/_stcore/stream"),
            subprotocols=["streamlit"], max_message_size=200_000_000,
        )  # fmt: skip
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        await session.write_message(asked.SerializeToString(), binary=True)
        is_well = await asyncio.wait_for(_first_run(session), PATIENCE_SECONDS)
    except (OSError, TimeoutError):
        return Visit(None, perf_counter() - begun, False)
    return Visit(session, perf_counter() - begun, is_well)


async def _first_run(session: WebSocketClientConnection) -> bool:
    """Whether the page came to its end without an exception in it."""
    is_well = True
    while (data := await session.read_message()) is not None:
        message = ForwardMsg()
        message.ParseFromString(data if isinstance(data, bytes) else data.encode())
        if message.delta.new_element.HasField("exception"):
            is_well = False
        if message.WhichOneof("type") == "script_finished":
            return is_well
    return False


async def _visit_all(address: str, count: int, server: int) -> list[str]:
    before = memory_of(server)
    visits = await asyncio.gather(*(visit(address) for _ in range(count)))
    during = memory_of(server)
    for one in visits:
        if one.session:
            one.session.close()
    await asyncio.sleep(LEFT_SECONDS)
    times = [one.seconds for one in visits]
    p95 = statistics.quantiles([*times, *times], n=20, method="inclusive")[-1]
    errors = sum(not one.is_well for one in visits)
    return [
        str(count), str(errors), f"{p95:.2f} s", f"{before:.0f} MB",
        f"{(during - before) / count:.1f} MB", f"{memory_of(server):.0f} MB",
    ]  # fmt: skip


def memory_of(process: int) -> float:
    """The megabytes that a process holds now."""
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line) / 1000


def server_at(address: str) -> int:
    """The process that serves an address, as its command line says."""
    option = f"--server.port={address.rpartition(':')[2]}".encode()
    return next(
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if option in path.read_bytes()
    )


def tables(readers: Sequence[int] = READERS) -> list[str]:
    """One table in Markdown: a row for each number of readers, each with a new server."""
    lines = [
        ["readers at once", "errors", "first page, p95", "server before", "more for each",
         "after they left"],
        ["---"] * 6,
    ]  # fmt: skip
    for count in readers:
        with run_app() as address:
            lines.append(asyncio.run(_visit_all(address, count, server_at(address))))
    return ["\n".join(f"| {' | '.join(line)} |" for line in lines)]


if __name__ == "__main__":
    print(*tables([*map(int, sys.argv[1:])] or READERS), sep="\n\n")
