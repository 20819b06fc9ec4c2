"""Forces as APP-6 symbols: a code for each force, and its drawing by the library `milsymbol`.

Codes are those of MIL-STD-2525D and APP-6(D), 20 digits, set A: version, context, standard
identity, symbol set, status, headquarters, echelon, entity, modifiers.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import quote

from mapping.format.campaign import Side
from mapping.format.kinds import ECHELONS, force_kind
from mapping.format.schema import SYMBOL
from mapping.format.tables import Force

SIZE_PX = 22
MOST_KEPT = 2_000
ENTRY = b'{"di"'
"""How an entry of the library's tables begins: with what is drawn."""
MOST_BEFORE = 60
"""Bytes that an entry's code takes before it."""

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
"""What was drawn before: unpacking the library's tables takes longer than a campaign's drawings."""


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


class Table(Mapping[str, Any]):
    """A table of the library, packed JSON by code, of which what is asked for is read and no more.

    As a whole they take up to 400 MB, and as long as all else of a map.
    """

    def __init__(self, name: str) -> None:
        packed = files("milsymbol").joinpath("data", f"{name}-data.json.gz").read_bytes()
        self._text = gzip.decompress(packed)
        self._begins = {self._code_before(at): at for at in self._entries()}

    def __getitem__(self, code: str) -> Any:
        at = self._begins[code]
        # As far as the next one begins, or to the end: what is behind the entry is not read.
        end = self._text.find(ENTRY, at + 1)
        entry = self._text[at : end if end >= 0 else None].decode("utf-8")
        return json.JSONDecoder().raw_decode(entry)[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._begins)

    def __len__(self) -> int:
        return len(self._begins)

    def _entries(self) -> Iterator[int]:
        return (found.start() for found in re.finditer(re.escape(ENTRY), self._text))

    def _code_before(self, at: int) -> str:
        return self._text[max(at - MOST_BEFORE, 0) : at].rsplit(b'"', 2)[1].decode("utf-8")


def _draw(codes: Iterable[str]) -> dict[str, Drawing | None]:
    """Draw codes; the library's tables are let go again."""
    from milsymbol import symbol as library

    drawings: dict[str, Drawing | None] = {}
    for code in codes:
        if code[0].isdigit():
            library._number_data = library._number_data or Table("number")
        else:
            library._letter_data = library._letter_data or Table("letter")
        symbol = library.Symbol(code, size=SIZE_PX)
        if not symbol.is_valid():
            drawings[code] = None
            continue
        size, anchor = symbol.get_size(), symbol.get_anchor()
        source = "data:image/svg+xml," + quote(symbol.as_svg())
        drawings[code] = Drawing(source, size["width"], size["height"], anchor["x"], anchor["y"])
    for name in [name for name in sys.modules if name.partition(".")[0] == "milsymbol"]:
        del sys.modules[name]
    return drawings
