"""The story of a campaign in steps: those that its author wrote, or those that its days make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from mapping.format.campaign import Campaign
from mapping.format.schema import row_name
from mapping.format.tables import Area, Event, Movement, Step, View
from mapping.telling.claim_order import claims_in_order
from mapping.telling.day_text import day_text
from mapping.telling.once import once
from mapping.telling.timeline import DayState, day_states

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
    account = campaign.default_account
    steps = (
        _step_of_day(campaign, number, state)
        for number, state in enumerate(day_states(campaign, account))
    )
    for _, alike in groupby(steps, lambda step: replace(step, first=0, last=0)):
        same = list(alike)
        yield replace(same[-1], first=same[0].first)


def _step_of_day(campaign: Campaign, number: int, state: DayState) -> StoryStep:
    account = campaign.default_account
    rows = _rows_of_day(state)
    if not rows:
        return StoryStep(number, number, account)
    told = day_text(campaign, state.day, account)
    return StoryStep(
        number,
        number,
        account,
        headline=told.headline if told else rows[0].title,
        text=told.text if told else "",
        view=told.view if told else None,
        rows=tuple(map(row_name, rows)),
    )


def _rows_of_day(state: DayState) -> list[Movement | Event | Area]:
    """What an account dates to a day: its claims in order, then the areas whose line is new."""
    dated, _ = claims_in_order(state)
    changed = [one.area for one in state.areas if one.changed]
    return [*(claim.row for claim in dated), *changed]
