"""A text in a file, in whatever letters an editor saved it."""

from __future__ import annotations

from pathlib import Path

from mapping.drafting.sentences import MAX_LETTERS, DraftError
from mapping.format.csv_file import read_bytes, text_of
from mapping.format.problems import CampaignError, find_errors


def read_text_file(path: Path) -> tuple[str, str]:
    """The text of a file, as `plain_text` gives it. Raises `DraftError`."""
    data, problems = read_bytes(path)
    if problems:
        raise DraftError(str(CampaignError(problems)))
    return plain_text(path.name, data)


def plain_text(name: str, data: bytes) -> tuple[str, str]:
    """The text that a file holds, and what letters it was read as, if it is not in UTF-8.

    Raises `DraftError` for what is no plain text, or too long.
    """
    content, problems = text_of(name, data, is_foreign=True)
    if errors := find_errors(problems):
        raise DraftError(str(CampaignError(errors)))
    if len(content) > MAX_LETTERS:
        raise DraftError(
            f"{name} has {len(content):,} characters, at most {MAX_LETTERS:,} are read at "
            "once: divide it by chapters into several files, and name their folder"
        )
    return content, "; ".join(one.message for one in problems)
