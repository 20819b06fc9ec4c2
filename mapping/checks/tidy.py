"""Rules about what is left over or not known: unused rows, open lists, loose ends."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mapping.checks.report import MAX_SHOWN, report, suggest
from mapping.format.campaign import Campaign
from mapping.format.canonical import NAMES
from mapping.format.kinds import (
    CLAIM_KINDS,
    ECHELONS,
    FORCE_KINDS,
    PLACE_KINDS,
    SOURCE_KINDS,
    ClaimKind,
    Kind,
    place_kind,
)
from mapping.format.mending import meant_file
from mapping.format.problems import Problem, Severity
from mapping.format.schema import Record, columns_of
from mapping.format.tables import BESIDE_TABLES, TABLES

ALIKE = 0.75
"""From so alike on (`difflib`) a word may be another one with a slip in it."""
KINDS_OF_TABLES: Mapping[str, Mapping[str, Kind]] = {
    "sources": SOURCE_KINDS, "places": PLACE_KINDS, "forces": FORCE_KINDS,
    "movements": CLAIM_KINDS, "events": CLAIM_KINDS, "areas": CLAIM_KINDS,
}  # fmt: skip


def check_kinds(campaign: Campaign) -> Iterator[Problem]:
    """A kind that is not in its list is kept and drawn with a plain symbol."""
    tables: tuple[tuple[Record, ...], ...] = (
        tuple(campaign.sources.values()), tuple(campaign.places.values()),
        tuple(campaign.forces.values()), tuple(campaign.movements.values()),
        tuple(campaign.events.values()), tuple(campaign.areas.values()),
    )  # fmt: skip
    for row in (row for rows in tables for row in rows):
        attribute, column = columns_of(type(row))["kind"]
        kind = getattr(row, attribute)
        if kind not in column.known:
            yield report(
                "unknown-kind", "note", row, "kind", _say_unknown(row, kind),
                kind, "one of " + ", ".join(column.known),
                _say_meant(row, kind, column.known),
            )  # fmt: skip


def _tables_of(row: Record, kind: str) -> str:
    """The other tables whose rows may be of that kind: `areas` for a zone among the events."""
    found = KINDS_OF_TABLES[row.table].get(kind)
    return " or ".join(found.tables) if isinstance(found, ClaimKind) else ""


def _say_unknown(row: Record, kind: str) -> str:
    if tables := _tables_of(row, kind):
        return f"a kind of {tables}, not of {row.table}: drawn with its symbol"
    return "an unknown kind: drawn with a plain symbol"


def _say_meant(row: Record, kind: str, known: Sequence[str]) -> str:
    """The kind that a word may be meant for: by its meaning, or by a slip of the pen."""
    if tables := _tables_of(row, kind):
        return f"choose one of the list, or tell it in {tables.replace(' or ', '.csv or ')}.csv"
    word = kind.lower()
    kinds: Iterable[Kind] = KINDS_OF_TABLES[row.table].values()
    meant = [one.id for one in kinds if one.id in known and word in one.known_as]
    meant = meant or difflib.get_close_matches(word[:MAX_SHOWN], known, 3, ALIKE)
    return f"did you mean {' or '.join(meant)}?" if meant else _say_where(row, kind)


def _say_where(row: Record, kind: str) -> str:
    """Where a word belongs that is no kind: a force's size has a column of its own."""
    if row.table == "forces" and kind.lower() in ECHELONS:
        return "write this size in the column echelon, and what the force is in kind"
    return "nothing, or choose one of the list"


def check_routes(campaign: Campaign) -> Iterator[Problem]:
    """A stretch that follows a line on the ground names one that routes.geojson has."""
    for waypoint in (one for way in campaign.waypoints.values() for one in way):
        if waypoint.route_id and waypoint.route_id not in campaign.routes:
            yield report(
                "route", "error", waypoint, "route_id", "routes.geojson has no such line",
                waypoint.route_id, "a route_id of routes.geojson",
                suggest(waypoint.route_id, campaign.routes, "add the line, or leave it empty"),
            )  # fmt: skip


def check_figure_ranges(campaign: Campaign) -> Iterator[Problem]:
    """The upper end of a figure's range is not below the lower."""
    for figure in campaign.figures.values():
        if figure.high is not None and figure.high < figure.low:
            yield report(
                "range", "error", figure, "high", "the range ends below its beginning",
                f"{figure.high:g}", f"a number not below {figure.low:g}",
                "change low and high round",
            )  # fmt: skip


def check_parents(campaign: Campaign) -> Iterator[Problem]:
    """No force is a part of itself, be it by way of others."""
    seen: set[str] = set()
    in_ring: set[str] = set()
    for at in campaign.forces:
        way: list[str] = []
        while at and at not in seen:
            seen.add(at)
            way.append(at)
            at = campaign.forces[at].part_of
        # Where the way comes back to itself; else it ended, or met one that was gone before.
        if at in way:
            in_ring.update(way[way.index(at) :])
    for force in campaign.forces.values():
        if force.force_id in in_ring:
            yield report(
                "part-of-itself", "error", force, "part_of", "the force is a part of itself",
                force.part_of, "a force that stands above it", "correct it or leave it empty",
            )  # fmt: skip


def check_unused_sources(campaign: Campaign) -> Iterator[Problem]:
    """Something rests on every source."""
    used = {figure.source_id for figure in campaign.figures.values()}
    used |= {answer.source_id for answer in campaign.answers.values()}
    used |= {value.source_id for value in campaign.series}
    used |= {one.source_id for one in campaign.media.values()}
    used |= {one.source_id for one in campaign.maps.values()}
    used |= {passage.source_id for rows in campaign.evidence.values() for passage in rows}
    used |= {place.found_by for place in campaign.places.values()}
    for source in campaign.sources.values():
        if source.source_id not in used:
            yield _unused(source, "source_id", "nothing rests on this source")


def check_unused_forces(campaign: Campaign) -> Iterator[Problem]:
    """Every force moves, acts, is met with, or has parts that do."""
    used = {movement.force_id for movement in campaign.movements.values()}
    used |= {force.part_of for force in campaign.forces.values()}
    for event in campaign.events.values():
        used.update(event.by_force_ids, event.against_force_ids)
    for force in campaign.forces.values():
        if force.force_id not in used:
            yield _unused(force, "force_id", "no movement or event has this force")


def check_unused_places(campaign: Campaign) -> Iterator[Problem]:
    """Something is at every place; one where nothing is may still serve as a label: a note."""
    used = {one.place_id for way in campaign.waypoints.values() for one in way}
    used |= {row.place_id for row in campaign.control.values()}
    used |= {row.place_id for row in campaign.series}
    for event in campaign.events.values():
        used.update(event.place_ids)
    for place in campaign.places.values():
        if place.place_id not in used and not place_kind(place.kind).is_label:
            message = "nothing happens here: the place is only a name on the map"
            yield _unused(place, "place_id", message, is_note=True)


def _unused(row: Record, column: str, message: str, is_note: bool = False) -> Problem:
    expected = f"a row in another table that names it in {column}"
    mend = "nothing, or remove the row" if is_note else "use it, or remove the row"
    severity: Severity = "note" if is_note else "warning"
    return report("unused", severity, row, column, message, row.row_id, expected, mend)


def check_files(campaign: Campaign) -> Iterator[Problem]:
    """Every CSV file of the folder is one of the tables: a misspelt one would not be read."""
    for path in sorted(campaign.folder.glob("*.csv")):
        # What is only named otherwise was said when the folder was read.
        known = path.stem in TABLES or path.stem in BESIDE_TABLES
        if not known and not meant_file(path.name, NAMES):
            near = suggest(path.stem, TABLES, "")
            yield Problem(
                rule="unknown-file",
                severity="warning" if near else "note",
                file=path.name[:200],
                message="a file that is not read",
                found=path.name[:200],
                expected="one of " + ", ".join(TABLES),
                mend=near or "nothing, or remove it",
            )
