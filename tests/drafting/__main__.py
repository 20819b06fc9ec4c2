"""Measure how well texts are drafted: `python -m tests.drafting [FOLDER ...]`.

Prints a table for the texts of each folder, else of `seen` and `unseen` beside this file. With
`ARTICLE` in the environment, the path of a text, and nothing else asked for, the draft of that text
is held against the account of a campaign that a person made of it (`article.py`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from mapping.drafting.world import load_world
from tests.drafting.article import print_article
from tests.drafting.scoring import HEADING, Score, draft_marked, read_marked, score

HERE = Path(__file__).parent


def print_texts(folder: Path) -> Score:
    """Print a row for each text of a folder, and one for all of them."""
    marked = [*read_marked(folder)]
    if not marked:
        # Nothing measured is not everything right.
        sys.exit(f"{folder} holds no marked text")
    world = load_world()
    whole = Score()
    print(f"\n{folder.name}\n| text | {' | '.join(HEADING)} |\n|---|{'---|' * len(HEADING)}")
    for marks, text in marked:
        one = score(draft_marked(marks, text, world), marks)
        whole += one
        print(f"| {marks['id']} | {' | '.join(one.row())} |")
    print(f"| all | {' | '.join(whole.row())} |")
    print(
        f"{whole.found} of {whole.marked} mentions found, {whole.drafted} drafted; "
        f"{whole.near_any} of {whole.placed} places right, of {whole.located} with a point; "
        f"{whole.claims} of {whole.claimed} claims met, {whole.proposed} drafted; "
        f"{whole.strange} placed that no gazetteer holds"
    )
    return whole


if __name__ == "__main__":
    folders = [Path(name) for name in sys.argv[1:]]
    for each in folders or [HERE / "seen", HERE / "unseen"]:
        print_texts(each)
    if not folders:
        print_article()
