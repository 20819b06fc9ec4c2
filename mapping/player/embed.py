"""The JavaScript of pages that show the player, each as one module."""

from __future__ import annotations

import re
from pathlib import Path

_SHARED = Path(__file__).parent / "embed.js"
_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def page_module(path: Path) -> str:
    """A module with what it imports of `embed.js` in it; what it exports by default stays."""
    shared = _EXPORT.sub("", _SHARED.read_text(encoding="utf-8"))
    return f"{shared}\n{_IMPORT.sub('', path.read_text(encoding='utf-8'))}"
