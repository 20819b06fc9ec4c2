"""A made campaign of forty days: a front that two accounts draw otherwise, a pocket, a zone.

The ground is flat and the front runs from north to south, so that what is right can be said by
hand: west of the front Red holds, east of it Blue; every fourth day it is stated anew, 0.02
degrees (about 1.4 km) farther east.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.folders import SIDES

FIRST = date(1942, 1, 1)
DAYS = 40
EVERY = 4
NORTH, SOUTH, WEST, EAST = 50.5, 50.0, 30.0, 31.0
STEP = 0.02
SOUTHERN = 0.07
"""How much farther east the southern account has the front, in degrees: about 5 km."""
Json = dict[str, Any]

HEAD = f"""\
format = 1
id = "winter"
title = "A made winter"
first_day = 1942-01-01
last_day = 1942-02-09
bounds = [[49.9, 29.9], [50.6, 31.1]]
default_account = "north"

{SIDES}
[[accounts]]
id = "north"
title = "The northern telling"

[[accounts]]
id = "south"
title = "The southern telling"
"""
TABLES = {
    "sources": """\
source_id,kind,title
diary,book,The war diary
""",
    "places": """\
place_id,name,kind,lat,lon,radius_km,certainty,found_by
alder,Alder,town,50.3,30.1,1,certain,diary
birch,Birch,town,50.3,30.95,1,certain,diary
cedar,Cedar,town,50.05,30.8,1,certain,diary
""",
    "forces": """\
force_id,side_id,name,kind
column,red,The column,infantry
guard,blue,The guard,infantry
""",
    "movements": """\
movement_id,force_id,kind,mode,departs,arrives,stays_until,certainty,title
post,column,deployment,actual,1942-01-01,1942-01-01,1942-02-09,certain,The column is at Alder
watch,guard,deployment,actual,1942-01-01,1942-01-01,1942-02-09,certain,The guard is at Birch
""",
    "waypoints": """\
movement_id,order,place_id
post,1,alder
watch,1,birch
""",
    "control": """\
control_id,place_id,side_id,starts,ends,certainty
alder-red,alder,red,1942-01-01,,certain
birch-blue,birch,blue,1942-01-01,,certain
""",
    "areas": """\
area_id,kind,side_id,starts,ends,account_ids,certainty,radius_km,title,summary
front,front line,red,1942-01-01,,north,certain,2,The front in the northern telling,It moves east.
front-south,front line,red,1942-01-01,,south,less-certain,6,The front in the southern telling,
west,held,red,1942-01-01,,north,certain,1,What Red holds,
east,held,blue,1942-01-01,,north,certain,1,What Blue holds,
pocket,encirclement,blue,1942-01-20,1942-01-30,,certain,,The pocket at Cedar,
zone,zone,,1942-01-01,,,uncertain,,A zone with a gap in it,
""",
    "evidence": """\
table,row_id,field,source_id,locator,stance,note
movements,post,,diary,p. 1,supports,
movements,watch,,diary,p. 1,supports,
control,alder-red,ends,diary,p. 1,inferred,Nobody takes it.
control,birch-blue,ends,diary,p. 1,inferred,Nobody takes it.
areas,front,,diary,map 1,supports,
areas,front,1942-01-05,diary,map 2,supports,
areas,front-south,,diary,map 1,supports,
areas,west,,diary,map 1,supports,
areas,east,,diary,map 1,supports,
areas,pocket,,diary,map 3,supports,
areas,zone,,diary,map 3,supports,
""",
}


def stated_days() -> list[int]:
    """The days on which the front is stated, counted from 0."""
    return [*range(0, DAYS, EVERY)]


def front_lon(day: int) -> float:
    """Where the front is at a day's end, in the northern account."""
    return 30.4 + STEP * (day // EVERY)


def front_line(day: int, points: int, east: float = 0.0) -> list[list[float]]:
    """The front from north to south as [lon, lat]; it bends by a tenth of a step."""
    lon = front_lon(day) + east
    return [
        [lon + STEP / 10 * math.sin(8 * math.pi * at), NORTH - at * (NORTH - SOUTH)]
        for at in (number / (points - 1) for number in range(points))
    ]  # fmt: skip


def square(west: float, south: float, east: float, north: float) -> list[list[float]]:
    """A closed ring."""
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(area_id: str, at: str | None, kind: str, coordinates: object) -> Json:
    """A feature of areas.geojson."""
    about = {"area_id": area_id, **({"at": at} if at else {})}
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": about, "geometry": geometry}


def features(points: int = 9) -> list[Json]:
    """Everything that is drawn; each front has so many points."""
    found = []
    for day in stated_days():
        at = (FIRST + timedelta(days=day)).isoformat()
        line = front_line(day, points)
        found += [
            feature("front", at, "LineString", line),
            feature("front-south", at, "LineString", front_line(day, points, SOUTHERN)),
            feature("west", at, "Polygon", [[[WEST, NORTH], *line, [WEST, SOUTH], [WEST, NORTH]]]),
            feature("east", at, "Polygon", [[[EAST, NORTH], *line, [EAST, SOUTH], [EAST, NORTH]]]),
        ]
    ring, smaller = square(30.7, 50.0, 30.9, 50.1), square(30.75, 50.02, 30.85, 50.08)
    found += [
        feature("pocket", "1942-01-20", "Polygon", [ring]),
        feature("pocket", "1942-01-25T12:00", "Polygon", [smaller]),
        feature("zone", None, "Polygon",
                [square(30.05, 50.35, 30.25, 50.45), square(30.1, 50.38, 30.2, 50.42)]),
    ]  # fmt: skip
    return found


def write_winter(
    folder: Path, points: int = 9, spoil: Callable[[dict[str, str], list[Json]], None] | None = None
) -> Path:
    """The campaign in a folder, spoilt if asked for; gives the folder."""
    tables, drawn = dict(TABLES), features(points)
    if spoil:
        spoil(tables, drawn)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "campaign.toml").write_text(HEAD, encoding="utf-8")
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    collection = {"type": "FeatureCollection", "features": drawn}
    (folder / "areas.geojson").write_text(json.dumps(collection), encoding="utf-8")
    return folder
