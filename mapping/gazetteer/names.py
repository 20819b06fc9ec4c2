"""Bring spellings of place names together: Latin, Persian, Arabic, Kurdish, Cyrillic, Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple, Protocol, runtime_checkable


@runtime_checkable
class NamedPlace(Protocol):
    """One row of a campaign's places table, as far as the gazetteer needs it.

    `lat` and `lon` are degrees (WGS 84), both None for a place that is only listed; `radius_km`
    says how far off the point may be. An attribute `found_id` (such as "geonames:119586") is
    used where there is one.
    """

    @property
    def place_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def other_names(self) -> tuple[str, ...]: ...
    @property
    def native_name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def radius_km(self) -> float | None: ...


class NameParts(NamedTuple):
    """A name's key without the word for its kind, and that word ("" where there is none)."""

    key: str
    kind_word: str


# anyascii drops alef and reads the final form of ya as "a"; both would keep "کرمانشاه" from
# meeting "Krmanshah", the way GeoNames itself spells Persian out.
_ARABIC = {"ا": "a", "آ": "a", "أ": "a", "إ": "a", "ٱ": "a", "ى": "y", "ة": "h", "ؤ": "w", "ئ": "y"}

# The longer word stands first, so that "border crossing" is not taken for "crossing".
_KIND_WORDS = {
    "border crossing": "crossing",
    "air base": "airfield",
    "crossing": "crossing",
    "airbase": "airfield",
    "airfield": "airfield",
    "airport": "airfield",
    "strait": "pass",
    "gorge": "pass",
    "river": "river",
    "pass": "pass",
    "hill": "hill",
    "camp": "camp",
    "base": "base",
    "پایگاه هوایی": "airfield",
    "گردنه": "pass",
    "رود": "river",
}
# These single nothing out among towns, so a name may be asked for with or without them.
_TOWN_WORDS = frozenset({"city", "town", "village", "شهر", "روستای"})


class _AsciiTable(dict[int, str]):
    """What each character becomes in a key; filled in as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = spelt = _spell_character(chr(code))
        return spelt


def _spell_character(character: str) -> str:
    from anyascii import anyascii

    # Vowel marks and accents are written or left out at will, so they never count.
    if unicodedata.category(character) == "Mn":
        return ""
    spelt = _ARABIC.get(character) or anyascii(character)
    return "".join(letter for letter in spelt.lower() if letter.isascii() and letter.isalnum())


_ASCII = _AsciiTable()


def name_key(name: str) -> str:
    """Spell a name in plain letters and digits, so that ways of writing it come together.

    Lower case ASCII without accents, spaces, hyphens and apostrophes: "Qaşr-e Shīrīn" and
    "Qasr e-Shirin" give "qasreshirin", "قصر شيرين" and "قصرشیرین" give "qsrshyryn". Empty for a
    name without any letter or digit.
    """
    if name.isascii() and name.isalpha():
        return name.lower()
    return name.translate(_ASCII)


def split_kind_word(name: str) -> NameParts:
    """Part "Chaharzebar pass" or "گردنه حسن‌آباد" into the key of its own name and its kind.

    A name without such a word, or that is nothing else, keeps its whole key and has no kind.
    """
    lower = " ".join(name.lower().split())
    for word, kind_word in _KIND_WORDS.items():
        rest = lower.removesuffix(f" {word}")
        if rest == lower:
            rest = lower.removeprefix(f"{word} ")
        if rest != lower and name_key(rest):
            return NameParts(name_key(rest), kind_word)
    return NameParts(name_key(name), "")


def town_key(name: str) -> str:
    """Give the key of "town of Kerend" or "Kerend town" as that of "Kerend"; "" if no such word."""
    words = name.split()
    kept = [word for word in words if word.lower() not in _TOWN_WORDS]
    if len(kept) == len(words):
        return ""
    return name_key(" ".join(kept[1:] if kept and kept[0].lower() == "of" else kept))


def place_names(place: NamedPlace) -> tuple[str, ...]:
    """List every way a place may be written, its own name first, without repeats.

    Besides the cell as it stands: a slash separates alternatives; what stands in brackets is a
    remark, except in a native name, where it is another name.
    """
    found: dict[str, None] = {}
    for cell in (place.name, *place.other_names):
        found.update(dict.fromkeys((cell, *_without_remarks(cell))))
    native = (part.strip() for part in re.split(r"[/()،]", place.native_name))
    found.update(dict.fromkeys(part for part in native if part))
    return tuple(found)


def _without_remarks(cell: str) -> Iterator[str]:
    named = re.sub(r"\([^)]*\)", " ", cell)
    return (part.strip() for part in named.split("/") if part.strip())
