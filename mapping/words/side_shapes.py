"""The shapes that tell sides apart without colour: filled SVG paths in a box of 24 by 24.

A path that begins with `!` is filled; the pictograms of kinds are lines.
"""

from __future__ import annotations

SHAPES = {
    "circle": "!M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z",
    "diamond": "!M12 1.5l10.5 10.5-10.5 10.5-10.5-10.5z",
    "square": "!M4 4h16v16H4z",
    "triangle": "!M12 2.5l10.5 18.5H1.5z",
    "hexagon": "!M7 3h10l5.5 9-5.5 9H7l-5.5-9z",
    "cross": "!M8.5 2h7v6.5H22v7h-6.5V22h-7v-6.5H2v-7h6.5z",
}
"""The shapes that tell sides apart without colour, in the order of the campaign's sides."""


def side_shape(number: int) -> str:
    """The name of the shape of the campaign's side of that number, counted from 0."""
    return list(SHAPES)[number % len(SHAPES)]
