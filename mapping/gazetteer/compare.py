"""Does an independent gazetteer agree with where a campaign puts its places?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from geopy.location import Location

from mapping.format.kinds import PLACE_KINDS
from mapping.gazetteer.answers import point_of
from mapping.gazetteer.extract import Extract, GeoNamesPlace, Hit, Point
from mapping.gazetteer.names import NamedPlace, name_key, place_names
from mapping.gazetteer.offline import OfflineGazetteer
from mapping.gazetteer.online import OnlineGeocoder
from mapping.geo.geodesy import distance_km

AGREES = "agrees"
DIFFERS = "differs"
NOT_IN_GAZETTEER = "not in the gazetteer"
NAMESAKE_ONLY = "namesake only"
NOT_LOCATED = "not located"

# Farther off than this, the same name is taken for another place of that name.
SAME_PLACE_KM = 50.0
# A name that is only nearly the same is believed when it lies next door, and not farther.
_NEARLY_SAME_KM = 10.0
# The extract lists where people live; what else bears a town's name lies somewhere else.
_NOT_SETTLEMENTS = (
    *(kind.id for kind in PLACE_KINDS.values() if not kind.may_be_settled),
    "gorge", "airport", "province", "road", "lake",
)  # fmt: skip


@dataclass(frozen=True)
class PlaceCheck:
    """What an independent gazetteer says about one place of a campaign.

    `stored` and the answer are (lat, lon) in degrees, `distance_km` the geodesic between them;
    `verdict` is one of this module's five, `note` says in words what it rests on.
    """

    place: NamedPlace
    stored: Point | None
    answer: Location | None
    distance_km: float | None
    verdict: str
    note: str


def compare_places(
    places: Iterable[NamedPlace],
    gazetteer: OfflineGazetteer,
    online: OnlineGeocoder | None = None,
) -> list[PlaceCheck]:
    """Compare the points of a campaign with GeoNames' and, on request, with Nominatim's.

    Every name of a place is looked up in GeoNames only, never in the campaign's own rows, and the
    candidate nearest to the stored point taken; a place with a `found_id` is compared with that
    row. `online` is asked only for what GeoNames does not have. Raises OnlineGeocoderError when
    it cannot be asked.
    """
    checks = []
    for place in places:
        check = _compare_offline(place, gazetteer.extract)
        if online is not None and check.verdict not in (AGREES, DIFFERS):
            check = _compare_online(check, online) or check
        checks.append(check)
    return checks


def _compare_offline(place: NamedPlace, extract: Extract) -> PlaceCheck:
    stored = point_of(place)
    known = extract.by_id(str(getattr(place, "found_id", "") or ""))
    if stored is not None and known is not None:
        return _judge_same_id(place, stored, known)
    if stored is not None and _is_no_settlement(place):
        note = f"kind {place.kind}, and only settlements are compared; {_say_own_point(place)}"
        return PlaceCheck(place, stored, None, None, NOT_IN_GAZETTEER, note)
    hits = [] if _is_no_settlement(place) else _candidates(place, stored, extract)
    if stored is None:
        return _judge_unlocated(place, hits)
    if not hits:
        return PlaceCheck(place, stored, None, None, NOT_IN_GAZETTEER, _say_own_point(place))
    nearest = min(hits, key=lambda hit: distance_km(stored, (hit.place.lat, hit.place.lon)))
    how = "same name" if nearest.score == 100 else "nearly the same name"
    return _judge(place, stored, _to_location(nearest.place), f"{how}, {nearest.name}")


def _candidates(place: NamedPlace, stored: Point | None, extract: Extract) -> list[Hit]:
    keys = [name_key(name) for name in place_names(place)]
    exact = [hit for key in keys for hit in extract.find_exact(key)]
    if stored is None or any(_is_within(hit, stored, SAME_PLACE_KM) for hit in exact):
        return exact
    return exact + [hit for key in keys for hit in extract.find_fuzzy(key, stored, _NEARLY_SAME_KM)]


def _is_within(hit: Hit, point: Point, km: float) -> bool:
    return distance_km(point, (hit.place.lat, hit.place.lon)) <= km


def _judge_same_id(place: NamedPlace, stored: Point, known: GeoNamesPlace) -> PlaceCheck:
    answer = _to_location(known)
    km = distance_km(stored, (known.lat, known.lon))
    ours = {name_key(name) for name in place_names(place)}
    if ours.isdisjoint(map(name_key, (known.name, *known.other_names))):
        note = f"{known.found_id} is {known.name}, none of this place's names"
        return PlaceCheck(place, stored, answer, km, DIFFERS, note)
    return _judge(place, stored, answer, f"same id, {known.found_id}", same_id=True)


def _judge(
    place: NamedPlace, stored: Point, answer: Location, how: str, same_id: bool = False
) -> PlaceCheck:
    km = distance_km(stored, (answer.latitude, answer.longitude))
    radius = place.radius_km or 0.0
    if km <= radius:
        verdict, note = AGREES, f"{how}; within the radius of {radius:g} km"
    elif same_id or km <= SAME_PLACE_KM:
        verdict, note = DIFFERS, f"{how}; outside the radius of {radius:g} km"
    else:
        verdict, note = NAMESAKE_ONLY, f"{how}, {km:.0f} km away; {_say_own_point(place)}"
    return PlaceCheck(place, stored, answer, km, verdict, note)


def _judge_unlocated(place: NamedPlace, hits: Sequence[Hit]) -> PlaceCheck:
    count = len({hit.place.geoname_id for hit in hits})
    if not count:
        note = "no coordinates in the table and no such name in the gazetteer"
        return PlaceCheck(place, None, None, None, NOT_LOCATED, note)
    largest = max(hits, key=lambda hit: hit.place.population).place
    many = "one place" if count == 1 else f"{count} places, the largest"
    note = f"no coordinates in the table; the gazetteer has the name for {many}"
    note += f" at {largest.lat:.10g}, {largest.lon:.10g} ({largest.found_id})"
    return PlaceCheck(place, None, _to_location(largest), None, NOT_LOCATED, note)


def _compare_online(check: PlaceCheck, online: OnlineGeocoder) -> PlaceCheck | None:
    place, stored = check.place, check.stored
    native = re.split(r"[/(]", place.native_name)[0].strip()
    for name in filter(None, (place.name, native)):
        found = online.geocode(name, exactly_one=False)
        if not found:
            continue
        if stored is None:
            note = "no coordinates in the table; the online gazetteer has the name"
            note += f" at {found[0].latitude:.10g}, {found[0].longitude:.10g}"
            return PlaceCheck(place, None, found[0], None, NOT_LOCATED, note)
        nearest = min(found, key=lambda one: distance_km(stored, (one.latitude, one.longitude)))
        judged = _judge(place, stored, nearest, f"OpenStreetMap: {nearest.address}")
        if judged.verdict in (AGREES, DIFFERS):
            return judged
    return None


def _to_location(place: GeoNamesPlace) -> Location:
    raw = {
        "found_by": "geonames",
        "id": place.found_id,
        "name": place.name,
        "country": place.country,
        "population": place.population,
    }
    return Location(f"{place.name}, {place.country}", (place.lat, place.lon), raw)


def _is_no_settlement(place: NamedPlace) -> bool:
    return place.kind.strip().lower().startswith(_NOT_SETTLEMENTS)


def _say_own_point(place: NamedPlace) -> str:
    if place.radius_km is None:
        return "the campaign's own point, its radius not stated"
    return f"the campaign's own point, may be {place.radius_km:g} km off"


def format_table(checks: Sequence[PlaceCheck]) -> str:
    """Lay checks out as an aligned plain-text table, degrees and km, and a line of totals."""
    head = ("place", "lat (deg)", "lon (deg)", "gazetteer", "off (km)", "verdict", "note")
    rows = [head, *(_table_row(check) for check in checks)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(head))]
    widths[-1] = 0
    rows.insert(1, tuple("-" * (width or len("note")) for width in widths))
    lines = [
        "  ".join(
            _pad(cell, width, right=column in (1, 2, 4))
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", _say_totals(checks)])


def _table_row(check: PlaceCheck) -> tuple[str, ...]:
    lat, lon = (f"{degrees:.4f}" for degrees in check.stored) if check.stored else ("", "")
    answer = check.answer.address.partition(",")[0] if check.answer else ""
    off = "" if check.distance_km is None else f"{check.distance_km:.1f}"
    return (check.place.name, lat, lon, answer, off, check.verdict, check.note)


def _say_totals(checks: Sequence[PlaceCheck]) -> str:
    order = (AGREES, DIFFERS, NAMESAKE_ONLY, NOT_IN_GAZETTEER, NOT_LOCATED)
    counted = [(sum(check.verdict == verdict for check in checks), verdict) for verdict in order]
    parts = [f"{verdict} {count}" for count, verdict in counted if count]
    return f"{len(checks)} places: {', '.join(parts) or 'nothing to compare'}."


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
