"""Write into places.csv the coordinates that the gazetteer knows: `geocode FOLDER --fill`.

Only places without coordinates are touched, and only those of which the gazetteer has exactly one
good candidate (`mapping.gazetteer.choice`). Everything else in the file stays byte for byte.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mapping.format import schema
from mapping.format.csv_file import check_repeated, read_table, read_text
from mapping.format.problems import CampaignError, Problem, find_errors
from mapping.format.sheet import Sheet, SheetError
from mapping.format.tables import Place
from mapping.gazetteer.choice import (
    OTHER_RADIUS_KM,
    SETTLED,
    Candidate,
    Choice,
    choose_places,
    kind_word,
)
from mapping.gazetteer.extract import GeoNamesPlace
from mapping.gazetteer.offline import OfflineGazetteer

FILE = "places.csv"
FOUND_BY = "geonames"
NUMBERS = ("lat", "lon", "radius_km")
MOST_SHOWN = 8
"""How many candidates are listed for one place."""
MOST_HINTS = 3
BY_ID = "write the id of the right one into found_id, and run this again"
BY_HAND = (
    "give another spelling in other_names and run this again, or fill in lat, lon, radius_km and "
    "found_by from a map"
)


@dataclass(frozen=True, kw_only=True)
class PlaceToFill(Place):
    """A place of which nobody need have said yet who gave its coordinates."""

    found_by: str = schema.name("who gave the coordinates: a source_id or words")


class Filling(NamedTuple):
    """What was written for which place, the columns that were added, and what is left and why."""

    written: tuple[tuple[Choice, Mapping[str, str]], ...]
    added: tuple[str, ...]
    left: tuple[Choice, ...]
    hints: Mapping[str, tuple[str, ...]]


def fill_places(folder: Path, gazetteer: OfflineGazetteer) -> Filling:
    """Fill in the places of a campaign folder and say what was done.

    Raises `CampaignError` for a table that cannot be read or written; nothing is changed then.
    """
    path = folder / FILE
    places = _read_places(path)
    choices = choose_places(places, gazetteer.extract)
    sheet = Sheet(read_text(path)[0], list(schema.columns_of(Place)))
    has_comma = any("," in cell for name in NUMBERS for cell in sheet.column(name))
    rows = {place.place_id: place for place in places}
    written = [
        (choice, _cells(rows[choice.place.place_id], choice.found, has_comma))
        for choice in choices
        if choice.found
    ]
    if written:
        changes = {rows[choice.place.place_id].row: cells for choice, cells in written}
        _replace(path, sheet, changes)
    named = dict.fromkeys(name for _, cells in written for name in cells)
    left = tuple(choice for choice in choices if not choice.found)
    return Filling(
        tuple(written),
        tuple(name for name in named if name not in sheet.heading),
        left,
        {one.place.place_id: _hints(one, places, gazetteer) for one in left},
    )


def _read_places(path: Path) -> list[PlaceToFill]:
    reading = read_table(path, PlaceToFill)
    problems = reading.problems + check_repeated(path.name, reading.records)
    if find_errors(problems):
        raise CampaignError(problems)
    return reading.records


def _cells(place: PlaceToFill, found: GeoNamesPlace, has_comma: bool) -> dict[str, str]:
    """What is written into the row; a radius that the author has given stays."""
    cells = {"lat": f"{found.lat:.10g}", "lon": f"{found.lon:.10g}"}
    if place.radius_km is None:
        settled = SETTLED.get(kind_word(place))
        cells["radius_km"] = str(settled.radius_km if settled else OTHER_RADIUS_KM)
    if has_comma:
        cells = {name: cell.replace(".", ",") for name, cell in cells.items()}
    cells["found_by"] = FOUND_BY
    if place.found_id != found.found_id:
        cells["found_id"] = found.found_id
    return cells


def _replace(path: Path, sheet: Sheet, changes: Mapping[int, Mapping[str, str]]) -> None:
    """Put the changed table into the place of the old one in one step."""
    path = path.resolve()
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        before = path.read_bytes()
        mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
        if mark + sheet.content.encode() != before:
            raise SheetError("it was changed while it was read")
        after = mark + sheet.with_cells(changes).encode()
        with beside.open("xb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, beside)
        os.replace(beside, path)
    except (OSError, SheetError) as error:
        message = f"is not written: {getattr(error, 'strerror', None) or error}"
        mend = "make the file and its folder writable, or fill in the cells by hand"
        problem = Problem("unwritable", "error", FILE, 0, "", message, mend=mend)
        raise CampaignError([problem]) from None
    finally:
        beside.unlink(missing_ok=True)


def _hints(choice: Choice, places: Sequence[Place], gazetteer: OfflineGazetteer) -> tuple[str, ...]:
    """Names that are spelt nearly the same, where nothing has the name itself."""
    is_half = (choice.place.lat is None) != (choice.place.lon is None)
    if choice.candidates or is_half or not kind_word(choice.place):
        return ()
    near = next((place.point for place in places if place.point), None)
    offered = gazetteer.suggest(choice.place.name, near)
    return tuple(name for name in offered if not name.endswith("(campaign)"))[:MOST_HINTS]


def say_filling(filling: Filling) -> str:
    """The report, in plain lines."""
    unsure = [one for one in filling.left if one.candidates]
    missing = [one for one in filling.left if not one.candidates]
    return "\n".join(
        [
            f"{FILE}: {len(filling.written)} written, {len(unsure)} left open, "
            f"{len(missing)} not found",
            *_say_written(filling),
            *_say_unsure(unsure),
            *_say_missing(missing, filling.hints),
        ]
    )


def _say_written(filling: Filling) -> Iterator[str]:
    for name in filling.added:
        yield f"A column {name} was added behind the last one."
    if filling.written:
        yield "Written; certainty stays as it was, look at it again:"
    for choice, cells in filling.written:
        assert choice.found is not None
        said = ", ".join(f"{name} {cell}" for name, cell in cells.items())
        title = f"{choice.found.name}, {choice.found.country}"
        yield f"  {_say(choice)}: {said} ({title}): {choice.why}"
        before = getattr(choice.place, "found_by", "")
        if before not in ("", FOUND_BY):
            yield f"    found_by was {before}"


def _say_unsure(unsure: Sequence[Choice]) -> Iterator[str]:
    if unsure:
        yield f"Left open, nothing written: {BY_ID}."
    for choice in unsure:
        yield f"  {_say(choice)}: {choice.why}"
        yield from (f"    {_say_candidate(one)}" for one in choice.candidates[:MOST_SHOWN])
        if len(choice.candidates) > MOST_SHOWN:
            yield f"    and {len(choice.candidates) - MOST_SHOWN} more"


def _say_missing(missing: Sequence[Choice], hints: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    if missing:
        yield f"Not found, nothing written: {BY_HAND}."
    for choice in missing:
        spelt = "; ".join(hints[choice.place.place_id])
        yield f"  {_say(choice)}: {choice.why}" + (f"; spelt like it: {spelt}" if spelt else "")


def _say(choice: Choice) -> str:
    return f"{choice.place.place_id} ({choice.place.name})"


def _say_candidate(candidate: Candidate) -> str:
    found = candidate.found
    people = f"{found.population:,} people" if found.population else "people unknown"
    away = "" if candidate.km is None else f", {candidate.km:.0f} km from the nearest other place"
    point = f"{found.lat:.10g}, {found.lon:.10g}"
    return f"{found.found_id}  {found.name}, {found.country}  {point}  {people}{away}"
