"""What an online service answered, kept in a JSON file, so that nothing is asked for twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


class AnswerFileError(Exception):
    """A file of answers that cannot be read or written, in one sentence."""


def read_answers(path: Path, is_answer: Callable[[object], bool]) -> dict[str, Any]:
    """The answers by their questions; none where there is no file yet.

    Raises `AnswerFileError` for a file that is no JSON, or that holds something else.
    """
    remedy = "Delete it to ask again."
    try:
        answers = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise AnswerFileError(f"The cache {path} cannot be read: {error}. {remedy}") from None
    if not isinstance(answers, dict) or not all(map(is_answer, answers.values())):
        raise AnswerFileError(
            f"The cache {path} is not one of ours: expected names and their answers. {remedy}"
        )
    return answers


def write_answers(path: Path, answers: Mapping[str, Any]) -> None:
    """Keep all answers; raises `AnswerFileError`."""
    text = json.dumps(answers, ensure_ascii=False, indent=1, sort_keys=True)
    written = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and then renamed: a stop in between never leaves half a cache.
        written.write_text(text + "\n", encoding="utf-8")
        written.replace(path)
    except OSError as error:
        raise AnswerFileError(f"The cache {path} could not be written: {error.strerror}.") from None
