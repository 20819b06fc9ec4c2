"""The campaign in a notebook: the example runs, a campaign is a card, a map opens at a day."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import mapping as mp
from mapping.format.campaign import Campaign, load_campaign
from tests.conftest import MERSAD
from tests.folders import Folder, write_broken

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "data" / "example.ipynb"
# The kernel's own libraries, not ours.
pytestmark = [
    pytest.mark.rest,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def outputs() -> dict[str, str]:
    """What each cell of the example shows, as text, after it ran from top to bottom."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "clear the outputs"
    where = {"metadata": {"path": str(NOTEBOOK.parent)}}
    client = NotebookClient(notebook, timeout=60, resources=where)
    # A proxy that nobody answers: what asked the network would fail.
    env = {**os.environ, "PYTHONPATH": str(ROOT), "https_proxy": "http://127.0.0.1:9"}
    client.execute(env=env)
    return {cell.id: to_text(cell) for cell in notebook.cells if cell.cell_type == "code"}


def to_text(cell: Any) -> str:
    """Everything under a cell."""
    texts = []
    for output in cell.outputs:
        texts += [output.get("text", ""), *output.get("data", {}).values()]
    return "\n".join(map(str, texts))


def test_the_example_runs_and_shows_what_it_says(outputs: dict[str, str]) -> None:
    assert "Operation Mersad" in outputs["load"] and "<section" in outputs["load"]
    assert "perhaps" in outputs["day"] and "dated" in outputs["day"]
    assert "campaign-data" in outputs["player"] and "iframe" in outputs["player"]
    assert "L.polyline" in outputs["layer"] or "poly_line" in outputs["layer"]
    assert "not told" in outputs["table"] and "Iranian sources" in outputs["table"]
    assert outputs["files"].startswith("Operation Mersad") and "CC BY 4.0" in outputs["files"]


def test_a_campaign_is_a_card(mersad: Campaign) -> None:
    card = mersad._repr_html_()
    for words in (
        mersad.title, "Friday 22 July 1988 to Saturday 30 July 1988", "Press TV", "CC BY 4.0",
        f"{len(mersad.events)} events",
    ):  # fmt: skip
        assert words in card
    days = "1988-07-22 to 1988-07-30"
    assert repr(mersad) == f"<Campaign mersad-1988: {mersad.title}, {days}>"


def test_a_card_shows_texts_only_as_texts(tmp_path: Path) -> None:
    def spoil(folder: Folder) -> None:
        folder.head = folder.head.replace("A tiny campaign", "<img src=x onerror=alert(1)>")

    card = load_campaign(write_broken(tmp_path / "tiny", spoil))._repr_html_()
    assert "<img" not in card and "&lt;img" in card
    assert "1 event," not in card and "2 events" in card and "1 open question" in card


def test_a_map_opens_only_at_a_day_and_account_there_are(mersad: Campaign) -> None:
    with pytest.raises(ValueError, match="not a day of this campaign"):
        mp.campaign_map(mersad, day="1989-01-01")
    with pytest.raises(ValueError, match="there is no account"):
        mp.campaign_map(mersad, account_id="nobody")


def test_a_map_opens_at_its_day_and_account(open_page: Callable[..., Any], tmp_path: Path) -> None:
    campaign = load_campaign(MERSAD)
    file = tmp_path / "map.html"
    document = mp.campaign_document(campaign, day="1988-07-27", account_id="mek")
    file.write_text(document, encoding="utf-8")
    page = open_page()
    page.goto(file.as_uri())
    page.wait_for_function("window.campaignPlayer?.settled")
    state = page.evaluate("campaignPlayer.state")
    assert (state["day"], state["account"]) == ("1988-07-27", "mek")
    assert "27 July" in page.locator(".cm-title").inner_text()
    assert page.locator("[role=slider]").get_attribute("aria-valuetext").count("27 July")
    assert page.locator(".cm-choices select").first.input_value() == "mek"
    page.evaluate("campaignPlayer.seek('1988-07-26')")
    page.wait_for_function("campaignPlayer.day === '1988-07-26'")
