"""RESULTS.md: a section for each part that is measured, renewed without touching the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tests.bench.table import Measure, table_of

RESULTS = Path(__file__).with_name("RESULTS.md")


def renew(title: str, body: str) -> None:
    """Write a section in place of that with the same title, else at the end."""
    text = RESULTS.read_text(encoding="utf-8")
    section = f"## {title}\n\n{body.strip()}\n"
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    if found is None:
        text = f"{text.rstrip()}\n\n{section}"
    else:
        after = text[found.end() :]
        text = text[: found.start()] + section + (f"\n{after}" if after else "")
    RESULTS.write_text(text, encoding="utf-8")


def section_of(measured: Sequence[Measure], machine: str, how: str = "") -> str:
    """What was measured, as the body of a section."""
    missed = sum(not one.is_met for one in measured)
    goals = sum(one.goal is not None for one in measured)
    kept = f"{goals - missed} of {goals} goals are met." if goals else ""
    return "\n\n".join(filter(None, (how, machine, kept, table_of(measured))))
