"""A draft as a campaign folder: everything `uncertain`, until somebody has looked at it.

Beside the tables of the format stand `mentions.csv`, all that the text names with its offsets,
and `coverage.csv`, what each stretch of the text became, or why it became nothing.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mapping.drafting.draft import Draft
from mapping.drafting.lock import Claim
from mapping.drafting.named_places import NamedPlace
from mapping.drafting.parties import is_one_person
from mapping.drafting.reckoning import say_reckoned
from mapping.drafting.sentences import DraftError
from mapping.drafting.world import size_of
from mapping.format.campaign import say_head_day
from mapping.format.csv_file import CONTROLS
from mapping.format.mending import slug_of
from mapping.format.schema import MAX_NAME, columns_of
from mapping.format.tables import BESIDE_TABLES, TABLES, Place
from mapping.format.whole_folder import FolderTakenError, whole_folder
from mapping.gazetteer.names import name_key

SOURCE = "text"
OPEN_SIDE = "not-assigned"
OPEN_PLACE = "not-said"
COLOURS = ("#174079", "#c2410c", "#86347f", "#5f6b6d", "#3f6d1d", "#8a5a00")
MENTION_COLUMNS = ("start", "end", "text", "kind", "place_id", "moment", "ends", "basis")
COVERAGE_COLUMNS = ("start", "end", "text", "table", "row_id", "why")
LONGEST_EXCERPT = 200
PLAN = "announcement"
"""What an event is that was only meant or ordered: it places nobody."""

INFERRED = {
    "implied": "The sentence gives no day: it is the one that the text had come to.",
    "none": "The text gives no day so far: it may be any day of the campaign.",
}
"""What is said of a day that its sentence does not state, by its basis."""

COUNTED = "The point is computed from these words; the place's note says how."
"""What is said of a point that a text gives by a course from another place."""

Row = dict[str, str]


class _Rows(NamedTuple):
    """The rows of each table, by its name, and the row of each claim."""

    tables: dict[str, list[Row]]
    ids: dict[Claim, str]


def write_draft(draft: Draft, folder: Path, title: str) -> None:
    """Write a draft as a campaign folder, whole or not at all.

    Raises `DraftError` for a title that is none, for a folder with something in it, and where the
    disk refuses.
    """
    title = " ".join(title.split())
    if not title or len(title) > MAX_NAME or CONTROLS.search(title):
        raise DraftError(f"a title is a text of at most {MAX_NAME} characters")
    try:
        with whole_folder(folder) as place:
            _write_all(draft, place, title)
    except FolderTakenError as error:
        raise DraftError(str(error)) from None
    except OSError as error:
        raise DraftError(f"{folder} cannot be written: {error.strerror or error}") from None


def _write_all(draft: Draft, folder: Path, title: str) -> None:
    rows = _rows_of(draft, title)
    head = _head(draft, title, {row["side_id"] for row in rows.tables["forces"]})
    (folder / "campaign.toml").write_text(head, encoding="utf-8")
    for name, record in TABLES.items():
        _write_csv(folder / f"{name}.csv", [*columns_of(record)], rows.tables.get(name, []))
    mentions, coverage = BESIDE_TABLES
    _write_csv(folder / f"{mentions}.csv", MENTION_COLUMNS, [*_mention_rows(draft)])
    _write_csv(folder / f"{coverage}.csv", COVERAGE_COLUMNS, [*_coverage_rows(draft, rows.ids)])


def _write_csv(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _head(draft: Draft, title: str, used: set[str]) -> str:
    reading = draft.reading
    sides = {slug_of(name): name for name in (reading.sides.words if reading.sides else {})}
    if not sides or OPEN_SIDE in used:
        sides[OPEN_SIDE] = "Not yet assigned"
    lines = [
        "# A draft made of a text; nothing in it was reviewed. The tables beside this file are",
        "# described in data/README.md; coverage.csv says what became of each sentence.",
        "format = 1",
        f"id = {json.dumps(slug_of(title))}",
        f"title = {json.dumps(title, ensure_ascii=False)}",
        'summary = "A draft made of a text. No claim in it was reviewed yet."',
        f"first_day = {say_head_day(reading.first_day)}",
        f"last_day = {say_head_day(reading.last_day)}",
    ]
    for number, (side_id, name) in enumerate(sides.items()):
        lines += ["", "[[sides]]", f"id = {json.dumps(side_id)}",
                  f"name = {json.dumps(name, ensure_ascii=False)}",
                  f'colour = "{COLOURS[number % len(COLOURS)]}"']  # fmt: skip
    return "\n".join(lines) + "\n"


def _rows_of(draft: Draft, title: str) -> _Rows:
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    tables["sources"] = [{
        "source_id": SOURCE, "kind": "article", "title": title, "seen": "whole",
        "note": "The text that this campaign was drafted from.",
    }]  # fmt: skip
    tables["places"] = [_place_row(place, draft) for place in draft.places.values()]
    tables["evidence"] = [row for place in draft.places.values() for row in _said_where(place)]
    forces = _Forces(draft)
    ids: dict[Claim, str] = {}
    for claim in draft.claims:
        ids[claim] = _free_id(claim, draft, set(ids.values()))
        if claim.table == "movements":
            _add_movement(tables, claim, ids[claim], draft, forces)
        else:
            tables["events"].append(_event_row(claim, ids[claim], draft, forces))
        tables["evidence"] += _evidence_rows(claim, ids[claim])
    tables["forces"] = [*forces.rows.values()]
    return _Rows(tables, ids)


def _free_id(claim: Claim, draft: Draft, taken: set[str]) -> str:
    where = "-".join(one.place_id for one in claim.places[:2])
    slug = slug_of(f"{claim.kind} {where or claim.against or claim.actor}", 50)
    number = 1
    while (free := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return free


def _place_row(place: NamedPlace, draft: Draft) -> Row:
    row = {"place_id": place.place_id, "name": place.name, "certainty": "uncertain"}
    found = place.found
    others = [
        f"{one.said} ({one.place_id})"
        for one in place.candidates
        if found is None or one.place_id != found.place_id
    ]
    note = f"It may also be {'; '.join(others[:5])}." if others else ""
    if found and found.own:
        return _own_row(found.own)
    if found is None or found.point is None:
        why = f"{place.why[:1].upper()}{place.why[1:]}. " if place.why else ""
        return row | {"kind": "region" if place.kind == "country" else place.kind or "other",
                      "found_by": "not found", "note": f"{why}{note}".strip()}  # fmt: skip
    kind, radius = size_of(found)
    if place.reckoned:
        note = say_reckoned(place.reckoned, draft.places)
    lat, lon = found.point
    return row | {
        "kind": place.kind or kind, "lat": f"{lat:.10g}", "lon": f"{lon:.10g}",
        "radius_km": f"{radius:g}", "found_by": found.source, "note": note,
        "found_id": found.found_id,
        "other_names": "" if name_key(found.name) == name_key(place.name) else found.name,
    }  # fmt: skip


def _said_where(place: NamedPlace) -> Iterator[Row]:
    """The words that say where a place is, if the text has some."""
    said = place.reckoned
    if said and place.found:
        yield {
            "table": "places", "row_id": place.place_id, "source_id": SOURCE, "field": "lat",
            "locator": f"characters {said.start}-{said.end}", "words": said.words,
            "stance": "inferred" if said.base else "supports",
            "note": COUNTED if said.base else "",
        }  # fmt: skip


def _own_row(place: Place) -> Row:
    """The row of the gazetteer that was given, as it stood there."""
    cells = {name: getattr(place, name) for name in columns_of(Place)}
    return {
        name: ";".join(cell) if isinstance(cell, tuple) else "" if cell is None
        else f"{cell:.10g}" if isinstance(cell, float) else str(cell)
        for name, cell in cells.items()
    }  # fmt: skip


class _Forces:
    """The forces of a draft: one for each phrase by which the text names somebody."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._ids: dict[str, str] = {}
        self.rows: dict[str, Row] = {}

    def id_of(self, phrase: str) -> str:
        """The id of the force of this phrase; the same for other ways of writing it."""
        key = name_key(phrase)
        if key not in self._ids:
            self._ids[key] = self._by_last_name(phrase) or self._add(phrase)
        return self._ids[key]

    def ids_of(self, phrase: str) -> str:
        """The ids of all whom a phrase lists, as a cell; empty where it is."""
        each = self._draft.reading.each_of(phrase) if phrase else ()
        return ";".join(dict.fromkeys(map(self.id_of, each)))

    def _by_last_name(self, phrase: str) -> str:
        """The id of the one force that is this one by its last name alone; empty if none is."""
        alike = {row["force_id"] for row in self.rows.values()
                 if phrase and is_one_person(row["name"], phrase)}  # fmt: skip
        return alike.pop() if len(alike) == 1 else ""

    def _add(self, phrase: str) -> str:
        slug = slug_of(phrase, 40) if phrase else "nobody-named"
        while slug in self.rows:
            slug += "-2"
        self.rows[slug] = self._row(slug, phrase)
        return slug

    def _row(self, slug: str, phrase: str) -> Row:
        side = self._draft.reading.side_of(phrase)
        return {
            "force_id": slug, "side_id": slug_of(side) if side else OPEN_SIDE,
            "name": " ".join(phrase.split())[:MAX_NAME] or "Nobody named",
            "kind": self._draft.reading.kind_of(phrase) or "other",
        }  # fmt: skip


def kind_of(claim: Claim) -> str:
    """The kind of a claim's row: an event has no mode, so that what was only meant was said."""
    return PLAN if claim.table == "events" and claim.mode == "planned" else claim.kind


def say_claim(claim: Claim, draft: Draft) -> str:
    """The claim in one neutral line, of nothing but what was verified."""
    names = [draft.places[one.place_id].name for one in claim.places]
    return say_deed(claim, claim.kind, claim.actor, names)


def say_deed(claim: Claim, kind: str, actor: str, names: Sequence[str]) -> str:
    """The same of another kind, by somebody else, or with other names for its places."""
    who = " ".join(actor.split())
    if claim.table == "movements":
        to = "at" if kind == "landing" else "to"
        ways = [
            f"{to if one.role == 'to' else one.role} {name}"
            for one, name in zip(claim.places, names, strict=True)
        ]
        where = " ".join(ways)
    else:
        where = f"at {' and '.join(names)}" if names else ""
    alleged = (
        ", the text reports" if claim.mode == "alleged" or claim.kind.endswith("allegation") else ""
    )
    deed = f"planned {kind}" if claim.mode == "planned" else kind
    lead = f"{who}: {deed}" if who else f"{deed[:1].upper()}{deed[1:]}"
    if not names and claim.against:
        lead = f"{lead}{' against' if who else ':'} {' '.join(claim.against.split())}"
    return f"{' '.join(filter(None, [lead, where]))}{alleged}"[:MAX_NAME]


def moments_of(claim: Claim, draft: Draft) -> tuple[str, str]:
    """The beginning and the end; what the text does not date may be on any day."""
    anywhere = f"[{draft.reading.first_day}..{draft.reading.last_day}]"
    return claim.moment or anywhere, claim.ends


def _event_row(claim: Claim, row_id: str, draft: Draft, forces: _Forces) -> Row:
    starts, ends = moments_of(claim, draft)
    return {
        "event_id": row_id, "kind": kind_of(claim), "starts": starts, "ends": ends,
        "place_ids": ";".join(dict.fromkeys(one.place_id for one in claim.places)),
        "by_force_ids": forces.ids_of(claim.actor),
        "against_force_ids": forces.id_of(claim.against)
        if claim.against and name_key(claim.against) != name_key(claim.actor) else "",
        "certainty": "uncertain", "title": say_claim(claim, draft),
    }  # fmt: skip


def _add_movement(
    tables: dict[str, list[Row]], claim: Claim, row_id: str, draft: Draft, forces: _Forces
) -> None:
    departs, arrives = moments_of(claim, draft)
    tables["movements"].append({
        "movement_id": row_id, "force_id": forces.id_of(claim.actor), "kind": claim.kind,
        "mode": claim.mode, "departs": departs, "arrives": arrives or departs,
        "certainty": "uncertain", "title": say_claim(claim, draft),
    })  # fmt: skip
    order = ("from", "via", "to")
    way = sorted(claim.places, key=lambda one: order.index(one.role))
    stops = [one.place_id for one in way]
    if way[-1].role == "from":
        stops.append(OPEN_PLACE)
        _add_open_place(tables["places"])
    tables["waypoints"] += [
        {"movement_id": row_id, "order": str(number), "place_id": stop,
         "basis": "schematic" if number > 1 else ""}
        for number, stop in enumerate(stops, 1)
    ]  # fmt: skip


def _add_open_place(places: list[Row]) -> None:
    """Where a force went of which the text only says from where."""
    if all(row["place_id"] != OPEN_PLACE for row in places):
        places.append({
            "place_id": OPEN_PLACE, "name": "Not said", "certainty": "uncertain", "kind": "other",
            "found_by": "not found", "note": "The text does not say where to.",
        })  # fmt: skip


def _evidence_rows(claim: Claim, row_id: str) -> Iterator[Row]:
    words = " ".join(claim.phrase.split())
    base = {"table": claim.table, "row_id": row_id, "source_id": SOURCE,
            "locator": f"characters {claim.start}-{claim.end}", "words": words}  # fmt: skip
    yield base | {"stance": "supports"}
    field = "departs" if claim.table == "movements" else "starts"
    if note := INFERRED.get(claim.basis):
        yield base | {"field": field, "stance": "inferred", "note": note}


def _mention_rows(draft: Draft) -> Iterator[Row]:
    for one in draft.mentions:
        yield {name: " ".join(str(cell).split()) if name == "text" else str(cell)
               for name, cell in zip(one._fields, one, strict=True)}  # fmt: skip


def _coverage_rows(draft: Draft, ids: dict[Claim, str]) -> Iterator[Row]:
    spans: list[tuple[int, int, str, str, str]] = [
        (claim.start, claim.end, claim.table, row_id, "") for claim, row_id in ids.items()
    ]
    spans += [(one.start, one.end, "", "", one.why) for one in draft.left]
    for start, end, table, row_id, why in sorted(spans):
        text = " ".join(draft.text[start:end].split())[:LONGEST_EXCERPT]
        yield {"start": str(start), "end": str(end), "text": text, "table": table,
               "row_id": row_id, "why": why}  # fmt: skip
