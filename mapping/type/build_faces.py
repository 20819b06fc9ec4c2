"""Make the faces from the packages of Fontsource: `python -m mapping.type.build_faces [FOLDER]`.

FOLDER holds those packages as `npm pack` leaves them; without one, `npm pack` is run. The same
packages give the same bytes. Needs the optional packages of the extra `build`.

What is left out: letters of scripts that no campaign here is told in, weights and layout features
that nothing uses, hinting. The licence of two of the faces reserves their name for what nobody
has changed, so all of them get names of their own, and keep whose they are and their licence.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.woff2 import WOFF2FlavorData
from fontTools.varLib.instancer import instantiateVariableFont

from mapping.type.faces import FACES, FOLDER, PERSIAN, SANS, SERIF

SANS_PACKAGE = "@fontsource-variable/source-sans-3"
SERIF_PACKAGE = "@fontsource-variable/source-serif-4"
PERSIAN_PACKAGE = "@fontsource-variable/vazirmatn"
VERSIONS = {SANS_PACKAGE: "5.3.1", SERIF_PACKAGE: "5.3.1", PERSIAN_PACKAGE: "5.3.0"}

LATIN = (
    "20-7e a0-ff 131 152-153 2bb-2bc 2c6 2da 2dc 2009 2010-2011 2013-2014 2018-201e 2022 2026 "
    "2030 2032-2033 2039-203a 2044 20ac 2122 2190-2193 2212 2215 2248 2260 2264-2265"
)
"""Western Europe, and the signs of the interface."""
MARKS = "304 327"
"""A bar above and a cedilla below: GeoNames writes them with z, which has no letter for it."""
EXTENDED = (
    "100-130 132-151 154-17f 18f 259 218-21b 2be-2bf 1e0c-1e0f 1e20-1e21 1e24-1e25 1e28-1e2b "
    "1e30-1e31 1e34-1e37 1e42-1e47 1e5a-1e5b 1e5e-1e5f 1e62-1e63 1e6c-1e6f 1e80-1e85 1e92-1e97"
)
"""The rest of Europe's Latin, and what Arabic, Persian and Indic names are written with."""
CYRILLIC = "401 404 406-407 40e 410-44f 451 454 456-457 45e 490-491 2116"
ARABIC = (
    "20 60c 61b 61f 621-63a 640-656 660-66c 670-671 679 67e 686 688 691 695 698 6a4 6a9 6af 6b5 "
    "6ba 6be 6c0-6c1 6c6 6cc 6ce 6d2 6d5 6f0-6f9 200c-200d"
)
"""Persian, with what Arabic, Kurdish and Urdu names need, and figures of both shapes."""

USUAL_FEATURES = ("kern", "liga")
JOINING = ("calt", "ccmp", "init", "medi", "fina", "rlig", "mark", "mkmk")
UNNAMED = {0x327: "uni0327"}
"""A sign that is drawn as a part of others, and that no character leads to."""
KEPT_NAMES = (0, 5, 14)
"""Whose it is, which version, where the licence is."""
LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1."


class Face(NamedTuple):
    """One file: which part of which package, and what is kept of it."""

    file: str
    family: str
    package: str
    source: str
    axes: dict[str, tuple[int, int] | int]
    characters: str
    features: tuple[str, ...] = USUAL_FEATURES
    style: str = "normal"
    size: str = "100%"


_LOOKS_LARGER = "106%"
"""The text face is drawn small; so much larger it reads as others do at the same size."""
_TEXT: dict[str, tuple[int, int] | int] = {"wght": (400, 700)}
_SLANTED: dict[str, tuple[int, int] | int] = {"wght": 450}
# Headlines and quotes share one cut between that for reading and that for posters.
_DISPLAY: dict[str, tuple[int, int] | int] = {"wght": (400, 600), "opsz": 20}

MADE = (
    Face("sans", SANS, SANS_PACKAGE, "latin-wght-normal", _TEXT, f"{LATIN} {MARKS}",
         (*USUAL_FEATURES, "mark"), size=_LOOKS_LARGER),
    Face("sans-extended", SANS, SANS_PACKAGE, "latin-ext-wght-normal", _TEXT, EXTENDED,
         size=_LOOKS_LARGER),
    Face("sans-cyrillic", SANS, SANS_PACKAGE, "cyrillic-wght-normal", _TEXT, CYRILLIC,
         size=_LOOKS_LARGER),
    Face("italic", SANS, SANS_PACKAGE, "latin-wght-italic", _SLANTED, LATIN,
         style="italic", size=_LOOKS_LARGER),
    Face("italic-extended", SANS, SANS_PACKAGE, "latin-ext-wght-italic", _SLANTED, EXTENDED,
         style="italic", size=_LOOKS_LARGER),
    Face("serif", SERIF, SERIF_PACKAGE, "latin-opsz-normal", _DISPLAY, LATIN),
    Face("serif-extended", SERIF, SERIF_PACKAGE, "latin-ext-opsz-normal", _DISPLAY, EXTENDED),
    Face("persian", PERSIAN, PERSIAN_PACKAGE, "arabic-wght-normal", _TEXT, ARABIC,
         (*USUAL_FEATURES, *JOINING)),
)  # fmt: skip
"""All files; one that comes later draws what an earlier one of its family does not have."""


def build_faces(packages: Path, folder: Path = FOLDER) -> list[Path]:
    """Write every face and the list of them into a folder; gives the files."""
    rows, written = [], []
    for face in MADE:
        font = _reduce(_read(packages, face), face)
        _rename(font, face)
        path = folder / f"{face.file}.woff2"
        font.save(path)
        written.append(path)
        has = _to_ranges(font.getBestCmap())
        rows.append([path.name, face.family, face.style, face.size, has])
    listed = folder / FACES
    with listed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([["file", "family", "style", "size", "characters"], *rows])
    return [*written, listed]


def _read(packages: Path, face: Face) -> TTFont:
    """A face out of its package; raises `FileNotFoundError` where the package is not there."""
    name = face.package.removeprefix("@").replace("/", "-")
    path = packages / f"{name}-{VERSIONS[face.package]}.tgz"
    short = face.package.rpartition("/")[2]
    with tarfile.open(path) as archive:
        member = archive.extractfile(f"package/files/{short}-{face.source}.woff2")
        assert member is not None
        return TTFont(io.BytesIO(member.read()), recalcTimestamp=False)


def _reduce(font: TTFont, face: Face) -> TTFont:
    """Leave out characters, then weights: the other way round takes ten times as long."""
    options = Options(
        layout_features=list(face.features), name_IDs=["*"], hinting=False, notdef_outline=True,
        drop_tables=[*Options().drop_tables, "BASE", "STAT", "gasp", "prep"],
        recalc_timestamp=False,
    )  # fmt: skip
    wanted = set(_from_ranges(face.characters))
    for code, glyph in UNNAMED.items():
        if code in wanted and glyph in font.getReverseGlyphMap():
            for table in font["cmap"].tables:
                table.cmap[code] = glyph
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(wanted))
    subsetter.subset(font)
    plain = io.BytesIO()
    font.flavor = None
    font.save(plain)
    return instantiateVariableFont(TTFont(plain, recalcTimestamp=False), face.axes)


def _rename(font: TTFont, face: Face) -> None:
    """Name a face as a part of its family here, and say whose work it is."""
    names = font["name"]
    kept = {number: names.getDebugName(number) for number in KEPT_NAMES}
    axes = {axis.axisNameID: names.getDebugName(axis.axisNameID) for axis in _axes_of(font)}
    plain = face.family.replace(" ", "")
    given = {
        1: face.family, 2: "Italic" if face.style == "italic" else "Regular",
        3: f"{plain}-{face.file}", 4: f"{face.family} {face.file}", 6: f"{plain}-{face.file}",
        13: LICENCE,
    }  # fmt: skip
    names.names = []
    for number, text in sorted({**kept, **axes, **given}.items()):
        names.setName(text, number, 3, 1, 0x409)
    font.flavor = "woff2"
    font.flavorData = WOFF2FlavorData(transformedTables=["glyf", "loca", "hmtx"])


def _axes_of(font: TTFont) -> Iterable[Any]:
    if "fvar" not in font:
        return []
    font["fvar"].instances = []
    axes: list[Any] = font["fvar"].axes
    return axes


def _from_ranges(text: str) -> Iterator[int]:
    """`20-7e a0` as numbers."""
    for part in text.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _to_ranges(codes: Iterable[int]) -> str:
    """Numbers as `20-7e a0`."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in runs)


def main(arguments: list[str]) -> int:
    """Build from the folder that is named, or from what `npm pack` gets."""
    if arguments:
        written = build_faces(Path(arguments[0]))
    else:
        with TemporaryDirectory() as folder:
            asked = [f"{name}@{version}" for name, version in VERSIONS.items()]
            subprocess.run(["npm", "pack", "--silent", *asked], cwd=folder, check=True)
            written = build_faces(Path(folder))
    for path in written:
        print(f"{path.name}: {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
