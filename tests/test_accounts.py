"""Who says so: the shipped campaign's accounts, their evidence, questions and figures."""

from __future__ import annotations

import pytest

from mapping.format.campaign import Campaign
from mapping.telling.outcomes import claim_coverage
from mapping.telling.timeline import control_states, day_state

ACCOUNTS = ("article", "iranian-sources", "mek", "press-1988")


def test_every_drawn_row_of_every_account_has_evidence(mersad: Campaign) -> None:
    for table in (mersad.movements, mersad.events, mersad.control):
        for row in table.values():
            assert mersad.evidence_for(row), row.row_id


def events_on(campaign: Campaign, day: str, account: str) -> set[str]:
    """The ids of the events that an account dates to a day."""
    state = day_state(campaign, day, account)
    return {one.event.event_id for one in state.events if one.sure}


@pytest.mark.parametrize(
    ("account", "day", "event"),
    [
        ("iranian-sources", "1988-07-22", "ir-zardeh"),
        ("iranian-sources", "1988-07-25", "ir-crossing"),
        ("iranian-sources", "1988-07-25", "ir-eslamabad-taken"),
        ("press-1988", "1988-07-22", "pr-towns-occupied"),
        ("press-1988", "1988-07-29", "pr-tehran-claims"),
        ("mek", "1988-07-28", "nla-decides-withdrawal"),
    ],
)
def test_each_account_dates_its_own_events(
    mersad: Campaign, account: str, day: str, event: str
) -> None:
    assert event in events_on(mersad, day, account)


def holders(campaign: Campaign, account: str, number: int) -> dict[str, tuple[str, ...]]:
    """Who surely holds each place at the end of a day."""
    states = control_states(campaign, account, number)
    return {
        one.place_id: tuple(side for side, sure in one.holders if sure) for one in states
    }  # fmt: skip


def test_the_press_has_iraq_hold_the_border_towns_from_the_first_day(mersad: Campaign) -> None:
    held = holders(mersad, "press-1988", 0)
    for place in ("khosravi-crossing", "qasr-e-shirin", "sarpol-e-zahab"):
        assert held[place] == ("iraq",)


def test_iranian_sources_have_eslamabad_fall_on_the_night_of_the_crossing(
    mersad: Campaign,
) -> None:
    assert "eslamabad-e-gharb" not in holders(mersad, "iranian-sources", 2)
    assert holders(mersad, "iranian-sources", 3)["eslamabad-e-gharb"] == ("mek",)
    assert holders(mersad, "iranian-sources", 8)["eslamabad-e-gharb"] == ("iran",)


def test_helicopters_at_kerend_are_nobodys_and_leave_no_force_there(mersad: Campaign) -> None:
    event = mersad.events["ir-helicopters-kerend"]
    assert (event.by_force_ids, event.certainty) == ((), "uncertain")
    for day in ("1988-07-28", "1988-07-29", "1988-07-30"):
        assert event.event_id not in events_on(mersad, day, "iranian-sources")
        states = day_state(mersad, day, "iranian-sources").forces
        assert "kerend-e-gharb" not in {one.position.place_id for one in states}


def test_both_versions_of_the_end_stand_on_the_29th(mersad: Campaign) -> None:
    press = events_on(mersad, "1988-07-29", "press-1988")
    assert {"pr-towns-retaken", "pr-tehran-claims", "pr-mek-says-left"} <= press
    assert "nla-ends" in events_on(mersad, "1988-07-29", "mek")
    # What one side claims ends nobody in a report that carries both.
    ending = ("destruction", "dispersal", "surrender", "departure")
    told = mersad.told_by("press-1988", mersad.events)
    assert not [event for event in told if event.kind in ending]


def test_no_side_is_friend_or_foe_and_residents_are_their_own(mersad: Campaign) -> None:
    assert {side.affiliation for side in mersad.sides.values()} == {"unknown"}
    assert mersad.forces["residents"].side_id == "residents"


def test_killed_and_injured_are_never_on_one_axis(mersad: Campaign) -> None:
    counted: dict[tuple[str, str], list[float]] = {}
    for one in mersad.figures.values():
        counted.setdefault((one.topic, one.counted), []).append(one.low)
    assert max(counted["Iranian losses", "killed"]) < 1_000
    assert counted["Iranian losses", "killed or injured"] == [55_000, 55_000]
    assert 4_500 not in counted["MEK losses", "killed"]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_each_claim_is_drawn_or_it_is_said_why_not(mersad: Campaign, account: str) -> None:
    covered = claim_coverage(mersad, account)
    rows = [
        row
        for table in (mersad.movements, mersad.events, mersad.control)
        for row in mersad.told_by(account, table)
    ]
    assert len(covered) == len(rows)
    assert all(claim.where for claim in covered)
    undrawn = {claim.where.split(":")[0] for claim in covered if claim.outcome == "not drawn"}
    assert undrawn <= {"listed only", "listed under Before", "listed under After"}
