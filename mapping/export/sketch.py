"""A campaign's ways on its ground as one small SVG picture, made without a browser.

It is a list's picture, not a map to read: coast, water, borders, the ways of the default account
in the colours of their sides, and the names of a few places. It follows the reader's colour
scheme by itself.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from mapping.basemap.extent import campaign_points
from mapping.basemap.ground_files import coast_near, read_layers, rivers_near
from mapping.format.campaign import Campaign
from mapping.format.kinds import claim_kind, place_kind
from mapping.geo.mercator import mercator_y
from mapping.telling.timeline import Leg, legs_of
from mapping.type import names_css

WIDTH, HEIGHT = 640, 400
MARGIN = 0.1
"""Room around the ways, as a part of the picture."""
SMALLEST_DEGREES = 0.4
EDGE = 8.0
"""Pixels beyond the picture up to which shapes go on, so that no cut shows."""
STEP = 1.4
"""Pixels; points nearer to each other than this are one."""
SMALLEST = 4.0
"""Pixels; water and land smaller than this either way is left out."""
MOST_NAMES = 5
LETTER = 12.5
"""Pixels that a letter of a name takes, about."""
RIBBON = (3.0, 7.5)
"""The width in pixels of a way where it begins and where it leads."""
BAND, THINNEST = 26.0, 1.6
"""The width in pixels of a band of the campaign's largest number, and of any."""
SHADES = ("land", "lake", "river-large", "river", "border", "border-far")
STYLE = (
    ":root{--water:#cfdce4;--land:#efede4;--coast:#a1b7c4;--line:#6a6166;--ink:#1d2126;"
    "--halo:#fffdf8}"
    "@media(prefers-color-scheme:dark){:root{--water:#10181f;--land:#28313a;--coast:#45596a;"
    "--line:#a39a96;--ink:#eceae5;--halo:#10141a}.way,.head{filter:brightness(1.45)}}"
    "path{fill:none;stroke-linejoin:round;stroke-linecap:round}.sea{fill:var(--water)}"
    ".land{fill:var(--land);stroke:var(--coast)}.lake{fill:var(--water);stroke:var(--coast)}"
    ".river,.river-large{stroke:var(--coast)}.river-large{stroke-width:1.5}"
    ".border,.border-far{stroke:var(--line);stroke-dasharray:7 3 2 3;stroke-width:1.2}"
    ".casing{stroke:var(--halo);stroke-width:9;stroke-opacity:.85}.way{stroke:var(--side)}"
    ".head{fill:var(--side);stroke:var(--halo);stroke-width:1.5}"
    ".unsure{stroke:color-mix(in oklab,var(--side),var(--halo) 45%);stroke-width:3;"
    "stroke-dasharray:9 8}"
    ".band{stroke:color-mix(in oklab,var(--side),var(--halo) 42%);stroke-linecap:butt}"
    ".band.back{stroke:color-mix(in oklab,var(--side),var(--ink) 78%)}"
    ".perhaps{stroke-dasharray:1 6.5;stroke-width:2.6}"
    ".spot{fill:var(--ink);stroke:var(--halo);stroke-width:1.4}"
    "text{font:600 18px var(--sans);fill:var(--ink);stroke:var(--halo);stroke-width:4;"
    "paint-order:stroke;stroke-linejoin:round}"
)

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""


class Window(NamedTuple):
    """The part of the Mercator plane that is drawn: its west and north edge, and the scale."""

    west: float
    north: float
    scale: float

    def place(self, lat: float, lon: float) -> Point:
        """A point in pixels; a longitude counts from the window on, around the world."""
        x = (math.radians((lon - math.degrees(self.west)) % 360.0)) * self.scale
        around = 2 * math.pi * self.scale
        x = x - around if x > (WIDTH + around) / 2 else x
        return x, (self.north - mercator_y(max(-85.0, min(85.0, lat)))) * self.scale


def campaign_sketch(campaign: Campaign) -> str:
    """The SVG picture of a campaign, as text; the same campaign gives the same text."""
    window = _window(campaign)
    parts = [
        *_ground(campaign, window),
        *_ways(campaign, window),
        *_places(campaign, window),
    ]
    told = "".join(campaign.places[place_id].name for place_id, _ in _told(campaign))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}"><style>{names_css(told)}{STYLE}</style>'
        f'<rect class="sea" width="{WIDTH}" height="{HEIGHT}"/>{"".join(parts)}</svg>\n'
    )


def _window(campaign: Campaign) -> Window:
    """What the campaign's opening view frames, else all that its ways and places touch."""
    points = [place.point for place in campaign.places.values() if place.point]
    legs = legs_of(campaign, campaign.default_account)
    ways = [fix.point for leg in legs if leg.movement.mode == "actual" for fix in leg.fixes]
    points = [*campaign.bounds] if campaign.bounds else [*(ways or points)] or [(-50, 0), (60, 359)]
    west = points[0][1] if campaign.bounds else _west_of([lon for _, lon in points])
    south, north = min(lat for lat, _ in points), max(lat for lat, _ in points)
    east = max((lon - west) % 360.0 for _, lon in points)
    room = max(SMALLEST_DEGREES - (north - south), 0) / 2
    low, high = mercator_y(max(south - room, -85)), mercator_y(min(north + room, 85))
    wide = math.radians(max(east, SMALLEST_DEGREES))
    scale = (1 - 2 * MARGIN) * min(WIDTH / wide, HEIGHT / (high - low))
    middle_x, middle_y = math.radians(west + east / 2), (low + high) / 2
    return Window(middle_x - WIDTH / 2 / scale, middle_y + HEIGHT / 2 / scale, scale)


def _west_of(lons: Sequence[float]) -> float:
    """Where the shortest arc that holds all longitudes begins: after the widest gap."""
    ring = sorted({lon % 360.0 for lon in lons})
    gaps = [(lon - ring[number - 1]) % 360.0 or 360.0 for number, lon in enumerate(ring)]
    return ring[gaps.index(max(gaps))]


# --- the ground ----------------------------------------------------------------------------


def _ground(campaign: Campaign, window: Window) -> Iterator[str]:
    folder = campaign.folder / "ground"
    own = folder if folder.is_dir() else None
    where = campaign_points(campaign), campaign.bounds
    layers = read_layers(own, coast_near(own, *where), rivers_near(own, *where))
    shapes = [(layer["class"], one) for layer, one in layers]
    for shade in SHADES:
        for drawn, shape in shapes:
            if drawn == f"ground-{shade}" and isinstance(shape, str):
                path = "".join(_shape_path(json.loads(shape), window))
                yield f'<path class="{shade}" fill-rule="evenodd" d="{path}"/>' if path else ""


def _shape_path(shape: dict[str, object], window: Window) -> Iterator[str]:
    unit = 10.0 ** -int(str(shape["decimals"]))
    parts = shape["parts"]
    assert isinstance(parts, list)
    for part in parts:
        for chain in part:
            points = _whole(_unroll(chain, unit, window), window)
            if shape["kind"] == "polygons":
                cut = _clip(points)
                yield _to_path(cut, closed=True) if _reach(cut) >= SMALLEST else ""
            elif shape["kind"] == "lines":
                yield from (_to_path(run) for run in _runs(points))


def _reach(points: Sequence[Point]) -> float:
    """The larger side of the box around points; 0 for none."""
    sides = list(zip(*points, strict=True))
    return max((max(side) - min(side) for side in sides), default=0.0)


def _unroll(chain: Sequence[int], unit: float, window: Window) -> list[Point]:
    """A chain of steps as points on the plane in pixels, not yet turned to the window."""
    points: list[Point] = []
    lon = lat = 0
    for lon_step, lat_step in zip(chain[::2], chain[1::2], strict=True):
        lon, lat = lon + lon_step, lat + lat_step
        height = mercator_y(max(-85.0, min(85.0, lat * unit)))
        x = (math.radians(lon * unit) - window.west) * window.scale
        points.append((x, (window.north - height) * window.scale))
    return points


def _whole(points: list[Point], window: Window) -> list[Point]:
    """The turn of a chain around the world that comes nearest to the picture."""
    around = 2 * math.pi * window.scale
    middle = (min(x for x, _ in points) + max(x for x, _ in points)) / 2
    turn = round((WIDTH / 2 - middle) / around) * around
    return [(x + turn, y) for x, y in points] if turn else points


def _clip(points: list[Point]) -> list[Point]:
    """A polygon cut to the picture, side by side (Sutherland and Hodgman, 1974)."""
    for axis, limit, sign in ((0, -EDGE, 1), (0, WIDTH + EDGE, -1), (1, -EDGE, 1),
                              (1, HEIGHT + EDGE, -1)):  # fmt: skip
        kept: list[Point] = []
        for number, other in enumerate(points):
            one = points[number - 1]
            inside = [(limit - point[axis]) * sign <= 0 for point in (one, other)]
            if inside[0] != inside[1]:
                part = (limit - one[axis]) / (other[axis] - one[axis])
                kept.append((one[0] + (other[0] - one[0]) * part,
                             one[1] + (other[1] - one[1]) * part))  # fmt: skip
            if inside[1]:
                kept.append(other)
        points = kept
    return points


def _runs(points: list[Point]) -> Iterator[list[Point]]:
    """The stretches of a line that may be seen."""
    run: list[Point] = []
    for one, other in pairwise(points):
        low, high = [min(one[i], other[i]) for i in (0, 1)], [max(one[i], other[i]) for i in (0, 1)]
        seen = low[0] <= WIDTH + EDGE and low[1] <= HEIGHT + EDGE and min(high) >= -EDGE
        if seen:
            run = [*(run or [one]), other]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _to_path(points: Sequence[Point], closed: bool = False) -> str:
    """`M1 2L3 4`, in tenths of a pixel, without points that cannot be told apart."""
    kept: list[Point] = []
    for point in points:
        if not kept or math.dist(point, kept[-1]) >= STEP or (point == points[-1] and not closed):
            kept.append(point)
    if len(kept) < (3 if closed else 2):
        return ""
    steps = "L".join(f"{_short(x)} {_short(y)}" for x, y in kept)
    return f"M{steps}{'Z' if closed else ''}"


def _short(value: float) -> str:
    limited = max(-20_000.0, min(20_000.0, value))
    return f"{limited:.1f}".removesuffix(".0")


# --- the campaign --------------------------------------------------------------------------


def _ways(campaign: Campaign, window: Window) -> Iterator[str]:
    legs = legs_of(campaign, campaign.default_account)
    for leg in sorted(legs, key=lambda leg: leg.movement.mode == "actual"):
        points = [window.place(*fix.point) for fix in leg.fixes]
        path = _to_path(points)
        if not path:
            continue
        side = campaign.sides[campaign.forces[leg.movement.force_id].side_id]
        if leg.movement.mode != "actual":
            yield f'<path class="perhaps" stroke="{escape(side.colour)}" d="{path}"/>'
            continue
        colour = f'style="--side:{escape(side.colour)}"'
        if any(fix.strength is not None for fix in leg.fixes):
            yield from _band(campaign, leg, points, colour)
        elif not leg.animated:
            yield f'<path class="unsure" {colour} d="{path}"/>'
        else:
            yield from _ribbon(leg, points, path, colour, _ends_where_it_goes(campaign, leg))


def _ribbon(
    leg: Leg, points: Sequence[Point], path: str, colour: str, has_head: bool
) -> Iterator[str]:
    """A way that grows wider to where it leads, with a head if it is known to arrive there."""
    yield f'<path class="casing" d="{path}"/>'
    for fix, (one, other) in zip(leg.fixes[1:], pairwise(points), strict=True):
        width = _short(RIBBON[0] + (RIBBON[1] - RIBBON[0]) * fix.km / leg.km)
        if stretch := _to_path([one, other]):
            yield f'<path class="way" {colour} stroke-width="{width}" d="{stretch}"/>'
    if has_head:
        yield f'<path class="head" {colour} d="{_head(points)}"/>'


def _band(campaign: Campaign, leg: Leg, points: Sequence[Point], colour: str) -> Iterator[str]:
    """A way whose numbers are stated, as wide as they are; the way back is dark."""
    most = _most_strength(campaign)
    back = " back" if claim_kind(leg.movement.kind).leads_back else ""
    strength = 0.0
    run = [points[0]]
    for number, (fix, point) in enumerate(zip(leg.fixes, points, strict=True)):
        if number:
            run.append(point)
        is_new = fix.strength is not None and fix.strength != strength
        if number and (is_new or number == len(points) - 1):
            width = _short(max(strength / most * BAND, THINNEST))
            yield (f'<path class="band{back}" {colour} '
                   f'stroke-width="{width}" d="{_to_path(run)}"/>')  # fmt: skip
            run = [point]
        strength = fix.strength if fix.strength is not None else strength


def _most_strength(campaign: Campaign) -> float:
    """The largest number of the campaign's ways."""
    stops = (stop for way in campaign.waypoints.values() for stop in way)
    return max(stop.strength or 0.0 for stop in stops)


def _ends_where_it_goes(campaign: Campaign, leg: Leg) -> bool:
    """Whether the last point that is known of a way is its goal."""
    goal = campaign.waypoints[leg.movement.movement_id][-1]
    return not goal.place_id or campaign.places[goal.place_id].point is not None


def _head(points: Sequence[Point]) -> str:
    """The arrow head at the end of a way."""
    (x, y) = points[-1]
    behind = next((one for one in reversed(points) if math.dist(one, (x, y)) > 6), points[0])
    angle = math.atan2(y - behind[1], x - behind[0])
    corners = [(x + long * math.cos(angle) - wide * math.sin(angle),
                y + long * math.sin(angle) + wide * math.cos(angle))
               for long, wide in ((-9, 10), (9, 0), (-9, -10), (-5, 0))]  # fmt: skip
    return _to_path(corners, closed=True)


def _places(campaign: Campaign, window: Window) -> Iterator[str]:
    """A dot for each place that is told of, and the names of those most told of."""
    spots = {place_id: window.place(*point) for place_id, point in _told(campaign)}
    seen = {one: (x, y) for one, (x, y) in spots.items() if 0 < x < WIDTH and 0 < y < HEIGHT}
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in seen.values()]
    names: list[str] = []
    for place_id, (x, y) in seen.items():
        yield f'<circle class="spot" cx="{_short(x)}" cy="{_short(y)}" r="3.6"/>'
        name = _printable(campaign.places[place_id].name)
        if len(names) < MOST_NAMES and (box := _free_box(x, y, name, taken)):
            taken.append(box)
            left, foot = _short(box[0]), _short(box[3] - 5)
            names.append(f'<text x="{left}" y="{foot}">{escape(name)}</text>')
    yield from names


def _told(campaign: Campaign) -> list[tuple[str, Point]]:
    """Places by how much is told of them, most first, with their points."""
    stops = [stop.place_id for way in campaign.waypoints.values() for stop in way]
    events = [place_id for event in campaign.events.values() for place_id in event.place_ids]
    counted = Counter(filter(None, [*stops, *events]))
    order = sorted(counted, key=lambda place_id: (-counted[place_id], place_id))
    places = [campaign.places[place_id] for place_id in order]
    return [
        (place.place_id, place.point)
        for place in places
        if place.point and not place_kind(place.kind).is_label
    ]


def _free_box(x: float, y: float, name: str, taken: Sequence[Box]) -> Box | None:
    """Where a name finds room beside its place."""
    width = LETTER * len(name)
    for left, top in ((x + 9, y - 12), (x - 9 - width, y - 12), (x - width / 2, y + 8),
                      (x - width / 2, y - 31)):  # fmt: skip
        box = (left, top, left + width, top + 23)
        inside = box[0] > 4 and box[1] > 4 and box[2] < WIDTH - 12 and box[3] < HEIGHT - 4
        apart = all(
            box[2] < one[0] or box[0] > one[2] or box[3] < one[1] or box[1] > one[3]
            for one in taken
        )
        if inside and apart:
            return box
    return None


def _printable(text: str) -> str:
    """A text without signs that XML does not take."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
