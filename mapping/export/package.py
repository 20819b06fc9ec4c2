"""A campaign folder as a Frictionless Data Package: one zip that opens as a campaign again.

It holds campaign.toml, the tables in their canonical form, routes and areas, its pictures, the
campaign's own ground so that the same map is drawn, a generated datapackage.json and a README
with citation and licence. The same data gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from mapping.export.table_schema import table_schema
from mapping.format.campaign import Campaign
from mapping.format.canonical import canonical_files
from mapping.format.georeference import FOLDER, annotation_text
from mapping.format.pictures import PictureError, clean_picture
from mapping.format.problems import CampaignError, Problem
from mapping.format.schema import columns_of
from mapping.format.tables import TABLES
from mapping.telling.citation import (
    data_version,
    program_version,
    say_attribution,
    say_citation,
    say_licence,
    say_source,
)
from mapping.words.shell import command

Json = dict[str, Any]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: when it was made is no part of the data."""
FILE_MODE = 0o644 << 16
MAX_GROUND_BYTES = 60_000_000
MEDIA = {
    "toml": "application/toml", "csv": "text/csv", "geojson": "application/geo+json",
    "json": "application/json", "webp": "image/webp", "md": "text/markdown",
    "npz": "application/octet-stream", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "png": "image/png", "gif": "image/gif", "tif": "image/tiff", "tiff": "image/tiff",
}  # fmt: skip
LICENCES = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC BY-SA 4.0": ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODbL 1.0": ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}


def package_chunks(campaign: Campaign) -> Iterator[bytes]:
    """The package in one piece."""
    yield package_bytes(campaign)


def package_bytes(campaign: Campaign) -> bytes:
    """The package as a zip file.

    Raises `CampaignError` when the folder's files can no longer be read.
    """
    files = package_files(campaign)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The same on every system, or the bytes would tell where it was made.
            entry.create_system, entry.external_attr = 3, FILE_MODE
            archive.writestr(entry, content)
    return stream.getvalue()


def package_files(campaign: Campaign) -> dict[str, bytes]:
    """Every file of the package by its name, the descriptor first."""
    data = canonical_files(campaign.folder) | _ground_files(campaign.folder / "ground")
    data |= _media_files(campaign)
    descriptor = json.dumps(_descriptor(campaign, data), ensure_ascii=False, indent=1) + "\n"
    return {
        "datapackage.json": descriptor.encode(),
        "README.md": _readme(campaign, data).encode(),
        **data,
    }


def _ground_files(ground: Path) -> dict[str, bytes]:
    """The files of a campaign's own ground as they are; links and folders in it are left out."""
    if not ground.is_dir() or ground.is_symlink():
        return {}
    paths = [path for path in sorted(ground.iterdir()) if _is_plain(path)]
    if sum(path.stat().st_size for path in paths) > MAX_GROUND_BYTES:
        message = f"larger than {MAX_GROUND_BYTES // 1_000_000} MB"
        mend = f"build it again with smaller bounds: {command('basemap FOLDER')}"
        raise CampaignError(
            [Problem(rule="ground", severity="error", file="ground", message=message, mend=mend)]
        )
    return {f"ground/{path.name}": path.read_bytes() for path in paths}


def _media_files(campaign: Campaign) -> dict[str, bytes]:
    """The files of its pictures with their pixels alone; what cannot be shown is left out.

    With an old map goes what says where it lies.
    """
    files = {}
    for row in campaign.rows_with_file():
        with suppress(PictureError):
            files[f"media/{row.file}"] = clean_picture(campaign.folder / FOLDER / row.file)
    for old in campaign.maps.values():
        if old.annotation:
            with suppress(ValueError):
                content = annotation_text(campaign.folder / FOLDER / old.annotation)
                files[f"media/{old.annotation}"] = content.encode()
    return files


def _is_plain(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode) and path.suffix.removeprefix(".") in MEDIA


# --- datapackage.json ----------------------------------------------------------------------


def _descriptor(campaign: Campaign, data: dict[str, bytes]) -> Json:
    name, address = LICENCES.get(campaign.licence, ("", ""))
    licence = {"name": name, "path": address} if name else {}
    days = f"{campaign.first_day.isoformat()}/{campaign.last_day.isoformat()}"
    return {
        "$schema": PROFILE,
        "name": campaign.campaign_id,
        "title": campaign.title,
        "description": campaign.summary or campaign.subtitle or campaign.title,
        "version": data_version(campaign),
        "generator": program_version(),
        "citation": say_citation(campaign),
        "attribution": say_attribution(campaign),
        "temporal": days,
        **({"licenses": [{**licence, "title": campaign.licence}]} if licence else {}),
        "sources": [
            {"title": say_source(one), **({"path": one.url} if one.url else {})}
            for one in campaign.sources.values()
        ],
        "resources": [_resource(campaign, name, data) for name in data],
    }


def _resource(campaign: Campaign, path: str, data: dict[str, bytes]) -> Json:
    content, ending = data[path], path.rpartition(".")[2].lower()
    resource: Json = {
        "name": path.removesuffix(".csv").replace("/", "-").replace(".", "-").lower(),
        "path": path,
        "format": ending,
        "mediatype": MEDIA[ending],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    table = path.removesuffix(".csv")
    if ending != "csv" or table not in TABLES:
        return resource
    present = [name for name in TABLES if f"{name}.csv" in data]
    ids = {"sides": [*campaign.sides], "accounts": [*filter(None, campaign.accounts)]}
    own = _heading(content)[len(columns_of(TABLES[table])) :]
    about = (TABLES[table].__doc__ or "").strip().partition("\n")[0]
    return {
        **resource, "type": "table", "encoding": "utf-8", "description": about,
        "schema": table_schema(table, ids, present, own, early=campaign.first_day.year < 1),
    }  # fmt: skip


def _heading(content: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(content.decode(), newline="")))


# --- README.md -----------------------------------------------------------------------------


def _readme(campaign: Campaign, data: dict[str, bytes]) -> str:
    """What a person finds first: what this is, how to cite it, under what terms."""
    sources = [f"- {_plain(say_source(one))}" for one in campaign.sources.values()]
    ground = "`ground/` is the map under it, with its own licences in `ground/LICENCES.md`. "
    parts = [
        f"# {_plain(campaign.title)}",
        _plain(campaign.subtitle),
        _plain(campaign.summary),
        "## How to cite it",
        _plain(say_citation(campaign)),
        "## Licence",
        f"Texts and tables: {_plain(say_licence(campaign))}. {_plain(say_attribution(campaign))}",
        "## What it holds",
        "A campaign folder, format 1: `campaign.toml` and a CSV table for each kind of row. "
        + (ground if any(name.startswith("ground/") for name in data) else "")
        + "`datapackage.json` describes every column (Frictionless Data Package 2.0). "
        "Dates are the campaign's local civil time.",
        "Unpacked into a folder it is drawn by `streamlit run app.py -- FOLDER` and checked by "
        "`python -m mapping check FOLDER`; any program that knows data packages reads it, too.",
        "## Sources",
        "\n".join(sources),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(text: str) -> str:
    """A campaign's words on one line, with what Markdown or HTML would take for its own escaped."""
    line = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#&|" else letter for letter in line)
