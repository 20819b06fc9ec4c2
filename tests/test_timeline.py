"""What stood where on each day: small made-up campaigns first, then Operation Mersad."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.drawing.scene import scene_payload
from mapping.format.campaign import Campaign, load_campaign
from mapping.geo.geodesy import distance_km
from mapping.telling.narrate import say_account, say_when
from mapping.telling.timeline import (
    DayState,
    ForceState,
    day_state,
    follow_route,
    legs_of,
    position_at,
    tracks_of,
)
from mapping.telling.whereabouts import say_force
from tests.folders import Break, Folder, write_broken

MERSAD = Path(__file__).parent.parent / "data" / "mersad-1988"
ALDER, MIDDLE, BIRCH = (34.0, 46.0), (34.1, 46.5), (34.0, 47.0)


def rows(table: str, *lines: str) -> Break:
    """Put rows in place of those of a table; cells are separated by commas."""

    def spoil(folder: Folder) -> None:
        folder.tables[table][1:] = [line.split(",") for line in lines]

    return spoil


def whole(table: str, text: str) -> Break:
    """Put another table in place of one, its heading too."""

    def spoil(folder: Folder) -> None:
        folder.tables[table] = [line.split(",") for line in text.splitlines()]

    return spoil


def in_1788(folder: Folder) -> None:
    """Two hundred years earlier, before any engine."""
    folder.head = folder.head.replace("1988", "1788")


def add_dale(folder: Folder) -> None:
    """A place of which nobody knows where it lies."""
    folder.add("places", "dale", "Dale", "town", "", "", "", "uncertain", "atlas")


def bare(folder: Folder) -> None:
    """Empty every table that refers to rows which a test replaces."""
    for name in ("evidence", "answers", "control", "events", "days", "waypoints", "movements"):
        folder.tables[name] = folder.tables[name][:1]


def campaign_of(tmp_path: Path, *breaks: Break) -> Campaign:
    """The tiny campaign with only the rows of a test in it."""
    return load_campaign(write_broken(tmp_path / "tiny", bare, *breaks))


def force_on(campaign: Campaign, day: str, force_id: str = "column") -> ForceState | None:
    """The state of a force on a day, None where it is not on the map."""
    states = day_state(campaign, day).forces
    return next((state for state in states if state.force.force_id == force_id), None)


def events_on(state: DayState) -> dict[str, tuple[str, bool]]:
    """How each event of a day is dated, and whether it is sure to fall on it."""
    return {one.event.event_id: (one.dating, one.sure) for one in state.events}


MARCH = rows("movements", "march,column,advance,actual,1988-07-24,1988-07-25,,certain,A march,")
WAY = rows("waypoints", "march,1,alder,,,,,,", "march,2,,34.1,46.5,,,,", "march,3,birch,,,,,,")


def test_a_day_inside_a_span_is_sure(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path, rows("events", "siege,battle,1988-07-24,1988-07-26,birch,,,,certain,A siege,")
    )
    sure = {day.day: events_on(day_state(campaign, day)) for day in campaign.calendar}
    assert {day for day, events in sure.items() if events} == {24, 25, 26}
    assert sure[25] == {"siege": ("dated", True)}


def test_an_uncertain_moment_may_fall_on_any_of_its_days(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path,
        rows("events", "raid,battle,[1988-07-24..1988-07-26],,birch,,,,certain,A raid,",
             "siege,battle,[1988-07-23..1988-07-24],[1988-07-26..1988-07-27],birch,,,,certain,A,"),
    )  # fmt: skip
    assert events_on(day_state(campaign, "1988-07-23")) == {"siege": ("between", False)}
    assert events_on(day_state(campaign, "1988-07-25")) == {
        "raid": ("between", False), "siege": ("between", True)
    }  # fmt: skip
    assert events_on(day_state(campaign, "1988-07-27")) == {"siege": ("between", False)}
    assert events_on(day_state(campaign, "1988-07-28")) == {}


def test_a_date_by_inference_is_undated(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path,
        rows("events", "raid,battle,[1988-07-24..1988-07-26],,birch,,,,certain,A raid,",
             "speech,speech,1988-07-24,,birch,,,,certain,A speech,"),
        rows("evidence", "events,raid,starts,chronicle,,,inferred,Why",
             "events,speech,starts,chronicle,,,inferred,Why"),
    )  # fmt: skip
    assert events_on(day_state(campaign, "1988-07-24")) == {
        "raid": ("undated", False), "speech": ("implied", False)
    }  # fmt: skip
    assert say_when(campaign, campaign.events["raid"]).startswith("undated in this account")


HOURS = rows(
    "movements", "march,column,advance,actual,1988-07-24T12:00,1988-07-25T12:00,,certain,A,"
)
"""The same march with the hours of its two ends."""


def test_between_two_bare_days_a_force_is_somewhere_on_its_way(tmp_path: Path) -> None:
    campaign = campaign_of(tmp_path, MARCH, WAY)
    whole = distance_km(ALDER, MIDDLE) + distance_km(MIDDLE, BIRCH)
    first, second = force_on(campaign, "1988-07-24"), force_on(campaign, "1988-07-25")
    assert force_on(campaign, "1988-07-23") is None
    assert first and second
    assert first.presence == "between" and first.km_today is None
    assert first.position.earliest_km == 0 and first.position.latest_km == pytest.approx(whole)
    assert first.position.km == pytest.approx(whole / 2)
    said = say_force(campaign, "north", first)
    assert said == "somewhere between Alder and Birch, 0 to 95 km along its way"
    assert second.presence == "present" and second.position.place_id == "birch"
    assert second.km_today is None, "how much of it was driven today is not known either"
    assert second.km_total == pytest.approx(whole)


def test_a_slow_force_cannot_have_come_far(tmp_path: Path) -> None:
    """Ninety-five km on foot within three days: at most a day's march a day from either end."""
    march = rows("movements", "march,guard,advance,actual,1788-07-24,1788-07-26,,certain,A,")
    campaign = campaign_of(tmp_path, march, WAY, in_1788)
    states = [force_on(campaign, f"1788-07-{day}", "guard") for day in (24, 25, 26)]
    stretches = [(one.position.earliest_km, one.position.latest_km) for one in states if one]
    assert stretches[0] == (0, pytest.approx(70))
    assert stretches[1] == (pytest.approx(25, abs=0.5), pytest.approx(95, abs=0.5))
    assert stretches[2] == (None, None)


def test_a_stop_on_the_way_is_known_on_its_own_day(tmp_path: Path) -> None:
    march = rows("movements", "march,column,advance,actual,1988-07-24,1988-07-28,,certain,A,")
    way = rows("waypoints", "march,1,alder,,,,,,", "march,2,,34.1,46.5,1988-07-26,,,",
               "march,3,birch,,,,,,")  # fmt: skip
    campaign = campaign_of(tmp_path, march, way)
    presences = [force_on(campaign, f"1988-07-{day}") for day in range(24, 30)]
    assert [state and state.presence for state in presences] == [
        "between", "between", "present", "between", "present", "last known"
    ]  # fmt: skip
    assert presences[2] and presences[2].position.point == pytest.approx(MIDDLE)


def test_between_two_hours_a_position_is_interpolated(tmp_path: Path) -> None:
    campaign = campaign_of(tmp_path, HOURS, WAY)
    whole = distance_km(ALDER, MIDDLE) + distance_km(MIDDLE, BIRCH)
    first, second = force_on(campaign, "1988-07-24"), force_on(campaign, "1988-07-25")
    assert first and second
    assert first.km_today == pytest.approx(whole / 2, rel=1e-3)
    assert second.km_today == pytest.approx(whole / 2, rel=1e-3)
    assert first.presence == second.presence == "present"
    assert first.position.interpolated and not first.position.place_id
    assert "interpolated" in say_force(campaign, "north", first)


def test_a_force_is_last_known_from_the_day_after(tmp_path: Path) -> None:
    campaign = campaign_of(tmp_path, MARCH, WAY)
    states = [force_on(campaign, f"1988-07-{day}") for day in (25, 26, 30)]
    assert [one and one.presence for one in states] == ["present", "last known", "last known"]
    assert states[2] and say_force(campaign, "north", states[2]) == (
        "last known at Birch on 25 July"
    )


def test_an_event_where_it_stands_places_it_anew(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path, MARCH, WAY,
        rows("events", "raid,battle,1988-07-27,1988-07-28,birch,guard,column,,certain,A raid,",
             "far,battle,1988-07-29,,alder,guard,column,,certain,A raid,"),
    )  # fmt: skip
    presences = [force_on(campaign, f"1988-07-{day}") for day in range(25, 31)]
    assert [one and one.presence for one in presences] == [
        "present", "last known", "present", "present", "last known", "last known"
    ]  # fmt: skip


def test_a_force_that_is_said_to_stay_stays(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path, WAY,
        whole("movements", "movement_id,force_id,kind,mode,departs,arrives,stays_until,account_ids,"
         "certainty,title,summary\n"
         "march,column,advance,actual,1988-07-24,1988-07-25,1988-07-27,,certain,A march,\n"),
    )  # fmt: skip
    presences = [force_on(campaign, f"1988-07-{day}") for day in (25, 26, 27, 28)]
    assert [one and one.presence for one in presences] == [
        "present", "present", "present", "last known"
    ]  # fmt: skip


def test_a_force_bound_for_a_place_without_a_point_has_left(tmp_path: Path) -> None:
    way = rows("waypoints", "march,1,alder,,,,,,", "march,2,dale,,,,,,")
    campaign = campaign_of(tmp_path, MARCH, way, add_dale)
    states = [force_on(campaign, f"1988-07-{day}") for day in (24, 25, 30)]
    assert [one and one.presence for one in states] == ["left", "left", "left"]
    assert states[0] and say_force(campaign, "north", states[0]) == (
        "has left for Dale, which has no point on the map; before that at Alder"
    )


def test_a_force_that_goes_on_from_a_point_to_none_leaves_at_the_end(tmp_path: Path) -> None:
    way = rows("waypoints", "march,1,alder,,,,,,", "march,2,birch,,,,,,", "march,3,dale,,,,,,")
    campaign = campaign_of(tmp_path, MARCH, way, add_dale)
    states = [force_on(campaign, f"1988-07-{day}") for day in (24, 25)]
    assert [one and one.presence for one in states] == ["between", "left"]


def test_a_force_from_a_place_without_a_point_is_there_when_it_comes(tmp_path: Path) -> None:
    way = rows("waypoints", "march,1,dale,,,,,,", "march,2,birch,,,,,,")
    campaign = campaign_of(tmp_path, MARCH, way, add_dale)
    states = [force_on(campaign, f"1988-07-{day}") for day in (24, 25, 26)]
    assert [one and one.presence for one in states] == [None, "present", "last known"]


def test_a_force_that_stood_leaves_for_a_place_without_a_point(tmp_path: Path) -> None:
    way = rows("waypoints", "march,1,dale,,,,,,")
    stood = rows("events", "first,battle,1988-07-22,,alder,column,,,certain,First,")
    campaign = campaign_of(tmp_path, MARCH, way, add_dale, stood)
    presences = [force_on(campaign, f"1988-07-{day}") for day in (22, 23, 24, 25)]
    assert [one and one.presence for one in presences] == [
        "present", "last known", "left", "left"
    ]  # fmt: skip


def test_each_leaving_says_where_to_and_the_first_moment_is_one(tmp_path: Path) -> None:
    def add_elm(folder: Folder) -> None:
        folder.add("places", "elm", "Elm", "town", "", "", "", "uncertain", "atlas")

    campaign = campaign_of(
        tmp_path, add_dale, add_elm,
        rows("events", "first,battle,1988-07-22,,alder,column,,,certain,First,"),
        rows("movements",
             "march,column,advance,actual,1988-07-22,1988-07-22,,certain,To Dale,,",
             "on,column,advance,actual,1988-07-26,1988-07-26,,certain,To Elm,,"),
        rows("waypoints", "march,1,dale,,,,,,", "on,1,elm,,,,,,"),
    )  # fmt: skip
    states = [force_on(campaign, f"1988-07-{day}") for day in (22, 25, 26)]
    assert [one and one.presence for one in states] == ["left", "left", "left"]
    words = [say_force(campaign, "north", one) for one in states if one]
    assert ["Dale" in said for said in words] == [True, True, False]
    assert ["Elm" in said for said in words] == [False, False, True]


def test_a_march_too_fast_for_its_kind_is_bounded_by_what_is_stated(tmp_path: Path) -> None:
    far = rows("waypoints", "march,1,alder,,,,,,", "march,2,,34.1,90.5,,,,")
    campaign = campaign_of(tmp_path, MARCH, far)
    state = force_on(campaign, "1988-07-24")
    assert state and state.presence == "between"
    assert state.position.earliest_km == 0 and state.position.latest_km > 3_000


def test_a_force_that_joins_another_ends(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path, MARCH, WAY,
        whole("events", "event_id,kind,starts,place_ids,by_force_ids,into_force_id,account_ids,"
         "certainty,title,summary\n"
         "joins,merger,1988-07-27,birch,column,guard,,certain,The column joins the guard,\n"),
    )  # fmt: skip
    states = [force_on(campaign, f"1988-07-{day}") for day in (27, 28)]
    assert states[0] and states[0].presence == "ended" and states[1] is None
    assert say_force(campaign, "north", states[0]).endswith("has joined The guard")


def test_stated_moments_are_kept_on_the_way(tmp_path: Path) -> None:
    way = rows("waypoints", "march,1,alder,,,1988-07-24T06:00,,,",
               "march,2,,34.1,46.5,1988-07-25T12:00,,,", "march,3,birch,,,,,,")  # fmt: skip
    track = tracks_of(campaign_of(tmp_path, MARCH, way), "north")["column"]
    here = position_at(track, 3.5)
    assert here and here.point == pytest.approx(MIDDLE) and not here.interpolated
    assert position_at(track, 2.24) is None


def test_a_halt_keeps_both_its_times(tmp_path: Path) -> None:
    way = rows("waypoints", "march,1,alder,,,1988-07-24T06:00,,,",
               "march,2,,34.1,46.5,1988-07-24T12:00,,,",
               "march,3,,34.1,46.5,1988-07-25T06:00,,,",
               "march,4,birch,,,1988-07-25T18:00,,,")  # fmt: skip
    campaign = campaign_of(tmp_path, MARCH, way)
    track = tracks_of(campaign, "north")["column"]
    assert [fix.time for fix in track.legs[0].fixes if fix.known] == pytest.approx(
        [2.25, 2.5, 3.25, 3.75]
    )
    for time in (2.5, 2.9, 3.2):
        here = position_at(track, time)
        assert here and here.point == pytest.approx(MIDDLE)
        assert not here.interpolated, "it stands where the account says"
    moving = position_at(track, 2.4)
    assert moving and moving.interpolated


def test_one_waypoint_is_a_deployment_that_lasts(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path,
        rows("movements", "watch,guard,deployment,actual,1988-07-24,1988-07-24,,certain,A watch,"),
        rows("waypoints", "watch,1,birch,,,,,,"),
    )
    assert force_on(campaign, "1988-07-23", "guard") is None
    for day, presence in (("1988-07-24", "present"), ("1988-07-30", "last known")):
        state = force_on(campaign, day, "guard")
        assert state and state.position.place_id == "birch" and state.presence == presence
        assert state.km_today == 0


def test_a_movement_with_doubtful_moments_is_not_animated(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path, WAY,
        rows("movements",
             "march,column,advance,actual,[1988-07-24..1988-07-25],1988-07-27,,certain,A march,"),
    )  # fmt: skip
    assert not legs_of(campaign, "north")[0].animated
    for day in ("1988-07-25", "1988-07-26"):
        assert force_on(campaign, day) is None, "no place of it is known by then"
        assert [one.km for one in day_state(campaign, day).movements] == [0.0]
    state = force_on(campaign, "1988-07-28")
    assert state and state.position.place_id == "birch"


@pytest.mark.parametrize("mode", ["planned", "alleged"])
def test_plans_and_allegations_set_no_position(mode: str, tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path, WAY,
        rows("movements", f"march,column,advance,{mode},1988-07-24,1988-07-25,,certain,A march,"),
    )  # fmt: skip
    state = day_state(campaign, "1988-07-24")
    assert state.forces == () and not state.movements[0].leg.animated


@pytest.mark.parametrize(
    ("kind", "by", "against"),
    [
        ("destruction", "guard", "column"),
        ("surrender", "column", "guard"),
        ("dispersal", "column", ""),
        ("departure", "", "column"),
    ],
)
def test_a_force_that_has_gone_is_shown_on_its_last_day_only(
    kind: str, by: str, against: str, tmp_path: Path
) -> None:
    end = rows("events", f"end,{kind},1988-07-27,,birch,{by},{against},,certain,The end,")
    campaign = campaign_of(tmp_path, MARCH, WAY, end)
    presences = {
        day.day: state.presence
        for day in campaign.calendar
        if (state := force_on(campaign, day.isoformat()))
    }
    assert presences == {24: "between", 25: "present", 26: "last known", 27: "ended"}


def test_an_end_of_unknown_day_leaves_it_perhaps(tmp_path: Path) -> None:
    end = rows("events", "end,destruction,[1988-07-27..1988-07-29],,,guard,column,,certain,End,")
    campaign = campaign_of(tmp_path, MARCH, WAY, end)
    presences = [force_on(campaign, f"1988-07-{day}") for day in (26, 27, 28, 29, 30)]
    assert [state and state.presence for state in presences] == [
        "last known", "perhaps", "perhaps", "ended", None
    ]  # fmt: skip


def test_a_force_with_events_only_stands_at_the_first(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path,
        rows("events", "second,battle,1988-07-26,,birch,guard,,,certain,Second,",
             "first,battle,1988-07-24,,alder,guard,,,certain,First,"),
    )  # fmt: skip
    assert force_on(campaign, "1988-07-23", "guard") is None
    for day in ("1988-07-24", "1988-07-28"):
        state = force_on(campaign, day, "guard")
        assert state and state.position.place_id == "alder"


@pytest.mark.parametrize("starts", ["1988-07-24", "1988-07-24T07:45"])
def test_an_hour_of_a_day_places_a_force_on_that_day(starts: str, tmp_path: Path) -> None:
    event = rows("events", f"first,battle,{starts},,alder,guard,,,certain,First,")
    state = force_on(campaign_of(tmp_path, event), "1988-07-27", "guard")
    assert state and state.placed_on == 2


def test_an_event_never_moves_a_force_that_a_movement_has_placed(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path, MARCH, WAY,
        rows("events", "raid,battle,1988-07-27,,alder,column,,,certain,A raid,"),
    )  # fmt: skip
    state = force_on(campaign, "1988-07-27")
    assert state and state.position.place_id == "birch"


def test_who_is_not_on_the_map_stands_nowhere(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path, rows("events", "talk,political,1988-07-24,,birch,staff,,,certain,A talk,")
    )
    state = day_state(campaign, "1988-07-24")
    assert state.forces == () and state.events[0].points == (BIRCH,)


def test_an_event_without_a_place_is_drawn_at_the_force_it_is_against(tmp_path: Path) -> None:
    event = rows("events", "raid,air strike,1988-07-24,1988-07-26,,guard,column,,certain,A raid,",
                 "word,speech,1988-07-25,,,staff,,,certain,A word,")  # fmt: skip
    campaign = campaign_of(tmp_path, MARCH, WAY, event)
    points = {
        day: {
            one.event.event_id: one.points for one in day_state(campaign, f"1988-07-{day}").events
        }
        for day in (24, 25, 26)
    }
    assert points[25]["word"] == ()
    assert points[25]["raid"][0] == pytest.approx(BIRCH)
    assert points[24]["raid"] == points[26]["raid"] == (), "where the force is, is not known"


def test_an_empty_end_of_control_lasts_to_the_next_row(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path,
        rows("control", "one,birch,blue,1988-07-22,,,certain",
             "two,birch,red,[1988-07-25..1988-07-26],,,certain",
             "far,alder,red,1988-07-22,,,certain"),
    )  # fmt: skip
    held = {
        day.day: next(one.holders for one in day_state(campaign, day).control
                      if one.place_id == "birch")
        for day in campaign.calendar
    }  # fmt: skip
    assert held[24] == (("blue", True),)
    assert held[25] == (("red", False),)
    assert held[26] == held[30] == (("red", True),)


def test_a_way_across_the_antimeridian_takes_the_short_way(tmp_path: Path) -> None:
    way = rows("waypoints", "march,1,,52.0,179.0,,,,", "march,2,,52.0,-179.0,,,,")
    leg = legs_of(campaign_of(tmp_path, MARCH, way), "north")[0]
    assert leg.km == pytest.approx(distance_km((52.0, 179.0), (52.0, -179.0)))
    assert max(fix.lon for fix in leg.fixes) == pytest.approx(181.0)


def test_a_way_follows_a_line_on_the_ground(tmp_path: Path) -> None:
    way = rows("waypoints", "march,1,alder,,,,,,", "march,2,birch,,,,mapped,highway")
    campaign = campaign_of(tmp_path, MARCH, way)
    route = campaign.routes["highway"]
    assert route.points == (ALDER, MIDDLE, BIRCH)
    leg = legs_of(campaign, "north")[0]
    assert any(fix.point == pytest.approx(MIDDLE) for fix in leg.fixes)
    assert leg.km == pytest.approx(distance_km(ALDER, MIDDLE) + distance_km(MIDDLE, BIRCH))
    assert follow_route(BIRCH, MIDDLE, route) == [BIRCH, MIDDLE]
    assert follow_route(ALDER, ALDER, route) == [ALDER]


def test_accounts_tell_only_their_own_rows(tmp_path: Path) -> None:
    campaign = campaign_of(
        tmp_path, WAY,
        rows("movements",
             "march,column,advance,actual,1988-07-24,1988-07-25,south,certain,A march,"),
    )  # fmt: skip
    assert day_state(campaign, "1988-07-24", "north").forces == ()
    assert len(day_state(campaign, "1988-07-24", "south").forces) == 1


def test_day_state_is_pure() -> None:
    """Days asked in any order, of one campaign or of the same folder read again, are the same."""
    one, other = load_campaign(MERSAD), load_campaign(MERSAD)
    forward = [day_state(one, day) for day in one.calendar]
    backward = [day_state(other, day) for day in reversed(other.calendar)][::-1]
    assert forward == backward
    assert forward == [day_state(one, day) for day in one.calendar]


@pytest.mark.parametrize(
    ("day", "account", "message"),
    [
        ("1988-07-21", None, "runs from Friday 22 July 1988 to Saturday 30 July 1988"),
        ("26 July", None, "YYYY-MM-DD"),
        ("1988-07-26", "nobody", "this campaign has: article"),
    ],
)
def test_a_wrong_day_or_account_is_refused(day: str, account: str | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        day_state(load_campaign(MERSAD), day, account)


# --- Operation Mersad, as the article tells it ---------------------------------------------


def article(campaign: Campaign, day: int) -> DayState:
    return day_state(campaign, date(1988, 7, day), "article")


def column_on(campaign: Campaign, day: int) -> ForceState | None:
    states = article(campaign, day).forces
    return next((one for one in states if one.force.force_id == "mek-column"), None)


def test_22_july_the_border_villages_are_dated_and_zardeh_is_not(mersad: Campaign) -> None:
    state = article(mersad, 22)
    events = events_on(state)
    assert events["chemical-border-villages"] == ("dated", True)
    assert events["zardeh-chemical"] == ("undated", False)
    assert say_when(mersad, mersad.events["zardeh-chemical"]).startswith("undated in this account")
    assert column_on(mersad, 22) is None


def test_23_to_25_july_and_28_to_30_have_no_dated_claim(mersad: Campaign) -> None:
    for day in (23, 24, 25, 28, 29, 30):
        state = article(mersad, day)
        assert not [name for name, (_, sure) in events_on(state).items() if sure], day
        headline = next(text.headline for text in mersad.days if text.day.day == day)
        assert headline.startswith("No dated claim")
    assert events_on(article(mersad, 25))["speech-on-the-eve"] == ("implied", False)


def test_26_july_the_column_crosses(mersad: Campaign) -> None:
    events = events_on(article(mersad, 26))
    for name in ("border-crossing", "air-raids-airfields", "khorramshahr-diversion"):
        assert events[name] == ("dated", True)
    column = column_on(mersad, 26)
    assert column_on(mersad, 25) is None
    assert column and column.presence == "between"
    assert column.km_today is None, "the article does not say how far it came that day"
    assert column.position.earliest_km == 0 < 130 < (column.position.latest_km or 0)


def test_27_july_the_column_stands_between_the_two_passes(mersad: Campaign) -> None:
    state = article(mersad, 27)
    events = events_on(state)
    assert events["block-chaharzebar"] == ("dated", True)
    assert events["cut-off-hassanabad"] == ("undated", False), "the article says meanwhile"
    column = column_on(mersad, 27)
    assert column and not column.position.interpolated
    ahead, behind = mersad.places["chaharzebar-pass"], mersad.places["hassanabad-pass"]
    assert ahead.point and behind.point and behind.lon and ahead.lon
    assert behind.lon < column.position.lon < ahead.lon
    assert 8.0 < distance_km(behind.point, ahead.point) < 11.0, "two crests, a basin between"
    assert ahead.radius_km and ahead.radius_km >= 8 and behind.radius_km and behind.radius_km >= 8
    assert column.km_total == pytest.approx(136, abs=8), "about 142 km by road"
    standing = {one.force.force_id: one.position.place_id for one in state.forces}
    assert standing["irgc-basij"] == "chaharzebar-pass"
    assert standing["forces-at-hassanabad"] == "hassanabad-pass"
    text = next(text for text in mersad.days if text.day.day == 27)
    assert text.view, "the day's view tells the two passes apart"
    south, west, north, east = text.view
    for lat, lon in (ahead.point, behind.point, column.position.point):
        assert south < lat < north and west < lon < east
    assert east - west < 0.5


def test_28_to_30_july_the_column_is_perhaps_still_there(mersad: Campaign) -> None:
    presences = [column_on(mersad, day) for day in (27, 28, 29, 30)]
    assert [state and state.presence for state in presences] == [
        "present", "perhaps", "perhaps", "ended"
    ]  # fmt: skip


def test_the_march_on_tehran_is_a_plan_and_moves_nobody(mersad: Campaign) -> None:
    leg = next(
        leg for leg in legs_of(mersad, "article") if leg.movement.movement_id == "march-on-tehran"
    )
    assert leg.movement.mode == "planned" and not leg.animated
    assert leg.movement not in [
        one.movement for one in tracks_of(mersad, "article")["mek-column"].legs
    ]
    assert leg.km > 500


def test_the_towns_change_hands_as_the_article_tells(mersad: Campaign) -> None:
    def holders(place_id: str, day: int) -> tuple[tuple[str, bool], ...]:
        states = article(mersad, day).control
        return next((one.holders for one in states if one.place_id == place_id), ())

    assert holders("eslamabad-e-gharb", 25) == ()
    assert holders("eslamabad-e-gharb", 26) == (("mek", False),)
    assert holders("eslamabad-e-gharb", 27) == (("mek", True),)
    assert holders("eslamabad-e-gharb", 28) == (("mek", False), ("iran", False))
    assert holders("qasr-e-shirin", 26) == (("", False),)
    assert holders("kermanshah", 30) == (("iran", True),)


def test_what_lies_after_is_on_no_day(mersad: Campaign) -> None:
    everything = {name for day in range(22, 31) for name in events_on(article(mersad, day))}
    outside = set(mersad.events) - everything
    assert {"un-resolution", "mek-says-withdrawal", "sayyad-shirazi-killed"} <= outside


def test_it_is_always_said_whose_telling_it_is(mersad: Campaign) -> None:
    said = say_account(mersad.account("article"))
    assert said == "Account: Press TV, Iranian state broadcaster"
    assert say_account(replace(mersad.account("article"), title="")) == ""


# --- whatever a folder may hold ------------------------------------------------------------

MOMENTS = st.sampled_from(
    ["1988-07-24", "1988-07-24T10:00", "1988-07-25T10:00~", "[1988-07-23..1988-07-26]",
     "[..1988-07-25]", "[1988-07-25..]", "[1988-07-24,1988-07-27]", "0001-01-01", "9999-12-31",
     "[..0001-01-01]", "[9999-12-31..]", "1988-07-22", "1988-07-30T23:59"]
)  # fmt: skip


@pytest.mark.rest
@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_every_day_of_whatever_can_be_read_can_be_told(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Contradictions are for the checks to report; a picture there is all the same."""
    folder = Folder()
    cells = [("movements", row, column) for row in (2, 3) for column in ("departs", "arrives")]
    cells += [("waypoints", row, "at") for row in (2, 3, 4, 5)]
    cells += [("events", row, column) for row in (2, 3) for column in ("starts", "ends")]
    cells += [("control", row, column) for row in (2, 3) for column in ("starts", "ends")]
    for table, row, column in data.draw(st.lists(st.sampled_from(cells), unique=True)):
        folder.set(table, row, column, data.draw(MOMENTS))
    folder.set("events", 2, "kind", data.draw(st.sampled_from(["battle", "destruction"])))
    campaign = load_campaign(folder.write(tmp_path_factory.mktemp("days") / "tiny"))
    json.dumps(scene_payload(campaign), allow_nan=False)
    for day in campaign.calendar:
        for state in day_state(campaign, day).forces:
            assert -90 <= state.position.lat <= 90 and (state.km_today or 0) >= 0
            assert say_force(campaign, "north", state)
