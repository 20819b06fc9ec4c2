"""How long readers of the page wait: the first map, a rerun, and many readers at one server.

Of many, a reader is a websocket session as a browser opens it, up to the end of the page's first
run; drawing it is the reader's own machine's work.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.bench.memory import megabytes_of
from tests.bench.table import Measure, progress
from tests.conftest import run_app

READERS = (1, 10, 50)
FIRST_MAP_SECONDS, WARM_MAP_SECONDS = 1.5, 1.0
TRIES = 3
PATIENCE_SECONDS = 120
LEFT_SECONDS = 5
"""So long the server is given to notice that its readers have left."""


class Visit(NamedTuple):
    """One reader's first page: the session, the seconds it took, and whether it was right."""

    session: WebSocketClientConnection | None
    seconds: float
    is_well: bool


class Crowd(NamedTuple):
    """How many went wrong, seconds at the 95th percentile, and the server's memory in MB: before
    they came, while they were there, and after they left."""

    errors: int
    seconds: float
    before: float
    during: float
    after: float


async def visit(address: str) -> Visit:
    """Open a session and wait for the end of its first run."""
    begun = perf_counter()
    try:
        session = await websocket_connect(
            HTTPRequest(f"{address.replace('http', 'ws')}/_stcore/stream"),
            subprotocols=["streamlit"], max_message_size=200_000_000,
        )  # fmt: skip
        await session.write_message(_asked(), binary=True)
        is_well = await asyncio.wait_for(_finished_run(session), PATIENCE_SECONDS)
    except (OSError, TimeoutError):
        return Visit(None, perf_counter() - begun, False)
    return Visit(session, perf_counter() - begun, is_well)


def _asked() -> bytes:
    """What a browser sends to have the page run."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    return bytes(asked.SerializeToString())


async def _finished_run(session: WebSocketClientConnection) -> bool:
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


async def rerun_seconds(address: str) -> float:
    """What a run takes of a page that is there already: the median of some."""
    one = await visit(address)
    assert one.session, "the page could not be opened"
    taken = []
    for _ in range(10):
        begun = perf_counter()
        await one.session.write_message(_asked(), binary=True)
        await asyncio.wait_for(_finished_run(one.session), PATIENCE_SECONDS)
        taken.append(perf_counter() - begun)
    one.session.close()
    return statistics.median(taken)


async def crowd_of(address: str, count: int, server: int) -> Crowd:
    """So many readers at once at a server that has had one before, and what it takes of them.

    The one before has it load what all readers share, which is not theirs.
    """
    first = await visit(address)
    if first.session:
        first.session.close()
    await asyncio.sleep(LEFT_SECONDS)
    before = megabytes_of(server)
    visits = await asyncio.gather(*(visit(address) for _ in range(count)))
    during = megabytes_of(server)
    for one in visits:
        if one.session:
            one.session.close()
    await asyncio.sleep(LEFT_SECONDS)
    times = [one.seconds for one in visits]
    p95 = statistics.quantiles([*times, *times], n=20, method="inclusive")[-1]
    errors = sum(not one.is_well for one in visits)
    return Crowd(errors, p95, before, during, megabytes_of(server))


def server_at(address: str) -> int:
    """The process that serves an address, as its command line says."""
    option = f"--server.port={address.rpartition(':')[2]}".encode()
    return next(
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if option in path.read_bytes()
    )


def map_seconds(browser: Any, address: str) -> float:
    """From navigation to the map, with an empty browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    begun = perf_counter()
    page.goto(address)
    page.frame_locator("iframe").locator(".leaflet-container").first.wait_for()
    taken = perf_counter() - begun
    context.close()
    return taken


def first_maps(browser: Any) -> Iterator[Measure]:
    """The first map of a new server, of one that has shown it before, and a rerun."""
    new, warm, rerun = [], [], []
    for _ in range(TRIES):
        with run_app() as address:
            new.append(map_seconds(browser, address))
            warm.append(map_seconds(browser, address))
            rerun.append(_run(rerun_seconds(address)))
    progress(f"first map {new}, warm {warm}, rerun {rerun}")
    times = f"median of {TRIES}"
    yield Measure(f"first map, new server, {times}", statistics.median(new), "s", FIRST_MAP_SECONDS)
    yield Measure(
        f"first map, warm server, {times}", statistics.median(warm), "s", WARM_MAP_SECONDS
    )
    yield Measure(f"rerun of the page, {times}", statistics.median(rerun) * 1000, "ms")


def measures(browser: Any, readers: Sequence[int] = READERS) -> Iterator[Measure]:
    """First maps, then each number of readers at once, each at a server of its own."""
    yield from first_maps(browser)
    for count in readers:
        with run_app() as address:
            crowd = _run(crowd_of(address, count, server_at(address)))
        name = f"{count} {'reader' if count == 1 else 'readers'} at once"
        progress(f"{name}: {crowd}")
        yield Measure(f"{name}, errors", crowd.errors, "errors", 0)
        yield Measure(f"{name}, first page", crowd.seconds, "s")
        yield Measure(f"{name}, server before", crowd.before, "MB")
        yield Measure(f"{name}, more for each", (crowd.during - crowd.before) / count, "MB")
        yield Measure(f"{name}, server after they left", crowd.after, "MB")


def _run(work: Any) -> Any:
    """Playwright has a loop of its own in this thread: other work runs in another."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
