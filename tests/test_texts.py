"""A campaign's texts in more than one language: read, told, searched, exported and checked."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from mapping.checks import check_campaign
from mapping.drawing.scene import scene_payload
from mapping.editing.folder_files import Files, read_files
from mapping.editing.uses import remove, rename
from mapping.export.campaign_list import campaign_list
from mapping.export.geojson import to_geojson
from mapping.export.kml import to_kml
from mapping.export.package import package_bytes
from mapping.format.campaign import Campaign, load_campaign, read_campaign
from mapping.telling.narrate import say_place
from mapping.telling.timeline import day_states
from mapping.telling.translated import in_language, languages_of
from tests.folders import Folder, write_broken
from tests.player import Show, settle

HEADING = ["table", "row_id", "field", "language", "text"]
CLASH = ["events", "clash", "title", "fa", "نبردی در توسکا"]
TEXTS = [
    CLASH,
    ["campaign", "tiny", "title", "fa", "نبردی کوچک"],
    ["sides", "red", "name", "fa", "سرخ"],
    ["accounts", "north", "title", "fa", "روایت شمال"],
    ["forces", "column", "name", "fa", "ستون"],
    ["places", "birch", "name", "fa", "توسکا"],
    ["days", "1988-07-24/north", "headline", "fa", "راه‌پیمایی"],
]


def with_texts(path: Path, *rows: list[str]) -> Path:
    """The tiny folder with these rows of texts.csv."""

    def add(folder: Folder) -> None:
        folder.tables["texts"] = [HEADING, *rows]
        folder.head = folder.head.replace('title = "A tiny', 'language = "en"\ntitle = "A tiny', 1)

    return write_broken(path, add)


@pytest.fixture
def tiny(tmp_path: Path) -> Campaign:
    """The tiny campaign, in part in Persian."""
    return load_campaign(with_texts(tmp_path / "tiny", *TEXTS))


def test_a_campaign_speaks_another_language_where_it_has_the_words(tiny: Campaign) -> None:
    own = in_language(tiny, "fa")
    assert own.title == "نبردی کوچک" and own.summary == tiny.summary
    assert own.sides["red"].name == "سرخ" and own.sides["blue"].name == "Blue"
    assert own.events["clash"].title == "نبردی در توسکا"
    assert own.events["fire"].title == tiny.events["fire"].title
    assert say_place(own.places["birch"], "fa") == "توسکا"
    assert own.days[0].headline == "راه‌پیمایی" and own.days[1].headline == tiny.days[1].headline
    assert in_language(tiny, "en") is tiny and in_language(tiny, "de") is tiny
    assert in_language(own, "fa") is own
    assert in_language(tiny, "fa-IR").title == "نبردی کوچک"


def test_rows_in_which_the_author_says_the_same_need_a_text_once(mersad: Campaign) -> None:
    own = in_language(mersad, "fa")
    figures = [(mersad.figures[name], row) for name, row in own.figures.items()]
    assert len({row.topic for _, row in figures}) == len({row.topic for row, _ in figures})


@pytest.mark.parametrize(
    ("cells", "column", "found"),
    [
        (["event", "clash", "title", "fa", "x"], "table", "event"),
        (["events", "clsh", "title", "fa", "x"], "row_id", "clsh"),
        (["events", "clash", "titel", "fa", "x"], "field", "titel"),
        (["events", "clash", "kind", "fa", "x"], "field", "kind"),
        (["events", "clash", "title", "Persian", "x"], "language", "Persian"),
        (["events", "clash", "title", "en", "x"], "language", "en"),
        (["sides", "green", "name", "fa", "x"], "row_id", "green"),
        (["days", "1988-07-24/south", "headline", "fa", "x"], "row_id", "1988-07-24/south"),
        (["evidence", "clash", "words", "fa", "x"], "table", "evidence"),
    ],
)
def test_a_text_of_nothing_is_named(
    tmp_path: Path, cells: list[str], column: str, found: str
) -> None:
    _, problems = read_campaign(with_texts(tmp_path / "tiny", cells))
    assert [(one.file, one.row, one.column, one.found) for one in problems] == [
        ("texts.csv", 2, column, found)
    ]
    assert problems[0].severity == "error" and problems[0].expected and problems[0].mend


def test_what_a_language_lacks_is_one_note_a_table(tmp_path: Path, mersad: Campaign) -> None:
    problems = check_campaign(with_texts(tmp_path / "tiny", *TEXTS))
    missing = [one for one in problems if one.rule == "texts-missing"]
    assert {one.severity for one in missing} == {"note"}
    said = [one.message for one in missing if "of events" in one.message]
    assert len(said) == 1 and "1 texts" in said[0]
    whole = check_campaign(mersad.folder)
    assert not [one for one in whole if one.rule in ("texts-missing", "avoid-word")]


def test_only_what_differs_is_sent(tiny: Campaign, russia: Campaign) -> None:
    languages = scene_payload(tiny)["languages"]
    texts = languages["fa"]["texts"]
    assert texts["rows"] == {"events": {"clash": {"title": "نبردی در توسکا"}}}
    assert texts["sides"] == {"red": {"name": "سرخ"}}
    assert "texts" not in languages["en"]
    assert all("texts" not in one for one in scene_payload(russia)["languages"].values())


def test_words_of_days_belong_to_the_same_things_in_every_language(mersad: Campaign) -> None:
    own = in_language(mersad, "fa")
    for account in mersad.accounts:
        for one, other in zip(day_states(mersad, account), day_states(own, account), strict=True):
            assert [force.force.force_id for force in one.forces] == [
                force.force.force_id for force in other.forces
            ]
            assert [held.place_id for held in one.control] == [
                held.place_id for held in other.control
            ]


def test_exports_carry_both_languages(tiny: Campaign) -> None:
    data = to_geojson(tiny)
    clash = next(one for one in data["features"] if one["id"] == "events/clash")["properties"]
    assert clash["title"] == "A battle at Birch" and clash["title_fa"] == "نبردی در توسکا"
    assert clash["side_name_fa"] == "سرخ" and clash["force_name_fa"] == "ستون"
    assert data["title_fa"] == "نبردی کوچک"
    kml = to_kml(tiny)
    assert 'name="title_fa"' in kml and "نبردی در توسکا" in kml
    with zipfile.ZipFile(io.BytesIO(package_bytes(tiny))) as package:
        name = next(one for one in package.namelist() if one.endswith("texts.csv"))
        rows = [*csv.reader(package.read(name).decode().splitlines())]
    assert rows == [HEADING, *TEXTS]
    assert languages_of(tiny) == ("fa",)


def test_the_list_of_a_site_has_the_title_of_its_language(tiny: Campaign) -> None:
    page = campaign_list([tiny], {tiny.campaign_id: []}, "fa")
    assert '<h2 dir="auto" lang="fa">' in page and "نبردی کوچک" in page
    assert "نبردی کوچک" not in campaign_list([tiny], {tiny.campaign_id: []}, "en")


def files_of(tmp_path: Path) -> Files:
    """The tiny folder's files as the desk has them."""
    return read_files(with_texts(tmp_path / "tiny", *TEXTS))


def test_a_row_takes_its_texts_along(tmp_path: Path) -> None:
    files = files_of(tmp_path)
    renamed = rename(files, "events", "clash", "fight").made_on(files)
    assert b"events,fight,title,fa" in renamed["texts.csv"]
    row = next(
        number
        for number, line in enumerate(files["events.csv"].decode().splitlines(), 1)
        if line.startswith("clash,")
    )
    removed = remove(files, "events", row).made_on(files)
    assert b"clash" not in removed["texts.csv"] and b"red" in removed["texts.csv"]


def test_the_player_speaks_it_and_marks_what_it_lacks(
    tiny: Campaign, show: Show, tmp_path: Path
) -> None:
    from mapping.player import campaign_document

    file = tmp_path / "tiny.html"
    file.write_text(campaign_document(tiny), encoding="utf-8")
    page = show(file)
    page.evaluate("campaignPlayer.speak('fa')")
    settle(page, "1988-07-24")
    assert page.title() == "نبردی کوچک"
    headline = page.locator(".cm-headline")
    assert headline.inner_text() == "راه‌پیمایی" and headline.get_attribute("lang") is None
    battle = page.get_by_text("نبردی در توسکا").first
    assert battle.evaluate("node => node.closest('[lang]').lang") == "fa"
    settle(page, "1988-07-25")
    lacking = page.get_by_text("The north accuses the column").first
    assert lacking.evaluate("node => [node.lang, node.dataset.own]") == ["en", "EN"]
    # Back in the author's language nothing is left of the other.
    page.evaluate("campaignPlayer.speak('en')")
    settle(page, "1988-07-24")
    assert page.title() == "A tiny campaign"
    assert headline.inner_text() == "The march" and page.locator("[data-own]").count() == 0
    # Each is found by its name in either language.
    for word in ("توسکا", "ستون"):
        page.keyboard.press("/")
        page.keyboard.type(word)
        assert page.locator(".cm-find [role=option]").count() > 0, word
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
