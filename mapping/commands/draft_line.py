"""The command `draft`: its options."""

from __future__ import annotations

import argparse
from pathlib import Path

from mapping.commands.wrong_use import UserError


def add_draft(draft: argparse.ArgumentParser) -> None:
    """Declare the command's options; what drafts is loaded when it is asked for."""
    draft.add_argument("text", type=Path, metavar="TEXT", help="a .txt file, or a folder of them")
    draft.add_argument("--first-day", required=True, metavar="YYYY-MM-DD")
    draft.add_argument("--last-day", required=True, metavar="YYYY-MM-DD")
    draft.add_argument("--out", type=Path, metavar="FOLDER", help="the new campaign folder")
    draft.add_argument("--title", default="", help="else the name of the file")
    draft.add_argument(
        "--gazetteer", type=Path, metavar="CSV",
        help="places of your own, with the columns of places.csv, before those of GeoNames",
    )  # fmt: skip
    draft.add_argument(
        "--sides", type=Path, metavar="CSV",
        help="who acts for whom: columns side,names; the names separated by ;",
    )  # fmt: skip
    how = draft.add_mutually_exclusive_group()
    how.add_argument("--ask", action="store_true", help="print a request for any assistant")
    how.add_argument("--claims", type=Path, metavar="FILE", help="take an assistant's answer")
    how.add_argument("--model", metavar="NAME", help="ask a server's model, with --endpoint")
    draft.add_argument("--endpoint", metavar="URL", help="such as http://localhost:11434/v1")
    draft.add_argument(
        "--key-from", default="", metavar="VARIABLE",
        help="send the key that this variable of the environment holds; else none is sent",
    )  # fmt: skip
    draft.add_argument(
        "--dask", default="", metavar="ADDRESS",
        help="a Dask scheduler for many texts (extra: draft); else this machine's processes",
    )  # fmt: skip
    draft.set_defaults(run=_draft)


def _draft(options: argparse.Namespace) -> int:
    from mapping.commands.draft_command import run_draft
    from mapping.drafting.sentences import DraftError

    try:
        return run_draft(options)
    except DraftError as error:
        raise UserError(str(error)) from None
