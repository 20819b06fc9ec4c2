"""What becomes of each claim: drawn, drawn in part and what is left out, or not drawn and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.format.campaign import Campaign, load_campaign
from mapping.page.claims import say_share
from mapping.telling.outcomes import Covered, Outcome, claim_coverage, percent_drawn
from tests.folders import Break, Folder, write_broken

DATA = Path(__file__).parent.parent / "data"


def claims_of(tmp_path: Path, *breaks: Break) -> dict[str, Covered]:
    """What becomes of each row of the tiny folder with these changes in it."""
    campaign = load_campaign(write_broken(tmp_path / "tiny", *breaks))
    return {claim.row: claim for claim in claim_coverage(campaign, "north")}


def unlocated(*rows: int) -> Break:
    """Take the coordinates of places away."""

    def spoil(folder: Folder) -> None:
        for row in rows:
            for column in ("lat", "lon", "radius_km"):
                folder.set("places", row, column, "")

    return spoil


def way(movement: str, mode: str, *places: str, day: str = "1988-07-26") -> Break:
    """Add a movement of the guard over places."""

    def spoil(folder: Folder) -> None:
        folder.add("movements", movement, "guard", "advance", mode, day, day, "", "certain",
                   "A way", "", "")  # fmt: skip
        for order, place in enumerate(places, 1):
            folder.add("waypoints", movement, str(order), place)
        folder.add("evidence", "movements", movement, "", "chronicle", "p. 9", "", "supports", "")

    return spoil


def event(name: str, starts: str, places: str = "", by: str = "", ends: str = "") -> Break:
    """Add an event."""

    def spoil(folder: Folder) -> None:
        folder.add("events", name, "battle", starts, ends, places, by, "", "", "certain", "It", "")
        folder.add("evidence", "events", name, "", "chronicle", "p. 9", "", "supports", "")

    return spoil


def test_all_of_the_tiny_folder_is_drawn(tmp_path: Path) -> None:
    claims = list(claims_of(tmp_path).values())
    assert {claim.outcome for claim in claims} == {"drawn"}
    assert say_share(claims) == f"{len(claims)} of {len(claims)} claims (100 %) are on the map."


@pytest.mark.parametrize(
    ("mode", "places", "outcome"),
    [
        ("planned", ("birch", "cedar-plain"), "not drawn"),
        ("alleged", ("birch",), "not drawn"),
        ("actual", ("birch", "cedar-plain"), "in part"),
    ],
)
def test_one_known_point_is_no_way(
    tmp_path: Path, mode: str, places: tuple[str, ...], outcome: Outcome
) -> None:
    claim = claims_of(tmp_path, unlocated(CEDAR), way("m9", mode, *places))["movements/m9"]
    assert claim.outcome == outcome, claim.where


def test_what_was_held_for_hours_only_is_on_no_days_map(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        for name, starts, ends in (
            ("c8", "1988-07-26T08:00", "1988-07-26T12:00"), ("c9", "1988-07-26T12:00", ""),
        ):  # fmt: skip
            folder.add("control", name, "cedar-plain", "red" if ends else "blue", starts, ends,
                       "", "certain")  # fmt: skip
            folder.add("evidence", "control", name, "", "chronicle", "p. 9", "", "supports", "")

    claims = claims_of(tmp_path, spoil)
    assert claims["control/c8"].outcome == "in part"
    assert claims["control/c9"].outcome == "drawn"


BIRCH, CEDAR = 3, 4


@pytest.mark.parametrize(
    ("mode", "places", "gone", "why"),
    [
        ("actual", ("birch", "alder"), 2,
         "where it goes, Alder, has no coordinates: the force has left, and where to is not drawn"),
        ("planned", ("birch", "cedar-plain", "alder"), 2,
         "on the map, as planned, in part: where it goes, Alder, has no coordinates"),
        ("actual", ("cedar-plain", "birch"), CEDAR,
         "where it comes from, Cedar plain, has no coordinates"),
        ("actual", ("birch", "cedar-plain", "alder"), CEDAR,
         "drawn without Cedar plain on the way: no coordinates"),
    ],
)  # fmt: skip
def test_a_way_of_which_something_is_left_out_is_drawn_in_part(
    tmp_path: Path, mode: str, places: tuple[str, ...], gone: int, why: str
) -> None:
    claim = claims_of(tmp_path, way("on", mode, *places), unlocated(gone))["movements/on"]
    assert claim.outcome == "in part"
    assert claim.where.endswith(why)


def test_each_part_that_is_left_out_is_said(tmp_path: Path) -> None:
    places = "alder", "birch", "cedar-plain"
    claim = claims_of(tmp_path, way("on", "actual", *places), unlocated(2, CEDAR))["movements/on"]
    assert "where it comes from, Alder" in claim.where and "where it goes, Cedar" in claim.where


def test_a_movement_without_any_point_or_any_day_is_not_drawn(tmp_path: Path) -> None:
    claims = claims_of(
        tmp_path, way("nowhere", "actual", "cedar-plain"), unlocated(CEDAR),
        way("early", "planned", "birch", "alder", day="1988-07-01"),
        way("late", "planned", "birch", "alder", day="1988-08-20"),
    )  # fmt: skip
    assert claims["movements/nowhere"].where == "listed only: none of its places is located"
    assert claims["movements/early"].where == "on no day: earlier than the first day"
    assert claims["movements/late"].where == "on no day: later than the last day"
    assert {claims[f"movements/{one}"].outcome for one in ("nowhere", "early", "late")} == {
        "not drawn"
    }


def test_an_event_at_several_places_is_drawn_in_part_where_one_has_no_point(
    tmp_path: Path,
) -> None:
    both = event("two", "1988-07-25", "birch;cedar-plain")
    claims = claims_of(tmp_path, both, event("one", "1988-07-25", "cedar-plain"), unlocated(CEDAR))
    two, one = claims["events/two"], claims["events/one"]
    assert (two.outcome, one.outcome) == ("in part", "not drawn")
    assert two.where == "on the map, in part: at Birch; not at Cedar plain: no coordinates"
    assert one.where == "listed only: not located: Cedar plain"


def test_an_event_at_a_force_is_drawn_on_the_days_on_which_that_stands_somewhere(
    tmp_path: Path,
) -> None:
    leaves = way("leaves", "actual", "birch", "cedar-plain")
    claims = claims_of(
        tmp_path, leaves, unlocated(CEDAR),
        event("at-post", "1988-07-24", by="guard"),
        event("gone", "1988-07-28", by="guard"),
        event("both", "1988-07-24", by="guard", ends="1988-07-29"),
    )  # fmt: skip
    assert claims["events/at-post"].outcome == "drawn"
    assert claims["events/gone"].outcome == "not drawn"
    assert claims["events/gone"].where.endswith("nor where The guard stands then")
    assert claims["events/both"].outcome == "in part"
    assert "of the 6 days on which it may have been" in claims["events/both"].where


@pytest.mark.parametrize(
    ("drawn", "total", "percent"), [(0, 0, 100), (249, 250, 99), (250, 250, 100), (1, 3, 33)]
)
def test_a_hundred_percent_is_said_only_if_it_is_so(drawn: int, total: int, percent: int) -> None:
    def claim(outcome: Outcome) -> Covered:
        return Covered("events/x", "X", "", (), outcome, "")

    claims = [claim("drawn")] * drawn + [claim("in part")] * (total - drawn)
    assert percent_drawn(claims) == percent
    assert ("100 %" in say_share(claims)) == (drawn == total > 0)


@pytest.fixture(scope="module", params=["mersad-1988", "russia-1812"])
def shipped(request: pytest.FixtureRequest) -> Campaign:
    """A campaign that ships."""
    return load_campaign(DATA / request.param)


def test_nothing_that_is_said_to_be_drawn_has_a_place_without_a_point(shipped: Campaign) -> None:
    for account_id in shipped.accounts:
        for claim in claim_coverage(shipped, account_id):
            table, _, row_id = claim.row.partition("/")
            if table == "movements":
                names = [one.place_id for one in shipped.waypoints[row_id] if one.place_id]
            elif table == "events":
                names = list(shipped.events[row_id].place_ids)
            else:
                names = [shipped.control[row_id].place_id]
            unknown = [name for name in names if shipped.places[name].point is None]
            assert claim.outcome != "drawn" or not unknown, claim
