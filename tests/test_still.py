"""A picture of a day through an installed Chromium, and clear words where there is none."""

from __future__ import annotations

import base64
import struct
from pathlib import Path
from typing import Any

import pytest

from mapping.__main__ import main
from mapping.drawing.address import PlayerState
from mapping.export.still import StillError, find_chromium, parse_size, take_still
from mapping.format.campaign import Campaign
from tests.conftest import MERSAD

COLOURS = """async (data) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
  let [light, mek, iran] = [0, 0, 0];
  for (let at = 0; at < pixels.length; at += 4) {
    const [red, green, blue] = pixels.slice(at, at + 3);
    light += (red + green + blue) / 3;
    mek += red === 0xb2 && green === 0x3a && blue === 0x0c;
    iran += red === 0x16 && green === 0x3d && blue === 0x74;
  }
  return [light / (pixels.length / 4), mek, iran];
}"""


def look_at(page: Any, picture: bytes) -> tuple[float, int, int]:
    """How light a picture is on average, and how many pixels have a side's colour."""
    light, mek, iran = page.evaluate(COLOURS, base64.b64encode(picture).decode())
    return light, mek, iran


def test_a_still_shows_the_settled_day(page: Any, mersad: Campaign, tmp_path: Path) -> None:
    file = tmp_path / "still.png"
    command = ["export", str(MERSAD), "--png", str(file), "--day", "1988-07-26"]
    assert main([*command, "--size", "800x500"]) == 0
    picture = file.read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (800, 500)
    light, mek, iran = look_at(page, picture)
    # Relief and a drawn way: neither an empty page nor the moment before the ground was there.
    assert light > 180
    assert mek > 600 and iran > 50
    first = take_still(mersad, PlayerState(day="1988-07-23"), (800, 500))
    assert look_at(page, first)[1] < mek / 4


def test_a_still_can_be_dark_and_persian(page: Any, mersad: Campaign, chromium: Any) -> None:
    state = PlayerState(day="1988-07-27", account="mek", lang="fa", compare="iranian-sources")
    assert look_at(page, take_still(mersad, state, (400, 600), dark=True))[0] < 90


def test_a_still_says_what_the_controls_would_say(page: Any, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    assert main(["export", str(MERSAD), "--html", str(file)]) == 0
    said = []
    page.on("console", lambda message: said.append(message.text))
    with page.expect_console_message(lambda message: message.text == "still 1988-07-27"):
        page.goto(f"{file.as_uri()}#day=1988-07-27&account=mek&still=dark")
    title = page.locator(".cm-title").inner_text()
    for words in ("Operation Mersad / Eternal Light", "Wednesday 27 July 1988", "Account: MEK"):
        assert words in title
    credit = page.locator(".leaflet-control-attribution").inner_text()
    assert "OpenStreetMap" in credit and "CC BY 4.0" in credit
    assert page.locator("html").get_attribute("data-scheme") == "dark"
    assert page.locator("button:visible, select:visible, summary:visible").count() == 0
    assert page.locator(".cm-hint-bubble").count() == 0
    size = page.locator(".leaflet-container").bounding_box()
    assert (size["width"], size["height"]) == (1280, 800)


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--day", "1988-09-01", "no day '1988-09-01'"),
        ("--account", "nobody", "no account 'nobody'"),
        ("--lang", "xx", "no lang 'xx'"),
        ("--size", "10x10", "expected WIDTHxHEIGHT from 320 to 4000"),
        ("--size", "99999x99999", "got '99999x99999'"),
    ],
)
def test_what_there_is_not_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, says: str
) -> None:
    file = tmp_path / "still.png"
    assert main(["export", str(MERSAD), "--png", str(file), option, value]) == 2
    assert says in capsys.readouterr().err
    assert not file.exists()


def test_without_a_chromium_it_says_what_to_install(
    mersad: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert find_chromium() is None
    with pytest.raises(StillError, match="needs Chromium or Chrome"):
        take_still(mersad, PlayerState(day="1988-07-26"))


@pytest.mark.parametrize("browser", ["/nowhere/chromium", "/bin/true"])
def test_a_browser_that_takes_no_picture_is_named(mersad: Campaign, browser: str) -> None:
    with pytest.raises(StillError, match=browser):
        take_still(mersad, PlayerState(day="1988-07-26"), browser=browser)


def test_sizes_are_read() -> None:
    assert parse_size("1600x1000") == (1600, 1000)
    for wrong in ("", "1600", "1600x", "-5x900", "1600X1000", "16e2x1000"):
        with pytest.raises(ValueError, match="expected"):
            parse_size(wrong)
