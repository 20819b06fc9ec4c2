"""What a person has at the desk: one edit of one folder.

It is held by their session. What is not saved outlives that: in the folder, or in the browser.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import uuid4
from weakref import finalize

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mapping.checks import check_ground_in, read_and_check
from mapping.editing.changes import Change, SetFile, Together, say_change
from mapping.editing.claim import Claim, write_claim
from mapping.editing.folder_files import HEAD, EditError, Files, read_files, text_in, write_files
from mapping.editing.head_values import head_of
from mapping.editing.history import Edit, begin_edit
from mapping.editing.kept_work import (
    Work,
    forget_work,
    keep_work,
    pack_work,
    take_work,
    unpack_work,
)
from mapping.editing.media_files import link_media
from mapping.editing.merging import merge, say_conflicts
from mapping.editing.save import ChangedOutside, SaveError, save_files
from mapping.format.campaign import Campaign
from mapping.format.csv_file import Kept
from mapping.format.problems import CampaignError, Problem
from mapping.format.schema import SLUG
from mapping.page.ending import stack_until_end
from mapping.page.server import is_here
from mapping.player.live import LiveDocument, live_document

GROUND = "ground"
MOST_CONFLICTS = 5
TAKEN_UP = "What was not saved when the page was left is here again."
TAKEN_UP_OWN = "Your desk is here again as it was when the page was left."
WENT = " Pictures and a ground that were uploaded with it have gone with the page."
OF_DESK = ("desk", "text-", "claim-", "head-", "side-new-", "begin-")
"""What the keys begin with under which a session holds what is of one desk."""
_sessions: dict[str, str] = {}
"""By the name under which its work is kept, whose session a desk is."""


@dataclass(slots=True)
class Shown:
    """A state of the files, checked, and drawn if it can be.

    `drawn` is the document that is shown, `parts` what has become otherwise since it was made.
    """

    files: Files
    problems: list[Problem]
    campaign: Campaign | None
    drawn: LiveDocument | None
    parts: str = "{}"


Given = ParamSpec("Given")
Result = TypeVar("Result")


def _alone(
    act: Callable[Concatenate[Desk, Given], Result],
) -> Callable[Concatenate[Desk, Given], Result]:
    """One thing at a time is done to a desk, and it is looked at when that is done.

    What a person presses while the page still runs begins another run beside the one before,
    which Streamlit ends only where it next shows something: a save may still be under way.
    """

    @wraps(act)
    def do(desk: Desk, /, *args: Given.args, **more: Given.kwargs) -> Result:
        with desk.lock:
            return act(desk, *args, **more)

    return do


@dataclass
class Desk:
    """The edit, what was last said of it, and the map of the last state that could be drawn.

    `turn` changes with everything but a person's own typing into a table, which then stays.
    """

    folder: Path
    edit: Edit
    says: str = ""
    turn: int = 0
    outside: tuple[str, ...] = ()
    is_own: bool = False
    """Whether it is this session's alone: nothing is saved, it is downloaded."""
    shown: Shown | None = None
    ground: list[Problem] | None = None
    """What is wrong with the ground, which no edit changes; None before it was looked at."""
    tables: Kept = field(default_factory=dict, repr=False, compare=False)
    """What was read of the tables: a change is in one of them."""
    texts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What the page is to keep of texts that are gone through, as values of JSON."""
    name: str = field(default_factory=lambda: uuid4().hex)
    """Under this its work is kept in the folder."""
    kept: Work | None = field(default=None, repr=False)
    packed: str = field(default="", repr=False)
    """What was kept last, as a text for the browser."""
    copied: str = ""
    """The name that the app gives the folder of which it is a copy; none for a new campaign."""
    place: Path = field(init=False)
    """Where the state is written to be checked and drawn; it goes with the desk."""
    lock: RLock = field(default_factory=RLock, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        held = stack_until_end()
        temporary = TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True)
        self.place = Path(held.enter_context(temporary))
        finalize(self, held.close)
        context = get_script_run_ctx()
        _sessions[self.name] = context.session_id if context else ""
        finalize(self, _sessions.pop, self.name, None)

    @_alone
    def do(self, change: Change, *, quietly: bool = False) -> bool:
        """Make a change; whether it could be made. `quietly`: what is on the page stays."""
        try:
            self.edit = self.edit.then(change)
        except EditError as error:
            self.report(f"Not done: {error}")
            return False
        self.says = ""
        self.turn += not quietly
        return True

    @_alone
    def make(self, write: Callable[[], Change], *, quietly: bool = False) -> bool:
        """Make the change that is written now; whether there could be one."""
        try:
            change = write()
        except EditError as error:
            self.report(f"Not done: {error}")
            return False
        return self.do(change, quietly=quietly)

    @_alone
    def add(self, claim: Claim) -> bool:
        """Take a claim in; whether it could be."""
        return self.make(lambda: write_claim(self.edit.files, claim))

    def report(self, words: str) -> None:
        """Say what became of the last step."""
        self.says = words
        self.turn += 1

    @_alone
    def undo(self) -> None:
        """Undo the last change."""
        self._step(self.edit.undo)

    @_alone
    def redo(self) -> None:
        """Redo what was undone last."""
        self._step(self.edit.redo)

    def _step(self, step: Callable[[], Edit]) -> None:
        try:
            self.edit = step()
            self.report("")
        except EditError as error:
            self.report(str(error))

    @_alone
    def save(self) -> None:
        """Write the edit into its folder, unless somebody else has changed that."""
        self.outside = ()
        try:
            save_files(self.folder, self.edit.base, self.edit.files)
        except ChangedOutside as error:
            self.outside = error.names
            self.report(f"Not saved: {error}.")
        except SaveError as error:
            self.report(f"Not saved: {error}.")
        else:
            self.edit = self.edit.saved()
            self.report("Saved. The state before lies in .desk/before.")

    @_alone
    def keep(self) -> None:
        """Keep what is not saved in the folder, so that it outlives the page.

        Where nothing can be written the page says what else there is to do when it is saved.
        """
        work = Work(self.edit, self.texts)
        if self.is_own or work == self.kept:
            return
        with suppress(OSError):
            if self.edit.is_saved and not self.texts:
                forget_work(self.folder, self.name)
            else:
                keep_work(self.folder, self.name, work)
            self.kept = work

    @_alone
    def pack(self) -> str:
        """All of it as a text for the browser, where there is no folder to keep it in.

        Empty where it is too long for one.
        """
        work = Work(self.edit, self.texts)
        if work != self.kept:
            self.kept, packed = work, pack_work(work)
            self.packed = f"{self.copied}\n{packed}" if packed else ""
        return self.packed

    @_alone
    def take_away(self) -> None:
        """A person has downloaded it."""
        self.edit = self.edit.saved()
        self.says = "Downloaded. Unpack it, or upload it here another time."

    @_alone
    def take_outside(self) -> None:
        """Make what somebody else has changed meanwhile a step of this edit."""
        try:
            now = read_files(self.folder)
            merged = merge(self.edit.base, self.edit.files, now)
            names = {**merged.files, **self.edit.files}
            changes = tuple(
                SetFile(name, text_in(merged.files, name) if name in merged.files else None)
                for name in names
                if merged.files.get(name) != self.edit.files.get(name)
            )
            edit = self.edit.then(Together("what was changed outside", changes))
        except (EditError, CampaignError) as error:
            self.report(f"What was changed outside cannot be taken in: {error}")
            return
        self.edit, self.outside = replace(edit, base=now), ()
        said = list(say_conflicts(merged.conflicts))[:MOST_CONFLICTS]
        more = f", {len(merged.conflicts)} conflicts, yours stands: " if said else "."
        self.report(f"Taken in: {merged.taken} changes{more}{'; '.join(said)}")

    @_alone
    def look(self) -> Shown:
        """The state as it is, checked and drawn once; the last map where it cannot be drawn."""
        if self.shown is None or self.shown.files != self.edit.files:
            folder = self.place / "campaign"
            self._write(folder)
            if self.ground is None:
                self.ground = check_ground_in(folder)
            campaign, problems = read_and_check(folder, ground=self.ground, kept=self.tables)
            drawn, parts = (self.shown.drawn, self.shown.parts) if self.shown else (None, "{}")
            if campaign is not None:
                changed = drawn.changed_for(campaign) if drawn else None
                drawn, parts = (
                    (live_document(campaign), "{}") if changed is None else (drawn, changed)
                )
            self.shown = Shown(self.edit.files, problems, campaign, drawn, parts)
        return self.shown

    def _write(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            if path.is_file():
                path.unlink()
        write_files(self.edit.files, folder)
        ground = self.folder / GROUND
        if ground.is_dir() and not ground.is_symlink() and not (folder / GROUND).exists():
            shutil.copytree(ground, folder / GROUND, symlinks=True)
        link_media(self.folder, folder)

    @property
    def last(self) -> str:
        """What would be undone."""
        return say_change(self.edit.done[-1].change) if self.edit.done else ""


def find_desk(folder: Path) -> Desk | None:
    """The desk of this session; None where the folder holds no campaign yet.

    What was under way in a page that is no more open is taken up. Raises `CampaignError` for a
    folder that cannot be read.
    """
    desk: Desk | None = st.session_state.get("desk")
    if desk is not None:
        return desk
    name = uuid4().hex
    if work := take_work(folder, name, _is_open):
        desk = Desk(folder, work.edit, TAKEN_UP, texts=work.texts, name=name, kept=work)
    elif (folder / HEAD).is_file():
        desk = Desk(folder, begin_edit(read_files(folder)))
    st.session_state["desk"] = desk
    return desk


def _is_open(name: str) -> bool:
    """Whether a page of this server still has the work that is kept under a name."""
    return is_here(_sessions.get(name, ""))


def clear_desk() -> None:
    """Take what lies on the desk away, with its texts and all that was typed or said about it."""
    for key in [one for one in st.session_state if str(one).startswith(OF_DESK)]:
        del st.session_state[key]


def begin_desk(folder: Path | None, files: Files, says: str = "") -> None:
    """Put a new campaign on the desk; it is written when it is first saved.

    Without a folder it is the session's own, and called as its id is. `says` is said of it.
    """
    clear_desk()
    edit = replace(begin_edit(files), base={})
    desk = Desk(folder or Path(), edit, says, is_own=folder is None)
    if folder is None:
        desk.folder = desk.place / str(head_of(files)["id"])
    st.session_state["desk"] = desk


def take_up(packed: str, folders: Mapping[str, Path]) -> bool:
    """Put on the desk what was packed of one; whether it could be read.

    `folders` are those of which the app gives copies, by their names: a copy has their ground and
    their pictures. What was uploaded has gone.
    """
    copied, _, text = packed.partition("\n")
    try:
        work = unpack_work(text)
    except ValueError:
        return False
    folder = folders.get(copied)
    desk = Desk(
        folder or Path(), work.edit, TAKEN_UP_OWN, is_own=True, texts=work.texts, copied=copied
    )
    if folder is None:
        desk.folder = desk.place / _id_in(work.edit.files)
        desk.says += WENT if copied else ""
    st.session_state["desk"] = desk
    return True


def _id_in(files: Files) -> str:
    """What a campaign calls itself, where that is no way out of a folder."""
    with suppress(EditError):
        called = str(head_of(files).get("id"))
        if SLUG.fullmatch(called):
            return called
    return "campaign"
