"""Where a text says that something was without a name: "40 km south of Kut", "5°40' S, 112° E".

Words for a distance and a wind are a course from the place that is named behind them, and lead to
a sector of a ring; its middle is the point, and the radius covers all of it. How wide it is, the
words say: a wind of eight is meant to 22.5 degrees either way, a round number to half of what it
is rounded to, and a mile is one of the land or of the sea. A distance without a wind is the whole
disc around the place; a wind without a distance gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil, cos, hypot, log10, radians, sqrt
from typing import NamedTuple

from mapping.drafting.lexicon import numbers_of, words_of
from mapping.drafting.naming import moves
from mapping.format.mending import plain_degrees
from mapping.geo.geodesy import Point, point_towards

KM = {
    "km": (1.0, 1.0), "metre": (0.001, 0.001), "yard": (0.000_914_4, 0.000_914_4),
    "mile": (1.609_344, 1.852), "sea mile": (1.852, 1.852), "league": (3.9, 5.6),
    "verst": (1.066_8, 1.066_8),
}  # fmt: skip
"""The least and the most km of a unit: a league had many lengths."""
FURTHEST_KM = 4_000.0
"""Nobody counts farther from a place by a wind."""
LEAST_KM = 1.0
DEGREE_KM = 111.2
_WINDS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse",
          "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")  # fmt: skip
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}


class Course(NamedTuple):
    """From a place so many km, give or take, towards a wind; None where no wind is said.

    `bearing` and `spread` are degrees from north, and to either side.
    """

    km: float
    slack_km: float
    bearing: float | None
    spread: float

    def lead_from(self, start: Point, radius_km: float) -> tuple[Point, float]:
        """The point where it ends, and the km around it that it may mean.

        `radius_km` says how far off the start may be.
        """
        far = self.km + self.slack_km
        if self.bearing is None:
            return start, _whole(far + radius_km)
        across = 2 * self.km * far * cos(radians(self.spread))
        off = sqrt(self.km**2 + far**2 - across)
        return point_towards(start, self.bearing, self.km), _whole(max(off, 0.0) + radius_km)


class Counted(NamedTuple):
    """Words for a course: from `start` to where the name behind them may begin.

    A name may begin from `end` to `latest`: "of | the island of | Midway".
    """

    start: int
    end: int
    latest: int
    course: Course


class Written(NamedTuple):
    """Coordinates in a text, and how far off they may be as they are rounded."""

    start: int
    end: int
    point: Point
    radius_km: float


def _whole(km: float) -> float:
    return max(LEAST_KM, float(ceil(km)))


def _number_words() -> str:
    one = "|".join(sorted({*numbers_of("number"), *_SCALES, "half"}, key=len, reverse=True))
    more = rf"(?:[\s-]{{1,3}}(?:and[\s-]{{1,3}})?(?:{one})){{0,6}}"
    return rf"(?:(?:{one}){more}|\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)"


_NUMBER = _number_words()
_UNITS = (
    r"(?P<unit>km|kilomet(?:re|er)s?|(?P<sea>(?:nautical|sea)\s+)?miles?|nm|leagues?|versts?|"
    r"met(?:re|er)s|yards)"
)
_WIND = (
    r"(?:(?:north|south|east|west)(?:[\s-]?(?:north|south|east|west)){0,2}|"
    r"(?-i:[NSEW]\.?(?:[NSEW]\.?){0,2}))"
)
_SAID_OF = (
    r"(?:the\s+)?(?P<what>(?:\w+\s+)?(?:town|village|city|port|island|islands|isle|atoll|coast|"
    r"shores?|mouth|entrance)\s+of\s+(?:the\s+)?)?"
)
_COUNTED = re.compile(
    rf"(?P<within>\bwithin\s+)?(?P<vague>\b(?:{'|'.join(words_of('vague'))})\s+)?"
    rf"(?<![\w.,:°'’′-])(?P<number>{_NUMBER})(?:\s*(?:to|or|-|–)\s*(?P<most>{_NUMBER}))?\s*{_UNITS}"
    rf"(?P<half>\s+and\s+a\s+half)?\s+(?:(?:away|out|farther|further)\s+)?"
    rf"(?:(?:to\s+the\s+)?(?P<due>due\s+)?(?P<wind>{_WIND})(?:wards?)?\s+(?P<by>of|from)|"
    r"(?P<off>off|outside|beyond|above|below|short\s+of|(?:up|down)\s?(?:stream|river)\s+"
    r"(?:of|from)|inland\s+(?:of|from)|from|of))\s+(?=\S)",
    re.IGNORECASE,
)
_BEHIND = re.compile(_SAID_OF)


def find_counted(text: str) -> Iterator[Counted]:
    """The words of a text that count from a place, in order; which place, stands behind them."""
    for match in _COUNTED.finditer(text):
        is_near = match["off"] and match["off"].lower() == "of"
        if (is_near and not match["within"]) or _is_left(text, match):
            continue
        behind = _BEHIND.match(text, match.end())
        latest = behind.end() if behind else match.end()
        if course := _course_of(match):
            # "About" is no part of what a place is called.
            start = match.start("within" if match["within"] else "number")
            yield Counted(start, match.end(), latest, course)


def _is_left(text: str, match: re.Match[str]) -> bool:
    """Whether "from" says where a movement began: "marched 20 miles from Kut"."""
    joint = (match["by"] or match["off"] or "").lower()
    before = re.findall(r"\w+", text[max(0, match.start() - 30) : match.start()].lower())
    return joint == "from" and bool(before) and moves(before[-1])


def _course_of(match: re.Match[str]) -> Course | None:
    number = _value(match["number"])
    most = _value(match["most"]) if match["most"] else number
    if not number or not most or most < number:
        return None
    if match["half"]:
        number, most = number + 0.5, most + 0.5
    least_km, most_km = KM[_unit(match)]
    middle = (number + most) / 2
    off = (_step(middle) if match["vague"] else _step(middle) / 2) + (most - number) / 2
    km = middle * (least_km + most_km) / 2
    slack = off * most_km + middle * (most_km - least_km) / 2
    if km > FURTHEST_KM:
        return None
    if not match["wind"]:
        return Course(km, slack, None, 180.0)
    wind = re.sub(r"[^nsew]", "", re.sub(r"(?i)(n|s|e|w)(?:orth|outh|ast|est)", r"\1",
                                         match["wind"]).lower())  # fmt: skip
    if wind not in _WINDS:
        return None
    # A wind of sixteen, or "due north", is meant half as wide as one of eight.
    return Course(km, slack, _WINDS.index(wind) * 22.5,
                  11.25 if len(wind) == 3 or match["due"] else 22.5)  # fmt: skip


def _unit(match: re.Match[str]) -> str:
    word = match["unit"].lower()
    if match["sea"] or word == "nm":
        return "sea mile"
    if word.startswith("k"):
        return "km"
    return re.sub(r"(?<=met)er", "re", word.rstrip("s"))


def _value(said: str) -> float | None:
    """A number in digits or words; None for halves that are none."""
    if said[0].isdigit():
        return float(said.replace(",", ""))
    words = re.split(r"[\s-]+", said.lower())
    values, whole, part = numbers_of("number"), 0.0, 0.0
    if "half" in words:
        at = words.index("half")
        if words[:at] and words[at - 2 : at] != ["and", "a"]:
            return None
        rest, part = words[: max(at - 2, 0)], 0.5
        if not rest:
            return part if words[at + 1 :] in (["a"], ["an"]) else None
        words = rest
    for word in words:
        if word in _SCALES:
            whole = max(whole, 1) * _SCALES[word]
        elif word != "and":
            whole += values[word]
    return whole + part


def _step(number: float) -> float:
    """To what a number is rounded: 325 to fives, 240 to tens, 150 to fifties, 7 to ones.

    To half of it at most: 100 to fifties, too.
    """
    if number % 1:
        return 0.5 if number % 0.5 == 0 else 0.1
    step = 1
    while number % (step * 10) == 0 and log10(number) >= log10(step * 10):
        step *= 10
    rounded = step * 5 if number % (step * 5) == 0 and number > step else step
    return min(float(rounded), max(number / 2, 1.0))


_PART = (
    r"(?:(?:\d{1,3}(?:[.,]\d+)?\s*(?:°|º|˚|degrees?\b|deg\.?)"
    r"(?:\s*(?P<AXIS_m>[0-5]?\d(?:[.,]\d+)?)\s*(?:['’′‘]|minutes?\b|min\.?)"
    r"(?:\s*(?P<AXIS_s>[0-5]?\d(?:[.,]\d+)?)\s*(?:[\"”″“]|''|’’|′′|seconds?\b|sec\.?))?)?)"
    r"|\d{1,3}\.\d+)\s*(?P<AXIS_way>WAYS)\b"
)
_LAT = _PART.replace("AXIS", "lat").replace("WAYS", "(?-i:[NS])|north|south")
_LON = _PART.replace("AXIS", "lon").replace("WAYS", "(?-i:[EW])|east|west")
_WRITTEN = re.compile(
    rf"(?<![\w.,-])(?P<lat>{_LAT})(?:\.(?=\s*[,;/]|\s+\d))?(?:\s+lat(?:itude|\.)?)?"
    r"\s*[,;/]?\s*(?:(?:and|by)\s+)?(?:(?:in\s+)?long?(?:itude|\.)?\s+)?"
    rf"(?P<lon>{_LON})", re.IGNORECASE,
)  # fmt: skip
_OTHER_MERIDIAN = re.compile(r"\.?,?\s+(?:long(?:itude|\.)\s+)?(?:of|from)\s+(?!Greenwich)[A-Z]")


def find_written(text: str) -> Iterator[Written]:
    """The coordinates of a text, counted from Greenwich, with the letters of their winds."""
    for match in _WRITTEN.finditer(text):
        lat, lon = (
            plain_degrees(_with_letter(match, axis), most)
            for axis, most in (("lat", 90.0), ("lon", 180.0))
        )
        if lat is not None and lon is not None and not _OTHER_MERIDIAN.match(text, match.end()):
            north = _rounded(match, "lat") / 2
            east = _rounded(match, "lon") / 2 * cos(radians(lat))
            yield Written(match.start(), match.end(), (lat, lon),
                          _whole(hypot(north, east) * DEGREE_KM))  # fmt: skip


def _with_letter(match: re.Match[str], axis: str) -> str:
    """A coordinate with the letter of its wind, as a cell of a table has it."""
    way = match.start(f"{axis}_way") - match.start(axis)
    return f"{match[axis][:way].strip()} {match[f'{axis}_way'][0].upper()}"


def _rounded(match: re.Match[str], axis: str) -> float:
    """To how many degrees a coordinate is rounded, by the last number that it has."""
    second, minute = match[f"{axis}_s"], match[f"{axis}_m"]
    last = second or minute or re.split(r"[°º˚a-zA-Z\s]", match[axis])[0]
    decimals = len(re.split(r"[.,]", last)[1]) if re.search(r"[.,]", last) else 0
    return float(10.0**-decimals / (3600 if second else 60 if minute else 1))
