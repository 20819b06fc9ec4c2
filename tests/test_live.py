"""What is sent of a campaign that changes while its document is shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.format.campaign import Campaign, load_campaign
from mapping.player.live import LiveDocument, live_document
from tests.folders import Folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return load_campaign(Folder().write(tmp_path_factory.mktemp("live") / "tiny"))


@pytest.fixture(scope="module")
def live(tiny: Campaign) -> LiveDocument:
    return live_document(tiny)


def test_only_what_has_changed_is_sent(tiny: Campaign, live: LiveDocument) -> None:
    assert live.changed_for(tiny) == "{}"
    changed = live.changed_for(replace(tiny, title="Another <title>"))
    assert changed is not None
    sent = json.loads(changed)
    assert set(sent) == {"campaign"}
    assert sent["campaign"]["title"] == "Another <title>"


def test_of_a_language_only_what_has_changed_is_sent(tiny: Campaign, live: LiveDocument) -> None:
    red = {**tiny.sides, "red": replace(tiny.sides["red"], name="Another side")}
    sent = json.loads(live.changed_for(replace(tiny, sides=red)) or "")
    words = {name.split("/")[2] for name in sent if name.startswith("languages/")}
    assert words and "strings" not in words, "the player's own words are as they were"
    assert "Another side" in json.dumps(sent)


def test_a_place_far_away_needs_a_document_of_its_own(tiny: Campaign, live: LiveDocument) -> None:
    birch = tiny.places["birch"]
    near = {**tiny.places, "birch": replace(birch, lat=(birch.lat or 0) + 0.1)}
    far = {**tiny.places, "birch": replace(birch, lat=-40.0, lon=-70.0)}
    assert live.changed_for(replace(tiny, places=near)) not in (None, "{}")
    assert live.changed_for(replace(tiny, places=far)) is None


def test_another_ground_needs_a_document_of_its_own(
    tiny: Campaign, live: LiveDocument, tmp_path: Path
) -> None:
    (tmp_path / "ground").mkdir()
    assert live.changed_for(replace(tiny, folder=tmp_path)) is None
