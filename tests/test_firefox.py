"""The same file in Firefox: the same day and map as in Chromium, and nothing in the console."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.firefox import Firefox, find_firefox, run_firefox
from tests.player import OpenPage

AT = "#day=1988-07-27&account=mek&at=34.116,46.527,10"
STANDS = """(async () => {
  while (!window.campaignPlayer?.settled) await new Promise(requestAnimationFrame);
  await document.fonts.ready;
  await new Promise((done) => setTimeout(done, 300));
})()"""
DRAWN = """(() => {
  const map = document.querySelector(".leaflet-container").getBoundingClientRect();
  const places = {};
  for (const one of document.querySelectorAll(".leaflet-pane .leaflet-marker-icon")) {
    const { left, top } = one.getBoundingClientRect();
    const inside = left > 0 && top > 0 && left < map.right && top < map.bottom;
    const name = one.querySelector(".cm-name")?.textContent;
    if (inside && name) places[name] = [left, top];
  }
  return { day: campaignPlayer.day, hash: location.hash, places,
    // How much too tall a height is drawn follows from the width, and so from the scrollbar's.
    story: document.querySelector(".cm-story").textContent.replace(/\\d+ times/, "") };
})()"""


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    """A headless Firefox for this module."""
    path = find_firefox()
    if path is None:
        pytest.skip("no Firefox on this machine; install Debian's firefox-esr to run this test")
    with run_firefox(path) as running:
        yield running


@pytest.mark.rest
def test_firefox_shows_the_same_day_and_the_same_map(
    firefox: Firefox, open_page: OpenPage, mersad_file: Path
) -> None:
    address = f"{mersad_file.as_uri()}{AT}"
    firefox.open(address)
    firefox.evaluate(STANDS)
    seen = firefox.evaluate(DRAWN)
    page: Any = open_page(reduced_motion="reduce", color_scheme="light")
    page.goto(address)
    page.evaluate(STANDS)
    wanted = page.evaluate(DRAWN)
    assert seen["day"] == wanted["day"] == "1988-07-27"
    assert seen["hash"] == wanted["hash"] and seen["story"] == wanted["story"]
    assert len(seen["places"]) > 5 and seen["places"].keys() == wanted["places"].keys()
    for name, point in wanted["places"].items():
        assert seen["places"][name] == pytest.approx(point, abs=3), name
    picture = Image.open(io.BytesIO(base64.b64decode(firefox.picture()))).convert("RGB")
    assert len(picture.resize((64, 40)).getcolors(64 * 40) or ()) > 200, "the ground is drawn"
    firefox.evaluate("campaignPlayer.seek('1988-07-29')")
    firefox.evaluate(STANDS)
    assert firefox.evaluate("campaignPlayer.day") == "1988-07-29"
    assert base64.b64decode(firefox.to_pdf()).startswith(b"%PDF")
    assert firefox.evaluate("campaignPlayer.day") == "1988-07-29"
    assert firefox.errors == []
