"""Rules about the steps of the story."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.checks.report import report, suggest
from mapping.format.campaign import Campaign, Told, is_told_by
from mapping.format.dates import say_day
from mapping.format.problems import Problem
from mapping.format.schema import row_name
from mapping.telling.steps import MOST_WORDS


def check_step_days(campaign: Campaign) -> Iterator[Problem]:
    """A step stands at a day of the campaign."""
    for step in campaign.steps:
        if not campaign.first_day <= step.day <= campaign.last_day:
            days = f"a day from {say_day(campaign.first_day)} to {say_day(campaign.last_day)}"
            message = "the step is left out: its day is outside the campaign"
            yield report("step-day", "warning", step, "day", message, str(step.day), days,
                         "correct the day")  # fmt: skip


def check_step_rows(campaign: Campaign) -> Iterator[Problem]:
    """What a step points to is there, and told by one of its accounts."""
    rows: dict[str, Told] = {
        row_name(row): row
        for table in (campaign.movements, campaign.events, campaign.control, campaign.areas)
        for row in table.values()
    }
    for step in campaign.steps:
        accounts = (step.account_id or campaign.default_account, step.compare_id)
        for name in step.row_ids:
            row = rows.get(name)
            if row is None:
                mend = suggest(name, rows, "name a row of movements, events, control or areas")
                yield report("step-row", "warning", step, "row_ids", "the step points to no row",
                             name, "table/id, such as events/the-crossing", mend)  # fmt: skip
            elif not any(account and is_told_by(row, account) for account in accounts):
                message = "the step points to a row that none of its accounts tells"
                mend = "take the account of the row as account_id or compare_id"
                yield report("step-untold", "warning", step, "row_ids", message, name,
                             " or ".join(row.account_ids), mend)  # fmt: skip


def check_step_length(campaign: Campaign) -> Iterator[Problem]:
    """A step is read while the map is looked at."""
    for step in campaign.steps:
        if (count := len(step.text.split())) > MOST_WORDS:
            message = "the text of the step is long for what stands beside a map"
            yield report("step-length", "warning", step, "text", message, f"{count} words",
                         f"at most {MOST_WORDS}", "say less, or make two steps")  # fmt: skip
