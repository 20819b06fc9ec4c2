"""What is made to break: texts, cells, tables and bytes, by dice that fall the same each time."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from PIL import Image

from tests import foreign_files
from tests.folders import Folder

MARK = "hacked"
"""Stands in every script that the data bring; none of them may run."""
TEXTS = (
    "", " ", "0", "-1", "NaN", "inf", "1e999", "-0", "9" * 400, "x" * 70_000, "é" * 3_000,
    f"<script>{MARK}()</script>", f"</script><script>{MARK}()</script>", f"<!--<script>{MARK}",
    f'"><img src=x onerror={MARK}()>', f"<svg/onload={MARK}()>", f"javascript:{MARK}()",
    f"data:text/html,<script>{MARK}()</script>", f"{{{{ {MARK} }}}}{{% raise %}}", f"${{{MARK}}}",
    "=1+1", "@SUM(A1)", "__proto__", "constructor", "toString", "../../etc/passwd", "/etc/passwd",
    "C:\\x", "..", "con", "a/b", "\u202eabc", "\u2028", "\ufeff", "\x00", "\x1b[31m", "\x9b",
    "\U000e0001",     "a\u0300" * 500, "عملیات مرصاد", "۱۳۶۷-۰۵-۰۳", "٣٤٫٥", "🗡️", "ﷺ",
    ";", ",", '"', "\r",
    "\n\n", "\t",     "[1988-07-22..1988-07-30]", "[..1988-07-24]", "1988-07-24~",
    "1988-07-2X", "1988-02-30",
    "0000-00-00", "-0480-08-11", "9999-12-31", "10000-01-01", "1988-07-24T25:00",
    "1988-07-24T06:00",     "24/7/88", "7/24/1988", "24 July 1988", "1-Mar-96",
    "c. 1 March 1896", "9 August 48 BC",
    "3 Mordad 1367", "1988-07-24/1988-07-26", "[1988-07-24,1988-07-26]", "1988-07-24T06:00Z",
    "34.1", "-91", "181", "34,5", "34°30'N", "46.5 E", "451.234", "34.5;46.5", "nan;nan;nan;nan",
    "certain", "battle", "red", "alder", "birch;alder", "march", "column", "column;column", "north",
    "alder;" * 500, "https://example.org/a b", "https://[::1", "http://x:99999999/", "mailto:x",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "cp1252", "cp1256", "utf-8-sig", "utf-7", "shift_jis")
SWAPS = ((b",", b";"), (b"\n", b"\r"), (b'"', b"'"), (b"1", b"-"), (b"0", "۰".encode()))


def text(dice: Random) -> str:
    """A text that makes trouble, or two of them."""
    return dice.choice(TEXTS) + (dice.choice(TEXTS) if dice.random() < 0.15 else "")


def folder(dice: Random) -> Folder:
    """The tiny campaign with up to six things in it broken."""
    made = Folder()
    for _ in range(dice.randrange(1, 7)):
        dice.choices(_SPOILS, (8, 2, 2, 2, 2, 2, 3, 1))[0](made, dice)
    return made


def _cell(made: Folder, dice: Random) -> None:
    rows = made.tables[dice.choice([*made.tables])]
    row = dice.choice(rows[1:] or rows)
    if row:
        other = dice.choice(dice.choice(rows) or [""])
        row[dice.randrange(len(row))] = other if dice.random() < 0.2 else text(dice)


def _column(made: Folder, dice: Random) -> None:
    """The same text in a whole column, its heading perhaps too."""
    rows = made.tables[dice.choice([*made.tables])]
    number, said = dice.randrange(12), text(dice)
    for row in rows[dice.randrange(2) :]:
        if number < len(row):
            row[number] = said


def _row(made: Folder, dice: Random) -> None:
    rows = made.tables[dice.choice([*made.tables])]
    rows.insert(dice.randrange(len(rows) + 1), [*dice.choice([*rows, []])])


def _drop(made: Folder, dice: Random) -> None:
    rows = made.tables[dice.choice([*made.tables])]
    if rows:
        del rows[dice.randrange(len(rows))]


def _many(made: Folder, dice: Random) -> None:
    """A row many times over, each with an id of its own."""
    rows = made.tables[dice.choice([*made.tables])]
    if len(rows) > 1 and rows[-1]:
        rows += [[f"more-{number}", *rows[-1][1:]] for number in range(dice.choice((3, 300)))]


def _table(made: Folder, dice: Random) -> None:
    name = dice.choice([*made.tables])
    if dice.random() < 0.5:
        del made.tables[name]
    else:
        made.tables[dice.choice(("areas", "media", "maps", "steps", "nothing", name))] = [
            [text(dice)[:40] for _ in range(4)] for _ in range(3)
        ]


def _head(made: Folder, dice: Random) -> None:
    """A line of campaign.toml said otherwise, twice, or not at all."""
    lines = made.head.splitlines()
    number = dice.randrange(len(lines))
    name = lines[number].partition("=")[0]
    said = text(dice)
    lines[number] = dice.choice((
        f"{name} = {json.dumps(said)}", f"{name} = {said[:200]}", f"{name} = [{json.dumps(said)}]",
        "", f"{lines[number]}\n{lines[number]}", f"{name}.x = 1",
        f"{name} = 1988-07-{dice.randrange(10, 31)}",
    ))  # fmt: skip
    made.head = "\n".join(lines) + "\n"


def _file(made: Folder, dice: Random) -> None:
    """A file of the folder that is no table: ways, areas, ground, a picture."""
    name = dice.choice((
        "routes.geojson", "areas.geojson", "media/x.png", "ground/ground.json",
        "ground/river.json", "ground/towns.json", "ground/elevation.npz",
    ))  # fmt: skip
    made.files[name] = damaged(dice, picture(dice) if name[0] == "m" else json_bytes(dice))


_SPOILS: tuple[Callable[[Folder, Random], None], ...] = (
    _cell, _column, _row, _drop, _many, _table, _head, _file,
)  # fmt: skip


def json_bytes(dice: Random) -> bytes:
    """A value of JSON that is nearly one of GeoJSON or of a ground."""
    return json.dumps(_value(dice, 4)).encode()


def _value(dice: Random, depth: int) -> Any:
    if depth == 0 or dice.random() < 0.2:
        return dice.choice(
            (None, True, 1, -1, 1.5, 1e308, 10**40, float("nan"), text(dice), [], {})
        )
    if dice.random() < 0.4:
        return [_value(dice, depth - 1) for _ in range(dice.randrange(4))]
    names = ("type", "features", "geometry", "coordinates", "properties", "route_id", "layers",
             "kind", "file", "parts", "class", "id", "towns", "attribution", "bounds", "events",
             "date", "location", "slide", "title", "text", "__proto__")  # fmt: skip
    made = {dice.choice(names): _value(dice, depth - 1) for _ in range(dice.randrange(6))}
    if dice.random() < 0.5:
        kinds = ("FeatureCollection", "Feature", "LineString", "Polygon", "Point", text(dice))
        made["type"] = dice.choice(kinds)
    return made


def damaged(dice: Random, data: bytes) -> bytes:
    """Bytes as they were, or cut, turned, doubled, mixed or in other letters."""
    made = bytearray(data)
    for _ in range(dice.choice((0, 0, 1, 1, 2, 5, 30))):
        if not made:
            break
        at = dice.randrange(len(made))
        match dice.randrange(7):
            case 0:
                del made[at:]
            case 1:
                made[at] = dice.randrange(256)
            case 2:
                made[at:at] = text(dice).encode()[:5_000]
            case 3:
                made[at:at] = made[at : at + 200] * dice.choice((1, 50))
            case 4:
                del made[at : at + dice.randrange(60)]
            case 5:
                made[:0] = dice.choice(
                    (b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\n", b"\0", b"\x1f\x8b")
                )
            case 6:
                made = bytearray(made.replace(*dice.choice(SWAPS)))
    if dice.random() < 0.05:
        return made.decode("utf-8", "replace").encode(dice.choice(ENCODINGS), "replace")
    return bytes(made)


def picture(dice: Random) -> bytes:
    """A small picture of a kind that is read, or of another one."""
    stream = io.BytesIO()
    size = dice.choice(((1, 1), (40, 30), (300, 2), (1, 2_000)))
    image = Image.new(dice.choice(("RGB", "L")), size, 1)
    image.save(stream, dice.choice(("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP", "PPM")))
    return stream.getvalue() if dice.random() < 0.9 else f"<svg onload={MARK}()>".encode()


def archive(dice: Random, files: dict[str, bytes]) -> bytes:
    """A zip of these files, some under names that they should not have, damaged or not."""
    made = io.BytesIO()
    names = ("../", "/", "a/b/", "C:", "..\\", "ground/", "media/", "x\x00", "__MACOSX/", "é/")
    with zipfile.ZipFile(made, "w", dice.choice((0, 8))) as packed:
        top = dice.choice(("", "", "tiny/", "عملیات/"))
        for name, data in files.items():
            packed.writestr(top + (dice.choice(names) if dice.random() < 0.03 else "") + name, data)
        if dice.random() < 0.1:
            packed.writestr("events2.csv", bytes(dice.choice((10, 40_000_000))))
    return damaged(dice, made.getvalue())


def foreign(dice: Random) -> tuple[str, bytes]:
    """A file of another program, with its name, damaged or not."""
    rows: Sequence[Sequence[object]] = [
        line.split(",") for line in foreign_files.DAY_FIRST.splitlines()
    ]
    if dice.random() < 0.5:
        rows = [[text(dice) if dice.random() < 0.2 else one for one in row] for row in rows]
    name, data = dice.choice((
        ("acled.csv", foreign_files.ACLED.encode()), ("ucdp.csv", foreign_files.UCDP.encode()),
        ("rows.csv", "\n".join(",".join(map(str, row)) for row in rows).encode()),
        ("line.csv", foreign_files.TIMELINE.encode()),
        ("lp.tsv", foreign_files.LINKED_TSV.encode()),
        ("maps.kml", foreign_files.MY_MAPS.encode()), ("earth.kml", foreign_files.EARTH.encode()),
        ("bomb.kml", foreign_files.BOMB.encode()),
        ("way.gpx", foreign_files.gpx_track(50).encode()),
        ("plan.gpx", foreign_files.GPX_PLANNED.encode()), ("some.json", json_bytes(dice)),
        ("some.geojson", json_bytes(dice)), ("rows.xlsx", foreign_files.workbook(rows)),
        ("rows.ods", foreign_files.ods(rows)),
        ("units.json", foreign_files.as_json(foreign_files.scenario(4))),
        ("marks.kmz", foreign_files.zipped({"doc.kml": foreign_files.EARTH})),
        ("odd.xls", json_bytes(dice)), ("odd.xlsb", b"PK\x03\x04" + json_bytes(dice)),
    ))  # fmt: skip
    return name, damaged(dice, data)
