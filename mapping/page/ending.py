"""What is held for a while and goes, at the latest, when the server ends.

Uvicorn says goodbye when it is told to end (SIGTERM), and then lets that very signal end the
process: nothing that Python does at its own end is done any more, and temporary folders would stay.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from threading import Lock
from weakref import WeakSet

_lock = Lock()
_open: WeakSet[ExitStack] = WeakSet()


def stack_until_end() -> ExitStack:
    """A stack that whoever holds it closes, or the server's end."""
    stack = ExitStack()
    with _lock:
        _open.add(stack)
    return stack


@asynccontextmanager
async def leave_nothing(_: object) -> AsyncIterator[None]:
    """A server's life (`lifespan`), after which all such stacks are closed."""
    yield
    with _lock:
        stacks = list(_open)
    for stack in stacks:
        stack.close()
