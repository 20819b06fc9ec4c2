"""Rules about what is drawn only in part, because a place has no coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mapping.checks.report import report
from mapping.format.campaign import Campaign
from mapping.format.problems import Problem, Severity
from mapping.format.tables import Movement, Place, Waypoint
from mapping.words.shell import command


def check_goals(campaign: Campaign) -> Iterator[Problem]:
    """A movement ends at a place with coordinates; its force is not drawn again before the next."""
    for movement in campaign.movements.values():
        way = campaign.waypoints.get(movement.movement_id, ())
        if way and (goal := _unlocated(campaign, way[-1])):
            is_nowhere = all(_unlocated(campaign, waypoint) for waypoint in way)
            actual = movement.mode == "actual"
            severity: Severity = "warning" if actual else "note"
            yield report(
                "no-goal", severity, way[-1], "place_id",
                f"{goal.name}, the goal of {movement.movement_id}, has no coordinates: "
                + _what_is_drawn(actual, is_nowhere), goal.place_id,
                "a place with coordinates", _mend([goal]),
            )  # fmt: skip


def _what_is_drawn(actual: bool, is_nowhere: bool) -> str:
    if is_nowhere:
        return "nothing of this movement is drawn"
    if actual:
        return "on the map the force has left, and where to is not drawn"
    return "the arrow ends before it"


def check_ways(campaign: Campaign) -> Iterator[Problem]:
    """The other places of a way have coordinates too; one note for a movement."""
    for movement in campaign.movements.values():
        way = campaign.waypoints.get(movement.movement_id, ())
        if all(_unlocated(campaign, waypoint) for waypoint in way):
            continue  # said of the goal
        left_out = {row.row: place for row in way[:-1] if (place := _unlocated(campaign, row))}
        if left_out:
            yield _note_of_way(movement, way, left_out)


def _note_of_way(
    movement: Movement, way: tuple[Waypoint, ...], left_out: dict[int, Place]
) -> Problem:
    waypoint = next(one for one in way if one.row in left_out)
    places = list({place.place_id: place for place in left_out.values()}.values())
    return report(
        "way-in-part", "note", waypoint, "place_id",
        f"the way of {movement.movement_id} is drawn without {_list(places)}: no coordinates",
        waypoint.place_id, "places with coordinates", _mend(places),
    )  # fmt: skip


def check_event_places(campaign: Campaign) -> Iterator[Problem]:
    """An event of several places is drawn at all of them; one with none is listed, as it says."""
    for event in campaign.events.values():
        places = [campaign.places[place_id] for place_id in event.place_ids]
        left_out = [place for place in places if _has_no_point(place)]
        if left_out and len(left_out) < len(places):
            yield report(
                "event-in-part", "note", event, "place_ids",
                f"drawn only in part: no coordinates of {_list(left_out)}",
                ";".join(place.place_id for place in left_out), "places with coordinates",
                _mend(left_out),
            )  # fmt: skip


def check_held_places(campaign: Campaign) -> Iterator[Problem]:
    """A place that was held has coordinates, or nobody is seen to hold it."""
    for row in campaign.control.values():
        place = campaign.places[row.place_id]
        if _has_no_point(place):
            yield report(
                "held-unseen", "note", row, "place_id",
                f"{place.name} has no coordinates: who holds it is not drawn", row.place_id,
                "a place with coordinates", _mend([place]),
            )  # fmt: skip


def _unlocated(campaign: Campaign, waypoint: Waypoint) -> Place | None:
    """The place of a waypoint, if it has no coordinates."""
    place = campaign.places.get(waypoint.place_id)
    return place if place and _has_no_point(place) else None


def _has_no_point(place: Place) -> bool:
    """Whether it has neither coordinate; half of them are an error of their own."""
    return place.lat is None and place.lon is None


def _list(places: Iterable[Place]) -> str:
    return " and ".join(place.name for place in places)


def _mend(places: Iterable[Place]) -> str:
    ids = " and ".join(place.place_id for place in places)
    return (
        f"fill in lat, lon and radius_km of {ids} in places.csv; "
        f"{command('geocode FOLDER --fill')} writes what the gazetteer knows"
    )
