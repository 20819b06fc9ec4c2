"""What is small and within all limits, and takes for ever where each row is held against each."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.folders import Folder

KML = "<kml><Document>{}</Document></kml>"
MARK = "<Placemark><name>{}</name><description>{}</description><Point><coordinates>{},{}"
END = "</coordinates></Point></Placemark>"


def _endless_tags() -> str:
    marks = (MARK.format(f"x{one}", "&lt;a " * 33_000, one, 1) + END for one in range(20))
    return KML.format("".join(marks))


def _one_name() -> str:
    """Marks of one name, each farther from the others than two of one place are."""
    points = ((one * 0.7 % 360 - 180, one * 0.21 % 170 - 85) for one in range(10_000))
    return KML.format("".join(MARK.format("x", "", *point) + END for point in points))


def _columns() -> str:
    """Features of which each has properties of its own."""
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [46, 34]},
         "properties": {"name": "a", **{f"k{one}-{more}": "v" for more in range(20)}}}
        for one in range(3_000)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features})


def _events() -> str:
    """A scenario whose many events each name a unit."""
    units = [{"id": f"u{one}", "name": f"u{one}"} for one in range(4_900)]
    events = [{"title": "e", "startTime": "1988-07-24", "where": {"units": ["u1"]}}] * 15_000
    return json.dumps({"type": "orbat-mapper", "sides": [{"subUnits": units}], "events": events})


def _chain(folder: Folder) -> None:
    """Each force is a part of the one before, and the first of one that is not there."""
    for one in range(19_000):
        parent = f"f{one - 1}" if one else "nowhere"
        folder.add("forces", f"f{one}", "red", "x", "infantry", parent, "")


def _line_of_parents(folder: Folder) -> None:
    _chain(folder)
    folder.set("forces", 5, "part_of", "")


def _held(folder: Folder) -> None:
    for one in range(15_000):
        folder.add("control", f"c{one}", "birch", "red", "1988-07-24", "", "", "certain")


def _series(folder: Folder) -> None:
    for one in range(19_000):
        folder.add(
            "series", "heat", f"{one + 5}", "x", "1988-07-24", "birch", "4", "x", "chronicle"
        )


def _list(folder: Folder) -> None:
    folder.set("events", 2, "place_ids", "a;" * 500_000)


FILES: dict[str, tuple[str, Callable[[], str]]] = {
    "endless-tags": ("x.kml", _endless_tags), "one-name": ("x.kml", _one_name),
    "columns": ("x.geojson", _columns), "units": ("x.json", _events),
}  # fmt: skip
"""Files of other programs, by the name of their door."""
FOLDERS: dict[str, Callable[[Folder], None]] = {
    "chain": _chain, "parents": _line_of_parents, "held": _held, "series": _series, "list": _list,
}  # fmt: skip
"""What is broken in a campaign folder, by the name of its door."""
DRAWN = ("series",)
"""Those that take long when they are drawn."""
