"""What a stranger's files hold: everything that is wrong with them, and their map if nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mapping.checks import check_campaign
from mapping.format.problems import Problem, find_errors
from mapping.gazetteer import OfflineGazetteer
from mapping.intake.accept import gather, refusal
from mapping.intake.archive import unpack

if TYPE_CHECKING:
    from mapping.player.sent import SentDocument

MOST_PROBLEMS = 5_000


def read_stranger(
    files: Sequence[tuple[str, bytes]], folder: Path
) -> tuple[list[Problem], SentDocument | None]:
    """Lay files into an empty folder: what is wrong there, and the player's document.

    There is no document where there are errors. Raises UploadError for what is no campaign folder.
    """
    notes = _unpack(files, folder)
    problems = check_campaign(folder, gazetteer=OfflineGazetteer())[:MOST_PROBLEMS] + notes
    if find_errors(problems):
        return problems, None
    from mapping.format.campaign import load_campaign
    from mapping.player.sent import sent_document

    return problems, sent_document(load_campaign(folder))


def _unpack(files: Sequence[tuple[str, bytes]], folder: Path) -> list[Problem]:
    zips = [data for name, data in files if name.lower().endswith(".zip")]
    if zips and len(files) > 1:
        raise refusal("the upload", "has a zip and other files", "one zip, or single files")
    return unpack(zips[0], folder) if zips else gather(files, folder)
