"""Where a force last was before a moment, as the campaign's rows tell it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mapping.editing.folder_files import Files, lines_of
from mapping.format.dates import Moment, MomentError, parse_moment
from mapping.format.kinds import claim_kind


class Seen(NamedTuple):
    """A place by its id, and the moment at which a force was there, as its row has it."""

    place_id: str
    moment: str


def last_seen(files: Files, force_id: str, before: str) -> Seen | None:
    """The last place with a point at which a force is told to have been, no later than a moment.

    None where no row says so, or a moment is not known to within a day.
    """
    until = _known(before)
    if until is None:
        return None
    placed = {
        cells["place_id"] for _, cells in lines_of(files, "places")
        if cells.get("lat", "").strip() and cells.get("lon", "").strip()
    }  # fmt: skip
    seen = [
        (moment.latest, one) for one in (*_gone_to(files, force_id), *_been_at(files, force_id))
        if one.place_id in placed and (moment := _known(one.moment)) is not None
        and moment.latest <= until.latest
    ]  # fmt: skip
    # Of one moment the row that was written last.
    latest = max((at for at, _ in seen), default=0.0)
    return next((one for at, one in reversed(seen) if at == latest), None)


def _known(cell: str) -> Moment | None:
    try:
        moment = parse_moment(cell)
    except MomentError:
        return None
    return moment if moment.known else None


def _gone_to(files: Files, force_id: str) -> Iterator[Seen]:
    goals: dict[str, tuple[float, str]] = {}
    for number, (_, cells) in enumerate(lines_of(files, "waypoints")):
        movement_id, order = cells.get("movement_id", ""), _order(cells.get("order", ""), number)
        if order >= goals.get(movement_id, (float("-inf"), ""))[0]:
            goals[movement_id] = order, cells.get("place_id", "")
    for _, cells in lines_of(files, "movements"):
        if cells.get("force_id") == force_id and cells.get("mode", "") in ("", "actual"):
            yield Seen(goals.get(cells["movement_id"], (0, ""))[1], cells.get("arrives", ""))


def _order(cell: str, number: int) -> float:
    try:
        return float(cell)
    except ValueError:
        return number


def _been_at(files: Files, force_id: str) -> Iterator[Seen]:
    for _, cells in lines_of(files, "events"):
        forces = ";".join((cells.get("by_force_ids", ""), cells.get("against_force_ids", "")))
        places = [one.strip() for one in cells.get("place_ids", "").split(";")]
        is_there = force_id in (one.strip() for one in forces.split(";"))
        if is_there and len(places) == 1 and claim_kind(cells.get("kind", "")).places_forces:
            yield Seen(places[0], cells.get("ends", "") or cells.get("starts", ""))
