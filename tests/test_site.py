"""A static site: written safely, without a server, with nothing from elsewhere."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe

from mapping.__main__ import main
from mapping.export import FORMATS
from mapping.export.site import MARKER, SiteError, write_site
from mapping.export.sketch import campaign_sketch
from mapping.format.campaign import Campaign, load_campaign
from mapping.player import campaign_document
from tests.conftest import MERSAD
from tests.folders import Folder, write_broken
from tests.player import wait_in

pytestmark = pytest.mark.rest

OpenPage = Callable[..., Any]
HOSTILE = '<img src=x onerror="alert(1)">{{ 7*7 }}</title><script>alert(2)</script>&amp;'


def be_hostile(folder: Folder) -> None:
    """A campaign whose texts are markup, in every place that the list shows."""
    escaped = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    folder.head = folder.head.replace("A tiny campaign", escaped).replace(
        "The northern telling", escaped
    )
    head = f'subtitle = "{escaped}"\nsummary = "{escaped}"\nlicence = "{escaped}"\n'
    folder.head = folder.head.replace("calendars =", f"{head}calendars =", 1)
    folder.set("places", 2, "name", "<Alder> & 'co'")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """A campaign of somebody who tries."""
    return load_campaign(write_broken(tmp_path_factory.mktemp("site") / "hostile", be_hostile))


@pytest.fixture(scope="module")
def site(
    mersad: Campaign, hostile: Campaign, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, bytes]]:
    """A site of two campaigns in a folder that is not the server's root, and its files."""
    root = tmp_path_factory.mktemp("served")
    out = root / "some path" / "maps"
    sizes = write_site([mersad, hostile], out)
    files = {name: content for name, content in read(out).items() if name != MARKER}
    assert {name: len(content) for name, content in files.items()} == sizes
    return root, files


@pytest.fixture
def served(site: tuple[Path, dict[str, bytes]]) -> Iterator[str]:
    """The address of the site's folder on a plain server."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    handler = partial(Quiet, directory=str(site[0]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/some%20path/maps/"
        server.shutdown()


def read(out: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }


def test_it_has_a_list_and_for_each_campaign_map_picture_and_data(
    site: tuple[Path, dict[str, bytes]],
) -> None:
    root, made = site
    assert set(read(root / "some path" / "maps")) == {*made, MARKER}
    for name in ("mersad-1988", "tiny"):
        endings = {file.partition(".")[2] for file in made if file.startswith(f"{name}/")}
        assert endings == {"svg", *(one.ending for one in FORMATS)}
    listed = made["index.html"].decode()
    assert "Operation Mersad / Eternal Light" in listed
    assert "22 July - 30 July 1988" in listed
    assert "Iranian state broadcaster" in listed
    assert 'dir="rtl"' in made["index-fa.html"].decode()
    assert len(made["mersad-1988/sketch.svg"]) < 45_000
    assert sum(map(len, made.values())) < 6_000_000


def test_the_same_campaigns_give_the_same_bytes(
    site: tuple[Path, dict[str, bytes]], mersad: Campaign, hostile: Campaign, tmp_path: Path
) -> None:
    write_site([mersad, hostile], tmp_path)
    assert read(tmp_path) == read(site[0] / "some path" / "maps")


def test_every_link_is_relative_and_leads_to_a_file(site: tuple[Path, dict[str, bytes]]) -> None:
    for page in ("index.html", "index-fa.html"):
        links = re.findall(r'(?:href|src)="([^"]*)"', site[1][page].decode())
        assert len(links) > 10
        for link in links:
            assert link.partition("#")[0] in site[1], link


def test_texts_of_strangers_are_only_text(site: tuple[Path, dict[str, bytes]]) -> None:
    text = site[1]["index.html"].decode()
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;{{ 7*7 }}" in text
    assert "<script" not in text
    assert text.count("<img") == 2
    sketch = ElementTree.fromstring(site[1]["tiny/sketch.svg"])
    names = [node.text for node in sketch.iter("{http://www.w3.org/2000/svg}text")]
    assert "<Alder> & 'co'" in names


def test_a_sketch_holds_all_ways_wherever_they_lie(tmp_path: Path) -> None:
    def across_the_line(folder: Folder) -> None:
        folder.head = re.sub(r"bounds = .*\n", "", folder.head)
        for row, lon in ((2, "179.5"), (3, "-179.5")):
            folder.set("places", row, "lon", lon)
        folder.set("waypoints", 3, "lon", "180")
        folder.set("waypoints", 3, "route_id", "")

    campaign = load_campaign(write_broken(tmp_path / "pacific", across_the_line))
    sketch = ElementTree.fromstring(campaign_sketch(campaign))
    ways = [one for one in sketch.iter() if one.get("class") == "way"]
    numbers = [float(text) for way in ways for text in re.findall(r"-?[\d.]+", str(way.get("d")))]
    assert numbers and min(numbers) > 0 and max(numbers) < 640


# --- written safely ------------------------------------------------------------------------


@pytest.fixture
def tiny(tmp_path: Path) -> Campaign:
    """A small campaign without a fault."""
    return load_campaign(write_broken(tmp_path / "tiny"))


def test_it_is_written_again_over_itself(tiny: Campaign, tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site([tiny], out)
    before = read(out)
    (out / "notes.txt").write_text("mine")
    (out / "tiny" / "photo.jpg").write_bytes(b"mine too")
    (out / "tiny" / "index.html").write_text("broken")
    write_site([tiny], out)
    after = read(out)
    assert after.pop("notes.txt") == b"mine"
    assert after.pop(os.path.join("tiny", "photo.jpg")) == b"mine too"
    assert after == before


def test_what_is_not_in_it_any_more_goes_unless_it_was_changed(
    tiny: Campaign, mersad: Campaign, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    write_site([tiny, mersad], out)
    (out / "tiny" / "sketch.svg").write_text("my own drawing")
    write_site([mersad], out)
    assert read(out / "tiny") == {"sketch.svg": b"my own drawing"}
    assert (out / "mersad-1988" / "index.html").is_file()


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "a/b/c.txt", "tiny/../x.txt"])
def test_a_marker_that_names_files_elsewhere_removes_none(
    tiny: Campaign, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "site"
    write_site([tiny], out)
    outside = tmp_path / "outside.txt"
    outside.write_text("keep")
    (out / "a" / "b").mkdir(parents=True)
    for path in (out / "x.txt", out / "a" / "b" / "c.txt"):
        path.write_text("keep")
    marker = json.loads((out / MARKER).read_text())
    mark = "6ca7ea2feefc88ecb5ed6356ed963f47dc9137f82526fdd25d618ea626d0803f"
    marker["files"] |= {name: mark, str(outside): mark}
    (out / MARKER).write_text(json.dumps(marker))
    write_site([tiny], out)
    assert outside.read_text() == "keep"
    assert (out / "x.txt").is_file() and (out / "a" / "b" / "c.txt").is_file()


def put_file(out: Path) -> None:
    out.mkdir()
    (out / "letter.txt").write_text("private")


def put_wrong_marker(out: Path) -> None:
    put_file(out)
    (out / MARKER).write_text("[]")


def put_link(out: Path) -> None:
    write_site([], out)
    (out.parent / "elsewhere").mkdir()
    (out / "tiny").symlink_to(out.parent / "elsewhere")


def put_unknown(out: Path) -> None:
    write_site([], out)
    (out / "tiny").mkdir()
    (out / "tiny" / "index.html").write_text("somebody's own")


def put_as_file(out: Path) -> None:
    out.write_text("a file")


@pytest.mark.parametrize("spoil", [put_file, put_wrong_marker, put_link, put_unknown, put_as_file])
def test_a_folder_with_other_things_is_refused(
    tiny: Campaign, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    out = tmp_path / "site"
    spoil(out)
    before = read(tmp_path)
    with pytest.raises(SiteError, match="site"):
        write_site([tiny], out)
    assert read(tmp_path) == before


def test_two_campaigns_of_one_id_are_refused(tiny: Campaign, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="the id tiny"):
        write_site([tiny, tiny], tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_the_command_line_writes_it(
    tiny: Campaign, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = shutil.copytree(tiny.folder, tmp_path / "other")
    head = (other / "campaign.toml").read_text().replace('id = "tiny"', 'id = "other"')
    (other / "campaign.toml").write_text(head)
    out = tmp_path / "out"
    arguments = ["export", str(tiny.folder), str(other), "--site"]
    assert main([*arguments, str(out)]) == 0
    assert re.search(r"\d+ files, [\d.]+ MB", capsys.readouterr().out)
    assert (out / "other" / "index.html").is_file()
    assert main([*arguments, str(tmp_path)]) == 2
    assert "nothing is written" in capsys.readouterr().err
    assert main(["export", str(tiny.folder), str(other), "--html", str(tmp_path / "x.html")]) == 2


# --- in a browser --------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["http", "file"])
def test_every_page_opens_and_every_link_leads_somewhere(
    page: Any, site: tuple[Path, dict[str, bytes]], served: str, way: str
) -> None:
    start = served if way == "http" else (site[0] / "some path" / "maps").as_uri() + "/"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{start}index.html")
    images = "[...document.images].map(image => [image.complete, image.naturalWidth])"
    page.wait_for_function(f"{images}.every(([done, width]) => done && width === 640)")
    page.get_by_role("link", name="فارسی").click()
    page.wait_for_url("**/index-fa.html")
    page.locator(".open").first.click()
    page.wait_for_function("window.campaignPlayer?.state.lang === 'fa'")
    page.goto(f"{start}index.html")
    for name in ("mersad-1988", "tiny"):
        page.locator(f".words a[href='{name}/index.html']").first.click()
        page.wait_for_function("window.campaignPlayer?.settled")
        page.locator("[role=slider]").focus()
        page.keyboard.press("End")
        page.wait_for_function("location.hash.includes('day=1988-07-30')")
        page.locator(".cm-tool[aria-expanded]").click()
        links = page.locator(".cm-downloads a")
        assert links.count() == len(FORMATS)
        here = page.url
        for link in links.all():
            target = urljoin(here, link.get_attribute("href"))
            assert target.removeprefix(start) in site[1]
        with page.expect_download() as download:
            page.get_by_role("link", name="Data package").click()
        assert download.value.path().read_bytes()[:2] == b"PK"
        page.get_by_role("link", name="All campaigns").click()
        page.wait_for_url("**/index.html")
    assert page.evaluate("document.title") == "Campaigns, day by day"
    assert all(url.startswith(start) or url.startswith("data:") for url in asked)
    # Nothing is under way any more when the server ends.
    page.goto("about:blank")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("file", ["index.html", "index-fa.html"])
def test_the_list_is_accessible_and_fits_every_screen(
    open_page: OpenPage, site: tuple[Path, dict[str, bytes]], scheme: str, file: str
) -> None:
    page = open_page(color_scheme=scheme)
    page.goto((site[0] / "some path" / "maps" / file).as_uri())
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found = Axe().run(page, options={"runOnly": rules}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


# --- app and file --------------------------------------------------------------------------

LOOK = """(days) => days.map((day) => {
  campaignPlayer.seek(day);
  const words = (names) => [...document.querySelectorAll(names)].map((node) => node.textContent);
  return [campaignPlayer.day, campaignPlayer.settled, campaignPlayer.positions,
    words('.cm-story .cm-claim'), words('.cm-story h3, .cm-story summary, .cm-more, .cm-rest'),
    words('.cm-headline, .cm-text, .cm-facts li')];
})"""
SHIPPED = sorted(path.parent.name for path in MERSAD.parent.glob("*/campaign.toml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_app_and_the_file_tell_the_same(
    open_page: OpenPage, app_url: str, tmp_path: Path, name: str
) -> None:
    campaign = load_campaign(MERSAD.parent / name)
    document = tmp_path / "map.html"
    document.write_text(campaign_document(campaign), encoding="utf-8")
    app = open_page(reduced_motion="reduce")
    app.goto(f"{app_url}/?campaign={name}")
    app.frame_locator("iframe").locator(".leaflet-container").first.wait_for()
    frame = app.locator("iframe").element_handle().content_frame()
    wait_in(frame, "window.campaignPlayer?.link")
    size = frame.evaluate("[innerWidth, innerHeight]")
    file = open_page(reduced_motion="reduce", viewport={"width": size[0], "height": size[1]})
    file.goto(document.as_uri())
    file.wait_for_function("window.campaignPlayer?.settled")
    # Every account of a short campaign; the usual one of a long one, and each sixth day.
    is_long = len(campaign.calendar) >= 60
    days = [day.isoformat() for day in campaign.calendar[:: 6 if is_long else 1]]
    for account in [campaign.default_account] if is_long else campaign.accounts:
        for view in (frame, file):
            view.get_by_label("Account", exact=True).select_option(account)
        seen, same = (view.evaluate(LOOK, days) for view in (frame, file))
        assert [one[:2] for one in seen] == [[day, True] for day in days]
        assert any(one[2] for one in seen) and any(one[3] for one in seen)
        for one, other in zip(seen, same, strict=True):
            assert one == other
