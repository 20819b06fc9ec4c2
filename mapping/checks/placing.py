"""Rules about where: points, how far off they may be, views, and the gazetteer."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median

from mapping.checks.report import report
from mapping.format.campaign import Campaign
from mapping.format.problems import Problem
from mapping.format.tables import Place, View, Waypoint
from mapping.gazetteer import OfflineGazetteer, compare_places
from mapping.gazetteer.compare import DIFFERS, NAMESAKE_ONLY, NOT_IN_GAZETTEER
from mapping.geo.geodesy import KM_PER_DEGREE, Point, distance_km, rough_km

FEWEST_PLACES, FAR_KM = 3, 1_000.0
"""From so many places on they have a middle; so far off it a place may be misplaced."""
NEAR_KM = FAR_KM * 0.98
"""What is nearer than this by `rough_km` is nearer than `FAR_KM` by the exact measure."""
NEAR_ZERO = 0.01
"""So many degrees about 0, 0 are as good as that."""


def check_half_places(campaign: Campaign) -> Iterator[Problem]:
    """A place has both coordinates or none."""
    for place in campaign.places.values():
        if (place.lat is None) != (place.lon is None):
            column = "lat" if place.lat is None else "lon"
            yield report(
                "half-point", "error", place, column, "only one of lat and lon is given",
                "", "both, or neither for a place that is only listed", f"fill in {column}",
            )  # fmt: skip


def check_radius(campaign: Campaign) -> Iterator[Problem]:
    """A place with coordinates says how far off they may be."""
    for place in campaign.places.values():
        if place.point and place.radius_km is None:
            yield report(
                "no-radius", "error", place, "radius_km", "coordinates without a radius",
                "", "how far off the point may be, in km",
                "fill it in: 1 or 2 where gazetteers agree on a town, more for an estimate",
            )  # fmt: skip


def check_swapped(campaign: Campaign) -> Iterator[Problem]:
    """No place is far from the others where it would lie among them with lat and lon swapped."""
    middle = _middle(campaign)
    if middle is None:
        return
    for place in campaign.places.values():
        if place.point and abs(place.point[1]) <= 90:
            lat, lon = place.point
            if rough_km(place.point, middle) < NEAR_KM:
                continue
            here, swapped = distance_km(place.point, middle), distance_km((lon, lat), middle)
            if here > FAR_KM and swapped < here / 4:
                yield report(
                    "swapped", "warning", place, "lat",
                    f"{here:.0f} km from the middle of all places; {swapped:.0f} km with lat and "
                    "lon changed round", f"{lat:g}, {lon:g}", "a point near the other places",
                    f"write {lon:g} under lat and {lat:g} under lon",
                )  # fmt: skip


def check_zero(campaign: Campaign) -> Iterator[Problem]:
    """No point is where the equator meets the prime meridian, if all else is far from there.

    Programs write 0 for a number that they do not have.
    """
    middle = _middle(campaign)
    if middle is None or distance_km((0.0, 0.0), middle) <= FAR_KM:
        return
    waypoints = (one for way in campaign.waypoints.values() for one in way)
    rows: list[Place | Waypoint] = [*campaign.places.values(), *waypoints]
    for row in rows:
        if row.lat is not None and row.lon is not None and abs(row.lat) + abs(row.lon) < NEAR_ZERO:
            far = distance_km((row.lat, row.lon), middle)
            yield report(
                "zero", "warning", row, "lat",
                f"{far:.0f} km from the middle of all places, where the equator meets the prime "
                "meridian", f"{row.lat:g}, {row.lon:g}", "a point near the other places",
                "leave lat, lon and radius_km empty where they are not known"
                if row.table == "places" else "write the point, or name its place",
            )  # fmt: skip


def check_swapped_routes(campaign: Campaign) -> Iterator[Problem]:
    """No line on the ground is far from the places where it would lie among them if swapped."""
    middle = _middle(campaign)
    for route in campaign.routes.values() if middle else ():
        lat, lon = (median(numbers) for numbers in zip(*route.points, strict=True))
        if middle is None or abs(lon) > 90 or rough_km((lat, lon), middle) < NEAR_KM:
            continue
        here, swapped = distance_km((lat, lon), middle), distance_km((lon, lat), middle)
        if here > FAR_KM and swapped < here / 4:
            yield Problem(
                rule="swapped",
                severity="warning",
                file="routes.geojson",
                message=f"the line lies {here:.0f} km from the middle of all places; {swapped:.0f} "
                "km with latitude and longitude changed round",
                found=route.route_id,
                expected="longitude, then latitude (RFC 7946)",
                mend="change the two numbers of each of its points round",
            )


def _middle(campaign: Campaign) -> Point | None:
    """The middle of all places; None where they are too few to have one."""
    points = [place.point for place in campaign.places.values() if place.point]
    if len(points) < FEWEST_PLACES:
        return None
    return median(lat for lat, _ in points), median(lon for _, lon in points)


def check_bounds(campaign: Campaign) -> Iterator[Problem]:
    """The opening view shows some place of the campaign."""
    points = _points(campaign)
    if campaign.bounds and points:
        (south, west), (north, east) = campaign.bounds
        view = (south, west, north, east)
        if not any(_shows(view, point, km) for point, km in points):
            yield Problem(
                rule="empty-view",
                severity="warning",
                file="campaign.toml",
                column="bounds",
                message="no place of the campaign lies in the opening view",
                found=f"[[{south:g}, {west:g}], [{north:g}, {east:g}]]",
                expected="[[south, west], [north, east]]",
                mend="latitude and longitude may have changed places; or leave it out",
            )


def check_views(campaign: Campaign) -> Iterator[Problem]:
    """The view of a day shows some place of the campaign."""
    points = _points(campaign)
    for row in campaign.days:
        view = row.view
        if view and points and not any(_shows(view, point, km) for point, km in points):
            yield report(
                "empty-view", "warning", row, "view", "no place of the campaign lies in this view",
                ";".join(f"{degrees:g}" for degrees in view), "south;west;north;east",
                "latitude and longitude may have changed places; or leave it out",
            )  # fmt: skip


def check_gazetteer(campaign: Campaign, gazetteer: OfflineGazetteer) -> Iterator[Problem]:
    """No place lies farther from where the gazetteer has it than its radius allows.

    A namesake elsewhere, or no answer at all, proves nothing and is a note.
    """
    for check in compare_places(campaign.places.values(), gazetteer):
        place = campaign.places[check.place.place_id]
        if check.verdict == DIFFERS and check.answer and check.distance_km is not None:
            lat, lon = check.answer.latitude, check.answer.longitude
            yield report(
                "gazetteer", "warning", place, "lat",
                f"{check.distance_km:.1f} km from where the gazetteer has it ({check.note})",
                f"{place.lat}, {place.lon}",
                f"a point within {place.radius_km or 0:g} km of {lat:.4f}, {lon:.4f}",
                "correct the point, the radius_km or the found_id",
            )  # fmt: skip
        elif check.verdict in (NOT_IN_GAZETTEER, NAMESAKE_ONLY):
            yield report(
                "gazetteer", "note", place, "name", f"{check.verdict}: {check.note}",
                place.name, "", "nothing, where found_by names who gave the point",
            )  # fmt: skip


def _points(campaign: Campaign) -> list[tuple[Point, float]]:
    """Everything that has a point, with the km around it that are drawn."""
    points = [
        (place.point, max(place.radius_km or 0.0, place.extent_km or 0.0))
        for place in campaign.places.values()
        if place.point
    ]
    own = [one for way in campaign.waypoints.values() for one in way]
    return points + [
        ((one.lat, one.lon), 0.0) for one in own if one.lat is not None and one.lon is not None
    ]


def _shows(view: View, point: Point, km: float) -> bool:
    """Whether a circle reaches into a view; west > east means across the antimeridian."""
    south, west, north, east = view
    lat, lon = point
    around = km / KM_PER_DEGREE
    if not south - around <= lat <= north + around:
        return False
    around /= max(math.cos(math.radians(lat)), 0.01)
    width = (east - west) % 360.0 if east != west else 0.0
    return width + 2 * around >= 360.0 or (lon - west + around) % 360.0 <= width + 2 * around
