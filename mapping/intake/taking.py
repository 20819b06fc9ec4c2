"""A stranger's file, whatever its kind, as what was found in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Any

from mapping.intake.found import MAX_BYTES, Found, ImportFileError
from mapping.intake.from_geojson import read_geojson
from mapping.intake.from_gpx import read_gpx
from mapping.intake.from_kml import read_kml, read_kmz
from mapping.intake.from_rows import read_rows
from mapping.intake.from_scenario import is_scenario, read_scenario
from mapping.intake.from_storymap import is_storymap, is_timeline, read_storymap, read_timeline
from mapping.intake.from_tables import read_csv, read_workbook
from mapping.intake.moments import Order

TABLES = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ENDINGS = (*TABLES, *WORKBOOKS, ".kml", ".kmz", ".gpx", ".geojson", ".json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person says of a file besides: its sheet, its columns, the order of its days.

    `ahead` is how far local time is ahead of the UTC that tracks and marks are timed in.
    """

    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    order: Order = ""
    ahead: timedelta = timedelta(0)


def take_file(path: Path, wish: Wish) -> Found:
    """What a file holds; raises `ImportFileError`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImportFileError(
                f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB: split it, or narrow a "
                "table with --where"
            )
        return take_bytes(path.name, path.read_bytes(), wish)
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror}") from None


def take_bytes(name: str, data: bytes, wish: Wish) -> Found:
    """The same for a file of which the name and the bytes are known."""
    ending = PurePath(name).suffix.lower()
    if len(data) > MAX_BYTES:
        raise ImportFileError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB")
    if not data.strip():
        raise ImportFileError(f"{name} is empty")
    if ending in TABLES:
        table, notes = read_csv(name, data)
        found = read_rows(table, "a table", wish.columns, wish.order)
        return replace(found, notes=[*notes, *found.notes])
    if ending in WORKBOOKS:
        sheet = read_workbook(name, data, wish.sheet)
        return read_rows(sheet, "a workbook", wish.columns, wish.order)
    match ending:
        case ".kml":
            return read_kml(name, data, wish.ahead)
        case ".kmz":
            return read_kmz(name, data, wish.ahead)
        case ".gpx":
            return read_gpx(name, data, wish.ahead)
        case ".geojson" | ".json":
            return _take_json(name, data, wish)
    raise ImportFileError(f"{name} is of a kind that is not read: one of {', '.join(ENDINGS)}")


def _take_json(name: str, data: bytes, wish: Wish) -> Found:
    try:
        content: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ImportFileError(f"{name} is no JSON that can be read: {error}"[:300]) from None
    try:
        return _take_content(name, content, wish)
    except RecursionError:
        raise ImportFileError(
            f"{name} has lists within lists, hundreds deep: no program writes such a file for a map"
        ) from None


def _take_content(name: str, content: Any, wish: Wish) -> Found:
    if not isinstance(content, dict):
        raise ImportFileError(f"{name} holds no object of a kind that is known")
    if is_scenario(content):
        return read_scenario(content)
    if is_storymap(content):
        return read_storymap(content)
    if content.get("type") in ("FeatureCollection", "Feature"):
        return read_geojson(content, wish.columns, wish.order)
    if is_timeline(content):
        return read_timeline(content)
    raise ImportFileError(
        f"{name} is JSON of no kind that is known: GeoJSON, Linked Places, StoryMapJS, TimelineJS "
        "or an ORBAT Mapper scenario"
    )


def parse_columns(text: str) -> dict[str, str]:
    """`day=When,title=What happened` as roles and columns; raises `ImportFileError`."""
    columns = {}
    for part in filter(None, map(str.strip, text.split(","))):
        role, separator, heading = part.partition("=")
        if not separator or not heading.strip():
            raise ImportFileError(f"--columns takes day=HEADING,title=HEADING, got {part!r}")
        columns[role.strip()] = heading.strip()
    return columns


def parse_ahead(text: str) -> timedelta:
    """`+03:30` as a span of time; raises `ImportFileError`."""
    match = re.fullmatch(r"([+-])(\d{1,2}):?(\d{2})", text.strip())
    if match is None or int(match[2]) > 14 or int(match[3]) > 59:
        raise ImportFileError(f"--utc takes hours and minutes such as +03:30, got {text!r}")
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return -ahead if match[1] == "-" else ahead
