"""The story of a campaign in steps: those that its author wrote, or those that its days make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from mapping.format.campaign import Campaign
from mapping.format.schema import row_name
from mapping.format.tables import Area, DayText, Event, Movement, Step, View
from mapping.telling.claim_order import claims_in_order
from mapping.telling.day_text import day_text
from mapping.telling.once import once
from mapping.telling.timeline import DayState, day_states

Told = Movement | Event | Area
MOST_WORDS = 45
"""As many words as a step's text may have: what is read while the map is looked at."""


@dataclass(frozen=True, slots=True)
class StoryStep:
    """A step: the numbers of its days (0 for the first), the last of which the map shows.

    `rows` are the rows that matter, `table/id`; without a headline nothing is dated on its days.
    `name` is the row of a step that its author wrote.
    """

    first: int
    last: int
    account_id: str
    compare_id: str = ""
    headline: str = ""
    text: str = ""
    view: View | None = None
    rows: tuple[str, ...] = ()
    name: str = ""


@once
def story_steps(campaign: Campaign) -> tuple[StoryStep, ...]:
    """The steps of `steps.csv` in their order; without it, a step for each day that tells.

    Days in a row of which the usual account tells the same, or nothing, are one step.
    """
    return tuple(_own_steps(campaign) if campaign.steps else _steps_of_days(campaign))


def _own_steps(campaign: Campaign) -> Iterator[StoryStep]:
    for step in sorted(campaign.steps, key=lambda step: step.order):
        if campaign.first_day <= step.day <= campaign.last_day:
            yield _own_step(campaign, step)


def _own_step(campaign: Campaign, step: Step) -> StoryStep:
    number = campaign.day_number(step.day)
    account = step.account_id or campaign.default_account
    told = day_text(campaign, campaign.calendar[number], account)
    view = step.view or (told.view if told else None)
    return StoryStep(
        number, number, account, step.compare_id, step.headline, step.text, view, step.row_ids,
        row_name(step),
    )  # fmt: skip


def _steps_of_days(campaign: Campaign) -> Iterator[StoryStep]:
    """A step for each stretch of days that tell the same; what only goes on has none of its own.

    Without words of the author it is headed by what is new in it.
    """
    account = campaign.default_account
    days = [
        (number, rows, day_text(campaign, state.day, account) if rows else None)
        for number, state in enumerate(day_states(campaign, account))
        for rows in [_rows_of_day(state)]
    ]
    before: frozenset[str] = frozenset()
    for (names, _), alike in groupby(days, _said):
        same = list(alike)
        (first, rows, _), (last, _, told) = same[0], same[-1]
        new = [row for row in rows if row_name(row) not in before]
        before = frozenset(names)
        if told:
            yield StoryStep(
                first, last, account, "", told.headline, told.text, told.view, names
            )  # fmt: skip
        elif new:
            yield StoryStep(first, last, account, headline=new[0].title, rows=names)
        elif not rows:
            yield StoryStep(first, last, account)


def _said(day: tuple[int, list[Told], DayText | None]) -> tuple[tuple[str, ...], Any]:
    """What makes a day like another one."""
    _, rows, told = day
    return tuple(map(row_name, rows)), told and (told.headline, told.text, told.view)


def _rows_of_day(state: DayState) -> list[Told]:
    """What an account dates to a day: its claims in order, then the areas whose line is new."""
    dated, _ = claims_in_order(state)
    changed = [one.area for one in state.areas if one.changed]
    return [*(claim.row for claim in dated), *changed]
