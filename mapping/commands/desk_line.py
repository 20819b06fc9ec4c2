"""The commands that make and mend a campaign: import, diff, merge, edit."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from stat import S_ISREG
from typing import Any

from mapping.commands.wrong_use import UserError, port_number
from mapping.editing.folder_files import HEAD, EditError, Files, read_files, write_files
from mapping.format.settling import DESK
from mapping.words.shell import command

MOST_LINES = 2_000


def add_desk_commands(commands: Any) -> None:
    """Declare the commands below."""
    taking = commands.add_parser("import", help="take a file of another kind into a campaign")
    taking.add_argument("file", type=Path, metavar="FILE")
    taking.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    taking.add_argument("--apply", action="store_true", help="write it; else it is only shown")
    taking.add_argument("--sheet", default="", metavar="NAME", help="of a workbook")
    taking.add_argument(
        "--columns", default="", metavar="ROLE=HEADING,...",
        help="which column is day, end, title, place, lat, lon, by, against, kind, text, source",
    )  # fmt: skip
    taking.add_argument(
        "--dates", choices=("day-first", "month-first"), default="",
        help="how 07/06/1900 is meant, where no other cell of the column shows it",
    )  # fmt: skip
    taking.add_argument(
        "--utc", default="+00:00", metavar="+HH:MM",
        help="how far local time is ahead of UTC, in which tracks are timed",
    )  # fmt: skip
    taking.add_argument(
        "--where", action="append", default=[], metavar="CONDITION",
        help="only rows of a CSV or Parquet file of which this is true, such as country=Yemen or "
        "year>=2015; may be given several times (extra: tables)",
    )  # fmt: skip
    taking.set_defaults(run=_import)

    diff = commands.add_parser("diff", help="say what two folders tell differently, row by row")
    diff.add_argument("before", type=Path, metavar="A")
    diff.add_argument("after", type=Path, metavar="B")
    diff.set_defaults(run=_diff)

    merging = commands.add_parser("merge", help="make one folder of two that began as a third")
    for name in ("base", "ours", "theirs"):
        merging.add_argument(name, type=Path, metavar=name.upper())
    merging.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    merging.set_defaults(run=_merge)

    edit = commands.add_parser("edit", help="make and mend a campaign on a page in the browser")
    edit.add_argument("folder", type=Path, metavar="FOLDER")
    edit.add_argument("--port", type=port_number, default=8501, metavar="N", help="first to try")
    edit.add_argument("--no-browser", action="store_true", help="say the address only")
    edit.set_defaults(run=_edit)


def _files_of(folder: Path) -> Files:
    if not (folder / HEAD).is_file():
        raise UserError(f"{folder} is no campaign folder: it holds no {HEAD}")
    return read_files(folder)


def _import(options: argparse.Namespace) -> int:
    from mapping.editing.history import begin_edit
    from mapping.editing.save import SaveError, save_files
    from mapping.intake.found import ImportFileError
    from mapping.intake.plan import plan_import, say_plan

    files = _files_of(options.into)
    try:
        plan = plan_import(files, _find(options), options.file.name)
        edit = begin_edit(files).then(plan.change)
    except (ImportFileError, EditError) as error:
        raise UserError(str(error)) from None
    for line in say_plan(plan):
        print(line)
    if not plan.counts or set(plan.counts) == {"sources"}:
        print("nothing to write")
        return 1
    if not options.apply:
        print(f"nothing was written. To write it, add --apply: {_again(options)}")
        return 0
    try:
        copy = save_files(options.into, files, edit.files)
    except SaveError as error:
        raise UserError(str(error)) from None
    print(f"{options.into}: written; the state before lies in .desk/before/{copy}. What next:")
    print(f"  {command(f'check {options.into}')}")
    return 0


def _again(options: argparse.Namespace) -> str:
    return command(f"import {options.file} --into {options.into} ... --apply")


def _find(options: argparse.Namespace) -> Any:
    """What the file holds; a large table is narrowed before it is read."""
    from mapping.intake.taking import Wish, parse_ahead, parse_columns, take_file

    wish = Wish(
        sheet=options.sheet, columns=parse_columns(options.columns), order=options.dates,
        ahead=parse_ahead(options.utc),
    )  # fmt: skip
    if options.where:
        from mapping.intake.narrowing import take_where

        return take_where(str(options.file), options.where, wish)
    return take_file(options.file, wish)


def _diff(options: argparse.Namespace) -> int:
    from mapping.editing.differences import find_differences
    from mapping.editing.media_files import find_media_differences

    try:
        found = find_differences(_files_of(options.before), _files_of(options.after))
        found += find_media_differences(options.before, options.after)
    except EditError as error:
        raise UserError(str(error)) from None
    except OSError as error:
        raise UserError(f"{error.filename} cannot be read: {error.strerror}") from None
    _print_lines([str(one) for one in found])
    print(f"{len(found)} difference{'s' * (len(found) != 1)}")
    return 0


def _print_lines(lines: Sequence[str]) -> None:
    for line in lines[:MOST_LINES]:
        print(line)
    if (more := len(lines) - MOST_LINES) > 0:
        print(f"and {more:,} more")


def _merge(options: argparse.Namespace) -> int:
    from mapping.editing.media_files import merge_media
    from mapping.editing.merging import CONFLICTS, conflicts_csv, merge, say_conflicts
    from mapping.format.campaign import read_campaign
    from mapping.format.problems import find_errors

    out = options.out
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError(f"{out} is there and not empty: name a new folder")
    states = [_files_of(one) for one in (options.base, options.ours, options.theirs)]
    try:
        merged = merge(*states)
        write_files(merged.files, out)
        ground = options.ours / "ground"
        if ground.is_dir() and not ground.is_symlink():
            shutil.copytree(ground, out / "ground", ignore=_no_files)
        media = merge_media(options.base, options.ours, options.theirs, out, merged.files)
        conflicts = merged.conflicts + media.conflicts
        if conflicts:
            (out / CONFLICTS).write_bytes(conflicts_csv(conflicts))
    except EditError as error:
        raise UserError(str(error)) from None
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}") from None
    _print_lines(list(say_conflicts(conflicts)))
    errors = find_errors(read_campaign(out)[1])
    _print_lines([str(problem) for problem in errors])
    where = f", listed in {out / CONFLICTS}; ours stands" if conflicts else ""
    taken = merged.taken + media.taken
    print(f"{out}: {taken} changes of theirs, {len(conflicts)} conflicts{where}")
    return 1 if conflicts or errors else 0


def _no_files(folder: str, names: Sequence[str]) -> list[str]:
    """What in a ground is no file of it, and is not copied: links, pipes, folders."""
    return [name for name in names if not S_ISREG(os.lstat(os.path.join(folder, name)).st_mode)]


def _edit(options: argparse.Namespace) -> int:
    from mapping.commands.serve import ServeError, edit_campaign

    folder: Path = options.folder
    # One that holds only what is kept of a campaign that was never saved is as good as empty.
    if folder.exists() and (not folder.is_dir() or any(at.name != DESK for at in folder.iterdir())):
        _files_of(folder)
    try:
        edit_campaign(options.folder, options.port, with_browser=not options.no_browser)
    except ServeError as error:
        raise UserError(str(error)) from None
    return 0
