"""Numbers with decimal commas, separators of thousands, units or degrees."""

from __future__ import annotations

import re

from mapping.format.mending.signs import DIGITS, GAP, HIDDEN, LETTERS, UNKNOWN

SIGNS = {
    r"[‐‑–—]": "-", r"\s*(°|º|˚)?\s*(degrees?|deg\b|درجه)\.?\s*(و\s*)?": "°",
    r"\s*(minutes?\b|min\b|دقیقه)\.?\s*(و\s*)?": "'",
    r"\s*(seconds?\b|sec\b|ثانیه)\.?\s*": '"', r"(عرض|طول)\s*": "",
    r"north(ern)?|شمالی|شمال": "N", r"south(ern)?|جنوبی|جنوب": "S",
    r"east(ern)?|شرقی|شرق": "E", r"west(ern)?|غربی|غرب": "W",
}  # fmt: skip
"""Words of coordinates, and the signs that they stand for."""
PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
"""A number that needs no mending and can mean only one."""


def plain_number(cell: str, low: float, high: float) -> float | None:
    """The number that a cell holds, or None where it holds none or may mean two.

    Decimal commas, separators of thousands and other digits are read where only one reading
    lies between `low` and `high`, or where there is only one.
    """
    if PLAIN.fullmatch(cell):
        return float(cell)
    readings = _readings(cell)
    within = [value for value in readings if low <= value <= high]
    chosen = within or readings
    return chosen[0] if len(chosen) == 1 else None


def _readings(cell: str) -> list[float]:
    """Every number that a cell may mean."""
    plain = _join_thousands(cell).strip()
    if re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", plain):
        return [float(plain)]
    readings = []
    if re.fullmatch(r"[+-]?\d+,\d+|[+-]?\d{1,3}(\.\d{3})+,\d+", plain):
        readings.append(float(plain.replace(".", "").replace(",", ".")))
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", plain):
        readings.append(float(plain.replace(",", "")))
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(\.\d{3}){2,}", plain):
        readings.append(float(plain.replace(".", "")))
    return readings


def _join_thousands(cell: str) -> str:
    """The digits 0 to 9, without what can only separate thousands."""
    plain = HIDDEN.sub("", cell.translate(DIGITS))
    return re.sub(rf"(?<=\d){GAP}(?=\d{{3}}(\D|$))", "", plain)


def mend_outside(value: float, high: float) -> str:
    """What to do about a number of degrees beyond its bounds; `high` is 90 or 180.

    A spreadsheet that takes the point for a separator of thousands loses it, or moves it:
    45.1234 becomes 451234 or 451.234.
    """
    if abs(value) > MOST_METRES:
        return "correct it"
    digits = f"{abs(value):f}".rstrip("0").replace(".", "").lstrip("0")
    whole = 2 if float(digits[:2]) <= high else 1
    readings = [digits[:3]] * (high == 180 and len(digits) > 2 and float(digits[:3]) <= high)
    readings += [digits[:whole]]
    sign = "-" * (value < 0)
    said = " or ".join(f"{sign}{one}.{digits[len(one) :].rstrip('0') or 0}" for one in readings)
    lost = f"a decimal point was lost or moved: write {said} if that is meant"
    if abs(value) >= MANY_METRES:
        return f"{lost}; metres of a grid, such as UTM, are to be turned into degrees"
    if high == 90 and abs(value) <= 180:
        return "latitude and longitude may have changed places"
    return lost


MANY_METRES = 100_000
"""Beyond this a coordinate may be the easting or northing of a grid."""

MOST_METRES = 1e9
"""Beyond this no digits of a degree are left to be read, without end or not."""


def mend_number(cell: str, high: float) -> str:
    """What to write instead of a cell that is no number; `high` tells degrees from others."""
    readings = _readings(cell)
    if len(readings) > 1:
        one, other = (f"{value:.12g}" for value in readings)
        return f"write {one} or {other}: {cell} can be read as either"
    if high in (90, 180) and (mend := _mend_degrees(cell, high)):
        return mend
    if UNKNOWN.fullmatch(cell):
        return "leave it empty where it is not known"
    numbers = re.findall(r"\d+(?:[.,]\d+)*", _join_thousands(cell))
    plain = [value for one in numbers for value in _readings(one)[:1]]
    if len(plain) == 1 and len(numbers) == 1:
        return f"write the number alone: {plain[0]:.12g}"
    return "write one number, digits only, such as 7500 or 0.5"


def _mend_degrees(cell: str, high: float) -> str:
    """Degrees with minutes and seconds, or with a letter, as one decimal number."""
    plain = _with_signs(cell)
    if match := re.fullmatch(r"(-?\d+\.\d+)[,; ]\s*(-?\d+\.\d+)", plain):
        return f"two numbers: write {match[1]} under lat and {match[2]} under lon"
    if (found := _degrees_in(plain)) is None:
        return ""
    degrees, letter = found
    shown = f"{degrees:.5f}".rstrip("0").rstrip(".")
    if letter and (letter in "NS") != (high == 90):
        return f"{letter} belongs to the other column: write {shown} under " + (
            "lat" if letter in "NS" else "lon"
        )
    return f"write {shown}" + (" (south and west are negative)" if shown.startswith("-") else "")


def plain_degrees(cell: str, high: float) -> float | None:
    """The latitude (`high` 90) or longitude (180) that a cell holds, decimal or in minutes.

    None where it holds none, or one of the other column.
    """
    value = plain_number(cell.strip(), -high, high)
    if value is None and (found := _degrees_in(_with_signs(cell))):
        value, letter = found
        if not letter or (letter in "NS") != (high == 90):
            return None
    return value if value is not None and abs(value) <= high else None


def _with_signs(cell: str) -> str:
    """A coordinate with the signs of degrees instead of their words."""
    plain = HIDDEN.sub("", cell).translate(DIGITS).translate(LETTERS).strip()
    for words, sign in SIGNS.items():
        plain = re.sub(words, sign, plain, flags=re.IGNORECASE)
    return plain


def _degrees_in(plain: str) -> tuple[float, str] | None:
    """Degrees, south and west negative, and the letter that says which."""
    match = re.fullmatch(
        r"([NSEW])?\s*([+-]?)(\d{1,3}(?:[.,]\d+)?)\s*[°º˚]?"
        r"(?:\s*(\d{1,2}(?:[.,]\d+)?)\s*['’′‘]?)?"
        r"(?:\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″“]|''|’’|′′)?)?\s*([NSEW])?",
        plain.strip(),
        re.IGNORECASE,
    )
    if match is None:
        return None
    parts = [float((part or "0").replace(",", ".")) for part in match.group(3, 4, 5)]
    letter = (match[1] or match[6] or "").upper()
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -degrees if match[2] == "-" or letter in ("S", "W") else degrees, letter
