"""A campaign that a reader uploads: shown to them alone, for as long as their session lasts.

Its files lie in a temporary folder. The folder goes when the reader removes the campaign, uploads
another one or leaves, or when the server ends. What is made of it is kept with it, nowhere else.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Timer

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mapping.drawing.address import language_of
from mapping.intake.accept import MAX_BYTES, MAX_LINES, UploadError
from mapping.intake.archive import MAX_ARCHIVE_MB
from mapping.page.apart import read_apart
from mapping.page.ending import stack_until_end
from mapping.page.folders import OpenFolder, title_of
from mapping.page.problem_table import show_problems
from mapping.page.prose import in_language, show_line, show_note, to_heading, to_line
from mapping.page.server import undisturbed
from mapping.words.strings import USUAL, say, say_count

NAME = "uploaded"
"""What the address calls it; it leads nobody else to it."""
IS_NEW = "upload-is-new"
TYPES = ["zip", "csv", "toml", "geojson", "json"]


class Upload:
    """One reader's campaign, in a folder that is removed with it.

    Raises UploadError for files that are no campaign folder.
    """

    def __init__(self, files: Sequence[tuple[str, bytes]]) -> None:
        self.token = secrets.token_hex(8)
        self._lock = Lock()
        self._timer: Timer | None = None
        self._held = stack_until_end()
        self.opened: OpenFolder | None = None
        """None for what cannot be drawn, or was removed."""
        try:
            temporary = TemporaryDirectory(prefix="campaign-", ignore_cleanup_errors=True)
            folder = Path(self._held.enter_context(temporary)) / "campaign"
            folder.mkdir()
            self.problems, document = read_apart(files, folder)
            if document is not None:
                self.title = title_of(folder)
                self.opened = OpenFolder(folder)
                self.opened.problems, self.opened.document = self.problems, document
        except BaseException:
            self.remove()
            raise

    def keep(self) -> None:
        """The reader is here."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None

    def let_go(self) -> None:
        """The reader has left, or their connection broke: then they come back within seconds."""
        with self._lock:
            self._timer = Timer(st.get_option("server.disconnectedSessionTTL"), self.remove)
            self._timer.daemon = True
            self._timer.start()

    def remove(self) -> None:
        """Remove the folder and everything that was made of it."""
        self.opened = None
        self._held.close()


@st.cache_resource(scope="session", show_spinner=False, on_release=Upload.let_go)
def _hold(token: str, _upload: Upload) -> Upload:
    """Streamlit lets go of it when the session's connection ends."""
    _upload.keep()
    return _upload


def find_upload() -> Upload | None:
    """The campaign that this reader has uploaded and that can be drawn."""
    upload: Upload | None = st.session_state.get("upload")
    if upload is None:
        return None
    _hold(upload.token, upload)
    if upload.opened is None:
        del st.session_state["upload"]
        _say("upload.went")
        return None
    # In the run after it: what was pressed on the map meanwhile has written the address, too.
    if st.session_state.pop(IS_NEW, False):
        st.query_params.from_dict({"campaign": NAME, **language_of(st.query_params)})
    return upload


def show_upload(language: str = USUAL) -> None:
    """The place to choose files, and what became of those chosen last."""
    accepted = say(
        "upload.accepted", language, file=MAX_ARCHIVE_MB, all=MAX_BYTES // 1_000_000,
        lines=say_count(MAX_LINES, language),
    )  # fmt: skip
    title = to_heading(say("upload.title", language), 3)
    st.html(in_language(f'<div class="part">{title}{to_line(accepted)}</div>', language))
    # Another number: another, empty, field.
    turn = st.session_state.setdefault("upload-turn", 0)
    label = say("upload.label", language)
    files = st.file_uploader(label, TYPES, accept_multiple_files=True, key=f"upload-{turn}")
    if files:
        # A press meanwhile would leave nothing of it.
        with st.spinner(say("upload.working", language)), undisturbed():
            _take(files)
        st.rerun()
    if said := st.session_state.get("upload-says"):
        key, values = said
        show_note(say(key, language, **values), turn)
    upload = find_upload()
    if upload is not None:
        show_line(say("upload.address", language), language)
        st.button(say("upload.remove", language), on_click=_remove)
    if problems := st.session_state.get("upload-found"):
        show_problems(problems, "upload", language)


def _say(key: str = "", **values: str) -> None:
    """What became of the last step, by its key of the words, or nothing any more."""
    st.session_state["upload-says"] = (key, values) if key else None


def _take(files: Sequence[UploadedFile]) -> None:
    """Make a campaign of the files, or problems; then forget the files."""
    state = st.session_state
    state["upload-turn"] += 1
    state["upload-found"] = []
    try:
        upload = Upload([(file.name, file.getvalue()) for file in files])
        if upload.opened is None:
            state["upload-found"] = upload.problems
            upload.remove()
    except UploadError as error:
        state["upload-found"] = list(error.problems)
    finally:
        _forget_files()
    if state["upload-found"]:
        _say("upload.failed")
        return
    _remove()
    state["upload"] = upload
    state[IS_NEW] = True
    _say("upload.drawn", title=upload.title)


def _forget_files() -> None:
    """Streamlit itself would keep what was uploaded until the session ends."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)


def _remove() -> None:
    upload: Upload | None = st.session_state.pop("upload", None)
    _say()
    if upload is not None:
        upload.remove()
        st.session_state["upload-turn"] += 1
        _say("upload.removed")
        st.query_params.from_dict(language_of(st.query_params))
