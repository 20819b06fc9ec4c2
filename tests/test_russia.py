"""The campaign of 1812: widths by number, a series under the time bar."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mapping.__main__ import main
from mapping.format.campaign import Campaign, load_campaign
from mapping.player import campaign_document
from mapping.telling.narrate import say_calendars
from mapping.telling.series import series_of
from mapping.telling.timeline import day_state
from mapping.telling.whereabouts import say_force
from tests.folders import Folder, write_broken
from tests.player import Show, settle

RUSSIA = Path(__file__).parent.parent / "data" / "russia-1812"

# The figure's numbers in the order of its points; the whole of the three columns stands first.
COLUMNS = {
    "advance": (
        422_000, 340_000, 340_000, 320_000, 300_000, 280_000, 240_000, 210_000, 180_000, 175_000,
        145_000, 145_000, 140_000, 127_100, 100_000, 100_000, 100_000,
    ),
    "retreat": (
        100_000, 98_000, 97_000, 96_000, 87_000, 55_000, 37_000, 24_000, 24_000, 20_000, 20_000,
        20_000, 20_000, 20_000, 20_000, 12_000, 14_000, 8_000, 8_000, 4_000, 10_000, 10_000,
    ),
    "polotsk-advance": (60_000, 60_000, 40_000, 33_000, 33_000),
    "polotsk-retreat": (33_000, 30_000, 30_000, 28_000),
    "northern-advance": (22_000, 22_000, 6_000),
    "northern-retreat": (6_000, 6_000),
}  # fmt: skip
COLD = {
    "1812-10-18": 0, "1812-10-24": 0, "1812-11-09": -9, "1812-11-14": -21, "1812-11-28": -20,
    "1812-12-01": -24, "1812-12-06": -30, "1812-12-07": -26,
}  # fmt: skip


# --- the data ------------------------------------------------------------------------------


def test_the_folder_has_nothing_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(RUSSIA), "--strict"]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out


def test_it_lasts_from_the_niemen_to_the_niemen(russia: Campaign) -> None:
    assert len(russia.calendar) == 174
    assert russia.days[0].day == russia.first_day
    assert russia.days[-1].day == russia.last_day


@pytest.mark.parametrize("movement", COLUMNS)
def test_the_numbers_are_those_of_the_figure(russia: Campaign, movement: str) -> None:
    stated = [stop.strength for stop in russia.waypoints[movement] if stop.strength is not None]
    assert tuple(stated) == COLUMNS[movement]


def test_only_the_main_column_moves_day_by_day(russia: Campaign) -> None:
    moving = {
        one.movement.movement_id
        for one in day_state(russia, "1812-08-01", "minard").movements
        if one.leg.animated
    }
    assert moving == {"advance"}
    states = day_state(russia, "1812-08-01", "minard").movements
    assert {one.dating for one in states if one.movement.force_id != "grande-armee"} == {"undated"}


@pytest.mark.parametrize(
    ("day", "where", "strength"),
    [
        ("1812-06-24", "somewhere between Kowno and Wilna", "422,000 strong"),
        ("1812-09-14", "at Moscow", "100,000 strong"),
        ("1812-10-10", "at Moscow", "100,000 strong"),
        ("1812-12-14", "at Kowno", "10,000 strong"),
    ],
)
def test_a_force_is_as_strong_as_was_last_stated(
    russia: Campaign, day: str, where: str, strength: str
) -> None:
    states = day_state(russia, day, "minard").forces
    army = next(one for one in states if one.force.force_id == "grande-armee")
    words = say_force(russia, "minard", army)
    assert words.startswith(where)
    assert strength in words


def test_the_day_is_also_told_by_the_julian_calendar(russia: Campaign) -> None:
    day = next(day for day in russia.calendar if day.isoformat() == "1812-09-07")
    assert say_calendars(russia, day) == "26 August (Julian)"
    assert say_calendars(russia, day, "fa") == "۷ سپتامبر ۱۸۱۲، ۲۶ اوت (ژولینی)"


def test_a_value_without_a_day_lies_between_its_neighbours(russia: Campaign) -> None:
    values = series_of(russia)["temperature"]
    first = russia.first_day.toordinal()
    dated = {one.row.day.isoformat(): one for one in values if one.row.day}
    assert {day: one.row.value for day, one in dated.items()} == COLD
    assert all(one.time == one.row.day.toordinal() - first + 0.5 for one in values if one.row.day)
    bobr = next(one for one in values if one.row.day is None)
    assert bobr.between == (dated["1812-11-14"].time, dated["1812-11-28"].time)
    assert bobr.time == sum(bobr.between) / 2


def test_a_value_that_cannot_be_placed_has_no_time(tmp_path: Path) -> None:
    def add(folder: Folder) -> None:
        folder.add(
            "series", "heat", "2", "Temperature", "", "", "40", "degrees Celsius", "chronicle"
        )
        folder.add("series", "rain", "1", "Rain", "1988-08-30", "", "3", "mm", "chronicle")

    series = series_of(load_campaign(write_broken(tmp_path / "tiny", add)))
    assert [one.time for one in series["heat"]] == [2.5, None]
    assert [one.time for one in series["rain"]] == [None]


# --- bands ---------------------------------------------------------------------------------

THICKNESS = """([pane, strength]) => {
  // Across the drawn stroke, in the middle of the longest piece with that number.
  const wanted = `.leaflet-${pane}-pane .cm-trail[data-strength="${strength}"]`;
  const paths = [...document.querySelectorAll(wanted)];
  const path = paths.sort((a, b) => b.getTotalLength() - a.getTotalLength())[0];
  const middle = path.getTotalLength() / 2;
  const [a, b] = [path.getPointAtLength(middle - 1), path.getPointAtLength(middle + 1)];
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const [nx, ny] = [(a.y - b.y) / length, (b.x - a.x) / length];
  const at = (d) => new DOMPoint((a.x + b.x) / 2 + d * nx, (a.y + b.y) / 2 + d * ny);
  let wide = 0;
  for (let d = -30; d <= 30; d += 0.02) if (path.isPointInStroke(at(d))) wide += 0.02;
  return wide;
}"""


def test_bands_are_as_wide_as_the_numbers(show: Show, russia_file: Path) -> None:
    page = show(russia_file)
    settle(page, "1812-12-14")
    wide = {
        strength: page.evaluate(THICKNESS, [pane, strength])
        for pane, strength in [
            ("cm-bands", 320_000),
            ("cm-bands", 175_000),
            ("cm-bands-back", 96_000),
        ]
    }
    for strength, width in wide.items():
        assert width == pytest.approx(34 * strength / 422_000, rel=0.05), strength
    # The thinnest is still to be seen.
    assert page.evaluate(THICKNESS, ["cm-bands-back", 4_000]) == pytest.approx(1.5, abs=0.1)
    page.locator(".cm-legend summary").first.click()
    key = page.locator(".cm-key.is-band").first
    assert key.bounding_box()["height"] == pytest.approx(34 * 100_000 / 422_000, abs=0.3)
    assert "this bar is 100,000" in page.locator(".cm-legend").inner_text()


def numbers(page: Any) -> set[str]:
    """The numbers that can be read on the map, beside bands and forces."""
    shown = page.locator(
        ".cm-strength .cm-label:not(.is-hidden), .cm-label:not(.is-hidden) .cm-strong"
    )
    return set(shown.all_inner_texts())


WAYS = """() => [...document.querySelectorAll('.cm-band.cm-trail, .cm-band.cm-today')]
  .filter((path) => path.getTotalLength() > 1).length"""


PANES = ("cm-bands", "cm-bands-back")
DRAWN = """([pane, ...parts]) => parts
  .flatMap((part) => [...document.querySelectorAll(`.leaflet-${pane}-pane .${part}`)])
  .filter((path) => path.getTotalLength() > 1)
  .map((path) => Number(path.dataset.strength))"""
ORDER = "(pane) => Number(document.querySelector(`.leaflet-${pane}-pane`).style.zIndex)"


def test_the_last_day_shows_the_whole_figure(show: Show, russia_file: Path) -> None:
    page = show(russia_file)
    settle(page, "1812-12-14")
    page.wait_for_function(
        "document.querySelector('.cm-headline').textContent.includes('last of the army')"
    )
    assert {"422,000", "100,000", "10,000"} <= numbers(page)
    went, came = (set(page.evaluate(DRAWN, [pane, "cm-trail", "cm-today"])) for pane in PANES)
    for movement, column in COLUMNS.items():
        # A number that stands only at the end of a way has no stretch to hold on.
        assert set(column[:-1]) <= (came if movement.endswith("retreat") else went)
    # On the way back the army is drawn over the way that it went.
    assert page.evaluate(ORDER, "cm-bands") < page.evaluate(ORDER, "cm-bands-back")
    # The same filter hides ways and numbers.
    page.locator(".cm-legend summary").first.click()
    page.locator("[data-token='side:france']").uncheck()
    assert page.evaluate(WAYS) == 0
    assert numbers(page) == set()


def test_bands_grow_with_the_march_and_stay(show: Show, russia_file: Path) -> None:
    page = show(russia_file)
    counts = []
    for day in ("1812-06-24", "1812-07-28", "1812-09-14", "1812-10-10", "1812-11-14"):
        settle(page, day)
        counts.append(sum(len(page.evaluate(DRAWN, [pane, "cm-trail"])) for pane in PANES))
    assert counts == sorted(counts)
    assert len(set(counts)) >= 4
    force = page.locator("[data-force=grande-armee] .cm-label")
    assert "24,000" in force.inner_text()
    page.evaluate("campaignPlayer.select('movements/retreat')")
    assert "100,000 at Moscow" in page.locator(".cm-claim.is-open").inner_text()


def test_what_a_jump_back_left_is_not_drawn_later(show: Show, russia_file: Path) -> None:
    page = show(russia_file)
    drawn = """() => [...document.querySelectorAll('.cm-band')]
      .map((one) => [one.getAttribute('class'), one.getAttribute('d')].join(' '))
      .filter((one) => !one.endsWith('M0 0')).sort()"""
    settle(page, "1812-10-23")
    told = page.evaluate(drawn)
    for day in ("1812-12-14", "1812-09-20", "1812-10-23"):
        settle(page, day)
    assert page.evaluate(drawn) == told


# --- the series ----------------------------------------------------------------------------

POINTS = """() => {
  const boxOf = (node) => node.getBoundingClientRect();
  const stops = [...document.querySelectorAll('.cm-stop')].map(boxOf);
  return [...document.querySelectorAll('.cm-series-point')].map((point) => {
    const dot = boxOf(point.querySelector('.cm-series-dot'));
    const words = point.querySelector('.cm-series-value').textContent;
    const x = dot.left + dot.width / 2;
    const near = stops.map((stop) => Math.abs(stop.left + stop.width / 2 - x));
    const off = Math.min(...near);
    return { cell: near.indexOf(off), off, y: dot.top, words };
  });
}"""


@pytest.mark.parametrize(
    ("size", "language"), [((1280, 800), "en"), ((390, 844), "en"), ((1280, 800), "fa")]
)
def test_the_series_stands_under_its_days(
    show: Show, russia_file: Path, russia: Campaign, size: tuple[int, int], language: str
) -> None:
    page = show(
        russia_file, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
    )
    page.evaluate("language => campaignPlayer.speak(language)", language)
    points = page.evaluate(POINTS)
    assert len(points) == 9
    days = [russia.calendar[point["cell"]].isoformat() for point in points]
    assert [day for day in days if day in COLD] == list(COLD)
    assert days[4] == "1812-11-21"
    assert all(point["off"] <= 2 for point in points)
    # Colder is lower.
    by_height = sorted(points, key=lambda point: point["y"])
    values = [*COLD.values()]
    values.insert(4, -11)
    assert [values[points.index(point)] for point in by_height] == sorted(values, reverse=True)
    if language == "en":
        assert [point["words"] for point in points] == [str(v).replace("-", "−") for v in values]
    assert page.locator(".cm-series").bounding_box()["height"] <= 40
    numbers = page.locator(".cm-series-point:not(.is-bare) .cm-series-value")
    boxes = sorted(
        (box["x"], box["width"]) for box in (one.bounding_box() for one in numbers.all())
    )
    assert all(a[0] + a[1] <= b[0] + 0.5 for a, b in pairwise(boxes))


def test_the_story_tells_the_days_value(show: Show, russia_file: Path) -> None:
    page = show(russia_file)
    said = page.locator(".cm-values")
    plain = lambda: re.sub("[\u2066-\u2069]", "", said.inner_text())  # noqa: E731
    settle(page, "1812-11-28")
    assert plain() == "Temperature: −20 °R (−25 °C) at Studienka"
    assert page.locator(".cm-series-point.is-now .cm-series-value").text_content() == "−20"
    settle(page, "1812-11-21")
    assert (
        "−11 °R (−14 °C) at Bobr (undated, placed between 14 November and 28 November)" in plain()
    )
    settle(page, "1812-11-22")
    assert said.count() == 0
    label = page.locator(".cm-series").get_attribute("aria-label")
    assert "−30 °R (−37.5 °C)" in label and "6 December" in label
    page.locator(".cm-series-point").nth(2).click(position={"x": 0, "y": 10}, force=True)
    assert page.evaluate("campaignPlayer.day") == "1812-11-09"


def test_without_numbers_and_series_nothing_is_shown_of_them(show: Show) -> None:
    page = show()
    assert (
        page.locator(".cm-series, .cm-series-name, .cm-band, .cm-key.is-band, .cm-values").count()
        == 0
    )


def test_of_several_series_the_reader_chooses(show: Show, tmp_path: Path) -> None:
    def add(folder: Folder) -> None:
        folder.add("series", "rain", "1", "Rain", "1988-07-25", "", "3", "mm", "chronicle")

    path = tmp_path / "tiny.html"
    campaign = load_campaign(write_broken(tmp_path / "tiny", add))
    path.write_text(campaign_document(campaign), encoding="utf-8")
    page = show(path)
    choice = page.locator(".cm-series-name select")
    assert choice.locator("option").all_inner_texts() == [
        "Temperature, degrees Celsius",
        "Rain, mm",
    ]
    assert page.locator(".cm-series-value").all_text_contents() == ["41"]
    choice.select_option(label="Rain, mm")
    assert page.locator(".cm-series-value").all_text_contents() == ["3"]


# --- long campaigns, and two of them -------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 390])
def test_the_days_of_half_a_year_can_be_read(show: Show, russia_file: Path, width: int) -> None:
    page = show(russia_file, viewport={"width": width, "height": 844})
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.cm-stop > *')]
          .filter((node) => getComputedStyle(node).visibility !== 'hidden' && node.offsetWidth)
          .map((node) => node.getBoundingClientRect().toJSON())"""
    )
    assert len(boxes) >= 6
    for number, a in enumerate(boxes):
        for b in boxes[number + 1 :]:
            across = min(a["right"], b["right"]) - max(a["left"], b["left"])
            down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
            assert across <= 0.5 or down <= 0.5
    page.locator("[role=slider]").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("campaignPlayer.day") == "1812-06-25"
    page.keyboard.press("PageUp")
    assert page.evaluate("campaignPlayer.day") == "1812-07-02"
