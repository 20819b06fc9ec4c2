"""A campaign folder, read into one frozen value."""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mapping.dates import CALENDARS, MomentError, parse_day, say_day
from mapping.geodesy import Point
from mapping.problems import CampaignError, Problem, find_errors
from mapping.reading import CONTROLS, Reading, check_repeated, read_table, read_text
from mapping.schema import MAX_LIST, MAX_NAME, MAX_TEXT, SLUG, Record, columns_of
from mapping.tables import (
    TABLES,
    Answer,
    Control,
    DayText,
    Event,
    Evidence,
    Figure,
    Force,
    Movement,
    Place,
    Question,
    Series,
    Source,
    Waypoint,
)

FORMAT = 1
MAX_DAYS = 4_000
MAX_ENTRIES = 50
"""As many sides, and as many accounts, as a campaign may have."""
MAX_ROUTE_POINTS = 100_000
MAX_HEAD = 1_000_000
LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){20}""")
"""A key of TOML with so many dots that reading it takes hours."""
AFFILIATIONS = ("friend", "hostile", "neutral", "unknown")
Told = Movement | Event | Control
"""A row that an account tells."""


@dataclass(frozen=True, slots=True)
class Side:
    """A party to the campaign. The affiliation serves only for the frames of APP-6 symbols."""

    side_id: str
    name: str
    colour: str
    affiliation: str = "unknown"


@dataclass(frozen=True, slots=True)
class Account:
    """One telling of the campaign, and whose it is."""

    account_id: str
    title: str
    standpoint: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A line on the ground that waypoints may follow."""

    route_id: str
    points: tuple[Point, ...]
    basis: str
    source: str


@dataclass(frozen=True, eq=False)
class Campaign:
    """Everything that a campaign folder says. Tables are mappings by id, in file order.

    Two campaigns are the same only if they are the same object, so that what is computed of
    one can be kept.
    """

    folder: Path
    campaign_id: str
    title: str
    first_day: date
    last_day: date
    subtitle: str = ""
    summary: str = ""
    licence: str = ""
    time_zone: str = ""
    bounds: tuple[Point, Point] | None = None
    default_account: str = ""
    calendars: tuple[str, ...] = ()
    avoid_words: tuple[str, ...] = ()
    sides: Mapping[str, Side] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    forces: Mapping[str, Force] = field(default_factory=dict)
    movements: Mapping[str, Movement] = field(default_factory=dict)
    waypoints: Mapping[str, tuple[Waypoint, ...]] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    control: Mapping[str, Control] = field(default_factory=dict)
    days: tuple[DayText, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    series: tuple[Series, ...] = ()
    evidence: Mapping[tuple[str, str], tuple[Evidence, ...]] = field(default_factory=dict)

    @cached_property
    def calendar(self) -> tuple[date, ...]:
        """The campaign's days in order."""
        length = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=number) for number in range(length))

    @property
    def origin(self) -> float:
        """The beginning of the first day, on the scale of `mapping.dates`."""
        return float(self.first_day.toordinal())

    def day_number(self, day: date | str) -> int:
        """0 for the first day, 1 for the next.

        Raises `ValueError` for a day outside the campaign, or what is no day at all.
        """
        wanted = parse_day(day) if isinstance(day, str) else day
        if not self.first_day <= wanted <= self.last_day:
            raise ValueError(
                f"{wanted} is not a day of this campaign, which runs from "
                f"{say_day(self.first_day)} to {say_day(self.last_day)}"
            )
        return (wanted - self.first_day).days

    def account(self, account_id: str | None = None) -> Account:
        """The account of that id, or the default one.

        Raises `ValueError` for an id that the campaign does not have.
        """
        wanted = self.default_account if account_id is None else account_id
        if wanted not in self.accounts:
            known = ", ".join(self.accounts)
            raise ValueError(f"there is no account {wanted!r}; this campaign has: {known}")
        return self.accounts[wanted]

    def told_by(self, account_id: str, rows: Mapping[str, Any]) -> list[Any]:
        """The rows of a table that an account tells."""
        return [row for row in rows.values() if is_told_by(row, account_id)]

    def evidence_for(self, record: Record) -> tuple[Evidence, ...]:
        """The passages that a row rests on."""
        return self.evidence.get((record.table, record.row_id), ())


def is_told_by(row: Told, account_id: str) -> bool:
    """Whether an account tells a row; a row that names no account belongs to all."""
    return not row.account_ids or account_id in row.account_ids


def load_campaign(folder: str | Path) -> Campaign:
    """Read a campaign folder.

    Raises `CampaignError`, with every error in it, when the folder cannot be drawn.
    """
    campaign, problems = read_campaign(Path(folder))
    if campaign is None:
        raise CampaignError(find_errors(problems))
    return campaign


def read_campaign(folder: Path) -> tuple[Campaign | None, list[Problem]]:
    """Read a folder with all that is wrong in its files and in the references between them.

    The campaign is None when there is at least one error.
    """
    campaign, problems = read_what_fits(folder)
    return (None if find_errors(problems) else campaign), problems


def read_what_fits(folder: Path) -> tuple[Campaign | None, list[Problem]]:
    """Read a folder and leave out every row with a mistake, and what refers to such a row.

    With it one pass can find what is wrong between the other rows, too. The campaign is None
    when campaign.toml does not fit.
    """
    head, problems = _read_head(folder)
    if not os.path.isdir(folder):
        return None, problems
    has_head = bool(head) and not problems
    readings = {name: _read_one(folder, name) for name in TABLES}
    routes, route_problems = _read_routes(folder)
    problems += [problem for reading in readings.values() for problem in reading.problems]
    problems += route_problems + _check_present(folder, readings) + _check_ground(folder)
    ids = {name: reading.ids for name, reading in readings.items() if reading.named}
    ids |= {name: set(head.get(name, {})) for name in ("sides", "accounts")} if head else {}
    for name, reading in readings.items():
        problems += _check_references(name, reading, ids)
    if not has_head:
        return None, problems
    _leave_out_dangling(readings, {name: ids[name] for name in ("sides", "accounts")})
    return _assemble(folder, head, readings, routes), problems


def _read_one(folder: Path, name: str) -> Reading:
    path = folder / f"{name}.csv"
    if not os.path.lexists(path):
        return Reading()
    reading = read_table(path, TABLES[name])
    reading.problems += check_repeated(path.name, reading.records)
    return reading


def _assemble(
    folder: Path, head: dict[str, Any], readings: dict[str, Reading], routes: dict[str, Route]
) -> Campaign:
    records = {name: reading.records for name, reading in readings.items()}
    by_id: dict[str, Any] = {
        name: MappingProxyType({record.row_id: record for record in records[name]})
        for name in (
            "sources", "places", "forces", "movements", "events", "control", "questions",
            "answers", "figures",
        )
    }  # fmt: skip
    waypoints = _group(records["waypoints"], lambda waypoint: waypoint.movement_id)
    in_order = {
        movement: tuple(sorted(rows, key=lambda waypoint: waypoint.order))
        for movement, rows in waypoints.items()
    }
    evidence = _group(records["evidence"], lambda row: (row.claim_table, row.claim_id))
    return Campaign(
        folder=folder, **head, **by_id, routes=routes, waypoints=in_order, evidence=evidence,
        days=tuple(records["days"]), series=tuple(records["series"]),
    )  # fmt: skip


def _group(records: Sequence[Any], key: Any) -> dict[Any, tuple[Any, ...]]:
    groups: dict[Any, list[Any]] = {}
    for record in records:
        groups.setdefault(key(record), []).append(record)
    return {name: tuple(rows) for name, rows in groups.items()}


def _check_present(folder: Path, readings: dict[str, Reading]) -> list[Problem]:
    """The required tables, and those that others refer to."""
    needed = {"sources": "every campaign says who says so"}
    if not any(os.path.lexists(folder / name) for name in ("movements.csv", "events.csv")):
        needed["events"] = "a campaign has movements or events"
    for name, reading in readings.items():
        for _, (attribute, column) in columns_of(TABLES[name]).items():
            if column.refers_to in TABLES and any(getattr(r, attribute) for r in reading.records):
                needed.setdefault(column.refers_to, f"{name}.csv refers to it")
    return [
        Problem(
            "missing-table", "error", f"{name}.csv", 0, "", "a required table is missing",
            "no such file", "a CSV file with the columns " + ", ".join(columns_of(TABLES[name])),
            f"add {name}.csv: {reason}",
        )
        for name, reason in needed.items()
        if not os.path.lexists(folder / f"{name}.csv")
    ]  # fmt: skip


def _check_references(name: str, reading: Reading, ids: dict[str, set[str]]) -> list[Problem]:
    """A problem for each reference to nowhere; a table that is missing is one problem itself."""
    return [
        _nowhere(name, record.row, heading, found, target, ids)
        for record in reading.records
        for heading, target, found in _references_of(record)
        if target in ids and found not in ids[target]
    ]


def _references_of(record: Record) -> Iterator[tuple[str, str, str]]:
    """Heading, table and id of everything that a row refers to."""
    for heading, (attribute, column) in columns_of(type(record)).items():
        if column.refers_to:
            value = getattr(record, attribute)
            for found in value if column.is_list else (value,):
                if found:
                    yield heading, column.refers_to, found


def _leave_out_dangling(readings: dict[str, Reading], head_ids: dict[str, set[str]]) -> None:
    """Leave out the rows that refer to nowhere, then those that refer to them, and so on."""
    count = -1
    while count != (count := sum(len(reading.records) for reading in readings.values())):
        ids = {
            name: {record.row_id for record in reading.records}
            for name, reading in readings.items()
        } | head_ids
        for reading in readings.values():
            reading.records = [
                record
                for record in reading.records
                if all(found in ids[target] for _, target, found in _references_of(record))
            ]


def _nowhere(
    name: str, row: int, heading: str, found: str, target: str, ids: dict[str, set[str]]
) -> Problem:
    close = difflib.get_close_matches(found, ids[target], 3, 0.5)
    where = "campaign.toml" if target in ("sides", "accounts") else f"{target}.csv"
    mend = f"did you mean {' or '.join(close)}?" if close else f"add it to {where}"
    return Problem(
        "reference", "error", f"{name}.csv", row, heading, "a reference to nowhere", found,
        f"an id of {where}", mend,
    )  # fmt: skip


def _check_ground(folder: Path) -> list[Problem]:
    """The ground is a folder of its own files: building it anew would write through a link."""
    ground = folder / "ground"
    if not os.path.lexists(ground):
        return []
    try:
        own = ground.is_dir() and not ground.is_symlink()
        linked = [one.name for one in ground.iterdir() if one.is_symlink()] if own else []
    except OSError:
        own, linked = False, []
    if own and not linked:
        return []
    file = "/".join(["ground", *sorted(linked)[:1]])[:MAX_NAME]
    message = "is a link" if linked or ground.is_symlink() else "is no folder that can be read"
    mend = "remove the folder ground and build it again: python -m mapping basemap FOLDER"
    return [Problem("ground", "error", file, 0, "", message, mend=mend)]


# --- campaign.toml -------------------------------------------------------------------------

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

    def wrong(self, key: str, found: object, expected: str, mend: str) -> None:
        message = "is missing" if found is None else "does not fit"
        shown = "" if found is None else _shown(found)
        self.problems.append(
            Problem("head", "error", "campaign.toml", 0, key, message, shown, expected, mend)
        )

    def text(
        self, source: dict[str, Any], key: str, limit: int, required: bool = False, block: str = ""
    ) -> str:
        value = source.get(key)
        if value is None and not required:
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
            self.wrong(f"{block}{key}", value, expected, f'write {key} = "an-id"')
            return ""
        return value

    def day(self, key: str) -> date:
        value = self.content.get(key)
        try:
            if isinstance(value, str):
                return parse_day(value)
            if type(value) is date:
                return value
            mend = "write the day as YYYY-MM-DD"
        except MomentError as error:
            mend = error.mend
        self.wrong(key, value, "a day, YYYY-MM-DD", mend)
        return date.min

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


def _read_head(folder: Path) -> tuple[dict[str, Any], list[Problem]]:
    path = folder / "campaign.toml"
    is_folder = os.path.isdir(folder)
    if not is_folder or not os.path.lexists(path):
        missing = "no such file" if is_folder else "no such folder"
        mend = "add campaign.toml" if is_folder else "name a campaign folder"
        message = "a campaign folder has a campaign.toml"
        where = "campaign.toml" if is_folder else folder.name[:MAX_NAME]
        return {}, [
            Problem("missing-table", "error", where, 0, "", message, missing, "a file", mend)
        ]
    content, problems = read_text(path)
    if problems:
        return {}, problems
    try:
        head = _Head(read_head(content))
    except (ValueError, RecursionError) as error:
        mend = 'texts stand in double quotes: title = "..."'
        message = f"not valid TOML: {error}"[:300]
        return {}, [Problem("head", "error", "campaign.toml", 0, "", message, mend=mend)]
    return _head_values(head), head.problems


def _head_values(head: _Head) -> dict[str, Any]:
    content = head.content
    if content.get("format") != FORMAT:
        head.wrong("format", content.get("format"), str(FORMAT), f"write format = {FORMAT}")
    values: dict[str, Any] = {
        key: head.text(content, key, limit, required=key == "title")
        for key, (_, limit) in HEAD.items()
    }
    values["campaign_id"] = head.slug(content, "id")
    values["first_day"], values["last_day"] = head.day("first_day"), head.day("last_day")
    length = (values["last_day"] - values["first_day"]).days + 1
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
        colour = _shown(entry.get("colour", "#555555"))
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


# --- routes.geojson ------------------------------------------------------------------------


def _read_routes(folder: Path) -> tuple[dict[str, Route], list[Problem]]:
    path = folder / "routes.geojson"
    if not os.path.lexists(path):
        return {}, []
    content, problems = read_text(path)
    if problems:
        return {}, problems
    try:
        features = json.loads(content)["features"]
        routes = [_route(feature) for feature in features]
        if sum(len(route.points) for route in routes) > MAX_ROUTE_POINTS:
            raise ValueError(f"more than {MAX_ROUTE_POINTS} points")
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
        message = f"not a collection of lines: {type(error).__name__} {error}"[:300]
        expected = "LineStrings with the properties route_id, basis and source (RFC 7946)"
        mend = "export the lines as GeoJSON again"
        return {}, [
            Problem("routes", "error", path.name, 0, "", message, "", expected, mend)
        ]  # fmt: skip
    return {route.route_id: route for route in routes}, []


def _route(feature: dict[str, Any]) -> Route:
    geometry, properties = feature["geometry"], feature["properties"]
    if geometry["type"] != "LineString" or len(geometry["coordinates"]) < 2:
        raise ValueError("each feature is a LineString of two points or more")
    points = tuple((float(place[1]), float(place[0])) for place in geometry["coordinates"])
    if not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in points):
        raise ValueError("longitude comes before latitude, in degrees")
    name, basis = str(properties["route_id"]), str(properties.get("basis", "mapped"))
    return Route(name, points, basis, str(properties.get("source", "")))
