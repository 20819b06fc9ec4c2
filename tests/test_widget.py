"""The notebook's widget: its values in Python, its part in the browser, and both in JupyterLab."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import folium
import nbformat
import pytest
import traitlets

import mapping as mp
from mapping.format.campaign import Campaign
from mapping.format.tables import TABLES
from mapping.notebook.widget import STATE
from mapping.player.embed import page_module
from tests.conftest import MERSAD, ROOT
from tests.player import OpenPage

WIDGET = ROOT / "mapping" / "notebook" / "widget.js"


def test_a_widget_takes_only_what_the_campaign_knows(mersad: Campaign) -> None:
    widget = mp.widget(mersad, "1988-07-27", height=500)
    assert (widget.day, widget.account, widget.height) == ("1988-07-27", "", 500)
    widget.selected = "events/border-crossing"
    for name, value in (
        ("day", "1999-01-01"), ("selected", "events/nothing"), ("account", "nobody"),
        ("lang", "xx"), ("day", "27 July"),
    ):  # fmt: skip
        with pytest.raises(traitlets.TraitError, match="has no"):
            setattr(widget, name, value)
    assert widget.day == "1988-07-27"


def test_all_tables_are_there_whole(mersad: Campaign, russia: Campaign) -> None:
    for campaign in (mersad, russia):
        frames = mp.tables(campaign)
        assert list(frames) == list(TABLES)
        for name, frame in frames.items():
            assert len(frame) == sum(1 for _ in campaign.rows_of(name)), name
    events = mp.tables(mersad)["events"].set_index("event_id")
    assert events.loc["zardeh-chemical", "starts"] == "[1988-07-22..1988-07-30]"
    assert events.loc["zardeh-chemical", "ends"] is None
    assert events.loc["towns-abandoned", "place_ids"] == ("qasr-e-shirin", "sarpol-e-zahab")


@pytest.mark.rest
def test_a_plain_folium_map_works_offline(mersad: Campaign, open_page: OpenPage) -> None:
    shown = mp.offline(folium.Map([34.3, 46.2], zoom_start=8, tiles=None))
    mp.day_layer(mersad, "1988-07-27").add_to(shown)
    page = open_page()
    page.set_content(shown.get_root().render())
    page.locator("path.leaflet-interactive").first.wait_for(state="attached")
    assert page.locator("script[src], link[href]").count() == 0


HOST = """
const values = GIVEN;
const heard = {};
window.model = {
  get: (name) => values[name],
  set: (name, value) => {
    if (values[name] === value) return;
    values[name] = value;
    for (const act of heard[`change:${name}`] ?? []) act();
  },
  save_changes: () => { window.saved = { ...values }; },
  on: (event, act) => { (heard[event] ??= []).push(act); },
  off: (event, act) => { heard[event] = heard[event].filter((one) => one !== act); },
};
const { default: widget } = await import(MODULE);
window.close = widget.render({ model: window.model, el: document.querySelector("main") });
"""


@pytest.mark.rest
def test_the_widgets_part_in_the_browser(
    open_page: OpenPage, mersad: Campaign, tmp_path: Path
) -> None:
    widget = mp.widget(mersad, "1988-07-26")
    given = {name: getattr(widget, name) for name in ("_document", "_title", "_fields", *STATE)}
    module = tmp_path / "widget.mjs"
    module.write_text(page_module(WIDGET), encoding="utf-8")
    script = HOST.replace("GIVEN", json.dumps({**given, "height": 600}).replace("</", "<\\/"))
    code = module.read_text(encoding="utf-8")
    page = open_page(reduced_motion="reduce")
    page.set_content("<main style='width: 1100px'></main>")
    page.evaluate(
        "async ([script, code]) => { const url = URL.createObjectURL(new Blob([code],"
        " { type: 'text/javascript' })); const run = Object.getPrototypeOf(async () => {})"
        ".constructor('MODULE', script); await run(url); }",
        [script, code],
    )
    frame = page.frame_locator("iframe")
    frame.locator(".cm-today-words", has_text="26 July").wait_for()
    page.evaluate("model.set('day', '1988-07-27')")
    frame.locator(".cm-today-words", has_text="27 July").wait_for()
    frame.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("window.saved?.day === '1988-07-28'")
    # What comes from a frame that is not its own is not believed.
    page.evaluate(
        "postMessage({ source: 'campaign-player', event: 'state', state: { day: '1988-07-22' } })"
    )
    assert page.evaluate("new Promise((done) => setTimeout(() => done(model.get('day'))))") == (
        "1988-07-28"
    )
    page.evaluate("close()")
    assert page.evaluate("saved.day") == "1988-07-28"


# --- JupyterLab -----------------------------------------------------------------------------

CELLS = [
    f"import mapping as mp\ncampaign = mp.load_campaign({str(MERSAD)!r})",
    "map = mp.widget(campaign, '1988-07-26', height=420)\nmap",
    "print('now', map.day)",
    "map.day = '1988-07-22'",
]


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab with a notebook of these cells."""
    if importlib.util.find_spec("jupyterlab") is None:
        pytest.skip("JupyterLab is not installed")
    cells = [nbformat.v4.new_code_cell(text) for text in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, tmp_path / "map.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
        "--IdentityProvider.token=", "--ServerApp.password=", f"--notebook-dir={tmp_path}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None",
    ]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    with (tmp_path / "lab.log").open("wb") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        for _ in range(240):
            try:
                urlopen(f"http://127.0.0.1:{port}/api", timeout=2).close()
                break
            except OSError:
                server.poll() is None or pytest.fail((tmp_path / "lab.log").read_text())
                try:
                    server.wait(0.25)
                except subprocess.TimeoutExpired:
                    continue
        yield f"http://127.0.0.1:{port}/lab/tree/map.ipynb"
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.rest
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_moving_the_slider_in_jupyterlab_changes_pythons_value(
    lab: str, open_page: OpenPage
) -> None:
    page: Any = open_page(reduced_motion="reduce")
    page.set_default_timeout(60_000)
    page.goto(lab)
    cells = page.locator(".jp-CodeCell")
    cells.first.wait_for()

    def run(number: int) -> None:
        cells.nth(number).locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")

    run(0)
    run(1)
    frame = page.frame_locator(".jp-OutputArea iframe")
    frame.locator(".cm-today-words", has_text="26 July").wait_for()
    frame.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    frame.locator(".cm-today-words", has_text="27 July").wait_for()
    run(2)
    cells.nth(2).locator(".jp-OutputArea", has_text="now 1988-07-27").wait_for()
    run(3)
    frame.locator(".cm-today-words", has_text="22 July").wait_for()
