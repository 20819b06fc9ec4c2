"""Lines over the ground between the places of a road: `python -m mapping terrain FOLDER`.

No free geometry of a road may be at hand: so the quickest walk over the elevation is computed
between two places, and drawn beneath everything as "the road, computed". Where the road's length is
known too, in the ground's road.csv, it is told whether the walk fits that length better than a
straight line does: only then may a movement follow it. Needs the optional packages of the extra
`build`.
"""

from __future__ import annotations

import csv
import json
import math
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from mapping.basemap.boxes import Box
from mapping.basemap.elevation import Elevation, cell_at, centre_of
from mapping.format.campaign import Campaign
from mapping.format.kinds import claim_kind, force_kind
from mapping.format.tables import Place
from mapping.geo.geodesy import KM_PER_DEGREE, Point, distance_km, lengths_km

ROAD = "road.csv"
ROUTES = "routes.geojson"
BASIS = "terrain"
SOURCE = (
    "Computed: the quickest walk (Tobler's hiking function, 1993) over NOAA GLOBE elevations of "
    "30 arc seconds, simplified to 0.5 km. Not a surveyed road."
)
SIMPLIFY_KM = 0.5
"""Steps from cell to cell zigzag; what deviates less than half a cell is no bend."""
FITS = 0.1
"""How far from the road's length a line may be, as a share of it."""
NEARER_KM = 0.5
"""Road lengths are whole km: a line that is nearer by less than half a km is not nearer."""
MAX_STRETCHES = 200
"""Each takes about a second."""
FLYING = ("120600", "120800")
"""Entities of APP-6 that fly: army aviation and air forces."""

Stretch = tuple[Place, Place, float | None]
"""From where to where, and the length by road in km if it is known."""


class RoadError(ValueError):
    """The table of a road's places cannot be used; says what was expected."""


@dataclass(frozen=True)
class TerrainLeg:
    """One stretch of a road: its length, that of a straight line, and a line over the ground."""

    start: Place
    end: Place
    road_km: float | None
    straight_km: float
    line: tuple[Point, ...]

    @property
    def route_id(self) -> str:
        """What `routes.geojson` calls the line."""
        return f"{self.start.place_id}-to-{self.end.place_id}"

    @property
    def terrain_km(self) -> float:
        """The length of the line over the ground, after it was simplified."""
        return lengths_km(self.line)[-1]

    @property
    def fits(self) -> bool:
        """Whether the line is within a tenth of the road's length and nearer than the straight."""
        if self.road_km is None:
            return False
        off_km = abs(self.terrain_km - self.road_km)
        gain_km = abs(self.straight_km - self.road_km) - off_km
        return off_km <= FITS * self.road_km and gain_km >= NEARER_KM


def walking_hours(rise_m: float, km: float) -> float:
    """How long a walker takes for a step that rises by metres over km on the map.

    Tobler, "Three Presentations on Geographical Analysis and Modeling", NCGIA Technical Report
    93-1 (1993): 6 exp(-3.5 |slope + 0.05|) km/h, fastest on a gentle way down.
    """
    return km / (6.0 * math.exp(-3.5 * abs(rise_m / 1000.0 / km + 0.05)))


def read_road(path: Path, places: Mapping[str, Place]) -> list[tuple[Place, float]]:
    """The places of a road in order, each with its km by road from the first.

    The table has the columns place_id and road_km. Raises RoadError.
    """
    road = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                place = places[row["place_id"]]
                if place.point is None:
                    raise RoadError(f"{path}: {place.place_id} has no coordinates")
                road.append((place, float(row["road_km"])))
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError) as error:
        if isinstance(error, RoadError):
            raise
        expected = "a table with the columns place_id (of places.csv) and road_km (a number)"
        raise RoadError(f"{path}: expected {expected}, got {error!r}") from None
    lengths = [km for _, km in road]
    if len(road) < 2 or not all(math.isfinite(km) for km in lengths):
        raise RoadError(f"{path}: expected two places or more, with km that are numbers")
    if any(after <= before for before, after in pairwise(lengths)):
        raise RoadError(f"{path}: expected km that grow from row to row")
    return road


def stretches_of_roads(campaign: Campaign, box: Box | None = None) -> list[Stretch]:
    """The stretches of the ground's road.csv; without one, those that forces march.

    Of those, what lies outside a box is left out. Raises RoadError.
    """
    table = campaign.folder / "ground" / ROAD
    if os.path.lexists(table):
        return road_stretches(read_road(table, campaign.places))
    return marched_stretches(campaign, box)


def marched_stretches(campaign: Campaign, box: Box | None = None) -> list[Stretch]:
    """The stretches from place to place that forces take over land, each once, in either direction.

    Places that are areas are left out, for to an area leads no road, and those outside a box.
    """
    found: dict[frozenset[str], Stretch] = {}
    for movement in campaign.movements.values():
        force = force_kind(campaign.forces[movement.force_id].kind)
        is_flight = bool(claim_kind(movement.kind).fastest_km_h) or force.app6[1] in FLYING
        if force.is_at_sea or is_flight:
            continue
        way = campaign.waypoints.get(movement.movement_id, ())
        stops = [campaign.places[one.place_id] for one in way if one.place_id]
        for start, end in pairwise(stops):
            ends = frozenset((start.place_id, end.place_id))
            if len(ends) == 2 and all(_is_in(box, place) for place in (start, end)):
                found.setdefault(ends, (start, end, None))
    return list(found.values())[:MAX_STRETCHES]


def _is_in(box: Box | None, place: Place) -> bool:
    if place.point is None or place.extent_km:
        return False
    return box is None or box.contains(*place.point)


def road_stretches(road: Sequence[tuple[Place, float]]) -> list[Stretch]:
    """The stretches of a road from place to place, with their lengths."""
    return [(start, end, end_km - start_km) for (start, start_km), (end, end_km) in pairwise(road)]


def find_legs(elevation: Elevation, stretches: Sequence[Stretch]) -> list[TerrainLeg]:
    """A line over the ground for each stretch.

    Raises ValueError where a place lies outside the elevation.
    """
    legs = []
    for start, end, road_km in stretches:
        assert start.point and end.point
        line = find_path(elevation, start.point, end.point)
        straight_km = distance_km(start.point, end.point)
        legs.append(TerrainLeg(start, end, road_km, straight_km, line))
    return legs


def find_path(elevation: Elevation, start: Point, end: Point) -> tuple[Point, ...]:
    """The quickest walk from cell to cell between two (lat, lon) points, simplified.

    Dijkstra's algorithm over eight neighbours, by scikit-image's `MCP_Flexible`: it hands over
    the values of two neighbouring cells, here their heights, so that up and down differ.
    """
    import shapely
    from skimage.graph import MCP_Flexible

    class Walk(MCP_Flexible):  # type: ignore[misc]  # the package has no types
        def travel_cost(self, old_cost: float, new_cost: float, offset_length: float) -> float:
            return walking_hours(new_cost - old_cost, offset_length)

    middle = math.cos(math.radians((start[0] + end[0]) / 2))
    down_km = (elevation.box.north - elevation.box.south) / elevation.metres.shape[0]
    down_km *= KM_PER_DEGREE
    # Cells below the sea are ground as well, but a negative value would be a wall.
    heights = elevation.metres.astype(float) - float(elevation.metres.min()) + 1.0
    walk = Walk(heights, sampling=(down_km, down_km * middle))
    goal = cell_at(elevation, *end)
    walk.find_costs([cell_at(elevation, *start)], [goal])
    inner = [centre_of(elevation, *cell) for cell in walk.traceback(goal)[1:-1]]
    scale = KM_PER_DEGREE * middle
    flat = [(lon * scale, lat * KM_PER_DEGREE) for lat, lon in (start, *inner, end)]
    kept = shapely.simplify(shapely.LineString(flat), SIMPLIFY_KM).coords
    line = [(round(y / KM_PER_DEGREE, 5), round(x / scale, 5)) for x, y in kept]
    return (start, *line[1:-1], end)


def say_legs(legs: Sequence[TerrainLeg]) -> str:
    """The legs as a Markdown table: lengths in km, and what is drawn."""
    rows = [
        f"| {leg.start.name} - {leg.end.name} "
        f"| {'' if leg.road_km is None else format(leg.road_km, 'g')} | {leg.straight_km:.1f} "
        f"| {leg.terrain_km:.1f} | {BASIS if leg.fits else 'schematic'} |"
        for leg in legs
    ]
    head = ["| stretch | by road, km | straight, km | over the ground, km | drawn as |"]
    return "\n".join([*head, "|---|---|---|---|---|", *rows])


def write_routes(path: Path, legs: Sequence[TerrainLeg]) -> None:
    """Put the lines into routes.geojson; lines of another basis stay as they are."""
    kept = json.loads(path.read_text(encoding="utf-8"))["features"] if path.is_file() else []
    replaced = {
        one["properties"]["route_id"] for one in kept if one["properties"].get("basis") == BASIS
    }
    write_features(path, [_feature(leg) for leg in legs], replaced)


def write_features(
    path: Path, features: Sequence[dict[str, Any]], replaced: Collection[str]
) -> None:
    """Put lines into routes.geojson behind those that are there and not replaced, by their ids."""
    kept = json.loads(path.read_text(encoding="utf-8"))["features"] if path.is_file() else []
    kept = [one for one in kept if one["properties"]["route_id"] not in replaced]
    features = [*kept, *features]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in features)
    text = f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'
    path.write_text(text, encoding="utf-8")


def _feature(leg: TerrainLeg) -> dict[str, Any]:
    coordinates = [[lon, lat] for lat, lon in leg.line]
    return {
        "type": "Feature",
        "properties": {"route_id": leg.route_id, "basis": BASIS, "source": SOURCE},
        "geometry": {"type": "LineString", "coordinates": coordinates},
    }
