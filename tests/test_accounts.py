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


def test_troops_land_at_kerend_on_the_28th(mersad: Campaign) -> None:
    before, after = (
        {one.force.force_id: one.position.place_id for one in state.forces}
        for state in (
            day_state(mersad, "1988-07-27", "iranian-sources"),
            day_state(mersad, "1988-07-28", "iranian-sources"),
        )
    )
    assert "airborne-troops" not in before
    assert after["airborne-troops"] == "kerend-e-gharb"


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
    undrawn = {claim.where.split(":")[0] for claim in covered if not claim.is_drawn}
    assert undrawn <= {"listed only", "listed under Before", "listed under After"}
