"""The player looks as it did when somebody last looked: golden pictures, with a tolerance.

`python -m tests.pictures` renews them; what changed is then judged in the diff.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from mapping.format.campaign import Campaign
from mapping.player import campaign_document
from tests.pictures import FOLDER, PICTURES, Picture, take_picture

MOST_DIFFERENT = 0.009
"""The share of pixels that may differ: the faces are our own, their smoothing is a machine's."""

COMPARE = """async ([before, now]) => {
  const pixels = async (data) => {
    const image = new Image();
    image.src = `data:image/jpeg;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const [one, other] = [await pixels(before), await pixels(now)];
  if (one.width !== other.width || one.height !== other.height) return 1;
  let different = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    const apart = [0, 1, 2].map((part) => Math.abs(one.data[at + part] - other.data[at + part]));
    if (Math.max(...apart) > 48) different += 1;
  }
  return different / (one.data.length / 4);
}"""


@pytest.fixture(scope="module")
def document(mersad: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The player's document as a file."""
    file = tmp_path_factory.mktemp("pictures") / "player.html"
    file.write_text(campaign_document(mersad), encoding="utf-8")
    return file


def name_of(picture: Picture) -> str:
    return picture.path.stem


@pytest.mark.parametrize("picture", PICTURES, ids=name_of)
def test_the_player_looks_as_it_did(
    chromium: Any, page: Any, document: Path, picture: Picture
) -> None:
    now = take_picture(chromium, document.as_uri(), picture)
    before = picture.path.read_bytes()
    texts = [base64.b64encode(data).decode() for data in (before, now)]
    assert page.evaluate(COMPARE, texts) < MOST_DIFFERENT


def test_there_is_no_picture_that_nobody_takes() -> None:
    assert {path.name for path in FOLDER.glob("*")} == {one.path.name for one in PICTURES}
