"""Many readers at one server: how long each step takes them, and what the server holds of them.

A reader opens the page, then settles on another day, opens a tab or downloads, with seconds of
reading between; all by the page's own protocol (tests/bench/session.py), for the two cores are the
server's. Then ten upload the largest campaign that is allowed and five what is hostile, while the
others read on.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import statistics
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple
from unittest.mock import patch

from PIL import Image

from mapping.export.site import write_site
from mapping.format.campaign import load_campaign
from mapping.intake.archive import MAX_ARCHIVE_BYTES, pack
from tests.bench.memory import MOST, forget_most, megabytes_of, server_at
from tests.bench.places import write_places
from tests.bench.session import Session, SessionError, in_own_loop, open_session
from tests.bench.table import Measure, progress
from tests.conftest import MERSAD, run_app
from tests.foreign_files import zipped

READERS = (1, 10, 50, 200)
SECONDS = 120.0
READING_SECONDS = (2.0, 8.0)
"""Between two steps of a reader; they come within the longer one."""
BESIDE_UPLOADS = 50
LARGE, HOSTILE = 10, 5
KEPT_SECONDS = 5
"""How long the measured server keeps a session whose reader has left, in place of Streamlit's 120:
what a leaving leaves behind is looked at sooner."""
QUERY = "campaign=mersad-1988"
DAYS = tuple(f"1988-07-{day}" for day in range(22, 31))
TABS = ("This day", "Claims", "Places", "Data")
STEPS = ("open", "day", "tab", "download")
NAMES = {"open": "opening", "day": "another day", "tab": "a tab", "download": "a download"}
LINE_MBIT = 100
GROWTH = 2.0
"""So many times as long, at most, may a step take while others upload."""
Server = tuple[str, int]
"""Address and process."""


class Step(NamedTuple):
    """One step of a reader: which, when it began, and the seconds that it took."""

    kind: str
    begun: float
    seconds: float


@dataclass
class Story:
    """What readers met with: their steps, and what went wrong."""

    steps: list[Step] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    async def do(self, kind: str, work: Callable[[], Awaitable[object]]) -> object:
        """Take a step and write it down; None where it went wrong."""
        begun = perf_counter()
        try:
            done = await work()
        except (SessionError, OSError, KeyError) as error:
            self.errors[f"{kind}: {error}"[:200]] += 1
            return None
        self.steps.append(Step(kind, begun, perf_counter() - begun))
        return done

    def seconds(
        self, kind: str = "", since: float = 0.0, until: float = float("inf")
    ) -> list[float]:
        """What the steps of a kind, or all, took that began within a time."""
        return [
            step.seconds
            for step in self.steps
            if kind in ("", step.kind) and since <= step.begun < until
        ]


async def read(address: str, story: Story, until: float, dice: random.Random) -> None:
    """One reader, from opening the page to leaving it."""
    await asyncio.sleep(dice.uniform(0, min(READING_SECONDS[1], (until - perf_counter()) / 4)))
    session = await story.do("open", lambda: open_session(address, QUERY))
    if not isinstance(session, Session):
        return
    while perf_counter() < until:
        kind = dice.choices(STEPS[1:], (6, 3, 1))[0]
        if kind == "day":
            day = dice.choice(DAYS)
            await story.do("day", lambda day=day: session.show_day(day))
        elif kind == "tab":
            tab = dice.choice(TABS)
            await story.do("tab", lambda tab=tab: session.show_tab(tab))
        else:
            await story.do("tab", lambda: session.show_tab("Data"))
            label = dice.choice(session.can_download or ["none is offered"])
            await story.do("download", lambda label=label: session.download(label))
        await asyncio.sleep(dice.uniform(*READING_SECONDS))
    session.close()


def crowd(address: str, count: int, until: float, story: Story) -> list[asyncio.Task[None]]:
    """So many readers, each with dice of their own."""
    return [
        asyncio.create_task(read(address, story, until, random.Random(number)))
        for number in range(count)
    ]


async def readers_alone(server: Server, count: int, seconds: float) -> list[Measure]:
    """So many readers for a time, then as many again: what is left of the first is seen then."""
    address, process = server
    await visit(address)
    before = megabytes_of(process)
    forget_most(process)
    story = Story()
    await asyncio.gather(*crowd(address, count, perf_counter() + seconds, story))
    during = megabytes_of(process, MOST)
    await visit(address)
    after = megabytes_of(process)
    await asyncio.gather(*crowd(address, count, perf_counter() + seconds / 4, Story()))
    await visit(address)
    again = megabytes_of(process)
    name = f"{count} {'reader' if count == 1 else 'readers'}"
    progress(f"{name}: {before:.0f}, {during:.0f}, {after:.0f}, {again:.0f} MB; {story.errors}")
    return [
        Measure(f"{name}: errors", story.errors.total(), "errors", 0 if count <= 50 else None),
        Measure(f"{name}: steps a second", len(story.steps) / seconds, ""),
        *_times(name, story),
        Measure(f"{name}: server before", before, "MB"),
        Measure(f"{name}: at most more for each", (during - before) / count, "MB"),
        Measure(f"{name}: server after they left", after, "MB"),
        Measure(f"{name}: and after as many more had come and left", again, "MB"),
    ]


def _times(name: str, story: Story) -> Iterator[Measure]:
    for kind in STEPS:
        if taken := story.seconds(kind):
            yield Measure(f"{name}: {NAMES[kind]}, median", statistics.median(taken), "s")
            yield Measure(f"{name}: {NAMES[kind]}, 95 of 100", _p95(taken), "s")


def _p95(taken: Sequence[float]) -> float:
    """The 95th percentile; not a number where there is nothing."""
    if not taken:
        return float("nan")
    return statistics.quantiles([*taken, *taken], n=20, method="inclusive")[-1]


async def visit(address: str) -> None:
    """One reader before or after: the server loads what all share, and lets go of who has left."""
    await asyncio.sleep(KEPT_SECONDS + 1)
    session = await open_session(address, QUERY)
    for tab in TABS:
        await session.show_tab(tab)
    for label in session.can_download:
        await session.download(label)
    session.close()
    await asyncio.sleep(1)


# --- uploads -------------------------------------------------------------------------------


def largest_upload(folder: Path) -> bytes:
    """A campaign just within all limits: of its lines, and of a zip's bytes by its pictures."""
    write_places(folder, events=6_600, days=90)
    (folder / "media").mkdir()
    noise = random.Random(18)
    lines = ["media_id,row_ids,kind,file,title,credit,licence,alt"]
    for number in range(4):
        pixels = Image.frombytes("RGB", (1_240, 1_240), noise.randbytes(3 * 1_240**2))
        pixels.save(folder / "media" / f"noise-{number}.png")
        lines.append(
            f"noise-{number},events/event-{number},photo,noise-{number}.png,Noise,Dice,CC0,-"
        )
    (folder / "media.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    data = pack(folder, "largest")
    assert MAX_ARCHIVE_BYTES * 0.85 < len(data) <= MAX_ARCHIVE_BYTES, len(data)
    return data


def hostile_uploads(largest: bytes) -> list[bytes]:
    """What does harm where it is taken: bombs, a way out, damage, a campaign that asks too much."""
    head = (
        'format = 1\nid = "h"\ntitle = "H"\nfirst_day = 1900-01-01\nlast_day = 1910-12-31\n'
        '[[sides]]\nid = "red"\nname = "R"\n[[accounts]]\nid = "a"\ntitle = "A"\n'
    )
    events = "event_id,kind,starts,place_ids,certainty,title\n" + "".join(
        f"e{number},battle,[1900-01-01..1910-12-31],,uncertain,T\n" for number in range(19_000)
    )
    return [
        zipped({"campaign.toml": head, "events.csv": bytes(200_000_000)}),
        zipped({"campaign.toml": head, "../../events.csv": "x"}),
        zipped({"campaign.toml": head, "events.csv": events}),
        largest[: len(largest) // 2],
        zipped({"campaign.toml": head.replace('"H"', '"' + "{" * 500_000 + '"')}),
    ]


async def upload(address: str, story: Story, data: bytes, *, is_well: bool) -> None:
    """One reader who uploads; what the page says of it must be so."""

    async def send() -> None:
        session = await open_session(address, QUERY)
        await session.show_tab("Data")
        said = await session.upload("campaign.zip", data)
        session.close()
        if ("can be drawn" in said) != is_well:
            raise SessionError(f"it was said: {said}")

    await story.do("upload", send)


async def readers_beside_uploads(server: Server, count: int, seconds: float) -> list[Measure]:
    """Readers for a time without uploads, then while all the uploads are worked on."""
    address, process = server
    with TemporaryDirectory() as kept:
        largest = largest_upload(Path(kept) / "largest")
    hostile = hostile_uploads(largest)
    await visit(address)
    forget_most(process)
    story, uploads = Story(), Story()
    begun = perf_counter()
    reading = crowd(address, count, begun + 100 * seconds, story)
    await asyncio.sleep(seconds)
    sent = perf_counter()
    await asyncio.gather(
        *(upload(address, uploads, largest, is_well=True) for _ in range(LARGE)),
        *(upload(address, uploads, one, is_well=False) for one in hostile[:HOSTILE]),
    )
    taken = perf_counter() - sent
    for one in reading:
        one.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    # The openings at the beginning are no steps of somebody who is reading.
    settled = begun + READING_SECONDS[1]
    before, during = _p95(story.seconds("", settled, sent)), _p95(story.seconds("", sent))
    progress(f"{taken:.0f} s for all uploads; {uploads.errors} {story.errors}")
    name = f"{count} readers, {LARGE} large and {HOSTILE} hostile uploads"
    return [
        Measure(f"{name}: errors of readers", story.errors.total(), "errors", 0),
        Measure(f"{name}: errors of uploads", uploads.errors.total(), "errors", 0),
        Measure(f"{name}: a step before, 95 of 100", before, "s"),
        Measure(f"{name}: a step meanwhile, 95 of 100", during, "s"),
        Measure(f"{name}: times as long", during / before, "x", GROWTH),
        Measure(f"{name}: all uploads", taken, "s"),
        Measure(f"{name}: the last upload", max(uploads.seconds(), default=float("nan")), "s"),
        Measure(f"{name}: server at most", megabytes_of(process, MOST), "MB"),
    ]


# --- the site --------------------------------------------------------------------------------


def site_measures() -> Iterator[Measure]:
    """What a reader of the static site fetches, and how many can begin at once by that alone."""
    with TemporaryDirectory() as out:
        write_site([load_campaign(MERSAD)], Path(out))
        page = (Path(out) / MERSAD.name / "index.html").read_bytes()
    sent = len(gzip.compress(page, 6))
    yield Measure("site, Mersad: all that a reader fetches", len(page) / 1e6, "MB")
    yield Measure("site, Mersad: the same as a web server packs it (gzip)", sent / 1e6, "MB")
    bytes_a_second = LINE_MBIT * 1e6 / 8
    yield Measure(
        f"site: readers who open it in an hour over {LINE_MBIT} Mbit/s, by these bytes",
        3_600 * bytes_a_second / sent, "",
    )  # fmt: skip


def measures(readers: Sequence[int] = READERS, seconds: float = SECONDS) -> Iterator[Measure]:
    """Each number of readers at a server of its own, then uploads beside them, then the site."""
    for count in readers:
        yield from _at_server(lambda server, count=count: readers_alone(server, count, seconds))
    beside = min(BESIDE_UPLOADS, max(readers))
    yield from _at_server(lambda server: readers_beside_uploads(server, beside, seconds))
    yield from site_measures()


def _at_server(work: Callable[[Server], Coroutine[Any, Any, list[Measure]]]) -> list[Measure]:
    kept = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(KEPT_SECONDS)}
    with patch.dict(os.environ, kept), run_app() as address:
        return in_own_loop(work((address, server_at(address))))
