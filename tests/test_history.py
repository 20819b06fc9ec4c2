"""What may be shown of Operation Mersad on each day, by the sources, against what is shown.

`mersad_days.csv` was written from the sources, before the data: a row for each thing of each day
and account, and whether it may be shown solid, hollow, only listed, or not at all.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mapping.drawing.drawn import drawn_days
from mapping.format.campaign import Campaign, load_campaign
from mapping.format.kinds import place_kind
from mapping.format.tables import Event
from mapping.player import campaign_document
from mapping.telling.timeline import DayState, day_state

HERE = Path(__file__).parent
CAMPAIGNS = sorted(path.parent for path in (HERE.parent / "data").glob("*/campaign.toml"))
WORDS = {"present": "solid", "between": "stretch"}
"""The table's words for how a force is, where they differ from the day state's."""

with (HERE / "mersad_days.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [*csv.DictReader(file)]
DAYS = sorted({(row["account"], row["day"]) for row in ROWS})


def shown_on(campaign: Campaign, state: DayState) -> dict[tuple[str, str], str]:
    """How everything of a day is shown, by table and id."""
    shown = {}
    for force in state.forces:
        shown["forces", force.force.force_id] = WORDS.get(force.presence, force.presence)
    for event in state.events:
        look = "solid" if event.sure else "hollow"
        shown["events", event.event.event_id] = look if event.points else "listed"
    for movement in state.movements:
        look = "solid" if movement.sure and movement.leg.animated else "hollow"
        located = len(movement.leg.fixes) > 0
        shown["movements", movement.movement.movement_id] = look if located else "listed"
    for place in state.control:
        point = campaign.places[place.place_id].point
        for row, (_, sure) in zip(place.rows, place.holders, strict=True):
            look = "solid" if sure and row.certainty != "uncertain" else "hollow"
            shown["control", row.control_id] = look if point else "listed"
    return shown


def test_the_table_covers_every_day_of_every_account(mersad: Campaign) -> None:
    days = {(account, day.isoformat()) for account in mersad.accounts for day in mersad.calendar}
    assert set(DAYS) == days
    for row in ROWS:
        ids = getattr(mersad, row["table"])
        assert row["id"] in ids or row["shown"] == "absent", row


@pytest.mark.parametrize(("account", "day"), DAYS)
def test_nothing_is_shown_that_no_source_bears(account: str, day: str, mersad: Campaign) -> None:
    state = day_state(mersad, day, account)
    shown = shown_on(mersad, state)
    rows = [row for row in ROWS if (row["account"], row["day"]) == (account, day)]
    wrong = {
        (row["table"], row["id"]): (row["shown"], shown.get((row["table"], row["id"]), "absent"))
        for row in rows
        if row["shown"] != shown.get((row["table"], row["id"]), "absent")
    }
    assert wrong == {}, "may be shown, is shown"
    known = {row["id"] for row in rows if row["table"] == "forces"}
    forces = {force.force.force_id for force in state.forces}
    assert forces <= known, "a force of which the table says nothing"


def test_on_the_26th_nothing_hangs_on_an_invented_spot(mersad: Campaign) -> None:
    state = day_state(mersad, "1988-07-26", "article")
    column = next(one for one in state.forces if one.force.force_id == "mek-column")
    assert column.presence == "between" and column.km_today is None
    assert column.position.earliest_km == 0 and column.position.latest_km == pytest.approx(
        next(one.leg.km for one in state.movements if one.leg.animated), abs=0.1
    )
    assert not [one for one in state.events if one.points and not one.event.place_ids]


@pytest.mark.parametrize("folder", CAMPAIGNS, ids=lambda path: path.name)
def test_what_is_drawn_solid_is_sure_on_that_day(folder: Path) -> None:
    """Every row of every day of every account: the look follows from the state and nothing else."""
    campaign = load_campaign(folder)
    for account in campaign.accounts:
        for day, drawn in zip(campaign.calendar, drawn_days(campaign, account), strict=True):
            state = day_state(campaign, day, account)
            sure = {one.event.event_id for one in state.events if one.sure}
            solid = {one.row.row_id for one in drawn if one.part == "event" and one.look == "solid"}
            assert solid <= sure
            present = {one.force.force_id for one in state.forces if one.presence == "present"}
            forces = {one.row.force_id for one in drawn  # type: ignore[union-attr]
                      if one.part == "force" and one.look == "solid"}  # fmt: skip
            assert forces == present


LOOK = """async (days) => {
  const frame = () => new Promise(requestAnimationFrame);
  const looks = [];
  for (const day of days) {
    campaignPlayer.seek(day);
    do await frame(); while (!campaignPlayer.settled || campaignPlayer.day !== day);
    document.querySelector(".cm-rest")?.click();
    const claims = document.querySelectorAll(".cm-claims:not(.cm-folded *) > .cm-claim[data-row]");
    const signs = [...claims].map((one) => [one.dataset.row, one.querySelector(".cm-pictogram")]);
    const forces = [...document.querySelectorAll(".leaflet-container [data-force]")];
    looks.push({
      solid: signs.filter(([, sign]) => sign && !sign.matches(".is-hollow")).map(([row]) => row),
      hollow: signs.filter(([, sign]) => sign?.matches(".is-hollow")).map(([row]) => row),
      forces: Object.fromEntries(forces.map(({ dataset }) => [dataset.force, dataset.presence])),
      placed: [...document.querySelectorAll(".cm-label :is([data-row], [data-rows])")]
        .flatMap(({ dataset }) => (dataset.rows ?? dataset.row).split(" ")),
    });
  }
  return looks;
}"""


@pytest.mark.parametrize("folder", CAMPAIGNS, ids=lambda path: path.name)
def test_the_player_draws_each_day_as_the_day_state_says(
    folder: Path, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    """Every event and force of every account: nothing is decided in the browser.

    Of every day; of a long campaign, of each third.
    """
    campaign = load_campaign(folder)
    file = tmp_path / "map.html"
    file.write_text(campaign_document(campaign), encoding="utf-8")
    page = open_page(reduced_motion="reduce")
    step = 3 if len(campaign.calendar) >= 60 else 1
    days = [day.isoformat() for day in campaign.calendar[::step]]
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer?.settled")
    for account in campaign.accounts:
        page.evaluate("hash => { location.hash = hash; }", f"account={account}&day={days[0]}")
        page.wait_for_function(
            "([account, day]) => campaignPlayer.state.account === account"
            " && campaignPlayer.day === day && campaignPlayer.settled",
            arg=[account, days[0]],
        )
        for day, look in zip(days, page.evaluate(LOOK, days), strict=True):
            state = day_state(campaign, day, account)
            events = {f"events/{one.event.event_id}": one.sure for one in state.events}
            assert set(look["solid"]) == {name for name, sure in events.items() if sure}, day
            assert set(look["hollow"]) == {name for name, sure in events.items() if not sure}, day
            presences = {one.force.force_id: one.presence for one in state.forces}
            assert look["forces"] == presences, day
            # However quiet a sign is: all that has a point is at it, drawn or counted.
            placed = {f"events/{one.event.event_id}" for one in state.events
                      if one.points and (one.sure or not is_wide(campaign, one.event))}  # fmt: skip
            assert placed <= set(look["placed"]), day


def is_wide(campaign: Campaign, event: Event) -> bool:
    """Whether an event is only at areas, which are drawn when something is sure to happen there."""
    places = [campaign.places[name] for name in event.place_ids]
    return bool(places) and all(place_kind(place.kind).is_wide for place in places)
