"""What a folder of ground holds, read with care: manifest, layers, towns and countries; no Folium.

A campaign's ground comes with the campaign, from a stranger. What it says goes through Branca,
which compiles it as a template; so every value is checked, or made anew of checked numbers.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

from mapping.basemap.coast import COAST, DECIMALS, WORLD_LEVEL, Coast, boxes_of, fine_coast
from mapping.basemap.rivers import RIVERS, near_rivers
from mapping.basemap.shapes import Drawn
from mapping.format.problems import CampaignError, Problem
from mapping.geo.geodesy import Point
from mapping.words.shell import command
from mapping.words.strings import LANGUAGES

WORLD_FOLDER = Path(str(files("mapping.basemap"))) / "world"
"""The world ground that every campaign has."""

MANIFEST = "ground.json"
COUNTRIES = "countries.json"
MAX_LAYERS = 60
MAX_TOWNS = 20_000
MAX_NODES = 1_000
"""As many as a grid of countries may have on each side."""
MAX_BYTES = 12_000_000
"""As much as all layers of a ground may take together."""
MAX_PIXELS = 80_000_000
"""As many as all pictures of a ground may have together."""
MAX_TEXT = 200
MAX_LON = 540
"""Degrees; land that crosses the antimeridian goes on beyond it."""
DARK = ':root[data-scheme="dark"]'
"""How `ground.css` says that the page is dark."""
FILE = re.compile(r"[a-z0-9-]{1,60}\.(json|webp)")
GRID = re.compile(r"[a-z0-9-]{1,60}\.npz")
CLASS = re.compile(r"ground-[a-z0-9-]{1,60}")
RUNS = re.compile(r"([0-9]{0,4})([A-Z]{2}|\.)")
NAME = re.compile(r"[a-z0-9-]{1,60}")
SHAPES = ("polygons", "lines", "dots")
FINEST_ZOOM = 12.5
"""Where 75 m, or a tenth of a cell of the heights, are three pixels or so."""
T = TypeVar("T")


class GroundError(CampaignError, ValueError):
    """A ground that cannot be drawn: which of its files is wrong, and how to make it anew."""

    def __init__(self, file: str, message: str) -> None:
        mend = f"remove the folder ground, or build it again: {command('basemap FOLDER')}"
        super().__init__(
            [
                Problem(
                    rule="ground",
                    severity="error",
                    file=f"ground/{file}",
                    message=message,
                    mend=mend,
                )
            ]
        )


def read_manifest(folder: Path | None) -> tuple[Path, dict[str, Any]]:
    """The folder that has a ground, and its manifest; the world's where `folder` has none.

    Raises GroundError, a ValueError, when a manifest is there but cannot be read.
    """
    chosen = folder if folder is not None and (folder / MANIFEST).is_file() else WORLD_FOLDER
    return chosen, read_part(chosen, MANIFEST, lambda data: _checked_manifest(json.loads(data)))


def read_layers(
    folder: Path | None, coast: Coast | None = None, rivers: Sequence[Drawn] = ()
) -> Iterator[tuple[dict[str, Any], bytes | str]]:
    """The ground's layers, lowest first, as the manifest has them, each with what it draws.

    That is a still WebP picture's bytes where its `kind` is `picture`, else a shape file's text;
    land that `coast` has finer comes as a layer of its own, and `rivers` below all other lines.
    Raises GroundError, a ValueError, for a ground that does not fit.
    """
    chosen, manifest = read_manifest(folder)
    room, pixels = MAX_BYTES, MAX_PIXELS
    waiting = iter(rivers)
    for layer in manifest["layers"]:
        if layer["kind"] == "lines":
            yield from waiting
        data = read_part(chosen, layer["file"], bytes, room)
        room -= len(data)
        if layer["kind"] == "picture":
            width, height = picture_size(data)
            pixels -= width * height
            if not width * height or pixels < 0:
                raise GroundError(layer["file"], "is no still WebP picture, or is too large")
            yield layer, data
        else:
            is_worlds = chosen == WORLD_FOLDER
            text = (_worlds_shape if is_worlds else partial(_shape_in, chosen))(layer["file"])
            is_finer = layer["id"] == "land" and coast is not None and coast.rings
            for one in _with_coast(text, coast) if is_finer and coast else [text]:
                yield layer, one


def _shape_in(folder: Path, file: str) -> str:
    return read_part(folder, file, _checked_shape)


@cache
def _worlds_shape(file: str) -> str:
    """What comes with the package is looked at once."""
    return _shape_in(WORLD_FOLDER, file)


def coast_near(
    folder: Path | None, points: Sequence[Point], view: tuple[Point, Point] | None
) -> Coast | None:
    """The world's fine coast near some points and in a view; None where a ground has its own.

    `points` are (lat, lon) in degrees, `view` ((south, west), (north, east)).
    """
    if read_manifest(folder)[0] != WORLD_FOLDER:
        return None
    return fine_coast(WORLD_FOLDER / COAST, points, view)


def rivers_near(
    folder: Path | None, points: Sequence[Point], view: tuple[Point, Point] | None
) -> tuple[Drawn, ...]:
    """The world's rivers near some points and in a view; none where a ground has its own.

    `points` are (lat, lon) in degrees, `view` ((south, west), (north, east)).
    """
    if read_manifest(folder)[0] != WORLD_FOLDER:
        return ()
    return near_rivers(WORLD_FOLDER / RIVERS, points, view)


def _with_coast(text: str, coast: Coast) -> list[str]:
    """The world's land without the parts that are drawn finer, and those, as two shapes."""
    land = json.loads(text)
    land["parts"] = [part for number, part in enumerate(land["parts"]) if number not in coast.rings]
    parts = [[chain] for chain in coast.rings.values()]
    finer = {"kind": "polygons", "decimals": DECIMALS, "parts": parts}
    return [json.dumps(one, separators=(",", ":")) for one in (land, finer)]


def bears(folder: Path | None, coast: Coast | None) -> dict[str, Any]:
    """As near as the ground bears to be seen, as zooms of the map.

    `far` holds everywhere, `near` in the `boxes` [south, west, north, east] in degrees. Nearer, its
    shapes are what was never measured.
    """
    if coast is not None:
        is_fine = coast.level < WORLD_LEVEL
        boxes = boxes_of(coast.near) if is_fine else []
        return {"far": FINEST_ZOOM - WORLD_LEVEL, "near": FINEST_ZOOM - coast.level, "boxes": boxes}
    (south, west), (north, east) = read_manifest(folder)[1]["bounds"]
    pieces = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    boxes = [[south, left, north, right] for left, right in pieces]
    return {"far": FINEST_ZOOM - WORLD_LEVEL, "near": FINEST_ZOOM, "boxes": boxes}


def read_part(folder: Path, file: str, parse: Callable[[bytes], T], limit: int = MAX_BYTES) -> T:
    """What a file of a ground holds: a file in that very folder, no link, of a bounded size."""
    path = folder / file
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise GroundError(file, "is not a file")
        if status.st_size > limit:
            raise GroundError(file, f"a ground takes more than {MAX_BYTES // 1_000_000} MB")
        return parse(path.read_bytes())
    except GroundError:
        raise
    except OSError as error:
        raise GroundError(file, f"cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
        message = f"does not fit: {type(error).__name__} {error}"[:MAX_TEXT]
        raise GroundError(file, message) from None


def _fits(is_right: object, what: str) -> None:
    if not is_right:
        raise ValueError(f"expected {what}")


def _checked_manifest(manifest: dict[str, Any]) -> dict[str, Any]:
    """A manifest of which nothing is left that was not looked at."""
    layers, credit = manifest["layers"], manifest["attribution"]
    _fits(isinstance(layers, list) and len(layers) <= MAX_LAYERS, f"{MAX_LAYERS} layers at most")
    _fits(isinstance(credit, list) and len(credit) <= MAX_LAYERS, "a list of credits")
    return {
        "bounds": _corners(manifest.get("bounds", [[-90, -180], [90, 180]])),
        "layers": [_checked_layer(layer) for layer in layers],
        "towns": _word(manifest["towns"], FILE),
        "elevation": _checked_elevation(manifest.get("elevation")),
        "countries": _word(manifest["countries"], FILE) if "countries" in manifest else "",
        "attribution": [_checked_text(words) for words in credit],
    }


def _checked_layer(layer: dict[str, Any]) -> dict[str, Any]:
    kind = layer["kind"]
    _fits(kind in (*SHAPES, "picture"), "a kind of layer")
    checked = {
        "id": _word(layer["id"], NAME),
        "kind": kind,
        "file": _word(layer["file"], FILE),
        "class": _word(layer["class"], CLASS),
        "smooth": _number(layer.get("smooth", 1.0), 0, 100),
        "least_zoom": _number(layer.get("least_zoom", 0), 0, 30),
        **{name: layer.get(name) is True for name in ("casing", "world", "rounded")},
    }
    if kind == "picture":
        checked["bounds"] = _corners(layer["bounds"])
    return checked


def _checked_elevation(entry: dict[str, Any] | None) -> dict[str, Any] | None:
    """Where the heights lie; a ground may have none."""
    if entry is None:
        return None
    return {"file": _word(entry["file"], GRID), "bounds": _corners(entry["bounds"])}


def _corners(bounds: Any) -> list[list[float]]:
    corners = [[_number(lat, -90, 90), _number(lon, -MAX_LON, MAX_LON)] for lat, lon in bounds]
    _fits(len(corners) == 2, "two corners")
    return corners


def _checked_shape(data: bytes) -> str:
    """A shape file's content, written anew: kind, decimals and whole numbers, nothing else."""
    shape = json.loads(data)
    kind, decimals, parts = shape["kind"], shape["decimals"], shape["parts"]
    _fits(kind in SHAPES, "a kind of shape")
    _fits(type(decimals) is int and 0 <= decimals <= 6, "decimals from 0 to 6")
    _fits(isinstance(parts, list) and all(isinstance(part, list) for part in parts), "parts")
    _fits(all(parts) and (parts or kind != "dots"), "a chain in every part")
    for part in parts:
        for chain in part:
            _fits(isinstance(chain, list) and set(map(type, chain)) == {int}, "whole numbers")
            _fits(len(chain) % 2 == 0, "pairs of numbers")
            for first, limit in ((0, MAX_LON), (1, 90)):
                reach = accumulate(chain[first::2])
                _fits(max(map(abs, reach)) <= limit * 10**decimals, "points on the earth")
    checked = {"kind": kind, "decimals": decimals, "parts": parts}
    return json.dumps(checked, separators=(",", ":"))


def _word(value: object, pattern: re.Pattern[str]) -> str:
    _fits(isinstance(value, str) and pattern.fullmatch(value), pattern.pattern)
    return str(value)


def _number(value: object, low: float, high: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    _fits(is_number and low <= value <= high, f"a number from {low} to {high}")  # type: ignore[operator]
    return float(value)  # type: ignore[arg-type]


def _checked_text(value: object) -> str:
    _fits(isinstance(value, str) and len(value) <= MAX_TEXT, "a short text")
    return str(value).encode().decode()  # half of a surrogate pair is no text


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a still WebP picture; 0 and 0 for anything else."""
    if len(data) < 30 or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return 0, 0
    if data[12:16] == b"VP8X" and not data[20] & 2:  # 2: it moves
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if data[12:16] == b"VP8 ":
        sizes = int.from_bytes(data[26:30], "little")
        return sizes & 0x3FFF, sizes >> 16 & 0x3FFF
    return 0, 0


def ground_css() -> str:
    """The ground's style sheet: custom properties for the light and the dark scheme.

    What is dark where the page says so is dark, too, where it says nothing and the reader does.
    """
    css = (Path(__file__).parent / "ground.css").read_text(encoding="utf-8")
    start = css.index(DARK)
    end = css.index("}", start) + 1
    asked = css[start:end].replace(DARK, ":root:not([data-scheme])")
    return f"{css[:start]}@media (prefers-color-scheme: dark) {{ {asked} }}\n{css[start:]}"


def has_borders(folder: Path | None = None) -> bool:
    """Whether the ground shows borders between countries, which are today's."""
    _, manifest = read_manifest(folder)
    return any(layer["class"].startswith("ground-border") for layer in manifest["layers"])


def attribution(folder: Path | None = None) -> str:
    """Credits of everything the ground shows, as one line of plain text."""
    _, manifest = read_manifest(folder)
    return " · ".join(manifest["attribution"])


def towns(folder: Path | None = None) -> list[dict[str, Any]]:
    """Populated places for quiet labels, largest first: name, lat, lon, population, rank, names.

    Rank 1 is a million people and more, 2 from 250,000, 3 from 50,000, 4 from 10,000, else 5.
    Names, places and today's numbers are GeoNames' (CC BY 4.0). `names` are those in other
    languages of the interface, by their codes; a ground of before they were written has none.
    """
    chosen, manifest = read_manifest(folder)
    return read_part(chosen, manifest["towns"], lambda data: _checked_towns(json.loads(data)))


def _checked_towns(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    _fits(isinstance(found, list) and len(found) <= MAX_TOWNS, f"{MAX_TOWNS} towns at most")
    return [
        {
            "name": _checked_text(town["name"]),
            "lat": _number(town["lat"], -90, 90),
            "lon": _number(town["lon"], -180, 180),
            "population": int(_number(town.get("population", 0), 0, 1e9)),
            "rank": int(_number(town["rank"], 1, 5)),
            "names": {
                code: _checked_text(town["names"][code])
                for code in LANGUAGES
                if code in town.get("names", {})
            },
        }
        for town in found
    ]


def countries(folder: Path | None = None) -> dict[str, Any]:
    """Names of countries by code and language, and grids of whose land it is, finest first.

    Grids are in the form that `mapping.basemap.territories` writes. The names are the world's.
    """
    world = _worlds_countries()
    chosen = read_manifest(folder)[0]
    grids = [] if chosen == WORLD_FOLDER else _countries_in(chosen)["grids"]
    return {"names": world["names"], "grids": [*grids, *world["grids"]]}


@cache
def _worlds_countries() -> dict[str, Any]:
    return _countries_in(WORLD_FOLDER)


def _countries_in(folder: Path) -> dict[str, Any]:
    """A ground made before there were names of countries has no grid."""
    file = read_manifest(folder)[1]["countries"]
    if not file:
        return {"names": {}, "grids": []}
    return read_part(folder, file, lambda data: _checked_countries(json.loads(data)))


def _checked_countries(found: dict[str, Any]) -> dict[str, Any]:
    _fits(len(found["grids"]) <= 2, "two grids at most")
    names = {
        _word(code, re.compile("[A-Z]{2}")): {
            _word(language, NAME): _checked_text(name) for language, name in called.items()
        }
        for code, called in found["names"].items()
    }
    return {"names": names, "grids": [_checked_grid(grid) for grid in found["grids"]]}


def _checked_grid(grid: dict[str, Any]) -> dict[str, Any]:
    columns, rows = grid["columns"], grid["rows"]
    _fits(type(columns) is int and 0 < columns <= MAX_NODES, f"{MAX_NODES} columns at most")
    _fits(isinstance(rows, list) and 0 < len(rows) <= MAX_NODES, f"{MAX_NODES} rows at most")
    for row in rows:
        _fits(isinstance(row, str) and len(row) <= 6 * columns, "runs of codes")
        runs = RUNS.findall(row)
        _fits("".join(map("".join, runs)) == row, "runs of codes")
        _fits(not runs or sum(int(count or 1) for count, _ in runs) == columns, "whole rows")
    return {
        "south": _number(grid["south"], -90, 90),
        "west": _number(grid["west"], -180, 180),
        "step": _number(grid["step"], 0.001, 10),
        "columns": columns,
        "rows": rows,
    }
