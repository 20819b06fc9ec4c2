"""What was found in a file as a plan: the changes it would make in a campaign, and what is left.

Nothing is written here. Every row is `uncertain` and rests on the file, which becomes a source,
until a person says otherwise. A place or a force that the campaign has already is used, not made
again; nothing that is there is changed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import floor
from pathlib import PurePath
from typing import Any, NamedTuple

from mapping.editing.changes import AddRows, Change, SetFile, SetHead, Together
from mapping.editing.folder_files import EditError, Files, lines_of, text_in
from mapping.editing.head_values import entries_of, entry_ids, head_of
from mapping.editing.uses import fresh_id, ids_in
from mapping.format.dates import parse_moment
from mapping.format.mending import slug_of
from mapping.format.schema import MAX_TEXT
from mapping.format.tables import TABLES
from mapping.geo.geodesy import Point, rough_km
from mapping.intake.found import (
    Found,
    FoundEvent,
    FoundForce,
    FoundLine,
    FoundPlace,
    FoundSide,
    FoundTrack,
    Left,
    plain,
)

SAME_KM = 10.0
"""Two places of one name that are farther apart are two places."""
NO_BAND = 1_000
"""Of places without a point."""
NOBODY = "Not assigned"
"""The side of whoever the file does not say whose it is."""
COLOURS = ("#174079", "#c2410c", "#3f6212", "#7e22ce", "#0f766e", "#a16207", "#be185d", "#475569")
ROUTES = "routes.geojson"
MOST_LEFT = 40
"""So many lines say what of a file is left; the others are counted."""


def _band(point: Point | None) -> int:
    """A stretch of latitude wider than two places of one name may be apart."""
    return NO_BAND if point is None else floor(point[0] * 10)


class Plan(NamedTuple):
    """The changes as one, what they bring by table, what of the file is left, and remarks."""

    change: Together
    counts: dict[str, int]
    left: tuple[Left, ...]
    notes: tuple[str, ...]
    says: str


def plan_import(files: Files, found: Found, file_name: str) -> Plan:
    """The plan to take what was found into a campaign's files; raises `EditError`."""
    planner = _Planner(files, found, plain(PurePath(file_name).name, 150))
    for place in found.places:
        planner.place(place)
    for side in found.sides:
        planner.side(side)
    for force in found.forces:
        planner.force(force)
    for event in found.events:
        planner.event(event)
    for track in found.tracks:
        planner.track(track)
    return planner.plan(found.lines)


@dataclass(slots=True)
class _Planner:
    """Gathers the rows, and knows which ids and names are taken."""

    files: Files
    found: Found
    file_name: str
    rows: dict[str, list[dict[str, str]]] = field(init=False)
    ids: dict[str, set[str]] = field(init=False)
    sides: list[dict[str, str]] = field(init=False)
    source: str = field(init=False)
    places: dict[str, list[tuple[str, Point | None]]] = field(init=False)
    bands: dict[tuple[str, int], list[int]] = field(init=False)
    """Which of the places of a name lie in a band: of thousands few are near enough to be asked."""
    forces: dict[str, str] = field(init=False)
    side_ids: dict[str, str] = field(init=False)
    keys: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {name: [] for name in TABLES}
        self.ids = {name: ids_in(self.files, name) for name in (*TABLES, "sides")}
        self.sides, self.keys = [], {}
        self.side_ids = {
            slug_of(str(one.get("name", ""))): str(one.get("id", ""))
            for one in entries_of(self.files, "sides")
        }
        self.forces, self.places, self.bands = {}, {}, {}
        for _, cells in lines_of(self.files, "forces"):
            for name in ("short_name", "name", "force_id"):
                if cells.get(name):
                    self.forces[slug_of(cells[name])] = cells["force_id"]
        for _, cells in lines_of(self.files, "places"):
            self._know_place(cells)
        self.source = self._new_id("sources", PurePath(self.file_name).stem)
        self.rows["sources"].append({
            "source_id": self.source, "kind": "dataset", "title": self.file_name, "seen": "whole",
            "note": f"{self.found.says}, taken in as it is: say here whose it is.",
        })  # fmt: skip

    def _know_place(self, cells: Any) -> None:
        point = None
        try:
            point = float(cells["lat"]), float(cells["lon"])
        except (KeyError, ValueError):
            point = None
        names = [cells.get("name", ""), *cells.get("other_names", "").split(";")]
        for name in filter(str.strip, names):
            self._name_place(slug_of(name), cells.get("place_id", ""), point)

    def _new_id(self, table: str, name: str) -> str:
        made = fresh_id(name, self.ids[table])
        self.ids[table].add(made)
        return made

    def place(self, place: FoundPlace) -> str:
        """The id of a place: that of one the campaign has, or of a new one."""
        name = slug_of(place.name)
        for known, point in self._places_called(name, place.point):
            if point is None and place.point is not None:
                reason = f"{known} has no coordinates in the campaign; fill them in there"
                self.found.leave(place.name, f"the point {place.point}", reason)
            if place.point is None or point is None or rough_km(point, place.point) <= SAME_KM:
                return known
        place_id = self._new_id("places", place.name)
        row = {
            "place_id": place_id, "name": plain(place.name, 200), "kind": place.kind or "other",
            "certainty": "uncertain", "found_by": self.source, "found_id": place.found_id,
            "other_names": ";".join(place.other_names), "note": self._text(place.note, place.name),
        }  # fmt: skip
        if place.point is not None:
            lat, lon = (f"{value:.6f}".rstrip("0").rstrip(".") for value in place.point)
            row |= {"lat": lat, "lon": lon, "radius_km": f"{place.radius_km:g}"}
        self._add("places", row)
        self._name_place(name, place_id, place.point)
        return place_id

    def _name_place(self, name: str, place_id: str, point: Point | None) -> None:
        called = self.places.setdefault(name, [])
        self.bands.setdefault((name, _band(point)), []).append(len(called))
        called.append((place_id, point))

    def _places_called(self, name: str, point: Point | None) -> list[tuple[str, Point | None]]:
        """The places of a name that could be at a point, in the order in which they came."""
        called = self.places.get(name, [])
        if point is None:
            return called[:1]
        bands = (NO_BAND, *range(_band(point) - 1, _band(point) + 2))
        numbers = sorted(one for band in bands for one in self.bands.get((name, band), ()))
        return [called[number] for number in numbers]

    def side(self, side: FoundSide) -> str:
        """The id of a side: that of one the campaign has, or of a new one."""
        name = slug_of(side.name)
        if name in self.ids["sides"]:
            return name
        if name not in self.side_ids:
            number = len(entry_ids(self.files, "sides")) + len(self.sides)
            side_id = self._new_id("sides", side.name)
            self.side_ids[name] = side_id
            colour = "#64748b" if side.name == NOBODY else COLOURS[number % len(COLOURS)]
            self.sides.append({"id": side_id, "name": side.name, "colour": colour,
                               "affiliation": side.affiliation})  # fmt: skip
        return self.side_ids[name]

    def force(self, force: FoundForce) -> str:
        """The id of a force: that of one the campaign has, or of a new one."""
        slug = slug_of(force.name)
        known = self.forces.get(slug)
        if known and not force.side:
            self.keys[force.key] = known
            return known
        side_id = self.side(FoundSide(name=force.side or NOBODY))
        force_id = self._new_id("forces", force.name)
        self._add("forces", {
            "force_id": force_id, "side_id": side_id, "name": force.name,
            "short_name": force.short_name, "kind": force.kind,
            "part_of": self.keys.get(force.part_of, ""), "echelon": force.echelon,
            "sidc": force.sidc, "on_map": "" if force.is_on_map else "no",
            "note": self._text(force.note, force.name),
        })  # fmt: skip
        self.keys[force.key] = force_id
        self.forces.setdefault(slug, force_id)
        return force_id

    def _actors(self, names: Iterable[str]) -> str:
        """Whoever acts, as forces: of the file's own, of the campaign's, else new ones."""
        ids = []
        for name in names:
            if name not in self.keys:
                self.force(FoundForce(key=name, name=name, is_on_map=False))
            ids.append(self.keys[name])
        return ";".join(dict.fromkeys(ids))

    def event(self, event: FoundEvent) -> None:
        """A row of events and one of evidence."""
        event_id = self._new_id("events", event.title)
        self._add("events", {
            "event_id": event_id, "kind": event.kind, "starts": event.starts, "ends": event.ends,
            "place_ids": self.place(event.place) if event.place else "",
            "by_force_ids": self._actors(event.by), "certainty": "uncertain",
            "against_force_ids": self._actors(event.against), "title": plain(event.title, 200),
            "summary": self._text(event.summary, event.where),
        })  # fmt: skip
        self._evidence("events", event_id, event.where, event.note)

    def track(self, track: FoundTrack) -> None:
        """A row of movements, its way, and one of evidence."""
        movement_id = self._new_id("movements", track.title)
        first, last = track.halts[0], track.halts[-1]
        self._add("movements", {
            "movement_id": movement_id, "force_id": self.keys[track.force], "kind": track.kind,
            "mode": "actual", "departs": first.at, "arrives": last.at, "certainty": "uncertain",
            "title": plain(track.title, 200), "summary": self._text(track.summary, track.where),
        })  # fmt: skip
        for number, halt in enumerate(track.halts, 1):
            lat, lon = (f"{value:.6f}".rstrip("0").rstrip(".") for value in halt.point)
            self._add("waypoints", {
                "movement_id": movement_id, "order": str(number), "lat": lat, "lon": lon,
                "at": halt.at,
            })  # fmt: skip
        self._evidence("movements", movement_id, track.where, "")

    def _evidence(self, table: str, row_id: str, where: str, note: str) -> None:
        self._add("evidence", {
            "table": table, "row_id": row_id, "source_id": self.source,
            "locator": plain(where, 200), "stance": "supports", "note": self._text(note, where),
        })  # fmt: skip

    def _add(self, table: str, row: dict[str, str]) -> None:
        self.rows[table].append({name: cell for name, cell in row.items() if cell})

    def _text(self, text: str, where: str) -> str:
        """A longer text within what a cell may hold."""
        clean = "\n".join(plain(line, 20 * MAX_TEXT) for line in text.splitlines()).strip()
        if len(clean) > MAX_TEXT:
            self.found.leave(where, "the end of a text", f"more than {MAX_TEXT:,} characters")
            clean = clean[: MAX_TEXT - 1] + "…"
        return clean

    def plan(self, lines: list[FoundLine]) -> Plan:
        """All that was gathered, as one change."""
        count = len(entry_ids(self.files, "sides"))
        changes: list[Change] = [
            SetHead(("sides", count + number), side) for number, side in enumerate(self.sides)
        ]
        for name, rows in self.rows.items():
            changes += [AddRows(name, tuple(rows))] if rows else []
        if lines:
            changes.append(SetFile(ROUTES, self._with_lines(lines)))
        counts = {name: len(rows) for name, rows in self.rows.items() if rows}
        counts |= {"sides": len(self.sides)} if self.sides else {}
        counts |= {"lines on the ground": len(lines)} if lines else {}
        found = self.found
        change = Together(f"{self.file_name} taken in", tuple(changes))
        return Plan(change, counts, tuple(found.left), (*found.notes, *self._remarks()), found.says)

    def _remarks(self) -> Iterable[str]:
        first, last = (
            parse_moment(str(day)) if day else None
            for day in (_head_day(self.files, "first_day"), _head_day(self.files, "last_day"))
        )
        spans = [(row["starts"], row.get("ends") or row["starts"]) for row in self.rows["events"]]
        spans += [(row["departs"], row["arrives"]) for row in self.rows["movements"]]
        if first and last:
            outside = sum(
                parse_moment(end).latest <= first.earliest
                or parse_moment(start).earliest >= last.latest
                for start, end in spans
            )
            if outside:
                yield (f"{outside} of {len(spans)} lie outside the campaign's days: "
                       "they are listed, not drawn")  # fmt: skip
        bare = sum("lat" not in row for row in self.rows["places"])
        if bare:
            yield f"{bare} places have no coordinates: geocode --fill writes those that are known"
        if NOBODY in (side["name"] for side in self.sides):
            yield f"forces of the side “{NOBODY}”: the file does not say whose they are"

    def _with_lines(self, lines: list[FoundLine]) -> str:
        """routes.geojson with more lines on the ground."""
        text = text_in(self.files, ROUTES)
        try:
            collection: Any = json.loads(text) if text.strip() else {"type": "FeatureCollection"}
            features = collection.setdefault("features", [])
            taken = {(one.get("properties") or {}).get("route_id", "") for one in features}
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise EditError(
                f"{ROUTES} of the campaign cannot be read as GeoJSON: mend it, or take it away, "
                "before more lines are taken in"
            ) from None
        for line in lines:
            route_id = fresh_id(line.name, taken)
            taken.add(route_id)
            features.append({
                "type": "Feature",
                "properties": {"route_id": route_id, "basis": "mapped", "source": self.source},
                "geometry": {"type": "LineString",
                             "coordinates": [[lon, lat] for lat, lon in line.points]},
            })  # fmt: skip
        return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _head_day(files: Files, key: str) -> str:
    value = head_of(files).get(key)
    return str(value) if value else ""


def say_plan(plan: Plan) -> Iterable[str]:
    """The plan in lines: what it brings, remarks, and what of the file is left, with the reason."""
    brought = ", ".join(f"{count} {name}" for name, count in plan.counts.items())
    yield f"{plan.says}: {brought}; all uncertain, with the file as their source"
    yield from (f"note: {note}" for note in plan.notes)
    if not plan.left:
        yield "left: nothing"
        return
    reasons = Counter(one.reason for one in plan.left)
    yield f"left: {len(plan.left)}"
    yield from (f"  {one}" for one in plan.left[:MOST_LEFT])
    if (more := len(plan.left) - MOST_LEFT) > 0:
        yield f"  and {more} more: " + "; ".join(
            f"{count} {reason}" for reason, count in reasons.most_common(8)
        )
