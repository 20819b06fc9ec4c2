"""An edit: the files it began with and the changes made on them, each of which can be undone.

Of each step only the bytes that it changed are kept, before and after it. So undoing gives the
very bytes that were there, whatever the change was, and a long edit stays small.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from mapping.editing.changes import Change
from mapping.editing.folder_files import EditError, Files


class Patch(NamedTuple):
    """What a step did to one file: from the byte `at` on, `old` became `new`.

    `came` and `went` say that the file was not there before, or is not any more.
    """

    name: str
    at: int
    old: bytes
    new: bytes
    came: bool
    went: bool


class Step(NamedTuple):
    """A change that was made, and what it did."""

    change: Change
    patches: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A list of changes over a folder: a value, of which each step makes another.

    `files` are those after all that is `done`. `base` are those that the edit began with, or that
    were saved last.
    """

    base: Files
    files: Files
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def then(self, change: Change) -> Edit:
        """The edit with one more change; raises `EditError`. What was undone cannot be redone."""
        after = change.made_on(self.files)
        patches = tuple(
            _patch(name, self.files.get(name), after.get(name))
            for name in {**self.files, **after}
            if self.files.get(name) != after.get(name)
        )
        if not patches:
            return self
        return replace(self, files=after, done=(*self.done, Step(change, patches)), undone=())

    def undo(self) -> Edit:
        """The edit without its last change; raises `EditError` where there is none."""
        if not self.done:
            raise EditError("there is nothing to undo")
        *rest, last = self.done
        files = _without(self.files, last.patches)
        return replace(self, files=files, done=tuple(rest), undone=(*self.undone, last))

    def redo(self) -> Edit:
        """The edit with the change that was undone last; raises `EditError`."""
        if not self.undone:
            raise EditError("there is nothing to redo")
        *rest, last = self.undone
        files = _with(self.files, last.patches)
        return replace(self, files=files, done=(*self.done, last), undone=tuple(rest))

    def saved(self) -> Edit:
        """The same edit after its files were saved: it can still be undone."""
        return replace(self, base=self.files)

    @property
    def is_saved(self) -> bool:
        """Whether the files are those that were saved last."""
        return self.files == self.base


def begin_edit(files: Files) -> Edit:
    """An edit in which nothing was done yet."""
    return Edit(files, files)


def _patch(name: str, old: bytes | None, new: bytes | None) -> Patch:
    before, after = old or b"", new or b""
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    return Patch(
        name, head, before[head : len(before) - tail], after[head : len(after) - tail],
        old is None, new is None,
    )  # fmt: skip


def _shared(one: bytes, other: bytes) -> int:
    """How many bytes two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _with(files: Files, patches: tuple[Patch, ...]) -> Files:
    after = dict(files)
    for one in patches:
        data = after.pop(one.name, b"")
        if not one.went:
            after[one.name] = data[: one.at] + one.new + data[one.at + len(one.old) :]
    return after


def _without(files: Files, patches: tuple[Patch, ...]) -> Files:
    back = tuple(Patch(one.name, one.at, one.new, one.old, one.went, one.came) for one in patches)
    return _with(files, back)
