"""The benchmark says what it measured, and compares with what it can serve itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.format.campaign import load_campaign
from tests.bench.places import write_places
from tests.bench.rivals import DOCUMENTS
from tests.bench.table import TIMELINE, Measure, table_of


@pytest.mark.parametrize(
    ("measure", "is_met"),
    [
        (Measure("opening", 1.4, "s", 1.5), True),
        (Measure("opening", 1.6, "s", 1.5), False),
        (Measure("opening", float("nan"), "s", 1.5), False),
        (Measure("times faster", 12, "x", 10, True), True),
        (Measure("times faster", 9, "x", 10, True), False),
        (Measure("memory", 300, "MB"), True),
    ],
)
def test_a_goal_that_is_missed_is_said(measure: Measure, is_met: bool) -> None:
    assert measure.is_met == is_met
    assert ("MISSED" in table_of([measure])) == (not is_met)


def test_the_table_says_how_many_times_as_long_others_take() -> None:
    row = table_of([Measure("day step", 10, "ms", 20, beside={TIMELINE: 45})]).splitlines()[-1]
    assert row == "| day step | 10.0 ms | 20 ms | 0.5 |  |  | 45.0 ms (4.5 x) |"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_pages_to_compare_with_hold_all_events_and_need_no_network(
    name: str, tmp_path: Path
) -> None:
    campaign = load_campaign(write_places(tmp_path / "places", events=12, days=3))
    document = DOCUMENTS[name](campaign)
    assert all(document.count(f'"{event.title}"') for event in campaign.events.values())
    assert "http" not in document.replace("http-equiv", "").replace("http://www.w3.org", "")
