"""A new campaign: it opens at once, and what cannot be begun is refused with the reason."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from mapping.__main__ import main
from mapping.format.campaign import load_campaign
from mapping.format.schema import columns_of
from mapping.format.tables import TABLES


def begin(folder: Path, *more: str, title: str = "A campaign", first: str = "1900-01-30",
          last: str = "1900-02-02") -> int:  # fmt: skip
    """Run the command, and give its exit code."""
    return main(["new", str(folder), "--title", title, "--first-day", first,
                 "--last-day", last, *more])  # fmt: skip


@pytest.mark.parametrize(
    ("more", "first", "last", "title", "campaign_id"),
    [
        ([], "1900-01-30", "1900-02-02", "A campaign", "a-campaign"),
        (["--place", "Suva"], "1900-01-30", "1900-01-30", "One day", "one-day"),
        (["--place", "کرمانشاه"], "9999-12-30", "9999-12-31", '"رزم" \\ 2', "rzm-2"),
        (["--separator", "semicolon"], "0001-01-01", "0001-01-09", "第一", "diyi"),
    ],
)
def test_a_new_campaign_has_no_fault(
    more: list[str], first: str, last: str, title: str, campaign_id: str,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder = tmp_path / "deep" / "new"
    assert begin(folder, *more, title=title, first=first, last=last) == 0
    assert f"python -m mapping check {folder}" in capsys.readouterr().out
    assert main(["check", str(folder), "--strict"]) == 0, capsys.readouterr().out
    campaign = load_campaign(folder)
    assert (campaign.campaign_id, campaign.title) == (campaign_id, title)
    assert campaign.movements and campaign.events and campaign.evidence


def test_the_tables_have_all_columns_and_open_in_a_spreadsheet(tmp_path: Path) -> None:
    assert begin(tmp_path) == 0  # an empty folder is taken as it is
    for name, record in TABLES.items():
        data = (tmp_path / f"{name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf"), "the mark by which a spreadsheet knows UTF-8"
        heading = next(csv.reader(data.decode("utf-8-sig").splitlines()))
        assert heading == list(columns_of(record))


def test_every_key_of_campaign_toml_is_explained(tmp_path: Path) -> None:
    begin(tmp_path)
    head = (tmp_path / "campaign.toml").read_text(encoding="utf-8")
    for key in ("format", "id", "title", "subtitle", "summary", "first_day", "last_day", "bounds",
                "time_zone", "licence", "calendars", "avoid_words", "[[sides]]", "[[accounts]]",
                "name", "colour", "standpoint"):  # fmt: skip
        assert key in head


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"first": "30/01/1900"}, "--first-day 30/01/1900: write 1900-01-30"),
        ({"last": "480 BCE"}, "such as -0479-01-01"),
        ({"last": "1900-01-29"}, "lies before --first-day"),
        ({"last": "1999-01-29"}, "at most 4,000"),
        ({"title": " "}, "--title takes a text"),
    ],
)
def test_days_and_titles_that_are_none_are_refused(
    options: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert begin(tmp_path / "new", **options) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_place_that_nobody_knows_is_refused_with_names_like_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert begin(tmp_path / "new", "--place", "Qwzxqzz") == 2
    assert "name a town near it" in capsys.readouterr().err


def test_a_campaign_does_not_begin_in_a_river(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert begin(tmp_path / "new", "--place", "Danube") == 2
    assert "this is a river; name a town near it" in capsys.readouterr().err


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")
    assert begin(tmp_path) == begin(tmp_path / "mine.csv") == 2
    assert "is there and not empty" in capsys.readouterr().err
    assert begin(tmp_path / "mine.csv" / "new") == 2
    assert begin(Path("a\0b")) == 2
    assert begin(Path("n" * 300)) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]
