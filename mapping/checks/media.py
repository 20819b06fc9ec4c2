"""Rules about pictures and documents: what their files are, and what they belong to."""

from __future__ import annotations

import os
from collections.abc import Iterator

from mapping.checks.report import report, suggest
from mapping.format.campaign import Campaign
from mapping.format.georeference import FOLDER
from mapping.format.pictures import PictureError, inspect_picture
from mapping.format.problems import Problem
from mapping.format.schema import row_name

MOST_NAMED = 20


def check_media_given(campaign: Campaign) -> Iterator[Problem]:
    """There is something to show or to follow; a video or a sound is followed."""
    for row in campaign.media.values():
        is_heard = row.kind in ("video", "sound")
        if not row.url and (is_heard or not row.file):
            expected = "the address of the page where it is"
            yield report(
                "media-nothing", "warning", row, "url", "nothing to press: no link is given", "",
                expected if is_heard else f"a file in {FOLDER}/ or an address", "give its url",
            )  # fmt: skip


def check_media_files(campaign: Campaign) -> Iterator[Problem]:
    """Each file is a picture by what it holds; if it says where it was taken, that is said."""
    for row in campaign.rows_with_file():
        try:
            picture = inspect_picture(campaign.folder / FOLDER / row.file)
        except PictureError as error:
            yield report(
                "media-file", "error", row, "file", f"not shown: {error}", row.file,
                "a picture that Pillow reads: JPEG, PNG, WebP, GIF, TIFF", error.mend,
            )  # fmt: skip
            continue
        if picture.has_place:
            yield report(
                "media-place", "note", row, "file",
                "the file says where it was taken; document and package leave that out", row.file,
                "a picture that tells nothing besides",
                "nothing, or remove its EXIF before you hand on the folder itself",
            )  # fmt: skip


def check_media_rows(campaign: Campaign) -> Iterator[Problem]:
    """What a picture belongs to is there, and shows pictures."""
    tables = (campaign.movements, campaign.events, campaign.areas)
    shown = {row_name(row) for table in tables for row in table.values()}
    shown |= {row_name(step) for step in campaign.steps}
    expected = "table/id of a movement, an event, an area or a step, such as events/the-crossing"
    for row in campaign.media.values():
        if not row.row_ids:
            yield report("media-row", "warning", row, "row_ids", "it is shown nowhere", "",
                         expected, "name what it belongs to, or remove the row")  # fmt: skip
        for name in row.row_ids:
            if name not in shown:
                mend = suggest(name, shown, "name a row that there is")
                yield report("media-row", "warning", row, "row_ids", "it belongs to no such row",
                             name, expected, mend)  # fmt: skip


def check_media_folder(campaign: Campaign) -> Iterator[Problem]:
    """Every file of the folder is named by a row."""
    named = {row.file for row in campaign.rows_with_file()}
    named |= {row.annotation for row in campaign.maps.values()}
    folder = campaign.folder / FOLDER
    files = sorted(os.listdir(folder)) if folder.is_dir() else []
    for name in [one for one in files if one not in named][:MOST_NAMED]:
        yield Problem(
            rule="media-unused", severity="note", file=f"{FOLDER}/{name}"[:200],
            message="no row of media.csv or maps.csv names this file: it is not shown",
            found=name[:200], expected="a row with it in the column file",
            mend="nothing, or remove it",
        )  # fmt: skip
