"""campaign.toml: title, days, sides and accounts."""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from mapping.format.campaign.value import NO_COLOUR, Account, Side
from mapping.format.csv_file import CONTROLS, read_text
from mapping.format.dates import CALENDARS, MomentError, from_julian, parse_day
from mapping.format.gregorian import Day
from mapping.format.mending import meant_file, slug_of
from mapping.format.problems import Problem, find_errors
from mapping.format.schema import LANGUAGE_TAG, MAX_LIST, MAX_NAME, MAX_TEXT, SLUG
from mapping.geo.geodesy import Point

FORMAT = 1
MAX_DAYS = 4_000
MAX_ENTRIES = 50
"""As many sides, and as many accounts, as a campaign may have."""
MAX_HEAD = 1_000_000
LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.){0,200}+"|'[^'\n]*')[ \t]*\.[ \t]*){20}"""
)
"""A key of TOML with so many dots that reading it takes hours.

Of a part in double quotes so many characters are looked at: few parts are as long.
"""
DAY_LINE = re.compile(
    r"^(first_day|last_day)[ \t]*=[ \t]*([^\s\"'“”„«»#][^\"'#\n]{0,59})", re.MULTILINE
)
"""A day that does not stand in quotes."""
GREGORIAN, JULIAN = "gregorian", "julian"
"""The calendars in which a campaign may write its days."""
AFFILIATIONS = ("friend", "hostile", "neutral", "unknown")
HEAD: dict[str, tuple[str, int]] = {
    "title": ("text", MAX_NAME), "subtitle": ("text", MAX_NAME), "summary": ("text", MAX_TEXT),
    "licence": ("text", MAX_NAME), "time_zone": ("text", MAX_NAME),
}  # fmt: skip


def read_head(content: str) -> dict[str, Any]:
    """The values of a campaign.toml; raises ValueError or RecursionError where it is not TOML."""
    if len(content) > MAX_HEAD or LONG_KEY.search(content):
        raise ValueError("too long, or a key with too many dots")
    return tomllib.loads(content)


class _Head:
    """Reads the keys of campaign.toml one by one and gathers what is wrong."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.problems: list[Problem] = []
        self.is_julian = content.get("days_in") == JULIAN

    def wrong(self, key: str, found: object, expected: str, mend: str) -> None:
        message = "is missing" if found is None else "does not fit"
        shown = "" if found is None else _shown(found)
        self.problems.append(
            Problem(
                rule="head",
                severity="error",
                file="campaign.toml",
                column=key,
                message=message,
                found=shown,
                expected=expected,
                mend=mend,
            )
        )

    def text(
        self, source: dict[str, Any], key: str, limit: int, required: bool = False, block: str = ""
    ) -> str:
        value = source.get(key)
        if value in (None, "") and not required:
            return ""
        given = value.strip() if isinstance(value, str) and len(value) <= limit else ""
        if not given or CONTROLS.search(given):
            expected = f"a text of at most {limit} characters"
            self.wrong(f"{block}{key}", value, expected, f'write {key} = "..."')
            return ""
        return given

    def slug(self, source: dict[str, Any], key: str, block: str = "") -> str:
        value = source.get(key)
        if not isinstance(value, str) or not SLUG.fullmatch(value) or len(value) > 60:
            expected = "small letters a-z, digits and hyphens, at most 60"
            slug = slug_of(value) if isinstance(value, str) else "an-id"
            self.wrong(f"{block}{key}", value, expected, f'write {key} = "{slug}"')
            return ""
        return value

    def day(self, key: str) -> Day:
        value = self.content.get(key)
        try:
            if isinstance(value, str):
                return parse_day(from_julian(value) if self.is_julian else value)
            if type(value) is date:
                return parse_day(from_julian(str(value)) if self.is_julian else str(value))
            mend = "write the day as YYYY-MM-DD"
        except MomentError as error:
            mend = error.mend
        self.wrong(key, value, "a day, YYYY-MM-DD", mend)
        return Day.min

    def language(self) -> str:
        value = self.text(self.content, "language", MAX_NAME)
        if value and not LANGUAGE_TAG.fullmatch(value):
            expected = "a language tag such as en, fa or pt-BR"
            self.wrong("language", value, expected, "correct it or leave it out")
            return ""
        return value

    def words(self, key: str) -> tuple[str, ...]:
        value = self.content.get(key, [])
        fits = isinstance(value, list) and len(value) <= MAX_LIST
        if not fits or not all(isinstance(word, str) and len(word) <= MAX_NAME for word in value):
            expected = f"a list of at most {MAX_LIST} words"
            self.wrong(key, value, expected, f'write {key} = ["...", "..."]')
            return ()
        return tuple(dict.fromkeys(value))

    def bounds(self) -> tuple[Point, Point] | None:
        value = self.content.get("bounds")
        if value is None:
            return None
        try:
            (south, west), (north, east) = value
            inside = -90 <= south < north <= 90 and abs(west) <= 180 and abs(east) <= 180
        except (TypeError, ValueError):
            inside = False
        if not inside:
            expected = "[[south, west], [north, east]] in degrees, south below north"
            self.wrong("bounds", value, expected, "correct it or leave it out")
            return None
        return (float(south), float(west)), (float(north), float(east))


def say_head_day(day: Day) -> str:
    """A day as campaign.toml writes it: TOML knows none before the year 1, so that it is a text."""
    return str(day) if day.year > 0 else f'"{day}"'


def read_campaign_toml(folder: Path) -> tuple[dict[str, Any], list[Problem]]:
    """What campaign.toml says, as fields of `Campaign`, with all that is wrong in it."""
    path = folder / "campaign.toml"
    is_folder = os.path.isdir(folder)
    if not is_folder or not os.path.lexists(path):
        missing = "no such file" if is_folder else "no such folder"
        mend = "add campaign.toml" if is_folder else "name a campaign folder"
        if is_folder and (other := _misnamed(folder)):
            missing, mend = other, f"rename {other} to campaign.toml"
        message = "a campaign folder has a campaign.toml"
        where = "campaign.toml" if is_folder else folder.name[:MAX_NAME]
        return {}, [
            Problem(
                rule="missing-table",
                severity="error",
                file=where,
                message=message,
                found=missing,
                expected="a file",
                mend=mend,
            )
        ]
    content, problems = read_text(path)
    if find_errors(problems):
        return {}, problems
    try:
        head = _Head(read_head(content))
    except (ValueError, RecursionError) as error:
        return {}, problems + _mend_toml(content[:MAX_HEAD], str(error))
    return _head_values(head), problems + head.problems


def _misnamed(folder: Path) -> str:
    """The file that is meant to be campaign.toml: editors and systems add endings to names."""
    names = names_in(folder)
    return next((one[:MAX_NAME] for one in names if meant_file(one, ["campaign.toml"])), "")


def names_in(folder: Path) -> list[str]:
    """The names of what lies in a folder; none where it is being removed just now."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _mend_toml(content: str, error: str) -> list[Problem]:
    """Days in another notation, which TOML does not know; else what it has to say itself."""
    head = _Head({key: value.strip() for key, value in DAY_LINE.findall(content)})
    for key, written in head.content.items():
        if head.day(key).year < 1 and not head.problems:
            mend = f'write {key} = "{written}": TOML knows no day before the year 1'
            head.wrong(key, written, "a day in quotes", mend)
    if head.problems:
        return head.problems
    told = re.search(r"\(at line (\d+)", error)
    row = int(told[1]) if told else 0
    line = content.splitlines()[row - 1].strip() if 0 < row <= content.count("\n") + 1 else ""
    return [
        Problem(
            rule="head",
            severity="error",
            file="campaign.toml",
            row=row,
            message=f"not valid TOML: {error}"[:300],
            found=line[:MAX_NAME],
            mend=_mend_line(line, error),
        )
    ]


def _mend_line(line: str, error: str) -> str:
    """What to do about a line that is not TOML: the slips that are made with texts and keys."""
    quoted = re.sub(r"[“”„«»]", '"', line)
    if re.search(r"=\s*\[?\s*[“”„«»]", line):
        return f"write straight quotation marks, and not “ or ”: {quoted}"[:MAX_NAME]
    if "overwrite" in error.lower():
        return "the key stands twice: keep one of the two lines"
    if "backslash" in error.lower() or "escape" in error.lower():
        return "write each backslash twice, or put the text in single quotes"
    if re.match(r"[\w-]+\s*:", line):
        return f"write = and not : {line.replace(':', ' =', 1)}"[:MAX_NAME]
    if match := re.match(r"([\w-]+)\s*=\s*([^\"'\[{#\s][^#]*)", line):
        text = match[2].strip().replace('"', "'")
        return f'texts stand in double quotes: {match[1]} = "{text}"'[:MAX_NAME]
    if line.count('"') % 2:
        return 'close the quotation mark; a quotation mark inside a text is written \\"'
    return 'texts stand in double quotes: title = "..."'


def _head_values(head: _Head) -> dict[str, Any]:
    content = head.content
    if content.get("format") != FORMAT:
        head.wrong("format", content.get("format"), str(FORMAT), f"write format = {FORMAT}")
    values: dict[str, Any] = {
        key: head.text(content, key, limit, required=key == "title")
        for key, (_, limit) in HEAD.items()
    }
    values["language"] = head.language()
    values["days_in"] = content.get("days_in", GREGORIAN)
    if values["days_in"] not in (GREGORIAN, JULIAN):
        expected = f"{GREGORIAN} or {JULIAN}"
        head.wrong("days_in", values["days_in"], expected, "correct it or leave it out")
    values["campaign_id"] = head.slug(content, "id")
    values["first_day"], values["last_day"] = head.day("first_day"), head.day("last_day")
    length = values["last_day"] - values["first_day"] + 1
    if not head.problems and not 1 <= length <= MAX_DAYS:
        expected = f"a day from first_day on, at most {MAX_DAYS} days later"
        head.wrong("last_day", values["last_day"], expected, "correct first_day or last_day")
    values |= {"bounds": head.bounds(), "avoid_words": head.words("avoid_words")}
    values["calendars"] = head.words("calendars")
    for calendar in values["calendars"]:
        if calendar not in CALENDARS:
            head.wrong("calendars", calendar, "one of " + ", ".join(CALENDARS), "leave it out")
    values["sides"], values["accounts"] = _sides(head), _accounts(head)
    values["default_account"] = _default_account(head, values["accounts"])
    values["default_source"] = (
        head.slug(content, "default_source") if "default_source" in content else ""
    )
    return values


def _entries(head: _Head, key: str) -> list[dict[str, Any]]:
    value = head.content.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        head.wrong(key, value, f"blocks headed [[{key}]]", f"write [[{key}]] above each of them")
        return []
    if len(value) > MAX_ENTRIES:
        expected = f"at most {MAX_ENTRIES} of them"
        head.wrong(key, f"{len(value)} of them", expected, "split the campaign")
        return []
    times = Counter(entry["id"] for entry in value if isinstance(entry.get("id"), str))
    for repeated in (one for one, count in times.items() if count > 1):
        head.wrong(f"{key}.id", repeated, "an id of its own", "give one of the two another id")
    return value


def _sides(head: _Head) -> dict[str, Side]:
    sides = {}
    for entry in _entries(head, "sides"):
        side_id = head.slug(entry, "id", "sides.")
        colour = _shown(entry.get("colour", NO_COLOUR))
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            head.wrong("sides.colour", colour, "a colour as #rrggbb", 'write colour = "#0b5fa5"')
        affiliation = _shown(entry.get("affiliation", "unknown"))
        if affiliation not in AFFILIATIONS:
            expected = "one of " + ", ".join(AFFILIATIONS)
            head.wrong("sides.affiliation", affiliation, expected, "choose one or leave it out")
        name = head.text(entry, "name", MAX_NAME, True, "sides.")
        sides[side_id] = Side(side_id, name, colour, affiliation)
    return sides


def _accounts(head: _Head) -> dict[str, Account]:
    accounts = {}
    for entry in _entries(head, "accounts"):
        account_id = head.slug(entry, "id", "accounts.")
        title = head.text(entry, "title", MAX_NAME, True, "accounts.")
        standpoint = head.text(entry, "standpoint", MAX_NAME, block="accounts.")
        summary = head.text(entry, "summary", MAX_TEXT, block="accounts.")
        accounts[account_id] = Account(account_id, title, standpoint, summary)
    return accounts or {"": Account("", "")}


def _default_account(head: _Head, accounts: dict[str, Account]) -> str:
    given = head.content.get("default_account")
    if isinstance(given, str) and given in accounts:
        return given
    if given is not None:
        known = ", ".join(filter(None, accounts))
        expected = f"one of {known}" if known else "none: there are no accounts"
        head.wrong("default_account", given, expected, "correct it or leave it out")
    return next(iter(accounts))


def _shown(value: object) -> str:
    """A value of campaign.toml for a message, cut short; some values cannot be written out."""
    try:
        return str(value)[:MAX_NAME]
    except (ValueError, RecursionError):
        return f"a very long {type(value).__name__}"
