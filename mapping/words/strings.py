"""All words of the interface, from the one table `strings.csv`: a column for each language.

Another language is another column. Its first rows say how it is written: direction, digits,
calendar, and the script in which its readers know a place by its native name. What a campaign
says is never in this table: it stays as its author wrote it.
"""

from __future__ import annotations

import csv
import unicodedata
from importlib.resources import files

USUAL = "en"
"""The language of a reader who has not chosen one."""
ISOLATE, END = "\u2068", "\u2069"
"""Unicode's first strong isolate and its end: a name keeps its own direction among others."""


def _read_table() -> dict[str, dict[str, str]]:
    text = (files("mapping.words") / "strings.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {
        language: {row["key"]: row[language] for row in rows}
        for language in rows[0]
        if language != "key"
    }


STRINGS = _read_table()
"""Every text by language and key; `{name}` stands for a value."""
LANGUAGES = tuple(STRINGS)


def say(key: str, language: str = USUAL, **values: str | int) -> str:
    """The text of a key in a language, with its values; numbers in the language's digits."""
    shown = {name: _shown(value, language) for name, value in values.items()}
    return STRINGS[language][key].format_map(shown)


def say_word(group: str, word: str, language: str = USUAL) -> str:
    """A word of an open list, such as a kind; one that the table does not have as it is."""
    return STRINGS[language].get(f"{group}.{word}", word)


def say_digits(text: str, language: str = USUAL) -> str:
    """A number or clock time, given in the digits 0 to 9, as the language writes it."""
    strings = STRINGS[language]
    return text.translate(str.maketrans("0123456789.", strings["language.digits"]))


def say_count(number: float, language: str = USUAL) -> str:
    """How many, grouped by thousands: `422,000`; a fraction as it is."""
    if number != int(number):
        return say_digits(f"{number:g}", language)
    separator = STRINGS[language]["language.thousands"]
    return say_digits(f"{int(number):,}".replace(",", separator), language)


def has_script(text: str, script: str) -> bool:
    """Whether letters of a script, by its Unicode name (`ARABIC`), stand in a text."""
    return any(unicodedata.name(letter, "").startswith(script) for letter in text)


def _shown(value: str | int, language: str) -> str:
    if isinstance(value, int):
        return say_digits(str(value), language)
    if STRINGS[language]["language.direction"] == "rtl" and _runs_left_to_right(value):
        return f"{ISOLATE}{value}{END}"
    return value


def _runs_left_to_right(text: str) -> bool:
    directions = {unicodedata.bidirectional(letter) for letter in text}
    return "L" in directions and not directions & {"R", "AL", "FSI"}
