"""Pictograms: one plain line drawing for each kind of event, force shape and place.

Drawings are SVG paths in a box of 24 by 24, drawn with a line 2 wide and round ends; a path that
begins with `!` is filled instead. An unknown kind gets the plain dot.
"""

from __future__ import annotations

PLAIN = "!M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8z"

EVENTS = {
    "chemical attack": "M9 3h6M10 3v6L5 18a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3L14 9V3M7.5 15h9",
    "air strike": "M12 2v9M12 6l9 6v2l-9-3-9 3v-2l9-6M12 11v7M8 21l4-3 4 3",
    "shelling": "M12 3v4M12 17v4M3 12h4M17 12h4M5.6 5.6l2.9 2.9M15.5 15.5l2.9 2.9"
    "M18.4 5.6l-2.9 2.9M8.5 15.5l-2.9 2.9",
    "battle": "M4 4l12 12M20 4L8 16M13 19l5-5M11 19l-5-5M4 20l3-3M20 20l-3-3",
    "counter-offensive": "M20 5H9a5 5 0 0 0 0 10h9M14 10l5 5-5 5",
    "crossing": "M12 3v4M12 10v4M12 17v4M3 12h6M15 12h6M17 8l4 4-4 4",
    "occupation": "M6 21V3M6 4h12l-3 4 3 4H6",
    "recapture": "M9 21V8M9 9h10l-3 3.5 3 3.5H9M4 7a7 7 0 0 1 11-3M4 2v5h5",
    "block": "M12 21v-9M4 12h16M4 7v10M20 7v10",
    "encirclement": "M8 4.5a8.5 8.5 0 1 0 8 0M8 4.5L5 3M8 4.5L7 8M16 4.5L19 3M16 4.5L17 8",
    "diversion": "M4 12h6l8-7M10 12l8 7M13 5h5v5M18 14v5h-5",
    "landing": "M12 3v11M7 10l5 5 5-5M4 20h16",
    "reconnaissance": "M2 12q10-13 20 0q-10 13-20 0zM12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z",
    "resistance": "M12 3l8 3v6q0 6-8 9q-8-3-8-9V6z",
    "evacuation": "M11 4H4v16h7M10 12h11M16 7l5 5-5 5",
    "deployment": "M3 6h18v12H3zM3 6l18 12M21 6L3 18",
    "destruction": "M5 5l14 14M19 5L5 19",
    "dispersal": "M12 9V3M12 15v6M9 12H3M15 12h6M9 5l3-3 3 3M9 19l3 3 3-3"
    "M5 9l-3 3 3 3M19 9l3 3-3 3",
    "surrender": "M7 21V3M7 4h11v9H7",
    "departure": "M4 12h15M13 6l6 6-6 6M4 6v12",
    "announcement": "M4 10v4h4l9 5V5L8 10zM20 9v6",
    "speech": "M4 4h16v12h-9l-5 5v-5H4z",
    "atrocity allegation": "M12 3l10 18H2zM12 10v5M12 18v.2",
    "political": "M3 9l9-5 9 5zM6 10v7M12 10v7M18 10v7M3 20h18",
}

FORCES = {
    "circle": "!M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z",
    "diamond": "!M12 1.5l10.5 10.5-10.5 10.5-10.5-10.5z",
    "square": "!M4 4h16v16H4z",
    "triangle": "!M12 2.5l10.5 18.5H1.5z",
    "hexagon": "!M7 3h10l5.5 9-5.5 9H7l-5.5-9z",
    "cross": "!M8.5 2h7v6.5H22v7h-6.5V22h-7v-6.5H2v-7h6.5z",
}
"""The shapes that tell sides apart without colour, in the order of the campaign's sides."""

PLACES = {
    "pass": "M7 4q5 8 0 16M17 4q-5 8 0 16",
    "air base": "M12 3v18M12 8l9 6M12 8l-9 6M8 20h8",
    "border crossing": "M4 12h16M8 7v10M16 7v10",
    "camp": "M3 19L12 5l9 14z",
    "hill": "M3 18l9-11 9 11z",
}


def side_shape(number: int) -> str:
    """The name of the shape of the campaign's side of that number, counted from 0."""
    return list(FORCES)[number % len(FORCES)]
