"""Campaigns of every shape: written as folders, checked, and opened in a browser."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from mapping.basemap.near_towns import MOST_TOWNS, towns_near
from mapping.checks import check_campaign
from mapping.editing.folder_files import write_files
from mapping.format.campaign import Campaign, load_campaign, read_campaign, say_head_day
from mapping.format.dates import parse_day
from mapping.format.kinds import CLAIM_KINDS
from mapping.format.problems import be_strict, find_errors
from mapping.intake.starter import bare_files, starts_called
from mapping.player import campaign_document
from tests.bench.crowd import write_crowd
from tests.bench.places import write_places
from tests.conftest import PATIENCE_MS
from tests.player import MAP, WIDE, boxes, settle, wait_settled
from tests.test_design import overlap

Row = tuple[object, ...]
Point = tuple[float, float]
MOST_OVERLAP = 20
"""So many square pixels of two labels may lie over each other."""
COLOURS = ("#0b5fa5", "#c2410c", "#4d7c0f")
HEADINGS = {
    "sources": "source_id,kind,title",
    "places": "place_id,name,native_name,kind,lat,lon,radius_km,certainty,found_by",
    "forces": "force_id,side_id,name,kind",
    "movements": "movement_id,force_id,kind,mode,departs,arrives,certainty,title",
    "waypoints": "movement_id,order,place_id",
    "events": "event_id,kind,starts,place_ids,by_force_ids,certainty,title",
    "days": "day,headline",
    "evidence": "table,row_id,source_id,locator,stance",
}


@dataclass
class Made:
    """A campaign to write: its days, the points of its places, and what takes place there.

    The force moves from the first place to the last on the first day and back on the last one;
    events happen at the first place on the first and on the last day.
    """

    first: str
    last: str
    points: list[Point]
    names: tuple[str, ...] = ("Alder", "Birch", "Cedar")
    moves: bool = True
    happens: bool = True
    sides: int = 2
    accounts: tuple[str, ...] = ("One telling", "Another telling")

    @property
    def days(self) -> int:
        """How many days it has."""
        return parse_day(self.last) - parse_day(self.first) + 1

    def write(self, folder: Path) -> Path:
        """Write the folder."""
        folder.mkdir()
        (folder / "campaign.toml").write_text(self._head(), encoding="utf-8")
        for name, rows in self._tables().items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([HEADINGS[name].split(","), *rows])
        return folder

    def _head(self) -> str:
        lines = [f'format = 1\nid = "made"\ntitle = "{self.names[0]}"']
        first, last = (say_head_day(parse_day(day)) for day in (self.first, self.last))
        lines.append(f"first_day = {first}\nlast_day = {last}")
        for number in range(self.sides):
            name = f'id = "side-{number}"\nname = "Side {number + 1}"'
            lines.append(f'[[sides]]\n{name}\ncolour = "{COLOURS[number]}"')
        for number, title in enumerate(self.accounts):
            lines.append(f'[[accounts]]\nid = "telling-{number}"\ntitle = "{title}"')
        return "\n\n".join(lines) + "\n"

    def _tables(self) -> dict[str, list[Row]]:
        names = [self.names[number % len(self.names)] for number in range(len(self.points))]
        edges = dict.fromkeys((self.first, self.last))
        tables: dict[str, list[Row]] = {
            "sources": [("book", "book", "A book")],
            "places": [
                (f"place-{number}", name, "" if name.isascii() else name, "hill", lat, lon, 1,
                 "certain", "book")
                for number, (name, (lat, lon)) in enumerate(zip(names, self.points, strict=True))
            ],
            "forces": [
                (f"force-{number}", f"side-{number}", f"{self.names[0]} {number + 1}", "navy")
                for number in range(self.sides)
            ],
            "days": [(day, f"The story of {day}") for day in edges],
        }  # fmt: skip
        if self.moves:
            tables |= self._movements()
        if self.happens:
            tables["events"] = [
                (f"event-{at}-{number}", "battle", day, "place-0", f"force-{number}", "certain",
                 f"What happens on {day}")
                for at, day in enumerate(edges) for number in range(self.sides)
            ]  # fmt: skip
        tables["evidence"] = [
            (name, row[0], "book", "p. 1", "supports")
            for name in ("movements", "events") for row in tables.get(name, [])
        ]  # fmt: skip
        return tables

    def _movements(self) -> dict[str, list[Row]]:
        movements: list[Row] = []
        waypoints: list[Row] = []
        there = range(len(self.points))
        for number in range(self.sides):
            for name, day, way in (("out", self.first, there), ("back", self.last, there[::-1])):
                if name == "back" and self.first == self.last:
                    continue
                movement = f"{name}-{number}"
                movements.append((movement, f"force-{number}", "advance", "actual", day, day,
                                  "certain", f"Going {name}"))  # fmt: skip
                waypoints += [(movement, order, f"place-{place}")
                              for order, place in enumerate(way, 1)]  # fmt: skip
        return {"movements": movements, "waypoints": waypoints}


NEAR = [(47.0, 8.0), (47.2, 8.3), (47.4, 8.2)]
CAMPAIGNS = {
    "one day": Made("1900-01-31", "1900-01-31", NEAR),
    "from 2 to 1 BC": Made("-0001-12-30", "0000-01-02", NEAR),
    "four hundred days": Made("1914-08-01", "1915-09-04", NEAR),
    "across the antimeridian": Made("1900-01-30", "1900-02-03", [(-16.8, 179.6), (-17.0, -179.7)]),
    "south of the equator": Made("1879-01-11", "1879-01-22", [(-28.3, 30.5), (-28.5, 30.7)]),
    "events only": Made("1900-01-30", "1900-02-03", NEAR, moves=False),
    "movements only": Made("1900-01-30", "1900-02-03", NEAR, happens=False),
    "one place": Made("1900-01-30", "1900-02-03", NEAR[:1]),
    "the year 1066": Made("1066-09-28", "1066-10-14", [(50.82, 0.34), (50.92, 0.48)]),
    "three sides": Made("1900-01-30", "1900-02-03", NEAR, sides=3),
    "no accounts": Made("1900-01-30", "1900-02-03", NEAR, accounts=()),
    "Persian": Made("1900-01-30", "1900-02-03", NEAR, ("نبرد کوهستان", "تپه", "رود")),
    "Arabic": Made("1900-01-30", "1900-02-03", NEAR, ("معركة الوادي", "تل", "نهر")),
    "Chinese": Made("1900-01-30", "1900-02-03", NEAR, ("长沙会战", "山", "河")),
}


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_a_campaign_of_any_shape_has_no_fault(name: str, tmp_path: Path) -> None:
    folder = CAMPAIGNS[name].write(tmp_path / "made")
    assert find_errors(be_strict(check_campaign(folder))) == []


@pytest.mark.parametrize(
    ("day", "mend"),
    [
        ("-0480-09-29", 'write first_day = "-0480-09-29": TOML knows no day before the year 1'),
        ("0000-09-29", 'write first_day = "0000-09-29": TOML knows no day before the year 1'),
        ('"480 BCE"', "such as -0479-01-01, as EDTF counts, with a year 0: -0479 is 480 BC"),
        ('"29 September 480 BC"', "write -0479-09-29, as EDTF counts"),
        ('"-10000-09-29"', "no day before the year -9999"),
    ],
)
def test_a_day_before_the_year_1_is_told_as_it_is_written(
    day: str, mend: str, tmp_path: Path
) -> None:
    folder = CAMPAIGNS["one day"].write(tmp_path / "made")
    head = folder / "campaign.toml"
    text = head.read_text(encoding="utf-8").replace("first_day = 1900-01-31", f"first_day = {day}")
    head.write_text(text, encoding="utf-8")
    campaign, problems = read_campaign(folder)
    assert campaign is None
    assert [one.column for one in problems] == ["first_day"] and mend in problems[0].mend


# --- in the browser ------------------------------------------------------------------------

AROUND = ".cm-title, .cm-tools, .leaflet-control-zoom, .cm-legend, .cm-bar, .cm-story"
"""What lies around the map or on its edges, never over each other."""
IN_VIEW = """() => {
  const map = document.querySelector(".leaflet-container").getBoundingClientRect();
  const marks = [...document.querySelectorAll(".leaflet-container .cm-symbol")];
  return marks.map((mark) => mark.getBoundingClientRect()).filter((box) => box.width > 0
    && box.left >= map.left && box.right <= map.right && box.top >= map.top
    && box.bottom <= map.bottom).length;
}"""
KM_OF_SCALE = """() => {
  const scale = document.querySelector(".leaflet-control-scale-line");
  const [length, unit] = scale.textContent.split(" ");
  return Number(length) / (unit === "km" ? 1 : 1000);
}"""
SETTLED = """day => campaignPlayer.settled && campaignPlayer.day === day
  && !document.querySelector(".leaflet-zoom-anim")"""


@pytest.fixture(scope="module")
def one_page(chromium: Any) -> Iterator[tuple[Any, list[str]]]:
    """One page for all campaigns, and what was said in its console."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce", bypass_csp=True
    )
    context.set_default_timeout(PATIENCE_MS)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    yield context.new_page(), said
    context.close()


def _opened(
    one_page: tuple[Any, list[str]], campaign: Campaign, folder: Path
) -> tuple[Any, list[str]]:
    """The page with a campaign's document, and what is said in it from now on."""
    file = folder / "player.html"
    file.write_text(campaign_document(campaign), encoding="utf-8")
    page, said = one_page
    said.clear()
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer !== undefined")
    return page, said


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_a_campaign_of_any_shape_is_told_from_its_first_day_to_its_last(
    name: str, one_page: tuple[Any, list[str]], tmp_path: Path
) -> None:
    made = CAMPAIGNS[name]
    page, said = _opened(one_page, load_campaign(made.write(tmp_path / "made")), tmp_path)
    assert page.locator(".cm-stop").count() == made.days
    assert page.locator("[role=slider]").get_attribute("aria-valuemax") == str(made.days)
    for day in (made.first, made.last):
        page.evaluate("day => campaignPlayer.seek(day)", day)
        page.wait_for_function(SETTLED, arg=day)
        assert f"The story of {day}" in page.locator(".cm-story").text_content()
        titles = page.locator(".cm-claim-title").all_text_contents()
        assert (f"What happens on {day}" in titles) == made.happens
        assert any(title.startswith("Going") for title in titles) == made.moves
        assert page.evaluate(IN_VIEW) > 0, f"nothing is drawn in view on {day}"
        assert page.evaluate(KM_OF_SCALE) <= 50, "the view is far too wide"
        look_around(page)
    assert said == []


def look_around(page: Any) -> None:
    """Nothing lies over anything else, and nothing out of the window."""
    found = [one.bounding_box() for one in page.locator(AROUND).all() if one.is_visible()]
    assert len(found) == 6
    assert all(overlap(one, other) < 1 for one, other in combinations(found, 2))
    for box in found:
        assert box["x"] >= 0 and box["y"] >= 0
        assert box["x"] + box["width"] <= 1281 and box["y"] + box["height"] <= 801


SIGNS = """() => {
  const side = (node) => /cm-of-(\\w+)/.exec(node.className)[1];
  const signs = [...document.querySelectorAll(".cm-place:not([hidden]) .cm-pictogram")];
  return signs.map((sign) => ({
    row: sign.dataset.row, title: sign.title, place: sign.closest(".cm-label").textContent,
    side: side(sign), ofMark: side(sign.closest(".cm-mark")),
    path: sign.querySelector("path").getAttribute("d"),
  }));
}"""


def test_labels_that_many_places_share_say_what_is_told_of_the_day(
    one_page: tuple[Any, list[str]], tmp_path: Path
) -> None:
    """All events of a day are of one kind and one side, on the next day of others."""
    campaign = load_campaign(write_places(tmp_path / "places", events=600, days=6))
    page, said = _opened(one_page, campaign, tmp_path)
    for day in [*campaign.calendar, *campaign.calendar]:
        page.evaluate("day => campaignPlayer.seek(day)", day.isoformat())
        signs = page.evaluate(SIGNS)
        assert len(signs) > 10
        for sign in signs:
            event = campaign.events[sign["row"].removeprefix("events/")]
            assert event.starts and event.starts.text == day.isoformat()
            assert sign["title"] == event.title
            assert sign["place"] == campaign.places[event.place_ids[0]].name
            assert sign["side"] == sign["ofMark"] == event.by_force_ids[0]
            assert sign["path"] == CLAIM_KINDS[event.kind].pictogram.removeprefix("!")
    assert said == []


def _change(file: Path, change: Callable[[int, list[str]], None]) -> None:
    """Change the rows of a table by their number."""
    with file.open(encoding="utf-8", newline="") as opened:
        head, *rows = csv.reader(opened)
    for number, row in enumerate(rows):
        change(number, row)
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([head, *rows])


def _name_long(number: int, place: list[str]) -> None:
    if number % 3 == 0:
        place[1] = f"The old market town of the river, number {number}"


def _crowd(number: int, event: list[str]) -> None:
    """Three of four events at the place of the fourth; every sixth is of an unknown day."""
    event[3] = f"place-{number - number % 24 + number % 6}"
    if number % 4 == 1:
        event[2] = "[1900-01-01..1900-01-06]"


@pytest.mark.parametrize("width", [390, 1280])
def test_labels_of_many_places_do_not_lie_over_each_other(
    one_page: tuple[Any, list[str]], tmp_path: Path, width: int
) -> None:
    """Long names that break, signs and counts: how large they are is reckoned, not asked for."""
    folder = write_places(tmp_path / "places", events=600, days=6)
    _change(folder / "places.csv", _name_long)
    _change(folder / "events.csv", _crowd)
    one_page[0].set_viewport_size({"width": width, "height": 800})
    page, said = _opened(one_page, load_campaign(folder), tmp_path)
    for day in ("1900-01-02", "1900-01-03"):
        settle(page, day)
        labels = boxes(page, ".cm-place:not([hidden]) .cm-label:not(.is-hidden)")
        assert len(labels) > 8
        for one, other in combinations(labels, 2):
            assert overlap(one, other) < MOST_OVERLAP, (one, other)
    # Where they stand does not depend on the day before.
    for day in ("1900-01-06", "1900-01-03"):
        settle(page, day)
    again = boxes(page, ".cm-place:not([hidden]) .cm-label:not(.is-hidden)")
    assert sorted(map(str, again)) == sorted(map(str, labels))
    page.set_viewport_size(WIDE)
    assert said == []


def test_of_very_many_forces_those_that_rest_are_drawn_pressed_and_named_from_near(
    one_page: tuple[Any, list[str]], tmp_path: Path
) -> None:
    campaign = load_campaign(write_crowd(tmp_path / "crowd", forces=400, days=10, each_days=2))
    page, said = _opened(one_page, campaign, tmp_path)
    settle(page, campaign.calendar[-1].isoformat())
    standing = page.evaluate("Object.entries(campaignPlayer.positions)")
    assert len(standing) == 400
    marks = set(page.locator(".cm-force").evaluate_all("all => all.map(one => one.dataset.force)"))
    acting = page.locator('.cm-force:not([data-presence="last known"])').count()
    assert 20 < acting == len(marks) < 100
    # A press where one rests opens the march that brought it there.
    force, (lat, lon, _) = next(one for one in standing if one[0] not in marks)
    at = page.evaluate(f"{MAP}.latLngToContainerPoint([{lat}, {lon}])")
    page.mouse.move(at["x"], at["y"])
    assert page.locator(".cm-force.is-hovered .cm-name").inner_text() == campaign.forces[force].name
    page.mouse.click(at["x"], at["y"])
    page.wait_for_function("campaignPlayer.state.select !== ''")
    chosen = page.evaluate("campaignPlayer.state.select").removeprefix("movements/")
    assert campaign.movements[chosen].force_id == force
    wait_settled(page)
    assert page.locator(f'.cm-force[data-force="{force}"]').count() == 1
    # From near there is room for all that are in sight.
    settle(page, campaign.calendar[-1].isoformat())
    page.evaluate(f"void {MAP}.setView([{lat}, {lon}], 11, {{ animate: false }})")
    wait_settled(page)
    near = page.locator(f'.cm-force[data-force="{force}"][data-presence="last known"]')
    assert near.locator(".cm-name").inner_text() == campaign.forces[force].name
    assert said == []


def test_around_a_campaign_without_a_ground_stand_the_gazetteers_towns() -> None:
    found = towns_near([(47.32, 5.04)], None)
    assert (found[0]["name"], found[0]["rank"]) == ("Lyon", 2)
    assert [one["population"] for one in found] == sorted(
        (one["population"] for one in found), reverse=True
    )
    assert all(abs(one["lat"] - 47.32) < 4 and abs(one["lon"] - 5.04) < 4 for one in found)
    # Across the antimeridian, and of too many the largest.
    assert {"Suva", "Labasa"} <= {
        one["name"] for one in towns_near([(-17, 179), (-16, -179)], None)
    }
    assert len(towns_near([(35, 45), (36, 47)], None)) == MOST_TOWNS
    assert towns_near([], None) == []


@pytest.mark.rest
def test_a_town_that_is_a_place_of_the_campaign_is_named_once(
    one_page: tuple[Any, list[str]], tmp_path: Path
) -> None:
    start = starts_called("Hastings")["Hastings, GB, town of 92,855"]
    files = bare_files("Hastings", "1066-09-28", "1066-10-14", ("Normans", "English"), start)
    write_files(files, tmp_path)
    page, said = _opened(one_page, load_campaign(tmp_path), tmp_path)
    page.evaluate("campaignPlayer.seek('1066-10-14')")
    wait_settled(page)
    names = page.locator(".cm-town .cm-name").all_inner_texts()
    assert "Brighton" in names and "Hastings" not in names
    assert page.locator(".cm-place .cm-name", has_text="Hastings").count() == 1
    assert not said
