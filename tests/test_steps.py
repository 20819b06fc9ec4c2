"""The story in steps: the author's own, or those that the days make."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from mapping.checks import check_campaign
from mapping.format.campaign import Campaign, load_campaign
from mapping.telling.steps import MOST_WORDS, story_steps
from tests.folders import Folder, write_broken
from tests.test_timeline import campaign_of, rows

HEADING = ["order", "day", "account_id", "compare_id", "headline", "text", "view", "row_ids"]


def with_steps(*rows: list[str]) -> object:
    """A way to spoil the tiny folder: it gets these steps."""

    def add(folder: Folder) -> None:
        folder.tables["steps"] = [HEADING, *rows]

    return add


def rules_of(folder: Path) -> set[str]:
    """What the check says of the steps of a folder."""
    return {one.rule for one in check_campaign(folder) if one.file == "steps.csv"}


def test_shipped_stories_are_told_whole(mersad: Campaign, russia: Campaign) -> None:
    assert len(story_steps(mersad)) == 8 and len(story_steps(russia)) == 10
    for campaign in (mersad, russia):
        for step in story_steps(campaign):
            assert step.headline and step.rows and step.view
            assert 10 <= len(step.text.split()) <= MOST_WORDS


def test_both_ends_are_told_side_by_side(mersad: Campaign) -> None:
    ends = [step for step in story_steps(mersad) if "events/pr-towns-retaken" in step.rows]
    assert [(step.account_id, step.compare_id) for step in ends] == [("press-1988", "mek")]
    assert {"events/pr-mek-says-left", "events/nla-ends"} <= set(ends[0].rows)


def test_without_steps_the_days_make_them_and_silent_days_are_one(tmp_path: Path) -> None:
    campaign = load_campaign(write_broken(tmp_path / "tiny"))
    steps = story_steps(campaign)
    cells = [cell for step in steps for cell in range(step.first, step.last + 1)]
    assert cells == [*range(len(campaign.calendar))]
    for before, after in pairwise(steps):
        assert replace(before, first=0, last=0) != replace(after, first=0, last=0), "they are one"
    assert any(step.headline and step.rows for step in steps)


def test_what_goes_on_heads_no_step_twice(tmp_path: Path) -> None:
    siege = "siege,siege,1988-07-23,1988-07-28,alder,guard,,,certain,A siege,"
    sally = "sally,skirmish,1988-07-25,,birch,guard,,,certain,A sally,"
    steps = story_steps(campaign_of(tmp_path, rows("events", siege, sally)))
    assert [(step.first, step.last, step.headline) for step in steps] == [
        (0, 0, ""), (1, 2, "A siege"), (3, 3, "A sally"), (7, 8, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        (["1", "1988-07-24", "", "", "A step", "Short.", "", "events/battle"], set()),
        (["1", "1988-07-24", "", "", "A step", "", "", "events/nothing"], {"step-row"}),
        (["1", "1999-07-24", "", "", "A step", "", "", ""], {"step-day"}),
        (["1", "1988-07-24", "", "", "A step", "word " * 46, "", ""], {"step-length"}),
        (["1", "1988-07-24", "nobody", "", "A step", "", "", ""], {"reference"}),
    ],
)
def test_a_step_that_does_not_fit_is_said(row: list[str], rules: set[str], tmp_path: Path) -> None:
    folder = write_broken(tmp_path / "tiny")
    events = load_campaign(folder).events
    row[7] = row[7].replace("events/battle", f"events/{next(iter(events))}")
    assert rules_of(write_broken(tmp_path / "steps", with_steps(row))) == rules
