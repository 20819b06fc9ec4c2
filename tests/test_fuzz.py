"""What strangers send: the cases that once failed and a few others; many by `tests.fuzz`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.fuzz import doors
from tests.fuzz.__main__ import Outcome, kept_cases, run_cases
from tests.fuzz.doors import TURNS, Fault, hold_document, hold_page


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted as Linux does it")
def test_what_once_failed_holds_and_a_few_more() -> None:
    cases = [
        *kept_cases(),
        *(f"{door}:{number}" for door in {*TURNS} for number in range(180, 183)),
    ]
    outcome = Outcome()
    assert run_cases(cases, outcome) == len(cases)
    assert outcome.failed == []


def test_a_script_that_runs_is_seen(mersad_file: Path) -> None:
    document = mersad_file.read_text(encoding="utf-8")
    hold_document(document)
    for more in ("<script>hacked()</script>", "<img src=x onerror=hacked()>", "<base href=x>"):
        with pytest.raises(Fault):
            hold_document(document + more)
        with pytest.raises(Fault):
            hold_page(f"<p>{more}</p>")
    hold_page("<p>&lt;script&gt;hacked()&lt;/script&gt; <a href='https://example.org'>x</a></p>")


def test_a_case_that_reaches_outside_or_says_nothing_is_seen(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.fuzz import case, doors\n"
        f"doors.DOORS['bad'] = lambda dice, room: Path({str(tmp_path / 'out')!r}).write_text('x')\n"
        f"print(case.run_case(1, Path({str(tmp_path)!r}), case.Watch(), 'bad')['fault'])"
    )
    line = [sys.executable, "-c", code]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert "reached outside: open" in done.stdout, done.stderr


def test_an_end_without_a_word_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "main", lambda words: 1)
    with pytest.raises(Fault, match="not a word"):
        doors.command("check", "x")
