"""The player's core without a page: its modules run in the Node that Playwright brings."""

from __future__ import annotations

import base64
import json
import math
import re
import subprocess
import zlib
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest

from mapping.drafting.draft_folder import COLOURS as DRAFT_COLOURS
from mapping.format.campaign import Campaign
from mapping.intake.plan import COLOURS as PLAN_COLOURS
from mapping.intake.starter import HEAD as START_HEAD
from mapping.player.fold import fold_column
from tests.conftest import ROOT

CORE = ROOT / "mapping" / "player" / "js" / "core"
SERVE = """
import { createInterface } from "node:readline";
const modules = await Promise.all(JSON.parse(process.argv[1]).map((url) => import(url)));
const core = Object.assign({}, ...modules);
const run = (code, given) =>
  new Function(...Object.keys(core), "given", code)(...Object.values(core), given);
for await (const line of createInterface({ input: process.stdin })) {
  const { code, given } = JSON.parse(line);
  let answer;
  try {
    answer = { value: run(code, given) };
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}
"""
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Run code that knows all that the core exports, and what is `given`; what it returns."""
    driver = pytest.importorskip("playwright._impl._driver")
    node = driver.compute_driver_executable()[0]
    urls = json.dumps([path.as_uri() for path in sorted(CORE.glob("*.js"))])
    command = [node, "--no-warnings", "--input-type=module", "--eval", SERVE, urls]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        asked, told = process.stdin, process.stdout
        assert asked and told

        def run_code(code: str, **given: Any) -> Any:
            asked.write(json.dumps({"code": code, "given": given}) + "\n")
            asked.flush()
            answer = json.loads(told.readline())
            assert "error" not in answer, answer["error"]
            return answer.get("value")

        yield run_code
        asked.close()


# --- labels, symbols and flags ---------------------------------------------------------------

LABELS = """
const placed = given.items.map(() => null);
const items = given.items.map((item, number) => ({
  width: 60, height: 14, gap: 8, priority: 0, must: false, ...item,
  place: (dx, dy, isFar) => { placed[number] = { left: item.x + dx, top: item.y + dy, isFar }; },
  hide: () => { placed[number] = "hidden"; },
}));
const { obstacles = [], covers = [], ways = [] } = given;
layOutLabels(items, obstacles, { x: 400, y: 300 }, covers, ways);
return placed;
"""

RIGHT, LEFT, BELOW = [0, -0.5, 1, 0], [-1, -0.5, -1, 0], [-0.5, 0, 0, 1]


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two labels of 60 by 14 pixels lie over one another."""
    return abs(one["left"] - other["left"]) < 60 and abs(one["top"] - other["top"]) < 14


def test_a_label_stands_to_the_right_of_its_point(run: Run) -> None:
    assert run(LABELS, items=[{"x": 200, "y": 150}]) == [{"left": 208, "top": 143, "isFar": False}]


def test_labels_of_neighbours_keep_apart(run: Run) -> None:
    one, other = run(LABELS, items=[{"x": 200, "y": 150}, {"x": 210, "y": 152}])
    assert not overlap(one, other)


def test_two_names_on_a_line_do_not_read_as_one(run: Run) -> None:
    first = {"x": 100, "y": 150, "priority": 1, "sides": [RIGHT]}
    one, other = run(LABELS, items=[first, {"x": 238, "y": 150, "sides": [LEFT, BELOW]}])
    assert (one["left"], other["top"]) == (108, 158), (
        "to the left it would begin where the first ends"
    )


def test_a_line_to_a_label_far_off_crosses_no_name(run: Run) -> None:
    name = {"x": 170, "y": 130, "sides": [RIGHT]}
    far = {"x": 200, "y": 150, "must": True, "sides": [[-0.5, -1, 0, -4], [-0.5, 0, 0, 4]]}
    _, alone = run(LABELS, items=[{**name, "y": 30}, far])
    assert alone["isFar"] and alone["top"] < 150
    _, beneath = run(LABELS, items=[{**name, "priority": 1}, far])
    assert beneath["isFar"] and beneath["top"] > 150, "the way up leads through the name"
    later, _ = run(LABELS, items=[name, {**far, "priority": 1}])
    assert later == "hidden", "nor is a name put over the line"


def test_between_tools_and_a_way_a_label_stands_more_to_one_end(run: Run) -> None:
    tools = {"left": 0, "top": 0, "right": 78, "bottom": 300}
    force = {"left": 108, "top": 0, "right": 400, "bottom": 170}
    other = {"left": 145, "top": 160, "right": 400, "bottom": 300}
    item = {"x": 100, "y": 150, "must": True}
    (placed,) = run(LABELS, items=[item], obstacles=[force, other], covers=[tools])
    assert placed["isFar"] and 78 <= placed["left"] < 100
    assert placed["top"] > 170


def test_a_label_at_the_edge_is_not_cut(run: Run) -> None:
    (placed,) = run(LABELS, items=[{"x": 395, "y": 298}])
    assert placed["left"] + 60 <= 396 and placed["top"] + 14 <= 296


def test_where_there_is_no_room_the_less_important_goes(run: Run) -> None:
    crowd = [{"x": 200, "y": 150, "priority": number} for number in range(30)]
    placed = run(LABELS, items=crowd)
    assert "hidden" in placed and placed[-1] != "hidden"
    shown = [number for number, one in enumerate(placed) if one != "hidden"]
    assert min(shown) > max(set(range(30)) - set(shown))


def test_a_number_stands_on_its_way_and_a_name_beside_it(run: Run) -> None:
    ways = [{"left": x, "right": x + 5, "top": 148, "bottom": 153} for x in range(0, 400, 8)]
    name, number = ({"x": x, "y": 150, "isOnWay": x > 200} for x in (100, 300))
    beside, on = run(LABELS, items=[name, number], ways=ways)
    assert on["top"] == 143 and not 134 < beside["top"] < 153


def test_what_must_be_shown_is_shown_over_an_obstacle(run: Run) -> None:
    everywhere = [{"left": 0, "top": 0, "right": 400, "bottom": 300}]
    items = [{"x": 200, "y": 150, "must": must} for must in (False, True)]
    hidden, shown = run(LABELS, items=items, obstacles=everywhere)
    assert hidden == "hidden" and shown != "hidden"


def test_no_label_stands_beneath_a_control(run: Run) -> None:
    ways = [{"left": 0, "top": 0, "right": 340, "bottom": 300}]
    tools = {"left": 340, "top": 0, "right": 400, "bottom": 300}
    items = [{"x": 330, "y": 150, "must": True}]
    (placed,) = run(LABELS, items=items, obstacles=ways, covers=[tools])
    assert placed["left"] + 60 <= tools["left"], "rather over a way than under the tools"
    assert run(LABELS, items=items, covers=[{**tools, "left": 0}]) == ["hidden"]


def test_symbols_at_one_place_are_moved_apart_and_others_stay(run: Run) -> None:
    at = [(100, 100), (100, 100), (300, 100)]
    symbols = [{"x": x, "y": y, "width": 20, "height": 20} for x, y in at]
    moves = run("return spreadApart(given.symbols)", symbols=symbols)
    (ax, ay), (bx, by), apart = moves
    assert max(abs(ax - bx), abs(ay - by)) >= 20
    assert apart == [0, 0]


def test_flags_stand_over_their_leaders_and_none_crosses_another(run: Run) -> None:
    flags = [{"x": x, "width": 70, "weight": 2} for x in (30, 60, 100, 280)]
    spots = run("return placeFlags(given.flags, 4, [0, 300])", flags=flags)
    for flag, spot in zip(flags, spots, strict=True):
        assert spot["left"] <= flag["x"] == spot["x"] <= spot["right"]
        assert spot["left"] >= 0 and spot["right"] <= 300
    for one in spots:
        for other in spots:
            if one is not other and one["row"] == other["row"]:
                assert one["right"] < other["left"] or other["right"] < one["left"]
            elif one["row"] > other["row"]:
                assert not other["left"] <= one["x"] <= other["right"]


def test_of_flags_without_room_the_heaviest_stay(run: Run) -> None:
    flags = [{"x": 50, "width": 90, "weight": weight} for weight in (2, 4, 3)]
    spots = run("return placeFlags(given.flags, 1, [0, 100])", flags=flags)
    assert [spot is not None for spot in spots] == [False, True, False]


# --- where a force is --------------------------------------------------------------------------

WAY = [[30, 40, 0, 1, 1], [31, 40, 100, 0, 2], [31, 40, 100, 1, 3], [31, 42, 300, 1, 4]]
"""A march of a day, a day's halt, and another day: lat, lon, km, known, time."""


@pytest.mark.parametrize(
    ("time", "at"),
    [(0, [30, 40, 0]), (1.5, [30.5, 40, 50]), (2.5, [31, 40, 100]), (3.75, [31, 41.5, 250]),
     (9, [31, 42, 300])],
)  # fmt: skip
def test_a_force_is_where_its_way_has_come_to(run: Run, time: float, at: list[float]) -> None:
    assert run("return pointAt(given.way, given.time)", way=WAY, time=time) == at


def test_the_way_between_two_moments_holds_the_points_in_between(run: Run) -> None:
    way = run("return wayBetween(given.way, 1.5, 3.5)", way=WAY)
    assert way == [[30.5, 40], [31, 40], [31, 40], [31, 41]]


def test_a_force_is_present_perhaps_or_ended(run: Run) -> None:
    track = {"appears": [1, 2, 3, 3], "ends": [5, 5, 6, 6], "stands": None, "legs": []}
    seen = [
        run("return presenceAt(given.track, given.time, given.cell)", track=track, time=t, cell=c)
        for t, c in ((1, 0), (1.5, 1), (4, 3), (5.5, 5), (6, 5), (7, 6))
    ]
    assert seen == ["", "perhaps", "present", "perhaps", "ended", ""]


def test_before_its_first_leg_a_force_stands_where_it_is_said_to(run: Run) -> None:
    track = {"appears": [0, 0, 0, 0], "ends": None, "stands": [29, 39], "legs": ["march"]}
    leg = {"animated": True, "fixes": WAY, "span": [1, 1, 4, 4]}
    places = [
        run(
            "return positionAt(given.track, new Map([['march', given.leg]]), given.time).at",
            track=track, leg=leg, time=time,
        )
        for time in (0.5, 1.5)
    ]  # fmt: skip
    assert places == [[29, 39], [30.5, 40]]


def test_a_place_may_have_two_holders_and_neither_for_sure(run: Run) -> None:
    control = [
        {"place": "p", "side": "a", "row": "1", "span": [0, 0, 2, 3]},
        {"place": "p", "side": "b", "row": "2", "span": [2, 3, 9, 9]},
    ]
    held = run("return holdersAt(given.control, 2.5).get('p')", control=control)
    assert [(one["side"], one["sure"]) for one in held] == [("a", False), ("b", False)]
    assert run("return holdersAt(given.control, 1).get('p').length", control=control) == 1


def test_straight_stretches_are_cut_where_they_are_covered(run: Run) -> None:
    leg = {"fixes": WAY, "stretches": [["mapped", 0, 50], ["schematic", 50, 300]]}
    assert run("return straightWays(given.leg, 1.25)", leg=leg) == []
    assert run("return straightWays(given.leg, 1.75)", leg=leg) == [[[30.5, 40], [30.75, 40]]]


# --- filter, address, clock, words -------------------------------------------------------------

FILTER = """
const sure = { certainty: "certain", dating: "stated", side: "a" };
const rows = { one: { ...sure, table: "events", kind: "battle", by: ["corps"] },
  two: { table: "events", side: "", kind: "speech", certainty: "uncertain", dating: "implied" },
  front: { ...sure, table: "areas", kind: "front line" } };
const forces = { army: { side: "a", part: "" }, corps: { side: "a", part: "army" },
  brigade: { side: "a", part: "corps" }, other: { side: "b", part: "" },
  odd: { side: "b", part: "odd" } };
let changes = 0;
const filter = new Filter(() => { changes += 1; }, { sides: { a: {}, b: {} }, rows, forces });
const left = () => Object.keys(rows).filter((id) => filter.shows(rows[id])).join();
"""


def test_what_is_hidden_comes_back_from_its_text(run: Run) -> None:
    text = run(f"{FILTER} filter.set('side:nobody', false); filter.set('kind:battle', false);"
               "return [filter.toString(), left(), changes]")  # fmt: skip
    assert text[1:] == ["front", 2]
    code = f"{FILTER} filter.restore(given.text); return [filter.toString(), left(), changes]"
    assert run(code, text=text[0]) == [text[0], "front", 1]


def test_unknown_words_hide_nothing_and_change_nothing(run: Run) -> None:
    code = f"{FILTER} filter.restore('kind.nothing,constructor'); return [left(), changes]"
    assert run(code) == ["one,two,front", 0]


@pytest.mark.parametrize(
    ("hide", "left"),
    [
        ("layer:undated", "one,front"),
        ("layer:areas", "one,two"),
        ("layer:names,layer:trails", "one,two,front"),
        ("only:army", "one,front"),
        ("only:brigade", "front"),
        ("only:other", "front"),
    ],
)
def test_layers_and_forces_are_switched(run: Run, hide: str, left: str) -> None:
    code = f"{FILTER} filter.restore(given.hide); return [left(), filter.toString()]"
    assert run(code, hide=hide) == [left, hide]


def test_one_force_is_shown_with_its_parts_of_every_rank(run: Run) -> None:
    code = f"""{FILTER} filter.set("side:b", false); filter.showOnly("army");
    const own = Object.keys(forces).filter((force) => filter.showsForce(force));
    filter.showOnly("other"); const other = filter.onlyForce; filter.showOnly("");
    return [own, other, filter.toString(), filter.showsForce("brigade")]"""
    assert run(code) == [["army", "corps", "brigade"], "other", "side:b", True]
    tree = run(f"{FILTER} return forceTree(forces).map(({{ id, depth }}) => id + depth)")
    assert tree == ["army0", "corps1", "brigade2", "other0", "odd0"]


ADDRESS = """
const written = [];
const bar = { href: given.href, hash: "", write: (hash) => written.push(hash), onChange: () => {} };
const fields = { day: "[0-9-]+", at: "[0-9.,-]+", hide: "[a-z.,]+" };
const address = new Address({ fields, usual: { day: "2000-01-01" } }, bar);
"""


def test_a_link_holds_what_is_not_usual_and_can_be_read(run: Run) -> None:
    state = {"day": "2000-01-01", "at": "1.5,2,8", "hide": "kind.a"}
    code = f"{ADDRESS} return [address.link(given.state), address.link(given.state, true)]"
    links = run(code, href="file:///maps/one.html#old", state=state)
    ending = "one.html#at=1.5,2,8&hide=kind.a"
    assert links == [f"file:///maps/{ending}", ending]


def test_an_address_asks_only_for_what_has_its_form(run: Run) -> None:
    href = "https://example.org/#day=2000-01-02&at=<b>&other=1&hide=" + "a" * 3000
    assert run(f"{ADDRESS} return address.read()", href=href) == {"day": "2000-01-02"}


def test_within_another_page_the_address_is_that_pages(run: Run) -> None:
    code = f"""{ADDRESS} const before = [address.isThere, address.read()];
    address.page = "https://example.org/app?campaign=x&embed=true#top";
    return [...before, address.isThere, address.link({{ day: "2000-01-02" }})]"""
    assert run(code, href="about:srcdoc#day=2000-01-03") == [
        False, {}, True, "https://example.org/app?campaign=x&day=2000-01-02",
    ]  # fmt: skip


CLOCK = """
const told = [];
let now = 0, next = null;
const screen = { isStill: () => given.still ?? false, now: () => now,
  request: (act) => { next = act; return 1; }, cancel: () => { next = null; } };
const tell = (name) => () => told.push(name);
let held = false;
const pace = (cell) => ({ move: 1000, rest: cell === 4 ? 3000 : 0 });
const listeners = { moved: tell("moved"), settled: tell("settled"), played: tell("played"), pace,
  isHeld: () => held };
const clock = new Clock(10, listeners, screen);
const frames = (count, ms) => {
  for (let done = 0; done < count && next; done += 1) {
    const act = next; next = null; now += ms; act();
  }
};
const state = () => [clock.cell, clock.time, clock.settled, clock.playing];
"""


def test_the_clock_glides_to_a_near_day_and_jumps_to_a_far_one(run: Run) -> None:
    code = (
        f"{CLOCK} clock.settle(1); const on = clock.time; frames(1, 210); const half = clock.time;"
    )
    near = run(f"{code} frames(9, 210); return [on, half, ...state()]")
    assert near == [1, 1.75, 1, 2, True, False]
    assert run(f"{CLOCK} clock.settle(99); return state()") == [9, 10, True, False]
    assert run(f"{CLOCK} clock.settle(1); return clock.time", still=True) == 2


def test_the_clock_plays_to_the_end_and_settles_there(run: Run) -> None:
    code = f"{CLOCK} clock.play(); frames(1, 500); const one = state(); frames(99, 2000);"
    one, end, told = run(f"{code} return [one, state(), told.filter((name) => name === 'played')]")
    assert one == [0, 0.5, False, True]
    assert end == [9, 10, True, False]
    assert told == ["played", "played"]


def test_the_clock_rests_at_the_end_of_a_day_that_is_read(run: Run) -> None:
    code = f"{CLOCK} clock.moveTo(4.5); clock.play(); frames(1, 500); const rest = state();"
    rest, still, after = run(
        f"{code} frames(1, 2900); const still = state(); frames(1, 100);"
        "return [rest, still, state()]"
    )
    assert rest == still == [4, 5, True, True]
    assert after == [5, 5, False, True]


def test_the_clock_waits_while_the_map_comes_to_the_day(run: Run) -> None:
    code = f"{CLOCK} clock.play(); held = true; frames(9, 500); const held_at = clock.time;"
    assert run(f"{code} held = false; frames(1, 500); return [held_at, clock.time]") == [0, 0.5]


def test_the_clock_plays_between_marks_and_begins_again(run: Run) -> None:
    marks = f"{CLOCK} Object.assign(clock, {{ first: 2, last: 3 }}); clock.settle(7); clock.play();"
    code = f"{marks} const begun = state(); frames(99, 2000); return [begun, state()]"
    assert run(code) == [[2, 2, False, True], [3, 4, True, False]]
    code = f"""{marks} clock.loops = true; const days = [];
    for (let at = 0; at < 6; at += 1) {{ days.push(clock.cell); frames(1, 1000); }}
    return [days, clock.playing]"""
    assert run(code) == [[2, 3, 2, 3, 2, 3], True]


def test_the_clock_runs_backwards_and_rests_where_it_is_read(run: Run) -> None:
    back = f"{CLOCK} Object.assign(clock, {{ first: 3, last: 6, isBack: true }}); clock.settle(6);"
    code = f"""{back} clock.play(); frames(1, 500); const one = state();
    frames(2, 500); const two = state(); frames(2, 500); const rest = state();
    frames(3, 1000); const after = state(); frames(9, 1000);
    return [one, two, rest, after, state()]"""
    one, two, rest, after, end = run(code)
    assert one == [6, 6.5, False, True]
    assert two == [5, 5.5, False, True]
    assert rest == [4, 5, True, True]
    assert after == [4, 5, False, True]
    assert end == [3, 4, True, False]
    # Where nothing lies before, it begins at the last day; and again where it is to.
    again = f"{back} clock.settle(3); clock.play(); const begun = state(); clock.loops = true;"
    code = f"""{again} const days = [];
    for (let at = 0; at < 9; at += 1) {{ frames(1, 1500); days.push(clock.cell); }}
    return [begun, days]"""
    begun, days = run(code)
    assert begun == [6, 7, False, True]
    assert days == [5, 4, 4, 4, 3, 6, 5, 4, 4]
    # The hours of the first day pass, too.
    code = f"{back} clock.loops = true; clock.moveTo(3.9); clock.begin(3.9); clock.show(3.9, 3);"
    assert run(f"{code} clock.playOn(500); return state()") == [3, pytest.approx(3.4), False, False]


def test_a_pause_settles_on_the_day_it_came_to(run: Run) -> None:
    code = (
        f"{CLOCK} clock.moveTo(3.4); clock.play(); frames(1, 300); clock.pause(); frames(9, 500);"
    )
    assert run(f"{code} return state()") == [3, 4, True, False]


SPOKEN = """
spoken.strings = { "language.digits": given.digits, "language.thousands": given.thousands,
  "language.direction": given.direction, "count": "{count} of {who}", "kind.battle": "Battle" };
"""
ENGLISH = {"digits": "0123456789.", "thousands": ",", "direction": "ltr"}
PERSIAN = {"digits": "۰۱۲۳۴۵۶۷۸۹٫", "thousands": "٬", "direction": "rtl"}


def test_numbers_are_said_in_the_languages_digits(run: Run) -> None:
    code = f"{SPOKEN} return [12345, -1234.5, 0].map(sayCount)"
    assert run(code, **ENGLISH) == ["12,345", "\u22121,234.5", "0"]
    assert run(code, **PERSIAN) == ["۱۲٬۳۴۵", "\u2212۱٬۲۳۴٫۵", "۰"]


def test_foreign_words_are_kept_apart_where_text_runs_the_other_way(run: Run) -> None:
    code = f"{SPOKEN} return [say('count', {{ count: 12, who: 'Name' }}), sayWord('kind', 'other')]"
    assert run(code, **ENGLISH) == ["12 of Name", "other"]
    assert run(code, **PERSIAN) == ["۱۲ of \u2068Name\u2069", "other"]


def test_the_payload_inherits_nothing(run: Run) -> None:
    code = (
        "const data = parsePayload(given.text); return ['toString' in data.rows, data.rows.a.b[0]]"
    )
    assert run(code, text='{"rows": {"a": {"b": [1]}}}') == [False, 1]


def test_records_are_read_out_of_columns_in_every_form(run: Run) -> None:
    values = {
        "side": ["red", "red", "red"], "title": ["A", "toString", ""],
        "kind": ["battle", "siege", "battle", "siege"],
    }  # fmt: skip
    folded = {name: fold_column(column) for name, column in values.items()}
    assert folded["side"] == {"all": "red"} and folded["kind"]["is"] == [0, 1, 0, 1]
    code = """return Object.fromEntries(Object.entries(given.columns).map(([name, column]) =>
      [name, given.values[name].map((_, at) => readerOf(column)(at))]))"""
    assert run(code, columns=folded, values=values) == values


def test_rows_find_their_passages_and_words(run: Run) -> None:
    data = {
        **NOTHING,
        "rows": {"events": {
            "ids": ["a", "constructor"], "columns": {"evidence": [2, 1], "title": ["A", "B"]},
            "passages": {"locator": ["p. 1", "p. 2", "p. 3"]},
        }},
        "languages": {"en": {
            "strings": {}, "span": "", "days": [], "places": {}, "tellings": {},
            "rows": {"events": {"when": {"all": "then"}, "placed": [None, "there"]}},
        }},
    }  # fmt: skip
    code = """const data = unfold(given.data);
    speak({ ...data, days: [] }, "en");
    return Object.entries(data.rows).map(([name, row]) =>
      [name, row.table, row.title, row.when, row.placed, row.evidence.map((one) => one.locator)])"""
    assert run(code, data=data) == [
        ["events/a", "events", "A", "then", "then", ["p. 1", "p. 2"]],
        ["events/constructor", "events", "B", "then", "there", ["p. 3"]],
    ]


NOTHING: dict[str, Any] = {
    "rows": {},
    "places": {"ids": [], "columns": {}},
    "steps": [],
    "tellings": {},
}
"""The parts of a payload that `unfold` looks into."""


def test_days_are_unfolded_each_with_its_own_things(run: Run) -> None:
    data = {
        **NOTHING,
        "tellings": {"one": {"things": ["x", {"text": ""}], "before": [], "after": [],
                             "days": [{"dated": [0], "forces": [1]}, {"forces": [1]}]}},
    }  # fmt: skip
    code = """const { days } = unfold(given.data).tellings.one;
    days[0].forces[0].text = "new"; return days.map((day) => [day.dated, day.forces[0].text])"""
    assert run(code, data=data) == [[["x"], "new"], [None, ""]]


def test_a_value_is_said_with_its_place_and_day(run: Run) -> None:
    data = {
        "places": {"p": {"called": {"name": "Ford"}}}, "days": [{"date": "1 May"}],
        "series": [{"label": "Frost", "unit": "°C", "values": [
            {"value": -12, "also": "", "place": "p", "time": 0.5, "between": None},
            {"value": 3, "also": "", "place": "", "time": 4.5, "between": None},
        ]}],
    }  # fmt: skip
    code = f"""{SPOKEN}
    Object.assign(spoken.strings, {{ "series.at": "{{value}} at {{place}}" }});
    return seriesWords(given.data, 0)"""
    assert run(code, data=data, **ENGLISH) == [
        {"label": "Frost", "words": "\u2066\u221212 °C\u2069 at Ford"}
    ]


PLURALS = """
spoken.code = given.language;
spoken.strings = { "language.digits": "0123456789.", "way.one": "{count} way",
  "way.few": "{count} few ways", "way.many": "{count} many ways", "way.other": "{count} ways" };
"""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["0 ways", "1 way", "2 ways", "5 ways"]),
        ("fa", ["0 way", "1 way", "2 ways", "5 ways"]),
        ("ru", ["0 many ways", "1 way", "2 few ways", "5 many ways"]),
    ],
)
def test_how_many_are_said_in_the_form_of_the_language(
    run: Run, language: str, said: list[str]
) -> None:
    code = f"{PLURALS} return [0, 1, 2, 5].map((count) => say('way', {{ count }}))"
    assert run(code, language=language) == said


# --- very many places, and the one state ----------------------------------------------------


def test_places_are_looked_at_where_who_holds_them_changes(run: Run) -> None:
    control = [
        {"row": "a", "place": "p", "side": "red", "span": [0, 0, 2, 2]},
        {"row": "b", "place": "p", "side": "blue", "span": [2, 2, 9, 9]},
        {"row": "c", "place": "q", "side": "blue", "span": [5, 6, 9, 9]},
    ]
    code = """const holding = new Holding(given.control);
    return given.times.map((time) => [
      [...holding.moveTo(time)].sort(), holding.of("p").map(({ side }) => side),
      holding.of("q").map(({ sure }) => sure),
    ])"""
    assert run(code, control=control, times=[1, 1.5, 3, 5.5, 7, 1]) == [
        [["p"], ["red"], []],
        [[], ["red"], []],
        [["p"], ["blue"], []],
        [["q"], ["blue"], [False]],
        [["q"], ["blue"], [True]],
        [["p", "q"], ["red"], []],
    ]


def test_who_holds_what_is_the_same_as_if_all_rows_were_looked_at(run: Run) -> None:
    control = [
        {"row": str(number), "place": f"p{number % 3}", "side": "red",
         "span": [number, number + 0.5, number + 2, number + 2.5]}
        for number in range(9)
    ]  # fmt: skip
    code = """const holding = new Holding(given.control);
    return given.times.every((time) => {
      holding.moveTo(time);
      const all = holdersAt(given.control, time);
      return ["p0", "p1", "p2"].every((place) =>
        JSON.stringify(holding.of(place)) === JSON.stringify(all.get(place) ?? []));
    })"""
    assert run(code, control=control, times=[0.2, 4, 3, 9.5, 2.5, 11, 0])


POINTS = """
const points = new Points(given.points);
points.look({ zoom: 4, left: 2040, top: 2040, width: 400, height: 300, ...given.sight });
"""


def test_points_lie_where_web_maps_have_them(run: Run) -> None:
    code = f"{POINTS} return [...points.inside].map((one) => [points.x[one], points.y[one]])"
    far = [[0, 0], [0, 90], [80, 0]]
    assert run(code, points=far) == [[8, 8]]
    assert run(code, points=far, sight={"left": 2048, "top": 2048}) == [[0, 0]]


def test_one_place_is_named_where_there_is_room_for_one_the_important_first(run: Run) -> None:
    near = [[-1, 1], [-1.1, 1.1], [-1, 20], [0, 160]]
    code = f"{POINTS} return points.withRoom([[1, 3], [0, 2]], given.most)"
    assert run(code, points=near, most=9) == [1, 2]
    assert run(code, points=near, most=1) == [1]


def test_the_nearest_dot_is_found_and_of_two_the_one_of_which_is_told(run: Run) -> None:
    near = [[-1, 1], [-1, 1.4], [-1, 20]]
    code = f"""{POINTS}
    const at = {{ x: points.x[0] + 1, y: points.y[0] }};
    return [points.nearest(at, () => 0), points.nearest(at, (one) => 9 * (one === 1)),
      points.nearest({{ x: 300, y: 200 }}, () => 0)]"""
    assert run(code, points=near) == [0, 1, -1]


def test_a_part_is_drawn_once_for_all_that_is_new_and_not_for_the_rest(run: Run) -> None:
    code = """const drawn = []; let asked = 0;
    const store = new Store({ a: 1, b: 1, c: 1 }, () => { asked += 1; });
    store.part(["a"], ({ a }) => drawn.push(`a${a}`));
    store.part(["a", "b"], ({ a, b }) => drawn.push(`ab${a}${b}`));
    store.flush(); store.set({ b: 2 }); store.set({ b: 3 }); store.set({ b: 3, c: 1 });
    store.flush(); store.flush();
    return [drawn, asked, Object.isFrozen(store.state)]"""
    assert run(code) == [["a1", "ab11", "ab13"], 2, True]


def test_what_a_part_changes_is_drawn_by_parts_before_and_after_it(run: Run) -> None:
    code = """const drawn = [];
    const store = new Store({ a: 1, b: 1 }, () => drawn.push("asked"));
    store.part(["b"], ({ b }) => drawn.push(`b${b}`));
    store.part(["a"], () => store.set({ b: 2 }));
    store.part(["b"], ({ b }) => drawn.push(`later b${b}`));
    store.flush(); return drawn"""
    assert run(code) == ["b1", "later b2", "b2"]


DAYS = """
const filter = new Filter(() => {}, given.data);
const index = new DayIndex(given.data, filter);
"""


def test_what_is_told_of_a_day_is_found_once_for_each_filter(run: Run) -> None:
    row = {"table": "events", "certainty": "certain", "kind": "battle"}
    data = {
        "sides": {"red": {}, "blue": {}},
        "forces": {},
        "rows": {"x": {**row, "side": "red", "places": ["p", "p", "q"]},
                 "y": {**row, "side": "blue", "places": ["p"]}},
        "tellings": {"one": {"days": [{"dated": ["x"], "undated": ["y"]}]}},
    }  # fmt: skip
    code = f"""{DAYS}
    const all = index.eventsByPlace(["one"], 0);
    const same = index.eventsByPlace(["one"], 0) === all;
    filter.set("side:red", false);
    return [[...all], same, [...index.eventsByPlace(["one"], 0)], index.told("one", 0)]"""
    assert run(code, data=data) == [[["p", ["x", "y"]], ["q", ["x"]]], True, [["p", ["y"]]], ["y"]]


WINDOW = {
    "sides": {"red": {}, "blue": {}},
    "forces": {},
    "rows": {
        name: {"table": table, "certainty": "certain", "kind": "battle", "side": side,
               "places": ["p"], "faces": table == "events", "dating": "stated"}
        for name, table, side in
        [("a", "events", "red"), ("b", "movements", "blue"), ("c", "events", "blue"),
         ("d", "events", ""), ("e", "events", "red")]
    },
    "tellings": {
        "one": {"anchors": {"c": "corps"}, "days": [
            {"dated": ["a"], "undated": ["c", "d"], "sure": ["a"]},
            {"dated": ["a", "b"], "undated": ["d"], "sure": ["a"]},
            {"dated": ["c"], "undated": ["d"], "sure": ["c"]},
        ]},
        "two": {"anchors": {}, "days": [
            {"dated": [], "undated": [], "sure": []},
            {"dated": ["e", "d"], "undated": [], "sure": ["e"]},
            {"dated": [], "undated": [], "sure": []},
        ]},
    },
}  # fmt: skip


def test_a_window_tells_each_claim_once_and_dated_where_any_day_has_it_so(run: Run) -> None:
    code = f"""{DAYS}
    const alone = index.within("one", 2);
    index.begin = 0;
    const told = index.within("one", 2);
    const later = [index.firstOf(2), index.within("one", 0), index.told("one", 1)];
    return [alone, told, later, [...index.eventsByPlace(["one"], 2)],
      [...index.eventsByForce("one", 2)], index.facing("one", 2)]"""
    alone, told, later, places, forces, facing = run(code, data=WINDOW)
    first = WINDOW["tellings"]["one"]["days"][0]  # type: ignore[index]
    assert alone == {"dated": ["c"], "undated": ["d"], "sure": ["c"]}
    assert told == {"dated": ["a", "b", "c"], "undated": ["d"], "sure": ["a", "c"]}
    assert later == [0, first, ["a", "b", "c", "d"]]
    assert places == [["p", ["a", "c", "d"]]]
    assert forces == [["corps", ["c"]]]
    assert facing == ["a", "c", "d"]


def test_the_sums_of_a_window_count_what_is_told_undated_and_hidden(run: Run) -> None:
    code = f"""{DAYS} index.begin = 1;
    const all = index.sums(["one"], 2), both = index.sums(["one", "two"], 2);
    const day = index.sums(["one"], 2, 2);
    filter.set("side:blue", false);
    return [all, both, day, index.sums(["one"], 2)]"""
    all_, both, day, filtered = run(code, data=WINDOW)
    red, blue = {"side": "red", "count": 1}, {"side": "blue", "count": 2}
    assert all_ == {"movements": 1, "events": 2, "undated": 1, "hidden": 0, "sides": [red, blue]}
    assert both["events"] == 4
    assert both["undated"] == 0
    assert day == {"movements": 0, "events": 1, "undated": 1, "hidden": 0,
                   "sides": [{"side": "blue", "count": 1}]}  # fmt: skip
    assert filtered == {"movements": 0, "events": 1, "undated": 1, "hidden": 2, "sides": [red]}


def test_in_a_window_a_way_is_fresh_from_its_first_day_on(run: Run) -> None:
    leg = {"fixes": [[30, 40, 0, 1, 0], [33, 40, 300, 1, 3]],
           "reach": [[0, 100, 100], [1, 200, 200], [2, 300, 300]], "open": []}  # fmt: skip
    code = "return [2, 1, 0].map((first) => partsOn(given.leg, 3, 2, first))"
    starts = [[part["start"], part["today"], part["upTo"]] for part in run(code, leg=leg)]
    assert starts == [[0, 2, 3], [0, 1, 3], [0, 0, 3]]


# --- a packed payload ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "a", "Zardeh" * 400, "زرده " * 90, "".join(chr(32 + n * n % 90) for n in range(70_000))],
    ids=["nothing", "a letter", "repeated", "Persian", "much"],
)
@pytest.mark.parametrize("level", [0, 1, 9])
def test_what_was_packed_comes_out_as_it_was(run: Run, text: str, level: int) -> None:
    packed = base64.b64encode(zlib.compress(text.encode(), level)).decode()
    assert run("return unpackedHere(bytesOf(given.packed))", packed=packed) == text


# --- ribbons, and names that can be read -----------------------------------------------------


def outline(run: Run, line: list[list[float]], **part: Any) -> list[tuple[float, float]]:
    """The points of a ribbon's outline, in tenths of a pixel."""
    whole = {"from": 0, "to": 1, "head": "none", **part}
    path = run("return ribbonPath(given.line, given.part)", line=line, part=whole)
    found = [float(one) for one in re.findall(r"-?\d+\.\d", path)]
    return list(zip(found[::2], found[1::2], strict=True))


def test_a_ribbon_is_wider_where_it_comes_to(run: Run) -> None:
    points = outline(run, [[0, 0], [100, 0]])
    first = max(y for x, y in points if x == 0) - min(y for x, y in points if x == 0)
    last = max(y for x, y in points if x == 100) - min(y for x, y in points if x == 100)
    assert first < 4 < 9 < last


def test_two_parts_of_one_ribbon_are_as_wide_where_they_meet(run: Run) -> None:
    before = outline(run, [[0, 0], [50, 0]], **{"from": 0, "to": 0.5})
    after = outline(run, [[50, 0], [100, 0]], **{"from": 0.5, "to": 1})
    assert max(y for x, y in before if x == 50) == max(y for x, y in after if x == 50)


def test_a_head_ends_at_the_last_point_and_the_body_behind_it(run: Run) -> None:
    line = [[0, 0], [100, 0]]
    head = outline(run, line, head="alone")
    assert max(x for x, _ in head) == 100 and (100, 0) in head
    assert 70 < max(x for x, _ in outline(run, line, head="apart")) < 90
    # However short a way is, its head is whole.
    assert min(x for x, _ in outline(run, [[0, 0], [2, 0]], head="alone")) < -10


def test_a_ribbon_goes_round_a_corner_without_a_kink(run: Run) -> None:
    edge = outline(run, [[0, 0], [100, 0], [100, 100]])
    outer = edge[: len(edge) // 2]
    turns = [
        abs(
            (
                math.degrees(
                    math.atan2(c[1] - b[1], c[0] - b[0]) - math.atan2(b[1] - a[1], b[0] - a[0])
                )
                + 180
            )
            % 360
            - 180
        )
        for a, b, c in zip(outer, outer[1:], outer[2:], strict=False)
    ]
    assert max(turns) < 30 and sum(turns) == pytest.approx(90, abs=5)


@pytest.mark.parametrize("line", [[], [[3, 3]], [[3, 3], [3, 3]]])
def test_no_line_is_no_ribbon(run: Run, line: list[list[float]]) -> None:
    assert outline(run, line) == [] == outline(run, line, head="alone")


@pytest.mark.parametrize("ground", ["light", "dark"])
@pytest.mark.parametrize("colour", ["#b23a0c", "#174079", "#a07cae", "#ffffff", "#000000"])
def test_names_can_be_read_on_the_ground(run: Run, colour: str, ground: str) -> None:
    code = "return [inkOf(given.colour, GROUNDS[given.ground]), GROUNDS[given.ground].luminance]"
    ink, luminance = run(code, colour=colour, ground=ground)
    low, high = sorted((luminance_of(ink), luminance))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def luminance_of(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_sides_keep_their_distance_in_lightness_by_day_and_night(
    run: Run, mersad: Campaign, russia: Campaign
) -> None:
    starter = re.findall(r'colour = "(#\w{6})"', START_HEAD)
    own = [[side.colour for side in one.sides.values()] for one in (mersad, russia)]
    for colours in (*own, starter, PLAN_COLOURS, DRAFT_COLOURS):
        nights = run("return given.colours.map(nightOf)", colours=list(colours))
        for seen in (colours, nights):
            light, dark = (116 * luminance_of(one) ** (1 / 3) - 16 for one in seen[:2])
            assert abs(light - dark) >= 14.9, "from the third side on they have a pattern"
    for colours in own:
        lights = [116 * luminance_of(one) ** (1 / 3) - 16 for one in colours]
        assert min(abs(one - other) for one, other in combinations(lights, 2)) >= 14.9


def test_a_line_keeps_names_off_it_only_where_it_is_seen(run: Run) -> None:
    code = "return boxesAlong(given.line, { x: 100, y: 100 })"
    along = [{"x": -500, "y": 50}, {"x": 500, "y": 50}]
    boxes = run(code, line=along)
    assert 11 <= len(boxes) <= 14 and all(0 <= box["left"] + 2.5 <= 100 for box in boxes)
    assert run(code, line=[{"x": -500, "y": -50}, {"x": 500, "y": -50}]) == []


def test_a_link_to_ones_own_computer_says_so(run: Run) -> None:
    code = """const at = (href) => new Address({ fields: {}, usual: {} },
      { href, hash: '', write() {}, onChange() {} }).isLocal;
    return given.pages.map(at)"""
    pages = ["http://localhost:8501/", "http://127.0.0.1:8000/x.html", "http://[::1]:80/",
             "https://example.org/", "file:///maps/map.html"]  # fmt: skip
    assert run(code, pages=pages) == [True, True, True, False, False]


def test_a_sketch_across_the_antimeridian_is_drawn_in_one_piece_where_the_map_looks(
    run: Run,
) -> None:
    fiji, samoa, other = [-16.8, 179.6], [-13.8, -171.8], [51.5, -0.1]
    wanted = {
        "spots": [{"key": "a", "at": fiji}, {"key": "b", "at": samoa}], "way": [fiji, samoa],
        "outline": {"chains": [[samoa, fiji]], "closed": False}, "look": None,
    }  # fmt: skip
    code = "return turnedTo(given.wanted, given.lon)"
    for lon, lons in ((170, [179.6, 188.2]), (-170, [-180.4, -171.8]), (0, [179.6, 188.2])):
        told = run(code, wanted=wanted, lon=lon)
        assert [round(one["at"][1], 6) for one in told["spots"]] == lons
        assert [round(one[1], 6) for one in told["way"]] == lons
        assert [round(one[1], 6) for one in told["outline"]["chains"][0]] == lons[::-1]
        # What is told of a spot that was not moved is what the page said, to the last digit.
        assert [one["said"] for one in told["spots"]] == [fiji, samoa]
    here = {**wanted, "spots": [{"key": "a", "at": other}], "way": [], "look": {"points": [other]}}
    here["outline"] = {"chains": [], "closed": False}
    told = run(code, wanted=here, lon=10)
    assert (told["spots"][0]["at"], told["look"]["points"]) == (other, [other])


# --- finding ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [("Orléans", "orleans"), ("STRAẞE", "strasse"), ("Lützen", "lutzen"), ("Øresund", "oresund"),
     ("كرمانشاه", "کرمانشاه"), ("اسلام\u200cآباد غرب", "اسلام اباد غرب"), ("۲۷ تیر", "27 تیر")],
)  # fmt: skip
def test_names_are_found_in_any_spelling(run: Run, one: str, other: str) -> None:
    assert run("return folded(given.one) === folded(given.other)", one=one, other=other)


def test_what_is_found_is_grouped_counted_and_ranked(run: Run) -> None:
    names = ["New Ham", "Hamadan", "Hamburg", *(f"Gotham {number}" for number in range(9)), "Rome"]
    entries = [
        {"group": "places", "id": name, "label": name, "text": f"{name.lower()} ham rome",
         "end": len(name)}
        for name in names
    ]  # fmt: skip
    entries.append({"group": "claims", "id": "x", "label": "A", "text": "a ham 27", "end": 1})
    code = "return find(given.entries, given.query)"
    places, claims = run(code, entries=entries, query=" HAM ")
    assert (places["group"], places["count"], len(places["found"])) == ("places", 13, 6)
    assert [one["id"] for one in places["found"]][:3] == ["Hamadan", "Hamburg", "New Ham"]
    assert "Rome" not in [one["id"] for one in places["found"]]
    assert claims["group"] == "claims" and claims["count"] == 1
    assert [one["group"] for one in run(code, entries=entries, query="27 ham")] == ["claims"]
    assert run(code, entries=entries, query="  ") == [] == run(code, entries=entries, query="zz")


@pytest.mark.parametrize(
    "query",
    ["9 August 48 BC", "48 bce 9 aug", "9.8.48", "-0047-08-09", "9 B.C.", "۹ اوت ۴۸ ق.م", "9/8/48"],
)
def test_a_day_before_the_year_1_is_gone_to(run: Run, query: str) -> None:
    whole = {"08-08": "8 August 48 BC", "08-09": "9 August 48 BC, ۹ اوت ۴۸"}
    data: dict[str, Any] = {
        name: {} for name in ("places", "forces", "rows", "questions", "sources")
    }
    data["towns"] = []
    data["days"] = [
        {"day": f"-0047-{day}", "whole": words, "label": words} for day, words in whole.items()
    ]
    found = run("return find(entriesOf(given.data), given.query)", data=data, query=query)
    assert [one["id"] for group in found for one in group["found"]] == ["-0047-08-09"]


def test_a_hundred_thousand_names_are_looked_through_at_once(run: Run) -> None:
    code = """
    const entries = Array.from({ length: 100000 }, (_, at) => ({ group: "claims", id: String(at),
      label: "x", end: 1, text: `event number ${at} at some place of the north` }));
    const start = Date.now();
    const [claims] = find(entries, "number 99 north");
    return [claims.count, Date.now() - start]"""
    count, ms = run(code)
    # The goal is 50 ms; a machine that does much else is given time.
    assert count == sum(str(one).startswith("99") for one in range(100_000)) and ms < 500
