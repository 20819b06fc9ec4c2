"""The tab "Data" hands out each file when it is asked for, and not before."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import geojson_pydantic
import pytest
from fastkml.validator import validate as validate_kml
from playwright.sync_api import expect

from mapping.export import FORMATS, file_name, rough_size
from mapping.format.campaign import Campaign, load_campaign
from mapping.page.downloads import say_size
from mapping.telling.citation import say_citation
from tests.folders import write_broken
from tests.player import wait_in
from tests.test_app import frame_of, seek


@pytest.mark.parametrize("one", [one for one in FORMATS if one.grows], ids=lambda one: one.option)
def test_the_size_that_is_promised_is_about_right(
    mersad: Campaign, russia: Campaign, one: Any
) -> None:
    for campaign in (mersad, russia):
        made = len(one.to_bytes(campaign))
        assert rough_size(campaign, one.grows) == pytest.approx(made, rel=0.4)


def test_a_size_is_said_in_words() -> None:
    sizes = [say_size(count).replace("\u00a0", " ") for count in (200, 4_100, 187_000, 1_120_000)]
    assert sizes == ["About 1 KB", "About 4 KB", "About 190 KB", "About 1.1 MB"]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_each_file_can_be_downloaded_and_is_valid(
    open_page: Callable[..., Any], app_url: str, mersad: Campaign, tmp_path: Path
) -> None:
    page = open_page(accept_downloads=True)
    page.goto(f"{app_url}/?day=1988-07-26")
    # What the map says of its first day has the page run once more, with other buttons.
    wait_in(frame_of(page), "window.campaignPlayer?.settled")
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.get_by_role("tab", name="Data").click()
    files = {}
    for one in FORMATS:
        with page.expect_download() as waiting:
            page.get_by_role("button", name=one.title, exact=True).click()
        assert waiting.value.suggested_filename == file_name(mersad, one)
        files[one.option] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[one.option])
        assert files[one.option].read_bytes() == one.to_bytes(mersad)
    collection = json.loads(files["geojson"].read_bytes())
    geojson_pydantic.FeatureCollection.model_validate(collection)
    assert validate_kml(file_to_validate=files["kml"]) is True
    assert frictionless.validate(str(files["package"])).valid
    page.get_by_text("Cite it as: Operation Mersad").wait_for()
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_file_is_made_when_it_is_asked_for_and_not_before(
    page: Any, start_app: Callable[..., str], tmp_path: Path
) -> None:
    """Behind another server, which gives the page a path of its own."""
    folder = write_broken(tmp_path / "tiny")
    url = start_app(folder, path="/maps/tiny")
    page.goto(url)
    frame = frame_of(page)
    wait_in(frame, "window.campaignPlayer?.settled")
    seek(page, frame, "1988-07-25")
    assert page.url == f"{url}/?day=1988-07-25" == frame.evaluate("campaignPlayer.link")
    page.get_by_role("tab", name="Data").click()
    page.get_by_text("Cite it as: A tiny campaign").wait_for()
    head = folder / "campaign.toml"
    head.write_text(head.read_text(encoding="utf-8").replace("tiny campaign", "new campaign"))
    button = page.get_by_role("button", name="GeoJSON", exact=True)
    button.focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    # It could not be pressed meanwhile, and has the keyboard again.
    expect(button).to_be_focused()
    made = json.loads(Path(waiting.value.path()).read_bytes())
    campaign = load_campaign(folder)
    assert made["title"] == "A new campaign"
    assert made["citation"] == say_citation(campaign) and made["version"] in made["citation"]
