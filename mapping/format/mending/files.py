"""What a file is that is no UTF-8 text."""

from __future__ import annotations

import re
from collections.abc import Iterable

AS_UTF8 = (
    "save it again as UTF-8: in Excel with File, Save As, CSV UTF-8; in LibreOffice with "
    "File, Save As, Text CSV, Edit filter settings, Unicode (UTF-8)"
)
WESTERN = "Windows-1252 (western Europe)"
OTHERS = "Windows-1256 (Arabic, Persian) or Windows-1251 (Cyrillic)"


def name_file(data: bytes) -> str:
    """What a file is that is no UTF-8 text, as far as its bytes show it; empty for text."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "a workbook (xlsx, ods or xls) under another name, and not a text"
    if data.startswith(b"%PDF"):
        return "a PDF under another name, and not a text"
    few = data[:2_000]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or few.count(0) > len(few) / 4:
        return "UTF-16 text, which Excel calls Unicode Text, and not UTF-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Western letters stand alone between others, words of other scripts do not.
        alone = max(map(len, re.findall(rb"[\x80-\xff]+", _few_around(data, error.start)))) < 3
        return f"not UTF-8 text but probably {WESTERN if alone else OTHERS}"
    return ""


WORKBOOKS = (".xlsx", ".xls", ".ods", ".numbers")
ENDINGS = re.compile(
    r"( \(\d+\)| - copy| copy)$|\.(txt|csv|tsv|toml|json|geojson|bak|xlsx|xls|ods|numbers)$"
)
"""What downloads, editors and systems that hide endings add to a name."""


def meant_file(name: str, known: Iterable[str]) -> str:
    """The file of a list that another name may be meant for: `Events.csv.txt`; empty if none."""
    if name in known:
        return ""
    stem = _stem(name)
    return next((one for one in known if _stem(one) == stem), "")


def _stem(name: str) -> str:
    stem = name.strip().lower()
    while (shorter := ENDINGS.sub("", stem)) != stem:
        stem = shorter
    return re.sub(r"[\s_]+", "-", stem)


def _few_around(data: bytes, place: int) -> bytes:
    """The bytes about a place, enough to tell what script they are."""
    return data[max(place - 200, 0) : place + 200]
