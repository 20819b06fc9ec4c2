"""One claim as a person says it, in one change: its row, its way, who acts, where, and who says so.

What the campaign has is named by its id; what it has not is named in words, and gets a row and an
id of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from mapping.editing.changes import AddRows, Change, SetCells, SetHead, Together
from mapping.editing.folder_files import EditError, Files, lines_of
from mapping.editing.head_values import entry_ids, head_of
from mapping.editing.uses import fresh_id, ids_in
from mapping.geo.geodesy import Point

PLACED = "placed on the map by hand"
"""Who gave a point that was pressed or dragged."""
ORIGIN = "Where the force was last: its own passage does not say from where it came."
USUAL_KM = 5.0
"""How far off a point may be of which nobody has said it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place by its id, or a new one by its name; without a point it is only listed.

    `words` and `locator` are those in which the source says where it is; `note` tells how its
    point was computed from them, if it was.
    """

    place_id: str = ""
    name: str = ""
    kind: str = "town"
    point: Point | None = None
    radius_km: float = USUAL_KM
    found_by: str = ""
    found_id: str = ""
    note: str = ""
    locator: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedForce:
    """A force by its id, or a new one by its name and the side that it is of."""

    force_id: str = ""
    name: str = ""
    side_id: str = ""
    kind: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSource:
    """A source by its id, or a new one by its title; where in it a claim stands, and its words."""

    source_id: str = ""
    title: str = ""
    kind: str = "book"
    locator: str = ""
    words: str = ""

    @property
    def lacks(self) -> list[str]:
        """What to do where it is no source: nobody says it."""
        return [] if self.source_id or self.title.strip() else ["say who says so"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody says: an event, or a movement by one force from place to place.

    `starts` and `ends` are moments as the format writes them; a movement has both. Its `way` leads
    through these points before it comes to the last place.
    """

    is_movement: bool
    kind: str
    title: str
    starts: str
    source: NamedSource
    ends: str = ""
    certainty: str = "less-certain"
    places: tuple[NamedPlace, ...] = ()
    way: tuple[Point, ...] = ()
    by: tuple[NamedForce, ...] = ()
    against: tuple[NamedForce, ...] = ()
    summary: str = ""
    mode: str = "actual"
    inferred: str = ""
    """Why its beginning is inferred, where no source says it."""
    accounts: tuple[str, ...] = ()
    """Whose tellings say it, by their ids; none: all of the campaign's."""
    dated_by: str = ""
    """How its source gives the beginning, where its words alone do not."""
    origin: str = ""
    """The id of the place from where a movement begins, where only other rows say so."""


def missing_in(claim: Claim) -> list[str]:
    """What a claim lacks, each as what to do."""
    lacks = [] if claim.title.strip() else ["say in one line what happened"]
    lacks += [] if claim.kind else ["choose of what kind it is"]
    lacks += [] if claim.starts else ["say when"]
    if claim.is_movement and len(claim.by) != 1:
        lacks.append("say who moves")
    if claim.is_movement and not claim.places:
        lacks.append("say where it goes from and to")
    lacks += claim.source.lacks
    for force in (*claim.by, *claim.against):
        if not force.force_id and not force.side_id:
            lacks.append(f"say whose side {force.name} is on")
    return lacks


def write_claim(files: Files, claim: Claim) -> Together:
    """The change that writes a claim into a campaign; raises `EditError` for what it lacks."""
    if lacks := missing_in(claim):
        raise EditError("; ".join(lacks))
    writer = ClaimWriter(files)
    source_id = writer.source(claim.source)
    places = [writer.place(one, source_id) for one in claim.places]
    by, against = ([writer.force(one) for one in forces] for forces in (claim.by, claim.against))
    table = "movements" if claim.is_movement else "events"
    row_id = writer.new_id(table, claim.title)
    row = {"kind": claim.kind, "certainty": claim.certainty, "title": claim.title.strip(),
           "summary": claim.summary.strip(), "account_ids": ";".join(claim.accounts)}  # fmt: skip
    if claim.is_movement:
        row |= {"movement_id": row_id, "force_id": by[0], "mode": claim.mode,
                "departs": claim.starts, "arrives": claim.ends or claim.starts}  # fmt: skip
    else:
        row |= {"event_id": row_id, "starts": claim.starts, "ends": claim.ends,
                "place_ids": ";".join(places), "by_force_ids": ";".join(by),
                "against_force_ids": ";".join(against)}  # fmt: skip
    writer.add(table, row)
    if claim.is_movement:
        before = [{"place_id": claim.origin, "note": ORIGIN}] if claim.origin else []
        stops = [*before, *({"place_id": one} for one in places)]
        between = [{"lat": f"{lat:.6g}", "lon": f"{lon:.6g}"} for lat, lon in claim.way]
        for number, stop in enumerate([*stops[:-1], *between, *stops[-1:]], 1):
            writer.add("waypoints", {"movement_id": row_id, "order": str(number), **stop})
    writer.cite(table, row_id, source_id, claim.source, inferred=bool(claim.inferred))
    stance, note = ("inferred", claim.inferred) if claim.inferred else ("supports", claim.dated_by)
    if note:
        field = "departs" if claim.is_movement else "starts"
        writer.cite(table, row_id, source_id, claim.source, field=field, stance=stance, note=note)
    return Together(claim.title.strip(), tuple(writer.changes))


def move_place(
    files: Files, place_id: str, point: Point | None, radius_km: float | None
) -> SetCells:
    """The change that puts a place at another point, or doubts it more or less, or both.

    Raises `EditError` where there is no such place.
    """
    for row, cells in lines_of(files, "places"):
        if cells.get("place_id", "").strip() == place_id:
            moved = {} if point is None else {
                "lat": f"{point[0]:.6g}", "lon": f"{point[1]:.6g}", "found_by": PLACED,
                "found_id": "",
            }  # fmt: skip
            if radius_km is not None or not cells.get("radius_km"):
                moved["radius_km"] = f"{radius_km or USUAL_KM:g}"
            return SetCells("places", row, moved)
    raise EditError(f"places has no row {place_id}")


def new_side(files: Files, name: str, colour: str) -> SetHead:
    """The change that adds a side."""
    known = entry_ids(files, "sides")
    side = {"id": fresh_id(name, set(known)), "name": name.strip(), "colour": colour}
    return SetHead(("sides", len(known)), side)


def new_account(files: Files, title: str, standpoint: str) -> SetHead:
    """The change that adds a telling; `standpoint` says whose it is."""
    known = entry_ids(files, "accounts")
    account = {"id": fresh_id(title, set(known)), "title": title.strip()}
    return SetHead(("accounts", len(known)), account | {"standpoint": standpoint.strip()})


class ClaimWriter:
    """Gathers rows as changes; what is named in words twice is made once."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.changes: list[Change] = []
        self.taken: dict[str, set[str]] = {}
        self.made: dict[tuple[str, str], str] = {}

    def new_id(self, table: str, name: str) -> str:
        """An id of its own for a new row."""
        taken = self.taken.setdefault(table, ids_in(self.files, table))
        made = fresh_id(name, taken)
        taken.add(made)
        self.made[table, name.strip()] = made
        return made

    def add(self, table: str, row: dict[str, str]) -> None:
        """Add a row; its empty cells stay empty."""
        filled = {name: cell for name, cell in row.items() if cell}
        self.changes.append(AddRows(table, (filled,)))

    def cite(
        self, table: str, row_id: str, source_id: str, source: NamedSource, *, field: str = "",
        stance: str = "supports", note: str = "", inferred: bool = False,
    ) -> None:  # fmt: skip
        """Add who says a row; nothing where the campaign's own source says it and no more."""
        locator = source.locator.strip()
        if not (locator or source.words or field or inferred) and self.is_usual(source_id):
            return
        self.add("evidence", {"table": table, "row_id": row_id, "field": field,
                              "source_id": source_id, "locator": locator, "words": source.words,
                              "stance": stance, "note": note})  # fmt: skip

    def is_usual(self, source_id: str) -> bool:
        """Whether a source is that of all that has no evidence of its own."""
        return source_id == head_of(self.files).get("default_source")

    def source(self, source: NamedSource) -> str:
        """The id of a source, with a row if it is a new one."""
        if source.source_id:
            return source.source_id
        source_id = self.new_id("sources", source.title)
        self.add("sources", {"source_id": source_id, "kind": source.kind,
                             "title": source.title.strip()})  # fmt: skip
        return source_id

    def place(self, place: NamedPlace, source_id: str) -> str:
        """The id of a place, with a row if it is a new one."""
        if known := place.place_id or self.made.get(("places", place.name.strip()), ""):
            return known
        place_id = self.new_id("places", place.name)
        row = {"place_id": place_id, "name": place.name.strip(), "kind": place.kind,
               "certainty": "less-certain", "found_by": place.found_by or source_id,
               "found_id": place.found_id, "note": place.note}  # fmt: skip
        if place.point is not None:
            row |= {"lat": f"{place.point[0]:.6g}", "lon": f"{place.point[1]:.6g}",
                    "radius_km": f"{place.radius_km:g}"}  # fmt: skip
        self.add("places", row)
        if place.words:
            said = NamedSource(locator=place.locator, words=place.words)
            stance = "inferred" if place.note else "supports"
            self.cite("places", place_id, source_id, said, field="lat", stance=stance,
                      note=place.note)  # fmt: skip
        return place_id

    def force(self, force: NamedForce) -> str:
        """The id of a force, with a row if it is a new one."""
        if known := force.force_id or self.made.get(("forces", force.name.strip()), ""):
            return known
        force_id = self.new_id("forces", force.name)
        self.add("forces", {"force_id": force_id, "side_id": force.side_id,
                            "name": force.name.strip(), "kind": force.kind})  # fmt: skip
        return force_id
