"""A few facts as a small HTML card, for notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

STYLE = (
    "border:1px solid #8886;border-radius:8px;padding:.8em 1.1em;max-width:42em;"
    "font-family:system-ui,sans-serif;line-height:1.45"
)


def to_card(title: str, line: str, facts: Mapping[str, str]) -> str:
    """A title, a line under it and named facts; every text is escaped, an empty one left out."""
    rows = "".join(
        f'<dt style="opacity:.75">{escape(name)}</dt><dd style="margin:0">{escape(text)}</dd>'
        for name, text in facts.items()
        if text
    )
    grid = "display:grid;grid-template-columns:max-content 1fr;gap:.15em 1.2em;margin:.6em 0 0"
    said = f'<div dir="auto">{escape(line)}</div>' if line else ""
    return (
        f'<section style="{STYLE}"><strong dir="auto" style="font-size:1.15em">{escape(title)}'
        f'</strong>{said}<dl style="{grid}">{rows}</dl></section>'
    )
