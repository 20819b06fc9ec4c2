"""What comes out of the frame is checked, the address leads the player only when it should, and
the page's tables hold what they should: all that can be proved without a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import mapping.bridge as bridge
from mapping.drawing.address import (
    FIELDS,
    PlayerState,
    address_of,
    parse_state,
    read_address,
    usual_values,
)
from mapping.format.campaign import Campaign
from mapping.format.problems import Problem
from mapping.page.data import count_rows
from mapping.page.day import claim_rows, control_rows, force_rows, to_day
from mapping.page.folders import find_folders, fingerprint
from mapping.page.problem_table import problem_rows
from mapping.page.prose import to_table
from mapping.player.sent import SentDocument
from mapping.telling.timeline import day_state

MAP = SentDocument(b"map")
WHOLE = {"day": "1988-07-26", "select": "events/zardeh-chemical", "account": "article"}


def test_a_state_is_read_and_given_back() -> None:
    assert parse_state(WHOLE) == PlayerState(**WHOLE)
    assert PlayerState(**WHOLE).to_dict() == WHOLE
    assert PlayerState(day="1988-07-26").to_dict() == {"day": "1988-07-26"}


@pytest.mark.parametrize("value", [None, "1988-07-26", 7, [], [WHOLE]])
def test_what_is_no_state_is_none(value: object) -> None:
    assert parse_state(value) is None


@pytest.mark.parametrize(
    "value",
    [
        {"day": 19880726, "select": None, "account": ["article"]},
        {"day": "26 July", "select": "events", "account": "../article"},
        {"day": "1988-07-26\n", "select": "events/a b", "account": "a" * 61},
        {"day": "१९८८-०७-२६", "select": "events/" + "x" * 61, "account": ""},
        {"day": "<b>1988</b>", "select": "javascript:alert(1)", "account": "article&x=1"},
        {"__proto__": "x", "other": "1988-07-26"},
    ],
)
def test_values_of_another_form_are_left_out(value: object) -> None:
    assert parse_state(value) == PlayerState()


def test_the_patterns_mean_the_same_in_the_browser() -> None:
    for pattern in FIELDS.values():
        assert re.fullmatch(r"[\\\[\]{}()A-Za-z0-9/,.?:%_~ -]+", pattern)


def test_inline_code_cannot_be_taken_for_the_name_of_a_file() -> None:
    folder = Path(bridge.__file__).parent
    for name in ("bridge.js", "bridge.css"):
        assert "\n" in (folder / name).read_text(encoding="utf-8")


class Session(dict[str, Any]):
    """Stands for Streamlit's session state, which only the server has."""


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    """An empty session."""
    empty = Session()
    monkeypatch.setattr(bridge.st, "session_state", empty)
    return empty


def test_the_address_that_follows_the_reader_sends_nothing(session: Session) -> None:
    first = bridge._state_to_send(MAP, {"day": "1988-07-26"}, "key")
    session["key-told"] = {"day": "1988-07-27"}
    assert bridge._state_to_send(MAP, {"day": "1988-07-27"}, "key") == first
    assert bridge._state_to_send(MAP, {"day": "1988-07-27"}, "key") == first
    assert bridge._state_to_send(MAP, {}, "key") == first


def test_the_back_button_sends_the_player_back(session: Session) -> None:
    state, turn = bridge._state_to_send(MAP, {"day": "1988-07-26"}, "key")
    session["key-told"] = {"day": "1988-07-27"}
    bridge._state_to_send(MAP, {"day": "1988-07-27"}, "key")
    assert bridge._state_to_send(MAP, {"day": "1988-07-26"}, "key") == (state, turn + 1)


def test_a_changed_document_opens_where_the_reader_is(session: Session) -> None:
    bridge._state_to_send(MAP, {"day": "1988-07-26"}, "key")
    session["key-told"] = {"day": "1988-07-27"}
    state, _ = bridge._state_to_send(SentDocument(b"changed"), {"day": "1988-07-27"}, "key")
    assert state == {"day": "1988-07-27"}


def test_a_server_that_is_started_under_an_open_page_hears_where_the_reader_is(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For its new session the first state is no change, of which Streamlit would tell."""
    heard: list[PlayerState] = []
    held = {"state": {"day": "1988-07-27"}}

    class AgainError(Exception):
        pass

    def again() -> None:
        raise AgainError

    monkeypatch.setattr(bridge, "_mount", lambda **given: session.setdefault("key", held))
    monkeypatch.setattr(bridge.st, "rerun", again)
    with pytest.raises(AgainError):
        bridge.campaign_player(MAP, {"day": "1988-07-25"}, "key", on_change=heard.append)
    told = bridge.campaign_player(MAP, {"day": "1988-07-27"}, "key", on_change=heard.append)
    assert [told] == heard == [PlayerState(day="1988-07-27")]


def test_the_document_goes_as_it_is_behind_a_line_of_json(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    monkeypatch.setattr(bridge, "_mount", lambda **given: sent.append(given["data"]))
    document = SentDocument("<!doctype html>\n<p>قصر شیرین".encode())
    bridge.campaign_player(document, {}, "key", title="Qasr-e\nShirin")
    line, _, rest = sent[0].partition(b"\n")
    assert rest == document
    assert json.loads(line)["title"] == "Qasr-e\nShirin"
    assert json.loads(line)["mark"] == document.mark != MAP.mark


def test_the_address_is_read(mersad: Campaign) -> None:
    assert read_address(WHOLE, mersad) == (WHOLE, [])
    assert read_address({"campaign": "mersad-1988", "tab": "x"}, mersad) == ({}, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day", "1988-08-01"),
        ("day", "tomorrow"),
        ("select", "events/nowhere"),
        ("select", "folder/mersad-1988"),
        ("account", "nobody"),
        ("day", "x" * 10_000),
    ],
)
def test_a_bad_value_in_the_address_is_a_note(mersad: Campaign, name: str, value: str) -> None:
    state, notes = read_address({**WHOLE, name: value}, mersad)
    assert state == {key: text for key, text in WHOLE.items() if key != name}
    assert len(notes) == 1
    assert name in notes[0]
    assert len(notes[0]) < 150


def test_the_address_leaves_out_what_is_usual(mersad: Campaign) -> None:
    before = {"campaign": "mersad-1988", "select": "events/other"}
    told = PlayerState(day="1988-07-26", account="article")
    assert address_of(before, told, usual_values(mersad)) == {
        "campaign": "mersad-1988",
        "day": "1988-07-26",
    }


def test_the_day_lists_dated_claims_apart_from_undated_ones(mersad: Campaign) -> None:
    dated, undated = claim_rows(mersad, day_state(mersad, "1988-07-22"))
    assert [row["What"] for row in dated] == ["Chemical attacks on villages near the border"]
    assert "Chemical bombing of Zardeh" in [row["What"] for row in undated]
    assert all(row["When"].startswith("Placed") for row in undated)
    assert all(row["Sources"] for row in (*dated, *undated))


def test_the_day_says_where_forces_stood_and_who_held_what(mersad: Campaign) -> None:
    state = day_state(mersad, "1988-07-27")
    assert {row["Side"] for row in force_rows(mersad, state)} == {"MEK", "Iran"}
    held = {row["Place"]: row["Held by"] for row in control_rows(mersad, state)}
    assert held["Chaharzebar pass"] == "Iran"


def test_a_day_without_a_dated_claim_says_so(mersad: Campaign) -> None:
    html = to_day(mersad, day_state(mersad, "1988-07-24"))
    assert "No dated claim for this day in this account." in html


def test_text_from_data_is_never_html() -> None:
    html = to_table([{"<th>": "<script>alert(1)</script>", 'a"b': "&"}], "<says>")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'data-name="a&quot;b"' in html


@pytest.mark.parametrize("text", ["https://[::1", "https://example.org]x", "http://[/"])
def test_what_is_nearly_a_web_address_is_a_text(text: str) -> None:
    assert f"<bdi>{text}</bdi>" in to_table([{"Sources": text}], "all")


def test_problems_are_rows(mersad: Campaign) -> None:
    problem = Problem(
        rule="rule",
        severity="error",
        file="events.csv",
        message="missing",
        expected="a file",
        mend="add it",
    )
    assert problem_rows([problem])[0]["Where"] == "events.csv"
    assert problem_rows([problem])[0]["How to mend it"] == "add it"
    assert count_rows(mersad) > 100


def test_folders_are_found_and_named(tmp_path: Path) -> None:
    for name in ("one", "two", "other/one"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "campaign.toml").write_text("", encoding="utf-8")
    (tmp_path / "no-campaign").mkdir()
    assert list(find_folders(tmp_path)) == ["one", "two"]
    given = [str(tmp_path / "one"), str(tmp_path / "other" / "one")]
    assert list(find_folders(tmp_path, given)) == ["one", "one-2"]
    assert find_folders(tmp_path / "nowhere") == {}


def test_the_fingerprint_changes_with_the_files(tmp_path: Path) -> None:
    marks = [fingerprint(tmp_path)]
    (tmp_path / "events.csv").write_text("a", encoding="utf-8")
    marks.append(fingerprint(tmp_path))
    (tmp_path / "events.csv").write_text("ab", encoding="utf-8")
    marks.append(fingerprint(tmp_path))
    (tmp_path / "events.csv").rename(tmp_path / "control.csv")
    marks.append(fingerprint(tmp_path))
    assert len(set(marks)) == len(marks)
    assert fingerprint(tmp_path / "nowhere") == marks[0]
