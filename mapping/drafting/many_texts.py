"""Many texts at once, each drafted by itself, on the processes of this machine or of a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from mapping.drafting.draft import Frame, draft_text
from mapping.drafting.draft_folder import write_draft
from mapping.drafting.sentences import DraftError
from mapping.drafting.text_file import read_text_file
from mapping.drafting.world import World, load_world
from mapping.format.mending import slug_of
from mapping.format.problems import CampaignError

MOST_TEXTS = 100_000
MOST_WAITING = 200
"""So many texts are handed out at once; the others wait as names of files only."""


class Done(NamedTuple):
    """One text: its file, its claims and places, or what went wrong."""

    text: Path
    claims: int
    places: int
    failure: str = ""
    note: str = ""
    """What letters it was read as, if it is not in UTF-8."""


class Task(NamedTuple):
    """All that a process needs to draft one text."""

    text: Path
    folder: Path
    title: str
    frame: Frame
    gazetteer: Path | None


def find_texts(folder: Path) -> list[Path]:
    """The `.txt` files of a folder, by name. Raises `DraftError` where there are none."""
    texts = sorted(path for path in folder.glob("*.txt") if path.is_file())
    if not texts:
        raise DraftError(f"{folder} holds no text: name a .txt file, or a folder with some")
    if len(texts) > MOST_TEXTS:
        raise DraftError(f"{folder} holds more than {MOST_TEXTS:,} texts: divide it")
    return texts


def tasks_of(folder: Path, out: Path, frame: Frame, gazetteer: Path | None) -> list[Task]:
    """A task for each text of a folder; two names that come to one folder are told apart."""
    taken: dict[str, int] = {}
    tasks = []
    for text in find_texts(folder):
        slug = slug_of(text.stem)
        taken[slug] = number = taken.get(slug, 0) + 1
        name = slug if number == 1 else f"{slug}-{number}"
        title = text.stem.replace("-", " ").replace("_", " ")
        tasks.append(Task(text, out / name, title, frame, gazetteer))
    return tasks


def draft_one(task: Task) -> Done:
    """Draft one text; what goes wrong with it is said, and stops no other."""
    try:
        text, note = read_text_file(task.text)
        draft = draft_text(text, task.frame, _world_of(task.gazetteer))
        write_draft(draft, task.folder, task.title)
    except (DraftError, CampaignError) as error:
        return Done(task.text, 0, 0, str(error))
    return Done(task.text, len(draft.claims), len(draft.places), note=note)


_worlds: dict[Path | None, World] = {}


def _world_of(gazetteer: Path | None) -> World:
    """The world of a process, which reads it once."""
    if gazetteer not in _worlds:
        _worlds[gazetteer] = load_world(gazetteer)
    return _worlds[gazetteer]


def draft_many(tasks: list[Task], dask: str = "") -> Iterator[Done]:
    """Draft texts side by side, each as it is done.

    `dask` is the address of a Dask scheduler, whose workers must see the same files; without it
    the processes of this machine do the work.
    """
    with _executor(dask) as executor:
        yield from _run(executor.submit, tasks)


def _run(submit: Callable[..., Future[Done]], tasks: list[Task]) -> Iterator[Done]:
    waiting: set[Future[Done]] = set()
    left = iter(tasks)
    while True:
        while len(waiting) < MOST_WAITING and (task := next(left, None)):
            waiting.add(submit(draft_one, task))
        if not waiting:
            return
        done = next(as_completed(waiting))
        waiting.remove(done)
        yield done.result()


@contextmanager
def _executor(dask: str) -> Iterator[Executor]:
    if not dask:
        # Spawned and not forked: the page may have begun threads by then.
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            yield pool
        return
    from distributed import Client

    try:
        client = Client(dask, timeout="10s")
    except (OSError, ValueError) as error:
        raise DraftError(f"no Dask scheduler answers at {dask}: {error}") from None
    with client:
        yield client.get_executor()
