"""What a column may hold, declared once: the declaration reads, checks and documents a table.

A table is a frozen dataclass whose fields are made by the functions below (`identifier`, `text`,
`moment`, ...). `mapping.format.tables` holds the tables themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cache
from sys import intern
from typing import Any, ClassVar
from urllib.parse import urlsplit

from mapping.format.dates import EXPECTED, MomentError, parse_day, parse_moment
from mapping.format.mending import (
    HIDDEN,
    mend_number,
    mend_outside,
    plain_number,
    plain_word,
    slug_of,
)

LISTED = re.compile(
    r"(?:(?<!\s)\s+)?(?:[,،؛|/&+\n]|;(?=.*[,،؛|/&+\n])|(?<=\s)and(?=\s)|(?<=\s)و(?=\s))[;,،؛\s]*(?=\S)"
)
"""What people write between the ids of a list besides semicolons."""
SYMBOL = re.compile(r"[0-9]{20}([0-9]{10})?|[A-Z*-]{10}[A-Z0-9*-]{5}", re.ASCII)
"""A code of MIL-STD-2525D and APP-6(D), or one of 2525C."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FILE_NAME = re.compile(r"\w[\w.-]*")
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}", re.ASCII)
"""The form of a language tag (BCP 47, RFC 5646)."""
MAX_SLUG, MAX_NAME, MAX_TEXT, MAX_LIST = 60, 200, 5_000, 200
MAX_ORDER = 999_999_999
MAX_AXIS = 30
"""Points of an axis: enough for a name to follow a river, too few to be a map of it."""
MAX_PIXEL = 100_000
DEGREES = ((-90.0, 90.0), (-180.0, 180.0))
PIXELS = ((0.0, MAX_PIXEL), (0.0, MAX_PIXEL))
"""Between what the numbers of a point lie: latitude and longitude, or pixels from a corner."""


class CellError(ValueError):
    """A cell that does not hold what its column is for.

    `written` is a day in another notation (`mapping.format.dates.MomentError`).
    """

    def __init__(self, expected: str, mend: str, written: str = "") -> None:
        super().__init__(expected)
        self.expected = expected
        self.mend = mend
        self.written = written


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: how a cell is read and what the documentation says of it."""

    parse: Callable[[str], Any]
    holds: str
    about: str
    required: bool = False
    refers_to: str = ""
    is_list: bool = False
    known: tuple[str, ...] = ()
    heading: str = ""
    type: str = "text"
    """What makes it, by the name of the function below: `id`, `moment`, `choice` ..."""
    bounds: tuple[float, float] | None = None

    @property
    def is_text(self) -> bool:
        """Whether an empty cell reads as an empty text and not as None."""
        is_word = bool(self.known or self.refers_to) or self.type == "file"
        return is_word or self.parse in (_text, _name, _link, _symbol, _language)


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A row of a table. `row` is its line in the file; the heading is row 1."""

    table: ClassVar[str] = ""
    key: ClassVar[str] = ""
    groups: ClassVar[tuple[str, ...] | None] = None
    """The fields by which a campaign keeps the rows together; (): all in file order; None: each
    row by its own id."""
    row: int = field(default=0, compare=False)

    @property
    def row_id(self) -> str:
        """What evidence and answers call this row."""
        return str(getattr(self, self.key))

    @property
    def unique_id(self) -> str:
        """What may stand only once in a table; empty where rows may be alike."""
        return self.row_id


def row_name(row: Record) -> str:
    """Table and id of a row. It stands in many lists, so each name is one object."""
    return intern(f"{row.table}/{row.row_id}")


def columns_of(record: type[Record]) -> dict[str, tuple[str, Column]]:
    """The columns of a table by their heading, in order, each with the name of its field."""
    table: Any = record
    return _columns_of(table)


@cache
def _columns_of(table: Any) -> dict[str, tuple[str, Column]]:
    return {
        item.metadata["column"].heading or item.name: (item.name, item.metadata["column"])
        for item in fields(table)
        if item.metadata
    }


def _column(parse: Callable[[str], Any], holds: str, about: str, **rest: Any) -> Any:
    column = Column(parse=parse, holds=holds, about=about, **rest)
    if column.required:
        return field(metadata={"column": column})
    empty = () if column.is_list else "" if column.is_text else None
    return field(default=empty, metadata={"column": column})


def identifier(about: str) -> Any:
    """The row's own name: a slug, different in every row."""
    return _column(_slug, "id", about, required=True, type="id")


def name(about: str, required: bool = False, heading: str = "") -> Any:
    """A short text on one line; `heading` where the file's column has another name."""
    holds = f"text, at most {MAX_NAME} characters"
    return _column(_name, holds, about, required=required, heading=heading, type="name")


def names(about: str) -> Any:
    """Several names, separated by semicolons."""
    return _column(_list_of(_name), "names separated by ;", about, is_list=True, type="name")


def text(about: str, required: bool = False) -> Any:
    """A longer text; shown as it is and never as markup."""
    return _column(_text, "text", about, required=required)


def language(about: str) -> Any:
    """A language by its tag (BCP 47)."""
    return _column(_language, "language tag", about, required=True, type="language")


def symbol(about: str) -> Any:
    """A symbol code of APP-6, of 15, 20 or 30 characters."""
    return _column(_symbol, "symbol code", about)


def moment(about: str, required: bool = False) -> Any:
    """One moment in the notation of `mapping.format.dates`."""
    return _column(_moment, "moment", about, required=required, type="moment")


def day(about: str, required: bool = False) -> Any:
    """A plain day."""
    return _column(_day, "day, YYYY-MM-DD", about, required=required, type="day")


def number(about: str, low: float, high: float, required: bool = False) -> Any:
    """A number within bounds, with a decimal point."""
    holds = f"number from {low:g} to {high:g}"
    parse = _number_within(low, high)
    return _column(parse, holds, about, required=required, type="number", bounds=(low, high))


def order(about: str) -> Any:
    """A whole number that puts rows in order."""
    return _column(
        _integer, "whole number", about, required=True, type="order", bounds=(0, MAX_ORDER)
    )


def choice(about: str, *words: str, required: bool = False, heading: str = "") -> Any:
    """One of a fixed list of words."""
    holds = "one of " + ", ".join(words)
    parse = _one_of(words)
    return _column(
        parse, holds, about, required=required, known=words, heading=heading, type="choice"
    )


def kind(about: str, *words: str) -> Any:
    """A word of an open list: an unknown one gets a plain symbol and a note."""
    holds = "a word: " + ", ".join(words)
    return _column(_kind_of(words), holds, about, required=True, known=words, type="kind")


def reference(table: str, about: str, required: bool = False) -> Any:
    """The id of a row in another table."""
    return _column(_slug, f"id in {table}", about, required=required, refers_to=table, type="id")


def references(table: str, about: str) -> Any:
    """Ids of rows in another table, separated by semicolons."""
    parse = _list_of(_slug)
    holds = f"ids in {table} separated by ;"
    return _column(parse, holds, about, refers_to=table, is_list=True, type="id")


def link(about: str) -> Any:
    """A web address, http or https only."""
    return _column(_link, "http or https address", about, type="link")


def file_name(about: str, *endings: str, required: bool = False) -> Any:
    """The name of a file that lies in a folder of its own beside the tables."""
    holds = f"file name ending in {', '.join(endings)}"
    return _column(_file_of(endings), holds, about, required=required, type="file")


def view(about: str) -> Any:
    """Four numbers that frame a part of the map: south;west;north;east."""
    return _column(_view, "south;west;north;east in degrees", about, type="view")


def axis(about: str) -> Any:
    """Points of a line as latitude and longitude, from one end to the other."""
    holds = f"2 to {MAX_AXIS} points, lat lon in degrees, separated by ;"
    parse = _chain_of(2, MAX_AXIS, DEGREES, "34.9 46.2; 33.4 47.6")
    return _column(parse, holds, about, is_list=True, type="axis")


def corners(about: str) -> Any:
    """The four corners of a picture on the ground, clockwise from the upper left one."""
    holds = "4 points, lat lon in degrees, separated by ;"
    parse = _chain_of(4, 4, DEGREES, "35 45; 35 47; 33 47; 33 45")
    return _column(parse, holds, about, is_list=True, type="axis")


def mask(about: str) -> Any:
    """A part of a picture, by the pixels of its corners from the upper left one of the picture."""
    holds = f"3 to {MAX_LIST} points, x y in pixels, separated by ;"
    parse = _chain_of(3, MAX_LIST, PIXELS, "40 60; 900 55; 910 700; 35 690")
    return _column(parse, holds, about, is_list=True, type="axis")


def control_points(about: str) -> Any:
    """Points of a picture, each by its pixels and by where on the ground it is."""
    holds = f"3 to {MAX_LIST} points, x y lat lon in pixels and degrees, separated by ;"
    example = "120 80 34.9 45.2; 980 95 34.8 46.9; 560 700 33.6 46.1"
    parse = _chain_of(3, MAX_LIST, PIXELS + DEGREES, example)
    return _column(parse, holds, about, is_list=True, type="points")


def _text(cell: str) -> str:
    if len(cell) > MAX_TEXT:
        raise CellError(f"at most {MAX_TEXT} characters, this has {len(cell)}", "shorten the text")
    return cell


def _name(cell: str) -> str:
    if len(cell) > MAX_NAME:
        raise CellError(f"at most {MAX_NAME} characters, this has {len(cell)}", "shorten it")
    return cell


def _language(cell: str) -> str:
    if not LANGUAGE_TAG.fullmatch(cell):
        raise CellError(
            "a language tag such as en, fa or pt-BR",
            "write the tag of the language, and not its name: fa for Persian",
        )
    return cell


def _symbol(cell: str) -> str:
    code = re.sub(r"\s", "", HIDDEN.sub("", cell)).upper()
    if not SYMBOL.fullmatch(code):
        rounded = re.fullmatch(r"\d([.,]\d+)?E\+\d+", code)
        raise CellError(
            "a symbol code of APP-6: 20 or 30 digits, or 15 letters and signs",
            "a spreadsheet has rounded it: format the column as text and write all its digits again"
            if rounded else "correct it, or leave it empty: the kind and the side then make one",
        )  # fmt: skip
    return code


def _slug(cell: str) -> str:
    if not SLUG.fullmatch(cell) or len(cell) > MAX_SLUG:
        raise CellError(
            f"an id: small letters a-z, digits and single hyphens, at most {MAX_SLUG}",
            f"write {slug_of(cell, MAX_SLUG)}, here and in the tables that refer to it",
        )
    return cell


def _moment(cell: str) -> Any:
    if len(cell) > MAX_NAME:
        raise CellError(EXPECTED, f"shorten it to {MAX_NAME} characters")
    try:
        return parse_moment(HIDDEN.sub("", cell))
    except MomentError as error:
        raise CellError(EXPECTED, error.mend, error.written) from None


def _day(cell: str) -> Any:
    try:
        return parse_day(HIDDEN.sub("", cell))
    except MomentError as error:
        raise CellError("a day, YYYY-MM-DD", error.mend, error.written) from None


def _number_within(low: float, high: float) -> Callable[[str], float]:
    def parse(cell: str) -> float:
        value = plain_number(cell, low, high)
        if value is None:
            raise CellError("a number with a decimal point", mend_number(cell, high))
        if not low <= value <= high:
            mend = mend_outside(value, high) if high in (90, 180) else "correct it"
            raise CellError(f"a number from {low:g} to {high:g}", mend)
        return value

    return parse


def _integer(cell: str) -> int:
    value = plain_number(cell, 0, MAX_ORDER)
    if value is None or not value.is_integer() or not 0 <= value <= MAX_ORDER:
        raise CellError("a whole number", "number the rows 1, 2, 3 and so on")
    return int(value)


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not (word := plain_word(cell, words)):
            raise CellError("one of " + ", ".join(words), "choose one of these words")
        return word

    return parse


def _kind_of(words: tuple[str, ...]) -> Callable[[str], str]:
    return lambda cell: plain_word(_name(cell), words) or cell


def _list_of(parse_one: Callable[[str], Any]) -> Callable[[str], tuple[Any, ...]]:
    def parse(cell: str) -> tuple[Any, ...]:
        parts = [part.strip() for part in cell.split(";") if part.strip()]
        if cell.count(";") > 2 * MAX_LIST:
            raise CellError(f"at most {MAX_LIST} in a list", "shorten the list")
        if parse_one is _slug and len(listed := LISTED.split(cell.strip(" ,،;"))) > 1:
            raise CellError("ids separated by ;", f"write {';'.join(map(slug_of, listed))}")
        if len(parts) > MAX_LIST:
            raise CellError(f"at most {MAX_LIST} in a list", "shorten the list")
        return tuple(parse_one(part) for part in parts)

    return parse


def _link(cell: str) -> str:
    _name(cell)
    try:
        parts = urlsplit(cell)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits:
        raise CellError("an http or https address", "write the whole address or leave it empty")
    return cell


def _file_of(endings: tuple[str, ...]) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not FILE_NAME.fullmatch(_name(cell)) or cell.lower().rpartition(".")[2] not in endings:
            raise CellError(
                f"the name of a file without its folder, ending in {', '.join(endings)}",
                "write its name alone, of letters, digits, hyphens and points: bridge.jpg",
            )
        return cell

    return parse


def _chain_of(
    least: int, most: int, bounds: tuple[tuple[float, float], ...], example: str
) -> Callable[[str], tuple[tuple[float, ...], ...]]:
    """Points of so many numbers each, with blanks between them and semicolons between points."""
    parsers = [_number_within(*ends) for ends in bounds]
    count = f"{least}" if least == most else f"{least} to {most}"
    expected = f"{count} points of {len(bounds)} numbers each, separated by semicolons"

    def parse(cell: str) -> tuple[tuple[float, ...], ...]:
        points = [part.split() for part in cell.split(";") if part.strip()]
        fits = least <= len(points) <= most
        if not fits or any(len(point) != len(bounds) for point in points):
            raise CellError(expected, f"write it like {example}")
        return tuple(
            tuple(parse_one(number) for parse_one, number in zip(parsers, point, strict=True))
            for point in points
        )

    return parse


def _view(cell: str) -> tuple[float, float, float, float]:
    expected = "four numbers south;west;north;east in degrees"
    parts = [part.strip() for part in cell.split(";")]
    if len(parts) != 4:
        raise CellError(expected, "separate the four numbers by semicolons")
    south, west, north, east = (
        _number_within(-high, high)(part) for part, high in zip(parts, (90, 180) * 2, strict=True)
    )
    if not south < north:
        raise CellError(expected, "south lies below north")
    return south, west, north, east
