"""The picture that the player saves of a view: whole, safe, and the same wherever it is opened."""

from __future__ import annotations

import base64
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from PIL import Image

from mapping.format.campaign import Campaign, load_campaign
from mapping.player import campaign_document
from tests.conftest import MERSAD
from tests.folders import Folder, write_broken
from tests.player import Page, Show, settle

SVG = "{http://www.w3.org/2000/svg}"
SAFE = {"svg", "g", "title", "defs", "style", "text", "rect", "path", "circle", "image", "pattern"}


def save(page: Page, kind: str) -> tuple[str, bytes]:
    """Press the button as a reader does: the file's name and content."""
    if page.locator(".cm-share").is_hidden():
        page.locator(".cm-tool", has=page.locator("path[d^='M12 15V3']")).click()
    with page.expect_download() as saved:
        page.locator(".cm-save-line .cm-copy").nth(0 if kind == "png" else 1).click()
    return saved.value.suggested_filename, Path(saved.value.path()).read_bytes()


def texts(content: bytes) -> str:
    """All that is written in a drawing; it holds nothing that runs or asks."""
    root = ElementTree.fromstring(content)
    nodes = list(root.iter())
    assert {node.tag.removeprefix(SVG) for node in nodes} <= SAFE
    for node in nodes:
        for name, value in node.attrib.items():
            assert not name.lower().startswith("on")
            assert not name.endswith("href") or value.startswith("data:image/")
            assert "var(" not in value and "oklab" not in value
    return " ".join(node.text or "" for node in root.iter(f"{SVG}text"))


def test_a_view_is_saved_as_svg_and_png(show: Show) -> None:
    page = show(accept_downloads=True)
    settle(page, "1988-07-27")
    name, content = save(page, "svg")
    assert name == "mersad-1988-1988-07-27.svg"
    said = texts(content)
    for words in ("Operation Mersad / Eternal Light", "Wednesday 27 July 1988", "Account: ",
                  "Chaharzebar", "OpenStreetMap", "CC BY 4.0", " km"):  # fmt: skip
        assert words in said, words
    assert b'font-family: "Campaign Sans"' in content and b"http://" not in content.replace(
        b"http://www.w3.org/", b""
    )
    # What the map shows: accounts differ, somebody faces an enemy, and APP-6 where that is chosen.
    assert " ? " in said and "accounts differ" in said and b"rotate(" in content
    page.evaluate("campaignPlayer.symbols('app6')")
    assert save(page, "svg")[1].count(b"data:image/svg+xml") >= 2
    page.evaluate("campaignPlayer.symbols('')")
    name, content = save(page, "png")
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    assert name == "mersad-1988-1988-07-27.png" and max(picture.size) <= 4000
    colours = dict((colour, count) for count, colour in picture.getcolors(1 << 24) or [])
    assert colours.get((0xB2, 0x3A, 0x0C), 0) > 500
    # What is see-through on the map is so in the picture: a haze, no black disc.
    assert colours.get((0, 0, 0), 0) < 500
    # What is hidden on the map is not in its picture.
    page.evaluate("location.hash = 'day=1988-07-27&hide=side:mek'")
    page.wait_for_function("campaignPlayer.state.hide === 'side:mek' && campaignPlayer.settled")
    before = said.count("MEK")
    assert texts(save(page, "svg")[1]).count("MEK") < before


def test_bands_towns_and_old_maps_are_in_the_picture(
    show: Show, russia: Campaign, player_file: Callable[[Campaign], Path], tmp_path: Path
) -> None:
    page = show(player_file(russia), accept_downloads=True)
    settle(page, "1812-11-01")
    content = save(page, "svg")[1]
    assert "422,000" in texts(content) and "96,000" in texts(content)
    widths = {
        float(node.get("stroke-width", "0").removesuffix("px"))
        for node in ElementTree.fromstring(content).iter(f"{SVG}path")
    }
    assert max(widths) > 30
    shutil.copytree(MERSAD, tmp_path / "mersad")
    (tmp_path / "mersad" / "media").mkdir(exist_ok=True)
    Image.new("RGB", (80, 60), "#0000ff").save(tmp_path / "mersad" / "media" / "map.png")
    (tmp_path / "mersad" / "maps.csv").write_text(
        "map_id,title,file,corners,credit,licence,alt\n"
        "sheet,Sheet,map.png,35 45;35 48;33 48;33 45,Survey,Public domain,Blue\n",
        encoding="utf-8",
    )
    file = player_file(load_campaign(tmp_path / "mersad"))
    page.goto(f"{file.as_uri()}#day=1988-07-26&maps=sheet~100")
    page.wait_for_function("window.campaignPlayer?.settled")
    content = save(page, "svg")[1]
    said = texts(content)
    assert "Sheet, Survey, Public domain" in said and "Javānrūd" in said
    image = next(ElementTree.fromstring(content).iter(f"{SVG}image"))
    ground = Image.open(io.BytesIO(base64.b64decode(str(image.get("href")).partition(",")[2])))
    red, green, blue = ground.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert blue > 2 * max(red, green)


def test_hostile_words_stay_words(open_page: Callable[..., Any], tmp_path: Path) -> None:
    evil = "</text><script>x()</script>&<svg onload='x()'> \u202e"

    def break_it(folder: Folder) -> None:
        folder.head = folder.head.replace('title = "A tiny campaign"', f'title = "{evil}"')

    folder = write_broken(tmp_path / "tiny", break_it)
    document = campaign_document(load_campaign(folder))
    page = open_page(accept_downloads=True, bypass_csp=False)
    page.set_content(
        f"<iframe sandbox='allow-scripts allow-downloads' style='width:390px;height:700px' "
        f'srcdoc="{document.replace("&", "&amp;").replace(chr(34), "&quot;")}"></iframe>'
    )
    frame = page.frame_locator("iframe")
    frame.locator(".cm-tool", has=page.locator("xpath=.//*[starts-with(@d, 'M12 15V3')]")).click()
    # In a frame without an address there is no link, and a picture all the same.
    assert frame.locator(".cm-share-links").is_hidden()
    for kind in (1, 0):
        with page.expect_download() as saved:
            frame.locator(".cm-save-line .cm-copy").nth(kind).click()
        content = Path(saved.value.path()).read_bytes()
        if kind:
            assert "<script>x()</script>" in texts(content)
        else:
            assert Image.open(io.BytesIO(content)).size[0] == 1280
