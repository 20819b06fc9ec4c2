"""What a stranger's folder holds: everything that is wrong with it, and its map if nothing is."""

from __future__ import annotations

from pathlib import Path

from mapping.checks import check_campaign
from mapping.format.problems import Problem, find_errors
from mapping.gazetteer import OfflineGazetteer

MOST_PROBLEMS = 5_000


def read_stranger(folder: Path) -> tuple[list[Problem], str]:
    """What the command line's check finds, and the player's document; empty where it has errors."""
    problems = check_campaign(folder, gazetteer=OfflineGazetteer())
    if find_errors(problems):
        return problems[:MOST_PROBLEMS], ""
    from mapping.format.campaign import load_campaign
    from mapping.player import campaign_document

    return problems[:MOST_PROBLEMS], campaign_document(load_campaign(folder))
