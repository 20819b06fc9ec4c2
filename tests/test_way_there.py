"""What the map shows does not depend on the way on which the reader came to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mapping.format.campaign import load_campaign
from mapping.player import campaign_document
from tests.pharsalus import write_pharsalus
from tests.player import PAINTED, Show, wait_settled

SEEN = """() => {
  const map = document.querySelector('.folium-map');
  const frame = map.getBoundingClientRect();
  const isSeen = (node) => {
    const { left, right, top, bottom, width } = node.getBoundingClientRect();
    return width > 0 && right > frame.left && left < frame.right && bottom > frame.top
      && top < frame.bottom
      && node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const marks = [...map.querySelectorAll('.cm-label, .cm-symbol, .cm-pictogram, .cm-stem')];
  const lines = [...map.querySelectorAll('.leaflet-pane path')].filter((one) =>
    !one.matches('[class*=ground]') && (one.getAttribute('d') ?? 'M0 0') !== 'M0 0');
  return [...marks, ...lines].filter(isSeen).map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    const classes = [...node.classList].sort().join(' ');
    return [`${classes}|${node.textContent}`, x, y, width, height];
  });
}"""
"""What is seen of marks and lines: what it is, and its box in CSS pixels."""
NEAR_PX = 3
"""A view is the same if its middle is off by less than a pixel."""
WALKS = {
    "mersad": [
        "day=1988-07-27&account=iranian-sources&compare=mek",
        "day=1988-07-22&window=days&begin=1988-07-22",
        "day=1988-07-29&account=mek&compare=iranian-sources",
        "day=1988-07-26&lang=fa&symbols=app6",
        "day=1988-07-28&hide=layer:trails",
        "day=1988-07-25&select=events/block-chaharzebar",
    ],
    "pharsalus": [
        "day=-0047-08-01&account=histories&lang=fa&symbols=app6",
        "day=-0047-08-06&account=histories&hide=layer:names",
        "day=-0047-08-07&lang=fa&select=movements/to-town",
        "day=-0047-07-29&account=histories",
        "day=-0047-08-08",
        "day=-0047-08-01",
    ],
}


def _wait_painted(page: Any) -> None:
    page.evaluate(PAINTED)
    wait_settled(page)
    page.evaluate(PAINTED)


def _unlike(seen: list[list[Any]], others: list[list[Any]]) -> list[Any]:
    """What is seen only in one of two pictures."""
    left = list(others)
    found = []
    for what, *box in seen:
        near = (
            one for one in left
            if one[0] == what
            and all(abs(a - b) < NEAR_PX for a, b in zip(one[1:], box, strict=True))
        )  # fmt: skip
        if like := next(near, None):
            left.remove(like)
        else:
            found.append([what, *box])
    return found + left


@pytest.mark.rest
@pytest.mark.parametrize("name", WALKS)
def test_a_picture_does_not_depend_on_the_way_there(
    show: Show, mersad_file: Path, tmp_path: Path, name: str
) -> None:
    file = mersad_file
    if name == "pharsalus":
        file = tmp_path / "pharsalus.html"
        campaign = load_campaign(write_pharsalus(tmp_path / "pharsalus"))
        file.write_text(campaign_document(campaign), encoding="utf-8")
    page, fresh = show(file), show(file)
    for address in WALKS[name]:
        page.evaluate("address => { location.hash = address; }", address)
        _wait_painted(page)
        walked = page.evaluate(SEEN)
        fresh.goto("about:blank")
        fresh.goto(f"{file.as_uri()}#{address}")
        fresh.wait_for_function("window.campaignPlayer?.settled")
        _wait_painted(fresh)
        assert len(walked) > 20
        assert _unlike(walked, fresh.evaluate(SEEN)) == [], address
