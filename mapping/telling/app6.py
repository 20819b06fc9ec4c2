"""Forces as APP-6 symbols: a code for each force, and its drawing by the library `milsymbol`.

Codes are those of MIL-STD-2525D and APP-6(D), 20 digits, set A: version, context, standard
identity, symbol set, status, headquarters, echelon, entity, modifiers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from mapping.format.campaign import Side
from mapping.format.kinds import ECHELONS, force_kind
from mapping.format.schema import SYMBOL
from mapping.format.tables import Force

SIZE_PX = 22
MOST_KEPT = 2_000

IDENTITIES = {"friend": "3", "hostile": "6", "neutral": "4", "unknown": "1"}


class Drawing(NamedTuple):
    """An SVG as a data address; width, height and the point it stands at, in pixels."""

    source: str
    width: float
    height: float
    x: float
    y: float


def app6_code(force: Force, side: Side) -> str:
    """The code that an author gave, or one made of the force's kind, echelon and side."""
    if SYMBOL.fullmatch(force.sidc):
        return force.sidc
    kind = force_kind(force.kind)
    symbol_set, entity = kind.app6
    headquarters = "2" if kind.leads else "0"
    echelon = ECHELONS.get(force.echelon.lower(), "00")
    identity = IDENTITIES[side.affiliation]
    return f"100{identity}{symbol_set}0{headquarters}{echelon}{entity}0000"


_drawn: dict[str, Drawing | None] = {}
"""What was drawn before: loading the library takes longer than all of a campaign's drawings."""


def draw_symbols(codes: Iterable[str]) -> dict[str, Drawing]:
    """The drawings of codes; those that the library does not know are left out."""
    wanted = list(dict.fromkeys(codes))
    found = {code: _drawn[code] for code in wanted if code in _drawn}
    if missing := [code for code in wanted if code not in found]:
        found |= _draw(missing)
        if len(_drawn) > MOST_KEPT:
            _drawn.clear()
        _drawn.update(found)
    return {code: drawing for code in wanted if (drawing := found[code])}


def _draw(codes: Iterable[str]) -> dict[str, Drawing | None]:
    """Draw codes; the library's tables, up to 400 MB, are let go again."""
    from milsymbol import Symbol

    drawings: dict[str, Drawing | None] = {}
    for code in codes:
        symbol = Symbol(code, size=SIZE_PX)
        if not symbol.is_valid():
            drawings[code] = None
            continue
        size, anchor = symbol.get_size(), symbol.get_anchor()
        source = "data:image/svg+xml," + quote(symbol.as_svg())
        drawings[code] = Drawing(source, size["width"], size["height"], anchor["x"], anchor["y"])
    for name in [name for name in sys.modules if name.partition(".")[0] == "milsymbol"]:
        del sys.modules[name]
    return drawings
